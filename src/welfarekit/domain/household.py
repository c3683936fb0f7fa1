"""A household: the people who live together, and what is known about them together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Any, cast

from attrs import field

from welfarekit.domain.agreement import disagreements
from welfarekit.domain.assets import Assets
from welfarekit.domain.checking import Facts, choice, frozen
from welfarekit.domain.deprivation import Deprivation
from welfarekit.domain.dwelling import Dwelling
from welfarekit.domain.fact import PartInfo, TextInfo, about, fact, part, text
from welfarekit.domain.income import MONTHLY, MOST
from welfarekit.domain.person import Person
from welfarekit.errors import PlaceError, Problem
from welfarekit.money import Money
from welfarekit.place import Place
from welfarekit.truth import UNKNOWN, UnknownType


class Area(StrEnum):
    """Whether the law counts the household as urban or rural."""

    URBAN = "urban"
    RURAL = "rural"


class Relief(StrEnum):
    """The relief status in China."""

    DIBAO = "dibao"
    DIBAO_EDGE = "dibao_edge"
    RIGID_EXPENDITURE = "rigid_expenditure"


class PovertyStatus(StrEnum):
    """The poverty status as certified in Viet Nam."""

    POOR = "poor"
    NEAR_POOR = "near_poor"
    AVERAGE_LIVING = "average_living"


class DibaoTier(StrEnum):
    """The tier that the office put a dibao household in, where a place pays fixed amounts by tier."""

    A = "a"
    B = "b"
    C = "c"
    D = "d"


def _tier(value: DibaoTier | str | UnknownType) -> DibaoTier | UnknownType:
    return choice(DibaoTier, value)


def _place(value: Place | str | UnknownType) -> Place | UnknownType:
    if isinstance(value, str):
        try:
            return Place.parse(value)
        except PlaceError:
            return value  # type: ignore[return-value]  # reported with everything else that is wrong
    return value


def _area(value: Area | str | UnknownType) -> Area | UnknownType:
    return choice(Area, value)


def _relief(value: Relief | str | UnknownType | None) -> Relief | UnknownType | None:
    return choice(Relief, value)


def _poverty_status(value: PovertyStatus | str | UnknownType | None) -> PovertyStatus | UnknownType | None:
    return choice(PovertyStatus, value)


def _members(value: Iterable[Person]) -> tuple[Person, ...]:
    return tuple(value) if isinstance(value, list | Iterator) else cast("tuple[Person, ...]", value)


@frozen(kw_only=True)
class Household(Facts):
    """One household on one day, with at least one member; everything else but ``id`` is unknown unless given.

    The place and the choices may be given as text. All money is in the currency of the place.

    >>> Household(id="hh-1", place="CN-430611", area="urban", members=[Person(id="p1")])
    Household(id='hh-1', place='CN-430611', area='urban', members=(Person(id='p1'),))
    >>> Household(id="hh-1", area="urbn", members=[])
    Traceback (most recent call last):
    ...
    welfarekit.errors.InvalidFacts: 2 problems in the facts; correct them and ask again:
      area: not_one_of: given 'urbn', expected one of urban, rural; did you mean 'urban'?
      members: no_members: given nobody, expected at least one person
    """

    id: str = field(metadata={"text": TextInfo("identifier of the household")})
    place: Place | UnknownType = field(default=UNKNOWN, converter=_place, metadata={"text": TextInfo("place")})
    area: Area | UnknownType = field(default=UNKNOWN, converter=_area, metadata=about("urban or rural household"))
    members: tuple[Person, ...] = field(converter=_members, metadata={"part": PartInfo("members of the household")})
    head: str | UnknownType = text("head of the household, by identifier of the member")
    income_per_month: Money | UnknownType = fact("counted net income of the household, as assessed", unit=MONTHLY, most=MOST)
    property_within_rule: bool | UnknownType = fact("property of the household within what the rules allow")
    edge_property_within_rule: bool | UnknownType = fact(
        "property of the household within what the rules for edge families allow"
    )
    dibao_tier: DibaoTier | UnknownType = field(
        default=UNKNOWN, converter=_tier, metadata=about("tier that the office put the household in")
    )
    applies_alone: bool | UnknownType = fact("application as a single-person household by a member of an edge family")
    assets: Assets | UnknownType = part("assets")
    relief: Relief | UnknownType | None = field(
        default=UNKNOWN, converter=_relief, metadata=about("relief status of the household", none=True)
    )
    poverty_status: PovertyStatus | UnknownType | None = field(
        default=UNKNOWN, converter=_poverty_status, metadata=about("certified poverty status of the household", none=True)
    )
    difficult_area: bool | UnknownType = fact("residence in a specially difficult ethnic-minority or mountain commune or village")
    farming: bool | UnknownType = fact("living from farming, forestry, fishery or salt-making")
    income_score: int | UnknownType = fact("income score on form B1", unit="points", most=10_000)
    deprivation_score: int | UnknownType = fact("deprivation score on form B2", unit="points", most=10_000)
    deprivation: Deprivation | UnknownType = part("deprivations in basic social services")
    dwelling: Dwelling | UnknownType = part("dwelling")

    @property
    def size(self) -> int:
        """How many members there are; how many *count* is for each program's law to say."""
        return len(self.members)

    @property
    def itemises_income(self) -> bool:
        """Whether incomes are stated member by member, and not as one figure for the household."""
        return any(member.income is not UNKNOWN for member in self.members)

    def problems_on(self, day: dt.date) -> list[Problem]:
        """What cannot be on the day asked (:func:`problems_on`)."""
        return problems_on(self, day)

    @classmethod
    def from_json(cls, text: str | bytes | dict[str, Any]) -> Household:
        """The household of a JSON document; everything wrong with it at once as InvalidFacts.

        An absent key is unknown, ``null`` is none. See :mod:`welfarekit.adapters.json`.
        """
        from welfarekit.adapters.json import household_from_json

        return household_from_json(text)

    def to_json(self) -> str:
        """The household as compact JSON with stable order of keys; unknown facts are left out."""
        from welfarekit.adapters.json import household_to_json

        return household_to_json(self)

    def _together(self) -> list[Problem]:
        return disagreements(self)


def problems_on(household: Household, day: dt.date) -> list[Problem]:
    """What cannot be on the day asked: a member born after it (``born_after_day``). The facts by themselves are right."""
    return [
        Problem(
            "born_after_day", f"members[{i}].birth_date", born.isoformat(), f"a day not after the day asked, {day.isoformat()}"
        )
        for i, born in enumerate(member.birth_date for member in household.members)
        if born is not UNKNOWN and born > day
    ]
