"""The lines of a statement from TOML, and what becomes of a statement as a file: rows as CSV and JSON."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import tomllib
from pathlib import Path
from typing import Any, Final

from attrs import asdict

from welfarekit.adapters.records import Record
from welfarekit.administration.statements.payment_lines import Line, PaymentStatement
from welfarekit.administration.statements.payment_sentences import payment_rows
from welfarekit.administration.statements.plan_achievement import Achievement
from welfarekit.administration.statements.poverty_register import PoorFlow
from welfarekit.administration.statements.poverty_statement import PovertyCount, Reduction
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.language.locale import LOCALES

PAYMENT_STATEMENT: Final = "welfarekit.payment-statement/1"
POVERTY_STATEMENT: Final = "welfarekit.poverty-statement/1"


def read_lines(path: Path) -> list[Line]:
    """The lines of a statement from TOML: ``[[line]]`` with a ``label``, one or one for each locale, and ``programs``."""
    problems: list[Problem] = []
    try:
        data = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidFacts([Problem("not_toml", path.name, type(error).__name__, "TOML in UTF-8")]) from None
    record = Record(data, "", problems)
    lines = record.parts("line", _read_line)
    record.close()
    if not lines and not problems:
        record.wrong("missing", "line", "nothing", "at least one [[line]]")
    if problems:
        raise InvalidFacts(problems)
    return list(lines)


def _read_line(record: Record) -> Line | None:
    label: str | dict[str, str] = ""
    if isinstance(record.data.get("label"), dict):
        label = record.part("label", _labels) or {}
        if not label:
            record.wrong("missing", "label", "nothing", f"a text for one of {', '.join(LOCALES)}")
    else:
        label = record.text("label")
    programs = record.get("programs", needed=True, expected="a list of programs")
    if programs is not None and not (isinstance(programs, list) and programs and all(isinstance(key, str) for key in programs)):
        record.wrong("not_a_list", "programs", type(programs).__name__, 'a list of programs, ["cn.dibao"]')
    return record.make(lambda: Line(label, programs))


def _labels(record: Record) -> dict[str, str]:
    return {tag: record.text(tag) for tag in LOCALES if tag in record.data}


def payment_statement_csv(statement: PaymentStatement, locale: str) -> str:
    """The rows as CSV with exact decimals; a cell is empty where a figure is withheld."""
    rows = [{**row, "programs": " ".join(row["programs"]), "total": int(row["total"])} for row in payment_rows(statement, locale)]
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def payment_statement_json(statement: PaymentStatement, locale: str) -> str:
    """The statement as JSON (contract ``welfarekit.payment-statement/1``); amounts are texts, ``null`` is withheld."""
    period = statement.period
    stop = period.stop if period else None
    said = {
        "schema": PAYMENT_STATEMENT,
        "first": _day(period.start if period else None),
        "last": _day(stop - dt.timedelta(days=1) if stop else None),
        "dated": statement.dated,
        "arrears": statement.arrears,
        "known_on": _day(statement.known_on),
        "withheld_below": statement.withheld_below,
        "lines": payment_rows(statement, locale),
    }
    return json.dumps(said, ensure_ascii=False, default=str)


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def poverty_statement_json(
    now: PovertyCount, before: PovertyCount, changes: list[Reduction], flow: PoorFlow, achieved: Achievement | None = None
) -> str:
    """The statement as JSON (contract ``welfarekit.poverty-statement/1``); printed figures are texts with their decimals."""

    def count(given: PovertyCount) -> dict[str, Any]:
        percents = {f"{status}_percent": str(given.of(status).percent(changes[0].places)) for status in ("poor", "near_poor")}
        return {**asdict(given), "on": given.on.isoformat(), **percents}

    said = {
        "schema": POVERTY_STATEMENT,
        "before": count(before),
        "now": count(now),
        "difference": changes[0].difference,
        "reductions": [
            {"status": change.now.status.value, "points": str(change.points), "households": change.households}
            for change in changes
        ],
        "flow": asdict(flow),
        "plan": None if achieved is None else {"points": str(achieved.plan.target), "percent": str(achieved.percent)},
    }
    return json.dumps(said, ensure_ascii=False)
