"""Random rules over random households: what the drift tests are made of."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any

from hypothesis import strategies as st

from welfarekit.domain.disability import Disability
from welfarekit.domain.household import Household, Relief
from welfarekit.domain.income import Income
from welfarekit.domain.person import Person
from welfarekit.money import Money, Rounding
from welfarekit.rules.facts import household, member, members, wards
from welfarekit.rules.law import Law
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.term import (
    Amount,
    Count,
    Day,
    Rate,
    Test,
    all_of,
    any_of,
    at_least,
    at_most,
    choose,
    first_known,
    how_many,
    largest,
    on,
    when,
)
from welfarekit.truth import UNKNOWN

LAW = Law.of("welfarekit.demo.grain_aid")
DAY = dt.date(2025, 10, 1)
ROUNDINGS = [Rounding(mode, step) for mode in ("half_up", "up", "down", "half_even") for step in ("0.01", "1", "5")]


@cache
def rates() -> st.SearchStrategy[Rate]:
    constants = st.sampled_from(["1/3", "30%", "1", "3/2", "0", "1/12"]).map(Rate.of)
    law = st.sampled_from([LAW.rate("supplement", "frail"), LAW.rate("old_share")])
    return st.one_of(constants, law, st.tuples(constants, law).map(lambda pair: pair[0] * pair[1]))


@st.composite
def counts(draw: st.DrawFn, *, personal: bool, depth: int) -> Count:
    return draw(_counts(personal=personal, depth=depth))


@cache
def _counts(*, personal: bool, depth: int) -> st.SearchStrategy[Count]:
    leaves: list[st.SearchStrategy[Count]] = [st.integers(-3, 70).map(Count.of), st.just(LAW.count("old_age"))]
    if personal:
        leaves += [st.just(member.age), st.just(member.disability.grade), st.just(member.age_in_months)]
    else:
        leaves += [st.just(household.assets.vehicles), st.just(household.income_score)]
    base = st.one_of(*leaves)
    if depth == 0:
        return base
    below = counts(personal=personal, depth=depth - 1)
    inner = tests(personal=True, depth=depth - 1)
    options = [
        base,
        st.tuples(below, below).map(lambda p: p[0] + p[1]),
        st.tuples(below, below).map(lambda p: p[0] - p[1]),
        st.tuples(tests(personal=personal, depth=depth - 1), below, below).map(lambda p: when(*p)),
        st.lists(tests(personal=personal, depth=depth - 1), min_size=1, max_size=4).map(lambda ts: how_many(*ts)),
        rates().map(lambda r: r.points_started("1%")),
        inner.map(wards.count) if personal else inner.map(members.count),
        st.tuples(below, below).map(lambda p: at_least(*p)),
    ]
    return st.one_of(*options)


@st.composite
def amounts(draw: st.DrawFn, *, personal: bool, depth: int) -> Amount:
    return draw(_amounts(personal=personal, depth=depth))


@cache
def _amounts(*, personal: bool, depth: int) -> st.SearchStrategy[Amount]:
    leaves: list[st.SearchStrategy[Amount]] = [
        st.integers(0, 500).map(lambda n: Amount.of(f"{n}.5{n % 10}", "CNY")),
        st.just(LAW.amount("line_per_month")),
        st.just(household.income_per_month),
    ]
    if personal:
        leaves += [st.just(member.income.wage_per_month), st.just(member.pension_per_month)]
    base = st.one_of(*leaves)
    if depth == 0:
        return base
    below = amounts(personal=personal, depth=depth - 1)
    options = [
        base,
        st.tuples(below, below).map(lambda p: p[0] + p[1]),
        st.tuples(below, below).map(lambda p: p[0] - p[1]),
        st.tuples(below, below).map(lambda p: largest(*p)),
        st.tuples(below, below).map(lambda p: at_most(*p)),
        below.map(lambda a: at_least(a, 0)),
        st.tuples(below, st.integers(-2, 12)).map(lambda p: p[0] * p[1]),
        st.tuples(below, rates(), st.sampled_from(ROUNDINGS)).map(lambda p: p[0].share(p[1], p[2])),
        st.tuples(below, rates()).map(lambda p: p[0].share(p[1], LAW.rounding("rounding"))),
        st.tuples(tests(personal=personal, depth=depth - 1), below, below).map(lambda p: when(*p)),
        st.tuples(below, below).map(lambda p: first_known(*p)),
        st.tuples(below, below).map(lambda p: choose(LAW.choice("mode"), {"gap": p[0], "sack": p[1]})),
    ]
    if not personal:
        inner, test = amounts(personal=True, depth=depth - 1), tests(personal=True, depth=depth - 1)
        options += [
            inner.map(members.total),
            inner.map(members.largest),
            st.tuples(inner, test).map(lambda p: members.total(p[0], p[1])),
            st.tuples(inner, test).map(lambda p: members.largest(p[0], p[1])),
        ]
    else:
        inner = amounts(personal=True, depth=0)
        options += [inner.map(wards.total), inner.map(wards.largest)]
    return st.one_of(*options)


@st.composite
def tests(draw: st.DrawFn, *, personal: bool, depth: int) -> Test:
    return draw(_tests(personal=personal, depth=depth))


@cache
def _tests(*, personal: bool, depth: int) -> st.SearchStrategy[Test]:
    leaves: list[st.SearchStrategy[Test]] = [
        st.booleans().map(Test.of),
        st.just(household.property_within_rule),
        st.just(household.relief.one_of(Relief.DIBAO, Relief.DIBAO_EDGE)),
        st.just(household.relief.is_none()),
        st.just(LAW.given("council_since")),
    ]
    if personal:
        leaves += [
            st.just(member.hiv),
            st.just(member.disability.type.one_of("mental", "visual")),
            st.just(member.disability.needs_long_term_care),
            st.just(member.birth_date < Day.of(dt.date(1990, 6, 1))),
            st.just(member.birth_date.months_at(on) >= 36),
            st.just(member.absence.is_none()),
            st.just(member.pension_per_month.is_none()),
        ]
    base = st.one_of(*leaves)
    if depth == 0:
        return base
    below = tests(personal=personal, depth=depth - 1)
    money, number = amounts(personal=personal, depth=depth - 1), counts(personal=personal, depth=depth - 1)
    pairs = st.one_of(st.tuples(money, money), st.tuples(number, number))
    options = [
        base,
        st.lists(below, min_size=1, max_size=3).map(lambda ts: all_of(*ts)),
        st.lists(below, min_size=1, max_size=3).map(lambda ts: any_of(*ts)),
        below.map(lambda t: ~t),
        pairs.map(lambda p: p[0] < p[1]),
        pairs.map(lambda p: p[0] <= p[1]),
        pairs.map(lambda p: p[0] == p[1]),
        st.tuples(rates(), rates()).map(lambda p: p[0] < p[1]),
        st.tuples(below, below, below).map(lambda p: when(*p)),
        st.tuples(below, below).map(lambda p: first_known(*p)),
    ]
    if not personal:
        inner = tests(personal=True, depth=depth - 1)
        options += [inner.map(members.any), inner.map(members.every)]
    else:
        inner = tests(personal=True, depth=0)
        options += [inner.map(wards.any), inner.map(wards.every)]
    return st.one_of(*options)


def _personal(term: Any) -> bool:
    return bool(term.node.personal)


def rulebooks(depth: int = 3) -> st.SearchStrategy[Rulebook]:
    """A random program of the pretend country."""
    return st.builds(
        lambda eligible, benefit: Rulebook(
            "demo.grain_aid", title="Random", subject="household", law=LAW, eligible=eligible, benefit=benefit
        ),
        tests(personal=False, depth=depth),
        amounts(personal=False, depth=depth),
    )


def maybe(strategy: st.SearchStrategy[Any], *, none: bool = False) -> st.SearchStrategy[Any]:
    """The value, unknown, or (where it can be) none."""
    return st.one_of(strategy, st.just(UNKNOWN), *([st.none()] if none else []))


def money() -> st.SearchStrategy[Money]:
    return st.integers(0, 100_000).map(lambda n: Money(Decimal(n) / 100, "CNY"))


def born() -> st.SearchStrategy[dt.date]:
    return st.dates(dt.date(1930, 1, 1), DAY)


@st.composite
def homes(draw: st.DrawFn, known: bool = False) -> Household:
    """A household of the pretend country with some facts missing, or with every fact that random rules ask for."""

    def may(strategy: st.SearchStrategy[Any], *, none: bool = False) -> Any:
        return draw(st.one_of(strategy, *([st.none()] if none else [])) if known else maybe(strategy, none=none))

    ids = [f"p{i}" for i in range(draw(st.integers(1, 4)))]
    itemised = draw(st.booleans())
    people = []
    for one in ids:
        others = [other for other in ids if other != one]
        disability = st.builds(
            Disability, type=st.just(may(st.sampled_from(["mental", "visual", "limb"]))), grade=st.just(may(st.integers(1, 4))),
            needs_long_term_care=st.just(may(st.booleans())),
        )  # fmt: skip
        income = st.just(Income(wage_per_month=may(money(), none=True), business_per_month=may(money(), none=True)))
        people.append(
            Person(
                id=one, birth_date=may(born()), hiv=may(st.booleans()), absence=may(st.sampled_from(["prison"]), none=True),
                guardian=may(st.sampled_from(others), none=True) if others else None, disability=may(disability, none=True),
                pension_per_month=may(money(), none=True), income=draw(income) if itemised else UNKNOWN,
            )
        )  # fmt: skip
    return Household(
        id="hh", place=draw(st.sampled_from(["XD-12", "XD-1", "XD-2", "XD-21"])), area=may(st.sampled_from(["urban", "rural"])),
        income_per_month=UNKNOWN if itemised else may(money()), property_within_rule=may(st.booleans()),
        relief=may(st.sampled_from(list(Relief)), none=True), income_score=UNKNOWN, members=people,
    )  # fmt: skip
