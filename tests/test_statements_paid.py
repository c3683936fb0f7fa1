"""The statement of payments: what is a person-time, that everything adds up, and that the published table comes out."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import random
import tracemalloc
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.__main__ import main
from welfarekit.adapters.payment_json import payment_to_json
from welfarekit.administration.statements.figures import decimals_of, figure, rounded
from welfarekit.administration.statements.payment_lines import Line, PaymentStatement, StatementLine
from welfarekit.administration.statements.payment_sentences import payment_rows, payment_sentences
from welfarekit.administration.statements.payment_statement import payment_statement
from welfarekit.administration.statements.payment_table import payment_table
from welfarekit.administration.statements.small_lines import withhold_small
from welfarekit.dates import Period, add_months
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import MOVES, Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts, MoneyError, WelfarekitError
from welfarekit.language.catalogue import strict
from welfarekit.language.locale import LOCALES
from welfarekit.language.written import number_reader
from welfarekit.money import Money
from welfarekit.quantity import Quantity

EXAMPLES = Path(__file__).parents[1] / "examples"
DAY = dt.timedelta(days=1)
PAYEE = Payee("p1")
DIBAO = Line("低保", "cn.dibao")
TEKUN = Line("特困", "cn.tekun")


WAYS = {  # how a payment comes into each state
    "planned": "", "approved": "approved", "sent": "approved sent", "failed": "approved sent failed",
    "paid": "approved sent paid", "returned": "approved sent paid returned", "reissued": "approved sent returned reissued",
    "cancelled": "approved cancelled",
}  # fmt: skip


def payment(number: int = 1, amount: Any = "400.00", *, month: int = 1, paid: dt.date | None = None, **more: Any) -> Payment:
    """A payment that was made on the 10th of the month it is for, unless said otherwise."""
    first = add_months(dt.date(2023, 1, 1), month - 1)
    day = paid or first + 9 * DAY
    facts: dict[str, Any] = {
        "reference": f"{number:016}", "award": "a1", "program": "cn.dibao", "subject": "hh-1", "payee": PAYEE, "kind": "regular",
        "amount": Money(amount, "CNY") if isinstance(amount, str | int) else amount, "period_start": first,
        "period_end": add_months(first, 1) - DAY, "due_on": first + 9 * DAY, "planned_on": first, "state": "paid",
    }  # fmt: skip
    facts |= more
    facts.setdefault("moves", tuple((PaymentState(state), day) for state in WAYS[facts["state"]].split()))
    return Payment(**facts)


def only(statement: PaymentStatement) -> StatementLine:
    (line,) = statement.lines
    return line


def counted(*payments: Payment, **options: Any) -> StatementLine:
    return only(payment_statement(payments, [DIBAO], **options))


# -- the table of a district, as it was published --

PUBLISHED = [  # line, programs, person-times, yuan, mean as it is written
    ("低保", ("cn.dibao",), 100_000, 40_000_000, "400.00"),
    ("临时救助", ("cn.temporary_relief",), 3_000, 840_000, "280.00"),
    ("特困", ("cn.tekun",), 3_000, 2_500_000, "833.33"),
    ("孤儿、事实无人抚养儿童", ("cn.orphan", "cn.unattended_child"), 1_000, 1_100_000, "1,100.00"),
    ("残疾人两项补贴", ("cn.disability_living", "cn.disability_nursing"), 60_000, 4_800_000, "80.00"),
]
MANNERS = st.sampled_from(["if_first", "each", "none"])
LINES = [Line(label, programs) for label, programs, *_ in PUBLISHED]


def a_year_of_payments() -> Iterator[Payment]:
    """167,000 payments with invented amounts that sum to what was published: some 400 more, others as much less."""
    chance, number = random.Random(7), 0
    for _, programs, count, yuan, _ in PUBLISHED:
        for place, share in enumerate(Money(yuan, "CNY").split(count)):
            number += 1
            if place % 2 == 0:
                swing = chance.randrange(7_000) if place + 1 < count else 0
            month, minor = place % 6 + 1, share.minor + (swing if place % 2 == 0 else -swing)
            yield payment(
                number, Money.of_minor(minor, "CNY"), month=month, award=f"a{number // 6}", subject=f"s{number // 6}",
                program=programs[place % len(programs)],
            )  # fmt: skip


@pytest.fixture(scope="module")
def published() -> PaymentStatement:
    return payment_statement(a_year_of_payments(), LINES)


def test_the_published_table_comes_out_of_the_payments(published: PaymentStatement) -> None:
    assert payment_table(published, "zh_Hans", scale=10_000, title="岳阳楼区").splitlines() == [
        "岳阳楼区",
        "项目                    人次（万人次）  发放资金（万元）  发放资金（元）  平均每人次（元）",
        "低保                                10             4,000      40,000,000            400.00",
        "临时救助                           0.3                84         840,000            280.00",
        "特困                               0.3               250       2,500,000            833.33",
        "孤儿、事实无人抚养儿童             0.1               110       1,100,000          1,100.00",
        "残疾人两项补贴                       6               480       4,800,000             80.00",
        "合计                              16.7             4,924      49,240,000            294.85",
        "每笔已发放的款项计一人次；发放失败、被退回或已取消的不计。",
        "平均数四舍五入，保留小数位数：2。",
    ]


def test_the_published_figures_are_exact(published: PaymentStatement) -> None:
    for line, (_, programs, count, yuan, mean) in zip(published.lines, PUBLISHED, strict=True):
        assert line.line is not None
        assert (line.line.programs, line.person_times, line.paid) == (programs, count, Money(yuan, "CNY"))
        assert line.mean == Fraction(yuan, count)
        assert figure("zh_Hans", line.mean, 2) == mean
    (total,) = published.totals
    assert (total.person_times, total.paid, total.mean) == (167_000, Money(49_240_000, "CNY"), Fraction(49_240, 167))
    assert sum(Fraction(count, 10_000) for _, _, count, _, _ in PUBLISHED) == Fraction(167, 10)


def test_the_published_sentence_comes_out(published: PaymentStatement) -> None:
    assert payment_sentences(published, scale=10_000) == (
        "累计发放16.7万人次，发放资金4,924万元。其中，低保10万人次，发放资金4,000万元；临时救助0.3万人次，发放资金84万元；"
        "特困0.3万人次，发放资金250万元；孤儿、事实无人抚养儿童0.1万人次，发放资金110万元；"
        "残疾人两项补贴6万人次，发放资金480万元。"
    )


def test_what_a_statement_holds_does_not_grow_with_the_payments() -> None:
    def peak(months: int, arrears: str, **options: Any) -> int:
        stream = (
            payment(n, award=f"a{n % 100}", subject=f"s{n % 100}", month=n // 100 % months + 1) for n in range(100 * months)
        )
        tracemalloc.start()
        payment_statement(stream, [DIBAO], arrears=arrears, **options)  # type: ignore[arg-type]
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(30, "if_first")  # what is kept by whoever reads days and amounts is there from now on
    for arrears in ("each", "if_first"):
        assert peak(30, arrears, check_references=False) < 100_000, "3,000 payments would take some megabytes"
        assert peak(30, arrears) < 100_000 + 3_000 * 200, "a reference of sixteen characters, and its place in a set"


# -- what is a person-time --


def test_only_what_was_paid_counts() -> None:
    for state in PaymentState:
        line = counted(payment(state=state))
        expected = (1, Money(400, "CNY")) if state is PaymentState.PAID else (0, Money(0, "CNY"))
        assert (line.person_times, line.paid) == expected, state


def test_a_reissue_is_not_a_second_person_time() -> None:
    sent = payment(state="planned", moves=()).moved("approved", dt.date(2023, 1, 3)).moved("sent", dt.date(2023, 1, 8))
    back = sent.moved("paid", dt.date(2023, 1, 10)).moved("returned", dt.date(2023, 2, 1))
    closed = back.moved("reissued", dt.date(2023, 2, 2))
    again = payment(2, follows=closed.reference, sequence=2, paid=dt.date(2023, 2, 5))
    line = counted(closed, again)
    assert (line.person_times, line.payments, line.paid) == (1, 1, Money(400, "CNY"))
    assert counted(back).person_times == 0
    assert [counted(closed, again, known_on=dt.date(2023, *day)).person_times for day in ((1, 9), (1, 10), (1, 31), (2, 1))] == [
        0, 1, 1, 0,
    ]  # fmt: skip


@pytest.mark.parametrize(("arrears", "expected"), [("if_first", (1, 2)), ("each", (2, 2)), ("none", (1, 1))])
def test_arrears_to_a_month_that_was_paid_are_no_second_person_time_unless_declared(arrears: Any, expected: Any) -> None:
    regular = payment(1)
    top_up = payment(2, "50.00", kind="arrears", paid=dt.date(2023, 3, 1))
    forgotten = payment(3, "400.00", kind="arrears", month=2, paid=dt.date(2023, 3, 1))
    assert counted(regular, top_up, arrears=arrears).person_times == expected[0]
    assert counted(regular, forgotten, arrears=arrears).person_times == expected[1]
    assert counted(top_up, regular, arrears=arrears).paid == Money(450, "CNY")


def test_of_several_arrears_for_one_month_the_one_paid_first_is_the_person_time() -> None:
    first = payment(1, kind="arrears", paid=dt.date(2023, 3, 1))
    second = payment(2, kind="arrears", paid=dt.date(2023, 4, 1))
    march, april = Period(dt.date(2023, 3, 1), dt.date(2023, 4, 1)), Period(dt.date(2023, 4, 1), dt.date(2023, 5, 1))
    for order in ((first, second), (second, first)):
        assert counted(*order).person_times == 1
        assert [counted(*order, period=period).person_times for period in (march, april)] == [1, 0]


def test_the_day_it_was_paid_says_which_was_first_not_the_day_it_was_due() -> None:
    due_first = payment(1, kind="arrears", due_on=dt.date(2023, 2, 1), paid=dt.date(2023, 4, 1))
    paid_first = payment(2, kind="arrears", due_on=dt.date(2023, 3, 1), paid=dt.date(2023, 3, 1))
    march = Period(dt.date(2023, 3, 1), dt.date(2023, 4, 1))
    assert counted(due_first, paid_first, period=march).person_times == 1


def test_arrears_for_two_months_of_which_one_was_paid_are_a_person_time() -> None:
    both = {"kind": "arrears", "period_start": dt.date(2023, 1, 1), "period_end": dt.date(2023, 2, 28)}
    assert counted(payment(1), payment(2, **both)).person_times == 2
    assert counted(payment(1), payment(2, month=2), payment(3, **both)).person_times == 2


def test_a_part_of_a_month_is_that_month_and_another_award_is_another() -> None:
    part = payment(1, period_start=dt.date(2023, 1, 16))
    rest = payment(2, kind="arrears", period_end=dt.date(2023, 1, 15))
    assert counted(part, rest).person_times == 1
    assert counted(part, evolve(rest, award="a2")).person_times == 2


def test_months_outside_the_period_are_seen_if_they_are_given() -> None:
    regular = payment(1)
    top_up = payment(2, "50.00", kind="arrears", paid=dt.date(2023, 3, 1))
    march = Period(dt.date(2023, 3, 1), dt.date(2023, 4, 1))
    assert counted(regular, top_up, period=march).person_times == 0
    assert counted(top_up, period=march).person_times == 1


def test_recoveries_stand_apart() -> None:
    line = counted(payment(1), payment(2, "100.00", kind="recovery", withheld_from="0" * 16))
    assert (line.person_times, line.payments, line.paid) == (1, 1, Money(400, "CNY"))
    assert (line.recovered, line.net, line.mean) == (Money(100, "CNY"), Money(300, "CNY"), Fraction(400))
    alone = counted(payment(2, "100.00", kind="recovery"))
    assert (alone.person_times, alone.recovered, alone.net, alone.mean) == (0, Money(100, "CNY"), Money(-100, "CNY"), None)


def test_a_payment_for_several_months_is_one_and_one_off_is_one() -> None:
    assert counted(payment(1, period_end=dt.date(2023, 3, 31))).person_times == 1
    assert counted(payment(1, kind="one_off")).person_times == 1


def test_a_payment_to_a_household_can_count_for_each_of_its_persons() -> None:
    sizes = {"hh-1": 3, "hh-2": 1}
    statement = payment_statement(
        [payment(1, "1200.00"), payment(2, "400.00", subject="hh-2", award="a2"), payment(3, kind="arrears", month=5)],
        [DIBAO], persons=lambda paid: sizes[paid.subject],
    )  # fmt: skip
    assert (only(statement).person_times, only(statement).payments, only(statement).subjects) == (7, 3, 2)
    assert "按其保障的人数计人次" in payment_table(statement)


def test_a_payment_belongs_to_a_period_by_the_day_that_is_declared() -> None:
    late = payment(1, month=1, due_on=dt.date(2023, 2, 10), paid=dt.date(2023, 3, 3))
    starts = [dt.date(2023, month, 1) for month in (1, 2, 3, 4)]
    found = {
        dated: [counted(late, period=Period(*ends), dated=dated).person_times for ends in pairwise(starts)]
        for dated in ("paid_on", "due_on", "period_start")
    }
    assert found == {"paid_on": [0, 0, 1], "due_on": [0, 1, 0], "period_start": [1, 0, 0]}


# -- what is refused --


def test_two_currencies_are_refused_and_benefits_in_kind_have_lines_of_their_own() -> None:
    dong = payment(2, Money(100, "VND"), program="vn.social_assistance")
    with pytest.raises(MoneyError, match="payments in CNY and VND do not add up"):
        payment_statement([payment(1), dong], [Line("a", ["cn.dibao", "vn.social_assistance"])])
    with pytest.raises(MoneyError, match="CNY and VND"):
        payment_statement([payment(1), dong], [DIBAO, Line("b", "vn.social_assistance")])
    rice = [payment(n, Quantity("15", "kilogram"), award=f"r{n}", subject=f"s{n}") for n in (2, 3)]
    statement = payment_statement([rice[0], payment(1), rice[1]], [DIBAO, TEKUN])
    units = [(line.unit, line.person_times, line.paid) for line in statement.lines]
    assert units == [
        ("CNY", 1, Money(400, "CNY")), ("kilogram", 2, Quantity("30", "kilogram")), ("CNY", 0, Money(0, "CNY")),
    ]  # fmt: skip
    assert [(total.unit, total.person_times) for total in statement.totals] == [("CNY", 1), ("kilogram", 2)]
    assert payment_table(statement, "zh_Hans", scale=10_000).splitlines()[4:7] == [
        "项目  人次  发放实物（公斤）  平均每人次（公斤）",
        "低保     2                30              15.000",
        "合计     2                30              15.000",
    ]


def test_payments_that_no_line_counts_are_refused_all_at_once() -> None:
    strange = [payment(n, program=f"cn.{name}") for n, name in enumerate(("tekun", "orphan", "tekun"))]
    with pytest.raises(WelfarekitError, match=r"no line counts the payments of cn\.orphan, cn\.tekun; add a Line"):
        payment_statement([payment(9), *strange], [DIBAO])
    outside = Period(dt.date(2024, 1, 1), None)
    assert counted(*strange, payment(9), period=outside).person_times == 0, "what lies outside the period needs no line"


def test_a_program_in_two_lines_is_refused_and_so_is_no_line() -> None:
    with pytest.raises(WelfarekitError, match=r"cn\.dibao is in two lines"):
        payment_statement([], [DIBAO, Line("again", ["cn.tekun", "cn.dibao"])])
    for lines in ([], [Line("nothing", ())]):
        with pytest.raises(WelfarekitError, match="at least one line"):
            payment_statement([], lines)
    with pytest.raises(WelfarekitError, match="arrears one of if_first, each, none"):
        payment_statement([], [DIBAO], arrears="some")  # type: ignore[arg-type]


def test_a_payment_that_does_not_say_when_it_was_paid_is_refused() -> None:
    with pytest.raises(InvalidFacts, match="is paid and does not say when") as caught:
        counted(payment(1), payment(2, moves=()), payment(3, moves=(), month=2))
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("missing", "[1].moves"),
        ("missing", "[2].moves"),
    ]
    assert counted(payment(moves=()), dated="due_on").person_times == 1


@pytest.mark.parametrize("dated", ["paid_on", "due_on", "period_start"])
@pytest.mark.parametrize("state", PaymentState)
def test_a_payment_without_moves_is_not_known_earlier_than_it_was_planned_and_then_refused(state: Any, dated: Any) -> None:
    """Paid without saying when: nobody can tell whether it was paid by a day, so it is neither counted nor left out."""
    untold = payment(state=state, moves=(), planned_on=dt.date(2023, 1, 5))
    before, later = dt.date(2023, 1, 4), dt.date(2023, 1, 5)
    assert counted(untold, dated=dated, known_on=before).payments == 0
    if state in ("planned", "approved", "sent", "failed"):
        assert counted(untold, dated=dated, known_on=later).payments == 0
        return
    with pytest.raises(InvalidFacts, match=f"its moves; it is {state} and does not say when it was paid"):
        counted(untold, dated=dated, known_on=later)


# -- payments given twice --


def test_a_payment_given_twice_is_refused() -> None:
    once = [payment(n, award=f"a{n}", reference=f"{'ABCDEFGH' * 2}"[: 15 - n] + "X") for n in range(3)]
    assert counted(*once).payments == 3
    for arrears in ("if_first", "each", "none"):
        with pytest.raises(InvalidFacts) as caught:
            counted(*once, *once, arrears=arrears)
        assert [(problem.code, problem.path) for problem in caught.value.problems] == [
            ("duplicate", f"[{n}].reference") for n in (3, 4, 5)
        ]
        assert once[1].reference in str(caught.value)
        assert counted(*once, *once, arrears=arrears, check_references=False).payments == 6


def test_a_payment_that_moved_on_and_stands_there_in_two_states_is_refused() -> None:
    paid = payment()
    back = paid.moved("returned", dt.date(2023, 2, 1))
    planned = evolve(paid, state="planned", moves=())
    for pair in ((paid, back), (back, paid), (planned, paid), (planned, planned)):
        with pytest.raises(InvalidFacts, match="duplicate"):
            counted(*pair)
    other_program = evolve(planned, program="cn.tekun")
    with pytest.raises(InvalidFacts, match="duplicate"):
        counted(paid, other_program, period=Period(dt.date(2030, 1, 1)))
    with pytest.raises(InvalidFacts, match="duplicate"):
        counted(paid, paid, known_on=dt.date(2022, 1, 1))


@given(st.lists(st.integers(0, 30), max_size=12), MANNERS)
def test_whatever_comes_twice_is_named_and_nothing_else(numbers: list[int], arrears: Any) -> None:
    given_again = [f"[{place}].reference" for place, number in enumerate(numbers) if number in numbers[:place]]
    stream = [payment(number, award=f"a{place}") for place, number in enumerate(numbers)]
    if not given_again:
        assert counted(*stream, arrears=arrears).payments == len(numbers)
        return
    with pytest.raises(InvalidFacts) as caught:
        counted(*stream, arrears=arrears)
    assert [problem.path for problem in caught.value.problems] == given_again


def test_reading_ends_after_a_hundred_problems() -> None:
    stream = iter([payment(1)] * 1_000)
    with pytest.raises(InvalidFacts, match="100 problems"):
        payment_statement(stream, [DIBAO])
    assert len(list(stream)) > 890


def test_the_number_of_a_person_in_a_reference_is_masked() -> None:
    with pytest.raises(InvalidFacts) as caught:
        counted(*[payment(1, reference="430602199001011234")] * 2)
    assert "430602199001011234" not in str(caught.value)


def test_a_line_without_payments_stands_there_with_zero() -> None:
    statement = payment_statement([], [DIBAO, Line("Trợ cấp", "vn.social_assistance")])
    assert [(line.unit, line.person_times, line.mean) for line in statement.lines] == [("CNY", 0, None), ("VND", 0, None)]
    assert payment_table(statement).splitlines()[1].split() == ["低保", "0", "0", "-"]


# -- whatever the payments are --


@st.composite
def ledgers(draw: st.DrawFn) -> list[Payment]:
    """Payments of a few awards of two programs over a few months, in whatever states, paid whenever."""
    made = []
    for number in range(draw(st.integers(0, 14))):
        award, state = draw(st.integers(1, 3)), draw(st.sampled_from(PaymentState))
        month, late = draw(st.integers(1, 4)), draw(st.integers(0, 100))
        kind = draw(st.sampled_from(PaymentKind))
        amount = Money.of_minor(draw(st.integers(1, 10**6)), "CNY")
        paid = dt.date(2023, month, 10) + late * DAY
        program = "cn.dibao" if award < 3 else "cn.tekun"
        who = {"award": f"a{award}", "subject": f"s{award % 2}", "program": program}
        made.append(payment(number, amount, month=month, paid=paid, kind=kind, state=state, **who))
    return made


FIGURES = ("payments", "arrears", "person_times", "paid", "recovered")


def figures(line: StatementLine) -> list[Any]:
    return [getattr(line, name) if isinstance(getattr(line, name), int) else getattr(line, name).minor for name in FIGURES]


@given(ledgers(), MANNERS, st.randoms(use_true_random=False))
def test_the_order_of_the_payments_does_not_matter(ledger: list[Payment], arrears: Any, chance: random.Random) -> None:
    shuffled = [*ledger]
    chance.shuffle(shuffled)
    lines = [DIBAO, TEKUN]
    assert payment_statement(ledger, lines, arrears=arrears) == payment_statement(iter(shuffled), lines, arrears=arrears)


@given(ledgers(), MANNERS)
def test_months_add_up_to_the_year_and_lines_to_the_total(ledger: list[Payment], arrears: Any) -> None:
    lines = [DIBAO, TEKUN]
    whole = payment_statement(ledger, lines, arrears=arrears)
    starts = [add_months(dt.date(2023, 1, 1), n) for n in range(9)]
    months = [Period(None, starts[0]), *map(Period, starts, starts[1:]), Period(starts[-1], None)]
    parts = [payment_statement(ledger, lines, arrears=arrears, period=period) for period in months]
    for place in range(2):
        assert figures(whole.lines[place]) == [sum(f) for f in zip(*(figures(part.lines[place]) for part in parts), strict=True)]
    assert figures(whole.totals[0]) == [sum(f) for f in zip(*map(figures, whole.lines), strict=True)]


@given(ledgers())
def test_person_times_by_their_definition(ledger: list[Payment]) -> None:
    """Counted again the slow way, from the definition."""
    paid = [one for one in ledger if one.state is PaymentState.PAID and one.kind is not PaymentKind.RECOVERY]
    regular = [one for one in paid if one.kind is not PaymentKind.ARREARS]
    months = {(one.award, one.period_start.month) for one in regular}
    late = {(one.award, one.period_start.month) for one in paid} - months
    statement = payment_statement(ledger, [Line("all", ["cn.dibao", "cn.tekun"])])
    line = only(statement)
    assert line.person_times == len(regular) + len(late)
    assert line.paid == Money.of_minor(sum(one.amount.minor for one in paid), "CNY")
    assert line.subjects == len({one.subject for one in paid})
    assert line.payments == len(paid)
    none, each = (counted_all(ledger, manner) for manner in ("none", "each"))
    assert none <= line.person_times <= each


def counted_all(ledger: list[Payment], arrears: Any) -> int:
    line = only(payment_statement(ledger, [Line("all", ["cn.dibao", "cn.tekun"])], arrears=arrears))
    assert line.person_times is not None
    return line.person_times


@given(ledgers())
def test_a_payment_run_that_fails_changes_nothing(ledger: list[Payment]) -> None:
    failed = [payment(90 + n, state=state) for n, state in enumerate(MOVES) if state != "paid"]
    assert payment_statement(ledger, [DIBAO, TEKUN]) == payment_statement([*failed, *ledger], [DIBAO, TEKUN])


# -- how it is written --


@given(st.sampled_from(LOCALES), st.integers(-(10**13), 10**13), st.integers(0, 9))
def test_a_figure_is_read_back_exactly(locale: str, minor: int, places: int) -> None:
    value = Fraction(minor, 10**places)
    assert Fraction(number_reader(locale, 9)(figure(locale, value))) == value
    assert (decimals_of(value) or 0) <= places


@given(st.fractions(max_denominator=10**6) | st.builds(Fraction, st.integers(-99, 99), st.just(200)), st.integers(0, 6))
def test_rounding_is_half_up_and_once(value: Fraction, places: int) -> None:
    found = rounded(value, places)
    assert abs(Fraction(found) - value) <= Fraction(1, 2 * 10**places)
    if abs(Fraction(found) - value) == Fraction(1, 2 * 10**places):
        assert abs(found) > abs(value)
    assert -found.as_tuple().exponent == places  # type: ignore[operator]


def test_rounding_does_not_ask_the_decimal_context() -> None:
    import decimal

    with decimal.localcontext(decimal.Context(prec=2, rounding=decimal.ROUND_DOWN)):
        assert rounded(Fraction(123_456_789, 1000), 2) == Decimal("123456.79")
        assert figure("vi", Fraction(123_456_789, 1000)) == "123.456,789"


def test_what_is_no_round_number_has_all_its_decimals_unless_rounding_is_declared() -> None:
    statement = payment_statement([payment(1, "12345.67"), payment(2, "1.00", month=2)], [DIBAO, TEKUN])
    exact = payment_table(statement, scale=10_000).splitlines()
    assert exact[1].split() == ["低保", "0.0002", "1.234667", "12,346.67", "6,173.34"]
    assert exact[-1] == "平均数四舍五入，保留小数位数：2。"
    rounded_table = payment_table(statement, scale=10_000, places=2, mean_places=0).splitlines()
    assert rounded_table[1].split() == ["低保", "0.00", "1.23", "12,346.67", "6,173"]
    assert rounded_table[-2:] == [
        "平均数四舍五入，保留小数位数：0。",
        "人次和金额各自四舍五入，合计可能与分项之和不符，保留小数位数：2。",
    ]
    assert payment_table(statement, places=2) == payment_table(statement), "only what is scaled is rounded"
    whole = payment_table(payment_statement([payment(1, "400.05")], [DIBAO]))
    assert whole.splitlines()[1].split() == ["低保", "1", "400.05", "400.05"]
    assert "四舍五入" not in whole, "nothing was rounded, and nothing is said"
    with pytest.raises(WelfarekitError, match="written by 1, 1,000, 10,000"):
        payment_table(statement, scale=100)
    for wrong in (-1, 13, True):
        with pytest.raises(WelfarekitError, match=f"decimals are 0 to 12, not {wrong}"):
            payment_table(statement, places=wrong)
        with pytest.raises(WelfarekitError, match="decimals are 0 to 12"):
            payment_table(statement, mean_places=wrong)
        with pytest.raises(WelfarekitError, match="decimals are 0 to 12"):
            rounded(1, wrong)
    assert payment_table(statement, scale=10_000, places=12).splitlines()[1].split()[1:3] == ["0.000200000000", "1.234667000000"]


@pytest.mark.parametrize(
    ("locale", "row", "sentence"),
    [
        ("zh_Hans", "合计 0.0002 0.08 800 400.00", "累计发放0.0002万人次，发放资金0.08万元。"),
        ("zh_Hant", "合計 0.0002 0.08 800 400.00", "累計發放0.0002萬人次，發放資金0.08萬元。"),
        ("vi", "Tổng cộng 0,0002 0,08 800 400,00", "Tổng cộng đã chi trả 2 lượt người, số tiền 800 nhân dân tệ."),
        ("en", "Total 0.0002 0.08 800 400.00", "Paid in all: 2 person-times, 800 CNY."),
    ],
)
def test_it_is_written_in_four_languages(locale: str, row: str, sentence: str) -> None:
    statement = payment_statement(
        [payment(1), payment(2, month=2), payment(3, "5.00", kind="recovery"), payment(4, kind="arrears", month=9)],
        [DIBAO], period=Period(dt.date(2023, 1, 1), dt.date(2023, 7, 1)), known_on=dt.date(2023, 8, 1),
    )  # fmt: skip
    with strict():
        table = payment_table(statement, locale, scale=10_000)
        assert " ".join(row.split()[:-1]) in " ".join(table.split())
        assert payment_sentences(statement, locale, scale=10_000) == sentence
        for scale in (1, 1_000, 1_000_000, 100_000_000, 1_000_000_000):
            assert payment_table(statement, locale, scale=scale, places=3)


def test_what_it_is_about_stands_above_and_what_it_rests_on_below() -> None:
    first, last = dt.date(2023, 1, 1), dt.date(2023, 7, 1)
    late = payment(2, "5.00", kind="arrears", month=2)

    def around(*payments: Payment, **options: Any) -> list[str]:
        return payment_table(payment_statement(payments, [DIBAO], **options), "en").splitlines()

    assert around(payment(), period=Period(first, last))[0] == "Payments made from 1 January 2023 to 30 June 2023."
    assert around(payment(), period=Period(None, last))[0] == "Payments made until 30 June 2023."
    assert around(payment(), period=Period(first), dated="due_on")[:1] == [
        "Payments due from 1 January 2023 on, as far as they were made."
    ]
    assert around(payment(), known_on=last)[0] == "As it was known on 1 July 2023."
    assert around(payment(), period=Period())[0].startswith("Item")
    assert {manner: around(payment(), late, arrears=manner)[-1] for manner in ("if_first", "each", "none")} == {
        "if_first": "A payment of arrears is a person-time only where nothing else was paid for one of its months.",
        "each": "Each payment of arrears is a person-time of its own.",
        "none": "A payment of arrears is no person-time.",
    }
    assert not any("arrears" in line for line in around(payment()))


def test_a_label_is_taken_in_the_language_or_in_english_or_in_any() -> None:
    line = Line({"zh_Hans": "低保", "en": "Dibao"}, "cn.dibao")
    assert [line.called(locale) for locale in ("zh_Hans", "vi", "en")] == ["低保", "Dibao", "Dibao"]
    assert Line({"zh_Hans": "低保"}, "cn.dibao").called("vi") == "低保"
    for nothing in ("", {}):
        with pytest.raises(WelfarekitError, match="needs a label"):
            Line(nothing, "cn.dibao")


def test_rows_are_exact() -> None:
    rows = payment_rows(payment_statement([payment(1, "0.01"), payment(2, "0.01"), payment(3, "0.03")], [DIBAO]))
    assert rows[0] == {
        "line": "低保", "programs": ["cn.dibao"], "unit": "CNY", "person_times": 3, "payments": 3, "arrears": 0, "subjects": 1,
        "paid": Decimal("0.05"), "recovered": Decimal("0.00"), "net": Decimal("0.05"), "mean": "1/60", "total": False,
    }  # fmt: skip
    assert (rows[1]["line"], rows[1]["total"]) == ("合计", True)


# -- small lines --


def with_subjects(*counts: int) -> PaymentStatement:
    """Lines behind which stand so many households each, three payments a household."""
    lines = [Line(f"L{place}", f"cn.p{place}") for place in range(len(counts))]
    return payment_statement(
        (
            payment(
                n, month=month, program=f"cn.p{place}", award=f"{place}-{n}", subject=f"{place}-{n}",
                reference=f"{place}-{n}-{month}",
            )
            for place, count in enumerate(counts) for n in range(count) for month in (1, 2, 3)
        ),
        lines,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((10, 20, 30), "10 20 30 60"),
        ((2, 20, 30), "- - 30 52"),
        ((2, 0, 30), "- 0 - 32"),
        ((2, 3, 8, 30), "- - - 30 43"),
        ((2, 0), "- 0 -"),
        ((4, 4), "- - -"),
        ((0, 0), "0 0 0"),
        ((5, 5), "5 5 10"),
    ],
)
def test_a_line_with_few_behind_it_is_withheld_with_another(counts: tuple[int, ...], shown: str) -> None:
    statement = withhold_small(with_subjects(*counts), 5)
    found = [line.subjects for line in (*statement.lines, *statement.totals)]
    assert " ".join("-" if count is None else str(count) for count in found) == shown
    for line in (*statement.lines, *statement.totals):
        hidden = [line.payments, line.person_times, line.paid, line.net, line.mean, line.recovered, line.arrears]
        assert (line.subjects is None) == all(value is None for value in hidden)


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.integers(2, 6))
def test_what_is_shown_never_gives_back_what_is_withheld(counts: list[int], least: int) -> None:
    statement = withhold_small(with_subjects(*counts), least)
    hidden = [place for place, line in enumerate(statement.lines) if line.subjects is None]
    assert all(not 0 < count < least for place, count in enumerate(counts) if place not in hidden)
    total = statement.totals[0].subjects
    if hidden and total is not None:
        assert len(hidden) > 1
        assert total - sum(line.subjects or 0 for line in statement.lines) >= least
    if not hidden:
        assert total == sum(counts)


def test_recoveries_and_arrears_of_a_few_are_withheld_everywhere() -> None:
    many = [payment(n, award=f"a{n}", subject=f"s{n}") for n in range(10)]
    back = withhold_small(payment_statement([*many, payment(20, kind="recovery", subject="s1")], [DIBAO, TEKUN]), 5)
    assert [(line.recovered, line.net, line.recovered_from) for line in (*back.lines, *back.totals)] == [(None, None, None)] * 3
    assert [line.person_times for line in back.lines] == [10, 0]
    late = withhold_small(payment_statement([*many, payment(20, kind="arrears", award="a1", subject="s1")], [DIBAO]), 5)
    assert (only(late).arrears, only(late).payments, only(late).person_times) == (None, None, 10)
    assert "…" in payment_table(back)
    assert "不足5人（户）" in payment_table(back)


@pytest.mark.parametrize("least", [1, 0, -3, True, 2.5])
def test_withholding_below_nothing_is_refused(least: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(WelfarekitError, match=f"{least} withholds nothing; give the least number"):
        withhold_small(with_subjects(3, 3), least)
    if type(least) is int:
        status, out, error = paid(capsys, EXAMPLES / "payments.jsonl", f"--withhold-below={least}")
        assert (status, out) == (2, "")
        assert f"{least} withholds nothing" in error


def test_a_statement_that_does_not_know_its_subjects_cannot_withhold() -> None:
    with pytest.raises(WelfarekitError, match="arrears='if_first'"):
        withhold_small(payment_statement([payment()], [DIBAO], arrears="each"), 5)


# -- the command --

LINES_FILE = EXAMPLES / "payment_lines.toml"


def paid(capsys: pytest.CaptureFixture[str], *arguments: Any, lines: Any = LINES_FILE) -> tuple[int, str, str]:
    status = main(["statement", "paid", *map(str, arguments), "--lines", str(lines)])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def test_the_command_prints_the_table_the_sentence_the_rows_and_the_json(capsys: pytest.CaptureFixture[str]) -> None:
    file = EXAMPLES / "payments.jsonl"
    status, table, _ = paid(capsys, file, "--unit", 10_000)
    assert status == 0
    assert table.splitlines()[1].split() == ["低保", "0.001", "1.0065", "10,065", "200", "9,865", "1,006.50"]
    assert paid(capsys, file, "--format", "sentences")[1] == (
        "累计发放38人次，发放资金14,225元。其中，低保10人次，发放资金10,065元；临时救助1人次，发放资金2,000元；"
        "残疾人两项补贴27人次，发放资金2,160元。累计发放实物1人次，共25公斤。\n"
    )
    rows = list(csv.DictReader(io.StringIO(paid(capsys, file, "--format", "csv", "--locale", "en")[1])))
    assert [(row["line"], row["unit"], row["person_times"], row["paid"], row["total"]) for row in rows][-2:] == [
        ("Total", "CNY", "38", "14225.00", "1"), ("Total", "kilogram", "1", "25.000", "1"),
    ]  # fmt: skip
    data = json.loads(paid(capsys, file, "--format", "json", "--from", "2025-08-01", "--until", "2025-08-31")[1])
    assert (data["schema"], data["first"], data["last"]) == ("welfarekit.payment-statement/1", "2025-08-01", "2025-08-31")
    assert [row["person_times"] for row in data["lines"]] == [3, 1, 1, 9, 13, 1]


def test_the_months_of_the_example_add_up(capsys: pytest.CaptureFixture[str]) -> None:
    def times(first: str, last: str, *more: str) -> int:
        given = (EXAMPLES / "payments.jsonl", "--format", "json", "--from", first, "--until", last, *more)
        rows = json.loads(paid(capsys, *given)[1])["lines"]
        return next(int(row["person_times"]) for row in rows if row["total"] and row["unit"] == "CNY")

    months = [times(f"2025-{month:02}-01", f"2025-{month:02}-30") for month in (7, 8, 9)]
    assert sum(months) == times("2025-07-01", "2025-09-30") == 38
    assert times("2025-07-01", "2025-09-30", "--arrears", "each") == 39
    assert times("2025-07-01", "2025-09-30", "--arrears", "none") == 37
    assert times("2025-07-01", "2025-09-30", "--known-on", "2025-07-31") == months[0]


def test_the_command_withholds_small_lines(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(paid(capsys, EXAMPLES / "payments.jsonl", "--format", "json", "--withhold-below", 5)[1])
    assert found["withheld_below"] == 5
    assert [row["paid"] for row in found["lines"]] == [None, None, None, None, "14225.00", None]
    assert [row["recovered"] for row in found["lines"]] == [None] * 6


def test_the_command_reads_standard_input_and_any_number_of_lines(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(payment_to_json(payment(n, month=n)) + "\n" for n in range(1, 13)).encode()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text), "utf-8"))
    assert paid(capsys, "-", "--format", "sentences")[1].startswith("累计发放12人次，发放资金4,800元。")


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("x = ", "not_toml"),
        ("", "line: missing"),
        ("[[lines]]", "did you mean 'line'?"),
        ('[[line]]\nlabel = "a"', "line[0].programs: missing"),
        ('[[line]]\nlabel = "a"\nprograms = "cn.dibao"', "line[0].programs: not_a_list"),
        ('[[line]]\nprograms = ["cn.dibao"]', "line[0].label: missing"),
        ('[[line]]\nlabel = { fr = "a" }\nprograms = ["cn.dibao"]', "line[0].label.fr: unknown_key"),
        ('[[line]]\nlabel = "a"\nprogram = ["cn.dibao"]', "did you mean 'programs'?"),
        ('[[line]]\nlabel = "a"\nprograms = ["cn.tekun"]', "no line counts the payments of cn.dibao, cn.disability_living"),
    ],
)
def test_the_command_says_what_is_wrong_with_the_lines(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, lines: str, words: str
) -> None:
    path = tmp_path / "lines.toml"
    path.write_text(lines, "utf-8")
    status, out, error = paid(capsys, EXAMPLES / "payments.jsonl", lines=path)
    assert (status, out) == (2, "")
    assert words in error


def test_the_command_says_which_line_of_the_payments_is_wrong(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "payments.jsonl"
    path.write_text(payment_to_json(payment()) + "\n" + payment_to_json(payment()).replace("400.00", "4,00"), "utf-8")
    status, out, error = paid(capsys, path)
    assert (status, out) == (2, "")
    assert f"{path}: line 2: amount.value" in error
    path.write_text(payment_to_json(payment()) + "\n\n{\n", "utf-8")
    assert f"{path}: line 3: not_json: given text that breaks off at column 2" in paid(capsys, path)[2]


def test_the_command_says_on_which_line_a_payment_stands_again(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "twice.jsonl"
    first, second = (payment_to_json(payment(n, month=n)) for n in (1, 2))
    path.write_text(f"\n{first}\n\n{second}\r\n  \n{first}\n", "utf-8")
    status, out, error = paid(capsys, path)
    assert (status, out) == (2, "")
    assert error.splitlines()[1:] == [
        f"  {path}: line 6: reference: duplicate: given '***', expected each payment once, as it stands now"
    ]
    assert paid(capsys, path, "--no-check-references", "--format", "sentences")[1].startswith("累计发放3人次，发放资金1,200元。")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(path.read_bytes()), "utf-8"))
    assert "standard input: line 6: reference: duplicate" in paid(capsys, "-")[2]
    untold = payment_to_json(payment(3, moves=()))
    path.write_text(f"{first}\n\n{untold}\n", "utf-8")
    for options in ([], ["--known-on", "2023-08-01", "--dated", "due_on"]):
        assert f"{path}: line 3: moves: missing" in paid(capsys, path, *options)[2]


def test_the_shipped_examples_are_of_invented_people_and_hold_what_the_page_says() -> None:
    text = (EXAMPLES / "payments.jsonl").read_text("utf-8")
    assert {kind for kind in PaymentKind if f'"kind":"{kind.value}"' in text} == set(PaymentKind)
    assert '"account"' not in text
