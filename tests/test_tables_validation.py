"""What cannot be in a row: the columns say it of whole tables, and the JSON reader of one document; both mean the same."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.adapters.columnar.objects import Objects
from welfarekit.adapters.document import from_json
from welfarekit.adapters.register.schema import columns_of
from welfarekit.adapters.register.source import Register
from welfarekit.adapters.register.validation import problems_of
from welfarekit.domain.household import Household
from welfarekit.errors import InvalidFacts
from welfarekit.rules import facts as rule_facts
from welfarekit.rules.node import Fact
from welfarekit.rules.term import Term

ON = dt.date(2026, 3, 31)


def facts_below(holder: Any) -> list[Fact]:
    """Every fact that rules may name below ``household`` or ``member``."""
    found = []
    for name in dir(holder):
        value = getattr(holder, name)
        if isinstance(value, Term):
            found += [value.node] if isinstance(value.node, Fact) else []
        elif not name.startswith("_"):
            found += facts_below(value)
    return found


FACTS = facts_below(rule_facts.household) + facts_below(rule_facts.member)


def test_every_fact_that_rules_may_name_is_a_column_or_derived():
    named = {("household" if f.entity == "household" else "member", ".".join(f.path)) for f in FACTS}
    columns = {(entity, name) for entity in ("household", "member") for name, c in columns_of(entity).items() if c.spec.is_fact}
    assert named - columns == {("household", "itemises_income")}
    assert {key for key in columns if not key[1].endswith("_none")} <= named


# -- tables with faults --

TEXTS = {"id": ["1", "2", "p3"], "head": ["1", "2"], "guardian": ["1", "2", "p3"]}
NUMBERS = {"id": [1, 2, 3], "head": [1, 2], "guardian": [1, 2, 3]}


def good_values(column: Any, keys: dict[str, list[Any]]) -> list[Any]:
    spec = column.spec
    if column.says_none:
        return [False, True]
    if column.name in keys:
        return keys[column.name]
    return {
        "flag": [True, False],
        "money": [Decimal("0"), Decimal("735.50"), Decimal("1200")],
        "count": [spec.least, 1, spec.most or 1],
        "number": [Decimal("45.5"), Decimal("0"), Decimal(100_000)],
        "day": [dt.date(1950, 1, 1), dt.date(2020, 2, 29), ON],
        "choice": [*spec.choices[:3], *(["none"] if spec.none else [])],
        "place": ["CN-430602", "CN", "CN-110000"],
        "text": ["Li Ming"],
    }[spec.kind]


def odd_values(column: Any, keys: dict[str, list[Any]]) -> list[Any]:
    spec = column.spec
    if column.says_none:
        return [True]
    if column.name in keys:
        return ["", "nobody"] if isinstance(keys[column.name][0], str) else [0, 9, -1]
    most = spec.most or 0
    return {
        "flag": [True],
        "money": [Decimal("-0.01"), Decimal(most).scaleb(-2), Decimal(most + 1).scaleb(-2), Decimal("0.005"), Decimal(10**20)],
        "count": [spec.least - 1, most, most + 1, 2**40],
        "number": [Decimal("-0.01"), Decimal(most), Decimal(most) + Decimal("0.01"), Decimal("1.005"), Decimal("1.0100")],
        "day": [dt.date(1849, 12, 31), dt.date(1850, 1, 1), dt.date(2199, 12, 31), dt.date(2200, 1, 1), ON + dt.timedelta(1)],
        "choice": ["none", "", "urbn"],
        "place": ["CN-999999", "", "VN-91", "nowhere"],
        "text": [""],
    }[spec.kind]


def arrow_type(column: Any, keys: dict[str, list[Any]], plain: bool) -> pa.DataType:
    if column.says_none or column.spec.kind == "flag":
        return pa.bool_()
    if column.name in keys:
        return pa.string() if isinstance(keys[column.name][0], str) else pa.int32()
    kinds = {"money": pa.decimal128(30, 3), "count": pa.int64(), "number": pa.decimal128(24, 4), "day": pa.date32()}
    text = pa.string() if plain else pa.dictionary(pa.int16(), pa.large_string())
    return kinds.get(column.spec.kind, text)


def some_columns(draw: Any, entity: Any) -> list[Any]:
    chosen = draw(st.sets(st.sampled_from([n for n in columns_of(entity) if n != "id"]), max_size=9))
    awkward = {"household": {"place"}, "member": {"disability.certified_on", "birth_date", "guardian"}}[entity]
    chosen |= draw(st.sets(st.sampled_from(sorted(awkward))))
    return [columns_of(entity)["id"], *(columns_of(entity)[name] for name in sorted(chosen))]


@st.composite
def tables(draw: Any) -> tuple[pa.Table, pa.Table | None]:
    """A register, nested or flat, of which most cells are right, some odd and some null."""
    keys = draw(st.sampled_from([TEXTS, NUMBERS]))
    columns = {entity: some_columns(draw, entity) for entity in ("household", "member")}
    plain = draw(st.booleans())
    odds = draw(st.sampled_from([0, 0, 1, 3]))

    def row(entity: str, position: int) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for column in columns[entity]:
            usual = [None, *good_values(column, keys)] * 3
            cells[column.name] = draw(st.sampled_from(usual + odd_values(column, keys) * odds))
        if not odds or draw(st.integers(0, 9)):
            cells["id"] = keys["id"][position % 3]
        return cells

    sizes = draw(st.lists(st.sampled_from([1, 1, 2, 2, 3, 0] if odds else [1, 2, 3]), min_size=1, max_size=5))
    households = [row("household", 0) | {"id": number} for number in range(len(sizes))]
    members = [[row("member", position) for position in range(size)] for size in sizes]

    def schema(entity: str) -> list[pa.Field]:
        return [pa.field(column.name, arrow_type(column, keys, plain)) for column in columns[entity]]

    top = [pa.field("id", pa.int64()), *schema("household")[1:]]
    if draw(st.booleans()):
        rows = [facts | {"members": people} for facts, people in zip(households, members, strict=True)]
        return pa.Table.from_pylist(rows, pa.schema([*top, ("members", pa.list_(pa.struct(schema("member"))))])), None
    people = [{"household": number, **person} for number, group in enumerate(members) for person in group]
    return (
        pa.Table.from_pylist(households, pa.schema(top)),
        pa.Table.from_pylist(people, pa.schema([("household", pa.int64()), *schema("member")])),
    )


@pytest.mark.parametrize("keys", [TEXTS, NUMBERS], ids=["texts", "numbers"])
@pytest.mark.parametrize("entity", ["household", "member"])
def test_every_column_by_itself_refuses_what_the_reader_refuses(entity, keys):
    for column in columns_of(entity).values():
        if column.name == "id":
            continue
        values = [*good_values(column, keys), *odd_values(column, keys), None]
        cells = pa.array(values, arrow_type(column, keys, plain=False))
        table = pa.table({"id": range(len(values))} | ({column.name: cells} if entity == "household" else {}))
        persons = pa.table({"household": table["id"], "id": [keys["id"][0]] * len(values)})
        if entity == "member":
            persons = persons.append_column(column.name, cells)
        (block,) = Register(table, persons, country="CN", on=ON).blocks(100)
        read = {row: tuple(problems_of(block.window, row)) for row in range(block.size)}
        assert block.problems == {row: problems for row, problems in read.items() if problems}, column.name
        if column.spec.is_fact and not column.says_none and column.spec.kind != "flag":
            assert block.problems, column.name
            assert len(block.problems) < len(values) - 1, column.name


@given(tables(), st.integers(1, 6))
def test_a_row_is_refused_exactly_if_the_reader_refuses_its_document(given_tables, rows):
    register = Register(*given_tables, country="CN", on=ON)
    for block in register.blocks(rows):
        for row in range(block.size):
            read = tuple(problems_of(block.window, block.first + row))
            assert block.problems.get(row, ()) == read
            if not read:
                household = from_json(Household, block.document(row))
                assert household.problems_on(ON) == []


@given(tables(), st.integers(1, 6))
def test_the_facts_of_a_row_without_problems_are_those_of_its_document(given_tables, rows):
    for block in Register(*given_tables, country="CN", on=ON).blocks(rows):
        fine = [row for row in range(block.size) if row not in block.problems]
        objects = Objects([from_json(Household, block.document(row)) for row in fine])
        people = [m for row in fine for m in range(int(block.starts[row]), int(block.starts[row + 1]))]
        for fact in FACTS:
            at = np.array(fine if fact.entity == "household" else [m - int(block.starts[0]) for m in people], dtype=int)
            assert told(block.stated(fact), at) == told(objects.stated(fact), np.arange(len(at))), fact.key
        assert [block.places[i] for i in block.place_index[fine]] == [objects.places[i] for i in objects.place_index]
        assert guardians(block, fine) == guardians(objects, range(len(fine)))


def told(stated: Any, at: Any) -> list[Any]:
    """What is stated of each row: a number, "none", or "not known"."""
    if stated is None:
        return ["not known"] * len(at)
    known = np.ones(len(stated.values), bool) if stated.known is None else stated.known
    none = np.zeros(len(stated.values), bool) if stated.none is None else stated.none
    return [("none" if none[i] else int(stated.values[i])) if known[i] else "not known" for i in at]


def guardians(block: Any, rows: Any) -> list[Any]:
    """For each member the position of the guardian in the household."""
    found, starts = block.guardians(), block.starts - block.starts[0]
    return [
        [int(g) - int(starts[row]) if g >= 0 else int(g) for g in found[int(starts[row]) : int(starts[row + 1])]] for row in rows
    ]


# -- one fault at a time --


def register(households: dict[str, Any], persons: dict[str, Any] | None = None, **more: Any) -> Register:
    nested = persons is None and "members" not in households
    if nested:
        households = households | {"members": [[{"id": "1"}]] * len(next(iter(households.values())))}
    return Register(pa.table(households), None if persons is None else pa.table(persons), **{"country": "CN", "on": ON, **more})


def codes(register: Register) -> list[list[str]]:
    return [
        [problem.code for problem in block.problems.get(row, ())] for block in register.blocks(10) for row in range(block.size)
    ]


def test_problems_have_the_words_of_the_json_reader():
    block = next(register({"id": ["a"], "relief": ["dibo"], "income_score": [20_000]}).blocks(5))
    with pytest.raises(InvalidFacts) as caught:
        from_json(Household, {"id": "a", "relief": "dibo", "income_score": 20_000, "members": [{"id": "1"}]})
    assert block.problems == {0: caught.value.problems}
    assert block.problems[0][0].hint == "did you mean 'dibao'?"


def test_a_value_that_is_said_not_to_exist_is_a_problem_of_the_row():
    table = {"id": [1, 2, 3], "relief": ["dibao", None, "none"], "relief_none": [True, True, True]}
    assert codes(register(table)) == [["none_and_value"], [], []]
    persons = {"household": [1, 2], "disability.grade": pa.array([1, None]), "disability_none": [True, True]}
    assert codes(register({"id": [1, 2]}, persons)) == [["none_and_value"], []]


def test_keys_that_are_missing_or_stand_twice_are_problems_of_their_rows():
    persons = {"household": [1, 1, 2, 4]}
    assert codes(register({"id": pa.array([1, 2, 1, None, 4])}, persons)) == [
        ["duplicate_household"],
        [],
        ["duplicate_household", "no_members"],
        ["no_id", "no_members"],
        [],
    ]


def test_in_a_stream_a_key_is_refused_from_its_second_row_on():
    texts = pa.table({"id": ["b", "c", "b", "a", "c", "long key " * 9, "long key " * 9], "members": [[{"id": 1}]] * 7})
    assert codes(Register(texts.to_reader(2), country="CN", on=ON)) == [
        [], [], ["duplicate_household"], [], ["duplicate_household"], [], ["duplicate_household"]
    ]  # fmt: skip


def test_households_without_members_are_refused_also_where_the_list_is_null():
    table = pa.table({"id": [1, 2, 3], "members": pa.array([[], None, [{"id": 1}]])})
    assert codes(Register(table, country="CN", on=ON)) == [["no_members"], ["no_members"], []]


def test_a_null_in_place_of_a_member_is_refused():
    table = pa.table({"id": [1, 2], "members": pa.array([[{"id": 1}, None], [{"id": 1}]])})
    assert codes(Register(table, country="CN", on=ON)) == [["wrong_type"], []]
    numbered = pa.table({"id": [1, 2], "members": pa.array([[{"hiv": True}, None], [{"hiv": None}]])})
    assert codes(Register(numbered, country="CN", on=ON)) == [["wrong_type"], []]


def test_a_place_of_another_country_is_refused_and_amounts_stay_in_the_currency_of_the_program():
    money = pa.array([Decimal("1.50"), Decimal("1.50")])
    assert codes(register({"id": [1, 2], "place": ["VN-91", "CN"], "income_per_month": money})) == [["foreign_place"], []]


MONEY = pa.decimal128(18, 2)
WHOLE_AND_PARTS = {
    "income_per_month": (MONEY, Decimal(1), "income.wage_per_month", MONEY, Decimal(2)),
    "property_within_rule": (pa.bool_(), True, "assets.vehicles", pa.int8(), 0),
    "income_score": (pa.int16(), 120, "income_per_month", MONEY, Decimal(1)),
    "income_score ": (pa.int16(), 120, "income.pension_per_month", MONEY, Decimal(2)),
    "income_score  ": (pa.int16(), 120, "income.pension_per_month_none", pa.bool_(), True),
    "deprivation_score": (pa.int16(), 10, "deprivation.nutrition", pa.bool_(), False),
    "dwelling.living_area_m2": (MONEY, Decimal(30), "deprivation.housing_area", pa.bool_(), False),
}


@pytest.mark.parametrize("known_everywhere", [False, True])
@pytest.mark.parametrize("name", WHOLE_AND_PARTS)
def test_what_is_stated_as_a_whole_and_in_its_parts_is_refused(name, known_everywhere):
    kind, value, part, part_kind, part_value = WHOLE_AND_PARTS[name]
    wholes, parts = [value, None, value, None], [part_value, part_value, None, None]
    if known_everywhere:
        wholes, parts = [value] * 2, [part_value] * 2
    columns = {"id": range(len(wholes)), name.strip(): pa.array(wholes, kind)}
    persons = {"household": range(len(wholes))}
    (persons if part.startswith("income.") else columns)[part] = pa.array(parts, part_kind)
    expected = [["stated_twice"]] * 2 if known_everywhere else [["stated_twice"], [], [], []]
    assert codes(register(columns, persons)) == expected


DAY = dt.date(2000, 1, 1)
BEFORE, AFTER = DAY - dt.timedelta(1), DAY + dt.timedelta(1)


@pytest.mark.parametrize(
    ("born", "start", "end", "code"),
    [
        (DAY, DAY, DAY, None),
        (None, DAY, BEFORE, "ends_before_start"),
        (None, None, BEFORE, None),
        (DAY, BEFORE, None, "before_birth"),
        (DAY, AFTER, AFTER, None),
        (AFTER, None, BEFORE, None),
        (ON, None, None, None),
        (ON + dt.timedelta(1), None, None, "born_after_day"),
    ],
)
def test_days_in_the_wrong_order_are_refused(born, start, end, code):
    def days(day: dt.date | None) -> pa.Array:
        return pa.array([day, None], pa.date32())

    names = ("birth_date", "disability.certified_on", "disability.expires_on")
    persons = {"household": [1, 2]} | dict(zip(names, map(days, (born, start, end)), strict=True))
    assert codes(register({"id": [1, 2]}, persons)) == [[code] if code else [], []]


def test_ids_that_stand_twice_in_a_household_are_found_in_any_order_and_size():
    large = list(range(1000, 0, -1))
    members = [[3, 1, 3], [3, 1, 2], [*large, 990], large, [1], [1]]
    table = {"id": list(range(6)), "members": [[{"id": i} for i in ids] for ids in members]}
    texts = {"id": list(range(6)), "members": [[{"id": f"p{i}"} for i in ids] for ids in members]}
    for one in (table, texts):
        assert codes(register(one)) == [["duplicate_id"], [], ["duplicate_id"], [], [], []]


def test_guardians_and_heads_are_found_in_large_households():
    people = [{"id": f"p{i}", "guardian": f"p{(i + 500) % 1000}" if i else "p1000"} for i in range(1000)]
    table = {"id": ["a", "b"], "head": ["p999", "p1"], "members": [people, [{"id": "p0", "guardian": "p0"}]]}
    blocks = register(table)
    assert codes(blocks) == [["no_such_member"], ["own_guardian", "no_such_member"]]
    assert next(blocks.blocks(5)).guardians()[[1, 600, 1000]].tolist() == [501, 100, 1000]


def test_members_without_ids_count_from_one():
    persons = {"household": [1, 1, 2], "guardian": pa.array([2, None, 3])}
    blocks = register({"id": [1, 2], "head": [2, 1]}, persons)
    assert codes(blocks) == [[], ["no_such_member"]]
    block = next(blocks.blocks(5))
    assert [member["id"] for member in block.document(0)["members"]] == ["1", "2"]
    assert block.guardians().tolist() == [1, -2, -2]
    assert block.members_keys is None


def test_guardians_are_rows_of_the_block():
    pair = [{"id": 1, "guardian": 2}, {"id": 2, "guardian": None}]
    blocks = list(register({"id": [1, 2, 3], "members": [pair, [*pair[:1], {"id": 2, "guardian": 1}], pair]}).blocks(1))
    assert [block.guardians().tolist() for block in blocks] == [[1, -2], [1, 0], [1, -2]]
    nobody = [{"id": 1, "guardian": None, "guardian_none": True}, {"id": 2, "guardian": None, "guardian_none": False}]
    assert next(register({"id": [1], "members": [nobody]}).blocks(1)).guardians().tolist() == [-1, -2]


def broken(texts: list[bytes]) -> pa.Array:
    """Texts that are no UTF-8."""
    offsets = np.cumsum([0, *map(len, texts)]).astype(np.int32)
    return pa.Array.from_buffers(pa.string(), len(texts), [None, pa.py_buffer(offsets), pa.py_buffer(b"".join(texts))])


def test_bytes_that_are_no_text_are_problems_of_their_rows():
    texts = [b"\xff\xfe", b"urban"]
    table = {"id": broken([b"a", b"\xfe"]), "area": broken(texts), "place": broken([b"\xff", b"CN"])}
    assert codes(register(table)) == [["not_one_of", "bad_place"], ["not_text"]]
    persons = {"household": broken([b"a", b"\xfe"]), "id": broken([b"\xff", b"p"]), "name": broken([b"Li", b"\xff"])}
    blocks = register({"id": broken([b"a", b"\xfe"])}, persons)
    assert codes(blocks) == [["not_text"], ["not_text", "not_text"]]
    assert next(blocks.blocks(5)).keys.to_pylist() == ["a", "?"]


def test_names_and_numbers_of_persons_are_masked():
    persons = {"household": [1], "id": ["430602199001011234"], "name": [""], "guardian": ["430602199001011299"]}
    shown = str([block.problems for block in register({"id": [1]}, persons).blocks(5)])
    assert "no_such_member" in shown
    assert "4306" not in shown
