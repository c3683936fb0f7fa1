"""Whether a case may take a step: the state, the day, the level, the posting that may still run, and the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, MoveNotAllowed, Problem
from welfarekit.procedure.clock_runs import steps_since_decision
from welfarekit.procedure.handing_over import outside
from welfarekit.procedure.move import Move, day_problems, fact_problems
from welfarekit.procedure.procedure import Procedure
from welfarekit.procedure.step import Level, Step

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar
    from welfarekit.procedure.case import Case


def _day_problem(on: object) -> Problem | None:
    if isinstance(on, dt.date) and not isinstance(on, dt.datetime):
        return None
    return Problem("not_a_date", "on", masked(str(on))[:30], "a date")


def _acting(level: Level | str | None, allowed: tuple[Level, ...]) -> tuple[Level, Problem | None]:
    if level is None:
        return (allowed[0] if allowed else Level.PERSON), None
    if level not in {one.value for one in Level}:
        return Level.PERSON, Problem("not_one_of", "level", repr(masked(str(level))[:20]), f"one of {', '.join(Level)}")
    acting = Level(level)
    if allowed and acting not in allowed:
        return acting, Problem("wrong_level", "level", acting.value, f"{' or '.join(allowed)}, who takes this step")
    return acting, None


def follows(case: Case, step: Step) -> bool:
    """Whether a step follows what it may only follow, and nothing that it may not, since the last decision."""
    if not step.only_after and not step.not_after:
        return True
    taken = steps_since_decision(case)
    return (not step.only_after or bool(taken.intersection(step.only_after))) and not taken.intersection(step.not_after)


def opening(procedure: Procedure, *, on: dt.date, level: Level | str | None, by: str, facts: Mapping[str, Any]) -> Move:
    """The first step of a case; anyone may take it, for an office may begin of its own accord."""
    acting, wrong = _acting(level, ())
    bad = _day_problem(on)
    problems = [problem for problem in (bad or outside(procedure, on), wrong) if problem is not None]
    problems += fact_problems(facts, ())
    problems += [] if bad else day_problems(facts, (), on)
    if problems:
        raise InvalidFacts(problems)
    return Move(procedure.starts, on, acting, procedure.starts, by, facts)


def taken(
    case: Case,
    step: str,
    *,
    on: dt.date,
    level: Level | str | None,
    by: str,
    calendar: Calendar | None,
    facts: Mapping[str, Any],
) -> Move:
    """The step as taken; MoveNotAllowed or InvalidFacts where it may not be."""
    allowed = case.next_moves
    if step not in allowed:
        raise MoveNotAllowed(f"case {masked(case.id)}", case.state or "new", masked(str(step))[:40], allowed)
    rule = case.procedure.step(step)
    acting, wrong = _acting(level, rule.by)
    problems = [problem for problem in (_day_problem(on), wrong) if problem is not None]
    if not _day_problem(on):
        problems += _day_problems(case, rule, on, calendar)
    problems += fact_problems(facts, rule.needs)
    if not _day_problem(on):
        problems += day_problems(facts, rule.needs, on, case.moves[0].on)
    if problems:
        raise InvalidFacts(problems)
    return Move(step, on, acting, case.state if rule.to is None else rule.to, by, facts)


def _day_problems(case: Case, rule: Step, on: dt.date, calendar: Calendar | None) -> list[Problem]:
    last = case.moves[-1].on
    if on < last:
        return [Problem("before_last_move", "on", on.isoformat(), f"a day not before {last.isoformat()}, that of the last step")]
    beyond = outside(case.procedure, on, case)
    if beyond is not None:
        return [beyond]
    over = posting_over(case, calendar, rule)
    if over is not None and on <= over:
        return [Problem("posting_runs", "on", on.isoformat(), f"a day after {over.isoformat()}, the last of the posting")]
    return list(_waiting(case, rule, on, calendar))


def _waiting(case: Case, rule: Step, on: dt.date, calendar: Calendar | None) -> Iterator[Problem]:
    """The clocks that have to run out before a step, and have not."""
    for deadline in case.running(calendar) if rule.waits_for else ():
        if deadline.clock in rule.waits_for and deadline.last is not None and on <= deadline.last:
            expected = f"a day after {deadline.last.isoformat()}, the last for: {deadline.text}"
            yield Problem("clock_runs", "on", on.isoformat(), expected)


def posting_over(case: Case, calendar: Calendar | None, step: Step | None = None) -> dt.date | None:
    """The last day of the posting on which the case waits; None where it waits on none, or on one of no known length.

    An objection does not end a posting. It may be looked into while it runs, and what comes of it may be posted again; nothing
    is decided, and nothing taken that could follow the posting itself, before it is over. With ``step`` the answer is None where
    that step need not wait: what a person does, what closes the case, what leaves it as it is.
    """
    if step is not None and not _waits(step):
        return None
    since: list[Step] = []
    for procedure, move in case.backwards():
        if not procedure.has(move.step) or move.state in procedure.at_rest:
            return None
        taken_step = procedure.step(move.step)
        if taken_step.posts:
            if taken_step.posting is None or any(_follows_posting(one, move.state) for one in since):
                return None
            if step is not None and not _follows_posting(step, move.state):
                return None
            return taken_step.posting.reckon(move.on, calendar).last
        if taken_step.decides:
            return None
        since.append(taken_step)
    return None


def _waits(step: Step) -> bool:
    """Whether it is an office that goes on with the case."""
    return step.to is not None and not step.closes and step.by != (Level.PERSON,)


def _follows_posting(step: Step, posted: str) -> bool:
    return _waits(step) and (step.decides or posted in step.from_states)
