"""The careful way from plain values to domain objects: everything that is wrong, each with its code and path."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Final

from attrs import evolve

from welfarekit.adapters import structure
from welfarekit.adapters.parsing import Number, Repeated
from welfarekit.domain.checking import MASK, Facts, masked, nearest, shown, wrong
from welfarekit.domain.fact import Spec, specs_of
from welfarekit.domain.person import Person
from welfarekit.errors import InvalidFacts, PlaceError, Problem
from welfarekit.money import MINOR_DIGITS, Money
from welfarekit.truth import UNKNOWN

EXPECTED: Final = {
    "flag": "true or false",
    "money": 'an amount as text, such as "1200.00 CNY"',
    "count": "a whole number",
    "number": 'a number as text, such as "45.50"',
    "rate": 'a rate as text, such as "4.2%"',
    "day": 'a day such as "2025-01-31"',
    "text": "a text that is not empty",
    "place": 'the code of a place, such as "CN-430602"',
    "part": "an object",
    "members": "a list of objects",
}
NOBODY: Final = "\0"
"""Stands for an id that is missing or wrong while the rest is looked at."""


def in_json(spec: Spec) -> str:
    """What a fact may be in a document, in words."""
    words = f"one of {', '.join(spec.choices)}" if spec.kind == "choice" else EXPECTED[spec.kind]
    return f"{words}, or null for none" if spec.none else words


class Inspection:
    """One walk through one document; ``problems`` holds what it found."""

    def __init__(self, data: Any) -> None:
        self.problems: list[Problem] = []
        self.currency: str | None = None
        self.place_is_wrong = False
        try:
            self.currency = structure.currency_of(data) if isinstance(data, dict) else None
        except PlaceError:
            self.place_is_wrong = True

    def note(self, code: str, path: str, given: str, expected: str, hint: str = "") -> None:
        """Write down a problem."""
        self.problems.append(Problem(code, path, given, expected, hint))

    def object(self, cls: type[Any], data: Any, path: str) -> Any:
        """The object of this class, as far as it can be made; UNKNOWN where it cannot."""
        if not isinstance(data, dict):
            self.note("wrong_type", path, _given(data), "an object")
            return UNKNOWN
        prefix = f"{path}." if path else ""
        specs = specs_of(cls)
        self.repeated(data, prefix)
        facts: dict[str, Any] = {}
        for key, value in data.items():
            if key not in specs:
                hint = nearest(key, specs) if isinstance(key, str) else ""
                self.note("unknown_key", prefix + _key(key), "a key that is not known here", f"a key of {cls.__name__}", hint)
            else:
                facts[key] = self.fact(specs[key], value, prefix + key)
        for name, spec in specs.items():
            if not spec.required or name in facts:
                continue
            if spec.kind == "members":
                self.note("no_members", prefix + name, "nobody", "at least one person")
            else:
                self.note("missing", prefix + name, "nothing", in_json(spec))
        return self.made(cls, facts, prefix)

    def repeated(self, data: dict[str, Any], prefix: str) -> None:
        """Write down the keys that an object has twice."""
        if isinstance(data, Repeated):
            for key in data.keys_twice:
                self.note("duplicate_key", prefix + _key(key), "the same key twice", "each key once")

    def made(self, cls: type[Any], facts: dict[str, Any], prefix: str) -> Any:
        """The object of the facts that are right; what they are wrong about together is written down."""
        known = {name: value for name, value in facts.items() if value is not UNKNOWN}
        for name, spec in specs_of(cls).items():
            if spec.required and name not in known:
                if spec.kind == "members":
                    known[name] = (Person(id=NOBODY),)
                    known.pop("head", None)
                elif spec.kind == "text":
                    known[name] = NOBODY
                else:
                    return UNKNOWN
        try:
            return cls(**known)
        except InvalidFacts as error:
            self.problems += [evolve(problem, path=prefix + problem.path) for problem in error.problems]
            return cls(id=known["id"]) if cls is Person else UNKNOWN

    def fact(self, spec: Spec, value: Any, path: str) -> Any:
        """The value of one fact; UNKNOWN where it cannot be."""
        if value is None:
            if not spec.none:
                self.note("wrong_type", path, "null", f"{in_json(spec)}; leave out what is not known")
            return None if spec.none else UNKNOWN
        if spec.kind == "part":
            return value if type(value) is spec.type else self.object(spec.type, value, path)
        if spec.kind == "members":
            return self.members(spec, value, path)
        if isinstance(value, Number | float):
            return self.bad_number(spec, value, path)
        if spec.kind == "money":
            value = self.money(spec, value, path)
        elif spec.kind in ("day", "number", "rate"):
            value = self.written(spec, value, path)
        elif spec.kind == "choice" and type(value) is str and value in spec.choices:
            return spec.type(value)
        if value is UNKNOWN:
            return UNKNOWN
        problem = wrong(spec, value, in_json)
        if problem is not None:
            given = problem.given if spec.masked or isinstance(value, str | int | Money) else _given(value)
            self.problems.append(evolve(problem, path=path, given=given))
            return UNKNOWN
        return value

    def members(self, spec: Spec, value: Any, path: str) -> Any:
        """The members of a household."""
        if not isinstance(value, list | tuple):
            self.note("wrong_type", path, _given(value), EXPECTED["members"])
            return UNKNOWN
        found = [
            item if type(item) is spec.type else self.object(spec.type, item, f"{path}[{i}]") for i, item in enumerate(value)
        ]
        placed = [Person(id=f"{NOBODY}{i}") if item is UNKNOWN else item for i, item in enumerate(found)]
        return tuple(evolve(item, id=f"{NOBODY}{i}") if item.id == NOBODY else item for i, item in enumerate(placed))

    def bad_number(self, spec: Spec, value: Number | float, path: str) -> Any:
        """A number with a decimal point, an exponent or too many digits, or none at all: no fact is one."""
        given = MASK if spec.masked else _given(value)
        if isinstance(value, float) and value - value != 0:
            self.note("not_finite", path, given, in_json(spec))
        elif isinstance(value, Number) and value.is_whole:
            self.note("too_many_digits", path, given, in_json(spec))
        else:
            self.note("float_money" if spec.kind == "money" else "wrong_type", path, given, in_json(spec))
        return UNKNOWN

    def written(self, spec: Spec, value: Any, path: str) -> Any:
        """A day, a number or a rate written as text."""
        try:
            read = {"day": structure.day, "number": structure.number, "rate": structure.rate}[spec.kind](value)
        except ValueError:
            self.note("no_such_date", path, shown(value), "a day that exists")
            return UNKNOWN
        if type(read) is str:
            code = {"day": "not_a_date", "number": "not_a_number", "rate": "not_a_rate"}[spec.kind]
            self.note(code, path, shown(value), in_json(spec))
            return UNKNOWN
        return read

    def money(self, spec: Spec, value: Any, path: str) -> Any:
        """An amount in any of its three forms."""
        if isinstance(value, Money):
            stated: str | None = value.currency
        elif isinstance(value, dict):
            value = self._pair(value, path)
            if value is UNKNOWN:
                return UNKNOWN
        if not isinstance(value, Money):
            match = structure.AMOUNT.fullmatch(value) if type(value) is str else None
            if match is None:
                many = type(value) is str and len(value) > 15 and structure.AMOUNT.fullmatch(value[-15:]) is not None
                self.note("too_many_digits" if many else "not_money", path, _given(value), in_json(spec))
                return UNKNOWN
            whole, cents, stated = match.groups()
            stated = stated or self.currency
        if stated is None and self.place_is_wrong:
            return UNKNOWN  # a currency that the right place would tell
        if stated is None:
            self.note("no_currency", path, shown(value), 'an amount with its currency, such as "1200.00 CNY", or a place')
            return UNKNOWN
        if stated not in MINOR_DIGITS or (self.currency is not None and stated != self.currency):
            meant = f"{self.currency}, the currency of the place" if self.currency else " or ".join(MINOR_DIGITS)
            self.note("wrong_currency", path, stated, f"an amount in {meant}")
            return UNKNOWN
        if isinstance(value, Money):
            return value
        cents = (cents or "").rstrip("0")
        if len(cents) > MINOR_DIGITS[stated]:
            self.note("too_many_digits", path, shown(value), f"at most {MINOR_DIGITS[stated]} decimals in {stated}")
            return UNKNOWN
        return Money.of_minor(int(whole + cents.ljust(MINOR_DIGITS[stated], "0")), stated)

    def _pair(self, data: dict[str, Any], path: str) -> Any:
        """An amount given as value and currency, as text."""
        problems = len(self.problems)
        self.repeated(data, f"{path}.")
        for key in data:
            if key not in ("value", "currency"):
                hint = nearest(key, ("value", "currency")) if isinstance(key, str) else ""
                self.note("unknown_key", f"{path}.{_key(key)}", "a key that is not known here", "value and currency", hint)
        for key in ("value", "currency"):
            if key not in data:
                self.note("missing", f"{path}.{key}", "nothing", EXPECTED["money"])
            elif type(data[key]) is not str:
                number = isinstance(data[key], Number | float | Decimal)
                code = "float_money" if number and key == "value" else "wrong_type"
                self.note(code, f"{path}.{key}", _given(data[key]), "a text")
        return UNKNOWN if len(self.problems) > problems else f"{data['value']} {data['currency']}"


def _key(key: Any) -> str:
    """A key as a path may show it."""
    return masked(key[:40]) if isinstance(key, str) and key.isprintable() else "?"


def _given(value: Any) -> str:
    """A value as an error may show it, in the words of JSON."""
    if isinstance(value, Number):
        return masked(value.text) if len(value.text) <= 20 else "a number of very many digits"
    if isinstance(value, bool):
        return str(value).lower()
    if value is None:
        return "null"
    if isinstance(value, dict | list | tuple):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, dt.datetime):
        return "a day with a time"
    if isinstance(value, Facts):
        return type(value).__name__
    return shown(value)
