"""Amounts and counts added up by group: exact whatever their number, and written as the amounts were."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from welfarekit.errors import MoneyError, WelfarekitError
from welfarekit.money import MINOR_DIGITS, divide

_LOWER: Final = np.int64(2**32 - 1)
_MOST: Final = 2**63


class Sums:
    """Whole numbers added up by name and group. A sum is kept in two halves, so that no register is too large for it."""

    def __init__(self) -> None:
        self._halves: dict[str, tuple[Any, Any]] = {}

    def count(self, name: str, groups: Any) -> None:
        """One more for each row."""
        self.add(name, groups, np.ones(len(groups), np.int64))

    def add(self, name: str, groups: Any, values: Any) -> None:
        """The value of each row to the sum of its group."""
        if not len(groups):
            return
        low, high = self._room(name, int(groups.max()) + 1)
        np.add.at(low, groups, values & _LOWER)
        np.add.at(high, groups, values >> 32)
        high += low >> 32
        low &= _LOWER

    def total(self, name: str, group: int) -> int:
        """The sum of a group."""
        low, high = self._room(name, group + 1)
        return (int(high[group]) << 32) + int(low[group])

    def _room(self, name: str, size: int) -> tuple[Any, Any]:
        low, high = self._halves.get(name, (np.zeros(0, np.int64), np.zeros(0, np.int64)))
        if len(low) < size:
            more = np.zeros(max(size, 2 * len(low)) - len(low), np.int64)
            low, high = np.concatenate((low, more)), np.concatenate((high, more))
            self._halves[name] = low, high
        return low, high


def whole(array: Any, column: str) -> tuple[Any, Any]:
    """Integers or decimals as whole numbers of 64 bits, in units of their last digit, and where there is one."""
    known = array.is_valid().to_numpy(zero_copy_only=False)
    if pa.types.is_null(array.type) or not len(array):
        return np.zeros(len(array), np.int64), known
    try:
        if pa.types.is_integer(array.type):
            return pc.fill_null(array.cast(pa.int64()), 0).to_numpy(zero_copy_only=False), known
        if not pa.types.is_decimal128(array.type):
            array = array.cast(pa.decimal128(38, array.type.scale))
    except pa.ArrowInvalid:
        raise _too_large(column) from None
    halves = np.frombuffer(array.buffers()[1], np.int64).reshape(-1, 2)[array.offset : array.offset + len(array)]
    values = np.where(known, halves[:, 0], 0)
    if np.any(known & (halves[:, 1] != values >> 63)):
        raise _too_large(column)
    return values, known


def share(part: int, base: int, places: int) -> Decimal | None:
    """``part / base`` with so many digits behind the point, rounded once, half up; None where there is no base."""
    return Decimal(f"{divide(part * 10**places, base, 'half_up')}E-{places}") if base > 0 else None


def share_type(places: int) -> pa.DataType:
    """The type of a column of shares."""
    if type(places) is not int or not 0 <= places <= 12:
        raise WelfarekitError(f"places={places!r}: a share has from 0 to 12 digits behind the point")
    return pa.decimal128(38, places)


def _too_large(column: str) -> MoneyError:
    return MoneyError(f"column {column!r} holds an amount past 18 digits, which no benefit has")


@frozen
class Written:
    """How the amounts of a table are written: decimals with some digits behind the point, or whole minor units."""

    minor: bool
    digits: Mapping[str, int]
    """Digits behind the point, by column."""

    @classmethod
    def of(cls, schema: Any, columns: Iterable[str]) -> Written:
        """As the schema says; a WelfarekitError for floats, and where both ways are mixed."""
        kinds = {name: schema.field(name).type for name in columns}
        for name, kind in kinds.items():
            if not (pa.types.is_decimal(kind) or pa.types.is_integer(kind) or pa.types.is_null(kind)):
                raise WelfarekitError(f"column {name!r} is {kind}; an exact amount is a decimal, or whole minor units")
        decimals = {name: pa.types.is_decimal(kind) for name, kind in kinds.items() if not pa.types.is_null(kind)}
        if len(set(decimals.values())) > 1:
            raise WelfarekitError(f"of {', '.join(decimals)} some are decimals and some whole minor units; cast them to one")
        return cls(True not in decimals.values(), {name: kind.scale if decimals.get(name) else 0 for name, kind in kinds.items()})

    def scale(self, currencies: Iterable[str]) -> int:
        """Digits behind the point that hold every amount read, and every amount in these currencies."""
        return 0 if self.minor else max((*self.digits.values(), *(MINOR_DIGITS[one] for one in currencies)))

    def array(self, name: str, amounts: Sequence[int | None], scale: int) -> Any:
        """Amounts in units of the last digit as a column; a MoneyError for minor units that pass 64 bits."""
        if not self.minor:
            exact = [None if amount is None else Decimal(f"{amount}E-{scale}") for amount in amounts]
            return pa.array(exact, pa.decimal128(38, scale))
        if any(amount is not None and not -_MOST <= amount < _MOST for amount in amounts):
            raise MoneyError(f"{name} passes 64 bits in whole minor units; cast the amounts to decimals, decimal128(18, 0)")
        return pa.array(amounts, pa.int64())
