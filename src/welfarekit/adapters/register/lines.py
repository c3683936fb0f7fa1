"""The lines of a statement: groups of rows with what was counted and added up in each, in one currency and for one period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc
from attrs import frozen

from welfarekit.adapters.register.grouping import Groups, key_type
from welfarekit.adapters.register.sums import Sums
from welfarekit.errors import MoneyError
from welfarekit.money import MINOR_DIGITS

UNITS: Final = ("currency", "per")
"""What no sum may mix."""
PRICED: Final = "priced"
"""Counts the rows of a line that have an amount, settled or open."""
Tally = Callable[[Any, Any, Sums], None]
"""Adds a batch, whose rows belong to these groups, to the sums."""


@frozen
class Line:
    """A group: its values, what its sums are in and for, and its counts and sums by name."""

    key: tuple[Any, ...]
    units: tuple[str | None, ...]
    cells: dict[str, int]

    @property
    def currency(self) -> str | None:
        """The currency; None where no row has an amount."""
        return self.units[0]


def read_lines(reader: Any, by: Sequence[str], names: Sequence[str], tally: Tally) -> list[Line]:
    """The lines of a table by the columns ``by``, sorted; each with the sums ``names``. Nothing else of the table is kept."""
    groups = Groups([*by, *(unit for unit in UNITS if unit not in by)])
    sums = Sums()
    for batch in reader:
        if batch.num_rows:
            tally(batch, groups.of(batch), sums)
    found: dict[tuple[Any, ...], list[Line]] = {} if by else {(): []}
    for key, number in groups.numbers.items():
        values = dict(zip(groups.names, key, strict=True))
        units = tuple(values[unit] for unit in UNITS)
        cells = {name: sums.total(name, number) for name in names}
        _check(units, cells)
        found.setdefault(key[: len(by)], []).append(Line(key[: len(by)], units, cells))
    lines = [together(key, own, names) for key, own in found.items()]
    return [lines[row] for row in _order(reader.schema, by, lines)]


def together(key: tuple[Any, ...], lines: Iterable[Line], names: Sequence[str]) -> Line:
    """Several lines as one; a MoneyError where that would mix currencies or periods."""
    lines = list(lines)
    units: list[str | None] = []
    for place, unit in enumerate(UNITS):
        met = sorted({line.units[place] for line in lines} - {None})  # type: ignore[type-var]  # None is taken out
        if len(met) > 1:
            what = "currencies" if unit == "currency" else "periods"
            raise MoneyError(
                f"amounts in two {what} do not add up: {' and '.join(map(str, met))} fall into one sum; "
                f"put {unit!r} into `by`, and ask for no total over both"
            )
        units.append(met[0] if met else None)
    return Line(key, tuple(units), {name: sum(line.cells[name] for line in lines) for name in names})


def key_arrays(schema: Any, by: Sequence[str], lines: Sequence[Line]) -> list[Any]:
    """The columns that the lines are grouped by."""
    return [pa.array([line.key[place] for line in lines], key_type(schema.field(name).type)) for place, name in enumerate(by)]


def _check(units: Sequence[str | None], cells: dict[str, int]) -> None:
    currency = units[0]
    if currency is not None and currency not in MINOR_DIGITS:
        raise MoneyError(f"{currency!r} is not a currency here; use one of {', '.join(MINOR_DIGITS)}")
    if currency is None and cells[PRICED]:
        raise MoneyError("the table has amounts without a currency, which cannot be added up")


def _order(schema: Any, by: Sequence[str], lines: Sequence[Line]) -> list[int]:
    """The positions of the lines sorted by their values, column by column; nulls come last."""
    arrays = key_arrays(schema, by, lines)
    sortable = {f"{place}": array for place, array in enumerate(arrays) if not pa.types.is_null(array.type)}
    if not sortable or not lines:
        return list(range(len(lines)))
    order = pc.sort_indices(pa.table(sortable), sort_keys=[(name, "ascending") for name in sortable])
    return order.to_pylist()  # type: ignore[no-any-return]  # whole numbers
