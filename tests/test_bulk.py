"""What goes to the bank is exactly what is owed less what is withheld, in the form that the bank declares."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import decimal
import hashlib
import io
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bulk_payments import STEPS, batches, payment, reference
from welfarekit.adapters.bulk.cells import read_amount, read_day, told, unfit, written_amount, written_day
from welfarekit.adapters.bulk.headings import ANSWERS, KINDS, heading
from welfarekit.adapters.bulk.instructing import instructions
from welfarekit.adapters.bulk.instruction import Batch, Instruction, sums
from welfarekit.adapters.bulk.layout import AMOUNTS, DAYS, DELIMITERS, ENCODINGS, BulkFormat
from welfarekit.adapters.bulk.reading import Rows, read_csv
from welfarekit.adapters.bulk.sending import mark_sent
from welfarekit.adapters.bulk.writing import write_csv
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts, MoveNotAllowed, Problem
from welfarekit.language.locale import LOCALES
from welfarekit.language.written import Unreadable
from welfarekit.money import Money
from welfarekit.quantity import Quantity

FOLDER = Path(__file__).parent
ACCOUNT = "6222021234567800001"
PLAIN = BulkFormat(columns=["reference", "payee_name", "account", "amount"], currency="CNY")
NAMES = {f"p{number}": f"王小{number}" for number in range(1, 10)}


def codes(caught: Any) -> set[tuple[str, str]]:
    return {(problem.code, problem.path) for problem in caught.value.problems}


# What is sent ---------------------------------------------------------------------------------------------------------------


def test_what_is_withheld_is_taken_off_and_the_family_that_is_left_nothing_is_not_sent() -> None:
    payments = [
        payment(1, "740.00"), payment(2, "100.00", kind="recovery", withheld_from=reference(1)),
        payment(3, "40.50", kind="recovery", withheld_from=reference(1)), payment(4, "80.00", kind="arrears"),
        payment(5, "80.00", kind="recovery", withheld_from=reference(4)), payment(6, "9.00", kind="recovery"),
        payment(7, Quantity("15", "kilogram")), payment(8, "740.00", state="planned"), payment(9, "740.00", state="paid"),
    ]  # fmt: skip
    batch = instructions(payments)
    assert [(each.reference, str(each.amount)) for each in batch.bank] == [(reference(1), "599.50 CNY")]
    assert [recovery.reference for recovery in batch.bank[0].withheld] == [reference(2), reference(3)]
    assert [(each.reference, str(each.amount)) for each in batch.deliveries] == [(reference(7), "15.000 kilogram")]
    assert [each.reference for each in batch.settled] == [reference(4)]
    assert [each.reference for each in batch.to_collect] == [reference(6)]
    assert [each.reference for each in batch.others] == [reference(8), reference(9)]
    assert batch.totals == (Money("599.50", "CNY"),)


@given(batches())
def test_each_payment_stands_in_one_place_and_the_sums_are_exact(payments: list[Payment]) -> None:
    batch = instructions(payments)
    carried = [*batch.bank, *batch.deliveries, *batch.settled]
    placed = [one.reference for each in carried for one in (each.payment, *each.withheld)]
    placed += [one.reference for one in (*batch.to_collect, *batch.others)]
    assert sorted(placed) == sorted(one.reference for one in payments)
    for unit in ("CNY", "VND", "kilogram", "visit"):
        owed = sum(
            one.amount.minor * (-1 if one.kind is PaymentKind.RECOVERY else 1)
            for one in payments
            if one.state is PaymentState.APPROVED and one.amount.currency == unit and one not in batch.to_collect
        )
        assert owed == sum(each.net for each in carried if each.amount.currency == unit)
    assert all(each.net > 0 and isinstance(each.amount, Money) for each in batch.bank)
    assert all(each.net > 0 and isinstance(each.amount, Quantity) for each in batch.deliveries)
    assert all(each.net == 0 for each in batch.settled)


@given(batches(), st.randoms())
def test_the_order_of_payments_changes_only_the_order_of_instructions(payments: list[Payment], chance: Any) -> None:
    def told(batch: Batch) -> set[Any]:
        return {(each.reference, each.amount, frozenset(one.reference for one in each.withheld)) for each in batch.bank}

    other = list(payments)
    chance.shuffle(other)
    assert told(instructions(payments)) == told(instructions(other))
    assert instructions(payments).totals == instructions(other).totals


def test_everything_wrong_with_payments_is_found_at_once() -> None:
    held = reference(1)
    payments = [
        payment(1, "100.00"), payment(2, "60.00", withheld_from=held), payment(3, "60.00", withheld_from=held),
        payment(4, "5.00", withheld_from=reference(99)), payment(5, Quantity(1, "visit"), withheld_from=held),
        payment(6, "5.00", kind="regular", withheld_from=held), payment(1, "7.00"), payment(7, reference="=1+1"),
        payment(8, payee=Payee("p8", "person", "delivery")), payment(9, "5.00", state="planned"),
        payment(10, "5.00", withheld_from=reference(9)), payment(11, "5.00", reference="A" * 17),
    ]  # fmt: skip
    with pytest.raises(InvalidFacts) as caught:
        instructions(payments)
    assert codes(caught) == {
        ("negative", "payments[6].amount"), ("no_such_payment", "payments[3].withheld_from"),
        ("other_unit", "payments[4].amount"),
        ("not_a_recovery", "payments[5].withheld_from"), ("duplicate", "payments[6].reference"),
        ("bad_reference", "payments[7].reference"), ("bad_reference", "payments[11].reference"),
        ("wrong_channel", "payments[8].payee.channel"), ("no_such_payment", "payments[10].withheld_from"),
    }  # fmt: skip


def test_more_withheld_than_there_is_is_an_error_with_its_amount() -> None:
    with pytest.raises(InvalidFacts, match=r"payments\[0\].amount: negative: given -20.00 CNY after recoveries"):
        instructions([payment(1, "40.00"), payment(2, "60.00", withheld_from=reference(1))])


@pytest.mark.parametrize("wanted", ["planned", "approved", "sent", "paid", "failed"])
@pytest.mark.parametrize("state", list(STEPS)[:-1])
def test_a_recovery_goes_with_its_payment_or_is_cancelled(wanted: str, state: str) -> None:
    """A ledger counts a recovery that is under way as taken; then the payment has to go out without it."""
    payments = [payment(1, "40.00", state=wanted), payment(2, "10.00", state=state, withheld_from=reference(1))]
    taken = state in ("planned", "approved", "sent", "paid")
    if state == wanted or not taken:
        assert instructions(payments, state=wanted).bank[0].amount == Money("30.00" if state == wanted else "40.00", "CNY")
        return
    with pytest.raises(InvalidFacts) as caught:
        instructions(payments, state=wanted)
    assert [(problem.code, problem.path, problem.given) for problem in caught.value.problems] == [
        ("not_together", "payments[1].state", state)
    ]


def test_a_recovery_waits_with_its_payment() -> None:
    payments = [payment(1, "40.00", state="planned"), payment(2, "10.00", state="planned", withheld_from=reference(1))]
    assert len(instructions(payments).others) == 2
    assert instructions([*payments, payment(3, "5.00", state="planned", kind="recovery")]).bank == ()


def test_money_is_chosen_by_the_way_that_it_takes() -> None:
    ways = ["bank", "cash", "mobile_account", None]
    batch = instructions([payment(n, payee=Payee(f"p{n}", "person", way, "1")) for n, way in enumerate(ways)])
    assert [each.reference for each in batch.through("bank", None)] == [reference(0), reference(3)]


@given(batches(), st.dates(dt.date(2025, 9, 9), dt.date(2025, 12, 31)))
def test_what_is_sent_moves_with_what_is_withheld_and_cannot_be_sent_again(payments: list[Payment], day: dt.date) -> None:
    batch = instructions(payments)
    after = mark_sent(payments, batch, on=day)
    assert [one.reference for one in after] == [one.reference for one in payments]
    settled = {one.reference for each in batch.settled for one in (each.payment, *each.withheld)}
    for before, one in zip(payments, after, strict=True):
        if before.state is not PaymentState.APPROVED or before in batch.to_collect:
            assert one == before
        else:
            assert one.state is (PaymentState.PAID if one.reference in settled else PaymentState.SENT)
    again = instructions(after)
    assert (again.bank, again.deliveries, again.settled) == ((), (), ())
    if batch.bank:
        with pytest.raises(MoveNotAllowed):
            mark_sent(after, batch, on=day)


def test_a_payment_of_which_nothing_is_left_is_paid_when_the_others_are_sent() -> None:
    payments = [
        payment(1, "80.00"), payment(2, "80.00", withheld_from=reference(1)), payment(3, "80.00"),
        payment(4, "9.00", kind="recovery"), payment(5, Quantity(2, "visit"), payee=Payee("p5", "person", "delivery")),
    ]  # fmt: skip
    batch = instructions(payments)
    after = mark_sent(payments, batch, on=dt.date(2025, 9, 9))
    assert [one.state.value for one in after] == ["paid", "paid", "sent", "approved", "sent"]
    assert repr(batch) == "<Batch of 1 instructions (80.00 CNY), 1 deliveries, 1 settled, 1 to collect, 0 others>"
    assert repr(instructions([])) == "<Batch of 0 instructions (nothing), 0 deliveries, 0 settled, 0 to collect, 0 others>"


# Files ----------------------------------------------------------------------------------------------------------------------


def test_a_file_in_chinese_for_a_bank_that_counts_fen() -> None:
    layout = BulkFormat(
        columns=["number", ("account", "账号"), ("payee_name", "户名"), "amount", "due_on", "other", "purpose", "reference"],
        header="zh_Hans", encoding="gb18030", amounts="minor", days="compact", currency="CNY", totals="合计",
    )  # fmt: skip
    batch = instructions([payment(1, "740.00"), payment(2, "40.00", withheld_from=reference(1)), payment(3, "0.05")])
    file = write_csv(batch.bank, layout, names=NAMES, purpose="九月低保金")
    assert file.content.decode("gb18030") == (
        "序号,账号,户名,金额,应发日期,,用途,交易编号\r\n"
        f"1,{ACCOUNT},王小1,70000,20250910,,九月低保金,{reference(1)}\r\n"
        f"2,6222021234567800003,王小3,5,20250910,,九月低保金,{reference(3)}\r\n"
        "合计,2,70005,,,,,\r\n"
    )
    assert (file.count, file.totals) == (2, (Money("700.05", "CNY"),))
    assert file.sha256 == hashlib.sha256(file.content).hexdigest()


def test_a_file_in_vietnamese_without_decimals_and_with_semicolons() -> None:
    layout = BulkFormat(
        columns=["payee_name", "account", "amount", "due_on"], header="vi", delimiter=";", amounts="comma", days="day_first",
        currency="VND",
    )  # fmt: skip
    one = payment(1, Money("540000", "VND"), payee=Payee("p1", "person", "mobile_account", "+84900000000"))
    content = write_csv(instructions([one]).bank, layout, names={"p1": "Nguyễn Văn; Mẫu"}).content
    assert content.decode() == (
        'Họ và tên người nhận;Số tài khoản;Số tiền;Ngày phải trả\r\n"Nguyễn Văn; Mẫu";+84900000000;540000;10/09/2025\r\n'
    )


def test_no_account_and_no_name_shows_outside_the_file() -> None:
    batch = instructions([payment(1)])
    file = write_csv(batch.bank, PLAIN, names={"p1": "王小明"})
    assert ACCOUNT.encode() in file.content
    shown = repr(file) + repr(batch) + repr(batch.bank[0]) + repr(read_csv(file.content, PLAIN))
    assert ACCOUNT not in shown
    assert "王小明" not in shown
    with pytest.raises(InvalidFacts) as caught:
        write_csv(batch.bank, PLAIN, names={"p1": "=王小明"})
    assert "王小明" not in str(caught.value)


FORMULAS = ["=1+1", "+1+1", "-1+1", "@sum(a1)", " =1+1", "＝1+1", "+84 900", "-"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_refused_wherever_it_stands(text: str) -> None:
    layout = BulkFormat(columns=["payee", "payee_name", "account", "subject", "award", "purpose", "amount"], currency="CNY")
    one = payment(1, payee=Payee(text, "person", "bank", text), subject=text, award=text)
    with pytest.raises(InvalidFacts) as caught:
        write_csv([Instruction(one)], layout, names={text: text}, purpose=text)
    assert codes(caught) == {
        ("formula", "purpose"),
        *(("formula", f"row 1, {name}") for name in ("payee", "payee_name", "account", "subject", "award")),
    }


@pytest.mark.parametrize("text", ["a\nb", "a\rb", "a\tb", "a\0b", "a\u2028b", "\ud800", "\ufeffa", "\x85"])
def test_a_text_of_more_than_one_line_is_refused(text: str) -> None:
    assert unfit(text) == ("not_text", "a text in one line")


@pytest.mark.parametrize("text", ["王小明", "+84900000000", "a=b", "O'Hara, Ann", "H'Hen Niê", "a@b", "𠮷野"])
def test_names_and_telephone_numbers_are_fit(text: str) -> None:
    assert unfit(text) is None


def test_everything_that_cannot_be_written_is_told_at_once() -> None:
    layout = BulkFormat(
        columns=["reference", "payee_name", "account", "purpose", "amount", "state"], currency="CNY", totals="PAYX"
    )
    rows = [
        payment(1, Money("5", "VND"), reference="PAYX"), payment(2, payee=Payee("p2", "person", "bank")),
        payment(3, Money.of_minor(10**15, "CNY")), payment(4, payee=Payee("430602199001011234", "person", "bank", "1")),
    ]  # fmt: skip
    with pytest.raises(InvalidFacts) as caught:
        write_csv([Instruction(row) for row in rows], layout, names={"p1": "a", "p2": "b", "p3": "c"})
    assert codes(caught) == {
        ("not_one_of", "columns[5]"), ("wrong_currency", "row 1, amount"), ("reserved", "row 1, reference"),
        ("missing", "row 2, account"), ("too_many_digits", "row 3, amount"), ("missing", "row 4, payee_name"),
        ("wrong_currency", "totals"), ("too_many_digits", "totals"), ("missing", "purpose"),
    }  # fmt: skip
    assert "430602199001011234" not in str(caught.value)


def test_the_word_of_the_totals_is_free_in_every_column_but_the_first() -> None:
    layout = BulkFormat(columns=["reference", "payee_name", "amount"], currency="CNY", totals="TOTAL")
    content = write_csv([Instruction(payment(1, "5.00"))], layout, names={"p1": "TOTAL"}).content
    assert read_csv(content, layout).rows[0].cells["payee_name"] == "TOTAL"


def test_a_sum_may_have_fifteen_digits_and_no_more() -> None:
    layout = BulkFormat(columns=["reference", "account", "amount"], amounts="minor", currency="CNY", totals="TOTAL")
    most = Instruction(payment(1, Money.of_minor(10**15 - 2, "CNY")))
    file = write_csv([most, Instruction(payment(2, "0.01"))], layout)
    assert read_csv(file.content, layout).rows[0].cells["amount"] == most.amount
    with pytest.raises(InvalidFacts, match="totals: too_many_digits"):
        write_csv([most, Instruction(payment(2, "0.02"))], layout)


def test_sums_of_two_currencies_need_a_column_that_tells_them_apart() -> None:
    rows = [Instruction(payment(1, Money("5", "VND"))), Instruction(payment(2, "5.00")), Instruction(payment(3, "2.50"))]
    layout = BulkFormat(columns=["reference", "amount", "currency"])
    file = write_csv(rows, layout)
    assert file.totals == (Money("7.50", "CNY"), Money("5", "VND"))
    assert [row.cells["amount"] for row in read_csv(file.content, layout).rows] == [each.amount for each in rows]


WRITABLE = [name for name in KINDS if name not in (*ANSWERS, "other")]


@st.composite
def layouts(draw: st.DrawFn, must: tuple[str, ...] = ("amount",), optional: Any = WRITABLE) -> BulkFormat:
    columns = draw(st.lists(st.sampled_from([name for name in optional if name not in must]), unique=True))
    columns = draw(st.permutations([*columns, *must, *(["other"] * draw(st.integers(0, 2)))]))
    own = draw(st.booleans())
    return BulkFormat(
        columns=[(name, f"{name} * {i}") if own else name for i, name in enumerate(columns)],
        header=draw(st.sampled_from([None, *LOCALES])), encoding=draw(st.sampled_from(ENCODINGS)),
        delimiter=draw(st.sampled_from(DELIMITERS)), amounts=draw(st.sampled_from(AMOUNTS)), days=draw(st.sampled_from(DAYS)),
        currency="CNY", totals=draw(st.sampled_from([None, "TOTAL", "合计"])) if len(columns) > 2 else None,
    )  # fmt: skip


LETTERS = st.characters(blacklist_categories=("Cs", "Cc", "Zl", "Zp"), blacklist_characters="\ufeff")
TEXTS = st.one_of(
    st.sampled_from(['a"b', "a,b;c|d", " a ", '"', '""', "王,小", "'", "\\", "总计", '"a', 'a"', "+849", "𠮷", "\ue000"]),
    st.text(LETTERS, min_size=1, max_size=8).filter(lambda text: unfit(text) is None and text.strip() not in ("TOTAL", "合计")),
)


@given(st.lists(TEXTS, min_size=6, max_size=6), layouts(), batches(states=("approved",), units=st.just("CNY"), most=4))
def test_what_is_written_reads_back_as_it_was(texts: list[str], layout: BulkFormat, payments: list[Payment]) -> None:
    purpose, payee, account, subject, award, name = texts
    given_rows = [
        Instruction(Payment(**{**_fields(each.payment), "payee": Payee(f"{payee}{i}", "person", "bank", account),
                               "subject": subject, "award": award}), each.withheld)
        for i, each in enumerate(instructions(payments).bank)
    ]  # fmt: skip
    names = {each.payee.id: f"{name}{i}" for i, each in enumerate(given_rows)}
    file = write_csv(given_rows, layout, names=names, purpose=purpose)
    found = read_csv(file.content, layout)
    assert (found.unread, found.sha256) == ((), file.sha256)
    wanted = [
        {
            "number": i, "reference": each.reference, "payee": each.payee.id, "payee_name": names[each.payee.id],
            "account": account, "channel": "bank", "amount": each.amount, "currency": "CNY", "due_on": each.payment.due_on,
            "period_start": each.payment.period_start, "period_end": each.payment.period_end, "program": "cn.dibao",
            "award": award, "subject": subject, "purpose": purpose,
        }
        for i, each in enumerate(given_rows, 1)
    ]  # fmt: skip
    assert [row.cells for row in found.rows] == [
        {key: value for key, value in row.items() if key in layout.names} for row in wanted
    ]
    assert [row.number for row in found.rows] == list(range(1, len(wanted) + 1))
    assert file.totals == sums(row.cells["amount"] for row in found.rows)
    assert file.count == len(found.rows)


def _fields(made: Payment) -> dict[str, Any]:
    return {field.name: getattr(made, field.name) for field in attrs.fields(Payment)}


def test_things_in_kind_have_a_list_of_their_own_that_reads_back() -> None:
    layout = BulkFormat(columns=["reference", "amount", "currency", "subject"], amounts="comma", delimiter=";")
    batch = instructions([payment(1, Quantity("15.250", "kilogram")), payment(2, Quantity(2, "visit"))])
    assert batch.bank == ()
    content = write_csv(batch.deliveries, layout).content
    assert b"15,250;kilogram" in content
    assert [row.cells["amount"] for row in read_csv(content, layout).rows] == [each.amount for each in batch.deliveries]


# Reading --------------------------------------------------------------------------------------------------------------------

ROUGH = BulkFormat(columns=["reference", "purpose", "reason"], header=None)


@given(st.lists(st.lists(st.text(st.characters(blacklist_categories=("Cs",)), max_size=6), min_size=3, max_size=3), max_size=6))
@example([['"', '""', '"a"'], ["a\nb", "a\r\nb", ","]])
def test_cells_are_read_as_python_reads_them(table: list[list[str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(table)
    content = written.getvalue().encode()
    plain = list(csv.reader(io.StringIO(written.getvalue(), newline="")))
    assert plain == table
    if content.startswith(b"\xef\xbb\xbf"):  # a mark of the encoding, and no text
        plain[0][0] = plain[0][0].removeprefix("\ufeff")
    found = read_csv(content, ROUGH)
    assert [[row.cells.get(name, "") for name in ROUGH.names] for row in found.rows] == plain


@given(st.text(st.sampled_from('",\r\n a'), max_size=12))
def test_quotes_that_do_not_fit_never_pass_for_a_row(text: str) -> None:
    """Where Python's strict reader finds fault, so do we; where it does not, the rows are the same."""
    strict = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Any] = []
    broken = False
    while True:
        try:
            rows.append(next(strict))
        except StopIteration:
            break
        except csv.Error as error:
            broken |= "unexpected end" in str(error)
            rows.append(None)
    while rows and rows[-1] == []:
        rows.pop()
    layout = BulkFormat(columns=["reference", "other"], header=None)
    if broken:
        with pytest.raises(InvalidFacts, match="not_closed"):
            read_csv(text.encode(), layout)
        return
    found = read_csv(text.encode(), layout)
    good = [n for n, row in enumerate(rows, 1) if row is not None and len(row) == 2]
    assert [row.number for row in found.rows] == good
    assert [row.number for row in found.unread] == [n for n in range(1, len(rows) + 1) if n not in good]


