"""Reading worked cases of awards from TOML, strictly: everything that is wrong with a file at once."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any, Final

from welfarekit.adapters.records import Record
from welfarekit.adapters.schedule_json import read_pay_day, read_schedule
from welfarekit.administration.law.country_file import country_file
from welfarekit.award_cases import COUNTED, AwardCase
from welfarekit.awards.events import Cause
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.place import Place

STEPS: Final = {
    "plan": ("on", "until"),
    "pay": ("until",),
    "change": ("on", "known_on", "amount"),
    "suspend": ("on", "known_on"),
    "resume": ("on", "known_on"),
    "terminate": ("on", "known_on"),
    "reinstate": ("since", "known_on"),
    "serve": ("since", "until", "known_on", "amount"),
    "find": ("since", "known_on", "amount", "cause"),
    "recover": ("on", "floor"),
}
"""What may happen in a case, and what each step needs."""
_DAYS: Final = ("decided_on", "applied_on", "certificate_on", "birthday_on", "until")
_STEP_DAYS: Final = ("on", "known_on", "since", "until")


def read_award_cases(path: str | Path) -> list[AwardCase]:
    """The cases of a file; InvalidFacts with everything that is wrong with it."""
    try:
        tables = tomllib.loads(Path(path).read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidFacts([Problem("not_toml", str(path), type(error).__name__, f"TOML in UTF-8: {error}")]) from None
    problems: list[Problem] = []
    record = Record(_texts(tables), "", problems)
    cases = record.parts("award_case", _read_case)
    record.close()
    if problems:
        raise InvalidFacts(problems)
    return list(cases)


def shipped_award_cases(country: str) -> list[AwardCase]:
    """The cases of awards that a country ships."""
    path = country_file(country, "award_cases.toml")
    return read_award_cases(path) if path.exists() else []


def holds_award_cases(path: str | Path) -> bool:
    """Whether a file of worked cases is about awards; a file that cannot be read is left to whoever reads it."""
    try:
        return b"[[award_case]]" in Path(path).read_bytes()
    except OSError:
        return False


def _texts(value: Any) -> Any:
    """Days as texts, all the way down, as a record reads them."""
    if isinstance(value, dict):
        return {key: _texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_texts(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _read_case(record: Record) -> AwardCase | None:
    days = {name: record.optional_day(name, needed=name == "decided_on") for name in _DAYS}
    known: dict[str, Any] = {
        "id": record.text("id"),
        "text": record.text("text"),
        "source": record.text("source"),
        "program": record.text("program"),
        "place": record.place("place") or Place.parse("XD"),
        "amount": record.benefit("amount"),
        "days": {name: day for name, day in days.items() if day is not None},
        "ground": record.optional_text("ground"),
        "schedule": record.part("schedule", read_schedule),
        "pay_day": record.part("pay_day", read_pay_day),
        "steps": record.parts("steps", _read_step),
        "expect": record.part("expect", _read_expected) or {},
    }
    return record.make(lambda: AwardCase(**known))


def _read_step(record: Record) -> dict[str, Any] | None:
    step: dict[str, Any] = {"do": record.text("do")}
    if step["do"] and step["do"] not in STEPS:
        record.wrong("not_one_of", "do", repr(step["do"]), f"one of {', '.join(STEPS)}")
    for name in (*_STEP_DAYS, *COUNTED):
        step[name] = record.optional_day(name)
    for name in ("amount", "floor", "cap"):
        step[name] = record.optional_text(name)
    cause = record.choice("cause", Cause)
    step["cause"] = None if cause is None else cause.value
    for needed in STEPS.get(step["do"], ()):
        if needed not in record.data:
            record.wrong("missing", needed, "nothing", f"{step['do']} has {', '.join(STEPS[step['do']])}")
    step["grace_months"] = record.whole("grace_months", 0, 0, 120)
    return {name: value for name, value in step.items() if value is not None}


def _read_expected(record: Record) -> dict[str, Any] | None:
    found: dict[str, Any] = {"start": record.optional_day("start"), "on": record.optional_day("on")}
    found["error"] = record.optional_text("error")
    for name, kind in (("due", dict), ("paid_by", dict), ("lines", list), ("due_on", list)):
        found[name] = record.get(name)
        if found[name] is not None and not isinstance(found[name], kind):
            record.wrong("wrong_type", name, type(found[name]).__name__, "a table" if kind is dict else "a list")
            found[name] = None
    for name, written in (("due", "2025-09"), ("paid_by", "2025-09-30")):
        for key in found[name] or ():
            try:
                dt.date.fromisoformat(key if name == "paid_by" else f"{key}-01")
            except ValueError:
                record.wrong("not_a_date", f"{name}.{key}", repr(key), f"a month or day that exists, written {written}")
    if found["lines"] is not None and found["on"] is None:
        record.wrong("missing", "on", "nothing", "the day for which the lines are")
    return {name: value for name, value in found.items() if value is not None}
