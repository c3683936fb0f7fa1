"""Polars, its lazy frames, two threads: two queries, since the persons need what came out for their households."""

from __future__ import annotations

import os
from typing import Any, Final

os.environ["POLARS_MAX_THREADS"] = "2"

import numpy as np
import polars as pl

from register import workload as w
from register.peers import Work

PACKAGES: Final = ("polars",)
KEEPS_COLUMNS: Final = True
c = pl.col


def prepare(columns: w.Columns) -> Work:
    """Two frames, and one of the standards."""
    households = pl.DataFrame({"row": np.arange(len(columns["area"]), dtype=np.int32), **{n: columns[n] for n in w.HOUSEHOLD}})
    persons = pl.DataFrame({name: columns[name] for name in w.PERSON})
    areas = pl.DataFrame({"code": w.AREAS, "standard_rural": w.STANDARD_RURAL, "standard_urban": w.STANDARD_URBAN})

    def run() -> dict[str, Any]:
        of_households = households_query(households.lazy(), persons.lazy(), areas.lazy()).collect()
        of_persons = persons_query(persons.lazy(), of_households.lazy()).collect()
        return {name: (of_households if name in of_households.columns else of_persons)[name] for name in w.OUTPUTS}

    return Work(run)


def households_query(households: pl.LazyFrame, persons: pl.LazyFrame, areas: pl.LazyFrame) -> pl.LazyFrame:
    """Dibao and the poverty class."""
    age, grade = c("age"), c("grade")
    frail = (age >= w.OLD_AGE) | (age < w.CHILD_AGE) | grade.is_in([1, 2])
    of_members = persons.group_by("household").agg(
        pl.len().cast(pl.Int64).alias("size"), c("wage").sum().alias("wages"),
        c("other_income").sum().alias("others"), frail.sum().cast(pl.Int64).alias("frail"),
    )  # fmt: skip
    limit = c("standard") * c("size")
    line = pl.when(c("urban")).then(int(w.POVERTY_LINE[1])).otherwise(int(w.POVERTY_LINE[0]))
    small = (c("savings") <= w.SAVINGS_MONTHS * limit) & (c("dwellings") <= w.MOST_DWELLINGS) & ~c("car")
    top_up = c("standard") * w.TOP_UP_PERCENT // 100 * c("frail")
    class_if_low = pl.when(c("lacks") >= w.DEPRIVED_FROM).then(2).otherwise(1)
    return (
        households.join(of_members, left_on="row", right_on="household")
        .join(areas, left_on="area", right_on="code")
        .with_columns(standard=pl.when(c("urban")).then(c("standard_urban")).otherwise(c("standard_rural")))
        .with_columns(
            entitled=(c("wages") < limit) & small,
            low=c("others") <= line * c("size"),
            lacks=pl.sum_horizontal([c(name).cast(pl.Int8) for name in w.LACKS]),
        )
        .select(
            "row", "entitled",
            dibao=pl.when(c("entitled")).then(limit - c("wages") + top_up).otherwise(0),
            poverty=pl.when(c("low")).then(class_if_low).otherwise(0).cast(pl.Int8),
        )
    )  # fmt: skip


def persons_query(persons: pl.LazyFrame, of_households: pl.LazyFrame) -> pl.LazyFrame:
    """The two subsidies and assistance."""
    return persons.join(of_households, left_on="household", right_on="row").select(
        living=pl.when(c("entitled")).then(by_grade(w.LIVING[1])).otherwise(0).cast(pl.Int64),
        nursing=pl.when(c("entitled")).then(by_grade(w.NURSING[1])).otherwise(by_grade(w.NURSING[0])).cast(pl.Int64),
        assistance=tenths().cast(pl.Int64) * w.ASSISTANCE_UNIT,
    )


def by_grade(amounts: np.ndarray) -> pl.Expr:
    """The amount for the grade of a person."""
    grade, (one, two, three, four) = c("grade"), (int(amount) for amount in amounts[1:])
    return pl.when(grade == 1).then(one).when(grade == 2).then(two).when(grade == 3).then(three).when(grade == 4).then(
        four
    ).otherwise(0)  # fmt: skip


def tenths() -> pl.Expr:
    """The highest coefficient of assistance, in tenths."""
    age, grade, poverty = c("age"), c("grade"), c("poverty")
    weak = (age < 16) | (age >= 60)

    def only(test: pl.Expr, value: Any) -> pl.Expr:
        return pl.when(test).then(value).otherwise(0)

    infant_or_child = pl.when(age < 4).then(25)
    of_hiv = infant_or_child.when(age < 16).then(20).when(poverty == 2).then(15).otherwise(0)
    return pl.max_horizontal(
        only(c("orphan") & (age < 16), infant_or_child.otherwise(15)),
        only(c("hiv"), of_hiv),
        only(c("single") & (poverty >= 1), 10),
        only((age >= 60) & (poverty == 2) & c("no_carer"), pl.when(age >= 80).then(20).otherwise(15)),
        only((age >= 80) & ~c("pension"), 10),
        only((age >= 75) & (age < 80) & (poverty >= 1), 10),
        only(grade == 1, pl.when(weak).then(25).otherwise(20)),
        only(grade == 2, pl.when(weak).then(20).otherwise(15)),
    )
