"""What an award is due for each period, as known on a day: the one place where amounts and days meet.

The events that were known are laid over the decision: changes of the amount, each over its days, the later-known one on top; the
earliest end that was not undone; suspensions, unless they were resumed with back pay. What is left are stretches of days with
one amount each, and a period is due what its stretches give.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from fractions import Fraction

from attrs import frozen

from welfarekit.awards.award import Award
from welfarekit.awards.events import Event, EventKind
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.schedule import DayCount, Partial
from welfarekit.dates import Period
from welfarekit.errors import DateError, TermMissing
from welfarekit.money import Money, divide, split_minor
from welfarekit.quantity import Benefit, Quantity

_END = dt.date.max
_BASE = {"month": Recurrence("month"), "year": Recurrence("year"), "day": Recurrence("day")}


@frozen
class Stretch:
    """Days on which one amount holds: from ``start`` to before ``stop``."""

    start: dt.date
    stop: dt.date
    minor: int


def stretches(award: Award, events: Sequence[Event] | None = None) -> tuple[Stretch, ...]:
    """The days and amounts of the award by these events (default: all), in order, without days on which nothing is due."""
    events = award.events if events is None else events
    found = [Stretch(award.start, award.until or _END, award.amount.minor)]
    for event in events:
        if event.kind is EventKind.CHANGE and event.amount is not None:
            found = _laid(found, Stretch(event.since, event.until or _END, event.amount.minor))
    end, gaps = _ended(events)
    found = [Stretch(s.start, min(s.stop, end), s.minor) for s in found if s.start < end]
    for pause in (*gaps, *_pauses(events)):
        found = _laid(found, pause)
    joined: list[Stretch] = []
    for stretch in sorted(found, key=lambda each: each.start):
        last = joined[-1] if joined else None
        if last is not None and last.stop == stretch.start and last.minor == stretch.minor:
            joined[-1] = Stretch(last.start, stretch.stop, last.minor)
        elif stretch.minor:
            joined.append(stretch)
    return _whole(award, tuple(joined))


def end_of(award: Award) -> dt.date:
    """The first day on which the award no longer exists; the last day of the calendar where no end is set."""
    return min(award.until or _END, _ended(award.events)[0])


def _laid(below: Iterable[Stretch], top: Stretch) -> list[Stretch]:
    """Stretches with another one laid over them."""
    left = []
    for stretch in below:
        if stretch.start < min(stretch.stop, top.start):
            left.append(Stretch(stretch.start, min(stretch.stop, top.start), stretch.minor))
        if max(stretch.start, top.stop) < stretch.stop:
            left.append(Stretch(max(stretch.start, top.stop), stretch.stop, stretch.minor))
    return [*left, top]


def _ended(events: Sequence[Event]) -> tuple[dt.date, list[Stretch]]:
    """The day from which nothing is due any more, and the days before a reinstatement that stay without benefit."""
    ends: list[dt.date] = []
    gaps = []
    for event in events:
        if event.kind is EventKind.END:
            ends.append(event.since)
        elif event.kind is EventKind.REINSTATE and ends:
            if min(ends) < event.since:
                gaps.append(Stretch(min(ends), event.since, 0))
            ends = []
    return min(ends, default=_END), gaps


def _pauses(events: Sequence[Event]) -> list[Stretch]:
    """The suspensions whose days are not due: open ones, and those that were resumed without back pay."""
    turns = [e for e in events if e.kind in (EventKind.SUSPEND, EventKind.RESUME)]
    turns.sort(key=lambda e: (e.since, e.kind is EventKind.SUSPEND, e.sort_key))
    found: list[Stretch] = []
    opened: dt.date | None = None
    for event in turns:
        if event.kind is EventKind.SUSPEND and event.until is not None:
            found.append(Stretch(event.since, event.until, 0))
        elif event.kind is EventKind.SUSPEND:
            opened = event.since if opened is None else opened
        elif opened is not None:
            if not event.back_pay and opened < event.since:
                found.append(Stretch(opened, event.since, 0))
            opened = None
    return found if opened is None else [*found, Stretch(opened, _END, 0)]


def _whole(award: Award, found: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Stretches brought to whole base periods where the schedule says what a part of the first or the last one counts for."""
    base = _BASE.get(award.amount.per or "")
    if base is None or award.amount.per == "day" or not found:
        return found
    made: list[Stretch] = []
    for number, stretch in enumerate(found):
        start, stop = stretch.start, stretch.stop
        begins = number == 0 or found[number - 1].stop < start
        ends = number == len(found) - 1 or found[number + 1].start > stop
        first, last = base.first(start), _END if stop == _END else base.first(stop)
        if first != start and begins and award.schedule.first in (Partial.FULL, Partial.NOTHING):
            start = first if award.schedule.first is Partial.FULL else base.window(first).stop or start
        if last != stop and ends and award.schedule.last in (Partial.FULL, Partial.NOTHING):
            stop = base.window(last).stop or stop if award.schedule.last is Partial.FULL else last
        start = max(start, made[-1].stop) if made else start  # a month that ends one stretch and begins the next counts once
        if start < stop:
            made.append(Stretch(start, stop, stretch.minor))
    return tuple(made)


