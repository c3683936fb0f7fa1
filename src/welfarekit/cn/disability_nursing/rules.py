"""Who is paid the nursing subsidy, and how much. The values stand in ``law.toml``.

A place pays by grade and kind of disability. What its table does not name is worth nothing there, and the facts that only
matter for it are not asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from welfarekit.domain.disability import DisabilityType
from welfarekit.domain.household import Relief
from welfarekit.rules.facts import household, member, on
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule
from welfarekit.rules.term import Amount, Count, Day, Test, all_of, any_of, discretion, when

law = Law.of(__package__)

BASIS = "state-council-2015"

Cell = Callable[[str], Amount]
"""The amount that a table gives a grade."""


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


# Amounts --------------------------------------------------------------------------------------------------------------------

hearing_or_speech = member.disability.type.one_of(DisabilityType.HEARING, DisabilityType.SPEECH)
intellectual_or_mental = member.disability.type.one_of(DisabilityType.INTELLECTUAL, DisabilityType.MENTAL)

income_counts_as_hardship = discretion(
    "hardship",
    "Whether the income of the family puts the person among those in hardship is for the county to decide.",
    cite=law.cite("fujian-2023"),
)
mental_among_several = discretion(
    "several_disabilities",
    "Whether an intellectual or mental disability is among the several on the certificate is for the county to read there.",
    cite=law.cite("beijing-2026"),
)


@rule(cite=law.cite("fujian-2023"))
def in_hardship() -> Test:
    """{member} is in hardship: in a dibao family, or elderly and without a regular income.

    No: {member} is not among those in hardship.

    Not known: Whether {member} is among those in hardship is not known yet.
    """
    return any_of(
        household.relief.one_of(Relief.DIBAO),
        (member.age >= law.count("elderly_from_age")) & ~member.has_regular_income,
        household.relief.one_of(Relief.DIBAO_EDGE) & income_counts_as_hardship,
    )


def severe_amount(grade: str, cell: Cell) -> Amount:
    """The amount for grade 1 or 2: by kind of disability, and by hardship where the place tells the two apart."""
    ordinary = when(hearing_or_speech, cell(f"{grade}_hearing_speech"), cell(grade))
    return when(all_of(cell(f"{grade}_in_hardship") > 0, in_hardship), cell(f"{grade}_in_hardship"), ordinary)


def amount_by_grade(cell: Cell) -> Amount:
    """The amount for a person, by grade and kind of disability."""
    grade = member.disability.grade
    several = member.disability.type.one_of(DisabilityType.MULTIPLE)
    grade_2 = when(
        all_of(cell("grade_2_multiple") > 0, several, mental_among_several),
        cell("grade_2_multiple"),
        severe_amount("grade_2", cell),
    )
    lighter = when(
        intellectual_or_mental & (grade == 3),
        cell("grade_3_mental"),
        when(intellectual_or_mental & (grade == 4), cell("grade_4_mental"), 0),
    )
    return when(grade == 1, severe_amount("grade_1", cell), when(grade == 2, grade_2, lighter))


local = amount_by_grade(lambda grade: law.amount("amount_per_month", grade))
minimum = amount_by_grade(lambda grade: law.amount("minimum_per_month", grade))
only_minimum_known = law.given("minimum_per_month") & ~law.given("amount_per_month") & ~law.flag("city_pays_more")
own_amount = when(only_minimum_known, minimum, local)

# Conditions -----------------------------------------------------------------------------------------------------------------


@rule(cite=law.cite(BASIS, "sec. 2(1)"))
def in_paid_grade() -> Test:
    """{member} has a disability of a grade and kind that is paid the nursing subsidy here.

    No: {member} has no disability of a grade and kind that is paid the nursing subsidy here.

    Not known: Whether {member} has a disability of a grade and kind that is paid the nursing subsidy here is not known yet.
    """
    return own_amount > 0


@rule(cite=law.cite(BASIS, "sec. 2(1)"))
def needs_long_term_care() -> Test:
    """{member} needs long-term care.

    No: {member} does not need long-term care.

    Not known: Whether {member} needs long-term care is not known yet.
    """
    return member.disability.needs_long_term_care


@rule(cite=law.cite(BASIS, "sec. 2(4)"))
def not_in_tekun() -> Test:
    """{member} is not in the care of the tekun scheme.

    No: {member} is in the care of the tekun scheme, which takes the place of the subsidy.

    Not known: Whether {member} is in the care of the tekun scheme is not known yet.
    """
    return ~member.receives_tekun


@rule(cite=law.cite(BASIS, "sec. 2(4)"))
def no_work_injury_nursing() -> Test:
    """{member} does not receive the nursing allowance of work-injury insurance.

    No: {member} receives the nursing allowance of work-injury insurance, which takes the place of the subsidy.

    Not known: Whether {member} receives the nursing allowance of work-injury insurance is not known yet.
    """
    return ~member.receives_work_injury_nursing


@rule(
    cite=law.cite("precise-2022"),
    show={"other": member.other_nursing_subsidy_per_month, "own": own_amount},
)
def no_higher_subsidy() -> Test:
    """No other scheme pays {member} a higher nursing subsidy of the same kind.

    No: Another scheme pays {member} {other} a month for the same purpose, more than {own}; only the higher one is paid.

    Not known: Whether another scheme pays {member} a higher nursing subsidy of the same kind is not known yet.
    """
    return member.other_nursing_subsidy_per_month <= own_amount


@rule(cite=law.cite(BASIS))
def eligible() -> Test:
    """{member} is entitled to the nursing subsidy for persons with severe disabilities.

    No: {member} is not entitled to the nursing subsidy for persons with severe disabilities.

    Not known: Whether {member} is entitled to the nursing subsidy for persons with severe disabilities is not known yet.
    """
    conditions = all_of(
        in_paid_grade,
        when(law.flag("care_required"), needs_long_term_care, Test.of(True)),
        not_in_tekun,
        no_work_injury_nursing,
        no_higher_subsidy,
    )
    return when(holds_valid_certificate, conditions, Test.of(False))


@rule(cite=law.cite(BASIS, "sec. 2(2)"))
def local_amount() -> Amount:
    """For a disability such as that of {member}, the amount paid here is {value} a month.

    Not known: The amount paid here for a disability such as that of {member} is not known yet.
    """
    return local


@rule(cite=law.cite(BASIS, "sec. 2(2)"))
def minimum_amount() -> Amount:
    """For a disability such as that of {member}, the provincial minimum is {value} a month; the city or county may pay more.

    Not known: The provincial minimum for a disability such as that of {member} is not known yet.
    """
    return minimum


@rule(cite=law.cite(BASIS, "sec. 2(2)"))
def benefit() -> Amount:
    """The nursing subsidy for {member} is {value} a month.

    Not known: The amount of the nursing subsidy for {member} is not known yet.
    """
    return when(eligible, when(only_minimum_known, minimum_amount, local_amount), 0)
