"""Who is paid the living subsidy, and how much. The values stand in ``law.toml``.

A place pays by group. A person in a dibao family is paid by severity and kind of disability; a person outside one is paid the
highest of the groups that the place has added. A group that the place's table does not name is worth nothing there, and its
facts are not asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from welfarekit.domain.disability import DisabilityType
from welfarekit.domain.household import Relief
from welfarekit.money import Rounding
from welfarekit.rules.facts import household, member, members, on
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule
from welfarekit.rules.term import Amount, Count, Day, Rate, Test, all_of, any_of, discretion, largest, when

law = Law.of(__package__)
dibao_law = Law.of("welfarekit.cn.dibao")
standard_per_year = dibao_law.amount("standard_per_year")

BASIS = "state-council-2015"
GROUPS = ("severe", "severe_hearing_speech", "grade_3_mental", "other")
"""The groups in a family, as the tables name them after ``dibao_``, ``edge_`` (a low-income family) and ``county_edge_`` (one
of whose members the county decides case by case)."""

Cell = Callable[[str], Amount]
"""The amount that a table gives a group."""


def month_number(day: Day) -> Count:
    """The calendar month of a day, counted from January 1900."""
    return Day.of(dt.date(1900, 1, 1)).months_at(day)


@rule(cite=law.cite("refined-2021"), show={"expires": member.disability.expires_on})
def holds_valid_certificate() -> Test:
    """{member} holds a disability certificate that is valid in this month; it expires on {expires}.

    No: {member} holds no disability certificate that is valid in this month.

    Not known: Whether {member} holds a disability certificate that is valid in this month is not known yet.
    """
    return month_number(on) <= month_number(member.disability.expires_on)


# Groups ---------------------------------------------------------------------------------------------------------------------

severe = member.disability.grade <= law.count("severe_up_to_grade")
grade_3_mental = (member.disability.grade == 3) & member.disability.type.one_of(
    DisabilityType.INTELLECTUAL, DisabilityType.MENTAL
)
hearing_or_speech = member.disability.type.one_of(DisabilityType.HEARING, DisabilityType.SPEECH)
elderly = member.age >= law.count("elderly_from_age")


@rule(cite=law.cite(BASIS, "sec. 2(1)"))
def in_dibao_family() -> Test:
    """The family receives the minimum living guarantee (dibao).

    No: The family does not receive the minimum living guarantee (dibao).

    Not known: Whether the family receives the minimum living guarantee (dibao) is not known yet.
    """
    return household.relief.one_of(Relief.DIBAO)


@rule(cite=law.cite(BASIS, "sec. 2(1)"))
def in_low_income_family() -> Test:
    """The family is recognised as a low-income family on the edge of dibao.

    No: The family is not recognised as a low-income family on the edge of dibao.

    Not known: Whether the family is recognised as a low-income family on the edge of dibao is not known yet.
    """
    return household.relief.one_of(Relief.DIBAO_EDGE)


@rule(cite=law.cite(BASIS, "sec. 2(1)"))
def without_regular_income() -> Test:
    """{member} has no wage, pension or other regular income.

    No: {member} has a wage, a pension or another regular income.

    Not known: Whether {member} has a regular income is not known yet.
    """
    return ~member.has_regular_income


@rule(cite=law.cite("jiangsu-2022"))
def family_with_several_disabled() -> Test:
    """At least two members of the family hold a valid disability certificate.

    No: Fewer than two members of the family hold a valid disability certificate.

    Not known: Whether at least two members of the family hold a valid disability certificate is not known yet.
    """
    return members.count(holds_valid_certificate) >= 2


@rule(cite=law.cite("jiangsu-2022"), show={"times": law.count("times_of_standard")})
def income_within_multiple() -> Test:
    """The family's income per person is at most {times} times the local minimum living standard.

    No: The family's income per person is above {times} times the local minimum living standard.

    Not known: Whether the family's income per person is within {times} times the local minimum living standard is not known yet.
    """
    limit_per_year = standard_per_year * law.count("times_of_standard") * members.count(Test.of(True))
    return in_low_income_family | (household.income_per_month * 12 <= limit_per_year)


@rule(cite=law.cite("jiangsu-2022"))
def lives_with_elderly() -> Test:
    """An elderly person lives in the family of {member}.

    No: No other elderly person lives in the family of {member}.

    Not known: Whether an elderly person lives in the family of {member} is not known yet.
    """
    return members.count(elderly) - when(elderly, Count.of(1), 0) >= 1


county_admits = discretion(
    "further_group",
    "Whether the person belongs to a further group that the place admits, and what is paid then, is for the county to decide.",
    cite=law.cite(BASIS, "sec. 2(1)"),
)

# Amounts --------------------------------------------------------------------------------------------------------------------


def by_disability(family: str, cell: Cell) -> Amount:
    """The amount for a member of a dibao or low-income family, by severity and kind of disability."""
    if_severe = when(hearing_or_speech, cell(f"{family}_severe_hearing_speech"), cell(f"{family}_severe"))
    return when(severe, if_severe, when(grade_3_mental, cell(f"{family}_grade_3_mental"), cell(f"{family}_other")))


def any_paid(family: str, cell: Cell) -> Test:
    """Whether the place pays any group of such a family."""
    return any_of(*(cell(f"{family}_{group}") > 0 for group in GROUPS))


def if_paid(cell: Cell, group: str, *conditions: Test) -> Amount:
    """The amount of a further group for those who belong to it; where the place does not pay the group, nothing is asked."""
    return when(all_of(cell(group) > 0, *conditions), cell(group), 0)


def amount_by_group(cell: Cell) -> Amount:
    """The amount for a person: in a dibao family by disability, outside one the highest of the further groups."""
    further = largest(
        when(all_of(any_paid("edge", cell), in_low_income_family), by_disability("edge", cell), 0),
        when(all_of(any_paid("county_edge", cell), in_low_income_family, county_admits), by_disability("county_edge", cell), 0),
        if_paid(cell, "jobless_severe", severe, member.age >= law.count("working_age"), without_regular_income),
        if_paid(cell, "no_income_severe", severe, ~hearing_or_speech, without_regular_income),
        if_paid(cell, "elderly_no_income_severe", severe, elderly, without_regular_income),
        if_paid(cell, "several_disabled", family_with_several_disabled, income_within_multiple),
        if_paid(cell, "elder_supported", lives_with_elderly, income_within_multiple, county_admits),
    )
    return when(in_dibao_family, by_disability("dibao", cell), further)


local = amount_by_group(lambda group: law.amount("amount_per_month", group))
minimum = amount_by_group(lambda group: law.amount("minimum_per_month", group))
TO_THE_FEN = Rounding("half_up", "0.01")
"""Jiangsu's notice says nothing about rounding."""
share = amount_by_group(
    lambda group: standard_per_year.share(law.rate("share_of_dibao", group) * Rate.of("1/12"), rounding=TO_THE_FEN)
)
only_minimum_known = law.given("minimum_per_month") & ~law.given("amount_per_month") & ~law.flag("city_pays_more")
own_amount = when(law.given("share_of_dibao"), share, when(only_minimum_known, minimum, local))

