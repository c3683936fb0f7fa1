"""A register assessed: from tables of households to a table of answers, chunk by chunk, so that memory stays flat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any, Final, Literal, TypedDict, Unpack

import pyarrow as pa

from welfarekit.adapters.columns import Assessor
from welfarekit.adapters.register.answer_rows import AnswerRows
from welfarekit.adapters.register.asked import Programs, asked
from welfarekit.adapters.register.result import result_schema
from welfarekit.adapters.register.source import Register
from welfarekit.domain.checking import nearest
from welfarekit.errors import Problem, WelfarekitError
from welfarekit.rules.lawbook import Lawbook
from welfarekit.truth import UNKNOWN

ROWS: Final = 65_536
"""How many households are answered together, unless said otherwise: few enough for the cache, many enough for numpy."""
FEWER: Final = 16_384
"""The same where the facts that are missing are listed, which can be twenty to a row."""

Progress = Callable[[int, int | None], None]
"""Told after each chunk how many households are done, and of how many, if that is known."""


class Options(TypedDict, total=False):
    """How a register is assessed; see :func:`assess_table`."""

    persons: Any
    month: Any
    law: Lawbook | None
    decided: dt.date | None
    money: Literal["decimal", "minor"]
    keep: Sequence[str]
    other: Collection[str] | Literal["any"]
    columns: Collection[str] | None
    rows: int | None
    progress: Progress | None


class Assessment:
    """One run over a register. What cannot be carried out is refused when it is made, before a row is read."""

    def __init__(self, households: Any, programs: Programs, on: dt.date, **options: Unpack[Options]) -> None:
        strange = sorted(options.keys() - Options.__annotations__.keys())
        if strange:
            raise TypeError(f"there is no option {strange[0]!r}; {nearest(strange[0], Options.__annotations__)}".rstrip("; "))
        month, money, columns = options.get("month", UNKNOWN), options.get("money", "decimal"), options.get("columns")
        rows = options.get("rows")
        if rows is not None and rows < 1:
            raise WelfarekitError(f"a chunk has at least one household, not {rows}")
        self.books = asked(programs, on, month)
        self.register = Register(
            households,
            options.get("persons"),
            country=self.books[0].country,
            on=on,
            money=money,
            keep=options.get("keep", ()),
            other=options.get("other", ()),
        )
        self.schema = result_schema(
            self.books,
            money=money,
            household=self.register.key_type,
            member=self.register.member_type,
            keep=self.register.keep_fields,
            columns=columns,
        )
        names = self.schema.names
        self.rows = rows or (FEWER if "missing" in names else ROWS)
        self.assessor = Assessor(
            self.books,
            on,
            month=month,
            law=options.get("law"),
            decided=options.get("decided"),
            conditions="condition" in names,
            missing="missing" in names,
        )
        self.answers = AnswerRows(self.books, self.schema)
        self.total, self.done, self.progress = self.register.total, 0, options.get("progress")

    def problems(self, block: Any) -> Mapping[int, Sequence[Problem]]:
        """What is wrong with the households of a block, by row."""
        return block.problems  # type: ignore[no-any-return]  # the problems of a block

    def chunks(self) -> Iterator[list[pa.RecordBatch]]:
        """The result, a batch for each program at a time; persons without a household at the end."""
        for block in self.register.blocks(self.rows):
            answers = self.assessor.assess(block)
            yield list(self.answers.batches(block, answers, self.problems(block)))
            self.done += block.size
            if self.progress is not None:
                self.progress(self.done, self.total)
        for persons in self.register.strays.combine_chunks().to_batches(max_chunksize=self.rows):
            if persons.num_rows:
                yield list(self.answers.strays(persons))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The result, batch by batch."""
        for chunk in self.chunks():
            yield from chunk


def assess_table(households: Any, programs: Programs, on: dt.date, **options: Unpack[Options]) -> pa.Table:
    """Every household of a register under one program or several, as one table: program by program, in the order of the input.

    ``households`` is anything that speaks the Arrow C stream interface (a table of pyarrow, Polars, pandas, DuckDB): nested,
    with a list of structs ``members``, or flat beside a table of ``persons``. ``programs`` are keys or rulebooks, or a country
    for all of its programs in force on the day. The options:

    * ``persons``: the members, in a table of their own with the column ``household``;
    * ``month``: facts about the month (:class:`~welfarekit.domain.index_month.IndexMonth`);
    * ``law``, ``decided``: as in :func:`~welfarekit.rules.determine.determine`;
    * ``money``: ``"decimal"``, or ``"minor"`` for whole fen or đồng, in and out;
    * ``keep``: columns of the households that go along; ``other``: columns that are no facts (``"any"``: whatever is not known);
    * ``columns``: which columns of the result to make;
    * ``rows``: how many households are answered together; ``progress``: called after each chunk with how many are done, and of
      how many.

    A household that is wrong has its errors in place of an answer, and the others go on. A table that does not fit is refused
    with all that does not (:class:`~welfarekit.errors.TableMismatch`).
    """
    run = Assessment(households, programs, on, **options)
    found: list[list[pa.RecordBatch]] = [[] for _ in run.books]
    for chunk in run.chunks():
        for batches, batch in zip(found, chunk, strict=True):
            batches.append(batch)
    return pa.Table.from_batches([batch for batches in found for batch in batches], schema=run.schema)


def assess_batches(households: Any, programs: Programs, on: dt.date, **options: Unpack[Options]) -> pa.RecordBatchReader:
    """The same as a stream of batches that are made when they are asked for: chunk by chunk, in a chunk program by program.

    Memory stays flat, however long the register is. An error in the middle is raised where the batch would have come.
    """
    run = Assessment(households, programs, on, **options)
    return pa.RecordBatchReader.from_batches(run.schema, run.batches())
