"""The messages of G2P Connect and GovStack: shapes, exact amounts, and answers read back."""

from __future__ import annotations

import datetime as dt
import json
import re
from decimal import Decimal
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulk_payments import DUE, batches, payment, reference
from welfarekit.adapters.bulk.exact_json import to_text
from welfarekit.adapters.bulk.g2p_connect import disburse_request, read_disburse_status
from welfarekit.adapters.bulk.govstack import credit_instructions, read_batch_details
from welfarekit.adapters.bulk.instructing import instructions
from welfarekit.adapters.bulk.instruction import Instruction
from welfarekit.adapters.bulk.pending import Pending
from welfarekit.adapters.bulk.reconciling import reconcile_results
from welfarekit.adapters.bulk.result import Result
from welfarekit.adapters.bulk.sending import mark_sent
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import Payment
from welfarekit.errors import InvalidFacts
from welfarekit.money import Money
from welfarekit.quantity import Quantity

CHINA = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2025, 9, 9, 8, 30, tzinfo=CHINA)
MESSAGE: dict[str, Any] = {
    "transaction_id": "2025-09", "message_id": "m-1", "message_ts": NOW, "sender_id": "office.example",
    "payer": "account:1000@bank.example", "address": lambda payee: f"account:{payee.account}@bank.example",
}  # fmt: skip
CREDIT: dict[str, Any] = {
    "credit": lambda payee: ("ACCOUNTNO", payee.account or ""), "debit": {"ACCOUNTNO": "1000"}, "payment_mode": "BANK",
}  # fmt: skip
TEXT = {"type": "string"}
DISBURSE = {
    "type": "object", "required": ["header", "message"],
    "properties": {
        "header": {
            "type": "object", "required": ["message_id", "message_ts", "action", "sender_id", "total_count"],
            "properties": {
                "version": TEXT, "message_id": TEXT, "message_ts": TEXT, "action": {"enum": ["disburse"]}, "sender_id": TEXT,
                "sender_uri": TEXT, "receiver_id": TEXT, "total_count": {"type": "integer"},
                "is_msg_encrypted": {"type": "boolean"},
            },
            "additionalProperties": False,
        },
        "message": {
            "type": "object", "required": ["transaction_id", "disbursements"], "additionalProperties": False,
            "properties": {
                "transaction_id": {"type": "string", "maxLength": 99},
                "disbursements": {"type": "array", "items": {
                    "type": "object", "required": ["reference_id", "payer_fa", "payee_fa", "amount"],
                    "properties": {
                        "reference_id": TEXT, "payer_fa": TEXT, "payee_fa": TEXT, "payee_name": TEXT, "scheduled_timestamp": TEXT,
                        "amount": {"type": "string", "pattern": r"^\d{1,13}\.\d{1,2}$"},
                        "purpose": {"type": "string", "maxLength": 99},
                        "currency_code": {"type": "string", "pattern": "^[A-Z]{3,3}$"},
                    },
                    "additionalProperties": False,
                }},
            },
        },
    },
}  # fmt: skip
"""What the specification says of the parts that are written, in our words."""
PARTY = {"type": "array", "items": {"type": "object", "required": ["key", "value"], "properties": {"key": TEXT, "value": TEXT}}}
BULK = {"type": "array", "items": {
    "type": "object", "required": ["requestId", "creditParty", "debitParty", "paymentMode", "amount", "currency"],
    "properties": {
        "requestId": {"type": "string", "maxLength": 16}, "creditParty": PARTY, "debitParty": PARTY,
        "paymentMode": {"type": "string", "maxLength": 20}, "amount": {"type": "number"},
        "currency": {"type": "string", "maxLength": 3}, "descriptionText": {"type": "string", "maxLength": 50},
    },
    "additionalProperties": False,
}}  # fmt: skip

REQUEST, BATCH = jsonschema.Draft202012Validator(DISBURSE), jsonschema.Draft202012Validator(BULK)


def codes(caught: Any) -> set[tuple[str, str]]:
    return {(problem.code, problem.path) for problem in caught.value.problems}


# Requests -------------------------------------------------------------------------------------------------------------------


