"""A row of a bank's file that cannot be read, and which payments it may be about.

>>> row = Unread(1, None, (), "PAY1,740.00;x PAY2")
>>> sorted(row.about({"PAY1", "PAY2", "PAY"}))
['PAY1', 'PAY2']
"""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Final

from attrs import field, frozen

from welfarekit.domain.checking import masked
from welfarekit.errors import Problem

_BETWEEN: Final = re.compile(r'[,;|\t\r\n"]')
_RUN: Final = re.compile(r"[A-Za-z0-9]+")
_LENGTH: Final = 16
"""The letters and digits of a reference that was made here."""


@frozen
class Unread:
    """A row that cannot be read as a whole: its reference, if that much is sure, and what is wrong with it.

    ``text`` is all that stands in the row; it may name people, and is not shown.
    """

    number: int
    reference: str | None = field(repr=lambda reference: repr(masked(reference or "")))
    problems: tuple[Problem, ...]
    text: str = field(default="", repr=False, eq=False)

    def about(self, known: Container[str]) -> set[str]:
        """The known references that the row may be about: its own, or each that stands in it where its own is not known."""
        if self.reference is not None and self.reference in known:
            return {self.reference}
        words = {word.strip() for word in _BETWEEN.split(self.text)}
        for run in _RUN.findall(self.text):
            words.add(run)  # and what ran into the cell beside it
            words.update(run[start : start + _LENGTH] for start in range(len(run) - _LENGTH + 1))
        return {word for word in words if word in known}
