"""Money is exact: whole units, one bridge from rates, splits that lose nothing, and a clear refusal of everything else."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.errors import MoneyError
from welfarekit.money import MINOR_DIGITS, MODES, PERIODS, Money, Rate, Rounding, divide

MINOR = st.integers(-(10**12), 10**12)
CURRENCIES = st.sampled_from(list(MINOR_DIGITS))
PER = st.sampled_from([None, *PERIODS])
MONEY = st.builds(Money.of_minor, MINOR, CURRENCIES, PER)
FRACTIONS = st.builds(Fraction, st.integers(-(10**5), 10**5), st.integers(1, 10**5))
STEPS = ["0.01", "0.1", "0.5", "1", "2.50", "5", "10", "1000", "10000"]


def exactly(value: Fraction, mode: str) -> int:
    """The reference: rounding as the words say, by exact fractions, in another way than ``divide`` does it."""
    size, sign = abs(value), -1 if value < 0 else 1
    below, rest = floor(size), size - floor(size)
    match mode:
        case "up":
            whole = ceil(size)
        case "down":
            whole = below
        case "half_up":
            whole = below + (rest >= Fraction(1, 2))
        case _:
            whole = round(size)
    return sign * whole


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6), st.sampled_from(MODES))
def test_division_rounds_as_the_mode_says(numerator: int, denominator: int, mode: str) -> None:
    assert exactly(Fraction(numerator, denominator), mode) == divide(numerator, denominator, mode)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("half_up", [1, 2, 2, 3, -1, -2]),
        ("half_even", [0, 2, 2, 2, 0, -2]),
        ("up", [1, 2, 2, 3, -1, -2]),
        ("down", [0, 1, 1, 2, 0, -1]),
    ],
)
def test_halves_and_negatives_round_as_the_mode_says(mode: str, expected: list[int]) -> None:
    halves = [(1, 2), (3, 2), (7, 4), (5, 2), (-1, 2), (-3, 2)]
    assert [divide(numerator, denominator, mode) for numerator, denominator in halves] == expected


@given(MONEY, FRACTIONS, st.sampled_from(MODES), st.sampled_from(STEPS))
def test_a_share_is_the_exact_fraction_rounded_once(money: Money, rate: Fraction, mode: Any, step: str) -> None:
    unit = max(Fraction(step) * 10 ** MINOR_DIGITS[money.currency], Fraction(1))
    if unit.denominator != 1:
        with pytest.raises(MoneyError, match="multiple of its smallest unit"):
            money.share(Rate(rate), Rounding(mode, step))
        return
    found = money.share(Rate(rate), Rounding(mode, step))
    assert exactly(money.minor * rate / unit, mode) * unit == found.minor
    assert (money.currency, money.per) == (found.currency, found.per)


@pytest.mark.parametrize(
    ("amount", "rate", "rounding", "expected"),
    [
        ("735.00", "1.3", Rounding("half_up", "0.01"), "955.50"),
        ("735.00", "130%", Rounding("down", "1"), "955.00"),  # Chongqing leaves the jiao out
        ("735.00", "130%", Rounding("up", "1"), "956.00"),  # Yunnan goes up to the next yuan
        ("1550.00", "1/6", Rounding("down", "1"), "258.00"),
        ("1550.00", "1/6", Rounding("up", "1"), "259.00"),
        ("1550.00", "1/6", Rounding("half_up", "0.01"), "258.33"),
        ("1234.50", "1", Rounding("half_even", "1"), "1234.00"),
        ("1234.50", "1", Rounding("half_up", "5"), "1235.00"),
        ("0.01", "1/3", Rounding("up", "10"), "10.00"),
    ],
)  # fmt: skip
def test_known_amounts_come_out_as_published(amount: str, rate: str, rounding: Rounding, expected: str) -> None:
    assert Money(amount, "CNY").share(Rate(rate), rounding) == Money(expected, "CNY")


def test_a_step_below_the_smallest_unit_is_that_unit() -> None:
    assert Money(100, "VND").share(Rate("1/3"), Rounding("up", "0.01")) == Money(34, "VND")
    assert Money("2650001", "VND").rounded(Rounding("half_up", "100000")) == Money("2700000", "VND")


@pytest.mark.parametrize(("step", "currency"), [("0.015", "CNY"), ("1.005", "CNY"), ("1.5", "VND")])
def test_a_step_that_no_unit_can_carry_is_refused(step: str, currency: str) -> None:
    """It was cut off in silence: 0.015 yuan became one fen."""
    with pytest.raises(MoneyError, match="multiple of its smallest unit"):
        Rounding("up", step).step_in(currency)


@pytest.mark.parametrize("step", ["0", "-1", "", "1,5", "１", "a"])
def test_a_step_that_is_no_positive_decimal_is_refused(step: str) -> None:
    with pytest.raises(MoneyError, match="not a step"):
        Rounding("up", step)


def test_an_unknown_way_to_round_names_the_known_ones() -> None:
    with pytest.raises(MoneyError, match="half_up, up, down, half_even"):
        Rounding("nearest", "1")  # type: ignore[arg-type]  # the mistake under test


@given(MONEY, st.integers(1, 40))
def test_equal_parts_sum_exactly_and_differ_by_at_most_one_unit(money: Money, parts: int) -> None:
    shares = money.split(parts)
    assert len(shares) == parts
    assert money.minor == sum(share.minor for share in shares)
    assert max(share.minor for share in shares) - min(share.minor for share in shares) <= 1
    assert {(money.currency, money.per)} == {(share.currency, share.per) for share in shares}


@given(MONEY, st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(any))
def test_weighted_parts_sum_exactly_and_are_within_one_unit_of_their_due(money: Money, weights: list[int]) -> None:
    shares = money.split(weights)
    assert money.minor == sum(share.minor for share in shares)
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share.minor - Fraction(money.minor * weight, sum(weights))) < 1
        assert share.minor == 0 or weight


@pytest.mark.parametrize("into", [0, -1, [], [0, 0], [2, -1]])
def test_a_split_into_nothing_or_by_negative_weights_is_refused(into: Any) -> None:
    with pytest.raises(MoneyError, match="at least one part"):
        Money("1.00", "CNY").split(into)


def test_the_odd_fen_goes_to_the_largest_remainder() -> None:
    assert [share.value for share in Money(100, "CNY").split(3)] == ["33.34", "33.33", "33.33"]
    assert [share.value for share in Money(100, "CNY").split([1, 6])] == ["14.29", "85.71"]


@given(MONEY)
def test_value_and_decimal_give_the_same_amount_back(money: Money) -> None:
    assert money == Money(money.value, money.currency, money.per) == Money(money.decimal, money.currency, money.per)
    assert money.value == f"{money.decimal:.{MINOR_DIGITS[money.currency]}f}"
    assert money == eval(repr(money), {"Money": Money})


@given(MINOR, MINOR, CURRENCIES, PER, st.integers(-1000, 1000))
def test_sums_and_products_are_those_of_the_units(a: int, b: int, currency: str, per: str | None, times: int) -> None:
    first, second = Money.of_minor(a, currency, per), Money.of_minor(b, currency, per)
    assert a + b == (first + second).minor
    assert a - b == (first - second).minor
    assert a * times == (first * times).minor == (times * first).minor
    assert -a == (-first).minor
    assert [a < b, a <= b, a > b, a >= b] == [first < second, first <= second, first > second, first >= second]
    assert bool(a) == bool(first)


@pytest.mark.parametrize(
    ("amount", "error", "words"),
    [
        (3.7, TypeError, r'Money\("3.7", "CNY"\)'),
        (float("nan"), TypeError, "is a float"),
        (True, TypeError, "not bool"),
        (None, TypeError, "not NoneType"),
        (b"1.00", TypeError, "not bytes"),
        (Fraction(1, 3), TypeError, "not Fraction"),
        (Decimal("NaN"), MoneyError, "not an amount"),
        (Decimal("-Infinity"), MoneyError, "not an amount"),
        ("3.7元", MoneyError, "write digits"),
        ("¥3.70", MoneyError, "write digits"),
        ("1,000.00", MoneyError, "write digits"),
        ("1e3", MoneyError, "write digits"),
        ("NaN", MoneyError, "write digits"),
        (" 1", MoneyError, "write digits"),
        ("1.", MoneyError, "write digits"),
        ("", MoneyError, "write digits"),
        ("１２．００", MoneyError, "write digits"),
        ("３.７０", MoneyError, "write digits"),  # digits of another script were read as ours
        ("1.00\n", MoneyError, "write digits"),
        ("1.005", MoneyError, "parts smaller than a currency unit"),
        (Decimal("0.001"), MoneyError, "parts smaller than a currency unit"),
    ],
)
def test_what_is_no_exact_amount_is_refused(amount: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        Money(amount, "CNY")


def test_a_dong_has_no_parts() -> None:
    with pytest.raises(MoneyError, match="VND"):
        Money("540000.50", "VND")
    assert Money("540000.00", "VND").value == "540000"


@pytest.mark.parametrize(("currency", "per"), [("USD", None), ("cny", None), ("CNY", "week"), ("CNY", "")])
def test_an_unknown_currency_or_period_is_refused(currency: str, per: str | None) -> None:
    with pytest.raises(MoneyError, match="use one of"):
        Money("1", currency, per)


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__lt__", "__le__", "__gt__", "__ge__"])
def test_currencies_periods_and_plain_numbers_never_mix(operation: str) -> None:
    month = Money("1", "CNY", per="month")
    with pytest.raises(MoneyError, match="CNY and VND do not mix"):
        getattr(month, operation)(Money("1", "VND", per="month"))
    with pytest.raises(MoneyError, match="per month and one per year do not mix"):
        getattr(month, operation)(Money("1", "CNY", per="year"))
    with pytest.raises(MoneyError, match="per month and one per None do not mix"):
        getattr(month, operation)(Money("1", "CNY"))
    with pytest.raises(TypeError, match="both sides must be Money"):
        getattr(month, operation)(0)


def test_equal_amounts_of_other_currencies_and_periods_are_not_equal() -> None:
    different = {Money("1", "CNY"), Money("1", "VND"), Money("1", "CNY", per="month"), Money("1", "CNY", per="year")}
    assert len(different) == 4


@pytest.mark.parametrize("times", [1.5, True, Fraction(1, 2), Rate("1/2"), Money("1", "CNY"), "2"])
def test_money_multiplies_with_whole_numbers_only(times: Any) -> None:
    with pytest.raises(TypeError, match=r"share\(rate"):
        _ = Money("1", "CNY") * times


def test_money_does_not_change() -> None:
    with pytest.raises(AttributeError):
        Money("1", "CNY").minor = 5  # type: ignore[misc]  # the mistake under test


@pytest.mark.parametrize(
    ("text", "expected"),
    [("30%", Fraction(3, 10)), ("4.2%", Fraction(21, 500)), ("-0.5%", Fraction(-1, 200)), ("30 %", Fraction(3, 10)),
     ("1.5", Fraction(3, 2)), ("1/3", Fraction(1, 3)), ("7", Fraction(7))],
)  # fmt: skip
def test_a_rate_is_exact(text: str, expected: Fraction) -> None:
    assert Rate(text).fraction == expected


@given(FRACTIONS, FRACTIONS)
def test_rates_order_multiply_and_read_back_exactly(a: Fraction, b: Fraction) -> None:
    assert (a < b) == (Rate(a) < Rate(b))
    assert a * b == (Rate(a) * Rate(b)).fraction
    assert Rate(a) == Rate(str(Rate(a))) == eval(repr(Rate(a)), {"Rate": Rate})
    assert bool(a) == bool(Rate(a))


@pytest.mark.parametrize(
    "text",
    ["abc", "", "%", "1/0", "0/0", "nan", "inf", "30％", "３０%", "1_0", "1e3", "1e999999999", " 30%", "1/3%", "--1", "1/-3"],
)
def test_what_is_no_rate_is_refused_as_money_is(text: str) -> None:
    """Some of these came out as ZeroDivisionError, as another number, or as a memory that filled up."""
    with pytest.raises(MoneyError, match="is not a rate"):
        Rate(text)


@pytest.mark.parametrize("value", [0.3, float("nan"), True, None, Money("1", "CNY")])
def test_a_rate_is_made_from_exact_values_only(value: Any) -> None:
    with pytest.raises(TypeError):
        Rate(value)


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_a_rate_is_finite(value: Decimal) -> None:
    with pytest.raises(MoneyError, match="is not a rate"):
        Rate(value)


def test_a_rate_multiplies_with_rates_only() -> None:
    with pytest.raises(TypeError, match=r"money.share\(rate"):
        _ = Rate("1/2") * 2  # type: ignore[operator]  # the mistake under test