@given(batches(states=("approved",)), st.booleans())
def test_requests_have_the_shape_and_the_exact_amounts(payments: list[Payment], more: bool) -> None:
    bank = instructions(payments).bank
    names = {each.payee.id: "王小明" for each in bank}
    extra: dict[str, Any] = {"purpose": "dibao 2025-09", "scheduled": NOW, "receiver_id": "b"} if more else {}
    request = disburse_request(bank, **MESSAGE, names=names if more else None, **extra)
    REQUEST.validate(request)
    rows = request["message"]["disbursements"]
    assert request["header"]["total_count"] == len(rows)
    assert [(row["reference_id"], Money(Decimal(row["amount"]), row["currency_code"])) for row in rows] == [
        (each.reference, each.amount) for each in bank
    ]
    assert all(row.get("payee_name") == ("王小明" if more else None) for row in rows)
    body = credit_instructions(bank, **CREDIT, description="dibao" if more else "")
    BATCH.validate(json.loads(body))
    exact = json.loads(body, parse_float=Decimal, parse_int=Decimal)
    assert [(row["requestId"], Money(row["amount"], row["currency"])) for row in exact] == [
        (each.reference, each.amount) for each in bank
    ]
    texts = json.loads(credit_instructions(bank, **CREDIT, amounts="text"))
    assert [row["amount"] for row in texts] == [each.amount.value for each in bank]


def test_an_amount_is_written_in_the_digits_that_it_has() -> None:
    rows = [Instruction(payment(1, "0.10")), Instruction(payment(2, Money("540000", "VND")))]
    assert re.findall(r'"amount":([^,]+)', credit_instructions(rows, **CREDIT)) == ["0.10", "540000"]
    told = disburse_request(rows, **MESSAGE)["message"]["disbursements"]
    assert [row["amount"] for row in told] == ["0.10", "540000.00"]
    with pytest.raises(TypeError, match="float"):
        to_text({"amount": [0.1]})


def test_what_is_said_of_a_batch_stands_in_each_of_its_rows_up_to_its_length() -> None:
    rows = [Instruction(payment(1)), Instruction(payment(2, Money.of_minor(10**15 - 1, "CNY")))]
    message = disburse_request(rows, **{**MESSAGE, "transaction_id": "x" * 99}, purpose="y" * 99, scheduled=NOW, sender_uri="u")
    told = message["message"]["disbursements"]
    assert {(row["purpose"], row["scheduled_timestamp"]) for row in told} == {("y" * 99, "2025-09-09T08:30:00+08:00")}
    assert message["header"] == {
        "version": "1.0.0", "message_id": "m-1", "message_ts": "2025-09-09T08:30:00+08:00", "action": "disburse",
        "sender_id": "office.example", "sender_uri": "u", "total_count": 2, "is_msg_encrypted": False,
    }  # fmt: skip
    assert "purpose" not in disburse_request(rows, **MESSAGE)["message"]["disbursements"][0]
    body = json.loads(credit_instructions(rows, **{**CREDIT, "payment_mode": "m" * 20}, description="d" * 50))
    assert {(row["paymentMode"], row["descriptionText"]) for row in body} == {("m" * 20, "d" * 50)}
    assert "descriptionText" not in json.loads(credit_instructions(rows, **CREDIT))[0]
    with pytest.raises(InvalidFacts, match="payment_mode: bad_length"):
        credit_instructions(rows, **{**CREDIT, "payment_mode": ""})
    with pytest.raises(InvalidFacts, match=r"disbursements\[0\].amount: too_many_digits"):
        disburse_request([Instruction(payment(1, Money.of_minor(10**13, "VND")))], **MESSAGE)


def test_everything_that_a_request_cannot_be_is_told_at_once() -> None:
    rows = [
        Instruction(payment(1, Quantity(2, "visit"))), Instruction(payment(2, Money.of_minor(10**15, "CNY"))),
        Instruction(payment(3, payee=Payee("p3", "person", "bank", "62 22"))),
    ]  # fmt: skip
    with pytest.raises(InvalidFacts) as caught:
        disburse_request(rows, **{**MESSAGE, "transaction_id": "", "message_id": "", "payer": "me",
                                  "message_ts": NOW.replace(tzinfo=None)},
                         purpose="x" * 100, names={"p1": "=王"})  # fmt: skip
    assert codes(caught) == {
        ("bad_length", "transaction_id"), ("bad_length", "message_id"), ("bad_length", "purpose"),
        ("no_zone", "message_ts"), ("bad_address", "payer"),
        ("wrong_type", "disbursements[0].amount"), ("formula", "disbursements[0].payee_name"),
        ("too_many_digits", "disbursements[1].amount"), ("bad_address", "disbursements[2].payee_fa"),
    }  # fmt: skip
    assert "62 22" not in str(caught.value)
    with pytest.raises(InvalidFacts) as caught:
        credit_instructions(rows, credit=lambda payee: ("ACCOUNTNO", ""), debit={}, payment_mode="x" * 21,
                            description="x" * 51, amounts="float")  # fmt: skip
    assert codes(caught) == {
        ("not_one_of", "amounts"), ("bad_length", "payment_mode"), ("bad_length", "description"), ("missing", "debit"),
        ("wrong_type", "[0].amount"), *(("missing", f"[{i}].creditParty") for i in range(3)),
    }  # fmt: skip


# Answers --------------------------------------------------------------------------------------------------------------------


