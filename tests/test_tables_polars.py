"""Tables of Polars, whose texts and categories are views: in any order, as keys, and kept."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pyarrow as pa
import pytest

from welfarekit.adapters.arrow import assess_table

ON = dt.date(2025, 9, 1)
HOMES = pl.DataFrame({
    "id": ["a", "b", "c"], "place": ["CN-430602"] * 3, "area": ["urban", "rural", None], "street": ["x", "y", None],
    "relief": ["none", "dibao", None],
})  # fmt: skip
PEOPLE = pl.DataFrame({
    "household": ["c", "a", "zz", "b", "a"], "id": ["p1", "p1", "p9", "p1", "p2"],
    "relation": ["head", "head", "head", "head", "child"], "guardian": [None, None, None, None, "p1"],
})  # fmt: skip


def plain(table: pl.DataFrame) -> pa.Table:
    """The same table as Arrow writes texts."""
    found = table.to_arrow()
    views = {pa.string_view(): pa.string(), pa.large_string(): pa.string()}
    return found.cast(pa.schema([field.with_type(views.get(field.type, field.type)) for field in found.schema]))


def rows(homes: Any, people: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = assess_table(homes, "cn", ON, persons=people, keep=["street"]).to_pylist()
    return found


@pytest.mark.parametrize("kind", [pl.String, pl.Categorical, pl.Enum])
def test_persons_in_any_order_and_keys_of_any_kind_of_text(kind: Any) -> None:
    wanted = rows(plain(HOMES), plain(PEOPLE))
    texts = sorted({*HOMES["id"], *PEOPLE["household"], *PEOPLE["id"]})
    key = pl.Enum(texts) if kind is pl.Enum else kind
    homes = HOMES.with_columns(pl.col("id").cast(key))
    people = PEOPLE.with_columns(pl.col("household", "id", "guardian").cast(key))
    found = rows(homes, people)
    assert [{**row, "household": str(row["household"])} for row in found] == wanted
    assert {row["error"] for row in found} == {None, "no_such_household"}


def test_texts_inside_structs_are_taken_too() -> None:
    structs = PEOPLE.with_columns(pl.col("relation").cast(pl.Categorical), education=pl.struct(level=pl.lit("primary")))
    whole = plain(PEOPLE).append_column("education.level", pa.array(["primary"] * 5))
    assert rows(HOMES, structs) == rows(plain(HOMES), whole)


def test_a_nested_table_with_kept_texts_goes_along_to_each_member() -> None:
    nested = PEOPLE.group_by("household", maintain_order=True).agg(members=pl.struct("id", "relation", "guardian"))
    homes = HOMES.join(nested, left_on="id", right_on="household", maintain_order="left")
    found = assess_table(homes, "cn", ON, keep=["street"]).to_pylist()
    assert found == [row for row in rows(plain(HOMES), plain(PEOPLE)) if row["error"] is None]
