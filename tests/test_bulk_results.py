"""The bank's answers move what they are about and nothing else; whatever does not fit is told, and nothing is lost."""

from __future__ import annotations

import datetime as dt
import pickle
from collections import Counter
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from bulk_payments import DUE, SENT, batches, payment, reference
from welfarekit.adapters.bulk.instructing import instructions
from welfarekit.adapters.bulk.instruction import Instruction
from welfarekit.adapters.bulk.layout import BulkFormat
from welfarekit.adapters.bulk.pending import Pending
from welfarekit.adapters.bulk.reconciling import Reconciliation, reconcile_results
from welfarekit.adapters.bulk.result import Result, ResultFile, read_results
from welfarekit.adapters.bulk.sending import mark_sent
from welfarekit.domain.payment import MOVES, Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity

DAY = dt.timedelta(days=1)
PAID, FAILED, RETURNED = PaymentState.PAID, PaymentState.FAILED, PaymentState.RETURNED
LAYOUT = BulkFormat(
    columns=[("reference", "交易流水号"), ("amount", "金额"), ("state", "处理结果"), ("on", "处理日期"), ("reason", "备注")],
    header="zh_Hans", encoding="gb18030", currency="CNY", totals="合计",
    states={"成功": "paid", "失败": "failed", "退票": "returned", "处理中": "pending"},
)  # fmt: skip
HEAD = "交易流水号,金额,处理结果,处理日期,备注\r\n"


def yuan(amount: str) -> Money:
    return Money(amount, "CNY")


def codes(found: Reconciliation) -> list[tuple[str, str]]:
    return sorted((problem.code, problem.path) for problem in found.problems)


def states(found: Reconciliation) -> list[str]:
    return [one.state.value for one in found.payments]


def net_of(one: Payment, payments: list[Payment]) -> Benefit:
    """The net of a payment, found another way than the adapter does."""
    held = [p for p in payments if p.withheld_from == one.reference and p.state not in ("planned", "approved", "cancelled")]
    return Instruction(one, tuple(held)).amount


# Single answers -------------------------------------------------------------------------------------------------------------


def test_an_answer_moves_the_payment_and_what_is_withheld_from_it() -> None:
    payments = [
        payment(1, "740.00", state="sent"), payment(2, "40.00", state="sent", withheld_from=reference(1)),
        payment(3, "50.00", state="sent"), payment(4, "60.00", state="sent"), payment(5, "7.00"),
    ]  # fmt: skip
    answers = [
        Result(reference(1), "paid", DUE, yuan("700.00")), Result(reference(3), "failed", DUE, yuan("50.00"), "户名不符"),
    ]  # fmt: skip
    found = reconcile_results(payments, answers)
    assert states(found) == ["paid", "paid", "failed", "sent", "approved"]
    assert [one.reference for one in found.moved] == [reference(1), reference(2), reference(3)]
    assert [one.moves[-1] for one in found.moved] == [(PAID, DUE), (PAID, DUE), (FAILED, DUE)]
    assert [(one.reference, one.reason) for one in found.accepted if one.reason] == [(reference(3), "户名不符")]
    assert [one.reference for one in found.missing] == [reference(4)]
    assert {state.value: (tally.count, *map(str, tally.amounts)) for state, tally in found.totals.items()} == {
        "sent": (1, "60.00 CNY"), "paid": (1, "700.00 CNY"), "failed": (1, "50.00 CNY"),
    }  # fmt: skip
    assert found.problems == ()
    assert repr(found) == "<Reconciliation: 3 moved, 0 problems, 1 missing; 1 sent, 1 paid, 1 failed>"
    assert repr(reconcile_results([], [])) == "<Reconciliation: 0 moved, 0 problems, 0 missing; nothing was sent>"


def test_what_was_paid_comes_back_later() -> None:
    payments = [payment(1, "740.00", state="paid"), payment(2, "40.00", state="paid", withheld_from=reference(1))]
    found = reconcile_results(payments, [Result(reference(1), "returned", DUE, yuan("700.00"))])
    assert states(found) == ["returned", "returned"]
    both = reconcile_results(
        [payment(1, state="sent")],
        [Result(reference(1), "returned", DUE + DAY, yuan("740.00")), Result(reference(1), "paid", DUE, yuan("740.00"))],
    )
    assert [state.value for state, _ in both.payments[0].moves] == ["approved", "sent", "paid", "returned"]
    assert (both.problems, len(both.moved), len(both.accepted)) == ((), 1, 2)


