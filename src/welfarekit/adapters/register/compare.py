"""One register under two laws, read once: each household's answer before and after a reform, and what that comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from typing import Any, Literal, TypedDict, Unpack

import pyarrow as pa

from welfarekit.adapters.columns import Assessor
from welfarekit.adapters.register.answer_rows import AnswerRows
from welfarekit.adapters.register.asked import Programs
from welfarekit.adapters.register.assess import Assessment, Progress
from welfarekit.adapters.register.comparison import comparison
from welfarekit.adapters.register.pairing import COLUMNS, ONCE, TWICE, paired, paired_schema
from welfarekit.errors import WelfarekitError
from welfarekit.rules.lawbook import Lawbook
from welfarekit.truth import UNKNOWN


class Options(TypedDict, total=False):
    """How both laws are asked; see :func:`~welfarekit.adapters.register.assess.assess_table`."""

    persons: Any
    month: Any
    decided: dt.date | None
    money: Literal["decimal", "minor"]
    keep: Sequence[str]
    other: Collection[str] | Literal["any"]
    rows: int
    progress: Progress | None


class _Run:
    """One run over a register under two laws. What cannot be carried out is refused before a row is read."""

    def __init__(
        self, households: Any, programs: Programs, on: dt.date, before: Lawbook | None, after: Lawbook | None, options: Options
    ) -> None:
        strange = sorted(options.keys() - Options.__annotations__.keys())
        if strange:
            raise TypeError(f"a comparison takes no {strange[0]!r}; it has the laws `before` and `after`, and its own columns")
        own = [name for name in options.get("keep", ()) if name in COLUMNS]
        if own:
            raise WelfarekitError(f"a comparison has a column {own[0]!r} of its own; give the one to keep another name")
        self.first = Assessment(households, programs, on, law=before, columns=(*ONCE, *TWICE), **options)
        self.second = Assessor(
            self.first.books, on, month=options.get("month", UNKNOWN), law=after, decided=options.get("decided"),
            conditions=False, missing=False,
        )  # fmt: skip
        result = self.first.schema
        self.schema = paired_schema(result, [field for field in result if field.name not in (*ONCE, *TWICE)])
        self.rows = AnswerRows(self.first.books, pa.schema([result.field(name) for name in TWICE]))

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The comparison: chunk by chunk, in a chunk program by program; persons without a household at the end."""
        first, done = self.first, 0
        for block in first.register.blocks(first.rows):
            before = first.answers.batches(block, first.assessor.assess(block), first.problems(block))
            after = self.rows.batches(block, self.second.assess(block), first.problems(block))
            yield from (paired(one, other, self.schema) for one, other in zip(before, after, strict=True))
            done += block.size
            if first.progress is not None:
                first.progress(done, first.total)
        for persons in first.register.strays.combine_chunks().to_batches(max_chunksize=first.rows):
            both = zip(first.answers.strays(persons), self.rows.strays(persons), strict=True)
            yield from (paired(one, other, self.schema) for one, other in both if persons.num_rows)


def compare_batches(
    households: Any, programs: Programs, on: dt.date, *, before: Lawbook | None, after: Lawbook | None, **options: Unpack[Options]
) -> pa.RecordBatchReader:
    """Each subject of a register under the law before and the law after, as a stream: memory stays flat.

    ``before`` and ``after`` are lawbooks; None is the law as shipped. ``households``, ``programs``, ``on`` and the other options
    are those of :func:`~welfarekit.adapters.register.assess.assess_table`. The households are read once.

    A row has ``household``, ``member``, ``program``, ``persons``, ``currency`` and ``per`` as in a result; ``outcome``,
    ``amount``, ``status`` and ``error`` twice, with ``_before`` and ``_after``; the ``difference`` of the amounts, who is not
    entitled having none; ``change``: ``winner``, ``loser``, ``unchanged``, or ``undecided`` where either side is open or in
    error; and the columns that are kept. Where a program has no benefit, who comes in wins and who drops out loses.
    """
    run = _Run(households, programs, on, before, after, options)
    return pa.RecordBatchReader.from_batches(run.schema, run.batches())


def compare(
    households: Any,
    programs: Programs,
    on: dt.date,
    *,
    before: Lawbook | None,
    after: Lawbook | None,
    by: str | Sequence[str] = ("program",),
    suppress: int | None = None,
    total: bool = False,
    places: int = 4,
    **options: Unpack[Options],
) -> pa.Table:
    """Winners, losers, cost and coverage of a reform over a register, by program or by other columns.

    ``by`` may name columns of the table of households, which need not be named in ``keep``. What comes out is described at
    :func:`~welfarekit.adapters.register.comparison.comparison`, the other arguments at :func:`compare_batches`.
    """
    names = (by,) if isinstance(by, str) else tuple(by)
    keep = dict.fromkeys((*options.get("keep", ()), *(name for name in names if name not in COLUMNS)))
    options["keep"] = tuple(keep)
    rows = compare_batches(households, programs, on, before=before, after=after, **options)
    return comparison(rows, names, suppress=suppress, total=total, places=places)
