"""The cells of a CSV file as the types of a register: read strictly in a declared locale, each different text once.

A cell that cannot be read is no null: it is handed out beside the column, so that the row becomes an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from welfarekit.adapters.register.schema import Column, MoneyAs
from welfarekit.domain.checking import shown
from welfarekit.errors import Problem
from welfarekit.language.written import Unreadable, day_reader, flag_reader, number_reader

_MOST_KEPT: Final = 100_000
_ONE_LINE: Final = Unreadable("not_text", "a text in one line")


@frozen
class Unread:
    """A cell that could not be read: in which row of the file, and the problem, whose path is the name of the column."""

    row: int
    problem: Problem


class CsvColumn:
    """One column of a CSV file: its Arrow type, and what its texts mean."""

    def __init__(self, column: Column, locale: str, money: MoneyAs, digits: int) -> None:
        self.column = column
        self.type, self._read = _reader(column, locale, money, digits)
        self._met: dict[str, Any] = {}

    def read(self, texts: pa.Array, first: int) -> tuple[pa.Array, list[Unread]]:
        """The values of some cells, of which the first stands in row ``first``; an empty cell is not known."""
        if self._read is None:
            rows = pc.indices_nonzero(pc.match_substring_regex(texts, "[\r\n]").fill_null(False)).to_pylist()
            return texts, [self._unread(first + row, texts[row].as_py(), _ONE_LINE) for row in rows]
        coded = texts.dictionary_encode()
        words = coded.dictionary.to_pylist()
        values = [self._value(word) for word in words]
        wrong = [position for position, value in enumerate(values) if isinstance(value, Unreadable)]
        found = pa.array([None if isinstance(value, Unreadable) else value for value in values], self.type).take(coded.indices)
        return found, list(self._all_unread(coded.indices, words, values, wrong, first)) if wrong else []

    def _value(self, word: str) -> Any:
        value = self._met.get(word)
        if value is None:
            assert self._read is not None
            try:
                value = self._read(word)
            except Unreadable as error:
                value = error
            if len(self._met) >= _MOST_KEPT:
                self._met.clear()
            self._met[word] = value
        return value

    def _all_unread(self, indices: pa.Array, words: Any, values: Any, wrong: list[int], first: int) -> Iterator[Unread]:
        positions = np.asarray(indices.fill_null(-1))
        for row in np.flatnonzero(np.isin(positions, wrong)).tolist():
            yield self._unread(first + row, words[positions[row]], values[positions[row]])

    def _unread(self, row: int, text: str, error: Unreadable) -> Unread:
        given = shown(text, None if self.column.says_none else self.column.spec)
        return Unread(row, Problem(error.code, self.column.name, given, error.expected))


def _reader(column: Column, locale: str, money: MoneyAs, digits: int) -> tuple[pa.DataType, Callable[[str], Any] | None]:
    """The type of a column and how its cells are read; None for texts, which are what they are."""
    if column.says_none:
        return pa.bool_(), flag_reader(locale)
    spec = column.spec
    match spec.kind:
        case "flag":
            return pa.bool_(), flag_reader(locale)
        case "money" if money == "minor":
            minor = number_reader(locale, 0, "not_money", "an amount in minor units")
            return pa.int64(), lambda text: int(minor(text))
        case "money":
            return pa.decimal128(18, digits), number_reader(locale, digits, "not_money", "an amount")
        case "count":
            count = number_reader(locale, 0, "wrong_type", "a whole number")
            return pa.int64(), lambda text: int(count(text))
        case "number":
            return pa.decimal128(15 + spec.places, spec.places), number_reader(locale, spec.places)
        case "day":
            return pa.date32(), day_reader(locale)
    return pa.string(), None
