"""Awards by example: periods, pay days, parts of a month, units of benefit, and what happens in a life."""

from __future__ import annotations

import datetime as dt
import pickle
from itertools import pairwise

import pytest
from attrs import evolve
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.administration.law.calendars import calendar_for
from welfarekit.awards.award import Award
from welfarekit.awards.entitlement import due
from welfarekit.awards.events import Cause, Effect, Event, EventKind
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.life import change, lapse_day, move, reinstate, resume, serve, suspend, terminate
from welfarekit.awards.pay_day import Advance, PayDay
from welfarekit.awards.planning import plan, plan_all
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recovery import recover, recovery
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.redetermine import Finding, redetermine
from welfarekit.awards.reissue import reissue
from welfarekit.awards.schedule import Schedule
from welfarekit.awards.terms import Rule, Terms
from welfarekit.dates import Period
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import PaymentKind, PaymentState
from welfarekit.errors import CalendarMissing, ConflictingEvents, DateError, InvalidFacts, MoveNotAllowed, TermMissing
from welfarekit.money import Money, Rate, Rounding
from welfarekit.place import Place
from welfarekit.quantity import Quantity

D = dt.date
TERMS = Terms(
    program="demo.grain_aid", place=Place.parse("XD"), since=D(2020, 1, 1),
    starts=(Rule("next_month", "decision"), Rule("same_month", "certificate", "disability")), change=Rule("same_month"),
    end=Rule("next_month"), grace=Rule("same_month"), suspension=Rule("same_month"), resumption=Rule("same_month"),
    grace_months_most=6, back_pay_on_resumption=True, suspension_lapses_months=3,
)  # fmt: skip


def an_award(**given):
    base = {
        "id": "a", "program": "demo.grain_aid", "subject": "hh-1", "payee": Payee("p1"),
        "amount": Money("300.00", "CNY", "month"),
        "start": D(2025, 1, 1), "decided_on": D(2024, 12, 20), "schedule": Schedule(pay_day=PayDay(10)),
    }  # fmt: skip
    return Award(**{**base, **given})


def month(year, number):
    return Recurrence().window(D(year, number, 1))


def dues(award, year=2025, known_on=None):
    return [due(award, month(year, n), known_on).value for n in range(1, 13)]


# -- periods and pay days --


@given(st.dates(D(2001, 1, 1), D(2050, 1, 1)), st.integers(1, 31), st.integers(1, 6))
def test_no_month_is_skipped_whatever_the_pay_day(start, day, interval):
    windows = list(Recurrence("month", interval).windows(start, start + dt.timedelta(days=800)))
    assert windows[0].start <= start < windows[0].stop
    assert all(one.stop == other.start for one, other in pairwise(windows))
    due_on = [PayDay(day).unshifted(window, start) for window in windows]
    assert [d.replace(day=1) for d in due_on] == [w.start for w in windows]
    assert all(d.day == day or (d + dt.timedelta(days=1)).day == 1 for d in due_on)


@given(st.integers(1, 31), st.sampled_from(["month", "year", "week"]), st.integers(1, 3))
def test_the_recurrence_rule_says_the_same_days_to_other_systems(day, every, interval):
    recurrence = Recurrence(every, interval)
    day = (day - 1) % 7 + 1 if every == "week" else day
    pay_day = PayDay(day, counted="period" if every == "week" else "month")
    start = recurrence.first(D(2024, 3, 5))
    windows = list(recurrence.windows(start, start + dt.timedelta(days=1500)))
    ours = [pay_day.unshifted(window, start) for window in windows]
    rule = rrulestr(recurrence.rrule(day), dtstart=dt.datetime.combine(start, dt.time()))
    assert [found.date() for found in rule[: len(ours)]] == ours


@pytest.mark.parametrize(("every", "interval"), [("fortnight", 1), ("month", 0)])
def test_a_recurrence_that_cannot_be_is_refused(every, interval):
    with pytest.raises(DateError, match="counts from"):
        PayDay(10, counted="week")
    with pytest.raises(DateError):
        Recurrence(every, interval)
    with pytest.raises(DateError):
        Recurrence("month", anchor=D(2025, 1, 31))


# -- parts of a month --


