"""numpy arrays as Arrow arrays, without a copy where the memory is laid out alike and never one Python value at a time."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pyarrow as pa


def bits(valid: Any) -> pa.Buffer | None:
    """The validity of an Arrow array: one bit a row; None where every row is valid."""
    return None if valid is None else pa.py_buffer(np.packbits(valid, bitorder="little"))


def numbers(kind: pa.DataType, values: Any, valid: Any = None) -> pa.Array:
    """Whole numbers. The memory is shared if ``values`` has the width of ``kind``."""
    data = np.ascontiguousarray(values, dtype=str(kind))
    return pa.Array.from_buffers(kind, len(data), [bits(valid), pa.py_buffer(data)])


def decimals(kind: pa.DataType, minor: Any, valid: Any = None) -> pa.Array:
    """Whole minor units as decimals of 128 bits, whose scale says how many of the digits stand behind the point."""
    data = np.empty((len(minor), 2), dtype=np.int64)
    data[:, 0] = minor
    np.right_shift(data[:, 0], 63, out=data[:, 1])  # the sign, in every bit of the upper half
    return pa.Array.from_buffers(kind, len(minor), [bits(valid), pa.py_buffer(data)])


def money(kind: pa.DataType, minor: Any, valid: Any = None) -> pa.Array:
    """Whole minor units as decimals or, if ``kind`` is whole numbers, as they are."""
    return decimals(kind, minor, valid) if pa.types.is_decimal(kind) else numbers(kind, minor, valid)


def coded(kind: pa.DataType, codes: Any, words: pa.Array, valid: Any = None) -> pa.Array:
    """Positions in ``words`` as a dictionary array."""
    data = np.ascontiguousarray(codes)
    width = np.dtype(str(kind.index_type))
    data = data.view(width) if data.itemsize == width.itemsize else data.astype(width)
    return pa.DictionaryArray.from_buffers(kind, len(data), [bits(valid), pa.py_buffer(data)], words)


def lists(starts: Any, values: pa.Array, valid: Any = None) -> pa.Array:
    """Lists that follow each other in ``values``, from ``starts[row]`` to ``starts[row + 1]``."""
    data = np.ascontiguousarray(starts, dtype=np.int32)
    kind = pa.list_(values.type)
    return pa.Array.from_buffers(kind, len(data) - 1, [bits(valid), pa.py_buffer(data)], children=[values])


class Words:
    """Texts that a dictionary column can hold. Each keeps its position; one that was not foreseen comes at the end."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._at: dict[str, int] = {}
        self._array: pa.Array | None = None
        for word in words:
            self.position(word)

    def position(self, word: str) -> int:
        """Where the text stands."""
        if word not in self._at:
            self._at[word], self._array = len(self._at), None
        return self._at[word]

    @property
    def array(self) -> pa.Array:
        """The texts in their order."""
        if self._array is None:
            self._array = pa.array(self._at, pa.string())
        return self._array

    def __getitem__(self, position: int) -> str:
        return [*self._at][position]