WRONG = [
    ("unknown_reference", Result("NOSUCHREFERENCE", "paid", DUE, yuan("740.00"))),
    ("other_amount", Result(reference(1), "paid", DUE, yuan("740.01"))),
    ("other_amount", Result(reference(2), "paid", DUE, yuan("50.00"))),
    ("wrong_currency", Result(reference(1), "paid", DUE, Money("740", "VND"))),
    ("wrong_currency", Result(reference(1), "paid", DUE, Quantity("740", "kilogram"))),
    ("before_sending", Result(reference(1), "paid", SENT - DAY, yuan("740.00"))),
    ("not_sent", Result(reference(4), "paid", DUE, yuan("7.00"))),
    ("not_sent", Result(reference(3), "paid", DUE, yuan("5.00"))),
    ("not_sent", Result(reference(6), "paid", DUE, yuan("0.00"))),
    ("answered_before", Result(reference(5), "failed", DUE + DAY, yuan("9.00"))),
    ("answered_before", Result(reference(5), "paid", DUE + DAY, yuan("9.00"))),
    ("before_last_move", Result(reference(5), "returned", SENT, yuan("9.00"))),
    ("answered_before", Result(reference(8), "paid", DUE + DAY, yuan("3.00"))),
]


@pytest.mark.parametrize(("code", "result"), WRONG, ids=lambda value: value if isinstance(value, str) else "")
def test_an_answer_that_does_not_fit_moves_nothing_and_is_told(code: str, result: Result) -> None:
    payments = [
        payment(1, "740.00", state="sent"), payment(2, "50.00", state="sent"),
        payment(3, "5.00", state="sent", withheld_from=reference(2)), payment(4, "7.00"),
        payment(5, "9.00", state="sent").moved("paid", DUE), payment(6, "8.00", state="sent"),
        payment(7, "8.00", state="sent", withheld_from=reference(6)), payment(8, "3.00", state="reissued"),
    ]  # fmt: skip
    found = reconcile_results(payments, [result])
    assert codes(found) == [(code, result.reference)]
    assert (found.payments, found.moved, found.accepted, found.known) == (tuple(payments), (), (), ())
    missing = {reference(1), reference(2)} - {result.reference}
    assert {one.reference for one in found.missing} == missing  # and not the one of which nothing was left to pay


def test_equal_rows_count_once_and_are_told() -> None:
    rows = [Result(reference(1), "paid", DUE, yuan("740.00"), "a", row) for row in (7, 3, 9)]
    found = reconcile_results([payment(1, state="sent")], rows)
    assert states(found) == ["paid"]
    assert codes(found) == [("row_twice", reference(1))]
    assert found.problems[0].given == "rows 3, 7, 9"
    assert len(found.accepted) == 1


def test_a_problem_says_where_the_answer_stands_and_shows_no_number_of_a_person() -> None:
    own, strange = "2222333344445555", "6222021234567890123"
    sent = [payment(1, state="sent"), payment(2, "9.00", state="sent", reference=own)]
    told = reconcile_results(sent, [Result(own, "paid", DUE, yuan("1.00"), "", 4), Result(strange, "paid", DUE)]).problems
    assert [(problem.path, problem.given) for problem in told] == [(own, "1.00 CNY, row 4"), ("***", "an answer")]
    assert strange not in repr(Result(strange, "paid", DUE))
    twice = [Result(reference(1), "paid", DUE, None, "", row) for row in (12, 3)]
    assert reconcile_results(sent, twice).problems[0].given == "rows 3, 12"


def test_what_is_paid_and_returned_on_one_day_is_returned() -> None:
    answers = [Result(reference(1), state, DUE, yuan("740.00")) for state in ("returned", "paid")]
    assert states(reconcile_results([payment(1, state="sent")], answers)) == ["returned"]


