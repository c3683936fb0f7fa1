"""A household with other facts than those it states now.

>>> home = Household(id="hh-1", members=[Person(id="p1", disability=None)])
>>> with_facts(home, {"area": "rural", "members[p1].disability.grade": 2})
Household(id='hh-1', area='rural', members=(Person(id='p1', disability=Disability(grade=2)),))
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from welfarekit.domain.checking import shown
from welfarekit.domain.fact import specs_of
from welfarekit.domain.fact_path import FactPath, fact_path, no_such_member
from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.truth import UNKNOWN


def with_facts(household: Household, facts: Mapping[FactPath, Any] | Mapping[str, Any]) -> Household:
    """The household with other facts; :class:`~welfarekit.errors.InvalidFacts` where they cannot be true together.

    A part that was not there is made; a value of UNKNOWN takes a fact away.
    """
    changes: dict[str, dict[tuple[str, ...], Any]] = {}
    for key, value in facts.items():
        path = key if isinstance(key, FactPath) else fact_path(key, household)
        if not path.names:
            raise InvalidFacts([Problem("wrong_type", path.masked, shown(value), "the path of one fact")])
        changes.setdefault(path.member, {})[path.names] = value
    whole = {**vars(household), **_changed(vars(household), Household, changes.pop("", {}))}
    people = list(household.members)
    places = {member.id: index for index, member in enumerate(people)}
    strangers = [FactPath(key, ()) for key in changes if key not in places]
    if strangers:
        raise InvalidFacts([no_such_member(path) for path in strangers])
    for member, inner in changes.items():
        place = places[member]
        people[place] = _made(Person, vars(people[place]), inner, f"members[{place}].")
    return Household(**{**whole, "members": tuple(people)})


def _made(cls: type[Any], known: Mapping[str, Any], changes: Mapping[tuple[str, ...], Any], prefix: str) -> Any:
    try:
        return cls(**{**known, **_changed(known, cls, changes)})
    except InvalidFacts as error:
        raise InvalidFacts([evolve(problem, path=prefix + problem.path) for problem in error.problems]) from None


def _changed(known: Mapping[str, Any], cls: type[Any], changes: Mapping[tuple[str, ...], Any]) -> dict[str, Any]:
    """What is different, by name: facts as they are given, parts made anew around what changes in them."""
    found = {names[0]: value for names, value in changes.items() if len(names) == 1}
    below: dict[str, dict[tuple[str, ...], Any]] = {}
    for names, value in changes.items():
        if len(names) > 1:
            below.setdefault(names[0], {})[names[1:]] = value
    for name, inner in below.items():
        part = found.get(name, known.get(name, UNKNOWN))
        kind = specs_of(cls)[name].type
        found[name] = _made(kind, {} if part is UNKNOWN or part is None else vars(part), inner, f"{name}.")
    return found
