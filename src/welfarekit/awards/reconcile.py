"""Due against paid, period by period: signed lines of arrears and overpayment, each with its cause.

For every period the sum of the lines is exactly what is due less what was paid or is on its way, so that
paid + arrears - recovered = due holds once the lines are settled. Within a period opposite amounts are set off.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal

from attrs import frozen

from welfarekit.awards.award import Award
from welfarekit.awards.dues import Dues
from welfarekit.awards.events import Cause
from welfarekit.awards.ledger import Ledger
from welfarekit.dates import Period
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState
from welfarekit.quantity import Benefit

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar

_DAY: Final = dt.timedelta(days=1)
_MOVED: Final = dt.timedelta(days=40)
"""How far a pay day can be moved forward, by days off or before a festival."""
_CAUSES: Final = {cause.value: cause for cause in Cause}
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


def open_lines(dues: Dues, window: Period, payments: Sequence[Payment]) -> list[tuple[Cause, int]]:
    """What is still open for one period, as causes and signed minor units, all of one sign."""
    flow: list[tuple[dt.date, int, Cause, int]] = [(day, 0, cause, minor) for day, cause, minor in dues.deltas(window)]
    for payment in payments:
        sign = 1 if payment.kind is PaymentKind.RECOVERY else -1
        cause = _CAUSES.get(payment.cause, Cause.PAYMENT_ERROR)
        if payment.under_way:
            flow.append((payment.planned_on, 1, cause, sign * payment.amount.minor))
        elif payment.undelivered and sign < 0:
            flow.append((payment.planned_on, 1, cause, -payment.amount.minor))
            came_back = payment.moves[-1][1] if payment.moves else payment.planned_on
            flow.append((came_back, 2, Cause.UNDELIVERED, payment.amount.minor))
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
    dues, award = Dues(ledger, on), ledger.award
    pay_day = award.schedule.pay_day
    ahead = dt.timedelta(days=31 * max(0, -pay_day.months_after) if pay_day is not None else 0)  # what is paid beforehand
    windows = {w.start: w for w in dues.windows(until or on + _MOVED + ahead) if w.start is not None}
    for start, payments in ledger.by_period.items():
        windows.setdefault(start, Period(start, payments[0].period_end + _DAY))
    lines = []
    for start in sorted(windows):
        payments = ledger.by_period.get(start, [])
        found = open_lines(dues, windows[start], payments)
        if not found:
            continue
        wanted = until is not None and start < until
        wanted = wanted or any(p.state in _GONE or p.kind is PaymentKind.RECOVERY for p in payments)
        if wanted or _is_due(award, windows[start], on, calendar):
            lines += [Line(windows[start], ledger.benefit(minor), cause) for cause, minor in found]
    return tuple(lines)


def _is_due(award: Award, window: Period, on: dt.date, calendar: Calendar | None) -> bool:
    """Whether the pay day of a period has come; the calendar is asked only where it can make the difference."""
    if award.schedule.unshifted(window, award.decided_on) > on + _MOVED:
        return False
    return award.schedule.due_on(window, calendar, award.decided_on) <= on
