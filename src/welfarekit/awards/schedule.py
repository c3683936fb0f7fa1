"""How an award is paid: how often, on which day, and what a part of a period counts for.

A schedule is law or a local decision, so nothing in it has a silent default that changes money: a part of a month is an error
until ``first`` and ``last`` say what it counts for.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING

from attrs import field, frozen
from attrs.converters import optional

from welfarekit.awards.pay_day import Advance, PayDay, Shift
from welfarekit.awards.recurrence import Recurrence
from welfarekit.dates import Period
from welfarekit.errors import DateError
from welfarekit.money import Rounding

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar


class Partial(StrEnum):
    """What a period counts for in which the entitlement begins or ends: in full, by its days, or not at all."""

    FULL = "full"
    PRORATED = "prorated"
    NOTHING = "nothing"


class DayCount(StrEnum):
    """How days are counted when a part of a period is paid: the days it has, or thirty in every month."""

    ACTUAL = "actual"
    THIRTY = "thirty"


@frozen
class Schedule:
    """How an award is paid. ``first`` and ``last`` say what the first and the last period count for when they are not whole.

    ``day_count`` and ``rounding`` belong to prorating and are needed for it. Without ``pay_day`` a payment is due on the first
    day of its period.
    """

    recurrence: Recurrence = field(factory=Recurrence)
    pay_day: PayDay | None = None
    advances: tuple[Advance, ...] = ()
    first: Partial | None = field(default=None, converter=optional(Partial))
    last: Partial | None = field(default=None, converter=optional(Partial))
    day_count: DayCount | None = field(default=None, converter=optional(DayCount))
    rounding: Rounding | None = None

    def __attrs_post_init__(self) -> None:
        if Partial.PRORATED in (self.first, self.last) and (self.day_count is None or self.rounding is None):
            raise DateError("prorating needs a day_count (actual or thirty) and a rounding; both are declared, never assumed")

    @property
    def prorates(self) -> bool:
        """Whether parts of a period are paid by their days."""
        return self.day_count is not None and self.rounding is not None

    def unshifted(self, window: Period, decided_on: dt.date) -> dt.date:
        """The pay day of a period as the calendar has it, worked or not."""
        return (self.pay_day or PayDay(1, counted="period")).unshifted(window, decided_on)

    def due_on(self, window: Period, calendar: Calendar | None, decided_on: dt.date) -> dt.date:
        """The day on which the payment for this period is due, on a working day where the schedule asks for one."""
        due = self.unshifted(window, decided_on)
        shift = self.pay_day.shift if self.pay_day is not None else Shift.NONE
        if calendar is None:
            if shift is not Shift.NONE or self.advances:
                raise DateError("a pay day that moves with working days needs a calendar; give calendar=...")
            return due
        if shift is Shift.PREVIOUS_WORKING_DAY:
            due = calendar.on_or_before(due)
        elif shift is Shift.NEXT_WORKING_DAY:
            due = calendar.on_or_after(due)
        for advance in self.advances:
            limit = advance.limit(due, calendar)
            if limit is not None:
                due = min(due, calendar.on_or_before(limit - dt.timedelta(days=1)))
        return due

    def soonest(self, on: dt.date, calendar: Calendar | None) -> dt.date:
        """The first day from ``on`` on which money can be paid that waits for no pay day."""
        waits = calendar is not None and self.pay_day is not None and self.pay_day.shift is not Shift.NONE
        return calendar.on_or_after(on) if calendar is not None and waits else on
