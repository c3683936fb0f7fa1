"""Cases as JSON: the contract ``welfarekit.case/1``. Keys are added, never changed.

A document holds what was done and when; which steps were allowed is law, and is checked while the document is read. Amounts are
texts with their currency, days are ``2025-01-31``; a number with a decimal point is nowhere right. Whoever took a step (``by``)
is written in full, since the file is the office's own; it is shown nowhere else.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from attrs import evolve, frozen

from welfarekit.adapters.records import Record, benefit_data, reading
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedures import REGULAR, Procedures
from welfarekit.calendars import Calendar
from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, MoveNotAllowed, Problem, TermMissing, WelfarekitError
from welfarekit.money import Money
from welfarekit.procedure.case import Case
from welfarekit.procedure.move import FACTS, FactValue, Move
from welfarekit.procedure.step import Level

CASE: Final = "welfarekit.case/1"


@frozen
class _Told:
    """One step as a document tells it, not yet judged."""

    step: str
    on: dt.date
    level: Level | None
    by: str
    facts: Mapping[str, Any]
    variant: str | None = None


def case_to_json(case: Case) -> str:
    """The case in one line: what was done, not what the law makes of it.

    Where a case has followed several variants, each step from which it follows another one names it as ``variant``, the first
    step too; ``follows`` names the one that goes on from the last step, where that is yet another.
    """
    variants = [procedure.variant for procedure, first, after in case.eras for _ in range(first, after)]
    told = [variant if place == 0 or variant != variants[place - 1] else "" for place, variant in enumerate(variants)]
    now = case.procedure.variant
    several = len({*variants, now}) > 1
    data = {
        "schema": CASE,
        "id": case.id,
        "program": case.program,
        "subject": case.subject,
        "place": case.place.code,
        "variant": variants[0] if variants else now,
        **({"follows": now} if variants and now != variants[-1] else {}),
        **({"category": case.category} if case.category else {}),
        **({"office": case.office} if case.office else {}),
        "moves": [_move_data(move, variant if several else "") for move, variant in zip(case.moves, told, strict=True)],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _move_data(move: Move, variant: str) -> dict[str, Any]:
    facts = {name: _fact_data(value) for name, value in move.facts}
    more = {**({"variant": variant} if variant else {}), **({"by": move.by} if move.by else {})}
    data = {"step": move.step, "on": move.on.isoformat(), "level": move.level.value, **more}
    return {**data, "facts": facts} if facts else data


def _fact_data(value: FactValue) -> Any:
    if isinstance(value, Money):
        return benefit_data(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def case_from_json(
    text: str | bytes | dict[str, Any],
    procedures: Procedures | None = None,
    *,
    on: dt.date | None = None,
    calendar: Calendar | None = None,
) -> Case:
    """The case that a document describes; InvalidFacts with everything that is wrong with it.

    Each step is judged by the procedure that was law when the application was made or, once the case had come to rest, on the
    day of the step. ``variant`` at a step names the variant that is followed from it on, ``follows`` in the document the one
    that goes on after the last step; in a document without the first, ``follows`` goes on from the day on which the case came to
    rest. ``on`` brings the case under the law of a day, as
    :meth:`~welfarekit.administration.law.procedures.Procedures.follow` does.
    The ``calendar`` is that of the country unless given.
    """
    with reading(text, CASE) as record:
        case = _case(record, procedures or Procedures.default(), on, calendar)
    if case is None:
        raise AssertionError("a document without a mistake makes a case")
    return case


def _case(record: Record, procedures: Procedures, on: dt.date | None, calendar: Calendar | None) -> Case | None:
    key, program, subject = record.text("id"), record.text("program"), record.text("subject")
    place = record.place("place")
    if "place" not in record.data:
        record.wrong("missing", "place", "nothing", "a place code such as 'CN-430602'")
    variant = record.optional_text("variant") or REGULAR
    follows = record.optional_text("follows")
    category, office = record.optional_text("category") or "", record.optional_text("office") or ""
    told = record.parts("moves", _told)
    if not record.get("moves"):
        record.wrong("missing", "moves", "nothing", "the steps taken, the application first")
    if record.problems or place is None:
        return None
    try:
        rules = procedures.find(program, place, told[0].on, variant)
        days = calendar or calendar_for(place.country)
    except TermMissing as error:
        record.problems.append(Problem("no_procedure", "program", masked(program), str(error)))
        return None
    if told[0].step != rules.starts:
        begins = f"{rules.starts}, with which it begins"
        record.problems.append(Problem("not_allowed", "moves[0].step", repr(masked(told[0].step)), begins))
        return None
    first = told[0]
    if first.variant not in (None, variant):
        record.wrong("not_allowed", "moves[0].variant", repr(masked(first.variant or "")), f"{variant}, that of the document")
        return None
    marked = any(step.variant for step in told)
    case = record.make(
        lambda: Case.opened(
            key, rules, subject, on=first.on, place=place, office=office, level=first.level, by=first.by, **first.facts
        )
    )
    for number, step in enumerate(told[1:], 1):
        case = case and _taken(record, procedures, case, step, f"moves[{number}]", days, step.variant if marked else follows)
    if case is None:
        return None
    found = procedures.follow(case, on or case.moves[-1].on, follows) if on or follows else case
    return record.make(lambda: evolve(found, category=category))


def _told(record: Record) -> _Told:
    step, on = record.text("step"), record.day("on")
    level, by = record.choice("level", Level), record.optional_text("by") or ""
    return _Told(step, on, level, by, record.part("facts", _facts) or {}, record.optional_text("variant"))


def _facts(record: Record) -> dict[str, Any]:
    """What was stated with a step, each fact in its own kind; a name that there is not is left unread, and so reported."""
    read: dict[type[Any], Callable[[str], Any]] = {
        str: record.text, bool: record.flag, dt.date: record.day, Money: record.benefit,
    }  # fmt: skip
    facts: dict[str, Any] = {}
    for name, kind in FACTS.items():
        if name in record.data:
            facts[name] = read[kind](name)
        else:
            record.read.add(name)
    return facts


def _taken(
    record: Record, procedures: Procedures, case: Case, step: _Told, path: str, calendar: Calendar, variant: str | None
) -> Case | None:
    try:
        if step.on >= case.moves[-1].on:
            case = procedures.follow(case, step.on, variant)
        if step.variant not in (None, case.procedure.variant):
            expected = f"{case.procedure.variant}; another one can be followed once the case is paid, where it is law"
            record.wrong("not_allowed", f"{path}.variant", repr(masked(step.variant or "")), expected)
            return None
        return case.move(step.step, on=step.on, level=step.level, by=step.by, calendar=calendar, **step.facts)
    except MoveNotAllowed as error:
        allowed = f"one of {', '.join(error.allowed)}, since the case is {error.from_state}"
        record.problems.append(Problem("not_allowed", f"{path}.step", repr(masked(step.step)), allowed))
    except InvalidFacts as error:
        for problem in error.problems:
            inner = problem.path if problem.path in ("on", "level") else f"facts.{problem.path}"
            record.wrong(problem.code, f"{path}.{inner}", problem.given, problem.expected, problem.hint)
    except WelfarekitError as error:
        record.wrong("bad_value", f"{path}.on", step.on.isoformat(), str(error))
    return None
