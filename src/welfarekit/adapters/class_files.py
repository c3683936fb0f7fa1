"""The classes of the households of a place from a file, CSV or JSON lines, with everything wrong told by file and line."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from attrs import evolve

from welfarekit.adapters.class_csv import ENCODINGS, MOST, Mistakes, csv_rows
from welfarekit.adapters.line_problems import in_file
from welfarekit.adapters.parsing import decoded, parsed
from welfarekit.administration.statements.poverty_register import PROGRAM, poverty_register
from welfarekit.errors import InvalidFacts, Problem, WelfarekitError

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_register(path: Path, on: dt.date | None = None, *, encoding: str = "utf-8") -> dict[str, str]:
    """The class of each household by its id.

    A CSV (a name that ends in ``.csv``) has the columns ``household`` and ``status``, as ``assess-table`` writes them, and is in
    ``encoding``: ``utf-8``, ``gb18030`` or ``windows-1258``. One with the byte order mark of UTF-8, as spreadsheets write it, is
    UTF-8 whatever is declared. Any other file is JSON lines in UTF-8 with these keys, or with determinations as
    ``assess --format json`` writes them. Rows of other programs are passed over.

    :class:`~welfarekit.errors.InvalidFacts` with everything that is wrong, each with the file and the line: what
    :func:`~welfarekit.administration.statements.poverty_register.poverty_register` does not take, a row about another day than
    ``on``, and what cannot be read. After 100 lines that cannot be read it stops.
    """
    if encoding not in ENCODINGS:
        raise WelfarekitError(f"an encoding is one of {', '.join(ENCODINGS)}, not {encoding!r}")
    wrong: Mistakes = []
    lines: list[int] = []
    found: dict[str, str] = {}

    def pairs() -> Iterator[tuple[str, str | None]]:
        for number, row in csv_rows(path, encoding, wrong) if path.suffix.lower() == ".csv" else _json_rows(path, wrong):
            problems = list(_problems(row, on))
            wrong.extend((number, problem) for problem in problems)
            if not problems and row.get("program") in (None, "", PROGRAM):
                lines.append(number)
                yield _key(row), row.get("status") or None

    told: list[Problem] = []
    try:
        found = poverty_register(pairs(), on)
    except InvalidFacts as error:
        told += error.problems
    for number, problem in wrong:
        told.append(evolve(problem, path=f"[{len(lines)}].{problem.path}"))
        lines.append(number)
    if told:
        raise in_file(told, str(path), lines)
    return found


def _json_rows(path: Path, wrong: Mistakes) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if len(wrong) >= MOST:
                return
            if not line.strip():
                continue
            try:
                row = parsed(decoded(line.rstrip(b"\r\n")))
            except InvalidFacts as error:
                wrong += [(number, problem) for problem in error.problems]
                continue
            if isinstance(row, dict):
                yield number, row
            else:
                wrong.append((number, Problem("not_an_object", "", type(row).__name__, "an object with keys")))


def _key(row: dict[str, Any]) -> Any:
    return row.get("household") or row.get("subject")


def _problems(row: dict[str, Any], on: dt.date | None) -> Iterator[Problem]:
    """What is wrong with a row that was read, apart from its class."""
    program = row.get("program") or PROGRAM
    if not isinstance(program, str):
        yield Problem("wrong_type", "program", type(program).__name__, "the key of a program")
    if program != PROGRAM:
        return
    if not isinstance(_key(row), str):
        yield Problem("no_id", "", "nothing", "the household")
    status, day = row.get("status"), row.get("on")
    if not isinstance(status, str | None):
        yield Problem("wrong_type", "status", type(status).__name__, "a text")
    if on is not None and day not in (None, "", on.isoformat()):
        given = day if isinstance(day, str) and _DAY.fullmatch(day) else "something that is no day"
        yield Problem("other_day", "on", given, on.isoformat())
