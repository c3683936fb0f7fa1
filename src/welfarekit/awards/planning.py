"""From an award to its payments: what is due and not on its way is planned, what is no longer due and not sent is cancelled.

Planning twice is planning once: a second plan from the same knowledge adds nothing, and names everything as the first one did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from welfarekit.awards.award import Award
from welfarekit.awards.dues import Dues
from welfarekit.awards.events import Cause
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.reconcile import open_lines
from welfarekit.dates import Period
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar

_UNSENT = (PaymentState.PLANNED, PaymentState.APPROVED)
_CLOSED = (PaymentState.CANCELLED, PaymentState.REISSUED)
_MAIN = (PaymentKind.REGULAR, PaymentKind.ONE_OFF)
_DAY = dt.timedelta(days=1)

Lines = list[tuple[Cause, int]]


def plan(ledger: Ledger, *, until: dt.date, on: dt.date, calendar: Calendar | None = None) -> Ledger:
    """The ledger with the payments of every period that begins before ``until``, as known on ``on``.

    A period whose pay day has not passed gets its regular payment; what is owed for earlier ones is planned as arrears, one
    payment for each cause, with the next pay day. Unsent payments of more than is due, or to another payee than the award now
    has, are cancelled and planned anew. What came back undelivered waits for :func:`~welfarekit.awards.reissue.reissue`; what
    was paid too much for :func:`~welfarekit.awards.recovery.recovery`.
    """
    planner = _Planner(ledger, on, calendar)
    windows = {window.start: window for window in planner.dues.windows(until) if window.start is not None}
    for start, payments in ledger.by_period.items():
        windows.setdefault(start, Period(start, payments[0].period_end + _DAY))
    ordered = [(start, windows[start]) for start in sorted(windows)]
    cleared = True
    while cleared:  # what is withheld from a payment is cancelled with it, and is owed again for another period
        cleared = False
        for start, window in ordered:
            cleared = planner.clear(start, window) or cleared
    for start, window in ordered:
        planner.fill(start, window)
    return planner.done()


class _Planner:
    def __init__(self, ledger: Ledger, on: dt.date, calendar: Calendar | None) -> None:
        self.ledger, self.on, self.calendar = ledger, on, calendar
        self.dues = Dues(ledger, on)
        self.award = ledger.award
        self.new: list[Payment] = []
        self.cancelled: dict[str, Payment] = {}
        self.next_due: dt.date | None = None

    def _open(self, start: dt.date) -> list[Payment]:
        return [
            p for p in self.ledger.by_period.get(start, ()) if p.state not in _CLOSED and p.reference not in self.cancelled
        ]

    def _lines(self, window: Period, payments: list[Payment]) -> Lines:
        lines = open_lines(self.dues, window, payments)
        return [(cause, minor) for cause, minor in lines if cause is not Cause.UNDELIVERED]

    def clear(self, start: dt.date, window: Period) -> bool:
        """Cancel one unsent payment of the period that does not fit what is known; whether there was one."""
        payments = self._open(start)
        unsent = [p for p in payments if p.state in _UNSENT]
        if not unsent:
            return False
        lines = self._lines(window, payments)
        owed = sum(minor for _, minor in lines)
        main_last = sorted(unsent, key=lambda p: (p.kind in _MAIN, -p.sequence))
        for payment in main_last:
            back = payment.kind is PaymentKind.RECOVERY
            too_much = owed < 0 and not back
            needless = back and owed >= payment.amount.minor  # arrears are first met by not taking anything back
            if too_much or needless or (not back and self._is_to_be_replaced(payment, owed)):
                self._cancel(payment)
                return True
        return False

    def _is_to_be_replaced(self, payment: Payment, owed: int) -> bool:
        """A planned payment that makes way for one of the right amount, or to the right payee."""
        if payment.state is not PaymentState.PLANNED:
            return False
        short = owed > 0 and payment.kind in _MAIN and payment.due_on >= self.on
        elsewhere = payment.follows is None and payment.payee != self.award.payee
        return (short or elsewhere) and not self._is_withheld_from(payment)

    def _is_withheld_from(self, payment: Payment) -> bool:
        return any(
            p.withheld_from == payment.reference and p.under_way and p.reference not in self.cancelled
            for p in self.ledger.payments
        )

    def _cancel(self, payment: Payment) -> None:
        for each in self.ledger.payments:
            taken = each.withheld_from == payment.reference and each.state in _UNSENT
            if each.reference == payment.reference or taken:
                self.cancelled[each.reference] = each.moved(PaymentState.CANCELLED, self.on)

    def fill(self, start: dt.date, window: Period) -> None:
        """Plan what the period is owed."""
        payments = self._open(start)
        lines = self._lines(window, payments)
        if not lines or lines[0][1] < 0:
            return
        once = self.award.schedule.recurrence.every == "once"
        natural = self.award.schedule.due_on(window, self.calendar, self.award.decided_on)
        if not any(p.kind in _MAIN for p in payments) and (natural >= self.on or once):
            kind = PaymentKind.ONE_OFF if once else PaymentKind.REGULAR
            due_on = natural if natural >= self.on else self.award.schedule.soonest(self.on, self.calendar)
            self._make(window, kind, sum(minor for _, minor in lines), due_on, Cause.DECISION)
            return
        for cause, minor in lines:
            self._make(window, PaymentKind.ARREARS, minor, natural if natural >= self.on else self._next_due(), cause)

    def _make(self, window: Period, kind: PaymentKind, minor: int, due_on: dt.date, cause: Cause) -> None:
        stated = cause.value if kind is PaymentKind.ARREARS else ""
        self.new.append(self.ledger.make(window, kind, minor, due_on, self.on, cause=stated, later=self.new))

    def _next_due(self) -> dt.date:
        """The next pay day from the day of planning on: arrears go out with the next payment."""
        if self.next_due is None:
            schedule = self.award.schedule
            self.next_due = schedule.soonest(self.on, self.calendar)
            if schedule.recurrence.every != "once":
                after = schedule.pay_day.months_after if schedule.pay_day is not None else 0
                back = dt.timedelta(days=62 + 31 * max(0, after))
                for window in schedule.recurrence.windows(self.on - back, self.on + dt.timedelta(days=800)):
                    if schedule.unshifted(window, self.award.decided_on) < self.on:
                        continue
                    due_on = schedule.due_on(window, self.calendar, self.award.decided_on)
                    if due_on >= self.on:
                        self.next_due = due_on
                        break
        return self.next_due

    def done(self) -> Ledger:
        """The ledger with what was cancelled and what was made."""
        if not self.cancelled and not self.new:
            return self.ledger
        kept = (self.cancelled.get(p.reference, p) for p in self.ledger.payments)
        return evolve(self.ledger, payments=(*kept, *self.new))


def plan_all(
    awards: Iterable[Award | Ledger], *, until: dt.date, on: dt.date, calendar: Calendar | None = None
) -> Iterator[Ledger]:
    """Each award's ledger planned, one after the other: what is consumed as a stream needs the memory of one award."""
    for each in awards:
        yield plan(each if isinstance(each, Ledger) else Ledger(each), until=until, on=on, calendar=calendar)
