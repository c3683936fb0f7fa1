"""Who is entitled to the minimum living guarantee, and to how much, in the order in which an office asks.

People first, then income, property, the family as a whole, a person applying alone, and at the end the sum. Standards are
stored per year and compared with twelve times the income of a month, so that nothing is divided before the end. What only
one place has stands behind ``law.given``: elsewhere neither its value nor its facts are asked for.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from attrs import evolve

from welfarekit.citation import Citation
from welfarekit.domain.disability import DisabilityType
from welfarekit.domain.education import EducationLevel
from welfarekit.domain.household import Relief
from welfarekit.domain.person import Absence, MaritalStatus, Relation
from welfarekit.money import Rounding
from welfarekit.rules.facts import household, member, members, on
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule, versions
from welfarekit.rules.term import (
    Amount,
    Count,
    Day,
    Rate,
    Term,
    Test,
    all_of,
    any_of,
    at_least,
    at_most,
    choose,
    discretion,
    first_known,
    largest,
    when,
)

T = TypeVar("T", bound=Term)

law = Law.of(__package__)
standard_per_year = law.amount("standard_per_year")
rounding = law.rounding("rounding")

PER_MONTH: Final = Rate.of("1/12")
FEN: Final = Rounding("half_up", "0.01")
NOTHING: Final = Amount.of("0", "CNY")
NO: Final = Test.of(False)
YES: Final = Test.of(True)
MOST_MEMBERS: Final = 100

TRIAL_ENDS: Final = dt.date(2021, 6, 30)
MEASURES_BEGIN: Final = dt.date(2021, 7, 1)
NOTICE_BEGINS: Final = dt.date(2022, 10, 20)
ACT_BEGINS: Final = dt.date(2026, 7, 1)

TEKUN: Final = evolve(law.cite("relief-measures-2014", "art. 15"), confirmed="known")


def resting_on(
    first: Citation, *later: tuple[dt.date, Citation], show: Mapping[str, Term] | None = None
) -> Callable[[Callable[[], T]], T]:
    """One rule under a source that changes: ``first``, then each later source from its day on. What it says stays the same."""

    def decorate(function: Callable[[], T]) -> T:
        body = function()

        @functools.wraps(function)
        def same() -> T:
            return body

        dated = rule(cite=first, show=show)(same)
        for day, source in later:
            dated = when(on >= Day.of(day), rule(cite=source, show=show)(same), dated)
        return dated

    return decorate


def trial(article: str) -> Citation:
    """An article of the trial measures of 2012, in force to June 2021."""
    return law.cite("trial-measures-2012", article)


def measures(article: str) -> tuple[dt.date, Citation]:
    """An article of the measures of 2021, with their first day."""
    return MEASURES_BEGIN, law.cite("measures-2021", article)


def act(article: str) -> tuple[dt.date, Citation]:
    """An article of the Social Assistance Law of 2026, with its first day."""
    return ACT_BEGINS, law.cite("assistance-law-2026", article)


CONDITIONS: Final = law.cite("relief-measures-2014", "art. 9")
PAYMENT: Final = law.cite("relief-measures-2014", "art. 12")

# Kinds of people ------------------------------------------------------------------------------------------------------------

minor = member.age < law.count("age_minor")
severe = member.disability.grade <= 2
grade_3_mental = (member.disability.grade == 3) & member.disability.type.one_of(
    DisabilityType.INTELLECTUAL, DisabilityType.MENTAL
)
hearing_or_speech = member.disability.type.one_of(DisabilityType.HEARING, DisabilityType.SPEECH)
visual_or_limb = member.disability.type.one_of(DisabilityType.VISUAL, DisabilityType.LIMB)
secondary = (EducationLevel.UPPER_SECONDARY, EducationLevel.VOCATIONAL_SECONDARY)
beyond_compulsory = member.education.full_time & member.education.level.one_of(
    *secondary, EducationLevel.VOCATIONAL, EducationLevel.BACHELOR
)
full_time_student = member.education.full_time & ~member.education.level.one_of(EducationLevel.POSTGRADUATE)

# Who counts -----------------------------------------------------------------------------------------------------------------


@rule(cite=law.cite("relief-measures-2014", "art. 11"))
def applies_alone() -> Test:
    """One person applies as a single-person household, apart from the family.

    No: The family applies as a whole.

    Not known: Whether one person applies apart from the family is not known yet.
    """
    return (members.count(YES) == 1) & household.applies_alone


@rule(cite=TEKUN)
def supported_by_tekun() -> Test:
    """Member {member} is supported as a person in extreme hardship (tekun), which excludes dibao.

    No: Member {member} is not supported as a person in extreme hardship (tekun).

    Not known: Whether member {member} is supported as a person in extreme hardship (tekun) is not known yet.
    """
    return member.receives_tekun


own_household = member.relation.one_of(Relation.HEAD, Relation.SPOUSE)
minor_child = member.relation.one_of(Relation.CHILD) & minor
dependent_child = member.relation.one_of(Relation.CHILD) & any_of(full_time_student, ~member.can_live_independently)
conscript_left_out = when(law.given("conscript_excluded"), law.flag("conscript_excluded"), NO)
away_as_conscript = conscript_left_out & member.absence.one_of(Absence.CONSCRIPT)


@rule(cite=law.cite("trial-measures-2012", "art. 5"), until=TRIAL_ENDS)
def counts_under_trial_measures() -> Test:
    """Member {member} counts as a member of the household.

    No: Member {member} does not count as a member of the household.

    Not known: Whether member {member} counts as a member of the household is not known yet.
    """
    parent = member.relation.one_of(Relation.PARENT)
    belongs = any_of(own_household, parent, minor_child, dependent_child, member.shares_livelihood)
    away = member.absence.one_of(Absence.PRISON, Absence.CLERGY_APART) | away_as_conscript
    return when(member.receives_tekun, ~supported_by_tekun, belongs & (member.absence.is_none() | ~away))


@rule(cite=law.cite("measures-2021", "art. 7"), since=MEASURES_BEGIN)
def counts_under_measures() -> Test:
    """Member {member} counts as a member of the household.

    No: Member {member} does not count as a member of the household.

    Not known: Whether member {member} counts as a member of the household is not known yet.
    """
    belongs = any_of(own_household, minor_child, dependent_child, member.shares_livelihood)
    away = any_of(
        member.absence.one_of(Absence.PRISON, Absence.COMPULSORY_TREATMENT, Absence.DECLARED_MISSING, Absence.CLERGY_APART),
        away_as_conscript,
    )
    return when(member.receives_tekun, ~supported_by_tekun, belongs & (member.absence.is_none() | ~away))


counts = versions(counts_under_trial_measures, counts_under_measures)


@rule(cite=CONDITIONS)
def size() -> Count:
    """The number of people who count for dibao is {value}.

    Not known: How many people count for dibao is not known yet.
    """
    return when(applies_alone, members.count(~member.receives_tekun), members.count(counts))


@rule(cite=CONDITIONS)
def nobody_counts() -> Test:
    """Nobody in the household counts for dibao.

    No: Somebody in the household counts for dibao.

    Not known: Whether anybody in the household counts for dibao is not known yet.
    """
    return size <= 0


# Income ---------------------------------------------------------------------------------------------------------------------

wage = member.income.wage_per_month
base_pension = member.income.resident_base_pension_per_month


@rule(cite=law.cite("zhejiang-regulation", "art. 50"))
def new_earnings_left_out() -> Amount:
    """Of what member {member} earns in a job taken up while on dibao, {value} a month is left out of the income.

    Not known: How much of the new earnings of member {member} is left out of the income is not known yet.
    """
    most = standard_per_year.share(law.rate("earnings_disregard_multiple") * PER_MONTH, FEN)
    longer = discretion(
        "new_earnings_longer",
        "Whether new earnings stay out of the income beyond the least number of months.",
        law.cite("zhejiang-regulation", "art. 50"),
    )
    months = member.work.months_in_job
    within = any_of(
        months < law.count("earnings_disregard_months_min"),
        (months < law.count("earnings_disregard_months_max")) & longer,
    )
    return when(within, at_most(wage, most), 0)


@resting_on(trial("art. 37"), measures("art. 13"))
def work_cost() -> Amount:
    """The necessary cost of working of member {member} counts as {value} a month.

    Not known: The necessary cost of working of member {member} is not known yet.
    """
    by_wage = wage.share(law.rate("work_cost_rate_of_wage"), FEN)
    by_standard = standard_per_year.share(law.rate("work_cost_rate_of_standard") * PER_MONTH, FEN)
    recognised = when(
        law.given("work_cost_fixed_per_month"), law.amount("work_cost_fixed_per_month"), member.income.work_cost_per_month
    )
    by_place = when(law.given("work_cost_rate_of_standard"), by_standard, recognised)
    return when(law.given("work_cost_rate_of_wage"), by_wage, by_place)


@rule(cite=law.cite("trial-measures-2012", "art. 16"), until=dt.date(2020, 12, 31))
def base_pension_before_plan() -> Amount:
    """The central basic part of the resident pension of member {member}, {value} a month, counts as income.

    Not known: The central basic part of the resident pension of member {member} is not known yet.
    """
    return base_pension


@rule(cite=law.cite("measures-2021", "art. 13"), since=dt.date(2021, 1, 1))
def base_pension_since_plan() -> Amount:
    """Of the central basic part of the resident pension of member {member}, {value} a month counts as income.

    Not known: Whether the central basic part of the resident pension of member {member} counts as income is not settled.
    """
    silent = discretion(
        "base_pension_without_rule",
        "Whether the central basic part of the resident pension still stays out of the income, as it did from 2021 to 2025.",
        law.cite("measures-2021", "art. 13"),
    )
    open_law = when(silent, NOTHING, base_pension)
    settled = when(law.flag("pension_base_excluded"), NOTHING, base_pension)
    return when(law.given("pension_base_excluded"), settled, open_law)


@resting_on(trial("art. 16"), measures("art. 13"))
def counted_income() -> Amount:
    """The counted income of member {member} is {value} a month.

    Not known: The counted income of member {member} is not known yet.
    """
    new_earnings = when(member.work.took_job_on_dibao, new_earnings_left_out, 0)
    left_out = when(law.given("earnings_disregard_multiple"), new_earnings, NOTHING)
    net_wage = when(wage > 0, at_least(wage - left_out - work_cost, 0), 0)
    other = (
        member.income.business_per_month
        + member.income.property_per_month
        + member.income.support_received_per_month
        + member.income.pension_per_month
        + when(base_pension > 0, versions(base_pension_before_plan, base_pension_since_plan), 0)
        + member.income.resident_pension_other_per_month
        + member.income.unemployment_benefit_per_month
        + member.income.other_transfer_per_month
    )
    paid = member.income.contributions_paid_per_month + member.income.support_paid_per_month + member.income.care_cost_per_month
    return net_wage + other - paid


@resting_on(trial("art. 16"), measures("art. 12"))
def income() -> Amount:
    """The counted income of the household is {value} a month.

    Not known: The counted income of the household is not known yet.
    """
    itemised = when(applies_alone, members.total(counted_income), members.total(counted_income, where=counts))
    return when(household.itemises_income, at_least(itemised, 0), household.income_per_month)


limit_per_month = (standard_per_year * size).share(PER_MONTH, FEN)


@resting_on(CONDITIONS, act("art. 18"), show={"income": income, "limit": limit_per_month, "size": size})
def income_below_standard() -> Test:
    """The counted income of {income} a month is below {limit}, the minimum living standard for a household of {size}.

    No: The counted income of {income} a month is not below {limit}, the minimum living standard for a household of {size}.

    Not known: Whether the counted income is below the minimum living standard for a household of {size} is not known yet.
    """
    return income * 12 < standard_per_year * size


# Property -------------------------------------------------------------------------------------------------------------------

someone_ill = members.any(counts & member.seriously_ill)
someone_ill_or_severe = members.any(counts & any_of(member.seriously_ill, severe))


def _twelvefold_limit() -> Amount:
    """Twelve times what the movable property of each person may be worth."""
    months = when(
        law.given("property_months_serious_illness"),
        when(someone_ill_or_severe, law.count("property_months_serious_illness"), law.count("property_months")),
        law.count("property_months"),
    )
    plain = law.amount("property_amount_per_head")
    by_size = when(
        law.given("property_amount_per_head_1_2"), when(size <= 2, law.amount("property_amount_per_head_1_2"), plain), plain
    )
    limit = when(law.given("property_months"), standard_per_year * months, by_size * 12)
    raised = at_least(limit, law.amount("property_amount_per_head_serious_illness") * 12)
    return when(law.given("property_amount_per_head_serious_illness"), when(someone_ill, raised, limit), limit)


limit_per_head = _twelvefold_limit()


@resting_on(
    trial("art. 17"),
    measures("art. 14"),
    show={"movable": household.assets.movable, "limit": limit_per_head.share(PER_MONTH, FEN), "size": size},
)
def movable_property_within_limit() -> Test:
    """The movable property of {movable} is within the limit of {limit} a person for a household of {size}.

    No: The movable property of {movable} is above the limit of {limit} a person for a household of {size}.

    Not known: Whether the movable property is within the limit for a household of {size} is not known yet.
    """
    return household.assets.movable * 12 <= limit_per_head * size


def _rest_within_rule() -> Test:
    """Vehicles, dwellings and other property: by the place's own rule, or clearly nothing at all, or as assessed."""
    dwellings = household.assets.dwellings
    small = (dwellings <= law.count("dwellings_allowed_below_mean")) & ~household.assets.dwelling_area_above_mean
    housing = when(law.given("dwellings_allowed_below_mean"), any_of(dwellings <= law.count("dwellings_allowed"), small), NO)
    other = any_of(law.flag("non_residential_allowed"), ~household.assets.non_residential_property)
    by_place = all_of(household.assets.vehicles <= law.count("vehicles_allowed"), housing, other)
    clear = all_of(household.assets.vehicles == 0, dwellings <= 1, ~household.assets.non_residential_property)
    whole = all_of(
        law.given("vehicles_allowed"), law.given("dwellings_allowed"), law.given("dwellings_allowed_below_mean"),
        law.given("non_residential_allowed"),
    )  # fmt: skip
    return when(whole, by_place, any_of(clear, household.property_within_rule))


