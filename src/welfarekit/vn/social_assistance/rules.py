"""Whom the law grants monthly social assistance, and how much: the standard times the coefficient of the highest group.

Everything here is about one member of the household. The groups are those of article 5; their ages and coefficients are
values of the law, so that both decrees are data: a group that the law of the day no longer names has no coefficient.
"""

from __future__ import annotations

from typing import Final

from welfarekit.citation import Citation
from welfarekit.domain.disability import DisabilityLevel
from welfarekit.domain.household import PovertyStatus
from welfarekit.domain.person import Absence, MaritalStatus
from welfarekit.rules.facts import household, member, wards
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule
from welfarekit.rules.term import Amount, Count, Rate, Test, all_of, any_of, at_least, largest, when

law = Law.of(__package__)



def decrees(article: str) -> tuple[Citation, ...]:
    """An article that both decrees have under one number; the one that applies on the day asked is cited."""
    return law.cite("decree-20-2021", article), law.cite("decree-335-2026", article)

HANOI: Final = "hanoi-63-2025"
NOTHING: Final = Rate.of("0")

standard = law.amount("standard_per_month")
local_standard = law.amount("local_standard_per_month")
social_pension = law.amount("social_pension_per_month")
study_limit = law.count("student_age_limit")


def age(key: str) -> Count:
    """An age of the law."""
    return law.count("ages", key)


def while_named(group: str, test: Test) -> Test:
    """The test, while the law of the day names the group: only then does the group have a coefficient."""
    return when(law.rate("coefficients", group) > NOTHING, test, Test.of(False))


@rule(cite=decrees("art. 4"))
def applicable_standard() -> Amount:
    """The standard of social assistance that applies here is {value} a month, the higher of the national and the local one.

    Not known: The standard of social assistance is not known while the place of the household is not known.
    """
    has_its_own = law.flag("has_local_standard") | law.given("local_standard_per_month")
    return when(has_its_own, at_least(standard, local_standard), standard)


def times(group: str) -> Amount:
    """The standard times the coefficient of the group."""
    return applicable_standard.share(law.rate("coefficients", group), law.rounding("rounding"))


def local_times(group: str) -> Amount:
    """The standard times the coefficient of a group that the province or city has added."""
    return applicable_standard.share(law.rate("local_coefficients", group), law.rounding("rounding"))


# -- what several groups ask --


@rule(cite=decrees("art. 5"))
def poor_household() -> Test:
    """The household is certified as poor.

    No: The household is not certified as poor.

    Not known: Whether the household is certified as poor is not known yet.
    """
    return household.poverty_status.one_of(PovertyStatus.POOR)


@rule(cite=decrees("art. 5"))
def poor_or_near_poor_household() -> Test:
    """The household is certified as poor or near-poor.

    No: The household is certified neither as poor nor as near-poor.

    Not known: Whether the household is certified as poor or near-poor is not known yet.
    """
    return household.poverty_status.one_of(PovertyStatus.POOR, PovertyStatus.NEAR_POOR)


@rule(cite=decrees("art. 5(1)"), show={"limit": age("child_under")})
def child() -> Test:
    """{member} is a child, under {limit} years of age.

    No: {member} is {limit} years of age or older and no longer a child.

    Not known: Whether {member} is under {limit} years of age is not known yet.
    """
    return member.age < age("child_under")


@rule(cite=decrees("art. 5(5)"), show={"limit": age("elderly_from")})
def elderly() -> Test:
    """{member} is elderly, {limit} years of age or older.

    No: {member} is under {limit} years of age and not elderly.

    Not known: Whether {member} is {limit} years of age or older is not known yet.
    """
    return member.age >= age("elderly_from")


@rule(cite=decrees("art. 5(5)(a)"))
def without_support() -> Test:
    """Nobody is obliged to support {member}, or whoever is obliged receives monthly social assistance as well.

    No: Somebody who does not receive monthly social assistance is obliged to support {member}.

    Not known: Whether somebody is obliged to support {member} is not known yet.
    """
    return ~member.supporters.has_obligated_supporter | member.supporters.supporter_on_assistance


@rule(cite=decrees("art. 5(2)"))
def studies() -> Test:
    """{member} studies continuously: general, vocational or college education or a first university degree.

    No: {member} does not study continuously, or is past the age up to which studies count.

    Not known: Whether {member} studies continuously is not known yet.
    """
    within_limit = when(law.given("student_age_limit"), member.age < study_limit, Test.of(True))
    return within_limit & member.education.continuous


# -- article 5(1) to (3): children without support, former ones who study, children with HIV --