def test_only_a_recovery_is_withheld() -> None:
    payments = [payment(1, state="sent"), payment(2, "40.00", kind="regular", state="sent", withheld_from=reference(1))]
    answers = [Result(reference(1), "paid", DUE, yuan("740.00")), Result(reference(2), "failed", DUE, yuan("40.00"))]
    found = reconcile_results(payments, answers)
    assert (states(found), found.problems) == (["paid", "failed"], ())


CONTRADICTING = [
    [("paid", DUE), ("failed", DUE)], [("paid", DUE), ("paid", DUE + DAY)], [("failed", DUE), ("returned", DUE)],
    [("paid", DUE + DAY), ("returned", DUE)], [("paid", DUE), ("returned", DUE), ("failed", DUE)],
    [("returned", DUE), ("returned", DUE + DAY)],
]  # fmt: skip


@pytest.mark.parametrize("rows", CONTRADICTING)
def test_rows_that_contradict_each_other_move_nothing(rows: list[tuple[str, dt.date]]) -> None:
    answers = [Result(reference(1), state, on, yuan("740.00"), "", row) for row, (state, on) in enumerate(rows, 1)]
    for order in (answers, answers[::-1]):
        found = reconcile_results([payment(1, state="sent"), payment(2, state="sent")], order)
        assert codes(found) == [("contradicts", reference(1))]
        assert (found.moved, [one.reference for one in found.missing]) == ((), [reference(2)])


def test_one_of_two_rows_with_another_amount_moves_nothing() -> None:
    answers = [Result(reference(1), "paid", DUE, yuan("740.00")), Result(reference(1), "paid", DUE, yuan("7.40"))]
    found = reconcile_results([payment(1, state="sent")], answers)
    assert (codes(found), found.moved) == ([("contradicts", reference(1))], ())


def test_an_answer_without_an_amount_is_about_the_net() -> None:
    found = reconcile_results([payment(1, state="sent")], [Result(reference(1), "paid", DUE)])
    assert (states(found), found.problems) == (["paid"], ())


def test_a_late_file_is_known_even_after_the_payment_was_reissued() -> None:
    payments = [payment(1, state="sent"), payment(2, "40.00", state="sent", withheld_from=reference(1))]
    answer = Result(reference(1), "failed", DUE, yuan("700.00"))
    main, recovery = reconcile_results(payments, [answer]).payments
    later = [main.moved("reissued", DUE + DAY), recovery.moved("cancelled", DUE + DAY)]
    found = reconcile_results(later, [answer])
    assert (found.payments, found.known, found.problems) == (tuple(later), (answer,), ())


def test_a_recovery_that_was_never_sent_is_not_withheld() -> None:
    payments = [
        payment(1, state="sent"), payment(2, "40.00", state="cancelled", withheld_from=reference(1)),
        payment(3, "40.00", state="approved", withheld_from=reference(1)),
    ]  # fmt: skip
    found = reconcile_results(payments, [Result(reference(1), "paid", DUE, yuan("740.00"))])
    assert (states(found), found.problems) == (["paid", "cancelled", "approved"], ())


def test_a_payment_whose_moves_were_not_kept_cannot_move_and_is_told() -> None:
    one = payment(1, state="planned")
    sent = evolve(one, state="sent")
    found = reconcile_results(
        [sent, payment(2, state="sent")], [Result(one.reference, "paid", DUE), Result(reference(2), "paid", DUE)]
    )
    assert (states(found), codes(found)) == (["sent", "paid"], [("moves_do_not_add_up", one.reference)])
    held = evolve(payment(3, "4.00", state="planned", withheld_from=reference(2)), state="sent")
    found = reconcile_results([payment(2, state="sent"), held], [Result(reference(2), "paid", DUE)])
    assert (states(found), codes(found)) == (["sent", "sent"], [("moves_do_not_add_up", reference(2))])


# Rows that are pending --------------------------------------------------------------------------------------------------------

