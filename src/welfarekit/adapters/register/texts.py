"""Columns of texts with a meaning, choices and places: looked up once for each different text, not for each row."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa

from welfarekit.adapters.register.decoding import Cells, exact, flags, numbers, valid, where_any, whole
from welfarekit.domain.fact import Spec
from welfarekit.errors import PlaceError
from welfarekit.money import MINOR_DIGITS
from welfarekit.place import CURRENCY, Place
from welfarekit.rules.node import NONE
from welfarekit.truth import UNKNOWN, UnknownType

BAD: Final = 254
"""The code of a text that is none of the choices."""
NULL: Final = 255
"""The code of a null inside a dictionary."""


def texts_of(array: pa.Array) -> list[str | None]:
    """The texts of an array; bytes that are no text in UTF-8 come as what Python has for them, and no choice is like that."""
    try:
        return array.to_pylist()  # type: ignore[no-any-return]  # of texts
    except UnicodeDecodeError:
        return [text_of(array[at]) for at in range(len(array))]


def text_of(scalar: pa.Scalar) -> str | None:
    """The text of one cell."""
    return str(scalar.as_buffer().to_pybytes(), "utf-8", "surrogateescape") if scalar.is_valid else None


class Texts:
    """What the texts of a column mean: looked up once for each different text, not for each row."""

    def __init__(self, kind: Any, null: int, bad: int) -> None:
        self.kind, self.null, self.bad = kind, null, bad
        self.codes: dict[str, int] = {}
        self._last: tuple[pa.Array, Any, Any] | None = None

    def code(self, text: str) -> int:
        """The code of a text that has not been met before."""
        return self.bad

    def _tables(self, texts: pa.Array) -> tuple[Any, Any]:
        """For each text of a dictionary its code, and the same with 0 for what has no meaning; and one more for a null."""
        if self._last is None or not self._last[0].equals(texts):
            codes = np.array([*map(self._code, texts_of(texts)), self.null], dtype=self.kind)
            clean = np.where((codes == self.null) | (codes == self.bad), self.kind(0), codes)
            self._last = texts, codes, clean
        return self._last[1:]

    def _code(self, text: str | None) -> int:
        if text is None:
            return self.null
        code = self.codes.get(text)
        if code is None:
            code = self.code(text)
            if code != self.bad:
                self.codes[text] = code
        return code

    def read(self, array: pa.Array) -> Cells:
        """A column of texts, as dictionary or not, as codes."""
        if pa.types.is_null(array.type):
            return Cells(np.zeros(len(array), dtype=self.kind), np.zeros(len(array), dtype=bool))
        if not pa.types.is_dictionary(array.type):
            array = array.dictionary_encode()
        codes, clean = self._tables(array.dictionary)
        index, known, bad = numbers(array.indices), valid(array), None
        if self.null in codes[:-1]:
            nulls = np.take(codes, index, mode="clip") != self.null
            known = nulls if known is None else known & nulls
        if self.bad in codes[:-1]:
            bad = where_any(np.take(codes, index, mode="clip") == self.bad, known)
        return Cells(np.take(clean, index, mode="clip"), known, None, bad)


class Choices(Texts):
    """The texts of a choice: positions among its values, where "none" comes last for one that can be none."""

    def __init__(self, spec: Spec) -> None:
        super().__init__(np.uint8, NULL, BAD)
        self.codes = {text: position for position, text in enumerate(spec.choices)}
        self.none = len(spec.choices)
        if spec.none:
            self.codes[NONE] = self.none

    def read(self, array: pa.Array) -> Cells:
        """The positions, and where there is none."""
        cells = super().read(array)
        none = None
        if NONE in self.codes:
            none = where_any(cells.values == self.none, cells.known)
        return Cells(cells.values, cells.known, none, cells.bad)


class Places(Texts):
    """The codes of places: positions in ``met``, which only grows; the first is "not known"."""

    def __init__(self, country: str) -> None:
        super().__init__(np.int32, 0, -1)
        self.country = country
        self.met: list[Place | UnknownType] = [UNKNOWN]

    def code(self, text: str) -> int:
        """The position of a place of the country."""
        try:
            place = Place.parse(text)
        except PlaceError:
            return self.bad
        if place.country != self.country:
            return self.bad
        self.met.append(place)
        return len(self.met) - 1


def cells(spec: Spec, array: pa.Array, country: str, texts: Texts | None) -> Cells:
    """The column of a fact; ``texts`` reads it if it is a choice or a place."""
    if texts is not None:
        return texts.read(array)
    if pa.types.is_null(array.type):
        return Cells(np.zeros(len(array), dtype=bool if spec.kind == "flag" else np.int64), np.zeros(len(array), dtype=bool))
    if spec.kind == "flag":
        return Cells(flags(array), valid(array))
    places = MINOR_DIGITS[CURRENCY[country]] if spec.kind == "money" else spec.places
    if pa.types.is_decimal(array.type):
        return exact(array, spec, places)
    return whole(array, spec, 0 if spec.kind == "money" else places)