def status(number: int, word: str = "succ", time: str = "2025-09-10T17:20:07+08:00", **more: Any) -> dict[str, Any]:
    return {"reference_id": reference(number), "timestamp": time, "status": word, **more}


def on_disburse(*rows: Any, transaction: str = "2025-09") -> dict[str, Any]:
    return {
        "header": {"message_id": "1", "message_ts": "2025-09-10T17:20:07+08:00", "action": "on-disburse", "status": "succ"},
        "message": {"transaction_id": transaction, "disbursements_status": list(rows)},
    }


def read(document: Any, **more: Any) -> Any:
    text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
    return read_disburse_status(text, zone=CHINA, **more)


def test_the_answer_of_g2p_connect_is_read_and_moves_its_payments() -> None:
    document = on_disburse(
        status(1, amount="740.00", currency_code="CNY"), status(2, "rjct", status_reason_message="no such account"),
        status(3, "pdng"), status(4, "rcvd", time=""), status(5, time="2025-09-10T17:20:07Z"),
        status(6, amount="7.40", currency_code="CNY"),
    )  # fmt: skip
    file = read(document, transaction_id="2025-09")
    assert file.results == (
        Result(reference(1), "paid", DUE, Money("740.00", "CNY")), Result(reference(2), "failed", DUE),
        Result(reference(5), "paid", DUE + dt.timedelta(days=1)), Result(reference(6), "paid", DUE, Money("7.40", "CNY")),
    )  # fmt: skip
    assert file.pending == (Pending(reference(3)), Pending(reference(4)))
    assert ([each.row for each in file.pending], file.unread, file.results[1].reason) == ([3, 4], (), "no such account")
    found = reconcile_results([payment(number, state="sent") for number in range(1, 7)], file)
    assert [one.state.value for one in found.payments] == ["paid", "failed", "sent", "sent", "paid", "sent"]
    assert [problem.code for problem in found.problems] == ["other_amount"]
    inner = {"txn_type": "on-disburse", "txn_status": document["message"]}
    wrapped = {"message": {"transaction_id": "t", "correlation_id": "c", "txnstatus_response": inner}}
    assert read(wrapped, transaction_id="2025-09").results == file.results


def test_what_partners_say_of_a_payment_that_is_pending_is_checked_too() -> None:
    document = on_disburse(
        status(1, "pdng", amount="7.40", currency_code="CNY"), status(2, "pdng"), status(2), status(3, "pdng", amount="1"),
        {"reference": reference(4), "status": "succ"}, f"{reference(5)} paid", status(4), status(5), status(9, "rcvd"),
        status(6, "王 小明", time="王 小明"),
    )  # fmt: skip
    file = read(document)
    assert "王" not in "".join(map(str, file.problems))
    found = reconcile_results([payment(number, state="sent") for number in range(1, 7)], file)
    assert found.moved == ()
    told = {(problem.code, problem.path) for problem in found.problems[len(file.problems) :]}
    assert told == {
        ("other_amount", reference(1)), ("contradicts", reference(2)), ("contradicts", reference(4)),
        ("contradicts", reference(5)), ("unknown_reference", reference(9)),
    }  # fmt: skip


def test_a_day_is_that_of_the_zone() -> None:
    late = on_disburse(status(1, time="2025-09-10T23:30:00+08:00"), status(2, time="2025-09-10T16:30:00Z"))
    assert [one.on.day for one in read(late).results] == [10, 11]


def test_answers_that_cannot_be_read_stand_beside_the_others() -> None:
    document = on_disburse(
        status(1, amount="7.4E2", currency_code="CNY"), status(2, amount=740.5, currency_code="CNY"), status(3, amount="1.00"),
        status(4, "done"), status(5, time="2025-09-10 17:20"), status(6, time="10/09/2025"), "paid", {"status": "succ"},
        status(7, amount="1.00", currency_code="USD"), status(8, time="0001-01-01T00:00:00+14:00"), status(9),
        status(10, "succ", status_reason_message=["6222021234567890123"]),
    )  # fmt: skip
    file = read(document)
    told = [(row.number, row.reference, sorted(problem.code for problem in row.problems)) for row in file.unread]
    assert told == [
        (1, reference(1), ["not_money"]), (2, reference(2), ["not_a_text"]), (3, reference(3), ["no_currency"]),
        (4, reference(4), ["not_one_of"]), (5, reference(5), ["no_zone"]), (6, reference(6), ["not_a_date"]),
        (7, None, ["missing", "missing", "missing", "not_an_object"]), (8, None, ["missing", "missing"]),
        (9, reference(7), ["no_currency"]), (10, reference(8), ["not_a_date"]), (12, reference(10), ["not_a_text"]),
    ]  # fmt: skip
    assert file.unread[0].problems[0].path == "message.disbursements_status[0].amount"
    assert [one.reference for one in file.results] == [reference(9)]
    assert "6222021234567890123" not in repr(file)
    assert read(on_disburse(status(3, amount="1.00")), currency="CNY").results[0].amount == Money("1.00", "CNY")


