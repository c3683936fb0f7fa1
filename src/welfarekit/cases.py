"""Worked cases: a program's golden tests, its examples, and the format in which anyone can check their own.

A file names the program once and lists cases: source, day, facts, expected answer. ``python -m welfarekit check FILE`` runs
them. TOML has no null, so the text ``"none"`` stands for it; what is left out is unknown.
"""

from __future__ import annotations

import datetime as dt
import difflib
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from attrs import field, frozen

from welfarekit.domain.household import Household
from welfarekit.errors import InvalidFacts, NotInForce, Problem
from welfarekit.rules.determination import Determination, Outcome
from welfarekit.rules.determine import determine, program
from welfarekit.rules.law_file import country_of
from welfarekit.rules.lawbook import Lawbook
from welfarekit.truth import UNKNOWN

EXPECTED = ("outcome", "amount", "status", "needs", "needs_include", "error", "warnings", "lowest", "highest")


def _nulls(value: Any) -> Any:
    """The text "none" as null, all the way down."""
    if isinstance(value, dict):
        return {key: _nulls(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_nulls(item) for item in value]
    return None if value == "none" else value


def _merged(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """``more`` over ``base``; parts are merged key by key."""
    result = dict(base)
    for key, value in more.items():
        old = result.get(key)
        result[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return result


@frozen
class Case:
    """One worked case: who asks, when, and what must come out."""

    id: str
    text: str
    source: str
    program: str
    on: dt.date
    document: dict[str, Any] = field(repr=False)
    expect: dict[str, Any] = field(repr=False)
    member: str | None = None
    month: dict[str, Any] | None = field(default=None, repr=False)
    law: dict[str, Any] = field(factory=dict, repr=False)
    decided: dt.date | None = None

    def household(self) -> Household:
        """The household of the case; InvalidFacts if the document is wrong."""
        return Household.from_json(self.document)

    def index_month(self) -> Any:
        """The facts about the month, UNKNOWN if the case has none."""
        if self.month is None:
            return UNKNOWN
        from welfarekit.adapters.json import index_month_from_json

        return index_month_from_json(self.month)

    def lawbook(self) -> Lawbook:
        """The law of the case: as shipped, with the values that the case makes up."""
        book = Lawbook.default()
        for name, value in self.law.items():
            other, _, key = name.rpartition(".")
            where = other or self.program
            book = book.amended(where, key, value, place=country_of(where))
        return book

    def determine(self) -> Determination:
        """The answer of the library."""
        return determine(
            self.program, self.household(), self.on, member=self.member, month=self.index_month(), law=self.lawbook(),
            decided=self.decided,
        )  # fmt: skip

    def differences(self) -> list[str]:
        """What came out otherwise than expected; empty if the case passes."""
        if self.member is not None and program(self.program).subject != "person":
            return [f"{self.program} is about households; leave `member` out"]
        try:
            answer = self.determine()
        except NotInForce as error:
            return [] if self.expect.get("error") == "not_in_force" else [str(error)]
        except InvalidFacts as error:
            codes = [problem.code for problem in error.problems]
            return [] if self.expect.get("error") in codes else [str(error)]
        if "error" in self.expect:
            return [f"expected the error {self.expect['error']}, got {answer!r}"]
        return list(compare(answer, self.expect))


def compare(answer: Determination, expect: Mapping[str, Any]) -> Iterator[str]:
    """Each expectation that the answer does not meet."""
    amount = answer.amount
    value = amount.value if amount is not None else None
    if answer.outcome is Outcome.NOT_ELIGIBLE:
        value = "0"
    paths = [need.path for need in answer.needs]
    span = answer.span
    found: dict[str, Any] = {
        "outcome": answer.outcome.value,
        "amount": value,
        "status": answer.status,
        "needs": sorted(paths),
        "warnings": sorted({warning.code for warning in answer.warnings}) if "warnings" in expect else [],
        "lowest": span.lowest.value if span else None,
        "highest": span.highest.value if span else None,
    }
    for key, wanted in expect.items():
        if key == "needs_include":
            if missing := sorted(set(wanted) - set(paths)):
                yield f"needs: expected also {missing}, got {sorted(paths)}"
        elif key in ("amount", "lowest", "highest"):
            if found[key] is None or _number(found[key]) != _number(wanted):
                yield f"{key}: expected {wanted}, got {found[key]} ({answer!r})"
        elif key not in found:  # a file is checked when it is read; a Case can also be made in Python
            yield f"{key}: not an expectation; use one of {', '.join(EXPECTED)}"
        elif found[key] != (sorted(wanted) if isinstance(wanted, list) else wanted):
            yield f"{key}: expected {wanted}, got {found[key]}"


def _number(text: str) -> tuple[str, str]:
    whole, _, rest = text.partition(".")
    return whole, rest.rstrip("0")


def read_cases(path: str | Path) -> list[Case]:
    """The cases of a file. A case that is not whole is an InvalidFacts with the place in the file."""
    try:
        tables = tomllib.loads(Path(path).read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidFacts([Problem("not_toml", str(path), type(error).__name__, f"TOML in UTF-8: {error}")]) from None
    problems = _shape(tables, _FILE, "")
    defaults, cases = tables.get("defaults", {}), list[Case]()
    if not problems:
        problems += _shape(defaults, {"household": dict, "member": dict}, "defaults.")
        for index, table in enumerate(tables.get("case", [])):
            where = f"case[{index}]"
            wrong = _shape(table, _CASE, f"{where}.")
            wrong += [
                Problem("missing", f"{where}.{key}", "nothing", f"a case has {key}")
                for key in ("id", "on", "household", "expect")
                if isinstance(table, dict) and key not in table
            ]
            if not wrong:
                wrong += _shape(table["expect"], dict.fromkeys(EXPECTED, (str, list)), f"{where}.expect.")
            problems += wrong
            if not problems:
                cases.append(_case(table, tables.get("program", ""), defaults))
    if problems:
        raise InvalidFacts(problems)
    return cases


_FILE: dict[str, Any] = {"program": str, "defaults": dict, "case": list}
_CASE: dict[str, Any] = {
    "id": str, "text": str, "source": str, "program": str, "on": dt.date, "decided": dt.date, "member": str,
    "household": dict, "month": dict, "law": dict, "expect": dict,
}  # fmt: skip


def _shape(table: Any, known: Mapping[str, Any], path: str) -> list[Problem]:
    """What is wrong with the keys of a table and the kinds of their values."""
    if not isinstance(table, dict):
        return [Problem("wrong_type", path.rstrip("."), type(table).__name__, "a table")]
    problems = []
    for key, value in table.items():
        if key not in known:
            near = next(iter(difflib.get_close_matches(key, known, 1)), "")
            hint = f"did you mean {near!r}?" if near else ""
            problems.append(Problem("unknown_key", f"{path}{key}", repr(key), f"one of {', '.join(known)}", hint))
        elif not isinstance(value, known[key]) or isinstance(value, dt.datetime):
            kinds = known[key] if isinstance(known[key], tuple) else (known[key],)
            expected = " or ".join(_WORDS[kind] for kind in kinds)
            problems.append(Problem("wrong_type", f"{path}{key}", type(value).__name__, expected))
    return problems


_WORDS = {str: "a text in quotes", list: "a list", dict: "a table", dt.date: "a day without quotes, such as 2025-07-01"}


def _case(table: Mapping[str, Any], key: str, defaults: Mapping[str, Any]) -> Case:
    document = _merged(defaults.get("household", {}), table["household"])
    people = document.get("members", [])
    if isinstance(people, list) and all(isinstance(person, dict) for person in people):
        document["members"] = [_merged(defaults.get("member", {}), person) for person in people]
    return Case(
        table["id"], table.get("text", ""), table.get("source", ""), table.get("program", key), table["on"], _nulls(document),
        table["expect"], table.get("member"), _nulls(table.get("month")), table.get("law", {}), table.get("decided"),
    )  # fmt: skip


def shipped_cases(key: str) -> list[Case]:
    """The cases beside a program's rules."""
    rulebook = program(key)
    folder = Path(next(iter(sys.modules[rulebook.package].__path__)))
    path = folder / "cases.toml"
    return read_cases(path) if path.exists() else []
