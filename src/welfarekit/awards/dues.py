"""What an award was due for any period, after each thing that became known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from welfarekit.awards.entitlement import due_minor
from welfarekit.awards.events import Cause, Event, EventKind
from welfarekit.awards.layers import Layers, Stretch
from welfarekit.awards.ledger import Ledger
from welfarekit.dates import Period
from welfarekit.errors import InvalidFacts, Problem

_DAY = dt.timedelta(days=1)


class Dues:
    """The award of a ledger as known on a day: its periods, what each is due, and by how much each event changed that.

    InvalidFacts for a payment whose days are no period of the schedule: what it paid for could not be told.
    """

    def __init__(self, ledger: Ledger, on: dt.date) -> None:
        self.award, self.ledger = ledger.award.known(on), ledger
        self.decided = ledger.award.decided_on <= on
        self.events = self.award.events if self.decided else ()
        layers = Layers(self.award)
        self.found: list[tuple[Stretch, ...]] = [layers.stretches()] if self.decided else []
        self.earliest, self.latest = self.award.start, self.award.until or dt.date.max
        for event in self.events:
            layers.add(event)
            self.found.append(self.found[-1] if event.kind is EventKind.SERVICE else layers.stretches())
            if event.kind is EventKind.START:
                self.earliest = min(self.earliest, event.since)
            elif event.kind is EventKind.UNTIL:
                self.latest = max(self.latest, event.since)
        self._refuse_other_periods()

    def due(self, window: Period) -> int:
        """What the period is due with all that was known."""
        return self._due(window, len(self.events)) if self.decided else 0

    def _due(self, window: Period, number: int) -> int:
        events = self.events[:number] if self.award.amount.per == "hour" else ()
        return due_minor(self.award, self.found[number], window, events)

    def deltas(self, window: Period) -> Iterator[tuple[dt.date, Cause, int]]:
        """By how much each thing that became known changed what the period is due, the decision first."""
        if not self.decided:
            return
        before = self._due(window, 0)
        if before:
            yield self.award.decided_on, Cause.DECISION, before
        for number, event in enumerate(self.events, 1):
            if _elsewhere(event, window):
                continue
            now = self._due(window, number)
            if now != before:
                yield event.known_on, event.cause, now - before
            before = now

    def windows(self, until: dt.date) -> tuple[Period, ...]:
        """Every payment period that begins before ``until`` and for which something is, was or could be due."""
        if not self.decided:
            return ()
        recurrence = self.award.schedule.recurrence
        if recurrence.every == "once":
            return (recurrence.window(self.award.start),) if self.award.start < until else ()
        return recurrence.windows(self.earliest, min(until, self.latest))

    def _refuse_other_periods(self) -> None:
        recurrence, problems = self.award.schedule.recurrence, []
        for start, payments in self.ledger.by_period.items():
            first = self.award.start if recurrence.every == "once" else recurrence.first(start)
            if first != start or recurrence.window(start).stop != payments[0].period_end + _DAY:
                said = f"{start.isoformat()} to {payments[0].period_end.isoformat()}"
                problems.append(Problem("other_period", "payments", said, "a period of the award's schedule"))
        if problems:
            raise InvalidFacts(problems)


def _elsewhere(event: Event, window: Period) -> bool:
    """Whether an event is about other days alone, so that it cannot change what the period is due."""
    if event.kind not in (EventKind.CHANGE, EventKind.SERVICE) or window.start is None or window.stop is None:
        return False
    return event.since >= window.stop or (event.until is not None and event.until <= window.start)
