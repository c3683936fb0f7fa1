"""A block read by decision tables where they pay, and step by step elsewhere."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, Final

import numpy as np

from welfarekit.adapters.columnar.block import Block, Stated
from welfarekit.adapters.columnar.column import Column, of
from welfarekit.adapters.columnar.fusion import Fusion
from welfarekit.adapters.columnar.law import Law
from welfarekit.adapters.columnar.leaves import Leaf
from welfarekit.adapters.columnar.reading import ColumnReading
from welfarekit.adapters.columnar.support import ABSENT, KNOWN, OPEN
from welfarekit.rules.node import Fact, IsNone, Node, walk
from welfarekit.truth import UNKNOWN

_MOST_KEPT: Final = 8
"""Sets of decision tables for different gaps in the facts."""


class FusedReading(ColumnReading):
    """Reads a block by decision tables where they pay, and step by step elsewhere."""

    def __init__(self, block: Block, fusion: Fusion, which: Any) -> None:
        super().__init__(block, fusion.law, which, fusion.month)
        self.fusion = fusion
        self._stated: dict[str, Stated] = {}
        self._indices: dict[int, Any] = {}
        self._codes: dict[Node, Any] = {}

    def read(self, node: Node) -> Column:
        """The column, from a table, or made step by step."""
        fusion = self.fusion
        known = fusion.constants.get(node)
        if known is not None:
            return known
        table = fusion.table(node)
        if table is not None:
            if table.amount is not None and id(table.amount) in self.memo:
                return of(self.memo[id(table.amount)].lo != 0)
            at = id(table.combination)
            if at not in self._indices:
                self._indices[at] = table.combination.index(self)
            return table.column(self._indices[at])
        column = super().read(node)
        if column.constant and fusion.supports.constant(node):
            fusion.constants[node] = column
        return column

    def stated(self, fact: Fact) -> Stated:
        """What is stated of a fact, prepared once."""
        found = self._stated.get(fact.key)
        if found is None:
            found = self._stated[fact.key] = super().stated(fact)
        return found

    def code(self, leaf: Leaf) -> Any:
        """The code of each row, in 8 bits if that holds it."""
        found = self._codes.get(leaf.node)
        if found is None:
            found = self._codes[leaf.node] = leaf.codes(self).astype(np.uint8 if leaf.size <= 1 << 8 else np.uint16, copy=False)
        return found


class Fusions:
    """The decision tables of some terms, one set for each way in which facts are known."""

    def __init__(self, roots: Iterable[Node], law: Law, month: Any = UNKNOWN) -> None:
        self.roots, self.law, self.month = tuple(roots), law, month
        asked = [node.fact if isinstance(node, IsNone) else node for node in walk(*self.roots) if isinstance(node, Fact | IsNone)]
        self.facts = {fact.key: fact for fact in asked}
        self._made: OrderedDict[tuple[int, ...], tuple[int, Fusion]] = OrderedDict()

    def fusion(self, known: Knowledge) -> Fusion:
        """The tables for what is known; made anew where plans that were added have what they do not."""
        key, plans = tuple(known.state.values()), len(self.law.plans)
        kept = self._made.get(key)
        if kept is None or (kept[0] != plans and not kept[1].supports.still_holds()):
            kept = plans, Fusion(self.roots, self.law, known.state, self.month)
        self._made[key] = plans, kept[1]
        if len(self._made) > _MOST_KEPT:
            self._made.popitem(last=False)
        return kept[1]


class Knowledge:
    """What is known of each fact over the blocks of one register."""

    def __init__(self, facts: dict[str, Fact], month: Any = UNKNOWN) -> None:
        given = month is not UNKNOWN
        self.facts = {key: fact for key, fact in facts.items() if not (given and fact.entity == "month")}
        self.state = dict.fromkeys(facts, ABSENT)
        self._fresh = True

    def notice(self, block: Block) -> None:
        """Look at the next block: a fact that is known for some only stays so."""
        for key, fact in self.facts.items():
            stated = block.stated(fact)
            state = ABSENT if stated is None else KNOWN if stated.known is None else OPEN
            self.state[key] = state if self._fresh or state == self.state[key] else OPEN
        self._fresh = False
