"""What may happen to an award, as functions: each gives the award with one more dated event.

Each takes the day on which something happened (``on``), the day on which the office learned of it (``known_on``), and the
:class:`~welfarekit.awards.terms.Terms` that say from when it counts: a change from the month of the change, a stop from the
month after, or however the law of that day has it.
"""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from welfarekit.awards.award import Award
from welfarekit.awards.events import Cause, Effect, Event, EventKind
from welfarekit.awards.terms import Terms
from welfarekit.dates import add_months
from welfarekit.domain.payee import Payee
from welfarekit.errors import DateError, InvalidFacts, Problem
from welfarekit.place import Place
from welfarekit.quantity import Benefit


def change(
    award: Award,
    amount: Benefit,
    *,
    on: dt.date,
    known_on: dt.date,
    terms: Terms,
    cause: Cause | str = Cause.CHANGED_CIRCUMSTANCES,
    until: dt.date | None = None,
    note: str = "",
) -> Award:
    """The award with another amount from when the terms say, until before the day that ``until`` gives."""
    rule = terms.needed("change")
    since = rule.effect.day(known_on if rule.counted_from == "decision" else on)
    event = Event(
        kind=EventKind.CHANGE, since=since, until=until, known_on=known_on, cause=Cause(cause), amount=amount, happened_on=on,
        note=note, cite=rule.cite,
    )  # fmt: skip
    return award.with_events(event)


def suspend(
    award: Award, *, on: dt.date, known_on: dt.date, terms: Terms, cause: Cause | str = Cause.NOT_COLLECTED, note: str = ""
) -> Award:
    """The award suspended: nothing is due until it is resumed."""
    rule = terms.needed("suspension")
    event = Event(
        kind=EventKind.SUSPEND, since=rule.effect.day(on), known_on=known_on, cause=Cause(cause), happened_on=on, note=note,
        cite=rule.cite,
    )  # fmt: skip
    return award.with_events(event)


def resume(
    award: Award,
    *,
    on: dt.date,
    known_on: dt.date,
    terms: Terms,
    cause: Cause | str = Cause.CONDITION_MET_AGAIN,
    back_pay: bool | None = None,
    note: str = "",
) -> Award:
    """The award resumed. The suspended time is paid back where the terms say so; ``back_pay`` states it where they are silent."""
    rule = terms.needed("resumption")
    paid_back = terms.back_pay_on_resumption if back_pay is None else back_pay
    if paid_back is None:
        raise terms.missing("back pay on resumption", "say back_pay=True or False")
    event = Event(
        kind=EventKind.RESUME, since=rule.effect.day(on), known_on=known_on, cause=Cause(cause), back_pay=paid_back,
        happened_on=on, note=note, cite=rule.cite,
    )  # fmt: skip
    return award.with_events(event)


def terminate(
    award: Award,
    *,
    on: dt.date,
    known_on: dt.date,
    terms: Terms,
    cause: Cause | str = Cause.CHANGED_CIRCUMSTANCES,
    grace_months: int = 0,
    note: str = "",
) -> Award:
    """The award ended from when the terms say; with ``grace_months`` it runs on that long, within what the law allows."""
    rule = terms.needed("grace" if grace_months else "end")
    since = rule.effect.day(on)
    if grace_months:
        if terms.grace_months_most is not None and not 1 <= grace_months <= terms.grace_months_most:
            raise DateError(f"{award.program}: grace of {grace_months} months; the law allows 1 to {terms.grace_months_most}")
        since = add_months(since, grace_months)
    event = Event(
        kind=EventKind.END, since=since, known_on=known_on, cause=Cause(cause), happened_on=on, note=note, cite=rule.cite
    )
    return award.with_events(event)


def reinstate(
    award: Award, *, since: dt.date, known_on: dt.date, cause: Cause | str = Cause.OFFICE_ERROR, note: str = ""
) -> Award:
    """The end of the award undone from ``since`` on; days between the end and ``since`` stay without benefit."""
    return award.with_events(
        Event(kind=EventKind.REINSTATE, since=since, known_on=known_on, cause=Cause(cause), happened_on=since, note=note)
    )


def serve(award: Award, units: Benefit, *, since: dt.date, until: dt.date, known_on: dt.date, note: str = "") -> Award:
    """Hours delivered from ``since`` to before ``until``, for an award by the hour; a later record of these days replaces it."""
    event = Event(
        kind=EventKind.SERVICE, since=since, until=until, known_on=known_on, cause=Cause.DECISION, units=units, note=note
    )
    return award.with_events(event)


def move(
    award: Award,
    to: Place,
    amount: Benefit,
    *,
    id: str,  # noqa: A002  # the name that it has everywhere
    on: dt.date,
    known_on: dt.date,
    terms: Terms,
    payee: Payee | None = None,
) -> tuple[Award, Award]:
    """The family moves: the old place stops as at any end, the new one pays its own ``amount`` from the day the old one stops."""
    old = terminate(award, on=on, known_on=known_on, terms=terms, cause=Cause.MOVED_AWAY)
    since = terms.needed("end").effect.day(on)
    new = evolve(
        award, id=id, place=to, amount=amount, start=since, decided_on=known_on, events=(), payee=payee or award.payee,
        cite=terms.needed("end").cite,
    )  # fmt: skip
    return old, new


def lapse_day(award: Award, suspended_since: dt.date, terms: Terms) -> dt.date | None:
    """The first day on which a suspended award ends if nothing is done; None where the law sets no such day."""
    months = terms.suspension_lapses_months
    return None if months is None else add_months(Effect.SAME_MONTH.day(suspended_since), months)


def undo(award: Award, event: Event, *, known_on: dt.date, cause: Cause | str = Cause.OFFICE_ERROR, note: str = "") -> Award:
    """An event taken back that should not have been recorded, from what is known on ``known_on`` on.

    InvalidFacts for an event that the award does not have, or that became known later.
    """
    if event not in award.events or event.known_on > known_on:
        raise InvalidFacts([Problem("nothing_to_undo", "event", event.kind.value, "an event of the award, known by then")])
    return award.with_events(
        Event(kind=EventKind.UNDO, since=event.since, known_on=known_on, cause=Cause(cause), undoes=event.key, note=note)
    )
