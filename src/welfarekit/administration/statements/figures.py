"""Figures in a table: exact, with all the decimals that they need, or rounded once to a declared number of decimals.

>>> figure("zh_Hans", Fraction(167_000, 10_000)), figure("vi", Fraction(250, 3), 2), figure("vi", 41_504)
('16.7', '83,33', '41.504')
>>> percent("vi", Fraction(2354, 41_504), 2)
'5,67%'
>>> figure("en", Fraction(250, 3))
Traceback (most recent call last):
...
welfarekit.errors.MoneyError: 250/3 has no last decimal; say to how many places it is rounded
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final
from unicodedata import east_asian_width

from welfarekit.errors import MoneyError, WelfarekitError
from welfarekit.language.formats import separators
from welfarekit.language.locale import resolve
from welfarekit.money import divide

MOST_PLACES: Final = 12
"""The most decimals that a figure can be rounded to."""


def checked_places(places: int) -> int:
    """The number of decimals, if there can be so many; :class:`~welfarekit.errors.WelfarekitError` otherwise."""
    if type(places) is not int or not 0 <= places <= MOST_PLACES:
        raise WelfarekitError(f"decimals are 0 to {MOST_PLACES}, not {places}")
    return places


def rounded(value: int | Fraction, places: int) -> Decimal:
    """The number half up, away from zero, to so many decimals, 12 at most, all of them kept: ``Decimal('7.40')``."""
    exact, places = Fraction(value), checked_places(places)
    return Decimal(f"{divide(exact.numerator * 10**places, exact.denominator, 'half_up')}E-{places}")


def decimals_of(value: int | Fraction) -> int | None:
    """How many decimals a number needs; None if they never end."""
    rest = Fraction(value).denominator
    counts = []
    for prime in (2, 5):
        counts.append(0)
        while rest % prime == 0:
            rest //= prime
            counts[-1] += 1
    return max(counts) if rest == 1 else None


def figure(locale: str, value: int | Fraction | Decimal, places: int | None = None) -> str:
    """The number as the locale writes it, with its thousands apart.

    Exact without ``places``; :class:`~welfarekit.errors.MoneyError` for a number whose decimals never end. With ``places`` half
    up to so many decimals, 12 at most, all of which are shown.
    """
    group, point = separators(resolve(locale))
    exact = Fraction(value)
    needed = decimals_of(exact) if places is None else checked_places(places)
    if needed is None:
        raise MoneyError(f"{exact} has no last decimal; say to how many places it is rounded")
    scaled = divide(exact.numerator * 10**needed, exact.denominator, "half_up")
    whole, rest = divmod(abs(scaled), 10**needed)
    text = f"{'-' if scaled < 0 else ''}{whole:,}".replace(",", group)
    return f"{text}{point}{rest:0{needed}d}" if needed else text


def percent(locale: str, share: Fraction, places: int) -> str:
    """A share in percent, half up to so many decimals."""
    return f"{figure(locale, share * 100, places)}%"


def _width(text: str) -> int:
    """How many columns a text takes on a terminal: a Chinese character two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of a table as text: the first column to the left, the others to the right."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for first, *others in rows:
        cells = [first + " " * (widths[0] - _width(first))]
        cells += [" " * (size - _width(cell)) + cell for size, cell in zip(widths[1:], others, strict=True)]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)
