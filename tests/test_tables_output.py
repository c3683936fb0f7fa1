"""A register assessed in Python: every column says what the determination says, and what is wrong stands beside its row."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

pa = pytest.importorskip("pyarrow")
np = pytest.importorskip("numpy")

from welfarekit.adapters.arrow import assess_batches, assess_table, households_to_arrow, result_schema  # noqa: E402  # after the skip
from welfarekit.adapters.register import assess, buffers  # noqa: E402
from welfarekit.adapters.register.asked import asked, rulebooks_of  # noqa: E402
from welfarekit.adapters.register.faults import CODES  # noqa: E402
from welfarekit.adapters.register.result import COLUMNS  # noqa: E402
from welfarekit.domain.checking import Facts  # noqa: E402
from welfarekit.domain.household import Household  # noqa: E402
from welfarekit.domain.index_month import IndexMonth  # noqa: E402
from welfarekit.domain.person import Person  # noqa: E402
from welfarekit.errors import InvalidFacts, NotInForce, TableMismatch, WelfarekitError  # noqa: E402
from welfarekit.money import Money  # noqa: E402
from welfarekit.rules.deciding import deciding  # noqa: E402
from welfarekit.rules.determine import determine, program, program_keys  # noqa: E402
from welfarekit.testing import households  # noqa: E402
from welfarekit.truth import UNKNOWN  # noqa: E402

ROOT = Path(__file__).parents[1]


# -- Arrow from numpy --

numbers = st.lists(st.integers(-(2**62), 2**62), min_size=1, max_size=40)


@given(numbers, st.data())
def test_whole_numbers_become_decimals_with_the_digits_behind_the_point(values: list[int], data: st.DataObject) -> None:
    valid = data.draw(st.none() | st.lists(st.booleans(), min_size=len(values), max_size=len(values)).map(np.array))
    made = buffers.decimals(pa.decimal128(25, 2), np.array(values), valid)
    made.validate(full=True)
    shown = [True] * len(values) if valid is None else valid.tolist()
    found = [None if one is None else int(one.scaleb(2)) for one in made.to_pylist()]
    assert found == [value if there else None for value, there in zip(values, shown, strict=True)]


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=3), min_size=1))
def test_lists_follow_each_other(rows: list[list[str]]) -> None:
    starts = np.cumsum([0, *map(len, rows)])
    made = buffers.lists(starts, pa.array([word for row in rows for word in row], pa.string()))
    made.validate(full=True)
    assert made.to_pylist() == rows


def test_words_keep_their_place_and_new_ones_come_at_the_end() -> None:
    words = buffers.Words(["a", "b", "a"])
    assert (words.array.to_pylist(), words.position("c"), words.position("a")) == (["a", "b"], 2, 0)
    assert words.array.to_pylist() == ["a", "b", "c"]
    assert words[1] == "b"


def test_numbers_of_the_same_width_are_not_copied() -> None:
    values = np.arange(5, dtype=np.int64)
    assert buffers.numbers(pa.int64(), values).buffers()[1].address == values.ctypes.data


# -- the schema --


def test_the_schema_has_every_column_in_its_order_and_the_digits_of_the_currency() -> None:
    schema = result_schema("cn", keep=[pa.field("town", pa.string())])
    assert schema.names == [*COLUMNS, "town"]
    assert [schema.field(name).type for name in ("amount", "lowest", "highest")] == [pa.decimal128(18, 2)] * 3
    assert result_schema("vn").field("amount").type == pa.decimal128(18, 0)
    assert result_schema("vn", money="minor").field("amount").type == pa.int64()
    assert result_schema("vn", household=pa.int64(), member=pa.int64()).field("member").type == pa.int64()


def test_chosen_columns_stand_in_the_usual_order() -> None:
    assert result_schema("cn", columns=["amount", "household"]).names == ["household", "amount"]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"columns": ["amont"]}, "no column 'amont'; did you mean 'amount'?"),
        ({"columns": ["zzz"]}, "no column 'zzz'; they are household, member,"),
        ({"keep": [pa.field("status", pa.string())]}, "a column 'status' of its own"),
    ],
)
def test_a_schema_that_cannot_be_says_why(options: Any, words: str) -> None:
    with pytest.raises(WelfarekitError, match=words.replace("?", r"\?")):
        result_schema("cn", **options)


# -- every row as the determination --

DAYS = {"cn": dt.date(2025, 9, 1), "vn": dt.date(2025, 9, 1), "demo": dt.date(2025, 10, 1)}
COUNTRY = {"cn": "CN", "vn": "VN", "demo": "XD"}


def expected(key: str, home: Any, index: int | None, on: dt.date) -> dict[str, Any]:
    """A row by the definition."""
    book, person = program(key), None if index is None else home.members[index]
    paid = book.benefit is not None
    row = dict.fromkeys(COLUMNS) | {
        "household": home.id, "member": person and person.id, "program": key, "persons": home.size if index is None else 1,
        "currency": book.currency if paid else None, "per": book.per if paid else None,
    }  # fmt: skip
    try:
        found = determine(key, home, on, member=person and person.id)
    except NotInForce as error:
        return row | {"error": "not_in_force", "error_text": str(error)}
    decided = deciding(found.reading, found.roots[0], found.index)  # type: ignore[arg-type]  # there is an eligibility
    return row | {
        "outcome": str(found.outcome), "status": found.status, "missing": sorted(need.path for need in found.needs),
        "amount": None if found.amount is None else Decimal(found.amount.value), "condition": decided and decided.name,
        "lowest": found.span and Decimal(found.span.lowest.value), "highest": found.span and Decimal(found.span.highest.value),
    }  # fmt: skip


def as_tables_say(facts: Any) -> Any:
    """The same without parts of which nothing is known: a table has no other way to say that one is not known."""
    said = {}
    for name, value in vars(facts).items():
        if isinstance(value, tuple):
            said[name] = tuple(as_tables_say(member) for member in value)
        elif not isinstance(value, Facts) or vars(value):
            said[name] = value
    return type(facts)(**said)


def agrees(country: str, data: st.DataObject) -> None:
    on = DAYS[country]
    drawn = data.draw(st.lists(households(COUNTRY[country]), min_size=1, max_size=6))
    drawn = [as_tables_say(home) for home in drawn if not home.problems_on(on)]
    homes = [evolve(home, id=f"h{row}") for row, home in enumerate(drawn)]
    form: Any = data.draw(st.sampled_from(["nested", "flat"]))
    tables = households_to_arrow(homes, form=form)
    table, persons = tables if form == "flat" else (tables, None)
    keys = program_keys(country)
    found = assess_table(table, country, on, persons=persons, rows=data.draw(st.sampled_from([2, 1000])))
    found.validate(full=True)
    wanted = [
        expected(key, home, index, on)
        for key in keys for home in homes for index in (range(home.size) if program(key).subject == "person" else [None])
    ]  # fmt: skip
    rows = found.to_pylist()
    for row in rows:
        row["missing"] = row["missing"] and sorted(row["missing"])
    assert rows == wanted


@pytest.mark.parametrize("country", ["cn", "vn", "demo"])
@settings(max_examples=15)
@given(data=st.data())
def test_every_row_says_what_the_determination_says(country: str, data: st.DataObject) -> None:
    agrees(country, data)


@pytest.mark.deep
@pytest.mark.parametrize("country", ["cn", "vn", "demo"])
@settings(max_examples=300)
@given(data=st.data())
def test_hundreds_of_rows_say_what_the_determinations_say(country: str, data: st.DataObject) -> None:
    agrees(country, data)


# -- rows of a register --

ON = dt.date(2025, 10, 1)
GRAIN, NURSING = "demo.grain_aid", "cn.disability_nursing"


def home(key: str, people: int = 1, **facts: Any) -> Household:
    members = [
        Person(id=f"p{at}", birth_date=dt.date(1990, 1, 1), absence=None, guardian=None, disability=None) for at in range(people)
    ]
    more = {
        "place": "XD-12",
        "area": "rural",
        "income_per_month": Money("10.00", "CNY"),
        "property_within_rule": True,
        "relief": None,
    }
    return Household(id=key, members=members, **(more | facts))


def register(*homes: Household) -> Any:
    return households_to_arrow(homes)


def with_column(table: Any, name: str, values: list[Any]) -> Any:
    """The table with one of its columns exchanged."""
    at = table.schema.get_field_index(name)
    return table.set_column(at, table.schema.field(at).with_nullable(True), pa.array(values, table.schema.field(at).type))


def test_a_table_of_several_programs_is_program_by_program_and_a_stream_chunk_by_chunk() -> None:
    table = register(*(home(f"h{at}", place="CN-430602") for at in range(5)))
    keys = ["cn.dibao", NURSING]
    whole = assess_table(table, keys, ON, rows=2)
    assert whole["program"].to_pylist() == ["cn.dibao"] * 5 + [NURSING] * 5
    batches = list(assess_batches(table, keys, ON, rows=2))
    assert [batch["program"][0].as_py() for batch in batches] == keys * 3
    parts = [pa.Table.from_batches([batch for batch in batches if batch["program"][0].as_py() == key]) for key in keys]
    assert pa.concat_tables(parts).to_pylist() == whole.to_pylist()


def test_every_batch_has_the_same_dictionaries() -> None:
    table = register(home("a"), home("b", area=UNKNOWN), home("c", place="XD-2"))
    first, *others = assess_batches(table, GRAIN, ON, rows=1)
    for name in ("program", "outcome", "currency", "per", "status", "condition", "error"):
        assert all(batch[name].dictionary.equals(first[name].dictionary) for batch in others), name


def test_an_error_in_the_middle_of_the_input_surfaces_from_the_stream() -> None:
    table = register(home("a"), home("b"))

    def batches() -> Any:
        yield from table.to_batches()
        raise ZeroDivisionError("the disk is full")

    stream = assess_batches(pa.RecordBatchReader.from_batches(table.schema, batches()), GRAIN, ON, rows=1)
    assert stream.read_next_batch()["household"].to_pylist() == ["a"]
    with pytest.raises(ZeroDivisionError, match="the disk is full"):
        stream.read_all()


def test_a_stream_holds_no_more_of_its_input_than_it_needs() -> None:
    table = register(home("a"), home("b"))
    given_out = []

    def batches() -> Any:
        for number in range(50):
            given_out.append(number)
            yield with_column(table, "id", [f"{number:03}a", f"{number:03}b"]).to_batches()[0]

    stream = assess_batches(pa.RecordBatchReader.from_batches(table.schema, batches()), GRAIN, ON, rows=4)
    stream.read_next_batch()
    assert len(given_out) <= 6


@pytest.mark.parametrize(
    "columns", [["outcome"], ["amount", "household"], ["missing", "error"], ["condition", "highest"], list(COLUMNS)]
)
def test_chosen_columns_are_those_of_the_whole_result(columns: list[str]) -> None:
    wrong = with_column(register(home("a"), home("b", area=UNKNOWN), home("c")), "area", ["rural", None, "rual"])
    whole = assess_table(wrong, GRAIN, ON)
    assert assess_table(wrong, GRAIN, ON, columns=columns).equals(whole.select([name for name in COLUMNS if name in columns]))


def test_what_is_not_chosen_is_not_worked_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    real = assess.Assessor
    monkeypatch.setattr(assess, "Assessor", lambda *a, **k: (asked.append((k["conditions"], k["missing"])), real(*a, **k))[1])
    for columns in (None, ["outcome"], ["condition"], ["missing"]):
        assess_table(register(home("a")), GRAIN, ON, columns=columns)
    assert asked == [(True, True), (False, False), (True, False), (False, True)]


def test_kept_columns_go_along_also_to_each_member() -> None:
    table = register(home("a", 2, place="CN-430602"), home("b", 1, place="CN-430611")).append_column(
        "street", pa.array(["x", None])
    )
    found = assess_table(table, ["cn.dibao", NURSING], ON, keep=["street", "place"])
    assert found.schema.names[-2:] == ["street", "place"]
    assert found["street"].to_pylist() == ["x", None, "x", "x", None]
    assert found["place"].to_pylist() == ["CN-430602", "CN-430611", "CN-430602", "CN-430602", "CN-430611"]


def test_keys_that_are_whole_numbers_stay_whole_numbers() -> None:
    _, persons = households_to_arrow([home("a", 2, place="CN-430602")], form="flat")
    households_table, _ = households_to_arrow([home("a", 2, place="CN-430602")], form="flat")
    numbers = pa.array([7], pa.int32())
    households_table = households_table.set_column(0, "id", numbers)
    persons = persons.set_column(0, "household", pa.array([7, 7], pa.int32())).drop_columns(["id", "guardian"])
    found = assess_table(households_table.drop_columns(["head"]), NURSING, ON, persons=persons)
    assert (found["household"].to_pylist(), found["member"].to_pylist()) == ([7, 7], [1, 2])
    assert (found["household"].type, found["member"].type) == (pa.int64(), pa.int64())


def test_minor_units_in_and_out() -> None:
    table = households_to_arrow([home("a")], money="minor")
    found = assess_table(table, GRAIN, ON, money="minor")
    assert found["amount"].to_pylist() == [11000]
    assert found["amount"].type == pa.int64()


def test_facts_that_fail_in_a_program_about_persons_fail_for_each_member_and_a_household_without_members_keeps_a_row() -> None:
    homes = [home("a", 2, place="CN-430602"), home("b", 2, place="CN-430602"), home("c", 1, place="CN-430602")]
    flat, persons = households_to_arrow(homes, form="flat")
    flat = with_column(flat, "area", ["rural", "rual", "rural"])
    found = assess_table(flat, [NURSING, "cn.disability_living"], ON, persons=persons.slice(0, 4)).to_pylist()
    rows = [(row["household"], row["member"], row["error"], row["persons"], row["missing"] is None) for row in found]
    wanted = [
        ("a", "p0", None, 1, False), ("a", "p1", None, 1, False),
        ("b", "p0", "not_one_of", 1, True), ("b", "p1", "not_one_of", 1, True),
        ("c", None, "no_members", 0, True),
    ]  # fmt: skip
    assert rows == wanted * 2


def test_a_household_without_members_between_others_takes_nobodys_place() -> None:
    homes = [home(key, people, place="CN-430602") for key, people in (("a", 2), ("b", 1), ("c", 1), ("d", 2))]
    flat, persons = households_to_arrow(homes, form="flat")
    persons = with_column(persons, "disability.grade", [1, None, None, None, None, 2])
    persons = with_column(persons, "disability_none", [None, True, True, True, True, None])
    found = assess_table(flat, NURSING, ON, persons=persons.take([0, 1, 4, 5])).to_pylist()  # nobody of b and c
    asks = [row["missing"] and bool(row["missing"]) for row in found]
    names = ("household", "member", "outcome", "error")
    rows = [(*(row[name] for name in names), ask) for row, ask in zip(found, asks, strict=True)]
    assert rows == [
        ("a", "p0", "undetermined", None, True),
        ("a", "p1", "not_eligible", None, []),
        ("b", None, None, "no_members", None),
        ("c", None, None, "no_members", None),
        ("d", "p0", "not_eligible", None, []),
        ("d", "p1", "undetermined", None, True),
    ]


def test_who_is_entitled_for_sure_may_have_an_amount_that_is_open() -> None:
    people = [Person(id=who, relation=who, absence=None, receives_tekun=False) for who in ("head", "spouse", "parent")]
    income = Money("1200.00", "CNY")
    family = Household(
        id="a", place="CN-430602", area="urban", income_per_month=income, property_within_rule=True, members=people
    )  # fmt: skip
    (row,) = assess_table(households_to_arrow([family]), "cn.dibao", dt.date(2025, 9, 1)).to_pylist()
    assert (row["outcome"], row["amount"], row["condition"]) == ("eligible", None, None)
    assert (row["lowest"], row["highest"]) == (Decimal("280.00"), Decimal("1020.00"))
    assert row["missing"] == ["members[2].shares_livelihood"]


@pytest.mark.parametrize("country", ["cn", "vn", "demo"])
def test_a_table_may_say_of_a_fact_or_a_part_only_that_there_is_none(country: str) -> None:
    said = {"absence": None, "disability": None, "work": None, "education": None, "supporters": None, "pension_per_month": None}
    family = Household(id="a", place=COUNTRY[country], members=[Person(id="p", **said)], relief=None, poverty_status=None)
    flat, persons = households_to_arrow([family], form="flat")
    only = [name for name in persons.schema.names if name in ("household", "id") or name.endswith("_none")]
    few = [name for name in flat.schema.names if name in ("id", "place") or name.endswith("_none")]
    whole, thin = (
        assess_table(households, country, DAYS[country], persons=members).to_pylist()
        for households, members in ((flat, persons), (flat.select(few), persons.select(only)))
    )
    assert thin == whole


def test_a_chunk_of_households_without_members_only() -> None:
    flat, persons = households_to_arrow([home("a", place="CN-430602"), home("b", place="CN-430602")], form="flat")
    found = assess_table(flat, "cn", ON, persons=persons.slice(0, 0))
    assert found["error"].to_pylist() == ["no_members"] * 10
    assert found["persons"].to_pylist() == [0] * 10


def test_a_household_without_law_is_an_error_for_that_program_only() -> None:
    table = register(home("a", place="CN-540000"), home("b", place="CN-430602"))
    found = assess_table(table, ["cn.dibao", "cn.dibao_edge"], dt.date(2025, 9, 1)).to_pylist()
    errors = {(row["program"], row["household"]): row["error"] for row in found}
    assert errors["cn.dibao", "a"] == "not_in_force"
    assert errors["cn.dibao", "b"] is None
    assert next(row["error_text"] for row in found if row["error"]).startswith(
        "cn.dibao.standard_per_year: no value on 2025-09-01"
    )


def test_facts_that_fail_come_before_law_that_is_missing() -> None:
    table = with_column(register(home("a", place="CN-540000")), "area", ["rual"])
    (row,) = assess_table(table, "cn.dibao", dt.date(2025, 9, 1)).to_pylist()
    assert row["error"] == "not_one_of"
    assert "not_in_force" not in row["error_text"]


def test_an_empty_register_gives_an_empty_result_with_the_schema() -> None:
    table = register()
    assert assess_table(table, "cn", ON).schema == result_schema("cn")
    assert assess_batches(table, "cn", ON).read_all().num_rows == 0


def test_a_status_of_a_classification() -> None:
    flat, persons = households_to_arrow(
        [home("a", place="VN-91", income_per_month=UNKNOWN, income_score=100, deprivation_score=60)], form="flat"
    )
    found = assess_table(flat, "vn.poverty_status", dt.date(2023, 1, 1), persons=persons).to_pylist()
    assert [(row["status"], row["amount"], row["currency"], row["per"]) for row in found] == [("poor", None, None, None)]


# -- what is asked --


@pytest.mark.parametrize(
    ("programs", "keys"),
    [
        ("demo.grain_aid", ["demo.grain_aid"]),
        (program("demo.grain_aid"), ["demo.grain_aid"]),
        (["cn.dibao", program(NURSING), "cn.dibao"], ["cn.dibao", NURSING]),
        ("vn", list(program_keys("vn"))),
    ],
)
def test_programs_are_keys_or_rulebooks_or_a_country(programs: Any, keys: list[str]) -> None:
    assert [book.key for book in rulebooks_of(programs)] == keys


def test_a_country_is_asked_for_the_programs_of_the_day_and_a_program_by_name_must_be_in_force() -> None:
    early = dt.date(2019, 10, 1)
    assert [book.key for book in asked("vn", early)] == ["vn.poverty_status"]
    with pytest.raises(NotInForce, match=r"vn\.social_assistance was not in force on 2019-10-01"):
        asked(["vn.poverty_status", "vn.social_assistance"], early)
    with pytest.raises(NotInForce):
        asked("vn", dt.date(1990, 1, 1))


@pytest.mark.parametrize(
    ("programs", "options", "error", "words"),
    [
        ([], {}, WelfarekitError, "name at least one program"),
        (["cn.dibao", "vn.poverty_status"], {}, WelfarekitError, "cn.dibao and vn.poverty_status are of two countries"),
        (["cn.dibao", evolve(program("cn.dibao"))], {}, WelfarekitError, "two rulebooks have the key cn.dibao"),
        ("cn.dibo", {}, WelfarekitError, "did you mean 'cn.dibao'"),
        ("cn", {"rows": 0}, WelfarekitError, "at least one household, not 0"),
        ("cn", {"columns": ["amont"]}, WelfarekitError, "did you mean 'amount'"),
        ("cn", {"keep": ["colour"]}, TableMismatch, "colour: expected a column to keep"),
        ("cn", {"month": IndexMonth(month=dt.date(2025, 9, 1))}, InvalidFacts, "other_month: given 2025-09-01"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_the_first_row(programs: Any, options: Any, error: Any, words: str) -> None:
    for ask in (assess_table, assess_batches):
        with pytest.raises(error, match=words):
            ask(register(home("a")), programs, ON, **options)


def test_an_option_that_there_is_not_is_no_option() -> None:
    with pytest.raises(TypeError, match="no option 'colums'; did you mean 'columns'"):
        assess_table(register(home("a")), "cn", ON, colums=["amount"])  # type: ignore[call-arg]  # on purpose


def test_a_day_is_a_date() -> None:
    with pytest.raises(TypeError, match="not str"):
        assess_table(register(home("a")), "cn", "2025-10-01")  # type: ignore[arg-type]  # on purpose


# -- codes --


def test_every_code_that_a_row_can_have_stands_in_the_dictionary_from_the_start() -> None:
    page = (ROOT / "docs/errors.md").read_text("utf-8")
    listed = {
        code for part in ("Facts", "Tables") for code in re.findall(r"^\| `([a-z0-9_]+)` \|", section(page, part), re.MULTILINE)
    }
    of_documents = {
        "duplicate_key",
        "float_money",
        "not_a_rate",
        "not_finite",
        "not_json",
        "not_utf8",
        "other_month",
        "too_deep",
        "too_large",
    }
    assert sorted({*listed, "not_in_force"} - of_documents) == sorted(CODES)


def section(page: str, heading: str) -> str:
    return page.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
