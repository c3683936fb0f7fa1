"""Answers in a list of JSON objects, whatever a partner calls their keys."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from welfarekit.adapters.bulk.cells import read_amount, told
from welfarekit.adapters.bulk.exact_json import decimal_text
from welfarekit.adapters.bulk.layout import STATES
from welfarekit.adapters.bulk.pending import Pending
from welfarekit.adapters.bulk.result import Result, ResultFile
from welfarekit.adapters.bulk.unread import Unread
from welfarekit.adapters.parsing import Number
from welfarekit.adapters.records import Record
from welfarekit.domain.checking import MASK, masked, nearest, shown
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.language.written import Unreadable
from welfarekit.money import MINOR_DIGITS
from welfarekit.quantity import Benefit


@frozen(hash=False)
class AnswerKeys:
    """What a partner calls the parts of an answer, and its words for paid, failed, returned and pending.

    ``zone`` is where a time becomes a day; ``currency`` what amounts are in where nothing says so.
    """

    reference: str
    state: str
    time: str
    amount: str
    currency: str
    reason: str
    states: Mapping[str, str]
    zone: dt.tzinfo
    amount_as_number: bool = False
    own_currency: str | None = None

    def __attrs_post_init__(self) -> None:
        wrong = [(word, state) for word, state in self.states.items() if state not in STATES]
        if wrong:
            expected = f"one of {', '.join(STATES)}"
            raise InvalidFacts([Problem("not_one_of", f"states[{word!r}]", repr(state), expected) for word, state in wrong])


def read_answers(items: list[Any], path: str, keys: AnswerKeys) -> ResultFile:
    """The answers in a list; the number of each counts from 1. One that cannot be read is kept beside the others."""
    results, unread, pending = list[Result](), list[Unread](), list[Pending]()
    for number, item in enumerate(items, 1):
        problems: list[Problem] = []
        record = Record(item, f"{path}[{number - 1}]", problems)
        reference = record.text(keys.reference)
        state = _state(record, keys)
        waiting = state == "pending"
        day = None if waiting else _day(record, keys)
        amount = _amount(record, keys)
        reason = record.get(keys.reason)
        if not isinstance(reason, str | None):
            record.wrong("not_a_text", keys.reason, MASK, "a text")
        if problems:
            text = "\n".join(value for value in (item, *record.data.values()) if isinstance(value, str))
            unread.append(Unread(number, reference or None, tuple(problems), text))
        elif waiting:
            pending.append(Pending(reference, amount, row=number))
        elif day is not None:
            results.append(Result(reference, state, day, amount, reason or "", number))
    return ResultFile(tuple(results), tuple(unread), tuple(pending))


def _state(record: Record, keys: AnswerKeys) -> str:
    word = record.text(keys.state)
    if word and word not in keys.states:
        hint = nearest(word, keys.states)
        record.wrong("not_one_of", keys.state, told(word), f"one of {', '.join(keys.states)}", hint)
    return keys.states.get(word, "")


def _day(record: Record, keys: AnswerKeys) -> dt.date | None:
    text = record.text(keys.time)
    if not text:
        return None
    try:
        time = dt.datetime.fromisoformat(text)
        if time.tzinfo is not None:
            return time.astimezone(keys.zone).date()
        record.wrong("no_zone", keys.time, told(text), "a time with its zone, such as 2025-09-10T17:20:07+08:00")
    except (ValueError, OverflowError):
        record.wrong("not_a_date", keys.time, told(text), "a time such as 2025-09-10T17:20:07+08:00")
    return None


def _amount(record: Record, keys: AnswerKeys) -> Benefit | None:
    expected = f"an amount as {'a number' if keys.amount_as_number else 'a text'} in digits"
    value = record.get(keys.amount)
    if value is None:
        return None
    if type(value) is not str and not keys.amount_as_number:
        record.wrong("not_a_text", keys.amount, _given(value), expected)
        return None
    currency = record.optional_text(keys.currency) or keys.own_currency
    if currency is None or currency not in MINOR_DIGITS:
        given = "nothing" if currency is None else told(currency)
        record.wrong("no_currency", keys.currency, given, f"one of {', '.join(MINOR_DIGITS)}")
        return None
    try:
        return read_amount(decimal_text(value), "point", currency)
    except Unreadable as error:
        record.problems.append(Problem(error.code, record.at(keys.amount), _given(value), error.expected))
        return None


def _given(value: Any) -> str:
    if isinstance(value, Number):
        return masked(value.text[:20])
    return told(value) if isinstance(value, str) else shown(value)
