"""Where a household lives."""

from __future__ import annotations

from decimal import Decimal

from welfarekit.domain.checking import Facts, frozen
from welfarekit.domain.fact import fact
from welfarekit.truth import UnknownType


@frozen(kw_only=True)
class Dwelling(Facts):
    """The dwelling of a household, in square metres to two decimals."""

    living_area_m2: Decimal | UnknownType = fact("living area of the dwelling", unit="square metres", most=100_000, places=2)
    mezzanine_area_m2: Decimal | UnknownType = fact(
        "area of mezzanines in the dwelling", unit="square metres", most=100_000, places=2
    )
