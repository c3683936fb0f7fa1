"""Notices: whole sentences to whoever is concerned, with amounts in words, reasons, sources and the remedy."""
