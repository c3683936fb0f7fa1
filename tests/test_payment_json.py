"""Payments go out as JSON and come back as they were; whatever is wrong with a document is found at once, and never shown."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bulk_payments import STEPS, batches, in_state, payment, reference
from welfarekit.adapters.payment_json import (
    payment_from_json,
    payment_to_json,
    payments_from_lines,
    payments_to_lines,
    read_payments,
)
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import Payment
from welfarekit.errors import InvalidFacts
from welfarekit.money import Money
from welfarekit.place import Place
from welfarekit.quantity import Quantity

FULL = payment(
    1, "740.00", state="returned", payee=Payee("p1", "carer", "bank", "6222021234567890123"), cause="late_report",
    follows=reference(9), place=Place.parse("CN-430602"), sequence=2, kind="arrears",
)  # fmt: skip
GOOD: dict[str, Any] = json.loads(payment_to_json(FULL))
SPARE = {"sequence", "cause", "withheld_from", "follows", "place", "state", "moves"}
"""What may be left out: it is none, the first, or planned."""


def problems(document: Any) -> set[tuple[str, str]]:
    with pytest.raises(InvalidFacts) as caught:
        payment_from_json(document if isinstance(document, str | bytes) else json.dumps(document))
    return {(problem.code, problem.path) for problem in caught.value.problems}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in GOOD.items() if name != key}


# There and back -------------------------------------------------------------------------------------------------------------


@given(batches(states=tuple(STEPS)))
def test_payments_come_back_as_they_were(payments: list[Payment]) -> None:
    assert [payment_from_json(payment_to_json(one)) for one in payments] == payments
    lines = list(payments_to_lines(payments))
    assert all("\n" not in line for line in lines)
    assert list(payments_from_lines(lines)) == payments
    assert list(payments_from_lines("\n".join([*lines, ""]).encode().split(b"\n"))) == payments


TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), min_size=1, max_size=12)


@given(TEXTS, TEXTS, TEXTS, st.sampled_from(["CN", "VN-91-30337", None]), st.sampled_from(sorted(STEPS)))
def test_any_text_comes_back(name: str, account: str, cause: str, place: str | None, state: str) -> None:
    one = payment(
        1, Money.of_minor(1, "VND", "month"), state="planned", payee=Payee(name, account=account), cause=cause, subject=name,
        award=name, program=name, reference=name, withheld_from=account, place=place and Place.parse(place),
    )  # fmt: skip
    one = in_state(one, state)
    assert payment_from_json(payment_to_json(one)) == one


def test_the_contract_is_as_it_was() -> None:
    assert payment_to_json(FULL) == (
        '{"schema":"welfarekit.payment/1","reference":"' + reference(1) + '","award":"cn.dibao/hh-1","program":"cn.dibao",'
        '"subject":"hh-1","payee":{"id":"p1","kind":"carer","channel":"bank","account":"6222021234567890123"},"kind":"arrears",'
        '"amount":{"value":"740.00","currency":"CNY"},"period_start":"2025-09-01","period_end":"2025-09-30",'
        '"due_on":"2025-09-10","planned_on":"2025-08-25","sequence":2,"cause":"late_report","follows":"' + reference(9) + '",'
        '"place":"CN-430602","state":"returned","moves":[{"state":"approved","on":"2025-09-09"},'
        '{"state":"sent","on":"2025-09-09"},{"state":"paid","on":"2025-09-09"},{"state":"returned","on":"2025-09-09"}]}'
    )
    rice = payment(2, Quantity("15", "kilogram"), state="planned", payee=Payee("p2"))
    assert '"amount":{"value":"15.000","unit":"kilogram"}' in payment_to_json(rice)
    assert not {"cause", "withheld_from", "follows", "place", "moves"} & set(json.loads(payment_to_json(rice)))


# What is wrong --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", sorted(set(GOOD) - SPARE))
def test_a_key_that_is_needed_is_missed(key: str) -> None:
    assert problems(without(key)) == {("missing", key)}
    assert problems({**GOOD, key: None}) == {("missing", key)}


@pytest.mark.parametrize("key", sorted(SPARE & set(GOOD) - {"state", "moves"}))
def test_a_key_that_may_be_none_may_be_left_out(key: str) -> None:
    assert payment_from_json(json.dumps(without(key))) == payment_from_json(json.dumps({**GOOD, key: None}))


def test_everything_wrong_is_found_at_once() -> None:
    bad = {
        **GOOD, "reference": "", "award": 7, "payee": {"id": None, "kind": "boss", "acount": "1"}, "kind": "regulr",
        "amount": {"value": 740.0, "currency": "CNY"}, "due_on": "2025-02-30", "period_end": "30/09/2025", "sequence": 1.5,
        "state": "lost", "moves": [{"state": "sent"}, "paid", {"state": "paid", "on": "2025-09-09", "by": "me"}],
        "place": "CN-99", "note": "x", "planned_on": 20250825,
    }  # fmt: skip
    assert problems(bad) == {
        ("not_a_text", "reference"), ("not_a_text", "award"), ("missing", "payee.id"), ("not_one_of", "payee.kind"),
        ("unknown_key", "payee.acount"), ("not_one_of", "kind"), ("not_a_text", "amount.value"), ("bad_date", "due_on"),
        ("bad_date", "period_end"), ("out_of_range", "sequence"), ("not_one_of", "state"), ("missing", "moves[0].on"),
        ("not_an_object", "moves[1]"), ("missing", "moves[1].state"), ("missing", "moves[1].on"), ("unknown_key", "moves[2].by"),
        ("bad_place", "place"), ("unknown_key", "note"), ("bad_date", "planned_on"),
    }  # fmt: skip


AMOUNTS = [
    740.0, 740, "740.00", "740.00 CNY", {"value": "7.4E2", "currency": "CNY"}, {"value": "740.001", "currency": "CNY"},
    {"value": "740.00", "currency": "USD"}, {"value": "740.00"}, {"value": "740.00", "currency": "CNY", "unit": "visit"},
    {"value": "1.5", "unit": "visit"}, {"value": "1E3", "unit": "visit"}, {"value": "1/2", "unit": "kilogram"},
    {"value": " 1", "unit": "visit"}, {"value": "1_0", "unit": "visit"}, {"value": "٣", "unit": "visit"},
    {"value": "1", "unit": "pound"}, {"value": "0.00", "currency": "CNY"}, {"value": "-5.00", "currency": "CNY"},
    {"value": "5.00", "currency": "CNY", "per": "week"}, {"value": "5.00", "currency": "CNY", "note": ""}, [],
]  # fmt: skip


@pytest.mark.parametrize("amount", AMOUNTS, ids=str)
def test_what_is_no_amount_is_refused_at_its_path(amount: Any) -> None:
    assert all(path.startswith("amount") for _, path in problems({**GOOD, "amount": amount}))


@pytest.mark.parametrize(
    "day",
    ["2025-02-30", "2025-W01-1", "2025-9-1", "20250901", "2025-09-01T00:00", "٢٠٢٥-٠٩-٠١", " 2025-09-1", "", 1756684800, True],
)
def test_what_is_no_day_is_refused(day: Any) -> None:
    found = problems({**GOOD, "due_on": day})
    assert {path for _, path in found} == {"due_on"}


def test_a_move_without_its_state_is_not_passed_over() -> None:
    assert problems({**GOOD, "moves": [{"state": None, "on": "2025-09-09"}]}) == {("missing", "moves[0].state")}


def test_what_contradicts_itself_is_wrong_though_each_part_is_right() -> None:
    assert problems({**GOOD, "period_end": "2025-08-31"}) == {("ends_before_start", "period_end")}
    assert problems({**GOOD, "state": "paid"}) == {("moves_do_not_add_up", "moves")}
    assert problems({**GOOD, "moves": GOOD["moves"][1:]}) == {("moves_do_not_add_up", "moves")}
    assert problems({**GOOD, "sequence": 0}) == {("out_of_range", "sequence")}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "not_json"), ("{", "not_json"), ("[]", "not_an_object"), ("null", "not_an_object"), (b"\xff", "not_utf8"),
        ('{"schema":"welfarekit.payment/1","schema":"welfarekit.payment/1"}', "duplicate_key"),
        ('{"schema":"welfarekit.payment/2"}', "not_one_of"), ("[" * 50 + "]" * 50, "too_deep"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_payment_is_refused(text: Any, code: str) -> None:
    assert code in {code for code, _ in problems(text)}


def test_a_text_with_halves_of_characters_is_refused() -> None:
    for key in ("reference", "award", "subject", "cause"):
        assert problems(json.dumps({**GOOD, key: "\ud800"})) == {("not_text", key)}


SECRET = "6222021234567890123"
LEAKS = [
    {**GOOD, "payee": {**GOOD["payee"], "account": int(SECRET)}}, {**GOOD, "payee": {**GOOD["payee"], SECRET: "x"}},
    {**GOOD, "payee": SECRET}, {**GOOD, "kind": SECRET}, {**GOOD, "due_on": SECRET}, {**GOOD, "place": SECRET},
    {**GOOD, "amount": {"value": SECRET, "currency": "CNY"}}, {**GOOD, "amount": {"value": "1", "currency": SECRET}},
    {**GOOD, SECRET: 1}, {**GOOD, "schema": SECRET}, {**GOOD, "sequence": int(SECRET)}, {**GOOD, "moves": SECRET},
]  # fmt: skip
TEXTS_THAT_LEAK = [
    json.dumps({**GOOD, "payee": {**GOOD["payee"], "account": "@"}}).replace('"@"', SECRET + ".5"),
    json.dumps({**GOOD, "payee": {**GOOD["payee"], "account": "@"}}).replace('"@"', SECRET + "E1"),
    json.dumps(GOOD).replace('"id": "p1"', f'"{SECRET}": 1, "{SECRET}": 2, "id": "p1"'),
]


@pytest.mark.parametrize("document", [*LEAKS, *TEXTS_THAT_LEAK], ids=lambda value: "")
def test_no_number_of_a_person_is_shown(document: Any) -> None:
    with pytest.raises(InvalidFacts) as caught:
        payment_from_json(document if isinstance(document, str) else json.dumps(document))
    assert SECRET[:12] not in str(caught.value)


# Lines ----------------------------------------------------------------------------------------------------------------------


def test_a_line_that_is_wrong_names_its_number() -> None:
    line = payment_to_json(FULL)
    with pytest.raises(InvalidFacts) as caught:
        list(payments_from_lines([line, "", line.replace("2025-09-10", "2025-09-31"), "{"]))
    assert [problem.path for problem in caught.value.problems] == ["line 3: due_on"]


def test_one_bad_line_does_not_stop_the_others() -> None:
    line = payment_to_json(FULL)
    found = list(read_payments([line, "\n", line.replace("2025-09-10", "2025-09-31"), b"\xff", line.encode()]))
    assert [number for number, _ in found] == [1, 3, 4, 5]
    assert [one for _, one in found if isinstance(one, Payment)] == [FULL, FULL]
    assert [one.problems[0].code for _, one in found if isinstance(one, InvalidFacts)] == ["bad_date", "not_utf8"]


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(), lambda inner: (
    st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*GOOD, "id", "value", "currency", "on"]), inner, max_size=6)
), max_leaves=12))  # fmt: skip
def test_any_document_is_a_payment_or_an_error_of_ours(document: Any) -> None:
    assert problems(document)


@given(
    st.sampled_from(sorted(GOOD)), st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats() | st.just([{}])
)
def test_one_wrong_value_never_breaks_the_reader(key: str, value: Any) -> None:
    list(read_payments([json.dumps({**GOOD, key: value})]))
