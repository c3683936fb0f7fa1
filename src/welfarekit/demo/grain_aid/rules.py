"""The rules of grain aid, in the order of the Grain Act."""

import datetime as dt

from welfarekit.domain.household import Relief
from welfarekit.rules.facts import household, member, members, wards
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule, versions
from welfarekit.rules.term import (
    Amount,
    Count,
    Test,
    at_least,
    at_most,
    choose,
    discretion,
    first_known,
    largest,
    when,
)

law = Law.of(__package__)
line = law.amount("line_per_month")
rounding = law.rounding("rounding")


@rule(cite=law.cite("grain-act", "art. 3"))
def size() -> Count:
    """{value} members count: all who are not in prison.

    Not known: How many members count is not known yet.
    """
    return members.count(~member.absence.one_of("prison"))


@rule(cite=law.cite("grain-act", "art. 4"))
def income() -> Amount:
    """The income of the household is {value} a month.

    Not known: The income of the household is not known yet.
    """
    itemised = members.total(member.income.wage_per_month + member.income.business_per_month)
    return when(household.itemises_income, itemised, household.income_per_month)


@rule(cite=law.cite("grain-act", "art. 4"), show={"income": income, "limit": line * size, "size": size})
def income_below_line() -> Test:
    """The income of {income} a month is below {limit}, the line for {size} people.

    No: The income of {income} a month is not below {limit}, the line for {size} people.

    Not known: Whether the income is below the line is not known yet.
    """
    return income < line * size


@rule(cite=law.cite("grain-act", "art. 5"))
def property_small() -> Test:
    """The property of the household is within the rule.

    No: The property of the household is not within the rule.

    Not known: Whether the property of the household is within the rule is not known yet.
    """
    return first_known(household.property_within_rule, household.assets.vehicles <= law.count("most_vehicles"))


@rule(cite=law.cite("grain-act", "art. 6"))
def helped_by_council() -> Test:
    """The council helps the household at its discretion.

    No: The household already receives other relief, so the council does not help it.

    Not known: Whether the council helps the household is for the council to decide.
    """
    council = discretion("council", "The council weighs the hardship.", law.cite("grain-act", "art. 6"))
    return law.given("council_since") & household.relief.is_none() & council


@rule(cite=law.cite("grain-act", "art. 2"))
def eligible() -> Test:
    """The household is entitled to grain aid.

    No: The household is not entitled to grain aid.

    Not known: Whether the household is entitled to grain aid is not known yet.
    """
    return (income_below_line & property_small) | helped_by_council


@rule(cite=law.cite("grain-act", "art. 7"))
def frail() -> Test:
    """Member {member} is elderly or severely disabled.

    No: Member {member} is neither elderly nor severely disabled.

    Not known: Whether member {member} is elderly or severely disabled is not known yet.
    """
    return (member.age >= law.count("old_age")) | (member.disability.grade <= 2)


@rule(cite=law.cite("grain-act", "art. 7"))
def supplement() -> Amount:
    """Each elderly or severely disabled member and each guardian of two adds {value} in all.

    Not known: The supplement for frail members and guardians is not known yet.
    """
    frail_share = line.share(law.rate("supplement", "frail"), rounding)
    guardian_share = line.share(law.rate("supplement", "guardian"), rounding)
    guardian = when(wards.count(member.age < 18) >= 2, guardian_share, 0)
    return members.total(largest(when(frail, frail_share, 0), guardian))


@rule(cite=law.cite("grain-act", "art. 8 (until 2022)"), until=dt.date(2022, 12, 31))
def basic_of_2020() -> Amount:
    """A tenth of the line for each member: {value}.

    Not known: The basic aid is not known yet.
    """
    return (line * size).share(law.rate("old_share"), rounding)


@rule(cite=law.cite("grain-act", "art. 8"), since=dt.date(2023, 1, 1))
def basic_of_2023() -> Amount:
    """What is missing to the line: {value}.

    Not known: What is missing to the line is not known yet.
    """
    gap = at_least(line * size - income, 0)
    sack = law.schedule_amount("sacks", size)
    return choose(law.choice("mode"), {"gap": gap, "sack": sack})


@rule(cite=law.cite("grain-act", "art. 8"))
def benefit() -> Amount:
    """The aid is {value} a month.

    Not known: The aid is not known yet.
    """
    full = versions(basic_of_2020, basic_of_2023) + supplement
    capped = at_most(full, law.amount("most_per_month"))
    relieved = when(household.relief.one_of(Relief.DIBAO_EDGE), at_most(capped, line), capped)
    return when(eligible, relieved, 0)
