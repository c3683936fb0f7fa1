"""The column reader from inside: blocks of households as arrays, and what the nodes of a rule mean on them (needs numpy)."""
