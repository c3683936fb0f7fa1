"""To the outside: each module is named after the other side. The core never imports an extra."""
