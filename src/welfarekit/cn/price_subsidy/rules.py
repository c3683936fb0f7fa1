"""When prices start the payment, who is covered, and how much each place pays. The values stand in ``law.toml``.

A month is looked at by its indices, a person by the benefits that he or she receives. The amount is what the place's ``formula``
gives, then the place's floor, then the multiplier of the spring of 2020.
"""

from __future__ import annotations

from typing import Final

from welfarekit.cn.dibao.rules import counts as counts_for_dibao
from welfarekit.domain.household import Area, Relief
from welfarekit.money import Rounding
from welfarekit.rules.facts import household, member, month
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule
from welfarekit.rules.term import Amount, Rate, Test, any_of, at_least, choose, discretion, largest, when

law = Law.of(__package__)
dibao_law = Law.of("welfarekit.cn.dibao")

MECHANISM: Final = law.cite("mechanism")
CHILDREN: Final = law.cite("national-2021")
PER_MONTH: Final = Rate.of("1/12")
FEN: Final = Rounding("half_up", "0.01")

trigger_cpi = law.rate("trigger_cpi")
trigger_food = law.rate("trigger_food")
trigger_living_costs = law.rate("other_triggers", "living_costs")

# The month ------------------------------------------------------------------------------------------------------------------


@rule(cite=MECHANISM, show={"rise": month.cpi, "limit": trigger_cpi})
def consumer_prices_reach_trigger() -> Test:
    """The year-on-year change of consumer prices in the month, {rise}, reaches {limit}.

    No: The year-on-year change of consumer prices in the month, {rise}, does not reach {limit}.

    Not known: Whether consumer prices rose by at least {limit} in the month is not known yet.
    """
    return month.cpi >= trigger_cpi


@rule(cite=MECHANISM, show={"rise": month.food_cpi, "limit": trigger_food})
def food_prices_reach_trigger() -> Test:
    """The year-on-year change of food prices in the month, {rise}, reaches {limit}.

    No: The year-on-year change of food prices in the month, {rise}, does not reach {limit}.

    Not known: Whether food prices rose by at least {limit} in the month is not known yet.
    """
    return month.food_cpi >= trigger_food


@rule(cite=law.cite("yangzhou-2023"), show={"rise": month.low_income_index, "limit": trigger_living_costs})
def living_costs_reach_trigger() -> Test:
    """The year-on-year change of the living costs of low-income residents in the month, {rise}, reaches {limit}.

    No: The year-on-year change of the living costs of low-income residents in the month, {rise}, does not reach {limit}.

    Not known: Whether the living costs of low-income residents rose by at least {limit} in the month is not known yet.
    """
    return month.low_income_index >= trigger_living_costs


@rule(cite=MECHANISM)
def prices_start_payment() -> Test:
    """Prices rose so much in the month that the subsidy is paid for it.

    No: No price index reached its trigger in the month, so no subsidy is paid for it.

    Not known: Whether prices rose enough in the month for the subsidy to be paid is not known yet.
    """
    by_living_costs = law.flag("starts_by_living_costs") & living_costs_reach_trigger
    return any_of(consumer_prices_reach_trigger, food_prices_reach_trigger, by_living_costs)


# The person -----------------------------------------------------------------------------------------------------------------


@rule(cite=MECHANISM)
def on_dibao() -> Test:
    """{member} receives the minimum living guarantee.

    No: {member} does not receive the minimum living guarantee.

    Not known: Whether {member} receives the minimum living guarantee is not known yet.
    """
    return household.relief.one_of(Relief.DIBAO) & counts_for_dibao


@rule(cite=MECHANISM)
def on_tekun() -> Test:
    """{member} receives the support for persons in special hardship.

    No: {member} does not receive the support for persons in special hardship.

    Not known: Whether {member} receives the support for persons in special hardship is not known yet.
    """
    return member.receives_tekun


@rule(cite=MECHANISM)
def preferential_pensioner() -> Test:
    """{member} receives a regular preferential pension for service or merit from the State.

    No: {member} receives no regular preferential pension for service or merit from the State.

    Not known: Whether {member} receives a regular preferential pension from the State is not known yet.
    """
    return member.receives_preferential_pension


@rule(cite=MECHANISM)
def on_unemployment_benefit() -> Test:
    """{member} receives unemployment benefit.

    No: {member} does not receive unemployment benefit.

    Not known: Whether {member} receives unemployment benefit is not known yet.
    """
    return member.receives_unemployment_benefit


@rule(cite=CHILDREN)
def orphan() -> Test:
    """{member} receives the basic living benefit of orphans.

    No: {member} does not receive the basic living benefit of orphans.

    Not known: Whether {member} receives the basic living benefit of orphans is not known yet.
    """
    return member.receives_orphan_benefit


