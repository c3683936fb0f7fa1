"""Decision tables: a term that depends on a few flags, choices, grades and ages is read once over every combination of them.

For a household it is then one look-up instead of dozens of operations. What stands in a table is worked out by the column reader
itself, so a table cannot mean anything else than the term it stands for; facts that are not known are combinations like others.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import numpy as np
from attrs import frozen

from welfarekit.adapters.columnar.block import Block, Stated
from welfarekit.adapters.columnar.column import Column, each, of, spread_out
from welfarekit.adapters.columnar.law import Law
from welfarekit.adapters.columnar.leaves import Leaf
from welfarekit.adapters.columnar.reading import ColumnReading
from welfarekit.adapters.columnar.support import ABSENT, KNOWN, NOTHING, OPEN, Joint, Support, Supports, mesh
from welfarekit.rules.node import Apply, Fact, IsNone, Named, Node, Sort, Versions, walk
from welfarekit.truth import UNKNOWN

_WEIGHTS: Final = {"years": 40, "months": 40, "share": 40, "when": 6, "how_many": 2}
"""How much dearer an operation is than an "and" on yes and no."""
_LOOK_UP: Final = 14
"""What a look-up costs, in the same unit."""


@frozen(eq=False)
class Combination:
    """Which combination of codes each row has: the household's leaves and law first, then the member's."""

    support: Support
    personal: bool
    joint: Joint | None
    common: tuple[Leaf, ...]
    own: tuple[Leaf, ...]

    def index(self, reading: FusedReading) -> Any:
        """The number of each row's combination."""
        found: Any = None
        if self.joint is not None:
            found = self.joint.by_plan.take(reading.which, mode="clip")
        found = _appended(found, self.common, reading)
        if self.personal:
            found = None if found is None else found.take(reading.block.owner, mode="clip")
            found = _appended(found, self.own, reading)
        return found.astype(np.intp)


def _appended(found: Any, leaves: tuple[Leaf, ...], reading: FusedReading) -> Any:
    """The numbers with the codes of more leaves behind them, in 16 bits: there are no more combinations than that holds."""
    narrow, size = None, 1
    for leaf in leaves:  # in 8 bits as far as that goes
        if size * leaf.size > 1 << 8:
            found, narrow, size = _joined(found, narrow, size), None, 1
        code = reading.code(leaf)
        narrow, size = code if narrow is None else narrow * np.uint8(leaf.size) + code, size * leaf.size
    return _joined(found, narrow, size)


def _joined(found: Any, narrow: Any, size: int) -> Any:
    if narrow is None:
        return found
    return narrow.astype(np.uint16) if found is None else found * np.uint16(size) + narrow


@frozen(eq=False)
class Table:
    """What a term is for each combination. Of a test that may be open 0, 1, 2 say no, not known, yes.

    A test may be yes exactly where an amount of the same combinations, ``amount``, is not zero: that is quicker to see.
    """

    combination: Combination
    values: Column
    codes: Any = None
    amount: Node | None = None

    def column(self, index: Any) -> Column:
        """The term, row by row."""
        if self.codes is None:
            return each(self.values, lambda array: array.take(index, mode="clip"))
        code = self.codes.take(index, mode="clip")
        return Column(code == 2, code != 0)


class _Nobody(Block):
    """Stands for the household while a table is made: all that it could state is in the combination."""

    size = 0
    places = ()
    starts = np.zeros(1, dtype=np.int64)

    def stated(self, fact: Fact) -> Stated | None:
        return None


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
        self._made: dict[tuple[int, ...], tuple[int, Fusion]] = {}

    def fusion(self, known: Knowledge) -> Fusion:
        """The tables for what is known; made anew where plans that were added have what they do not."""
        key, plans = tuple(known.state.values()), len(self.law.plans)
        kept = self._made.get(key)
        if kept is None or (kept[0] != plans and not kept[1].supports.still_holds()):
            kept = plans, Fusion(self.roots, self.law, known.state, self.month)
        self._made[key] = plans, kept[1]
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