def test_rows_that_are_wrong_stand_beside_the_others_with_their_numbers() -> None:
    layout = BulkFormat(columns=["reference", "account", "amount", "on", "number"], currency="CNY", header=None)
    content = (
        "PAY1,62220212345678901,740.00,2025-09-10,1\n"
        "PAY2,62220212345678902,1E3,2025-09-10,1\n"
        "PAY3,62220212345678903,-5.00,2025-02-30,1\n"
        "PAY4,1.5\n"
        'PAY5,"a"b,5.00,2025-09-10,1\n'
        "PAY6,62220212345678906,5.001,10.09.2025,1.0\n"
        "PAY7,62220212345678907,½,2025-09-10,1\n"
        "\n"
        "PAY8,62220212345678908,1234567890123456.00,2025-09-10,¹\n"
        "62220212345678909,PAY9,62220212345678909,2025-09-10,1\n"
    ).encode()
    found = read_csv(content, layout)
    assert [(row.number, row.cells["reference"]) for row in found.rows] == [(1, "PAY1")]
    told = [(row.number, row.reference, [problem.code for problem in row.problems]) for row in found.unread]
    assert told == [
        (2, "PAY2", ["not_money"]), (3, "PAY3", ["negative", "no_such_date"]), (4, None, ["wrong_cells"]),
        (5, None, ["bad_quotes"]), (6, "PAY6", ["too_many_digits", "not_a_date", "not_a_number"]), (7, "PAY7", ["not_money"]),
        (8, None, ["wrong_cells"]),
        (9, "PAY8", ["too_many_digits", "not_a_number"]), (10, "62220212345678909", ["too_many_digits"]),
    ]  # fmt: skip
    assert found.unread[1].problems[0].path == "row 3, amount"
    assert "6222021234567" not in repr(found)


