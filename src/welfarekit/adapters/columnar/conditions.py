"""The condition that decided, for every row at once: the same search as :mod:`welfarekit.rules.deciding`, with masks of rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from welfarekit.adapters.columnar.column import Column
from welfarekit.adapters.columnar.reading import ColumnReading
from welfarekit.rules.deciding import is_constant
from welfarekit.rules.node import Apply, Named, Node, Versions


class Conditions:
    """Searches below one term. ``names`` only grows, so that a code keeps its meaning from block to block."""

    def __init__(self, root: Node, personal: bool) -> None:
        self.root, self.personal = root, personal
        self.names: dict[str, int] = {}

    def codes(self, reading: ColumnReading) -> Any:
        """For each row the position of the rule in ``names``; -1 where the answer is yes or no rule has a name."""
        rows = reading.block.people if self.personal else reading.block.size
        search = _Search(reading, self.personal, self.names, np.full(rows, -1, dtype=np.int16))
        value = search.column(self.root)
        search.into(self.root, np.broadcast_to(~value.hi, (rows,)), False, -1)
        if not value.exact:
            search.into(self.root, np.broadcast_to(value.lo != value.hi, (rows,)), None, -1)
        return search.found


class _Search:
    def __init__(self, reading: ColumnReading, personal: bool, names: dict[str, int], found: Any) -> None:
        self.reading, self.personal, self.names, self.found = reading, personal, names, found

    def column(self, node: Node) -> Column:
        return self.reading.at(node, self.personal)

    def has(self, node: Node, wanted: bool | None) -> Any:
        """Which rows have this value: yes, no, or (None) not known."""
        column = self.column(node)
        return column.lo != column.hi if wanted is None else column.lo if wanted else ~column.hi

    def into(self, node: Node, rows: Any, wanted: bool | None, code: int) -> None:
        """Name, for these rows, the innermost rule on the way to the first part with the value ``wanted``."""
        if not rows.any():
            return
        match node:
            case Named():
                self.into(node.body, rows, wanted, self.names.setdefault(node.name, len(self.names)))
            case Versions():
                self.into(self.reading.law.version(node), rows, wanted, code)
            case Apply(op="not"):
                self.into(node.args[0], rows, None if wanted is None else not wanted, code)
            case Apply(op="and" | "or") if wanted is None or wanted is (node.op == "or"):
                for part in node.args:
                    here = rows & self.has(part, wanted)
                    self.into(part, here, wanted, code)
                    rows = rows & ~here
            case Apply(op="when"):
                self._when(node, rows, wanted, code)
            case _:
                self.found[rows] = code

    def _when(self, node: Apply, rows: Any, wanted: bool | None, code: int) -> None:
        test, then, otherwise = node.args
        unknown, yes, no = (rows & self.has(test, value) for value in (None, True, False))
        self.into(test if wanted is None else then, unknown, wanted, code)
        decides = wanted is False
        self.into(*((test, yes, True) if decides and is_constant(then, False) else (then, yes, wanted)), code)
        exception = decides and (is_constant(then, True) or is_constant(otherwise, False))
        self.into(*((test, no, False) if exception else (otherwise, no, wanted)), code)
