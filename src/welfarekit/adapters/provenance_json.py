"""The sources of facts in and out of JSON, beside the household that they are about.

A document of a household is strict and holds facts only. One that also says where they come from has two more keys: ``sources``,
an object from the path of a fact to its source, and ``conflicts``, what another source contradicts; ``old_after`` may be there,
and ``closed``, an object from paths to the day up to which what was said against the fact was looked at. It is read as a pair.
Paths name a member by identifier or, when read, by place (``members[0].birth_date``).

>>> home, known = household_and_sources_from_json(
...     '{"id":"hh-1","members":[{"id":"p1","birth_date":"1951-03-02"}],'
...     '"sources":{"members[0].birth_date":{"kind":"document","on":"2026-03-02","verified":true}}}'
... )
>>> known["members[p1].birth_date"]
FactSource(kind='document', on=datetime.date(2026, 3, 2), verified=True)
>>> household_and_sources_to_json(home, known)[63:]
'"sources":{"members[p1].birth_date":{"kind":"document","on":"2026-03-02","verified":true}}}'
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from welfarekit.adapters.document import Document, as_dict, from_json, written
from welfarekit.adapters.inspection import Inspection
from welfarekit.adapters.parsing import LIMIT, checked_depth, decoded, parsed
from welfarekit.domain.checking import masked, nearest, shown
from welfarekit.domain.conflict import Claim, Conflict
from welfarekit.domain.fact import Spec
from welfarekit.domain.fact_path import FactPath, read_path
from welfarekit.domain.fact_source import FactSource
from welfarekit.domain.household import Household
from welfarekit.domain.provenance import Provenance
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.truth import UNKNOWN

KEYS: Final = ("sources", "conflicts", "old_after", "closed")
"""What a document may say about the facts, beside the facts."""
_DAY: Final = Spec("closed", "day", dt.date, "")


def household_and_sources_from_json(document: Document, *, limit: int = LIMIT) -> tuple[Household, Provenance]:
    """The household of a document and where its facts come from; InvalidFacts with all problems of both."""
    data = read_object(document, limit)
    inspection = Inspection(data)
    inspection.repeated(data, "")
    household = None
    try:
        household = from_json(Household, {key: value for key, value in data.items() if key not in KEYS})
    except InvalidFacts as error:
        inspection.problems += error.problems
    provenance = _provenance(data, household, inspection)
    if household is None or provenance is None:
        raise InvalidFacts(inspection.problems)
    return household, provenance


def sources_from_json(document: Document, household: Household, *, limit: int = LIMIT) -> Provenance:
    """The sources of a document that has no facts: ``sources``, ``conflicts``, ``old_after`` and ``closed`` only."""
    data = read_object(document, limit)
    inspection = Inspection({} if household.place is UNKNOWN else {"place": household.place.code})
    inspection.repeated(data, "")
    unknown_keys(data, KEYS, "a document of sources", inspection)
    provenance = _provenance(data, household, inspection)
    if provenance is None:
        raise InvalidFacts(inspection.problems)
    return provenance


def provenance_as_dict(provenance: Provenance) -> dict[str, Any]:
    """Where the facts come from, as JSON has it."""
    found: dict[str, Any] = {"sources": {path: as_dict(source) for path, source in provenance.items()}}
    if provenance.conflicts:
        found["conflicts"] = [
            {"path": str(each.path), "kept": _written(each.path, each.kept), "other": _written(each.path, each.other)}
            for each in provenance.conflicts
        ]
    if provenance.closed:
        found["closed"] = {str(path): day.isoformat() for path, day in provenance.closed.items()}
    return found if provenance.old_after == Provenance().old_after else {**found, "old_after": provenance.old_after}


def household_and_sources_to_json(household: Household, provenance: Provenance) -> str:
    """The household and where its facts come from as compact JSON."""
    return json.dumps({**as_dict(household), **provenance_as_dict(provenance)}, ensure_ascii=False, separators=(",", ":"))


def _written(path: FactPath, claim: Claim) -> dict[str, Any]:
    spec = path.spec
    assert spec is not None
    found = {} if claim.value is UNKNOWN else {"value": written(claim.value, spec)}
    return found if claim.source is None else {**found, "source": as_dict(claim.source)}


def read_object(document: Document, limit: int) -> dict[str, Any]:
    """The object of a document, with everything kept that has to be reported."""
    data: Any = document
    if isinstance(document, str | bytes | bytearray | memoryview):
        data = parsed(decoded(document, limit))
    data = checked_depth(data)
    if not isinstance(data, dict):
        raise InvalidFacts([Problem("wrong_type", "", shown(data), "an object")])
    return data


def unknown_keys(data: dict[str, Any], keys: tuple[str, ...], what: str, inspection: Inspection, prefix: str = "") -> None:
    """Write down the keys that there are not."""
    for key in data:
        if key not in keys:
            given = masked(str(key))[:40]
            inspection.note(
                "unknown_key", prefix + given, "a key that is not known here", f"a key of {what}", nearest(given, keys)
            )


def _provenance(data: dict[str, Any], household: Household | None, inspection: Inspection) -> Provenance | None:
    """The provenance, or None where anything is wrong, which is then written down."""
    sources: dict[FactPath, FactSource] = {}
    given = data.get("sources", {})
    for text, value in _object(given, "sources", inspection).items():
        path = _path(text, household, "sources", inspection)
        source = inspection.object(FactSource, value, f"sources.{_shown(text)}")
        if path is not None and source is not UNKNOWN:
            if path in sources:
                inspection.note("stated_twice", f"sources.{path.masked}", "two sources of one fact", "one source")
            sources[path] = source
    conflicts = []
    listed = data.get("conflicts", [])
    if not isinstance(listed, list):
        inspection.note("wrong_type", "conflicts", shown(listed), "a list of objects")
        listed = []
    for index, value in enumerate(listed):
        conflicts.append(_conflict(value, household, f"conflicts[{index}]", inspection))
    old_after = data.get("old_after", Provenance().old_after)
    if type(old_after) is not int or old_after < 0:
        inspection.note("wrong_type", "old_after", shown(old_after), "a number of days")
    closed: dict[FactPath, Any] = {}
    for text, value in _object(data.get("closed", {}), "closed", inspection).items():
        path = _path(text, household, "closed", inspection)
        day = inspection.fact(_DAY, value, f"closed.{_shown(text)}")
        if path is not None and day is not UNKNOWN:
            closed[path] = day
    if inspection.problems or household is None:
        return None
    return Provenance(sources, [each for each in conflicts if each is not None], old_after, closed)


def _object(value: Any, path: str, inspection: Inspection) -> dict[str, Any]:
    if isinstance(value, dict):
        inspection.repeated(value, f"{path}.")
        return value
    inspection.note("wrong_type", path, shown(value), "an object")
    return {}


def _shown(text: str) -> str:
    path = read_path(text)
    return masked(text)[:60] if isinstance(path, Problem) else path.masked


def _path(text: Any, household: Household | None, where: str, inspection: Inspection) -> FactPath | None:
    """The path that a key means; members are looked for only where there is a household to look in."""
    found = read_path(text, household)
    if not isinstance(found, Problem):
        return found
    if household is not None or found.code != "no_such_member":
        inspection.note(found.code, f"{where}.{found.path}", found.given, found.expected, found.hint)
    return None


def _conflict(value: Any, household: Household | None, where: str, inspection: Inspection) -> Conflict | None:
    data = _object(value, where, inspection)
    if not isinstance(value, dict):
        return None
    unknown_keys(data, ("path", "kept", "other"), "a conflict", inspection, f"{where}.")
    path = _path(data.get("path"), household, where, inspection)
    if path is None or path.spec is None:
        return None
    kept, other = (_claim(data.get(name, {}), path, f"{where}.{name}", inspection) for name in ("kept", "other"))
    return Conflict(path, kept, other)


def _claim(value: Any, path: FactPath, where: str, inspection: Inspection) -> Claim:
    data = _object(value, where, inspection)
    unknown_keys(data, ("value", "source"), "a claim", inspection, f"{where}.")
    spec, source = path.spec, data.get("source")
    assert spec is not None
    found = data.get("value", UNKNOWN)
    if found is not UNKNOWN and not (found is None and _may_lack(path)):
        found = inspection.fact(spec, found, f"{where}.value")
    told = None if source is None else inspection.object(FactSource, source, f"{where}.source")
    return Claim(found, None if told is UNKNOWN else told)


def _may_lack(path: FactPath) -> bool:
    """Whether there may be none: of the fact itself, or of a part that it lies in."""
    return any(each.spec is not None and each.spec.none for each in (path, *path.above))
