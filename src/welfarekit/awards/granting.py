"""From a determination to an award: from when, until when, who is paid, how often and on which day."""

from __future__ import annotations

import datetime as dt
from typing import Any, Protocol

from attrs import evolve

from welfarekit.awards.award import Award
from welfarekit.awards.events import Effect
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.schedule import Schedule
from welfarekit.awards.terms import Terms
from welfarekit.dates import add_months
from welfarekit.domain.payee import Payee, PayeeKind
from welfarekit.errors import InvalidFacts, NotSettled, Problem
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity
from welfarekit.truth import UNKNOWN


class Decided(Protocol):
    """What an award needs to know of a determination."""

    @property
    def program(self) -> str: ...  # noqa: D102
    @property
    def subject(self) -> str: ...  # noqa: D102
    @property
    def outcome(self) -> Any: ...  # noqa: D102
    @property
    def amount(self) -> Benefit | None: ...  # noqa: D102
    @property
    def household(self) -> Any: ...  # noqa: D102
    @property
    def on(self) -> dt.date: ...  # noqa: D102


def award(
    determination: Decided,
    *,
    decided_on: dt.date,
    terms: Terms,
    payee: Payee | None = None,
    id: str | None = None,  # noqa: A002  # the name that it has everywhere
    ground: str | None = None,
    applied_on: dt.date | None = None,
    certificate_on: dt.date | None = None,
    birthday_on: dt.date | None = None,
    event_on: dt.date | None = None,
    schedule: Schedule | None = None,
    pay_day: PayDay | None = None,
    until: dt.date | None = None,
    amount: Benefit | None = None,
) -> Award:
    """The award of an entitlement, by the terms of the law.

    ``decided_on`` is the day of the decision (Viet Nam: of the signature). The terms say from which day the entitlement counts;
    where that is another day than the decision, it has to be given (``applied_on``, ``certificate_on``, ``birthday_on``,
    ``event_on``), and ``ground`` where grounds differ. ``pay_day`` and ``schedule`` supply what the law leaves to the place.
    ``payee`` defaults to the one that the terms name: the head of the household, or the person. ``amount`` is for benefits in
    kind, whose quantity is in no determination. ``until`` is the first day without entitlement, where an end is agreed from the
    start. ``id`` defaults to program, subject and day of decision; two such awards of one day need identifiers of their own.

    :class:`~welfarekit.errors.NotSettled` for a determination that does not end in an amount,
    :class:`~welfarekit.errors.TermMissing` for a term that nobody supplied, :class:`~welfarekit.errors.InvalidFacts` for a
    missing day, ground or payee.
    """
    _refuse_other_kinds(determination, payee=payee, schedule=schedule, pay_day=pay_day, amount=amount, until=until)
    benefit = amount if amount is not None else determination.amount
    if str(determination.outcome) != "eligible" or benefit is None:
        raise NotSettled(determination.program, determination.on, str(determination.outcome), _asked(determination))
    given = {
        "application": applied_on,
        "certificate": certificate_on,
        "birthday": birthday_on,
        "event": event_on,
        "decision": decided_on,
    }
    start = terms.start(ground, {name: day for name, day in given.items() if day is not None})
    if terms.back_pay_months_most is not None:
        start = max(start, add_months(Effect.SAME_MONTH.day(decided_on), -terms.back_pay_months_most))
    place = getattr(determination.household, "place", UNKNOWN)
    return Award(
        id=id or f"{determination.program}/{determination.subject}/{decided_on.isoformat()}",
        program=determination.program, subject=determination.subject, payee=payee or _payee(determination, terms),
        amount=benefit, start=start, decided_on=decided_on, schedule=_schedule(terms, schedule, pay_day), until=until,
        place=None if place is UNKNOWN else place, cite=terms.start_rule(ground).cite,
    )  # fmt: skip


def _refuse_other_kinds(determination: Decided, **given: object) -> None:
    """InvalidFacts for whatever was given as another kind of thing than it is, all at once."""
    wanted: dict[str, tuple[type | tuple[type, ...], str]] = {
        "payee": (Payee, "a Payee, such as Payee('p1', 'household_head')"),
        "schedule": (Schedule, "a Schedule"),
        "pay_day": (PayDay, "a PayDay, such as PayDay(10)"),
        "amount": ((Money, Quantity), "Money or a Quantity"),
        "until": (dt.date, "a date, the first day without entitlement"),
    }
    problems = []
    for name, value in given.items():
        kind, expected = wanted[name]
        if value is not None and not isinstance(value, kind):
            problems.append(Problem("wrong_type", name, type(value).__name__, expected))
    amount, place = given["amount"], getattr(determination.household, "place", UNKNOWN)
    if isinstance(amount, Money) and place is not UNKNOWN and place.currency != amount.currency:
        problems.append(Problem("wrong_currency", "amount", str(amount), f"an amount in {place.currency}"))
    if problems:
        raise InvalidFacts(problems)


def _asked(determination: Decided) -> tuple[str, ...]:
    return tuple(str(need.path) for need in getattr(determination, "needs", ()))


def _schedule(terms: Terms, schedule: Schedule | None, pay_day: PayDay | None) -> Schedule:
    found = schedule or terms.schedule
    if found is None:
        raise terms.missing("schedule", "supply one: award(..., schedule=Schedule(Recurrence('month'), pay_day=PayDay(10)))")
    if pay_day is not None:
        return evolve(found, pay_day=pay_day)
    if found.pay_day is None:
        raise terms.missing("pay day", "supply one: award(..., pay_day=PayDay(10, shift='previous_working_day'))")
    return found


def _payee(determination: Decided, terms: Terms) -> Payee:
    """The payee that the terms name, found in the household."""
    person = determination.subject.partition("/")[2]
    if terms.payee is PayeeKind.PERSON and person:
        return Payee(person, PayeeKind.PERSON)
    if terms.payee is PayeeKind.HOUSEHOLD_HEAD:
        heads = [
            m.id for m in getattr(determination.household, "members", ()) if m.relation is not UNKNOWN and m.relation == "head"
        ]
        if len(heads) == 1:
            return Payee(heads[0], PayeeKind.HOUSEHOLD_HEAD)
    raise InvalidFacts([Problem("missing", "payee", "nothing", "who is paid: payee=Payee('p1', 'household_head')")])
