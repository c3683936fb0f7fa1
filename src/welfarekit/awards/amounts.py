"""What money and things in kind have in common, for those who count in smallest parts.

>>> of_minor(Money("3.70", "CNY", "month"), 500)
Money('5.00', 'CNY', per='month')
>>> of_minor(Quantity("15", "kilogram"), 500)
Quantity('0.500', 'kilogram')
"""

from __future__ import annotations

from collections.abc import Iterable

from welfarekit.errors import Problem
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity

Kind = tuple[str, str, str | None]
"""Money or a thing, of which currency or unit, for which period."""


def of_minor(like: Benefit, minor: int) -> Benefit:
    """So many fen, đồng, grams or visits: what ``like`` is made of, for the period that it is for."""
    if isinstance(like, Money):
        return Money.of_minor(minor, like.currency, like.per)
    return Quantity.of_minor(minor, like.unit, like.per)


def kind_of(amount: Benefit) -> Kind:
    """What has to agree before two amounts can be compared or added."""
    return type(amount).__name__, amount.currency, amount.per


def unlike(amount: object, like: Benefit, path: str) -> Iterable[Problem]:
    """The problem of an amount that does not go with another one, or that is negative."""
    if not isinstance(amount, Money | Quantity):
        if isinstance(amount, float):
            raise TypeError(f"{path}: {amount!r} is a float; an amount is Money or a Quantity, so that it is exact")
        yield Problem("wrong_type", path, type(amount).__name__, "Money or a Quantity")
    elif kind_of(amount) != kind_of(like):
        yield Problem("other_unit", path, str(amount), f"an amount like {like}")
    elif amount.minor < 0:
        yield Problem("negative", path, str(amount), "an amount that is not negative")
