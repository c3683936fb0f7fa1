"""Percentage points: the difference of two rates, which is no percentage of anything.

>>> Points("7.96") - Points("5.67")
Points('2.29')
>>> Points(1.7)
Traceback (most recent call last):
...
TypeError: 1.7 is a float; write the points as a string, Points("1.7"), so that they are exact
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from welfarekit.errors import WelfarekitError

_WRITTEN: Final = re.compile(r"-?[0-9]{1,9}(\.[0-9]{1,12})?")


def printed(value: object, what: str = "points") -> Decimal:
    """A figure as it is printed, with its decimals; a float is a TypeError."""
    if isinstance(value, float):
        written = 'Points("{}")' if what == "points" else '"{}"'
        raise TypeError(f"{value!r} is a float; write the {what} as a string, {written.format(value)}, so that they are exact")
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise TypeError(f"{what} are an int, a str or a Decimal, not {type(value).__name__}")
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    if not _WRITTEN.fullmatch(text):
        raise WelfarekitError(f"{text!r} is no figure; write digits and at most one point, such as '2.29'")
    return Decimal(text)


def places_of(value: Decimal) -> int:
    """How many decimals a printed figure has."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # checked when it was read: a finite number
    return max(0, -exponent)


@frozen(order=True, repr=False)
class Points:
    """So many percentage points, exactly, with the decimals they are written with."""

    value: Decimal = field(converter=printed)

    @property
    def fraction(self) -> Fraction:
        """The points as an exact number."""
        return Fraction(self.value)

    def __sub__(self, other: Points) -> Points:
        if not isinstance(other, Points):
            raise TypeError(f"points less points only, not {type(other).__name__}")
        places = max(places_of(self.value), places_of(other.value))
        whole = (self.fraction - other.fraction) * 10**places
        return Points(Decimal(f"{whole.numerator}E-{places}"))

    def __neg__(self) -> Points:
        return Points(Decimal(0)) - self

    def __repr__(self) -> str:
        return f"Points('{self.value:f}')"

    def __str__(self) -> str:
        return f"{self.value:f}"
