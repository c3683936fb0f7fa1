"""Money as whole minor units, rates as exact fractions, and the one bridge between them.

An amount is a whole number of fen or đồng, never a float. A rate is a fraction, never a decimal that was cut off.
The only way from a rate back to money is :meth:`Money.share`, which says how it rounds.

>>> Money("791.00", "CNY")
Money('791.00', 'CNY')
>>> Money("955.50", "CNY").rounded(Rounding("up", "1"))
Money('956.00', 'CNY')
>>> Money("100", "CNY").split(3)
(Money('33.34', 'CNY'), Money('33.33', 'CNY'), Money('33.33', 'CNY'))
>>> Money(3.7, "CNY")
Traceback (most recent call last):
...
TypeError: 3.7 is a float; write the amount as a string, Money("3.7", "CNY"), so that it is exact
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal

from attrs import field, frozen

from welfarekit.errors import MoneyError

MINOR_DIGITS: Final = {"CNY": 2, "VND": 0}
"""Decimals of each currency: a yuan has 100 fen, a đồng has nothing smaller."""

PERIODS: Final = ("month", "year", "day", "hour", "once")
MODES: Final = ("half_up", "up", "down", "half_even")

Mode = Literal["half_up", "up", "down", "half_even"]
_AMOUNT = re.compile(r"-?[0-9]{1,15}(\.[0-9]+)?")
_RATE = re.compile(r"-?[0-9]{1,30}(\.[0-9]{1,30})?( ?%)?|-?[0-9]{1,30}/[0-9]{1,30}")


def divide(numerator: int, denominator: int, mode: str) -> int:
    """``numerator / denominator`` as a whole number; ``denominator`` is positive.

    ``half_up`` and ``up`` round away from zero, ``down`` towards it: minus 0.5 half up is minus 1.
    """
    negative = numerator < 0
    quotient, rest = divmod(-numerator if negative else numerator, denominator)
    if rest and (
        mode == "up"
        or (mode == "half_up" and 2 * rest >= denominator)
        or (mode == "half_even" and (2 * rest > denominator or (2 * rest == denominator and quotient % 2)))
    ):
        quotient += 1
    return -quotient if negative else quotient


def split_minor(minor: int, weights: Sequence[int]) -> list[int]:
    """``minor`` units in shares by weight that sum exactly. The largest remainders get the odd units."""
    total = sum(weights)
    if not weights or total <= 0 or min(weights) < 0:
        raise MoneyError("a split needs at least one part and weights that are not negative and not all zero")
    whole = [divmod(minor * weight, total) for weight in weights]
    odd = minor - sum(quotient for quotient, _ in whole)
    extra = set(sorted(range(len(weights)), key=lambda i: (-whole[i][1], i))[:odd])
    return [quotient + (i in extra) for i, (quotient, _) in enumerate(whole)]


@frozen
class Rounding:
    """How a place rounds: a mode and a step in units of the currency (``"0.01"``, ``"1"``, ``"5"``, ``"1000"``)."""

    mode: Mode = "half_up"
    step: str = "0.01"

    def __attrs_post_init__(self) -> None:
        if self.mode not in MODES:
            raise MoneyError(f"{self.mode!r} is not a way to round; use one of {', '.join(MODES)}")
        if not _AMOUNT.fullmatch(self.step) or Decimal(self.step) <= 0:
            raise MoneyError(f"{self.step!r} is not a step to round to; write a positive decimal such as '0.01'")

    def step_in(self, currency: str) -> int:
        """The step in minor units; at least one, since nothing smaller can be paid."""
        step = Fraction(self.step) * 10 ** MINOR_DIGITS[currency]
        if step > 1 and step.denominator != 1:
            raise MoneyError(f"{self.step!r} is not a step to round {currency} to; write a multiple of its smallest unit")
        return max(1, int(step))


def _minor(amount: object, currency: str) -> int:
    if currency not in MINOR_DIGITS:
        raise MoneyError(f"{currency!r} is not a currency here; use one of {', '.join(MINOR_DIGITS)}")
    if isinstance(amount, float):
        raise TypeError(
            f'{amount!r} is a float; write the amount as a string, Money("{amount!r}", "{currency}"), so that it is exact'
        )
    if isinstance(amount, bool) or not isinstance(amount, int | str | Decimal):
        raise TypeError(f"an amount is an int, a str or a Decimal, not {type(amount).__name__}")
    if isinstance(amount, str) and not _AMOUNT.fullmatch(amount):
        raise MoneyError(f"{amount!r} is not an amount; write digits and at most one point, such as '3.70'")
    if isinstance(amount, int):
        return amount * int(10 ** MINOR_DIGITS[currency])
    value = Decimal(amount)
    if not value.is_finite():
        raise MoneyError(f"{amount} is not an amount of money")
    minor = Fraction(value) * 10 ** MINOR_DIGITS[currency]
    if minor.denominator != 1:
        raise MoneyError(f"{amount} has parts smaller than a currency unit of {currency} can carry; round it first")
    return int(minor)


@frozen(order=False, init=False, repr=False)
class Money:
    """An exact amount in one currency, and what period it is for.

    ``amount`` is an int (whole yuan, whole đồng), a string or a Decimal; a float is a TypeError.
    ``per`` says what recurs: ``"month"``, ``"year"``, ``"day"``, ``"hour"``, ``"once"``, or None for a plain sum.
    Currencies and periods never mix: adding or comparing across them raises :class:`~welfarekit.errors.MoneyError`.
    """

    minor: int
    currency: str
    per: str | None = field(default=None)

    def __init__(self, amount: int | str | Decimal, currency: str, per: str | None = None) -> None:
        if per is not None and per not in PERIODS:
            raise MoneyError(f"{per!r} is not a period; use one of {', '.join(PERIODS)}")
        self.__attrs_init__(_minor(amount, currency), currency, per)

    @classmethod
    def of_minor(cls, minor: int, currency: str, per: str | None = None) -> Money:
        """The amount of this many fen or đồng."""
        money = object.__new__(cls)
        money.__attrs_init__(minor, currency, per)
        return money

    @property
    def decimal(self) -> Decimal:
        """The amount in units of the currency, with the currency's own decimals."""
        return Decimal(self.minor).scaleb(-MINOR_DIGITS[self.currency])

    @property
    def value(self) -> str:
        """The amount as the JSON contract writes it: ``"360.00"`` for yuan, ``"540000"`` for đồng."""
        digits = MINOR_DIGITS[self.currency]
        sign, whole = ("-", -self.minor) if self.minor < 0 else ("", self.minor)
        if not digits:
            return f"{sign}{whole}"
        return f"{sign}{whole // 10**digits}.{whole % 10**digits:0{digits}d}"

    def __repr__(self) -> str:
        per = f", per={self.per!r}" if self.per else ""
        return f"Money({self.value!r}, {self.currency!r}{per})"

    def __str__(self) -> str:
        return f"{self.value} {self.currency}" + (f" per {self.per}" if self.per else "")

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: object) -> int:
        if not isinstance(other, Money):
            raise TypeError(f"money does not go with {type(other).__name__}; both sides must be Money")
        if self.currency != other.currency:
            raise MoneyError(f"{self.currency} and {other.currency} do not mix; convert one of them first")
        if self.per != other.per:
            raise MoneyError(f"an amount per {self.per} and one per {other.per} do not mix; convert one of them first")
        return other.minor

    def __add__(self, other: Money) -> Money:
        return Money.of_minor(self.minor + self._same(other), self.currency, self.per)

    def __sub__(self, other: Money) -> Money:
        return Money.of_minor(self.minor - self._same(other), self.currency, self.per)

    def __mul__(self, times: int) -> Money:
        if isinstance(times, bool) or not isinstance(times, int):
            raise TypeError("money times a whole number only; for a rate use share(rate, rounding=...)")
        return Money.of_minor(self.minor * times, self.currency, self.per)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money.of_minor(-self.minor, self.currency, self.per)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.minor > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.minor >= self._same(other)

    def share(self, rate: Rate, rounding: Rounding) -> Money:
        """The part that ``rate`` gives, rounded in the stated way; the only way from a rate to money."""
        step = rounding.step_in(self.currency)
        exact = self.minor * rate.fraction / step
        minor = divide(exact.numerator, exact.denominator, rounding.mode) * step
        return Money.of_minor(minor, self.currency, self.per)

    def rounded(self, rounding: Rounding) -> Money:
        """This amount brought to the step of ``rounding``."""
        return self.share(Rate(1), rounding)

    def split(self, into: int | Sequence[int]) -> tuple[Money, ...]:
        """Shares that sum exactly: into ``n`` equal parts, or by weights. The largest remainders get the odd units."""
        shares = split_minor(self.minor, [1] * into if isinstance(into, int) else list(into))
        return tuple(Money.of_minor(share, self.currency, self.per) for share in shares)