TOTALLED = BulkFormat(columns=["reference", "purpose", "amount"], currency="CNY", totals="TOTAL")
GOOD = b"Reference,Purpose,Amount\r\nPAY1,a,740.00\r\nPAY2,b,0.05\r\nTOTAL,2,740.05\r\n"


def test_a_file_with_totals_reads() -> None:
    assert len(read_csv(GOOD, TOTALLED).rows) == 2
    assert len(read_csv(b"\xef\xbb\xbf" + GOOD + b"\r\n\n", TOTALLED).rows) == 2
    assert read_csv(write_csv([], TOTALLED, purpose="a").content, TOTALLED).rows == ()


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b"TOTAL,2,740.05\r\n", b"", "no_totals"),
        (b"TOTAL,2,740.05\r\n", b"TOTA", "no_totals"),
        (b"TOTAL,2", b"TOTAL,3", "other_totals"),
        (b"TOTAL,2", b"TOTAL,two", "other_totals"),
        (b"740.05", b"740.50", "other_totals"),
        (b"740.05", b"740.0", "other_totals"),
        (b"2,740.05", b"2", "other_totals"),
        (b"PAY2,b,0.05\r\n", b"", "other_totals"),
        (b"PAY2,b,0.05\r\n", b"TOTAL,1,740.00\r\nPAY2,b,0.05\r\n", "after_totals"),
        (b"Amount", b"Sum", "other_heading"),
        (b"Purpose,Amount", b"Amount,Purpose", "other_heading"),
        (b"Reference,", b"", "other_heading"),
        (b"Reference,Purpose,Amount\r\n", b"", "other_heading"),
        (b"Reference,Purpose", b'"Ref"erence,Purpose', "other_heading"),
        (GOOD, b"", "other_heading"),
        (b",b,", b',"b,', "not_closed"),
        (b",b,", b",\xff,", "wrong_encoding"),
        (b",b,", b",\xd6\xd0,", "wrong_encoding"),
    ],
)
def test_a_file_that_was_changed_on_its_way_is_refused_as_a_whole(old: bytes, new: bytes, code: str) -> None:
    assert old in GOOD
    with pytest.raises(InvalidFacts) as caught:
        read_csv(GOOD.replace(old, new), TOTALLED)
    assert code in {problem.code for problem in caught.value.problems}


