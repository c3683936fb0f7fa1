"""How often an award is paid, as periods that follow each other without a gap. No month is ever skipped.

>>> monthly = Recurrence()
>>> [str(w.start) for w in monthly.windows(dt.date(2025, 1, 31), dt.date(2025, 4, 1))]
['2025-01-01', '2025-02-01', '2025-03-01']
>>> monthly.rrule(31)
'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1'
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final, Literal

from attrs import frozen

from welfarekit.dates import Period, shift_months
from welfarekit.errors import DateError

Every = Literal["month", "year", "week", "day", "once"]
_FREQ: Final = {"month": "MONTHLY", "year": "YEARLY", "week": "WEEKLY", "day": "DAILY"}
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ORIGIN: Final = dt.date(2001, 1, 1)  # a Monday, the first day of a year



@frozen(cache_hash=True)
class Recurrence:
    """How often: ``Recurrence("month", 3)`` is each quarter.

    Months and years are those of the calendar, or count from ``anchor``.

    Periods never skip a month, whatever day they are paid on.
    """

    every: Every = "month"
    interval: int = 1
    anchor: dt.date | None = None

    def __attrs_post_init__(self) -> None:
        if self.every not in (*_FREQ, "once") or not 1 <= self.interval <= 120:
            raise DateError(
                f"{self.every!r} every {self.interval} is no recurrence; use month, year, week, day or once, from 1 to 120"
            )
        if self.every in ("month", "year") and self.anchor is not None and self.anchor.day > 28:
            raise DateError(f"periods that begin on day {self.anchor.day} do not exist in every month; begin on day 28 or before")

    @property
    def months(self) -> int:
        """Months in a period; 0 for one that is not made of months."""
        return {"month": 1, "year": 12}.get(self.every, 0) * self.interval

    def first(self, day: dt.date) -> dt.date:
        """The first day of the period that ``day`` lies in."""
        if self.every == "once":
            return day
        if not self.months:
            length = self.interval * (7 if self.every == "week" else 1)
            origin = self.anchor or _ORIGIN
            return origin + dt.timedelta(days=(day - origin).days // length * length)
        origin = self.anchor or _ORIGIN
        months = (day.year - origin.year) * 12 + day.month - origin.month - (day.day < origin.day)
        return shift_months(origin, months // self.months * self.months)

    def window(self, start: dt.date) -> Period:
        """The period that begins on ``start``."""
        if self.months:
            return Period(start, shift_months(start, self.months))
        if self.every == "once":
            return Period(start, start + dt.timedelta(days=1))
        return Period(start, start + dt.timedelta(days=self.interval * (7 if self.every == "week" else 1)))

    def windows(self, start: dt.date, until: dt.date) -> tuple[Period, ...]:
        """Every period from the one that ``start`` lies in to the last that begins before ``until``, a day up to 2200."""
        if until.year > 2200:
            raise DateError(f"{until.isoformat()} is too far away to plan for; give a day before 2201")
        return _windows(self, start, until)

    def rrule(self, day: int = 1) -> str:
        """The rule in RFC 5545 for other systems; a month without ``day`` is paid on its last day, not skipped."""
        if self.every == "once":
            return "FREQ=DAILY;COUNT=1"
        parts = [f"FREQ={_FREQ[self.every]}"] + ([f"INTERVAL={self.interval}"] if self.interval > 1 else [])
        if self.every == "week":
            parts.append(f"BYDAY={_DAYS[(day - 1) % 7]}")
        elif self.months:
            if self.every == "year":
                parts.append(f"BYMONTH={self.anchor.month if self.anchor else 1}")
            late = day > 28
            parts.append(
                f"BYMONTHDAY={','.join(str(n) for n in range(28, day + 1))};BYSETPOS=-1" if late else f"BYMONTHDAY={day}"
            )
        return ";".join(parts)


@lru_cache(maxsize=512)  # awards that start together have their periods in common
def _windows(recurrence: Recurrence, start: dt.date, until: dt.date) -> tuple[Period, ...]:
    found: list[Period] = []
    day = recurrence.first(start)
    while day < until:
        window = recurrence.window(day)
        found.append(window)
        if recurrence.every == "once" or window.stop is None:
            break
        day = window.stop
    return tuple(found)
