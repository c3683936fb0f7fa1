"""Block after block through several programs at once."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from typing import Any, Final

import numpy as np
from attrs import field, frozen

from welfarekit.adapters.columnar.answer import (
    DISCRETIONARY,
    NOT_ELIGIBLE,
    UNDETERMINED,
    Answer,
    nobody,
    positions,
    statuses_of,
)
from welfarekit.adapters.columnar.block import Block, Part
from welfarekit.adapters.columnar.column import Column, spread_out
from welfarekit.adapters.columnar.conditions import Conditions
from welfarekit.adapters.columnar.fused import FusedReading, Fusions, Knowledge
from welfarekit.adapters.columnar.law import Law
from welfarekit.adapters.columnar.missing import Missing, is_open
from welfarekit.adapters.columnar.plans import Bundle, Plans
from welfarekit.adapters.columnar.reading import ColumnReading
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.node import Discretion, Node, Sort, walk
from welfarekit.rules.rulebook import Rulebook
from welfarekit.truth import UNKNOWN

_MOST_PREPARED: Final = 8
"""Decision tables are megabytes, and a year of months is twelve days asked."""


@frozen(eq=False)
class Prepared:
    """What is worked out once for some programs, a day and a lawbook, and kept with the lawbook."""

    plans: Plans
    fusions: Fusions
    lock: Lock = field(factory=Lock)


def prepare(
    rulebooks: tuple[Rulebook, ...], book: Lawbook, on: dt.date, decided: dt.date | None, month: Any, *, whole: bool = False
) -> Prepared:
    """What these programs, this day and this lawbook need, made on first use. ``whole`` adds members up."""
    kept: OrderedDict[Any, Prepared] = book.plans.setdefault("columns", OrderedDict())
    key = (rulebooks, on, decided, month, whole)
    found = kept.get(key)
    if found is None:
        plans = Plans(Bundle(rulebooks), book, on, decided)
        roots = [root for rulebook in rulebooks for root in (rulebook.whole if whole else rulebook.one) if root is not None]
        found = kept[key] = Prepared(plans, Fusions(roots, Law(plans.made), month))
        if len(kept) > _MOST_PREPARED:
            kept.popitem(last=False)
    return found


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
        self._prepared = prepare(self.rulebooks, law or Lawbook.default(), on, decided, month)
        self._known = Knowledge(self._prepared.fusions.facts, month)
        self._conditions = [
            Conditions(rulebook.one[0], rulebook.subject == "person") if conditions else None for rulebook in self.rulebooks
        ]
        self._judges = [any(isinstance(node, Discretion) for node in walk(*rulebook.roots)) for rulebook in self.rulebooks]

    def assess(self, block: Block) -> list[Answer]:
        """The answers for one block, in the order of the programs."""
        if not block.size:
            return [nobody(rulebook) for rulebook in self.rulebooks]
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
            return nobody(rulebook)
        status, benefit, eligible = (root_column(reading, root, personal, rows) for root in reversed(rulebook.one))
        assert eligible is not None
        outcome = eligible.lo.view(np.uint8)
        if not eligible.exact:
            outcome = np.where(eligible.lo == eligible.hi, outcome, np.uint8(UNDETERMINED))
        statuses = statuses_of(rulebook)
        settled = None if status is None else positions(statuses).take(status.lo, mode="clip")
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
        asked = undecided
        if benefit is not None:
            asked = asked | ((outcome != NOT_ELIGIBLE) & is_open(benefit, Sort.AMOUNT, every))
        if status is not None:
            asked = asked | is_open(status, Sort.CHOICE, every)
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


def root_column(reading: ColumnReading, root: Node | None, personal: bool, rows: int) -> Column | None:
    """What a term is for each subject."""
    return None if root is None else spread_out(reading.at(root, personal), rows)