def test_a_part_of_a_month_is_not_guessed():
    with pytest.raises(TermMissing, match=r"first=.*last="):
        due(an_award(start=D(2025, 1, 16)), month(2025, 1))
    with pytest.raises(DateError, match="day_count"):
        Schedule(first="prorated")


@pytest.mark.parametrize(
    ("first", "last", "day_count", "expected"),
    [
        ("full", "full", None, ["300.00", "300.00", "300.00"]),
        ("nothing", "nothing", None, ["0.00", "300.00", "0.00"]),
        ("full", "nothing", None, ["300.00", "300.00", "0.00"]),
        ("prorated", "prorated", "actual", ["154.84", "300.00", "96.77"]),  # 16 of 31 days, 10 of 31
        ("prorated", "prorated", "thirty", ["150.00", "300.00", "100.00"]),  # 15 of 30 days, 10 of 30
        ("prorated", "full", "actual", ["154.84", "300.00", "300.00"]),
    ],
)
def test_the_first_and_the_last_month_count_as_declared(first, last, day_count, expected):
    schedule = Schedule(first=first, last=last, day_count=day_count, rounding=Rounding("half_up", "0.01") if day_count else None)
    award = an_award(start=D(2025, 1, 16), until=D(2025, 3, 11), schedule=schedule)
    assert dues(award)[:4] == [*expected, "0.00"]


def test_thirty_days_have_every_month():
    schedule = Schedule(first="prorated", last="prorated", day_count="thirty", rounding=Rounding("half_up", "0.01"))
    assert dues(an_award(start=D(2025, 2, 15), schedule=schedule))[1] == "160.00"  # days 15 to 30 of a February
    assert dues(an_award(start=D(2025, 1, 31), schedule=schedule))[0] == "0.00"  # the 31st counts with the 30th
    assert dues(an_award(until=D(2025, 2, 28), schedule=schedule))[1] == "270.00"


@given(st.dates(D(2024, 1, 1), D(2025, 12, 31)), st.sampled_from(["actual", "thirty"]))
def test_two_parts_of_a_month_make_the_whole(day, day_count):
    schedule = Schedule(first="prorated", last="prorated", day_count=day_count, rounding=Rounding("half_up", "0.01"))
    amount = Money("300.00", "CNY", "month") * 31 * 30 * 29 * 28  # every share is exact
    before = an_award(start=D(2023, 1, 1), until=day, amount=amount, schedule=schedule)
    after = an_award(start=day, amount=amount, schedule=schedule)
    window = month(day.year, day.month)
    assert due(before, window).minor + due(after, window).minor == amount.minor


def test_a_change_within_a_month_is_weighed_by_days_if_that_is_declared():
    schedule = Schedule(first="prorated", last="prorated", day_count="actual", rounding=Rounding("half_up", "0.01"))
    event = Event(
        kind="change", since=D(2025, 4, 16), known_on=D(2025, 4, 16), cause="review", amount=Money("600.00", "CNY", "month")
    )
    assert dues(an_award(schedule=schedule).with_events(event))[2:5] == ["300.00", "450.00", "600.00"]


# -- what an amount is for --


def test_a_quarter_pays_its_months_and_a_year_its_instalments():
    quarterly = an_award(schedule=Schedule(Recurrence("month", 3)))
    assert [p.amount.value for p in plan(Ledger(quarterly), until=D(2026, 1, 1), on=D(2024, 12, 20)).payments] == ["900.00"] * 4
    yearly = an_award(amount=Money("10000.00", "CNY", "year"))
    parts = [due(yearly, month(2025, n)).minor for n in range(1, 13)]
    assert sum(parts) == 1000000
    assert max(parts) - min(parts) == 1
    assert [due(an_award(amount=Money("1000.00", "CNY", "year"), schedule=Schedule(Recurrence("month", 4))), w).value
            for w in Recurrence("month", 4).windows(D(2025, 1, 1), D(2026, 1, 1))] == ["333.34", "333.33", "333.33"]  # fmt: skip


