"""The second reader: the same tree on columns of many households at once (needs numpy, the extra ``arrow``).

Every value is carried as its lowest and its highest possibility; where everything is known both are the same array.
A choice is a bit mask of what it can still be. So unknown facts mean exactly what they mean to the definition in ``explain``.
Nothing here is imported by the core. How nodes are read stands in :mod:`welfarekit.adapters.columnar`.

>>> import datetime as dt
>>> from welfarekit import Household, Person
>>> from welfarekit.rules.determine import program
>>> homes = [Household(id=f"hh-{i}", place="XD-1", area="urban", members=[Person(id="p1")]) for i in range(3)]
>>> (answer,) = Assessor([program("demo.grain_aid")], dt.date(2025, 10, 1)).assess(Objects(homes))
>>> [OUTCOMES[code].value for code in answer.outcome]
['undetermined', 'undetermined', 'undetermined']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from attrs import frozen

from welfarekit.errors import NotInForce
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.node import domain_of
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.values import Value, among, between
from welfarekit.truth import UNKNOWN

try:
    import numpy  # noqa: F401  # only to see whether it is there
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("columns need numpy: pip install 'welfarekit[arrow]'") from error

from welfarekit.adapters.columnar.answer import OUTCOMES, Answer
from welfarekit.adapters.columnar.assessor import Assessor, prepare, root_column
from welfarekit.adapters.columnar.block import Block, Stated
from welfarekit.adapters.columnar.column import Column
from welfarekit.adapters.columnar.fused import FusedReading, Knowledge
from welfarekit.adapters.columnar.law import Law
from welfarekit.adapters.columnar.objects import Objects
from welfarekit.adapters.columnar.reading import ColumnReading

__all__ = [
    "OUTCOMES",
    "Answer",
    "Answers",
    "Assessor",
    "Block",
    "ColumnReading",
    "Law",
    "Objects",
    "Stated",
    "assess_columns",
]


@frozen(eq=False)
class Answers:
    """The whole answers for households: columns of eligible, benefit (minor units) and status, and errors by row."""

    rulebook: Rulebook
    eligible: Column
    benefit: Column | None
    status: Column | None
    errors: dict[int, NotInForce]

    def answer(self, row: int) -> tuple[Value, Value, Value]:
        """One household as the scalar reader gives it."""

        def scalar(column: Column | None) -> Value:
            return None if column is None else between(column.lo[row].item(), column.hi[row].item())

        eligible = scalar(self.eligible)
        status = None
        if self.status is not None:
            domain = domain_of(self.rulebook.whole[2])  # type: ignore[arg-type]  # there is a status
            bits = int(self.status.lo[row])
            status = among(frozenset(value for bit, value in enumerate(domain) if bits >> bit & 1))
        return eligible, None if eligible is False else scalar(self.benefit), status


def assess_columns(
    rulebook: Rulebook,
    households: Sequence[Any],
    on: dt.date,
    *,
    months: Sequence[Any] | None = None,
    law: Lawbook | None = None,
    decided: dt.date | None = None,
) -> Answers:
    """Every household as a whole under one program on one day. A place without law is an error beside its row."""
    block = Objects(households, months)
    prepared = prepare((rulebook,), law or Lawbook.default(), on, decided, UNKNOWN, whole=True)
    known = Knowledge(prepared.fusions.facts)
    known.notice(block)
    with prepared.lock:
        which, combination = prepared.plans.which(block)
        reading = FusedReading(block, prepared.fusions.fusion(known), which)
        found, refused = prepared.plans.refusals(0, combination), prepared.plans.refused
        errors = {} if found is None else {row: refused[code] for row, code in enumerate(found.tolist()) if code >= 0}
        eligible, benefit, status = (root_column(reading, root, False, block.size) for root in rulebook.whole)
    assert eligible is not None
    return Answers(rulebook, eligible, benefit, status, errors)
