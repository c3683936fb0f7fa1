"""Tables of households: what columns they may have, in what types and forms, and that a table says what its documents say."""

from __future__ import annotations

import datetime as dt
import pickle
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.adapters.document import as_dict, from_json
from welfarekit.adapters.register.decoding import bounds, flags, numbers, valid
from welfarekit.adapters.register.households import households_to_arrow
from welfarekit.adapters.register.schema import columns_of, table_schema
from welfarekit.adapters.register.source import Register, unnested
from welfarekit.domain.fact import walk
from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import Mismatch, TableMismatch, WelfarekitError
from welfarekit.money import Money
from welfarekit.rules.facts import household, member
from welfarekit.testing import households

ON = dt.date(2031, 1, 1)


def register(table: Any, persons: Any = None, **more: Any) -> Register:
    return Register(table, persons, **{"country": "CN", "on": ON, **more})


def documents(register: Register, rows: int = 100) -> list[dict[str, Any]]:
    return [block.document(row) for block in register.blocks(rows) for row in range(block.size)]


def problems(register: Register) -> list[Any]:
    return [problem for block in register.blocks(100) for found in block.problems.values() for problem in found]


def mismatches(*tables: Any, **more: Any) -> list[Mismatch]:
    with pytest.raises(TableMismatch) as caught:
        register(*tables, **more)
    return list(caught.value.mismatches)


# -- columns --


def test_the_columns_are_the_facts_of_the_domain_and_none_for_what_can_be_none():
    for entity, cls in (("household", Household), ("member", Person)):
        columns = columns_of(entity)
        assert {name for name, _ in walk(cls)} <= set(columns)
        for column in columns.values():
            assert column.says_none == column.name.endswith("_none")
            assert not column.says_none or column.spec.none
    assert "disability_none" in columns_of("member")
    assert "disability.grade_none" not in columns_of("member")
    assert "members" not in columns_of("household")


def test_every_number_has_bounds_below_64_bits():
    for cls in (Household, Person):
        for name, spec in walk(cls):
            if spec.kind in ("money", "count", "number"):
                assert spec.most is not None, name
                assert bounds(spec, spec.places)[1] < 2**62


@pytest.mark.parametrize("money", ["decimal", "minor"])
@pytest.mark.parametrize("country", ["CN", "VN"])
def test_a_table_of_the_schema_fits(money, country):
    nested = table_schema("households", money=money).empty_table()
    flat = [table_schema(what, money=money).empty_table() for what in ("households_flat", "persons")]
    assert list(register(nested, money=money, country=country).blocks(5)) == []
    assert list(register(*flat, money=money, country=country).blocks(5)) == []


def test_a_schema_of_something_else_is_refused():
    with pytest.raises(WelfarekitError, match="households_flat"):
        table_schema("household")


# -- what does not fit --


def test_everything_that_does_not_fit_is_said_at_once():
    found = mismatches(
        pa.table(
            {
                "idd": ["a"],
                "income_month": [1.5],
                "income_per_month": [1.5],
                "relief": [1],
                "area": ["urban"],
                "assets": [{"movable": 5}],
            }
        ),
        pa.table(
            {"household": ["a"], "grade": [1], "birth_date": [dt.datetime(2020, 1, 1)], "disability_none": ["no"], "hiv": [1]}
        ),
    )
    assert {mismatch.column: mismatch.nearest for mismatch in found} == {
        "id": "idd",
        "idd": "id",
        "income_month": "income_per_month",
        "income_per_month": "",
        "relief": "",
        "assets.movable": "",
        "persons.grade": "disability.grade",
        "persons.birth_date": "",
        "persons.disability_none": "",
        "persons.hiv": "",
    }
    said = {mismatch.column: f"{mismatch.expected} | {mismatch.found}" for mismatch in found}
    assert "decimal" in said["income_per_month"]
    assert "| double" in said["income_per_month"]
    assert 'money="minor"' in said["assets.movable"]
    assert "date32; cast it" in said["persons.birth_date"]
    assert "one of dibao" in said["relief"]


