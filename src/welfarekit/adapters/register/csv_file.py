"""A CSV file as a table of a register: streamed, every cell read in a declared locale."""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.csv as pa_csv

from welfarekit.adapters.register.csv_cells import CsvColumn, Unread
from welfarekit.adapters.register.schema import HOUSEHOLD, Entity, MoneyAs, columns_of
from welfarekit.errors import WelfarekitError

_BLOCK: Final = 2**20
"""How much of a file is read at once, and the most that a row may have. Arrow reads some blocks ahead."""


class CsvFile:
    """A CSV file with the names of the columns in its first line. ``unread`` collects the cells that could not be read.

    Its rows are read once; to read them again, open it again.
    ``,`` or ``;`` or a tab stands between the cells, whichever stands between the names.
    """

    num_rows: int | None = None

    def __init__(
        self, path: Path, entity: Entity, *, locale: str, encoding: str = "utf-8", money: MoneyAs = "decimal", digits: int = 2
    ) -> None:
        self.path, self.entity, self.encoding = path, entity, encoding
        self.names, self._separator = self._heading()
        self._columns = {
            name: CsvColumn(column, locale, money, digits) for name, column in columns_of(entity).items() if name in self.names
        }
        self.read_rows = 0
        self.unread: list[tuple[str | None, str | None, Unread]] = []
        """Of each unread cell the key of the household and, in a table of persons, the id of the person."""

    def _heading(self) -> tuple[list[str], str]:
        encoding = "utf-8-sig" if self.encoding == "utf-8" else self.encoding
        try:
            with open(self.path, encoding=encoding, newline="") as file:
                line = file.readline(2**20)
        except UnicodeDecodeError:
            raise self._wrong_encoding() from None
        separator = max(",;\t", key=line.count)
        names = next(csv.reader([line], delimiter=separator), [])
        twice = sorted({name for name in names if names.count(name) > 1})
        if not all(names) or not names:
            raise WelfarekitError(f"{self.path}: the first line has to name every column")
        if twice:
            raise WelfarekitError(f"{self.path}: two columns have the name {twice[0]!r}")
        return names, separator

    def _wrong_encoding(self) -> WelfarekitError:
        other = "gb18030" if self.encoding == "utf-8" else "utf-8"
        return WelfarekitError(
            f"{self.path} is not text in {self.encoding}; say in which encoding it is, e.g. --encoding {other}"
        )

    @property
    def schema(self) -> pa.Schema:
        """The columns with the types that they will have."""
        return pa.schema([(name, self._columns[name].type if name in self._columns else pa.string()) for name in self.names])

    def reader(self, names: Collection[str]) -> pa.RecordBatchReader:
        """The rows of some columns."""
        self.names = [name for name in self.names if name in names]
        return pa.RecordBatchReader.from_batches(self.schema, self._batches())

    def _batches(self) -> Iterator[pa.RecordBatch]:
        strange: list[Any] = []

        def note(row: Any) -> str:
            strange.append(row)
            return "skip"  # and stop at once: what Arrow would say shows the row

        try:
            reader = self._open(note)
            while (batch := next(reader, None)) is not None or strange:
                if strange:
                    raise self._strange(strange[0])
                yield self._typed(batch)
        except UnicodeDecodeError:
            raise self._wrong_encoding() from None
        except pa.ArrowInvalid as error:
            if "UTF8" in str(error):
                raise self._wrong_encoding() from None
            what = str(error).splitlines()[0]
            what = "a row of more than 1 MiB; is a quote not closed?" if "straddling" in what else what
            raise WelfarekitError(f"{self.path} cannot be read as CSV: {what}") from None

    def _open(self, strange: Any) -> Iterator[pa.RecordBatch]:
        reader: Iterator[pa.RecordBatch] = pa_csv.open_csv(
            self.path,
            pa_csv.ReadOptions(block_size=_BLOCK, encoding="utf8" if self.encoding == "utf-8" else self.encoding),
            pa_csv.ParseOptions(delimiter=self._separator, newlines_in_values=True, invalid_row_handler=strange),
            pa_csv.ConvertOptions(
                column_types=dict.fromkeys(self.names, pa.string()),
                include_columns=self.names,
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        return reader

    def _strange(self, row: Any) -> WelfarekitError:
        where = f"a row after row {self.read_rows:,}" if row.number is None else f"row {row.number - 1:,}"
        cells = f"{row.actual_columns} cells, where the first line names {row.expected_columns} columns"
        return WelfarekitError(f"{self.path}: {where} has {cells}; a cell with {self._separator!r} in it stands between quotes")

    def _typed(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        columns = []
        for name, texts in zip(self.names, batch.columns, strict=True):
            if name in self._columns:
                texts, unread = self._columns[name].read(texts, self.read_rows)
                self.unread += [(*self._about(batch, each.row - self.read_rows), each) for each in unread]
            columns.append(texts)
        self.read_rows += batch.num_rows
        return pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _about(self, batch: pa.RecordBatch, row: int) -> tuple[str | None, str | None]:
        def cell(name: str) -> str | None:
            return batch.column(self.names.index(name))[row].as_py() if name in self.names else None

        return (cell("id"), None) if self.entity == "household" else (cell(HOUSEHOLD), cell("id"))
