"""What an award is due for each period, as known on a day: the one place where amounts and days meet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction

from welfarekit.awards.award import Award
from welfarekit.awards.events import Event, EventKind
from welfarekit.awards.layers import Stretch, base_of, stretches
from welfarekit.awards.schedule import DayCount, Partial
from welfarekit.dates import Period
from welfarekit.errors import DateError, TermMissing
from welfarekit.money import Money, divide, split_minor
from welfarekit.quantity import UNIT_DIGITS, Benefit, Quantity


def due(award: Award, window: Period, known_on: dt.date | None = None) -> Benefit:
    """What the award is due for a payment period, as known at the end of ``known_on`` (default: with all that is known now).

    :class:`~welfarekit.errors.TermMissing` for a part of a period of which the schedule does not say what it counts for.
    """
    seen = award if known_on is None else award.known(known_on)
    decided = known_on is None or known_on >= award.decided_on
    minor = due_minor(seen, stretches(seen), window, seen.events) if decided else 0
    made = Money.of_minor if isinstance(award.amount, Money) else Quantity.of_minor
    return made(minor, award.amount.currency)


def due_minor(award: Award, found: Sequence[Stretch], window: Period, events: Sequence[Event]) -> int:
    """What one payment period is due, in minor units."""
    start, stop = window.start, window.stop
    if start is None or stop is None:
        raise DateError("a payment period has a first and a last day")
    per = award.amount.per
    if per in ("once", None):  # what became known of it last, if it is due at all
        return found[-1].minor if any(s.start <= award.start < s.stop for s in found) and start <= award.start < stop else 0
    if per == "hour":
        return _served(award, found, start, stop, events)
    if per == "day":
        return sum(s.minor * max(0, (min(s.stop, stop) - max(s.start, start)).days) for s in found)
    base = base_of(per, award.schedule.recurrence)
    if base is None or award.schedule.recurrence == base:
        return _part(award, found, start, stop)
    return sum(_part(award, found, each.start or start, each.stop or stop) for each in base.windows(start, stop))


def _part(award: Award, found: Sequence[Stretch], start: dt.date, stop: dt.date) -> int:
    """What one month, year or instalment is due: the amount if it is whole, its days' share if the schedule prorates."""
    pieces = [s for s in found if s.start < stop and start < s.stop]
    if not pieces:
        return 0
    if len(pieces) == 1 and pieces[0].start <= start and stop <= pieces[0].stop:
        return _share(award, pieces[0].minor, start)
    schedule = award.schedule
    open_first = pieces[0].start > start and schedule.first is not Partial.PRORATED
    open_last = pieces[-1].stop < stop and schedule.last is not Partial.PRORATED
    if open_first or open_last or not schedule.prorates:
        how = "Schedule(first=..., last=...) says 'full', 'prorated' or 'nothing'; prorating also needs day_count and rounding"
        raise TermMissing(award.program, f"rule for a part of the period from {start.isoformat()}", how)
    if schedule.day_count is DayCount.THIRTY:
        if award.amount.per != "month":
            raise DateError("thirty days are counted in months, not in years")
        whole = 30
        days = [_thirty(min(s.stop, stop), start, stop) - _thirty(max(s.start, start), start, stop) for s in pieces]
    else:
        whole = (stop - start).days
        days = [(min(s.stop, stop) - max(s.start, start)).days for s in pieces]
    shares = (Fraction(_share(award, s.minor, start) * n, whole) for s, n in zip(pieces, days, strict=True))
    return _rounded(award, sum(shares, Fraction(0)))


def _share(award: Award, minor: int, start: dt.date) -> int:
    """The amount of one period; of a yearly one that is paid in instalments, which sum exactly, the instalment of ``start``."""
    months = award.schedule.recurrence.months
    if award.amount.per != "year" or award.schedule.recurrence.every == "year":
        return minor
    anchor = award.schedule.recurrence.anchor
    turn = (start.month - (anchor.month if anchor else 1)) % 12 // months
    return split_minor(minor, [1] * (12 // months))[turn]


def _thirty(day: dt.date, start: dt.date, stop: dt.date) -> int:
    """The days of a thirty-day month before ``day``: the 31st counts with the 30th, February has thirty days too."""
    return 30 if day >= stop else min((day - start).days, 30)


def _served(award: Award, found: Sequence[Stretch], start: dt.date, stop: dt.date, events: Sequence[Event]) -> int:
    """Hours delivered times the amount of an hour; a later-known record replaces those whose days it covers."""
    records: list[Event] = []
    undone = {event.undoes for event in events if event.undoes is not None}
    for event in events:
        if event.kind is EventKind.SERVICE and start <= event.since < stop and not (undone and event.key in undone):
            until = event.until or stop
            records = [r for r in records if (r.until or stop) <= event.since or until <= r.since]
            records.append(event)
    total = Fraction(0)
    for event in records:
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
    if isinstance(award.amount, Money):
        step = rounding.step_in(award.amount.currency)
    else:
        step = max(1, int(Fraction(rounding.step) * 10 ** UNIT_DIGITS[award.amount.unit]))
    parts = exact / step
    return divide(parts.numerator, parts.denominator, rounding.mode) * step