@rule(cite=decrees("art. 5(1)"))
def unattended_child() -> Test:
    """{member} is a child without a source of support.

    No: {member} is not a child without a source of support.

    Not known: Whether {member} is a child without a source of support is not known yet.
    """
    return child & member.unattended


@rule(cite=decrees("art. 5(2)"))
def former_unattended_student() -> Test:
    """{member} received assistance as a child without a source of support, is no longer a child and still studies.

    No: {member} is not a student who received assistance as a child without a source of support.

    Not known: Whether {member} is a student who received assistance as a child without a source of support is not known yet.
    """
    return ~child & member.was_unattended_beneficiary & studies


@rule(cite=decrees("art. 5(3)"))
def child_with_hiv() -> Test:
    """{member} is a child with HIV in a poor household.

    No: {member} is not a child with HIV in a poor household.

    Not known: Whether {member} is a child with HIV in a poor household is not known yet.
    """
    return child & poor_household & member.hiv


# -- article 5(4): single parents --


@rule(cite=decrees("art. 5(4)"))
def without_spouse() -> Test:
    """{member} has never been married, or the spouse has died or been declared missing.

    No: {member} is married or divorced.

    Not known: The marital status of {member} is not known yet.
    """
    single = (MaritalStatus.NEVER_MARRIED, MaritalStatus.WIDOWED, MaritalStatus.SPOUSE_MISSING)
    return member.marital_status.one_of(*single)


@rule(cite=decrees("art. 5(4)"))
def raised_child() -> Test:
    """{member} counts as a child being raised: a child by age or studying continuously, and not without a source of support.

    No: {member} does not count as a child being raised.

    Not known: Whether {member} counts as a child being raised is not known yet.
    """
    return (child | studies) & ~unattended_child & ~former_unattended_student


@rule(cite=decrees("art. 5(4)"))
def children_raised() -> Count:
    """The number of children who count and whom {member} raises is {value}.

    Not known: How many children {member} raises is not known yet.
    """
    return wards.count(raised_child)


@rule(cite=decrees("art. 5(4)"))
def single_parent() -> Test:
    """{member} is a single parent in a poor or near-poor household.

    No: {member} is not a single parent in a poor or near-poor household.

    Not known: Whether {member} is a single parent in a poor or near-poor household is not known yet.
    """
    return poor_or_near_poor_household & without_spouse & (children_raised >= 1)


# -- article 5(5): elderly people --


@rule(cite=decrees("art. 5(5)(a)"))
def elderly_without_support() -> Test:
    """{member} is elderly, lives in a poor household and has nobody who could be held to support.

    No: {member} is not an elderly person without support in a poor household.

    Not known: Whether {member} is an elderly person without support in a poor household is not known yet.
    """
    return elderly & poor_household & without_support


@rule(
    cite=law.cite("decree-20-2021", "art. 5(5)(b)"),
    show={"least": age("difficult_area_from"), "limit": age("difficult_area_under")},
)
def elderly_in_difficult_area() -> Test:
    """{member} is {least} to under {limit} years of age, poor or near-poor, and lives in a specially difficult area.

    No: {member} is not in the group of poor or near-poor elderly people in specially difficult areas.

    Not known: Whether {member} is in the group of poor or near-poor elderly people in specially difficult areas is not known yet.
    """
    in_age = (member.age >= age("difficult_area_from")) & (member.age < age("difficult_area_under"))
    of_group = in_age & poor_or_near_poor_household & household.difficult_area
    return of_group & ~elderly_without_support


@rule(cite=law.cite("decree-20-2021", "art. 5(5)(c)"), show={"least": age("without_pension_from")})
def elderly_without_pension() -> Test:
    """{member} is {least} years of age or older and has neither a pension nor a monthly social insurance benefit.

    No: {member} is not in the group of very old people without a pension.

    Not known: Whether {member} is in the group of very old people without a pension is not known yet.
    """
    of_group = (member.age >= age("without_pension_from")) & (member.pension_per_month == 0)
    return of_group & ~elderly_without_support


@rule(cite=decrees("art. 5(5)"))
def elderly_cared_in_community() -> Test:
    """{member} is elderly, lives in a poor household, qualifies for a care facility and is cared for in the community instead.

    No: {member} is not an elderly person of a poor household who is cared for in the community instead of a facility.

    Not known: Whether {member} is an elderly person cared for in the community instead of a facility is not known yet.
    """
    return elderly & poor_household & member.fit_for_facility_cared_at_home


# -- article 5(6) to (8): disability, small children in difficult areas, HIV --


