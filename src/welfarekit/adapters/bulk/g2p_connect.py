"""G2P Connect: the message that asks for disbursements, and the message that says what became of them.

The shape is that of ``disburse_core_api_v1.0.0.yaml`` (G2P Connect, a draft, read 2026-11-25): ``POST /disburse`` and its answer
``/on-disburse``, or the answer to ``/disburse/txn/status``. An amount there is a text of digits with one or two decimals; it is
written with two, also in đồng. The schema requires a key ``disburemsents`` and describes ``disbursements``; the word described is
what is written. Signing, encrypting and sending a message is for whoever sends it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from welfarekit.adapters.bulk.cells import unfit
from welfarekit.adapters.bulk.instruction import Instruction
from welfarekit.adapters.bulk.json_answers import AnswerKeys, read_answers
from welfarekit.adapters.bulk.result import ResultFile
from welfarekit.adapters.parsing import LIMIT, decoded, parsed
from welfarekit.adapters.records import Record
from welfarekit.domain.checking import MASK, shown
from welfarekit.domain.payee import Payee
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import Money

STATES: Final = {"rcvd": "pending", "pdng": "pending", "succ": "paid", "rjct": "failed"}
"""What each status of a request means here."""

_ADDRESS: Final = re.compile(r"[A-Za-z0-9.:_+-]+@[A-Za-z0-9._-]+")
_DIGITS: Final = 13
_MOST: Final = 99


def disburse_request(
    instructions: Iterable[Instruction],
    *,
    transaction_id: str,
    message_id: str,
    message_ts: dt.datetime,
    sender_id: str,
    payer: str,
    address: Callable[[Payee], str],
    names: Mapping[str, str] | None = None,
    scheduled: dt.datetime | None = None,
    purpose: str = "",
    sender_uri: str = "",
    receiver_id: str = "",
) -> dict[str, Any]:
    """The message of some instructions, as dictionaries and lists of texts, ready for any JSON writer.

    ``payer`` and what ``address`` gives for a payee are financial addresses (``account:6222...@bank.example``); ``names`` has the
    names of payees by their ids, and one that it lacks is left out; so are a purpose, an uri and a receiver that are empty.
    :class:`~welfarekit.errors.InvalidFacts` with everything that the schema would refuse.
    """
    problems: list[Problem] = []
    given = tuple(instructions)
    texts = {"transaction_id": transaction_id, "message_id": message_id, "sender_id": sender_id, "purpose": purpose}
    for path, text in texts.items():
        if len(text) > _MOST or (not text and path != "purpose"):
            problems.append(Problem("bad_length", path, f"{len(text)} characters", f"1 to {_MOST} characters"))
    for path, time in (("message_ts", message_ts), ("scheduled", scheduled)):
        if time is not None and time.tzinfo is None:
            problems.append(Problem("no_zone", path, time.isoformat(), "a time with its zone"))
    if not _ADDRESS.fullmatch(payer):
        problems.append(Problem("bad_address", "payer", MASK, "an address such as account:12345@bank.example"))
    rows = [_row(f"disbursements[{i}]", each, payer, address(each.payee), problems) for i, each in enumerate(given)]
    for number, (row, each) in enumerate(zip(rows, given, strict=True)):
        name = (names or {}).get(each.payee.id)
        if name is not None:
            wrong = unfit(name)
            if wrong is not None:
                problems.append(Problem(wrong[0], f"disbursements[{number}].payee_name", MASK, wrong[1]))
            row["payee_name"] = name
        if purpose:
            row["purpose"] = purpose
        if scheduled is not None:
            row["scheduled_timestamp"] = scheduled.isoformat()
    if problems:
        raise InvalidFacts(problems)
    head = {
        "version": "1.0.0", "message_id": message_id, "message_ts": message_ts.isoformat(), "action": "disburse",
        "sender_id": sender_id, "sender_uri": sender_uri, "receiver_id": receiver_id, "total_count": len(given),
        "is_msg_encrypted": False,
    }  # fmt: skip
    head = {key: value for key, value in head.items() if value != ""}
    return {"header": head, "message": {"transaction_id": transaction_id, "disbursements": rows}}


def _row(path: str, each: Instruction, payer: str, address: str, problems: list[Problem]) -> dict[str, Any]:
    amount = each.amount
    if not isinstance(amount, Money):
        problems.append(Problem("wrong_type", f"{path}.amount", str(amount), "money; what is delivered goes no such way"))
    elif len(amount.value.partition(".")[0]) > _DIGITS:
        problems.append(Problem("too_many_digits", f"{path}.amount", "an amount of very many digits", "at most 13 digits"))
    if not _ADDRESS.fullmatch(address):
        problems.append(Problem("bad_address", f"{path}.payee_fa", MASK, "an address such as account:12345@bank.example"))
    return {
        "reference_id": each.reference, "payer_fa": payer, "payee_fa": address, "currency_code": amount.currency,
        "amount": amount.value if "." in amount.value else f"{amount.value}.00",
    }  # fmt: skip


def read_disburse_status(
    document: str | bytes, *, zone: dt.tzinfo, transaction_id: str | None = None, currency: str | None = None, limit: int = LIMIT
) -> ResultFile:
    """The answers in a message of ``/on-disburse`` or in the answer to ``/disburse/txn/status``.

    ``zone`` says where a time becomes a day, ``currency`` what amounts are in that come without one. What was received or is
    pending is no answer yet. Keys that are not needed are passed over. :class:`~welfarekit.errors.InvalidFacts` for a message
    that is no such answer, is encrypted, or is about another transaction (``other_transaction``).
    """
    problems: list[Problem] = []
    told = _inner(Record(parsed(decoded(document, limit)), "", problems), "message")
    if "ciphertext" in told.data:
        raise InvalidFacts([Problem("encrypted", told.at("ciphertext"), "an encrypted message", "a message that was decrypted")])
    if "txnstatus_response" in told.data:
        told = _inner(_inner(told, "txnstatus_response"), "txn_status")
    given = told.text("transaction_id")
    if given and transaction_id is not None and given != transaction_id:
        where = told.at("transaction_id")
        problems.append(Problem("other_transaction", where, "another transaction", "the transaction that was asked about"))
    rows = told.get("disbursements_status", needed=True, expected="a list of objects")
    if rows is not None and not isinstance(rows, list):
        told.wrong("not_a_list", "disbursements_status", shown(rows), "a list of objects")
    if problems:
        raise InvalidFacts(problems)
    keys = AnswerKeys(
        "reference_id", "status", "timestamp", "amount", "currency_code", "status_reason_message", STATES, zone,
        own_currency=currency,
    )  # fmt: skip
    return read_answers(rows, told.at("disbursements_status"), keys)


def _inner(record: Record, key: str) -> Record:
    """The object at a key."""
    return Record(record.get(key, needed=True, expected="an object"), record.at(key), record.problems)
