"""A register in parts, on as many machines as one likes, comes out as it does in one piece. Nothing here needs Spark."""

from __future__ import annotations

import datetime as dt
import pickle
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

import population
from welfarekit.adapters.arrow import assess_table
from welfarekit.adapters.register import parts
from welfarekit.adapters.register.parts import HOMES, PEOPLE, TWICE, Grouped, Nested, Question
from welfarekit.domain.household import Household
from welfarekit.domain.index_month import IndexMonth
from welfarekit.money import Rate
from welfarekit.rules.determine import determine, program, program_keys
from welfarekit.rules.lawbook import Lawbook
from welfarekit.testing import households

FAULTS = 0.03
OPTIONS: dict[str, Any] = {"keep": ["row"], "other": ["note"]}
BOOKS = [program(key) for key in population.PROGRAMS]
QUESTION = Question.of(BOOKS, population.DAY, OPTIONS)


def plain(schema: pa.Schema) -> pa.Schema:
    kinds = [each.type.value_type if pa.types.is_dictionary(each.type) else each.type for each in schema]
    return pa.schema([pa.field(each.name, kind) for each, kind in zip(schema, kinds, strict=True)])


def carried(part: Any) -> Any:
    """As on another machine."""
    return pickle.loads(pickle.dumps(part))


def pieces(table: pa.Table, cuts: list[int]) -> list[list[pa.RecordBatch]]:
    """The rows in parts of a few batches each."""
    edges = sorted({0, table.num_rows, *(cut % (table.num_rows + 1) for cut in cuts)})
    return [table.slice(first, last - first).to_batches(max_chunksize=100) for first, last in pairwise(edges)]


def answered(part: Any, given: list[list[pa.RecordBatch]]) -> pa.Table:
    found = [batch for batches in given for batch in carried(part)(iter(batches))]
    for batch in found:
        batch.validate(full=True)
        assert batch.schema == part.schema
    return pa.Table.from_batches(found, schema=part.schema)


cuts = st.lists(st.integers(0, 10_000), max_size=4)


@settings(max_examples=8)
@given(cuts, st.integers(0, 3))
def test_a_nested_register_in_parts_is_answered_as_in_one_piece(cuts: list[int], seed: int) -> None:
    table = population.nested(300, seed, FAULTS)
    whole = assess_table(table, population.PROGRAMS, population.DAY, **OPTIONS)
    ids = table.column("id").to_pylist()
    twice = pa.array([key is not None and ids.count(key) > 1 for key in ids])
    marked = population.shuffled(table.append_column(TWICE, twice), seed)
    part = Nested(QUESTION, plain(whole.schema), tuple(marked.column_names))
    numbered = marked.rename_columns([f"c{at}" for at in range(marked.num_columns)])
    assert population.differences(whole, answered(part, pieces(numbered, cuts))) == []


def grouped(homes: pa.Table, persons: pa.Table) -> pa.Table:
    """All with one key in one row, in the order of the tables."""
    keys = list(dict.fromkeys([*homes.column("id").to_pylist(), *persons.column("household").to_pylist()]))
    columns = []
    for table, key in ((homes, "id"), (persons, "household")):
        arrays = [column.combine_chunks() for column in table.cast(plain(table.schema)).columns]
        structs = pa.StructArray.from_arrays(arrays, table.column_names)
        where: dict[Any, list[int]] = {one: [] for one in keys}
        for row, one in enumerate(table.column(key).to_pylist()):
            where[one].append(row)
        starts = np.cumsum([0, *(len(where[one]) for one in keys)])
        order = pa.array([row for one in keys for row in where[one]], pa.int64())
        columns.append(pa.ListArray.from_arrays(pa.array(starts, pa.int32()), structs.take(order)))
    return pa.table(columns, names=[HOMES, PEOPLE])


