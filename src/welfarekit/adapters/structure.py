"""From plain values to domain objects, strictly: nothing is converted that was not meant, nothing is repaired.

There are two ways through. :func:`built` is the quick one, for documents without a mistake: it knows how to read money, days
and parts, leaves every check to the constructors and gives up at the first mistake. :class:`Inspection` is the careful one: it
goes through the same document again and collects everything that is wrong with it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final, TypeVar

from welfarekit.domain.checking import Facts
from welfarekit.domain.fact import specs_of
from welfarekit.money import MINOR_DIGITS, Money, Rate
from welfarekit.place import Place

T = TypeVar("T", bound=Facts)
Hook = Callable[[Any], Any]

AMOUNT: Final = re.compile(r"(-?[0-9]{1,15})(?:\.([0-9]+))?(?: ([A-Z]{3}))?")
DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NUMBER: Final = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,12})?")
RATE: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?%?")


def day(value: Any) -> Any:
    """A day written ``2025-01-31``."""
    if type(value) is str and DAY.fullmatch(value):
        return dt.date.fromisoformat(value)
    return value


def number(value: Any) -> Any:
    """An exact number written as text, or a whole one."""
    if type(value) is int or (type(value) is str and NUMBER.fullmatch(value)):
        return Decimal(value)
    return value


def rate(value: Any) -> Any:
    """A rate written ``4.2%`` or ``0.042``."""
    return Rate(value) if type(value) is str and RATE.fullmatch(value) else value


def _money(currency: str | None) -> Hook:
    """Money as text, ``1200.00 CNY``, or as value and currency; without a currency it is in that of the place."""

    def money(value: Any) -> Any:
        if type(value) is dict:
            value = f"{value['value']} {value['currency']}" if len(value) == 2 and type(value["value"]) is str else None
        if type(value) is str and (match := AMOUNT.fullmatch(value)):
            whole, cents, stated = match.groups()
            stated = stated or currency
            if stated is not None and (currency is None or stated == currency) and len(cents or "") in (0, MINOR_DIGITS[stated]):
                digits = whole + cents if cents else whole + "0" * MINOR_DIGITS[stated]
                return Money.of_minor(int(digits), stated)
        if type(value) is Money:
            return value
        raise ValueError("for the careful way")

    return money


_hooks: Final[dict[tuple[type[Any], str | None], dict[str, Hook]]] = {}


def _hooks_of(cls: type[Any], currency: str | None) -> dict[str, Hook]:
    """How to read those facts of a class that JSON writes differently from Python."""
    if (cls, currency) not in _hooks:
        hooks: dict[str, Hook] = {}
        for name, spec in specs_of(cls).items():
            match spec.kind:
                case "money":
                    hooks[name] = _money(currency)
                case "day":
                    hooks[name] = day
                case "number":
                    hooks[name] = number
                case "rate":
                    hooks[name] = rate
                case "part":
                    hooks[name] = _part(spec.type, currency)
                case "members":
                    hooks[name] = _many(spec.type, currency)
        _hooks[cls, currency] = hooks
    return _hooks[cls, currency]


def _part(cls: type[Any], currency: str | None) -> Hook:
    hooks = _hooks_of(cls, currency)

    def part(value: Any) -> Any:
        if type(value) is not dict:
            return value
        return cls(**{key: item if item is None or key not in hooks else hooks[key](item) for key, item in value.items()})

    return part


def _many(cls: type[Any], currency: str | None) -> Hook:
    one = _part(cls, currency)
    return lambda value: tuple([one(item) for item in value]) if type(value) is list else value


def currency_of(data: dict[str, Any]) -> str | None:
    """The currency of the place in a document; None while the place is unknown or cannot be."""
    place = data.get("place")
    if isinstance(place, Place):
        return place.currency
    return Place.parse(place).currency if type(place) is str else None


def built(cls: type[T], data: Any) -> T:
    """The object that a document without a mistake describes; any exception means: look carefully."""
    if type(data) is not dict:
        raise TypeError("not an object")
    made = _part(cls, currency_of(data))(data)
    assert isinstance(made, cls)
    return made