@rule(cite=CHILDREN)
def unattended_child() -> Test:
    """{member} receives the benefit of children who are in fact without parental care.

    No: {member} does not receive the benefit of children who are in fact without parental care.

    Not known: Whether {member} receives the benefit of children without parental care is not known yet.
    """
    return member.receives_child_benefit_full | member.receives_child_benefit


@rule(cite=CHILDREN, show={"adult": law.count("adult_age")})
def child_with_hiv() -> Test:
    """{member} is a child below {adult} years of age living with HIV.

    No: {member} is not a child below {adult} years of age living with HIV.

    Not known: Whether {member} is a child below {adult} years of age living with HIV is not known yet.
    """
    return member.hiv & (member.age < law.count("adult_age"))


@rule(cite=law.cite("stage-2022"))
def in_edge_family() -> Test:
    """{member} belongs to a dibao-edge family.

    No: {member} does not belong to a dibao-edge family.

    Not known: Whether {member} belongs to a dibao-edge family is not known yet.
    """
    return household.relief.one_of(Relief.DIBAO_EDGE) & counts_for_dibao


child = any_of(
    law.flag("covers_orphans") & orphan,
    law.flag("covers_unattended_children") & unattended_child,
    law.flag("covers_children_with_hiv") & child_with_hiv,
)
on_assistance = any_of(on_dibao, on_tekun, law.flag("covers_edge_families") & in_edge_family)


@rule(cite=MECHANISM)
def covered() -> Test:
    """{member} belongs to a group that the subsidy covers in the month.

    No: {member} belongs to none of the groups that the subsidy covers in the month.

    Not known: Whether {member} belongs to a group that the subsidy covers in the month is not known yet.
    """
    return any_of(on_assistance, preferential_pensioner, on_unemployment_benefit, child)


@rule(cite=MECHANISM)
def eligible() -> Test:
    """The subsidy for the month is due to {member}.

    No: No subsidy for the month is due to {member}.

    Not known: Whether the subsidy for the month is due to {member} is not known yet.
    """
    return prices_start_payment & covered


# The standard that the rise is applied to -----------------------------------------------------------------------------------

weight = when(law.given("tekun_multiple"), when(on_tekun, law.rate("tekun_multiple"), Rate.of("1")), Rate.of("1"))
local_standard = when(law.given("base_per_year"), law.amount("base_per_year"), dibao_law.amount("standard_per_year"))
at_urban_rate = any_of(household.area.one_of(Area.URBAN), preferential_pensioner, on_unemployment_benefit, child)
city_mean = when(at_urban_rate, law.amount("city_mean_urban_per_year"), law.amount("city_mean_rural_per_year"))


def part(standard: Amount, rate: Rate) -> Amount:
    """The month's part of a yearly standard that ``rate`` gives, rounded once, as the place rounds; else to the fen."""
    whole = rate * weight * PER_MONTH
    return when(law.given("rounding"), standard.share(whole, law.rounding("rounding")), standard.share(whole, FEN))


def monthly(standard: Amount) -> Amount:
    """A yearly standard as the sentences show it: a month of it."""
    return standard.share(weight * PER_MONTH, FEN)


# The formulas of the places -------------------------------------------------------------------------------------------------


@rule(cite=MECHANISM, show={"standard": monthly(local_standard), "rise": month.low_income_index})
def living_costs_of_standard() -> Amount:
    """The local standard of {standard} a month times {rise}, the rise of the living costs of low-income residents, is {value}.

    Not known: What the local standard times the rise of the living costs of low-income residents gives is not known yet.
    """
    return part(local_standard, month.low_income_index)


@rule(cite=law.cite("guilin-2022"), show={"standard": monthly(city_mean), "rise": month.low_income_index})
def living_costs_of_city_mean() -> Amount:
    """The city's mean standard of {standard} a month times {rise}, the rise of the living costs of low-income residents, is
    {value}.

    Not known: What the city's mean standard times the rise of the living costs of low-income residents gives is not known yet.
    """
    return part(city_mean, month.low_income_index)


@rule(cite=law.cite("wuhan"), show={"standard": monthly(local_standard)})
def triggering_index_of_standard() -> Amount:
    """The local standard of {standard} a month times the index that reached its trigger, the higher one if both did, is {value}.

    Not known: What the local standard times the index that reached its trigger gives is not known yet.
    """
    by_all = when(consumer_prices_reach_trigger, part(local_standard, month.cpi), 0)
    return largest(by_all, when(food_prices_reach_trigger, part(local_standard, month.food_cpi), 0))


@rule(cite=MECHANISM, show={"standard": monthly(local_standard), "rise": month.cpi})
def consumer_prices_of_standard() -> Amount:
    """The local standard of {standard} a month times {rise}, the rise of consumer prices, is {value}.

    Not known: What the local standard times the rise of consumer prices gives is not known yet.
    """
    return part(local_standard, month.cpi)


