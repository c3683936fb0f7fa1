"""A limit of the law: so many working days, days or months after an event, and which day is the last one, with the reason why.

>>> act = Citation("An act")
>>> Limit(3, "days", act).reckon(dt.date(2023, 1, 10)).last
datetime.date(2023, 1, 13)
>>> Limit(6, "months", act).reckon(dt.date(2025, 8, 31))
Traceback (most recent call last):
...
welfarekit.errors.DateError: 6 months after 2025-08-31 has no day 31; say which the law means: clip=True for the last day of it

The day of the event is not counted: the day after it is the first. Chinese and Vietnamese procedural law both count so; few of
the acts that set a limit repeat it, which is why :data:`COUNTING` is cited as generally known. A limit of 0 days is the same day.
"""

from __future__ import annotations

import calendar as months_of
import datetime as dt
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.dates import add_months
from welfarekit.errors import DateError, InvalidFacts, Problem

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar, DayReason

COUNTING: Final = Citation("A limit is counted from the day after the event", read=dt.date(2026, 11, 21), confirmed="known")
"""The convention by which every limit here is counted."""


class Unit(StrEnum):
    """What a limit counts.

    ``calendar_months`` are whole months of the calendar, that of the event the first: 1 ends with the month of the event,
    2 with the next one ("from the month after the decision").
    """

    WORKING_DAYS = "working_days"
    DAYS = "days"
    MONTHS = "months"
    CALENDAR_MONTHS = "calendar_months"


class Shift(StrEnum):
    """What happens when the last day is one of rest. Nothing, unless an act says so; working days never end on such a day."""

    NONE = "none"
    NEXT_WORKING_DAY = "next_working_day"


@frozen
class Reckoning:
    """How a last day was found: the days counted, the days of rest passed over, and those that the last day was moved past.

    ``what`` is the limit in words (``3 working days after``). Months are stepped, not counted day by day: ``counted`` is empty.
    """

    what: str
    start: dt.date
    last: dt.date
    counted: tuple[dt.date, ...] = field(default=(), repr=False)
    skipped: tuple[DayReason, ...] = field(default=(), repr=False)
    moved_past: tuple[DayReason, ...] = field(default=(), repr=False)


@frozen
class Limit:
    """So many of a unit, after an event.

    ``clip`` says what a month step does where the month has no such day: True takes the last day of that month, False refuses
    with a :class:`~welfarekit.errors.DateError`. A ``shift`` needs the act that orders it.
    """

    count: int
    unit: Unit = field(converter=Unit)
    cite: Citation
    clip: bool = False
    shift: Shift = field(default=Shift.NONE, converter=Shift)
    shift_cite: Citation | None = None

    def __attrs_post_init__(self) -> None:
        whole = type(self.count) is int
        least = 0 if self.unit in (Unit.DAYS, Unit.WORKING_DAYS) else 1
        if not whole or not least <= self.count <= 10_000:
            raise InvalidFacts([Problem("out_of_range", "count", repr(self.count), f"a whole number from {least} to 10,000")])
        if (self.shift is Shift.NONE) != (self.shift_cite is None):
            raise InvalidFacts([Problem("missing", "shift_cite", "nothing", "a shift, and the act that orders it")])

    def __str__(self) -> str:
        one = self.unit.value.replace("_", " ")
        return f"{self.count} {one.removesuffix('s') if self.count == 1 else one}"

    @property
    def needs_calendar(self) -> bool:
        """Whether the last day depends on which days are worked."""
        return self.unit is Unit.WORKING_DAYS or self.shift is not Shift.NONE

    def reckon(self, start: dt.date, calendar: Calendar | None = None) -> Reckoning:
        """The last day after ``start``, and how it was found.

        :class:`~welfarekit.errors.CalendarMissing` where it depends on a year whose days off are not announced.
        """
        if self.needs_calendar and calendar is None:
            raise DateError(f"{self} can only be counted on a calendar; pass calendar=")
        if self.unit is Unit.WORKING_DAYS:
            assert calendar is not None
            return _worked(calendar, start, self.count, f"{self} after")
        if self.unit is Unit.DAYS:
            counted = tuple(start + dt.timedelta(days=number + 1) for number in range(self.count))
            return self._shifted(start, counted[-1] if counted else start, counted, calendar)
        if self.unit is Unit.MONTHS:
            return self._shifted(start, add_months(start, self.count, clip=self.clip), (), calendar)
        return self._shifted(start, end_of_month(start, self.count - 1), (), calendar)

    def before(self, day: dt.date) -> Reckoning:
        """The day that lies as far *before* ``day``: the last day for what must come first, such as a warning."""
        if self.unit is Unit.DAYS:
            return Reckoning(f"{self} before", day, day - dt.timedelta(days=self.count))
        if self.unit is Unit.MONTHS:
            return Reckoning(f"{self} before", day, add_months(day, -self.count, clip=self.clip))
        raise DateError(f"{self} cannot be counted back; use days or months")

    def _shifted(self, start: dt.date, last: dt.date, counted: tuple[dt.date, ...], calendar: Calendar | None) -> Reckoning:
        if self.shift is Shift.NONE or calendar is None:
            return Reckoning(f"{self} after", start, last, counted)
        moved = calendar.on_or_after(last)
        past = tuple(calendar.why(last + dt.timedelta(days=number)) for number in range((moved - last).days))
        return Reckoning(f"{self} after", start, moved, counted, (), past)


@frozen
class YearDay:
    """A limit that is a day of the year: the first such day on or after the event."""

    month: int
    day: int
    cite: Citation

    def __attrs_post_init__(self) -> None:
        if not (1 <= self.month <= 12 and 1 <= self.day <= months_of.monthrange(2025, self.month)[1]):
            raise InvalidFacts([Problem("no_such_date", "day", f"{self.month}-{self.day}", "a day that every year has")])

    def __str__(self) -> str:
        return f"to {self.month:02d}-{self.day:02d}"

    def reckon(self, start: dt.date, calendar: Calendar | None = None) -> Reckoning:
        """The day in the year of ``start``, or in the next one where it has passed."""
        day = dt.date(start.year, self.month, self.day)
        last = day if day >= start else dt.date(start.year + 1, self.month, self.day)
        return Reckoning(f"the first {self.month:02d}-{self.day:02d} after", start, last)


@lru_cache(maxsize=8192)
def _worked(calendar: Calendar, start: dt.date, days: int, what: str) -> Reckoning:
    """Working days are counted once; many cases share a day and a limit."""
    count = calendar.count(start, days)
    return Reckoning(what, start, count.last, tuple(count.counted), tuple(count.skipped))


def end_of_month(day: dt.date, ahead: int = 0) -> dt.date:
    """The last day of the month of ``day``, or of a later one."""
    first = add_months(day.replace(day=1), ahead)
    return first.replace(day=months_of.monthrange(first.year, first.month)[1])


def next_month_day(day: dt.date, number: int) -> dt.date:
    """The first day with this number (at most 28) on or after ``day``: the 15th on which a monthly round begins."""
    return day.replace(day=number) if day.day <= number else add_months(day.replace(day=number), 1)
