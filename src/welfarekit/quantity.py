"""Benefits in kind as exact quantities: kilograms of rice, visits, items, hours.

A quantity counts in whole smallest parts of its unit, as :class:`~welfarekit.money.Money` counts in fen and đồng, and does what
money does: it is added, split so that the shares sum exactly, awarded, delivered and corrected. It never mixes with money.

>>> Quantity("15", "kilogram") * 3
Quantity('45.000', 'kilogram')
>>> Quantity(7, "visit").split(2)
(Quantity('4', 'visit'), Quantity('3', 'visit'))
>>> Quantity("0.5", "visit")
Traceback (most recent call last):
...
welfarekit.errors.MoneyError: 0.5 has parts smaller than a visit can carry
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from welfarekit.errors import MoneyError
from welfarekit.money import PERIODS, Money, Rate, Rounding, divide, split_minor

UNIT_DIGITS: Final = {"kilogram": 3, "hour": 2, "visit": 0, "item": 0, "voucher": 0, "meal": 0}
"""Decimals of each unit: rice is weighed to the gram, hours are kept to the hundredth, the others are counted."""
_AMOUNT: Final = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")


def _minor(amount: object, unit: str) -> int:
    if unit not in UNIT_DIGITS:
        raise MoneyError(f"{unit!r} is not a unit here; use one of {', '.join(UNIT_DIGITS)}")
    if isinstance(amount, float):
        raise TypeError(f'{amount!r} is a float; write the quantity as a string, Quantity("{amount!r}", "{unit}")')
    if isinstance(amount, bool) or not isinstance(amount, int | str | Decimal):
        raise TypeError(f"a quantity is an int, a str or a Decimal, not {type(amount).__name__}")
    if isinstance(amount, str) and not _AMOUNT.fullmatch(amount):
        raise MoneyError(f"{amount!r} is not a quantity; write digits and at most one point, such as '7.5'")
    if isinstance(amount, Decimal) and not amount.is_finite():
        raise MoneyError(f"{amount} is not a quantity")
    minor = Fraction(amount) * 10 ** UNIT_DIGITS[unit]
    if minor.denominator != 1:
        raise MoneyError(f"{amount} has parts smaller than a {unit} can carry")
    return int(minor)


@frozen(order=False, init=False, repr=False)
class Quantity:
    """An exact quantity of one unit, and what period it is for; see the module page."""

    minor: int
    unit: str
    per: str | None = field(default=None)

    def __init__(self, amount: int | str | Decimal, unit: str, per: str | None = None) -> None:
        if per is not None and per not in PERIODS:
            raise MoneyError(f"{per!r} is not a period; use one of {', '.join(PERIODS)}")
        self.__attrs_init__(_minor(amount, unit), unit, per)

    @classmethod
    def of_minor(cls, minor: int, unit: str, per: str | None = None) -> Quantity:
        """The quantity of this many smallest parts."""
        made = object.__new__(cls)
        made.__attrs_init__(minor, unit, per)
        return made

    @property
    def currency(self) -> str:
        """The unit, under the name that money has for it."""
        return self.unit

    @property
    def decimal(self) -> Decimal:
        """The quantity in whole units, with the unit's own decimals."""
        return Decimal(self.minor).scaleb(-UNIT_DIGITS[self.unit])

    @property
    def value(self) -> str:
        """The quantity as JSON writes it: ``"45.000"`` kilograms, ``"3"`` visits."""
        digits = UNIT_DIGITS[self.unit]
        sign, whole = ("-", -self.minor) if self.minor < 0 else ("", self.minor)
        return f"{sign}{whole // 10**digits}.{whole % 10**digits:0{digits}d}" if digits else f"{sign}{whole}"

    def __repr__(self) -> str:
        per = f", per={self.per!r}" if self.per else ""
        return f"Quantity({self.value!r}, {self.unit!r}{per})"

    def __str__(self) -> str:
        return f"{self.value} {self.unit}" + (f" per {self.per}" if self.per else "")

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: object) -> int:
        if not isinstance(other, Quantity):
            raise TypeError(f"a quantity does not go with {type(other).__name__}; both sides must be Quantity")
        if (self.unit, self.per) != (other.unit, other.per):
            raise MoneyError(f"{self} and {other} do not mix; convert one of them first")
        return other.minor

    def __add__(self, other: Quantity) -> Quantity:
        return Quantity.of_minor(self.minor + self._same(other), self.unit, self.per)

    def __sub__(self, other: Quantity) -> Quantity:
        return Quantity.of_minor(self.minor - self._same(other), self.unit, self.per)

    def __mul__(self, times: int) -> Quantity:
        if isinstance(times, bool) or not isinstance(times, int):
            raise TypeError("a quantity times a whole number only")
        return Quantity.of_minor(self.minor * times, self.unit, self.per)

    __rmul__ = __mul__

    def __neg__(self) -> Quantity:
        return Quantity.of_minor(-self.minor, self.unit, self.per)

    def __lt__(self, other: Quantity) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Quantity) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Quantity) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Quantity) -> bool:
        return self.minor >= self._same(other)

    def share(self, rate: Rate, rounding: Rounding) -> Quantity:
        """The part that ``rate`` gives, rounded in the stated way; the step counts in units."""
        step = Fraction(rounding.step) * 10 ** UNIT_DIGITS[self.unit]
        whole = max(1, int(step))
        exact = self.minor * rate.fraction / whole
        return Quantity.of_minor(divide(exact.numerator, exact.denominator, rounding.mode) * whole, self.unit, self.per)

    def split(self, into: int | Sequence[int]) -> tuple[Quantity, ...]:
        """Shares that sum exactly: into ``n`` equal parts, or by weights."""
        shares = split_minor(self.minor, [1] * into if isinstance(into, int) else list(into))
        return tuple(Quantity.of_minor(share, self.unit, self.per) for share in shares)


Benefit = Money | Quantity
"""What a family receives: money, or something in kind."""
