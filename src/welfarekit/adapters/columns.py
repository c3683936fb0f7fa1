"""The second reader: the same tree on columns of many households at once (needs numpy, the extra ``arrow``).

Every value is carried as its lowest and its highest possibility; where everything is known both are the same array.
A choice is a bit mask of what it can still be. So unknown facts mean exactly what they mean to the definition in ``explain``.
Nothing here is imported by the core. How nodes are read stands in :mod:`welfarekit.adapters.columnar`.

>>> import datetime as dt
>>> from welfarekit import Household, Person
>>> from welfarekit.rules.determine import program
>>> homes = [Household(id=f"hh-{i}", place="XD-1", area="urban", members=[Person(id="p1")]) for i in range(3)]
>>> (answer,) = Assessor([program("demo.grain_aid")], dt.date(2025, 10, 1)).assess(Objects(homes))
>>> [OUTCOMES[code] for code in answer.outcome]
['undetermined', 'undetermined', 'undetermined']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final

from attrs import field, frozen

from welfarekit.errors import NotInForce
from welfarekit.rules.determination import Outcome
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.node import Discretion, Node, Sort, domain_of, walk
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.values import Value, among, between
from welfarekit.truth import UNKNOWN

try:
    import numpy as np
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("columns need numpy: pip install 'welfarekit[arrow]'") from error

from welfarekit.adapters.columnar.block import Block, Part, Stated
from welfarekit.adapters.columnar.column import Column, spread_out
from welfarekit.adapters.columnar.conditions import Conditions
from welfarekit.adapters.columnar.fusion import FusedReading, Fusions, Knowledge
from welfarekit.adapters.columnar.law import Law
from welfarekit.adapters.columnar.missing import Missing, is_open
from welfarekit.adapters.columnar.objects import Objects
from welfarekit.adapters.columnar.plans import Bundle, Plans
from welfarekit.adapters.columnar.reading import ColumnReading

__all__ = ["OUTCOMES", "Answer", "Assessor", "Block", "ColumnReading", "Law", "Objects", "Stated", "assess_columns"]

OUTCOMES: Final = (Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE, Outcome.UNDETERMINED, Outcome.DISCRETIONARY)
"""The outcomes by their codes."""
NOT_ELIGIBLE, ELIGIBLE, UNDETERMINED, DISCRETIONARY = range(4)
Asking = tuple[Any, Any, tuple[str, ...]]


@frozen(eq=False)
class Answer:
    """What came out of one program: one entry per household, or per member for a program about persons.

    ``outcome`` holds positions in ``OUTCOMES``. ``lowest`` and ``highest`` are the benefit in minor units, equal once it is
    settled; for whoever is not entitled they mean nothing. ``status`` holds positions in ``statuses``, -1 while not settled.
    ``condition`` holds positions in ``condition_names``: the rule that failed first, or is undecided, -1 where there is none.
    ``missing`` lists for each entry the facts that settle it: where the entry's part starts, positions in the paths, and the
    paths. ``errors`` names for each *household* the error that stands in place of an answer, -1 for none.
    """

    rulebook: Rulebook
    outcome: Any
    lowest: Any = None
    highest: Any = None
    status: Any = None
    statuses: tuple[str, ...] = ()
    condition: Any = None
    condition_names: tuple[str, ...] = ()
    missing: Asking | None = None
    errors: tuple[Any, tuple[NotInForce, ...]] | None = None


@frozen(eq=False)
class _Prepared:
    """What is worked out once for some programs, a day and a lawbook, and kept with the lawbook."""

    plans: Plans
    fusions: Fusions
    lock: Lock = field(factory=Lock)


def _prepared(
    rulebooks: tuple[Rulebook, ...], book: Lawbook, on: dt.date, decided: dt.date | None, month: Any, *, whole: bool = False
) -> _Prepared:
    key = ("columns", rulebooks, on, decided, month, whole)
    found = book.plans.get(key)
    if found is None:
        plans = Plans(Bundle(rulebooks), book, on, decided)
        roots = [root for rulebook in rulebooks for root in (rulebook.whole if whole else rulebook.one) if root is not None]
        found = book.plans[key] = _Prepared(plans, Fusions(roots, Law(plans.made), month))
    return found  # type: ignore[no-any-return]  # made above


class Assessor:
    """Answers several programs of one country for block after block, by the law of one day.

    ``month`` are the facts about the month, for all households. ``conditions`` and ``missing`` say whether to work out the
    condition that decided and the facts that are missing.
    """

    def __init__(
        self,
        rulebooks: Sequence[Rulebook],
        on: dt.date,
        *,
        month: Any = UNKNOWN,
        law: Lawbook | None = None,
        decided: dt.date | None = None,
        conditions: bool = True,
        missing: bool = True,
    ) -> None:
        self.rulebooks, self.missing = tuple(rulebooks), missing
        self._prepared = _prepared(self.rulebooks, law or Lawbook.default(), on, decided, month)
        self._known = Knowledge(self._prepared.fusions.facts, month)
        self._conditions = [
            Conditions(rulebook.one[0], rulebook.subject == "person") if conditions else None for rulebook in self.rulebooks
        ]
        self._judges = [any(isinstance(node, Discretion) for node in walk(*rulebook.roots)) for rulebook in self.rulebooks]

    def assess(self, block: Block) -> list[Answer]:
        """The answers for one block, in the order of the programs."""
        if not block.size:
            return [_nothing(rulebook, None, ()) for rulebook in self.rulebooks]
        self._known.notice(block)
        prepared = self._prepared
        with prepared.lock:
            which, combination = prepared.plans.which(block)
            reading = FusedReading(block, prepared.fusions.fusion(self._known), which)
            return [
                self._answer(position, reading, prepared.plans.refusals(position, combination))
                for position in range(len(self.rulebooks))
            ]

    def _answer(self, position: int, reading: ColumnReading, errors: Any) -> Answer:
        rulebook, block = self.rulebooks[position], reading.block
        personal = rulebook.subject == "person"
        rows = block.people if personal else block.size
        if not rows:
            return _nothing(rulebook, errors, self._prepared.plans.refused)
        eligible, benefit, status = (_root(reading, root, personal, rows) for root in rulebook.one)
        assert eligible is not None
        outcome = eligible.lo.view(np.uint8)
        if not eligible.exact:
            outcome = np.where(eligible.lo == eligible.hi, outcome, np.uint8(UNDETERMINED))
        statuses: tuple[str, ...] = ()
        settled = None
        if status is not None:
            assert rulebook.status is not None
            statuses = domain_of(rulebook.status.node)
            settled = _positions(statuses)[status.lo]
        asking = self._asking(position, reading, outcome, benefit, status)
        if asking is not None and self._judges[position]:
            starts, _, _, steps = asking
            outcome = np.where((outcome == UNDETERMINED) & steps & (np.diff(starts) == 0), np.uint8(DISCRETIONARY), outcome)
        conditions = self._conditions[position]
        lowest = highest = None
        if benefit is not None:
            lowest, highest = benefit.lo, benefit.hi
            if not eligible.exact:  # while it is open whether anything is due, it may be nothing
                lowest = np.where(eligible.lo, lowest, np.minimum(lowest, 0))
        return Answer(
            rulebook,
            outcome,
            lowest,
            highest,
            settled,
            statuses,
            None if conditions is None else conditions.codes(reading),
            () if conditions is None else tuple(conditions.names),
            asking[:3] if asking is not None and self.missing else None,
            None if errors is None else (errors, tuple(self._prepared.plans.refused)),
        )

    def _asking(
        self, position: int, reading: ColumnReading, outcome: Any, benefit: Column | None, status: Column | None
    ) -> tuple[Any, Any, tuple[str, ...], Any] | None:
        """What is missing, and where a step is left to an authority; worked out only for the households that are open."""
        if not self.missing and not self._judges[position]:
            return None
        rulebook, block = self.rulebooks[position], reading.block
        personal, every = rulebook.subject == "person", np.arange(len(outcome))
        undecided = outcome == UNDETERMINED
        open_benefit = (outcome != NOT_ELIGIBLE) & (undecided if benefit is None else undecided | is_open(benefit, Sort.AMOUNT, every))
        open_status = undecided if status is None else undecided | is_open(status, Sort.CHOICE, every)
        asked = undecided | open_benefit | open_status
        if not asked.any():
            return np.zeros(len(outcome) + 1, np.int64), np.zeros(0, np.int32), (), np.zeros(len(outcome), bool)
        subjects = np.flatnonzero(asked)
        part = Part(block, np.unique(block.owner[subjects]) if personal else subjects)
        rows = part.member_rows if personal else part.rows
        search = Missing(ColumnReading(part, reading.law, reading.which[part.rows], reading.month), rulebook)
        eligible, amount, classed = rulebook.one
        wanted = np.flatnonzero(asked[rows])
        entitled = np.flatnonzero((asked & (outcome != NOT_ELIGIBLE))[rows])
        search.search((eligible, amount, classed), [wanted, entitled, wanted])
        starts, codes, paths = search.paths()
        counts, steps = np.zeros(len(outcome), np.int64), np.zeros(len(outcome), bool)
        counts[rows], steps[rows] = np.diff(starts), search.steps
        return np.concatenate(([0], np.cumsum(counts))), codes, paths, steps


def _root(reading: ColumnReading, root: Node | None, personal: bool, rows: int) -> Column | None:
    return None if root is None else spread_out(reading.at(root, personal), rows)


def _positions(statuses: tuple[str, ...]) -> Any:
    """For each mask of a choice the position of its one value; -1 where it can be several."""
    table = np.full(1 << len(statuses), -1, dtype=np.int8)
    table[[1 << position for position in range(len(statuses))]] = range(len(statuses))
    return table


def _nothing(rulebook: Rulebook, errors: Any, refused: Sequence[NotInForce]) -> Answer:
    none, amounts = np.zeros(0, np.uint8), np.zeros(0, np.int64)
    return Answer(
        rulebook,
        none,
        *((None, None) if rulebook.benefit is None else (amounts, amounts)),
        None if rulebook.status is None else none.view(np.int8),
        () if rulebook.status is None else domain_of(rulebook.status.node),
        errors=None if errors is None else (errors, tuple(refused)),
    )


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
    prepared = _prepared((rulebook,), law or Lawbook.default(), on, decided, UNKNOWN, whole=True)
    known = Knowledge(prepared.fusions.facts)
    known.notice(block)
    with prepared.lock:
        which, combination = prepared.plans.which(block)
        reading = FusedReading(block, prepared.fusions.fusion(known), which)
        found, refused = prepared.plans.refusals(0, combination), prepared.plans.refused
        errors = {} if found is None else {row: refused[code] for row, code in enumerate(found.tolist()) if code >= 0}
        eligible, benefit, status = (_root(reading, root, False, block.size) for root in rulebook.whole)
    assert eligible is not None
    return Answers(rulebook, eligible, benefit, status, errors)
