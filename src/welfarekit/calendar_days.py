"""Rows of holiday notices, and what they make of each day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from enum import StrEnum
from operator import itemgetter
from typing import Final

from attrs import evolve, frozen

from welfarekit.citation import Citation

ONE: Final = dt.timedelta(days=1)


class DayKind(StrEnum):
    """What a day is. Working days and adjusted workdays are worked; the other three are days off."""

    WORKING = "working"
    ADJUSTED_WORKDAY = "adjusted_workday"
    """A day of the weekend that is worked, so that another day is off."""
    REST = "rest"
    """An ordinary day of the weekend."""
    IN_LIEU = "in_lieu"
    """A weekday that is off by arrangement, or because a legal holiday fell on a weekly rest day."""
    STATUTORY = "statutory"
    """A legal holiday, on whatever weekday it falls."""


@frozen
class DayReason:
    """Why a day is what it is. ``name`` is the key of the festival; a plain day has none, and nothing to cite."""

    day: dt.date
    kind: DayKind
    name: str = ""
    cite: Citation | None = None


@frozen
class StatutoryRule:
    """The legal holidays that the law gives in each year from ``first`` to ``last`` (None: until further notice).

    ``days`` says how many by festival. The day of an ``almanac`` festival is set by the lunar calendar or a solar term: the law
    was read, the date is generally known. ``made_up``, where the law has it, says that a legal holiday on a weekly rest day is
    made up on the next working day.
    """

    first: int
    last: int | None
    days: Mapping[str, int]
    almanac: tuple[str, ...]
    cite: Citation
    made_up: Citation | None = None


@frozen
class DaysOff:
    """One row of a year's notice: days off for a festival, the legal holidays among them, the weekend days worked for them."""

    festival: str
    days: tuple[dt.date, ...]
    statutory: Mapping[dt.date, str]
    extended: frozenset[dt.date]
    worked: tuple[dt.date, ...]
    sector: str
    cite: Citation
    statutory_cite: Citation | None = None

    def holds_in(self, sector: str) -> bool:
        """Whether the row binds this sector; one that names none binds both."""
        return self.sector in ("", sector)


@frozen
class CalendarFile:
    """What one country's file says, or that file with a user's own on top."""

    country: str
    weekend: frozenset[int]
    rules: tuple[StatutoryRule, ...]
    years: Mapping[int, tuple[DaysOff, ...]]

    def rule(self, year: int) -> StatutoryRule | None:
        """The law on legal holidays in a year: the last to begin; of two that begin together the one that was added later."""
        holding = [rule for rule in self.rules if rule.first <= year and (rule.last is None or year <= rule.last)]
        return max(holding, key=lambda rule: rule.first, default=None)

    def rows(self, sector: str) -> Iterator[tuple[int, DaysOff]]:
        """The rows that bind a sector, in the order of the years."""
        return ((year, row) for year in sorted(self.years) for row in self.years[year] if row.holds_in(sector))


def lay_days(file: CalendarFile, sector: str, weekend: frozenset[int]) -> dict[dt.date, DayReason]:
    """Every day that the notices name, with what it is; of rows that name the same day the one that was added later counts."""
    days: dict[dt.date, DayReason] = {}
    for year, row in file.rows(sector):
        for day in row.days:
            if day in row.statutory:
                days[day] = DayReason(day, DayKind.STATUTORY, row.statutory[day], _why_statutory(file, year, row, day))
            else:
                moved = day in row.extended or day.weekday() not in weekend
                days[day] = DayReason(day, DayKind.IN_LIEU if moved else DayKind.REST, row.festival, row.cite)
        for day in row.worked:
            days[day] = DayReason(day, DayKind.ADJUSTED_WORKDAY, row.festival, row.cite)
    legal = {day: (file.rule(year), key) for year, row in file.rows(sector) for day, key in row.statutory.items()}
    for day, (rule, key) in sorted(legal.items(), key=itemgetter(0)):
        if day.weekday() in weekend and rule is not None and rule.made_up is not None:
            off = day
            while off in days or off.weekday() in weekend:
                off += ONE
            days[off] = DayReason(off, DayKind.IN_LIEU, key, rule.made_up)
    return days


def _why_statutory(file: CalendarFile, year: int, row: DaysOff, day: dt.date) -> Citation | None:
    rule, key = file.rule(year), row.statutory[day]
    if row.statutory_cite is not None or rule is None:
        return row.statutory_cite
    return evolve(rule.cite, confirmed="known") if key in rule.almanac else rule.cite
