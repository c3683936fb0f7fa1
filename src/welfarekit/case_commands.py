"""The command ``due``: what falls due by a day, by office, from a file of cases."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve

from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, WelfarekitError

if TYPE_CHECKING:
    from welfarekit.administration.law.procedures import Procedures
    from welfarekit.procedure.case import Case
    from welfarekit.procedure.due import DueRow


def add_due(commands: Any, day: Any) -> None:
    """Add the command and its options."""
    parser = commands.add_parser("due", help="what falls due by a day, by office, from a file of cases")
    parser.add_argument("file", help="one case, a list, or JSON lines; - for standard input")
    parser.add_argument("--by", type=day, required=True, metavar="DAY", help="up to and including this day")
    parser.add_argument("--on", type=day, metavar="DAY", help="the day as of which the list is made (default: that of --by)")
    parser.add_argument("--office", metavar="TEXT", help="only offices whose level, name or place holds this text")
    parser.add_argument("--procedures", action="append", metavar="FILE", default=[], help="a procedures.toml of your own; again")
    parser.add_argument("--persons", action="store_true", help="also the time that persons have, to appeal or to report")
    parser.add_argument("--why", action="store_true", help="say how each last day was counted")
    parser.add_argument("--format", choices=("text", "json"), default="text")


def run_due(options: argparse.Namespace) -> int:
    """Print the list; the status is 1 if a case of the file was wrong."""
    from welfarekit.adapters.case_file import read_cases
    from welfarekit.administration.law.calendars import calendar_for
    from welfarekit.administration.law.procedures import Procedures
    from welfarekit.procedure.due import due

    if options.on is not None and options.by < options.on:
        raise WelfarekitError(f"--by {options.by} lies before --on {options.on}")
    procedures = Procedures.default()
    for file in options.procedures:
        procedures = procedures.with_file(file)
    source = sys.stdin.buffer.read() if options.file == "-" else Path(options.file).read_bytes()
    today = options.on or options.by
    cases, status = [], 0
    for number, key, case in read_cases(source, procedures, on=today):
        if isinstance(case, InvalidFacts):
            status = 1
            _wrong(number, key, case, options.format)
            continue
        seen = _seen(case, procedures, today)
        if seen is None:
            _not_begun(number, case.moves[0].on, key, today)
        else:
            cases.append(seen)
    calendars = {country: calendar_for(country) for country in {case.place.country for case in cases}}
    rows = due(cases, calendars, by=options.by, on=options.on, persons=options.persons)
    shown = [row for row in rows if options.office is None or options.office in str(row.office)]
    if options.format == "json":
        for row in shown:
            print(json.dumps(row_data(row), ensure_ascii=False, separators=(",", ":")))
    else:
        _print(shown, options.by, why=options.why)
    return status


def _seen(case: Case, procedures: Procedures, today: dt.date) -> Case | None:
    """The case as it stood on a day, under the law of that day; its category is that of the file."""
    seen = case.as_of(today)
    if seen is None or seen is case:
        return seen
    seen = procedures.follow(seen, today)
    return evolve(seen, category=case.category) if case.category in seen.procedure.categories else seen


def row_data(row: DueRow) -> dict[str, Any]:
    """One row as JSON has it."""
    place = {"level": row.office.level.value, "place": row.office.place.code}
    return {
        "schema": "welfarekit.due/1",
        "office": {**place, "name": row.office.name} if row.office.name else place,
        "case": row.case,
        "program": row.program,
        "clock": row.clock,
        "text": row.text,
        "opens": row.opens and row.opens.isoformat(),
        "last": row.last and row.last.isoformat(),
        "days_left": row.days_left,
        "overdue_by": row.overdue_by,
        "why": row.why,
        "cite": str(row.cite),
    }


def _print(rows: Iterable[DueRow], by: dt.date, *, why: bool) -> None:
    from welfarekit.procedure.due import by_office

    offices = by_office(rows)
    for office, own in offices.items():
        print(office)
        for row in own:
            last = row.last.isoformat() if row.last else "no last day"
            print(f"  {last}  {row.case}  {row.program}  {row.text or row.clock}: {_when(row)}")
            if why and row.last is not None:
                print(f"    {row.why}")
    if not offices:
        print(f"nothing is due by {by.isoformat()}")


def _when(row: DueRow) -> str:
    if row.days_left is None:
        return row.missing
    if row.optional and row.days_left < 0:
        return f"ran out {-row.days_left} day{'s' if row.days_left < -1 else ''} before"
    if row.overdue_by:
        return f"overdue by {row.overdue_by} day{'s' if row.overdue_by > 1 else ''}"
    if row.days_left == 0:
        return "today"
    return f"{row.days_left} day{'s' if row.days_left > 1 else ''} left"


def _wrong(number: int, key: str | None, error: InvalidFacts, form: str) -> None:
    if form == "json":
        names = ("code", "path", "given", "expected")
        problems = [{name: getattr(problem, name) for name in names} for problem in error.problems]
        found = {"schema": "welfarekit.error/1", "subject": key and masked(key), "number": number, "errors": problems}
        print(json.dumps(found, ensure_ascii=False, separators=(",", ":")))
    else:
        print(f"case {number} ({masked(key) if key else 'no id'}): {error}", file=sys.stderr)


def _not_begun(number: int, first: dt.date, key: str | None, today: dt.date) -> None:
    name = masked(key) if key else "no id"
    print(f"case {number} ({name}): its first step, {first.isoformat()}, lies after {today.isoformat()}", file=sys.stderr)
