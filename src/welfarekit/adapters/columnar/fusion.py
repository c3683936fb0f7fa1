"""Decision tables: a term that depends on a few flags, choices, grades and ages is read once over every combination of them.

For a household it is then one look-up instead of dozens of operations. What stands in a table is worked out by the column reader
itself, so a table cannot mean anything else than the term it stands for; facts that are not known are combinations like others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from welfarekit.adapters.columnar.block import Block, Stated
from welfarekit.adapters.columnar.column import Column, each, of, spread_out
from welfarekit.adapters.columnar.combination import Combination, Table
from welfarekit.adapters.columnar.joint import mesh
from welfarekit.adapters.columnar.law import Law
from welfarekit.adapters.columnar.reading import ColumnReading
from welfarekit.adapters.columnar.support import NOTHING, Support, Supports
from welfarekit.rules.node import Apply, Fact, IsNone, Named, Node, Sort, Versions
from welfarekit.truth import UNKNOWN

_WEIGHTS: Final = {"years": 40, "months": 40, "share": 40, "when": 6, "how_many": 2}
"""How much dearer an operation is than an "and" on yes and no."""
_LOOK_UP: Final = 14
"""What a look-up costs, in the same unit."""


class _Nobody(Block):
    """Stands for the household while a table is made: all that it could state is in the combination."""

    size = 0
    places = ()
    starts = np.zeros(1, dtype=np.int64)

    def stated(self, fact: Fact) -> Stated | None:
        return None

    def guardians(self) -> Any:
        return np.zeros(0, dtype=np.int64)


class Fusion:
    """The decision tables of some terms, under the plans at hand and with what is known of each fact."""

    def __init__(self, roots: Iterable[Node], law: Law, state: dict[str, int], month: Any = UNKNOWN) -> None:
        self.law, self.state, self.month = law, dict(state), month
        self.supports = Supports(roots, law, self.state)
        self.constants: dict[Node, Column] = {}
        self._combinations: list[Combination] = []
        self._tables: dict[Node, Table | None] = {}

    def table(self, node: Node) -> Table | None:
        """The table of a term; None where reading it step by step is as quick or it depends on too much."""
        if node not in self._tables:
            self._tables[node] = self._make(node)
        return self._tables[node]

    def _make(self, node: Node) -> Table | None:
        support = self.supports.support(node)
        if support is None or support == NOTHING or node in support.leaves or not isinstance(node, Apply | Named | Versions):
            return None
        if self._cost(node, support) <= _LOOK_UP + len(support.leaves):
            return None
        combination = self._combination(support, node.personal)
        values = self._read(node, combination)
        if node.sort is Sort.TEST and not values.exact:
            return Table(combination, values, values.lo.view(np.uint8) + values.hi.view(np.uint8))
        if node.sort is Sort.TEST:
            return Table(combination, values, amount=self._told_by(values, combination))
        return Table(combination, values)

    def _told_by(self, values: Column, combination: Combination) -> Node | None:
        """An amount that is not zero exactly where the test is yes."""
        for node, table in self._tables.items():
            if table is None or table.combination is not combination or node.sort is not Sort.AMOUNT:
                continue
            if table.values.exact and np.array_equal(values.lo, table.values.lo != 0):
                return node
        return None

    def _cost(self, node: Node, support: Support) -> int:
        """What reading the term step by step would cost."""
        cost, seen, stack = sum(_WEIGHTS.get(_operation(leaf), 0) for leaf in support.leaves), set[Node](), [node]
        while stack:
            part = stack.pop()
            if part in seen or part in support.leaves or self.supports.constant(part):
                continue
            seen.add(part)
            if part is node or self._tables.get(part) is None:  # what is looked up already costs nothing more
                stack += self.supports.below(part)
            if not isinstance(part, Named | Versions):
                weight = _WEIGHTS.get(_operation(part), 1) * (1 if part.sort is Sort.TEST else 4)
                cost += weight * (3 if self.supports.is_open(part) else 1)
        return cost

    def _combination(self, support: Support, personal: bool) -> Combination:
        for known in self._combinations:
            more = known.support.leaves - support.leaves  # stated by themselves, so that none can wait for this table
            if known.personal == personal and known.support | support == known.support and all(map(_is_stated, more)):
                return known
        leaves = [leaf for leaf in map(self.supports.leaf, support.leaves) if leaf is not None]
        common = tuple(leaf for leaf in leaves if not leaf.node.personal)
        own = tuple(leaf for leaf in leaves if leaf.node.personal)
        joint = self.supports.joint(support.law) if support.law else None
        made = Combination(support, personal, joint, common, own)
        self._combinations.append(made)
        return made

    def _read(self, node: Node, combination: Combination) -> Column:
        """The term over every combination, by the column reader."""
        joint, leaves = combination.joint, (*combination.common, *combination.own)
        sizes = [leaf.size for leaf in leaves]
        codes = mesh(sizes if joint is None else [len(joint.known), *sizes])
        reading = Mesh(_Nobody(), self.law, np.zeros(0, np.intp), self.month)
        if joint is not None:
            for law_node, column in zip(joint.nodes, joint.columns(), strict=True):
                reading.memo[id(law_node)] = _picked(column, codes[0])
        for leaf, code in zip(leaves, codes[-len(leaves) :] if leaves else [], strict=True):
            reading.memo[id(leaf.node)] = _picked(leaf.values, code)
        column = spread_out(reading.column(node), len(codes[0]))
        if isinstance(column.lo, tuple):
            same = all(np.array_equal(a, b) for a, b in zip(column.lo, column.hi, strict=True))
        else:
            same = np.array_equal(column.lo, column.hi)
        column = of(column.lo) if same else column
        return each(column, np.ascontiguousarray)


def _operation(node: Node) -> str:
    return node.op if isinstance(node, Apply) else ""


def _is_stated(node: Node) -> bool:
    return isinstance(node, Fact | IsNone) or _operation(node) in ("years", "months")


def _picked(column: Column, codes: Any) -> Column:
    return each(column, lambda array: array[codes])


class Mesh(ColumnReading):
    """Reads a term over combinations: a household's value is that of the same row, whoever it is used for."""

    def at(self, node: Node, personal: bool) -> Column:
        """The column; household and member share a row."""
        return self.column(node)
