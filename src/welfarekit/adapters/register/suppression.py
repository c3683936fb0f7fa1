"""Which counts of a table are withheld, so that nothing is told about a few people: the small ones, and what betrays them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import combinations
from random import Random
from typing import Any, Final, TypeAlias

from attrs import frozen

Cell: TypeAlias = tuple[int, str]
"""A cell: the number of its row, and its column."""
_PRIME: Final = 2**61 - 1
_ALL: Final = object()


@frozen
class Sum:
    """Cells that add up to another."""

    parts: tuple[Cell, ...]
    whole: Cell

    def unknown(self, hidden: set[Cell]) -> dict[Cell, int]:
        """What is not known of it, each with its sign."""
        found = dict.fromkeys((cell for cell in self.parts if cell in hidden), 1)
        return found | {self.whole: -1} if self.whole in hidden else found


@frozen
class Cube:
    """The rows of a table, and after them the rows with totals that could be published of it.

    Totals are made over each choice of columns of the keys, up to the last row, which is over everything. ``members`` are the
    rows of the table that each row is over, ``sums`` name rows that add up to another.
    """

    members: tuple[tuple[int, ...], ...]
    sums: tuple[tuple[tuple[int, ...], int], ...]

    @classmethod
    def of(cls, keys: Sequence[tuple[Any, ...]]) -> Cube:
        """The rows for the keys of a table, all of one length."""
        width = len(keys[0]) if keys else 0
        rows: dict[tuple[Any, ...], int] = {}
        members: list[list[int]] = []
        parts: dict[tuple[int, int], list[int]] = {}
        for size in range(width + 1):
            for left_out in combinations(range(width), size):
                for number, key in enumerate(keys):
                    over = tuple(_ALL if place in left_out else value for place, value in enumerate(key))
                    if over not in rows:
                        rows[over] = len(members)
                        members.append([])
                    members[rows[over]].append(number)
        for key, row in rows.items():
            for place in (place for place in range(width) if key[place] is not _ALL):
                parts.setdefault((rows[(*key[:place], _ALL, *key[place + 1 :])], place), []).append(row)
        sums = [(tuple(own), row) for (row, _), own in parts.items()]
        return cls(tuple(map(tuple, members)), tuple(sorted(sums, key=lambda one: -one[1])))  # the totals over most come first


def withheld(values: Mapping[Cell, int], small: Iterable[Cell], sums: Sequence[Sum], least: int) -> set[Cell]:
    """The cells to withhold: ``small``, and others, the smallest first, until nothing betrays one.

    What betrays a cell: that it follows from the cells that are shown by adding and subtracting the ``sums``, in any number of
    steps; or that all that is withheld from a sum holds less than ``least`` together. A zero is withheld only where nothing
    else is left. This is no guard against whoever knows some of the people.
    """
    found = set(small)
    while True:
        while _closed(_above, values, found, sums, least) or _closed(_below, values, found, sums, least, once=True):
            pass
        told = _determined(sums, found)
        more = {_another(cell, sums, values, found) for cell in told} - {None}
        if not more:
            return found
        found |= more  # type: ignore[arg-type]  # None is taken out


def _closed(
    rule: Callable[[Sum, Mapping[Cell, int], set[Cell], int], Cell | None],
    values: Mapping[Cell, int],
    found: set[Cell],
    sums: Sequence[Sum],
    least: int,
    *,
    once: bool = False,
) -> bool:
    """Whether a rule about one sum adds to what is ``found``; it adds all that it asks for, or the first such cell."""
    added = False
    for one in sums:
        while (more := rule(one, values, found, least)) is not None:
            found.add(more)
            added = True
            if once:
                return True
    return added


def _shown(one: Sum, values: Mapping[Cell, int], found: set[Cell]) -> list[Cell]:
    """The parts that are shown, the smallest first and zeros last."""
    return sorted((cell for cell in one.parts if cell not in found), key=lambda cell: (not values[cell], values[cell]))


def _above(one: Sum, values: Mapping[Cell, int], found: set[Cell], least: int) -> Cell | None:
    """What else to withhold since a part of a sum is withheld and the whole is shown; None if it is enough."""
    hidden = [cell for cell in one.parts if cell in found]
    if not hidden or one.whole in found:
        return None
    shown = _shown(one, values, found)
    if len(hidden) == 1:
        return shown[0] if shown else one.whole
    enough = sum(values[cell] for cell in hidden) >= least
    return None if enough or not shown or not values[shown[0]] else shown[0]


def _below(one: Sum, values: Mapping[Cell, int], found: set[Cell], least: int) -> Cell | None:
    """What else to withhold since the whole of a sum is withheld and every part is shown."""
    if one.whole not in found or any(cell in found for cell in one.parts):
        return None
    return next(iter(_shown(one, values, found)), None)


def _determined(sums: Sequence[Sum], hidden: set[Cell]) -> list[Cell]:
    """The hidden cells that have one possible value only, once all sums are known and the other cells shown.

    What can be added to the hidden cells without changing a sum is a vector; here a random one is made, modulo a prime. A cell
    where every such vector is zero is determined. (Where this one is zero by chance, 1 in 2**61, a cell too many is withheld.)
    """
    rows = sorted((row for row in (one.unknown(hidden) for one in sums) if row), key=len)
    often = Counter(cell for row in rows for cell in row)
    solved: dict[Cell, dict[Cell, int]] = {}  # each cell by cells that are solved later, or free
    for row in rows:
        while True:
            known = [cell for cell in row if cell in solved]
            if not known:
                break
            for cell in known:
                factor = row.pop(cell)
                for other, times in solved[cell].items():
                    row[other] = (row.get(other, 0) + factor * times) % _PRIME
            row = {cell: times for cell, times in row.items() if times}
        if row:
            pivot = min(row, key=lambda cell: (often[cell], cell))
            inverse = -pow(row.pop(pivot), -1, _PRIME)
            solved[pivot] = {cell: times * inverse % _PRIME for cell, times in row.items()}
    chance = Random(0)
    change = {cell: chance.randrange(1, _PRIME) for cell in sorted(hidden) if cell not in solved}
    for cell, terms in reversed(solved.items()):
        change[cell] = sum(times * change[other] for other, times in terms.items()) % _PRIME
    return sorted(cell for cell, amount in change.items() if not amount)


def _another(cell: Cell, sums: Sequence[Sum], values: Mapping[Cell, int], found: set[Cell]) -> Cell | None:
    """The smallest cell that is shown in a sum with this one, or anywhere; None if everything is withheld."""
    with_it = [one for one in sums if cell == one.whole or cell in one.parts]
    beside = {part for one in with_it for part in (*one.parts, one.whole)} - found
    return min(beside or set(values) - found, key=lambda other: (not values[other], values[other], other), default=None)
