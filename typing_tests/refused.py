"""What users must not write: every line here is wrong, and mypy and pyright have to say so.

Each has a ``type: ignore``. A checker that finds nothing wrong with a line reports the ignore as unneeded, and fails.
Nothing here is run.
"""

from __future__ import annotations

import datetime as dt

import welfarekit as wk
from welfarekit.administration.statements.payment_statement import payment_statement
from welfarekit.administration.statements.plan_achievement import Plan, achievement
from welfarekit.administration.statements.poverty_statement import ClassCount, PovertyCount, reduction
from welfarekit.administration.statements.printed_figures import PrintedReduction
from welfarekit.domain.household import Area, Relief
from welfarekit.money import Rounding
from welfarekit.rules.facts import household, member, members, month
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule
from welfarekit.rules.term import Amount, Count, Rate, Test, all_of, when

law = Law.of("welfarekit.demo.grain_aid")
line = law.amount("line_per_month")
rate = law.rate("old_share")
rounding = law.rounding("rounding")
size = members.count(member.age >= 60)
income = household.income_per_month
poor = income < line


def money_and_people() -> None:
    _ = income < size  # type: ignore[operator]
    _ = income + size  # type: ignore[operator]
    _ = size < line  # type: ignore[operator]


def money_and_rates() -> None:
    _ = income * rate  # type: ignore[operator]
    _ = income * line  # type: ignore[operator]
    _ = income.share(rate)  # type: ignore[call-arg]
    _ = income.share("30%", rounding)  # type: ignore[arg-type]
    _ = income.share(rate, "up")  # type: ignore[arg-type]
    _ = rate < size  # type: ignore[operator]
    _ = month.cpi > 0.035  # type: ignore[operator]


def truth_and_money() -> None:
    _ = poor & income  # type: ignore[operator]
    _ = poor + poor  # type: ignore[operator]
    _ = ~income  # type: ignore[operator]
    _ = all_of(poor, size)  # type: ignore[arg-type]
    _ = when(income, line, 0)  # type: ignore[arg-type]
    _ = members.count(income)  # type: ignore[arg-type]
    _ = members.total(poor)  # type: ignore[type-var]


def facts_that_do_not_exist() -> None:
    _ = household.incme_per_month  # type: ignore[attr-defined]
    _ = member.disabilty  # type: ignore[attr-defined]
    _ = member.disability.grad  # type: ignore[attr-defined]


def values() -> None:
    _ = wk.Money(3.7, "CNY")  # type: ignore[arg-type]
    _ = wk.Money("1", "CNY") * wk.Rate("30%")  # type: ignore[operator]
    _ = wk.Money("1", "CNY") < 5  # type: ignore[operator]
    _ = wk.Rate("1/3") < wk.Money("1", "CNY")  # type: ignore[operator]
    _ = Rounding("nearest", "1")  # type: ignore[arg-type]
    _ = Amount.of(100, "CNY")  # type: ignore[arg-type]
    _ = Rate.of(0.3)  # type: ignore[arg-type]
    _ = Count.of("3")  # type: ignore[arg-type]


def questions() -> None:
    home = wk.Household(id="hh-1", members=[wk.Person(id="p1")])
    _ = wk.determine("cn.dibao", home)  # type: ignore[call-arg]
    _ = wk.determine("cn.dibao", home, on="2025-09-01")  # type: ignore[arg-type]
    _ = wk.Person(id="p1", birth_date="1951-03-02")  # type: ignore[arg-type]
    _ = wk.Person(id="p1", disabilty=None)  # type: ignore[call-arg]
    _ = wk.Person(birth_date=dt.date(1951, 3, 2))  # type: ignore[call-arg]
    _ = wk.Household(id="hh-1", members=[wk.Person(id="p1")], relief=Relief.DIBAO, income_per_month=1200)  # type: ignore[arg-type]
    home.area = Area.RURAL  # type: ignore[misc]


def a_share_of_another_years_households(now: PovertyCount, before: PovertyCount) -> None:
    _ = reduction(900, 41_504)  # type: ignore[arg-type]
    _ = reduction(now.of("poor"), 41_504)  # type: ignore[arg-type]
    _ = reduction(900, before.of("poor"))  # type: ignore[arg-type]
    _ = reduction(now, before)  # type: ignore[arg-type]
    _ = reduction(now.of("poor"), before.of("poor"), households=41_504)  # type: ignore[call-arg]
    _ = ClassCount("poor", 900)  # type: ignore[call-arg]
    _ = PrintedReduction(41_504, "2.29", 900)  # type: ignore[arg-type]


def plans_and_statements() -> None:
    _ = achievement(2.29, Plan.of_year(2023, 668))  # type: ignore[arg-type]
    _ = Plan.of_year(2023, "1.70")  # type: ignore[arg-type]
    _ = payment_statement([])  # type: ignore[call-arg]
    _ = payment_statement([], [], arrears="some")  # type: ignore[arg-type]


@rule()  # type: ignore[type-var]
def not_a_term() -> bool:
    """A rule that is a plain truth value."""
    return True


def a_rule_that_is_money() -> Test:
    return income  # type: ignore[return-value]