# Conditions -----------------------------------------------------------------------------------------------------------------


@rule(cite=law.cite(BASIS, "sec. 2(1)"))
def in_paid_group() -> Test:
    """{member} belongs to a group that is paid the living subsidy here.

    No: {member} belongs to none of the groups that are paid the living subsidy here.

    Not known: Whether {member} belongs to a group that is paid the living subsidy here is not known yet.
    """
    return own_amount > 0


@rule(cite=law.cite(BASIS, "sec. 2(4)"))
def not_in_tekun() -> Test:
    """{member} is not in the care of the tekun scheme.

    No: {member} is in the care of the tekun scheme, which takes the place of the subsidy.

    Not known: Whether {member} is in the care of the tekun scheme is not known yet.
    """
    return ~member.receives_tekun


@rule(cite=law.cite(BASIS, "sec. 2(4)"))
def no_orphan_benefit() -> Test:
    """{member} does not receive the basic living benefit of orphans.

    No: {member} receives the basic living benefit of orphans, beside which the living subsidy is not paid.

    Not known: Whether {member} receives the basic living benefit of orphans is not known yet.
    """
    return ~member.receives_orphan_benefit


@rule(cite=law.cite("unattended-2019"))
def no_full_child_benefit() -> Test:
    """{member} does not receive the full benefit of a de-facto-unattended child.

    No: {member} receives the full benefit of a de-facto-unattended child, beside which the living subsidy is not paid.

    Not known: Whether {member} receives the full benefit of a de-facto-unattended child is not known yet.
    """
    return ~member.receives_child_benefit_full


