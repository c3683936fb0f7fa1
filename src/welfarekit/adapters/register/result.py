"""What comes out: one row for each subject and program, errors beside their rows.

>>> result_schema("vn", columns=("household", "outcome", "amount")).field("amount").type
Decimal128Type(decimal128(18, 0))
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final, Literal

import pyarrow as pa

from welfarekit.adapters.register.asked import Programs, rulebooks_of
from welfarekit.errors import WelfarekitError
from welfarekit.money import MINOR_DIGITS

_SMALL, _WIDE = pa.dictionary(pa.int8(), pa.string()), pa.dictionary(pa.int16(), pa.string())
_TYPES: Final[dict[str, pa.DataType | None]] = {
    "household": None, "member": None, "program": _WIDE, "outcome": _SMALL, "amount": None, "lowest": None, "highest": None,
    "currency": _SMALL, "per": _SMALL, "status": _SMALL, "persons": pa.int32(), "condition": _WIDE,
    "missing": pa.list_(pa.string()), "error": _WIDE, "error_text": pa.string(),
}  # fmt: skip
COLUMNS: Final = tuple(_TYPES)
"""Every column of a result but those that are kept from the table of households, in their order."""


def chosen(columns: Iterable[str] | None) -> tuple[str, ...]:
    """The columns that are asked for, in the order in which they stand in a result."""
    if columns is None:
        return COLUMNS
    wanted = (columns,) if isinstance(columns, str) else tuple(columns)
    for name in wanted:
        if name not in COLUMNS:
            near = get_close_matches(name, COLUMNS, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"they are {', '.join(COLUMNS)}"
            raise WelfarekitError(f"a result has no column {name!r}; {hint}")
    return tuple(name for name in COLUMNS if name in wanted)


def result_schema(
    programs: Programs,
    *,
    money: Literal["decimal", "minor"] = "decimal",
    household: pa.DataType | None = None,
    member: pa.DataType | None = None,
    keep: Iterable[pa.Field] = (),
    columns: Iterable[str] | None = None,
) -> pa.Schema:
    """The Arrow schema of a result for these programs.

    ``household`` and ``member`` are the types of the keys (string or int64; string unless given), ``keep`` the fields kept
    from the table of households, which follow the others. Amounts are decimals with the digits of the currency, or whole
    minor units (``money="minor"``). ``columns`` chooses some of the columns.
    """
    digits = MINOR_DIGITS[rulebooks_of(programs)[0].currency]
    paid = pa.int64() if money == "minor" else pa.decimal128(18, digits)
    open_types = {"household": household or pa.string(), "member": member or pa.string()}
    fields = [pa.field(name, _TYPES[name] or open_types.get(name, paid)) for name in chosen(columns)]
    for kept in keep:
        if kept.name in COLUMNS:
            raise WelfarekitError(f"a result has a column {kept.name!r} of its own; give the one to keep another name")
        fields.append(kept)
    return pa.schema(fields)
