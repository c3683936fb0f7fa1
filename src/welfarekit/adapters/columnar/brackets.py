"""Schedules of the law on columns: the row whose start is the last not above the value, and what lies between two values."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

import numpy as np

from welfarekit.adapters.columnar.column import BLANK, Column, each, pack
from welfarekit.rules.node import Sort
from welfarekit.rules.values import Value, hull

Table = list[tuple[int, Value]]


def steps(table: Table, zero: Value, continues: str) -> tuple[list[int], list[Value]]:
    """Where a schedule steps, and its value before the first step and after each."""
    starts, values = [start for start, _ in table], [zero, *(value for _, value in table)]
    if continues == "nothing":
        starts, values = [*starts, starts[-1] + 1], [*values, zero]
    return starts, values


def looked_up(sort: Sort, tables: list[list[Table]], which: Any, at: Column, zero: Value, continues: str) -> Column:
    """The value of a schedule for each row. ``which`` says by which list of tables; several tables are several possibilities."""
    every = sorted({start for group in tables for table in group for start in steps(table, zero, continues)[0]})
    inside = [every[0] - 1, *every] if every else [0]  # one value of each stretch between two steps
    edges = np.array(every, dtype=np.int64)
    first = np.searchsorted(edges, at.lo, "right")
    last = first if at.exact else np.searchsorted(edges, at.hi, "right")
    width = len(inside)
    distinct, place = np.unique((np.asarray(which) * width + first) * width + last, return_inverse=True)
    found: list[Value] = []
    for code in distinct.tolist():
        group, rest = divmod(code, width * width)
        ends = [inside[end] for end in divmod(rest, width)]
        possible = [value for table in tables[group] for value in _between(steps(table, zero, continues), *ends)]
        found.append(hull(sort, *possible) if possible else BLANK[sort])
    return each(pack(found, sort), lambda array: array[place.reshape(np.shape(first + np.asarray(which)))])


def _between(stepped: tuple[list[int], list[Value]], low: int, high: int) -> list[Value]:
    """Every value that a schedule has from ``low`` to ``high``."""
    starts, values = stepped
    return values[bisect_right(starts, low) : bisect_right(starts, high) + 1]
