"""Whatever happens to a family and its payments: nothing is lost, nothing is paid twice, and every day can be replayed."""

from __future__ import annotations

from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lives import DAY, END, FLOOR, MONTHS, awards, events, lives
from welfarekit.awards.entitlement import due
from welfarekit.awards.events import EventKind
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.planning import plan
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recovery import refund
from welfarekit.dates import Period
from welfarekit.domain.payment import PaymentKind, PaymentState
from welfarekit.errors import ConflictingEvents

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def windows(ledger):
    found = {w.start: w for w in ledger.award.schedule.recurrence.windows(MONTHS[0], END)}
    for payment in ledger.payments:
        found.setdefault(payment.period_start, Period(payment.period_start, payment.period_end + DAY))
    return found


def by_hand(award, month, known_on):
    """What a month is due, found without stretches: go through what was known and keep the answer for this one month."""
    if known_on < award.decided_on:
        return 0
    seen = [e for e in award.events if e.known_on <= known_on]
    taken_back = {e.undoes for e in seen if e.undoes}
    seen = [e for e in seen if e.key not in taken_back and e.kind is not EventKind.UNDO]
    starts = [award.start, *(e.since for e in seen if e.kind is EventKind.START)]
    if month < starts[-1] or (award.until is not None and month >= award.until):
        return 0
    amount, ended, between = award.amount.minor, None, False
    for event in seen:
        if event.kind is EventKind.CHANGE and event.since <= month and (event.until is None or month < event.until):
            amount = event.amount.minor
        if event.kind is EventKind.END:
            ended = event.since if ended is None else min(ended, event.since)
        if event.kind is EventKind.REINSTATE and ended is not None:
            between, ended = between or ended <= month < event.since, None
    if between or (ended is not None and ended <= month):
        return 0
    withheld = any(e.kind is EventKind.SUSPEND and e.until and e.since <= month < e.until for e in seen)
    return 0 if withheld or is_suspended(seen, month) else amount


def is_suspended(seen, month):
    """Whether a suspension without end withholds the month: the first resumption that comes after it lets it go or not."""
    turns = [e for e in seen if e.kind is EventKind.RESUME or (e.kind is EventKind.SUSPEND and e.until is None)]
    turns.sort(key=lambda e: (e.since, e.happened_on or e.since, e.known_on, e.order, e.kind is EventKind.RESUME, e.sort_key))
    for number, event in enumerate(turns):
        if event.kind is not EventKind.SUSPEND or (number and turns[number - 1].kind is EventKind.SUSPEND):
            continue  # the first of several counts
        ends = next((e for e in turns[number:] if e.kind is EventKind.RESUME), None)
        if event.since <= month and (ends is None or (month < ends.since and not ends.back_pay)):
            return True
    return False


@QUICK
@given(lives())
def test_every_month_is_due_what_one_finds_by_hand(life):
    ledger = life.ledger
    for day in (*(d for d, _ in life.days), END):
        for start, window in windows(ledger).items():
            months = [m for m in MONTHS if start <= m < window.stop]
            assert due(ledger.award, window, day).minor == sum(by_hand(ledger.award, m, day) for m in months)


@QUICK
@given(lives())
def test_lines_are_exactly_what_is_due_less_what_is_under_way(life):
    day, ledger = life.days[-1]
    lines = reconcile(ledger, on=day, until=END)
    for start, window in windows(ledger).items():
        payments = ledger.by_period.get(start, ())
        under_way = sum(p.amount.minor * (-1 if p.kind is PaymentKind.RECOVERY else 1) for p in payments if p.under_way)
        open_now = [line.amount.minor for line in lines if line.period == window]
        if open_now or payments or start < END:
            assert sum(open_now) == due(ledger.award, window, day).minor - under_way
        assert len({minor > 0 for minor in open_now}) <= 1
        assert 0 not in open_now
    assert len({(line.period, line.cause) for line in lines}) == len(lines)


@QUICK
@given(lives(), st.sampled_from(MONTHS[3:]))
def test_planning_twice_is_planning_once(life, until):
    day, ledger = life.days[-1]
    once = plan(ledger, until=until, on=day)
    assert plan(once, until=until, on=day) == once
    assert plan(ledger, until=until, on=day) == once


@QUICK
@given(lives(), st.sampled_from(MONTHS[3:]))
def test_a_plan_covers_every_month_exactly_once(life, until):
    day, ledger = life.days[-1]
    made = plan(ledger, until=until, on=day)
    for start, window in windows(made).items():
        payments = made.by_period.get(start, ())
        counted = sum(p.amount.minor * (-1 if p.kind is PaymentKind.RECOVERY else 1) for p in payments if p.under_way)
        waiting = sum(p.amount.minor for p in payments if p.undelivered and p.kind is not PaymentKind.RECOVERY)
        owed = due(made.award, window, day).minor
        sent = any(p.state not in (PaymentState.PLANNED, PaymentState.APPROVED, PaymentState.CANCELLED) for p in payments)
        if start < until and not sent:
            assert counted == owed
        if not sent:
            assert sum(p.kind is PaymentKind.REGULAR and p.under_way for p in payments) <= 1
        if start < until:
            assert counted + waiting >= owed
        assert all(p.amount.minor > 0 for p in payments)


@QUICK
@given(lives())
def test_no_payment_falls_below_the_floor(life):
    for _, ledger in life.days:
        for payment in ledger.payments:
            taken = ledger.withheld(payment.reference)
            assert not taken or ledger.net(payment).minor >= FLOOR.minor


@QUICK
@given(lives())
def test_every_day_can_be_replayed_from_the_end(life):
    for day, ledger in life.days:
        assert life.ledger.at(day) == ledger


@QUICK
@given(lives())
def test_references_are_unique_and_follow_from_what_a_payment_is(life):
    references = [p.reference for p in life.ledger.payments]
    assert len(set(references)) == len(references)
    keys = [(p.period_start, p.kind, p.sequence) for p in life.ledger.payments]
    assert len(set(keys)) == len(keys)


@QUICK
@given(awards(), st.data())
def test_the_order_in_which_events_are_recorded_does_not_matter(award, data):
    found = [data.draw(events(award.decided_on + n * 30 * DAY)) for n in range(data.draw(st.integers(2, 5)))]
    try:
        straight = award.with_events(*found)
    except ConflictingEvents:
        return
    shuffled = found.copy()
    Random(1).shuffle(shuffled)
    one_by_one = award
    for event in shuffled:
        one_by_one = one_by_one.with_events(event)
    assert one_by_one == straight
    assert plan(Ledger(one_by_one), until=END, on=END) == plan(Ledger(straight), until=END, on=END)


@QUICK
@given(lives())
def test_settling_everything_makes_paid_and_arrears_less_recovered_what_is_due(life):
    day, ledger = life.days[-1]
    for payment in ledger.payments:
        if payment.undelivered and payment.withheld_from is None:
            ledger = ledger.move(payment.reference, PaymentState.CANCELLED, day)
    for payment in ledger.payments:  # what was to be withheld from payments that never came
        if payment.undelivered:
            ledger = ledger.move(payment.reference, PaymentState.CANCELLED, day)
    ledger = plan(ledger, until=END, on=day)
    for line in reconcile(ledger, on=day, until=END):
        assert line.kind == "overpayment"
        ledger = refund(ledger, line, -line.amount, on=day, due_on=day)
    assert reconcile(ledger, on=day, until=END) == ()
    total = sum(due(ledger.award, window, day).minor for start, window in windows(ledger).items())
    assert ledger.paid.minor + ledger.arrears.minor - ledger.recovered.minor == total
