"""Values as readers carry them: exact Python values, or what a value can still be.

A test is a bool, amounts, counts and days are ints, a rate is a Fraction, a choice a string. What is not fully known is a
:class:`Range`; a choice that is not known is the frozenset of what it can be.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final, TypeAlias

from attrs import frozen

from welfarekit.rules.node import Node, Sort, domain_of

Value: TypeAlias = Any


@frozen
class Range:
    """Everything from ``lo`` to ``hi``, both included."""

    lo: Any
    hi: Any


MAYBE: Final = Range(False, True)
"""A test that is not known."""

FULL: Final[dict[Sort, Range]] = {  # of a parameter that has no value anywhere; readers of columns must not overflow on it
    Sort.TEST: MAYBE,
    Sort.AMOUNT: Range(0, 10**9),
    Sort.COUNT: Range(0, 1000),
    Sort.RATE: Range(Fraction(0), Fraction(1)),
    Sort.DAY: Range(1, 3652059),
    Sort.ROUNDING: Range(("down", 10**6), ("up", 10**6)),
}


def exact(value: Value) -> bool:
    """Whether the value is fully known."""
    return type(value) is not Range and type(value) is not frozenset


def low(value: Value) -> Any:
    """The least it can be."""
    return value.lo if type(value) is Range else value


def high(value: Value) -> Any:
    """The most it can be."""
    return value.hi if type(value) is Range else value


def between(lo: Any, hi: Any) -> Value:
    """The range, or the value itself where both ends meet."""
    return lo if lo == hi else Range(lo, hi)


def among(values: frozenset[str]) -> Value:
    """The choice, or what it can be."""
    return next(iter(values)) if len(values) == 1 else values


def hull(sort: Sort, *values: Value) -> Value:
    """The least that holds all of these."""
    if sort is Sort.CHOICE:
        return among(frozenset().union(*(v if type(v) is frozenset else {v} for v in values)))
    if sort is Sort.ROUNDING:
        return values[0] if all(v == values[0] for v in values) else FULL[sort]
    return between(min(low(v) for v in values), max(high(v) for v in values))


def anything(node: Node) -> Value:
    """What a node's value can be when nothing is known."""
    return frozenset(domain_of(node)) if node.sort is Sort.CHOICE else FULL[node.sort]
