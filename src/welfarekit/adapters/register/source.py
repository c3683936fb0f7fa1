"""A register from the outside: one nested table or two flat ones, as anything that speaks the Arrow C stream interface."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from welfarekit.adapters.register.decoding import numbers
from welfarekit.adapters.register.facts import ArrowBlock, type_out
from welfarekit.adapters.register.fitting import fitted
from welfarekit.adapters.register.joining import Joined
from welfarekit.adapters.register.keys import Twice
from welfarekit.adapters.register.rows import StructRows, TableRows, cut
from welfarekit.adapters.register.schema import MoneyAs
from welfarekit.adapters.register.texts import Places
from welfarekit.adapters.register.views import plain_type
from welfarekit.adapters.register.window import Context, Window
from welfarekit.errors import WelfarekitError

WINDOW: Final = 65_536
"""How many households are decoded together, at most."""


def opened(table: Any) -> pa.Table | pa.RecordBatchReader:
    """What was given, as a table where it is in memory, else as a reader of its stream."""
    if isinstance(table, pa.RecordBatch):
        return pa.Table.from_batches([table])
    if isinstance(table, pa.Table | pa.RecordBatchReader):
        return table
    if not hasattr(table, "__arrow_c_stream__"):
        raise WelfarekitError(f"a table is anything with __arrow_c_stream__, such as a pyarrow Table, not {type(table).__name__}")
    if hasattr(table, "__array__"):  # a frame in memory
        return pa.table(table)
    return pa.RecordBatchReader.from_stream(table)


def both(households: Any, persons: Any) -> tuple[pa.Table | pa.RecordBatchReader, pa.Table | pa.RecordBatchReader | None]:
    """Two tables, of which the second may come over the connection that the first one still holds, as in DuckDB."""
    first = opened(households)
    if persons is None:
        return first, None
    try:
        return first, opened(persons)
    except WelfarekitError:
        raise
    except Exception:
        if isinstance(first, pa.Table):
            raise
    first = first.read_all()
    return first, opened(persons)


class Register:
    """Households and their members as blocks of facts.

    ``households`` is nested, one row a household with its ``members`` as a list of structs, or stands beside ``persons`` with
    the key of their ``household``. Each may be a table in memory or a stream. A stream of households is read once, a batch at a
    time; a stream of persons has to be in the order of the households, or is collected. ``keep`` names columns of the households
    that go along, ``other`` those that are no facts (``"any"``: whatever is not known).
    """

    def __init__(
        self,
        households: Any,
        persons: Any = None,
        *,
        country: str,
        on: dt.date,
        money: MoneyAs = "decimal",
        keep: Sequence[str] = (),
        other: Collection[str] | Literal["any"] = (),
    ) -> None:
        self.households, self.persons = both(households, persons)
        schema = None if self.persons is None else self.persons.schema
        self.layout = fitted(self.households.schema, schema, money=money, keep=keep, other=other)
        self.context = Context(self.layout, country, on, Places(country))
        self.key_type = type_out(self.layout.columns["household"]["id"])
        self.member_type = type_out(self.layout.columns["member"].get("id"))
        self.twice: Twice | None = None
        """Who knows which keys stand more than once; found out on the way unless it is given."""
        self._joined: Joined | None = None

    @property
    def total(self) -> int | None:
        """How many households there are; None for a stream."""
        return self.households.num_rows if isinstance(self.households, pa.Table) else None

    @property
    def keep_fields(self) -> list[pa.Field]:
        """The columns that go along."""
        fields = []
        for name, route in self.layout.keep:
            field = self.households.schema.field(route[0])
            for at in route[1:]:
                field = field.type.field(at)
            fields.append(pa.field(name, plain_type(field.type)))
        return fields

    @property
    def strays(self) -> pa.Table:
        """The persons without a household: ``household`` and ``member``, once the blocks have been read."""
        if self._joined is None:
            schema = pa.schema([("household", self.key_type), ("member", self.member_type)])
            return schema.empty_table()
        return self._joined.strays(self.key_type, self.member_type)

    def blocks(self, rows: int) -> Iterator[ArrowBlock]:
        """The register in its order, at most so many households at a time. A stream can be read once."""
        for window in self.windows(rows):
            parts = -(-window.size // rows)
            cuts = [window.size * part // parts for part in range(parts + 1)]
            for first, last in pairwise(cuts):
                yield ArrowBlock(window, first, last)

    def windows(self, rows: int) -> Iterator[Window]:
        """Stretches of the register in its order."""
        twice = self.twice or Twice(self.households, self.layout)
        if self.persons is not None:
            self._joined = Joined(self.households, self.persons, self.layout, twice, rows=max(rows, WINDOW), least=rows)
            for first, batch, members, starts, repeated in self._joined:
                yield Window(self.context, first, TableRows(batch), members, starts, repeated)
            return
        first = 0
        for batch in cut(self.households, max(rows, WINDOW), rows):
            structs, starts = unnested(TableRows(batch).array(self.layout.members))
            yield Window(self.context, first, TableRows(batch), StructRows(structs), starts, twice.among(batch, first))
            first += batch.num_rows


def unnested(lists: pa.Array) -> tuple[pa.Array, Any]:
    """The elements of an array of lists, and where each list starts among them."""
    if pa.types.is_null(lists.type):
        return pa.array([], pa.struct([])), np.zeros(len(lists) + 1, dtype=np.int64)
    if lists.null_count == 0 and (pa.types.is_list(lists.type) or pa.types.is_large_list(lists.type)) and len(lists):
        offsets = numbers(lists.offsets)
        starts = offsets.astype(np.int64) - int(offsets[0])
        return lists.values.slice(int(offsets[0]), int(starts[-1])), starts
    lengths = pc.fill_null(pc.list_value_length(lists), 0).to_numpy(zero_copy_only=False)
    return lists.flatten(), np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))
