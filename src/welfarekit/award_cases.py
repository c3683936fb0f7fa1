"""Worked cases of awards: what is granted, what happens then, and what must be due, paid, owed and taken back.

A file lists cases in TOML; ``python -m welfarekit check FILE`` runs them as it runs those of determinations. The amount is
stated, since this is about when it is paid and not about how it is computed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from attrs import evolve, field, frozen

from welfarekit.administration.law.award_terms import terms_for
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.awards import life
from welfarekit.awards.award import Award
from welfarekit.awards.entitlement import due
from welfarekit.awards.granting import award
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.planning import plan
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recovery import recover, recovery
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.redetermine import Finding, redetermine
from welfarekit.awards.schedule import Schedule
from welfarekit.dates import Period
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import PaymentKind, PaymentState
from welfarekit.errors import WelfarekitError
from welfarekit.money import Money, Rate, Rounding
from welfarekit.place import Place
from welfarekit.quantity import Benefit, Quantity

COUNTED: Final = ("decided_on", "applied_on", "certificate_on", "notified_on")


@frozen
class _Decided:
    """A determination that ends in a stated amount."""

    program: str
    subject: str
    amount: Benefit
    household: Any
    on: dt.date
    outcome: str = "eligible"


@frozen
class _Home:
    place: Place
    members: tuple[Any, ...] = ()


@frozen
class AwardCase:
    """One worked case: what is granted, the steps that follow, and what is expected at the end."""

    id: str
    text: str
    source: str
    program: str
    place: Place
    amount: Benefit
    days: dict[str, dt.date]
    ground: str | None
    schedule: Schedule | None
    pay_day: PayDay | None
    steps: tuple[dict[str, Any], ...] = field(repr=False)
    expect: dict[str, Any] = field(repr=False)

    def granted(self) -> Award:
        """The award that is made."""
        days: dict[str, Any] = dict(self.days)
        terms = terms_for(self.program, self.place, days["decided_on"])
        decided = _Decided(self.program, "case", self.amount, _Home(self.place), days["decided_on"])
        return award(
            decided,
            terms=terms,
            payee=Payee("payee"),
            ground=self.ground,
            schedule=self.schedule,
            pay_day=self.pay_day,
            **days,
        )

    def ledger(self) -> Ledger:
        """The ledger after all steps."""
        ledger = Ledger(self.granted())
        for step in self.steps:
            ledger = self._taken(ledger, step)
        return ledger

    def _taken(self, ledger: Ledger, step: dict[str, Any]) -> Ledger:
        what = step["do"]
        calendar = calendar_for(self.program.partition(".")[0])
        if what == "plan":
            return plan(ledger, until=step["until"], on=step["on"], calendar=calendar)
        if what == "pay":
            return _paid(ledger, step["until"])
        if what == "recover":
            cap = step.get("cap")
            limit = None if cap is None else Rate(cap) if cap.endswith("%") else self._like(cap)
            floor, down = self._like(step["floor"]), Rounding("down")
            found = recovery(ledger, on=step["on"], floor=floor, cap=limit, rounding=down, calendar=calendar)
            return recover(ledger, found)
        return evolve(ledger, award=self._lived(ledger.award, what, step))

    def _lived(self, made: Award, what: str, step: dict[str, Any]) -> Award:
        known = step["known_on"]
        cause = {"cause": step["cause"]} if "cause" in step else {}
        if what == "find":
            finding = Finding(Period(step["since"], step.get("until")), self._like(step["amount"], self.amount.per))
            return redetermine(made, [finding], known_on=known, **cause)
        if what == "serve":
            units = Quantity(step["amount"], "hour")
            return life.serve(made, units, since=step["since"], until=step["until"], known_on=known)
        if what == "reinstate":
            return life.reinstate(made, since=step["since"], known_on=known, **cause)
        terms = terms_for(self.program, self.place, known)
        days: dict[str, dt.date] = {name: step[name] for name in COUNTED if name in step}
        more: dict[str, Any] = {"on": step["on"], "known_on": known, "terms": terms, **cause, **days}
        if what == "change":
            return life.change(made, self._like(step["amount"], self.amount.per), **more)
        if what == "terminate":
            return life.terminate(made, grace_months=step.get("grace_months", 0), **more)
        return life.suspend(made, **more) if what == "suspend" else life.resume(made, **more)

    def _like(self, text: str, per: str | None = None) -> Benefit:
        unit = self.amount.currency
        return Money(text, unit, per) if isinstance(self.amount, Money) else Quantity(text, unit, per)

    def differences(self) -> list[str]:
        """What came out otherwise than expected; empty if the case passes."""
        try:
            ledger = self.ledger()
        except WelfarekitError as error:
            return [] if self.expect.get("error") == type(error).__name__ else [str(error)]
        if "error" in self.expect:
            return [f"expected the error {self.expect['error']}, got {ledger!r}"]
        return list(self._compared(ledger))

    def _compared(self, ledger: Ledger) -> Iterator[str]:
        made, wanted = ledger.award, self.expect
        calendar = calendar_for(self.program.partition(".")[0])
        if "start" in wanted and made.start != wanted["start"]:
            yield f"start: expected {wanted['start']}, got {made.start}"
        for month, value in wanted.get("due", {}).items():
            found = due(made, Recurrence().window(_month(month)))
            if found != self._like(value):
                yield f"due in {month}: expected {value}, got {found.value}"
        if "lines" in wanted:
            lines = reconcile(ledger, on=wanted["on"], calendar=calendar)
            got = [f"{line.period.start:%Y-%m} {line.amount.value} {line.cause.value}" for line in lines]
            if got != wanted["lines"]:
                yield f"lines: expected {wanted['lines']}, got {got}"
        if "paid_by" in wanted:
            for day, value in wanted["paid_by"].items():
                total = ledger.benefit(sum(_net(p) for p in ledger.payments if p.under_way and p.due_on.isoformat() <= day))
                if total != self._like(value):
                    yield f"paid by {day}: expected {value}, got {total.value}"
        if "due_on" in wanted:
            got = [p.due_on.isoformat() for p in ledger.payments if p.under_way and p.kind is not PaymentKind.RECOVERY]
            if got != wanted["due_on"]:
                yield f"due_on: expected {wanted['due_on']}, got {got}"


def _net(payment: Any) -> int:
    minor: int = payment.amount.minor
    return -minor if payment.kind is PaymentKind.RECOVERY else minor


def _month(text: str) -> dt.date:
    return dt.date.fromisoformat(f"{text}-01")


def _paid(ledger: Ledger, until: dt.date) -> Ledger:
    """Every planned payment that falls due before ``until`` made on its day."""
    for payment in ledger.payments:
        if payment.due_on < until and payment.state is PaymentState.PLANNED and payment.withheld_from is None:
            day = max(payment.due_on, payment.planned_on)
            for state in (PaymentState.APPROVED, PaymentState.SENT, PaymentState.PAID):
                ledger = ledger.move(payment.reference, state, day)
    return ledger
