"""The statement against a count by hand, whatever is in the result and however it comes: nothing lost, nothing rounded twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adversary import worked_out

pa = pytest.importorskip("pyarrow")
pytest.importorskip("numpy")

from welfarekit.adapters.arrow import statement  # noqa: E402  # after the skip
from welfarekit.adapters.register.suppression import Cube, Sum, withheld  # noqa: E402
from welfarekit.errors import MoneyError, WelfarekitError  # noqa: E402
from welfarekit.money import MINOR_DIGITS, divide  # noqa: E402

Row = dict[str, Any]

PROGRAMS = {
    "cn.dibao": ("CNY", "month"), "cn.once": ("CNY", "once"), "vn.social_assistance": ("VND", "month"),
    "vn.poverty_status": (None, None),
}  # fmt: skip
OF_SUBJECTS = ("eligible", "not_eligible", "undetermined", "discretionary", "errors")
COUNTS = ("subjects", *OF_SUBJECTS, "persons", "amounts")
MONEY = pa.decimal128(18, 2)
TYPES = {
    "program": pa.dictionary(pa.int16(), pa.string()), "outcome": pa.dictionary(pa.int8(), pa.string()), "persons": pa.int32(),
    "amount": MONEY, "lowest": MONEY, "highest": MONEY, "currency": pa.dictionary(pa.int8(), pa.string()),
    "per": pa.dictionary(pa.int8(), pa.string()), "area": pa.string(), "commune": pa.int64(),
}  # fmt: skip


@st.composite
def rows(draw: st.DrawFn, programs: Sequence[str] = ("cn.dibao", "vn.poverty_status"), most: int = 10**12) -> Row:
    """A row of a result, amounts in minor units."""
    program = draw(st.sampled_from(programs))
    currency, per = PROGRAMS[program]
    outcome = draw(st.sampled_from(["eligible", "not_eligible", "undetermined", "discretionary", None]))
    amount = lowest = highest = None
    if currency and outcome == "eligible" and draw(st.booleans()):
        amount = draw(st.integers(0, most))
    elif currency and outcome in ("eligible", "undetermined", "discretionary"):
        lowest, highest = sorted(draw(st.tuples(st.integers(0, most), st.integers(0, most))))
    return {
        "program": program, "outcome": outcome, "persons": draw(st.integers(1, 6)), "amount": amount, "lowest": lowest,
        "highest": highest, "currency": currency, "per": per, "area": draw(st.sampled_from(["urban", "rural", None])),
        "commune": draw(st.sampled_from([1, 2, 3, None])),
    }  # fmt: skip


def table(found: Sequence[Row], *, minor: bool = False) -> pa.Table:
    """Rows as a result table."""
    columns = {}
    for name, kind in TYPES.items():
        values = [row[name] for row in found]
        if kind is MONEY and minor:
            columns[name] = pa.array(values, pa.int64())
        elif kind is MONEY:
            exact = [None if row[name] is None else Decimal(row[name]).scaleb(-MINOR_DIGITS[row["currency"]]) for row in found]
            columns[name] = pa.array(exact, kind)
        else:
            columns[name] = pa.array(values, kind if pa.types.is_integer(kind) else pa.string()).cast(kind)
    return pa.table(columns)


def by_hand(found: Sequence[Row], by: Sequence[str], places: int = 4) -> list[Row]:
    """The statement as a person would make it: fractions, and one rounding at the end."""

    def rounded(value: Fraction, digits: int) -> Fraction:
        return Fraction(divide(value.numerator * 10**digits, value.denominator, "half_up"), 10**digits)

    def units(row: Row) -> Fraction:
        return Fraction(1, 10 ** MINOR_DIGITS[row["currency"]])

    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in found:
        groups[tuple(row[name] for name in by)].append(row)
    lines = []
    for key, own in groups.items():
        line: Row = dict(zip(by, key, strict=True))
        paid = [row for row in own if row["amount"] is not None]
        line |= {name: sum(row["outcome"] == name for row in own) for name in OF_SUBJECTS}
        line |= {"subjects": len(own), "errors": sum(row["outcome"] is None for row in own), "amounts": len(paid)}
        line["persons"] = sum(row["persons"] for row in own if row["outcome"] == "eligible")
        settled = line["eligible"] + line["not_eligible"]
        line["eligible_of_subjects"] = rounded(Fraction(line["eligible"], len(own)), places)
        line["eligible_of_settled"] = rounded(Fraction(line["eligible"], settled), places) if settled else None
        currency = line["currency"] = next((row["currency"] for row in own if row["currency"]), None)
        line["per"] = next((row["per"] for row in own if row["per"]), None)
        line |= dict.fromkeys(("amount", "lowest", "highest", "mean", "mean_per_person", "amount_of_total"))
        if currency:
            line["amount"] = sum((row["amount"] * units(row) for row in paid), Fraction())
            for end in ("lowest", "highest"):
                still = [row for row in own if row["amount"] is None and row[end] is not None]
                line[end] = line["amount"] + sum(row[end] * units(row) for row in still)
            digits = MINOR_DIGITS[currency]
            if paid:
                line["mean"] = rounded(line["amount"] / len(paid), digits)
                line["mean_per_person"] = rounded(line["amount"] / sum(row["persons"] for row in paid), digits)
        lines.append(line)
    for line in lines:
        whole = sum(one["amount"] for one in lines if line["currency"] and one["currency"] == line["currency"])
        if whole:
            line["amount_of_total"] = rounded(line["amount"] / whole, places)
    return lines


def keyed(lines: Sequence[Row], by: Sequence[str]) -> dict[tuple[Any, ...], Row]:
    """Lines by their key, amounts as fractions."""
    plain = [{name: Fraction(value) if isinstance(value, Decimal) else value for name, value in line.items()} for line in lines]
    return {tuple(line[name] for name in by): line for line in plain}


BY = st.lists(st.sampled_from(["program", "area", "commune"]), unique=True).map(tuple)
SOME = st.lists(rows(), max_size=30)


@given(SOME, BY, st.integers(0, 6))
def test_a_statement_is_what_counting_by_hand_gives(found: list[Row], by: tuple[str, ...], places: int) -> None:
    made = statement(table(found), by, places=places).to_pylist()
    if not found and not by:
        assert [(line["subjects"], line["amount"]) for line in made] == [(0, None)]
        return
    assert keyed(made, by) == keyed(by_hand(found, by, places), by)
    assert len(made) == len(keyed(made, by))


@given(st.lists(rows(("cn.dibao", "vn.social_assistance")), max_size=20))
def test_each_currency_has_its_own_digits_and_its_own_total(found: list[Row]) -> None:
    made = statement(table(found), ("area", "currency")).to_pylist()
    assert keyed(made, ("area", "currency")) == keyed(by_hand(found, ("area", "currency")), ("area", "currency"))


@given(SOME, BY)
def test_minor_units_give_the_same_statement_in_minor_units(found: list[Row], by: tuple[str, ...]) -> None:
    decimals, minor = (statement(table(found, minor=minor), by).to_pylist() for minor in (False, True))
    for line in decimals:
        for name in ("amount", "lowest", "highest", "mean", "mean_per_person"):
            line[name] = None if line[name] is None else int(line[name] * 100)
    assert minor == decimals


@given(SOME, BY, st.lists(st.integers(0, 30)))
def test_batches_split_anywhere_give_the_same_statement(found: list[Row], by: tuple[str, ...], cuts: list[int]) -> None:
    whole = table(found)
    edges = sorted({0, len(found), *(cut for cut in cuts if cut <= len(found))})
    parts = [whole.slice(a, b - a) for a, b in pairwise(edges)]
    batches = [batch for part in [*parts, whole.slice(0, 0)] for batch in part.unify_dictionaries().to_batches()]
    apart = pa.RecordBatchReader.from_batches(whole.schema, batches)
    assert statement(apart, by, total=True).equals(statement(whole, by, total=True))


@given(SOME, BY)
def test_groups_add_up_to_the_total(found: list[Row], by: tuple[str, ...]) -> None:
    *lines, last = statement(table(found), by, total=True).to_pylist()
    assert last["total"] is True
    for name in COUNTS:
        assert sum(line[name] for line in lines) == last[name], name
    for name in ("amount", "lowest", "highest"):
        assert sum(line[name] or 0 for line in lines) == (last[name] or 0), name
    assert all(sum(line[name] for name in OF_SUBJECTS) == line["subjects"] for line in [*lines, last])


def test_lines_are_sorted_with_nulls_last_whatever_the_order_of_rows() -> None:
    found = [{**ROW, "area": area, "commune": commune} for area in (None, "urban", "rural") for commune in (None, 20, 3)]
    made = statement(table(found), ("area", "commune"), total=True)
    urban, rural, none = ([(area, commune) for commune in (3, 20, None)] for area in ("urban", "rural", None))
    assert [(line["area"], line["commune"]) for line in made.to_pylist()] == [*rural, *urban, *none, (None, None)]
    assert made["total"].to_pylist() == [False] * 9 + [True]


ROW: Row = {
    "program": "cn.dibao", "outcome": "eligible", "persons": 2, "amount": 58_000, "lowest": None, "highest": None,
    "currency": "CNY", "per": "month", "area": "urban", "commune": 1,
}  # fmt: skip
LINES = [  # of the yearly account of Yueyanglou: programs, person-times, yuan
    ("dibao", 100_000, 40_000_000), ("disability subsidies", 60_000, 4_800_000), ("orphans", 1_000, 1_100_000),
    ("tekun", 3_000, 2_500_000), ("temporary relief", 3_000, 840_000),
]  # fmt: skip


def test_the_printed_account_of_a_district_comes_out() -> None:
    found = []
    for program, times, yuan in LINES:
        least, odd = divmod(100 * yuan, times)
        for paid, many in ((least, times - odd), (least + 1, odd)):
            each = [{**ROW, "program": program, "persons": 1, "amount": paid, "commune": month} for month in (1, 2)]
            found += [each[0]] * (many // 3) + [each[1]] * (many - many // 3)  # over two months, of unequal size
    *made, last = statement(table(found), total=True).to_pylist()
    assert [(line["program"], line["persons"], line["amount"]) for line in made] == sorted(LINES)
    assert (last["persons"], last["amount"]) == (167_000, Decimal("49240000.00"))
    months = statement(table(found), ("commune",)).to_pylist()
    assert sum(line["persons"] for line in months) == 167_000
    assert sum(line["amount"] for line in months) == last["amount"]


def test_a_share_is_rounded_once_from_the_counts() -> None:
    found = [{**ROW, "amount": None, "currency": None, "per": None}] * 2354
    found += [{**found[0], "outcome": "not_eligible"}] * (41_504 - 2354)
    assert statement(table(found))["eligible_of_subjects"].to_pylist() == [Decimal("0.0567")]  # printed as 5.67 %
    found = [{**ROW, "outcome": "eligible" if row < 3 else "not_eligible", "amount": None} for row in range(8)]
    assert statement(table(found), places=2)["eligible_of_subjects"].to_pylist() == [Decimal("0.38")]  # 0.375, half up


def test_a_sum_past_64_bits_is_exact_as_decimals_and_refused_as_minor_units() -> None:
    most = 10**18 - 1
    found = [{**ROW, "amount": most}] * 20
    assert statement(table(found))["amount"].to_pylist() == [Decimal(f"{20 * most}E-2")]
    with pytest.raises(MoneyError, match="amount passes 64 bits"):
        statement(table(found, minor=True))


def test_a_span_beside_a_settled_amount_is_not_counted_again() -> None:
    line = statement(table([{**ROW, "lowest": 1, "highest": 99_000}])).to_pylist()[0]
    assert line["lowest"] == line["highest"] == line["amount"] == Decimal("580.00")


def test_amounts_below_zero_add_up() -> None:
    found = [{**ROW, "amount": amount} for amount in (-1, -(2**40), 5, -(10**17), 2**33)]
    assert statement(table(found))["amount"].to_pylist() == [Decimal(f"{5 - 1 - 2**40 - 10**17 + 2**33}E-2")]


DECIMALS = [pa.decimal128(38, 2), pa.decimal256(50, 2), pa.decimal128(38, 5)]
DECIMALS += [pa.decimal64(18, 2)] if hasattr(pa, "decimal64") else []  # since pyarrow 19


@pytest.mark.parametrize("kind", DECIMALS, ids=str)
def test_decimals_of_any_width_are_read(kind: pa.DataType) -> None:
    found = table([ROW, {**ROW, "amount": 1}])
    wide = found.set_column(found.schema.get_field_index("amount"), "amount", found["amount"].cast(kind))
    line = statement(wide).to_pylist()[0]
    assert (line["amount"], line["mean"]) == (Decimal("580.01"), Decimal("290.01"))


def through_polars(found: Any) -> Any:
    return pytest.importorskip("polars").DataFrame(found)


def through_duckdb(found: Any) -> Any:
    return pytest.importorskip("duckdb").connect().sql("from found")


def through_pandas(found: Any) -> Any:
    pandas = pytest.importorskip("pandas")
    return found.to_pandas(types_mapper=pandas.ArrowDtype)


@pytest.mark.parametrize("through", [through_polars, through_duckdb, through_pandas])
def test_a_result_that_went_through_another_library_gives_the_same_statement(through: Any) -> None:
    found = table([ROW, {**ROW, "area": None}, {**ROW, "commune": None, "outcome": "undetermined", "amount": None, "lowest": 1}])
    wanted, made = (statement(one, ("area", "commune"), total=True).to_pylist() for one in (found, through(found)))
    assert made == wanted


# What is refused -------------------------------------------------------------------------------------------------------------


@given(st.lists(rows(("cn.dibao", "cn.once", "vn.social_assistance", "vn.poverty_status")), max_size=12), BY)
def test_what_does_not_add_up_is_never_added_up(found: list[Row], by: tuple[str, ...]) -> None:
    groups: dict[tuple[Any, ...], set[Any]] = defaultdict(set)
    for row in found:
        groups[tuple(row[name] for name in by)] |= {row[unit] for unit in ("currency", "per")} - {None}
    if any(len(met & {"CNY", "VND"}) > 1 or len(met & {"month", "once"}) > 1 for met in groups.values()):
        with pytest.raises(MoneyError, match="do not add up"):
            statement(table(found), by)
    else:
        statement(table(found), by)
    statement(table(found), (*by, "currency", "per"))


def test_a_total_over_two_periods_is_refused_with_what_to_do() -> None:
    found = [ROW, {**ROW, "program": "cn.once", "per": "once"}]
    with pytest.raises(MoneyError, match=r"two periods do not add up: month and once .* put 'per' into `by`"):
        statement(table(found), total=True)
    assert statement(table(found))["amount_of_total"].to_pylist() == [Decimal("1.0000")] * 2


def test_an_amount_without_a_currency_is_refused() -> None:
    with pytest.raises(MoneyError, match="without a currency"):
        statement(table([{**ROW}]).drop_columns("currency").append_column("currency", pa.array([None], pa.string())))


def test_every_column_that_is_missing_is_named_at_once() -> None:
    result = table([ROW]).drop_columns(["persons", "per"])
    with pytest.raises(WelfarekitError, match=r"no column 'persons'.*no column 'per'.*no column 'aera'; did you mean 'area'\?"):
        statement(result, by=("aera",))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"by": ("eligible",)}, "a column 'eligible' of its own"),
        ({"suppress": 1}, "withholds nothing"),
        ({"suppress": True}, "withholds nothing"),
        ({"places": -1}, "0 to 12 digits"),
        ({"by": "lists"}, "nothing can be grouped by"),
    ],
)
def test_an_option_that_makes_no_sense_is_refused(options: Row, words: str) -> None:
    result = table([ROW]).append_column("lists", pa.array([[1]])).append_column("eligible", pa.array([1]))
    with pytest.raises(WelfarekitError, match=words):
        statement(result, **options)


def test_floats_another_outcome_and_what_is_no_table_are_refused() -> None:
    result = table([ROW])
    with pytest.raises(WelfarekitError, match="'amount' is double"):
        statement(result.set_column(3, "amount", pa.array([580.0])))
    with pytest.raises(WelfarekitError, match="some are decimals and some whole"):
        statement(result.set_column(4, "lowest", pa.array([580])))
    with pytest.raises(WelfarekitError, match="'outcome' holds 'maybe'"):
        statement(result.set_column(1, "outcome", pa.array(["maybe"])))
    with pytest.raises(WelfarekitError, match="not entitled"):
        statement(table([{**ROW, "outcome": "not_eligible"}]))
    with pytest.raises(TypeError, match="list is not a table"):
        statement([ROW])


# What is withheld ------------------------------------------------------------------------------------------------------------

FEW = st.lists(rows(most=100), max_size=80)
LEAST = st.integers(2, 12)


MONEY_COLUMNS = ("amount", "lowest", "highest")


@given(FEW, BY, LEAST)
def test_no_withheld_count_comes_back_by_adding_and_subtracting(found: list[Row], by: tuple[str, ...], least: int) -> None:
    shown, true = (statement(table(found), by, suppress=k, total=True).to_pylist() for k in (least, None))
    last = len(shown) - 1
    names = [*COUNTS, *MONEY_COLUMNS]
    hidden = {(row, name) for row, line in enumerate(shown) for name in names if line[name] is None != true[row][name]}
    sums = [{(row, "subjects"): -1} | {(row, name): 1 for name in OF_SUBJECTS} for row in range(last + 1)]
    sums += [{(row, name): 1 if row < last else -1 for row in range(last + 1)} for name in names if by]
    unknown = [{cell: sign for cell, sign in one.items() if cell in hidden} for one in sums]
    assert worked_out([one for one in unknown if one]) == set()
    for row, line in enumerate(shown):
        for name in COUNTS:
            assert line[name] in (None, true[row][name])
            assert line[name] is None or not 0 < line[name] < least


@given(FEW, BY, LEAST)
def test_a_total_on_show_changes_nothing_in_the_lines(found: list[Row], by: tuple[str, ...], least: int) -> None:
    with_it, without = (statement(table(found), by, suppress=least, total=total) for total in (True, False))
    assert with_it.slice(0, without.num_rows).drop_columns("total").equals(without)


KEYS = st.integers(0, 3).flatmap(
    lambda width: st.lists(st.tuples(*[st.integers(0, 3)] * width), unique=True, max_size=12, min_size=1)
)


@given(KEYS, LEAST, st.data())
def test_no_total_over_some_columns_betrays_a_count(keys: list[tuple[int, ...]], least: int, data: st.DataObject) -> None:
    cube = Cube.of(keys)
    lines = data.draw(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=len(keys), max_size=len(keys)))
    values = {(row, f"{of}"): sum(lines[one][of] for one in own) for row, own in enumerate(cube.members) for of in range(3)}
    values |= {(row, "all"): sum(values[row, f"{of}"] for of in range(3)) for row in range(len(cube.members))}
    columns = ("0", "1", "2", "all")
    sums = [Sum(tuple((row, name) for row in parts), (whole, name)) for parts, whole in cube.sums for name in columns]
    sums += [Sum(((row, "0"), (row, "1"), (row, "2")), (row, "all")) for row in range(len(cube.members))]
    assert all(sum(values[part] for part in one.parts) == values[one.whole] for one in sums)
    small = {cell for cell, count in values.items() if 0 < count < least}
    hidden = withheld(values, small, sums, least)
    assert small <= hidden
    signs = [dict.fromkeys(one.parts, 1) | {one.whole: -1} for one in sums]
    unknown = [{cell: sign for cell, sign in one.items() if cell in hidden} for one in signs]
    assert worked_out([one for one in unknown if one]) == set()
    for one in sums:
        apart = sum(values[part] for part in one.parts if part in hidden)
        assert one.whole in hidden or apart == 0 or apart >= least


def test_a_small_count_in_one_place_does_not_empty_the_whole_table() -> None:
    plain = {**ROW, "amount": None, "currency": None, "per": None, "outcome": "not_eligible"}
    found = [{**plain, "program": program, "area": area} for program in "abc" for area in ("urban", "rural") for _ in range(100)]
    found += [{**plain, "program": "a", "area": "islands"}] * 3  # where there is no other program
    made = statement(table(found), ("program", "area"), suppress=5)
    assert made["subjects"].null_count == 2  # the three, and one beside them


def test_shares_of_a_total_that_is_withheld_do_not_tell_it() -> None:
    apart = {**ROW, "outcome": "undetermined", "amount": None, "lowest": 0, "highest": 9}
    found = [{**ROW, "area": "urban"}] * 30 + [{**ROW, "area": "rural"}] * 20 + [{**apart, "area": "urban"}] * 2
    made = statement(table(found), "area", suppress=5, total=True).to_pylist()
    assert [line["amount_of_total"] for line in made if line["area"] == "rural"] == [None]
    assert made[-1]["amount"] is None  # the total of eligible goes with that of the two, and the amounts go with it


def test_two_rings_of_withheld_counts_do_not_betray_what_lies_between_them() -> None:
    counts = [  # area, then eligible, not eligible, undetermined, discretionary, errors: each sum has two small counts or none
        ("a", 3, 4, 50, 60, 70), ("b", 4, 3, 50, 60, 70), ("c", 50, 60, 3, 4, 70), ("d", 50, 60, 4, 3, 70),
        ("e", 50, 4, 4, 60, 70),
    ]  # fmt: skip
    outcomes = ("eligible", "not_eligible", "undetermined", "discretionary", None)
    plain = {**ROW, "amount": None, "currency": None, "per": None}
    found = [
        {**plain, "area": area, "outcome": outcome}
        for area, *many in counts for outcome, times in zip(outcomes, many, strict=True) for _ in range(times)
    ]  # fmt: skip
    made = statement(table(found), "area", suppress=5).to_pylist()
    small = {(area, name) for area, *many in counts for name, count in zip(OF_SUBJECTS, many, strict=True) if count < 5}
    hidden = {(line["area"], name) for line in made for name in OF_SUBJECTS if line[name] is None}
    assert small < hidden  # else the two of e, between the rings of a and b and of c and d, could be worked out
    assert len(hidden) <= len(small) + 4


@given(FEW, BY, LEAST, st.booleans())
def test_nothing_made_from_a_withheld_count_is_shown(found: list[Row], by: tuple[str, ...], least: int, total: bool) -> None:
    made_from = {
        "eligible": ("persons", "eligible_of_subjects", "eligible_of_settled", "lowest", "highest", "mean_per_person"),
        "amounts": ("amount", "lowest", "highest", "mean", "mean_per_person", "amount_of_total"),
        "subjects": ("eligible_of_subjects",), "not_eligible": ("eligible_of_settled",),
        "undetermined": ("lowest", "highest"), "discretionary": ("lowest", "highest"),
    }  # fmt: skip
    for line in statement(table(found), by, suppress=least, total=total).to_pylist():
        for name, others in made_from.items():
            assert line[name] is not None or {line[other] for other in others} == {None}, name
        if line["eligible"] is not None and line["amounts"]:
            assert not 0 < line["eligible"] - line["amounts"] < least  # else the few whose amount is open would be told
        assert line["suppressed"] or None not in [line[name] for name in COUNTS]


@given(FEW, BY, LEAST)
def test_what_is_shown_is_true_and_a_large_statement_loses_nothing(found: list[Row], by: tuple[str, ...], least: int) -> None:
    shown, true = (statement(table(found * times), by, suppress=k) for times, k in ((1, least), (1, None)))
    for line, own in zip(shown.to_pylist(), true.to_pylist(), strict=True):
        assert all(line[name] in (None, value) for name, value in own.items())
    large = statement(table(found * least), by, suppress=least)
    assert large.drop_columns("suppressed").equals(statement(table(found * least), by))
    assert True not in large["suppressed"].to_pylist()


def test_the_smallest_neighbour_is_withheld_too() -> None:
    sizes = {"a": 3, "b": 30, "c": 12, "d": 0}
    found = [
        {**ROW, "area": area, "outcome": "eligible" if one < size else "not_eligible", "amount": 100 if one < size else None}
        for area, size in sizes.items() for one in range(200)
    ]  # fmt: skip
    made = statement(table(found), "area", suppress=5, total=True).to_pylist()
    assert [line["eligible"] for line in made] == [None, 30, None, 0, 45]
    assert [line["not_eligible"] for line in made] == [None, 170, None, 200, 755]
    assert [line["subjects"] for line in made] == [200] * 4 + [800]
    assert [line["amount"] for line in made] == [None, Decimal("30.00"), None, Decimal("0.00"), Decimal("45.00")]
    assert [line["suppressed"] for line in made] == [True, False, True, False, False]
