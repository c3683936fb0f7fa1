"""A register in parts on many machines: what is sent to each of them, and what it makes of its part.

Everything here goes through ``pickle`` and knows nothing of the engine that carries it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from welfarekit.adapters.register.assess import ROWS, Options, assess_batches, assess_table
from welfarekit.errors import UnknownProgram
from welfarekit.rules.determine import program
from welfarekit.rules.rulebook import Rulebook

TWICE: Final = "welfarekit_twice"
"""The column of a nested part that says whether the key of a household stands more than once in the whole register."""
HOMES: Final = "welfarekit_homes"
PEOPLE: Final = "welfarekit_people"
"""The columns of a grouped part: all households and all persons with one key."""


@frozen(eq=False)
class Question:
    """What is asked. Shipped programs are sent as their keys, other rulebooks whole; law as what was laid on the shipped."""

    programs: tuple[str | Rulebook, ...]
    on: dt.date
    options: Options

    @classmethod
    def of(cls, books: Sequence[Rulebook], on: dt.date, options: Options) -> Question:
        """The question about these rulebooks."""
        return cls(tuple(book.key if _is_shipped(book) else book for book in books), on, options)


def _is_shipped(book: Rulebook) -> bool:
    try:
        return program(book.key) is book
    except UnknownProgram:
        return False


@frozen(eq=False)
class Nested:
    """Answers a part of a nested register.

    ``schema`` is that of the answers, ``households`` are the names of the columns. The last is ``TWICE``; in the parts the
    others may have other names, since not every engine can carry columns whose names have dots.
    """

    question: Question
    schema: pa.Schema
    households: tuple[str, ...]

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The answers of a part, batch by batch."""
        apart, asked = list[pa.RecordBatch](), self.question
        coming = (batch.rename_columns(self.households) for batch in batches)
        for first in coming:
            once = pa.RecordBatchReader.from_batches(_plain(first).schema, _once(chain((first,), coming), apart))
            yield from exact(assess_batches(once, asked.programs, asked.on, **asked.options), self.schema)
        if apart:
            yield from exact(self._twice(pa.Table.from_batches(apart)), self.schema)

    def _twice(self, households: pa.Table) -> Iterator[pa.RecordBatch]:
        """The errors of households whose keys stand elsewhere too: each beside its copy, and of all answers the first half."""
        both = pa.concat_tables([households, households])
        for one in self.question.programs:
            answers = assess_table(both, [one], self.question.on, **self.question.options)
            yield from answers.slice(0, answers.num_rows // 2).to_batches()


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    return batch.drop_columns([TWICE])


def _once(batches: Iterable[pa.RecordBatch], apart: list[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """The households whose keys stand once; the others are put apart."""
    for batch in batches:
        twice, rest = batch.column(TWICE), _plain(batch)
        if twice.true_count:
            apart.append(rest.filter(twice))
            rest = rest.filter(pc.invert(twice))
        yield rest


@frozen(eq=False)
class Grouped:
    """Answers a part of a flat register, brought together by key: all that belongs to a key stands in one row, as structs."""

    question: Question
    schema: pa.Schema

    def __call__(self, batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """The answers of a part, a few batches at a time."""
        asked = self.question
        for some in _together(batches):
            homes, people = _unpacked(some.column(HOMES)), _unpacked(some.column(PEOPLE))
            options: Options = {**asked.options, "persons": people}
            yield from exact(assess_batches(homes, asked.programs, asked.on, **options), self.schema)


def _together(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches put together until they make a chunk."""
    waiting: list[pa.RecordBatch] = []
    for batch in batches:
        waiting.append(batch)
        if sum(map(len, waiting)) >= ROWS:
            yield pa.Table.from_batches(waiting)
            waiting = []
    if waiting:
        yield pa.Table.from_batches(waiting)


def _unpacked(lists: pa.ChunkedArray) -> pa.Table:
    """The structs of all lists as a table."""
    return pa.Table.from_batches([pa.RecordBatch.from_struct_array(chunk.flatten()) for chunk in lists.chunks])


def exact(batches: Iterable[pa.RecordBatch], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    """Batches in the very types that were promised; empty ones are left out."""
    for batch in batches:
        if batch.num_rows:
            yield batch.cast(schema)
