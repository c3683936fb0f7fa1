"""Everything that can go wrong, as one tree.

Each error carries its facts as fields, so that a service can answer with them, and a message that says what to do next.
Incomplete facts are never an error: they make an answer *undetermined*. Wrong facts always are, all of them at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from attrs import frozen


class WelfarekitError(Exception):
    """The root of every error that welfarekit raises on purpose."""


@frozen
class Problem:
    """One thing that is wrong with a document.

    ``code`` is stable and made for programs, ``path`` says where (``members[2].birth_date``), ``given`` and ``expected``
    say what was found and what would have been right, ``hint`` names the nearest known key for a typo.
    ``given`` is already masked where it could hold a name or a number of a person.
    """

    code: str
    path: str
    given: str
    expected: str
    hint: str = ""

    def __str__(self) -> str:
        where = self.path or "(the document)"
        text = f"{where}: {self.code}: given {self.given}, expected {self.expected}"
        return f"{text}; {self.hint}" if self.hint else text


class InvalidFacts(WelfarekitError, ValueError):
    """A document or an object states something that cannot be. ``problems`` holds all of it, not only the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        many = "1 problem" if len(self.problems) == 1 else f"{len(self.problems)} problems"
        super().__init__(f"{many} in the facts; correct them and ask again:\n{lines}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.problems,)


@frozen
class Mismatch:
    """One column of a table that does not fit: what was expected, what was found, and the name that may have been meant."""

    column: str
    expected: str
    found: str
    nearest: str = ""

    def __str__(self) -> str:
        text = f"{self.column}: expected {self.expected}, found {self.found}"
        return f"{text}; did you mean {self.nearest!r}?" if self.nearest else text


class TableMismatch(WelfarekitError, ValueError):
    """A table whose columns do not fit. ``mismatches`` holds every one of them."""

    def __init__(self, mismatches: Iterable[Mismatch]) -> None:
        self.mismatches: tuple[Mismatch, ...] = tuple(mismatches)
        lines = "\n".join(f"  {mismatch}" for mismatch in self.mismatches)
        super().__init__(f"the table does not fit; `table_schema` says what it may have:\n{lines}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.mismatches,)


class LawError(WelfarekitError, ValueError):
    """A law file that cannot be trusted. ``problems`` holds everything that is wrong with it."""

    def __init__(self, source: str, problems: Iterable[Problem]) -> None:
        self.source = source
        self.problems: tuple[Problem, ...] = tuple(problems)
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"{source} cannot be used as law:\n{lines}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.source, self.problems)


class NotInForce(WelfarekitError, LookupError):
    """The law has no value for this place on this day. Nothing is extended, nothing is guessed.

    ``known`` lists the periods that are known; the message names the latest and says how to supply the missing value.
    """

    def __init__(self, key: str, place: str, on: dt.date, known: Sequence[str] = (), *, program: bool = False) -> None:
        self.key, self.place, self.on, self.known = key, place, on, tuple(known)
        self.program = program
        latest = "; ".join(known[-3:])
        more = f" (and {len(known) - 3} earlier)" if len(known) > 3 else ""
        have = f"known for {latest}{more}" if known else "no value is shipped"
        if program:
            when = "; ".join(known)
            super().__init__(f"{key} was not in force on {on.isoformat()}; it is {when}. Ask for a day on which it is.")
            return
        super().__init__(
            f"{key}: no value on {on.isoformat()} for {place}; {have}. "
            f"Supply one in your own file: Lawbook.default().with_file('my_law.toml')."
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.key, self.place, self.on, self.known, self.program)


def _again(cls: type[NotInForce], *given: Any) -> NotInForce:
    key, place, on, known, program = given
    return cls(key, place, on, known, program=program)


class NotRecorded(WelfarekitError, LookupError):
    """Nothing is known about a household on a day, as far as it was known on another day. Nothing is guessed.

    ``first`` is the first day with facts as known on ``known_on``, ``since`` the day on which anything became known at all.
    """

    def __init__(self, household: str, on: dt.date, known_on: dt.date, first: dt.date | None, since: dt.date) -> None:
        self.household, self.on, self.known_on, self.first, self.since = household, on, known_on, first, since
        if first is None:
            more = f"the first facts became known on {since.isoformat()}"
        elif first <= on:
            more = "what is recorded ends before that day"
        else:
            more = f"the first day with facts is {first.isoformat()}"
        super().__init__(
            f"nothing is recorded about household {household} on {on.isoformat()}, as known on {known_on.isoformat()}; {more}"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.household, self.on, self.known_on, self.first, self.since)


class UnknownProgram(WelfarekitError, KeyError):
    """No program has this key. ``nearest`` names the one that was probably meant, ``how`` what to do without one."""

    def __init__(self, key: str, nearest: str | None = None, how: str = "") -> None:
        self.key, self.nearest, self.how = key, nearest, how
        super().__init__(key)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.key, self.nearest, self.how)

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        more = f"; {self.how}" if self.how else ""
        return f"there is no program {self.key!r}{hint} (`python -m welfarekit programs` lists them){more}"


class RuleError(WelfarekitError, TypeError):
    """A rule is built wrongly: caught when the program loads, never while a family waits."""


class RelationCycle(RuleError):
    """Programs that each wait for the other to be settled. ``steps`` are the relations that run in a circle."""

    def __init__(self, steps: Iterable[str]) -> None:
        self.steps: tuple[str, ...] = tuple(steps)
        circle = "; ".join(self.steps)
        super().__init__(f"these relations run in a circle, so none of the programs can be settled first: {circle}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.steps,)


class NotKnown(WelfarekitError, TypeError):
    """Something unknown was asked to be true or false."""


class MoneyError(WelfarekitError, ValueError):
    """An amount that is not exact, not in this currency, or not a number."""


class DateError(WelfarekitError, ValueError):
    """A date step that has no single answer; the law has to say which day is meant."""


class PlaceError(WelfarekitError, ValueError):
    """A place code that cannot be."""


class CalendarMissing(WelfarekitError, LookupError):
    """The calendar of a country does not know a year: its holiday notice was not published, or not read. No year is projected.

    ``known_first`` and ``known_last`` are the first and the last year that it knows, None where it knows none.
    """

    def __init__(self, country: str, year: int, known_first: int | None = None, known_last: int | None = None) -> None:
        self.country, self.year, self.known_first, self.known_last = country, year, known_first, known_last
        known = "no year is known" if known_first is None else f"it knows {known_first} to {known_last}"
        super().__init__(
            f"the calendar of {country} does not know {year}; {known}. "
            f"Write the year's notice into a file of your own: calendar.with_file('my_calendar.toml')."
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.country, self.year, self.known_first, self.known_last)


class CalendarError(WelfarekitError, ValueError):
    """Something that a calendar cannot be asked or made for: a country, sector or festival that there is not, a weekend."""


class CatalogueError(WelfarekitError, ValueError):
    """A translation that is missing or does not fit its source."""


class MoveNotAllowed(WelfarekitError, ValueError):
    """A payment or a case was to take a step that its state does not allow. ``allowed`` names the steps that it does."""

    def __init__(self, what: str, from_state: str, to_state: str, allowed: Sequence[str] = ()) -> None:
        self.what, self.from_state, self.to_state, self.allowed = what, str(from_state), str(to_state), tuple(map(str, allowed))
        then = f"from there it may become {', '.join(self.allowed)}" if self.allowed else "it is closed"
        super().__init__(f"{what} is {self.from_state} and cannot become {self.to_state}; {then}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.what, self.from_state, self.to_state, self.allowed)


class TermMissing(WelfarekitError, LookupError):
    """The law that is shipped leaves something open, and it is not guessed.

    A term of an award (a pay day, whether a part of a month counts), the limit of a clock or the length of a posting, or a whole
    procedure for a program, a variant, a place and a day. ``term`` says what is missing, ``how`` how to supply it.
    """

    def __init__(self, program: str, term: str, how: str) -> None:
        self.program, self.term, self.how = program, term, how
        super().__init__(f"{program}: no {term} is shipped for this place and day; {how}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.program, self.term, self.how)


class ConflictingEvents(WelfarekitError, ValueError):
    """Two events of an award contradict each other and became known on the same day; ``order`` must say which came last."""

    def __init__(self, award: str, known_on: dt.date, kind: str) -> None:
        self.award, self.known_on, self.kind = award, known_on, kind
        super().__init__(
            f"award {award}: two events of kind {kind} became known on {known_on.isoformat()} and say different things of the "
            "same days; give the one that counts a higher `order`"
        )

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.award, self.known_on, self.kind)


class NotSettled(WelfarekitError, ValueError):
    """An award was asked of an answer that is not "entitled, to so much". ``needs`` names the facts that would settle it."""

    def __init__(self, program: str, on: dt.date, outcome: str, needs: Sequence[str] = ()) -> None:
        self.program, self.on, self.outcome, self.needs = program, on, outcome, tuple(needs)
        ask = f"; ask for {', '.join(self.needs)}" if self.needs else ""
        super().__init__(f"{program} on {on.isoformat()} is {outcome}, without an amount that could be paid{ask}")

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.program, self.on, self.outcome, self.needs)
