"""Spark answers as one machine does: row for row, through Spark Connect on a Sail server, which needs no Java.

The same on a million households: ``python tools/prove_spark.py``.
"""

from __future__ import annotations

import datetime as dt
import os
import warnings
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

pytest.importorskip("pysail", reason="the Sail server is not installed: pip install --group test")
pytest.importorskip("pyspark", reason="Spark is not installed: pip install --group test")

import population as made
from trees import DAY, LAW
from welfarekit.adapters.arrow import assess_table
from welfarekit.adapters.spark import assess
from welfarekit.errors import NotInForce, TableMismatch, WelfarekitError
from welfarekit.rules.facts import household, member, members
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.term import Amount, when

OPTIONS: dict[str, Any] = {"keep": ["row"], "other": ["note"]}
SIZE = 3_000


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    """A session on a server that ends with the module."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    warnings.filterwarnings("ignore", category=FutureWarning)  # pyspark about pandas, which is not used here
    os.environ.setdefault("RUST_LOG", "error")
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    session = SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}").getOrCreate()
    yield session
    session.stop()
    server.stop()


def frame(spark: Any, table: pa.Table, path: Path) -> Any:
    """The table as Spark reads it from a file of several row groups."""
    pq.write_table(table, path, row_group_size=700, store_schema=False)
    return spark.read.parquet(str(path))


def same(here: pa.Table, there: pa.Table) -> None:
    one, other = made.in_order(here), made.in_order(there)
    assert made.differences(one, other) == []
    assert one.num_rows > 0


def test_a_nested_register_with_every_kind_of_fault_is_answered_row_for_row(spark: Any, tmp_path: Path) -> None:
    table = made.nested(SIZE, faults=0.01)
    found = assess(frame(spark, table, tmp_path / "homes.parquet"), made.PROGRAMS, made.DAY, **OPTIONS).toArrow()
    here = assess_table(table, made.PROGRAMS, made.DAY, **OPTIONS)
    assert len({code for code in here["error"].to_pylist() if code}) >= 8
    same(here, found)


def test_two_flat_tables_in_any_order_are_answered_row_for_row(spark: Any, tmp_path: Path) -> None:
    homes, people = made.flat(SIZE, faults=0.01)
    frames = [frame(spark, made.shuffled(table), tmp_path / f"{name}.parquet") for name, table in (("h", homes), ("p", people))]
    found = assess(frames[0], made.PROGRAMS, made.DAY, persons=frames[1], **OPTIONS).toArrow()
    here = assess_table(homes, made.PROGRAMS, made.DAY, persons=people, **OPTIONS)
    assert {"no_such_household", "duplicate_household", "no_id", "no_members"} <= set(here["error"].to_pylist())
    same(here, found)


def test_the_schema_is_known_before_anything_runs_and_is_kept(spark: Any, tmp_path: Path) -> None:
    df = frame(spark, made.nested(50), tmp_path / "homes.parquet")
    columns = ["household", "program", "outcome", "amount", "missing", "persons"]
    answers = assess(df, "cn.dibao", made.DAY, columns=columns, other="any")
    kinds = {field.name: field.dataType.simpleString() for field in answers.schema.fields}
    assert kinds == {
        "household": "string", "program": "string", "outcome": "string", "amount": "decimal(18,2)", "persons": "int",
        "missing": "array<string>",
    }  # fmt: skip
    assert answers.toArrow().column("amount").type == pa.decimal128(18, 2)


def test_a_reform_travels_to_the_workers(spark: Any, tmp_path: Path) -> None:
    table = made.nested(300)
    law = Lawbook.default().amended("cn.dibao", "standard_per_year", "99999.00")
    df = frame(spark, table, tmp_path / "homes.parquet")
    found = assess(df, "cn.dibao", made.DAY, law=law, **OPTIONS).toArrow()
    same(assess_table(table, "cn.dibao", made.DAY, law=law, **OPTIONS), found)
    assert made.differences(made.in_order(found), made.in_order(assess_table(table, "cn.dibao", made.DAY, **OPTIONS)))


def test_a_rulebook_of_ones_own_travels_too(spark: Any, tmp_path: Path) -> None:
    wages = members.total(member.income.wage_per_month)
    own = Rulebook(
        "demo.grain_aid", title="Own", subject="household", law=LAW, eligible=wages < Amount.of("100.00", "CNY"),
        benefit=when(household.assets.vehicles > 0, Amount.of("1.50", "CNY"), LAW.amount("line_per_month")),
    )  # fmt: skip
    wage = pa.array([Decimal("10.00"), None, Decimal("990.00")], pa.decimal128(18, 2))
    people = pa.StructArray.from_arrays([pa.StructArray.from_arrays([wage], ["wage_per_month"])], ["income"])
    table = pa.table({
        "id": ["a", "b", "c"], "row": [0, 1, 2], "place": ["XD-1"] * 3, "area": ["urban"] * 3,
        "assets": pa.StructArray.from_arrays([pa.array([0, 1, 0])], ["vehicles"]),
        "members": pa.ListArray.from_arrays(pa.array([0, 1, 2, 3], pa.int32()), people),
    })  # fmt: skip
    found = assess(frame(spark, table, tmp_path / "homes.parquet"), own, DAY, keep=["row"]).toArrow()
    same(assess_table(table, own, DAY, keep=["row"]), found)


def test_what_cannot_be_carried_out_is_refused_before_anything_runs(spark: Any, tmp_path: Path) -> None:
    df = frame(spark, made.nested(50), tmp_path / "homes.parquet")
    with pytest.raises(TableMismatch, match="note"):
        assess(df, "cn.dibao", made.DAY)
    with pytest.raises(NotInForce):
        assess(df, "cn.disability_nursing", dt.date(1999, 1, 1), **OPTIONS)
    bad = Rulebook("demo.grain_aid", title="Own", subject="household", law=LAW, eligible=household.farming)
    bad.cache["kept"] = lambda: None  # what is kept is not sent
    assess(frame(spark, pa.table({"id": ["a"], "members": [[{"hiv": True}]]}), tmp_path / "one.parquet"), bad, DAY)
    with pytest.raises(WelfarekitError, match="cannot be sent to the workers"):
        assess(df, "cn.dibao", made.DAY, law=Unsendable(), **OPTIONS)  # type: ignore[arg-type]  # no lawbook at all


class Unsendable(Lawbook):
    """A lawbook that holds something of this process."""

    def __reduce__(self) -> Any:
        raise TypeError("held open by this process")