@resting_on(CONDITIONS, act("art. 18"))
def property_within_rule() -> Test:
    """The property of the household is within what the local rules allow.

    No: The property of the household is more than the local rules allow.

    Not known: Whether the property of the household is within what the local rules allow is not known yet.
    """
    limited = any_of(law.given("property_months"), law.given("property_amount_per_head"))
    computed = when(limited, movable_property_within_limit & _rest_within_rule(), household.property_within_rule)
    return first_known(household.property_within_rule, computed)


# The family as a whole ------------------------------------------------------------------------------------------------------


@rule(cite=CONDITIONS)
def family_qualifies() -> Test:
    """The household as a whole meets the conditions of dibao.

    No: The household as a whole does not meet the conditions of dibao.

    Not known: Whether the household as a whole meets the conditions of dibao is not known yet.
    """
    return when(size >= 1, income_below_standard & property_within_rule, ~nobody_counts)


@rule(cite=law.cite("measures-2021", "art. 33"))
def in_grace_period() -> Test:
    """The household is on dibao, a new job lifted its income past the standard, and the county lets the benefit run on.

    No: No period of grace applies: the household is not on dibao, or no new job lifted its income past the standard.

    Not known: Whether the benefit runs on for a time after a new job lifted the income past the standard is not settled.
    """
    reasons = ("pension_started", "job_after_school", "placed_by_service", "disabled_placed_by_service")
    longest = largest(*(law.count("grace_months_by_reason", reason) for reason in reasons), law.count("grace_months"))
    most = when(law.given("grace_months_by_reason"), longest, law.count("grace_months"))
    recent = when(on >= Day.of(NOTICE_BEGINS), member.work.months_in_job < most, member.work.took_job_on_dibao)
    decided = discretion(
        "grace_period",
        "Whether the benefit runs on for a time after a new job lifted the income past the standard.",
        law.cite("measures-2021", "art. 33"),
    )
    new_job = members.any(member.work.took_job_on_dibao & recent)
    in_time = all_of(size >= 1, household.relief.one_of(Relief.DIBAO), new_job)
    granted = when(in_time, all_of(~income_below_standard, property_within_rule, decided), NO)
    return when(on >= Day.of(MEASURES_BEGIN), granted, NO)


