"""From an award to its payments: what is due and not on its way is planned, what is no longer due and not sent is cancelled.

Planning twice is planning once: a second plan from the same knowledge adds nothing, and names everything as the first one did.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from welfarekit.awards.award import Award
from welfarekit.awards.events import Cause
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.reconcile import Dues, open_lines
from welfarekit.dates import Period
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar

_UNSENT = (PaymentState.PLANNED, PaymentState.APPROVED)
_DAY = dt.timedelta(days=1)


def plan(ledger: Ledger, *, until: dt.date, on: dt.date, calendar: Calendar | None = None) -> Ledger:
    """The ledger with the payments of every period that begins before ``until``, as known on ``on``.

    A period whose pay day has not passed gets its regular payment; what is owed for earlier ones is planned as arrears, one
    payment for each cause, with the next pay day. Unsent payments of more than is due are cancelled and planned anew. What came
    back undelivered waits for :meth:`~welfarekit.awards.ledger.Ledger.reissue`; what was paid too much for
    :func:`~welfarekit.awards.recovery.recovery`.
    """
    planner = _Planner(ledger, on, calendar)
    windows = {window.start: window for window in planner.dues.windows(until) if window.start is not None}
    for start, payments in ledger.by_period.items():
        windows.setdefault(start, Period(start, payments[0].period_end + _DAY))
    for start in sorted(windows):
        planner.settle(start, windows[start])
    return planner.done()


class _Planner:
    def __init__(self, ledger: Ledger, on: dt.date, calendar: Calendar | None) -> None:
        self.ledger, self.on, self.calendar = ledger, on, calendar
        self.dues = Dues(ledger, on)
        self.award = ledger.award
        self.new: list[Payment] = []
        self.cancelled: dict[str, Payment] = {}
        self.next_due: dt.date | None = None

    def settle(self, start: dt.date, window: Period) -> None:
        """Bring one period's payments to what it is due."""
        payments = [
            p for p in self.ledger.by_period.get(start, ()) if p.state not in (PaymentState.CANCELLED, PaymentState.REISSUED)
        ]
        lines = self._lines(window, payments)
        if lines and lines[0][1] < 0:
            unsent = [p for p in payments if p.state in _UNSENT and p.kind is not PaymentKind.RECOVERY]
            for payment in sorted(unsent, key=lambda p: (p.kind is PaymentKind.REGULAR, -p.sequence)):
                self._cancel(payment)
                payments.remove(payment)
                lines = self._lines(window, payments)
                if not lines or lines[0][1] > 0:
                    break
        lines = self._without_recoveries(window, payments, lines)
        if not lines or lines[0][1] < 0:
            return
        once = self.award.schedule.recurrence.every == "once"
        natural = self._due_on(window)
        for payment in payments.copy():
            main = payment.kind in (PaymentKind.REGULAR, PaymentKind.ONE_OFF)
            if (
                main
                and payment.state is PaymentState.PLANNED
                and payment.due_on >= self.on
                and not self._is_withheld_from(payment)
            ):
                self._cancel(payment)  # one payment of the right amount, rather than two
                payments.remove(payment)
                lines = self._lines(window, payments)
        regular = any(p.kind in (PaymentKind.REGULAR, PaymentKind.ONE_OFF) for p in payments)
        if not regular and (natural >= self.on or once):
            kind = PaymentKind.ONE_OFF if once else PaymentKind.REGULAR
            self._make(window, kind, sum(minor for _, minor in lines), max(natural, self.on) if once else natural, Cause.DECISION)
            return
        for cause, minor in lines:
            self._make(window, PaymentKind.ARREARS, minor, natural if natural >= self.on else self._next_due(), cause)

    def _without_recoveries(
        self, window: Period, payments: list[Payment], lines: list[tuple[Cause, int]]
    ) -> list[tuple[Cause, int]]:
        """Arrears are first met by leaving off what was about to be taken back for the same period."""
        for payment in [p for p in payments if p.kind is PaymentKind.RECOVERY and p.state in _UNSENT]:
            if sum(minor for _, minor in lines) >= payment.amount.minor:
                self._cancel(payment)
                payments.remove(payment)
                lines = self._lines(window, payments)
        return lines

    def _lines(self, window: Period, payments: list[Payment]) -> list[tuple[Cause, int]]:
        lines = open_lines(self.dues, window, payments)
        return [(cause, minor) for cause, minor in lines if cause is not Cause.UNDELIVERED]

    def _make(self, window: Period, kind: PaymentKind, minor: int, due_on: dt.date, cause: Cause) -> None:
        stated = cause.value if kind is PaymentKind.ARREARS else ""
        self.new.append(self.ledger.make(window, kind, minor, due_on, self.on, cause=stated, later=self.new))

    def _is_withheld_from(self, payment: Payment) -> bool:
        return any(p.withheld_from == payment.reference and p.under_way for p in self.ledger.payments)

    def _cancel(self, payment: Payment) -> None:
        for each in self.ledger.payments:
            if each.reference == payment.reference or (each.withheld_from == payment.reference and each.under_way):
                self.cancelled[each.reference] = each.moved(PaymentState.CANCELLED, self.on)

    def _due_on(self, window: Period) -> dt.date:
        return self.award.schedule.due_on(window, self.calendar, self.award.decided_on)

    def _next_due(self) -> dt.date:
        """The next pay day from the day of planning on: arrears go out with the next payment."""
        if self.next_due is None:
            recurrence = self.award.schedule.recurrence
            self.next_due = self.on
            if recurrence.every != "once":
                for window in recurrence.windows(self.on - dt.timedelta(days=62), self.on + dt.timedelta(days=800)):
                    due_on = self._due_on(window)
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