@given(st.integers(0, len(GOOD) - 1))
def test_a_file_that_breaks_off_anywhere_is_refused(length: int) -> None:
    if GOOD[length:].strip():
        with pytest.raises(InvalidFacts):
            read_csv(GOOD[:length], TOTALLED)


def test_totals_count_the_rows_that_cannot_be_read_too_and_their_sum_is_then_left_open() -> None:
    content = b'Reference,Purpose,Amount\nPAY1,a,740.00\n\nPAY2,b,"x"y\nPAY3,c,1E3\nTOTAL,4,999.00\n'
    found = read_csv(content, TOTALLED)
    assert ([row.number for row in found.rows], [row.number for row in found.unread]) == ([1], [2, 3, 4])
    with pytest.raises(InvalidFacts) as caught:
        read_csv(content.replace(b"TOTAL,4", b"TOTAL,3"), TOTALLED)
    assert [(problem.code, problem.path) for problem in caught.value.problems] == [
        ("other_totals", "totals"), ("wrong_cells", "row 2"), ("bad_quotes", "row 3"), ("not_money", "row 4, amount"),
    ]  # fmt: skip
    assert caught.value.problems[0].given == "a count of '3'"


@pytest.mark.parametrize(("totals", "fine"), [("0,0", True), ("0,0.00", True), ("0,", True), ("0,740.00", False), ("1,0", False)])
def test_a_file_without_rows_has_totals_of_nothing(totals: str, fine: bool) -> None:
    content = f"Reference,Purpose,Amount\nTOTAL,{totals}\n".encode()
    if fine:
        assert read_csv(content, TOTALLED).rows == ()
    else:
        with pytest.raises(InvalidFacts, match="other_totals"):
            read_csv(content, TOTALLED)


