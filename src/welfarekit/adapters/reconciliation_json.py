"""What a reconciliation found, as JSON: the contract ``welfarekit.reconciliation/1``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

from welfarekit.adapters.records import benefit_data
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.reconcile import Line
from welfarekit.awards.recovery import RecoveryPlan
from welfarekit.dates import Period

SCHEMA: Final = "welfarekit.reconciliation/1"


def reconciliation_data(ledger: Ledger, lines: Sequence[Line], on: dt.date, plan: RecoveryPlan | None = None) -> dict[str, Any]:
    """The open lines of a ledger as plain values, their sums, and the instalments of a recovery if one was planned."""
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "award": ledger.award.id,
        "subject": ledger.award.subject,
        "on": on.isoformat(),
        "arrears": benefit_data(ledger.benefit(sum(line.amount.minor for line in lines if line.amount.minor > 0))),
        "overpayment": benefit_data(ledger.benefit(-sum(line.amount.minor for line in lines if line.amount.minor < 0))),
        "lines": [
            {**_period(line.period), "kind": line.kind, "amount": benefit_data(line.amount), "cause": line.cause.value}
            for line in lines
        ],
    }
    if plan is not None:
        found["recovery"] = {
            "owed": benefit_data(plan.owed),
            "left": benefit_data(plan.left),
            "instalments": [
                {
                    "amount": benefit_data(one.amount),
                    "due_on": one.due_on.isoformat(),
                    "withheld_from": one.withheld_from,
                    **_period(one.period),
                    "cause": one.cause.value,
                }
                for one in plan.instalments
            ],
        }
    return found


def _period(period: Period) -> dict[str, str]:
    last = period.stop - dt.timedelta(days=1) if period.stop else period.start
    return {
        "period_start": period.start.isoformat() if period.start else "",
        "period_end": last.isoformat() if last else "",
    }