# A person who applies alone -------------------------------------------------------------------------------------------------

any_mental = member.disability.type.one_of(DisabilityType.INTELLECTUAL, DisabilityType.MENTAL)
mental_by_place = when(law.given("single_person_any_mental"), law.flag("single_person_any_mental") & any_mental, NO)


@rule(cite=law.cite("measures-2021", "art. 8 (1) and (2)"))
def needy_member_of_edge_family() -> Test:
    """The person belongs to an edge family of dibao and is severely disabled or seriously ill.

    No: The person does not belong to an edge family of dibao, or is neither severely disabled nor seriously ill.

    Not known: Whether the person is a severely disabled or seriously ill member of an edge family of dibao is not known yet.
    """
    needy = any_of(severe, grade_3_mental, mental_by_place, member.seriously_ill)
    return household.relief.one_of(Relief.DIBAO_EDGE) & members.any(needy)


@rule(cite=law.cite("notice-2022", "part 1 (1)"))
def severely_disabled_adult_without_work() -> Test:
    """The person is an adult, severely disabled and without work.

    No: The person is not an adult who is severely disabled and without work.

    Not known: Whether the person is an adult who is severely disabled and without work is not known yet.
    """
    return members.any(all_of(~minor, severe, ~member.work.working))


@resting_on(trial("art. 10 (2)"), measures("art. 8 (3)"))
def clergy_living_apart() -> Test:
    """The person is clergy and has lived apart from the family, in a place of worship, for three years or more.

    No: The person is not clergy who has lived apart from the family for three years or more.

    Not known: Whether the person is clergy who has lived apart from the family for three years or more is not known yet.
    """
    return members.any(member.absence.one_of(Absence.CLERGY_APART))


