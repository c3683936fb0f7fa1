"""Hypothesis strategies for households (being written)."""


def register() -> None:
    """The Hypothesis entry point."""
