"""From Arrow columns to numpy arrays, without a copy where the bytes are right already, and which of the values cannot be.

What is ``bad`` is exactly what the JSON reader refuses in the same place: out of bounds, too many digits, a text that is no
choice. Bad values are not known to the rules; :mod:`~welfarekit.adapters.register.validation` says what is wrong with them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from welfarekit.domain.fact import Spec

EPOCH: Final = dt.date(1970, 1, 1).toordinal()
FIRST_DAY: Final = dt.date(1850, 1, 1).toordinal() - EPOCH
LAST_DAY: Final = dt.date(2199, 12, 31).toordinal() - EPOCH


@frozen(eq=False)
class Cells:
    """One column of a window: its values, and masks (None for "all" known, "nowhere" none or bad)."""

    values: Any
    known: Any = None
    none: Any = None
    bad: Any = None


def bits(buffer: pa.Buffer | None, offset: int, length: int) -> Any:
    """A bitmap as an array of bool."""
    if buffer is None:
        return np.zeros(length, dtype=bool)
    first, skip = divmod(offset, 8)
    packed = np.frombuffer(buffer, np.uint8, (skip + length + 7) // 8, first)
    return np.unpackbits(packed, bitorder="little")[skip : skip + length].view(bool)


def valid(array: pa.Array) -> Any:
    """Where an array is not null; None for everywhere."""
    if array.null_count == 0:
        return None
    return bits(None if pa.types.is_null(array.type) else array.buffers()[0], array.offset, len(array))


def flags(array: pa.Array) -> Any:
    """The values of a column of bool."""
    return bits(array.buffers()[1] if len(array) else None, array.offset, len(array))


def numbers(array: pa.Array) -> Any:
    """The values of a column of whole numbers or days, as they are."""
    if len(array) == 0:
        return np.zeros(0, dtype=np.int64)
    kind = np.dtype("int32" if pa.types.is_date32(array.type) else str(array.type))
    return np.frombuffer(array.buffers()[1], kind, len(array), array.offset * kind.itemsize)


def lengths(texts: pa.Array) -> Any:
    """How many bytes each text of a plain column has."""
    if len(texts) == 0:
        return np.zeros(0, dtype=np.int64)
    kind = np.dtype("int64" if pa.types.is_large_string(texts.type) else "int32")
    offsets = np.frombuffer(texts.buffers()[1], kind, len(texts) + 1, texts.offset * kind.itemsize)
    return np.diff(offsets)


def outside(values: Any, least: int, most: int, known: Any) -> Any:
    """Where known values are beyond their bounds; None for nowhere."""
    if len(values) == 0:
        return None
    if least == 0 and values.dtype.kind == "i":  # without a sign what is negative is very large: one look does
        if int(values.view(f"u{values.itemsize}").max()) <= min(most, np.iinfo(values.dtype).max):
            return None
    elif int(values.min()) >= least and int(values.max()) <= most:
        return None
    return where_any((values < least) | (values > most), known)


def where_any(mask: Any, known: Any) -> Any:
    """A mask, narrowed to what is known; None where it is nowhere true."""
    if known is not None:
        mask = mask & known
    return mask if mask.any() else None


def _either(one: Any, other: Any) -> Any:
    return other if one is None else one if other is None else one | other


def bounds(spec: Spec, places: int = 0) -> tuple[int, int]:
    """The least and the greatest value of a fact times ``10**places``; money in minor units, a day as columns count it."""
    if spec.kind == "day":
        return FIRST_DAY, LAST_DAY
    scale = 1 if spec.kind == "money" else 10**places
    return spec.least * scale, 2**62 if spec.most is None else spec.most * scale


def exact(array: pa.Array, spec: Spec, places: int) -> Cells:
    """A column of decimals, money among them, as whole numbers of 64 bits times ``10**places``."""
    known = valid(array)
    lost = None
    if array.type.scale > places and array.type.bit_width > 64:
        array, lost = _rescaled(array, places, known)
    values, beyond = _words(array, known)
    lost, scale = _either(lost, beyond), array.type.scale
    if scale > places:
        lost, values, scale = where_any(values % 10 ** (scale - places) != 0, known), values // 10 ** (scale - places), places
    factor = 10 ** (places - scale)
    least, most = bounds(spec, places)
    bad = _either(lost, outside(values, -(-least // factor), most // factor, known))
    return Cells(values if factor == 1 else values * np.int64(factor), known, None, bad)


def _words(array: pa.Array, known: Any) -> tuple[Any, Any]:
    """The unscaled values of decimals in 64 bits, and where they have more."""
    width, length = array.type.bit_width, len(array)
    if length == 0:
        return np.zeros(0, dtype=np.int64), None
    if width <= 64:
        kind = np.dtype(f"int{width}")
        return np.frombuffer(array.buffers()[1], kind, length, array.offset * kind.itemsize).astype(np.int64, copy=False), None
    words = width // 64
    matrix = np.frombuffer(array.buffers()[1], np.int64, length * words, array.offset * 8 * words).reshape(length, words)
    values = np.ascontiguousarray(matrix[:, 0])
    beyond = None
    for word in range(1, words):
        if int(values.min()) < 0 or matrix[:, word].any():
            beyond = _either(beyond, where_any(matrix[:, word] != values >> 63, known))
    return values, beyond


def _rescaled(array: pa.Array, places: int, known: Any) -> tuple[pa.Array, Any]:
    """Decimals of many digits with fewer places, and where that loses any."""
    wide = pa.decimal128 if array.type.bit_width == 128 else pa.decimal256
    digits = 38 if array.type.bit_width == 128 else 76
    try:
        return array.cast(wide(digits, places)), None
    except pa.ArrowInvalid:
        cut = array.cast(wide(digits, places), safe=False)
    back, given = (each.cast(wide(digits, array.type.scale), safe=False) for each in (cut, array))
    return cut, where_any(~flags(pc.equal(back, given)), known)


def whole(array: pa.Array, spec: Spec, places: int = 0) -> Cells:
    """A column of whole numbers, money in minor units among them, or of days; narrow types stay narrow."""
    values, known = numbers(array), valid(array)
    least, most = bounds(spec)
    bad = outside(values, least, most, known)
    if values.dtype.kind == "u":  # what is not bad fits the next wider type with a sign
        values = values.astype(np.dtype(f"int{min(64, 16 * values.itemsize)}"))
    if places or spec.kind == "money":
        values = values.astype(np.int64, copy=False) * np.int64(10**places) if places else values.astype(np.int64, copy=False)
    return Cells(values, known, None, bad)
