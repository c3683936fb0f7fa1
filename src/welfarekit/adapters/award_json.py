"""Awards and ledgers as JSON: the contracts ``welfarekit.award/1`` and ``welfarekit.ledger/1``. Keys are added, never changed.

An account number is written in full, since whoever pays needs it; it is masked everywhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from welfarekit.adapters.citation_json import cite_data, read_cite
from welfarekit.adapters.parsing import decoded, parsed
from welfarekit.adapters.payment_json import payee_data, payment_data, read_payee, read_payment
from welfarekit.adapters.records import Record, benefit_data, given, reading
from welfarekit.adapters.schedule_json import read_schedule, schedule_data
from welfarekit.awards.award import Award
from welfarekit.awards.events import Cause, Event, EventKind
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.schedule import Schedule
from welfarekit.errors import InvalidFacts

AWARD: Final = "welfarekit.award/1"
LEDGER: Final = "welfarekit.ledger/1"


def award_to_json(award: Award) -> str:
    """The award in one line."""
    return json.dumps({"schema": AWARD, **award_data(award)}, ensure_ascii=False, separators=(",", ":"))


def award_from_json(text: str | bytes) -> Award:
    """The award that a document describes; InvalidFacts with everything that is wrong with it."""
    with reading(text, AWARD) as record:
        award = read_award(record)
    if award is None:
        raise AssertionError("a document without a mistake makes an award")
    return award


def ledger_to_json(ledger: Ledger) -> str:
    """The award with its payments in one line."""
    payments = [payment_data(payment) for payment in ledger.payments]
    data = {"schema": LEDGER, "award": award_data(ledger.award), "payments": payments}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def ledger_from_json(text: str | bytes) -> Ledger:
    """The ledger that a document describes; InvalidFacts with everything that is wrong with it."""
    with reading(text, LEDGER) as record:
        award = record.part("award", read_award)
        if record.data.get("award") is None:
            record.wrong("missing", "award", "nothing", "an award")
        payments = record.parts("payments", read_payment)
        ledger = record.make(lambda: Ledger(award, payments)) if award is not None else None
    if ledger is None:
        raise AssertionError("a document without a mistake makes a ledger")
    return ledger


def ledgers_from_lines(lines: Iterable[str | bytes]) -> Iterator[tuple[int, Ledger | InvalidFacts]]:
    """Each line of a stream with its number: a ledger, an award as a ledger without payments, or what is wrong with it."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            data = parsed(decoded(line))
            only = isinstance(data, dict) and data.get("schema") == AWARD
            yield number, Ledger(award_from_json(line)) if only else ledger_from_json(line)
        except InvalidFacts as error:
            yield number, error


def award_data(award: Award) -> dict[str, Any]:
    """The award as plain values."""
    return given(
        id=award.id,
        program=award.program,
        subject=award.subject,
        place=str(award.place) if award.place else None,
        payee=payee_data(award.payee),
        amount=benefit_data(award.amount),
        start=award.start,
        until=award.until,
        decided_on=award.decided_on,
        schedule=schedule_data(award.schedule),
        events=[_event_data(event) for event in award.events] or None,
        cite=cite_data(award.cite),
    )


def _event_data(event: Event) -> dict[str, Any]:
    return given(
        kind=event.kind.value,
        since=event.since,
        until=event.until,
        known_on=event.known_on,
        cause=event.cause.value,
        amount=benefit_data(event.amount) if event.amount is not None else None,
        units=benefit_data(event.units) if event.units is not None else None,
        back_pay=event.back_pay or None,
        back_pay_since=event.back_pay_since,
        undoes=event.undoes,
        order=event.order or None,
        happened_on=event.happened_on,
        note=event.note or None,
        cite=cite_data(event.cite),
    )


def read_award(record: Record) -> Award | None:
    """The award in a record."""
    if "schema" in record.data:
        record.read.add("schema")
    known: dict[str, Any] = {
        "id": record.text("id"),
        "program": record.text("program"),
        "subject": record.text("subject"),
        "place": record.place("place"),
        "payee": record.part("payee", read_payee),
        "amount": record.benefit("amount"),
        "start": record.day("start"),
        "until": record.optional_day("until"),
        "decided_on": record.day("decided_on"),
        "schedule": record.part("schedule", read_schedule) or Schedule(),
        "events": record.parts("events", _read_event),
        "cite": record.part("cite", read_cite),
    }
    for needed in ("payee", "schedule"):
        if record.data.get(needed) is None:
            record.wrong("missing", needed, "nothing", "an object with keys")
    return record.make(lambda: Award(**known))


def _read_event(record: Record) -> Event | None:
    known: dict[str, Any] = {
        "kind": record.choice("kind", EventKind),
        "since": record.day("since"),
        "until": record.optional_day("until"),
        "known_on": record.day("known_on"),
        "cause": record.choice("cause", Cause),
        "amount": record.benefit("amount", needed=False),
        "units": record.benefit("units", needed=False),
        "back_pay": record.flag("back_pay"),
        "back_pay_since": record.optional_day("back_pay_since"),
        "undoes": record.optional_text("undoes"),
        "order": record.whole("order", 0),
        "happened_on": record.optional_day("happened_on"),
        "note": record.text("note", needed=False),
        "cite": record.part("cite", read_cite),
    }
    for needed in ("kind", "cause"):
        if record.data.get(needed) is None:
            record.wrong("missing", needed, "nothing", "one of the words of the contract")
    return record.make(lambda: Event(**known))