@rule(cite=law.cite(BASIS, "sec. 2(4)"))
def no_work_injury_nursing() -> Test:
    """{member} does not receive the nursing allowance of work-injury insurance.

    No: {member} receives the nursing allowance of work-injury insurance, which takes the place of the subsidy.

    Not known: Whether {member} receives the nursing allowance of work-injury insurance is not known yet.
    """
    return ~member.receives_work_injury_nursing


@rule(
    cite=law.cite("precise-2022"),
    show={"other": member.other_living_subsidy_per_month, "own": own_amount},
)
def no_higher_subsidy() -> Test:
    """No other scheme pays {member} a higher living subsidy of the same kind.

    No: Another scheme pays {member} {other} a month for the same purpose, more than {own}; only the higher one is paid.

    Not known: Whether another scheme pays {member} a higher living subsidy of the same kind is not known yet.
    """
    return member.other_living_subsidy_per_month <= own_amount


@rule(cite=law.cite(BASIS))
def eligible() -> Test:
    """{member} is entitled to the living subsidy for persons with disabilities in hardship.

    No: {member} is not entitled to the living subsidy for persons with disabilities in hardship.

    Not known: Whether {member} is entitled to the living subsidy for persons with disabilities in hardship is not known yet.
    """
    conditions = all_of(
        in_paid_group,
        not_in_tekun,
        no_orphan_benefit,
        no_full_child_benefit,
        no_work_injury_nursing,
        no_higher_subsidy,
    )
    return when(holds_valid_certificate, conditions, Test.of(False))


@rule(cite=law.cite(BASIS, "sec. 2(2)"))
def local_amount() -> Amount:
    """For a person in the situation of {member}, the amount paid here is {value} a month.

    Not known: The amount paid here for a person in the situation of {member} is not known yet.
    """
    return local


@rule(cite=law.cite(BASIS, "sec. 2(2)"))
def minimum_amount() -> Amount:
    """For a person in the situation of {member}, the provincial minimum is {value} a month; the city or county may pay more.

    Not known: The provincial minimum for a person in the situation of {member} is not known yet.
    """
    return minimum


@rule(cite=law.cite("jiangsu-2022"))
def share_amount() -> Amount:
    """For a person in the situation of {member}, the lowest share of the local minimum living standard that the province
    allows is {value} a month; the city or county may pay more.

    Not known: The share of the local minimum living standard for a person in the situation of {member} is not known yet.
    """
    return share


@rule(cite=law.cite(BASIS, "sec. 2(2)"))
def benefit() -> Amount:
    """The living subsidy for {member} is {value} a month.

    Not known: The amount of the living subsidy for {member} is not known yet.
    """
    amount = when(law.given("share_of_dibao"), share_amount, when(only_minimum_known, minimum_amount, local_amount))
    return when(eligible, amount, 0)
