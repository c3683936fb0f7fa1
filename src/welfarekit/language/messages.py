"""The sentences of one module, as a module declares them and as a catalogue has to hold them.

>>> word = Messages()
>>> GREETING = word("Good morning.", "opens a letter")
>>> GREETING, list(word.messages())
('Good morning.', [('Good morning.', 'opens a letter')])
"""

from __future__ import annotations

from collections.abc import Iterator


class Messages:
    """Takes each sentence where it is written, with a word to its translators, and gives it back as it is."""

    def __init__(self) -> None:
        self._comments: dict[str, str] = {}

    def __call__(self, msgid: str, comment: str) -> str:
        """Take a sentence."""
        self._comments[msgid] = comment
        return msgid

    def messages(self) -> Iterator[tuple[str, str]]:
        """Every sentence with its comment, in the order in which they stand."""
        yield from self._comments.items()
