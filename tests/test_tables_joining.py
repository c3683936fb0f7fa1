"""Households and persons from two tables: in any order, in any pieces, everybody is where the key says, or named as a stray."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from welfarekit.adapters.register import people, runs, source
from welfarekit.adapters.register.fingerprints import Fingerprints, fingerprint
from welfarekit.adapters.register.keys import repeated_keys, rising
from welfarekit.adapters.register.runs import spread, stable_order
from welfarekit.adapters.register.source import Register
from welfarekit.errors import WelfarekitError

ON = dt.date(2026, 1, 1)


def small_pieces(window: int, piece: int) -> ExitStack:
    """Windows and pieces of a few rows, so that few rows are many windows."""
    stack = ExitStack()
    for module, name, size in ((source, "WINDOW", window), (runs, "PIECE", piece), (people, "PIECE", piece)):
        stack.enter_context(patch.object(module, name, size))
    return stack


def chunked(table: pa.Table, size: int) -> pa.Table:
    return pa.Table.from_batches(table.to_batches(max_chunksize=size), table.schema) if size else table


def read(households: Any, persons: Any, rows: int = 3) -> tuple[list[tuple[Any, list[int]]], list[tuple[Any, int]]]:
    """The key of each household with its persons, and the strays."""
    register = Register(households, persons, country="CN", on=ON)
    found = []
    for block in register.blocks(rows):
        assert block.size <= rows
        starts = (block.starts - block.starts[0]).tolist()
        ids = block.members_keys.to_pylist()
        found += [(key, ids[starts[row] : starts[row + 1]]) for row, key in enumerate(block.keys.to_pylist())]
    return found, sorted(zip(*(register.strays[name].to_pylist() for name in ("household", "member")), strict=True), key=str)


def expected(keys: list[Any], owners: list[Any]) -> tuple[list[tuple[Any, list[int]]], list[tuple[Any, int]]]:
    """The same by hand: persons of a key that stands twice belong to the first, those of no key to nobody."""
    first = {key: row for row, key in reversed(list(enumerate(keys))) if key is not None}
    groups: list[list[int]] = [[] for _ in keys]
    strays = []
    for person, owner in enumerate(owners):
        if owner in first:
            groups[first[owner]].append(person)
        else:
            strays.append((owner, person))
    return list(zip(keys, groups, strict=True)), sorted(strays, key=str)


@st.composite
def registers(draw: Any) -> tuple[list[Any], list[Any], pa.DataType]:
    """Keys of households, and of the households of persons."""
    span = draw(st.sampled_from([12, 12, 2**60]))
    number = st.integers(0, 11).map(lambda n: n * (span // 12))
    keys: list[Any] = draw(st.lists(number, max_size=10, unique=draw(st.booleans())))
    owners = [key for key in keys for _ in range(draw(st.integers(0, 3)))] + draw(st.lists(number, max_size=3))
    order = draw(st.sampled_from(["both sorted", "as they come", "persons mixed", "persons in the order of households"]))
    if order == "both sorted":
        keys, owners = sorted(keys), sorted(owners)
    elif order == "persons mixed":
        owners = draw(st.permutations(owners))
    elif order == "persons in the order of households":
        owners = [key for key in dict.fromkeys(keys) for _ in range(draw(st.integers(1, 3)))]
    for mixed in (keys, owners):
        if draw(st.integers(0, 3)) == 0:
            mixed.insert(draw(st.integers(0, len(mixed))), None)
    kind = draw(st.sampled_from([pa.int64(), pa.string()]))
    if kind == pa.string():
        keys, owners = ([None if key is None else f"hh-{key:020}" for key in each] for each in (keys, owners))
    return keys, owners, kind


def tables(keys: list[Any], owners: list[Any], kind: pa.DataType) -> tuple[pa.Table, pa.Table]:
    return (
        pa.table({"id": pa.array(keys, kind)}),
        pa.table({"household": pa.array(owners, kind), "id": pa.array(range(len(owners)), pa.int64())}),
    )


@given(registers(), st.integers(1, 4), st.integers(1, 4), st.integers(0, 3))
def test_tables_in_memory_are_joined_by_key_in_any_order(drawn, window, piece, chunk):
    households, persons = tables(*drawn)
    with small_pieces(window, piece):
        assert read(chunked(households, chunk), chunked(persons, chunk), window) == expected(*drawn[:2])


@given(registers(), st.integers(1, 4), st.integers(1, 4), st.booleans(), st.booleans())
def test_streams_are_joined_by_key_or_refused_but_never_joined_otherwise(drawn, window, piece, one, other):
    households, persons = tables(*drawn)
    given_tables = households.to_reader(2) if one else households, persons.to_reader(2) if other or not one else persons
    refused = None
    with small_pieces(window, piece):
        try:
            found = read(*given_tables, window)
        except WelfarekitError as error:
            refused = error
    event("refused" if refused else "joined")
    if refused:
        assert "not in the order of the households" in str(refused)
    else:
        assert found == expected(*drawn[:2])


@given(registers(), st.integers(1, 4), st.integers(1, 4))
def test_streams_that_both_rise_are_never_refused(drawn, window, piece):
    keys, owners, kind = drawn
    keys, owners = (sorted(key for key in each if key is not None) for each in (keys, owners))
    households, persons = tables(keys, owners, kind)
    with small_pieces(window, piece):
        assert read(households.to_reader(2), persons.to_reader(2), window) == expected(keys, owners)


def test_a_stream_of_persons_in_no_order_is_collected_while_nothing_is_answered():
    keys, owners = [3, 1, 2], [2, 1, 3, 1]
    households, persons = tables(keys, owners, pa.int64())
    with small_pieces(100, 2):
        assert read(households.to_reader(1), persons.to_reader(1)) == expected(keys, owners)


@pytest.mark.parametrize(
    ("keys", "owners"),
    [
        ([1, 2, 3, 4], [1, 2, 3, 1, 4]),
        ([1, 2, 3, 4], [1, 2, 3, 4, 1]),
        ([4, 1, 2, 3], [4, 1, 2, 3, 4]),
        ([1, 2, 4, 3], [1, 2, 3, 4]),
    ],
)
def test_a_person_who_comes_after_the_household_was_answered_is_an_error(keys, owners):
    households, persons = tables(keys, owners, pa.int64())
    with small_pieces(1, 1), pytest.raises(WelfarekitError, match="sort both"):
        read(households.to_reader(1), persons.to_reader(1), 1)


@pytest.mark.parametrize(("keys", "owners"), [([1, 3, 2], [1, 2, 3]), ([1, 3, 4, 2], [1, 2, 3, 4, 2])])
def test_a_stray_that_turns_out_to_have_a_household_later_is_an_error(keys, owners):
    households, persons = tables(keys, owners, pa.int64())
    with small_pieces(2, 1), pytest.raises(WelfarekitError, match="sort both"):
        read(households.to_reader(1), persons.to_reader(1), 2)


def test_persons_in_order_are_not_taken_one_by_one():
    households, persons = tables(list(range(50)), [number // 2 for number in range(100)], pa.int64())
    with (
        patch.object(runs, "TakenRows", side_effect=AssertionError),
        patch.object(runs, "stable_order", side_effect=AssertionError),
    ):
        assert len(read(households, persons)[0]) == 50
        assert len(read(households.to_reader(7), persons.to_reader(9))[0]) == 50


def test_persons_of_a_key_that_stands_twice_belong_to_its_first_row():
    keys, owners = [1, 2, 1], [1, 2, 1]
    assert read(*tables(keys, owners, pa.int64())) == ([(1, [0, 2]), (2, [1]), (1, [])], [])


def test_members_without_ids_are_strays_without_a_number():
    register = Register(pa.table({"id": ["a"]}), pa.table({"household": ["a", "b", None]}), country="CN", on=ON)
    assert [block.people for block in register.blocks(5)] == [1]
    assert register.strays.to_pylist() == [{"household": "b", "member": None}, {"household": None, "member": None}]


def test_no_households_leave_everybody_a_stray():
    households, persons = tables([], [1, 2], pa.int64())
    for given_tables in ((households, persons), (households.to_reader(), persons.to_reader())):
        assert read(*given_tables) == ([], [(1, 0), (2, 1)])


def test_keys_of_other_widths_and_kinds_of_text_are_the_same_keys():
    for one, other in (
        (pa.int8(), pa.int64()),
        (pa.string(), pa.large_string()),
        (pa.string(), pa.dictionary(pa.int8(), pa.string())),
    ):
        keys = [1, 2] if pa.types.is_integer(one) else ["1", "2"]
        households = pa.table({"id": pa.array(keys, one)})
        persons = pa.table({"household": pa.array([keys[1], keys[0]], other), "id": [0, 1]})
        assert read(households, persons)[0] == [(keys[0], [1]), (keys[1], [0])]


# -- the parts --


@given(st.lists(st.integers(0, 2**47), max_size=60))
def test_numbers_are_put_in_a_stable_order(values):
    array = np.array([*values, *values], dtype=np.int64)
    assert stable_order(array).tolist() == np.argsort(array, kind="stable").tolist()


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 4)), max_size=9))
def test_stretches_are_spread_one_after_the_other(stretches):
    starts, lengths = (np.array([pair[i] for pair in stretches], dtype=np.int64) for i in (0, 1))
    assert spread(starts, lengths).tolist() == [start + step for start, length in stretches for step in range(length)]


@given(st.lists(st.text(max_size=20) | st.text("ab", max_size=3), max_size=40))
def test_fingerprints_are_equal_where_texts_are(texts):
    for kind in (pa.string(), pa.large_string()):
        prints = fingerprint(pa.concat_arrays([pa.array(["x"], kind), pa.array(texts, kind)]).slice(1))
        assert len(set(prints.tolist())) == len(set(texts))
        assert dict(zip(texts, prints.tolist(), strict=True)) == dict(reversed(list(zip(texts, prints.tolist(), strict=True))))


@given(st.lists(st.lists(st.integers(-9, 9), max_size=9), max_size=9), st.booleans())
def test_keys_that_were_met_are_known_again(batches, texts):
    seen, met = Fingerprints(), set[int]()
    for batch in batches:
        known = [key in met or key in batch[:at] for at, key in enumerate(batch)]
        met |= set(batch)
        keys = pa.array([f"k{key}" for key in batch], pa.string()) if texts else pa.array(batch, pa.int64())
        assert seen.met(keys).tolist() == known
    assert not seen.has(pa.array(["k10"] if texts else [10])).any()


@given(st.lists(st.integers(0, 9) | st.none(), max_size=12), st.integers(1, 4), st.booleans())
def test_keys_that_stand_twice_in_a_table_are_named(keys, chunk, texts):
    column = pa.array([None if key is None else f"k{key}" for key in keys], pa.string()) if texts else pa.array(keys, pa.int64())
    found = repeated_keys(chunked(pa.table({"id": column}), chunk), (0,))
    twice = {key for key in column.to_pylist() if key is not None and column.to_pylist().count(key) > 1}
    assert set(found.to_pylist() if found is not None else []) == twice


@given(st.lists(st.integers(0, 5) | st.none(), max_size=5))
def test_rising_keys_are_seen(keys):
    whole = None not in keys
    for column in (pa.array(keys, pa.int64()), pa.array([None if key is None else str(key) for key in keys], pa.string())):
        assert rising(column) == (whole and keys == sorted(set(keys)))
        assert rising(column, strictly=False) == (whole and keys == sorted(keys))
