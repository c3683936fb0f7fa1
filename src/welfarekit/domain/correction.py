"""Facts of a household that became known late, for the days on which they hold."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import evolve, field, frozen

from welfarekit.domain.checking import shown
from welfarekit.domain.fact_path import FactPath, fact_path
from welfarekit.domain.recorded import latest, spared, wrong_days
from welfarekit.errors import InvalidFacts


def _facts(given: Mapping[FactPath, Any] | Mapping[str, Any]) -> dict[FactPath, Any]:
    return {key if isinstance(key, FactPath) else fact_path(key): value for key, value in given.items()}


@frozen(repr=False, hash=False)
class Correction:
    """Facts, by path with the member's identifier, that hold from ``valid_from`` and became known on ``known_on``.

    They are set on every day to ``valid_until`` (the last day) where given, and leave everything else as it is. What they
    are is checked when they are laid over a household.

    >>> Correction({"area": "urban"}, dt.date(2026, 1, 1), dt.date(2026, 5, 4), "told by 13800000000")
    Correction({'area': 'urban'}, from 2026-01-01, known on 2026-05-04, source='told by ***')
    """

    facts: Mapping[FactPath, Any] = field(converter=_facts)
    valid_from: dt.date
    known_on: dt.date
    source: str = ""
    valid_until: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        problems = wrong_days(self)
        if problems:
            raise InvalidFacts(problems)

    def __hash__(self) -> int:
        return hash((tuple(self.facts), self.rank))

    def __repr__(self) -> str:
        facts = ", ".join(f"{path.masked!r}: {shown(value, path.spec)}" for path, value in self.facts.items())
        until = "" if self.valid_until is None else f" to {self.valid_until.isoformat()}"
        span = f"from {self.valid_from.isoformat()}{until}, known on {self.known_on.isoformat()}"
        return f"Correction({{{facts}}}, {span}, source={spared(self.source)})"

    @property
    def rank(self) -> tuple[dt.date, dt.date, dt.date]:
        """By what corrections are ordered, as entries are: of two that set a fact, the one of higher rank holds."""
        return self.known_on, self.valid_from, latest(self.valid_until)

    def covers(self, on: dt.date) -> bool:
        """Whether the correction is about this day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    def but(self, later: Correction) -> Correction:
        """The same without the facts that another one sets: of one day only what was known at its end can be told."""
        gone = [path for path in self.facts if any(path == each or path.below(each) for each in later.facts)]
        return evolve(self, facts={path: value for path, value in self.facts.items() if path not in gone})


def by_rank(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """The corrections in the order of their rank, each once; what is none stays as it is, to be reported."""
    given = tuple(corrections)
    if any(type(each) is not Correction for each in given):
        return given
    once: list[Correction] = []
    for each in sorted(given, key=lambda each: (each.rank, sorted(each.facts), each.source)):
        if not once or once[-1] != each:
            once.append(each)
    return tuple(once)
