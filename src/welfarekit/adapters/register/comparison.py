"""The statement over a reform: winners, losers, cost and coverage, by program and by any column.

>>> rows = pa.table({
...     "program": ["cn.dibao"] * 3, "outcome_before": ["eligible", "not_eligible", "undetermined"],
...     "outcome_after": ["eligible"] * 3, "amount_before": pa.array([58000, None, None]), "amount_after": [70000, 4000, 100],
...     "difference": pa.array([12000, 4000, None]), "change": ["winner", "winner", "undecided"], "persons": [2, 1, 1],
...     "currency": ["CNY"] * 3, "per": ["month"] * 3,
... })
>>> row = comparison(rows).to_pylist()[0]
>>> row["winners"], row["undecided"], row["newly_eligible"], row["cost_before"], row["cost_after"], row["difference"]
(2, 1, 1, 58000, 74000, 16000)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from welfarekit.adapters.columns import OUTCOMES
from welfarekit.adapters.register.counting import Kind, Whole, counted
from welfarekit.adapters.register.grouping import positions
from welfarekit.adapters.register.lines import PRICED, UNITS, Line
from welfarekit.adapters.register.pairing import CHANGES, ELIGIBLE, UNDECIDED
from welfarekit.adapters.register.sums import Sums, whole
from welfarekit.adapters.register.withholding import Rules

_AMOUNTS: Final = ("amount_before", "amount_after", "difference")
_BY_CHANGE: Final = ("winners", "losers", "unchanged", "undecided")
"""What the rows of each change are counted as, in the order of CHANGES."""
_COUNTS: Final = (
    "subjects", "decided", "undecided", "winners", "losers", "unchanged", "newly_eligible", "no_longer_eligible",
    "eligible_before", "eligible_after", "persons_before", "persons_after",
)  # fmt: skip
_MONEY: Final = ("cost_before", "cost_after", "difference", "gained", "lost")


def comparison(
    rows: Any,
    by: str | Sequence[str] = ("program",),
    *,
    suppress: int | None = None,
    total: bool = False,
    places: int = 4,
) -> pa.Table:
    """Count and add up a reform by the values of some columns: one row a group, sorted by them.

    ``rows`` is what ``compare_batches`` gives, or any table with its columns; it is read batch by batch. ``by`` may name any of
    them: ``("program", "district")``, or ``("status_before", "status_after")`` for who moves from which class to which.

    ============================================= ================================================================
    column                                        what it holds
    ============================================= ================================================================
    currency, per                                 what the sums are in and for; null where no program has a benefit
    subjects                                      rows: households, or persons for a program about persons
    decided, undecided                            of these: settled on both sides; the others are open or in error
                                                  before or after, and are in no count and no sum that follows
    winners, losers, unchanged                    of the decided: who gets more, less, the same. Where there is no
                                                  benefit, who comes in wins and who drops out loses
    newly_eligible, no_longer_eligible            of the decided: who comes in, who drops out
    eligible_before, eligible_after               of the decided: who is entitled
    persons_before, persons_after                 people in these: the person-times of one payment
    cost_before, cost_after                       the sums of the amounts of the decided, exactly
    difference                                    cost_after - cost_before, and gained - lost
    gained, lost                                  what the winners gain and what the losers lose
    eligible_of_decided_before, ..._after         the coverage: eligible_before / decided, eligible_after / decided
    ============================================= ================================================================

    Both costs and both shares are of the same subjects, so that they can be subtracted. What a law costs with all that is
    open, between which bounds, says a :func:`~welfarekit.adapters.register.statement.statement` under that law. Sums, shares,
    currencies, periods, ``total`` and ``suppress`` are as there; where a count is withheld that tells about a sum, all sums of
    the row are.
    """
    return counted(_KIND, rows, by, suppress=suppress, total=total, places=places)


def _tally(batch: Any, groups: Any, sums: Sums) -> None:
    change = positions(batch.column("change"), CHANGES, "change")
    decided = (change >= 0) & (change != UNDECIDED)
    sums.count("subjects", groups)
    sums.count("decided", groups[decided])
    sums.count("undecided", groups[~decided])
    for position, name in enumerate(_BY_CHANGE[:UNDECIDED]):
        sums.count(name, groups[change == position])
    persons, _ = whole(batch.column("persons"), "persons")
    eligible = {}
    for side in ("before", "after"):
        outcome = positions(batch.column(f"outcome_{side}"), OUTCOMES, f"outcome_{side}")
        own = eligible[side] = decided & (outcome == ELIGIBLE)
        sums.count(f"eligible_{side}", groups[own])
        sums.add(f"persons_{side}", groups[own], persons[own])
        amount, settled = whole(batch.column(f"amount_{side}"), f"amount_{side}")
        sums.add(f"cost_{side}", groups[own & settled], amount[own & settled])
        sums.count(PRICED, groups[own & settled])
    before, after = eligible["before"], eligible["after"]
    for name, rows in (("newly_eligible", after & ~before), ("no_longer_eligible", before & ~after), ("stayed", before & after)):
        sums.count(name, groups[rows])
    sums.count("never", groups[decided & ~before & ~after])
    more, _ = whole(batch.column("difference"), "difference")
    for name, rows, sign in (("gained", more > 0, 1), ("lost", more < 0, -1)):
        sums.add(name, groups[rows], sign * more[rows])


def _made(line: Line, whole: Whole) -> dict[str, Any]:
    cells = line.cells
    found: dict[str, Any] = {}
    for side in ("before", "after"):
        found[f"eligible_of_decided_{side}"] = whole.share(cells[f"eligible_{side}"], cells["decided"])
    if line.currency is None:
        return found
    sums = {f"cost_{side}": whole.amount(line, f"cost_{side}", f"amount_{side}") for side in ("before", "after")}
    sums |= {name: whole.amount(line, name, "difference") for name in ("gained", "lost")}
    return found | sums | {"difference": sums["cost_after"] - sums["cost_before"]}


def _small(cells: Mapping[str, int], least: int) -> list[str]:
    """Where few people stand behind many subjects."""
    return [f"eligible_{side}" for side in ("before", "after") if 0 < cells[f"persons_{side}"] < least]


_TELLING: Final = ("winners", "losers", "newly_eligible", "no_longer_eligible", "eligible_before", "eligible_after")
_KIND: Final = Kind(
    read=("outcome_before", "outcome_after", "change", "persons", *_AMOUNTS, *UNITS),
    amounts=_AMOUNTS,
    sums=(*_COUNTS, "stayed", "never", "cost_before", "cost_after", "gained", "lost", "amounts", PRICED),
    tally=_tally,
    rules=Rules(
        watched=("subjects", "decided", "undecided", "stayed", "never", "amounts", "unchanged", *_TELLING),
        sums=(
            (("decided", "undecided"), "subjects"),
            (("winners", "losers", "unchanged"), "decided"),
            (("newly_eligible", "no_longer_eligible", "stayed", "never"), "decided"),
            (("stayed", "no_longer_eligible"), "eligible_before"),
            (("stayed", "newly_eligible"), "eligible_after"),
        ),
        tied=dict.fromkeys(_TELLING, ("amounts",)),
        made_from={
            **dict.fromkeys(_MONEY, ("amounts",)), "persons_before": ("eligible_before",), "persons_after": ("eligible_after",),
            "eligible_of_decided_before": ("eligible_before", "decided"),
            "eligible_of_decided_after": ("eligible_after", "decided"),
        },
        of_total={},
        of_benefits=("amounts",),
        small=_small,
    ),
    counts=_COUNTS,
    money=_MONEY,
    shares=("eligible_of_decided_before", "eligible_of_decided_after"),
    made=_made,
)  # fmt: skip
