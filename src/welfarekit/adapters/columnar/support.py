"""On how few values a term depends: the leaves below it, and how many combinations of their codes there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from math import prod
from typing import Any, Final

from attrs import frozen

from welfarekit.adapters.columnar.joint import Joint
from welfarekit.adapters.columnar.law import Law
from welfarekit.adapters.columnar.leaves import Leaf, elapsed, plain_leaf
from welfarekit.rules.node import (
    Apply,
    Asked,
    Bracket,
    Const,
    Discretion,
    Fact,
    Given,
    IsNone,
    LawValue,
    Named,
    Node,
    Over,
    Versions,
)
from welfarekit.rules.values import exact

MOST: Final = 1 << 16
"""The most combinations that one decision table may have: half a megabyte of amounts, which stays in the cache."""
ABSENT, KNOWN, OPEN = range(3)
"""What is known of a fact over a whole register: nobody's is stated, everybody's is, or only some."""
Nodes = frozenset[Node]


@frozen
class Support:
    """The leaves that a term depends on, and the values of the law that differ from plan to plan."""

    leaves: Nodes = frozenset()
    law: Nodes = frozenset()

    def __or__(self, other: Support) -> Support:
        return Support(self.leaves | other.leaves, self.law | other.law)


NOTHING: Final = Support()


class Supports:
    """What every node of some terms depends on, under the plans at hand and with what is known of each fact."""

    def __init__(self, roots: Iterable[Node], law: Law, state: dict[str, int]) -> None:
        self.law, self.state = law, state
        self.leaves: dict[Node, Leaf | None] = {}
        self.joints: dict[Nodes, Joint] = {}
        self._memo: dict[Node, Support | None] = {}
        self._shares: dict[Node, Support | None] = {}
        self._open: dict[Node, bool] = {}
        self._parents: dict[Node, list[Node]] = defaultdict(list)
        self._taken: dict[Apply, Node | None] = {}
        self._same: dict[Node, Any] = {}
        self._exact: set[Node] = set()
        self._single: set[Bracket] = set()
        seen, stack = set[Node](), list(roots)
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                for below in self.below(node):
                    self._parents[below].append(node)
                    stack.append(below)

    def below(self, node: Node) -> tuple[Node, ...]:
        """The nodes that a node is read from, where the law does not choose between them."""
        if isinstance(node, Versions):
            return (self.law.version(node),)
        if isinstance(node, Apply) and node.op == "when":
            if node not in self._taken:
                self._taken[node] = self.law.taken(node)
            taken = self._taken[node]
            return node.args if taken is None else (taken,)
        return node.args

    def still_holds(self) -> bool:
        """Whether what was found holds under the plans that were added since."""
        return (
            all(self.law.taken(node) is taken for node, taken in self._taken.items())
            and all(found == value for node, value in self._same.items() for found in self.law.values(node))
            and all(exact(value) for node in self._exact for value in self.law.values(node))
            and all(len(self.law.tables(node)) == 1 for node in self._single)
            and not [joint for joint in self.joints.values() if not joint.grow()]  # all of them take the plans in
        )

    def is_open(self, node: Node) -> bool:
        """Whether the node may be not fully known for somebody."""
        if node not in self._open:
            self._open[node] = self._is_open(node)
        return self._open[node]

    def _is_open(self, node: Node) -> bool:
        match node:
            case Fact():
                return self.state[node.key] != KNOWN
            case IsNone():
                return self.state[node.fact.key] != KNOWN
            case LawValue() | Given():
                return not self._is_exact(node)
            case Bracket():
                return True
            case Over() if node.link:
                return True
        return isinstance(node, Discretion) or any(self.is_open(below) for below in self.below(node))

    def _is_exact(self, node: Node) -> bool:
        if all(map(exact, self.law.values(node))):
            self._exact.add(node)
            return True
        return False

    def _is_same(self, node: Node) -> bool:
        """Whether the law has one value under all plans."""
        values = self.law.values(node)
        if all(value == values[0] for value in values):
            self._same[node] = values[0]
            return True
        return False

    def constant(self, node: Node) -> bool:
        """Whether the node is the same for everybody."""
        return self.support(node) == NOTHING

    def support(self, node: Node) -> Support | None:
        """What the node depends on; None where that cannot be written as a table."""
        if node not in self._memo:
            self._memo[node] = self._support(node)
        return self._memo[node]

    def _support(self, node: Node) -> Support | None:
        match node:
            case Const() | Asked() | Discretion():
                return NOTHING
            case Fact() | IsNone():
                fact = node.fact if isinstance(node, IsNone) else node
                return NOTHING if self.state[fact.key] == ABSENT else self.itself(node)
            case LawValue() | Given():
                return NOTHING if self._is_same(node) else Support(law=frozenset([node]))
            case Named() | Versions():
                return self._across(node, self.below(node)[0])
            case Over():
                return self.itself(node)
            case Bracket():
                if len(self.law.tables(node)) > 1:
                    return None
                self._single.add(node)
                return self._across(node, node.at)
            case Apply(op="years" | "months") if isinstance(node.args[0], Fact) and self.state[node.args[0].key] != ABSENT:
                return self.itself(node) or self._combined(node)
        return self._combined(node)

    def _combined(self, node: Node) -> Support | None:
        parts = [(self._across(node, below), below) for below in self.below(node)]
        while True:
            found = NOTHING
            for part, _ in parts:
                if part is None:
                    return self.itself(node)
                found = found | part
            if self.size(found) <= MOST:
                return found
            largest = max(range(len(parts)), key=lambda i: self.size(parts[i][0]))
            part, below = parts[largest]
            instead = self.itself(below)
            if instead is None or instead == part:
                return self.itself(node)
            parts[largest] = instead, below

    def _across(self, node: Node, below: Node) -> Support | None:
        """What is below, seen from ``node``: of a household's value that is used for members only the value matters."""
        return self._shared(below) if node.personal and not below.personal else self.support(below)

    def _shared(self, node: Node) -> Support | None:
        if node not in self._shares:
            self._shares[node] = self._find_shared(node)
        return self._shares[node]

    def _find_shared(self, node: Node) -> Support | None:
        part = self.support(node)
        if part is None or len(part.leaves) < 2:
            return part
        found = self.itself(node)
        if found is None and isinstance(node, Apply | Named | Versions):
            found = NOTHING
            for below in self.below(node):
                shared = self._shared(below)
                if shared is None:
                    return None
                found = found | shared
        return found

    def itself(self, node: Node) -> Support | None:
        """The node as a leaf of its own."""
        return None if self.leaf(node) is None else Support(frozenset([node]))

    def leaf(self, node: Node) -> Leaf | None:
        """The node's possible values as codes, if they are few."""
        if node not in self.leaves:
            leaf = self._leaf(node)
            self.leaves[node] = leaf if leaf is not None and leaf.size > 1 else None
        return self.leaves[node]

    def _leaf(self, node: Node) -> Leaf | None:
        if isinstance(node, Apply) and node.op in ("years", "months"):
            fact, until = node.args
            if not isinstance(fact, Fact) or fact.optional or not self.constant(until) or self.is_open(until):
                return None
            (day,) = self._values(until) or (None,)
            return None if day is None else elapsed(node, day, self._edges(node), is_open=self.is_open(fact))
        return plain_leaf(node, is_open=self.is_open(node))

    def size(self, support: Support | None) -> int:
        """How many combinations there are."""
        if support is None:
            return MOST + 1
        sizes = [leaf.size for leaf in map(self.leaf, support.leaves) if leaf is not None]
        return prod(sizes) * len(self.joint(support.law).known) if support.law else prod(sizes)

    def joint(self, nodes: Nodes) -> Joint:
        """The combinations of these values of the law that occur."""
        if nodes not in self.joints:
            self.joints[nodes] = Joint(tuple(sorted(nodes, key=id)), self.law)
            self.joints[nodes].grow()
        return self.joints[nodes]

    def _values(self, node: Node) -> frozenset[Any] | None:
        """Every value of a term that asks nothing but the law; None where one is missing or not known."""
        if isinstance(node, LawValue | Given):
            values = frozenset(self.law.values(node))
        elif isinstance(node, Const | Asked):
            values = frozenset([self.law.plans[0].law_only(node)])
        else:
            values = frozenset(plan.law_only(node) for plan in self.law.plans)
        return None if None in values or not all(map(exact, values)) else values

    def _edges(self, node: Node) -> list[int] | None:
        """The numbers at which an answer can turn, if the rules only compare the node with numbers of the law.

        A number that comes later with another place is not among them; then the table that compares with it is made anew.
        """
        edges: set[int] = set()
        stack = [(node, parent) for parent in self._parents[node]]
        while stack:
            child, parent = stack.pop()
            if isinstance(parent, Named | Versions):
                stack += [(parent, above) for above in self._parents[parent]]
                continue
            if not isinstance(parent, Apply) or parent.op not in ("lt", "le", "eq"):
                return None
            first = parent.args[0] is child
            other = parent.args[1 if first else 0]
            values = self._values(other)
            if values is None:
                return None
            # below 18 turns at 18, up to 18 at 19; 18 or more at 18, above 18 at 19
            turns = (0, 1) if parent.op == "eq" else (0,) if first == (parent.op == "lt") else (1,)
            edges.update(value + turn for value in values for turn in turns)
        return sorted(edges)