@rule(cite=decrees("art. 5(6)"))
def extra_heavily_disabled() -> Test:
    """{member} has a certified disability of the extra heavy level.

    No: {member} has no certified disability of the extra heavy level.

    Not known: Whether {member} has a certified disability of the extra heavy level is not known yet.
    """
    return member.disability.level.one_of(DisabilityLevel.EXTRA_HEAVY)


@rule(cite=decrees("art. 5(6)"))
def heavily_disabled() -> Test:
    """{member} has a certified disability of the heavy level.

    No: {member} has no certified disability of the heavy level.

    Not known: Whether {member} has a certified disability of the heavy level is not known yet.
    """
    return member.disability.level.one_of(DisabilityLevel.HEAVY)


@rule(cite=decrees("art. 5(7)"), show={"limit": age("small_child_under")})
def small_child_in_difficult_area() -> Test:
    """{member} is under {limit} years of age, poor or near-poor, and lives in a specially difficult area.

    No: {member} is not in the group of small children in specially difficult areas.

    Not known: Whether {member} is in the group of small children in specially difficult areas is not known yet.
    """
    small = (member.age < age("small_child_under")) & poor_or_near_poor_household & household.difficult_area
    other_group = any_of(unattended_child, child_with_hiv, extra_heavily_disabled, heavily_disabled)
    return small & ~other_group


@rule(cite=decrees("art. 5(8)"))
def hiv_without_income() -> Test:
    """{member} has HIV, lives in a poor household and has no wage, pension or other regular monthly income.

    No: {member} is not a person with HIV in a poor household without regular monthly income.

    Not known: Whether {member} is a person with HIV in a poor household without regular monthly income is not known yet.
    """
    return poor_household & member.hiv & ~member.has_regular_income


# -- groups that a province or city adds --


@rule(cite=law.cite(HANOI, "art. 4"))
def local_elderly() -> Test:
    """{member} is elderly, poor or near-poor, and no one who is obliged to support is able to: a group added locally.

    No: {member} is not in the group of elderly people added locally.

    Not known: Whether {member} is in the group of elderly people added locally is not known yet.
    """
    return elderly & poor_or_near_poor_household & (without_support | ~member.supporters.able)


@rule(cite=law.cite(HANOI, "art. 5"))
def local_seriously_ill() -> Test:
    """{member} is seriously ill and lives in a poor or near-poor household: a group added locally.

    No: {member} is not in the group of seriously ill people added locally.

    Not known: Whether {member} is in the group of seriously ill people added locally is not known yet.
    """
    return poor_or_near_poor_household & member.seriously_ill


@rule(cite=law.cite(HANOI, "art. 5"))
def local_near_poor_with_hiv() -> Test:
    """{member} has HIV and lives in a near-poor household: a group added locally.

    No: {member} is not in the group of near-poor people with HIV added locally.

    Not known: Whether {member} is in the group of near-poor people with HIV added locally is not known yet.
    """
    return household.poverty_status.one_of(PovertyStatus.NEAR_POOR) & member.hiv


# -- the groups together --

of_difficult_area = while_named("elderly_in_difficult_area", elderly_in_difficult_area)
of_great_age = while_named("elderly_without_pension", elderly_without_pension)

in_child_group = any_of(unattended_child, former_unattended_student, child_with_hiv, small_child_in_difficult_area)
in_elderly_group = any_of(elderly_without_support, of_difficult_area, of_great_age, elderly_cared_in_community)
in_disabled_group = extra_heavily_disabled | heavily_disabled
in_local_group = when(
    law.given("local_coefficients"), any_of(local_elderly, local_seriously_ill, local_near_poor_with_hiv), Test.of(False)
)

# -- amounts, for members of the group --


@rule(cite=decrees("art. 6(1)"))
def as_child() -> Amount:
    """As a child or former child without support, with HIV or in a specially difficult area, {member} is due {value} a month.

    Not known: What {member} is due as a child is not known yet.
    """
    infant = member.age < age("infant_under")
    return largest(
        when(unattended_child, when(infant, times("unattended_child_infant"), times("unattended_child")), 0),
        when(former_unattended_student, times("former_unattended_student"), 0),
        when(child_with_hiv, when(infant, times("child_with_hiv_infant"), times("child_with_hiv")), 0),
        when(small_child_in_difficult_area, times("small_child_in_difficult_area"), 0),
    )


@rule(cite=decrees("art. 6(1)(d)"), show={"children": children_raised})
def as_single_parent() -> Amount:
    """As a single parent {member} is due the standard for each child (number of children: {children}): {value} a month.

    Not known: What {member} is due as a single parent is not known yet.
    """
    return times("single_parent_per_child") * children_raised


