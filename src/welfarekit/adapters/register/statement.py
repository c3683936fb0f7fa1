"""The statement over a result: how many, how much, what share, by any column. Exact; small counts are withheld on request.

>>> result = pa.table({
...     "program": ["cn.dibao"] * 3, "outcome": ["eligible", "eligible", "not_eligible"], "persons": [2, 1, 4],
...     "amount": pa.array([58000, 25001, None]), "lowest": pa.nulls(3), "highest": pa.nulls(3),
...     "currency": ["CNY"] * 3, "per": ["month"] * 3,
... })
>>> row = statement(result).to_pylist()[0]
>>> row["subjects"], row["eligible"], row["persons"], row["amount"], row["mean"], row["eligible_of_subjects"]
(3, 2, 3, 83001, 41501, Decimal('0.6667'))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pyarrow as pa

from welfarekit.adapters.columns import OUTCOMES
from welfarekit.adapters.register.counting import Kind, Whole, counted
from welfarekit.adapters.register.grouping import positions
from welfarekit.adapters.register.lines import PRICED, UNITS, Line
from welfarekit.adapters.register.sums import Sums, whole
from welfarekit.adapters.register.withholding import Rules
from welfarekit.errors import WelfarekitError

_AMOUNTS: Final = ("amount", "lowest", "highest")
_OF_SUBJECTS: Final = ("eligible", "not_eligible", "undetermined", "discretionary", "errors")
_COUNTS: Final = ("subjects", *_OF_SUBJECTS, "persons", "amounts")


def statement(
    result: Any,
    by: str | Sequence[str] = ("program",),
    *,
    suppress: int | None = None,
    total: bool = False,
    places: int = 4,
) -> pa.Table:
    """Count and add up a result by the values of some of its columns: one row a group, sorted by them.

    ``result`` is what ``assess_table`` or ``assess_batches`` gives, or any table with its columns: pyarrow, Polars, pandas or
    DuckDB. It is read batch by batch, and only the groups are held. ``by`` may name any of its columns, also kept ones; a null
    is a group of its own. A result over several months may have a column that says which, and be grouped by it or not: a
    family that is in it six times is six subjects, and person-times add up.

    ==================== ==========================================================================================
    column               what it holds
    ==================== ==========================================================================================
    currency, per        what the sums are in and for; null where no program of the group has a benefit
    subjects             rows: households, or persons for a program that is about persons
    eligible             of these: entitled; likewise not_eligible, undetermined, discretionary
    errors               of these: wrong facts, or no law for the place and the day
    persons              people in the eligible subjects: the person-times of one payment
    amounts              eligible subjects whose amount is settled
    amount               the sum of these amounts, exactly
    lowest, highest      what the sum can still be with all that is open: undetermined, discretionary, amounts not settled
    mean                 amount / amounts, half up to the digits of the currency; null if there are none
    mean_per_person      amount / people in the subjects whose amount is settled, rounded likewise
    eligible_of_subjects eligible / subjects: the coverage of the whole register; what is open or wrong is not covered
    eligible_of_settled  eligible / (eligible + not_eligible): the rate among those for whom there is an answer
    amount_of_total      amount / the amounts of all groups in the same currency and for the same period
    ==================== ==========================================================================================

    Shares are decimals with ``places`` digits (0.0567 is 5.67 %), rounded once, half up, from the exact counts. There are two
    because officials publish both: poor households of all households, and grants of the decisions made.

    Sums are decimals with the digits of the currency if the amounts are decimals, whole minor units if they are those.
    Amounts in two currencies or for two periods never add up: a group that holds both is refused with a
    :class:`~welfarekit.errors.MoneyError`; put ``currency`` or ``per`` into ``by``. ``total`` adds a last row over all groups,
    marked by a column ``total``.

    ``suppress=k`` withholds (null) every count from 1 to k - 1 with all that is made from it, and further counts, the smallest
    first, until none can be had back by adding and subtracting what is shown: counts of a row and its ``subjects``, rows and
    their total, also totals over some of ``by`` that stand elsewhere and were made under the same rule. What is withheld from
    a sum that is shown holds k together at least. A column ``suppressed`` says in which rows something is withheld. Statements
    of one result by different columns do not know of each other; what two of them tell together is for you to see.
    """
    return counted(_KIND, result, by, suppress=suppress, total=total, places=places)


def _tally(batch: Any, groups: Any, sums: Sums) -> None:
    outcome = positions(batch.column("outcome"), OUTCOMES, "outcome")
    sums.count("subjects", groups)
    for position, name in enumerate(OUTCOMES):
        sums.count(name, groups[outcome == position])
    sums.count("errors", groups[outcome < 0])
    eligible = outcome == OUTCOMES.index("eligible")
    persons, _ = whole(batch.column("persons"), "persons")
    sums.add("persons", groups[eligible], persons[eligible])
    amount, settled = whole(batch.column("amount"), "amount")
    if (settled & ~eligible).any():
        raise WelfarekitError("the table has an amount for a subject that is not entitled; it is no result of an assessment")
    sums.count("amounts", groups[settled])
    sums.add("paid", groups[settled], amount[settled])
    sums.add("paid_persons", groups[settled], persons[settled])
    for end in ("lowest", "highest"):
        value, known = whole(batch.column(end), end)
        still = known & ~settled
        sums.add(f"open_{end}", groups[still], value[still])
    sums.count("open", groups[still])
    sums.count(PRICED, groups[still | settled])


def _made(line: Line, whole: Whole) -> dict[str, Any]:
    cells = line.cells
    found: dict[str, Any] = {
        "eligible_of_subjects": whole.share(cells["eligible"], cells["subjects"]),
        "eligible_of_settled": whole.share(cells["eligible"], cells["eligible"] + cells["not_eligible"]),
    }
    if line.currency is None:
        return found
    amount = whole.amount(line, "paid", "amount")
    return found | {
        "amount": amount,
        "lowest": amount + whole.amount(line, "open_lowest", "lowest"),
        "highest": amount + whole.amount(line, "open_highest", "highest"),
        "mean": whole.mean(amount, cells["amounts"], line.currency),
        "mean_per_person": whole.mean(amount, cells["paid_persons"], line.currency),
        "amount_of_total": whole.share(cells["paid"], whole.in_all[line.units]["paid"]),
    }


def _small(cells: Mapping[str, int], least: int) -> list[str]:
    """Where few people stand behind many subjects, and where the amounts of few entitled ones are open."""
    few_open = cells["amounts"] and 0 < cells["eligible"] - cells["amounts"] < least
    return ["eligible"] * (0 < cells["persons"] < least) + ["amounts"] * bool(few_open)


_KIND: Final = Kind(
    read=("outcome", "persons", *_AMOUNTS, *UNITS),
    amounts=_AMOUNTS,
    sums=(*_COUNTS, "paid", "paid_persons", "open", "open_lowest", "open_highest", PRICED),
    tally=_tally,
    rules=Rules(
        watched=("subjects", *_OF_SUBJECTS, "amounts", "open"),
        sums=((_OF_SUBJECTS, "subjects"),),
        tied={"eligible": ("amounts", "open"), "amounts": ("open",), "undetermined": ("open",), "discretionary": ("open",)},
        made_from={
            "persons": ("eligible",), "amount": ("amounts",), "lowest": ("open",), "highest": ("open",), "mean": ("amounts",),
            "mean_per_person": ("amounts", "eligible"), "eligible_of_subjects": ("eligible", "subjects"),
            "eligible_of_settled": ("eligible", "not_eligible"), "amount_of_total": ("amounts",),
        },
        of_total={"amount_of_total": "amounts"},
        of_benefits=("amounts", "open"),
        small=_small,
    ),
    counts=_COUNTS,
    money=(*_AMOUNTS, "mean", "mean_per_person"),
    shares=("eligible_of_subjects", "eligible_of_settled", "amount_of_total"),
    made=_made,
)  # fmt: skip
