"""Spark answers as one machine does: through Spark Connect on a Sail server, which needs no Java.

The same on a million households: ``python tools/prove_spark.py``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import population

pytest.importorskip("pysail", reason="needs a Spark server: pip install --group test")
pytest.importorskip("pyspark", reason="needs a Spark client: pip install --group test")

import sail
from trees import DAY as DEMO_DAY
from trees import LAW
from welfarekit.adapters.arrow import assess_table, result_schema
from welfarekit.adapters.spark import assess
from welfarekit.domain.index_month import IndexMonth
from welfarekit.errors import NotInForce, TableMismatch, UnknownProgram, WelfarekitError
from welfarekit.money import Rate
from welfarekit.rules.determine import program_keys
from welfarekit.rules.facts import household, member, members
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.term import Amount, when

DAY = population.DAY
FAULTS = 0.01
OPTIONS: dict[str, Any] = {"keep": ["row"], "other": ["note"]}
CODES = {
    "bad_place", "born_after_day", "duplicate_household", "duplicate_id", "foreign_place", "missing", "negative", "no_id",
    "no_members", "none_and_value", "not_in_force", "not_one_of", "out_of_range",
}  # fmt: skip
"""Everything that is wrong somewhere in the register."""


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    with sail.session() as running:
        yield running


def codes(result: pa.Table) -> set[str]:
    return set(result.column("error").cast(pa.string()).drop_null().to_pylist())


@pytest.fixture(scope="module")
def nested() -> pa.Table:
    return population.nested(3_000, faults=FAULTS)


@pytest.fixture(scope="module")
def flat() -> tuple[pa.Table, pa.Table]:
    return population.flat(2_000, faults=FAULTS)


# -- the same rows --


def test_nested_households_are_answered_as_on_one_machine(spark: Any, nested: pa.Table) -> None:
    whole = assess_table(nested, "cn", DAY, **OPTIONS)
    assert codes(whole) == CODES
    frame = spark.createDataFrame(population.shuffled(nested)).repartition(5)
    assert population.differences(whole, assess(frame, "cn", DAY, **OPTIONS).toArrow()) == []


def test_flat_tables_in_any_order_are_answered_as_on_one_machine(spark: Any, flat: Any) -> None:
    homes, persons = flat
    whole = assess_table(homes, "cn", DAY, persons=persons, **OPTIONS)
    assert codes(whole) == CODES | {"no_such_household"}
    frames = [spark.createDataFrame(population.shuffled(table, seed)).repartition(3) for seed, table in enumerate(flat)]
    assert population.differences(whole, assess(frames[0], "cn", DAY, persons=frames[1], **OPTIONS).toArrow()) == []


def test_flat_tables_from_files_are_answered_as_on_one_machine(spark: Any, flat: Any, tmp_path: Path) -> None:
    homes, persons = flat
    persons = persons.select([*(name for name in persons.column_names if name != "id"), "id"])  # which is what orders them
    frames = []
    for name, table in (("homes", homes), ("persons", population.shuffled(persons))):
        pq.write_table(table, tmp_path / name, row_group_size=700, store_schema=False)
        frames.append(spark.read.parquet(str(tmp_path / name)))
    whole = assess_table(homes, "cn.dibao", DAY, persons=persons, **OPTIONS)
    assert population.differences(whole, assess(frames[0], "cn.dibao", DAY, persons=frames[1], **OPTIONS).toArrow()) == []


def test_a_key_that_stands_twice_is_found_wherever_its_rows_are(spark: Any) -> None:
    ids = [*map(str, range(200)), "7", "7", "199", None, None]
    table = pa.table({"id": ids, "row": range(205), "members": pa.array([[{"id": "p"}]] * 205)})
    found = assess(spark.createDataFrame(table).repartition(7), "demo.grain_aid", dt.date(2025, 10, 1), keep=["row"]).toArrow()
    wrong = dict(zip(found.column("row").to_pylist(), found.column("error").to_pylist(), strict=True))
    expected = dict.fromkeys((7, 199, 200, 201, 202), "duplicate_household") | dict.fromkeys((203, 204), "no_id")
    assert wrong == dict.fromkeys(range(205)) | expected


def test_persons_who_are_numbered_and_keys_that_are_numbers(spark: Any) -> None:
    homes = pa.table({"id": pa.array([3, 1, 2, 2, None], pa.int32()), "place": ["VN-91"] * 5, "row": range(5)})
    persons = pa.table({
        "household": pa.array([1, 3, 1, 2, None, 9], pa.int64()),
        "birth_date": [dt.date(1940, 1, 1), dt.date(1930, 1, 1), dt.date(2020, 1, 1), None, dt.date(1950, 1, 1), None],
        "disability_none": [True, None, None, True, True, False],
    })  # fmt: skip
    whole = assess_table(homes, "vn", DAY, persons=persons, keep=["row"])
    assert whole.schema.field("member").type == pa.int64()
    frames = [spark.createDataFrame(table) for table in (homes, population.shuffled(persons))]
    found = assess(frames[0], "vn", DAY, persons=frames[1], keep=["row"])
    assert population.differences(whole, found.toArrow()) == []


def test_registers_of_nobody(spark: Any, nested: pa.Table, flat: tuple[pa.Table, pa.Table]) -> None:
    homes, persons = (spark.createDataFrame(table) for table in flat)
    assert assess(spark.createDataFrame(nested).limit(0), "cn", DAY, **OPTIONS).count() == 0
    assert assess(homes.limit(0), "cn", DAY, persons=persons.limit(0), **OPTIONS).count() == 0
    strays = assess(homes.limit(0), "cn.dibao", DAY, persons=persons, **OPTIONS).toArrow()
    assert set(strays.column("error").to_pylist()) == {"no_such_household"}
    alone = assess(homes, "cn.dibao", DAY, persons=persons.limit(0), **OPTIONS).toArrow()
    assert (alone.num_rows, strays.num_rows) == (flat[0].num_rows, flat[1].num_rows)


# -- the schema --


def test_the_schema_is_that_of_one_machine_with_texts_for_dictionaries(spark: Any, nested: pa.Table) -> None:
    from pyspark.sql import types as sql

    frame = assess(spark.createDataFrame(nested), "cn", DAY, **OPTIONS)
    kinds = {
        pa.string(): sql.StringType(), pa.decimal128(18, 2): sql.DecimalType(18, 2), pa.int32(): sql.IntegerType(),
        pa.int64(): sql.LongType(), pa.list_(pa.string()): sql.ArrayType(sql.StringType()),
    }  # fmt: skip
    expected = []
    for field in result_schema("cn", keep=[pa.field("row", pa.int64())]):
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        expected.append(sql.StructField(field.name, kinds[kind]))
    assert frame.schema == sql.StructType(expected)
    assert [str(field.type).replace("element", "item") for field in frame.toArrow().schema] == [
        str(field.type.value_type if pa.types.is_dictionary(field.type) else field.type)
        for field in result_schema("cn", keep=[pa.field("row", pa.int64())])
    ]


def test_columns_that_are_chosen_and_money_in_minor_units(spark: Any) -> None:
    table = pa.table({"id": ["a"], "income_per_month": [4_000], "members": pa.array([[{"id": "p"}]])})
    chosen: dict[str, Any] = {"money": "minor", "columns": ["household", "amount", "lowest"]}
    frame = assess(spark.createDataFrame(table), "demo.grain_aid", dt.date(2025, 10, 1), **chosen)
    assert frame.columns == ["household", "amount", "lowest"]
    whole = assess_table(table, "demo.grain_aid", dt.date(2025, 10, 1), **chosen)
    assert frame.toArrow().to_pylist() == whole.to_pylist()


def test_columns_that_are_no_facts_stay_behind(spark: Any, nested: pa.Table) -> None:
    frame = spark.createDataFrame(nested.slice(0, 50)).selectExpr("*", "map(1, 2) AS extra")
    whole = assess_table(nested.slice(0, 50), "cn.dibao", DAY, **OPTIONS)
    for other in ("any", ["note", "extra"]):
        found = assess(frame, "cn.dibao", DAY, keep=["row"], other=other).toArrow()
        assert population.differences(whole, found) == []
    with pytest.raises(WelfarekitError, match=r"the type map<int,int> is no fact; name it in `other`"):
        assess(frame, "cn.dibao", DAY, **OPTIONS)


def test_what_is_kept_keeps_its_type(spark: Any) -> None:
    frame = spark.sql(
        "SELECT 'a' AS id, array(named_struct('id', 'p')) AS members, timestamp '2020-01-01 10:00:00' AS seen, "
        "timestamp_ntz '2020-01-01' AS noted, named_struct('road', 'x', 'ns', array(1)) AS address, current_date() AS day, "
        "1 AS `a``b.c`"
    )
    kept = ["seen", "noted", "address", "day", "a`b.c"]
    found = assess(frame, "demo.grain_aid", dt.date(2025, 10, 1), keep=kept)
    assert [found.schema[name].dataType.simpleString() for name in kept] == [
        frame.schema[name].dataType.simpleString() for name in kept
    ]
    assert found.select(*kept[:-1]).collect() == frame.select(*kept[:-1]).collect()
    assert found.toArrow().column("a`b.c").to_pylist() == [1]


# -- what is sent --


def test_law_and_month_go_along(spark: Any, nested: pa.Table) -> None:
    law = Lawbook.default().amended("cn.dibao", "standard_per_year", "24000.00", place="CN-430602")
    month = IndexMonth(month=dt.date(2025, 9, 1), cpi=Rate("3.6%"), food_cpi=Rate("7%"))
    asked: dict[str, Any] = {"law": law, "month": month, **OPTIONS}
    whole = assess_table(nested, "cn", DAY, **asked)
    assert population.differences(whole, assess_table(nested, "cn", DAY, **OPTIONS)) != []
    assert population.differences(whole, assess(spark.createDataFrame(nested), "cn", DAY, **asked).toArrow()) == []


def test_a_rulebook_of_ones_own_goes_along(spark: Any) -> None:
    wages = members.total(member.income.wage_per_month)
    own = Rulebook(
        "demo.grain_aid", title="Own", subject="household", law=LAW, eligible=wages < Amount.of("100.00", "CNY"),
        benefit=when(household.assets.vehicles > 0, Amount.of("1.50", "CNY"), LAW.amount("line_per_month")),
    )  # fmt: skip
    own.cache["kept"] = lambda: None  # what was worked out stays here
    wages_paid = [{"income": {"wage_per_month": Decimal("10.00")}}, {}, {"income": {"wage_per_month": Decimal("990.00")}}]
    table = pa.table({
        "id": ["a", "b", "c"], "row": [0, 1, 2], "place": ["XD-1"] * 3, "assets": [{"vehicles": n} for n in (0, 1, 0)],
        "members": [[person] for person in wages_paid],
    })  # fmt: skip
    whole = assess_table(table, own, DEMO_DAY, keep=["row"])
    assert whole.column("outcome").to_pylist() == ["eligible", "undetermined", "not_eligible"]
    assert population.differences(whole, assess(spark.createDataFrame(table), own, DEMO_DAY, keep=["row"]).toArrow()) == []


def test_what_cannot_be_sent_is_refused_with_the_way_out(spark: Any, nested: pa.Table) -> None:
    words = r"cannot be sent to the workers \(TypeError: not this one\).*programs by their keys"
    with pytest.raises(WelfarekitError, match=words):
        assess(spark.createDataFrame(nested), "cn.dibao", DAY, law=Unsendable(), **OPTIONS)


class Unsendable(Lawbook):
    """A lawbook that holds something of this process."""

    def __reduce__(self) -> Any:
        raise TypeError("not this one")


# -- what is refused before anything runs --


def test_a_frame_that_does_not_fit_is_refused_with_all_that_does_not(spark: Any) -> None:
    homes = spark.sql("SELECT 1.5D AS id, 'CN-430602' AS plase, 2.5D AS income_per_month")
    persons = spark.sql("SELECT 'a' AS household, timestamp '2020-01-01' AS birth_date")
    with pytest.raises(TableMismatch) as refused:
        assess(homes, "cn", DAY, persons=persons)
    assert {each.column for each in refused.value.mismatches} == {"id", "plase", "income_per_month", "persons.birth_date"}


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        (("cn.dibau", DAY), UnknownProgram),
        (("vn.poverty_status", dt.date(1999, 1, 1)), NotInForce),
        ((["cn.dibao", "vn.poverty_status"], DAY), WelfarekitError),
        ((program_keys("cn"), "2025-09-01"), TypeError),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_before_anything_runs(
    spark: Any, nested: pa.Table, asked: Any, error: Any
) -> None:
    with pytest.raises(error):
        assess(spark.createDataFrame(nested), *asked, **OPTIONS)


@pytest.mark.deep
@pytest.mark.parametrize("form", ["nested", "flat"])
def test_a_hundred_thousand_households_are_answered_as_on_one_machine(spark: Any, form: str) -> None:
    tables = [population.nested(100_000)] if form == "nested" else list(population.flat(100_000))
    frames = [spark.createDataFrame(population.shuffled(table)) for table in tables]
    more = [{} if form == "nested" else {"persons": one[1]} for one in (tables, frames)]
    whole = assess_table(tables[0], "cn", DAY, **more[0], **OPTIONS)
    assert population.differences(whole, assess(frames[0], "cn", DAY, **more[1], **OPTIONS).toArrow()) == []
