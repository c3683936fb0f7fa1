"""Visits put to use: what they found becomes facts with their sources, and which household is to be visited next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any, Final

from attrs import evolve, field, frozen

from welfarekit.domain.changed_facts import with_facts
from welfarekit.domain.checking import masked
from welfarekit.domain.conflict import Claim, Conflict, Prefer, settle
from welfarekit.domain.fact_path import FactPath, no_such_member
from welfarekit.domain.fact_source import FactSource
from welfarekit.domain.household import Household
from welfarekit.domain.provenance import Provenance, checked_provenance
from welfarekit.domain.visit import Visit
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.truth import UNKNOWN

PREFER: Final = ("verified", "latest")


@frozen
class DueVisit:
    """A household to be visited: the day by which, and the visit that said so."""

    on: dt.date
    household: str = field(repr=lambda text: repr(masked(text)))
    after: Visit


def apply_visit(
    visit: Visit, household: Household, provenance: Provenance | None = None, *, prefer: Prefer = "verified"
) -> tuple[Household, Provenance]:
    """The household with what the visit found, and where each fact comes from now.

    An observed fact fills what is not known and takes the place of what is older. What a verified source said is not given up
    for something newer that is not verified, unless ``prefer`` is ``"latest"``; each such contradiction, and one between two
    verified sources, stands in the ``conflicts`` of the provenance.

    What is found anew closes older contradictions of the fact: those that say what is held now, and those from before the day
    of a verified finding, except that against a verified source it takes two. What another source said later stays.

    One visit at a time, facts come out the same in any order of the visits as long as each is about the same fact. With
    ``"latest"`` they do not, since only the source that is held is known: give a visit that comes late together with those
    after it, to :func:`apply_visits`.
    """
    if prefer not in PREFER:
        raise ValueError(f"prefer is one of {', '.join(PREFER)}, not {prefer!r}")
    _check(visit, household)
    provenance = Provenance() if provenance is None else checked_provenance(provenance, household)
    sources: dict[FactPath, FactSource] = {path: provenance[path] for path in provenance.paths}
    conflicts, facts, anew = list[Conflict](), dict[FactPath, Any](), list[FactPath]()
    for path, value in visit.observed.items():
        held, found = provenance.claim(household, path), Claim(value, visit.source)
        claim, contradiction = settle(held, found, prefer)
        if claim is found:
            anew.append(path)
            if value != held.value:
                facts[path] = value
                sources = _without(sources, path, held)
            sources[path] = _best(found, provenance, path)
        if contradiction and (claim is found or _is_news(found, provenance, path)):
            conflicts.append(Conflict(path, claim, held if claim is found else found))
    home = with_facts(household, facts) if facts else household
    known = _closing(home, evolve(provenance, sources=sources), anew)
    return home, evolve(known, conflicts=[*known.conflicts, *conflicts])


def _is_news(found: Claim, provenance: Provenance, path: FactPath) -> bool:
    """Whether what is not held was said after somebody looked, and does not stand against the fact already."""
    if found.on <= provenance.closed_to(path):
        return False
    for each in provenance.conflicts_about(path):
        same = each.says_of(path).value == found.value and each.other.verified >= found.verified
        if each.other.source == found.source or (same and found.on <= each.kept.on):
            return False
    return True


def _best(found: Claim, provenance: Provenance, path: FactPath) -> FactSource:
    """The best source of what is held now: another one may have said the same and been overruled since."""
    for each in provenance.conflicts:
        if each.path == path and each.other.value == found.value:
            found = found.better(each.other)
    assert found.source is not None
    return found.source


def _closing(household: Household, known: Provenance, anew: Collection[FactPath]) -> Provenance:
    """The provenance without the contradictions that ended with what was found anew.

    A verified source outweighs a claim from before its day. Against another verified source it takes two, one after the other.
    """
    touched = {each for path in anew for each in known.conflicts_about(path)}
    if not touched:
        return known
    conflicts, gone = [each for each in known.conflicts if each not in touched], dict[Conflict, dt.date]()
    for each in touched:
        held, other = known.claim(household, each.path), each.other
        conflicts.append(now := evolve(each, kept=held))
        looked_at = held.verified and other.on < held.on
        if looked_at and other.verified:  # by a second one, and at all that the first one is about
            looked_at = each.kept.verified and any(each.path == path or each.path.below(path) for path in anew)
        if other.value == held.value or looked_at:
            gone[now] = other.on
    return evolve(known, conflicts=conflicts).closing(gone)


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
