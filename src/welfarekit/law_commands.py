"""For the official: look at the law, compare two days, find what went stale, check a file."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from fractions import Fraction
from pathlib import Path
from typing import Any

from welfarekit.errors import DateError, LawError, UnknownProgram
from welfarekit.law_files import checked
from welfarekit.money import MINOR_DIGITS, Money
from welfarekit.place import Place
from welfarekit.rules.determine import COUNTRIES, program, program_keys
from welfarekit.rules.law_file import SELECTORS, Parameter, Row, currency_of
from welfarekit.rules.lawbook import Lawbook, law_of


def run_law(options: argparse.Namespace) -> int:
    """Carry out ``law show|diff|stale|check|say``."""
    match options.law:
        case "show":
            return show(options.key, options.place, options.on)
        case "diff":
            return diff(options.before, options.after, options.program)
        case "stale":
            return stale(options.on)
        case "say":
            from welfarekit.rules.say import say

            print(say(program(options.key), options.locale))
            return 0
    return check(options.files)


def text_of(parameter: Parameter, value: Any) -> str:
    """A value of the law as law.toml writes it."""
    if isinstance(value, dict):
        return ", ".join(f"{cell} {text_of(parameter, item)}" for cell, item in value.items())
    if parameter.kind == "schedule":
        return ", ".join(f"from {start} {_one(parameter, item)}" for start, item in value)
    if isinstance(value, tuple):
        mode, step = value
        return f"{mode} to {Money.of_minor(step, currency_of(parameter.program)).value}"
    return _one(parameter, value)


def _one(parameter: Parameter, value: Any) -> str:
    if isinstance(value, Fraction):
        return str(value)
    if "amount" in (parameter.kind, parameter.of):
        currency = currency_of(parameter.program)
        assert currency in MINOR_DIGITS
        return f"{Money.of_minor(value, currency).value} {currency}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _line(parameter: Parameter, row: Row) -> str:
    value = "repealed" if row.repeal else text_of(parameter, row.value)
    later = f", can be decided from {row.in_force}" if row.in_force != row.start else ""
    note = f"  [{row.note}]" if row.note else ""
    return f"    {row.period}{later}: {value}  ({row.cite}; {row.cite.confirmed}, read {row.cite.read}){note}"


def _find(key: str) -> Iterator[Parameter]:
    known = {k for country in COUNTRIES for k in program_keys(country)}
    name, _, rest = key.rpartition(".")
    if key in known:
        yield from law_of(key).parameters.values()
    elif name in known and rest in law_of(name).parameters:
        yield law_of(name).parameters[rest]
    elif name in known:
        raise UnknownProgram(key, next((f"{name}.{near}" for near in get_close_matches(rest, law_of(name).parameters, 1)), None))
    else:
        program(key)


def show(key: str, place: str | None, on: dt.date | None) -> int:
    """The values of a program or a parameter: all, or those that hold in a place on a day."""
    where = Place.parse(place) if place else None
    for parameter in _find(key):
        print(f"{parameter.program}.{parameter.key}: {parameter.text} ({parameter.kind}, {parameter.unit})")
        rows = sorted(parameter.rows, key=lambda row: (row.place.code, row.by, row.start))
        if where is not None and on is not None:
            shown = _held(parameter, where, on, {})
        else:
            near = [row for row in rows if where is None or row.place in where.chain]
            shown = [row for row in near if on is None or _holds(row, rows, on)]
        for row in shown:
            print(_line(parameter, row))
        if not rows:
            print("    no value is shipped; supply one in your own file")
        elif not shown:
            print(f"    no value{f' on {on}' if on else ''}{f' for {where}' if where else ''}")
    return 0


def _held(parameter: Parameter, place: Place, on: dt.date, known: dict[str, str]) -> list[Row]:
    """What the place goes by on the day: one row, or one for each value of the selecting facts that are not known (the area)."""
    choices = [known]
    for name in parameter.by:
        if name not in known:
            choices = [{**choice, name: value} for choice in choices for value in SELECTORS[name]]
    book = Lawbook.default()
    found = [book.find(parameter.program, parameter.key, place, choice, on) for choice in choices]
    return list({id(one.row): one.row for one in found if one is not None}.values())


def _holds(row: Row, rows: Sequence[Row], on: dt.date) -> bool:
    return row.start <= on and (row.stop is None or on < row.stop) and not _superseded(row, rows, on)


def _superseded(row: Row, rows: Sequence[Row], on: dt.date) -> bool:
    """Whether a later row of the place takes over: one for the same facts, or for whatever they are."""
    return any(o.place == row.place and {*o.by} <= {*row.by} and row.start < o.start <= on for o in rows)


def diff(before: dt.date, after: dt.date, programs: list[str] | None) -> int:
    """Every value that begins or ends after the first day and not after the second."""
    if after < before:
        raise DateError(f"{after} lies before {before}; give the earlier day first")
    for key in programs or ():
        program(key)
    for key in programs or [k for country in ("cn", "vn") for k in program_keys(country)]:
        for parameter in law_of(key).parameters.values():
            for row in parameter.rows:
                if before < row.start <= after:
                    old = _held(parameter, row.place, row.start - dt.timedelta(days=1), dict(row.by))
                    was = " / ".join(dict.fromkeys(text_of(parameter, one.value) for one in old)) or "no value"
                    print(f"+ {key}.{parameter.key}  (before: {was})\n{_line(parameter, row)}")
                if row.stop is not None and before < row.stop <= after:
                    print(f"- {key}.{parameter.key} ends\n{_line(parameter, row)}")
    return 0


def stale(on: dt.date) -> int:
    """Values that hold on the day and whose source was last read more than a year before."""
    count = 0
    for key in (k for country in ("cn", "vn") for k in program_keys(country)):
        for parameter in law_of(key).parameters.values():
            for row in parameter.rows:
                if _holds(row, parameter.rows, on) and row.cite.stale_on(on):
                    count += 1
                    print(f"{key}.{parameter.key}\n{_line(parameter, row)}")
    print(f"{count} values to read again")
    return 0


def check(files: list[str]) -> int:
    """Check files of law: values, terms of awards, procedures, publicity rules, calendars; a country's or a user's own."""
    status = 0
    for name in files:
        try:
            print(f"{name}: {checked(Path(name))}, nothing wrong")
        except LawError as error:
            status = 1
            print(error)
    return status
