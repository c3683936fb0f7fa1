"""The definition of what a rule means for one household: three-valued, with everything that was read on the way.

A value that is not fully known is carried as what it can still be, so an answer is given as soon as it is settled:
nine wages known and one not is still "not below the line" when the nine are above it. Learning more never changes an
answer, it only narrows what is open.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

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
    Sort,
    Versions,
)
from welfarekit.rules.plan import Plan
from welfarekit.rules.ranged import apply
from welfarekit.rules.reading import read, read_none
from welfarekit.rules.values import MAYBE, Range, Value, anything, between, exact, high, hull, low
from welfarekit.truth import UNKNOWN

HOUSEHOLD = -1
"""The index that stands for the household where members count from 0."""

WARD_OF = Fact(Sort.CHOICE, "member", ("guardian",), "guardian in the household")


class Reading:
    """One household read under one plan. ``value(node, index)`` is what the node is for the member with that index."""

    def __init__(self, plan: Plan, household: Any, month: Any = UNKNOWN) -> None:
        self.plan, self.household, self.month = plan, household, month
        self.members = household.members
        # what was read, for each member and last for the household, so that the index -1 finds it
        self.memos: list[dict[Node, Value]] = [{} for _ in range(len(self.members) + 1)]

    def value(self, node: Node, index: int = HOUSEHOLD) -> Value:
        """The value of a node: exact, or what it can still be."""
        memo = self.memos[index if node.personal else HOUSEHOLD]
        value = memo.get(node, _ABSENT)
        if value is _ABSENT:
            value = memo[node] = _MEANING[type(node)](self, node, index)
        return value

    def has_read(self, node: Node, index: int) -> bool:
        """Whether the answer needed this node."""
        return node in self.memos[index if node.personal else HOUSEHOLD]

    def entity(self, fact: Fact, index: int) -> Any:
        """The domain object that a fact is read from."""
        if fact.entity == "member":
            return self.members[index]
        return self.household if fact.entity == "household" else self.month

    def _apply(self, node: Apply, index: int) -> Value:
        op, taken = node.op, node.operands
        if op in ("when", "and", "or"):  # what the law by itself can steer
            taken = self.plan.branches(node)
        if op == "when":
            if len(taken) == 1:
                return self.value(taken[0], index)
            test = self.value(taken[0], index)
            if exact(test):
                return self.value(taken[1] if test else taken[2], index)
        args, known, value, law = [], True, self.value, self.plan.values
        for arg in taken:
            kind = type(arg)
            if kind is Const:
                found: Value = arg.value  # type: ignore[attr-defined]  # a constant
            elif kind is LawValue and id(arg) in law:
                found = law[id(arg)]
            else:
                found = value(arg, index)
            args.append(found)
            if type(found) is Range or type(found) is frozenset:
                known = False
        if known and not node.operator.takes_extra:
            return node.operator.scalar(*args)
        return apply(node, args)

    def _named(self, node: Named, index: int) -> Value:
        return self.value(node.body, index)

    def _fact(self, node: Fact, index: int) -> Value:
        return read(node, self.entity(node, index))

    def _is_none(self, node: IsNone, index: int) -> Value:
        return read_none(node.fact, self.entity(node.fact, index))

    def _law(self, node: Node, index: int) -> Value:
        return self.plan.value(node)

    def _asked(self, node: Asked, index: int) -> Value:
        return self.plan.on.toordinal()

    def _version(self, node: Versions, index: int) -> Value:
        return self.value(self.plan.branches(node)[0], index)

    def _bracket(self, node: Bracket, index: int) -> Value:
        return bracket(self.plan, node, self.value(node.at, index))

    def linked(self, link: str, index: int) -> list[tuple[int, Value]]:
        """The members that an aggregate runs over, each with whether it belongs."""
        if not link:
            return [(other, True) for other in range(len(self.members))]
        me, found = self.members[index].id, []
        for other, member in enumerate(self.members):
            guardian = member.guardian
            if other != index and (guardian is UNKNOWN or guardian == me):
                found.append((other, MAYBE if guardian is UNKNOWN else True))
        return found

    def _over(self, node: Over, index: int) -> Value:
        """Sums and counts from the values of each member; who may or may not belong widens the range."""
        least, most = (0, 0) if node.how in ("count", "total", "largest") else (node.how == "every",) * 2
        for other, belongs in self.linked(node.link, index):
            if node.where is not None and belongs is True:
                belongs = self.value(node.where, other)
            if belongs is False:
                continue
            value = self.value(node.body, other)
            lo, hi = low(value), high(value)
            if not exact(belongs):  # it may count for nothing
                blank = node.how == "every"
                lo, hi = min(lo, blank), max(hi, blank)
            match node.how:
                case "count" | "total":
                    least, most = least + lo, most + hi
                case "any" | "largest":
                    least, most = max(least, lo), max(most, hi)
                case "every":
                    least, most = min(least, lo), min(most, hi)
        return between(least, most)


_ABSENT = object()
_MEANING: dict[type[Node], Callable[[Reading, Any, int], Value]] = {
    Apply: Reading._apply,
    Asked: Reading._asked,
    Bracket: Reading._bracket,
    Const: lambda reading, node, index: node.value,
    Discretion: lambda reading, node, index: MAYBE,
    Fact: Reading._fact,
    Given: Reading._law,
    IsNone: Reading._is_none,
    LawValue: Reading._law,
    Named: Reading._named,
    Over: Reading._over,
    Versions: Reading._version,
}


def bracket(plan: Plan, node: Bracket, at: Value) -> Value:
    """The value of a schedule: the row with the greatest ``from`` not above ``at``; nothing before the first."""
    parameter = plan.book.parameter(node.program, node.key)
    tables = plan.value(node)
    outcomes = []
    for table in tables if isinstance(tables, list) else [tables]:
        points = {low(at), high(at), *(start for start, _ in table if low(at) <= start <= high(at))}
        for point in points:
            value = parameter.zero
            for start, row_value in table:
                if start <= point:
                    value = row_value
            if parameter.continues == "nothing" and point > table[-1][0]:
                value = parameter.zero
            outcomes.append(value)
    return hull(node.sort, *outcomes) if outcomes else anything(node)

