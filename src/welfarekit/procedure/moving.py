"""Whether a case may take a step: the state, the day, the level, the posting that may still run, and the facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, MoveNotAllowed, Problem
from welfarekit.procedure.move import Move, fact_problems
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
        return Level.PERSON, Problem("not_one_of", "level", repr(str(level)[:20]), f"one of {', '.join(Level)}")
    acting = Level(level)
    if allowed and acting not in allowed:
        return acting, Problem("wrong_level", "level", acting.value, f"{' or '.join(allowed)}, who takes this step")
    return acting, None


def follows(case: Case, step: Step) -> bool:
    """Whether a step that may only follow others follows one of them, since the last decision."""
    if not step.only_after:
        return True
    for move in reversed(case.moves):
        if move.step in step.only_after:
            return True
        if case.procedure.has(move.step) and case.procedure.step(move.step).decides:
            return False
    return False


def opening(procedure: Procedure, *, on: dt.date, level: Level | str | None, by: str, facts: Mapping[str, Any]) -> Move:
    """The first step of a case; anyone may take it, for an office may begin of its own accord."""
    acting, wrong = _acting(level, ())
    problems = [problem for problem in (_day_problem(on), wrong) if problem is not None]
    problems += fact_problems(facts, ())
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
        raise MoveNotAllowed(f"case {masked(case.id)}", case.state or "new", str(step)[:40], allowed)
    rule = case.procedure.step(step)
    acting, wrong = _acting(level, rule.by)
    problems = [problem for problem in (_day_problem(on), wrong) if problem is not None]
    if not _day_problem(on):
        problems += _day_problems(case, rule, on, calendar)
    problems += fact_problems(facts, rule.needs)
    if problems:
        raise InvalidFacts(problems)
    return Move(step, on, acting, case.state if rule.to is None else rule.to, by, facts)


def _day_problems(case: Case, rule: Step, on: dt.date, calendar: Calendar | None) -> list[Problem]:
    last = case.moves[-1].on
    if on < last:
        return [Problem("before_last_move", "on", on.isoformat(), f"a day not before {last.isoformat()}, that of the last step")]
    over = posting_over(case, calendar)
    during = rule.to is None or rule.closes or rule.by == (Level.PERSON,)
    if over is not None and on <= over and not during:
        return [Problem("posting_runs", "on", on.isoformat(), f"a day after {over.isoformat()}, the last of the posting")]
    return []


def posting_over(case: Case, calendar: Calendar | None) -> dt.date | None:
    """The last day of the posting that the case is in; None where it is in none, or in one of no known length."""
    for move in reversed(case.moves):
        if move.step == case.procedure.starts or not case.procedure.has(move.step):
            return None
        step = case.procedure.step(move.step)
        if step.to is not None:
            return step.posting.reckon(move.on, calendar).last if step.posting is not None else None
    return None