def test_problems_of_a_whole_file_say_where_and_what() -> None:
    def told(content: bytes) -> list[tuple[str, str, str]]:
        with pytest.raises(InvalidFacts) as caught:
            read_csv(content, TOTALLED)
        return [(problem.code, problem.path, problem.given) for problem in caught.value.problems]

    assert told(GOOD.replace(b"PAY2", b"TOTAL,1,1\r\nPAY2"))[0] == ("after_totals", "row 2", "totals, and rows after them")
    assert told(b'"Ref"erence\nTOTAL,0,0\n') == [("other_heading", "line 1", "a line that is no CSV")]
    assert told(b"Reference\nTOTAL,0,0\n") == [("other_heading", "line 1", "1 headings")]
    assert told(GOOD.replace(b"2,740.05", b"2,1.00")) == [("other_totals", "totals", "a sum of '1.00'")]
    assert told(GOOD.replace(b",b,", b",\xff,")) == [
        ("wrong_encoding", "line 3", "a byte in position 6 that begins no character")
    ]


def test_a_currency_that_is_not_known_makes_its_amount_unreadable() -> None:
    layout = BulkFormat(columns=["reference", "amount", "currency", "number", "account", "other"], header=None)
    content = b"A,5.00,USD,1,6222021234567,x\nB,5.00,,2,,\nC,5.00,CNY,,,y\nD,5.00,CNY,1234567890123456,7\nE,5,VND,\xc2\xb2,x,\n"
    found = read_csv(content, layout)
    assert [row.cells for row in found.rows] == [{"reference": "C", "amount": Money("5.00", "CNY"), "currency": "CNY"}]
    assert [(row.reference, [problem.code for problem in row.problems]) for row in found.unread] == [
        ("A", ["no_currency"]), ("B", ["no_currency"]), (None, ["wrong_cells"]), ("E", ["not_a_number"]),
    ]  # fmt: skip
    assert found.unread[1].problems[0] == Problem(
        "no_currency", "row 2, amount", "'5.00'", "a currency that is known in the column beside it"
    )
    long = read_csv(b"D,5.00,CNY,1234567890123456,7,\n", layout)
    assert [problem.code for problem in long.unread[0].problems] == ["not_a_number"]
    assert read_csv(b"D,5.00,CNY,123456789012345,7,\n", layout).rows[0].cells["number"] == 123456789012345


