"""What can be done against a decision and until when, and who has to be heard before it: read from the program's procedure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from attrs import evolve, frozen

from welfarekit.calendars import Calendar
from welfarekit.citation import Citation
from welfarekit.errors import CalendarMissing, InvalidFacts, Problem, TermMissing
from welfarekit.procedure.clocks import Clock
from welfarekit.procedure.deadline import Deadline
from welfarekit.procedure.limit import Limit, Shift
from welfarekit.procedure.procedure import Procedure
from welfarekit.procedure.step import Level, Step

DECISIONS: Final = (
    "notified", "refusal_notified", "change_notified", "ending_notified", "recognised", "granted", "refused", "reduced", "raised",
    "ended",
)  # fmt: skip
"""Steps with which a person learns of a decision; a clock of the person that starts with one of them is a remedy."""
HEARD: Final = "heard"
"""The step with which a person is heard before a decision."""


@frozen
class Remedy:
    """One remedy.

    ``key`` is ``reconsideration``, ``litigation``, ``complaint``, ``appeal`` or a name of your own. ``last`` is its last day,
    None with a ``limit`` that counts from the day on which the notice is received. ``may_move`` says that the last day moves if
    it is a day of rest, of a year whose days off are not announced yet. ``body`` is whom to turn to, in words.
    """

    key: str
    cite: Citation
    last: dt.date | None = None
    limit: Limit | None = None
    may_move: bool = False
    body: str = ""

    def __attrs_post_init__(self) -> None:
        if self.last is None and self.limit is None:
            expected = "the last day of the remedy, or limit=Limit(...) that counts from the day of receipt"
            raise InvalidFacts([Problem("missing", "last", "nothing", expected)])

    @classmethod
    def of(cls, deadline: Deadline, body: str = "") -> Remedy:
        """The remedy that a deadline of a case stands for; :class:`~welfarekit.errors.TermMissing` where it has no last day."""
        if deadline.last is None:
            raise TermMissing("the case", f"last day of {deadline.clock!r}", deadline.missing or "it is not known")
        return cls(deadline.clock, deadline.cite, deadline.last, body=body)


def remedies_of(
    procedure: Procedure,
    decided_on: dt.date,
    served_on: dt.date | None,
    calendar: Calendar,
    bodies: Mapping[str, str] | None = None,
) -> tuple[Remedy, ...]:
    """The remedies that the procedure gives against a decision, counted from the day on which the notice is received.

    :class:`~welfarekit.errors.TermMissing` where it has none, or one without its limit: a notice never leaves the remedy out.
    """
    day = served_on or decided_on
    clocks = [
        clock
        for clock in procedure.clocks
        if clock.owner is Level.PERSON and clock.holds_on(day) and set(clock.after) & set(DECISIONS)
    ]
    if not clocks:
        how = "say it: remedies=[Remedy('complaint', cite, last=day)]"
        raise TermMissing(procedure.program, "remedy against a decision", f"{procedure.key} has no clock of it; {how}")
    return tuple(_remedy(procedure, clock, served_on, calendar, (bodies or {}).get(clock.key, "")) for clock in clocks)


def _remedy(procedure: Procedure, clock: Clock, served_on: dt.date | None, calendar: Calendar, body: str) -> Remedy:
    if not isinstance(clock.limit, Limit):
        clock.reckon(served_on or procedure.since, calendar, program=procedure.program)  # raises where there is no limit
        raise TermMissing(procedure.program, f"limit of the remedy {clock.key!r}", "it is not a number of days or months")
    if served_on is None:
        return Remedy(clock.key, clock.cite, limit=clock.limit, may_move=clock.limit.shift is not Shift.NONE, body=body)
    try:
        return Remedy(clock.key, clock.cite, clock.limit.reckon(served_on, calendar).last, body=body)
    except CalendarMissing:  # the limit is known all the same, unless it counts working days
        plain = evolve(clock.limit, shift=Shift.NONE, shift_cite=None)
    return Remedy(clock.key, clock.cite, plain.reckon(served_on, calendar).last, may_move=True, body=body)


def given_remedies(given: Iterable[Remedy | Deadline], bodies: Mapping[str, str] | None = None) -> tuple[Remedy, ...]:
    """Remedies as the caller says them, deadlines of a case among them."""
    names = bodies or {}
    made = (one if isinstance(one, Remedy) else Remedy.of(one, names.get(one.clock, "")) for one in given)
    return tuple(one if one.body else evolve(one, body=names.get(one.key, "")) for one in made)


def hearing_before(procedure: Procedure, step: str) -> Step | None:
    """The step with which the person is heard, where the procedure lets nobody take ``step`` without it; else None.

    A procedure that hears people and does not know the step hears them before it too.
    """
    if not procedure.has(HEARD):
        return None
    if not procedure.has(step):
        return procedure.step(HEARD)
    reached, trail = {procedure.starts}, [procedure.starts]
    for state in trail:
        for one in procedure.next_steps(state):
            if one.key == step:
                return None
            to = one.to or state
            if one.key != HEARD and to not in reached:
                reached.add(to)
                trail.append(to)
    return procedure.step(HEARD)
