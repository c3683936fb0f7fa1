"""One payment to one payee for one period."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from attrs import field

from welfarekit.domain.checking import Facts, choice, frozen
from welfarekit.domain.fact import TextInfo, about, fact, text
from welfarekit.errors import Problem
from welfarekit.money import Money
from welfarekit.truth import UNKNOWN, UnknownType


class PaymentKind(StrEnum):
    """Why money moves; a recovery moves it back, its amount is positive all the same."""

    REGULAR = "regular"
    ARREARS = "arrears"
    ONE_OFF = "one_off"
    RECOVERY = "recovery"


class PaymentState(StrEnum):
    """How far a payment has come."""

    PLANNED = "planned"
    ORDERED = "ordered"
    PAID = "paid"
    RETURNED = "returned"
    CANCELLED = "cancelled"


class Channel(StrEnum):
    """The way money takes to the payee."""

    BANK = "bank"
    SOCIAL_SECURITY_CARD = "social_security_card"
    POST_OFFICE = "post_office"
    MOBILE_ACCOUNT = "mobile_account"
    CASH = "cash"


def _kind(value: PaymentKind | str | UnknownType) -> PaymentKind | UnknownType:
    return choice(PaymentKind, value)


def _state(value: PaymentState | str | UnknownType) -> PaymentState | UnknownType:
    return choice(PaymentState, value)


def _channel(value: Channel | str | UnknownType) -> Channel | UnknownType:
    return choice(Channel, value)


@frozen(kw_only=True)
class Payment(Facts):
    """One payment; ``period_start`` and ``period_end`` are the first and the last day it is for."""

    id: str = field(metadata={"text": TextInfo("identifier of the payment")})
    beneficiary: str = field(metadata={"text": TextInfo("identifier of the enrolment")})
    amount: Money = field(metadata=about("amount of the payment", unit="money", most=10**14))
    kind: PaymentKind | UnknownType = field(default=UNKNOWN, converter=_kind, metadata=about("kind of payment"))
    period_start: dt.date | UnknownType = fact("first day the payment is for")
    period_end: dt.date | UnknownType = fact("last day the payment is for")
    due_on: dt.date | UnknownType = fact("day on which the payment is due")
    paid_on: dt.date | UnknownType | None = fact("day on which the payment was made", none=True)
    payee: str | UnknownType = text("payee, by identifier")
    channel: Channel | UnknownType = field(default=UNKNOWN, converter=_channel, metadata=about("channel of the payment"))
    account: str | UnknownType | None = text("account number", none=True, masked=True)
    reference: str | UnknownType = text("reference on the payment")
    state: PaymentState | UnknownType = field(default=UNKNOWN, converter=_state, metadata=about("state of the payment"))

    def _together(self) -> list[Problem]:
        start, end = self.period_start, self.period_end
        if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
            return [Problem("ends_before_start", "period_end", end.isoformat(), "a day not before period_start")]
        return []
