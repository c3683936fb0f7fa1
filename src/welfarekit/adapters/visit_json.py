"""Visits in and out of JSON.

>>> visit = visit_from_json(
...     '{"id":"v-1","household":"hh-1","kind":"home","purpose":"verification","on":"2026-03-02","next_due":90,'
...     '"observed":{"members[p1].income.wage_per_month":"1500.00 CNY","members[p1].disability":null}}'
... )
>>> visit
<Visit v-1 home 2026-03-02 to hh-1: 2 facts, next due 2026-05-31>
>>> visit_from_json(visit_to_json(visit)) == visit
True
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any, Final

from attrs import evolve, fields

from welfarekit.adapters.document import Document, written
from welfarekit.adapters.inspection import Inspection
from welfarekit.adapters.parsing import LIMIT
from welfarekit.adapters.provenance_json import read_object, unknown_keys
from welfarekit.domain.care_check import CareCheck
from welfarekit.domain.checking import shown
from welfarekit.domain.fact import Spec
from welfarekit.domain.fact_path import FactPath, read_path
from welfarekit.domain.visit import MOST_DAYS, RegisteredNeed, Visit
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.truth import UNKNOWN

KEYS: Final = tuple(each.name for each in fields(Visit))
_REQUIRED: Final = ("id", "household", "kind", "purpose", "on")
_DAY: Final = Spec("on", "day", dt.date, "")


def visit_from_json(document: Document, *, limit: int = LIMIT) -> Visit:
    """The visit that a document describes; InvalidFacts with all problems.

    ``observed`` is an object from paths to values as a household document has them, with money in its own currency;
    ``next_due`` is a day or a number of days; a need is a text, or an object of ``text`` and ``met``.
    """
    data = read_object(document, limit)
    inspection = Inspection({})
    inspection.repeated(data, "")
    unknown_keys(data, KEYS, "a visit", inspection)
    for name in _REQUIRED:
        if name not in data:
            inspection.note("missing", name, "nothing", "a text")
    given: dict[str, Any] = {
        name: data[name]
        for name in ("id", "household", "kind", "purpose", "visitor", "office", "verified", "form")
        if name in data
    }
    if "on" in data:
        given["on"] = _day(data["on"], "on", inspection)
    if "next_due" in data:
        given["next_due"] = _due(data["next_due"], inspection)
    given["observed"] = _observed(data.get("observed", {}), inspection)
    given["needs"] = tuple(_need(each, f"needs[{i}]", inspection) for i, each in enumerate(_list(data, "needs", inspection)))
    given["care"] = tuple(_care(each, f"care[{i}]", inspection) for i, each in enumerate(_list(data, "care", inspection)))
    problems = list(inspection.problems)
    for name in _REQUIRED:
        if name not in data:
            return _wrong(problems)
    try:
        visit = Visit(**{name: value for name, value in given.items() if value is not UNKNOWN or name == "on"})
    except InvalidFacts as error:
        told = {problem.path for problem in problems}
        return _wrong([*problems, *(problem for problem in error.problems if problem.path not in told)])
    return visit if not problems else _wrong(problems)


def _wrong(problems: list[Problem]) -> Visit:
    raise InvalidFacts(problems)


def _list(data: dict[str, Any], name: str, inspection: Inspection) -> list[Any]:
    found = data.get(name, [])
    if isinstance(found, list | tuple):
        return list(found)
    inspection.note("wrong_type", name, shown(found), "a list")
    return []


def _day(value: Any, path: str, inspection: Inspection) -> Any:
    return value if type(value) is dt.date else inspection.written(_DAY, value, path) if type(value) is str else value


def _due(value: Any, inspection: Inspection) -> Any:
    if type(value) is int:
        if 1 <= value <= MOST_DAYS:
            return dt.timedelta(days=value)
        inspection.note("out_of_range", "next_due", shown(value), f"1 to {MOST_DAYS} whole days")
        return UNKNOWN
    return _day(value, "next_due", inspection)


def _observed(given: Any, inspection: Inspection) -> dict[FactPath, Any]:
    if not isinstance(given, dict):
        inspection.note("wrong_type", "observed", shown(given), "an object")
        return {}
    inspection.repeated(given, "observed.")
    found: dict[FactPath, Any] = {}
    for text, value in given.items():
        path = read_path(text)
        if isinstance(path, Problem):
            inspection.problems.append(evolve(path, path=f"observed.{path.path}"))
        elif path.spec is None:
            inspection.note("wrong_type", f"observed.{path.masked}", shown(value), "the path of one fact")
        else:
            known = inspection.fact(path.spec, value, f"observed.{path.masked}")
            if known is not UNKNOWN:
                found[path] = known
    return found


def _need(value: Any, path: str, inspection: Inspection) -> Any:
    if type(value) is str and value:
        return RegisteredNeed(value)
    if isinstance(value, dict) and type(value.get("text")) is str and value["text"]:
        unknown_keys(value, ("text", "met"), "a need", inspection, f"{path}.")
        met = value.get("met", UNKNOWN)
        if met is UNKNOWN or type(met) is bool:
            return RegisteredNeed(value["text"], met)
    inspection.note("wrong_type", path, "something else", "a text, or an object of text and met")
    return RegisteredNeed("?")


def _care(value: Any, path: str, inspection: Inspection) -> Any:
    if not isinstance(value, dict) or not isinstance(value.get("findings", {}), dict):
        inspection.note("wrong_type", path, shown(value), "an object of child, findings and note")
        return CareCheck(child="?", findings={})
    unknown_keys(value, ("child", "findings", "note"), "a check", inspection, f"{path}.")
    try:
        return CareCheck(child=value.get("child", ""), findings=value.get("findings", {}), note=value.get("note", ""))
    except InvalidFacts as error:
        inspection.problems += [evolve(problem, path=f"{path}.{problem.path}") for problem in error.problems]
        return CareCheck(child="?", findings={})


def visit_as_dict(visit: Visit) -> dict[str, Any]:
    """What is known of the visit, as JSON has it; names in full."""
    found: dict[str, Any] = {"id": visit.id, "household": visit.household, "kind": visit.kind.value}
    found |= {"purpose": visit.purpose.value, "on": visit.on.isoformat()}
    for name in ("visitor", "office", "verified", "form"):
        if getattr(visit, name) is not UNKNOWN:
            found[name] = getattr(visit, name)
    if visit.observed:
        found["observed"] = {str(path): written(value, path.spec) for path, value in visit.observed.items() if path.spec}
    if visit.needs:
        found["needs"] = [{"text": each.text, **({} if each.met is UNKNOWN else {"met": each.met})} for each in visit.needs]
    if visit.care:
        found["care"] = [
            {
                "child": each.child,
                "findings": {t.value: f.value for t, f in each.findings},
                **({"note": each.note} if each.note else {}),
            }
            for each in visit.care
        ]
    if visit.next_due is not UNKNOWN:
        due = visit.next_due
        found["next_due"] = due.days if isinstance(due, dt.timedelta) else due and due.isoformat()
    return found


def visit_to_json(visit: Visit) -> str:
    """The visit as compact JSON."""
    return json.dumps(visit_as_dict(visit), ensure_ascii=False, separators=(",", ":"))
