"""What is the largest that any intermediate value can be? A program that could pass 64 bits refuses to load."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from welfarekit.errors import RuleError
from welfarekit.rules.law_file import Parameter
from welfarekit.rules.lawbook import Lawbook, law_of
from welfarekit.rules.node import Apply, Bracket, Const, Fact, LawValue, Named, Node, Over, Sort

LIMIT: Final = 2**63
MEMBERS: Final = 100
"""The most members that a household can have."""


def _values(parameter: Parameter, book: Lawbook) -> list[Any]:
    found: list[Any] = []
    for row in book.rows(parameter.program, parameter.key):
        value = row.value
        if isinstance(value, dict):
            found += value.values()
        elif parameter.kind == "schedule" and value is not None:
            found += [step for _, step in value]
        elif value is not None:
            found.append(value)
    return found


class Bounds:
    """The size of every node: the largest absolute value, and for a rate its largest numerator and denominator."""

    def __init__(self, book: Lawbook) -> None:
        self.book, self.memo = book, dict[int, tuple[int, int]]()

    def size(self, node: Node) -> tuple[int, int]:
        """(largest absolute value, 1), or (largest numerator, largest denominator) of a rate."""
        if id(node) not in self.memo:
            self.memo[id(node)] = self._size(node)
        return self.memo[id(node)]

    def _size(self, node: Node) -> tuple[int, int]:
        match node:
            case Const():
                return _of(node.value)
            case Fact():
                below = 10**node.places if node.sort is Sort.RATE else 1
                return max(abs(node.most), abs(node.least)), below
            case LawValue() | Bracket():
                sizes = [_of(value) for value in _values(law_of(node.program).parameters[node.key], self.book)]
                return max((a for a, _ in sizes), default=1), max((b for _, b in sizes), default=1)
            case Over():
                return self.size(node.body)[0] * (MEMBERS if node.how in ("total", "count") else 1), 1
            case Apply():
                return self._apply(node, [self.size(arg) for arg in node.args])
        parts = [self.size(arg) for arg in node.args]
        return max((a for a, _ in parts), default=1), max((b for _, b in parts), default=1)

    def _apply(self, node: Apply, sizes: list[tuple[int, int]]) -> tuple[int, int]:
        match node.op:
            case "add" | "sub" | "how_many":
                return sum(a for a, _ in sizes), 1
            case "mul":
                return sizes[0][0] * sizes[1][0], 1
            case "rate_mul":
                return sizes[0][0] * sizes[1][0], sizes[0][1] * sizes[1][1]
            case "share":
                step = max(sizes[2][0], 1)
                self.check(node, 2 * sizes[0][0] * sizes[1][0])
                self.check(node, 2 * sizes[1][1] * step)
                return sizes[0][0] * sizes[1][0] + step, 1
            case "rate_lt" | "rate_le":
                self.check(node, max(sizes[0][0] * sizes[1][1], sizes[1][0] * sizes[0][1]))
                return 1, 1
            case "points":
                return sizes[0][0] * node.extra.denominator, 1
        return max(a for a, _ in sizes), max(b for _, b in sizes)

    def check(self, node: Node, size: int) -> None:
        """Refuse what does not fit."""
        if size >= LIMIT:
            raise OverflowError(size)


def _of(value: Any) -> tuple[int, int]:
    if isinstance(value, Fraction):
        return abs(value.numerator), value.denominator
    if isinstance(value, tuple):  # a way of rounding: its step
        return int(value[1]), 1
    return (abs(int(value)), 1) if isinstance(value, int) else (1, 1)


def check_bounds(rulebook: Any, book: Lawbook | None = None) -> int:
    """The largest value that a rulebook can reach; RuleError if it could pass 2^63."""
    bounds, largest = Bounds(book or Lawbook.default()), 0
    for node in rulebook.whole_roots:
        stack = [node]
        where = rulebook.key
        while stack:
            part = stack.pop()
            if isinstance(part, Named):
                where = f"{rulebook.key}: {part.name}"
            try:
                size = max(bounds.size(part))
                bounds.check(part, size)
            except OverflowError as error:
                raise RuleError(f"{where} may reach {error.args[0]:.2e}, past 64 bits") from None
            largest = max(largest, size)
            stack.extend(arg for arg in part.args if id(arg) not in bounds.memo)
    return largest
