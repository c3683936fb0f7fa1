"""What a household owns."""

from __future__ import annotations

from welfarekit.domain.checking import Facts, frozen
from welfarekit.domain.fact import fact
from welfarekit.money import Money
from welfarekit.truth import UnknownType


@frozen(kw_only=True)
class Assets(Facts):
    """The property of a household."""

    movable: Money | UnknownType = fact("money, deposits and securities", unit="money", most=10**14)
    vehicles: int | UnknownType = fact("motor vehicles, not counting aids for disabled people", unit="vehicles", most=1000)
    dwellings: int | UnknownType = fact("dwellings owned", unit="dwellings", most=1000)
    non_residential_property: bool | UnknownType = fact("property that is not a dwelling, such as a shop")
    dwelling_area_above_mean: bool | UnknownType = fact("living space per person above the local mean")
