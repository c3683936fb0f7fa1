"""Working days: which days an office works, and how far a limit in working days reaches.

A :class:`Calendar` knows the years whose holiday notice it was given. Any other year is an error, never a guess. Calendars of the
countries come from :func:`welfarekit.administration.law.calendars.calendar_for`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from attrs import field, frozen

from welfarekit.calendar_days import ONE, CalendarFile, DayKind, DayReason, lay_days
from welfarekit.calendar_file import SECTORS, WEEKDAYS, load_calendar
from welfarekit.errors import CalendarError, CalendarMissing

__all__ = ["Calendar", "Count", "DayKind", "DayReason", "Festival"]

WORKED: Final = frozenset((DayKind.WORKING, DayKind.ADJUSTED_WORKDAY))


@frozen
class Count:
    """How a limit in working days was counted: ``last`` is the last of the ``counted`` days, the ``skipped`` ones say why.

    Both together are exactly the days after ``start`` up to ``last``.
    """

    start: dt.date
    last: dt.date
    counted: tuple[dt.date, ...]
    skipped: tuple[DayReason, ...]


@frozen
class Festival:
    """The unbroken run of days off that holds a festival's legal holidays; the day before ``first`` is a working day."""

    key: str
    first: dt.date
    last: dt.date


def _weekdays(given: Iterable[int]) -> frozenset[int]:
    days = frozenset(given)
    if days < frozenset(range(len(WEEKDAYS))):
        return days
    raise CalendarError("a weekend is made of weekdays, 0 for Monday to 6 for Sunday, and not of all of them")


