"""A public-welfare post: work offered to someone who finds no other."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from enum import StrEnum

from attrs import field

from welfarekit.domain.checking import Facts, choice, frozen
from welfarekit.domain.fact import TextInfo, about, fact, text
from welfarekit.domain.income import MONTHLY, MOST
from welfarekit.errors import Problem
from welfarekit.money import Money
from welfarekit.truth import UNKNOWN, UnknownType


class PostKind(StrEnum):
    """What the post is for."""

    COMMUNITY_SERVICE = "community_service"
    CLEANING = "cleaning"
    SECURITY = "security"
    CARE = "care"
    RURAL_PUBLIC_WORK = "rural_public_work"
    OTHER = "other"


class PayManner(StrEnum):
    """How the post is paid."""

    MONTHLY = "monthly"
    HOURLY = "hourly"


def _kind(value: PostKind | str | UnknownType) -> PostKind | UnknownType:
    return choice(PostKind, value)


def _pay_manner(value: PayManner | str | UnknownType) -> PayManner | UnknownType:
    return choice(PayManner, value)


@frozen(kw_only=True)
class Post(Facts):
    """One post, who holds it, how it is paid and for how long."""

    id: str = field(metadata={"text": TextInfo("identifier of the post")})
    holder: str | UnknownType | None = text("holder of the post, by identifier of the person", none=True)
    employer: str | UnknownType = text("employing body")
    kind: PostKind | UnknownType = field(default=UNKNOWN, converter=_kind, metadata=about("kind of post"))
    pay_manner: PayManner | UnknownType = field(default=UNKNOWN, converter=_pay_manner, metadata=about("manner of pay"))
    pay_per_month: Money | UnknownType | None = fact("pay of the post per month", unit=MONTHLY, most=MOST, none=True)
    pay_per_hour: Money | UnknownType | None = fact("pay of the post per hour", unit="money per hour", most=10**9, none=True)
    hours_per_month: Decimal | UnknownType = fact("hours of work in a month", unit="hours", most=744, places=2)
    employer_pays_insurance: bool | UnknownType = fact("social insurance contributions paid by the employing body")
    starts_on: dt.date | UnknownType = fact("first day in the post")
    ends_on: dt.date | UnknownType | None = fact("last day in the post", none=True)
    extended_to_retirement: bool | UnknownType = fact("term extended to the age of retirement")

    def _together(self) -> list[Problem]:
        if isinstance(self.starts_on, dt.date) and isinstance(self.ends_on, dt.date) and self.ends_on < self.starts_on:
            return [Problem("ends_before_start", "ends_on", self.ends_on.isoformat(), "a day not before starts_on")]
        return []
