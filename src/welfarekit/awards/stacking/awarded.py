"""Awards as streams and back: what an award is due is stacked on the family's other awards, and comes back as events.

An award keeps what its own program grants; what stacking takes from it is in events of the cause ``stacking``, which are left out
when it is stacked again. So stacking can be repeated whenever anything changes, and only the differences are new events.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import evolve

from welfarekit.awards.amounts import of_minor
from welfarekit.awards.award import Award
from welfarekit.awards.entitlement import due
from welfarekit.awards.events import Cause, Event, EventKind
from welfarekit.awards.stacking.stacked import Line, Stacked
from welfarekit.awards.stacking.stream import Stream
from welfarekit.awards.timeline import months, shown
from welfarekit.dates import Period, add_months
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.quantity import Benefit


def stream_of(
    award: Award,
    first: dt.date,
    stop: dt.date,
    *,
    members: Iterable[str] = (),
    group: str = "",
    known_on: dt.date | None = None,
) -> Stream:
    """What an award is due in each month from ``first`` to before ``stop``, by all that was known on ``known_on`` (default: now).

    Changes, suspensions and ends are in it, earlier stacking is not; months that are due nothing are left out. ``members`` and
    ``group`` are those of the stream. :class:`~welfarekit.errors.InvalidFacts` for an award that is not paid by the month.
    """
    if award.amount.per != "month":
        raise InvalidFacts([Problem("wrong_period", "award.amount", str(award.amount), "an amount per month")])
    own = evolve(award, events=tuple(event for event in award.events if event.cause is not Cause.STACKING))
    amounts = [(period, amount) for period, amount in _joined(own, months(Period(first, stop)), known_on) if amount]
    return Stream(award.program, award.subject, tuple(amounts), members, group)


def stacking_events(award: Award, stacked: Stacked, known_on: dt.date, *, group: str = "") -> tuple[Event, ...]:
    """The events that bring an award to what was stacked, for the months in which it is not there yet; none if it is.

    They are known on the day of stacking and carry the sentence and the source of the last relation that changed the amount.
    Months that were not stacked are left as they are: stack as far as the award is paid.
    :class:`~welfarekit.errors.InvalidFacts` for a month that is paid in part, whose amount no monthly amount gives, and for
    months before the law that says how the award goes together with others (``Line.unsettled``): stack from the law on.
    """
    found = []
    for line in stacked.lines:
        if (line.program, line.subject, line.group) != (award.program, award.subject, group) or line.paid is None:
            continue
        if line.unsettled:
            law = " and ".join(str(relation.cite) for relation in line.unsettled)
            raise InvalidFacts([Problem("before_law", "award", shown(line.period), f"months in which {law} applies")])
        off = [month for month in months(line.period) if _month(award, month, known_on) != line.paid]
        found += [_event(line, line.paid, period, known_on) for period in _runs(off)]
    changed = award.with_events(*found)
    for event in found:
        for month in months(Period(event.since, event.until)):
            if event.amount is not None and _month(changed, month, known_on) != event.amount:
                raise InvalidFacts([Problem("not_whole_months", "award", month.isoformat(), "a month that is paid in full")])
    return tuple(found)


def _month(award: Award, month: dt.date, known_on: dt.date | None) -> Benefit:
    return of_minor(award.amount, due(award, Period(month, add_months(month, 1)), known_on).minor)


def _joined(award: Award, each: Iterable[dt.date], known_on: dt.date | None) -> list[tuple[Period, Benefit]]:
    """What the months are due, neighbours of one amount together."""
    found: list[tuple[Period, Benefit]] = []
    for month in each:
        amount, first = _month(award, month, known_on), month
        if found and found[-1][0].stop == month and found[-1][1] == amount:
            first = found.pop()[0].start or month
        found.append((Period(first, add_months(month, 1)), amount))
    return found


def _runs(each: Iterable[dt.date]) -> Iterator[Period]:
    """Months that follow one another, together."""
    run: Period | None = None
    for month in each:
        after = add_months(month, 1)
        if run is not None and run.stop == month:
            run = Period(run.start, after)
        else:
            if run is not None:
                yield run
            run = Period(month, after)
    if run is not None:
        yield run


def _event(line: Line, paid: Benefit, period: Period, known_on: dt.date) -> Event:
    last = line.changes[-1].relation if line.changes else None
    return Event(
        kind=EventKind.CHANGE,
        since=period.start or dt.date.min,
        until=period.stop,
        known_on=known_on,
        cause=Cause.STACKING,
        amount=paid,
        note=last.sentence if last is not None else "",
        cite=last.cite if last is not None else None,
    )