WAITING = [
    ("unknown_reference", [Pending("NOSUCHREFERENCE", yuan("740.00"))]), ("not_sent", [Pending(reference(2))]),
    ("not_sent", [Pending(reference(3))]), ("other_amount", [Pending(reference(1), yuan("739.99"))]),
    ("wrong_currency", [Pending(reference(1), Money("740", "VND"))]), ("row_twice", [Pending(reference(1))] * 2),
    ("other_account", [Pending(reference(1), account="62220212345699999")]),
    ("contradicts", [Pending(reference(1)), Pending(reference(1), yuan("740.00"))]),
]  # fmt: skip


@pytest.mark.parametrize(("code", "rows"), WAITING, ids=lambda value: value if isinstance(value, str) else "")
def test_a_row_that_is_pending_is_checked_like_an_answer(code: str, rows: list[Pending]) -> None:
    payments = [payment(1, state="sent"), payment(2, "7.00"), payment(3, "5.00", state="sent", withheld_from=reference(1))]
    payments[0] = evolve(payments[0], amount=yuan("745.00"))
    found = reconcile_results(payments, ResultFile((), pending=tuple(rows)))
    assert codes(found) == [(code, rows[0].reference)]
    assert (found.moved, [one.reference for one in found.missing]) == ((), [reference(1)])


@pytest.mark.parametrize("state", ["paid", "failed", "returned"])
def test_an_answer_beside_a_row_that_is_pending_moves_nothing(state: str) -> None:
    file = ResultFile((Result(reference(1), state, DUE, yuan("740.00"), row=1),), (), (Pending(reference(1), row=2),))
    found = reconcile_results([payment(1, state="sent")], file)
    assert (codes(found), found.moved, found.problems[0].given) == ([("contradicts", reference(1))], (), "rows 1, 2")
    both = [Result(reference(1), each, DUE, yuan("740.00")) for each in ("paid", "returned")]
    assert codes(reconcile_results([payment(1, state="sent")], evolve(file, results=both))) == [("contradicts", reference(1))]
    later = reconcile_results([payment(1, state="sent")], file.results)
    assert reconcile_results(later.payments, ResultFile((), pending=file.pending)).problems == ()


def test_rows_of_a_file_that_are_pending_keep_what_they_state() -> None:
    layout = BulkFormat(columns=["reference", "account", "amount", "state", "on"], header=None, currency="CNY")
    content = f"{reference(1)},62220212345678001,7.40,pending,\n{reference(2)},,,pending,2099-01-01\n".encode()
    file = read_results(content, layout, until=DUE)
    assert file.pending == (Pending(reference(1), yuan("7.40")), Pending(reference(2)))
    assert [(each.account, each.row) for each in file.pending] == [("62220212345678001", 1), (None, 2)]
    assert "62220212345678001" not in repr(file)
    assert repr(file.pending[0]) == f"<Pending {reference(1)} 7.40 CNY, account ***>"


# Accounts and days ------------------------------------------------------------------------------------------------------------


def test_an_answer_about_another_account_moves_nothing() -> None:
    layout = BulkFormat(columns=["reference", "account", "state", "on"], header=None)
    own, other = "6222021234567800001", "6222021234567800002"
    sent = [payment(1, state="sent"), payment(2, "40.00", state="sent", withheld_from=reference(1))]

    def said(*accounts: str) -> Reconciliation:
        rows = "".join(f"{reference(1)},{account},paid,2025-09-10\n" for account in accounts)
        return reconcile_results(sent, read_results(rows.encode(), layout))

    assert (states(said(own)), said(own).problems) == (["paid", "paid"], ())
    assert (states(said("")), said("").problems) == (["paid", "paid"], ())
    assert (codes(said(other)), said(other).moved) == ([("other_account", reference(1))], ())
    assert said(other).problems[0].given == "another account, row 1"
    assert codes(said(own, other)) == [("other_account", reference(1)), ("row_twice", reference(1))]
    assert said(own, other, own).problems[1].given == "another account, row 2"
    assert said(own, other).moved == ()
    assert other not in str(said(other).problems) + repr(Result(reference(1), "paid", DUE, account=other))
    without = [evolve(one, payee=evolve(one.payee, account=None)) for one in sent]
    assert reconcile_results(without, [Result(reference(1), "paid", DUE, account=other)]).problems == ()


