"""What every kind of statement does: read rows, count and add them up by group, withhold what is small, and write a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
from attrs import frozen

from welfarekit.adapters.register.grouping import columns_of, require, stream_of
from welfarekit.adapters.register.lines import UNITS, Line, Tally, key_arrays, read_lines, together
from welfarekit.adapters.register.sums import Written, share, share_type
from welfarekit.adapters.register.withholding import Rules, checked, columns_withheld
from welfarekit.money import MINOR_DIGITS, divide

Names = tuple[str, ...]


@frozen
class Whole:
    """What the figures of a line are put in relation to, and in which units they are."""

    written: Written
    scale: int
    places: int
    in_all: Mapping[Any, Mapping[str, int]]
    """The sums over all lines in the same currency and for the same period."""

    def amount(self, line: Line, name: str, column: str) -> int:
        """A sum of the amounts of a column, in units of the last digit that is written."""
        return int(line.cells[name] * 10 ** (self.scale - self.written.digits[column]))

    def mean(self, amount: int, base: int, currency: str) -> int | None:
        """An amount shared among so many, half up to the digits of the currency; None if there is nobody."""
        smallest = 1 if self.written.minor else 10 ** (self.scale - MINOR_DIGITS[currency])
        return divide(amount, base * smallest, "half_up") * smallest if base else None

    def share(self, part: int, base: int) -> Any:
        """A part of a base."""
        return share(part, base, self.places)


@frozen
class Kind:
    """A kind of statement: what it reads, what it counts, and what it makes of the counts and sums of a line."""

    read: Names
    """The columns that it reads, besides those that it groups by."""
    amounts: Names
    """Of these, the ones that hold amounts."""
    sums: Names
    tally: Tally
    rules: Rules
    counts: Names
    money: Names
    shares: Names
    """The columns of the statement after those that it is grouped by and the units: three sorts, in this order."""
    made: Callable[[Line, Whole], Mapping[str, Any]]
    """Its amounts, null in a line without a currency, and its shares."""


def counted(kind: Kind, rows: Any, by: str | Sequence[str], *, suppress: int | None, total: bool, places: int) -> pa.Table:
    """The statement of this kind over ``rows``, read batch by batch."""
    names = columns_of(by, (*kind.counts, *kind.money, *kind.shares, "total", "suppressed"))
    least, shares = checked(suppress), share_type(places)
    reader = stream_of(rows)
    require(reader.schema, kind.read, names)
    written = Written.of(reader.schema, kind.amounts)
    lines = read_lines(reader, names, kind.sums, kind.tally)
    shown = [*lines, together((None,) * len(names), lines, kind.sums)] if total else lines
    hidden = columns_withheld(lines, kind.rules, least) if least else {}
    columns = dict(zip(names, key_arrays(reader.schema, names, shown), strict=True))
    for place, unit in enumerate(UNITS):
        if unit not in names:
            columns[unit] = pa.array([line.units[place] for line in shown], pa.string())
    whole = Whole(written, written.scale({line.currency for line in shown if line.currency}), places, _in_all(lines))
    figures = [_figures(kind, line, whole, hidden.get(number, ())) for number, line in enumerate(shown)]
    for name in (*kind.counts, *kind.money, *kind.shares):
        values = [row.get(name) for row in figures]
        if name in kind.money:
            columns[name] = written.array(name, values, whole.scale)
        else:
            columns[name] = pa.array(values, shares if name in kind.shares else pa.int64())
    if total:
        columns["total"] = pa.array([row == len(lines) for row in range(len(shown))], pa.bool_())
    if least:
        columns["suppressed"] = pa.array([row in hidden for row in range(len(shown))], pa.bool_())
    return pa.table(columns)


def _figures(kind: Kind, line: Line, whole: Whole, hidden: Iterable[str]) -> dict[str, Any]:
    figures = {name: line.cells[name] for name in kind.counts}
    return {**figures, **kind.made(line, whole), **dict.fromkeys(hidden)}


def _in_all(lines: Iterable[Line]) -> dict[Any, Counter[str]]:
    found: dict[Any, Counter[str]] = {}
    for line in lines:
        own = found.setdefault(line.units, Counter())
        for name, amount in line.cells.items():
            own[name] += amount
    return found