def test_the_error_is_a_list_and_survives_pickling():
    with pytest.raises(TableMismatch) as caught:
        register(pa.table({"id": [1], "members": [[{"birth_dat": None, "hiv": 1}]], "x": [1]}))
    error = caught.value
    assert "members.birth_dat: expected a known column" in str(error)
    assert "did you mean 'birth_date'?" in str(error)
    assert pickle.loads(pickle.dumps(error)).mismatches == error.mismatches
    assert [mismatch.column for mismatch in error.mismatches] == ["x", "members.birth_dat", "members.hiv"]


@pytest.mark.parametrize(
    ("tables", "column", "expected"),
    [
        ([{"id": [1]}], "members", "a list of structs, or a second table of persons"),
        ([{"id": [1], "member": [[{"id": 1}]]}], "members", "a list of structs"),
        ([{"id": [1], "members": [1]}], "members", "a list of structs"),
        ([{"id": [1], "members": [[1]]}], "members", "a list of structs"),
        ([{"id": [1], "members": [[{"id": 1}]]}, {"household": [1]}], "members", "no such column beside a table of persons"),
        ([{"id": [1]}, {"houshold": [1]}], "persons.household", "a text or a whole number"),
        ([{"id": [1]}, {"household": ["1"]}], "persons.household", "the type of `id` of the households"),
        ([{"id": [1]}, {"household": [1.0]}], "persons.household", "a text or a whole number"),
        ([{"id": [1.5]}, {"household": [1]}], "id", "a text or a whole number"),
        ([{"members": [[{"id": 1}]]}], "id", "a text or a whole number: the key of the household"),
        ([{"id": [1], "head": ["p"], "members": [[{"id": 1}]]}], "head", "the type of `id` of the members"),
        ([{"id": [1], "members": [[{"guardian": "p"}]]}], "members.guardian", "a whole number: members without `id` count"),
        ([{"id": [1], "assets": [{"dwellings": 1}], "assets.dwellings": [1]}], "assets.dwellings", "one column of this name"),
    ],
)  # fmt: skip
def test_a_form_that_does_not_fit_is_refused(tables, column, expected):
    found = [mismatch for mismatch in mismatches(*map(pa.table, tables)) if mismatch.column == column]
    assert len(found) == 1
    assert found[0].expected.startswith(expected)


@pytest.mark.parametrize(
    ("column", "array", "hint"),
    [
        ("income_per_month", pa.array([1]), 'money="minor"'),
        ("income_per_month", pa.array(["1.00"]), "decimal128(18, 2)"),
        ("income_score", pa.array([1.0]), 'dtype "Int64"'),
        ("income_score", pa.array([Decimal(1)]), "a whole number"),
        ("dwelling.living_area_m2", pa.array([45.5]), "decimal128(18, 2)"),
        ("place", pa.array([430602]), "a text"),
        ("area", pa.array([1]), "one of urban, rural"),
        ("farming", pa.array(["yes"]), "a bool"),
        ("relief_none", pa.array([1]), "a bool: true says there is none"),
    ],
)
def test_a_column_of_another_type_is_refused_with_a_hint(column, array, hint):
    table = pa.table({"id": [1], "members": [[{"id": 1}]], column: array})
    assert [(found.column, hint in found.expected) for found in mismatches(table)] == [(column, True)]


def test_a_key_or_list_that_stands_twice_is_refused():
    members = pa.array([[{"id": 1}]])
    twice = pa.Table.from_arrays([pa.array([1]), members, members], names=["id", "members", "members"])
    assert [(found.column, found.expected) for found in mismatches(twice)] == [("members", "one column of this name")]
    persons = pa.Table.from_arrays([pa.array([1]), pa.array([1])], names=["household", "household"])
    assert [found.column for found in mismatches(pa.table({"id": [1]}), persons)] == ["persons.household"]


