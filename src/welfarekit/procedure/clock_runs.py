"""The clocks of a case: what its steps have started, and what has stopped since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING

from attrs import evolve

from welfarekit.errors import CalendarMissing, WelfarekitError
from welfarekit.procedure.clocks import Clock, event_of, start_of
from welfarekit.procedure.deadline import Deadline
from welfarekit.procedure.move import Move
from welfarekit.procedure.procedure import Procedure
from welfarekit.procedure.step import Level

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar
    from welfarekit.procedure.case import Case


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
        clock.key, clock.text, event_of(clock, move), start, last, clock.owner, clock.cite, stopped, missing, reckoning,
        earliest=earliest, optional=clock.optional,
    )  # fmt: skip
