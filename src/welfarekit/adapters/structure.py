"""From plain values to domain objects, strictly: nothing is converted that was not meant, nothing is repaired.

There are two ways through. :func:`built` is the quick one, for documents without a mistake: it reads and checks in one go and
gives up at the first thing that is unusual. The careful one, :mod:`welfarekit.adapters.inspection`, goes through the same
document again and collects everything that is wrong with it. Both must answer the same; a test holds them together.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, Final, TypeVar

from welfarekit.domain.checking import Facts, trusted, wrong
from welfarekit.domain.fact import Spec, specs_of
from welfarekit.money import MINOR_DIGITS, Money, Rate
from welfarekit.place import Place

T = TypeVar("T", bound=Facts)


class UnusualError(ValueError):
    """Something is not as it should be, or only not as it usually is; the careful way finds out."""


AMOUNT: Final = re.compile(r"(-?[0-9]{1,15})(?:\.([0-9]+))?(?: ([A-Z]{3}))?")
NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
RATE: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?%?")


def day(value: Any) -> Any:
    """A day written ``2025-01-31``."""
    if type(value) is str and len(value) == 10 and value[4] == value[7] == "-":
        return dt.date.fromisoformat(value)
    return value


_day: Final = dt.date.fromisoformat


def number(value: Any) -> Any:
    """An exact number written as text, or a whole one."""
    if type(value) is int or (type(value) is str and NUMBER.fullmatch(value)):
        return Decimal(value)
    return value


def rate(value: Any) -> Any:
    """A rate written ``4.2%`` or ``0.042``."""
    return Rate(value) if type(value) is str and RATE.fullmatch(value) else value


_FLAG, _CHOICE, _MONEY, _DAY, _COUNT, _TEXT, _PART, _MEMBERS, _PLACE, _OTHER = range(10)
_HOW: Final = {
    "flag": _FLAG,
    "choice": _CHOICE,
    "money": _MONEY,
    "day": _DAY,
    "count": _COUNT,
    "text": _TEXT,
    "part": _PART,
    "members": _MEMBERS,
    "place": _PLACE,
}
Row = tuple[int, Any, bool, int, int, Spec]
Table = tuple[dict[str, Row], frozenset[str]]
_tables: Final[dict[type[Any], Table]] = {}


def _table(cls: type[Any]) -> Table:
    """For each key: how to read it, what that needs, whether null will do, least and greatest value; and what is required."""
    specs = specs_of(cls)
    rows: dict[str, Row] = {}
    for name, spec in specs.items():
        needs: Any = spec.type
        if spec.kind == "choice":
            needs = {value: spec.type(value) for value in spec.choices}
        most = 10**30 if spec.most is None else spec.most
        rows[name] = (_HOW.get(spec.kind, _OTHER), needs, spec.none, spec.least, most, spec)
    _tables[cls] = rows, frozenset(name for name, spec in specs.items() if spec.required)
    return _tables[cls]


def _read(cls: type[T], data: Any, currency: str | None) -> T:
    rows, required = _tables.get(cls) or _table(cls)
    facts: dict[str, Any] = {}
    for key, value in data.items():
        how, needs, none, least, most, spec = rows[key]
        if value is None:
            if not none:
                raise UnusualError
        elif how == _FLAG:
            if value is not True and value is not False:
                raise UnusualError
        elif how == _CHOICE:
            value = needs[value]
        elif how == _MONEY:
            value = amount(value, currency)
            if not 0 <= value.minor <= most:
                raise UnusualError
        elif how == _DAY:
            if type(value) is str:
                if len(value) != 10 or value[4] != "-" or value[7] != "-":
                    raise UnusualError
                value = _day(value)
            elif type(value) is not dt.date:
                raise UnusualError
            if not 1850 <= value.year < 2200:
                raise UnusualError
        elif how == _COUNT:
            if type(value) is not int or not least <= value <= most:
                raise UnusualError
        elif how == _TEXT:
            if type(value) is not str or not value or (not value.isascii() and wrong(spec, value)):
                raise UnusualError
        elif how == _PART:
            value = _read(needs, value, currency)
        elif how == _MEMBERS:
            if type(value) is not list:
                raise UnusualError
            value = tuple([_read(needs, item, currency) for item in value])
        elif how == _PLACE:
            value = Place.parse(value)
        else:
            value = number(value) if spec.kind == "number" else rate(value)
            if wrong(spec, value):
                raise UnusualError
        facts[key] = value
    if not required <= facts.keys():
        raise UnusualError
    return trusted(cls, facts)


def amount(value: Any, currency: str | None) -> Money:
    """Money as text, ``1200.00 CNY``, or as value and currency; without a currency it is in that of the place."""
    if type(value) is str and value[-4:] == " CNY" and value[-7:-6] == "." and currency != "VND":
        digits = value[:-7] + value[-6:-4]  # the usual form, at a fraction of the cost
        if len(digits) < 16 and digits.isdecimal() and digits.isascii():
            return Money.of_minor(int(digits), "CNY")
    if type(value) is dict and len(value) == 2 and type(value["value"]) is str:
        value = f"{value['value']} {value['currency']}"
    match = AMOUNT.fullmatch(value)
    whole, cents, stated = match.groups() if match else ("", "", None)
    stated = stated or currency
    if not whole or stated is None or (currency is not None and stated != currency):
        raise UnusualError
    decimals = MINOR_DIGITS[stated]
    if len(cents or "") not in (0, decimals):
        raise UnusualError
    return Money.of_minor(int(whole + (cents or "0" * decimals)), stated)


def currency_of(data: dict[str, Any]) -> str | None:
    """The currency of the place in a document; None while the place is unknown or cannot be."""
    place = data.get("place")
    if isinstance(place, Place):
        return place.currency
    return Place.parse(place).currency if type(place) is str else None


def built(cls: type[T], data: Any) -> T:
    """The object that a document without a mistake describes; any exception means: look carefully."""
    return _read(cls, data, currency_of(data))