def test_money_in_minor_units_is_whole():
    table = pa.table({"id": [1], "members": [[{"id": 1}]], "income_per_month": [Decimal("1.50")]})
    assert "money=decimal" in mismatches(table, money="minor")[0].expected


def test_other_columns_have_to_be_named_and_are_then_not_looked_at():
    table = pa.table(
        {"id": [1], "note": ["x"], "address": [{"street": "y"}], "income_per_month": [1.5], "members": [[{"id": 1, "note": 2}]]}
    )
    assert [found.column for found in mismatches(table)] == ["note", "address.street", "income_per_month", "members.note"]
    named = register(table, other=("note", "address", "income_per_month"))
    assert documents(named) == [{"id": "1", "members": [{"id": "1"}]}]
    assert [found.column for found in mismatches(table, other="any")] == ["income_per_month"]


def test_columns_to_keep_go_along_and_stay_facts():
    table = pa.table(
        {
            "id": [1, 2],
            "area": ["urban", None],
            "office": ["A", "B"],
            "address": [{"no": 1}, {"no": 2}],
            "members": [[{"id": 1}]] * 2,
        }
    )
    blocks = register(table, keep=("office", "area", "address", "address.no"))
    assert blocks.keep_fields == [table.schema.field(name) for name in ("office", "area", "address")] + [
        pa.field("address.no", pa.int64())
    ]
    kept = [{name: array.to_pylist() for name, array in block.kept.items()} for block in blocks.blocks(1)]
    assert kept[1] == {"office": ["B"], "area": [None], "address": [{"no": 2}], "address.no": [2]}
    assert documents(blocks)[0]["area"] == "urban"
    assert [(found.column, found.nearest) for found in mismatches(table, keep=("ofice", "office", "address"))] == [
        ("ofice", "office")
    ]


def test_something_that_is_no_table_is_refused():
    with pytest.raises(WelfarekitError, match="not list"):
        register([{"id": 1}])


def test_the_index_of_a_pandas_frame_is_no_fact():
    table = pa.table({"id": [1], "__index_level_0__": [7], "members": [[{"id": 1}]]})
    assert documents(register(table)) == [{"id": "1", "members": [{"id": "1"}]}]


# -- objects, tables, documents --


def without_empty_parts(document: dict[str, Any]) -> dict[str, Any]:
    def clean(value: Any) -> Any:
        if isinstance(value, list):
            return [clean(item) for item in value]
        return {key: clean(item) for key, item in value.items() if item != {}} if isinstance(value, dict) else value

    return clean(document)


@given(st.data(), st.sampled_from(["CN", "VN"]), st.sampled_from(["nested", "flat"]), st.sampled_from(["decimal", "minor"]))
def test_households_survive_the_way_into_tables_and_out(data, country, form, money):
    drawn = data.draw(st.lists(households(country), min_size=1, max_size=4))
    families = [Household(**{**vars(family), "id": f"hh-{number}"}) for number, family in enumerate(drawn)]
    made = households_to_arrow(families, form=form, money=money)
    tables = (made,) if form == "nested" else made
    read = register(*tables, country=country, money=money)
    assert [from_json(Household, document) for document in documents(read, 2)] == [
        from_json(Household, without_empty_parts(as_dict(family))) for family in families
    ]
    assert problems(read) == []


def test_tables_have_one_currency_and_a_known_form():
    families = [Household(id=c, members=[Person(id="p")], income_per_month=Money(1, c)) for c in ("CNY", "VND")]
    with pytest.raises(WelfarekitError, match="CNY and VND"):
        households_to_arrow(families)
    with pytest.raises(WelfarekitError, match="nested or flat"):
        households_to_arrow([], form="wide")


# -- forms and types --

