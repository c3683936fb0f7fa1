"""Days, half-open ranges, ages and month steps that refuse to guess.

>>> age_on(dt.date(2008, 2, 29), dt.date(2026, 2, 28))
17
>>> age_on(dt.date(2008, 2, 29), dt.date(2026, 3, 1))
18
>>> add_months(dt.date(2026, 1, 31), 1)
Traceback (most recent call last):
...
welfarekit.errors.DateError: one month after 2026-01-31 has no day 31; say which the law means: clip=True for the last day of it
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator

from attrs import field, frozen
from dateutil.relativedelta import relativedelta

from welfarekit.errors import DateError


def age_on(born: dt.date, day: dt.date) -> int:
    """Whole years completed on ``day``.

    A year is complete on the birthday itself. Someone born on 29 February completes it on 1 March of a common year,
    not on 28 February (which is what dateutil would say).
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def months_between(start: dt.date, day: dt.date) -> int:
    """Whole months completed from ``start`` to ``day``; negative when ``day`` lies before."""
    return (day.year - start.year) * 12 + day.month - start.month - (day.day < start.day)


def add_months(day: dt.date, months: int, *, clip: bool = False) -> dt.date:
    """``day`` moved by whole months. A day that the month lacks is an error, unless ``clip`` asks for its last day."""
    moved = day + relativedelta(months=months)
    if moved.day != day.day and not clip:
        count = "one month" if months == 1 else f"{months} months"
        raise DateError(
            f"{count} after {day.isoformat()} has no day {day.day}; "
            "say which the law means: clip=True for the last day of it"
        )
    return moved


def shift_months(day: dt.date, months: int) -> dt.date:
    """``day`` moved by whole months, for days that every month has: the first of periods, up to the 28th.

    >>> shift_months(dt.date(2025, 11, 1), 3)
    datetime.date(2026, 2, 1)
    """
    if day.day > 28:
        raise DateError(f"not every month has a day {day.day}; use add_months, which says what happens then")
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, day.day)


def month_days(first: dt.date, *, day: int) -> Iterator[dt.date]:
    """The given day of every month from ``first`` on; in a shorter month its last day. No month is skipped."""
    year, month = first.year, first.month
    while True:
        candidate = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
        if candidate >= first:
            yield candidate
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


@frozen
class Period:
    """A half-open range of days: ``start`` is in it, ``stop`` is not. None means without end on that side."""

    start: dt.date | None = None
    stop: dt.date | None = field(default=None)

    def __attrs_post_init__(self) -> None:
        if self.start is not None and self.stop is not None and self.start >= self.stop:
            raise DateError(f"a period must start before it stops: {self.start.isoformat()} to {self.stop.isoformat()}")

    def __contains__(self, day: dt.date) -> bool:
        return (self.start is None or self.start <= day) and (self.stop is None or day < self.stop)

    def overlaps(self, other: Period) -> bool:
        """Whether at least one day lies in both."""
        return (self.start is None or other.stop is None or self.start < other.stop) and (
            other.start is None or self.stop is None or other.start < self.stop
        )
