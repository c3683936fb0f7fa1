"""One payment to one payee for one period, and how far it has come.

A payment moves ``planned → approved → sent → paid``. The bank may report ``failed``, or ``returned`` even after it was paid; such
a payment is reissued (a new payment follows it) or cancelled. Nothing else is allowed, and every move keeps its day.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from attrs import evolve, field, frozen

from welfarekit.domain.checking import masked
from welfarekit.domain.payee import Channel, Payee, PayeeKind
from welfarekit.errors import InvalidFacts, MoveNotAllowed, Problem
from welfarekit.place import Place
from welfarekit.quantity import Benefit


class PaymentKind(StrEnum):
    """Why money moves; a recovery moves it back, its amount is positive all the same."""

    REGULAR = "regular"
    ARREARS = "arrears"
    ONE_OFF = "one_off"
    RECOVERY = "recovery"


class PaymentState(StrEnum):
    """How far a payment has come."""

    PLANNED = "planned"
    APPROVED = "approved"
    SENT = "sent"
    PAID = "paid"
    FAILED = "failed"
    RETURNED = "returned"
    REISSUED = "reissued"
    CANCELLED = "cancelled"


_S = PaymentState
MOVES: Final[dict[PaymentState, tuple[PaymentState, ...]]] = {
    _S.PLANNED: (_S.APPROVED, _S.CANCELLED),
    _S.APPROVED: (_S.SENT, _S.CANCELLED),
    _S.SENT: (_S.PAID, _S.FAILED, _S.RETURNED),
    _S.PAID: (_S.RETURNED,),
    _S.FAILED: (_S.REISSUED, _S.CANCELLED),
    _S.RETURNED: (_S.REISSUED, _S.CANCELLED),
    _S.REISSUED: (),
    _S.CANCELLED: (),
}
"""The allowed moves. A payment that was sent cannot be cancelled: what it did is for the bank to say."""

UNDER_WAY: Final = frozenset((_S.PLANNED, _S.APPROVED, _S.SENT, _S.PAID))
"""States in which the money has reached the payee or is on its way."""
UNDELIVERED: Final = frozenset((_S.FAILED, _S.RETURNED))
"""States in which the money came back and somebody has to decide what follows."""


@frozen(kw_only=True, repr=False)
class Payment:
    """One payment. ``period_start`` and ``period_end`` are the first and the last day it is for, both included.

    ``reference`` is derived from award, period, kind and sequence, so that the same plan made twice names it the same.
    ``planned_on`` is the day whose knowledge the amount rests on; ``cause`` says why there are arrears or a recovery.
    A recovery may be ``withheld_from`` another payment; a reissue ``follows`` the payment that it replaces.
    :class:`~welfarekit.errors.InvalidFacts` for an amount that is not positive or a period that ends before it starts.
    """

    reference: str
    award: str
    program: str
    subject: str
    payee: Payee
    kind: PaymentKind = field(converter=PaymentKind)
    amount: Benefit
    period_start: dt.date
    period_end: dt.date
    due_on: dt.date
    planned_on: dt.date
    sequence: int = 1
    cause: str = ""
    withheld_from: str | None = None
    follows: str | None = None
    place: Place | None = None
    state: PaymentState = field(default=PaymentState.PLANNED, converter=PaymentState)
    moves: tuple[tuple[PaymentState, dt.date], ...] = ()

    def __attrs_post_init__(self) -> None:
        problems = []
        if self.amount.minor <= 0:
            problems.append(Problem("not_positive", "amount", self.amount.value, "an amount above zero"))
        if self.period_end < self.period_start:
            expected = f"a day not before {self.period_start.isoformat()}"
            problems.append(Problem("ends_before_start", "period_end", self.period_end.isoformat(), expected))
        if self.moves and not self._moves_add_up():
            expected = f"allowed moves from planned to {self.state}, their days in order"
            problems.append(Problem("moves_do_not_add_up", "moves", ", ".join(state for state, _ in self.moves), expected))
        if self.sequence < 1:
            problems.append(Problem("out_of_range", "sequence", str(self.sequence), "1 or more"))
        if problems:
            raise InvalidFacts(problems)

    def _moves_add_up(self) -> bool:
        state, last = PaymentState.PLANNED, self.planned_on
        for moved, day in self.moves:
            if moved not in MOVES[state] or day < last:
                return False
            state, last = moved, day
        return state is self.state

    @property
    def payee_kind(self) -> PayeeKind:
        """In what quality the payee is paid."""
        return self.payee.kind

    @property
    def channel(self) -> Channel | None:
        """The way that the money takes."""
        return self.payee.channel

    @property
    def under_way(self) -> bool:
        """Whether the money has reached the payee or is on its way."""
        return self.state in UNDER_WAY

    @property
    def undelivered(self) -> bool:
        """Whether the money came back and nothing has followed yet."""
        return self.state in UNDELIVERED

    @property
    def paid_on(self) -> dt.date | None:
        """The day on which it was paid; None while it is not, or no longer."""
        return self.moves[-1][1] if self.state is PaymentState.PAID and self.moves else None

    def moved(self, state: PaymentState | str, on: dt.date) -> Payment:
        """This payment one state further; MoveNotAllowed for any other move, or for a day before the last one."""
        wanted = PaymentState(state)
        if wanted not in MOVES[self.state]:
            raise MoveNotAllowed(f"payment {self.reference}", self.state, wanted, MOVES[self.state])
        last = self.moves[-1][1] if self.moves else self.planned_on
        if on < last:
            expected = f"a day not before {last.isoformat()}, the day of its last move"
            raise InvalidFacts([Problem("before_last_move", "on", on.isoformat(), expected)])
        return evolve(self, state=wanted, moves=(*self.moves, (wanted, on)))

    def at(self, day: dt.date) -> Payment:
        """The payment as it stood at the end of ``day``."""
        moves = tuple(move for move in self.moves if move[1] <= day)
        return self if moves == self.moves else evolve(self, state=moves[-1][0] if moves else PaymentState.PLANNED, moves=moves)

    def __repr__(self) -> str:
        days = f"{self.period_start.isoformat()} to {self.period_end.isoformat()}, due {self.due_on.isoformat()}"
        return (
            f"<Payment {self.reference} {self.kind.value} {self.amount} to {masked(self.payee.id)}, {days}: {self.state.value}>"
        )
