"""What may happen to an award, as functions: each gives the award with one more dated event.

Each takes the day on which something happened (``on``), the day on which the office learned of it (``known_on``), and the
:class:`~welfarekit.awards.terms.Terms` that say from when it counts: a change from the month of the change, a stop from the
month after, or however the law of that day has it. Where the terms count from another day, it is given by name: ``decided_on``
(default: ``known_on``), ``applied_on``, ``certificate_on``, ``notified_on``. ``order`` settles which of two events that became
known on one day came last.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from attrs import evolve

from welfarekit.awards.award import Award
from welfarekit.awards.events import Cause, Effect, Event, EventKind
from welfarekit.awards.terms import Rule, Terms
from welfarekit.dates import add_months
from welfarekit.domain.payee import Payee
from welfarekit.errors import DateError, InvalidFacts, Problem
from welfarekit.place import Place
from welfarekit.quantity import Benefit

_GIVEN = {"application": "applied_on", "certificate": "certificate_on", "notice": "notified_on", "birthday": "birthday_on"}
Name = Literal["change", "end", "grace", "suspension", "resumption"]


def change(
    award: Award, amount: Benefit, *, on: dt.date, known_on: dt.date, terms: Terms,
    cause: Cause | str = Cause.CHANGED_CIRCUMSTANCES, until: dt.date | None = None, order: int = 0, note: str = "",
    **days: dt.date,
) -> Award:  # fmt: skip
    """The award with another amount from when the terms say, to before ``until``."""
    rule, since = _counts(terms, "change", on, known_on, days)
    return _with(
        award, EventKind.CHANGE, since, known_on, cause, rule, on, note, order, amount=amount, until=until,
    )  # fmt: skip


def suspend(
    award: Award, *, on: dt.date, known_on: dt.date, terms: Terms, cause: Cause | str = Cause.NOT_COLLECTED, order: int = 0,
    note: str = "", **days: dt.date,
) -> Award:  # fmt: skip
    """The award suspended: nothing is due until it is resumed."""
    rule, since = _counts(terms, "suspension", on, known_on, days)
    return _with(award, EventKind.SUSPEND, since, known_on, cause, rule, on, note, order)


def resume(
    award: Award, *, on: dt.date, known_on: dt.date, terms: Terms, cause: Cause | str = Cause.CONDITION_MET_AGAIN,
    back_pay: bool | None = None, order: int = 0, note: str = "", **days: dt.date,
) -> Award:  # fmt: skip
    """The award resumed. The suspended time is paid back where the terms say so, and as far as they say.

    ``back_pay`` states it where the terms are silent.
    """
    rule, since = _counts(terms, "resumption", on, known_on, days)
    paid_back = terms.back_pay_on_resumption if back_pay is None else back_pay
    most = terms.resumption_back_pay_months_most
    if paid_back is None and most is not None:
        paid_back = True
    if paid_back is None:
        raise terms.missing("back pay on resumption", "say back_pay=True or False")
    paid_from = add_months(Effect.SAME_MONTH.day(since), -most) if paid_back and most is not None else None
    return _with(
        award, EventKind.RESUME, since, known_on, cause, rule, on, note, order, back_pay=paid_back, back_pay_since=paid_from,
    )  # fmt: skip


def terminate(
    award: Award, *, on: dt.date, known_on: dt.date, terms: Terms, cause: Cause | str = Cause.CHANGED_CIRCUMSTANCES,
    grace_months: int = 0, order: int = 0, note: str = "", **days: dt.date,
) -> Award:  # fmt: skip
    """The award ended from when the terms say; with ``grace_months`` it runs on that long, within what the law allows."""
    rule, since = _counts(terms, "grace" if grace_months else "end", on, known_on, days)
    if grace_months:
        most = terms.grace_months_most
        if grace_months < 1 or (most is not None and grace_months > most):
            raise DateError(f"{award.program}: grace of {grace_months} months; the law allows 1 to {most or 'any number'}")
        since = add_months(since, grace_months)
    return _with(award, EventKind.END, since, known_on, cause, rule, on, note, order)


def reinstate(
    award: Award, *, since: dt.date, known_on: dt.date, cause: Cause | str = Cause.OFFICE_ERROR, order: int = 0, note: str = ""
) -> Award:
    """The end of the award undone from ``since`` on; days between the end and ``since`` stay without benefit.

    InvalidFacts where nothing has ended by then: an end of the same day needs a higher ``order`` here.
    """
    made = Event(
        kind=EventKind.REINSTATE, since=since, known_on=known_on, cause=Cause(cause), order=order, happened_on=since, note=note
    )
    if not any(event.kind is EventKind.END and event.sort_key < made.sort_key for event in award.events):
        expected = "an award that has ended by then; an end of the same day needs a higher order here"
        raise InvalidFacts([Problem("nothing_to_undo", "since", since.isoformat(), expected)])
    return award.with_events(made)


def serve(
    award: Award, units: Benefit, *, since: dt.date, until: dt.date, known_on: dt.date, order: int = 0, note: str = ""
) -> Award:
    """Hours delivered from ``since`` to before ``until``, for an award by the hour; a later record that covers it replaces it."""
    event = Event(
        kind=EventKind.SERVICE, since=since, until=until, known_on=known_on, cause=Cause.DECISION, units=units, order=order,
        note=note,
    )  # fmt: skip
    return award.with_events(event)


def begin(award: Award, since: dt.date, *, known_on: dt.date, cause: Cause | str, order: int = 0, note: str = "") -> Award:
    """The award with another first day: an older certificate was found, or the first day was wrong."""
    return award.with_events(
        Event(kind=EventKind.START, since=since, known_on=known_on, cause=Cause(cause), order=order, note=note)
    )


def extend(award: Award, until: dt.date, *, known_on: dt.date, cause: Cause | str, order: int = 0, note: str = "") -> Award:
    """The award with another agreed end, sooner or later: ``until`` is the first day without entitlement."""
    return award.with_events(
        Event(kind=EventKind.UNTIL, since=until, known_on=known_on, cause=Cause(cause), order=order, note=note)
    )


def undo(
    award: Award, event: Event, *, known_on: dt.date, cause: Cause | str = Cause.OFFICE_ERROR, order: int = 0, note: str = ""
) -> Award:
    """An event taken back that should not have been recorded, from what is known on ``known_on`` on.

    InvalidFacts for an event that the award does not have, or that became known later.
    """
    if event not in award.events or event.known_on > known_on:
        raise InvalidFacts([Problem("nothing_to_undo", "event", event.kind.value, "an event of the award, known by then")])
    last = max(order, event.order) if event.known_on == known_on else order
    made = Event(
        kind=EventKind.UNDO, since=event.since, known_on=known_on, cause=Cause(cause), undoes=event.key, order=last, note=note
    )
    return award.with_events(made)


def move(
    award: Award, to: Place, amount: Benefit, *, id: str, on: dt.date, known_on: dt.date, terms: Terms,  # noqa: A002
    payee: Payee | None = None, order: int = 0, **days: dt.date,
) -> tuple[Award, Award]:  # fmt: skip
    """The family moves: the old place stops as at any end, the new one pays its own ``amount`` from the day the old one stops.

    ``id`` is that of the new award; InvalidFacts if it is the old one's, since references follow from it.
    """
    if id == award.id:
        raise InvalidFacts([Problem("duplicate_id", "id", award.shown, "an identifier of its own for the new award")])
    rule, since = _counts(terms, "end", on, known_on, days)
    old = _with(award, EventKind.END, since, known_on, Cause.MOVED_AWAY, rule, on, "", order)
    new = evolve(
        award, id=id, place=to, amount=amount, start=since, decided_on=known_on, events=(), payee=payee or award.payee,
        cite=rule.cite,
    )  # fmt: skip
    return old, new


def lapse_day(award: Award, suspended_since: dt.date, terms: Terms) -> dt.date | None:
    """The first day on which a suspended award ends if nothing is done; None where the law sets no such day."""
    months = terms.suspension_lapses_months
    return None if months is None else add_months(Effect.SAME_MONTH.day(suspended_since), months)


def _counts(terms: Terms, name: Name, on: dt.date, known_on: dt.date, days: dict[str, dt.date]) -> tuple[Rule, dt.date]:
    """The rule of the terms, and the day from which something counts that happened on ``on``."""
    strange = set(days) - {"decided_on", *_GIVEN.values()}
    if strange:
        known = ", ".join(("decided_on", *_GIVEN.values()))
        raise TypeError(f"{', '.join(sorted(strange))}: the days that terms can count from are {known}")
    rule = terms.needed(name)
    if rule.counted_from == "event":
        return rule, rule.effect.day(on)
    if rule.counted_from == "decision":
        return rule, rule.effect.day(days.get("decided_on", known_on))
    needed = _GIVEN[rule.counted_from]
    if needed not in days:
        expected = f"the day of the {rule.counted_from}, from which {terms.program} counts"
        raise InvalidFacts([Problem("missing", needed, "nothing", expected)])
    return rule, rule.effect.day(days[needed])


def _with(
    award: Award, kind: EventKind, since: dt.date, known_on: dt.date, cause: Cause | str, rule: Rule, on: dt.date, note: str,
    order: int, **more: Any,
) -> Award:  # fmt: skip
    event = Event(
        kind=kind, since=since, known_on=known_on, cause=Cause(cause), happened_on=on, note=note, order=order, cite=rule.cite,
        **more,
    )  # fmt: skip
    return award.with_events(event)
