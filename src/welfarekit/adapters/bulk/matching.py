"""The answers to each reference against the payment that it names: whether they fit, and what they move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from welfarekit.adapters.bulk.instruction import Instruction
from welfarekit.adapters.bulk.result import Result
from welfarekit.domain.checking import masked
from welfarekit.domain.payment import MOVES, Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts, Problem

_SENT: Final = PaymentState.SENT
_UNSENT: Final = frozenset((PaymentState.PLANNED, PaymentState.APPROVED, PaymentState.CANCELLED))


def where(results: Sequence[Result]) -> str:
    """Where the answers stand, as an error says it."""
    numbers = sorted(result.row for result in results if result.row)
    return f"rows {', '.join(map(str, numbers))}" if len(numbers) > 1 else f"row {numbers[0]}" if numbers else "an answer"


def _was_sent(payment: Payment) -> bool:
    """Whether a payment was ever sent, also one whose moves were not kept."""
    return payment.state not in _UNSENT or any(state is _SENT for state, _ in payment.moves)


class Matching:
    """Answers taken one reference after the other; ``after`` holds the payments that moved."""

    def __init__(self, payments: Sequence[Payment]) -> None:
        self.before: dict[str, Payment] = {}
        self.withheld: dict[str, list[Payment]] = {}
        self.after: dict[str, Payment] = {}
        self.accepted: list[Result] = []
        self.known: list[Result] = []
        self.problems: list[Problem] = []
        twice = []
        for number, payment in enumerate(payments):
            if payment.reference in self.before:
                twice.append(Problem("duplicate", f"payments[{number}].reference", payment.reference, "each reference once"))
            self.before[payment.reference] = payment
            if payment.withheld_from is not None and payment.kind is PaymentKind.RECOVERY and _was_sent(payment):
                self.withheld.setdefault(payment.withheld_from, []).append(payment)
        if twice:
            raise InvalidFacts(twice)

    def note(self, code: str, reference: str, given: str, expected: str) -> None:
        """Write down what does not fit."""
        shown = reference if reference in self.before else masked(reference[:40])
        self.problems.append(Problem(code, shown, given, expected))

    def instruction(self, payment: Payment) -> Instruction:
        """A payment as it was sent."""
        return Instruction(payment, tuple(self.withheld.get(payment.reference, ())))

    def awaits(self, payment: Payment) -> bool:
        """Whether the bank was told to pay: not for what was withheld, nor where nothing was left."""
        return _was_sent(payment) and payment.kind is not PaymentKind.RECOVERY and self.instruction(payment).net > 0

    def answer(self, reference: str, rows: list[Result]) -> None:
        """Take what the bank says of one reference."""
        payment = self.before.get(reference)
        once = sorted(dict.fromkeys(rows), key=lambda result: (result.state.value, result.on))
        if len(once) < len(rows):
            self.note("row_twice", reference, where(rows), "each answer once")
        if payment is None:
            self.note("unknown_reference", reference, where(rows), "a reference of these payments")
        elif not self.awaits(payment):
            self.note(
                "not_sent", reference, f"{where(rows)} for a payment that is {payment.state.value}", "a payment that was sent"
            )
        elif not _agree(once):
            self.note("contradicts", reference, where(rows), "one answer, or paid and returned later")
        else:
            misfits = [self._misfit(result, payment) for result in once]
            if not any(misfits):
                self._take(payment, once)

    def _misfit(self, result: Result, payment: Payment) -> bool:
        """Whether an answer is about something else than what was sent."""
        net, stated = self.instruction(payment).amount, result.amount
        sent_on = max((day for state, day in payment.moves if state is _SENT), default=dt.date.min)
        if stated is not None and (type(stated), stated.currency) != (type(net), net.currency):
            self.note("wrong_currency", result.reference, f"{stated}, {where([result])}", f"{net}")
        elif stated is not None and stated.minor != net.minor:
            self.note("other_amount", result.reference, f"{stated}, {where([result])}", f"{net}")
        elif result.on < sent_on:
            given = f"{result.on.isoformat()}, {where([result])}"
            self.note("before_sending", result.reference, given, f"a day not before {sent_on.isoformat()}, when it was sent")
        else:
            return False
        return True

    def _take(self, payment: Payment, answers: list[Result]) -> None:
        """Move a payment and what is withheld from it, as far as that was not done before."""
        new = [each for each in answers if (each.state, each.on) not in payment.moves]
        together = [payment, *(each for each in self.withheld.get(payment.reference, ()) if each.state is payment.state)]
        if new and not all(one.moves for one in together):
            given = f"{payment.state.value}, and no moves that led there"
            self.note("moves_do_not_add_up", payment.reference, given, "a payment that was moved step by step")
            return
        for each in new:
            state, last = together[0].state, max(one.moves[-1][1] for one in together)
            if each.state not in MOVES[state]:
                given = f"{each.state.value} on {each.on.isoformat()}, {where([each])}"
                self.note("answered_before", payment.reference, given, f"what fits a payment that is {state.value}")
                return
            if each.on < last:
                given = f"{each.on.isoformat()}, {where([each])}"
                self.note("before_last_move", payment.reference, given, f"a day not before {last.isoformat()}")
                return
            together = [one.moved(each.state, each.on) for one in together]
        self.known += [each for each in answers if each not in new]
        self.accepted += new
        if new:
            self.after.update({one.reference: one for one in together})


def _agree(answers: Sequence[Result]) -> bool:
    """Whether answers can all be true: one, or paid and returned later."""
    if len(answers) == 1:
        return True
    in_order = [each.state for each in answers] == [PaymentState.PAID, PaymentState.RETURNED]
    return in_order and answers[0].on <= answers[1].on
