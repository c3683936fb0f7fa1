"""Asking: one program for one household on one day, or every program of its country."""

from __future__ import annotations

import datetime as dt
import difflib
import importlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from attrs import evolve

from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, NotInForce, Problem, UnknownProgram
from welfarekit.rules.bounds import check_bounds
from welfarekit.rules.compiled import Missing, fast_path
from welfarekit.rules.determination import Determination
from welfarekit.rules.explain import HOUSEHOLD, Reading
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.plan import Plan, plan_for
from welfarekit.rules.rulebook import Rulebook
from welfarekit.truth import UNKNOWN

if TYPE_CHECKING:
    from welfarekit.domain.provenance import Provenance

COUNTRIES = ("cn", "vn", "demo")
_LOADED: dict[str, Rulebook] = {}


def program_keys(country: str | None = None) -> tuple[str, ...]:
    """The keys of every program, or of one country's (``cn``, ``vn``); the pretend country only when named."""
    names = [country] if country else [name for name in COUNTRIES if name != "demo"]
    keys = []
    for name in names:
        if name not in COUNTRIES:
            raise UnknownProgram(name, next(iter(difflib.get_close_matches(name, COUNTRIES, 1)), None))
        folders: Iterable[str] = importlib.import_module(f"welfarekit.{name}").PROGRAMS
        keys += [f"{name}.{folder}" for folder in folders]
    return tuple(keys)


def program(key: str) -> Rulebook:
    """The rulebook of a program, loaded when first asked for. An unknown key names the nearest one."""
    rulebook = _LOADED.get(key)
    if rulebook is None:
        country = key.partition(".")[0]
        if country not in COUNTRIES or key not in program_keys(country):
            everything = [k for name in COUNTRIES for k in program_keys(name)]
            raise UnknownProgram(key, next(iter(difflib.get_close_matches(key, everything, 1, 0.5)), None))
        rulebook = importlib.import_module(f"welfarekit.{key}").rulebook
        check_bounds(rulebook)
        _LOADED[key] = rulebook
    return rulebook


def determine(
    program_key: str | Rulebook,
    household: Any,
    on: dt.date,
    *,
    member: str | None = None,
    month: Any = UNKNOWN,
    law: Lawbook | None = None,
    decided: dt.date | None = None,
    provenance: Provenance | None = None,
) -> Determination:
    """Entitled or not, how much, why, and what is missing: one program, one household, one day.

    ``member`` asks a person program about one member; without it the household's members are added up.
    ``month`` carries facts about a month (:class:`~welfarekit.domain.index_month.IndexMonth`) for programs that ask for them.
    ``law`` is the law to answer by (default: as shipped); ``decided`` hides law that an authority could not yet decide on
    that day. ``provenance`` says where the facts come from; the answer stays the same, and the warnings name the facts behind
    it that are not verified, old, or contradicted. Missing facts make the answer undetermined.
    :class:`~welfarekit.errors.InvalidFacts` is raised for facts that cannot be, :class:`~welfarekit.errors.NotInForce` for a
    place or day without law, :class:`~welfarekit.errors.UnknownProgram` for an unknown key, TypeError for what is no
    :class:`~welfarekit.domain.provenance.Provenance` or no date.
    """
    rulebook = program_key if isinstance(program_key, Rulebook) else program(program_key)
    if type(on) is not dt.date:
        raise TypeError(f"`on` is a date, such as dt.date(2025, 7, 1), not {type(on).__name__}")
    _check(rulebook, household, on, month)
    index = HOUSEHOLD
    if member is not None:
        index = _index(rulebook, household, member)
    plan = plan_for(rulebook, law or Lawbook.default(), household, on, decided)
    answer = answer_for(rulebook, plan, household, on, month, index, decided)
    if provenance is None:
        return answer
    from welfarekit.domain.provenance import checked_provenance

    return evolve(answer, provenance=checked_provenance(provenance, household))


def _check(rulebook: Rulebook, household: Any, on: dt.date, month: Any) -> None:
    if (rulebook.since is not None and on < rulebook.since) or (rulebook.until is not None and on > rulebook.until):
        held = f"in force from {rulebook.since}" + (f" to {rulebook.until}" if rulebook.until else "")
        raise NotInForce(rulebook.key, str(household.place), on, [held], program=True)
    problems: list[Problem] = []
    for member in household.members:
        if member.birth_date is not UNKNOWN and member.birth_date > on:
            problems = household.problems_on(on)
            break
    place = household.place
    if place is not UNKNOWN and place.country != rulebook.country:
        given = f"{place} (country {place.country})"
        problems = [*problems, Problem("foreign_place", "place", given, f"a place of {rulebook.country}")]
    if month is not UNKNOWN and month.month is not UNKNOWN and (month.month.year, month.month.month) != (on.year, on.month):
        expected = f"the month of the day asked, {on.isoformat()}"
        problems = [*problems, Problem("other_month", "month.month", month.month.isoformat(), expected)]
    if problems:
        raise InvalidFacts(problems)


def _index(rulebook: Rulebook, household: Any, member: str) -> int:
    if rulebook.subject != "person":
        raise TypeError(f"{rulebook.key} is about households; leave `member` out")
    for index, person in enumerate(household.members):
        if person.id == member:
            return index
    ids = ", ".join(masked(person.id) for person in household.members)
    raise InvalidFacts([Problem("no_such_member", "member", repr(masked(member)), f"one of {ids}")])


def answer_for(
    rulebook: Rulebook, plan: Plan, household: Any, on: dt.date, month: Any, index: int, decided: dt.date | None
) -> Determination:
    """The determination under a plan: by the compiled path where everything it needs is known, else by the full reading."""
    whole = index == HOUSEHOLD
    if plan.exact:
        fast = fast_path(rulebook, whole=whole)
        law = plan.fast.get(whole)
        if law is None:
            law = plan.fast[whole] = fast.law(plan)
        members = household.members
        person = None if whole else members[index]
        try:
            eligible, benefit, status, trace = fast.function(person, household, members, month, on, law)
        except Missing:
            pass
        else:
            answer = (eligible, benefit, status)
            return Determination(rulebook, household, on, plan, answer, month, index, trace, fast.names, decided)
    return full_answer(rulebook, plan, household, on, month, index, decided)


def full_answer(
    rulebook: Rulebook, plan: Plan, household: Any, on: dt.date, month: Any, index: int, decided: dt.date | None
) -> Determination:
    """The determination by the full reading, which is the definition."""
    reading = Reading(plan, household, month)
    roots = rulebook.whole if index == HOUSEHOLD else rulebook.one
    eligible = None if roots[0] is None else reading.value(roots[0], index)
    benefit = None if roots[1] is None or eligible is False else reading.value(roots[1], index)
    status = None if roots[2] is None else reading.value(roots[2], index)
    answer = (eligible, benefit, status)
    return Determination(rulebook, household, on, plan, answer, month, index, (), (), decided)
