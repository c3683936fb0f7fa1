"""How a fact is read off a domain object, once for all readers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

from welfarekit.money import Money, Rate
from welfarekit.rules.node import NONE, Fact, Sort
from welfarekit.rules.values import Range, Value
from welfarekit.truth import UNKNOWN

EMPTY: dict[Sort, Any] = {Sort.TEST: False, Sort.AMOUNT: 0, Sort.COUNT: 0, Sort.DAY: 1, Sort.CHOICE: NONE, Sort.RATE: Fraction(0)}
"""What a fact reads as when it is stated that there is none."""


def plain(fact: Fact, value: Any) -> Value:
    """A stated value as readers carry it: minor units, ordinals, exact fractions."""
    if value is None:
        return EMPTY[fact.sort]
    if isinstance(value, Money):
        return value.minor
    if isinstance(value, Rate):
        return value.fraction
    if isinstance(value, Decimal):
        return int(value.scaleb(fact.places))
    if isinstance(value, dt.date):
        return value.toordinal()
    return value.value if fact.sort is Sort.CHOICE and hasattr(value, "value") else value


def stated(fact: Fact, entity: Any) -> Any:
    """What the domain object states: a value, None or UNKNOWN. A part that is not there has no facts."""
    value = entity
    for name in fact.path:
        if value is UNKNOWN or value is None:
            return value
        value = getattr(value, name)
    return value


def unknown_of(fact: Fact) -> Value:
    """What an unknown fact can be."""
    if fact.sort is Sort.CHOICE:
        return frozenset(fact.domain)
    if fact.sort is Sort.TEST:
        return Range(False, True)
    if fact.sort is Sort.RATE:
        return Range(Fraction(fact.least, 10**fact.places), Fraction(fact.most, 10**fact.places))
    return Range(fact.least if not fact.optional or fact.sort is Sort.DAY else min(0, fact.least), fact.most)


def read(fact: Fact, entity: Any) -> Value:
    """The fact as readers carry it; a range where it is unknown."""
    value = stated(fact, entity)
    return unknown_of(fact) if value is UNKNOWN else plain(fact, value)


def read_none(fact: Fact, entity: Any) -> Value:
    """Whether it is stated that there is none."""
    value = stated(fact, entity)
    return Range(False, True) if value is UNKNOWN else value is None