def test_a_row_of_people_where_the_headings_should_be_is_not_shown() -> None:
    with pytest.raises(InvalidFacts) as caught:
        read_csv("PAY1,王小明,62220212345,740.00\n".encode(), PLAIN)
    assert "王小明" not in str(caught.value)
    with pytest.raises(InvalidFacts, match=r"columns\[3\]: other_heading: given 'Sum', expected 'Amount'"):
        read_csv(b"Reference,Payee,Account,Sum\n", PLAIN)
    with pytest.raises(InvalidFacts, match=r"columns\[3\]: other_heading: given 3 characters, expected 'Amount'"):
        read_csv("Reference,Payee,Account,王小明\n".encode(), PLAIN)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("payed", "'payed'"), ("8E1", "'8E1'"), ("10/9/25", "'10/9/25'"), ("2025-02-30", "'2025-02-30'"), (" 5.00", "' 5.00'"),
        ("", "''"), ("x" * 20, f"'{'x' * 20}'"), ("x" * 21, "21 characters"), ("王", "1 characters"), ("Wang Wu", "7 characters"),
        ("Wang,Wu", "7 characters"), ("O'Hara", "6 characters"), ("6222021234567890123", "'***'"), ("1101051949123100X", "'***'"),
    ],
)  # fmt: skip
def test_an_error_shows_a_word_or_digits_of_a_cell_and_of_all_else_the_length(text: str, shown: str) -> None:
    assert told(text) == shown


