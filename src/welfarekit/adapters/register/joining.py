"""Households and their persons from two flat tables: which persons belong to which household, and in what order.

Persons in the order of the households are matched run by run, a run being neighbours with one key. Nothing is sorted then, and
both tables may be streams. Otherwise the persons are collected and put in order by one stable permutation.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from welfarekit.adapters.register.fitting import Layout, Route
from welfarekit.adapters.register.ids import plain_keys, readable
from welfarekit.adapters.register.keys import Twice
from welfarekit.adapters.register.people import People, out_of_order
from welfarekit.adapters.register.rows import Picker, Rows, TableRows, TakenRows, below, cut, whole
from welfarekit.adapters.register.runs import arranged, chosen, runs_of

Piece = tuple[int, pa.RecordBatch, Rows, Any, Any]
"""A stretch of households: the number of the first, the households, their persons, where each household's persons start, and a
mask of the households whose key stands twice."""


class Joined:
    """Households with their persons, in pieces; iterate once, then ask for the ``strays``."""

    def __init__(self, households: Any, persons: Any, layout: Layout, twice: Twice, *, rows: int, least: int) -> None:
        self.households, self.persons, self.layout, self.twice = households, persons, layout, twice
        self.rows, self.least = rows, least
        self._strays: list[tuple[pa.Array, pa.Array | None]] = []

    def __iter__(self) -> Iterator[Piece]:
        if isinstance(self.households, pa.Table) and isinstance(self.persons, pa.Table):
            return self.tables(self.households, self.persons, self.twice)
        return self.streams()

    def strays(self, key_type: pa.DataType, member_type: pa.DataType) -> pa.Table:
        """The persons without a household; the member is null where members have no ids."""
        keys = [readable(keys)[0].cast(key_type) for keys, _ in self._strays]
        ids = [pa.nulls(len(keys), member_type) if ids is None else readable(ids)[0] for keys, ids in self._strays]
        members = [each.cast(member_type) for each in ids]
        columns = [pa.chunked_array(keys, key_type), pa.chunked_array(members, member_type)]
        return pa.table(columns, names=["household", "member"])

    def _stray(self, rows: Rows) -> None:
        if rows.size:
            own = self.layout.columns["member"].get("id")
            ids = None if own is None else plain_keys(rows.array(own.route))
            self._strays.append((plain_keys(rows.array(self.layout.owner)), ids))

    # -- both in memory --

    def tables(self, households: pa.Table, persons: pa.Table, twice: Twice) -> Iterator[Piece]:
        """All that there is, with whatever order the persons have."""
        keys = whole(pa.chunked_array(_keys(households, self.layout.key)))
        order, start, end, lost = arranged(runs_of(_keys(persons, self.layout.owner)), keys, distinct=twice.repeated is None)
        picker, done = Picker(persons), 0
        self._stray(TakenRows(picker, lost))
        for batch in cut(households, self.rows, self.least):
            rows = slice(done, done + batch.num_rows)
            members = chosen(persons, picker, order, start[rows], end[rows])
            starts = np.concatenate(([0], np.cumsum(end[rows] - start[rows], dtype=np.int64)))
            yield done, batch, members, starts, twice.among(batch, done)
            done += batch.num_rows

    # -- streams --

    def streams(self) -> Iterator[Piece]:
        """Two streams side by side, as long as their order agrees."""
        people = People(self.persons, self.layout.owner)
        first = 0
        households = cut(self.households, self.rows, self.least)
        for batch in households:
            keys = plain_keys(TableRows(batch).array(self.layout.key))
            found = people.of(keys)
            if found is None and first:
                raise out_of_order(first)
            if found is None:
                rest = pa.Table.from_batches([batch, *households])
                yield from self.tables(rest, people.everyone(), Twice(rest, self.layout))
                return
            members, starts, strays, again = found
            self._stray(strays)
            yield first, batch, members, starts, again if self.twice.stream else self.twice.among(batch, first)
            first += batch.num_rows
        for rows in people.left(first):
            self._stray(rows)


def _keys(table: pa.Table, route: Route) -> list[pa.Array]:
    """A column of keys, chunk by chunk."""
    column = table.column(route[0])
    chunks = column.chunks or [pa.array([], column.type)]
    return [plain_keys(below(chunk, route[1:])) for chunk in chunks]
