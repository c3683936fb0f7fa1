"""Whether the facts about a household agree with each other: ids, pointers, things stated twice, currencies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from welfarekit.domain.checking import Facts, masked
from welfarekit.domain.person import Person
from welfarekit.errors import Problem
from welfarekit.money import Money
from welfarekit.truth import UNKNOWN, UnknownType

if TYPE_CHECKING:
    from welfarekit.domain.household import Household


def disagreements(household: Household) -> list[Problem]:
    """Everything that cannot be true together; each fact by itself has been checked before."""
    members = household.members
    if not isinstance(members, tuple):  # given, but wrongly, and that is reported already
        return []
    if not members:
        return [Problem("no_members", "members", "nobody", "at least one person")]
    ids, pointers = set(), []
    for member in members:
        if type(member) is not Person:
            strangers = [(i, type(member).__name__) for i, member in enumerate(members) if type(member) is not Person]
            return [Problem("wrong_type", f"members[{i}]", given, "Person") for i, given in strangers]
        ids.add(member.id)
        if "guardian" in member.__dict__ and member.guardian is not None:
            pointers.append(member.guardian)
    problems: list[Problem] = []
    if len(ids) != len(members) or not ids.issuperset(pointers) or (household.head is not UNKNOWN and household.head not in ids):
        problems += _names(household)
    if (
        household.income_per_month is not UNKNOWN
        or household.dwelling is not UNKNOWN
        or household.assets is not UNKNOWN
        or household.income_score is not UNKNOWN
        or household.deprivation_score is not UNKNOWN
    ):
        problems += _stated_twice(household)
    meant = None if household.place is UNKNOWN else household.place.currency
    if not _one_currency(household, meant):
        problems += _currencies(household, meant)
    return problems


def _names(household: Household) -> Iterator[Problem]:
    """No id twice, and the head and all guardians among the members."""
    members = household.members
    seen: set[str] = set()
    for i, member in enumerate(members):
        if member.id in seen:
            yield Problem("duplicate_id", f"members[{i}].id", repr(masked(member.id)), "an id of its own")
        seen.add(member.id)
    pointers = [("head", household.head), *((f"members[{i}].guardian", member.guardian) for i, member in enumerate(members))]
    for path, pointer in pointers:
        if isinstance(pointer, str) and pointer not in seen:
            yield Problem("no_such_member", path, repr(masked(pointer)), "the id of a member of the household")


def _stated_twice(household: Household) -> Iterator[Problem]:
    """The same thing as assessed and again in its parts: nobody could say which of them holds."""
    if household.income_per_month is not UNKNOWN:
        expected = "the income of the household or the incomes of its members, not both"
        for i, member in enumerate(household.members):
            if member.income is not UNKNOWN and vars(member.income):
                yield Problem("stated_twice", f"members[{i}].income", "incomes of a member beside income_per_month", expected)
    if household.property_within_rule is not UNKNOWN and household.assets is not UNKNOWN and vars(household.assets):
        expected = "the property as assessed or what the household owns, not both"
        yield Problem("stated_twice", "assets", "what the household owns beside property_within_rule", expected)
    itemised = any(member.income is not UNKNOWN and vars(member.income) for member in household.members)
    if household.income_score is not UNKNOWN and (household.income_per_month is not UNKNOWN or itemised):
        expected = "the points of form B1 or the income, not both"
        yield Problem("stated_twice", "income_score", "points of form B1 beside the income", expected)
    if household.deprivation_score is not UNKNOWN and household.deprivation is not UNKNOWN and vars(household.deprivation):
        expected = "the points of form B2 or the deprivations, not both"
        yield Problem("stated_twice", "deprivation_score", "points of form B2 beside the deprivations", expected)
    area = UNKNOWN if household.dwelling is UNKNOWN else household.dwelling.living_area_m2
    judged = UNKNOWN if household.deprivation is UNKNOWN else household.deprivation.housing_area
    if area is not UNKNOWN and judged is not UNKNOWN:
        expected = "the living area or the deprivation in it, not both"
        yield Problem("stated_twice", "deprivation.housing_area", "housing_area beside dwelling.living_area_m2", expected)


def _one_currency(household: Household, meant: str | None) -> bool:
    """Whether all money is in the currency of the place or, while that is unknown, in any one; the good path is cheap."""
    holders: list[Facts] = [household, *household.members]
    holders += [member.income for member in household.members if member.income is not UNKNOWN]
    if household.assets is not UNKNOWN:
        holders.append(household.assets)
    for facts in holders:
        for value in facts.__dict__.values():
            if type(value) is Money and value.currency != meant:
                if meant is not None:
                    return False
                meant = value.currency
    return True


def _currencies(household: Household, meant: str | None) -> list[Problem]:
    stated = list(amounts(household))
    meant = meant or stated[0][1].currency
    expected = f"an amount in {meant}, the currency of the household"
    return [Problem("wrong_currency", path, money.currency, expected) for path, money in stated if money.currency != meant]


def amounts(household: Household) -> Iterator[tuple[str, Money]]:
    """All money stated about a household and its members, each with its path."""
    parts: list[tuple[str, Facts | UnknownType]] = [("", household), ("assets.", household.assets)]
    for i, member in enumerate(household.members):
        parts += [(f"members[{i}].", member), (f"members[{i}].income.", member.income)]
    for prefix, facts in parts:
        if facts is not UNKNOWN:
            for name, value in vars(facts).items():
                if type(value) is Money:
                    yield prefix + name, value