def _fraction(value: object) -> Fraction:
    if isinstance(value, float):
        raise TypeError(f'{value!r} is a float; write the rate as a string, Rate("{value!r}"), so that it is exact')
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal | Fraction):
        raise TypeError(f"a rate is an int, a str, a Decimal or a Fraction, not {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise MoneyError(f"{value} is not a rate")
    if not isinstance(value, str):
        return Fraction(value)
    if not _RATE.fullmatch(value):
        raise MoneyError(f"{value!r} is not a rate; write '30%', '1.5' or '1/3'")
    try:
        return Fraction(value.rstrip(" %")) / (100 if value.endswith("%") else 1)
    except ZeroDivisionError:
        raise MoneyError(f"{value!r} is not a rate; nothing is divided by zero") from None


@frozen(order=True, repr=False)
class Rate:
    """An exact share: ``Rate("30%")``, ``Rate("1/3")``, ``Rate("1.5")``. A float is a TypeError."""

    fraction: Fraction = field(converter=_fraction)

    def __repr__(self) -> str:
        return f"Rate('{self.fraction}')"

    def __str__(self) -> str:
        return str(self.fraction)

    def __mul__(self, other: Rate) -> Rate:
        if not isinstance(other, Rate):
            raise TypeError("a rate times a rate is a rate; for money use money.share(rate, rounding=...)")
        return Rate(self.fraction * other.fraction)

    def __bool__(self) -> bool:
        return self.fraction != 0
