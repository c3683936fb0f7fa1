"""Persons of a flat table by household: neighbours with one key are a run, and runs are matched with the keys of households."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from welfarekit.adapters.register.decoding import numbers
from welfarekit.adapters.register.keys import changes, rising
from welfarekit.adapters.register.rows import Picker, Rows, TableRows, TakenRows

PIECE: Final = 2**18
"""How many persons are looked at together, at most."""


class Runs:
    """Neighbours with one key: the key of each run, and where it starts; ``starts`` has one more, the end."""

    def __init__(self, keys: list[pa.Array], starts: Any) -> None:
        self.chunks, self.starts = keys, starts

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def keys(self) -> pa.Array:
        """The keys as one array."""
        return pa.concat_arrays(self.chunks)

    def lengths(self, index: Any) -> Any:
        """How many persons some of the runs have."""
        return self.starts[index + 1] - self.starts[index]


def runs_of(column: list[pa.Array]) -> Runs:
    """The runs of a column of keys, looked at a piece at a time; row numbers are as narrow as they can be."""
    kept, starts, row = [], [], 0
    size = sum(map(len, column))
    kind = np.int32 if size < 2**31 else np.int64
    before: pa.Scalar | None = None
    for chunk in column:
        for at in range(0, len(chunk), PIECE):
            piece = chunk.slice(at, PIECE)
            first = np.flatnonzero(changes(piece)) + 1
            if before is None or not before.is_valid or not before.equals(piece[0]):
                first = np.concatenate(([0], first))
            kept.append(_take(piece, first))
            starts.append((first + row).astype(kind))
            row += len(piece)
            before = piece[len(piece) - 1]
    none = pa.array([], column[0].type if column else pa.string())
    return Runs(kept or [none], np.concatenate([*starts, np.array([row], kind)]))


def _take(keys: pa.Array, index: Any) -> pa.Array:
    if pa.types.is_integer(keys.type) and keys.null_count == 0:
        return pa.array(numbers(keys)[index])
    return keys.take(pa.array(index))


def matched(runs: pa.Array, keys: pa.Array) -> Any:
    """For each run the row of the first household with its key, -1 for none."""
    if pa.types.is_integer(runs.type) and runs.null_count == 0 and keys.null_count == 0 and len(keys) and len(runs):
        wanted, values = numbers(runs), numbers(keys)
        if rising(runs) and rising(keys, strictly=False):
            at = np.searchsorted(values, wanted)
            return np.where(values[np.minimum(at, len(values) - 1)] == wanted, at, -1)
        low, high = int(values.min()), int(values.max())
        if high - low < 8 * len(values):
            kind = np.int32 if len(values) < 2**31 else np.int64
            table = np.full(high - low + 1, -1, dtype=kind)
            table[(values - values.dtype.type(low))[::-1]] = np.arange(len(values) - 1, -1, -1)  # the first of a key comes last
            at = np.empty(len(wanted), dtype=kind)
            for first in range(0, len(wanted), PIECE):
                part = wanted[first : first + PIECE]
                inside = (part >= low) & (part <= high)
                at[first : first + PIECE] = np.where(inside, table[np.where(inside, part, low) - part.dtype.type(low)], -1)
            return at
    at = pc.index_in(runs, value_set=keys, skip_nulls=True)
    return pc.fill_null(at, -1).to_numpy(zero_copy_only=False)


def arranged(runs: Runs, keys: pa.Array, *, distinct: bool) -> tuple[Any, Any, Any, Any]:
    """The order in which persons stand by household (None: as they are), where in it each household's start and end, and the
    rows of persons without a household. ``distinct`` says that no key stands twice."""
    found = pa.chunked_array([chunk.cast(keys.type) for chunk in runs.chunks])
    if distinct and not keys.null_count and found.equals(pa.chunked_array([keys])):
        return None, runs.starts[:-1], runs.starts[1:], runs.starts[:0]
    named = pa.concat_arrays(found.chunks)
    del found
    runs.chunks = []  # there may be as many keys as persons
    at = matched(named, keys)
    del named
    starts, lengths = runs.starts[:-1], np.diff(runs.starts)
    lost = np.flatnonzero(at < 0)
    strays = spread(starts[lost], lengths[lost])
    if len(lost):
        mine = at >= 0
        at, starts, lengths = at[mine], starts[mine], lengths[mine]
    if (at[1:] > at[:-1]).all():
        start, end = np.zeros(len(keys), dtype=starts.dtype), np.zeros(len(keys), dtype=starts.dtype)
        start[at], end[at] = starts, starts + lengths
        return None, start, end, strays
    count = np.bincount(at, lengths, len(keys)).astype(np.int64)
    end = np.cumsum(count)
    order = stable_order(at)
    del at
    return spread(starts[order], lengths[order]), end - count, end, strays


def spread(starts: Any, lengths: Any) -> Any:
    """The rows of stretches that start at ``starts``, one after the other."""
    if not len(starts):
        return starts
    ends = np.cumsum(lengths, dtype=starts.dtype)
    rows = np.repeat(starts - (ends - lengths), lengths)
    rows += np.arange(int(ends[-1]), dtype=rows.dtype)
    return rows


def stable_order(values: Any) -> Any:
    """The order that sorts whole numbers below 2**48 and leaves equal ones as they stand, 16 bits at a time."""
    kind = np.int32 if len(values) < 2**31 else np.int64
    order = np.argsort((values & 0xFFFF).astype(np.uint16), kind="stable").astype(kind)
    for shift in (16, 32):
        if len(values) and int(values.max()) >> shift:
            part = ((values >> shift) & 0xFFFF).astype(np.uint16)[order]
            order = order[np.argsort(part, kind="stable")]
    return order


def chosen(persons: pa.Table, picker: Picker, order: Any, start: Any, end: Any) -> Rows:
    """The persons of some households, from ``start`` to ``end`` in the table, or in its ``order``."""
    count = end - start
    some = np.flatnonzero(count)
    if not len(some):
        return TableRows(persons.slice(0, 0))
    low, high = int(start[some[0]]), int(end[some[-1]])
    if high - low != int(count.sum()):  # strays in between
        index = spread(start[some], count[some])
        return TakenRows(picker, index if order is None else order[index])
    return TableRows(persons.slice(low, high - low)) if order is None else TakenRows(picker, order[low:high])
