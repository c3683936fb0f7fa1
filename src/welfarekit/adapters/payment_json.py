"""Payments as JSON: the contract ``welfarekit.payment/1``, one payment to a line where there are many.

An account number is written in full, since whoever pays needs it; it is masked everywhere else.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from attrs import evolve

from welfarekit.adapters.records import Record, benefit_data, reading
from welfarekit.domain.payee import Channel, Payee, PayeeKind
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts

PAYMENT: Final = "welfarekit.payment/1"


def payment_to_json(payment: Payment) -> str:
    """The payment in one line."""
    return json.dumps({"schema": PAYMENT, **payment_data(payment)}, ensure_ascii=False, separators=(",", ":"))


def payment_from_json(text: str | bytes) -> Payment:
    """The payment that a document describes; InvalidFacts with everything that is wrong with it."""
    with reading(text, PAYMENT) as record:
        payment = read_payment(record)
    if payment is None:
        raise AssertionError("a document without a mistake makes a payment")
    return payment


def payments_to_lines(payments: Iterable[Payment]) -> Iterator[str]:
    """Each payment as one line without its end, one after the other."""
    return map(payment_to_json, payments)


def payments_from_lines(lines: Iterable[str | bytes]) -> Iterator[Payment]:
    """The payments of a JSON lines stream; the paths of an error begin with the number of its line."""
    for number, found in read_payments(lines):
        if isinstance(found, InvalidFacts):
            where = f"line {number}"
            raise InvalidFacts(evolve(p, path=f"{where}: {p.path}" if p.path else where) for p in found.problems)
        yield found


def read_payments(lines: Iterable[str | bytes]) -> Iterator[tuple[int, Payment | InvalidFacts]]:
    """The number of each line of a JSON lines stream, and the payment or what is wrong with it. Empty lines are passed over."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield number, payment_from_json(line)
            except InvalidFacts as error:
                yield number, error


def payment_data(payment: Payment) -> dict[str, Any]:
    """The payment as plain values; what there is nothing to say of is left out."""
    said: dict[str, Any] = {
        "reference": payment.reference,
        "award": payment.award,
        "program": payment.program,
        "subject": payment.subject,
        "payee": payee_data(payment.payee),
        "kind": payment.kind.value,
        "amount": benefit_data(payment.amount),
        "period_start": payment.period_start.isoformat(),
        "period_end": payment.period_end.isoformat(),
        "due_on": payment.due_on.isoformat(),
        "planned_on": payment.planned_on.isoformat(),
        "sequence": payment.sequence,
        "cause": payment.cause or None,
        "withheld_from": payment.withheld_from,
        "follows": payment.follows,
        "place": str(payment.place) if payment.place else None,
        "state": payment.state.value,
        "moves": [{"state": state.value, "on": day.isoformat()} for state, day in payment.moves] or None,
    }
    return {name: value for name, value in said.items() if value is not None}


def payee_data(payee: Payee) -> dict[str, Any]:
    """The payee as plain values."""
    way = {"channel": payee.channel.value if payee.channel else None, "account": payee.account}
    return {"id": payee.id, "kind": payee.kind.value, **{name: value for name, value in way.items() if value}}


def read_payment(record: Record) -> Payment | None:
    """The payment in a record."""
    known: dict[str, Any] = {
        "reference": record.text("reference"),
        "award": record.text("award"),
        "program": record.text("program"),
        "subject": record.text("subject"),
        "payee": record.part("payee", read_payee),
        "kind": record.choice("kind", PaymentKind),
        "amount": record.benefit("amount"),
        "period_start": record.day("period_start"),
        "period_end": record.day("period_end"),
        "due_on": record.day("due_on"),
        "planned_on": record.day("planned_on"),
        "sequence": record.whole("sequence", 1, 1),
        "cause": record.text("cause", needed=False),
        "withheld_from": record.optional_text("withheld_from"),
        "follows": record.optional_text("follows"),
        "place": record.place("place"),
        "state": record.choice("state", PaymentState, PaymentState.PLANNED),
        "moves": record.parts("moves", _read_move),
    }
    for needed in ("payee", "kind"):
        if record.data.get(needed) is None:
            record.wrong("missing", needed, "nothing", "as the contract has it")
    return record.make(lambda: Payment(**known))


def read_payee(record: Record) -> Payee | None:
    """The payee in a record."""
    name, kind = record.text("id"), record.choice("kind", PayeeKind, PayeeKind.PERSON)
    channel, account = record.choice("channel", Channel), record.optional_text("account")
    return record.make(lambda: Payee(name, kind or PayeeKind.PERSON, channel, account))


def _read_move(record: Record) -> tuple[PaymentState, dt.date] | None:
    state, day = record.choice("state", PaymentState), record.day("on")
    if record.data.get("state") is None:
        record.wrong("missing", "state", "nothing", "the state that the payment moved to")
    return None if state is None else (state, day)