@rule(cite=law.cite("trial-measures-2012", "art. 10"), until=TRIAL_ENDS)
def may_apply_alone_under_trial_measures() -> Test:
    """The person may apply apart from the family.

    No: The person may not apply apart from the family.

    Not known: Whether the person may apply apart from the family is not settled.
    """
    unable = members.any(all_of(~minor, severe, ~member.work.able_to_work))
    return any_of(unable, clergy_living_apart) & property_within_rule


@rule(cite=law.cite("measures-2021", "art. 8"), since=MEASURES_BEGIN)
def may_apply_alone_under_measures() -> Test:
    """The person may apply apart from the family.

    No: The person may not apply apart from the family.

    Not known: Whether the person may apply apart from the family is not settled.
    """
    other = discretion(
        "single_other_hardship",
        "Whether the person is one of the others in special hardship who may apply alone.",
        law.cite("measures-2021", "art. 8 (4)"),
    )
    without_work = when(on >= Day.of(NOTICE_BEGINS), severely_disabled_adult_without_work, NO)
    otherwise = any_of(without_work, clergy_living_apart, other) & property_within_rule
    return when(needy_member_of_edge_family, YES, otherwise)


may_apply_alone = versions(may_apply_alone_under_trial_measures, may_apply_alone_under_measures)
single_share = members.largest(
    at_least(
        when(severe, standard_per_year.share(law.rate("single_person_share", "severe_disability") * PER_MONTH, rounding), 0),
        when(
            member.seriously_ill,
            standard_per_year.share(law.rate("single_person_share", "serious_illness") * PER_MONTH, rounding),
            0,
        ),
    )
)
has_single_share = when(law.given("single_person_share"), single_share > 0, NO)


