"""Reading a ``calendar.toml``: what each year's holiday notice says, every mistake found at once.

A file holds ``[sources.<key>]`` (citations as in a law file), ``[[statutory]]`` (how many legal holidays the law gives, by
festival) and one table for each year whose notice was read, ``[years.2026]``. A year without its notice is not in the file, and
is not guessed. What the tables mean: ``docs/calendars.md``.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from welfarekit.calendar_cells import CellReader
from welfarekit.calendar_days import ONE, CalendarFile, DaysOff, StatutoryRule
from welfarekit.citation import Citation
from welfarekit.errors import LawError, Problem

SECTORS: Final = ("public", "private")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONGEST: Final = 31
"""Days that one row may take off; more is a slip of the pen in a month or a year."""
_FILE = ("country", "weekend", "sources", "statutory", "years")
_RULE = ("from", "until", "cite", "days", "almanac", "made_up")
_OFF = ("festival", "first", "last", "statutory", "extended", "worked", "sector", "cite", "statutory_cite", "note")


class _Reader(CellReader):
    def rule(self, given: Any, path: str) -> Iterator[StatutoryRule]:
        table = self.table(given, path, _RULE)
        first = self.year(table.get("from"), f"{path}.from")
        last = self.year(table["until"], f"{path}.until") if "until" in table else None
        if first and last and last < first:
            self.problem("until_before_from", f"{path}.until", last, f"a year not before {first}")
        cite, made_up, days = self.needed(table, path), self.cite(table, "made_up", path), table.get("days")
        if not isinstance(days, dict) or not days or not all(type(count) is int and count > 0 for count in days.values()):
            self.problem("bad_value", f"{path}.days", days, "a number of days for each festival, such as { new_year = 1 }")
            return
        almanac = table.get("almanac", [])
        if not isinstance(almanac, list) or not all(isinstance(key, str) and key in days for key in almanac):
            self.problem("bad_value", f"{path}.almanac", almanac, f"a list of festivals among {', '.join(days)}")
        elif first:
            yield StatutoryRule(first, last, days, tuple(almanac), cite, made_up)

    def statutory(self, given: Any, festival: str, path: str) -> dict[dt.date, str]:
        found: dict[dt.date, str] = {}
        for key, days in given.items() if isinstance(given, dict) else [(festival, given)]:
            for day in self.dates(days, path):
                if day in found:
                    self.problem("two_kinds", path, day, "a day that is listed once")
                found[day] = key
        return found

    def span(self, table: Mapping[str, Any], statutory: Mapping[dt.date, str], path: str) -> tuple[dt.date, ...]:
        alone = tuple(sorted(statutory))
        if "first" not in table and "last" not in table:
            if not statutory:
                self.problem("no_value", path, None, "days off: first and last, or statutory")
            return alone
        first, last = self.date(table.get("first"), f"{path}.first"), self.date(table.get("last"), f"{path}.last")
        if first is None or last is None:
            return alone
        if last < first:
            self.problem("until_before_from", f"{path}.last", last, f"a day not before {first.isoformat()}")
            return alone
        if (last - first).days >= LONGEST:
            self.problem("out_of_range", f"{path}.last", last, f"at most {LONGEST} days off in a row")
            return alone
        return tuple(first + ONE * index for index in range((last - first).days + 1))

    def off(self, given: Any, year: int, base: Citation, path: str) -> DaysOff:
        table = self.table(given, path, _OFF)
        festival = self.text(table.get("festival"), f"{path}.festival")
        statutory = self.statutory(table.get("statutory", []), festival, f"{path}.statutory")
        days = self.span(table, statutory, path)
        extended = frozenset(self.dates(table.get("extended", []), f"{path}.extended"))
        worked = self.dates(table.get("worked", []), f"{path}.worked")
        for name, inside in (("statutory", statutory), ("extended", extended)):
            for day in sorted(set(inside) - set(days)):
                self.problem("outside_span", f"{path}.{name}", day, "a day off from first to last")
        for day in (*days, *worked):
            if not dt.date(year - 1, 12, 1) <= day <= dt.date(year + 1, 1, 31):
                self.problem("out_of_range", path, day, f"a day of {year}, or of the month before or after it")
        self.text(table.get("note", ""), f"{path}.note")
        sector = self.one_of(table["sector"], f"{path}.sector", SECTORS) if "sector" in table else ""
        cite, legal = self.cite(table, "cite", path), self.cite(table, "statutory_cite", path)
        return DaysOff(festival, days, statutory, extended, worked, sector, cite or base, legal)

    def years(self, given: Any) -> dict[int, tuple[DaysOff, ...]]:
        found = {}
        for key, content in self.tables(given, "years"):
            path = f"years.{key}"
            year = self.year(int(key) if re.fullmatch("[0-9]{4}", key) else key, path)
            table = self.table(content, path, ("cite", "off"))
            cite, rows = self.needed(table, path), self.rows(table.get("off"), f"{path}.off")
            if year:
                found[year] = tuple(self.off(row, year, cite, where) for where, row in rows)
        return found

    def together(self, file: CalendarFile, own: Mapping[int, tuple[DaysOff, ...]]) -> None:
        """What shows only when the rows lie side by side."""
        rows = [(f"years.{year}.off[{index}]", row) for year in own for index, row in enumerate(own[year])]
        for sector in SECTORS:
            seen: dict[dt.date, str] = {}
            for path, row in rows:
                for day in (*row.days, *row.worked) if row.holds_in(sector) else ():
                    if seen.setdefault(day, path) != path or (row.days + row.worked).count(day) > 1:
                        self.problem("two_kinds", path, day, f"a day that is listed once; it stands in {seen[day]}")
        weekend = " or ".join(WEEKDAYS[number] for number in sorted(file.weekend))
        for path, row in rows:
            for day in row.worked:
                if day.weekday() not in file.weekend:
                    self.problem("worked_weekday", f"{path}.worked", day, f"a day of the weekend, {weekend}")
        for year in own:
            rule, legal = file.rule(year), {day: key for row in file.years[year] for day, key in row.statutory.items()}
            if rule is None:
                self.problem("no_rule", f"years.{year}", year, "a table [[statutory]] that says how many legal holidays it has")
                continue
            given = list(legal.values())
            for key in sorted({*rule.days, *given}):
                if given.count(key) != (wanted := rule.days.get(key, 0)):
                    self.problem("statutory_count", f"years.{year}", given.count(key), f"{wanted} legal holidays for {key}")

    def weekend(self, table: Mapping[str, Any], base: CalendarFile | None) -> frozenset[int]:
        names = table.get("weekend")
        if base is not None:
            if "weekend" in table:
                self.problem("fixed", "weekend", names, "left out: it is that of the calendar below")
            return base.weekend
        if isinstance(names, list) and 0 < len(names) < len(WEEKDAYS) and all(name in WEEKDAYS for name in names):
            return frozenset(WEEKDAYS.index(name) for name in names)
        self.problem("bad_value", "weekend", names, 'a list of weekdays, such as ["saturday", "sunday"]')
        return frozenset((5, 6))

    def file(self, given: Mapping[str, Any], base: CalendarFile | None) -> CalendarFile:
        table = self.table(given, "", _FILE)
        country = self.text(table.get("country"), "country")
        if base is not None and country != base.country:
            self.problem("fixed", "country", country, f"{base.country!r}, the country of the calendar below")
        weekend = self.weekend(table, base)
        for key, source in self.tables(table.get("sources", {}), "sources"):
            self.sources[key] = self.source(source, f"sources.{key}")
        rules = [rule for path, row in self.rows(table.get("statutory", []), "statutory") for rule in self.rule(row, path)]
        own = self.years(table.get("years", {}))
        years = dict(base.years) if base else {}
        years.update({year: (*years.get(year, ()), *rows) for year, rows in own.items()})
        file = CalendarFile(country, weekend, (*rules, *(base.rules if base else ())), years)
        self.together(file, own)
        return file


def parse_calendar(tables: Mapping[str, Any], source: str, base: CalendarFile | None = None) -> CalendarFile:
    """A calendar file from parsed TOML, laid on top of ``base``; :class:`~welfarekit.errors.LawError` with all that is wrong."""
    reader = _Reader()
    file = reader.file(tables, base)
    if reader.problems:
        raise LawError(source, reader.problems)
    return file


def load_calendar(path: Path, base: CalendarFile | None = None) -> CalendarFile:
    """The calendar file at a path; one that is not TOML in UTF-8 is a :class:`~welfarekit.errors.LawError`."""
    try:
        tables = tomllib.loads(path.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LawError(str(path), [Problem("not_toml", "", type(error).__name__, f"a TOML file in UTF-8: {error}")]) from None
    return parse_calendar(tables, str(path), base)