def test_days_hours_rice_and_visits_travel_as_money_does():
    food = an_award(amount=Money(100000, "VND", "day"), start=D(2026, 11, 3), until=D(2026, 11, 23))
    assert due(food, month(2026, 11)).value == "2000000"
    post = an_award(amount=Money("21.00", "CNY", "hour"))
    post = serve(post, Quantity(80, "hour"), since=D(2025, 1, 1), until=D(2025, 2, 1), known_on=D(2025, 2, 3))
    assert dues(post)[:2] == ["1680.00", "0.00"]
    post = serve(post, Quantity("79.5", "hour"), since=D(2025, 1, 1), until=D(2025, 2, 1), known_on=D(2025, 2, 20))
    assert dues(post)[0] == "1669.50"
    assert dues(post, known_on=D(2025, 2, 10))[0] == "1680.00"
    rice = an_award(amount=Quantity(75, "kilogram", "month"), until=D(2025, 4, 1))
    ledger = plan(Ledger(rice), until=D(2026, 1, 1), on=D(2024, 12, 20))
    assert ledger.paid == Quantity(225, "kilogram")
    assert [p.amount.value for p in ledger.payments] == ["75.000"] * 3
    once = an_award(amount=Money(10800000, "VND", "once"), schedule=Schedule(Recurrence("once"), PayDay(3, counted="decision")))
    paid = plan(Ledger(once), until=D(2026, 1, 1), on=D(2024, 12, 20))
    assert [(p.kind, p.due_on) for p in paid.payments] == [(PaymentKind.ONE_OFF, D(2024, 12, 23))]
    assert plan(paid, until=D(2027, 1, 1), on=D(2025, 5, 1)) is paid


def test_an_hour_that_falls_between_two_units_asks_for_a_rounding():
    post = an_award(amount=Money("21.33", "CNY", "hour"))
    post = serve(post, Quantity("0.33", "hour"), since=D(2025, 1, 1), until=D(2025, 2, 1), known_on=D(2025, 2, 3))
    with pytest.raises(TermMissing, match="rounding"):
        due(post, month(2025, 1))


# -- a life --


@pytest.mark.parametrize(
    ("effect", "day", "expected"),
    [
        ("same_month", D(2026, 11, 20), D(2026, 11, 1)), ("next_month", D(2026, 12, 20), D(2027, 1, 1)),
        ("same_day", D(2026, 11, 20), D(2026, 11, 20)), ("next_day", D(2026, 12, 31), D(2027, 1, 1)),
    ],
)  # fmt: skip
def test_from_when_something_counts(effect, day, expected):
    assert Effect(effect).day(day) == expected


def test_a_change_counts_from_its_month_and_a_stop_from_the_month_after():
    award = change(an_award(), Money("250.00", "CNY", "month"), on=D(2025, 4, 17), known_on=D(2025, 4, 30), terms=TERMS)
    award = terminate(award, on=D(2025, 6, 2), known_on=D(2025, 6, 9), terms=TERMS, cause="death")
    assert dues(award) == ["300.00"] * 3 + ["250.00"] * 3 + ["0.00"] * 6


def test_grace_runs_on_within_what_the_law_allows():
    award = terminate(an_award(), on=D(2025, 3, 14), known_on=D(2025, 3, 20), terms=TERMS, grace_months=6)
    assert dues(award) == ["300.00"] * 8 + ["0.00"] * 4
    with pytest.raises(DateError, match="1 to 6"):
        terminate(an_award(), on=D(2025, 3, 14), known_on=D(2025, 3, 20), terms=TERMS, grace_months=7)


def test_a_suspension_is_paid_back_where_the_law_says_so():
    stopped = suspend(an_award(), on=D(2025, 3, 5), known_on=D(2025, 3, 5), terms=TERMS)
    assert dues(stopped) == ["300.00"] * 2 + ["0.00"] * 10
    back = resume(stopped, on=D(2025, 6, 20), known_on=D(2025, 6, 20), terms=TERMS)
    assert dues(back) == ["300.00"] * 12
    assert dues(back, known_on=D(2025, 5, 1)) == ["300.00"] * 2 + ["0.00"] * 10
    without = resume(stopped, on=D(2025, 6, 20), known_on=D(2025, 6, 20), terms=TERMS, back_pay=False)
    assert dues(without) == ["300.00"] * 2 + ["0.00"] * 3 + ["300.00"] * 7
    assert lapse_day(stopped, D(2025, 3, 5), TERMS) == D(2025, 6, 1)
    with pytest.raises(TermMissing, match="back pay"):
        resume(stopped, on=D(2025, 6, 20), known_on=D(2025, 6, 20), terms=evolve(TERMS, back_pay_on_resumption=None))


