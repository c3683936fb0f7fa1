"""What is drawn together for a notice, before it is one."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from welfarekit.administration.notices.document import CauseGround, Ground, NoticeKind
from welfarekit.awards.award import Award
from welfarekit.awards.reconcile import Line
from welfarekit.calendars import Calendar
from welfarekit.citation import Citation
from welfarekit.errors import CalendarMissing
from welfarekit.place import Place
from welfarekit.quantity import Benefit


@frozen(kw_only=True)
class Facts:
    """What was drawn together; the fields are those of the notice."""

    kind: NoticeKind
    program: str
    subject: str
    place: Place
    decided_on: dt.date
    amount: Benefit | None = None
    before: Benefit | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    back_pay: bool | None = None
    lines: tuple[Line, ...] = ()
    grounds: tuple[Ground | CauseGround, ...] = ()
    cites: tuple[Citation, ...] = ()
    award: Award | None = field(default=None, repr=False)

    @property
    def adverse(self) -> bool:
        """Whether less is paid from now on, or nothing."""
        return self.kind in (NoticeKind.REDUCE, NoticeKind.STOP)

    def pay_day_by(self, calendar: Calendar) -> dt.date | None:
        """The day of the first payment, where the schedule of the award says one and the year's days off are announced."""
        award = self.award
        if self.kind is not NoticeKind.APPROVE or award is None or award.schedule.pay_day is None:
            return None
        recurrence = award.schedule.recurrence
        try:
            return award.schedule.due_on(recurrence.window(recurrence.first(award.start)), calendar, award.decided_on)
        except CalendarMissing:
            return None
