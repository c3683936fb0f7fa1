"""What Arrow types a column of a register may have, and in which words another one is refused."""

from __future__ import annotations

from typing import Final, Literal

import pyarrow as pa

from welfarekit.adapters.register.schema import Column, MoneyAs
from welfarekit.domain.fact import Spec

KeyKind = Literal["text", "number"]
KEY: Final = "a text or a whole number"


def kind_of_key(kind: pa.DataType) -> KeyKind:
    """Whether a column of keys holds texts or whole numbers."""
    return "number" if pa.types.is_integer(kind) else "text"


def is_text(kind: pa.DataType) -> bool:
    """Whether an Arrow type holds texts, plain or as a dictionary; one of nulls alone holds anything."""
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    return kind in (pa.string(), pa.large_string(), pa.string_view(), pa.null())


def refused(column: Column, kind: pa.DataType, money: MoneyAs) -> str:
    """What the column is expected to be, where its type is not that; nothing where it is."""
    if pa.types.is_null(kind):
        return ""
    if column.says_none:
        return "" if pa.types.is_boolean(kind) else "a bool: true says there is none"
    if column.is_key:
        return "" if is_text(kind) or pa.types.is_integer(kind) else KEY
    return _refused_fact(column.spec, kind, money)


def _refused_fact(spec: Spec, kind: pa.DataType, money: MoneyAs) -> str:
    whole, exact = pa.types.is_integer(kind), pa.types.is_decimal(kind)
    gaps = ' (in pandas whole numbers with gaps become floats; use dtype "Int64")' if pa.types.is_floating(kind) else ""
    match spec.kind:
        case "flag":
            return "" if pa.types.is_boolean(kind) else "a bool"
        case "money" if money == "minor":
            return "" if whole else f"a whole number of minor units{gaps or (', or money=decimal' if exact else '')}"
        case "money":
            hint = ', or money="minor" for minor units' if whole else "; floats are not exact" if gaps else ""
            return "" if exact else f"a decimal, such as decimal128(18, 2){hint}"
        case "count":
            return "" if whole else f"a whole number{gaps}"
        case "number":
            return "" if whole or exact else f"a decimal, such as decimal128(18, {spec.places}), or a whole number"
        case "day":
            timed = pa.types.is_timestamp(kind) or pa.types.is_date64(kind)
            return "" if pa.types.is_date32(kind) else f"a day, date32{'; cast it' if timed else ''}"
    choices = f", one of {', '.join(spec.choices)}" if spec.kind == "choice" else ""
    return "" if is_text(kind) else f"a text{choices}"
