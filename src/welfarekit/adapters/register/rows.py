"""Rows in which a column is looked up by its route: a table, structs of a list, chosen rows of a table; and batches of rows."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc

from welfarekit.adapters.register.fitting import Route
from welfarekit.adapters.register.views import plain


class Rows(Protocol):
    """Rows of one entity."""

    size: int

    def array(self, route: Route) -> pa.Array:
        """The column at the end of a route; null where a struct on the way is."""
        ...


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array."""
    if column.num_chunks == 1:
        return column.chunk(0)
    if not column.num_chunks:
        return pa.array([], column.type)
    if pa.types.is_string(column.type) and column.nbytes > 2**30:  # offsets of 32 bits might not do
        column = column.cast(pa.large_string())
    return pa.concat_arrays(column.chunks)


def below(array: pa.Array, route: Route) -> pa.Array:
    """The field at the end of a route into structs."""
    return pc.struct_field(array, list(route)) if route else array


class TableRows:
    """All rows of a table or a record batch."""

    def __init__(self, table: pa.Table | pa.RecordBatch) -> None:
        self.table, self.size = table, table.num_rows

    def array(self, route: Route) -> pa.Array:
        """The column at the end of a route."""
        column = self.table.column(route[0])
        return below(whole(column) if isinstance(column, pa.ChunkedArray) else column, route[1:])


class StructRows:
    """The structs of an array."""

    def __init__(self, structs: pa.Array) -> None:
        self.structs, self.size = structs, len(structs)

    def array(self, route: Route) -> pa.Array:
        """The field at the end of a route."""
        return below(self.structs, route)


class Picker:
    """A table from which rows are taken in any order, again and again."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table
        self._columns: dict[int, Any] = {}

    def column(self, at: int) -> Any:
        """A column from which taking is cheap: texts of many chunks are put together once, numbers are left as they are."""
        if at not in self._columns:
            column = plain(self.table.column(at))
            number = pa.types.is_primitive(column.type) or pa.types.is_decimal(column.type)
            self._columns[at] = column if number and column.num_chunks < 100 else whole(column)
        return self._columns[at]


class TakenRows:
    """Chosen rows of a table."""

    def __init__(self, picker: Picker, index: Any) -> None:
        self.picker, self.index, self.size = picker, pa.array(index), len(index)

    def array(self, route: Route) -> pa.Array:
        """The column at the end of a route, of these rows."""
        column = self.picker.column(route[0]).take(self.index)
        return below(whole(column) if isinstance(column, pa.ChunkedArray) else column, route[1:])


def cut(table: pa.Table | pa.RecordBatchReader, most: int, least: int) -> Iterator[pa.RecordBatch]:
    """The rows in batches of at most ``most``; neighbours of less than ``least`` are put together up to that."""
    waiting: list[pa.RecordBatch] = []
    count = 0
    for batch in table.to_batches() if isinstance(table, pa.Table) else table:
        if waiting and count + batch.num_rows > least:
            yield from _even(_one(waiting), most)
            waiting, count = [], 0
        if batch.num_rows >= least:
            yield from _even(batch, most)
        elif batch.num_rows:
            waiting.append(batch)
            count += batch.num_rows
    if waiting:
        yield from _even(_one(waiting), most)


def _one(batches: list[pa.RecordBatch]) -> pa.RecordBatch:
    if len(batches) == 1:
        return batches[0]
    table = pa.Table.from_batches(batches)
    return pa.RecordBatch.from_arrays([whole(column) for column in table.columns], names=table.column_names)


def _even(batch: pa.RecordBatch, most: int) -> Iterator[pa.RecordBatch]:
    parts = -(-batch.num_rows // most)
    cuts = [batch.num_rows * part // parts for part in range(parts + 1)]
    for first, last in pairwise(cuts):
        yield batch.slice(first, last - first)