@settings(max_examples=8)
@given(cuts, st.integers(0, 3))
def test_a_flat_register_in_parts_is_answered_as_in_one_piece(cuts: list[int], seed: int) -> None:
    homes, persons = population.flat(300, seed, FAULTS)
    whole = assess_table(homes, population.PROGRAMS, population.DAY, persons=persons, **OPTIONS)
    errors = set(whole.column("error").to_pylist())
    assert {"duplicate_household", "no_such_household", "no_id", "no_members", "duplicate_id", "not_one_of"} <= errors
    part = Grouped(QUESTION, plain(whole.schema))
    table = population.shuffled(grouped(homes, persons), seed)
    assert population.differences(whole, answered(part, pieces(table, cuts))) == []


def test_the_first_answers_come_before_the_last_households(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "ROWS", 100)
    homes, persons = population.flat(1_000)
    schema = assess_table(homes.slice(0, 0), population.PROGRAMS, population.DAY, persons=persons.slice(0, 0), **OPTIONS).schema
    coming = iter(grouped(homes, persons).to_batches(max_chunksize=50))
    assert next(Grouped(QUESTION, plain(schema))(coming)).num_rows >= 100
    assert len(list(coming)) == 18


def test_differences_of_results_are_seen() -> None:
    table = population.nested(40)
    result = assess_table(table, population.PROGRAMS, population.DAY, **OPTIONS)
    assert population.differences(result, population.shuffled(result)) == []
    assert population.differences(result, result.slice(1)) == [f"{len(result)} rows and {len(result) - 1}"]
    other = assess_table(table, population.PROGRAMS, dt.date(2024, 9, 1), **OPTIONS)
    assert "amount" in population.differences(result, other)
    assert population.differences(result, result.drop_columns(["missing"]))[0].startswith("the schemas")


# -- what is sent --


def test_shipped_programs_are_sent_as_their_keys() -> None:
    question = Question.of([program(key) for key in program_keys()], population.DAY, {})
    assert question.programs == program_keys()
    assert len(pickle.dumps(question)) < 1_000


@pytest.mark.parametrize("key", [*program_keys(), "demo.grain_aid"])
@settings(max_examples=10)
@given(data=st.data())
def test_a_rulebook_that_was_sent_answers_as_it_did(key: str, data: st.DataObject) -> None:
    book = program(key)
    sent = carried(evolve(book, title="another"))  # so that it is not taken for the shipped one
    assert sent is not book
    home = data.draw(households(book.country))
    on = dt.date(2025, 10, 1)
    try:
        expected = determine(book, home, on)
    except Exception as error:
        with pytest.raises(type(error)):
            determine(sent, home, on)
        return
    found = determine(sent, home, on)
    for name in ("outcome", "amount", "span", "needs", "status"):
        assert getattr(found, name) == getattr(expected, name)


def test_law_is_sent_as_what_was_laid_on_the_shipped() -> None:
    assert carried(Lawbook.default()) is Lawbook.default()
    reform = Lawbook.default().amended("demo.grain_aid", "line_per_month", "150.00", start=dt.date(2026, 1, 1))
    determine_once(reform)
    sent = carried(reform)
    assert sent.extra == reform.extra
    assert sent.plans == {}
    assert determine_once(sent).amount == determine_once(reform).amount != determine_once(Lawbook.default()).amount


def determine_once(law: Lawbook) -> Any:
    home = Household.from_json({
        "id": "hh-1", "place": "XD-12", "area": "rural", "income_per_month": "90.00 CNY", "property_within_rule": True,
        "relief": None,
        "members": [{"id": "p1", "absence": None, "guardian": None, "birth_date": "1990-05-01", "disability": None}],
    })  # fmt: skip
    return determine("demo.grain_aid", home, dt.date(2026, 2, 1), law=law)


def test_facts_about_a_month_are_sent_whole() -> None:
    month = IndexMonth(month=dt.date(2025, 9, 1), cpi=Rate("3.6%"))
    assert carried(month) == month
