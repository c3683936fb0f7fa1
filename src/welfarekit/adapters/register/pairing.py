"""Two answers to one question, by the law before and by the law after, as one row."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
import pyarrow as pa

from welfarekit.adapters.columns import OUTCOMES
from welfarekit.adapters.register.buffers import coded, money
from welfarekit.adapters.register.grouping import positions
from welfarekit.adapters.register.sums import whole

CHANGES: Final = ("winner", "loser", "unchanged", "undecided")
"""What a reform does to a subject."""
TWICE: Final = ("outcome", "amount", "status", "error")
"""The columns of a result that a comparison has for before and for after."""
ONCE: Final = ("household", "member", "program", "currency", "per", "persons")
COLUMNS: Final = (
    "household", "member", "program", "outcome_before", "outcome_after", "amount_before", "amount_after", "difference", "change",
    "currency", "per", "status_before", "status_after", "persons", "error_before", "error_after",
)  # fmt: skip
"""The columns of a comparison but those that are kept from the table of households, in their order."""
ELIGIBLE, NOT_ELIGIBLE = OUTCOMES.index("eligible"), OUTCOMES.index("not_eligible")
_WINNER, _LOSER, _UNCHANGED, UNDECIDED = range(4)
_CHANGE: Final = pa.dictionary(pa.int8(), pa.string())


def paired_schema(result: pa.Schema, kept: Iterable[pa.Field]) -> pa.Schema:
    """The schema of a comparison of results with this schema."""
    kinds = {"difference": result.field("amount").type, "change": _CHANGE}
    for name in TWICE:
        kinds |= {f"{name}_before": result.field(name).type, f"{name}_after": result.field(name).type}
    fields = [pa.field(name, kinds[name] if name in kinds else result.field(name).type) for name in COLUMNS]
    return pa.schema([*fields, *kept])


def paired(before: pa.RecordBatch, after: pa.RecordBatch, schema: pa.Schema) -> pa.RecordBatch:
    """Two batches of one program about the same subjects, row by row. ``before`` also holds what is the same in both."""
    priced = before.column("currency").null_count < before.num_rows
    first, second = (_Side(batch, priced) for batch in (before, after))
    decided = first.decided & second.decided
    more = np.where(decided, second.amount - first.amount, 0)
    gains = more if priced else np.where(decided, second.eligible.astype(np.int8) - first.eligible, 0)
    change = np.where(gains > 0, _WINNER, np.where(gains < 0, _LOSER, _UNCHANGED))
    made: dict[str, Any] = {
        "difference": money(schema.field("difference").type, more, decided & priced),
        "change": coded(_CHANGE, np.where(decided, change, UNDECIDED), pa.array(CHANGES)),
    }
    for name in TWICE:
        made |= {f"{name}_before": before.column(name), f"{name}_after": after.column(name)}
    return pa.RecordBatch.from_arrays([made[n] if n in made else before.column(n) for n in schema.names], schema=schema)


class _Side:
    """What one law says of each row: whether it is settled, and the amount in minor units, nothing for who is not entitled."""

    def __init__(self, batch: pa.RecordBatch, priced: bool) -> None:
        outcome = positions(batch.column("outcome"), OUTCOMES, "outcome")
        self.amount, settled = whole(batch.column("amount"), "amount")
        self.eligible = outcome == ELIGIBLE
        self.decided = (outcome == NOT_ELIGIBLE) | (self.eligible & (settled if priced else True))