def test_the_months_of_a_suspension_come_as_arrears_with_their_cause():
    ledger = plan(Ledger(an_award()), until=D(2025, 4, 1), on=D(2024, 12, 20))
    stopped = suspend(ledger.award, on=D(2025, 3, 5), known_on=D(2025, 3, 5), terms=TERMS)
    ledger = plan(evolve(ledger, award=stopped), until=D(2025, 7, 1), on=D(2025, 3, 5))
    assert [p.state for p in ledger.payments] == ["planned", "planned", "cancelled"]
    back = resume(stopped, on=D(2025, 6, 20), known_on=D(2025, 6, 20), terms=TERMS)
    ledger = plan(evolve(ledger, award=back), until=D(2025, 8, 1), on=D(2025, 6, 20))
    arrears = [
        (p.period_start.month, p.amount.value, p.cause, p.due_on) for p in ledger.payments if p.kind is PaymentKind.ARREARS
    ]
    assert arrears == [(n, "300.00", "condition_met_again", D(2025, 7, 10)) for n in (3, 4, 5, 6)]


def test_an_end_can_be_undone_and_the_days_between_stay_without():
    ended = terminate(an_award(), on=D(2025, 2, 10), known_on=D(2025, 2, 12), terms=TERMS)
    assert dues(reinstate(ended, since=D(2025, 1, 1), known_on=D(2025, 5, 5))) == ["300.00"] * 12
    later = reinstate(ended, since=D(2025, 5, 1), known_on=D(2025, 5, 5), cause="condition_met_again")
    assert dues(later) == ["300.00"] * 2 + ["0.00"] * 2 + ["300.00"] * 8


def test_whoever_moves_is_paid_by_one_place_for_every_month():
    to = Place.parse("XD-2")
    old, new = move(
        an_award(), to, Money("350.00", "CNY", "month"), id="b", on=D(2025, 5, 20), known_on=D(2025, 5, 25), terms=TERMS
    )
    assert dues(old) == ["300.00"] * 5 + ["0.00"] * 7
    assert dues(new) == ["0.00"] * 5 + ["350.00"] * 7
    assert (new.place, new.events) == (to, ())


def test_a_start_counts_by_its_ground():
    assert TERMS.start("disability", {"decision": D(2024, 5, 20), "certificate": D(2024, 3, 10)}) == D(2024, 3, 1)
    assert TERMS.start("other", {"decision": D(2024, 5, 20)}) == D(2024, 6, 1)
    with pytest.raises(InvalidFacts, match="ground"):
        TERMS.start(None, {"decision": D(2024, 5, 20)})
    with pytest.raises(InvalidFacts, match="certificate_on"):
        TERMS.start("disability", {"decision": D(2024, 5, 20)})
    with pytest.raises(InvalidFacts, match="one of disability, other"):
        TERMS.start("age", {"decision": D(2024, 5, 20)})
    with pytest.raises(TermMissing, match="rule of end"):
        evolve(TERMS, end=None).needed("end")


# -- corrections --


def paid(ledger, until):
    for payment in ledger.payments:
        if payment.due_on < until and payment.state is PaymentState.PLANNED and payment.withheld_from is None:
            for state in ("approved", "sent", "paid"):
                ledger = ledger.move(payment.reference, state, payment.due_on)
    return ledger


def corrected(ledger, award):
    return Ledger(award, ledger.payments)


def test_law_that_came_late_is_arrears_for_each_month():
    award = an_award(amount=Money(1250000, "VND", "month"), start=D(2026, 1, 1), decided_on=D(2026, 1, 5))
    ledger = paid(plan(Ledger(award), until=D(2027, 1, 1), on=D(2026, 1, 5)), D(2026, 10, 5))
    raised = [Finding(Period(D(2026, 7, 1), None), Money(1350000, "VND", "month"))]
    award = redetermine(award, raised, known_on=D(2026, 10, 5), cause="law_in_arrears")
    assert redetermine(award, raised, known_on=D(2026, 10, 6), cause="law_in_arrears") is award
    ledger = corrected(ledger, award)
    lines = reconcile(ledger, on=D(2026, 10, 6))
    assert [(line.period.start.month, line.amount.value, line.kind, line.cause) for line in lines] == [
        (n, "100000", "arrears", Cause.LAW_IN_ARREARS) for n in (7, 8, 9)
    ]
    ledger = plan(ledger, until=D(2027, 1, 1), on=D(2026, 10, 6))
    assert reconcile(ledger, on=D(2026, 10, 6)) == ()
    regular = [p.amount.value for p in ledger.payments if p.period_start.month > 9 and p.under_way]
    assert regular == ["1350000"] * 3
    assert ledger.paid.minor + ledger.arrears.minor == 6 * 1250000 + 6 * 1350000


