"""An award as layers of what became known: amounts, the first and the last day, suspensions; together they make stretches.

Changes of the amount are laid over the decision, each over its days, the later-known one on top. The earliest end holds that
nobody undid. A suspension withholds and does not change the amount, unless it is resumed with back pay.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache

from attrs import frozen

from welfarekit.awards.award import Award
from welfarekit.awards.events import Event, EventKind
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.schedule import Partial

END = dt.date.max


@frozen
class Stretch:
    """Days on which one amount holds: from ``start`` to before ``stop``."""

    start: dt.date
    stop: dt.date
    minor: int


class Layers:
    """What is known of an award, event by event, in the order in which it became known."""

    def __init__(self, award: Award) -> None:
        self.award = award
        self.events: list[Event] = []
        self.undone = set[str]()
        self._reset()

    def _reset(self) -> None:
        self.start, self.until = self.award.start, self.award.until or END
        self.amounts = [Stretch(dt.date.min, END, self.award.amount.minor)]
        self.ends: list[dt.date] = []
        self.gaps: list[Stretch] = []
        self.turns: list[Event] = []

    def add(self, event: Event) -> None:
        """One more event."""
        self.events.append(event)
        if event.undoes is None:
            if not self.undone or event.key not in self.undone:
                self._apply(event)
            return
        self.undone.add(event.undoes)
        self._reset()
        for each in self.events:
            if each.undoes is None and each.key not in self.undone:
                self._apply(each)

    def _apply(self, event: Event) -> None:
        kind = event.kind
        if kind is EventKind.CHANGE and event.amount is not None:
            self.amounts = laid(self.amounts, Stretch(event.since, event.until or END, event.amount.minor))
        elif kind is EventKind.START:
            self.start = event.since
        elif kind is EventKind.UNTIL:
            self.until = event.since
        elif kind is EventKind.END:
            self.ends.append(event.since)
        elif kind is EventKind.REINSTATE and self.ends:
            if min(self.ends) < event.since:
                self.gaps.append(Stretch(min(self.ends), event.since, 0))
            self.ends = []
        elif kind in (EventKind.SUSPEND, EventKind.RESUME):
            self.turns.append(event)

    @property
    def end(self) -> dt.date:
        """The first day on which the award no longer exists."""
        return min(self.until, *self.ends) if self.ends else self.until

    def stretches(self) -> tuple[Stretch, ...]:
        """The days and amounts, in order, without days on which nothing is due."""
        start, end = self.start, self.end
        within = [s for s in self.amounts if s.start < end and start < s.stop]
        found = [Stretch(max(s.start, start), min(s.stop, end), s.minor) for s in within]
        for pause in (*self.gaps, *_pauses(self.turns)):
            found = laid(found, pause)
        joined: list[Stretch] = []
        for stretch in sorted(found, key=lambda each: each.start):
            last = joined[-1] if joined else None
            if last is not None and last.stop == stretch.start and last.minor == stretch.minor:
                joined[-1] = Stretch(last.start, stretch.stop, last.minor)
            elif stretch.minor and stretch.start < stretch.stop:
                joined.append(stretch)
        return _whole(self.award, tuple(joined))


def stretches(award: Award, events: Sequence[Event] | None = None) -> tuple[Stretch, ...]:
    """The days and amounts of the award by these events (default: all)."""
    return layers(award, events).stretches()


def layers(award: Award, events: Sequence[Event] | None = None) -> Layers:
    """The layers of the award by these events (default: all)."""
    made = Layers(award)
    for event in award.events if events is None else events:
        made.add(event)
    return made


def laid(below: Iterable[Stretch], top: Stretch) -> list[Stretch]:
    """Stretches with another one laid over them."""
    left = []
    for stretch in below:
        if stretch.start < min(stretch.stop, top.start):
            left.append(Stretch(stretch.start, min(stretch.stop, top.start), stretch.minor))
        if max(stretch.start, top.stop) < stretch.stop:
            left.append(Stretch(max(stretch.start, top.stop), stretch.stop, stretch.minor))
    return [*left, top]


def _turn(event: Event) -> tuple[object, ...]:
    """The order of suspensions and resumptions: by the day from which they count, then by the day on which they happened."""
    suspends = event.kind is EventKind.SUSPEND
    return (event.since, event.happened_on or event.since, event.known_on, event.order, not suspends, event.sort_key)


def _pauses(turns: Sequence[Event]) -> list[Stretch]:
    """The suspensions whose days are not due: open ones, and those that were resumed without back pay, or with less than all."""
    found: list[Stretch] = []
    opened: dt.date | None = None
    for event in sorted(turns, key=_turn):
        if event.kind is EventKind.SUSPEND and event.until is not None:
            found.append(Stretch(event.since, event.until, 0))
        elif event.kind is EventKind.SUSPEND:
            opened = event.since if opened is None else opened
        elif opened is not None:
            paid_from = (event.back_pay_since or dt.date.min) if event.back_pay else event.since
            if opened < min(paid_from, event.since):
                found.append(Stretch(opened, min(paid_from, event.since), 0))
            opened = None
    return found if opened is None else [*found, Stretch(opened, END, 0)]


@lru_cache(maxsize=256)
def base_of(per: str | None, recurrence: Recurrence) -> Recurrence | None:
    """The periods that an amount is for: its months or years, or the instalments of a year; None for days, hours and once."""
    if per == "month":
        return Recurrence("month", 1, recurrence.anchor)
    if per == "year":
        return Recurrence("year", 1, recurrence.anchor) if recurrence.every == "year" else recurrence
    return None


def _whole(award: Award, found: tuple[Stretch, ...]) -> tuple[Stretch, ...]:
    """Stretches brought to whole periods where the schedule says what a part of the first or the last one counts for."""
    schedule = award.schedule
    base = base_of(award.amount.per, schedule.recurrence)
    if base is None or not found or (schedule.first is None and schedule.last is None):
        return found
    made: list[Stretch] = []
    for number, stretch in enumerate(found):
        start, stop = stretch.start, stretch.stop
        begins = number == 0 or found[number - 1].stop < start
        ends = number == len(found) - 1 or found[number + 1].start > stop
        first, last = base.first(start), END if stop == END else base.first(stop)
        if first != start and begins and schedule.first in (Partial.FULL, Partial.NOTHING):
            start = first if schedule.first is Partial.FULL else base.window(first).stop or start
        if last != stop and ends and schedule.last in (Partial.FULL, Partial.NOTHING):
            stop = base.window(last).stop or stop if schedule.last is Partial.FULL else last
        start = max(start, made[-1].stop) if made else start  # a month that ends one stretch and begins the next counts once
        if start < stop:
            made.append(Stretch(start, stop, stretch.minor))
    return tuple(made)
