"""Reading the records of awards, payments and cases from JSON, strictly: every mistake with its path, nothing repaired.

A :class:`Record` is one object of a document. Each of its methods reads one key, notes what is wrong, and gives a stand-in, so
that one pass finds everything; :func:`reading` raises what was found.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, TypeVar

from welfarekit.adapters.parsing import Number, Repeated, decoded, parsed
from welfarekit.domain.checking import masked, shown
from welfarekit.errors import InvalidFacts, Problem, WelfarekitError
from welfarekit.money import MINOR_DIGITS, Money
from welfarekit.place import Place
from welfarekit.quantity import UNIT_DIGITS, Benefit, Quantity

E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")
_MISSING = object()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HALF = re.compile("[\ud800-\udfff]")


class Record:
    """One object of a document: what was read of it, and what is wrong with it."""

    def __init__(self, data: Any, path: str, problems: list[Problem]) -> None:
        self.path, self.problems = path, problems
        self.data: dict[str, Any] = data if isinstance(data, dict) else {}
        self.read: set[str] = set()
        if not isinstance(data, dict):
            self.wrong("not_an_object", "", _shown(data), "an object with keys")
        elif isinstance(data, Repeated):
            for key in data.keys_twice:
                self.wrong("duplicate_key", _key(key), "the same key twice", "each key once")

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path and key else self.path or key

    def wrong(self, code: str, key: str, given: str, expected: str, hint: str = "") -> None:
        """Note a mistake."""
        self.problems.append(Problem(code, self.at(key), given, expected, hint))

    def get(self, key: str, *, needed: bool = False, expected: str = "a value") -> Any:
        """The plain value of a key; None where it is not there or null."""
        self.read.add(key)
        value = self.data.get(key, _MISSING)
        if value is _MISSING or value is None:
            if needed:
                self.wrong("missing", key, "nothing", expected)
            return None
        return value

    def text(self, key: str, *, needed: bool = True) -> str:
        """A text; an empty one stands in."""
        value = self.get(key, needed=needed, expected="a text")
        if value is None:
            return ""
        if not isinstance(value, str) or not value:
            self.wrong("not_a_text", key, _shown(value), "a text in quotes")
            return ""
        if not value.isascii() and _HALF.search(value):
            self.wrong("not_text", key, "a text with halves of characters", "a text of Unicode characters")
            return ""
        return value

    def optional_text(self, key: str) -> str | None:
        """A text, or None where there is none."""
        return self.text(key, needed=False) or None

    def day(self, key: str) -> dt.date:
        """A day that has to be there."""
        return self.optional_day(key, needed=True) or dt.date(2000, 1, 1)

    def optional_day(self, key: str, *, needed: bool = False) -> dt.date | None:
        """A day written ``2025-01-31``, or None where there is none."""
        value = self.get(key, needed=needed, expected="a day, 2025-01-31")
        if value is None:
            return None
        try:
            if isinstance(value, str) and _DAY.fullmatch(value):
                return dt.date.fromisoformat(value)
        except ValueError:
            pass
        self.wrong("bad_date", key, _shown(value), "a day that exists, written 2025-01-31")
        return None

    def whole(self, key: str, default: int | None = None, least: int = 0, most: int = 10**6) -> int:
        """A whole number within bounds."""
        value = self.get(key, needed=default is None, expected=f"a whole number from {least} to {most}")
        if value is None:
            return least if default is None else default
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong("out_of_range", key, _shown(value), f"a whole number from {least} to {most}")
            return least
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        """True or false."""
        value = self.get(key)
        if value is not None and not isinstance(value, bool):
            self.wrong("wrong_type", key, _shown(value), "true or false")
        return value if isinstance(value, bool) else default

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E | None:
        """One of a declared set of words; None where it is not there."""
        value = self.get(key)
        if value is None:
            return default
        try:
            return kind(value)
        except ValueError:
            words = [member.value for member in kind]
            near = get_close_matches(value, words, 1) if isinstance(value, str) else []
            hint = f"did you mean {near[0]!r}?" if near else ""
            self.wrong("not_one_of", key, _shown(value), f"one of {', '.join(words)}", hint)
            return default

    def benefit(self, key: str, *, needed: bool = True) -> Benefit | None:
        """Money (value, currency) or a quantity (value, unit), with what it is for (per)."""
        value = self.get(key, needed=needed, expected='an amount, {"value": "360.00", "currency": "CNY"}')
        if value is None:
            return None
        part = Record(value, self.at(key), self.problems)
        before = len(self.problems)
        number, per = part.text("value"), part.optional_text("per")
        unit = part.text("unit") if "unit" in part.data else part.text("currency")
        part.close()
        if len(self.problems) > before:
            return None
        known = UNIT_DIGITS if "unit" in part.data else MINOR_DIGITS
        if unit not in known:
            name = "unit" if known is UNIT_DIGITS else "currency"
            part.wrong("not_one_of", name, _shown(unit), f"one of {', '.join(known)}")
            return None
        try:
            return Quantity(number, unit, per) if known is UNIT_DIGITS else Money(number, unit, per)
        except WelfarekitError as error:
            expected = str(error) if masked(number) == number else "an amount that its currency or unit can carry"
            part.wrong("bad_value", "value", _shown(number), expected)
            return None

    def place(self, key: str) -> Place | None:
        """A place by its code."""
        value = self.optional_text(key)
        try:
            return None if value is None else Place.parse(value)
        except WelfarekitError as error:
            short = value is not None and len(value) <= 12  # longer ones could be the number of a person
            expected = str(error) if short else "a place code such as CN-430602"
            self.wrong("bad_place", key, repr(value) if short else _shown(value), expected)
            return None

    def part(self, key: str, read: Callable[[Record], T | None]) -> T | None:
        """An object inside this one, read by ``read``."""
        value = self.get(key)
        if value is None:
            return None
        inner = Record(value, self.at(key), self.problems)
        made = read(inner)
        inner.close()
        return made

    def parts(self, key: str, read: Callable[[Record], T | None]) -> tuple[T, ...]:
        """A list of objects inside this one."""
        value = self.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self.wrong("not_a_list", key, _shown(value), "a list of objects")
            return ()
        made = []
        for number, item in enumerate(value):
            inner = Record(item, f"{self.at(key)}[{number}]", self.problems)
            one = read(inner)
            inner.close()
            if one is not None:
                made.append(one)
        return tuple(made)

    def make(self, build: Callable[[], T]) -> T | None:
        """What ``build`` makes of what was read; None if something was wrong, here or in what it says together."""
        if self.problems:
            return None
        try:
            return build()
        except InvalidFacts as error:
            for problem in error.problems:
                self.wrong(problem.code, problem.path, problem.given, problem.expected, problem.hint)
        except WelfarekitError as error:
            self.wrong("bad_value", "", "what is written here", str(error))
        return None

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.data:
            if key not in self.read:
                near = get_close_matches(key, sorted(self.read), 1)
                hint = f"did you mean {near[0]!r}?" if near else ""
                self.wrong("unknown_key", _key(key), _shown(key), f"one of {', '.join(sorted(self.read))}", hint)


def _shown(value: Any) -> str:
    return masked(value.text[:20]) if isinstance(value, Number) else shown(value)


def _key(key: str) -> str:
    """A key as a path may show it."""
    return masked(key[:40]) if key.isprintable() else "?"


@contextmanager
def reading(text: str | bytes | dict[str, Any], schema: str) -> Iterator[Record]:
    """The record of a whole document of this schema; InvalidFacts with everything that was found wrong by the end."""
    problems: list[Problem] = []
    data = text if isinstance(text, dict) else parsed(decoded(text))
    record = Record(data, "", problems)
    stated = record.text("schema")
    if stated and stated != schema:
        record.wrong("not_one_of", "schema", _shown(stated), schema)
    yield record
    record.close()
    if problems:
        raise InvalidFacts(problems)


def benefit_data(amount: Benefit) -> dict[str, Any]:
    """An amount as JSON writes it; what it is for is left out where there is nothing to say."""
    unit = {"currency": amount.currency} if isinstance(amount, Money) else {"unit": amount.unit}
    return {"value": amount.value, **unit, **({"per": amount.per} if amount.per else {})}


def given(**values: Any) -> dict[str, Any]:
    """What there is something to say of, days as text."""
    said = {name: value for name, value in values.items() if value is not None}
    return {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in said.items()}
