"""Somebody who reads a statement with withheld counts, and works out whatever sums tell."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Cell = tuple[int, str]
"""A row of a statement, and a column."""


def worked_out(sums: Sequence[dict[Cell, int]]) -> set[Cell]:
    """The unknown cells that these sums determine, by elimination with fractions. Each sum names its unknown cells and signs."""
    rows: list[dict[Cell, Fraction]] = []
    for one in sums:
        row = {cell: Fraction(sign) for cell, sign in one.items()}
        for other in rows:
            pivot = next(iter(other))
            if pivot in row:
                row = minus(row, other, row[pivot])
        if row:
            pivot = next(iter(row))
            row = {pivot: Fraction(1)} | {cell: times / row[pivot] for cell, times in row.items()}
            rows = [minus(other, row, other[pivot]) if pivot in other else other for other in rows] + [row]
    return {next(iter(row)) for row in rows if len(row) == 1}


def minus(row: dict[Cell, Fraction], other: dict[Cell, Fraction], times: Fraction) -> dict[Cell, Fraction]:
    cells = dict.fromkeys([*row, *other])
    less = {cell: row.get(cell, Fraction()) - times * other.get(cell, Fraction()) for cell in cells}
    return {cell: value for cell, value in less.items() if value}