@resting_on(trial("art. 10"), measures("art. 8"), act("art. 21"))
def qualifies_alone() -> Test:
    """The person meets the conditions of dibao as a single-person household.

    No: The person does not meet the conditions of dibao as a single-person household.

    Not known: Whether the person meets the conditions of dibao as a single-person household is not settled.
    """
    income_alone = discretion(
        "single_income_test",
        "Whether the income of a person who applies alone is low enough by the rule of the place.",
        law.cite("measures-2021", "art. 8"),
    )
    return when(size >= 1, may_apply_alone & any_of(has_single_share, income_alone), ~nobody_counts)


@rule(cite=CONDITIONS)
def eligible() -> Test:
    """The conditions of the minimum living guarantee are met.

    No: The conditions of the minimum living guarantee are not met.

    Not known: Whether the conditions of the minimum living guarantee are met is not settled.
    """
    return when(applies_alone, qualifies_alone, when(family_qualifies, YES, in_grace_period))


# Supplements for special needs ----------------------------------------------------------------------------------------------

in_compulsory_school = member.education.level.one_of(EducationLevel.PRIMARY, EducationLevel.LOWER_SECONDARY)
head_of_household = member.relation.one_of(Relation.HEAD)
no_couple = ~members.any(member.relation.one_of(Relation.SPOUSE))
widowed_head = members.any(head_of_household & member.marital_status.one_of(MaritalStatus.WIDOWED))
unwed_head = members.any(head_of_household & ~member.marital_status.one_of(MaritalStatus.WIDOWED, MaritalStatus.MARRIED))
young_enough = when(law.given("single_parent_child_most_age"), member.age <= law.count("single_parent_child_most_age"), minor) | (
    when(law.given("single_parent_student"), law.flag("single_parent_student"), NO) & full_time_student
)
young_child = member.relation.one_of(Relation.CHILD) & young_enough
lives_alone = members.count(counts) == 1
no_means = all_of(
    lives_alone,
    income == 0,
    ~member.work.able_to_work,
    ~member.supporters.has_obligated_supporter,
)

