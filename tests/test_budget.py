"""A fund is shared out: nothing is lost, nobody gets more than was claimed, order does not matter, each claim has its reason."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from welfarekit.administration.fund_sentences import allocation_sentences, reason_sentence
from welfarekit.administration.fund_words import REASONS
from welfarekit.awards.amounts import of_minor
from welfarekit.awards.budget.allocate import allocate
from welfarekit.awards.budget.allocation import OUTCOMES, Allocation, ClaimOutcome, Reason
from welfarekit.awards.budget.claim import Claim, RankKey
from welfarekit.awards.budget.fund import Fund
from welfarekit.awards.budget.manner import Manner, cut, first_come, proportional, ranked, ranked_then_proportional
from welfarekit.errors import InvalidFacts
from welfarekit.language.catalogue import strict
from welfarekit.language.locale import LOCALES
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity

BY = (RankKey("degree", "falling"), RankKey("rooms", "rising"))
LIKE: list[Benefit] = [Money(0, "CNY"), Money(0, "VND"), Quantity(0, "kilogram"), Quantity(0, "voucher")]
STEPS = [1, 7, 100]
DAY = dt.date(2026, 3, 1)


def yuan(amount: str) -> Money:
    return Money(amount, "CNY")


def days(number: int) -> dt.date:
    return DAY + dt.timedelta(days=number)


@st.composite
def claims_of(draw: st.DrawFn, like: Benefit, *, divisible: bool | None = None) -> list[Claim]:
    """Claims with few days, ranks and amounts, so that ties and full classes are common."""
    ids = draw(st.lists(st.integers(1, 99), unique=True, max_size=7))
    one = st.tuples(
        st.integers(0, 400) | st.sampled_from([0, 100, 200]),
        st.integers(0, 3),
        st.integers(0, 2),
        st.integers(0, 1),
        st.booleans(),
    )
    return [
        Claim(f"c-{number}", of_minor(like, minor), days(day), {"degree": degree, "rooms": rooms},
              divisible=split if divisible is None else divisible)
        for number, (minor, day, degree, rooms, split) in zip(ids, [draw(one) for _ in ids], strict=True)
    ]  # fmt: skip


@st.composite
def manners(draw: st.DrawFn, like: Benefit, *, overtaking: bool | None = None) -> Manner:
    step = draw(st.none() | st.sampled_from(STEPS).map(lambda minor: of_minor(like, minor)))
    over, carry = draw(st.booleans()) if overtaking is None else overtaking, draw(st.booleans())
    kinds: list[Callable[[], Manner]] = [
        lambda: first_come(overtaking=over, step=step),
        lambda: ranked(BY, overtaking=over, step=step),
        lambda: proportional(step=step, carry=carry),
        lambda: ranked_then_proportional(BY, step=step, carry=carry),
    ]
    return draw(st.sampled_from(kinds))()


@st.composite
def situations(draw: st.DrawFn, *, overtaking: bool | None = None) -> tuple[list[Claim], Fund, Manner]:
    like = draw(st.sampled_from(LIKE))
    manner = draw(manners(like, overtaking=overtaking))
    claims = draw(claims_of(like, divisible=True if manner.at_one_rate else None))
    most = draw(st.none() | st.integers(1, 400).map(lambda minor: of_minor(like, minor)))
    fund = Fund("rf", "Fund", of_minor(like, draw(st.integers(0, 1500))), most)
    return claims, fund, manner


def granted(allocation: Allocation) -> dict[str, int]:
    return {reason.claim: reason.granted.minor for reason in allocation.reasons}


# -- what always holds --


@given(situations())
def test_what_is_granted_and_what_rests_is_the_balance(situation: tuple[list[Claim], Fund, Manner]) -> None:
    claims, fund, manner = situation
    allocation = allocate(claims, fund, manner)
    assert fund.balance.minor == sum(granted(allocation).values()) + allocation.rest.minor
    assert allocation.granted == of_minor(fund.balance, sum(minor.minor for _, minor in allocation.grants))
    assert allocation.rest.minor >= 0
    assert allocation.after == evolve(fund, balance=allocation.rest)


@given(situations())
def test_no_claim_is_lost_and_none_is_granted_more_than_it_claims(situation: tuple[list[Claim], Fund, Manner]) -> None:
    claims, fund, manner = situation
    allocation = allocate(claims, fund, manner)
    assert sorted(claim.id for claim in claims) == sorted(reason.claim for reason in allocation.reasons)
    for claim in claims:
        reason = allocation.of(claim.id)
        assert 0 <= reason.granted.minor <= claim.amount.minor
        assert reason.claimed == claim.amount
        assert claim.amount.minor == reason.granted.minor + reason.missing.minor
        if not claim.divisible:
            assert reason.granted.minor in (0, claim.amount.minor)


@given(situations(), st.randoms(use_true_random=False))
def test_the_order_in_which_claims_are_given_does_not_matter(situation: tuple[list[Claim], Fund, Manner], random: Any) -> None:
    claims, fund, manner = situation
    mixed = list(claims)
    random.shuffle(mixed)
    assert allocate(claims, fund, manner) == allocate(mixed, fund, manner)


@given(situations())
def test_every_claim_has_one_outcome_and_stands_where_it_says(situation: tuple[list[Claim], Fund, Manner]) -> None:
    claims, fund, manner = situation
    allocation = allocate(claims, fund, manner)
    by_id = {claim.id: claim for claim in claims}
    assert set(OUTCOMES) == set(REASONS)
    assert [claim.id for claim in allocation.referred] == [r.claim for r in allocation.reasons if r.code == "beyond_power"]
    assert [claim.id for claim in allocation.refused] == [r.claim for r in allocation.reasons if r.code == "nothing_claimed"]
    for reason in allocation.reasons:
        claim = by_id[reason.claim]
        match reason.outcome:
            case ClaimOutcome.GRANTED:
                assert reason.granted == claim.amount
                assert reason.position is None
            case ClaimOutcome.CUT:
                assert 0 < reason.granted.minor < claim.amount.minor
            case ClaimOutcome.WAITING:
                assert reason.granted.minor == 0
                assert reason.position is not None
            case ClaimOutcome.REFERRED:
                assert claim.amount.minor > reason.limit.minor  # type: ignore[union-attr]  # it has one
            case ClaimOutcome.REFUSED:
                assert claim.amount.minor == 0
    positions = {reason.claim: reason.position for reason in allocation.reasons if reason.position is not None}
    assert positions == {claim.id: number for number, claim in enumerate(allocation.waiting, 1)}


@given(situations())
def test_what_waits_is_what_is_open(situation: tuple[list[Claim], Fund, Manner]) -> None:
    claims, fund, manner = situation
    allocation = allocate(claims, fund, manner)
    carries = manner.carry or not manner.at_one_rate
    by_id = {claim.id: claim for claim in claims}
    for claim in allocation.waiting:
        missing = allocation.of(claim.id).missing
        assert evolve(by_id[claim.id], amount=missing) == claim
        assert missing.minor > 0
        assert carries or not allocation.of(claim.id).granted


@given(situations())
def test_reasons_tell_what_the_fund_held(situation: tuple[list[Claim], Fund, Manner]) -> None:
    claims, fund, manner = situation
    allocation = allocate(claims, fund, manner)
    held = fund.balance
    for reason in allocation.reasons:
        assert reason.before == held
        held = of_minor(held, held.minor - reason.granted.minor)
        assert reason.after == held
    assert held == allocation.rest


@given(situations())
def test_ranks_follow_the_keys_the_day_and_the_id(situation: tuple[list[Claim], Fund, Manner]) -> None:
    claims, fund, manner = situation
    by_id = {claim.id: claim for claim in claims}
    allocation = allocate(claims, fund, manner)

    def keys(claim: Claim) -> tuple[int, int]:
        degree, rooms = claim.value("degree"), claim.value("rooms")
        assert isinstance(degree, int)
        assert isinstance(rooms, int)
        return (-degree, rooms) if manner.by else (0, 0)

    served = [by_id[reason.claim] for reason in allocation.reasons if reason.rank is not None]
    assert served == sorted(served, key=lambda claim: (keys(claim), claim.filed_on, claim.id))
    classes = sorted({keys(claim) for claim in served})
    assert [classes.index(keys(claim)) + 1 for claim in served] == [
        reason.rank for reason in allocation.reasons if reason.rank is not None
    ]


@given(situations(overtaking=False))
def test_nobody_is_paid_before_someone_who_comes_first_is_satisfied(situation: tuple[list[Claim], Fund, Manner]) -> None:
    claims, fund, manner = situation
    reasons = [reason for reason in allocate(claims, fund, manner).reasons if reason.rank is not None]
    for before, after in pairwise(reasons):
        same_class = manner.at_one_rate and before.rank == after.rank
        assert not before.missing or not after.granted or same_class


# -- a larger fund --


@given(situations(overtaking=False), st.integers(0, 500))
def test_a_larger_fund_makes_nobody_worse_off(situation: tuple[list[Claim], Fund, Manner], more: int) -> None:
    """By more than one step where claims are cut at one rate: see the two paradoxes below."""
    claims, fund, manner = situation
    small = granted(allocate(claims, fund, manner))
    large = granted(allocate(claims, fund.replenished(of_minor(fund.balance, more)), manner))
    step = max(1, manner.step.minor) if manner.step else 1
    slack = step if manner.at_one_rate else 0
    assert all(large[claim] >= small[claim] - slack for claim in small)
    assert sum(large.values()) >= sum(small.values()) - (slack and step * len(claims))


def test_cut_at_one_rate_one_fen_may_change_hands_when_the_fund_grows() -> None:
    """Known of largest remainders since the seats of Alabama: with one fen more in all, someone has one fen less."""
    claims = [600, 600, 200]
    assert cut(claims, 1000, 1) == [429, 428, 143]
    assert cut([6, 6, 2], 10, 1) == [4, 4, 2]
    assert cut([6, 6, 2], 11, 1) == [5, 5, 1]


def test_with_overtaking_a_larger_fund_may_make_a_small_claim_wait() -> None:
    claims = [Claim("large", yuan("1000"), DAY), Claim("small", yuan("400"), days(1))]
    outcome = {
        balance: granted(allocate(claims, Fund("f", "F", yuan(balance)), first_come(overtaking=True)))
        for balance in ("500", "1000")
    }
    assert outcome == {"500": {"large": 0, "small": 40000}, "1000": {"large": 100000, "small": 0}}


# -- cutting --


@given(st.lists(st.integers(1, 10**13), min_size=1, max_size=8), st.data())
def test_a_cut_is_the_exact_share_up_to_one_unit_and_sums_exactly(claims: list[int], data: st.DataObject) -> None:
    balance = data.draw(st.integers(0, sum(claims) - 1))
    found = cut(claims, balance, 1)
    assert balance == sum(found)
    for claim, minor in zip(claims, found, strict=True):
        assert abs(Fraction(claim * balance, sum(claims)) - minor) < 1
        assert minor <= claim


CLAIMED = st.lists(st.integers(1, 5000) | st.sampled_from([50, 150, 1000]), min_size=1, max_size=8)


@given(CLAIMED, st.sampled_from([1, 2, 10, 100, 500]), st.data())
@example([50, 50, 50, 1000, 1000], 100, None)
@example([149, 149, 149, 149, 1000, 500], 100, None)
def test_a_cut_in_steps_leaves_no_step_for_which_a_claim_has_room(
    claims: list[int], step: int, data: st.DataObject | None
) -> None:
    for balance in range(0, sum(claims), step // 2 or 1) if data is None else [data.draw(st.integers(0, sum(claims) - 1))]:
        found = cut(claims, balance, step)
        assert all(minor % step == 0 and 0 <= minor <= claim for claim, minor in zip(claims, found, strict=True))
        left = balance - sum(found)
        assert left >= 0
        assert left < step or all(claim - minor < step for claim, minor in zip(claims, found, strict=True))
        assert sum(found) == min(balance // step, sum(claim // step for claim in claims)) * step


@given(CLAIMED, st.sampled_from([1, 2, 10, 100, 500]), st.data())
def test_those_who_have_room_are_cut_at_one_rate(claims: list[int], step: int, data: st.DataObject) -> None:
    """Up to a step on either side; who has no room has as much as that rate gives, or less."""
    found = cut(claims, data.draw(st.integers(0, sum(claims) - 1)), step)
    rows = list(zip(claims, found, strict=True))
    least = max((Fraction(minor - step, claim) for claim, minor in rows), default=Fraction(0))
    for claim, minor in rows:
        assert Fraction(minor + step, claim) > least or claim - minor < step


@given(CLAIMED.filter(lambda claims: len(claims) > 1), st.sampled_from([1, 10, 100]), st.data())
def test_of_two_claims_the_larger_is_never_cut_to_less(claims: list[int], step: int, data: st.DataObject) -> None:
    found = cut(claims, data.draw(st.integers(0, sum(claims) - 1)), step)
    for one, minor in zip(claims, found, strict=True):
        for other, less in zip(claims, found, strict=True):
            assert one < other or minor >= less or one == other


@given(CLAIMED, st.sampled_from([1, 10, 100]), st.data())
def test_cut_to_a_larger_balance_nobody_has_more_than_a_step_less(claims: list[int], step: int, data: st.DataObject) -> None:
    small = data.draw(st.integers(0, sum(claims) - 1))
    large = data.draw(st.integers(small, sum(claims) - 1))
    assert all(more >= less - step for less, more in zip(cut(claims, small, step), cut(claims, large, step), strict=True))
    assert sum(cut(claims, large, step)) >= sum(cut(claims, small, step))


def test_a_step_that_nobody_small_can_take_goes_to_those_who_can() -> None:
    """Three claims below a step and two of a thousand: a fund of 1,500 is spent."""
    claims = [Claim(f"s-{n}", yuan("50"), DAY, divisible=True) for n in range(3)]
    claims += [Claim(f"b-{n}", yuan("1000"), DAY, divisible=True) for n in range(2)]
    allocation = allocate(claims, Fund("f", "F", yuan("1500")), proportional(step=yuan("100")))
    assert [("b-0", yuan("800.00")), ("b-1", yuan("700.00"))] == list(allocation.grants)
    assert allocation.rest == yuan("0.00")
    assert cut([90] * 30 + [1000, 500], 1000, 100)[-2:] == [700, 300], "at one rate among those who can take it"


# -- over several periods --


@given(st.data(), st.sampled_from(LIKE), st.lists(st.integers(0, 600), min_size=1, max_size=5))
def test_over_periods_a_claim_is_never_granted_twice_and_money_is_conserved(
    data: st.DataObject, like: Benefit, income: list[int]
) -> None:
    manner = data.draw(manners(like))
    claims = data.draw(claims_of(like, divisible=True))
    fund, line, paid = Fund("f", "F", of_minor(like, 0)), claims, dict.fromkeys((claim.id for claim in claims), 0)
    for minor in income:
        allocation = allocate(line, fund.replenished(of_minor(like, minor)), manner)
        for claim, amount in allocation.grants:
            paid[claim] += amount.minor
        fund, line = allocation.after, list(allocation.waiting)
    assert sum(income) == sum(paid.values()) + fund.balance.minor
    assert all(paid[claim.id] <= claim.amount.minor for claim in claims)
    if manner.carry and sum(income) >= sum(claim.amount.minor for claim in claims) and not manner.step:
        assert all(paid[claim.id] == claim.amount.minor for claim in claims)


def test_a_waiting_list_is_served_in_its_order_when_the_fund_is_replenished() -> None:
    """The reserve fund of a street over two months."""
    fund = Fund("rf", "Reserve fund", yuan("3000.00"), yuan("2000.00"))
    march = [
        Claim("c-1", yuan("1500.00"), dt.date(2026, 3, 2), {"degree": 2}),
        Claim("c-2", yuan("1200.00"), dt.date(2026, 3, 3), {"degree": 3}),
        Claim("c-3", yuan("800.00"), dt.date(2026, 3, 1), {"degree": 1}),
        Claim("c-4", yuan("4800.00"), dt.date(2026, 3, 4), {"degree": 3}),
    ]
    by = ranked([RankKey("degree", "falling")])
    first = allocate(march, fund, by)
    assert [(r.claim, r.outcome.value, r.rank, r.position) for r in first.reasons] == [
        ("c-4", "referred", None, None),
        ("c-2", "granted", 1, None),
        ("c-1", "granted", 2, None),
        ("c-3", "waiting", 3, 1),
    ]
    assert first.rest == yuan("300.00")
    april = [*first.waiting, Claim("c-5", yuan("500.00"), dt.date(2026, 4, 1), {"degree": 1})]
    second = allocate(april, first.after.replenished(yuan("1000.00")), by)
    assert [("c-3", yuan("800.00")), ("c-5", yuan("500.00"))] == list(second.grants)
    assert second.waiting == ()
    assert second.rest == yuan("0.00")


def test_a_divisible_claim_is_granted_what_is_left_and_the_rest_of_it_waits() -> None:
    fund = Fund("rf", "Reserve fund", yuan("1050.00"))
    claims = [Claim("c-1", yuan("700.00"), DAY), Claim("c-2", yuan("600.00"), days(1), divisible=True)]
    in_yuan_50 = allocate(claims, fund, first_come(step=yuan("100.00")))
    assert [("c-1", yuan("700.00")), ("c-2", yuan("300.00"))] == list(in_yuan_50.grants)
    assert [("c-2", yuan("300.00"))] == [(claim.id, claim.amount) for claim in in_yuan_50.waiting]
    assert in_yuan_50.rest == yuan("50.00")


def test_rice_is_shared_in_sacks() -> None:
    rice = Fund("rice", "Rice for Tet", Quantity(60, "kilogram"))
    claims = [Claim(f"hh-{n}", Quantity(15 * n, "kilogram"), DAY, divisible=True) for n in (1, 2, 3)]
    allocation = allocate(claims, rice, proportional(step=Quantity(15, "kilogram")))
    assert [(c, a.value) for c, a in allocation.grants] == [("hh-1", "15.000"), ("hh-2", "15.000"), ("hh-3", "30.000")]
    assert not allocation.rest
    assert allocation.waiting == ()


def test_a_class_that_the_fund_does_not_reach_for_is_cut_and_those_behind_it_wait() -> None:
    def claim(name: str, amount: str, degree: int) -> Claim:
        return Claim(name, yuan(amount), DAY, {"degree": degree}, divisible=True)

    claims = [claim("a", "1000", 3), claim("b", "900", 2), claim("c", "1200", 2), claim("d", "300", 1)]
    allocation = allocate(claims, Fund("f", "F", yuan("2000")), ranked_then_proportional([RankKey("degree", "falling")]))
    assert [
        ("a", "in_full", "1000.00", None),
        ("b", "cut_at_rate", "428.57", Fraction(10, 21)),
        ("c", "cut_at_rate", "571.43", Fraction(10, 21)),
        ("d", "behind", "0.00", None),
    ] == [(r.claim, r.code, r.granted.value, r.share and r.share.fraction) for r in allocation.reasons]
    assert [claim.id for claim in allocation.waiting] == ["d"]
    carried = allocate(claims, Fund("f", "F", yuan("2000")), ranked_then_proportional([RankKey("degree", "falling")], carry=True))
    assert [(c.id, c.amount.value) for c in carried.waiting] == [("b", "471.43"), ("c", "628.57"), ("d", "300.00")]


def test_the_first_key_comes_first_then_the_second_then_the_day_then_the_id() -> None:
    values = {"a": (3, 2, 0), "b": (3, 1, 9), "c": (2, 1, 0), "e": (3, 2, 1), "d": (3, 2, 1)}
    claims = [
        Claim(name, yuan("1"), days(day), {"degree": degree, "rooms": rooms}) for name, (degree, rooms, day) in values.items()
    ]
    allocation = allocate(claims, Fund("f", "F", yuan("5")), ranked(BY))
    assert [(reason.claim, reason.rank) for reason in allocation.reasons] == [("b", 1), ("a", 2), ("d", 2), ("e", 2), ("c", 3)]


def test_a_part_below_a_step_waits_and_an_empty_fund_says_so() -> None:
    claims = [Claim(name, yuan(amount), DAY, divisible=True) for name, amount in (("a", "900"), ("b", "50"))]
    found = {
        balance: [
            reason.code for reason in allocate(claims, Fund("f", "F", yuan(balance)), proportional(step=yuan("100"))).reasons
        ]
        for balance in ("500", "90", "0")
    }
    assert found == {
        "500": ["cut_at_rate", "below_step"],
        "90": ["below_step", "below_step"],
        "0": ["not_enough", "not_enough"],
    }


def test_aid_that_comes_too_late_is_refused() -> None:
    claim = Claim("c-1", yuan("100"), DAY, until=days(10))
    fund = Fund("f", "F", yuan("1000"))
    assert allocate([claim], fund, first_come(), on=days(10)).reasons[0].code == "in_full"
    late = allocate([claim], fund, first_come(), on=days(11))
    assert (late.reasons[0].code, late.refused, late.rest) == ("too_late", (claim,), fund.balance)


def test_a_claim_at_the_limit_is_the_townships_own_to_decide() -> None:
    fund = Fund("f", "F", yuan("5000"), yuan("2000"))
    at, above = Claim("at", yuan("2000.00"), DAY), Claim("above", yuan("2000.01"), DAY)
    allocation = allocate([at, above], fund, first_come())
    assert (allocation.of("at").code, allocation.of("above").code) == ("in_full", "beyond_power")
    assert allocation.referred == (above,)


# -- what is wrong --


def problems(call: Callable[[], object]) -> list[tuple[str, str]]:
    with pytest.raises(InvalidFacts) as caught:
        call()
    return [(problem.code, problem.path) for problem in caught.value.problems]


def test_everything_wrong_with_claims_is_said_at_once() -> None:
    fund = Fund("f", "F", yuan("100"))
    claims = [
        Claim("c", yuan("10"), DAY, {"degree": 1}, divisible=True),
        Claim("c", Money(10, "VND"), DAY, {"degree": 1}),
        Claim("", yuan("-1"), dt.datetime(2026, 3, 1), {"degree": "high"}, divisible=True),
        Claim("d", Money("10", "CNY", "month"), DAY, {}, divisible=True, until=DAY),
    ]
    by = ranked_then_proportional([RankKey("degree", "rising")], step=Quantity(1, "visit"))
    assert problems(lambda: allocate(claims, fund, by)) == [
        ("duplicate_id", "claims[1].id"), ("other_unit", "claims[1].amount"), ("not_divisible", "claims[1].divisible"),
        ("empty", "claims[2].id"), ("negative", "claims[2].amount"), ("not_a_date", "claims[2].filed_on"),
        ("other_unit", "claims[3].amount"), ("missing", "on"),
        ("wrong_type", "claims[0].priority.degree"), ("wrong_type", "claims[1].priority.degree"),
        ("wrong_type", "claims[2].priority.degree"), ("missing", "claims[3].priority.degree"),
        ("other_unit", "step"),
    ]  # fmt: skip


def test_a_fund_that_cannot_be_is_refused() -> None:
    assert problems(lambda: Fund("f", "F", yuan("-1"))) == [("negative", "balance")]
    assert problems(lambda: Fund("f", "F", yuan("1"), yuan("0"))) == [("not_positive", "per_case_most")]
    assert problems(lambda: Fund("f", "F", yuan("1"), Money(1, "VND"))) == [("other_unit", "per_case_most")]
    assert problems(lambda: Fund("f", "F", yuan("1")).replenished(Money(1, "VND"))) == [("other_unit", "amount")]
    assert problems(lambda: Fund("f", "F", yuan("1")).replenished(yuan("-1"))) == [("negative", "amount")]


@pytest.mark.parametrize(
    "call",
    [
        lambda: allocate([Claim("c", 3.7, DAY)], Fund("f", "F", yuan("1")), first_come()),  # type: ignore[arg-type]
        lambda: allocate(
            [Claim("c", yuan("1"), DAY, {"degree": 1.5})],  # type: ignore[dict-item]
            Fund("f", "F", yuan("1")),
            ranked([RankKey("degree", "rising")]),
        ),
    ],
)
def test_a_float_is_a_type_error(call: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="float"):
        call()


def test_a_direction_that_is_none_names_the_two() -> None:
    with pytest.raises(InvalidFacts, match=r"rising .* or falling"):
        RankKey("degree", "down")  # type: ignore[arg-type]  # the mistake under test


def test_numbers_of_persons_are_not_shown() -> None:
    number = "430602199001011234"
    claim = Claim(number, yuan("0"), DAY)
    allocation = allocate([claim], Fund("f", "F", yuan("1")), first_come())
    shown = [repr(claim), repr(allocation), reason_sentence(allocation.reasons[0], "zh_Hans")]
    with pytest.raises(InvalidFacts) as caught:
        allocate([claim, claim], Fund("f", "F", yuan("1")), first_come())
    assert not any(number in text for text in [*shown, str(caught.value)])


# -- in words --


@pytest.mark.parametrize("locale", LOCALES)
@given(situation=situations())
@example(situation=([], Fund("f", "F", yuan("1")), first_come()))
def test_every_reason_is_a_sentence_in_every_language(locale: str, situation: tuple[list[Claim], Fund, Manner]) -> None:
    claims, fund, manner = situation
    allocation = allocate(claims, fund, manner)
    with strict():
        sentences = allocation_sentences(allocation, locale)
    assert len(sentences) == len(claims) + 1
    assert all(sentence.endswith(("。", ".")) and "{" not in sentence for sentence in sentences)


def test_a_reason_says_its_figures() -> None:
    reason = Reason("what_is_left", "c-7", yuan("1200.00"), yuan("900.00"), yuan("900.00"), yuan("0.00"), 2, 1)
    assert {locale: reason_sentence(reason, locale) for locale in ("en", "zh_Hans", "zh_Hant", "vi")} == {
        "en": "Claim c-7 is granted CNY 900 of CNY 1,200: the fund held CNY 900, and no more of it can be paid now. "
        "Of claim c-7, CNY 300 stands on the waiting list at place 1.",
        "zh_Hans": "救助事项c-7申请1,200元，批准900元：备用金余额为900元，目前不能再多发放。"
        "救助事项c-7尚余300元，列轮候名单第1位。",
        "zh_Hant": "救助事項c-7申請1,200元，批准900元：備用金餘額為900元，目前不能再多發放。"
        "救助事項c-7尚餘300元，列輪候名單第1位。",
        "vi": "Hồ sơ c-7 được duyệt 900 nhân dân tệ trên 1.200 nhân dân tệ: quỹ còn 900 nhân dân tệ, hiện chưa thể chi thêm. "
        "Phần còn lại của hồ sơ c-7 là 300 nhân dân tệ, xếp thứ 1 trong danh sách chờ.",
    }
