"""Registers beyond one machine: a Spark DataFrame of households in, one of their answers out (the extra ``spark``).

:func:`assess` is :func:`~welfarekit.adapters.arrow.assess_table` for tables that live on a cluster: Spark, Spark Connect,
Databricks, and Sail, which needs no Java. The manual: ``docs/spark.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, Final, Literal

from welfarekit.adapters.arrow import assess_table, table_schema
from welfarekit.adapters.register.asked import Programs, asked
from welfarekit.adapters.register.assess import Options
from welfarekit.adapters.register.parts import HOMES, PEOPLE, TWICE, Grouped, Nested, Question
from welfarekit.errors import WelfarekitError
from welfarekit.rules.lawbook import Lawbook
from welfarekit.truth import UNKNOWN

try:
    import pyspark  # noqa: F401  # only to see whether it is there
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("Spark needs pyspark or pyspark-client: pip install 'welfarekit[spark]'") from error

import pyarrow as pa

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame
    from pyspark.sql.types import StructType

KEY: Final = "welfarekit_key"
"""The column by which rows are brought together."""
_TYPES: Final[dict[str, pa.DataType]] = {
    "string": pa.string(), "boolean": pa.bool_(), "byte": pa.int8(), "short": pa.int16(), "integer": pa.int32(),
    "long": pa.int64(), "float": pa.float32(), "double": pa.float64(), "date": pa.date32(), "binary": pa.binary(),
    "timestamp": pa.timestamp("us", "UTC"), "timestamp_ntz": pa.timestamp("us"), "void": pa.null(),
}  # fmt: skip


def assess(
    df: DataFrame,
    programs: Programs,
    on: dt.date,
    *,
    persons: DataFrame | None = None,
    month: Any = UNKNOWN,
    law: Lawbook | None = None,
    decided: dt.date | None = None,
    money: Literal["decimal", "minor"] = "decimal",
    keep: Sequence[str] = (),
    other: Collection[str] | Literal["any"] = (),
    columns: Collection[str] | None = None,
) -> DataFrame:
    """Every household of a DataFrame under one program or several: the rows of ``assess_table``, in no order.

    ``df`` is nested, or stands beside a DataFrame of ``persons``; the options are those of
    :func:`~welfarekit.adapters.arrow.assess_table`. The schema is that of :func:`~welfarekit.adapters.arrow.result_schema`, with
    texts in place of dictionaries. Nothing runs before the result is asked for, but what cannot be carried out is refused here:
    DataFrames that do not fit (:class:`~welfarekit.errors.TableMismatch`), a program that was not in force on the day, a
    rulebook that cannot be sent to the workers.

    A household is answered where it is. Two flat DataFrames are brought together by the key of the household, and its members
    then stand in the order of their ids, or without ids in that of all that is known of them.
    """
    whole = persons is None
    households = _needed(df, "households" if whole else "households_flat", keep, other)
    members = None if persons is None else _needed(persons, "persons", (), other)
    options: Options = {
        "month": month, "law": law, "decided": decided, "money": money, "keep": keep, "other": other, "columns": columns,
    }  # fmt: skip
    question = Question.of(asked(programs, on, month), on, options)
    options = {**options, "persons": None if members is None else _empty(members)}
    schema = _plain(assess_table(_empty(households), question.programs, on, **options).schema)
    if members is None:
        return _run(_counted(households), Nested(question, schema, (*households.columns, TWICE)), schema)
    return _run(_grouped(households, members), Grouped(question, schema), schema)


def _needed(df: DataFrame, what: Any, keep: Sequence[str], other: Collection[str] | Literal["any"]) -> DataFrame:
    """The columns that have to travel: not those that are no facts."""
    if other == "any":
        known = {name.partition(".")[0] for name in [*table_schema(what).names, *keep]}
        wanted = [name for name in df.columns if name.partition(".")[0] in known]
    else:
        unwanted = ({other} if isinstance(other, str) else set(other)) - set(keep)
        wanted = [name for name in df.columns if name not in unwanted]
    return df if wanted == df.columns else df.select(*map(_column, wanted))


def _column(name: str) -> Column:
    """The column of this very name, dots and all."""
    from pyspark.sql import functions as sql

    return sql.col(f"`{name.replace('`', '``')}`")


def _empty(df: DataFrame) -> pa.Table:
    """An Arrow table of no rows with the columns of a DataFrame."""
    return pa.schema([pa.field(each.name, _arrow_type(each.dataType)) for each in df.schema]).empty_table()


def _arrow_type(kind: Any) -> pa.DataType:
    """The type in which Spark hands over a column."""
    match kind.typeName():
        case "decimal":
            return pa.decimal128(kind.precision, kind.scale)
        case "array":
            return pa.list_(_arrow_type(kind.elementType))
        case "struct":
            return pa.struct([pa.field(each.name, _arrow_type(each.dataType)) for each in kind.fields])
        case name if name in _TYPES:
            return _TYPES[name]
    raise WelfarekitError(f"a column of the type {kind.simpleString()} is no fact; name it in `other`, and not in `keep`")


def _plain(schema: pa.Schema) -> pa.Schema:
    """The schema as Spark has it: without dictionaries."""
    kinds = [each.type.value_type if pa.types.is_dictionary(each.type) else each.type for each in schema]
    return pa.schema([pa.field(each.name, kind) for each, kind in zip(schema, kinds, strict=True)])


def _spark_schema(schema: pa.Schema) -> StructType:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema, prefer_timestamp_ntz=True)


def _run(df: DataFrame, part: Nested | Grouped, schema: pa.Schema) -> DataFrame:
    """The answers as a DataFrame; an error if what is asked cannot be sent to the workers."""
    from pyspark import cloudpickle

    dumps: Callable[[Any], bytes] = cloudpickle.dumps
    try:
        dumps(part)
    except Exception as error:
        raise WelfarekitError(
            f"what is asked cannot be sent to the workers ({type(error).__name__}: {error}). "
            "Name the programs by their keys, and give rulebooks and law that hold plain values only."
        ) from error
    return df.mapInArrow(part, _spark_schema(schema))


def _counted(households: DataFrame) -> DataFrame:
    """The households with the column ``TWICE``. Only the keys that repeat are sent around."""
    from pyspark.sql import functions as sql

    key = _column("id")
    repeated = households.groupBy(key.alias(KEY)).count().where("count > 1")
    repeated = repeated.select(_column(KEY), sql.lit(True).alias(TWICE))
    together = households.join(sql.broadcast(repeated), key == _column(KEY), "left")
    return together.select(*_numbered(households.columns), sql.coalesce(_column(TWICE), sql.lit(False)).alias(TWICE))


def _grouped(households: DataFrame, persons: DataFrame) -> DataFrame:
    """One row for each key, with all its households and all its persons as structs, each in order."""
    from pyspark.sql import functions as sql

    left = households.select(_column("id").alias(KEY), _packed(households.columns).alias(HOMES))
    right = persons.select(_column("household").alias(KEY), _packed(persons.columns).alias(PEOPLE))
    both = left.unionByName(right, allowMissingColumns=True)
    return both.groupBy(KEY).agg(*(sql.sort_array(sql.collect_list(name)).alias(name) for name in (HOMES, PEOPLE))).drop(KEY)


def _packed(names: Sequence[str]) -> Column:
    """A row as a struct of its columns, the id in front, since structs are sorted by their first field."""
    from pyspark.sql import functions as sql

    return sql.struct(*map(_column, sorted(names, key=lambda name: name != "id")))


def _numbered(names: Sequence[str]) -> list[Column]:
    """Columns with numbers for names: ``mapInArrow`` takes a name with a dot for the field of a struct."""
    return [_column(name).alias(f"c{at}") for at, name in enumerate(names)]
