"""A register in files, assessed: only the columns that are needed are read, and cells that cannot be read become error rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Unpack

import pyarrow as pa
from attrs import evolve

from welfarekit.adapters.register.asked import Programs, rulebooks_of
from welfarekit.adapters.register.assess import Assessment, Options
from welfarekit.adapters.register.csv_file import CsvFile
from welfarekit.adapters.register.files import IpcFile, ParquetFile, open_register
from welfarekit.adapters.register.fitting import Layout, fitted
from welfarekit.adapters.register.ids import plain_keys
from welfarekit.adapters.register.keys import Twice
from welfarekit.adapters.register.rows import TableRows
from welfarekit.adapters.register.schema import Entity
from welfarekit.adapters.register.unread import UnreadCells
from welfarekit.errors import Problem
from welfarekit.money import MINOR_DIGITS

File = ParquetFile | IpcFile | CsvFile


class FileAssessment(Assessment):
    """One run over a register in files, ``persons`` too. ``locale`` and ``encoding`` say how a CSV file was written.

    ``in_memory`` reads the files as a whole, which persons need that are not in the order of the households.
    """

    def __init__(
        self,
        households: Path,
        programs: Programs,
        on: dt.date,
        *,
        locale: str | None = None,
        encoding: str = "utf-8",
        in_memory: bool = False,
        **options: Unpack[Options],
    ) -> None:
        persons: Path | None = options.get("persons")
        money, digits = options.get("money", "decimal"), MINOR_DIGITS[rulebooks_of(programs)[0].currency]

        def opened(path: Path, entity: Entity) -> File:
            return open_register(path, entity, locale=locale, encoding=encoding, money=money, digits=digits)

        files = [opened(households, "household"), *([] if persons is None else [opened(persons, "member")])]
        schemas = [file.schema for file in files]
        keep, other = options.get("keep", ()), options.get("other", ())
        layout = fitted(schemas[0], schemas[1] if persons is not None else None, money=money, keep=keep, other=other)
        needed = _needed(layout, flat=persons is not None)
        tables = [file.reader(_names(file, at)) for file, at in zip(files, needed, strict=False)]
        if in_memory:
            tables = [table.read_all() for table in tables]
        if persons is not None:
            options["persons"] = tables[1]
        super().__init__(tables[0], programs, on, **options)
        self.total = files[0].num_rows
        self.unread = UnreadCells(*(file for file in files if isinstance(file, CsvFile)))
        if not in_memory:
            self.register.twice = Twice.known(repeated(opened(households, "household"), layout), self.register.layout)

    def problems(self, block: Any) -> Mapping[int, Sequence[Problem]]:
        """What is wrong with the households of a block, by row; cells that could not be read are."""
        return self.unread.beside(block)


def repeated(file: File, layout: Layout) -> pa.Array | None:
    """The keys of households that stand more than once, found in a reading of their own; None if there are none."""
    (at, *below) = layout.key
    reader = file.reader(_names(file, {at}))
    twice = Twice(reader, evolve(layout, key=(0, *below)))
    found: list[pa.Array] = []
    for batch in reader:
        mask = twice.among(batch, 0)
        if mask is not None:
            found.append(plain_keys(TableRows(batch).array((0, *below))).filter(pa.array(mask)))
    return pa.concat_arrays(found) if found else None


def _names(file: File, at: set[int]) -> set[str]:
    return {file.schema.names[position] for position in at}


def _needed(layout: Layout, *, flat: bool) -> tuple[set[int], set[int]]:
    """The columns of the two tables that hold facts, keys or what is kept, by their positions."""
    households = {found.route[0] for found in layout.columns["household"].values()} | {route[0] for _, route in layout.keep}
    if not flat:
        return households | {layout.members[0]}, set()
    return households, {found.route[0] for found in layout.columns["member"].values()} | {layout.owner[0]}
