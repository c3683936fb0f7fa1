"""Shares sum exactly, depend on the order of members and on nothing else, and follow the family month by month."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.awards.amounts import of_minor
from welfarekit.awards.membership import shares_over_time
from welfarekit.awards.shares import Shares, member_amounts, reduced, shares, without
from welfarekit.dates import Period, add_months
from welfarekit.domain.disability import Disability
from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import InvalidFacts
from welfarekit.money import Money, Rate, Rounding
from welfarekit.quantity import Benefit, Quantity
from welfarekit.rules.determine import determine

LIKE: list[Benefit] = [Money(0, "CNY", "month"), Money(0, "VND"), Quantity(0, "kilogram"), Quantity(0, "visit", "month")]
AMOUNTS = st.builds(of_minor, st.sampled_from(LIKE), st.integers(0, 10**12))
MEMBERS = st.lists(st.text("abcxyz", min_size=1, max_size=4), min_size=1, max_size=8, unique=True)


def total(shared: Shares) -> int:
    return sum(amount.minor for _, amount in shared)


def yuan(amount: str) -> Money:
    return Money(amount, "CNY", "month")


@given(AMOUNTS, MEMBERS)
def test_equal_shares_sum_exactly_and_differ_by_one_unit_at_most(amount: Benefit, members: list[str]) -> None:
    shared = shares(amount, members)
    assert members == [member for member, _ in shared]
    assert amount.minor == total(shared)
    parts = [share.minor for _, share in shared]
    assert max(parts) - min(parts) <= 1
    assert parts == sorted(parts, reverse=True), "the odd units go to those who are named first"
    assert {(type(amount), amount.currency, amount.per)} == {(type(s), s.currency, s.per) for _, s in shared}


@given(AMOUNTS, MEMBERS, st.data())
def test_shares_by_weight_are_the_exact_part_up_to_one_unit(amount: Benefit, members: list[str], data: st.DataObject) -> None:
    weights = data.draw(st.lists(st.integers(0, 1000), min_size=len(members), max_size=len(members)).filter(any))
    shared = shares(amount, members, weights)
    assert amount.minor == total(shared)
    for (_, share), weight in zip(shared, weights, strict=True):
        assert abs(Fraction(amount.minor * weight, sum(weights)) - share.minor) < 1
        assert weight or not share
    assert shared == shares(amount, members, dict(zip(members, weights, strict=True)))
    assert shared == shares(amount, members, [Rate(Fraction(weight, sum(weights))) for weight in weights])
    assert shared == shares(amount, members, [weight * 7 for weight in weights])


@given(AMOUNTS, MEMBERS, st.data())
def test_what_a_member_gets_changes_by_one_unit_at_most_when_the_order_does(
    amount: Benefit, members: list[str], data: st.DataObject
) -> None:
    one, other = dict(shares(amount, members)), dict(shares(amount, data.draw(st.permutations(members))))
    assert all(abs(one[member].minor - other[member].minor) <= 1 for member in members)


@given(AMOUNTS, MEMBERS, st.data())
def test_without_a_member_the_others_keep_theirs(amount: Benefit, members: list[str], data: st.DataObject) -> None:
    shared, gone = shares(amount, members), data.draw(st.sampled_from(members))
    left = without(shared, gone)
    assert [share for share in shared if share[0] != gone] == list(left)
    assert amount.minor == total(left) + dict(shared)[gone].minor
    half = reduced(shared, gone, Rate("50%"), Rounding("down", "1"))
    assert {m: a for m, a in half if m != gone} == dict(left)
    assert 0 <= dict(half)[gone].minor <= dict(shared)[gone].minor
    assert reduced(shared, gone, Rate(0), Rounding()) == shared
    assert dict(reduced(shared, gone, Rate(1), Rounding("up", "10")))[gone].minor == 0


def test_three_refusals_of_work_cost_that_member_the_share() -> None:
    """Art. 34 of the measures on dibao: the share of the one who refused is cut or stopped, not that of the children."""
    shared = shares(yuan("1000.00"), ["p1", "p2", "p3"])
    assert (("p1", yuan("333.34")), ("p3", yuan("333.33"))) == without(shared, "p2")
    assert ("p2", yuan("166.66")) == reduced(shared, "p2", Rate("50%"), Rounding("up", "0.01"))[1]
    assert ("p2", yuan("166.67")) == reduced(shared, "p2", Rate("50%"), Rounding("down", "0.01"))[1]


def test_two_parents_are_paid_in_the_agreed_parts() -> None:
    parts = [Rate("60%"), Rate("40%")]
    assert (("father", Money(600_001, "VND")), ("mother", Money(400_000, "VND"))) == shares(
        Money(1_000_001, "VND"), ("father", "mother"), parts
    )


def test_shares_do_not_depend_on_the_hash_of_the_process() -> None:
    code = (
        "from welfarekit.awards.shares import shares\nfrom welfarekit.money import Money\n"
        "print(shares(Money('100.00', 'CNY'), ['c', 'a', 'b'], {'a': 1, 'b': 1, 'c': 1}))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1
    assert "33.34" in found.pop().split("), ")[0]


# -- programs about persons --


def test_members_of_a_program_about_persons_have_their_own_amounts() -> None:
    facts = {"receives_tekun": False, "receives_work_injury_nursing": False, "other_nursing_subsidy_per_month": Money(0, "CNY")}
    card = {"type": "limb", "certified_on": dt.date(2020, 1, 1), "expires_on": dt.date(2030, 1, 1), "needs_long_term_care": True}
    members = [
        Person(id=who, birth_date=dt.date(1980, 1, 1), disability=Disability(grade=grade, **card), **facts)
        for who, grade in (("p1", 1), ("p2", 3), ("p3", 2))
    ]
    home = Household(id="h", place="CN-430602", area="urban", relief=None, members=members)
    answer = determine("cn.disability_nursing", home, dt.date(2026, 7, 1))
    found = member_amounts(answer)
    assert (("p1", yuan("110.00")), ("p3", yuan("110.00"))) == found
    assert answer.amount is not None
    assert answer.amount.minor == total(found)


class Told:
    """A determination as far as shares look at it."""

    def __init__(self, amount: Money | None, **members: Money | None) -> None:
        self.amount = amount
        self.members = {member: Told(own) for member, own in members.items()}


def test_amounts_of_members_are_taken_only_once_the_whole_is_settled() -> None:
    settled = Told(yuan("220"), p1=yuan("110"), p2=None, p3=yuan("110"))
    assert (("p1", yuan("110")), ("p3", yuan("110"))) == member_amounts(settled)
    assert member_amounts(Told(None, p1=None)) == ()
    assert problems(lambda: member_amounts(Told(None, p1=yuan("110"), p2=None))) == [("missing", "amount")]
    assert problems(lambda: member_amounts(Told(yuan("111"), p1=yuan("110")))) == [("out_of_range", "amount")]


# -- over time --

START = dt.date(2025, 1, 1)


def span(first: int, stop: int | None = None) -> Period:
    return Period(add_months(START, first), None if stop is None else add_months(START, stop))


@st.composite
def memberships(draw: st.DrawFn) -> list[tuple[str, Period]]:
    found = [("p0", span(draw(st.integers(-3, 0))))]
    for who in draw(st.lists(st.sampled_from(["p1", "p2", "p3"]), unique=True)):
        edges = sorted(draw(st.lists(st.integers(-2, 14), unique=True, min_size=2, max_size=4)))
        found += [(who, span(a, b)) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    return found


@given(
    memberships(),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=3),
    st.none() | st.just({"p0": 3, "p1": 1, "p2": 0, "p3": 2}),
)
def test_each_month_is_shared_among_those_who_belong_to_the_family_then(
    membership: list[tuple[str, Period]], minors: list[int], weights: dict[str, int] | None
) -> None:
    amounts = [(span(4 * i, 4 * i + 4), Money.of_minor(minor, "CNY", "month")) for i, minor in enumerate(minors)]
    pieces = shares_over_time(amounts, membership, weights)
    for number in range(-1, 14):
        month = add_months(START, number)
        shared = [found for period, found in pieces if month in period]
        paid = [amount for period, amount in amounts if month in period]
        assert len(shared) == len(paid)
        for found, amount in zip(shared, paid, strict=True):
            present = list(dict.fromkeys(who for who, period in membership if month in period))
            order = list(dict.fromkeys(who for who, _ in membership))
            assert found == shares(amount, sorted(present, key=order.index), weights)


def test_a_birth_and_a_death_change_the_shares_from_their_month_on() -> None:
    amounts = [(span(0), yuan("900.00"))]
    family = [("p1", span(-12)), ("p2", span(-12, 6)), ("p3", span(3))]
    assert [
        (span(0, 3), ("450.00", "450.00")), (span(3, 6), ("300.00", "300.00", "300.00")), (span(6), ("450.00", "450.00")),
    ] == [(period, tuple(a.value for _, a in found)) for period, found in shares_over_time(amounts, family)]  # fmt: skip


# -- what is wrong --


def problems(call: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFacts) as caught:
        call()
    return [(problem.code, problem.path) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("members", "weights", "expected"),
    [
        ([], None, [("no_members", "members")]),
        (["p1", "p2", "p1"], None, [("duplicate_id", "members[2]")]),
        (["p1", "p2"], {"p1": 1}, [("missing", "weights.p2")]),
        (["p1", "p2"], [1], [("out_of_range", "weights")]),
        (["p1", "p2"], [2, -1], [("negative", "weights")]),
        (["p1", "p2"], [0, 0], [("out_of_range", "weights")]),
        (["p1", "p2"], [Rate("60%"), Rate("30%")], [("out_of_range", "weights")]),
        (["p1", "p1"], [-1, 0], [("duplicate_id", "members[1]"), ("negative", "weights")]),
    ],
)
def test_shares_that_cannot_be_are_refused(members: list[str], weights: Any, expected: list[tuple[str, str]]) -> None:
    assert expected == problems(lambda: shares(yuan("1"), members, weights))


@pytest.mark.parametrize(("members", "weights"), [({"p1", "p2"}, None), ("p1", None), (["p1"], [0.5]), (["p1"], [True])])
def test_a_set_and_a_float_are_type_errors(members: Any, weights: Any) -> None:
    with pytest.raises(TypeError):
        shares(yuan("1"), members, weights)


def test_a_member_who_is_not_there_has_no_share() -> None:
    shared = shares(yuan("1"), ["p1"])
    assert problems(lambda: without(shared, "p2")) == [("no_such_member", "member")]
    assert problems(lambda: reduced(shared, "p2", Rate(1), Rounding())) == [("no_such_member", "member")]
    assert problems(lambda: reduced(shared, "p1", Rate("101%"), Rounding())) == [("out_of_range", "by")]


def test_time_that_cannot_be_shared_is_refused() -> None:
    mid = Period(dt.date(2025, 1, 15), dt.date(2025, 3, 1))
    assert problems(
        lambda: shares_over_time(
            [(mid, yuan("1")), (span(1), yuan("1"))], [("p1", span(0)), ("p1", Period(None, START)), ("p1", span(3))]
        )
    ) == [
        ("not_whole_months", "amounts[0].start"), ("missing", "membership[1].start"), ("overlapping", "amounts[1]"),
        ("overlapping", "membership.p1[2]"),
    ]  # fmt: skip
    assert problems(lambda: shares_over_time([(span(0), yuan("1"))], [("p1", span(0, 2))])) == [
        ("no_members", "2025-03-01 to no end")
    ]


def test_numbers_of_persons_are_not_shown() -> None:
    number = "430602199001011234"
    with pytest.raises(InvalidFacts) as caught:
        shares(yuan("1"), [number, number], {"p1": 1})
    assert number not in str(caught.value)