def test_a_late_report_is_an_overpayment_and_taken_back_above_the_floor():
    ledger = paid(plan(Ledger(an_award()), until=D(2026, 1, 1), on=D(2024, 12, 20)), D(2025, 7, 1))
    award = redetermine(
        ledger.award, [Finding(Period(D(2025, 4, 1), None), Money("240.00", "CNY", "month"))], known_on=D(2025, 7, 1),
        cause="late_report",
    )  # fmt: skip
    ledger = plan(corrected(ledger, award), until=D(2026, 1, 1), on=D(2025, 7, 1))
    lines = reconcile(ledger, on=D(2025, 7, 1))
    assert [(line.amount.value, line.kind) for line in lines] == [("-60.00", "overpayment")] * 3
    found = recovery(ledger, on=D(2025, 7, 1), floor=Money("200.00", "CNY"), cap=Rate("15%"), rounding=Rounding("down"))
    assert [(i.due_on.month, i.amount.value) for i in found.instalments] == [
        (7, "36.00"), (8, "24.00"), (8, "12.00"), (9, "36.00"), (10, "12.00"), (10, "24.00"), (11, "36.00"),
    ]  # fmt: skip
    assert not found.left
    ledger = recover(ledger, found)
    assert reconcile(ledger, on=D(2025, 7, 1)) == ()
    assert recover(ledger, recovery(ledger, on=D(2025, 7, 1), floor=Money("200.00", "CNY"))) == ledger
    assert {ledger.net(p).value for p in ledger.payments if p.period_start.month in (7, 8, 9, 10, 11) and p.under_way} <= {
        "204.00", "240.00",
    }  # fmt: skip
    due_in_all = sum(due(award, month(2025, n)).minor for n in range(1, 13))
    assert ledger.paid.minor + ledger.arrears.minor - ledger.recovered.minor == due_in_all


def test_what_the_floor_does_not_let_through_is_left_and_said():
    ledger = paid(plan(Ledger(an_award(until=D(2025, 9, 1))), until=D(2026, 1, 1), on=D(2024, 12, 20)), D(2025, 7, 1))
    award = redetermine(
        ledger.award, [Finding(Period(D(2025, 1, 1), D(2025, 7, 1)), Money("0.00", "CNY", "month"))], known_on=D(2025, 7, 1),
        cause="fraud",
    )  # fmt: skip
    found = recovery(corrected(ledger, award), on=D(2025, 7, 1), floor=Money("280.00", "CNY"))
    assert (found.owed.value, [i.amount.value for i in found.instalments], found.left.value) == (
        "1800.00",
        ["20.00"] * 2,
        "1760.00",
    )
    with pytest.raises(InvalidFacts, match="other_unit"):
        recovery(ledger, on=D(2025, 7, 1), floor=Money(280, "VND"))
    with pytest.raises(InvalidFacts, match="negative"):
        recovery(ledger, on=D(2025, 7, 1), floor=Money("-1.00", "CNY"))
    with pytest.raises(InvalidFacts, match="cap"):
        recovery(ledger, on=D(2025, 7, 1), floor=Money("1.00", "CNY"), cap=Rate("10%"))


def test_two_causes_in_one_month_are_two_lines():
    ledger = paid(plan(Ledger(an_award()), until=D(2025, 7, 1), on=D(2024, 12, 20)), D(2025, 7, 1))
    one = Finding(Period(D(2025, 4, 1), D(2025, 5, 1)), Money("240.00", "CNY", "month"))
    other = Finding(Period(D(2025, 4, 1), D(2025, 5, 1)), Money("200.00", "CNY", "month"))
    award = redetermine(ledger.award, [one], known_on=D(2025, 7, 1), cause="late_report")
    award = redetermine(award, [other], known_on=D(2025, 7, 2), cause="office_error")
    lines = reconcile(corrected(ledger, award), on=D(2025, 7, 3))
    assert [(line.amount.value, line.cause) for line in lines] == [("-60.00", Cause.LATE_REPORT), ("-40.00", Cause.OFFICE_ERROR)]


