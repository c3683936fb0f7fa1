"""Random lives of awards: what may happen to a family and to its payments, day after day, as Hypothesis draws it."""

from __future__ import annotations

import datetime as dt

from attrs import evolve, frozen
from hypothesis import strategies as st

from welfarekit.awards.award import Award
from welfarekit.awards.events import Cause, Event, EventKind
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.life import undo
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.planning import plan
from welfarekit.awards.recovery import recover, recovery
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.reissue import reissue
from welfarekit.awards.schedule import Schedule
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import MOVES, PaymentState
from welfarekit.errors import ConflictingEvents, MoveNotAllowed
from welfarekit.money import Money, Rate, Rounding

START = dt.date(2024, 1, 1)
END = dt.date(2026, 1, 1)
DAY = dt.timedelta(days=1)
FLOOR = Money("50.00", "CNY")
MONTHS = [dt.date(2024 + m // 12, m % 12 + 1, 1) for m in range(24)]
CAUSES = (Cause.LATE_REPORT, Cause.OFFICE_ERROR, Cause.LAW_IN_ARREARS, Cause.CHANGED_CIRCUMSTANCES)


def amounts():
    return st.integers(0, 90000).map(lambda minor: Money.of_minor(minor, "CNY", "month"))


@st.composite
def awards(draw):
    start = draw(st.sampled_from(MONTHS[:8]))
    return Award(
        id="life", program="demo.grain_aid", subject="hh-1", payee=Payee("p1"), amount=draw(amounts()), start=start,
        decided_on=start + draw(st.integers(-20, 100)) * DAY,
        schedule=Schedule(Recurrence("month", draw(st.sampled_from([1, 1, 1, 3]))), PayDay(draw(st.integers(1, 31)))),
        until=draw(st.sampled_from([None, None, MONTHS[20]])),
    )  # fmt: skip


KINDS = (
    [EventKind.CHANGE] * 4
    + [EventKind.SUSPEND] * 2
    + [EventKind.RESUME] * 2
    + [EventKind.END, EventKind.REINSTATE, EventKind.START]
)


@st.composite
def events(draw, known_on):
    kind = draw(st.sampled_from(KINDS))
    since = draw(st.sampled_from(MONTHS))
    later = [month for month in MONTHS if month > since]
    until = draw(st.sampled_from([None, *later])) if kind in (EventKind.CHANGE, EventKind.SUSPEND) else None
    return Event(
        kind=kind, since=since, until=until, known_on=known_on, cause=draw(st.sampled_from(CAUSES)),
        amount=draw(amounts()) if kind is EventKind.CHANGE else None, back_pay=draw(st.booleans()),
        order=draw(st.integers(0, 2)), happened_on=draw(st.sampled_from([None, since + 10 * DAY, since + 20 * DAY])),
    )  # fmt: skip


@frozen
class Life:
    """What came out: the ledger at the end, and as it stood at the end of each day on which something was done."""

    ledger: Ledger
    days: tuple[tuple[dt.date, Ledger], ...]


@st.composite
def lives(draw, steps=12):
    ledger = Ledger(draw(awards()))
    day = ledger.award.decided_on
    days: dict[dt.date, Ledger] = {}
    first = draw(st.sampled_from([(), ("year", "run", "lower", "plan", "recover", "run", "move")]))
    for what in (*first, *[None] * draw(st.integers(1, steps))):
        ledger = draw(done(ledger, day, what))
        days[day] = ledger
        day += draw(st.integers(100, 160) if what == "year" else st.integers(0, 60)) * DAY
    return Life(ledger, tuple(days.items()))


@st.composite
def done(draw, ledger, day, what=None):
    """The ledger after one thing that an office does on a day."""
    what = what or draw(st.sampled_from(["plan", "plan", "event", "event", "move", "move", "run", "reissue", "recover", "undo"]))
    if what == "year":
        return plan(ledger, until=END, on=day)
    if what == "lower":
        event = Event(
            kind="change", since=draw(st.sampled_from(MONTHS[:10])), known_on=day, cause=draw(st.sampled_from(CAUSES)),
            amount=Money.of_minor(ledger.award.amount.minor * draw(st.integers(50, 90)) // 100, "CNY", "month"), order=3,
        )  # fmt: skip
        return evolve(ledger, award=ledger.award.with_events(event)) if not ledger.award.events else ledger
    if what == "undo":
        known = [event for event in ledger.award.events if event.kind is not EventKind.UNDO]
        return evolve(ledger, award=undo(ledger.award, draw(st.sampled_from(known)), known_on=day)) if known else ledger
    if what == "plan":
        return plan(ledger, until=draw(st.sampled_from(MONTHS[3:])), on=day)
    if what == "event":
        try:
            return evolve(ledger, award=ledger.award.with_events(draw(events(day))))
        except ConflictingEvents:
            return ledger
    if what == "recover":
        cap = draw(st.sampled_from([None, Rate("10%"), Money("77.77", "CNY")]))
        return recover(ledger, recovery(ledger, on=day, floor=FLOOR, cap=cap, rounding=Rounding("down")))
    if not ledger.payments:
        return ledger
    if what == "run":  # everything due is paid
        for payment in ledger.payments:
            if payment.due_on <= day and payment.withheld_from is None and payment.state is PaymentState.PLANNED:
                for state in (PaymentState.APPROVED, PaymentState.SENT, PaymentState.PAID):
                    ledger = ledger.move(payment.reference, state, day)
        return ledger
    payment = draw(st.sampled_from([p for p in ledger.payments if p.withheld_from is None]))
    if what == "reissue":
        try:
            return reissue(ledger, payment.reference, on=day, due_on=day)
        except MoveNotAllowed:
            return ledger
    moves = [state for state in MOVES[payment.state] if state is not PaymentState.REISSUED]
    return ledger.move(payment.reference, draw(st.sampled_from(moves)), day) if moves else ledger
