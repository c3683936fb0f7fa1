"""A row of a register as the JSON document that says the same, for the careful reader: absent is not known, None is none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from welfarekit.adapters.register.decoding import EPOCH
from welfarekit.adapters.register.fitting import Found
from welfarekit.adapters.register.schema import NONE_SUFFIX, Entity
from welfarekit.adapters.register.texts import text_of
from welfarekit.adapters.register.window import Window
from welfarekit.errors import Problem
from welfarekit.money import MINOR_DIGITS
from welfarekit.place import CURRENCY
from welfarekit.rules.node import NONE


def document(window: Window, row: int) -> dict[str, Any]:
    """The household at a row of a window, as a JSON document."""
    return read(window, row)[0]


def read(window: Window, row: int) -> tuple[dict[str, Any], list[Problem]]:
    """The document of a household, and what a document cannot say: that there is none of something that is stated."""
    problems: list[Problem] = []
    found = _entity(window, "household", row, "", problems)
    found["members"] = []
    missing = window.missing_members
    first, end = int(window.starts[row]), int(window.starts[row + 1])
    for position, member in enumerate(range(first, end)):
        if missing is not None and missing[member]:
            found["members"].append(None)
            continue
        facts = _entity(window, "member", member, f"members[{position}].", problems)
        if window.context.layout.numbered:
            facts = {"id": str(position + 1), **facts}
        found["members"].append(facts)
    return found, problems


def _entity(window: Window, entity: Entity, row: int, prefix: str, problems: list[Problem]) -> dict[str, Any]:
    """What the columns state of one household or member."""
    facts: dict[str, Any] = {}
    none: list[str] = []
    for name, column in window.context.layout.columns[entity].items():
        cell = window.array(entity, name)[row]
        if not cell.is_valid:
            continue
        if column.column.says_none:
            if cell.as_py():
                none.append(name.removesuffix(NONE_SUFFIX))
            continue
        part, _, fact = name.rpartition(".")
        holder = facts.setdefault(part, {}) if part else facts
        holder[fact] = _value(column, cell, window.context.country)
    for name in none:
        part, _, fact = name.rpartition(".")
        holder = facts.setdefault(part, {}) if part else facts
        if holder is None or (fact in holder and holder[fact] is not None):
            given, expected = "a value, and that there is none", "the value, or that there is none"
            problems.append(Problem("none_and_value", prefix + name, given, expected))
        else:
            holder[fact] = None
    return facts


def _value(column: Found, cell: pa.Scalar, country: str) -> Any:
    """One cell as a document has it."""
    spec, kind = column.column.spec, column.type
    if column.column.is_key:
        return str(cell.as_py()) if pa.types.is_integer(kind) else _text(cell)
    match spec.kind:
        case "money":
            return f"{_amount(cell, kind, country)} {CURRENCY[country]}"
        case "number":
            return _plain(cell.as_py(), spec.places) if pa.types.is_decimal(kind) else str(cell.as_py())
        case "day":
            days = cell.value
            ordinal = days + EPOCH
            written = 1 <= ordinal <= dt.date.max.toordinal()
            return dt.date.fromordinal(ordinal).isoformat() if written else str(np.datetime64(days, "D"))
        case "flag" | "count":
            return cell.as_py()
    text = _text(cell)
    return None if text == NONE and spec.kind == "choice" and spec.none else text


def _text(cell: pa.Scalar) -> str | None:
    if isinstance(cell, pa.DictionaryScalar):
        cell = cell.dictionary[cell.index.as_py()]
    return text_of(cell)


def _amount(cell: pa.Scalar, kind: pa.DataType, country: str) -> str:
    """An amount with the decimals of its currency, or with more where it has more."""
    digits = MINOR_DIGITS[CURRENCY[country]]
    value = cell.as_py()
    if pa.types.is_decimal(kind):
        return _plain(value, digits, pad=True)
    sign, whole = ("-", -value) if value < 0 else ("", value)
    return f"{sign}{whole // 10**digits}.{whole % 10**digits:0{digits}d}" if digits else f"{sign}{whole}"


def _plain(value: Decimal, places: int, *, pad: bool = False) -> str:
    """A decimal without an exponent, and without zeros beyond ``places``."""
    whole, _, rest = format(value, "f").partition(".")
    rest = rest[:places].ljust(places, "0") + rest[places:].rstrip("0") if pad else rest.rstrip("0")
    return f"{whole}.{rest}" if rest else whole
