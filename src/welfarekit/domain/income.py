"""What a person has and spends in a month."""

from __future__ import annotations

from typing import Final

from welfarekit.domain.checking import Facts, frozen
from welfarekit.domain.fact import fact
from welfarekit.money import Money
from welfarekit.truth import UnknownType

MONTHLY: Final = "money per month"
MOST: Final = 10**12


@frozen(kw_only=True)
class Income(Facts):
    """The income of one person by kind, each per month. None means there is none of that kind.

    >>> Income(wage_per_month=Money("1200.00", "CNY"))
    Income(wage_per_month=Money('1200.00', 'CNY'))
    """

    wage_per_month: Money | UnknownType | None = fact("wage", unit=MONTHLY, most=MOST, none=True)
    business_per_month: Money | UnknownType | None = fact(
        "income from farming, trade or business", unit=MONTHLY, most=MOST, none=True
    )
    property_per_month: Money | UnknownType | None = fact("income from property", unit=MONTHLY, most=MOST, none=True)
    support_received_per_month: Money | UnknownType | None = fact(
        "support received from relatives outside the household", unit=MONTHLY, most=MOST, none=True
    )
    pension_per_month: Money | UnknownType | None = fact("pension income", unit=MONTHLY, most=MOST, none=True)
    resident_base_pension_per_month: Money | UnknownType | None = fact(
        "central basic part of the resident pension", unit=MONTHLY, most=MOST, none=True
    )
    resident_pension_other_per_month: Money | UnknownType | None = fact(
        "other parts of the resident pension", unit=MONTHLY, most=MOST, none=True
    )
    unemployment_benefit_per_month: Money | UnknownType | None = fact("unemployment benefit", unit=MONTHLY, most=MOST, none=True)
    other_transfer_per_month: Money | UnknownType | None = fact("other transfer income", unit=MONTHLY, most=MOST, none=True)
    preferential_pension_per_month: Money | UnknownType | None = fact(
        "preferential pension for service or merit", unit=MONTHLY, most=MOST, none=True
    )
    social_assistance_per_month: Money | UnknownType | None = fact(
        "social assistance received", unit=MONTHLY, most=MOST, none=True
    )
    disability_subsidies_per_month: Money | UnknownType | None = fact(
        "disability subsidies received", unit=MONTHLY, most=MOST, none=True
    )
    scholarship_and_rewards_per_month: Money | UnknownType | None = fact(
        "scholarships, study grants and rewards", unit=MONTHLY, most=MOST, none=True
    )
    contributions_paid_per_month: Money | UnknownType | None = fact(
        "social insurance contributions paid", unit=MONTHLY, most=MOST, none=True
    )
    support_paid_per_month: Money | UnknownType | None = fact(
        "support paid to relatives outside the household", unit=MONTHLY, most=MOST, none=True
    )
    work_cost_per_month: Money | UnknownType | None = fact("necessary cost of working", unit=MONTHLY, most=MOST, none=True)
    care_cost_per_month: Money | UnknownType | None = fact(
        "cost of illness, disability or care", unit=MONTHLY, most=MOST, none=True
    )
