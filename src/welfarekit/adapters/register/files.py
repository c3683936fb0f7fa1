"""A register in a file, opened to be streamed: parquet, Arrow IPC (file or stream), or CSV in a declared locale."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.dataset
import pyarrow.ipc
import pyarrow.parquet as pq

from welfarekit.adapters.register.csv_file import CsvFile
from welfarekit.adapters.register.schema import Entity, MoneyAs
from welfarekit.errors import WelfarekitError

_BATCH: Final = 65_536
_STREAM: Final = b"\xff\xff\xff\xff"
"""How an Arrow IPC stream begins."""


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What Arrow says of a file that it cannot read, as an error of ours that names the file."""
    try:
        yield
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise WelfarekitError(f"{path} cannot be read: {str(error).splitlines()[0]}") from None


def _guarded(path: Path, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    with reading(path):
        yield from batches


class ParquetFile:
    """A parquet file, read one row group after the other."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = pq.ParquetFile(path, memory_map=True)
        self.schema: pa.Schema = self._file.schema_arrow
        self.num_rows: int | None = self._file.metadata.num_rows

    def reader(self, names: Collection[str]) -> pa.RecordBatchReader:
        """The rows of some columns; the others are not read."""
        schema = pa.schema([field for field in self.schema if field.name in names])
        groups = range(self._file.num_row_groups)  # one at a time: Arrow cannot read nested dictionaries across groups
        batches = (batch for group in groups for batch in self._file.iter_batches(_BATCH, [group], schema.names))
        return pa.RecordBatchReader.from_batches(schema, _guarded(self.path, batches))


class IpcFile:
    """A file in the Arrow IPC format, mapped into memory."""

    def __init__(self, path: Path, *, stream: bool) -> None:
        self.path, self._stream = path, stream
        self._source = pa.memory_map(str(path))
        self.schema: pa.Schema = (pa.ipc.open_stream if stream else pa.ipc.open_file)(self._source).schema
        self.num_rows: int | None = None if stream else pa.dataset.dataset(path, format="ipc").count_rows()

    def reader(self, names: Collection[str]) -> pa.RecordBatchReader:
        """The rows of some columns."""
        at = [at for at, field in enumerate(self.schema) if field.name in names]
        schema = pa.schema([self.schema.field(position) for position in at])
        batches = self._batches(pa.ipc.IpcReadOptions(included_fields=at))
        return pa.RecordBatchReader.from_batches(schema, _guarded(self.path, batches))

    def _batches(self, options: Any) -> Iterator[pa.RecordBatch]:
        with pa.memory_map(str(self.path)) as source:
            if self._stream:
                yield from pa.ipc.open_stream(source, options=options)
            else:
                opened = pa.ipc.open_file(source, options=options)
                for at in range(opened.num_record_batches):
                    yield opened.get_batch(at)


def open_register(
    path: Path, entity: Entity, *, locale: str | None, encoding: str, money: MoneyAs, digits: int
) -> ParquetFile | IpcFile | CsvFile:
    """A file of households or of persons; its form is seen from its first bytes. A CSV file needs a ``locale``."""
    with open(path, "rb") as file:
        start = file.read(6)
    with reading(path):
        if start.startswith(b"PAR1"):
            return ParquetFile(path)
        if start == b"ARROW1":
            return IpcFile(path, stream=False)
        if start.startswith(_STREAM):
            return IpcFile(path, stream=True)
        if b"\0" in start:
            raise WelfarekitError(f"{path} is not parquet, Arrow IPC or CSV")
        if locale is None:
            raise WelfarekitError(
                f"{path} is read as CSV, and it has to be said in which locale: --csv-locale zh_Hans, zh_Hant, vi or en"
            )
        return CsvFile(path, entity, locale=locale, encoding=encoding, money=money, digits=digits)
