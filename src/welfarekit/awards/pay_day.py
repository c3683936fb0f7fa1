"""On which day an award is paid, and where that day goes when it is not worked or a festival comes first.

>>> from welfarekit.dates import Period
>>> february = Period(dt.date(2025, 2, 1), dt.date(2025, 3, 1))
>>> PayDay(31).unshifted(february, dt.date(2025, 1, 20))
datetime.date(2025, 2, 28)
"""

from __future__ import annotations

import calendar
import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.dates import Period, shift_months
from welfarekit.errors import DateError

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar


class Shift(StrEnum):
    """Where a pay day goes that is not a working day."""

    NONE = "none"
    PREVIOUS_WORKING_DAY = "previous_working_day"
    NEXT_WORKING_DAY = "next_working_day"


@frozen
class PayDay:
    """The pay day of a period of months: day ``day`` of its first month, moved by ``months_after``; its last day if it lacks it.

    ``counted="decision"`` counts ``day`` days from the decision instead, ``"period"`` from the first day of the period (1 is
    that day itself). ``shift`` says where a day goes that is not worked.
    """

    day: int
    months_after: int = 0
    shift: Shift = field(default=Shift.NONE, converter=Shift)
    counted: Literal["month", "period", "decision"] = "month"

    def __attrs_post_init__(self) -> None:
        if not (1 <= self.day <= 31 if self.counted == "month" else 0 <= self.day <= 366):
            raise DateError(f"{self.day} is no pay day; write 1 to 31 for a day of the month")
        if self.counted not in ("month", "period", "decision"):
            raise DateError(f"a pay day counts from the month, the period or the decision, not from {self.counted!r}")
        if not -12 <= self.months_after <= 12:
            raise DateError(f"a pay day {self.months_after} months after its period is out of reach; write -12 to 12")

    def unshifted(self, window: Period, decided_on: dt.date) -> dt.date:
        """The pay day as the calendar has it, worked or not."""
        start = window.start or decided_on
        if self.counted == "decision":
            return decided_on + dt.timedelta(days=self.day)
        if self.counted == "period":
            return start + dt.timedelta(days=self.day - 1)
        first = shift_months(start.replace(day=1), self.months_after)
        return first.replace(day=min(self.day, calendar.monthrange(first.year, first.month)[1]) if self.day > 28 else self.day)


@frozen
class Advance:
    """A payment brought forward: what would fall due on ``before`` or later in that month is paid on the last working day before.

    ``before`` is a day (``dt.date(2023, 1, 16)``: "in full before 16 January") or a festival of the calendar
    (``"spring_festival"``): then it is the first day off.
    """

    before: dt.date | str
    cite: Citation | None = None

    def limit(self, due: dt.date, days: Calendar) -> dt.date | None:
        """The day before which a payment due on ``due`` must be made; None where this advance does not touch it."""
        first = self.before if isinstance(self.before, dt.date) else days.festival(self.before, due.year).first
        last = first if isinstance(self.before, dt.date) else days.festival(self.before, due.year).last
        same_month = (first.year, first.month) == (due.year, due.month)
        return first if first <= due and (same_month or due <= last) else None
