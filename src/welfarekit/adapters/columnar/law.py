"""What the law says under each of many plans, as columns with one row per plan; kept while plans are added."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from welfarekit.adapters.columnar.column import BLANK, Column, constant, pack
from welfarekit.errors import NotInForce
from welfarekit.rules.node import Apply, Bracket, Node, Sort, Versions, domain_of
from welfarekit.rules.plan import Plan
from welfarekit.rules.values import Value


def _blank(node: Node) -> Value:
    return domain_of(node)[0] if node.sort is Sort.CHOICE else BLANK[node.sort]


class Law:
    """The values of the law under ``plans``, a list that may grow. All plans are of one day."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self.plans = plans
        self._values: dict[int, list[Value]] = {}
        self._columns: dict[int, tuple[int, Column]] = {}
        self._taken: dict[int, tuple[int, Node | None]] = {}

    @property
    def on(self) -> dt.date:
        """The day asked."""
        return self.plans[0].on

    def values(self, node: Node) -> list[Value]:
        """The node's value under each plan; blank where a plan has none, in a branch that it does not take."""
        found = self._values.setdefault(id(node), [])
        for plan in self.plans[len(found) :]:
            try:
                found.append(plan.value(node))
            except NotInForce:
                found.append([] if isinstance(node, Bracket) else _blank(node))
        return found

    def column(self, node: Node) -> Column:
        """One row per plan, or a constant where all plans agree."""
        kept = self._columns.get(id(node))
        if kept is None or kept[0] != len(self.plans):
            values = self.values(node)
            same = all(value == values[0] for value in values)
            column = constant(values[0], node.sort, domain_of(node)) if same else pack(values, node.sort, domain_of(node))
            kept = self._columns[id(node)] = len(values), column
        return kept[1]

    def tables(self, node: Bracket) -> list[Any]:
        """The possible schedules under each plan; a single entry where all plans agree."""
        found = [value if isinstance(value, list) else [value] for value in self.values(node)]
        return found[:1] if all(tables == found[0] for tables in found) else found

    def version(self, node: Versions) -> Node:
        """The version of the day; where there is none no place has an answer, and any version will do."""
        return node.on(self.on) or node.options[0]

    def taken(self, node: Apply) -> Node | None:
        """The branch of a "when" that the law itself takes under every plan; None where they differ or facts decide."""
        seen, branch = self._taken.get(id(node), (0, None))
        if seen == len(self.plans) or (seen and branch is None):
            return branch
        for plan in self.plans[seen:]:
            branches = plan.branches(node)
            if len(branches) != 1 or (branch is not None and branches[0] is not branch):
                branch = None
                break
            branch = branches[0]
        self._taken[id(node)] = len(self.plans), branch
        return branch