def test_a_name_where_the_columns_were_shifted_is_not_shown() -> None:
    layout = BulkFormat(columns=["reference", "due_on", "amount", "number"], header=None, currency="CNY")
    found = read_csv("A,王小明,Wang Xiaoming,Lê Văn A\n".encode(), layout)
    assert [problem.given for problem in found.unread[0].problems] == ["3 characters", "13 characters", "8 characters"]
    with pytest.raises(InvalidFacts) as caught:
        read_csv("Reference,Purpose,Amount\nTOTAL,王小明,Wang Wu\n".encode(), TOTALLED)
    assert "王" not in str(caught.value) + str(found)
    assert "Wang" not in str(caught.value) + str(found)


def test_a_cell_that_is_longer_than_python_reads_is_told_as_that() -> None:
    layout = BulkFormat(columns=["reference", "purpose"], header=None)
    for row in ("B," + "x" * 131_073, 'B,"' + "x\n" * 70_000):
        with pytest.raises(InvalidFacts) as caught:
            read_csv(f"A,a\n{row}\nC,c\n".encode(), layout)
        assert [(problem.code, problem.path) for problem in caught.value.problems] == [("too_large", "line 2")]
        assert caught.value.problems[0].given == "a cell of more than 131,072 characters"
    assert len(read_csv(f"A,{'x' * 131_072}\n".encode(), layout).rows) == 1
    with pytest.raises(InvalidFacts, match="line 2: not_closed"):
        read_csv(b'A,a\nB,"b\nC,c\n', layout)


