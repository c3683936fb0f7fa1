"""GovStack: the batch of credit instructions for a Payments building block, and what became of it.

The shapes are those of ``BulkPayment.yml`` 1.0.2 and ``BatchDetails.yml`` 1.0.1 (GovStack bb-payments, read 2026-11-25). Amounts
there are ``number``, ``format: float``. They are written as numbers whose digits are exact (``1020.10``), or as texts for a
building block that takes those. A receiver that keeps them as 32-bit floats holds other amounts from 131,072.01 yuan and from
16,777,217 đồng on; ask before you send.

The specification does not say under which key an instruction's ``requestId`` comes back in the details of a batch, nor which
words a status can be: both are arguments.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from welfarekit.adapters.bulk.exact_json import to_text
from welfarekit.adapters.bulk.instruction import Instruction
from welfarekit.adapters.bulk.json_answers import AnswerKeys, read_answers
from welfarekit.adapters.bulk.result import ResultFile
from welfarekit.adapters.parsing import LIMIT, decoded, parsed
from welfarekit.domain.checking import MASK, shown
from welfarekit.domain.payee import Payee
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import Money

STATES: Final = {"COMPLETED": "paid", "FAILED": "failed", "IN_PROGRESS": "pending", "PENDING": "pending"}
"""Words for a status that building blocks use."""


def credit_instructions(
    instructions: Iterable[Instruction],
    *,
    credit: Callable[[Payee], tuple[str, str]],
    debit: Mapping[str, str],
    payment_mode: str,
    description: str = "",
    amounts: str = "number",
) -> str:
    """The body of ``POST /batchtransactions?type=raw`` as JSON, with exact amounts.

    ``credit`` gives key and value of the party that a payee is (``("ACCOUNTNO", "6222...")``), ``debit`` the keys and values of
    the payer. ``amounts`` are ``"number"`` as the specification has them, or ``"text"``.
    :class:`~welfarekit.errors.InvalidFacts` with everything that the specification would refuse.
    """
    problems: list[Problem] = []
    if amounts not in ("number", "text"):
        problems.append(Problem("not_one_of", "amounts", repr(amounts), "one of number, text"))
    for path, text, most in (("payment_mode", payment_mode, 20), ("description", description, 50)):
        if len(text) > most or (not text and path == "payment_mode"):
            problems.append(Problem("bad_length", path, f"{len(text)} characters", f"1 to {most} characters"))
    if not debit:
        problems.append(Problem("missing", "debit", "nothing", "the party that pays"))
    payer = [{"key": key, "value": value} for key, value in debit.items()]
    rows = []
    for number, each in enumerate(instructions):
        amount = each.amount
        key, value = credit(each.payee)
        if not isinstance(amount, Money):
            problems.append(Problem("wrong_type", f"[{number}].amount", str(amount), "money; what is delivered goes no such way"))
        if not key or not value:
            problems.append(Problem("missing", f"[{number}].creditParty", MASK if key or value else "nothing", "key and value"))
        row: dict[str, Any] = {
            "requestId": each.reference, "creditParty": [{"key": key, "value": value}], "debitParty": payer,
            "paymentMode": payment_mode, "amount": Decimal(amount.value) if amounts == "number" else amount.value,
            "currency": amount.currency,
        }  # fmt: skip
        rows.append({**row, "descriptionText": description} if description else row)
    if problems:
        raise InvalidFacts(problems)
    return to_text(rows)


def read_batch_details(
    document: str | bytes,
    *,
    zone: dt.tzinfo,
    reference: str = "transactionId",
    states: Mapping[str, str] = STATES,
    currency: str | None = None,
    limit: int = LIMIT,
) -> ResultFile:
    """The answers in the details of a batch, a list of objects.

    ``reference`` is the key under which the request id comes back, ``states`` the words for paid, failed, returned and pending,
    ``zone`` where ``completedAt`` becomes a day. An amount is read from the digits that stand there, never as a float.
    """
    items = parsed(decoded(document, limit))
    if not isinstance(items, list):
        raise InvalidFacts([Problem("not_a_list", "", shown(items), "a list of objects")])
    keys = AnswerKeys(
        reference, "status", "completedAt", "amount", "currency", "errorInformation", states, zone,
        amount_as_number=True, own_currency=currency,
    )  # fmt: skip
    return read_answers(items, "", keys)
