"""Clocks: limits that run from one step to another, and from which day they count."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.errors import TermMissing
from welfarekit.procedure.deadline import Deadline
from welfarekit.procedure.limit import Limit, Reckoning, YearDay, next_month_day
from welfarekit.procedure.move import Move
from welfarekit.procedure.step import Level

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar
    from welfarekit.procedure.procedure import Procedure

END = "end"
"""``counted_from`` of a clock that runs from the last day of a posting."""


@frozen
class Clock:
    """A limit between steps.

    It starts with any of the steps ``after`` and stops with any of ``stops``. ``counted_from`` is empty for the day of the
    step, :data:`END` for the last day of its posting, or the name of a fact stated with it. ``on_day`` moves the start to the
    next day of a month with this number. ``backwards`` counts back from the start. ``when`` names a step that has to be taken
    for the clock to run, in place of the clock ``instead_of``. With ``at_once`` the step that starts it is also what was due: a
    late report of a change. It does not start where one of ``not_after`` was taken before, since the last decision: there is no
    second complaint after the second one. ``owner`` is who acts. An ``optional`` clock is the time within which a person may
    act, to appeal; to let it pass is not to be late. Without a ``limit`` the law gives none that could be confirmed, and ``open``
    says what is known.
    """

    key: str
    after: tuple[str, ...]
    stops: tuple[str, ...]
    owner: Level
    cite: Citation
    limit: Limit | YearDay | None = None
    open: str = ""
    text: str = ""
    counted_from: str = ""
    on_day: int | None = None
    backwards: bool = False
    when: str = ""
    instead_of: str = ""
    not_after: tuple[str, ...] = ()
    at_once: bool = False
    optional: bool = False
    since: dt.date | None = None
    until: dt.date | None = None
    note: str = field(default="", repr=False)

    def holds_on(self, day: dt.date) -> bool:
        """Whether the clock is law for what happens on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def reckon(self, start: dt.date, calendar: Calendar | None = None, *, program: str = "") -> Reckoning:
        """The last day and how it was found; :class:`~welfarekit.errors.TermMissing` where the law's limit is not shipped."""
        if self.limit is None:
            what = f"limit of the clock {self.key!r}"
            how = f"{self.open}. Supply one in a file of your own: Procedures.default().with_file('my_procedures.toml')"
            raise TermMissing(program, what, how)
        if self.backwards and isinstance(self.limit, Limit):
            return self.limit.before(start)
        return self.limit.reckon(start, calendar)


def event_of(clock: Clock, move: Move) -> str:
    """What a clock counts from, in words."""
    if clock.on_day is not None:
        return "the monthly round opened"
    return f"the end of {move.step}" if clock.counted_from == END else clock.counted_from or move.step


def start_of(procedure: Procedure, clock: Clock, move: Move, calendar: Calendar | None) -> dt.date | None:
    """The day from which a clock counts after a step; None where it counts from a fact that was not stated."""
    start: dt.date | None = move.on
    if clock.counted_from == END:
        posting = procedure.step(move.step).posting
        if posting is None:
            raise TermMissing(procedure.program, f"length of the posting {move.step!r}", procedure.step(move.step).posting_open)
        start = posting.reckon(move.on, calendar).last
    elif clock.counted_from:
        stated = move.fact(clock.counted_from)
        start = stated if isinstance(stated, dt.date) else None
    return next_month_day(start, clock.on_day) if start is not None and clock.on_day is not None else start


def deadline_for(procedure: Procedure, key: str, on: dt.date, calendar: Calendar | None) -> Deadline:
    """The deadline that a clock would set for an event on a day, without a case."""
    clock = procedure.clock(key, on)
    facts = {clock.counted_from: on} if clock.counted_from not in ("", END) else {}
    move = Move(clock.after[0], on, clock.owner, "", "", facts)
    start = start_of(procedure, clock, move, calendar)
    assert start is not None, "the fact is stated above"
    reckoning = clock.reckon(start, calendar, program=procedure.program)
    return Deadline(
        clock.key, clock.text, event_of(clock, move), start, reckoning.last, clock.owner, clock.cite, reckoning=reckoning,
        optional=clock.optional,
    )  # fmt: skip
