"""How users write: every line here is right, and mypy and pyright have to agree."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import assert_type

import welfarekit as wk
from welfarekit.administration.statements.payment_lines import Line, PaymentStatement
from welfarekit.administration.statements.payment_statement import payment_statement
from welfarekit.administration.statements.plan_achievement import Plan, achievement
from welfarekit.administration.statements.points import Points
from welfarekit.administration.statements.poverty_statement import PovertyCount, Reduction, reduction
from welfarekit.administration.statements.printed_figures import PrintedReduction, implied_households, implied_plans
from welfarekit.citation import Citation
from welfarekit.domain.disability import DisabilityType
from welfarekit.domain.household import Area, Household, Relief
from welfarekit.domain.income import Income
from welfarekit.money import Rounding
from welfarekit.rules.facts import household, member, members, month
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule
from welfarekit.rules.screen import Screening
from welfarekit.rules.term import Amount, Choice, Count, Rate, Test, all_of, at_least, choose, discretion, largest, when
from welfarekit.truth import UnknownType

day = dt.date(2025, 9, 1)

# A household, with codes as text or as values, and facts that are unknown, none or known.
person = wk.Person(id="p1", birth_date=dt.date(1951, 3, 2), sex="male", absence=None, disability=None)
wage_earner = wk.Person(id="p2", income=Income(wage_per_month=wk.Money("1200.00", "CNY"), business_per_month=None))
home = wk.Household(id="hh-1", place="CN-430602", area="urban", members=[person, wage_earner])
same = wk.Household(id="hh-1", place=wk.Place.parse("CN-430602"), area=Area.URBAN, members=(person, wage_earner), relief=None)
read = wk.Household.from_json('{"id": "hh-1", "members": [{"id": "p1"}]}')
assert_type(read, Household)
assert_type(home.to_json(), str)
assert_type(home.members, tuple[wk.Person, ...])
if home.income_per_month is not wk.UNKNOWN:
    assert_type(home.income_per_month, wk.Money)
age = person.age_on(day)
assert_type(age, int | UnknownType)

# A question and its answer.
answer = wk.determine("cn.dibao", home, on=day)
assert_type(answer, wk.Determination)
assert_type(answer.outcome, wk.Outcome)
assert_type(answer.amount, wk.Money | None)
assert_type(answer.explain("zh_Hans"), str)
assert_type([need.path for need in answer.needs], list[str])
for reason in answer.reasons:
    assert_type(reason.cite, Citation | None)
span = answer.span
if span is not None and answer.outcome is wk.Outcome.UNDETERMINED:
    assert_type(span.highest - span.lowest, wk.Money)
assert_type(wk.screen(home, day, month=wk.IndexMonth(month=day, cpi=wk.Rate("3.6%"))), Screening)
reform = wk.Lawbook.default().amended("cn.dibao", "standard_per_year", "9600.00", start=day, place="CN-430602", area="urban")
assert_type(wk.determine("cn.dibao", home, on=day, law=reform, decided=day), wk.Determination)
try:
    wk.determine("cn.dibao", home, on=day)
except wk.InvalidFacts as error:
    assert_type([(problem.code, problem.path) for problem in error.problems], list[tuple[str, str]])
except wk.NotInForce as error:
    assert_type(error.known, tuple[str, ...])

# Money.
total = wk.Money("740.00", "CNY") * 3 + wk.Money(20, "CNY")
assert_type(total, wk.Money)
assert_type(total.share(wk.Rate("30%"), Rounding("half_up", "1")), wk.Money)
assert_type(total.split(3), tuple[wk.Money, ...])

# A rule.
law = Law.of("welfarekit.demo.grain_aid")
line = law.amount("line_per_month")
size = members.count(~member.absence.is_none())
assert_type(size, Count)
assert_type(line * size, Amount)
assert_type(line.share(law.rate("supplement", "frail"), law.rounding("rounding")), Amount)
assert_type(month.cpi >= law.rate("old_share"), Test)
assert_type(month.cpi * Rate.of("1/2"), Rate)
assert_type(household.relief, Choice[Relief])
assert_type(household.relief.one_of(Relief.DIBAO), Test)
assert_type(member.disability.type.one_of(DisabilityType.MENTAL, DisabilityType.LIMB), Test)
assert_type(when(household.income_per_month < line * size, at_least(line * size - household.income_per_month, 0), 0), Amount)
assert_type(largest(line, household.income_per_month), Amount)
assert_type(choose(law.choice("mode"), {"gap": line, "sack": line * 2}), Amount)
assert_type(all_of(member.age >= 60, ~member.hiv, discretion("council", "The council decides.")), Test)


@rule(show={"income": household.income_per_month})
def below_line() -> Test:
    """The income of {income} is below the line.

    No: The income of {income} is not below the line.

    Not known: Whether the income is below the line is not known yet.
    """
    return household.income_per_month < line


assert_type(below_line, Test)

# Statements.
account = payment_statement([], [Line("低保", "cn.dibao"), Line({"en": "Relief"}, ["cn.temporary_relief", "cn.tekun"])])
assert_type(account, PaymentStatement)
assert_type(account.lines[0].mean, Fraction | None)
year_2022 = PovertyCount(dt.date(2022, 12, 31), households=40_875, poor=3_254, near_poor=3_417)
year_2023 = PovertyCount(dt.date(2023, 12, 31), households=41_504, poor=2_354, near_poor=3_092)
change = reduction(year_2023.of("poor"), year_2022.of("poor"), difference="of_exact")
assert_type(change, Reduction)
assert_type(change.points, Points)
assert_type(year_2023.of("poor").percent(), Decimal)
assert_type(achievement(7_125, Plan.of_year(2023, 5_014)).percent, Decimal)
assert_type(implied_plans("142.1", 7_125), range)
assert_type(implied_households(PrintedReduction(year_2023.of("poor"), "2.29", 900)), range)
