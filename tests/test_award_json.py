"""Awards and ledgers go out as JSON and come back as they were; whatever is wrong with a document is found at once."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from lives import FLOOR, lives
from welfarekit.adapters.award_json import award_from_json, award_to_json, ledger_from_json, ledger_to_json
from welfarekit.adapters.award_schema import KINDS
from welfarekit.adapters.payment_json import payment_to_json
from welfarekit.adapters.reconciliation_json import reconciliation_data
from welfarekit.adapters.schema import json_schema
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recovery import recovery
from welfarekit.errors import InvalidFacts

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@QUICK
@given(lives())
def test_awards_and_ledgers_come_back_as_they_were(life):
    assert award_from_json(award_to_json(life.ledger.award)) == life.ledger.award
    assert ledger_from_json(ledger_to_json(life.ledger)) == life.ledger


@QUICK
@given(lives())
def test_what_is_written_is_what_the_schema_says(life):
    ledger = life.ledger
    written = {
        "award": award_to_json(ledger.award), "ledger": ledger_to_json(ledger),
        **({"payment": payment_to_json(ledger.payments[-1])} if ledger.payments else {}),
    }  # fmt: skip
    for what, text in written.items():
        VALIDATORS[what].validate(json.loads(text))
    day = life.days[-1][0]
    lines = reconcile(ledger, on=day)
    taken = recovery(ledger, on=day, floor=FLOOR, lines=lines)
    VALIDATORS["reconciliation"].validate(reconciliation_data(ledger, lines, day, taken))


VALIDATORS = {what: Draft202012Validator(json_schema(what)) for what in KINDS}


@pytest.mark.parametrize("what", KINDS)
def test_a_schema_is_one_and_refuses_an_unknown_key(what):
    Draft202012Validator.check_schema(json_schema(what))
    assert not VALIDATORS[what].is_valid({"schema": f"welfarekit.{what}/1", "unknown": 1})


GOOD = {
    "schema": "welfarekit.award/1", "id": "a1", "program": "cn.dibao", "subject": "hh-1", "payee": {"id": "p1"},
    "amount": {"value": "360.00", "currency": "CNY", "per": "month"}, "start": "2025-09-01", "decided_on": "2025-08-20",
    "schedule": {"every": "month", "pay_day": {"day": 10}},
}  # fmt: skip


def problems(document):
    with pytest.raises(InvalidFacts) as caught:
        award_from_json(json.dumps(document))
    return {(problem.code, problem.path) for problem in caught.value.problems}


def test_everything_wrong_with_an_award_is_found_at_once():
    assert award_from_json(json.dumps(GOOD)).id == "a1"
    bad = {
        **GOOD, "amount": {"value": 360.5, "currency": "CNY"}, "start": "2025-02-30", "pay_day": 3,
        "payee": {"id": "p1", "kind": "boss"},
        "events": [{"kind": "chnage", "since": "2025-01-01"}, 7], "schedule": {"every": "month", "interval": 0},
    }  # fmt: skip
    assert problems(bad) == {
        ("not_a_text", "amount.value"), ("bad_date", "start"), ("unknown_key", "pay_day"), ("not_one_of", "payee.kind"),
        ("not_one_of", "events[0].kind"), ("missing", "events[0].known_on"), ("missing", "events[0].cause"),
        ("not_an_object", "events[1]"), ("missing", "events[1].since"), ("missing", "events[1].known_on"),
        ("missing", "events[1].kind"), ("missing", "events[1].cause"), ("out_of_range", "schedule.interval"),
    }  # fmt: skip


@pytest.mark.parametrize("key", sorted(set(GOOD) - {"schema"}))
def test_a_key_that_is_needed_is_missed(key):
    assert ("missing", key) in problems({name: value for name, value in GOOD.items() if name != key})


@pytest.mark.parametrize("key", sorted(set(GOOD)))
def test_a_key_that_is_needed_is_not_null(key):
    assert ("missing", key) in problems({**GOOD, key: None})


def test_nothing_stands_in_for_an_award_or_for_what_an_event_is():
    with pytest.raises(InvalidFacts, match="award: missing"):
        ledger_from_json('{"schema":"welfarekit.ledger/1","award":null,"payments":[]}')
    event = {"kind": None, "since": "2025-10-01", "known_on": "2025-09-30", "cause": None}
    assert problems({**GOOD, "events": [event]}) == {("missing", "events[0].kind"), ("missing", "events[0].cause")}


def test_what_contradicts_itself_is_wrong_though_each_part_is_right():
    assert problems({**GOOD, "until": "2025-01-01"}) == {("ends_before_start", "until")}
    event = {"kind": "change", "since": "2025-10-01", "known_on": "2025-09-30", "cause": "late_report"}
    assert problems({**GOOD, "events": [event]}) == {("missing", "events[0].amount")}


@given(st.text(max_size=30))
def test_text_that_is_no_document_is_refused(text):
    with pytest.raises(InvalidFacts):
        award_from_json(text)
