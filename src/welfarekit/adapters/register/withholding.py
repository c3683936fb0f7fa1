"""Small counts withheld from the lines of a statement, with all that is made from them, as the kind of statement says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from attrs import frozen

from welfarekit.adapters.register.lines import Line
from welfarekit.adapters.register.suppression import Cell, Cube, Sum, withheld
from welfarekit.errors import WelfarekitError

Names = tuple[str, ...]


@frozen
class Rules:
    """What a kind of statement counts, and how that hangs together."""

    watched: Names
    """The counts that are withheld where they are small."""
    sums: tuple[tuple[Names, str], ...]
    """Counts of a row that add up to another."""
    tied: Mapping[str, Names]
    """Counts that would tell, or what is made from them would, a count that is withheld."""
    made_from: Mapping[str, Names]
    """Columns that are withheld together with any of these counts."""
    of_total: Mapping[str, str]
    """Shares of the total of a count's sum: any of them tells the total, and goes where that is withheld."""
    of_benefits: Names
    """The watched counts of which a program without a benefit has none, as everybody knows."""
    small: Callable[[Mapping[str, int], int], Iterable[str]]
    """The counts of a row to withhold because another, that is not watched, is under the least count."""


def checked(suppress: int | None) -> int | None:
    """The least count that may be shown, if it is one."""
    if suppress is not None and (type(suppress) is not int or suppress < 2):
        raise WelfarekitError(f"suppress={suppress!r} withholds nothing; give the least count that may be shown, 2 or more")
    return suppress


def columns_withheld(lines: Sequence[Line], rules: Rules, least: int) -> dict[int, set[str]]:
    """The columns to withhold by the number of the line; the total over all lines is the one after them."""
    cube = Cube.of([line.key for line in lines])
    names = [*lines[0].cells] if lines else []
    rows = [{name: sum(lines[one].cells[name] for one in members) for name in names} for members in cube.members]
    paid = [any(lines[one].currency for one in members) for members in cube.members]
    values = {
        (row, name): own[name] for row, own in enumerate(rows)
        for name in rules.watched if paid[row] or name not in rules.of_benefits
    }  # fmt: skip
    small = {cell for cell, count in values.items() if 0 < count < least}
    small |= {(row, name) for row, own in enumerate(rows) for name in rules.small(own, least)} & values.keys()
    sums = [
        Sum(tuple((part, name) for part in parts if (part, name) in values), (whole, name))
        for name in rules.watched for parts, whole in cube.sums if (whole, name) in values
    ]  # fmt: skip
    sums += [Sum(tuple((row, part) for part in parts), (row, whole)) for row in range(len(rows)) for parts, whole in rules.sums]
    found: set[Cell] = set()
    while not small <= found:
        found = withheld(values, small | found, sums, least)
        small = {(row, other) for row, name in found for other in rules.tied.get(name, ())} & values.keys()
    return _by_line(found, len(lines), len(rows) - 1, rules)


def _by_line(found: set[Cell], lines: int, total: int, rules: Rules) -> dict[int, set[str]]:
    """``total`` is the row over everything; without columns to group by it is the one line, too."""
    columns: dict[int, set[str]] = {}
    for row, name in found:
        for line in [row] * (row < lines) + [lines] * (row == total):
            columns.setdefault(line, {name}).update((name, *(made for made, of in rules.made_from.items() if name in of)))
    for made, name in rules.of_total.items():
        for line in range(lines + 1) if (total, name) in found else ():
            columns.setdefault(line, set()).add(made)
    return columns
