"""Which families are recognised as edge families of dibao. Members, income and the standard are those of dibao."""

from __future__ import annotations

from typing import Final

from welfarekit.cn.dibao.rules import (
    ACT_BEGINS,
    FEN,
    NO,
    NOTHING,
    PER_MONTH,
    applies_alone,
    family_qualifies,
    income,
    nobody_counts,
    property_within_rule,
    resting_on,
    size,
    standard_per_year,
)
from welfarekit.money import Rounding
from welfarekit.rules.facts import household
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import rule
from welfarekit.rules.term import Amount, Test, all_of, at_most, when

law = Law.of(__package__)

UP_TO_THE_FEN: Final = Rounding("up", "0.01")
"""An income of whole fen is below a line that ends in half a fen exactly when it is below the next whole fen."""

NATIONAL: Final = law.cite("measures-2021", "art. 8")
PROVINCIAL: Final = (ACT_BEGINS, law.cite("assistance-law-2026", "art. 21"))


@resting_on(NATIONAL, PROVINCIAL)
def outside_dibao() -> Test:
    """The household does not meet the conditions of dibao.

    No: The household meets the conditions of dibao, so it is not an edge family.

    Not known: Whether the household meets the conditions of dibao is not known yet.
    """
    return ~family_qualifies


def _limit_per_year() -> Amount:
    """The edge line for all who count: as published, else a multiple of the standard, capped where the place has a cap."""
    multiplied = (standard_per_year * size).share(law.rate("multiple"), UP_TO_THE_FEN)
    capped = at_most(multiplied, law.amount("line_cap_per_month") * 12 * size)
    derived = when(law.given("line_cap_per_month"), capped, multiplied)
    return when(law.given("line_per_year"), law.amount("line_per_year") * size, derived)


limit_per_year = _limit_per_year()


@resting_on(NATIONAL, PROVINCIAL, show={"income": income, "limit": limit_per_year.share(PER_MONTH, FEN), "size": size})
def income_below_line() -> Test:
    """The counted income of {income} a month is below {limit}, the edge line for a household of {size}.

    No: The counted income of {income} a month is not below {limit}, the edge line for a household of {size}.

    Not known: Whether the counted income is below the edge line for a household of {size} is not known yet.
    """
    return income * 12 < limit_per_year


@resting_on(NATIONAL, PROVINCIAL)
def property_within_edge_rule() -> Test:
    """The property of the household is within the rule for edge families.

    No: The property of the household is more than the rule for edge families allows.

    Not known: Whether the property of the household is within the rule for edge families is not known yet.
    """
    return household.edge_property_within_rule | property_within_rule  # the rule of dibao is the narrower one


@resting_on(NATIONAL, PROVINCIAL)
def eligible() -> Test:
    """The household is recognised as an edge family of dibao.

    No: The household is not recognised as an edge family of dibao.

    Not known: Whether the household is recognised as an edge family of dibao is not known yet.
    """
    family = all_of(outside_dibao, income_below_line, property_within_edge_rule)
    return when(applies_alone, NO, when(size >= 1, family, ~nobody_counts))


@rule(cite=law.cite("tianjin-2025"))
def aid() -> Amount:
    """The place pays the edge family {value} a month.

    Not known: What the place pays the edge family is not known yet.
    """
    return law.amount("aid_per_month")


benefit = when(eligible, when(law.given("aid_per_month"), aid, NOTHING), 0)