EXAMPLE = pa.table(
    {
        "id": ["a", "b", "c"],
        "place": ["CN-430602", None, "CN-430602"],
        "area": ["urban", "rural", None],
        "income_per_month": pa.array([Decimal("100.50"), None, Decimal("3.00")], pa.decimal128(18, 2)),
        "farming": [True, None, False],
        "dwelling": pa.array([{"living_area_m2": Decimal("45.5")}, None, {"living_area_m2": None}]),
        "members": pa.array(
            [
                [{"id": "p1", "birth_date": dt.date(1950, 1, 1), "disability": {"grade": 1}, "disability_none": None}],
                [
                    {"id": "p1", "birth_date": None, "disability": None, "disability_none": True},
                    {"id": "p2", "birth_date": dt.date(2000, 2, 29), "disability": {"grade": 4}, "disability_none": False},
                ],
                [{"id": "p1", "birth_date": None, "disability": {"grade": None}, "disability_none": None}],
            ]
        ),
    }
)
DOCUMENTS = [
    {
        "id": "a",
        "place": "CN-430602",
        "area": "urban",
        "income_per_month": "100.50 CNY",
        "farming": True,
        "dwelling": {"living_area_m2": "45.5"},
        "members": [{"id": "p1", "birth_date": "1950-01-01", "disability": {"grade": 1}}],
    },
    {
        "id": "b",
        "area": "rural",
        "members": [{"id": "p1", "disability": None}, {"id": "p2", "birth_date": "2000-02-29", "disability": {"grade": 4}}],
    },
    {"id": "c", "place": "CN-430602", "income_per_month": "3.00 CNY", "farming": False, "members": [{"id": "p1"}]},
]


def flat(nested: pa.Table) -> tuple[pa.Table, pa.Table]:
    """A nested table as two."""
    structs, starts = unnested(nested["members"].combine_chunks())
    keys = nested["id"].combine_chunks().take(pa.array(np.repeat(np.arange(nested.num_rows), np.diff(starts))))
    persons = pa.Table.from_struct_array(structs).append_column("household", keys)
    return nested.drop_columns(["members"]), persons


def retyped(table: pa.Table, kinds: dict[str, pa.DataType]) -> pa.Table:
    for name, kind in kinds.items():
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(kind))
    return table


def viewed(table: pa.Table) -> pa.Table:
    """The members as a list view, in which the lists stand backwards."""
    structs, starts = unnested(table["members"].combine_chunks())
    back = structs.take(pa.array(range(len(structs) - 1, -1, -1)))
    offsets, sizes = len(structs) - starts[1:], np.diff(starts)
    within = np.concatenate([np.arange(o, o + n)[::-1] for o, n in zip(offsets, sizes, strict=True)])
    order = np.empty(len(structs), np.int64)
    order[np.concatenate([np.arange(o, o + n) for o, n in zip(offsets, sizes, strict=True)])] = within
    views = pa.ListViewArray.from_arrays(pa.array(offsets, pa.int32()), pa.array(sizes, pa.int32()), back.take(pa.array(order)))
    return table.set_column(table.schema.get_field_index("members"), "members", views)