def test_what_comes_back_is_paid_again_once():
    ledger = plan(Ledger(an_award()), until=D(2025, 2, 1), on=D(2024, 12, 20))
    reference = ledger.payments[0].reference
    for state, day in (("approved", D(2025, 1, 5)), ("sent", D(2025, 1, 10)), ("returned", D(2025, 1, 15))):
        ledger = ledger.move(reference, state, day)
    assert [(line.amount.value, line.cause) for line in reconcile(ledger, on=D(2025, 1, 16))] == [("300.00", Cause.UNDELIVERED)]
    assert plan(ledger, until=D(2025, 2, 1), on=D(2025, 1, 16)) == ledger  # waits for whoever finds the right account
    again = reissue(ledger, reference, on=D(2025, 1, 20), due_on=D(2025, 1, 21), payee=Payee("p1", channel="bank", account="62"))
    assert [(p.state, p.follows, p.sequence) for p in again.payments] == [("reissued", None, 1), ("planned", reference, 2)]
    assert again.paid.value == "300.00"
    assert reconcile(again, on=D(2025, 1, 21)) == ()
    for wrong in (
        lambda: reissue(again, reference, on=D(2025, 1, 22), due_on=D(2025, 1, 22)),
        lambda: again.move(reference, "paid", D(2025, 1, 22)),
    ):
        with pytest.raises(MoveNotAllowed):
            wrong()
    dead = terminate(ledger.award, on=D(2024, 12, 28), known_on=D(2025, 1, 18), terms=TERMS, cause="death")
    with pytest.raises(MoveNotAllowed, match="nothing is owed"):
        reissue(corrected(ledger, dead), reference, on=D(2025, 1, 20), due_on=D(2025, 1, 21))


def test_what_cannot_be_is_refused():
    with pytest.raises(InvalidFacts, match="ends_before_start"):
        an_award(until=D(2025, 1, 1))
    with pytest.raises(InvalidFacts, match="other_unit"):
        an_award().with_events(
            Event(kind="change", since=D(2025, 2, 1), known_on=D(2025, 2, 1), cause="review", amount=Money(1, "VND", "month"))
        )
    with pytest.raises(InvalidFacts, match="before_decision"):
        an_award().with_events(Event(kind="end", since=D(2025, 2, 1), known_on=D(2024, 2, 1), cause="review"))
    with pytest.raises(InvalidFacts, match="amount"):
        Event(kind="change", since=D(2025, 2, 1), known_on=D(2025, 2, 1), cause="review")
    ledger = plan(Ledger(an_award()), until=D(2025, 2, 1), on=D(2024, 12, 20))
    with pytest.raises(InvalidFacts, match="duplicate"):
        ledger.add(*ledger.payments)
    with pytest.raises(InvalidFacts, match="other_award"):
        Ledger(an_award(id="b"), ledger.payments)
    with pytest.raises(InvalidFacts, match="before_last_move"):
        ledger.payments[0].moved("approved", D(2024, 12, 1))
    with pytest.raises(InvalidFacts, match="overlapping"):
        redetermine(
            an_award(), [Finding(month(2025, 1), Money("1.00", "CNY", "month"))] * 2, known_on=D(2025, 2, 1), cause="review"
        )
    both = [
        Event(kind="change", since=D(2025, 2, 1), known_on=D(2025, 2, 1), cause="review", amount=Money(n, "CNY", "month"))
        for n in (1, 2)
    ]
    with pytest.raises(ConflictingEvents, match="order"):
        an_award().with_events(*both)
    assert dues(an_award().with_events(both[0], evolve(both[1], order=1)))[1] == "2.00"
    assert an_award().with_events(both[0], both[0]) == an_award().with_events(both[0])


