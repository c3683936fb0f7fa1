"""Worked cases of awards: what is granted, what happens then, and what must be due, paid, owed and taken back.

A file lists cases in TOML; ``python -m welfarekit check FILE`` runs them as it runs those of determinations. The amount is
stated, since this is about when it is paid and not about how it is computed.
"""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen

from welfarekit.adapters.records import Record
from welfarekit.administration.award_terms import terms_for
from welfarekit.administration.calendars import calendar_for
from welfarekit.awards import life
from welfarekit.awards.award import Award
from welfarekit.awards.entitlement import due
from welfarekit.awards.events import Cause
from welfarekit.awards.granting import award
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.pay_day import PayDay, Shift
from welfarekit.awards.planning import plan
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recovery import recover, recovery
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.redetermine import Finding, redetermine
from welfarekit.awards.schedule import Schedule
from welfarekit.dates import Period
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts, Problem, WelfarekitError
from welfarekit.money import Money, Rate, Rounding
from welfarekit.place import Place
from welfarekit.quantity import Benefit, Quantity

STEPS: Final = {
    "plan": ("on", "until"),
    "pay": ("until",),
    "change": ("on", "known_on", "amount"),
    "suspend": ("on", "known_on"),
    "resume": ("on", "known_on"),
    "terminate": ("on", "known_on"),
    "reinstate": ("since", "known_on"),
    "serve": ("since", "until", "known_on", "amount"),
    "find": ("since", "known_on", "amount", "cause"),
    "recover": ("on", "floor"),
}
"""What may happen in a case, and what each step needs."""
_DAYS: Final = ("decided_on", "applied_on", "certificate_on", "birthday_on", "until")
_STEP_DAYS: Final = ("on", "known_on", "since", "until")
_COUNTED: Final = ("decided_on", "applied_on", "certificate_on", "notified_on")


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
        days = dict(self.days)
        terms = terms_for(self.program, self.place, days["decided_on"])
        decided = _Decided(self.program, "case", self.amount, _Home(self.place), days["decided_on"])
        return award(
            decided,
            terms=terms,
            payee=Payee("payee"),
            ground=self.ground,
            schedule=self.schedule,
            pay_day=self.pay_day,
            **days,  # type: ignore[arg-type]
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
        days: dict[str, dt.date] = {name: step[name] for name in _COUNTED if name in step}
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


def read_award_cases(path: str | Path) -> list[AwardCase]:
    """The cases of a file; InvalidFacts with everything that is wrong with it."""
    try:
        tables = tomllib.loads(Path(path).read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidFacts([Problem("not_toml", str(path), type(error).__name__, f"TOML in UTF-8: {error}")]) from None
    problems: list[Problem] = []
    record = Record(_texts(tables), "", problems)
    cases = record.parts("award_case", _read_case)
    record.close()
    if problems:
        raise InvalidFacts(problems)
    return list(cases)


def shipped_award_cases(country: str) -> list[AwardCase]:
    """The cases of awards that a country ships."""
    path = Path(str(files("welfarekit"))) / country / "award_cases.toml"
    return read_award_cases(path) if path.exists() else []


def holds_award_cases(path: str | Path) -> bool:
    """Whether a file of worked cases is about awards; a file that cannot be read is left to whoever reads it."""
    try:
        return b"[[award_case]]" in Path(path).read_bytes()
    except OSError:
        return False


def _texts(value: Any) -> Any:
    """Days as texts, all the way down, as a record reads them."""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _read_case(record: Record) -> AwardCase | None:
    days = {name: record.optional_day(name, needed=name == "decided_on") for name in _DAYS}
    known: dict[str, Any] = {
        "id": record.text("id"),
        "text": record.text("text"),
        "source": record.text("source"),
        "program": record.text("program"),
        "place": record.place("place") or Place.parse("XD"),
        "amount": record.benefit("amount"),
        "days": {name: day for name, day in days.items() if day is not None},
        "ground": record.optional_text("ground"),
        "schedule": record.part("schedule", _read_schedule),
        "pay_day": record.part("pay_day", _read_pay_day),
        "steps": record.parts("steps", _read_step),
        "expect": record.part("expect", _read_expected) or {},
    }
    return record.make(lambda: AwardCase(**known))


def _read_schedule(record: Record) -> Schedule | None:
    every, interval = record.text("every"), record.whole("interval", 1, 1)
    return record.make(lambda: Schedule(Recurrence(every, interval)))  # type: ignore[arg-type]  # checked there


def _read_pay_day(record: Record) -> PayDay | None:
    day, after = record.whole("day", None, 0, 366), record.whole("months_after", 0, -12, 12)
    shift, counted = record.choice("shift", Shift, Shift.NONE), record.optional_text("counted") or "month"
    return record.make(lambda: PayDay(day, after, shift or Shift.NONE, counted))  # type: ignore[arg-type]  # checked there


def _read_step(record: Record) -> dict[str, Any] | None:
    step: dict[str, Any] = {"do": record.text("do")}
    if step["do"] and step["do"] not in STEPS:
        record.wrong("not_one_of", "do", repr(step["do"]), f"one of {', '.join(STEPS)}")
    for name in (*_STEP_DAYS, *_COUNTED):
        step[name] = record.optional_day(name)
    for name in ("amount", "floor", "cap"):
        step[name] = record.optional_text(name)
    cause = record.choice("cause", Cause)
    step["cause"] = None if cause is None else cause.value
    for needed in STEPS.get(step["do"], ()):
        if needed not in record.data:
            record.wrong("missing", needed, "nothing", f"{step['do']} has {', '.join(STEPS[step['do']])}")
    step["grace_months"] = record.whole("grace_months", 0, 0, 120)
    return {name: value for name, value in step.items() if value is not None}


def _read_expected(record: Record) -> dict[str, Any] | None:
    found: dict[str, Any] = {"start": record.optional_day("start"), "on": record.optional_day("on")}
    found["error"] = record.optional_text("error")
    for name, kind in (("due", dict), ("paid_by", dict), ("lines", list), ("due_on", list)):
        found[name] = record.get(name)
        if found[name] is not None and not isinstance(found[name], kind):
            record.wrong("wrong_type", name, type(found[name]).__name__, "a table" if kind is dict else "a list")
            found[name] = None
    for name, written in (("due", "2025-09"), ("paid_by", "2025-09-30")):
        for key in found[name] or ():
            try:
                dt.date.fromisoformat(key if name == "paid_by" else f"{key}-01")
            except ValueError:
                record.wrong("not_a_date", f"{name}.{key}", repr(key), f"a month or day that exists, written {written}")
    if found["lines"] is not None and found["on"] is None:
        record.wrong("missing", "on", "nothing", "the day for which the lines are")
    return {name: value for name, value in found.items() if value is not None}