FORMS = {
    "nested": lambda t: (t,),
    "flat": flat,
    "flat, by dotted names": lambda t: tuple(table.flatten() for table in flat(t)),
    "a record batch": lambda t: (t.combine_chunks().to_batches()[0],),
    "a stream": lambda t: (t.to_reader(1),),
    "two streams": lambda t: tuple(table.to_reader(1) for table in flat(t)),
    "chunks": lambda t: (pa.concat_tables([t.slice(0, 1), t.slice(1, 0), t.slice(1)]),),
    "a slice of a larger table": lambda t: (pa.concat_tables([t, t, t]).combine_chunks().slice(3, 3),),
    "persons in another order": lambda t: (flat(t)[0], flat(t)[1].take(pa.array([3, 1, 0, 2]))),
    "large lists": lambda t: (retyped(t, {"members": pa.large_list(t.schema.field("members").type.value_type)}),),
    "list views": lambda t: (viewed(t),),
    "large texts": lambda t: (retyped(t, {"id": pa.large_string(), "place": pa.large_string(), "area": pa.large_string()}),),
    "text views": lambda t: (retyped(t, {"id": pa.string_view(), "place": pa.string_view(), "area": pa.string_view()}),),
    "dictionaries": lambda t: (
        retyped(t, {"id": pa.dictionary(pa.int8(), pa.string()), "place": pa.dictionary(pa.int32(), pa.large_string()),
                    "area": pa.dictionary(pa.uint8(), pa.string())}),
    ),
    "wide decimals": lambda t: (retyped(t, {"income_per_month": pa.decimal256(60, 10)}),),
    "narrow decimals": lambda t: (retyped(t, {"income_per_month": pa.decimal64(12, 4)}),),
    "decimals of another scale": lambda t: (retyped(t, {"income_per_month": pa.decimal128(38, 18)}),),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_table_says_the_same(form):
    tables = FORMS[form](EXAMPLE)
    read = register(*tables)
    blocks = list(read.blocks(2))
    found = [block.document(row) for block in blocks for row in range(block.size)]
    if form == "persons in another order":  # the order among the members of a household is that of the table
        assert [[m["id"] for m in d["members"]] for d in found] == [["p1"], ["p1", "p2"], ["p1"]]
    assert found == DOCUMENTS
    assert [block.problems for block in blocks] == [{}] * len(blocks)
    assert [key for block in blocks for key in block.keys.to_pylist()] == ["a", "b", "c"]
    assert {block.keys.type for block in blocks} == {pa.string()} == {read.key_type}
    assert [key for block in blocks for key in block.members_keys.to_pylist()] == ["p1", "p1", "p2", "p1"]
    assert told(blocks, household.income_per_month.node) == [10050, None, 300]
    assert told(blocks, household.dwelling.living_area_m2.node) == [4550, None, None]
    assert told(blocks, household.area.node) == [0, 1, None]
    assert told(blocks, member.disability.grade.node) == [1, "none", 4, None]
    assert told(blocks, member.birth_date.node) == [-7305, None, 11016, None]
    assert [None if str(place) == "UNKNOWN" else str(place) for block in blocks for place in places(block)] == [
        "CN-430602", None, "CN-430602"
    ]  # fmt: skip
    assert [len(block.starts) - 1 for block in blocks] == [block.size for block in blocks]
    assert read.total in (3, None)
    assert read.strays.num_rows == 0


def places(block: Any) -> list[Any]:
    return [block.places[index] for index in block.place_index]


def told(blocks: list[Any], fact: Any) -> list[Any]:
    found: list[Any] = []
    for block in blocks:
        stated = block.stated(fact)
        rows = block.size if fact.entity == "household" else block.people
        for row in range(rows):
            known = stated is not None and (stated.known is None or stated.known[row])
            none = known and stated.none is not None and stated.none[row]
            found.append("none" if none else int(stated.values[row]) if known else None)
    return found


@pytest.mark.parametrize(
    "kind", [pa.int8(), pa.uint8(), pa.int16(), pa.uint16(), pa.int32(), pa.uint32(), pa.int64(), pa.uint64()]
)
def test_whole_numbers_of_any_width_are_read(kind):
    table = pa.table(
        {"id": pa.array([1, 2, 3], kind), "income_score": pa.array([0, None, 127], kind), "members": [[{"id": 1}]] * 3}
    )
    read = register(table)
    assert told(list(read.blocks(3)), household.income_score.node) == [0, None, 127]
    assert read.key_type == (pa.uint64() if kind == pa.uint64() else pa.int64())
    assert next(read.blocks(3)).keys.to_pylist() == [1, 2, 3]


def test_numbers_that_a_signed_type_of_their_width_cannot_hold_stay_what_they_are():
    table = pa.table({"id": [1, 2], "income_score": pa.array([200, 255], pa.uint8()), "members": [[{"id": 1}]] * 2})
    assert told(list(register(table).blocks(2)), household.income_score.node) == [200, 255]
    huge = pa.table(
        {"id": pa.array([2**64 - 1], pa.uint64()), "income_score": pa.array([2**63], pa.uint64()), "members": [[{"id": 1}]]}
    )
    block = next(register(huge).blocks(2))
    assert [problem.code for problem in block.problems[0]] == ["out_of_range"]
    assert block.keys.to_pylist() == [2**64 - 1]
    assert block.stated(household.income_score.node) is None


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        (pa.decimal128(38, 2), "999999999999999999999999999.00", "too_many_digits"),
        (pa.decimal128(38, 2), "-184467440737095516.16", "too_many_digits"),
        (pa.decimal128(38, 2), "184467440737095517.16", "too_many_digits"),
        (pa.decimal256(76, 2), "340282366920938463463374607431768211457.00", "too_many_digits"),
        (pa.decimal128(38, 18), "1.005000000000000000", "too_many_digits"),
        (pa.decimal64(18, 4), "1.0050", "too_many_digits"),
        (pa.decimal64(18, 2), "-0.01", "negative"),
        (pa.decimal128(38, 0), "10000000001", "out_of_range"),
        (pa.decimal128(10, -3), "1000", None),
        (pa.decimal128(38, 0), "10000000000", None),
        (pa.decimal128(38, 18), "1.500000000000000000", None),
        (pa.decimal32(9, 4), "1.5000", None),
    ],
)
def test_decimals_are_exact_or_refused(kind, value, code):
    table = pa.table({"id": [1], "income_per_month": pa.array([Decimal(value)], kind), "members": [[{"id": 1}]]})
    block = next(register(table).blocks(1))
    assert [problem.code for found in block.problems.values() for problem in found] == ([code] if code else [])
    stated = block.stated(household.income_per_month.node)
    assert stated is None if code else stated.values.tolist() == [int(Decimal(value) * 100)]


