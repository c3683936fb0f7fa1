"""An enrolment: who receives what under which program, since when and until when."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from attrs import field

from welfarekit.domain.checking import Facts, choice, frozen
from welfarekit.domain.fact import TextInfo, about, fact, text
from welfarekit.domain.income import MONTHLY, MOST
from welfarekit.errors import Problem
from welfarekit.money import Money
from welfarekit.truth import UNKNOWN, UnknownType


class EnrolmentStatus(StrEnum):
    """Where an enrolment stands."""

    APPLIED = "applied"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    ENDED = "ended"
    REFUSED = "refused"


def _status(value: EnrolmentStatus | str | UnknownType) -> EnrolmentStatus | UnknownType:
    return choice(EnrolmentStatus, value)


@frozen(kw_only=True)
class Beneficiary(Facts):
    """The enrolment of one subject, a person or a household, in one program.

    ``since`` is the first day, ``until`` the last one; None says that no end is set.
    """

    id: str = field(metadata={"text": TextInfo("identifier of the enrolment")})
    subject: str = field(metadata={"text": TextInfo("identifier of the person or household")})
    program: str = field(metadata={"text": TextInfo("key of the program")})
    status: EnrolmentStatus | UnknownType = field(default=UNKNOWN, converter=_status, metadata=about("status of the enrolment"))
    applied_on: dt.date | UnknownType = fact("day of the application")
    decided_on: dt.date | UnknownType = fact("day of the decision")
    since: dt.date | UnknownType = fact("first day of the enrolment")
    until: dt.date | UnknownType | None = fact("last day of the enrolment", none=True)
    review_on: dt.date | UnknownType | None = fact("day of the next review", none=True)
    amount_per_month: Money | UnknownType | None = fact("amount granted", unit=MONTHLY, most=MOST, none=True)
    payee: str | UnknownType | None = text("payee, by identifier", none=True)

    def runs_on(self, day: dt.date) -> bool | UnknownType:
        """Whether the enrolment is running on ``day``: begun, and not past its last day."""
        if self.since is UNKNOWN:
            return UNKNOWN
        if day < self.since:
            return False
        return UNKNOWN if self.until is UNKNOWN else self.until is None or day <= self.until

    def _together(self) -> list[Problem]:
        if isinstance(self.since, dt.date) and isinstance(self.until, dt.date) and self.until < self.since:
            return [Problem("ends_before_start", "until", self.until.isoformat(), "a day not before since")]
        return []
