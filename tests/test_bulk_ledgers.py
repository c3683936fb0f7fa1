"""Payments of many awards go to the bank together and come back into their ledgers, and nothing is paid or taken twice."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.adapters.bulk.instructing import instructions
from welfarekit.adapters.bulk.instruction import sums
from welfarekit.adapters.bulk.reconciling import reconcile_results
from welfarekit.adapters.bulk.result import Result
from welfarekit.adapters.bulk.sending import mark_sent
from welfarekit.adapters.bulk.taking_back import take_back
from welfarekit.awards.award import Award
from welfarekit.awards.events import Event
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.planning import plan
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recovery import recover, recovery
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.reissue import reissue
from welfarekit.awards.schedule import Schedule
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import Payment, PaymentState
from welfarekit.errors import InvalidFacts
from welfarekit.money import Money

ON, SENT, HEARD, NOVEMBER = dt.date(2025, 10, 2), dt.date(2025, 10, 8), dt.date(2025, 10, 10), dt.date(2025, 11, 1)
FLOOR = Money("300.00", "CNY")


def ledger(number: int, minor: int = 40_000, *, less: int = 0, until: dt.date = NOVEMBER) -> Ledger:
    """A ledger with September paid and October planned; a family that reported late that it is due ``less`` owes it back."""
    award = Award(
        id=f"demo.grain_aid/hh-{number}", program="demo.grain_aid", subject=f"hh-{number}",
        payee=Payee(f"p{number}", "household_head", "bank", f"6222000000{number:06d}"),
        amount=Money.of_minor(minor, "CNY", "month"), start=dt.date(2025, 9, 1), decided_on=dt.date(2025, 8, 20),
        schedule=Schedule(Recurrence("month"), PayDay(10)),
    )  # fmt: skip
    made = plan(Ledger(award), until=dt.date(2025, 10, 1), on=dt.date(2025, 8, 25))
    for state, day in (("approved", 5), ("sent", 8), ("paid", 10)):
        made = made.move(made.payments[0].reference, state, dt.date(2025, 9, day))
    if less:
        known_on = dt.date(2025, 9, 22)
        amount = Money.of_minor(minor - less, "CNY", "month")
        change = Event(kind="change", since=award.start, known_on=known_on, cause="late_report", amount=amount)
        made = evolve(made, award=award.with_events(change))
    made = plan(made, until=until, on=dt.date(2025, 10, 1))
    return recover(made, recovery(made, on=dt.date(2025, 10, 1), floor=FLOOR))


def approved(one: Ledger) -> Ledger:
    for payment in one.payments:
        if payment.state is PaymentState.PLANNED and payment.withheld_from is None and payment.due_on < NOVEMBER:
            one = one.move(payment.reference, "approved", ON)
    return one


def together(ledgers: Any) -> list[Payment]:
    return [payment for one in ledgers for payment in one.payments]


def codes(caught: Any) -> list[tuple[str, str]]:
    return [(problem.code, problem.path) for problem in caught.value.problems]


@given(
    st.lists(st.tuples(st.integers(30_000, 60_000), st.sampled_from([0, 0, 2_000, 9_000])), min_size=1, max_size=5),
    st.lists(st.sampled_from(["paid", "paid", "failed", "returned", None]), min_size=5, max_size=5),
    st.randoms(),
)
def test_what_many_awards_pay_is_what_their_ledgers_hold(
    families: list[tuple[int, int]], answers: list[str | None], chance: Any
) -> None:
    ledgers = [approved(ledger(number, minor, less=less)) for number, (minor, less) in enumerate(families)]
    payments = together(ledgers)
    chance.shuffle(payments)
    batch = instructions(payments)
    sent = take_back(ledgers, mark_sent(payments, batch, on=SENT))
    told = [
        Result(each.reference, answer, HEARD, each.amount)
        for each, answer in zip(sorted(batch.bank, key=lambda each: each.payment.award), answers, strict=False)
        if answer is not None
    ]
    found = reconcile_results(together(sent), told)
    back = take_back(sent, found.payments)
    assert [one.award for one in back] == [one.award for one in ledgers]
    assert back == take_back(ledgers, found.payments)  # also where nobody kept what was sent
    assert take_back(back, found.payments) == take_back(back, payments) == back  # and nothing goes back
    assert {p.reference: p for p in together(back)} == {p.reference: p for p in found.payments}
    for one in back:
        for payment in one.payments:
            if payment.withheld_from is not None:
                assert payment.state is one[payment.withheld_from].state
    received = [each.amount for each in batch.bank if any(r.reference == each.reference and r.state == "paid" for r in told)]
    october = [
        one.net(p) for one in back for p in one.payments
        if p.paid_on == HEARD and p.withheld_from is None
    ]  # fmt: skip
    assert sums(october) == sums(received)
    again = [one for one in back if any(payment.undelivered for payment in one.payments)]
    for one in again:
        main = next(payment for payment in one.payments if payment.undelivered and payment.withheld_from is None)
        new = reissue(one, main.reference, on=dt.date(2025, 10, 12), due_on=dt.date(2025, 10, 15))
        assert take_back([new], [p for p in found.payments if p.award == new.award.id]) == (new,)
        new = plan(new, until=dt.date(2025, 12, 1), on=dt.date(2025, 10, 12))
        new = recover(new, recovery(new, on=dt.date(2025, 10, 12), floor=Money("0.00", "CNY")))
        assert reconcile(new, on=dt.date(2025, 10, 12)) == ()


def test_a_recovery_that_was_left_planned_never_counts_as_taken() -> None:
    """Approved by hand, the payment would go out in full while the ledger holds 50.00 as withheld from it."""
    one = ledger(1, less=5_000)
    main, held = (p for p in one.payments if p.state is PaymentState.PLANNED)
    assert held.withheld_from == main.reference
    by_hand = [p.moved("approved", ON) if p == main else p for p in one.payments]
    with pytest.raises(InvalidFacts, match="not_together"):
        instructions(by_hand)
    (each,) = instructions(approved(one).payments).bank
    assert (each.amount, each.withheld[0].reference) == (one.net(main), held.reference)
    cancelled = one.move(held.reference, "cancelled", ON).move(main.reference, "approved", ON)
    assert instructions(cancelled.payments).bank[0].amount == main.amount


def test_a_recovery_that_was_planned_while_its_payment_was_out_is_found() -> None:
    one = approved(ledger(1))
    main = next(p for p in one.payments if p.state is PaymentState.APPROVED)
    out = mark_sent(one.payments, instructions(one.payments), on=SENT)
    late = evolve(main, kind="recovery", reference="LATE", withheld_from=main.reference, state="planned", moves=())
    late = evolve(late, amount=Money("50.00", "CNY"))
    joined = one.add(late)
    assert joined.net(main) == Money("350.00", "CNY")  # and 400.00 went out
    with pytest.raises(InvalidFacts) as caught:
        take_back([joined], out)
    assert codes(caught) == [("not_together", "LATE")]
    (back,) = take_back([joined.move("LATE", "cancelled", SENT)], out)
    assert [p.state.value for p in back.payments] == ["paid", "sent", "cancelled"]
    assert take_back([joined], one.payments) == (joined,)  # nothing moved yet, and nothing is late
    sent = one.move(main.reference, "sent", SENT)
    assert take_back([sent.add(late)], out) == (sent.add(late),)


def test_everything_that_does_not_go_back_is_told_at_once() -> None:
    first, second = approved(ledger(1)), approved(ledger(2))
    main = next(p for p in first.payments if p.state is PaymentState.APPROVED)
    other = next(p for p in second.payments if p.state is PaymentState.APPROVED)
    strange = evolve(main, reference="STRANGE")
    moved = evolve(other, amount=Money("1.00", "CNY"))
    with pytest.raises(InvalidFacts) as caught:
        take_back([first, second, first], [main, *ledger(3).payments, main, strange, moved])
    assert codes(caught) == [
        ("duplicate", "ledgers[2]"), ("no_ledger", "payments[1].award"), ("no_ledger", "payments[2].award"),
        ("duplicate", "payments[3].reference"), ("no_such_payment", "payments[4].reference"), ("out_of_date", "payments[5]"),
    ]  # fmt: skip
    assert "hh-3" not in str(caught.value)


def test_a_payment_that_went_another_way_in_its_ledger_is_not_taken_back() -> None:
    one = approved(ledger(1))
    main = next(p for p in one.payments if p.state is PaymentState.APPROVED)
    sent = mark_sent(one.payments, instructions(one.payments), on=SENT)
    for changed in (one.move(main.reference, "cancelled", SENT), one.move(main.reference, "sent", HEARD)):
        with pytest.raises(InvalidFacts, match="out_of_date"):
            take_back([changed], sent)
    for other in (evolve(sent[-1], amount=Money("1.00", "CNY")), evolve(sent[-1], payee=Payee("p2"))):
        with pytest.raises(InvalidFacts, match="out_of_date"):
            take_back([one], [*sent[:-1], other])
    kept = [evolve(p, moves=()) for p in sent]  # moves that were not kept lead nowhere
    with pytest.raises(InvalidFacts, match="out_of_date"):
        take_back([one], kept)
    assert take_back([Ledger(one.award, kept)], kept)[0].payments == tuple(kept)
    assert take_back([one], []) == (one,)
    assert take_back([], []) == ()
