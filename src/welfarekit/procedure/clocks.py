"""Clocks: limits that run from one step of a case to another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from welfarekit.citation import Citation
from welfarekit.errors import CalendarMissing, TermMissing, WelfarekitError
from welfarekit.procedure.deadline import Deadline
from welfarekit.procedure.limit import Limit, Reckoning, YearDay, next_month_day
from welfarekit.procedure.move import Move
from welfarekit.procedure.step import Level

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar
    from welfarekit.procedure.case import Case
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
    second complaint after the second one. ``owner`` is who acts. An ``optional`` clock is the time within which a person may act, to appeal;
    to let it pass is not to be late. Without a ``limit`` the law gives none that could be confirmed, and ``open`` says what is
    known.
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


def deadlines_of(case: Case, calendar: Calendar | None, *, running: bool = False) -> tuple[Deadline, ...]:
    """Every run of every clock of a case, in the order of the steps that started them; with ``running`` only what still runs.

    Each step is judged by the procedure under which it was taken; a clock that it started may be stopped by a later one. What
    still runs is for who takes care of it under the procedure of today, since an office may be gone.
    """
    found = []
    for procedure, first, after in case.eras:
        for place in range(first, after):
            found += list(_started(case, procedure, place, calendar, running))
    return tuple(found)


def _started(case: Case, procedure: Procedure, place: int, calendar: Calendar | None, running: bool) -> Iterator[Deadline]:
    move, later = case.moves[place], case.moves[place + 1 :]
    runs: dict[str, Deadline] = {}
    extended: list[tuple[Clock, dt.date]] = []
    for clock in procedure.clocks:
        if move.step not in clock.after or not clock.holds_on(move.on):
            continue
        if clock.not_after and steps_since_decision(case, place).intersection(clock.not_after):
            continue
        if clock.when:
            taken = next((one.on for one in later if one.step == clock.when), None)
            if taken is None:
                continue
            extended.append((clock, taken))
        reached = [move, *later] if clock.at_once else later
        stopped = next((one.on for one in reached if one.step in clock.stops or one.step in procedure.closing), None)
        if running and stopped is not None:
            continue
        run = _run(procedure, clock, move, stopped, calendar)
        runs[clock.key] = run if stopped else evolve(run, owner=_owner(case, procedure, clock))
    for clock, taken in extended:
        shorter = runs.get(clock.instead_of)
        if shorter is not None and (shorter.last is None or taken <= shorter.last):
            del runs[clock.instead_of]
    yield from runs.values()


def _owner(case: Case, procedure: Procedure, clock: Clock) -> Level:
    """Who acts today on a clock that was started under an earlier procedure."""
    same = [] if procedure is case.procedure else [one for one in case.procedure.clocks if one.key == clock.key]
    return same[-1].owner if same else clock.owner


def steps_since_decision(case: Case, before: int | None = None) -> set[str]:
    """The steps of a case since its last decision, that one included; with ``before`` only those before this place."""
    found = set()
    for procedure, move in case.backwards(before):
        found.add(move.step)
        if procedure.has(move.step) and procedure.step(move.step).decides:
            break
    return found


def _run(procedure: Procedure, clock: Clock, move: Move, stopped: dt.date | None, calendar: Calendar | None) -> Deadline:
    start, reckoning, missing, earliest = None, None, "", None
    try:
        start = start_of(procedure, clock, move, calendar)
        if start is None:
            missing = f"{clock.counted_from} was not stated"
        else:
            reckoning = clock.reckon(start, calendar, program=procedure.program)
        if reckoning is not None and clock.backwards and reckoning.last < move.on:
            missing = f"its day, {reckoning.last.isoformat()}, had passed before {clock.counted_from} was stated"
            reckoning = None
    except CalendarMissing as error:
        missing, earliest = str(error), max(start or move.on, dt.date(error.year, 1, 1))
    except WelfarekitError as error:
        missing = str(error)
    last = reckoning.last if reckoning else None
    return Deadline(
        clock.key, clock.text, _event(clock, move), start, last, clock.owner, clock.cite, stopped, missing, reckoning,
        earliest=earliest, optional=clock.optional,
    )  # fmt: skip


def _event(clock: Clock, move: Move) -> str:
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
        clock.key, clock.text, _event(clock, move), start, reckoning.last, clock.owner, clock.cite, reckoning=reckoning,
        optional=clock.optional,
    )  # fmt: skip
