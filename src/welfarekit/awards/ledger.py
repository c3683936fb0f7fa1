"""The ledger of one award: what was due, and every payment that was planned, made, returned or taken back for it.

A ledger is a value. Each step gives a new one; what it was on an earlier day is asked with :meth:`Ledger.at`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property

from attrs import evolve, field, frozen

from welfarekit.awards.award import Award
from welfarekit.awards.reference import reference_for
from welfarekit.dates import Period
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts, MoveNotAllowed, Problem
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity

_RECOVERY = PaymentKind.RECOVERY


def _payments(given: Iterable[Payment]) -> tuple[Payment, ...]:
    return tuple(given)


@frozen(repr=False, slots=False)
class Ledger:
    """An award and its payments. InvalidFacts for payments of another award, in another unit, or with one reference twice."""

    award: Award
    payments: tuple[Payment, ...] = field(default=(), converter=_payments)

    def __attrs_post_init__(self) -> None:
        problems = []
        seen = set[str]()
        for number, payment in enumerate(self.payments):
            path = f"payments[{number}]"
            if payment.award != self.award.id:
                problems.append(Problem("other_award", f"{path}.award", "another award", "a payment of this award"))
            if payment.amount.currency != self.award.amount.currency:
                expected = f"an amount in {self.award.amount.currency}"
                problems.append(Problem("other_unit", f"{path}.amount", str(payment.amount), expected))
            if payment.reference in seen:
                problems.append(Problem("duplicate", f"{path}.reference", payment.reference, "each reference once"))
            seen.add(payment.reference)
        if problems:
            raise InvalidFacts(problems)

    def benefit(self, minor: int) -> Benefit:
        """An amount in the unit of the award."""
        made = Money.of_minor if isinstance(self.award.amount, Money) else Quantity.of_minor
        return made(minor, self.award.amount.currency)

    @cached_property
    def by_period(self) -> dict[dt.date, list[Payment]]:
        """The payments by the first day of the period that they are for."""
        found: dict[dt.date, list[Payment]] = {}
        for payment in self.payments:
            found.setdefault(payment.period_start, []).append(payment)
        return found

    def __getitem__(self, reference: str) -> Payment:
        for payment in self.payments:
            if payment.reference == reference:
                return payment
        raise KeyError(reference)

    def total(self, *kinds: PaymentKind, period: dt.date | None = None) -> Benefit:
        """The sum of what reached the payee or is on its way, of these kinds (default: all but recoveries)."""
        wanted = kinds or tuple(kind for kind in PaymentKind if kind is not _RECOVERY)
        chosen = self.payments if period is None else self.by_period.get(period, ())
        return self.benefit(sum(p.amount.minor for p in chosen if p.kind in wanted and p.under_way))

    @property
    def paid(self) -> Benefit:
        """Regular and one-off payments that reached the payee or are on their way."""
        return self.total(PaymentKind.REGULAR, PaymentKind.ONE_OFF)

    @property
    def arrears(self) -> Benefit:
        """Payments of arrears that reached the payee or are on their way."""
        return self.total(PaymentKind.ARREARS)

    @property
    def recovered(self) -> Benefit:
        """What was taken back, or is about to be."""
        return self.total(_RECOVERY)

    def withheld(self, reference: str) -> int:
        """What is taken back from one payment, in minor units."""
        return sum(p.amount.minor for p in self.payments if p.withheld_from == reference and p.under_way)

    def net(self, payment: Payment) -> Benefit:
        """What the payee receives of a payment once what is withheld is taken off."""
        return self.benefit(payment.amount.minor - self.withheld(payment.reference))

    def at(self, day: dt.date) -> Ledger:
        """The ledger as it stood at the end of ``day``: what was known, planned and done by then."""
        payments = (payment.at(day) for payment in self.payments if payment.planned_on <= day)
        return Ledger(self.award.known(day), tuple(payments))

    def make(
        self, window: Period, kind: PaymentKind, minor: int, due_on: dt.date, planned_on: dt.date, *, cause: str = "",
        payee: Payee | None = None, withheld_from: str | None = None, follows: str | None = None, later: Iterable[Payment] = (),
    ) -> Payment:  # fmt: skip
        """A new payment of this award, with the next sequence for its period and kind. ``later`` are made but not yet added."""
        if window.start is None or window.stop is None:
            raise InvalidFacts([Problem("missing", "period", "open", "a period with a first and a last day")])
        before = (*self.by_period.get(window.start, ()), *(p for p in later if p.period_start == window.start))
        sequence = 1 + sum(p.kind is kind for p in before)
        award = self.award
        return Payment(
            reference=reference_for(award.id, window.start, kind, sequence), award=award.id, program=award.program,
            subject=award.subject, payee=payee or award.payee, kind=kind, amount=self.benefit(minor), period_start=window.start,
            period_end=window.stop - dt.timedelta(days=1), due_on=due_on, planned_on=planned_on, sequence=sequence, cause=cause,
            withheld_from=withheld_from, follows=follows, place=award.place,
        )  # fmt: skip

    def add(self, *payments: Payment) -> Ledger:
        """This ledger with more payments."""
        return evolve(self, payments=(*self.payments, *payments)) if payments else self

    def move(self, reference: str, state: PaymentState | str, on: dt.date) -> Ledger:
        """One payment one state further, with what is withheld from it. KeyError for a reference that is not here.

        A withheld recovery moves with its payment; alone it can only be cancelled.
        """
        own = self[reference]
        if own.withheld_from is not None and PaymentState(state) is not PaymentState.CANCELLED:
            how = "cancelled; else it moves with the payment that it is withheld from"
            raise MoveNotAllowed(f"payment {reference}", own.state, state, [how])
        taken = (p for p in self.payments if p.withheld_from == reference and (p.under_way or p.undelivered))
        together = {reference, *(p.reference for p in taken)}
        if PaymentState(state) is PaymentState.REISSUED:
            raise MoveNotAllowed(f"payment {reference}", own.state, "reissued", ["whatever `reissue` makes of it"])
        return evolve(self, payments=tuple(p.moved(state, on) if p.reference in together else p for p in self.payments))

    def __repr__(self) -> str:
        sums = f"{self.paid} paid, {self.arrears} arrears, {self.recovered} recovered"
        return f"<Ledger of {self.award!r}: {len(self.payments)} payments, {sums}>"
