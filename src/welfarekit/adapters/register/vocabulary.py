"""The words of a result: every dictionary column has the same dictionary in every chunk, known before the first row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from welfarekit.adapters.columns import OUTCOMES
from welfarekit.adapters.register.buffers import Words, coded
from welfarekit.adapters.register.faults import CODES
from welfarekit.rules.node import domain_of
from welfarekit.rules.rulebook import Rulebook


class Vocabulary:
    """The words of each dictionary column of a result, and columns made of them."""

    def __init__(self, books: Sequence[Rulebook], schema: pa.Schema) -> None:
        self.schema = schema
        self.words = {
            "program": Words(book.key for book in books),
            "outcome": Words(OUTCOMES),
            "currency": Words(book.currency for book in books),
            "per": Words(book.per for book in books if book.per),
            "status": Words(word for book in books if book.status is not None for word in domain_of(book.status.node)),
            "condition": Words(rule.name for book in books for rule in book.rules),
            "error": Words(CODES),
        }
        self._same: dict[tuple[str, str | None], pa.Array] = {}

    def kind(self, name: str) -> pa.DataType:
        """The type of a column."""
        return self.schema.field(name).type

    def coded(self, name: str, codes: Any, valid: Any = None) -> pa.Array:
        """A column of words, by their positions among all words of the column."""
        return coded(self.kind(name), codes, self.words[name].array, valid)

    def named(self, name: str, positions: Any, names: Sequence[str], valid: Any) -> pa.Array:
        """A column of words, by their positions in the ``names`` of one program."""
        words = self.words[name]
        to = np.array([*(words.position(word) for word in names), 0])
        return self.coded(name, to.astype(str(self.kind(name).index_type))[positions], valid)

    def same(self, name: str, word: str | None, size: int) -> pa.Array:
        """A column with one word, or null, in every row: a piece of the longest that was needed so far."""
        have = self._same.get((name, word))
        if have is None or len(have) < size:
            if word is not None:
                have = self.coded(name, np.full(size, self.words[name].position(word)))
            elif name in self.words:
                have = self.coded(name, np.zeros(size, np.int64), np.zeros(size, bool))
            else:
                have = pa.nulls(size, self.kind(name))
            self._same[name, word] = have
        return have.slice(0, size)
