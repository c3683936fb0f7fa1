"""One value per household or member, as a column: what it can be at least and at most.

Where everything is known both ends are the same array. What is the same for all rows is a single numpy scalar. A choice is a
bit mask of what it can still be; a rate is a pair of arrays, numerator and denominator; a rounding a pair of mode and step.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Final

import numpy as np
from attrs import frozen

from welfarekit.money import MODES
from welfarekit.rules.node import Sort
from welfarekit.rules.values import Value, exact, high, low

BLANK: Final[dict[Sort, Any]] = {
    Sort.TEST: False, Sort.AMOUNT: 0, Sort.COUNT: 0, Sort.RATE: Fraction(0), Sort.DAY: 1, Sort.ROUNDING: ("down", 1),
}  # fmt: skip
"""What stands in a branch that is not taken for a place, where the law has no value."""


@frozen(eq=False)
class Column:
    """The least and the most that each row can be; ``hi is lo`` where everything is known."""

    lo: Any
    hi: Any

    @property
    def exact(self) -> bool:
        """Whether everything in it is known."""
        return self.hi is self.lo

    @property
    def constant(self) -> bool:
        """Whether it is one value for all rows."""
        first = self.lo[0] if isinstance(self.lo, tuple) else self.lo
        return np.ndim(first) == 0


def of(lo: Any, hi: Any = None) -> Column:
    """A column that is known, or one with two ends."""
    return Column(lo, lo if hi is None else hi)


def each(column: Column, change: Any) -> Column:
    """The column with ``change`` done to every array in it; exact stays exact."""

    def changed(end: Any) -> Any:
        return tuple(change(part) for part in end) if isinstance(end, tuple) else change(end)

    lo = changed(column.lo)
    return Column(lo, lo if column.exact else changed(column.hi))


def take(column: Column, rows: Any) -> Column:
    """The column at these rows; a constant stays what it is."""
    return column if column.constant else each(column, lambda array: array.take(rows, mode="clip"))


def spread_out(column: Column, rows: int) -> Column:
    """The column with one entry per row, also where it is a constant."""
    return each(column, lambda array: np.broadcast_to(array, (rows,)))


def mask_type(domain: tuple[str, ...]) -> Any:
    """The narrowest type that has a bit for each value of a choice."""
    return np.uint8 if len(domain) <= 8 else np.uint16 if len(domain) <= 16 else np.int64


def mask_of(value: Value, domain: tuple[str, ...]) -> int:
    """What a choice can be, as bits in the order of ``domain``."""
    values = value if isinstance(value, frozenset) else {value}
    return sum(1 << domain.index(choice) for choice in values)


def pack(values: Sequence[Value], sort: Sort, domain: tuple[str, ...] = ()) -> Column:
    """Values as the scalar readers carry them, as a column."""
    if sort is Sort.CHOICE:
        return of(np.array([mask_of(value, domain) for value in values], dtype=mask_type(domain)))
    ends = [[low(value) for value in values]]
    if not all(map(exact, values)):
        ends.append([high(value) for value in values])
    arrays = [_array(end, sort) for end in ends]
    return Column(arrays[0], arrays[-1])


def _array(values: list[Any], sort: Sort) -> Any:
    if sort is Sort.RATE:
        return tuple(np.array([getattr(value, part) for value in values], np.int64) for part in ("numerator", "denominator"))
    if sort is Sort.ROUNDING:
        return np.array([MODES.index(mode) for mode, _ in values], np.int64), np.array([step for _, step in values], np.int64)
    return np.array(values, dtype=bool if sort is Sort.TEST else np.int64)


def constant(value: Value, sort: Sort, domain: tuple[str, ...] = ()) -> Column:
    """One value for all rows."""
    return each(pack([value], sort, domain), lambda array: array[0])


def pick(test: Any, then: Any, otherwise: Any) -> Any:
    """``np.where``, by arithmetic: on a mask without a pattern numpy's own takes ten times as long.

    Whole numbers may wrap around on the way; what comes out is ``then`` or ``otherwise`` to the last bit.
    """
    kind = np.asarray(then).dtype
    if kind.kind == "b":
        return (test & then) | (~test & otherwise)
    if np.ndim(otherwise) == 0 and otherwise == 0:
        return np.multiply(then, test, dtype=kind)
    with np.errstate(over="ignore"):
        return np.multiply(np.subtract(then, otherwise, dtype=kind), test, dtype=kind) + otherwise


def rate_pick(a: Any, b: Any, *, smaller: bool) -> Any:
    """The smaller or the larger of two rates, row by row."""
    first = (a[0] * b[1] <= b[0] * a[1]) if smaller else (a[0] * b[1] >= b[0] * a[1])
    return pair_where(first, a, b)


def pair_where(test: Any, a: Any, b: Any) -> Any:
    """One or the other of values that are pairs of arrays."""
    return pick(test, a[0], b[0]), pick(test, a[1], b[1])
