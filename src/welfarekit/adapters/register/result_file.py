"""A result written to a file as it comes: parquet, Arrow IPC or CSV, by the ending of the name.

The file gets its name when it is complete; a run that is broken off leaves none, and an older file as it was.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.ipc
import pyarrow.parquet as pq

from welfarekit.errors import WelfarekitError

Format = Literal["parquet", "arrow", "stream", "csv"]
FORMATS: Final[dict[str, Format]] = {
    ".parquet": "parquet", ".arrow": "arrow", ".feather": "arrow", ".ipc": "arrow", ".arrows": "stream", ".csv": "csv",
}  # fmt: skip
_GROUP: Final = 2**18
"""How many rows a row group of parquet has, at least."""


def format_of(path: Path) -> Format:
    """The format that the ending of a name means."""
    if path.suffix.lower() not in FORMATS:
        raise WelfarekitError(f"{path} does not say what to write; end its name in one of {', '.join(FORMATS)}, or say --format")
    return FORMATS[path.suffix.lower()]


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write what becomes ``path`` once it is complete."""
    if path.is_dir():
        raise IsADirectoryError(21, "is a folder, not a file to write", str(path))
    if not path.parent.is_dir():
        raise FileNotFoundError(2, "no such folder", str(path.parent))
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
    os.close(handle)
    try:
        yield Path(name)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def write_result(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path, form: Format, *, point: str = ".") -> None:
    """Write a result; ``point`` is the decimal sign of amounts in CSV."""
    with whole(path) as part:
        match form:
            case "parquet":
                _parquet(batches, schema, part)
            case "csv":
                _csv(batches, schema, part, point)
            case _:
                make: Any = pa.ipc.new_file if form == "arrow" else pa.ipc.new_stream
                with pa.OSFile(str(part), "wb") as file, make(file, schema) as writer:
                    for batch in batches:
                        writer.write_batch(batch)


def _parquet(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path) -> None:
    waiting: list[pa.RecordBatch] = []
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            waiting.append(batch)
            if sum(each.num_rows for each in waiting) >= _GROUP:
                writer.write_table(pa.Table.from_batches(waiting, schema))
                waiting.clear()
        if waiting:
            writer.write_table(pa.Table.from_batches(waiting, schema))


def _csv(batches: Iterable[pa.RecordBatch], schema: pa.Schema, path: Path, point: str) -> None:
    plain = pa.schema([(field.name, _plain(field.type, point)) for field in schema])
    with pa_csv.CSVWriter(path, plain, write_options=pa_csv.WriteOptions(quoting_style="needed")) as writer:
        for batch in batches:
            columns = [_as_text(column, kind, point) for column, kind in zip(batch.columns, plain.types, strict=True)]
            writer.write_batch(pa.RecordBatch.from_arrays(columns, schema=plain))


def _plain(kind: pa.DataType, point: str) -> pa.DataType:
    """The type in which a column is written to CSV."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if kind == pa.list_(pa.string()) or (pa.types.is_decimal(kind) and point != "."):
        return pa.string()
    if pa.types.is_nested(kind):
        raise WelfarekitError(f"a column of {kind} cannot be written as CSV; write parquet or Arrow IPC, or do not keep it")
    return kind


def _as_text(column: pa.Array, kind: pa.DataType, point: str) -> pa.Array:
    if column.type == kind:
        return column
    if pa.types.is_list(column.type):
        return pc.binary_join(column, ";")
    text = column.cast(kind)
    return pc.replace_substring(text, ".", point) if pa.types.is_decimal(column.type) else text
