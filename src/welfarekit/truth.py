"""Yes, no and not known: strong Kleene logic.

``UNKNOWN`` is not zero, not "no" and not "none". It has no truth value: ``if fact:`` raises and says what to write instead.

>>> both(True, UNKNOWN)
UNKNOWN
>>> both(False, UNKNOWN)
False
>>> either(True, UNKNOWN)
True
>>> bool(UNKNOWN)
Traceback (most recent call last):
...
welfarekit.errors.NotKnown: UNKNOWN has no truth value; write `x is UNKNOWN` to ask whether a fact is known
"""

from __future__ import annotations

from enum import Enum
from typing import Final, Literal, NoReturn, TypeAlias

from welfarekit.errors import NotKnown


class Unknown(Enum):
    """The type of ``UNKNOWN``, the one value that says: nobody has told us yet."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __str__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> NoReturn:
        raise NotKnown("UNKNOWN has no truth value; write `x is UNKNOWN` to ask whether a fact is known")


UNKNOWN: Final = Unknown.UNKNOWN
UnknownType: TypeAlias = Literal[Unknown.UNKNOWN]
Truth: TypeAlias = bool | UnknownType


def negation(a: Truth) -> Truth:
    """Not: unknown stays unknown."""
    return UNKNOWN if a is UNKNOWN else not a


def both(a: Truth, b: Truth) -> Truth:
    """And: one no settles it, whatever the other is."""
    if a is False or b is False:
        return False
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else True


def either(a: Truth, b: Truth) -> Truth:
    """Or: one yes settles it, whatever the other is."""
    if a is True or b is True:
        return True
    return UNKNOWN if a is UNKNOWN or b is UNKNOWN else False
