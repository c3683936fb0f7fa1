"""The base of every domain class: what its facts may be, checked once when an object is made, and how it shows itself."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypeVar, cast

import attrs

from welfarekit.domain.fact import Spec, specs_of
from welfarekit.errors import InvalidFacts, PlaceError, Problem
from welfarekit.money import Money, Rate
from welfarekit.place import Place
from welfarekit.truth import UNKNOWN

MASK: Final = "***"
_WRITTEN_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
EXPECTED: Final = {
    "flag": "True or False",
    "money": "Money, such as Money('1200.00', 'CNY')",
    "count": "a whole number",
    "number": "a Decimal",
    "rate": "a Rate, such as Rate('4.2%')",
    "day": "a date",
    "text": "a text that is not empty",
    "place": "a place code such as 'CN-430602'",
}


def masked(text: str) -> str:
    """``text``, or stars where it could be the number of a person: over eight characters, most of them digits."""
    if _WRITTEN_DAY.fullmatch(text):  # a day, also one that does not exist, is not a number of a person
        return text
    return MASK if len(text) > 8 and 2 * sum(map(str.isdigit, text)) > len(text) else text


def shown(value: object, spec: Spec | None = None) -> str:
    """A value as an error may show it: short, and without names and numbers of persons."""
    if value is None or value is UNKNOWN:
        return "none" if value is None else "nothing"
    if spec is not None and spec.masked:
        return MASK
    if spec is not None and spec.kind == "place":
        return repr(str(value)[:20])
    if isinstance(value, str):
        return repr(masked(str(value)[:60]))
    if isinstance(value, Money | bool | dt.date | Place | Rate):
        return str(value)
    if isinstance(value, int):
        return masked(str(value)) if value.bit_length() < 200 else "a number of very many digits"
    if isinstance(value, float | Decimal):
        return masked(str(value)[:60])
    return f"{type(value).__name__}"


def allowed(spec: Spec) -> str:
    """What a fact may be, in words."""
    if spec.kind == "choice":
        words = f"one of {', '.join(spec.choices)}"
    elif spec.kind in ("part", "members"):
        words = f"{spec.type.__name__}"
    else:
        words = EXPECTED[spec.kind]
    return f"{words}, or None for none" if spec.none else words


def nearest(word: str, words: Any) -> str:
    """The hint for a typo, or nothing."""
    close = get_close_matches(word, list(words), 1, 0.6)
    return f"did you mean {close[0]!r}?" if close else ""


def wrong(spec: Spec, value: Any, words: Callable[[Spec], str] = allowed) -> Problem | None:
    """What is wrong with ``value`` as this fact, which is neither unknown nor, where that is allowed, none.

    ``words`` says what the fact may be, in the terms of whoever stated it.
    """

    def problem(code: str, expected: str = "", hint: str = "") -> Problem:
        return Problem(code, spec.name, shown(value, spec), expected or words(spec), hint)

    kind = type(value)
    if spec.kind == "members":
        return None if kind is tuple else problem("wrong_type")
    if spec.kind == "money" and kind in (float, Decimal):
        return problem("float_money" if kind is float else "wrong_type")
    if kind is float and value - value != 0:
        return problem("not_finite")
    if kind is str and spec.kind == "choice":
        return problem("not_one_of", hint=nearest(value, spec.choices))
    if kind is str and spec.kind == "place":
        try:
            Place.parse(value)
            return None
        except PlaceError as error:
            return problem("bad_place", hint=str(error).partition(": ")[2])
    if kind is not spec.type:
        return problem("wrong_type")
    if spec.kind == "text" and not (value and (value.isascii() or _encodes(value))):
        return problem("empty" if not value else "not_text", "a text of Unicode characters, not empty")
    return _out_of_range(spec, value, problem)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _out_of_range(spec: Spec, value: Any, problem: Callable[[str, str], Problem]) -> Problem | None:
    match spec.kind:
        case "day":
            return problem("out_of_range", "a day from 1850-01-01 to 2199-12-31") if not 1850 <= value.year < 2200 else None
        case "money":
            number, scale = value.minor, 1
            if value.per is not None and not (value.per == "month" and spec.name.endswith("_per_month")):
                return problem("wrong_period", "an amount per month" if spec.name.endswith("_per_month") else "a plain amount")
        case "count":
            number, scale = value, 1
        case "number" | "rate":
            scale = 10**spec.places
            if spec.kind == "number" and not value.is_finite():
                return problem("not_finite", "a number")
            if spec.kind == "number" and value and not -30 < value.adjusted() < 30:
                return problem("too_many_digits", f"at most {spec.places} decimals")
            exact = (value.fraction if spec.kind == "rate" else Fraction(value)) * scale
            if exact.denominator != 1:
                return problem("too_many_digits", f"at most {spec.places} decimals" + " of one" * (spec.kind == "rate"))
            number = exact.numerator
        case _:
            return None
    if number < 0 <= spec.least:
        return problem("negative", "zero or more")
    if number < spec.least * scale or (spec.most is not None and number > spec.most * scale):
        most = f" to {spec.most}" if spec.most is not None and spec.kind != "money" else ""
        return problem("out_of_range", f"{spec.least}{most}" if most else "an amount that a household can have")
    return None


Row = tuple[type[Any], int, int, int, Spec, Any]
_PLAIN, _MONEY, _COUNT, _DAY, _TEXT, _CLOSER = range(6)
_LOOK: Final[dict[str, int]] = {
    "money": _MONEY,
    "count": _COUNT,
    "day": _DAY,
    "text": _TEXT,
    "number": _CLOSER,
    "rate": _CLOSER,
}
_set = object.__setattr__
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T", bound="Facts")


def choice(kind: type[E], value: object) -> E:
    """The member of ``kind`` with this text; anything else as it is, to be reported with whatever else is wrong."""
    return cast("E", kind._value2member_map_.get(value, value) if type(value) is str else value)


class Facts:
    """The base of the domain classes: an object holds what is known, checks it when it is made, and shows nothing else.

    A person has forty facts, of which a dozen are known. A fact that is not given is UNKNOWN on the class, so that making,
    checking, comparing and keeping an object costs what is known of it.
    """

    _rows: ClassVar[dict[str, Row]] = {}
    _required: ClassVar[tuple[str, ...]] = ()

    def __init__(self, **facts: Any) -> None:
        rows = self._rows or _rows(type(self))
        problems: list[Problem] = []
        unknown = False
        for name, value in facts.items():
            row = rows.get(name)
            if row is None:
                raise TypeError(f"{type(self).__name__} has no {name!r}; {nearest(name, rows)}")
            kind, look, least, most, spec, converter = row
            if type(value) is kind:
                if look == _PLAIN:
                    continue
                if look == _MONEY:
                    if value.per is None and 0 <= value.minor <= most:
                        continue
                elif look == _COUNT:
                    if least <= value <= most:
                        continue
                elif look == _DAY:
                    if 1850 <= value.year < 2200:
                        continue
                elif look == _TEXT and value and value.isascii():
                    continue
            elif value is UNKNOWN and not spec.required:
                unknown = True
                continue
            elif value is None and spec.none:
                continue
            elif converter is not None:
                value = facts[name] = converter(value)
                if type(value) is kind:
                    continue
            if look == _MONEY and type(value) is Money and value.per == "month" and name.endswith("_per_month"):
                value = facts[name] = Money.of_minor(value.minor, value.currency)  # the name says it; equal amounts are equal
            found = wrong(spec, value)
            if found is not None:
                problems.append(found)
                facts[name] = UNKNOWN
                unknown = True
        for name in self._required:
            if name not in facts:
                raise TypeError(f"{type(self).__name__} needs {name!r}")
        if unknown:
            facts = {name: value for name, value in facts.items() if value is not UNKNOWN}
        _set(self, "__dict__", facts)
        problems += self._together()
        if problems:
            raise InvalidFacts(problems)

    def _together(self) -> list[Problem]:
        """What is wrong between facts that are each right by themselves."""
        return []

    def __eq__(self, other: object) -> bool:
        return self.__dict__ == other.__dict__ if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash((type(self), frozenset(self.__dict__.items())))

    def __repr__(self) -> str:
        known = []
        for name, spec in specs_of(type(self)).items():
            value = self.__dict__.get(name, UNKNOWN)
            if value is UNKNOWN:
                continue
            if spec.kind == "text" and value is not None:
                value = MASK if spec.masked else masked(value)
            known.append(f"{name}={str(value)!r}" if spec.kind in ("choice", "place") and value else f"{name}={value!r}")
        return f"{type(self).__name__}({', '.join(known)})"


def trusted(cls: type[T], facts: dict[str, Any]) -> T:
    """An object of facts that were each checked while they were read; only what they say together is looked at here."""
    made = object.__new__(cls)
    _set(made, "__dict__", facts)
    problems = made._together()
    if problems:
        raise InvalidFacts(problems)
    return made


def _rows(cls: type[Any]) -> dict[str, Row]:
    """What an object of this class checks by, made when the first one is: importing stays cheap."""
    fields = attrs.fields_dict(cls)
    cls._rows = {
        name: (
            spec.type,
            _LOOK.get(spec.kind, _PLAIN),
            spec.least,
            10**30 if spec.most is None else spec.most,
            spec,
            fields[name].converter,
        )
        for name, spec in specs_of(cls).items()
    }
    return cast("dict[str, Row]", cls._rows)


if TYPE_CHECKING:  # type checkers know attrs, and see each field and what it takes
    from attrs import frozen as frozen
else:

    def frozen(**options: Any) -> Callable[[type[Any]], type[Any]]:
        """``attrs.frozen`` for classes of :class:`Facts`, which make, compare and show themselves."""

        def prepare(cls: type[Any]) -> type[Any]:
            cls = attrs.frozen(cls, init=False, slots=False, eq=False, repr=False, **options)
            fields = attrs.fields(cls)
            cls._required = tuple(field.name for field in fields if field.default is attrs.NOTHING)
            for field in fields:
                setattr(cls, field.name, UNKNOWN)
            return cls

        return prepare
