"""JSON Schemas (draft 2020-12) of awards, ledgers, payments and reconciliations: the shapes that the readers take and write.

A schema can say less than the readers check: that days exist and rise, that an amount has the decimals of its unit, that moves
add up and that references stand once is theirs to find out.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Final

from welfarekit.awards.events import Cause, EventKind
from welfarekit.awards.pay_day import Shift
from welfarekit.awards.schedule import DayCount, Partial
from welfarekit.citation import CONFIRMED
from welfarekit.domain.payee import Channel, PayeeKind
from welfarekit.domain.payment import PaymentKind, PaymentState
from welfarekit.money import MINOR_DIGITS, MODES, PERIODS
from welfarekit.quantity import UNIT_DIGITS

Schema = dict[str, Any]
KINDS: Final = ("award", "ledger", "payment", "reconciliation")

_TEXT: Final[Schema] = {"type": "string", "minLength": 1}
_DAY: Final[Schema] = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
_NUMBER: Final[Schema] = {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]+)?$"}


def award_schema(what: str) -> Schema:
    """The schema of an ``award``, a ``ledger``, a ``payment`` or a ``reconciliation``, with its parts under ``$defs``."""
    makers = {
        "award": lambda: _stamped("award", _award()),
        "payment": lambda: _stamped("payment", _payment()),
        "ledger": lambda: _stamped("ledger", _closed({"award": _award(), "payments": _many(_payment())}, "award", "payments")),
        "reconciliation": lambda: _stamped("reconciliation", _reconciliation()),
    }
    return {**makers[what](), "$defs": {"Amount": _amount(), "Payee": _payee(), "Cite": _cite(), "Event": _event()}}


def _stamped(name: str, schema: Schema) -> Schema:
    """An object that says which contract it is."""
    properties = {"schema": {"const": f"welfarekit.{name}/1"}, **schema["properties"]}
    return {**schema, "properties": properties, "required": ["schema", *schema["required"]]}


def _closed(properties: Schema, *required: str) -> Schema:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _many(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def _one_of(words: type[StrEnum] | Iterable[str]) -> Schema:
    return {"enum": [str(word) for word in words]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _amount() -> Schema:
    """An exact amount: money by its currency, something in kind by its unit."""
    per = {"per": _one_of(PERIODS)}
    money = _closed({"value": _NUMBER, "currency": _one_of(MINOR_DIGITS), **per}, "value", "currency")
    return {"anyOf": [money, _closed({"value": _NUMBER, "unit": _one_of(UNIT_DIGITS), **per}, "value", "unit")]}


def _payee() -> Schema:
    return _closed({"id": _TEXT, "kind": _one_of(PayeeKind), "channel": _one_of(Channel), "account": _TEXT}, "id")


def _cite() -> Schema:
    texts = dict.fromkeys(("act", "article", "url"), _TEXT)
    days = dict.fromkeys(("read", "since", "until"), _DAY)
    return _closed({**texts, **days, "confirmed": _one_of(CONFIRMED)}, "act")


def _event() -> Schema:
    days = dict.fromkeys(("since", "until", "known_on", "back_pay_since", "happened_on"), _DAY)
    rest = {"back_pay": {"type": "boolean"}, "undoes": _TEXT, "note": _TEXT, "cite": _ref("Cite")}
    amounts = {"amount": _ref("Amount"), "units": _ref("Amount"), "order": {"type": "integer", "minimum": 0, "maximum": 10**6}}
    kinds = {"kind": _one_of(EventKind), "cause": _one_of(Cause)}
    return _closed({**kinds, **days, **amounts, **rest}, "kind", "since", "known_on", "cause")


def _award() -> Schema:
    texts = dict.fromkeys(("id", "program", "subject", "place"), _TEXT)
    days = dict.fromkeys(("start", "until", "decided_on"), _DAY)
    parts = {"payee": _ref("Payee"), "amount": _ref("Amount"), "cite": _ref("Cite"), "events": _many(_ref("Event"))}
    needed = ("id", "program", "subject", "payee", "amount", "start", "decided_on", "schedule")
    return _closed({**texts, **days, **parts, "schedule": _schedule()}, *needed)


def _schedule() -> Schema:
    pay_day = {
        "day": {"type": "integer", "minimum": 0, "maximum": 366},
        "months_after": {"type": "integer", "minimum": -12, "maximum": 12},
        "shift": _one_of(Shift),
        "counted": _one_of(("month", "period", "decision")),
    }
    return _closed(
        {
            "every": _one_of(("month", "year", "week", "day", "once")),
            "interval": {"type": "integer", "minimum": 1, "maximum": 120},
            "anchor": _DAY,
            "pay_day": _closed(pay_day, "day"),
            "advances": _many(_closed({"before": _TEXT, "cite": _ref("Cite")}, "before")),
            "first": _one_of(Partial),
            "last": _one_of(Partial),
            "day_count": _one_of(DayCount),
            "rounding": _closed({"mode": _one_of(MODES), "step": _NUMBER}, "mode", "step"),
        },
        "every",
    )


def _payment() -> Schema:
    texts = dict.fromkeys(("reference", "award", "program", "subject", "withheld_from", "follows", "place"), _TEXT)
    days = dict.fromkeys(("period_start", "period_end", "due_on", "planned_on"), _DAY)
    words = {"kind": _one_of(PaymentKind), "state": _one_of(PaymentState), "cause": _one_of(Cause)}
    parts = {"payee": _ref("Payee"), "amount": _ref("Amount"), "sequence": {"type": "integer", "minimum": 1}}
    moves = {"moves": _many(_closed({"state": _one_of(PaymentState), "on": _DAY}, "state", "on"))}
    needed = ("reference", "award", "program", "subject", "payee", "kind", "amount", *days)
    return _closed({**texts, **days, **words, **parts, **moves}, *needed)


def _reconciliation() -> Schema:
    period = {"period_start": _DAY, "period_end": _DAY, "amount": _ref("Amount"), "cause": _one_of(Cause)}
    line = _closed({**period, "kind": _one_of(("arrears", "overpayment"))}, *period, "kind")
    instalment = _closed({**period, "due_on": _DAY, "withheld_from": _TEXT}, *period, "due_on", "withheld_from")
    sums = {"owed": _ref("Amount"), "left": _ref("Amount")}
    taken = _closed({**sums, "instalments": _many(instalment)}, *sums, "instalments")
    head = {"award": _TEXT, "subject": _TEXT, "on": _DAY, "arrears": _ref("Amount"), "overpayment": _ref("Amount")}
    return _closed({**head, "lines": _many(line), "recovery": taken}, *head, "lines")
