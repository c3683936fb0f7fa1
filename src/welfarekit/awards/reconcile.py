"""Due against paid, period by period: signed lines of arrears and overpayment, each with its cause.

For every period the sum of the lines is exactly what is due less what was paid or is on its way, so that
paid + arrears - recovered = due holds once the lines are settled. Within a period opposite amounts are set off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from welfarekit.awards.entitlement import Stretch, due_minor, stretches
from welfarekit.awards.events import Cause, EventKind
from welfarekit.awards.ledger import Ledger
from welfarekit.dates import Period
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState
from welfarekit.quantity import Benefit

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar

_DAY: Final = dt.timedelta(days=1)
_GONE: Final = frozenset((PaymentState.SENT, PaymentState.PAID, PaymentState.FAILED, PaymentState.RETURNED))


@frozen
class Line:
    """One line of a reconciliation: positive amounts are arrears, negative ones an overpayment."""

    period: Period
    amount: Benefit
    cause: Cause

    @property
    def kind(self) -> Literal["arrears", "overpayment"]:
        """Which way the money has to move."""
        return "arrears" if self.amount.minor > 0 else "overpayment"


class Dues:
    """What an award was due for any period after each thing that became known, up to a day."""

    def __init__(self, ledger: Ledger, on: dt.date) -> None:
        self.award = ledger.award.known(on)
        events = self.award.events
        self.steps: list[tuple[dt.date, Cause, tuple[Stretch, ...], int]] = []
        if self.award.decided_on <= on:
            self.steps.append((self.award.decided_on, Cause.DECISION, stretches(self.award, ()), 0))
            for number, event in enumerate(events, 1):
                same = event.kind is EventKind.SERVICE
                found = self.steps[-1][2] if same else stretches(self.award, events[:number])
                self.steps.append((event.known_on, event.cause, found, number))

    @property
    def now(self) -> tuple[Stretch, ...]:
        """The stretches with all that was known."""
        return self.steps[-1][2] if self.steps else ()

    def due(self, window: Period) -> int:
        """What the period is due with all that was known."""
        return due_minor(self.award, self.now, window, self.award.events) if self.steps else 0

    def deltas(self, window: Period) -> Iterator[tuple[dt.date, Cause, int]]:
        """By how much each thing that became known changed what the period is due."""
        before = 0
        for known_on, cause, found, number in self.steps:
            now = due_minor(self.award, found, window, self.award.events[:number])
            if now != before:
                yield known_on, cause, now - before
            before = now

    def windows(self, until: dt.date) -> tuple[Period, ...]:
        """Every payment period that begins before ``until`` and for which something is or was due."""
        firsts = [step[2][0].start for step in self.steps if step[2]]
        if not firsts:
            return ()
        last = max(step[2][-1].stop for step in self.steps if step[2])
        return self.award.schedule.recurrence.windows(min(firsts), min(until, last))


def open_lines(dues: Dues, window: Period, payments: Sequence[Payment]) -> list[tuple[Cause, int]]:
    """What is still open for one period, as causes and signed minor units, all of one sign."""
    flow: list[tuple[dt.date, int, Cause, int]] = [(day, 0, cause, minor) for day, cause, minor in dues.deltas(window)]
    for payment in payments:
        sign = 1 if payment.kind is PaymentKind.RECOVERY else -1
        cause = Cause(payment.cause) if payment.cause else Cause.PAYMENT_ERROR
        if payment.under_way:
            flow.append((payment.planned_on, 1, cause, sign * payment.amount.minor))
        elif payment.undelivered and sign < 0:
            flow.append((payment.planned_on, 1, cause, -payment.amount.minor))
            flow.append((payment.moves[-1][1], 2, Cause.UNDELIVERED, payment.amount.minor))
    lines: list[tuple[Cause, int]] = []
    for _, _, cause, minor in sorted(flow, key=lambda entry: entry[:2]):
        lines = _entered(lines, cause, minor)
    return lines


def _entered(lines: list[tuple[Cause, int]], cause: Cause, minor: int) -> list[tuple[Cause, int]]:
    """Lines with one more amount: it adds to those of its sign, and is set off against others, those of its own cause first."""
    if not lines or (lines[0][1] > 0) == (minor > 0):
        merged = [(c, m + minor if c is cause else m) for c, m in lines]
        return merged if any(c is cause for c, _ in lines) else [*lines, (cause, minor)]
    left, kept = minor, dict(lines)
    for other in sorted(kept, key=lambda c: c is not cause):
        taken = -min(abs(kept[other]), abs(left)) * (1 if kept[other] > 0 else -1)
        kept[other] += taken
        left -= taken
    return [(c, m) for c, m in kept.items() if m] if not left else [(cause, left)]


def owed_for(ledger: Ledger, window: Period, on: dt.date) -> int:
    """What is due for a period less what was paid or is on its way, in minor units."""
    start = window.start or on
    under_way = sum(
        p.amount.minor * (-1 if p.kind is PaymentKind.RECOVERY else 1) for p in ledger.by_period.get(start, ()) if p.under_way
    )
    return Dues(ledger, on).due(window) - under_way


def reconcile(ledger: Ledger, *, on: dt.date, until: dt.date | None = None, calendar: Calendar | None = None) -> tuple[Line, ...]:
    """The lines that are open on ``on``, with what is known then.

    Periods count whose payment is due by ``on``, or, with ``until``, all that begin before it; and every period for which a
    payment was sent, or money is to come back. Payments that are planned, approved or sent count as made; what came back is
    arrears of cause ``undelivered`` until it is reissued or cancelled.
    """
    ledger = ledger.at(on)
    dues = Dues(ledger, on)
    award = ledger.award
    wanted: dict[dt.date, Period] = {}
    for window in dues.windows(until or on + _DAY):
        if window.start is not None and (until is not None or award.schedule.due_on(window, calendar, award.decided_on) <= on):
            wanted[window.start] = window
    for start, payments in ledger.by_period.items():
        if any(p.state in _GONE or p.kind is PaymentKind.RECOVERY for p in payments):
            wanted.setdefault(start, Period(start, payments[0].period_end + _DAY))
    lines = []
    for start in sorted(wanted):
        for cause, minor in open_lines(dues, wanted[start], ledger.by_period.get(start, ())):
            lines.append(Line(wanted[start], ledger.benefit(minor), cause))
    return tuple(lines)