def test_everything_that_does_not_fit_is_told_at_once() -> None:
    answer = Result(reference(1), "paid", SENT - DAY, yuan("7.00"), account="1")
    told = codes(reconcile_results([payment(1, state="sent")], [answer], until=SENT - 2 * DAY))
    assert [code for code, _ in told] == ["after_file", "before_sending", "other_account", "other_amount"]


def test_an_answer_of_a_day_after_the_file_moves_nothing() -> None:
    layout = BulkFormat(columns=["reference", "state", "on"], header=None)
    content = f"{reference(1)},paid,2025-09-10\n{reference(2)},paid,2052-09-10\n{reference(3)},paid,\n".encode()
    payments = [payment(number, state="sent") for number in (1, 2, 3)]
    file = read_results(content, layout, on=DUE, until=DUE)
    assert [(row.reference, [(p.code, p.path) for p in row.problems]) for row in file.unread] == [
        (reference(2), [("after_file", "row 2, on")])
    ]
    found = reconcile_results(payments, file, until=DUE)
    assert (states(found), codes(found)) == (["paid", "sent", "paid"], [("after_file", "row 2, on")])
    loose = read_results(content, layout, on=DUE)
    assert states(reconcile_results(payments, loose)) == ["paid"] * 3
    assert codes(reconcile_results(payments, loose, until=DUE)) == [("after_file", reference(2))]
    assert [problem.code for problem in read_results(content, layout, on=DUE, until=SENT).problems] == ["after_file"] * 3