@rule(cite=law.cite("fujian-2021"), show={"standard": monthly(local_standard), "rise": month.cpi})
def assumed_consumer_prices_of_standard() -> Amount:
    """The local standard of {standard} a month times {rise}, the rise of consumer prices, is {value}; that the place computes
    it in this way is assumed.

    Not known: What the local standard times the rise of consumer prices gives is not known yet; that the place computes it in
    this way is assumed.
    """
    return part(local_standard, month.cpi)


below_bands = discretion(
    "amount_below_bands",
    "The authority states what is paid in a month in which only food prices started the payment.",
    law.cite("yangzhou-2022"),
)


def banded(rise: Rate) -> Amount:
    """The share of the standard for the band that the rise falls into."""
    first = part(local_standard, law.rate("bands", "first_share"))
    second = part(local_standard, law.rate("bands", "second_share"))
    below = when(rise >= law.rate("bands", "first_from"), first, when(below_bands, first, 0))
    return when(rise >= law.rate("bands", "second_from"), second, below)


BANDS: Final = {
    "first_share": law.rate("bands", "first_share"),
    "second_share": law.rate("bands", "second_share"),
    "second_from": law.rate("bands", "second_from"),
    "standard": monthly(local_standard),
}


@rule(cite=law.cite("yangzhou-2022"), show={**BANDS, "rise": month.cpi})
def band_of_consumer_prices() -> Amount:
    """With consumer prices up by {rise}, the share of the standard of {standard} a month is
    {value}: {first_share}, or {second_share} from {second_from} on.

    Not known: The share of the standard that the rise of consumer prices gives is not settled yet.
    """
    return banded(month.cpi)


@rule(cite=law.cite("yangzhou-2023"), show={**BANDS, "rise": month.low_income_index})
def band_of_living_costs() -> Amount:
    """With the living costs of low-income residents up by {rise}, the share of the standard of {standard} a month is
    {value}: {first_share}, or {second_share} from {second_from} on.

    Not known: The share of the standard that the rise of the living costs of low-income residents gives is not settled yet.
    """
    return banded(month.low_income_index)


points = month.low_income_index.points_started("1%")


@rule(cite=law.cite("qingdao-2018"), show={"rise": month.low_income_index, "each": law.amount("per_point"), "points": points})
def points_of_living_costs() -> Amount:
    """The living costs of low-income residents rose by {rise}; {points} started percentage points at {each} each are {value}.

    Not known: How many percentage points the living costs of low-income residents rose by is not known yet.
    """
    return law.amount("per_point") * points


flat_step = discretion(
    "flat_amount",
    "The authority of the district states which of the flat amounts it pays to this person.",
    law.cite("jinan-2023"),
)


@rule(cite=law.cite("jinan-2023"))
def flat_amount() -> Amount:
    """The place pays {value} for the month, a flat amount by group.

    Not known: Which flat amount the place pays for the month is not settled yet.
    """
    general, upper, lower = (law.amount("flat", cell) for cell in ("general", "unemployed_upper", "unemployed_lower"))
    by_district = when(law.given("upper_tier"), when(law.flag("upper_tier"), upper, lower), when(flat_step, upper, lower))
    of_group = when(on_assistance | child, general, when(preferential_pensioner, when(flat_step, general, 0), 0))
    return largest(of_group, when(on_unemployment_benefit, by_district, 0))


# Floor and multiplier -------------------------------------------------------------------------------------------------------

by_formula = choose(
    law.choice("formula"),
    {
        "living_costs": living_costs_of_standard,
        "living_costs_of_city_mean": living_costs_of_city_mean,
        "triggering_index": triggering_index_of_standard,
        "consumer_prices": consumer_prices_of_standard,
        "assumed_consumer_prices": assumed_consumer_prices_of_standard,
        "bands_of_consumer_prices": band_of_consumer_prices,
        "bands_of_living_costs": band_of_living_costs,
        "points_of_living_costs": points_of_living_costs,
        "flat": flat_amount,
    },
)


@rule(cite=MECHANISM, show={"floor": law.amount("floor")})
def not_below_floor() -> Amount:
    """At least {floor} is paid for the month, so the amount is {value}.

    Not known: The amount that the place's lowest amount of {floor} leads to is not known yet.
    """
    return at_least(by_formula, law.amount("floor"))


once = when(law.given("floor"), not_below_floor, at_least(by_formula, 0))


@rule(cite=law.cite("special-2020"), show={"times": law.count("multiplier")})
def multiplied() -> Amount:
    """The amount is paid {times} times for the month: {value}.

    Not known: The amount that is paid {times} times for the month is not known yet.
    """
    return once * law.count("multiplier")


@rule(cite=MECHANISM)
def benefit() -> Amount:
    """The subsidy of {member} for the month is {value}.

    Not known: The subsidy of {member} for the month is not known yet.
    """
    return when(eligible, when(law.given("multiplier"), multiplied, once), 0)