def test_dong_have_no_smaller_unit_and_zeros_do_no_harm():
    table = pa.table(
        {"id": [1, 2], "income_per_month": pa.array([Decimal("540000.00"), Decimal("0.50")]), "members": [[{"id": 1}]] * 2}
    )
    block = next(register(table, country="VN").blocks(2))
    assert [problem.code for problem in block.problems[1]] == ["too_many_digits"]
    assert told([block], household.income_per_month.node) == [540_000, None]
    assert block.document(0)["income_per_month"] == "540000 VND"


def test_columns_of_nulls_alone_are_not_known():
    table = pa.table(
        {
            "id": [1],
            "area": [None],
            "assets": [None],
            "income_per_month": [None],
            "relief_none": [None],
            "members": [[{"id": None, "guardian": None}]],
        }
    )
    block = next(register(table).blocks(1))
    assert [problem.code for problem in block.problems[0]] == ["missing"]
    assert block.stated(household.area.node) is None
    assert block.stated(household.income_per_month.node) is None


def test_a_dictionary_may_hold_nulls_and_unused_texts():
    area = pa.DictionaryArray.from_arrays(pa.array([0, 1, None, 2]), pa.array([None, "rural", "urban", "nonsense"]))
    table = pa.table({"id": [1, 2, 3, 4], "area": area, "members": [[{"id": 1}]] * 4})
    assert told(list(register(table).blocks(2)), household.area.node) == [None, 1, None, 0]
    assert problems(register(table)) == []


def test_each_chunk_may_have_its_own_dictionary():
    chunks = [pa.array(texts).dictionary_encode() for texts in (["urban", "rural"], ["rural", "urban"], ["rural"])]
    columns = {"id": list(range(5)), "area": pa.chunked_array(chunks), "members": [[{"id": 1}]] * 5}
    for rows in (1, 2, 5):
        assert told(list(register(pa.table(columns)).blocks(rows)), household.area.node) == [0, 1, 1, 0, 1]


