"""A stream of persons beside a stream of households, as long as their order agrees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from welfarekit.adapters.register.fitting import Route
from welfarekit.adapters.register.ids import edge, plain_keys
from welfarekit.adapters.register.keys import Met, among_all, rising
from welfarekit.adapters.register.rows import Picker, Rows, TableRows, TakenRows, cut
from welfarekit.adapters.register.runs import PIECE, Runs, chosen, matched, runs_of, spread
from welfarekit.errors import WelfarekitError


class OutOfOrder(WelfarekitError, ValueError):
    """Persons in a stream whose household may have been answered without them."""


def out_of_order(row: int) -> OutOfOrder:
    """The error for persons after household row ``row``."""
    return OutOfOrder(
        f"the persons are not in the order of the households, which shows after household row {row}: sort both by the key of the "
        "household, or give both as tables in memory"
    )


class People:
    """A stream of persons, of which no more is held than the households at hand need."""

    def __init__(self, persons: Any, owner: Route) -> None:
        self.owner, self.schema = owner, persons.schema
        self._coming = cut(persons, PIECE, 1)
        self._held: list[pa.RecordBatch] = []
        self._ended = False
        self._met = Met()
        self._lost: list[pa.Array] = []

    def _pull(self) -> None:
        batch = next(self._coming, None)
        if batch is None:
            self._ended = True
        else:
            self._held.append(batch)

    def of(self, keys: pa.Array) -> tuple[Rows, Any, Rows, Any] | None:
        """The persons of the next households, where each household's start, strays among them, and which keys were met before.

        None if the order disagrees.
        """
        named, everyone = np.flatnonzero(pc.is_valid(keys).to_numpy(zero_copy_only=False)), keys
        keys, after = pc.drop_null(keys), self._met.last
        again = self._met.next(keys)
        if not self._met.rising and (again is not None or self._were_strays(keys)):
            return None
        last = keys[len(keys) - 1] if len(keys) else None
        while True:
            runs, live, found = self._runs(keys.type)
            same = again is None and _same(found, keys)
            if not same and not (
                self._met.rising and rising(found) and (after is None or not len(found) or edge(found[0]) > after)
            ):
                if self._ended or len(found) > len(keys) or self._met.rising:
                    return None
            elif last is None or (len(found) > len(keys) if same else len(found) and edge(found[len(found) - 1]) > edge(last)):
                break
            if self._ended:
                break
            self._pull()
        upto, at = len(keys), np.arange(len(keys))
        if not same:
            upto = pc.sum(pc.less_equal(found, last)).as_py() or 0
            at = matched(found.slice(0, upto), keys)
        hit = live[:upto][at >= 0]
        start, count = np.zeros(len(keys), dtype=np.int64), np.zeros(len(keys), dtype=np.int64)
        start[at[at >= 0]], count[at[at >= 0]] = runs.starts[hit], runs.lengths(hit)
        end = int(live[upto]) if upto < len(live) else len(runs) if self._ended else 0
        sizes = np.zeros(len(everyone), dtype=np.int64)
        sizes[named] = count
        members, strays = self._given(start, count, runs, end)
        starts = np.concatenate(([0], np.cumsum(sizes)))
        return members, starts, strays, again if again is None else among_all(everyone, again)

    def _were_strays(self, keys: pa.Array) -> bool:
        """Whether a person who seemed to have no household has one of these."""
        return any(pc.any(pc.is_in(keys, value_set=lost.cast(keys.type))).as_py() for lost in self._lost)

    def _runs(self, kind: pa.DataType) -> tuple[Runs, Any, pa.Array]:
        """The runs that are held, which of them have a key, and those keys."""
        runs = runs_of([plain_keys(TableRows(batch).array(self.owner)) for batch in self._held])
        if not len(runs):
            return runs, np.zeros(0, dtype=np.int64), pa.array([], kind)
        keys = runs.keys
        live = np.flatnonzero(pc.is_valid(keys).to_numpy(zero_copy_only=False))
        return runs, live, keys.take(pa.array(live)).cast(kind)

    def _given(self, start: Any, count: Any, runs: Runs, upto: int) -> tuple[Rows, Rows]:
        """The persons before run ``upto``, who are held no longer."""
        table = pa.Table.from_batches(self._held, self.schema)
        picker, end = Picker(table), int(runs.starts[upto])
        members = chosen(table, picker, None, start, start + count)
        strays: Rows = TableRows(table.slice(0, 0))
        if int(count.sum()) < end:
            lost = np.setdiff1d(np.arange(upto), np.searchsorted(runs.starts, start[count > 0]))
            strays = TakenRows(picker, spread(runs.starts[lost], runs.lengths(lost)))
            self._lost.append(pc.drop_null(plain_keys(strays.array(self.owner))))
        self._held = table.slice(end).to_batches()
        return members, strays

    def everyone(self) -> pa.Table:
        """All who are left."""
        return pa.Table.from_batches([*self._held, *self._coming], self.schema)

    def left(self, row: int) -> Iterator[Rows]:
        """The persons after those of the last household, who have none, or order disagrees."""
        for batch in [*self._held, *self._coming]:
            keys = pc.drop_null(plain_keys(TableRows(batch).array(self.owner)))
            if self._met.has(keys):
                raise out_of_order(row)
            yield TableRows(batch)


def _same(found: pa.Array, keys: pa.Array) -> bool:
    """Whether the runs begin with these keys, one by one, and go on with another."""
    if not found.slice(0, len(keys)).equals(keys):
        return False
    return not len(keys) or len(found) == len(keys) or not found[len(keys)].equals(keys[len(keys) - 1])
