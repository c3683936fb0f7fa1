"""The kinds of files that hold law, told apart by what is in them, and each read by its own reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from welfarekit.rules.determine import COUNTRIES
from welfarekit.rules.law_file import load_law, read_toml
from welfarekit.rules.lawbook import Lawbook


def checked(path: Path) -> str:
    """What a file holds, in a few words; :class:`~welfarekit.errors.LawError` with everything that is wrong with it."""
    tables = read_toml(path)
    for belongs, read in _KINDS:
        if belongs(path, tables):
            return read(path)
    rows = Lawbook().with_file(path).extra
    return f"{len(rows)} parameters, {sum(map(len, rows.values()))} values"


def _many(count: int, name: str) -> str:
    return f"{count} {name}{'s' if count != 1 else ''}"


def _shipped(path: Path, name: str) -> bool:
    return path.name == name and path.parent.name in COUNTRIES


def _program(path: Path) -> str:
    file = load_law(f"{path.parent.parent.name}.{path.parent.name}", path)
    return f"{len(file.parameters)} parameters, {sum(len(p.rows) for p in file.parameters.values())} values"


def _procedures(path: Path) -> str:
    from welfarekit.administration.law.procedures import Procedures, procedure_file

    shipped = _shipped(path, "procedures.toml")
    found = procedure_file(path).procedures if shipped else Procedures.default().with_file(path).extra
    return _many(len(found), "procedure")


def _publicity(path: Path) -> str:
    from welfarekit.administration.law.publicity_rules import Publicity

    return _many(len(Publicity().with_file(path).extra), "publicity rule")


def _terms(path: Path) -> str:
    from welfarekit.administration.law.award_terms import TermsBook

    return _many(len(TermsBook().with_file(path).extra), "version") + " of terms"


def _calendar(path: Path) -> str:
    from welfarekit.administration.law.calendars import calendar_for
    from welfarekit.calendar_file import load_calendar

    if _shipped(path, "calendar.toml"):
        return _many(len(load_calendar(path).years), "year") + " of days"
    base = calendar_for(str(read_toml(path).get("country", "")))
    added = set(base.with_file(path).years) - set(base.years)
    return _many(len(added), "more year") + " of days"


def _has(*keys: str) -> Callable[[Path, Mapping[str, Any]], bool]:
    return lambda _, tables: any(key in tables for key in keys)


def _holds_terms(path: Path, tables: Mapping[str, Any]) -> bool:
    """Terms are lists of versions right under the key of a program: ``[[cn.dibao]]``."""
    countries = [tables[name] for name in COUNTRIES if isinstance(tables.get(name), dict)]
    return any(isinstance(value, list) for programs in countries for value in programs.values())


_KINDS: tuple[tuple[Callable[[Path, Mapping[str, Any]], bool], Callable[[Path], str]], ...] = (
    (_has("procedure"), _procedures),
    (_has("rule"), _publicity),
    (_has("years"), _calendar),
    (_holds_terms, _terms),
    (lambda path, _: path.name == "law.toml" and path.parent.parent.name in COUNTRIES, _program),
)