def test_lists_that_do_not_begin_at_zero_and_null_lists_with_something_behind_them_are_read_rightly():
    values = pa.array([{"id": number} for number in range(8)])
    lists = pa.ListArray.from_arrays(pa.array([1, 3, 6, 7], pa.int32()), values, mask=pa.array([False, True, False]))
    assert lists.null_count == 1
    structs, starts = unnested(lists)
    assert (structs.field(0).to_pylist(), starts.tolist()) == ([1, 2, 6], [0, 2, 2, 3])
    structs, starts = unnested(pa.ListArray.from_arrays(pa.array([1, 3, 6, 7], pa.int32()), values).slice(1))
    assert (structs.field(0).to_pylist(), starts.tolist()) == ([3, 4, 5, 6], [0, 3, 4])


@given(st.lists(st.booleans() | st.none(), max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_bits_are_read_at_any_offset(values, skip, size):
    array = pa.array(values, pa.bool_()).slice(skip, size)
    known = valid(array)
    known = np.ones(len(array), bool) if known is None else known
    read = [bool(f) if k else None for f, k in zip(flags(array), known, strict=True)]
    assert read == values[skip : skip + size]
    whole = pa.array([None if value is None else int(value) for value in values], pa.int16()).slice(skip, size)
    assert [n for n, k in zip(numbers(whole), known, strict=True) if k] == [
        int(v) for v in values[skip : skip + size] if v is not None
    ]


def test_blocks_share_what_was_decoded():
    table = pa.table({"id": list(range(10)), "income_score": pa.array(range(10), pa.int16()), "members": [[{"id": 1}]] * 10})
    blocks = list(register(table).blocks(4))
    assert [block.size for block in blocks] == [3, 3, 4]
    stated = [block.stated(household.income_score.node).values for block in blocks]
    assert all(np.shares_memory(values, numbers(table["income_score"].chunk(0))) for values in stated)


def test_only_what_is_asked_for_is_decoded():
    table = pa.table({"id": [1], "area": ["urban"], "income_score": [1], "members": [[{"id": 1}]]})
    block = next(register(table).blocks(1))
    block.stated(household.area.node)
    assert {name for _, name in block.window._cells} == {"area", "place"}


def test_small_batches_are_put_together_and_large_ones_are_cut():
    table = pa.table({"id": list(range(10)), "members": [[{"id": 1}]] * 10})
    sizes = [block.size for block in register(pa.concat_tables([table.slice(i, 1) for i in range(10)])).blocks(4)]
    assert sizes == [4, 4, 2]
    assert [block.first_row for block in register(table).blocks(4)] == [0, 3, 6]


def test_income_is_itemised_where_any_member_states_any_of_it():
    wages = pa.array([Decimal(1), None, None, None, None])
    persons = {
        "household": [1, 1, 2, 3, 4],
        "income.wage_per_month": wages,
        "income.pension_per_month_none": [None, None, False, True, None],
    }
    read = register(pa.table({"id": [1, 2, 3, 4]}), pa.table(persons))
    assert told(list(read.blocks(9)), household.itemises_income.node) == [1, 0, 1, 0]
    full = register(pa.table({"id": [1, 2]}), pa.table({"household": [1], "income.wage_per_month": [Decimal(1)]}))
    assert told(list(full.blocks(9)), household.itemises_income.node) == [1, 0]


def frame_of(library: Any, columns: dict[str, Any]) -> Any:
    if library.__name__ != "duckdb":
        return library.DataFrame(columns)
    return library.from_arrow(pa.table(columns))


@pytest.mark.parametrize("name", ["polars", "pandas", "duckdb"])
def test_frames_of_other_libraries_are_tables(name):
    library = pytest.importorskip(name)
    families = {"id": [1, 2], "area": ["urban", None], "income_per_month": [Decimal("1.50"), None]}
    people = {"household": [1, 2], "id": ["p1", "p2"], "birth_date": [dt.date(1950, 1, 1), None], "hiv": [True, False]}
    assert documents(register(frame_of(library, families), frame_of(library, people))) == [
        {"id": "1", "area": "urban", "income_per_month": "1.50 CNY",
         "members": [{"id": "p1", "birth_date": "1950-01-01", "hiv": True}]},
        {"id": "2", "members": [{"id": "p2", "hiv": False}]},
    ]  # fmt: skip
