"""Values with few possibilities, as codes: a flag, a choice, a grade, an age between the ages that the rules compare it with.

What a code stands for is a column of its own (``Leaf.values``), one row per code; a fact that is not known has a code too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from attrs import frozen

from welfarekit.adapters.columnar.block import EPOCH
from welfarekit.adapters.columnar.column import Column, mask_of, mask_type, of, pick
from welfarekit.adapters.columnar.facts import bits_of, codes
from welfarekit.adapters.columnar.reading import ColumnReading
from welfarekit.rules.node import Apply, Fact, Node, Sort, domain_of
from welfarekit.rules.reading import EMPTY, unknown_of
from welfarekit.rules.values import high, low

MOST_COUNT: Final = 40
"""A number with more possibilities than this is not coded."""
FIRST: Final = dt.date(1850, 1, 1).toordinal()
LAST: Final = dt.date(2200, 1, 1).toordinal()


@frozen(eq=False)
class Leaf:
    """A node whose value is one of few: what each code stands for, and the code of each row of a reading."""

    node: Node
    values: Column
    codes: Callable[[ColumnReading], Any]

    @property
    def size(self) -> int:
        """How many codes there are."""
        return len(self.values.lo)


def test_leaf(node: Node, *, is_open: bool) -> Leaf:
    """A yes or no: 0 and 1; or 0, 1, 2 for no, not known, yes."""
    if not is_open:

        def bit(reading: ColumnReading) -> Any:
            return _filled(reading, node, reading.column(node).lo.view(np.uint8))

        return Leaf(node, of(np.array([False, True])), bit)

    def code(reading: ColumnReading) -> Any:
        column = reading.column(node)
        return _filled(reading, node, column.lo.view(np.uint8) + column.hi.view(np.uint8))

    return Leaf(node, Column(np.array([False, False, True]), np.array([False, True, True])), code)


def _filled(reading: ColumnReading, node: Node, array: Any) -> Any:
    return np.broadcast_to(array, (reading.rows(node),)) if np.ndim(array) == 0 else array


def choice_leaf(node: Node, *, is_open: bool) -> Leaf | None:
    """A choice that is worked out: its mask, or its position where it is always known. None where there are too many."""
    domain = domain_of(node)
    if len(domain) <= 4:
        masks = np.arange(1 << len(domain), dtype=mask_type(domain))
        return Leaf(node, of(masks), lambda reading: _filled(reading, node, reading.column(node).lo))
    if is_open or len(domain) > 16:
        return None
    position = np.zeros(1 << len(domain), dtype=np.uint8)
    position[bits_of(domain)] = range(len(domain))
    return Leaf(node, of(bits_of(domain)), lambda reading: _filled(reading, node, position[reading.column(node).lo]))


def choice_fact(fact: Fact, *, is_open: bool) -> Leaf:
    """A stated choice: the position in its domain, and one more while it is not known."""
    masks = list(bits_of(fact.domain))
    if is_open:
        masks.append(mask_of(frozenset(fact.domain), fact.domain))

    def code(reading: ColumnReading) -> Any:
        stated = reading.stated(fact)
        found = codes(fact, stated)
        return found if stated.known is None else pick(stated.known, found, found.dtype.type(len(fact.domain)))

    return Leaf(fact, of(np.array(masks, dtype=mask_type(fact.domain))), code)


def count_fact(fact: Fact, *, is_open: bool) -> Leaf | None:
    """A small number: how far it lies above the least, and one more while it is not known."""
    possible = unknown_of(fact)
    least, most = min(low(possible), 0), high(possible)
    if fact.places or most - least > MOST_COUNT:
        return None
    lo, hi = np.arange(least, most + 1), np.arange(least, most + 1)
    if is_open:
        lo, hi = np.append(lo, low(possible)), np.append(hi, most)

    def code(reading: ColumnReading) -> Any:
        stated = reading.stated(fact)
        found = (stated.values if least == 0 else stated.values - least).astype(np.uint8)
        if stated.none is not None:
            found = pick(~stated.none, found, np.uint8(EMPTY[fact.sort] - least))
        return found if stated.known is None else pick(stated.known, found, np.uint8(most - least + 1))

    return Leaf(fact, of(lo) if not is_open else Column(lo, hi), code)


def elapsed(node: Apply, until: int, cuts: list[int] | None, *, is_open: bool) -> Leaf:
    """Years or months from a stated day to ``until``: between which of ``cuts`` they lie, or (None) exactly how many."""
    fact = node.operands[0]
    assert isinstance(fact, Fact)
    passed = node.operator.column(np, np.arange(FIRST, LAST + 1), np.int64(until))
    edges = np.array(cuts, dtype=np.int64) if cuts is not None else np.unique(passed)[1:]
    first = passed.min() if cuts is None or not cuts else cuts[0] - 1
    values = np.concatenate(([first], edges))  # one of each class: compared with what the rules compare, all of it answer alike
    kind = np.uint8 if len(values) < 255 else np.uint16
    table = np.searchsorted(edges, passed, "right").astype(kind)
    lo = hi = values
    if is_open:
        lo, hi = np.append(values, values[table.min()]), np.append(values, values[table.max()])
    unknown = kind(len(values))

    def code(reading: ColumnReading) -> Any:
        stated = reading.stated(fact)
        found = table.take(np.subtract(stated.values, FIRST - EPOCH, dtype=np.intp), mode="clip")
        return found if stated.known is None else pick(stated.known, found, unknown)

    return Leaf(node, of(lo) if not is_open else Column(lo, hi), code)


def plain_leaf(node: Node, *, is_open: bool) -> Leaf | None:
    """The leaf of a node by itself: a test, a choice, a small number; None for anything else."""
    match node:
        case Fact(sort=Sort.CHOICE):
            return choice_fact(node, is_open=is_open)
        case Fact(sort=Sort.COUNT):
            return count_fact(node, is_open=is_open)
    if node.sort is Sort.TEST:
        return test_leaf(node, is_open=is_open)
    return choice_leaf(node, is_open=is_open) if node.sort is Sort.CHOICE else None
