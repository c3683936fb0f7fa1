"""The answers to each reference against the payment that it names: whether they fit, and what they move."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from welfarekit.adapters.bulk.fitting import Stated, agree, misfits, where
from welfarekit.adapters.bulk.instruction import Instruction
from welfarekit.adapters.bulk.pending import Pending
from welfarekit.adapters.bulk.result import Result
from welfarekit.domain.checking import masked
from welfarekit.domain.payment import MOVES, Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts, Problem

_SENT: Final = PaymentState.SENT
_UNSENT: Final = frozenset((PaymentState.PLANNED, PaymentState.APPROVED, PaymentState.CANCELLED))


def _was_sent(payment: Payment) -> bool:
    """Whether a payment was ever sent, also one whose moves were not kept."""
    return payment.state not in _UNSENT or any(state is _SENT for state, _ in payment.moves)


class Matching:
    """Answers taken one reference after the other; ``after`` holds the payments that moved."""

    def __init__(self, payments: Sequence[Payment], until: dt.date | None = None) -> None:
        self.before: dict[str, Payment] = {}
        self.withheld: dict[str, list[Payment]] = {}
        self.after: dict[str, Payment] = {}
        self.accepted: list[Result] = []
        self.known: list[Result] = []
        self.problems: list[Problem] = []
        self.until = until
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

    def answer(self, reference: str, rows: Sequence[Stated], *, unread: bool) -> None:
        """Take what the bank says of one reference; ``unread`` if a row that cannot be read may be about it too."""
        payment = self.before.get(reference)
        once = dict.fromkeys(rows)
        answers = sorted((row for row in once if isinstance(row, Result)), key=lambda result: (result.state.value, result.on))
        if len(once) < len(rows):
            self.note("row_twice", reference, where(rows), "each answer once")
        if payment is None:
            self.note("unknown_reference", reference, where(rows), "a reference of these payments")
        elif not self.awaits(payment):
            given = f"{where(rows)} for a payment that is {payment.state.value}"
            self.note("not_sent", reference, given, "a payment that was sent")
        elif unread:
            self.note("contradicts", reference, f"{where(rows)}, and a row that cannot be read", "one answer")
        elif not agree(answers, [row for row in once if isinstance(row, Pending)]):
            self.note("contradicts", reference, where(rows), "one answer, or paid and returned later")
        else:
            wrong = tuple(misfits(rows, self.instruction(payment), self.until))
            self.problems += wrong
            if not wrong:
                self._take(payment, answers)

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