CLASSES: Final[Mapping[str, Test]] = {
    "serious_illness": member.seriously_ill,
    "illness_no_work_capacity": member.seriously_ill & ~member.work.able_to_work,
    "severe_disability": severe & ~hearing_or_speech,
    "severe_disability_hearing_speech": severe & hearing_or_speech,
    "disability_grade_3_mental": grade_3_mental,
    "disability_grade_3_visual_limb": (member.disability.grade == 3) & visual_or_limb,
    "disability_other": (member.disability.grade >= 3) & ~grade_3_mental & ~((member.disability.grade == 3) & visual_or_limb),
    "cannot_care_for_self": severe & member.disability.needs_long_term_care,
    "no_means_no_supporter": no_means,
    "preferential_pension": member.receives_preferential_pension,
    "minor": minor,
    "student_preschool": member.education.level.one_of(EducationLevel.PRESCHOOL),
    "student_compulsory": in_compulsory_school,
    "student_upper_secondary": member.education.level.one_of(*secondary),
    "student_beyond_compulsory": beyond_compulsory,
    "bereaved_single_parent_child": all_of(young_child, no_couple, widowed_head),
    "single_parent_child": all_of(young_child, no_couple, unwed_head),
    "single_parent_family": no_couple & members.any(young_child),
    "living_alone": lives_alone,
}
"""Who belongs to each class of special need; the rest of the law's classes have no fact yet (see the folder's page)."""

AGES: Final[Mapping[str, Test]] = {f"aged_{age}": member.age >= age for age in (60, 70, 80)}
"""Someone of 85 is in all three; however classes add up, only the highest of these counts."""


def _shares(classes: Mapping[str, Test]) -> list[Amount]:
    """What each class gives a member as a share of the standard; a class that the place does not have gives nothing."""
    rates = {key: law.rate("uplift", key) for key in classes}
    sums = {key: standard_per_year.share(rate * PER_MONTH, rounding) for key, rate in rates.items()}
    return [when((rates[key] > Rate.of("0")) & belongs, sums[key], 0) for key, belongs in classes.items()]


def _fixed_sums(classes: Mapping[str, Test]) -> list[Amount]:
    """What each class gives a member as a fixed sum."""
    sums = {key: law.amount("uplift_amount_per_month", key) for key in classes}
    return [when((sums[key] > 0) & belongs, sums[key], 0) for key, belongs in classes.items()]


def _member_share_for(key: str) -> Amount:
    """What a member of a class is paid in place of a share of the gap."""
    rate = law.rate("member_share", key)
    whole = standard_per_year.share(rate * PER_MONTH, rounding)
    return when((rate > Rate.of("0")) & CLASSES[key], whole, 0)


paid_in_full = when(
    law.given("member_share"),
    largest(
        *(
            _member_share_for(key)
            for key in ("no_means_no_supporter", "severe_disability", "severe_disability_hearing_speech", "serious_illness")
        )
    ),
    0,
)


def _special_needs(given: str, by_class: list[Amount], by_age: list[Amount]) -> Amount:
    """What one member gets for special needs: the highest class, unless the place adds the classes up."""
    added = largest(*by_age)
    for amount in by_class:
        added = added + amount
    highest = largest(*by_age, *by_class)
    stacked = when(
        law.given("uplift_stacking"), choose(law.choice("uplift_stacking"), {"highest_only": highest, "sum": added}), highest
    )
    return when(law.given(given), stacked, NOTHING)