def due_minor(award: Award, found: Sequence[Stretch], window: Period, events: Sequence[Event]) -> int:
    """What one payment period is due, in minor units."""
    start, stop = window.start, window.stop
    if start is None or stop is None:
        raise DateError("a payment period has a first and a last day")
    per = award.amount.per
    if per in ("once", None):
        return next((s.minor for s in found if s.start < stop and start < s.stop), 0)
    if per == "hour":
        return _served(award, found, start, stop, events)
    if per == "day":
        return sum(s.minor * max(0, (min(s.stop, stop) - max(s.start, start)).days) for s in found)
    base = _BASE[per]
    if per == "year" and award.schedule.recurrence.months and award.schedule.recurrence.months < 12:
        return _instalment(award, found, start)
    if award.schedule.recurrence == base:
        return _part(award, found, window)
    return sum(_part(award, found, each) for each in base.windows(start, stop))


def _instalment(award: Award, found: Sequence[Stretch], start: dt.date) -> int:
    """The instalment of a yearly amount for a shorter period; the year's instalments sum exactly."""
    months = award.schedule.recurrence.months
    if 12 % months:
        raise DateError(f"a yearly amount cannot be paid every {months} months; 12 is not a multiple of it")
    minor = next((s.minor for s in found if s.start <= start < s.stop), 0)
    anchor = award.schedule.recurrence.anchor
    turn = (start.month - (anchor.month if anchor else 1)) % 12 // months
    return split_minor(minor, [1] * (12 // months))[turn] if minor else 0


def _served(award: Award, found: Sequence[Stretch], start: dt.date, stop: dt.date, events: Sequence[Event]) -> int:
    """Hours delivered times the amount of an hour; of two records of the same days the later-known one counts."""
    records: dict[tuple[dt.date, dt.date | None], Event] = {}
    for event in events:
        if event.kind is EventKind.SERVICE and start <= event.since < stop:
            records[event.since, event.until] = event
    total = Fraction(0)
    for event in records.values():
        rate = next((s.minor for s in found if s.start <= event.since < s.stop), 0)
        if event.units is not None:
            total += rate * Fraction(event.units.decimal)
    return _rounded(award, total)


def _rounded(award: Award, exact: Fraction) -> int:
    if exact.denominator == 1:
        return int(exact)
    rounding = award.schedule.rounding
    if rounding is None:
        raise TermMissing(award.program, "rounding", "an amount falls between two minor units: Schedule(rounding=Rounding(...))")
    step = rounding.step_in(award.amount.currency) if isinstance(award.amount, Money) else 1
    parts = exact / step
    return divide(parts.numerator, parts.denominator, rounding.mode) * step


def _part(award: Award, found: Sequence[Stretch], base: Period) -> int:
    """What one month or year is due: the amount if it is whole, its days' share if the schedule prorates."""
    start, stop = base.start, base.stop
    if start is None or stop is None:
        return 0
    pieces = [s for s in found if s.start < stop and start < s.stop]
    if not pieces:
        return 0
    if len(pieces) == 1 and pieces[0].start <= start and stop <= pieces[0].stop:
        return pieces[0].minor
    if not award.schedule.prorates:
        how = "Schedule(first=..., last=...) says 'full', 'prorated' or 'nothing'; prorating also needs day_count and rounding"
        raise TermMissing(award.program, f"rule for a part of the period from {start.isoformat()}", how)
    if award.schedule.day_count is DayCount.THIRTY:
        if award.amount.per != "month":
            raise DateError("thirty days are counted in months, not in years")
        whole = 30
        days = [_thirty(min(s.stop, stop), start, stop) - _thirty(max(s.start, start), start, stop) for s in pieces]
    else:
        whole = (stop - start).days
        days = [(min(s.stop, stop) - max(s.start, start)).days for s in pieces]
    return _rounded(award, sum((Fraction(s.minor * n, whole) for s, n in zip(pieces, days, strict=True)), Fraction(0)))


def _thirty(day: dt.date, start: dt.date, stop: dt.date) -> int:
    """The days of a thirty-day month before ``day``: the 31st counts with the 30th, February has thirty days too."""
    return 30 if day >= stop else min((day - start).days, 30)


def due(award: Award, window: Period, known_on: dt.date | None = None) -> Benefit:
    """What the award is due for a payment period, as known at the end of ``known_on`` (default: with all that is known now)."""
    seen = award if known_on is None else award.known(known_on)
    if known_on is not None and known_on < award.decided_on:
        return _benefit(award, 0)
    return _benefit(award, due_minor(seen, stretches(seen), window, seen.events))


def _benefit(award: Award, minor: int) -> Benefit:
    made = Money.of_minor if isinstance(award.amount, Money) else Quantity.of_minor
    return made(minor, award.amount.currency)