@pytest.mark.parametrize(
    "row",
    [
        f"{reference(1)},740.00", f'{reference(1)},"740.00"x,failed,2025-09-10', f',"x"y,{reference(1)}740.00,,',
        f'A,"1.00\n{reference(1)},740.00,"failed,2025-09-10', f"x{reference(1)}740.00,paid,2025-09-10",
        f"6222,740.00,unpaid {reference(1)},2025-09-10", f",740.00,{reference(1)},2025-09-10",
        f"{reference(1)},740.00,failed,2025-09-10,a, b", f"6222,{reference(1)},paid,2025-09-10",
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_holds_back_each_payment_that_it_may_be_about(row: str) -> None:
    layout = BulkFormat(columns=["reference", "amount", "state", "on"], header=None, currency="CNY")
    good = "".join(f"{reference(number)},740.00,paid,2025-09-10\n" for number in (1, 2))
    payments = [payment(number, state="sent") for number in (1, 2)]
    for content in (f"{row}\n{good}", f"{good}{row}\n"):
        found = reconcile_results(payments, read_results(content.encode(), layout))
        assert states(found) == ["sent", "paid"]
        assert ("contradicts", reference(1)) in codes(found)
    alone = reconcile_results(payments, read_results(f"{row}\n".encode(), layout))
    assert reference(2) in {one.reference for one in alone.missing}
    told = " ".join(map(str, alone.problems)) + " ".join(one.reference for one in alone.missing) + repr(alone)
    assert reference(1) in told or any(row.reference == reference(1) for row in read_results(row.encode(), layout).unread)


def test_a_name_in_place_of_a_state_is_not_shown() -> None:
    layout = BulkFormat(columns=["reference", "payee_name", "state", "on"], header=None, states={"成功": "paid"})
    file = read_results("A,成功,王小明,2025-09-10\nB,成功,Wang Xiaoming,Lê Văn\n".encode(), layout)
    assert [problem.given for problem in file.problems] == ["3 characters", "6 characters"]
    assert not {"王", "Wang", "Lê"} & set(str(file.problems) + repr(file))


def test_two_payments_with_one_reference_are_refused() -> None:
    with pytest.raises(InvalidFacts, match="duplicate"):
        reconcile_results([payment(1, state="sent"), payment(1, state="paid")], [])


def test_answers_are_what_they_can_be() -> None:
    with pytest.raises(TypeError, match="float"):
        Result("A", "paid", DUE, 740.0)  # type: ignore[arg-type]
    with pytest.raises(InvalidFacts) as caught:
        Result(None, "approved", dt.datetime(2025, 9, 10), "740.00", account=6222)  # type: ignore[arg-type]
    assert {problem.path for problem in caught.value.problems} == {"reference", "state", "on", "amount", "account"}
    with pytest.raises(InvalidFacts) as caught:
        Pending(5, "740.00", "")  # type: ignore[arg-type]
    assert {problem.path for problem in caught.value.problems} == {"reference", "amount", "account"}
    with pytest.raises(TypeError, match="float"):
        Pending("A", 740.0)  # type: ignore[arg-type]
    assert Result("A", "paid", DUE, account="1") == Result("A", "paid", DUE, account="2")
    assert pickle.loads(pickle.dumps(Result("A", "paid", DUE, yuan("7.40")))) == Result("A", "paid", DUE, yuan("7.40"))


# Any answers ----------------------------------------------------------------------------------------------------------------


@st.composite
def answered(draw: st.DrawFn) -> tuple[list[Payment], list[Result]]:
    """Payments in any state, and answers to them of which many are wrong."""
    payments = draw(batches(states=("sent", "sent", "sent", "paid", "failed", "approved", "returned", "reissued", "cancelled")))
    known = [one.reference for one in payments]
    results = []
    for row in range(1, draw(st.integers(0, 8)) + 1):
        about = draw(st.sampled_from([*known, *known, "UNKNOWN"]))
        one = next((p for p in payments if p.reference == about), None)
        net = net_of(one, payments) if one is not None and one.kind is not PaymentKind.RECOVERY else yuan("1.00")
        other = type(net).of_minor(net.minor + 1, net.currency)
        amount = draw(st.sampled_from([net, net, net, net, other, Money.of_minor(net.minor, "VND"), None]))
        day = draw(st.sampled_from([SENT, DUE, DUE, DUE, DUE + DAY, SENT - DAY]))
        results.append(Result(about, draw(st.sampled_from(["paid", "paid", "failed", "returned"])), day, amount, "", row))
        if draw(st.integers(0, 4)) == 0:
            results.append(results[-1])
    return payments, results


@given(answered())
def test_each_payment_comes_out_once_and_only_its_answers_move_it(given_both: tuple[list[Payment], list[Result]]) -> None:
    payments, results = given_both
    found = reconcile_results(payments, results)
    assert [one.reference for one in found.payments] == [one.reference for one in payments]
    moved = {one.reference for one in found.moved}
    for before, after in zip(payments, found.payments, strict=True):
        new = after.moves[len(before.moves) :]
        assert after.moves[: len(before.moves)] == before.moves
        assert (before.reference in moved) == bool(new) == (before != after)
        about = before.withheld_from if before.kind is PaymentKind.RECOVERY else before.reference
        told = {result for result in results if result.reference == about}
        for state, day in new:
            assert any((result.state, result.on) == (state, day) for result in told)
            assert day >= SENT
        if new and before.kind is not PaymentKind.RECOVERY:
            assert {result.amount for result in told} <= {None, net_of(before, payments)}
            assert sorted(result.state for result in told) in (["paid"], ["failed"], ["returned"], ["paid", "returned"])
            held = [one for one in found.payments if one.withheld_from == before.reference]
            assert all(one.state is after.state for one in held)


@given(answered())
def test_an_answer_that_is_alone_and_fits_moves_its_payment(given_both: tuple[list[Payment], list[Result]]) -> None:
    payments, results = given_both
    found = reconcile_results(payments, results)
    after = {one.reference: one for one in found.payments}
    unread = {problem.path for problem in found.problems if problem.code != "row_twice"}
    for one in payments:
        told = {result for result in results if result.reference == one.reference}
        net = net_of(one, payments)
        if one.kind is PaymentKind.RECOVERY or len(told) != 1 or not net:
            continue
        (result,) = told
        last = one.moves[-1][1] if one.moves else one.planned_on
        fits = result.state in MOVES[one.state] and result.on >= last and result.amount in (None, net)
        if fits:
            assert after[one.reference].moves[-1] == (result.state, result.on)
        elif (result.state, result.on) not in one.moves or result.amount not in (None, net):
            assert one.reference in unread


@given(answered())
def test_reading_answers_again_changes_nothing(given_both: tuple[list[Payment], list[Result]]) -> None:
    payments, results = given_both
    once = reconcile_results(payments, results)
    again = reconcile_results(once.payments, results)
    assert again.payments == once.payments
    assert (again.moved, again.accepted) == ((), ())
    assert again.missing == once.missing
    assert again.totals == once.totals
    assert set(once.accepted) <= set(again.known)
    assert codes(again) == codes(once)


@given(answered(), st.randoms())
def test_the_order_of_answers_and_payments_does_not_matter(given_both: tuple[list[Payment], list[Result]], chance: Any) -> None:
    payments, results = given_both
    others, shuffled = list(payments), list(results)
    chance.shuffle(others)
    chance.shuffle(shuffled)
    one, other = reconcile_results(payments, results), reconcile_results(others, shuffled)
    assert {p.reference: p for p in one.payments} == {p.reference: p for p in other.payments}
    assert {p.reference for p in one.missing} == {p.reference for p in other.missing}
    assert (one.totals, set(one.accepted), codes(one)) == (other.totals, set(other.accepted), codes(other))


@given(answered())
def test_totals_are_all_that_was_ever_sent_before_and_after(given_both: tuple[list[Payment], list[Result]]) -> None:
    payments, results = given_both
    found = reconcile_results(payments, results)
    sums, count = Counter[str](), 0
    for one in payments:
        net = net_of(one, payments)
        if one.kind is not PaymentKind.RECOVERY and one.state not in ("approved", "cancelled") and net:
            sums[net.currency] += net.minor
            count += 1
    told = Counter[str]()
    for tally in found.totals.values():
        for amount in tally.amounts:
            told[amount.currency] += amount.minor
    assert (told, sum(tally.count for tally in found.totals.values())) == (sums, count)
    for state, tally in found.totals.items():
        assert tally.count == sum(
            one.state is state and one.kind is not PaymentKind.RECOVERY and bool(net_of(one, list(found.payments)))
            for one in found.payments
        )


@given(answered())
def test_every_answer_is_accepted_known_or_told(given_both: tuple[list[Payment], list[Result]]) -> None:
    payments, results = given_both
    found = reconcile_results(payments, results)
    taken = {*found.accepted, *found.known}
    told = {problem.path for problem in found.problems}
    assert all(result in taken or result.reference in told for result in results)
    assert not set(found.accepted) & set(found.known)


@given(batches(states=("approved",)), st.sampled_from([PAID, FAILED, RETURNED]))
def test_a_file_that_answers_everything_leaves_nothing_open(payments: list[Payment], state: PaymentState) -> None:
    batch = instructions(payments)
    sent = mark_sent(payments, batch, on=SENT)
    told = [Result(each.reference, state, DUE, each.amount) for each in (*batch.bank, *batch.deliveries)]
    found = reconcile_results(sent, told)
    assert (found.problems, found.missing) == ((), ())
    settled = {one.reference for each in batch.settled for one in (each.payment, *each.withheld)}
    aside = {one.reference for one in batch.to_collect}
    for one in found.payments:
        wanted = PaymentState.APPROVED if one.reference in aside else PAID if one.reference in settled else state
        assert one.state is wanted


# Files ----------------------------------------------------------------------------------------------------------------------


def test_a_bank_in_chinese_answers_in_its_own_words() -> None:
    content = (
        f"{HEAD}{reference(1)},700.00,成功,2025-09-10,\r\n{reference(3)},50.00,失败,2025-09-10,户名与6222021234567890不符\r\n"
        f"{reference(4)},60.00,处理中,,\r\n合计,3,810.00,,\r\n"
    ).encode("gb18030")
    file = read_results(content, LAYOUT)
    assert [(one.reference, one.state, one.row) for one in file.results] == [(reference(1), PAID, 1), (reference(3), FAILED, 2)]
    assert (file.pending, file.unread) == ((Pending(reference(4), yuan("60.00")),), ())
    assert file.pending[0].row == 3
    assert "6222021234567890" not in repr(file)
    payments = [
        payment(1, state="sent"), payment(2, "40.00", state="sent", withheld_from=reference(1)),
        payment(3, "50.00", state="sent"), payment(4, "60.00", state="sent"),
    ]  # fmt: skip
    found = reconcile_results(payments, file)
    assert states(found) == ["paid", "paid", "failed", "sent"]
    assert [one.reference for one in found.missing] == [reference(4)]


def test_rows_that_cannot_be_read_are_told_and_hold_back_their_payment() -> None:
    layout = BulkFormat(columns=["reference", "amount", "state", "on", "reason"], header=None, currency="CNY")
    content = "\n".join([
        f"{reference(1)},740.00,paid,2025-09-10,", f"{reference(1)},740.00,payed,2025-09-10,",
        f"{reference(2)},7.4E2,paid,2025-09-10,", f"{reference(3)},,paid,2025-09-10,", ",740.00,paid,2025-09-10,",
        f"{reference(4)},740.00,paid,,", f"{reference(5)},,failed,2025-09-10,no such account", f"{reference(6)},740.00",
        f"{reference(7)},740.00,6222021234567890123,2025-09-10,",
    ]).encode()  # fmt: skip
    file = read_results(content, layout)
    told = [(row.number, row.reference, [(p.code, p.path) for p in row.problems]) for row in file.unread]
    assert told == [
        (2, reference(1), [("not_one_of", "row 2, state")]), (3, reference(2), [("not_money", "row 3, amount")]),
        (4, reference(3), [("missing", "row 4, amount")]), (5, None, [("missing", "row 5, reference")]),
        (6, reference(4), [("missing", "row 6, on")]), (8, None, [("wrong_cells", "row 8")]),
        (9, reference(7), [("not_one_of", "row 9, state")]),
    ]  # fmt: skip
    assert "did you mean 'paid'?" in str(file.problems[0])
    assert "6222021234567890123" not in repr(file) + "".join(map(str, file.problems))
    payments = [payment(number, state="sent") for number in range(1, 8)]
    found = reconcile_results(payments, file)
    assert states(found) == ["sent"] * 4 + ["failed"] + ["sent"] * 2
    assert found.problems[: len(file.problems)] == file.problems
    assert ("contradicts", reference(1)) in codes(found)
    assert [one.reference for one in found.missing] == [reference(6)]


def test_the_day_may_come_from_outside_the_file() -> None:
    layout = BulkFormat(columns=["reference", "state"], header=None)
    assert read_results(b"PAY1,paid\n", layout, on=DUE).results == (Result("PAY1", "paid", DUE),)
    with pytest.raises(InvalidFacts, match="a column on"):
        read_results(b"PAY1,paid\n", layout)
    with pytest.raises(InvalidFacts, match="a column state"):
        read_results(b"PAY1\n", BulkFormat(columns=["reference"], header=None), on=DUE)
    dated = BulkFormat(columns=["reference", "state", "on"], header=None)
    assert read_results(b"PAY1,paid,\n", dated, on=DUE).results[0].on == DUE


@given(st.lists(st.integers(0, 11), max_size=12), st.randoms())
def test_a_result_file_in_parts_and_any_order_moves_the_same(rows: list[int], chance: Any) -> None:
    payments = [payment(number, state="sent") for number in range(6)]
    words = [f"{reference(row % 6)},740.00,{'成功' if row < 6 else '失败'},2025-09-10,\r\n" for row in dict.fromkeys(rows)]
    words = [word for word in words if sum(word[:16] == other[:16] for other in words) == 1]
    layout = BulkFormat(columns=LAYOUT.columns, encoding="gb18030", currency="CNY", states=LAYOUT.states)

    def read(part: list[str]) -> ResultFile:
        return read_results((HEAD + "".join(part)).encode("gb18030"), layout)

    whole = reconcile_results(payments, read(words))
    chance.shuffle(words)
    cut = len(words) // 2
    first = reconcile_results(payments, read(words[:cut]))
    second = reconcile_results(first.payments, read(words[cut:]))
    assert second.payments == whole.payments
    assert second.missing == whole.missing
    assert second.totals == whole.totals