def test_awards_and_ledgers_show_no_number_of_a_person_and_go_to_other_processes():
    award = an_award(
        id="cn.disability_nursing/hh-1/430602196001011234/2025-08-20",
        subject="430602196001011234",
        payee=Payee("430602196001011234", account="6222021234567890123"),
    )
    ledger = plan(Ledger(award), until=D(2025, 3, 1), on=D(2024, 12, 20))
    for shown in (repr(award), repr(ledger), repr(ledger.payments[0]), repr(award.payee)):
        assert "196001" not in shown
        assert "62220" not in shown
    assert pickle.loads(pickle.dumps(ledger)) == ledger
    assert [led.award.id for led in plan_all([award, ledger], until=D(2025, 3, 1), on=D(2024, 12, 20))] == [award.id] * 2
    assert EventKind.CHANGE.value == "change"


# -- with the working days of a country --


@pytest.mark.parametrize(
    ("schedule", "year", "number", "expected"),
    [
        (PayDay(10, shift="previous_working_day"), 2026, 10, D(2026, 10, 10)),  # a worked Saturday
        (PayDay(4, shift="previous_working_day"), 2026, 10, D(2026, 9, 30)),
        (PayDay(4, shift="next_working_day"), 2026, 10, D(2026, 10, 8)),
        (PayDay(4), 2026, 10, D(2026, 10, 4)),
        (PayDay(31, shift="previous_working_day"), 2026, 2, D(2026, 2, 28)),  # worked too
        (PayDay(31, shift="previous_working_day"), 2025, 8, D(2025, 8, 29)),
        (PayDay(24, months_after=-1, shift="previous_working_day"), 2025, 1, D(2024, 12, 24)),
    ],
)
def test_a_pay_day_goes_where_its_shift_says(schedule, year, number, expected):
    assert Schedule(pay_day=schedule).due_on(month(year, number), calendar_for("cn"), D(2024, 1, 1)) == expected


def test_a_payment_is_brought_forward_before_a_festival_or_a_day():
    cn = calendar_for("cn")
    festival = Schedule(pay_day=PayDay(20, shift="previous_working_day"), advances=(Advance("spring_festival"),))
    assert festival.due_on(month(2026, 2), cn, D(2025, 1, 1)) == D(2026, 2, 14)  # 15 to 23 February off, the 14th worked
    assert festival.due_on(month(2026, 1), cn, D(2025, 1, 1)) == D(2026, 1, 20)
    assert festival.due_on(month(2026, 3), cn, D(2025, 1, 1)) == D(2026, 3, 20)
    after = Schedule(pay_day=PayDay(27), advances=(Advance("spring_festival"),))
    assert after.due_on(month(2026, 2), cn, D(2025, 1, 1)) == D(2026, 2, 14)  # later in the month of the festival
    in_full = Schedule(pay_day=PayDay(20), advances=(Advance(D(2023, 1, 16)),))
    assert in_full.due_on(month(2023, 1), cn, D(2022, 1, 1)) == D(2023, 1, 13)
    assert in_full.due_on(month(2023, 2), cn, D(2022, 1, 1)) == D(2023, 2, 20)
    assert in_full.due_on(month(2024, 1), cn, D(2022, 1, 1)) == D(2024, 1, 20)


def test_a_year_that_is_not_announced_is_not_guessed():
    schedule = Schedule(pay_day=PayDay(10, shift="previous_working_day"))
    with pytest.raises(CalendarMissing, match="2027"):
        schedule.due_on(month(2027, 1), calendar_for("cn"), D(2026, 1, 1))
    with pytest.raises(DateError, match="calendar"):
        schedule.due_on(month(2026, 1), None, D(2026, 1, 1))


@given(st.integers(1, 31), st.integers(0, 71), st.sampled_from(["cn", "vn"]))
def test_a_shifted_pay_day_is_worked_and_never_later(day, number, country):
    calendar, window = calendar_for(country), month(2020 + number // 12, number % 12 + 1)
    pay_day = PayDay(day, shift="previous_working_day")
    plain = pay_day.unshifted(window, D(2019, 1, 1))
    shifted = Schedule(pay_day=pay_day).due_on(window, calendar, D(2019, 1, 1))
    assert calendar.is_working(shifted)
    assert shifted <= plain
    assert not any(calendar.is_working(shifted + dt.timedelta(days=n)) for n in range(1, (plain - shifted).days + 1))
