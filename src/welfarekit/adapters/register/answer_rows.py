"""Answers as rows of a result, chunk by chunk and program by program, and a count of what came out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from welfarekit.adapters.columns import OUTCOMES, Answer
from welfarekit.adapters.register.faults import Faults
from welfarekit.adapters.register.result import COLUMNS
from welfarekit.adapters.register.row_columns import RowColumns
from welfarekit.adapters.register.subjects import Strays, Subjects
from welfarekit.adapters.register.vocabulary import Vocabulary
from welfarekit.errors import Problem
from welfarekit.rules.rulebook import Rulebook


class AnswerRows:
    """Makes the rows of a result. ``outcomes`` and ``errors`` count them, by program; outcomes by position in OUTCOMES."""

    def __init__(self, books: Sequence[Rulebook], schema: pa.Schema) -> None:
        self.books, self.schema = tuple(books), schema
        self.vocabulary = Vocabulary(books, schema)
        self.names = [name for name in schema.names if name in COLUMNS]
        self.kept = [name for name in schema.names if name not in COLUMNS]
        self.outcomes = {book.key: np.zeros(len(OUTCOMES), dtype=np.int64) for book in books}
        self.errors: dict[str, Counter[str]] = {book.key: Counter() for book in books}

    def batches(
        self, block: Any, answers: Iterable[Answer], problems: Mapping[int, Sequence[Problem]]
    ) -> Iterator[pa.RecordBatch]:
        """The rows of a block, program by program. ``problems`` are those of its households, by row."""
        kept = [block.kept[name] for name in self.kept]
        words = self.vocabulary.words["error"]
        faults = Faults.of(block, problems, words)
        shared: dict[bool, Subjects] = {}
        for answer in answers:
            personal = answer.rulebook.subject == "person"
            if answer.errors is not None:
                own = (faults or Faults(block.size, words)).with_law(*answer.errors)
                yield self._batch(answer, Subjects(block, kept, own, personal=personal))
            else:
                if personal not in shared:
                    shared[personal] = Subjects(block, kept, faults, personal=personal)
                yield self._batch(answer, shared[personal])

    def strays(self, persons: pa.RecordBatch) -> Iterator[pa.RecordBatch]:
        """Rows for persons who belong to no household of the register, program by program."""
        subjects = Strays(persons, [self.schema.field(name).type for name in self.kept], self.vocabulary.words["error"])
        for book in self.books:
            yield self._batch(Answer(book, np.zeros(subjects.size, dtype=np.uint8)), subjects)

    def _batch(self, answer: Answer, subjects: Subjects) -> pa.RecordBatch:
        columns = RowColumns(answer, subjects, self.vocabulary)
        key, right = answer.rulebook.key, subjects.right
        codes = columns.codes if right is None else columns.codes[right]
        self.outcomes[key] += counts(codes)
        if subjects.faults is not None:
            self.errors[key].update(subjects.faults.counted())
        arrays = [columns.column(name) for name in self.names]
        return pa.RecordBatch.from_arrays([*arrays, *subjects.kept], schema=self.schema)


def counts(codes: Any) -> Any:
    """How often each outcome occurs, by position in OUTCOMES."""
    found = np.zeros(len(OUTCOMES), dtype=np.int64)
    left = len(codes)
    for code in (1, 0, 2, 3):  # mostly there is nothing but yes and no
        if left:
            found[code] = np.count_nonzero(codes == code)
            left -= found[code]
    return found
