"""Rows of a stream of batches by the values of some columns; only the groups are kept."""

from __future__ import annotations

import math
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from welfarekit.errors import WelfarekitError

_PLAIN: Final = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}


def stream_of(table: Any) -> Any:
    """A table of any library as record batches, one at a time; a TypeError for what does not speak Arrow."""
    if hasattr(table, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(table)
    raise TypeError(
        f"{type(table).__name__} is not a table that can be read as Arrow; give one of pyarrow, Polars (collect a LazyFrame), "
        f"pandas or DuckDB, or a RecordBatchReader"
    )


def columns_of(by: str | Sequence[str], reserved: Sequence[str]) -> tuple[str, ...]:
    """The columns to group by, each once. ``reserved`` are names that the outcome has for columns of its own."""
    names = tuple(dict.fromkeys((by,) if isinstance(by, str) else by))
    for name in names:
        if name in reserved:
            raise WelfarekitError(f"the outcome has a column {name!r} of its own; give the one to group by another name")
    return names


def require(schema: Any, columns: Sequence[str], by: Sequence[str]) -> None:
    """Refuse a table without these columns, all that are missing at once, or with one that cannot be grouped by."""
    wrong = []
    for name in dict.fromkeys((*columns, *by)):
        if schema.names.count(name) != 1:
            near = [] if name in schema.names else get_close_matches(name, schema.names, 1)
            many = "no column" if name not in schema.names else "more than one column"
            wrong.append(f"{many} {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""))
        elif name in by and key_type(schema.field(name).type) is None:
            wrong.append(f"column {name!r} is {schema.field(name).type}, which nothing can be grouped by")
    if wrong:
        raise WelfarekitError("the table cannot be added up: " + "; ".join(wrong))


def key_type(kind: Any) -> Any:
    """The type in which a grouped column comes out: dictionaries and views as what they stand for. None: not to group by."""
    plain = kind.value_type if pa.types.is_dictionary(kind) else kind
    plain = _PLAIN.get(plain, plain)
    return None if pa.types.is_nested(plain) or isinstance(plain, pa.BaseExtensionType) else plain


def coded(array: Any) -> tuple[Any, list[Any]]:
    """A column as positions in a list of its values, the last of which is None."""
    if not pa.types.is_dictionary(array.type):
        narrow = pa.types.is_decimal(array.type) and array.type.bit_width < 128
        kind = pa.decimal128(38, array.type.scale) if narrow else _PLAIN.get(array.type, array.type)
        array = array.cast(kind).dictionary_encode()
    values = [math.nan if value != value else value for value in array.dictionary.to_pylist()]  # one nan, the same object
    codes = pc.fill_null(array.indices.cast(pa.int64()), len(values))
    return codes.to_numpy(zero_copy_only=False), [*values, None]


def positions(array: Any, words: Sequence[str], column: str) -> Any:
    """A column of these words as their positions, -1 for null; another word is refused."""
    codes, values = coded(array)
    at = [-1 if value is None else words.index(value) if value in words else -2 for value in values]
    found = np.array(at, np.int64)[codes]
    if len(found) and found.min() == -2:
        strange = next(value for value, position in zip(values, at, strict=True) if position == -2)
        raise WelfarekitError(f"column {column!r} holds {str(strange)[:20]!r}; it can be {', '.join(words)}, or null")
    return found


class Groups:
    """The groups met so far: each combination of values of the columns ``names`` has a number, in the order they were met."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self.numbers: dict[tuple[Any, ...], int] = {}

    def of(self, batch: Any) -> Any:
        """The number of the group of each row."""
        rows: Any = np.zeros(batch.num_rows, np.int64)
        keys: list[tuple[Any, ...]] = [()]
        for name in self.names:
            codes, values = coded(batch.column(name))
            found, rows = _met(rows * len(values) + codes, len(keys) * len(values))
            keys = [(*keys[one // len(values)], values[one % len(values)]) for one in found]
        numbers = [self.numbers.setdefault(key, len(self.numbers)) for key in keys]
        return np.array(numbers, np.int64)[rows]


def _met(codes: Any, size: int) -> tuple[list[int], Any]:
    """The codes that occur, in order, and the position of each row's among them."""
    if size > 4 * len(codes) + 1024:
        found, rows = np.unique(codes, return_inverse=True)
        return found.tolist(), rows
    occurs = np.bincount(codes, minlength=size) > 0
    return np.flatnonzero(occurs).tolist(), (np.cumsum(occurs) - 1)[codes]
