"""Aggregates over the members of each household, or over the wards of each member."""

from __future__ import annotations

from typing import Any

import numpy as np

from welfarekit.adapters.columnar.block import Block, Groups
from welfarekit.adapters.columnar.column import pick


def narrowed(lo: Any, hi: Any, sure: Any, possible: Any, blank: Any) -> tuple[Any, Any]:
    """What members contribute when it is open whether they belong: their value, or nothing."""
    blank = np.asarray(lo).dtype.type(blank)
    if sure is possible or np.array_equal(sure, possible):
        low_end = pick(sure, lo, blank)
        return low_end, low_end if hi is lo else pick(sure, hi, blank)
    low_end = pick(sure, lo, pick(possible, np.minimum(lo, blank), blank))
    return low_end, pick(sure, hi, pick(possible, np.maximum(hi, blank), blank))


def aggregate(how: str, values: Any, groups: Groups) -> Any:
    """One value for each group of rows from those of its rows; a group without any gets what an empty sum gives."""
    if np.ndim(values) == 0:
        return _same(how, values, groups.sizes)
    if how == "largest":
        result = np.zeros(len(groups.lasts), dtype=np.int64)
        np.maximum.at(result, np.repeat(np.arange(len(result)), groups.sizes), values)
        return result
    if how == "every":
        return _sums(~values, groups.lasts, np.int32) == 0
    if how == "any":
        return _sums(values, groups.lasts, np.int32) > 0
    return _sums(values, groups.lasts, np.int32).astype(np.int64) if how == "count" else _sums(values, groups.lasts, np.int64)


def _sums(values: Any, lasts: Any, kind: Any) -> Any:
    """The sum of each group: what the running sum has grown by."""
    if not len(values):
        return np.zeros(len(lasts), dtype=kind)
    grown = np.cumsum(values, dtype=kind).take(lasts, mode="clip")
    if lasts[0] < 0:  # groups without rows before the first row
        grown[lasts < 0] = 0
    sums = grown.copy()
    sums[1:] -= grown[:-1]
    return sums


def _same(how: str, value: Any, sizes: Any) -> Any:
    """The aggregate where every member has the same value."""
    if how == "any":
        return (sizes > 0) & value
    if how == "every":
        return (sizes == 0) | value
    if how == "largest":
        return (sizes > 0) * np.maximum(value, np.int64(0))
    return sizes if value is np.True_ or value == 1 else sizes * np.int64(value)


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
