"""Keys of households that stand more than once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from welfarekit.adapters.register.decoding import flags, numbers, valid
from welfarekit.adapters.register.fingerprints import Fingerprints
from welfarekit.adapters.register.fitting import Layout
from welfarekit.adapters.register.ids import edge, plain_keys
from welfarekit.adapters.register.rows import TableRows


def rising(keys: pa.Array, *, strictly: bool = True) -> bool:
    """Whether each key is greater than the one before it (or equal to it); not if one is null."""
    if keys.null_count:
        return False
    if len(keys) < 2:
        return True
    if pa.types.is_integer(keys.type):
        values = numbers(keys)
        return bool((values[1:] > values[:-1]).all() if strictly else (values[1:] >= values[:-1]).all())
    compare = pc.greater if strictly else pc.greater_equal
    return bool(flags(compare(keys.slice(1), keys.slice(0, len(keys) - 1))).all())


def changes(keys: pa.Array) -> Any:
    """Where a key differs from the one before it; a null differs from everything."""
    if len(keys) < 2:
        return np.zeros(0, dtype=bool)
    if pa.types.is_integer(keys.type) and keys.null_count == 0:
        values = numbers(keys)
        return values[1:] != values[:-1]
    return flags(pc.fill_null(pc.not_equal(keys.slice(1), keys.slice(0, len(keys) - 1)), True))


class Met:
    """The keys of a stream as they are met. Keys that rise are told apart at once; of others fingerprints are looked up."""

    def __init__(self) -> None:
        self.rising = True
        self.last: Any = None
        """The greatest key while they rise."""
        self._seen = Fingerprints()

    def next(self, keys: pa.Array) -> Any:
        """Where one of the next keys was met before, also among these; None for nowhere. None of them is null."""
        if not len(keys):
            return None
        first = edge(keys[0])
        if self.rising and rising(keys, strictly=False) and (self.last is None or first >= self.last):
            again = np.concatenate(([first == self.last], ~changes(keys)))
            self.last = edge(keys[len(keys) - 1])
            self._seen.later(keys)
        else:
            self.rising = False
            again = self._seen.met(keys)
        return again if again.any() else None

    def has(self, keys: pa.Array) -> bool:
        """Whether any of these keys was met."""
        if self.rising:
            return self.last is not None and len(keys) > 0 and edge(pc.min(keys)) <= self.last and self._seen.has(keys).any()
        return bool(self._seen.has(keys).any())


class Twice:
    """Which households of a table have a key that others have too; of a stream, which have one that was met before."""

    def __init__(self, table: pa.Table | pa.RecordBatchReader, layout: Layout) -> None:
        self.route = layout.key
        self.repeated: pa.Array | None = None
        self.stream = not isinstance(table, pa.Table)
        self._met = Met()
        if isinstance(table, pa.Table):
            self.repeated = repeated_keys(table.select([self.route[0]]), (0, *self.route[1:]))

    @classmethod
    def known(cls, repeated: pa.Array | None, layout: Layout) -> Twice:
        """For a stream of which it is known beforehand which keys repeat; None if none does."""
        found = cls.__new__(cls)
        found.route, found.repeated, found.stream = layout.key, repeated, False
        return found

    def among(self, batch: pa.RecordBatch, first: int) -> Any:
        """A mask of the rows of the next batch whose keys repeat; None for none."""
        keys = plain_keys(TableRows(batch).array(self.route)) if self.stream or self.repeated is not None else None
        if keys is None:
            return None
        if self.stream:
            again = self._met.next(pc.drop_null(keys))
            return again if again is None else among_all(keys, again)
        mask = flags(pc.is_in(keys, value_set=self.repeated, skip_nulls=True))
        return mask if mask.any() else None


def among_all(keys: pa.Array, mask: Any) -> Any:
    """A mask of the keys that are not null, as one of all."""
    if keys.null_count == 0:
        return mask
    found = np.zeros(len(keys), dtype=bool)
    found[valid(keys)] = mask
    return found


def repeated_keys(table: pa.Table, route: tuple[int, ...]) -> pa.Array | None:
    """The keys that stand more than once; None where there are none."""
    last, chunks = None, []
    ordered = True
    for batch in table.to_batches():
        keys = plain_keys(TableRows(batch).array(route))
        chunks.append(keys)
        if ordered and len(keys):
            ordered = rising(keys) and (last is None or last < edge(keys[0]))
            last = edge(keys[len(keys) - 1]) if ordered else None
    if ordered or not chunks:
        return None
    column = pc.drop_null(pa.chunked_array(chunks))
    if pc.count_distinct(column).as_py() == len(column):
        return None
    counts = pc.value_counts(column)
    return counts.field("values").filter(pc.greater(counts.field("counts"), 1))
