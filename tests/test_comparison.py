"""A reform over a register: each row is what both laws say, and the sums over the rows lose nothing and count nobody twice."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from adversary import worked_out

pa = pytest.importorskip("pyarrow")
pytest.importorskip("numpy")

from welfarekit.adapters.arrow import (  # noqa: E402  # after the skip
    assess_table,
    compare,
    compare_batches,
    comparison,
    households_to_arrow,
)
from welfarekit.adapters.register.pairing import COLUMNS, paired, paired_schema  # noqa: E402
from welfarekit.domain.household import Household, Relief  # noqa: E402
from welfarekit.domain.person import Person  # noqa: E402
from welfarekit.errors import MoneyError, WelfarekitError  # noqa: E402
from welfarekit.money import Money, divide  # noqa: E402
from welfarekit.rules.determine import program, program_keys  # noqa: E402
from welfarekit.rules.lawbook import Lawbook  # noqa: E402
from welfarekit.testing import households  # noqa: E402

Row = dict[str, Any]

# -- the sums, against counting by hand --

COUNTS = (
    "subjects", "decided", "undecided", "winners", "losers", "unchanged", "newly_eligible", "no_longer_eligible",
    "eligible_before", "eligible_after", "persons_before", "persons_after",
)  # fmt: skip
MONEY = ("cost_before", "cost_after", "difference", "gained", "lost")
TYPES = {
    "program": pa.string(), "outcome_before": pa.dictionary(pa.int8(), pa.string()), "outcome_after": pa.string(),
    "amount_before": pa.int64(), "amount_after": pa.int64(), "difference": pa.int64(),
    "change": pa.dictionary(pa.int8(), pa.string()), "currency": pa.string(), "per": pa.string(), "persons": pa.int32(),
    "area": pa.string(),
}  # fmt: skip
OUTCOMES = ["eligible", "eligible", "not_eligible", "not_eligible", "undetermined", "discretionary", None]


@st.composite
def rows(draw: st.DrawFn) -> Row:
    """A row of a comparison in minor units; the amount of somebody entitled may be open."""
    paid = draw(st.booleans())
    row: Row = {"program": "p" if paid else "q", "currency": "CNY" if paid else None, "per": "month" if paid else None}
    known = []
    for side in ("before", "after"):
        outcome = row[f"outcome_{side}"] = draw(st.sampled_from(OUTCOMES))
        amount = draw(st.none() | st.integers(0, 500)) if paid and outcome == "eligible" else None
        row[f"amount_{side}"] = amount
        known.append(outcome == "not_eligible" or (outcome == "eligible" and (amount is not None or not paid)))
    more = (row["amount_after"] or 0) - (row["amount_before"] or 0)
    gain = more if paid else (row["outcome_after"] == "eligible") - (row["outcome_before"] == "eligible")
    row["difference"] = more if paid and all(known) else None
    row["change"] = ("unchanged", "winner", "loser")[(gain > 0) - (gain < 0)] if all(known) else "undecided"
    return row | {"persons": draw(st.integers(1, 6)), "area": draw(st.sampled_from(["urban", "rural", None]))}


def table(found: Sequence[Row]) -> pa.Table:
    """Rows as a table."""
    kinds = {name: pa.string() if pa.types.is_dictionary(kind) else kind for name, kind in TYPES.items()}
    columns = {name: pa.array([row[name] for row in found], kinds[name]).cast(kind) for name, kind in TYPES.items()}
    return pa.table(columns)


def by_hand(found: Sequence[Row], by: Sequence[str]) -> list[Row]:
    """The comparison as a person would count it."""
    groups: dict[tuple[Any, ...], list[Row]] = defaultdict(list)
    for row in found:
        groups[tuple(row[name] for name in by)].append(row)
    lines = []
    for key, own in groups.items():
        line: Row = dict(zip(by, key, strict=True))
        decided = [row for row in own if row["change"] != "undecided"]
        sides = {side: [row for row in decided if row[f"outcome_{side}"] == "eligible"] for side in ("before", "after")}
        line |= {"subjects": len(own), "decided": len(decided), "undecided": len(own) - len(decided)}
        for change, name in (("winner", "winners"), ("loser", "losers"), ("unchanged", "unchanged")):
            line[name] = sum(row["change"] == change for row in decided)
        line["newly_eligible"] = sum(row not in sides["before"] for row in sides["after"])
        line["no_longer_eligible"] = sum(row not in sides["after"] for row in sides["before"])
        for side, eligible in sides.items():
            line[f"eligible_{side}"] = len(eligible)
            line[f"persons_{side}"] = sum(row["persons"] for row in eligible)
            share = Fraction(len(eligible), len(decided)) if decided else None
            rounded = share and Decimal(divide(share.numerator * 10_000, share.denominator, "half_up")).scaleb(-4)
            line[f"eligible_of_decided_{side}"] = rounded
        line["currency"] = next((row["currency"] for row in own if row["currency"]), None)
        line["per"] = line["currency"] and "month"
        line |= dict.fromkeys(MONEY)
        if line["currency"]:
            changes = [row["difference"] for row in decided if row["difference"] is not None]
            line |= {f"cost_{side}": sum(row[f"amount_{side}"] or 0 for row in own) for side, own in sides.items()}
            line["gained"], line["lost"] = sum(one for one in changes if one > 0), -sum(one for one in changes if one < 0)
            line["difference"] = sum(changes)
        lines.append(line)
    return lines


BY = st.lists(st.sampled_from(["program", "area"]), unique=True, min_size=1).map(tuple)
SOME = st.lists(rows(), max_size=30)


@given(SOME, BY)
def test_a_comparison_is_what_counting_by_hand_gives(found: list[Row], by: tuple[str, ...]) -> None:
    made = comparison(table(found), by).to_pylist()
    assert {tuple(line[name] for name in by): line for line in made} == {
        tuple(line[name] for name in by): line for line in by_hand(found, by)
    }


@given(SOME, BY)
def test_nothing_is_lost_between_winners_and_losers(found: list[Row], by: tuple[str, ...]) -> None:
    *lines, last = made = comparison(table(found), by, total=True).to_pylist()
    for line in made:
        assert line["winners"] + line["losers"] + line["unchanged"] + line["undecided"] == line["subjects"]
        assert line["eligible_before"] + line["newly_eligible"] == line["eligible_after"] + line["no_longer_eligible"]
        if line["currency"]:
            assert line["cost_after"] - line["cost_before"] == line["difference"] == line["gained"] - line["lost"]
    for name in COUNTS:
        assert sum(line[name] for line in lines) == last[name], name
    for name in MONEY:
        assert sum(line[name] or 0 for line in lines) == (last[name] or 0), name


@given(SOME, st.lists(st.integers(0, 30)))
def test_batches_split_anywhere_give_the_same_comparison(found: list[Row], cuts: list[int]) -> None:
    whole = table(found)
    edges = sorted({0, len(found), *(cut for cut in cuts if cut <= len(found))})
    batches = [batch for a, b in pairwise(edges) for batch in whole.slice(a, b - a).to_batches()]
    apart = pa.RecordBatchReader.from_batches(whole.schema, batches)
    assert comparison(apart, total=True).equals(comparison(whole, total=True))


OF_SUBJECTS = ("winners", "losers", "unchanged", "undecided")


@given(st.lists(rows(), max_size=80), BY, st.integers(2, 10))
def test_no_withheld_count_or_sum_comes_back(found: list[Row], by: tuple[str, ...], least: int) -> None:
    shown, true = (comparison(table(found), by, suppress=k, total=True).to_pylist() for k in (least, None))
    names = (*COUNTS, *MONEY)
    hidden = {(row, name) for row, line in enumerate(shown) for name in names if line[name] is None != true[row][name]}
    last, sums = len(shown) - 1, []
    for row in range(len(shown)):
        sums += [
            {(row, "subjects"): -1, (row, "decided"): 1, (row, "undecided"): 1},
            {(row, "decided"): -1, (row, "winners"): 1, (row, "losers"): 1, (row, "unchanged"): 1},
            {
                (row, "eligible_before"): 1, (row, "newly_eligible"): 1,
                (row, "eligible_after"): -1, (row, "no_longer_eligible"): -1,
            },
            {(row, "cost_after"): 1, (row, "cost_before"): -1, (row, "difference"): -1},
            {(row, "gained"): 1, (row, "lost"): -1, (row, "difference"): -1},
        ]  # fmt: skip
    sums += [{(row, name): 1 if row < last else -1 for row in range(last + 1)} for name in names]
    unknown = [{cell: sign for cell, sign in one.items() if cell in hidden} for one in sums]
    assert worked_out([one for one in unknown if one]) == set()
    for row, line in enumerate(shown):
        assert all(line[name] in (None, value) for name, value in true[row].items())
        assert not [name for name in COUNTS if line[name] is not None and 0 < line[name] < least]
        if line["winners"] is None or line["newly_eligible"] is None:
            assert {line[name] for name in MONEY} == {None}
        if line["eligible_after"] is None or line["decided"] is None:
            assert line["eligible_of_decided_after"] is None
        assert line["suppressed"] or None not in [line[name] for name in COUNTS]


def test_who_comes_in_is_not_told_by_how_many_are_in_before_and_after() -> None:
    moves = [("eligible", "eligible", 50), ("eligible", "not_eligible", 10), ("not_eligible", "eligible", 3)]
    moves += [("not_eligible", "not_eligible", 7)]
    line: Row = {"program": "q", "persons": 1, "change": "unchanged", "area": None}
    line |= dict.fromkeys(("amount_before", "amount_after", "difference", "currency", "per"))
    found = [{**line, "outcome_before": one, "outcome_after": other} for one, other, times in moves for _ in range(times)]
    (made,) = comparison(table(found), suppress=5).to_pylist()
    in_and_out = ("eligible_before", "newly_eligible", "eligible_after", "no_longer_eligible")
    assert made["newly_eligible"] is None
    assert [made[name] for name in in_and_out].count(None) > 1


def test_amounts_of_two_periods_do_not_add_up() -> None:
    row: Row = {
        "program": "p", "outcome_before": "eligible", "outcome_after": "eligible", "amount_before": 1, "amount_after": 3,
        "difference": 2, "change": "winner", "currency": "CNY", "per": "month", "persons": 1, "area": None,
    }  # fmt: skip
    two = table([row, {**row, "per": "once"}])
    with pytest.raises(MoneyError, match="month and once"):
        comparison(two)
    assert comparison(two, ("program", "per"))["difference"].to_pylist() == [2, 2]
    with pytest.raises(WelfarekitError, match="no column 'change'"):
        comparison(two.drop_columns("change"))


# -- the rows, against the determinations --

DAYS = {"cn": dt.date(2025, 9, 1), "vn": dt.date(2025, 9, 1), "demo": dt.date(2025, 10, 1)}
COUNTRY = {"cn": "CN", "vn": "VN", "demo": "XD"}
CHANGED = {
    "cn": [("cn.dibao", "standard_per_year", "15000.00"), ("cn.dibao", "standard_per_year", "3000.00")],
    "vn": [("vn.poverty_status", "line", "9000000"), ("vn.social_assistance", "standard_per_month", "700000")],
    "demo": [("demo.grain_aid", "line_per_month", "400.00"), ("demo.grain_aid", "line_per_month", "20.00")],
}


@cache
def law(country: str, change: int) -> Lawbook:
    key, name, value = CHANGED[country][change]
    parameter = Lawbook.default().parameter(key, name)
    by = {fact: choice for fact, choice in (("area", "urban"),) if fact in parameter.by}
    return Lawbook.default().amended(key, name, value, **by)


def families(drawn: Sequence[Household], on: dt.date) -> list[Household]:
    return [evolve(home, id=f"h{row}") for row, home in enumerate(home for home in drawn if not home.problems_on(on))]


@pytest.mark.parametrize("country", ["cn", "vn", "demo"])
@settings(max_examples=4)
@given(data=st.data())
def test_every_row_is_what_each_law_gives_by_itself(country: str, data: st.DataObject) -> None:
    on, before, after = DAYS[country], law(country, 0), law(country, 1)
    homes = families(data.draw(st.lists(households(COUNTRY[country]), min_size=1, max_size=8)), on)
    register = households_to_arrow(homes)
    found = compare_batches(register, country, on, before=before, after=after, rows=2 if country == "demo" else 99).read_all()
    found.validate(full=True)
    sides = [assess_table(register, country, on, law=own).to_pylist() for own in (before, after)]
    made = sorted(found.to_pylist(), key=lambda row: program_keys(country).index(row["program"]))
    for row, one, other in zip(made, *sides, strict=True):
        for name in ("household", "member", "program", "currency", "per", "persons"):
            assert row[name] == one[name] == other[name]
        for name in ("outcome", "amount", "status", "error"):
            assert (row[f"{name}_before"], row[f"{name}_after"]) == (one[name], other[name])
        paid = program(row["program"]).benefit is not None
        settled = {"eligible": lambda side, paid=paid: side["amount"] is not None or not paid, "not_eligible": lambda _: True}
        open_ones = [not settled.get(side["outcome"], lambda _: False)(side) for side in (one, other)]
        was, now = (side["amount"] or Decimal() if paid else Decimal(side["outcome"] == "eligible") for side in (one, other))
        assert row["difference"] == (now - was if paid and not any(open_ones) else None)
        change = "winner" if now > was else "loser" if now < was else "unchanged"
        assert row["change"] == ("undecided" if any(open_ones) else change)


ANSWERS = [("eligible", 0), ("eligible", 5), ("eligible", 9), ("eligible", None), ("not_eligible", None), ("undetermined", None)]
ANSWERS += [("discretionary", None), (None, None)]
RESULT = pa.schema(
    [(name, pa.string()) for name in ("household", "member", "program", "outcome")]
    + [("amount", pa.int64()), ("currency", pa.string()), ("per", pa.string())]
    + [("status", pa.string()), ("persons", pa.int32()), ("error", pa.string())]
)


@pytest.mark.parametrize("currency", ["CNY", None])
def test_a_pair_of_answers_is_judged_by_both(currency: str | None) -> None:
    pairs = [(one, other) for one in ANSWERS for other in ANSWERS]
    sides = [[{"outcome": pair[at][0], "amount": pair[at][1] if currency else None} for pair in pairs] for at in (0, 1)]
    before, after = (pa.RecordBatch.from_pylist([{**row, "currency": currency} for row in side], RESULT) for side in sides)
    made = paired(before, after, paired_schema(RESULT, [])).to_pylist()
    for row, (one, other) in zip(made, pairs, strict=True):
        worth: list[int | None] = []
        for outcome, amount in (one, other):
            entitled = amount if currency else 1
            worth.append({"eligible": entitled, "not_eligible": 0}.get(outcome or ""))
        was, now = worth
        if was is None or now is None:
            assert (row["change"], row["difference"]) == ("undecided", None)
        else:
            assert row["change"] == ("winner" if now > was else "loser" if now < was else "unchanged")
            assert row["difference"] == (now - was if currency else None)


def home(key: str, income: int | None, place: str = "XD-12") -> Household:
    person = Person(id=f"{key}p", birth_date=dt.date(1990, 1, 1), absence=None, disability=None, guardian=None)
    known: Row = {} if income is None else {"income_per_month": Money(income, "CNY")}
    rest: Row = {"relief": Relief.DIBAO, "property_within_rule": True}
    return Household(id=key, place=place, area="urban", members=[person], **known, **rest)


DAY = DAYS["demo"]
HOMES = [home("poor", 0), home("middle", 200), home("rich", 900), home("open", None), home("far", 0, place="XD-2")]


def changes(**options: Any) -> dict[str, str]:
    found = compare_batches(households_to_arrow(HOMES), "demo.grain_aid", DAY, **options).read_all()
    return dict(zip(found["household"].to_pylist(), found["change"].to_pylist(), strict=True))


def test_the_same_law_on_both_sides_changes_nothing() -> None:
    assert set(changes(before=None, after=Lawbook.default()).values()) <= {"unchanged", "undecided"}


def test_the_roles_of_before_and_after_are_what_they_say() -> None:
    higher, shipped = law("demo", 0), Lawbook.default()
    one, other = changes(before=shipped, after=higher), changes(before=higher, after=shipped)
    assert one["poor"] == "winner"
    assert one["open"] == "undecided"
    assert other == {key: {"winner": "loser"}.get(change, change) for key, change in one.items()}


def test_what_is_wrong_with_a_row_is_never_won_or_lost() -> None:
    register = households_to_arrow([*HOMES, home("wrong", 0)])
    register = register.set_column(0, "id", pa.array([*(one.id for one in HOMES), "poor"]))
    found = compare_batches(register, "demo.grain_aid", DAY, before=None, after=law("demo", 0)).read_all().to_pylist()
    twice = [row for row in found if row["household"] == "poor"]
    wrong = ("undecided", "duplicate_household", None)
    assert [(row["change"], row["error_before"], row["difference"]) for row in twice] == [wrong] * 2


def test_persons_without_a_household_are_undecided_rows() -> None:
    flat, persons = households_to_arrow(HOMES, form="flat")
    found = compare(flat.slice(1), "demo.grain_aid", DAY, persons=persons, before=None, after=law("demo", 0)).to_pylist()
    (line,) = found
    assert line["subjects"] == len(HOMES)
    assert line["undecided"] >= 2


def test_columns_to_group_by_are_kept_by_themselves_and_the_register_is_read_once() -> None:
    register = households_to_arrow(HOMES).append_column("village", pa.array(["a", "a", "b", "b", None]))
    reads = []

    def batches() -> Any:
        for batch in register.to_batches(max_chunksize=2):
            reads.append(batch.num_rows)
            yield batch

    stream = pa.RecordBatchReader.from_batches(register.schema, batches())
    higher = law("demo", 0)
    made = compare(stream, "demo.grain_aid", DAY, before=None, after=higher, by=("village", "program"), rows=1)
    assert sum(reads) == len(HOMES)
    assert made["village"].to_pylist() == ["a", "b", None]
    rows_of_it = compare_batches(register, "demo.grain_aid", DAY, before=None, after=higher, keep=["village"])
    assert rows_of_it.schema.names == [*COLUMNS, "village"]
    assert comparison(rows_of_it, ("village", "program")).equals(made)


def test_progress_is_told_as_by_an_assessment() -> None:
    told: list[Any] = []
    register = households_to_arrow(HOMES)
    compare(register, "demo", DAY, before=None, after=None, rows=2, progress=lambda *done: told.append(done))
    alone: list[Any] = []
    assess_table(register, "demo", DAY, rows=2, progress=lambda *done: alone.append(done))
    assert told == alone
    assert told[-1] == (5, 5)


@pytest.mark.parametrize(
    ("options", "words"),
    [({"law": None}, "takes no 'law'"), ({"columns": ["household"]}, "takes no 'columns'"), ({"kep": ()}, "takes no 'kep'")],
)
def test_an_option_that_a_comparison_does_not_have_is_refused(options: Any, words: str) -> None:
    with pytest.raises(TypeError, match=words):
        compare(households_to_arrow(HOMES), "demo", DAY, before=None, after=None, **options)


def test_a_kept_column_with_a_name_of_the_comparison_is_refused() -> None:
    register = households_to_arrow(HOMES).append_column("change", pa.array([1] * 5))
    with pytest.raises(WelfarekitError, match="a column 'change' of its own"):
        compare_batches(register, "demo", DAY, before=None, after=None, keep=["change"])


def test_a_classification_says_who_moves_from_which_class_to_which() -> None:
    line: Row = {"program": "p", "outcome_before": "eligible", "outcome_after": "eligible", "persons": 1, "change": "unchanged"}
    line |= dict.fromkeys(("amount_before", "amount_after", "difference", "currency", "per"))
    found = pa.Table.from_pylist([{**line, "status_before": "near_poor", "status_after": "poor"}] * 2)
    made = comparison(found, ("status_before", "status_after")).to_pylist()
    assert [(row["status_before"], row["status_after"], row["subjects"], row["cost_after"]) for row in made] == [
        ("near_poor", "poor", 2, None)
    ]
