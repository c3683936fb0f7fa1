"""Visits put to use: what they found becomes facts with their sources, and which household is to be visited next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from attrs import evolve, frozen

from welfarekit.domain.changed_facts import with_facts
from welfarekit.domain.checking import masked
from welfarekit.domain.conflict import Claim, Conflict, Prefer, settle
from welfarekit.domain.fact_path import FactPath, no_such_member
from welfarekit.domain.fact_source import FactSource
from welfarekit.domain.household import Household
from welfarekit.domain.provenance import Provenance
from welfarekit.domain.visit import Visit
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.truth import UNKNOWN

PREFER: Final = ("verified", "latest")


@frozen
class DueVisit:
    """A household to be visited: the day by which, and the visit that said so."""

    on: dt.date
    household: str
    after: Visit


def apply_visit(
    visit: Visit, household: Household, provenance: Provenance | None = None, *, prefer: Prefer = "verified"
) -> tuple[Household, Provenance]:
    """The household with what the visit found, and where each fact comes from now.

    An observed fact fills what is not known and takes the place of what is older. What a verified source said is not given up
    for something newer that is not verified, unless ``prefer`` is ``"latest"``; each such contradiction, and one between two
    verified sources, stands in the ``conflicts`` of the provenance.
    """
    if prefer not in PREFER:
        raise ValueError(f"prefer is one of {', '.join(PREFER)}, not {prefer!r}")
    _check(visit, household)
    provenance = Provenance() if provenance is None else provenance
    provenance.check(household)
    sources: dict[FactPath, FactSource] = {path: provenance[path] for path in provenance.paths}
    conflicts, facts = list(provenance.conflicts), dict[FactPath, Any]()
    for path, value in visit.observed.items():
        held, found = provenance.claim(household, path), Claim(value, visit.source)
        claim, contradiction = settle(held, found, prefer)
        if contradiction:
            conflicts.append(Conflict(path, claim, held if claim is found else found))
        if claim is found:
            if value != held.value:
                facts[path] = value
                sources = _without(sources, path, held)
            sources[path] = visit.source
    return (with_facts(household, facts) if facts else household), evolve(provenance, sources=sources, conflicts=conflicts)


def _check(visit: Visit, household: Household) -> None:
    if visit.household != household.id:
        expected = f"a visit to household {masked(household.id)}"
        raise InvalidFacts([Problem("other_household", "household", repr(masked(visit.household)), expected)])
    members = {"", *(member.id for member in household.members)}
    strangers = [path for path in visit.observed if path.member not in members]
    if strangers:
        raise InvalidFacts([no_such_member(path) for path in strangers])


def _without(sources: dict[FactPath, FactSource], path: FactPath, held: Claim) -> dict[FactPath, FactSource]:
    """The sources without those of what is gone: the facts inside a part, or the statement that there is no such part."""
    none = FactPath(path.member, path.names[:-1]) if held.value is None and len(path.names) > 1 else None
    return {each: source for each, source in sources.items() if not each.below(path) and each != none}


def apply_visits(
    household: Household, provenance: Provenance | None, visits: Iterable[Visit], *, prefer: Prefer = "verified"
) -> tuple[Household, Provenance]:
    """The household after many visits, given in any order: by their day, and on one day by their identifier.

    The same visit given twice counts once; two different ones with the same identifier are InvalidFacts (``duplicate_id``).
    """
    known = Provenance() if provenance is None else provenance
    for visit in in_order(visits):
        household, known = apply_visit(visit, household, known, prefer=prefer)
    return household, known


def in_order(visits: Iterable[Visit]) -> tuple[Visit, ...]:
    """The visits by day and identifier, each once."""
    found: dict[str, Visit] = {}
    for visit in visits:
        if found.setdefault(visit.id, visit) != visit:
            raise InvalidFacts([Problem("duplicate_id", "id", repr(masked(visit.id)), "an id of its own for each visit")])
    return tuple(sorted(found.values(), key=lambda visit: (visit.on, visit.id)))


def due_visits(visits: Iterable[Visit], by: dt.date) -> tuple[DueVisit, ...]:
    """The households whose next visit is due on ``by`` or before, the longest due first.

    Of each household the last visit that said something counts, unless the household was visited again on that day or later.
    """
    ordered = in_order(visits)
    last = {visit.household: visit.on for visit in ordered}
    said = {visit.household: visit for visit in ordered if visit.next_due_on is not UNKNOWN}
    due = [DueVisit(on, key, visit) for key, visit in said.items() if isinstance(on := visit.next_due_on, dt.date)]
    standing = [each for each in due if each.on <= by and not each.on <= last[each.household]]
    return tuple(sorted(standing, key=lambda each: (each.on, each.household)))