@frozen(eq=False)
class Calendar:
    """The working days of one country and sector. ``weekend`` holds the weekly rest days, 0 for Monday to 6 for Sunday.

    The sector is ``public`` (offices of the state, whose limits the law counts) or ``private``. It matters in Viet Nam, where a
    swap of working days binds the public sector only. A private calendar can have another weekend, where the days of the country
    allow it; a :class:`~welfarekit.errors.CalendarError` says so where they do not.

    Every day that is asked about, and every day that is counted over, has to lie in a known year; otherwise
    :class:`~welfarekit.errors.CalendarMissing`. A ``datetime`` is a TypeError: which day it is depends on the time zone.
    """

    file: CalendarFile = field(repr=lambda file: file.country)
    sector: str = "public"
    weekend: frozenset[int] = field(converter=_weekdays)
    _days: Mapping[dt.date, DayReason] = field(init=False, repr=False)

    @weekend.default
    def _weekend_of_the_file(self) -> Iterable[int]:
        return self.file.weekend

    @_days.default
    def _laid(self) -> Mapping[dt.date, DayReason]:
        return lay_days(self.file, self.sector, self.weekend)

    def __attrs_post_init__(self) -> None:
        if self.sector not in SECTORS:
            raise CalendarError(f"there is no sector {self.sector!r}; a calendar is for one of {', '.join(SECTORS)}")
        public = self.sector == "public" and self.weekend != self.file.weekend
        if public or any(day.weekday() not in self.weekend for _, row in self.file.rows(self.sector) for day in row.worked):
            days = " and ".join(WEEKDAYS[day] for day in sorted(self.file.weekend))
            raise CalendarError(f"the {self.sector} calendar of {self.country} has the weekend of its notices: {days}")

    @property
    def country(self) -> str:
        """The code of the country."""
        return self.file.country

    @property
    def years(self) -> tuple[int, ...]:
        """The years that are known, each as a whole."""
        return tuple(sorted(self.file.years))

    def with_file(self, path: str | Path) -> Calendar:
        """This calendar with a user's own file on top: the notice of one more year, or a later notice for a known one.

        The file is written like ours, ``docs/calendars.md``; where it names a day that is known already, it wins.
        Everything that is wrong with it is one :class:`~welfarekit.errors.LawError`.
        """
        return Calendar(load_calendar(Path(path), self.file), self.sector, self.weekend)

    def kind(self, day: dt.date) -> DayKind:
        """What the day is."""
        self._check(day)
        reason = self._days.get(day)
        return reason.kind if reason is not None else self._plain(day)

    def is_working(self, day: dt.date) -> bool:
        """Whether the day is worked, an ordinary day or an adjusted workday."""
        return self.kind(day) in WORKED

    def why(self, day: dt.date) -> DayReason:
        """What the day is, for which festival and by which notice."""
        kind = self.kind(day)
        return self._days.get(day) or DayReason(day, kind)

    def add_working_days(self, start: dt.date, days: int) -> dt.date:
        """The last day of a limit of so many working days. ``start`` is not counted; the first working day after it is the first.

        A negative number counts back: ``-3`` is the third working day before ``start``. Zero is ``start`` itself.
        """
        return self._walk(start, days)[0]

    def working_days_after(self, start: dt.date, last: dt.date) -> int:
        """How many working days lie after ``start`` up to and including ``last``; negative when ``last`` lies before.

        The inverse of :meth:`add_working_days`.
        """
        self._check(start)
        self._check(last)
        step = ONE if last > start else -ONE
        count = sum(self.is_working(start + step * index) for index in range(1, abs((last - start).days) + 1))
        return count if last > start else -count

    def count(self, start: dt.date, days: int) -> Count:
        """As :meth:`add_working_days`, with each day that was counted and why each other one was not; only forward."""
        if days < 0:
            raise CalendarError(f"a limit of {days} working days cannot be counted day by day; add_working_days counts back")
        last, counted, skipped = self._walk(start, days)
        return Count(start, last, tuple(counted), tuple(self.why(day) for day in skipped))

    def on_or_after(self, day: dt.date) -> dt.date:
        """The day itself if it is worked, else the next working day."""
        return day if self.is_working(day) else self.add_working_days(day, 1)

    def on_or_before(self, day: dt.date) -> dt.date:
        """The day itself if it is worked, else the last working day before it."""
        return day if self.is_working(day) else self.add_working_days(day, -1)

    def festival(self, key: str, year: int) -> Festival:
        """The days off for a festival of a year, such as ``spring_festival``, ``national_day`` or ``tet``.

        It may begin in the year before, as New Year does when its days off start in December.
        """
        if year not in self.file.years:
            raise CalendarMissing(self.country, year, *self.years[:1], *self.years[-1:])
        legal = [(day, name) for row in self.file.years[year] for day, name in sorted(row.statutory.items())]
        days = [day for day, name in legal if name == key]
        if not days:
            keys = ", ".join(sorted({name for _, name in legal}))
            raise CalendarError(f"{self.country} has no festival {key!r} in {year}; it has {keys}")
        return Festival(key, self._edge(min(days), -ONE), self._edge(max(days), ONE))

    def next_festival(self, key: str, after: dt.date) -> Festival:
        """The festival whose days off begin next after a day."""
        self._check(after)
        year = after.year
        while (found := self.festival(key, year)).first <= after:
            year += 1
        return found

    def _check(self, day: dt.date) -> None:
        if isinstance(day, dt.datetime):
            raise TypeError(f"a calendar is asked about a date, not about {day!r}; say which day it is with .date()")
        if day.year not in self.file.years:
            raise CalendarMissing(self.country, day.year, *self.years[:1], *self.years[-1:])

    def _plain(self, day: dt.date) -> DayKind:
        return DayKind.REST if day.weekday() in self.weekend else DayKind.WORKING

    def _walk(self, start: dt.date, days: int) -> tuple[dt.date, list[dt.date], list[dt.date]]:
        if isinstance(days, bool) or not isinstance(days, int):
            raise TypeError(f"a number of working days is a whole number, not {days!r}")
        self._check(start)
        step, day = ONE if days > 0 else -ONE, start
        counted: list[dt.date] = []
        skipped: list[dt.date] = []
        while len(counted) < abs(days):
            day += step
            (counted if self.is_working(day) else skipped).append(day)
        return day, counted, skipped

    def _edge(self, day: dt.date, step: dt.timedelta) -> dt.date:
        """The last day off in a direction; a notice that reaches into a year that is not known is followed there."""
        while True:
            near = day + step
            reason = self._days.get(near)
            if (reason.kind if reason is not None else self._plain(near)) in WORKED:
                return day
            day = near
