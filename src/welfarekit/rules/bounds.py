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


Size = tuple[int, int, Fraction]
"""The largest absolute value (of a rate: of its numerator), the largest denominator, and the largest value of a rate."""


class Bounds:
    """The size of every node, from the greatest value of each fact and the values that the law has."""

    def __init__(self, book: Lawbook) -> None:
        self.book, self.memo = book, dict[int, Size]()

    def size(self, node: Node) -> Size:
        """How large the node can become."""
        if id(node) not in self.memo:
            size = self._size(node)
            check(size[0])  # also of a test, since what it compares must fit
            self.memo[id(node)] = (1, 1, Fraction(0)) if node.sort in (Sort.TEST, Sort.CHOICE) else size
        return self.memo[id(node)]

    def _size(self, node: Node) -> Size:
        match node:
            case Const():
                return _of(node.value)
            case Fact():
                most = max(abs(node.most), abs(node.least))
                below = 10**node.places if node.sort is Sort.RATE else 1
                return most, below, Fraction(most, below)
            case LawValue() | Bracket():
                return _largest([_of(value) for value in _values(law_of(node.program).parameters[node.key], self.book)])
            case Over():
                times = MEMBERS if node.how in ("total", "count") else 1
                return self.size(node.body)[0] * times, 1, Fraction(0)
            case Apply():
                return self._apply(node, [self.size(arg) for arg in node.args])
        return _largest([self.size(arg) for arg in node.args])

    def _apply(self, node: Apply, sizes: list[Size]) -> Size:
        match node.op:
            case "add" | "sub" | "how_many":
                return sum(size[0] for size in sizes), 1, Fraction(0)
            case "mul":
                return sizes[0][0] * sizes[1][0], 1, Fraction(0)
            case "rate_mul":
                a, b = sizes
                return a[0] * b[0], a[1] * b[1], a[2] * b[2]
            case "share":
                amount, rate, rounding = sizes
                step = max(rounding[0], 1)
                check(2 * amount[0] * rate[0])
                check(2 * rate[1] * step)
                return int(amount[0] * rate[2]) + step, 1, Fraction(0)
            case "rate_lt" | "rate_le" | "rate_max":
                a, b = sizes
                check(max(a[0] * b[1], b[0] * a[1]))
                return _largest(sizes) if node.op == "rate_max" else (1, 1, Fraction(0))
            case "points":
                return sizes[0][0] * node.extra.denominator, 1, Fraction(0)
        return _largest(sizes)


def check(size: int) -> None:
    """Refuse what does not fit."""
    if size >= LIMIT:
        raise OverflowError(size)


def _largest(sizes: list[Size]) -> Size:
    return tuple(max(column) for column in zip(*sizes, (1, 1, Fraction(0)), strict=True))


def _of(value: Any) -> Size:
    if isinstance(value, Fraction):
        return abs(value.numerator), value.denominator, abs(value)
    if isinstance(value, tuple):  # a way of rounding: its step
        return int(value[1]), 1, Fraction(0)
    return abs(int(value)) if isinstance(value, int) else 1, 1, Fraction(0)


def check_bounds(rulebook: Any, book: Lawbook | None = None) -> int:
    """The largest value that a rulebook can reach; RuleError if it could pass 2^63."""
    bounds, largest = Bounds(book or Lawbook.default()), 0
    for node in (*reversed(rulebook.rules), *rulebook.whole_roots):  # what a rule rests on comes first, so it is named
        try:
            largest = max(largest, bounds.size(node)[0])
        except OverflowError as error:
            where = f"{rulebook.key}: {node.name}" if isinstance(node, Named) else rulebook.key
            raise RuleError(f"{where} may reach {error.args[0]:.2e}, past 64 bits") from None
    return largest