@rule(cite=decrees("art. 6(1)(đ)"))
def as_elderly() -> Amount:
    """As an elderly person {member} is due {value} a month.

    Not known: What {member} is due as an elderly person is not known yet.
    """
    older = member.age >= age("older_elderly_from")
    by_age = when(older, times("older_elderly_without_support"), times("elderly_without_support"))
    return largest(
        when(elderly_without_support, by_age, 0),
        when(of_difficult_area, times("elderly_in_difficult_area"), 0),
        when(of_great_age, times("elderly_without_pension"), 0),
        when(elderly_cared_in_community, times("elderly_cared_in_community"), 0),
    )


@rule(cite=decrees("art. 6(1)(e)"))
def as_disabled() -> Amount:
    """As a person with a disability {member} is due {value} a month.

    Not known: What {member} is due as a person with a disability is not known yet.
    """
    tender_age = child | elderly
    extra_heavy = when(tender_age, times("disabled_extra_heavy_child_or_elderly"), times("disabled_extra_heavy"))
    heavy = when(tender_age, times("disabled_heavy_child_or_elderly"), times("disabled_heavy"))
    return when(extra_heavily_disabled, extra_heavy, heavy)


@rule(cite=decrees("art. 6(1)(g)"))
def as_person_with_hiv() -> Amount:
    """A person with HIV without regular income is due {value} a month.

    Not known: What a person with HIV without regular income is due is not known yet.
    """
    return times("hiv_without_income")


@rule(cite=law.cite(HANOI, "art. 2(4)"))
def as_local_group() -> Amount:
    """In the groups added locally {member} is due {value} a month.

    Not known: What {member} is due in the groups added locally is not known yet.
    """
    older = member.age >= law.count("local_older_elderly_from")
    return largest(
        when(local_elderly, when(older, local_times("older_elderly"), local_times("elderly")), 0),
        when(local_seriously_ill, local_times("seriously_ill"), 0),
        when(local_near_poor_with_hiv, local_times("near_poor_with_hiv"), 0),
    )


@rule(cite=decrees("art. 6(2)"))
def highest() -> Amount:
    """Only the highest amount counts, but a single parent keeps it beside old age, disability or HIV: {value} a month.

    Not known: Which amount is the highest for {member} is not known yet.
    """
    beside = largest(
        when(in_elderly_group, as_elderly, 0),
        when(in_disabled_group, as_disabled, 0),
        when(hiv_without_income, as_person_with_hiv, 0),
    )
    return largest(
        when(in_child_group, as_child, 0),
        when(single_parent, as_single_parent, 0) + beside,
        when(law.given("local_coefficients"), when(in_local_group, as_local_group, 0), 0),
    )


# -- the answer --


@rule(cite=decrees("art. 5"))
def in_a_group() -> Test:
    """{member} belongs to a group that is entitled to monthly social assistance.

    No: {member} belongs to none of the groups that are entitled to monthly social assistance.

    Not known: Whether {member} belongs to a group that is entitled to monthly social assistance is not known yet.
    """
    return any_of(in_child_group, single_parent, in_elderly_group, in_disabled_group, hiv_without_income, in_local_group)


@rule(cite=law.cite("circular-02-2021", "art. 2(1)"))
def assistance_ended() -> Test:
    """{member} serves a prison sentence or has been declared missing, so that assistance ends.

    No: {member} neither serves a prison sentence nor has been declared missing.

    Not known: Whether {member} serves a prison sentence or has been declared missing is not known yet.
    """
    return member.absence.one_of(Absence.PRISON, Absence.DECLARED_MISSING)


@rule(cite=law.cite("decree-176-2025", "art. 3"))
def social_pension_instead() -> Test:
    """{member} receives the social pension, which is at least as high, in place of social assistance.

    No: {member} has no social pension that would be as high as social assistance.

    Not known: Whether {member} receives a social pension that is at least as high as social assistance is not known yet.
    """
    of_age = member.age >= law.count("social_pension_from")
    return all_of(of_age, highest <= social_pension, member.receives_social_pension)


@rule(cite=decrees("art. 5, art. 6"))
def eligible() -> Test:
    """{member} is entitled to monthly social assistance in the community.

    No: {member} is not entitled to monthly social assistance in the community.

    Not known: Whether {member} is entitled to monthly social assistance in the community is not known yet.
    """
    no_pension_instead = when(law.given("social_pension_per_month"), ~social_pension_instead, Test.of(True))
    return in_a_group & ~assistance_ended & no_pension_instead


@rule(cite=decrees("art. 6"))
def benefit() -> Amount:
    """Monthly social assistance for {member} is {value} a month.

    Not known: How much monthly social assistance {member} is due is not known yet.
    """
    return when(eligible, highest, 0)
