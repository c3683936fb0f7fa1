"""Statements of what an office did: what was paid, by line; poverty over two years; plans and how far they were met."""
