"""Aggregates over the members of each household, or over the wards of each member."""

from __future__ import annotations

from typing import Any

import numpy as np

from welfarekit.adapters.columnar.block import Block

EXACT = 2**53
"""Whole numbers below this are exact as floating numbers, in which numpy adds up by household at a third of the cost."""


def narrowed(lo: Any, hi: Any, sure: Any, possible: Any, blank: Any) -> tuple[Any, Any]:
    """What members contribute when it is open whether they belong: their value, or nothing."""
    low_end = np.where(sure, lo, np.where(possible, np.minimum(lo, blank), blank))
    if hi is lo and (sure is possible or np.array_equal(sure, possible)):
        return low_end, low_end
    return low_end, np.where(sure, hi, np.where(possible, np.maximum(hi, blank), blank))


def aggregate(how: str, values: Any, owner: Any, sizes: Any, most: int = EXACT) -> Any:
    """One value for each group of rows from those of its rows; a group without any gets what an empty sum gives.

    ``most`` is the largest that a sum can be.
    """
    groups = len(sizes)
    if np.ndim(values) == 0:
        return _same(how, values, sizes)
    if how == "largest":
        result = np.zeros(groups, dtype=np.int64)
        np.maximum.at(result, owner, values)
        return result
    if how == "any":
        return np.bincount(owner[values], minlength=groups) > 0
    if how == "every":
        return np.bincount(owner[~values], minlength=groups) == 0
    if how == "count":
        return np.bincount(owner, values, groups).astype(np.int64)
    if most < EXACT:
        return np.bincount(owner, values, groups).astype(np.int64)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    sums = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    return sums[starts[1:]] - sums[starts[:-1]]


def _same(how: str, value: Any, sizes: Any) -> Any:
    """The aggregate where every member has the same value."""
    if how == "any":
        return (sizes > 0) & value
    if how == "every":
        return (sizes == 0) | value
    if how == "largest":
        return np.where(sizes > 0, np.maximum(value, 0), np.int64(0))
    return sizes * np.int64(value)


def pairs(block: Block) -> tuple[Any, Any, Any]:
    """Guardians and wards by row, and whether it is certain: a guardian that is not known may be anyone else at home.

    The pairs stand in the order of the guardians.
    """
    rows = block.guardians()
    wards = np.flatnonzero(rows >= 0)
    open_wards = np.flatnonzero(rows == -2)
    owner = block.owner[open_wards]
    repeats = block.sizes[owner]
    ward = np.repeat(open_wards, repeats)
    first = np.repeat(block.starts[owner] - block.starts[0], repeats)
    offset = np.arange(len(ward)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
    guardian = first + offset
    other = guardian != ward
    guardians = np.concatenate((rows[wards], guardian[other]))
    everyone = np.concatenate((wards, ward[other]))
    sure = np.concatenate((np.ones(len(wards), dtype=bool), np.zeros(int(other.sum()), dtype=bool)))
    order = np.lexsort((everyone, guardians))
    return guardians[order].astype(np.intp), everyone[order], sure[order]
