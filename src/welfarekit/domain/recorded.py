"""One entry of a history: a household as it is from a day on, and the day on which that became known."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from attrs import field, frozen

from welfarekit.domain.checking import MASK, masked, shown
from welfarekit.domain.household import Household
from welfarekit.errors import InvalidFacts, Problem

_NUMBER: Final = re.compile(r"\d{7,}[Xx]?")


def spared(text: str) -> str:
    """A text as it may be shown: without the numbers in it that could be those of a person or a telephone."""
    return repr(masked(_NUMBER.sub(MASK, text)))


@frozen
class Recorded:
    """One entry: the household as it is from ``valid_from`` on, and the day on which that became known.

    It covers every day from ``valid_from``, or to ``valid_until`` (the last day) where it is about a time that is over.
    ``known_on`` may lie before ``valid_from``, for what was announced. ``source`` says where it comes from, in a few words and
    without names; long numbers in it are not shown.
    """

    household: Household
    valid_from: dt.date
    known_on: dt.date
    source: str = field(default="", repr=spared)
    valid_until: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        problems = [] if type(self.household) is Household else [wrong_kind("household", self.household, "a Household")]
        problems += wrong_days(self)
        if problems:
            raise InvalidFacts(problems)

    @property
    def rank(self) -> tuple[dt.date, dt.date, dt.date]:
        """By what entries are ordered: of two that cover a day, the one of higher rank holds.

        What became known later wins; of what became known on one day, what begins later; of that, what ends earlier.
        """
        return self.known_on, self.valid_from, latest(self.valid_until)

    def covers(self, on: dt.date) -> bool:
        """Whether the entry is about this day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


def wrong_days(entry: Any) -> list[Problem]:
    """What is wrong with the days and the source of an entry."""
    problems = []
    for name in ("valid_from", "known_on", "valid_until"):
        day = getattr(entry, name)
        if type(day) is not dt.date and (day is not None or name != "valid_until"):
            problems.append(wrong_kind(name, day, "a date"))
    if type(entry.source) is not str:
        problems.append(wrong_kind("source", entry.source, "a text"))
    if not problems and entry.valid_until is not None and entry.valid_until < entry.valid_from:
        until = entry.valid_until.isoformat()
        problems.append(Problem("ends_before_start", "valid_until", until, "a day not before valid_from"))
    return problems


def latest(until: dt.date | None) -> dt.date:
    """The last day of an entry turned around, so that an earlier one is greater."""
    return dt.date.min if until is None else dt.date.fromordinal(dt.date.max.toordinal() + 1 - until.toordinal())


def wrong_kind(path: str, given: object, expected: str) -> Problem:
    """The problem of something that is not of the kind it should be."""
    return Problem("wrong_type", path, shown(given), expected)