@pytest.mark.parametrize(
    ("document", "code"),
    [
        ("[", "not_json"), ("[]", "not_an_object"), ("{}", "missing"), (on_disburse(transaction="2025-08"), "other_transaction"),
        ({"message": {"header": {}, "ciphertext": "x"}}, "encrypted"), ({"message": {"transaction_id": "2025-09"}}, "missing"),
        ({"message": {"transaction_id": "2025-09", "disbursements_status": {}}}, "not_a_list"),
        ({"message": {"transaction_id": "2025-09", "txnstatus_response": {"txn_type": "on-disburse"}}}, "missing"),
        ('{"message":{"transaction_id":"a","transaction_id":"2025-09","disbursements_status":[]}}', "duplicate_key"),
    ],
)  # fmt: skip
def test_a_message_that_is_no_such_answer_is_refused(document: Any, code: str) -> None:
    with pytest.raises(InvalidFacts) as caught:
        read(document, transaction_id="2025-09")
    assert code in {problem.code for problem in caught.value.problems}


def detail(number: int, amount: str, **more: Any) -> str:
    found = {
        "requestId": reference(number),
        "completedAt": "2025-09-10T09:00:00Z",
        "status": "COMPLETED",
        "currency": "CNY",
        **more,
    }
    return f'{json.dumps(found)[:-1]}, "amount": {amount}}}'


def test_the_details_of_a_batch_are_read_from_their_digits() -> None:
    rows = [
        detail(1, "740.10"), detail(2, "740", status="FAILED", errorInformation="closed"), detail(3, '"0.30"'), detail(4, "1E3"),
        detail(5, "0.1000001"), detail(6, "null"), detail(7, "1.0", status="IN_PROGRESS"), detail(8, "-1.00"),
        detail(9, "131072.01"), detail(10, "99999999999999999999999999999999999"),
    ]  # fmt: skip
    file = read_batch_details(f"[{','.join(rows)}]", zone=CHINA, reference="requestId")
    assert [(one.reference, one.amount) for one in file.results] == [
        (reference(1), Money("740.10", "CNY")), (reference(2), Money("740.00", "CNY")), (reference(3), Money("0.30", "CNY")),
        (reference(6), None), (reference(9), Money("131072.01", "CNY")),
    ]  # fmt: skip
    assert [(row.number, row.problems[0].code) for row in file.unread] == [
        (4, "not_money"), (5, "not_money"), (8, "not_money"), (10, "not_money"),
    ]  # fmt: skip
    assert file.pending == (Pending(reference(7), Money("1.00", "CNY")),)
    assert file.pending[0].row == 7
    with pytest.raises(InvalidFacts, match="not_a_list"):
        read_batch_details("{}", zone=CHINA)
    with pytest.raises(InvalidFacts, match="not_one_of"):
        read_batch_details("[]", zone=CHINA, states={"OK": "good"})


@given(batches(states=("approved",)), st.randoms())
def test_what_partners_echo_is_reconciled_without_a_problem(payments: list[Payment], chance: Any) -> None:
    batch = instructions(payments)
    sent = mark_sent(payments, batch, on=DUE)
    request = disburse_request(batch.bank, **MESSAGE)
    rows = [{**row, "status": "succ", "timestamp": "2025-09-10T17:20:07+08:00"} for row in request["message"]["disbursements"]]
    chance.shuffle(rows)
    found = reconcile_results(sent, read(on_disburse(*rows)))
    body = credit_instructions(batch.bank, **CREDIT)
    echo = body.replace('"paymentMode"', '"status":"COMPLETED","completedAt":"2025-09-10T00:00:00Z","paymentMode"')
    other = reconcile_results(sent, read_batch_details(echo, zone=CHINA, reference="requestId"))
    assert found.payments == other.payments
    assert found.problems == other.problems == ()
    assert {each.reference for each in found.missing} == {each.reference for each in batch.deliveries}


@given(st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)
    | st.sampled_from(["succ", reference(1), "2025-09-10T17:20:07+08:00", "1.00", "CNY"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["message", "transaction_id", "disbursements_status", "reference_id", "status", "timestamp", "amount",
                         "currency_code", "txnstatus_response", "txn_status"]), inner, max_size=5),
    max_leaves=12,
))  # fmt: skip
def test_any_document_is_answers_or_an_error_of_ours(document: Any) -> None:
    text = json.dumps(document)
    for attempt in (read, lambda text: read_batch_details(text, zone=CHINA)):
        try:
            file = attempt(text)
        except InvalidFacts:
            continue
        reconcile_results([payment(1, state="sent")], file)
