"""Which class of the multidimensional poverty standard a household belongs to.

Three standards follow each other: 2016 to 2021, 2022 to 2026, 2027 to 2030. Each looks at the income per person and at the
number of indicators of basic social services in which the household is deprived. Until 2026 both are known in one of two ways:
as facts (the income, the indicators) or as the points of the review forms (B1 for the income, B2 for the indicators). Points
settle their side where they are known; a document states one way for each side. The forms of the third standard are not known.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from welfarekit.domain.household import PovertyStatus
from welfarekit.rules.facts import household, member, members
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule, versions
from welfarekit.rules.term import Amount, Choice, Test, first_known, how_many, when

law = Law.of(__package__)

DECISION_2015: Final = law.cite("decision-59-2015", "art. 2")
DECREE_2021: Final = law.cite("decree-07-2021", "art. 3")
DECREE_2025: Final = law.cite("decree-351-2025")
FORMS: Final = law.cite("circular-07-2021", "art. 1(1)")
FORM_B2: Final = law.cite("circular-07-2021", "appendix III, form B2")

END_2021: Final = dt.date(2021, 12, 31)
START_2022: Final = dt.date(2022, 1, 1)
END_2026: Final = dt.date(2026, 12, 31)
START_2027: Final = dt.date(2027, 1, 1)

HUNDRED: Final = 100
MONTHS: Final = 12
HUNDREDTHS: Final = 100  # areas are counted in hundredths of a square metre

size = members.count(Test.of(True))


# -- income: as facts, or as points of form B1 --


@rule(cite=law.cite("circular-07-2021", "appendix VIII, note 1"))
def income() -> Amount:
    """The counted income of the household is {value} a month, State social assistance left out.

    Not known: The counted income of the household is not known yet.
    """
    own = member.income
    earned = own.wage_per_month + own.business_per_month + own.property_per_month
    received = own.support_received_per_month + own.pension_per_month
    other = own.unemployment_benefit_per_month + own.other_transfer_per_month
    return when(household.itemises_income, members.total(earned + received + other), household.income_per_month)


limit = law.amount("line") * size
limit_alone = law.amount("line_alone") * size


@rule(show={"points": household.income_score, "most": law.count("score_line")})
def score_within_line() -> Test:
    """Form B1 gives {points} points, not more than the {most} points that stand for the income line.

    No: Form B1 gives {points} points, more than the {most} points that stand for the income line.

    Not known: The points of form B1 are not known yet.
    """
    return household.income_score <= law.count("score_line")


@rule(show={"income": income, "limit": limit, "size": size})
def income_within_line() -> Test:
    """The income of {income} a month is at or below {limit}, the income line for a household of {size}.

    No: The income of {income} a month is above {limit}, the income line for a household of {size}.

    Not known: Whether the income is at or below the income line for a household of {size} is not known yet.
    """
    return income <= limit


@rule(show={"points": household.income_score, "most": law.count("score_line_alone")})
def score_within_line_alone() -> Test:
    """Form B1 gives {points} points; up to {most} points the income alone makes a household poor.

    No: Form B1 gives {points} points; only up to {most} points would the income alone make the household poor.

    Not known: The points of form B1 that decide on the income alone are not known yet.
    """
    return household.income_score <= law.count("score_line_alone")


@rule(show={"income": income, "limit": limit_alone, "size": size})
def income_within_line_alone() -> Test:
    """The income of {income} a month is at or below {limit} for a household of {size} and alone makes the household poor.

    No: The income of {income} a month is above {limit} for a household of {size} and does not alone make the household poor.

    Not known: Whether the income alone makes the household poor is not known yet.
    """
    return income <= limit_alone


within_line = first_known(score_within_line, income_within_line)
within_line_alone = first_known(score_within_line_alone, income_within_line_alone)


# -- deprivation: as indicators, or as points of form B2 --


@rule(show={"child_age": law.count("child_age")})
def is_dependant() -> Test:
    """{member} is a dependant: a child under {child_age}, or elderly or disabled and on monthly social assistance.

    No: {member} is not a dependant.

    Not known: Whether {member} is a dependant is not known yet.
    """
    frail = (member.age >= law.count("elder_age")) | ~member.disability.level.is_none()
    return (member.age < law.count("child_age")) | (member.receives_social_assistance & frail)


@rule(show={"most": law.count("dependants_per_hundred"), "size": size})
def too_many_dependants() -> Test:
    """More than {most} percent of the {size} members are dependants.

    No: Not more than {most} percent of the {size} members are dependants.

    Not known: How many of the {size} members are dependants is not known yet.
    """
    return members.count(is_dependant) * HUNDRED > size * law.count("dependants_per_hundred")


@rule(show={"least": law.count("area_per_person_m2"), "share": law.count("mezzanine_per_hundred")})
def area_too_small() -> Test:
    """The living area is below {least} square metres for each person, a mezzanine counted at {share} percent.

    No: The living area is at least {least} square metres for each person, a mezzanine counted at {share} percent.

    Not known: Whether the living area reaches {least} square metres for each person is not known yet.
    """
    dwelling = household.dwelling
    area = dwelling.living_area_m2 * HUNDRED + dwelling.mezzanine_area_m2 * law.count("mezzanine_per_hundred")
    return area < law.count("area_per_person_m2") * size * HUNDREDTHS * HUNDRED


@rule()
def lacks_employment() -> Test:
    """A member is without work, or works for a wage without a labour contract.

    No: No member is without work, or works for a wage without a labour contract.

    Not known: Whether a member is without work or without a labour contract is not known yet.
    """
    return household.deprivation.employment


@rule()
def lacks_dependants() -> Test:
    """The household has too many dependants.

    No: The household does not have too many dependants.

    Not known: Whether the household has too many dependants is not known yet.
    """
    return first_known(household.deprivation.dependants, too_many_dependants)


@rule()
def lacks_nutrition() -> Test:
    """A child of the household is undernourished.

    No: No child of the household is undernourished.

    Not known: Whether a child of the household is undernourished is not known yet.
    """
    return household.deprivation.nutrition


@rule()
def lacks_health_services() -> Test:
    """The household lacks access to health services.

    No: The household has access to health services.

    Not known: Whether the household has access to health services is not known yet.
    """
    return household.deprivation.health_services


@rule()
def lacks_health_insurance() -> Test:
    """A member lacks the health insurance that the standard asks for.

    No: No member lacks the health insurance that the standard asks for.

    Not known: Whether a member lacks health insurance is not known yet.
    """
    return household.deprivation.health_insurance


@rule()
def lacks_adult_education() -> Test:
    """A member lacks the education or training that belongs to the age.

    No: No member lacks the education or training that belongs to the age.

    Not known: Whether a member lacks the education or training that belongs to the age is not known yet.
    """
    return household.deprivation.adult_education


@rule()
def lacks_school_attendance() -> Test:
    """A child does not attend the school level that belongs to its age.

    No: Every child attends the school level that belongs to its age.

    Not known: Whether every child attends the school level that belongs to its age is not known yet.
    """
    return household.deprivation.school_attendance


@rule()
def lacks_housing_quality() -> Test:
    """The house is not durable.

    No: The house is durable.

    Not known: Whether the house is durable is not known yet.
    """
    return household.deprivation.housing_quality


@rule()
def lacks_housing_area_2016() -> Test:
    """The living area for each person is too small.

    No: The living area for each person is not too small.

    Not known: Whether the living area for each person is too small is not known yet.
    """
    return household.deprivation.housing_area


@rule()
def lacks_housing_area() -> Test:
    """The living area for each person is too small.

    No: The living area for each person is not too small.

    Not known: Whether the living area for each person is too small is not known yet.
    """
    return first_known(household.deprivation.housing_area, area_too_small)


@rule()
def lacks_water_source() -> Test:
    """The household has no source of clean water.

    No: The household has a source of clean water.

    Not known: Whether the household has a source of clean water is not known yet.
    """
    return household.deprivation.water_source


@rule()
def lacks_toilet() -> Test:
    """The household has no hygienic toilet.

    No: The household has a hygienic toilet.

    Not known: Whether the household has a hygienic toilet is not known yet.
    """
    return household.deprivation.toilet


@rule()
def lacks_telecom() -> Test:
    """The household does not use telecommunication services.

    No: The household uses telecommunication services.

    Not known: Whether the household uses telecommunication services is not known yet.
    """
    return household.deprivation.telecom


@rule()
def lacks_information_devices() -> Test:
    """The household has no device for access to information.

    No: The household has a device for access to information.

    Not known: Whether the household has a device for access to information is not known yet.
    """
    return household.deprivation.information_devices


@rule()
def lacks_waste_handling() -> Test:
    """Household waste is not handled properly.

    No: Household waste is handled properly.

    Not known: Whether household waste is handled properly is not known yet.
    """
    return household.deprivation.waste_handling


LEAST: Final = law.count("least_indicators")

LACKING_2016: Final = how_many(
    lacks_health_services, lacks_health_insurance, lacks_adult_education, lacks_school_attendance, lacks_housing_quality,
    lacks_housing_area_2016, lacks_water_source, lacks_toilet, lacks_telecom, lacks_information_devices,
)  # fmt: skip

LACKING_2022: Final = how_many(
    lacks_employment, lacks_dependants, lacks_nutrition, lacks_health_insurance, lacks_adult_education,
    lacks_school_attendance, lacks_housing_quality, lacks_housing_area, lacks_water_source, lacks_toilet, lacks_telecom,
    lacks_information_devices,
)  # fmt: skip

LACKING_2027: Final = how_many(
    lacks_employment, lacks_dependants, lacks_nutrition, lacks_health_insurance, lacks_adult_education,
    lacks_school_attendance, lacks_housing_quality, lacks_housing_area, lacks_water_source, lacks_toilet, lacks_telecom,
    lacks_waste_handling,
)  # fmt: skip


@rule(cite=law.cite("decision-59-2015", "art. 1(2)(b)"), show={"least": LEAST}, until=END_2021)
def lacks_indicators_2016() -> Test:
    """The household lacks {least} or more of the ten indicators of basic social services.

    No: The household lacks fewer than {least} of the ten indicators of basic social services.

    Not known: Whether the household lacks {least} of the ten indicators of basic social services is not known yet.
    """
    return LEAST <= LACKING_2016


@rule(cite=FORM_B2, show={"least": LEAST}, since=START_2022, until=END_2026)
def lacks_indicators_2022() -> Test:
    """The household lacks {least} or more of the twelve indicators of basic social services.

    No: The household lacks fewer than {least} of the twelve indicators of basic social services.

    Not known: Whether the household lacks {least} of the twelve indicators of basic social services is not known yet.
    """
    return LEAST <= LACKING_2022


@rule(cite=law.cite("indicators-2027"), show={"least": LEAST}, since=START_2027)
def lacks_indicators_2027() -> Test:
    """The household lacks {least} or more of the twelve indicators of the provisional list.

    No: The household lacks fewer than {least} of the twelve indicators of the provisional list.

    Not known: Whether the household lacks {least} of the twelve indicators of the provisional list is not known yet.
    """
    return LEAST <= LACKING_2027


lacks_indicators = versions(lacks_indicators_2016, lacks_indicators_2022, lacks_indicators_2027)


@rule(show={"points": household.deprivation_score, "least": law.count("least_points")})
def score_of_deprivation() -> Test:
    """Form B2 gives {points} points, at least the {least} points that show deprivation.

    No: Form B2 gives {points} points, fewer than the {least} points that show deprivation.

    Not known: The points of form B2 are not known yet.
    """
    return household.deprivation_score >= law.count("least_points")


deprived = first_known(score_of_deprivation, lacks_indicators)


# -- above the line: average living standard --


@rule()
def open_to_class() -> Test:
    """The class of average living standard is open to the household by what it lives from.

    No: The class of average living standard is open only to households that live from farming, forestry, fishery or salt.

    Not known: Whether the household lives from farming, forestry, fishery or salt is not known yet.
    """
    return ~law.flag("average_living_farming_only") | household.farming


average_limit = law.amount("average_living_line") * size


@rule(show={"income": income, "limit": average_limit, "lower": limit, "size": size})
def income_in_average_band() -> Test:
    """The income of {income} a month is above {lower} and at or below {limit}, the band for a household of {size}.

    No: The income of {income} a month is not above {lower} and at or below {limit}, the band for a household of {size}.

    Not known: Whether the income lies in the band of average living standard for a household of {size} is not known yet.
    """
    return (income > limit) & (income <= average_limit)


POOR: Final = Choice.of(PovertyStatus.POOR)
NEAR_POOR: Final = Choice.of(PovertyStatus.NEAR_POOR)
AVERAGE_LIVING: Final = Choice.of(PovertyStatus.AVERAGE_LIVING)
NEITHER: Final = Choice.none(PovertyStatus)

average_living = when(open_to_class & income_in_average_band, AVERAGE_LIVING, NEITHER)
above_line = when(law.given("average_living_line"), average_living, NEITHER)


# -- the class by the national standard --


@rule(cite=DECISION_2015, until=END_2021)
def status_2016() -> Choice[PovertyStatus]:
    """By the standard of 2016 to 2021 the household is classed as: {value}.

    Not known: The class of the household by the standard of 2016 to 2021 is not known yet.
    """
    return when(within_line, when(within_line_alone | deprived, POOR, NEAR_POOR), above_line)


@rule(cite=DECREE_2021, since=START_2022, until=END_2026)
def status_2022() -> Choice[PovertyStatus]:
    """By the standard of 2022 to 2026 the household is classed as: {value}.

    Not known: The class of the household by the standard of 2022 to 2026 is not known yet.
    """
    return when(within_line, when(deprived, POOR, NEAR_POOR), above_line)


@rule(cite=DECREE_2025, since=START_2027)
def status_2027() -> Choice[PovertyStatus]:
    """By the standard of 2027 to 2030 the household is classed as: {value}.

    Not known: The class of the household by the standard of 2027 to 2030 is not known yet.
    """
    return when(income_within_line, when(lacks_indicators, POOR, NEAR_POOR), above_line)


national = versions(status_2016, status_2022, status_2027)


# -- the class by the line of a province or city: a second result --

yearly = income * MONTHS
local_limit = law.amount("local_line_per_year") * size
local_near_limit = law.amount("local_near_line_per_year") * size


@rule(show={"income": yearly, "limit": local_limit, "size": size})
def income_within_local_line() -> Test:
    """The income of {income} a year is at or below {limit}, the poverty line of the province or city for a household of {size}.

    No: The income of {income} a year is above {limit}, the poverty line of the province or city for a household of {size}.

    Not known: Whether the income is at or below the poverty line of the province or city is not known yet.
    """
    return yearly <= local_limit


@rule(show={"income": yearly, "limit": local_near_limit, "size": size})
def income_within_local_near_line() -> Test:
    """The income of {income} a year is at or below {limit}, the near-poverty line of the province or city for {size} members.

    No: The income of {income} a year is above {limit}, the near-poverty line of the province or city for {size} members.

    Not known: Whether the income is at or below the near-poverty line of the province or city is not known yet.
    """
    return yearly <= local_near_limit


@rule(show={"least": law.count("local_least_indicators")})
def lacks_local_indicators() -> Test:
    """The household lacks {least} or more indicators, as the poverty line of the province or city demands.

    No: The household lacks fewer than the {least} indicators that the poverty line of the province or city demands.

    Not known: Whether the household lacks the {least} indicators that the province or city demands is not known yet.
    """
    least = law.count("local_least_indicators")
    by_points = household.deprivation_score >= law.count("points_per_indicator") * least
    return first_known(by_points, least <= LACKING_2022)  # no other list is known to be asked for locally


@rule()
def status_local() -> Choice[PovertyStatus]:
    """By the line of the province or city, beside the national one, the household is classed as: {value}.

    Not known: The class of the household by the line of the province or city is not known yet.
    """
    demanded = when(law.given("local_least_indicators"), lacks_local_indicators, Test.of(True))
    near = when(income_within_local_near_line, NEAR_POOR, NEITHER)
    rest = when(law.given("local_near_line_per_year"), near, NEITHER)
    return when(income_within_local_line & demanded, POOR, rest)


# -- the answer --

# both branches are the national class: where a place has a line of its own it is read and told, and it never changes the answer
with_local = when(status_local.is_none(), national, national)
status = when(law.given("local_line_per_year"), with_local, national)


@rule()
def eligible() -> Test:
    """The household belongs to a class of the national poverty standard.

    No: The household belongs to no class of the national poverty standard.

    Not known: Whether the household belongs to a class of the national poverty standard is not known yet.
    """
    return ~national.is_none()
