"""Whether what a bank says of one instruction can be true: of itself, and beside what was sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from welfarekit.adapters.bulk.instruction import Instruction
from welfarekit.adapters.bulk.pending import Pending
from welfarekit.adapters.bulk.result import Result
from welfarekit.domain.payment import PaymentState
from welfarekit.errors import Problem

Stated: TypeAlias = Result | Pending


def where(rows: Sequence[Stated]) -> str:
    """Where the answers stand, as an error says it."""
    numbers = sorted(each.row for each in rows if each.row)
    return f"rows {', '.join(map(str, numbers))}" if len(numbers) > 1 else f"row {numbers[0]}" if numbers else "an answer"


def agree(answers: Sequence[Result], waiting: Sequence[Pending]) -> bool:
    """Whether different rows about one instruction can all be true: one, or paid and returned later."""
    if len(answers) + len(waiting) == 1:
        return True
    in_order = [each.state for each in answers] == [PaymentState.PAID, PaymentState.RETURNED]
    return in_order and not waiting and answers[0].on <= answers[1].on


def misfits(rows: Sequence[Stated], sent: Instruction, until: dt.date | None) -> Iterator[Problem]:
    """What in the rows about an instruction is about something else than what was sent.

    An amount or an account that is not stated is not compared, nor an account where the payment has none.
    """
    net, own = sent.amount, sent.payee.account
    sent_on = max((day for state, day in sent.payment.moves if state is PaymentState.SENT), default=dt.date.min)
    for each in dict.fromkeys(rows):
        stated = each.amount
        if stated is not None and (type(stated), stated.currency) != (type(net), net.currency):
            yield Problem("wrong_currency", sent.reference, f"{stated}, {where([each])}", f"{net}")
        elif stated is not None and stated.minor != net.minor:
            yield Problem("other_amount", sent.reference, f"{stated}, {where([each])}", f"{net}")
        if isinstance(each, Pending):
            continue
        given = f"{each.on.isoformat()}, {where([each])}"
        if each.on < sent_on:
            expected = f"a day not before {sent_on.isoformat()}, when it was sent"
            yield Problem("before_sending", sent.reference, given, expected)
        if until is not None and each.on > until:
            expected = f"a day not after {until.isoformat()}, the day of the answers"
            yield Problem("after_file", sent.reference, given, expected)
    others = [each for each in rows if None not in (each.account, own) and each.account != own]
    if others:
        yield Problem("other_account", sent.reference, f"another account, {where(others)}", "the account of the payment")
