"""What happens to an award: dated events with causes, each with the day on which it became known.

An event has two clocks. ``since`` is the day from which it counts, ``known_on`` the day on which the office learned of it: what
should have been paid is asked with what is known now, what could have been known is asked with an earlier day.
"""

from __future__ import annotations

import datetime as dt
from base64 import b32encode
from enum import StrEnum
from hashlib import blake2b

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.quantity import Benefit


class EventKind(StrEnum):
    """What an event does. They are applied in this order when they became known on the same day and ``order`` says nothing.

    ``start`` and ``until`` move the first day and the agreed end of the award to ``since``; ``undo`` takes back another event.
    """

    REINSTATE = "reinstate"
    START = "start"
    UNTIL = "until"
    CHANGE = "change"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"
    SERVICE = "service"
    UNDO = "undo"


_ORDER = {kind: position for position, kind in enumerate(EventKind)}


class Cause(StrEnum):
    """Why an event happened, and so why there are arrears or an overpayment."""

    DECISION = "decision"
    CHANGED_CIRCUMSTANCES = "changed_circumstances"
    LATE_REPORT = "late_report"
    OFFICE_ERROR = "office_error"
    LAW_IN_ARREARS = "law_in_arrears"
    LAW_CHANGE = "law_change"
    REVIEW = "review"
    STACKING = "stacking"
    NOT_COLLECTED = "not_collected"
    REASSESSMENT_REFUSED = "reassessment_refused"
    WORK_REFUSED = "work_refused"
    CONDITION_MET_AGAIN = "condition_met_again"
    DEATH = "death"
    MOVED_AWAY = "moved_away"
    OWN_REQUEST = "own_request"
    FRAUD = "fraud"
    UNDELIVERED = "undelivered"
    PAYMENT_ERROR = "payment_error"


class Effect(StrEnum):
    """From which day something counts that happened on a day of a month."""

    SAME_MONTH = "same_month"
    NEXT_MONTH = "next_month"
    SAME_DAY = "same_day"
    NEXT_DAY = "next_day"

    def day(self, happened: dt.date) -> dt.date:
        """The first day on which it counts.

        >>> Effect.SAME_MONTH.day(dt.date(2026, 11, 20)), Effect.NEXT_MONTH.day(dt.date(2026, 12, 20))
        (datetime.date(2026, 11, 1), datetime.date(2027, 1, 1))
        """
        if self is Effect.SAME_DAY:
            return happened
        if self is Effect.NEXT_DAY:
            return happened + dt.timedelta(days=1)
        if self is Effect.SAME_MONTH or happened.month < 12:
            return happened.replace(month=happened.month + (self is Effect.NEXT_MONTH), day=1)
        return dt.date(happened.year + 1, 1, 1)


@frozen(kw_only=True)
class Event:
    """One event. ``since`` is its first day, ``until`` the first day on which it no longer counts (None: open).

    ``amount`` belongs to a change (nothing is an amount of zero), ``units`` to a service: the hours that were delivered;
    ``undoes`` to an undoing: the ``key`` of the event that is taken back. ``back_pay`` belongs to a resumption, and with it
    ``back_pay_since``, where no more than so much of the suspended time is paid back. ``order`` (0 to 1,000,000) settles which
    of two events of one day came last.
    """

    kind: EventKind = field(converter=EventKind)
    since: dt.date
    known_on: dt.date
    cause: Cause = field(converter=Cause)
    until: dt.date | None = None
    amount: Benefit | None = None
    back_pay: bool = False
    back_pay_since: dt.date | None = None
    units: Benefit | None = None
    undoes: str | None = None
    order: int = 0
    happened_on: dt.date | None = None
    note: str = ""
    cite: Citation | None = None

    def __attrs_post_init__(self) -> None:
        problems = []
        if self.until is not None and self.until <= self.since:
            problems.append(Problem("ends_before_start", "until", self.until.isoformat(), f"after {self.since.isoformat()}"))
        if (self.kind is EventKind.CHANGE) != (self.amount is not None):
            problems.append(Problem("missing", "amount", repr(self.amount), "an amount for a change, and for nothing else"))
        if (self.kind is EventKind.SERVICE) != (self.units is not None):
            problems.append(Problem("missing", "units", repr(self.units), "units for a service, and for nothing else"))
        if (self.kind is EventKind.UNDO) != (self.undoes is not None):
            expected = "the key of an event for an undoing, and for nothing else"
            problems.append(Problem("missing", "undoes", repr(self.undoes), expected))
        if not 0 <= self.order <= 10**6:
            problems.append(Problem("out_of_range", "order", str(self.order), "a whole number from 0 to 1,000,000"))
        if self.kind is EventKind.SERVICE and self.until is None:
            problems.append(Problem("missing", "until", "None", "the first day after the service"))
        for name, given in (("amount", self.amount), ("units", self.units)):
            if given is not None and given.minor < 0:
                problems.append(Problem("negative", name, given.value, "zero or more"))
        if problems:
            raise InvalidFacts(problems)

    @property
    def key(self) -> str:
        """Sixteen characters that follow from what the event says; another event names it by them."""
        amounts = (self.amount, self.units)
        said = [repr(each) for each in (*self.sort_key, *amounts, self.undoes, self.happened_on, self.back_pay_since)]
        return b32encode(blake2b("\n".join(said).encode(), digest_size=10).digest()).decode()

    @property
    def sort_key(self) -> tuple[object, ...]:
        """The order in which events count, whatever order they were recorded in."""
        amount = self.amount.minor if self.amount is not None else self.units.minor if self.units is not None else -1
        stop = self.until or dt.date.max
        return (self.known_on, self.order, _ORDER[self.kind], self.since, stop, amount, self.back_pay, self.cause.value)