by_share = _special_needs("uplift", _shares(CLASSES), _shares(AGES))
by_fixed_sum = _special_needs("uplift_amount_per_month", _fixed_sums(CLASSES), _fixed_sums(AGES))
special_needs = when(paid_in_full > 0, NOTHING, by_share + by_fixed_sum)


@rule(cite=PAYMENT)
def supplement_of_member() -> Amount:
    """Member {member} gets a supplement of {value} a month for special needs.

    Not known: The supplement of member {member} for special needs is not known yet.
    """
    return special_needs


@resting_on(PAYMENT, act("art. 20"))
def supplement() -> Amount:
    """The supplement for members with special needs is {value} a month.

    Not known: The supplement for members with special needs is not known yet.
    """
    also_alone = when(law.given("uplift_for_single_applicant"), law.flag("uplift_for_single_applicant"), YES)
    each = when(special_needs > 0, supplement_of_member, 0)
    total = when(applies_alone, members.total(each), members.total(each, where=counts))
    return when(also_alone | ~applies_alone, total, 0)


# The sum --------------------------------------------------------------------------------------------------------------------

gap_per_year = at_least(standard_per_year * size - income * 12, 0)
least_each = when(law.given("minimum_share"), standard_per_year.share(law.rate("minimum_share") * PER_MONTH, rounding), NOTHING)


def _part(parts: Count, low: int = 1, high: int = MOST_MEMBERS) -> Rate:
    """The monthly part of a yearly amount for one of so many people: a search tree, since no rate has a variable divisor."""
    if low == high:
        return Rate.of(f"1/{12 * low}")
    middle = (low + high) // 2
    return when(parts <= middle, _part(parts, low, middle), _part(parts, middle + 1, high))


@resting_on(PAYMENT, act("art. 18"), show={"size": size})
def gap() -> Amount:
    """The gap between the counted income and the minimum living standard for a household of {size} is {value} a month.

    Not known: The gap between the counted income and the minimum living standard is not known yet.
    """
    return at_least(gap_per_year.share(PER_MONTH, rounding), least_each * size)


@rule(cite=law.cite("nanjing-2021"))
def gap_and_full_payments() -> Amount:
    """Members in special hardship are paid their share of the standard, the others their part of the gap: {value} a month.

    Not known: What the members in special hardship and the others are paid is not known yet.
    """
    others = members.count(counts & (paid_in_full <= 0))
    each = at_least(gap_per_year.share(_part(members.count(counts)), rounding), least_each)
    return when(others == size, gap, each * others + members.total(paid_in_full, where=counts))


tiers = {tier: law.amount("tiers_per_month", tier) for tier in ("a", "b", "c", "d")}
tier_amount = choose(household.dibao_tier, tiers)


@resting_on(law.cite("measures-2021", "art. 23"), act("art. 18"), show={"each": tier_amount, "size": size})
def fixed_sum_by_tier() -> Amount:
    """The tier of the household pays {each} a person for a household of {size}: {value} a month.

    Not known: The fixed sum by tier is not known yet.
    """
    no_such_tier = discretion(
        "tier_without_sum",
        "What is paid for a tier for which the place has published no sum.",
        law.cite("measures-2021", "art. 23"),
    )
    open_sum = when(no_such_tier, (standard_per_year * size).share(PER_MONTH, rounding), 0)
    return when(tier_amount > 0, tier_amount * size, open_sum)


by_gap = when(law.given("member_share"), gap_and_full_payments, gap)
family_sum = choose(law.choice("mode"), {"gap": by_gap, "tier": fixed_sum_by_tier})


@rule(cite=law.cite("jiangsu-single-2022"))
def least_sum_alone() -> Amount:
    """A person who applies alone is paid at least {value} a month, a share of the standard.

    Not known: The least sum for a person who applies alone is not known yet.
    """
    return single_share


@rule(cite=PAYMENT)
def benefit() -> Amount:
    """The minimum living guarantee pays {value} a month.

    Not known: What the minimum living guarantee pays is not known yet.
    """
    alone = when(law.given("single_person_share"), when(least_sum_alone > 0, least_sum_alone, gap), gap)
    has_supplements = any_of(law.given("uplift"), law.given("uplift_amount_per_month"))
    on_top = when(has_supplements, supplement, NOTHING)
    return when(eligible, when(applies_alone, alone, family_sum) + on_top, 0)
