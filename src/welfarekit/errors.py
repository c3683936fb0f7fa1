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


class UnknownProgram(WelfarekitError, KeyError):
    """No program has this key. ``nearest`` names the one that was probably meant."""

    def __init__(self, key: str, nearest: str | None = None) -> None:
        self.key, self.nearest = key, nearest
        super().__init__(key)

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.key, self.nearest)

    def __str__(self) -> str:
        hint = f"; did you mean {self.nearest!r}?" if self.nearest else ""
        return f"there is no program {self.key!r}{hint} (`python -m welfarekit programs` lists them)"


class RuleError(WelfarekitError, TypeError):
    """A rule is built wrongly: caught when the program loads, never while a family waits."""


class NotKnown(WelfarekitError, TypeError):
    """Something unknown was asked to be true or false."""


class MoneyError(WelfarekitError, ValueError):
    """An amount that is not exact, not in this currency, or not a number."""


class DateError(WelfarekitError, ValueError):
    """A date step that has no single answer; the law has to say which day is meant."""


class PlaceError(WelfarekitError, ValueError):
    """A place code that cannot be."""


class CatalogueError(WelfarekitError, ValueError):
    """A translation that is missing or does not fit its source."""
