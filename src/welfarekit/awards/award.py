"""An award: a determination made payable. Who is paid what, from when, how often; and everything that happened to it since."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from itertools import combinations

from attrs import evolve, field, frozen

from welfarekit.awards.events import Event, EventKind
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.schedule import Schedule
from welfarekit.citation import Citation
from welfarekit.domain.checking import masked
from welfarekit.domain.payee import Payee
from welfarekit.errors import ConflictingEvents, InvalidFacts, Problem
from welfarekit.place import Place
from welfarekit.quantity import Benefit


def _sorted(events: tuple[Event, ...]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda event: event.sort_key)) if len(events) > 1 else tuple(events)


def _place(value: Place | str | None) -> Place | None:
    return None if value is None else Place.parse(value)


def _fits(per: str | None, recurrence: Recurrence) -> bool:
    """Whether a payment period is made of whole periods of the amount, or is a part of a year that divides it."""
    every = recurrence.every
    if per in ("once", None):
        return every == "once"
    if per == "month":
        return every in ("month", "year")
    if per == "year":
        return every == "year" or (every == "month" and 12 % recurrence.interval == 0)
    return every != "once"


def _standing(events: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events that were not taken back."""
    undone = {event.undoes for event in events if event.undoes is not None}
    return tuple(event for event in events if event.key not in undone) if undone else events


def _records_that_cross(events: tuple[Event, ...]) -> list[Problem]:
    """Records of hours that share days, of which the later-known one does not replace the other as a whole."""
    problems: list[Problem] = []
    running: list[Event] = []
    records = [event for event in events if event.kind is EventKind.SERVICE]
    for event in sorted(records, key=lambda each: (each.since, each.sort_key)):
        running = [one for one in running if (one.until or event.since) > event.since]
        for one in running:
            later, earlier = (event, one) if event.sort_key > one.sort_key else (one, event)
            if later.since > earlier.since or (later.until or later.since) < (earlier.until or earlier.since):
                days = f"{later.since.isoformat()} to before {later.until}"
                problems.append(Problem("overlapping", "events", f"hours of {days}", "a record that covers the one it corrects"))
        running.append(event)
    return problems


@frozen(kw_only=True, repr=False, slots=False)
class Award:
    """One award. Make one with :func:`~welfarekit.administration.awarding.award`, which knows the law of start and pay day.

    ``amount`` carries what it is for (``per``: month, year, day, hour, once). ``start`` is the first day of the entitlement,
    ``until`` the first day on which it no longer exists (None: no end agreed). Events are kept in the order in which they
    became known, whatever order they are given in.
    """

    id: str
    program: str
    subject: str
    payee: Payee
    amount: Benefit
    start: dt.date
    decided_on: dt.date
    schedule: Schedule
    until: dt.date | None = None
    place: Place | None = field(default=None, converter=_place)
    events: tuple[Event, ...] = field(default=(), converter=_sorted)
    cite: Citation | None = None

    def __attrs_post_init__(self) -> None:
        problems = []
        if self.amount.minor < 0:
            problems.append(Problem("negative", "amount", self.amount.value, "zero or more"))
        if self.until is not None and self.until <= self.start:
            problems.append(Problem("ends_before_start", "until", self.until.isoformat(), f"after {self.start.isoformat()}"))
        for number, event in enumerate(self.events):
            path, given = f"events[{number}]", event.amount
            if given is not None and (given.currency, given.per) != (self.amount.currency, self.amount.per):
                problems.append(Problem("other_unit", f"{path}.amount", str(given), f"an amount like {self.amount}"))
            if event.units is not None and (self.amount.per != "hour" or getattr(event.units, "unit", "") != "hour"):
                problems.append(Problem("other_unit", f"{path}.units", str(event.units), "hours, for an amount by the hour"))
            if event.known_on < self.decided_on:
                expected = f"a day not before the decision of {self.decided_on.isoformat()}"
                problems.append(Problem("before_decision", f"{path}.known_on", event.known_on.isoformat(), expected))
        standing = _standing(self.events)
        problems += _records_that_cross(standing)
        if not _fits(self.amount.per, self.schedule.recurrence):
            how = f"every {self.schedule.recurrence.interval} {self.schedule.recurrence.every}"
            expected = "a recurrence that is made of whole periods of the amount, or of parts of a year that make it whole"
            problems.append(Problem("wrong_period", "amount.per", f"per {self.amount.per}, paid {how}", expected))
        if problems:
            raise InvalidFacts(problems)
        self._refuse_contradictions(standing)

    def _refuse_contradictions(self, standing: tuple[Event, ...]) -> None:
        together: dict[tuple[dt.date, int], list[Event]] = {}
        for event in standing:
            if event.kind is EventKind.CHANGE:
                together.setdefault((event.known_on, event.order), []).append(event)
        for events in together.values():
            for one, other in combinations(events, 2):
                meet = one.since < (other.until or dt.date.max) and other.since < (one.until or dt.date.max)
                if meet and one.amount != other.amount:
                    raise ConflictingEvents(self.shown, one.known_on, one.kind)

    def with_events(self, *events: Event) -> Award:
        """This award with more events. An event that it has already is not added again."""
        new = tuple(event for event in dict.fromkeys(events) if event not in self.events)
        return evolve(self, events=(*self.events, *new)) if new else self

    def known(self, day: dt.date) -> Award:
        """The award as it was known at the end of ``day``."""
        events = tuple(event for event in self.events if event.known_on <= day)
        return self if len(events) == len(self.events) else evolve(self, events=events)

    @property
    def shown(self) -> str:
        """The identifier as it may be shown: parts that could be the number of a person are masked."""
        return "/".join(masked(part) for part in self.id.split("/"))

    @cached_property
    def known_days(self) -> tuple[dt.date, ...]:
        """Every day on which something about it became known, the decision first."""
        return tuple(dict.fromkeys((self.decided_on, *(event.known_on for event in self.events))))

    def __repr__(self) -> str:
        events = f", {len(self.events)} events" if self.events else ""
        return f"<Award {self.shown} {self.program}: {self.amount} from {self.start.isoformat()}{events}>"
