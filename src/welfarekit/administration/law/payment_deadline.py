"""By when the office has to have paid, or to have handed the money to whoever pays it out. That is not the day a family is paid.

Viet Nam: the money of a month is handed over before the 25th of the month before; on which day of the month the families fetch it
is agreed in each place.

>>> december = Period(dt.date(2026, 12, 1), dt.date(2027, 1, 1))
>>> Deadline(day=24, months_after=-1).last_day(december)
datetime.date(2026, 11, 24)
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import frozen

from welfarekit.awards.pay_day import PayDay
from welfarekit.citation import Citation
from welfarekit.dates import Period
from welfarekit.errors import DateError

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar


@frozen(kw_only=True)
class Deadline:
    """The last day: ``day`` of a period's first month moved by ``months_after``, or ``working_days`` after something happened.

    ``counted_from`` says after what (``"index_release"``); the day of it is not counted. A month without ``day`` ends the
    deadline on its last day. :class:`~welfarekit.errors.DateError` unless it is one of the two.
    """

    day: int | None = None
    months_after: int = 0
    working_days: int | None = None
    counted_from: str = ""
    cite: Citation | None = None

    def __attrs_post_init__(self) -> None:
        if (self.day is None) == (self.working_days is None):
            raise DateError("a deadline is a day of a month, or a number of working days after something")
        if self.day is not None:
            PayDay(self.day, self.months_after)
        if self.working_days is not None and (self.working_days < 1 or not self.counted_from):
            raise DateError("a deadline in working days has at least one, and says in `counted_from` after what they are counted")

    def last_day(self, window: Period, *, counted_on: dt.date | None = None, calendar: Calendar | None = None) -> dt.date:
        """The last day for a payment period; ``counted_on`` and ``calendar`` belong to deadlines in working days."""
        if self.working_days is None:
            if window.start is None:
                raise DateError("a payment period has a first day")
            return PayDay(self.day or 1, self.months_after).unshifted(window, window.start)
        if counted_on is None or calendar is None:
            raise DateError(
                f"{self.working_days} working days are counted from a day of {self.counted_from}, on a calendar; give both"
            )
        return calendar.add_working_days(counted_on, self.working_days)
