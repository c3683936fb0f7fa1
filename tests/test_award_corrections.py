"""Corrections of awards and ledgers, one by one: what once went wrong, or would if a rule of the room were forgotten."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve

from test_awards import TERMS, D, an_award, corrected, dues, month, paid
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.awards import life
from welfarekit.awards.entitlement import due
from welfarekit.awards.events import Event
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.planning import plan
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recovery import recover, recovery, refund
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.redetermine import Finding, redetermine
from welfarekit.awards.reissue import reissue
from welfarekit.awards.schedule import Schedule
from welfarekit.awards.terms import Rule
from welfarekit.dates import Period
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import PaymentKind
from welfarekit.errors import ConflictingEvents, DateError, InvalidFacts, MoveNotAllowed, TermMissing
from welfarekit.money import Money, Rate, Rounding
from welfarekit.place import Place
from welfarekit.quantity import Quantity


def yuan(text, per="month"):
    return Money(text, "CNY", per)


# -- suspensions --


def test_a_suspension_that_ends_in_its_month_withholds_nothing():
    award = life.suspend(an_award(), on=D(2025, 3, 5), known_on=D(2025, 3, 5), terms=TERMS)
    award = life.resume(award, on=D(2025, 3, 20), known_on=D(2025, 3, 20), terms=TERMS, back_pay=False)
    assert dues(award) == ["300.00"] * 12


def test_what_happened_later_in_a_month_comes_later():
    award = life.suspend(an_award(), on=D(2025, 2, 5), known_on=D(2025, 2, 5), terms=TERMS)
    award = life.resume(award, on=D(2025, 5, 2), known_on=D(2025, 5, 2), terms=TERMS, back_pay=False)
    award = life.suspend(award, on=D(2025, 5, 20), known_on=D(2025, 5, 20), terms=TERMS)
    assert dues(award) == ["300.00", *["0.00"] * 11]
    award = life.resume(award, on=D(2025, 5, 30), known_on=D(2025, 5, 30), terms=TERMS, back_pay=False)
    assert dues(award) == ["300.00", *["0.00"] * 3, *["300.00"] * 8]


def test_a_bounded_suspension_ends_by_itself_and_lies_over_an_open_one():
    sanction = Event(kind="suspend", since=D(2025, 3, 1), until=D(2025, 5, 1), known_on=D(2025, 3, 1), cause="work_refused")
    assert dues(an_award().with_events(sanction))[1:6] == ["300.00", "0.00", "0.00", "300.00", "300.00"]
    open_ended = Event(kind="suspend", since=D(2025, 2, 1), known_on=D(2025, 2, 1), cause="not_collected")
    resumed = Event(kind="resume", since=D(2025, 8, 1), known_on=D(2025, 8, 1), cause="review", back_pay=True)
    award = an_award().with_events(sanction, open_ended, resumed)
    assert dues(award)[:6] == ["300.00", "300.00", "0.00", "0.00", "300.00", "300.00"]


def test_back_pay_goes_as_far_back_as_the_terms_allow():
    terms = evolve(TERMS, back_pay_on_resumption=None, resumption_back_pay_months_most=3)
    award = life.suspend(an_award(), on=D(2025, 2, 5), known_on=D(2025, 2, 5), terms=terms)
    award = life.resume(award, on=D(2025, 11, 3), known_on=D(2025, 11, 3), terms=terms)
    assert dues(award) == ["300.00", *["0.00"] * 6, *["300.00"] * 5]


def test_what_should_not_have_been_recorded_is_undone_from_when_that_is_known():
    award = life.suspend(an_award(), on=D(2025, 3, 5), known_on=D(2025, 3, 5), terms=TERMS)
    mistaken = award.events[0]
    award = life.undo(award, mistaken, known_on=D(2025, 4, 10))
    assert dues(award) == ["300.00"] * 12
    assert dues(award, known_on=D(2025, 4, 9)) == ["300.00"] * 2 + ["0.00"] * 10
    for event, known_on in ((evolve(mistaken, since=D(2025, 1, 1)), D(2025, 5, 1)), (mistaken, D(2025, 3, 4))):
        with pytest.raises(InvalidFacts, match="nothing_to_undo"):
            life.undo(award, event, known_on=known_on)


# -- the first and the last day --


def test_a_change_counts_within_the_award_only():
    award = life.change(an_award(until=D(2025, 7, 1)), yuan("400.00"), on=D(2025, 3, 10), known_on=D(2025, 3, 10), terms=TERMS)
    assert dues(award) == ["300.00"] * 2 + ["400.00"] * 4 + ["0.00"] * 6
    award = life.change(an_award(start=D(2025, 4, 1)), yuan("400.00"), on=D(2025, 3, 20), known_on=D(2025, 3, 20), terms=TERMS)
    assert dues(award) == ["0.00"] * 3 + ["400.00"] * 9


def test_the_first_day_and_the_agreed_end_can_be_corrected():
    award = life.begin(an_award(start=D(2025, 4, 1)), D(2025, 2, 1), known_on=D(2025, 5, 5), cause="office_error")
    assert dues(award) == ["0.00"] + ["300.00"] * 11
    assert dues(award, known_on=D(2025, 5, 4)) == ["0.00"] * 3 + ["300.00"] * 9
    ledger = plan(Ledger(award), until=D(2025, 7, 1), on=D(2025, 5, 5))
    assert sum(p.amount.minor for p in ledger.payments) == 5 * 30000
    award = life.extend(an_award(until=D(2025, 7, 1)), D(2025, 9, 1), known_on=D(2025, 6, 5), cause="review")
    assert dues(award) == ["300.00"] * 8 + ["0.00"] * 4


def test_an_end_and_its_undoing_of_one_day_need_an_order():
    award = life.terminate(an_award(), on=D(2025, 3, 5), known_on=D(2025, 3, 7), terms=TERMS)
    with pytest.raises(InvalidFacts, match="higher order"):
        life.reinstate(award, since=D(2025, 3, 1), known_on=D(2025, 3, 7))
    assert dues(life.reinstate(award, since=D(2025, 3, 1), known_on=D(2025, 3, 7), order=1)) == ["300.00"] * 12


def test_two_changes_learned_of_on_one_day_are_told_apart_by_order():
    award = life.change(an_award(), yuan("400.00"), on=D(2025, 3, 3), known_on=D(2025, 6, 1), terms=TERMS)
    with pytest.raises(ConflictingEvents):
        life.change(award, yuan("500.00"), on=D(2025, 5, 3), known_on=D(2025, 6, 1), terms=TERMS)
    award = life.change(award, yuan("500.00"), on=D(2025, 5, 3), known_on=D(2025, 6, 1), terms=TERMS, order=1)
    assert dues(award) == ["300.00"] * 2 + ["400.00"] * 2 + ["500.00"] * 8


# -- from which day the terms count --


def test_terms_count_from_the_day_that_they_name():
    by_decision = evolve(TERMS, end=Rule("next_month", "decision"), change=Rule("next_month", "application"))
    award = life.terminate(an_award(), on=D(2025, 3, 5), known_on=D(2025, 5, 20), terms=by_decision)
    assert dues(award)[4:6] == ["300.00", "0.00"]
    award = life.terminate(an_award(), on=D(2025, 3, 5), known_on=D(2025, 5, 20), terms=by_decision, decided_on=D(2025, 6, 2))
    assert dues(award)[5:7] == ["300.00", "0.00"]
    with pytest.raises(InvalidFacts, match="applied_on"):
        life.change(an_award(), yuan("1.00"), on=D(2025, 3, 5), known_on=D(2025, 5, 20), terms=by_decision)
    changed = {"on": D(2025, 3, 5), "known_on": D(2025, 5, 20), "terms": by_decision}
    assert dues(life.change(an_award(), yuan("1.00"), **changed, applied_on=D(2025, 4, 9)))[3:5] == ["300.00", "1.00"]
    with pytest.raises(TypeError, match="certified_on"):
        life.change(an_award(), yuan("1.00"), **changed, certified_on=D(2025, 4, 9))


def test_grace_is_at_least_a_month_and_a_move_has_an_award_of_its_own():
    with pytest.raises(DateError, match="-1 months"):
        life.terminate(an_award(), on=D(2025, 3, 5), known_on=D(2025, 3, 5), terms=TERMS, grace_months=-1)
    with pytest.raises(InvalidFacts, match="duplicate_id"):
        life.move(an_award(), Place.parse("XD-2"), yuan("1.00"), id="a", on=D(2025, 3, 5), known_on=D(2025, 3, 5), terms=TERMS)


# -- amounts and periods --


@pytest.mark.parametrize(
    ("amount", "recurrence"),
    [
        (yuan("300.00"), Recurrence("week")), (yuan("300.00"), Recurrence("day")), (yuan("300.00"), Recurrence("once")),
        (yuan("1200.00", "year"), Recurrence("month", 5)), (yuan("1200.00", "year"), Recurrence("week")),
        (yuan("1000.00", "once"), Recurrence("month")), (yuan("10.00", "day"), Recurrence("once")),
    ],
)  # fmt: skip
def test_an_amount_that_its_periods_are_not_made_of_is_refused(amount, recurrence):
    with pytest.raises(InvalidFacts, match="wrong_period"):
        an_award(amount=amount, schedule=Schedule(recurrence))


def test_periods_that_begin_within_a_month_are_due_once():
    from_15th = Schedule(Recurrence("month", anchor=D(2025, 1, 15)))
    award = an_award(start=D(2025, 1, 15), until=D(2025, 4, 15), schedule=from_15th)
    assert [p.amount.value for p in plan(Ledger(award), until=D(2026, 1, 1), on=D(2025, 1, 1)).payments] == ["300.00"] * 3
    school_year = Schedule(Recurrence("year", anchor=D(2025, 9, 1)))
    award = an_award(amount=yuan("1200.00", "year"), start=D(2025, 9, 1), schedule=school_year)
    assert [p.amount.value for p in plan(Ledger(award), until=D(2027, 9, 1), on=D(2025, 1, 1)).payments] == ["1200.00"] * 2


def test_the_instalments_of_a_year_count_in_part_as_declared():
    yearly = {"amount": yuan("1200.00", "year"), "start": D(2025, 3, 10)}
    with pytest.raises(TermMissing):
        due(an_award(**yearly), month(2025, 3))
    by_days = Schedule(first="prorated", day_count="actual", rounding=Rounding("half_up"))
    for schedule, expected in ((Schedule(first="full"), "100.00"), (Schedule(first="nothing"), "0.00"), (by_days, "70.97")):
        award = an_award(**yearly, schedule=schedule)
        assert [due(award, month(2025, n)).value for n in (2, 3, 4)] == ["0.00", expected, "100.00"]
    quarterly = an_award(
        amount=yuan("1200.00", "year"), start=D(2025, 2, 1), schedule=Schedule(Recurrence("month", 3), first="full")
    )
    windows = quarterly.schedule.recurrence.windows(D(2025, 1, 1), D(2026, 1, 1))
    assert [due(quarterly, w).value for w in windows] == ["300.00"] * 4


def test_prorating_the_first_month_says_nothing_of_the_last():
    by_days = Schedule(first="prorated", day_count="actual", rounding=Rounding("half_up"))
    award = an_award(start=D(2025, 1, 16), until=D(2025, 3, 11), schedule=by_days)
    assert due(award, month(2025, 1)).value == "154.84"
    with pytest.raises(TermMissing, match="2025-03-01"):
        due(award, month(2025, 3))


def test_a_one_off_is_paid_once_whatever_becomes_known_of_it():
    once = Schedule(Recurrence("once"), PayDay(0, counted="decision", shift="previous_working_day"))
    award = an_award(amount=yuan("1000.00", "once"), start=D(2025, 3, 10), decided_on=D(2025, 3, 10), schedule=once)
    demo = calendar_for("demo")
    ledger = paid(plan(Ledger(award), until=D(2026, 1, 1), on=D(2025, 3, 10), calendar=demo), D(2025, 4, 1))
    raised = life.change(award, yuan("1200.00", "once"), on=D(2025, 3, 10), known_on=D(2025, 4, 1), terms=TERMS)
    ledger = plan(corrected(ledger, raised), until=D(2026, 1, 1), on=D(2025, 4, 1), calendar=demo)
    assert [(p.kind, p.amount.value) for p in ledger.payments] == [("one_off", "1000.00"), ("arrears", "200.00")]
    earlier = life.begin(award, D(2025, 2, 1), known_on=D(2025, 4, 1), cause="office_error")
    assert (
        plan(Ledger(earlier, ledger.payments[:1]), until=D(2026, 1, 1), on=D(2025, 4, 1), calendar=demo).payments
        == ledger.payments[:1]
    )


def test_a_one_off_that_is_late_goes_out_on_a_working_day():
    once = Schedule(Recurrence("once"), PayDay(0, counted="decision", shift="previous_working_day"))
    award = an_award(amount=yuan("1000.00", "once"), start=D(2025, 1, 6), decided_on=D(2025, 1, 6), schedule=once)
    ledger = plan(Ledger(award), until=D(2026, 1, 1), on=D(2025, 2, 1), calendar=calendar_for("cn"))
    assert ledger.payments[0].due_on == D(2025, 2, 5)  # 28 January to 4 February 2025 were days off


def test_a_finding_of_another_unit_or_period_is_refused():
    for amount in (Money(500000, "VND", "month"), yuan("3600.00", "year"), Quantity(15, "kilogram", "month")):
        with pytest.raises(InvalidFacts, match="other_unit"):
            redetermine(an_award(), [Finding(Period(D(2025, 1, 1), None), amount)], known_on=D(2025, 2, 1), cause="review")


def test_rice_is_rounded_to_the_step_that_is_declared():
    by_days = Schedule(first="prorated", day_count="actual", rounding=Rounding("up", "0.5"))
    rice = an_award(amount=Quantity(15, "kilogram", "month"), start=D(2025, 1, 11), schedule=by_days)
    assert due(rice, month(2025, 1)).value == "10.500"  # 15 x 21 / 31 = 10.161


def test_records_of_hours_replace_what_they_cover_and_may_not_cross():
    post = an_award(amount=yuan("20.00", "hour"))
    first = life.serve(post, Quantity(40, "hour"), since=D(2025, 3, 1), until=D(2025, 3, 16), known_on=D(2025, 3, 16))
    whole = life.serve(first, Quantity(80, "hour"), since=D(2025, 3, 1), until=D(2025, 4, 1), known_on=D(2025, 4, 2))
    assert due(whole, month(2025, 3)).value == "1600.00"
    with pytest.raises(InvalidFacts, match="overlapping"):
        life.serve(whole, Quantity(30, "hour"), since=D(2025, 3, 1), until=D(2025, 3, 16), known_on=D(2025, 4, 3))
    for units in (Quantity(3, "visit"), yuan("3.00", None)):
        with pytest.raises(InvalidFacts, match="other_unit"):
            life.serve(post, units, since=D(2025, 3, 1), until=D(2025, 4, 1), known_on=D(2025, 4, 2))


# -- payments and recoveries --


def overpaid(**given):
    """Three months paid at 300, known in April to be 240; the year planned."""
    ledger = paid(plan(Ledger(an_award(**given)), until=D(2026, 1, 1), on=D(2024, 12, 20)), D(2025, 4, 1))
    lower = Finding(Period(D(2025, 1, 1), None), yuan("240.00"))
    award = redetermine(ledger.award, [lower], known_on=D(2025, 4, 1), cause="late_report")
    return plan(corrected(ledger, award), until=D(2026, 1, 1), on=D(2025, 4, 1))


def a_plan(ledger, **given):
    return recovery(ledger, on=D(2025, 4, 1), **{"floor": yuan("150.00", None), "cap": yuan("50.00", None), **given})


def test_a_plan_is_carried_out_once():
    ledger, wanted = overpaid(), a_plan(overpaid())
    done = recover(ledger, wanted)
    assert done.recovered.value == "180.00"
    assert min(done.net(p).minor for p in done.payments if p.under_way and p.kind is PaymentKind.REGULAR) == 19000
    with pytest.raises(InvalidFacts, match="out_of_date"):
        recover(done, wanted)
    sent = ledger
    for state in ("approved", "sent"):
        sent = sent.move(wanted.instalments[0].withheld_from, state, D(2025, 4, 5))
    with pytest.raises(InvalidFacts, match=r"instalments\[0\]"):
        recover(sent, wanted)
    line = reconcile(ledger, on=D(2025, 4, 1))[0]
    once = refund(ledger, line, -line.amount, on=D(2025, 4, 1), due_on=D(2025, 4, 30))
    with pytest.raises(InvalidFacts, match="out_of_range"):
        refund(once, line, -line.amount, on=D(2025, 4, 1), due_on=D(2025, 4, 30))
    with pytest.raises(InvalidFacts, match=r"at most 60\.00"):
        refund(ledger, line, yuan("60.01", None), on=D(2025, 4, 1), due_on=D(2025, 4, 30))


def test_two_plans_together_keep_the_cap_of_a_month_and_the_floor():
    ledger = recover(overpaid(), a_plan(overpaid(), cap=yuan("20.00", None)))
    assert ledger.recovered.value == "180.00"
    worse = Finding(Period(D(2025, 1, 1), D(2025, 4, 1)), yuan("0.00"))
    ledger = corrected(ledger, redetermine(ledger.award, [worse], known_on=D(2025, 4, 2), cause="fraud"))
    more = recovery(ledger, on=D(2025, 4, 2), floor=yuan("150.00", None), cap=Rate("25%"), rounding=Rounding("down"))
    assert more.owed.value == "720.00"
    assert {one.amount.value for one in more.instalments[:1]} == {"40.00"}  # a quarter of 240 less the 20 taken already
    done = recover(ledger, more)
    assert min(done.net(p).minor for p in done.payments if p.under_way and p.kind is PaymentKind.REGULAR) == 18000


def test_nothing_is_taken_from_payments_that_are_approved_or_past():
    ledger = overpaid()
    april = next(p for p in ledger.payments if p.under_way and p.period_start == D(2025, 4, 1))
    approved = ledger.move(april.reference, "approved", D(2025, 4, 2))
    assert a_plan(approved).instalments[0].due_on == D(2025, 5, 10)
    late = recovery(ledger, on=D(2025, 7, 1), floor=yuan("0.00", None))
    assert late.instalments[0].due_on == D(2025, 7, 10)
    with pytest.raises(InvalidFacts, match="cap"):
        a_plan(ledger, cap=Rate("110%"), rounding=Rounding("down"))


def test_what_is_withheld_moves_with_its_payment_and_falls_with_it():
    ledger = recover(overpaid(), a_plan(overpaid()))
    taken = next(p for p in ledger.payments if p.withheld_from)
    with pytest.raises(MoveNotAllowed, match="withheld"):
        ledger.move(taken.reference, "approved", D(2025, 4, 2))
    for state, day in (("approved", 3), ("sent", 10), ("failed", 11)):
        ledger = ledger.move(taken.withheld_from, state, D(2025, 4, day))
    assert ledger[taken.reference].state == "failed"
    owed = [line.amount.value for line in reconcile(ledger, on=D(2025, 4, 12)) if line.kind == "overpayment"]
    assert owed == ["-50.00"]
    again = reissue(ledger, taken.withheld_from, on=D(2025, 4, 12), due_on=D(2025, 4, 14))
    assert again[taken.reference].state == "cancelled"
    assert again.payments[-1].amount.value == "240.00"
    assert again.payments[-1].payee == ledger.award.payee


def test_a_reissue_pays_no_more_than_is_still_owed():
    ledger = plan(Ledger(an_award()), until=D(2025, 2, 1), on=D(2024, 12, 20))
    reference = ledger.payments[0].reference
    for state, day in (("approved", 5), ("sent", 10), ("failed", 15)):
        ledger = ledger.move(reference, state, D(2025, 1, day))
    lower = redetermine(ledger.award, [Finding(month(2025, 1), yuan("120.00"))], known_on=D(2025, 1, 16), cause="late_report")
    again = reissue(corrected(ledger, lower), reference, on=D(2025, 1, 20), due_on=D(2025, 1, 21))
    assert again.payments[-1].amount.value == "120.00"


def test_arrears_are_first_met_by_taking_nothing_back():
    ledger = recover(overpaid(), a_plan(overpaid()))
    right = redetermine(ledger.award, [Finding(Period(D(2025, 1, 1), D(2025, 4, 1)), yuan("300.00"))], known_on=D(2025, 4, 2),
                        cause="office_error")  # fmt: skip
    ledger = plan(corrected(ledger, right), until=D(2026, 1, 1), on=D(2025, 4, 2))
    assert ledger.recovered.minor == ledger.arrears.minor == 0
    assert plan(ledger, until=D(2026, 1, 1), on=D(2025, 4, 2)) == ledger


def test_a_cancelled_payment_and_what_was_withheld_from_it_settle_in_one_plan():
    ledger = recover(overpaid(), a_plan(overpaid()))
    both = [Finding(month(2025, 1), yuan("250.00")), Finding(month(2025, 4), yuan("100.00"))]
    award = redetermine(ledger.award, both, known_on=D(2025, 4, 2), cause="office_error")
    once = plan(corrected(ledger, award), until=D(2026, 1, 1), on=D(2025, 4, 2))
    assert plan(once, until=D(2026, 1, 1), on=D(2025, 4, 2)) == once


def test_another_payee_is_paid_from_the_next_plan_on():
    ledger = overpaid()
    aunt = Payee("p2", "guardian")
    ledger = plan(Ledger(evolve(ledger.award, payee=aunt), ledger.payments), until=D(2026, 1, 1), on=D(2025, 4, 5))
    assert {p.payee.id for p in ledger.payments if p.under_way and p.period_start >= D(2025, 4, 1)} == {"p2"}
    assert {p.payee.id for p in ledger.payments if p.state == "paid"} == {"p1"}


def test_payments_of_another_schedule_are_not_paid_again():
    ledger = paid(plan(Ledger(an_award()), until=D(2025, 4, 1), on=D(2024, 12, 20)), D(2025, 4, 1))
    quarterly = evolve(ledger.award, schedule=Schedule(Recurrence("month", 3), PayDay(10)))
    with pytest.raises(InvalidFacts, match="other_period"):
        plan(Ledger(quarterly, ledger.payments), until=D(2025, 7, 1), on=D(2025, 4, 1))


def test_what_is_paid_beforehand_is_due_beforehand():
    award = an_award(schedule=Schedule(pay_day=PayDay(24, months_after=-1)), decided_on=D(2024, 11, 20))
    open_now = [line.period.start for line in reconcile(Ledger(award), on=D(2025, 2, 25))]
    assert open_now == [D(2025, 1, 1), D(2025, 2, 1), D(2025, 3, 1)]
    assert len(reconcile(Ledger(award), on=D(2025, 2, 23))) == 2
    assert len(reconcile(Ledger(award), on=D(2025, 2, 24))) == 3  # due on the very day


@pytest.mark.parametrize(
    ("schedule", "on", "expected"),
    [
        (Schedule(pay_day=PayDay(10, months_after=3)), D(2025, 4, 15), D(2025, 5, 10)),
        (Schedule(pay_day=PayDay(10, months_after=3)), D(2025, 4, 5), D(2025, 4, 10)),
        (Schedule(pay_day=PayDay(24, months_after=-1)), D(2025, 4, 5), D(2025, 4, 24)),
        (Schedule(Recurrence("month", 3), PayDay(10)), D(2025, 4, 15), D(2025, 7, 10)),
    ],
)
def test_arrears_go_out_with_the_next_pay_day(schedule, on, expected):
    award = an_award(start=D(2024, 1, 1), until=D(2024, 7, 1), decided_on=D(2025, 4, 1), schedule=schedule)
    ledger = plan(Ledger(award), until=D(2025, 1, 1), on=on)
    assert {p.due_on for p in ledger.payments} == {expected}
    assert {p.kind for p in ledger.payments} == {PaymentKind.ARREARS}


def test_a_life_of_many_events_is_planned_in_reasonable_time():
    award = an_award(start=D(2015, 1, 1), decided_on=D(2014, 12, 20))
    changes = [
        Event(kind="change", since=D(2015 + n // 12, n % 12 + 1, 1), known_on=D(2015 + n // 12, n % 12 + 1, 2), cause="review",
              amount=Money.of_minor(30000 + n, "CNY", "month")) for n in range(120)
    ]  # fmt: skip
    award = evolve(award, events=tuple(changes))
    ledger = plan(Ledger(award), until=D(2025, 1, 1), on=D(2025, 1, 1))
    assert ledger.arrears.minor == sum(30000 + n for n in range(120))
    assert dt.date(2025, 1, 10) in {p.due_on for p in ledger.payments}


# -- stretches --


def test_of_two_suspensions_the_first_counts_and_one_resumption_ends_both():
    first = Event(kind="suspend", since=D(2025, 3, 1), known_on=D(2025, 3, 1), cause="not_collected")
    second = Event(kind="suspend", since=D(2025, 5, 1), known_on=D(2025, 5, 1), cause="reassessment_refused")
    resumed = Event(kind="resume", since=D(2025, 7, 1), known_on=D(2025, 7, 1), cause="review")
    assert dues(an_award().with_events(second, first, resumed)) == ["300.00"] * 2 + ["0.00"] * 4 + ["300.00"] * 6


def test_a_change_to_the_same_amount_within_a_month_splits_nothing():
    same = Event(kind="change", since=D(2025, 3, 17), known_on=D(2025, 3, 20), cause="review", amount=yuan("300.00"))
    assert dues(an_award().with_events(same)) == ["300.00"] * 12


@pytest.mark.parametrize(
    ("first", "last", "march"), [("full", "full", "300.00"), ("nothing", "nothing", "0.00"), ("full", "nothing", "300.00")]
)
def test_a_month_in_which_an_award_ends_and_begins_again_counts_once(first, last, march):
    award = an_award(schedule=Schedule(first=first, last=last))
    gap = [
        Event(kind="end", since=D(2025, 3, 10), known_on=D(2025, 3, 10), cause="review"),
        Event(kind="reinstate", since=D(2025, 3, 20), known_on=D(2025, 3, 20), cause="review"),
    ]
    assert dues(award.with_events(*gap))[1:4] == ["300.00", march, "300.00"]


def test_a_failed_payment_is_cancelled_with_what_was_withheld_from_it():
    ledger = recover(overpaid(), a_plan(overpaid()))
    taken = next(p for p in ledger.payments if p.withheld_from)
    for state, day in (("approved", 3), ("sent", 10), ("failed", 11), ("cancelled", 12)):
        ledger = ledger.move(taken.withheld_from, state, D(2025, 4, day))
    assert ledger[taken.reference].state == "cancelled"


def test_an_event_is_undone_whichever_of_the_two_comes_first():
    pause = Event(kind="suspend", since=D(2025, 3, 1), known_on=D(2025, 3, 1), cause="not_collected", order=1)
    taken_back = Event(kind="undo", since=D(2025, 3, 1), known_on=D(2025, 3, 1), cause="office_error", undoes=pause.key)
    assert dues(an_award().with_events(pause, taken_back)) == ["300.00"] * 12
    assert dues(life.undo(an_award().with_events(pause), pause, known_on=D(2025, 3, 1))) == ["300.00"] * 12
    hours = life.serve(
        an_award(amount=yuan("20.00", "hour")),
        Quantity(8, "hour"),
        since=D(2025, 3, 3),
        until=D(2025, 3, 4),
        known_on=D(2025, 3, 4),
    )
    assert due(life.undo(hours, hours.events[0], known_on=D(2025, 3, 5)), month(2025, 3)).minor == 0
    again = life.undo(hours, hours.events[0], known_on=D(2025, 3, 5))
    again = life.serve(again, Quantity(4, "hour"), since=D(2025, 3, 2), until=D(2025, 3, 4), known_on=D(2025, 3, 6))
    assert due(again, month(2025, 3)).value == "80.00"
    again = life.serve(again, Quantity(3, "hour"), since=D(2025, 3, 5), until=D(2025, 3, 6), known_on=D(2025, 3, 6))
    assert due(again, month(2025, 3)).value == "140.00"