@pytest.mark.parametrize(
    ("row", "about"),
    [
        ("PAY1,740.00", {"PAY1"}), ("PAY1740.00,PAY2", {"PAY2"}), ('PAY1,"740.00"x,a', {"PAY1"}), ('"PAY1"x,,', {"PAY1"}),
        ('PAY2,"a\nPAY1,"b,c', {"PAY1", "PAY2"}), (f"a{reference(1)}9.00", {reference(1)}), (f"{reference(1)}", {reference(1)}),
        ("pay1,PAY12,a,b", set()), (f"a{reference(2)},b", {reference(2)}), ("see PAY1 of,a", {"PAY1"}),
        (" REF-1 ,a,b,c", {"REF-1"}), ('"REF-1"x', {"REF-1"}), ("", set()),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_may_be_about_each_reference_in_it(row: str, about: set[str]) -> None:
    layout = BulkFormat(columns=["reference", "purpose", "reason"], header=None)
    (unread,) = read_csv(f"{row}\nA,b,c\n".encode(), layout).unread
    assert unread.about({"PAY1", "PAY2", "REF-1", reference(1), reference(2)}) == about
    assert "PAY" not in repr(unread)


def test_a_file_in_another_encoding_names_its_lines() -> None:
    layout = BulkFormat(columns=["reference", "payee_name"], header="zh_Hans")
    content = "交易编号,收款人姓名\nPAY1,a\nPAY2,王\n".encode("gb18030")
    with pytest.raises(InvalidFacts) as caught:
        read_csv(content, layout)
    assert codes(caught) == {("wrong_encoding", "line 1"), ("wrong_encoding", "line 3")}


def test_padded_cells_are_read_without_their_spaces_only_if_that_is_declared() -> None:
    content = b"PAY1  ,\t740.00 \n"
    layout = BulkFormat(columns=["reference", "amount"], header=None, currency="CNY", padded=True)
    assert read_csv(content, layout).rows[0].cells == {"reference": "PAY1", "amount": Money("740.00", "CNY")}
    strict = BulkFormat(columns=["reference", "amount"], header=None, currency="CNY")
    assert [problem.code for problem in read_csv(content, strict).unread[0].problems] == ["not_money"]


@given(st.binary(max_size=80), layouts(must=("reference", "amount"), optional=list(KINDS)[:-1]))
def test_any_bytes_are_rows_or_an_error_of_ours(content: bytes, layout: BulkFormat) -> None:
    with contextlib.suppress(InvalidFacts):
        assert isinstance(read_csv(content, layout), Rows)


# Cells ----------------------------------------------------------------------------------------------------------------------


@given(st.integers(0, 10**13), st.sampled_from(AMOUNTS), st.sampled_from(["CNY", "VND", "kilogram", "hour", "item"]))
def test_amounts_come_back_in_every_manner_whatever_the_decimal_context(minor: int, manner: str, unit: str) -> None:
    amount: Any = (Money if unit in ("CNY", "VND") else Quantity).of_minor(minor, unit)
    with decimal.localcontext(decimal.Context(prec=3)):
        text = written_amount(amount, manner)
        assert read_amount(text, manner, unit) == amount
    assert "E" not in text


@pytest.mark.parametrize(
    ("text", "manner", "unit"),
    [
        ("1E3", "point", "CNY"), ("1e3", "minor", "CNY"), ("0x10", "minor", "CNY"), ("1_000", "minor", "VND"),
        ("1,5", "point", "CNY"), ("1.5", "comma", "CNY"), ("1.234", "point", "CNY"), ("1.5", "minor", "CNY"),
        ("NaN", "point", "CNY"), ("", "point", "CNY"),
        ("١٢", "point", "CNY"), ("+5", "point", "CNY"), (" 5", "point", "CNY"), ("5 CNY", "point", "CNY"), ("¥5", "point", "CNY"),
        ("0,5", "comma", "VND"), ("12,34.00", "point", "CNY"), ("-1", "minor", "VND"), ("1" * 16, "minor", "VND"),
    ],
)  # fmt: skip
def test_what_is_no_amount_in_the_declared_manner_is_refused(text: str, manner: str, unit: str) -> None:
    with pytest.raises(Unreadable):
        read_amount(text, manner, unit)


def test_groups_of_thousands_are_understood_in_their_manner_only() -> None:
    assert read_amount("1,234,567.5", "point", "CNY") == Money("1234567.50", "CNY")
    assert read_amount("1.234.567", "comma", "VND") == Money("1234567", "VND")


@given(st.dates(), st.sampled_from(DAYS))
def test_days_come_back_in_every_manner(day: dt.date, manner: str) -> None:
    assert read_day(written_day(day, manner), manner) == day


@pytest.mark.parametrize(
    ("text", "manner", "code"),
    [
        ("2025-02-30", "iso", "no_such_date"), ("20250230", "compact", "no_such_date"), ("2025-9-1", "iso", "not_a_date"),
        ("10/09/2025", "year_first", "not_a_date"), ("2025-W01-1", "iso", "not_a_date"), ("45910", "compact", "not_a_date"),
        ("00000101", "compact", "no_such_date"), ("2025-09-10 10:00", "iso", "not_a_date"),
        ("13/13/2025", "day_first", "no_such_date"),
    ],
)  # fmt: skip
def test_days_that_are_none_in_the_declared_manner(text: str, manner: str, code: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read_day(text, manner)
    assert caught.value.code == code


# Layouts --------------------------------------------------------------------------------------------------------------------


def test_every_locale_heads_every_column_with_words_of_its_own() -> None:
    for locale in LOCALES:
        words = [heading(name, locale) for name in KINDS]
        assert all(words[:-1])
        assert words[-1] == ""
        assert len(set(words)) == len(words)
    simplified = (FOLDER / "simplified_only.txt").read_text("utf-8")
    traditional = (FOLDER / "traditional_only.txt").read_text("utf-8")
    assert not set("".join(heading(name, "zh_Hant") for name in KINDS)) & set(simplified.replace("\n", ""))
    assert not set("".join(heading(name, "zh_Hans") for name in KINDS)) & set(traditional.replace("\n", ""))


def test_everything_wrong_with_a_format_is_told_at_once() -> None:
    with pytest.raises(InvalidFacts) as caught:
        BulkFormat(
            columns=["reference", "refrence", "amount", "amount", "other", "other"], header="fr", encoding="latin-1",
            delimiter=":", amounts="float", days="us", totals="12", states={"ok": "good"},
        )  # fmt: skip
    assert codes(caught) == {
        ("not_one_of", "columns[1]"), ("duplicate", "columns[3]"), ("not_one_of", "header"), ("not_one_of", "encoding"),
        ("not_one_of", "delimiter"), ("not_one_of", "amounts"), ("not_one_of", "days"), ("bad_value", "totals"),
        ("not_one_of", "states['ok']"), ("no_currency", "currency"),
    }  # fmt: skip
    assert "did you mean 'reference'?" in str(caught.value)
    with pytest.raises(InvalidFacts, match="at least one"):
        BulkFormat(columns=[])
    for columns in (["reference", "amount"], ["reference", "payee", "account"]):
        with pytest.raises(InvalidFacts, match="totals: bad_value"):
            BulkFormat(columns=columns, currency="CNY", totals="TOTAL")
    with pytest.raises(InvalidFacts, match="currency: not_one_of"):
        BulkFormat(columns=["amount"], currency="USD")
