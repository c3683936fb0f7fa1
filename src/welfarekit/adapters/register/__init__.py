"""A register as Arrow tables, from inside: what its columns may be, how they are read, and what is wrong with a row."""
