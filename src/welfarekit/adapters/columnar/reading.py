"""What every kind of node means on columns: the same tree, operators and law as in the definition in ``explain``."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np

from welfarekit.adapters.columnar.block import Block, Groups, Stated
from welfarekit.adapters.columnar.brackets import looked_up
from welfarekit.adapters.columnar.column import (
    Column,
    constant,
    each,
    mask_of,
    mask_type,
    of,
    pair_where,
    pick,
    rate_pick,
    take,
)
from welfarekit.adapters.columnar.facts import fact_column, none_column
from welfarekit.adapters.columnar.law import Law
from welfarekit.adapters.columnar.members import aggregate, narrowed, pairs
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
    domain_of,
)
from welfarekit.rules.reading import read, read_none
from welfarekit.rules.values import MAYBE
from welfarekit.truth import UNKNOWN


class ColumnReading:
    """A block read under one plan per household. All plans are of one day; ``which`` numbers them row by row."""

    def __init__(self, block: Block, law: Law, which: Any = None, month: Any = UNKNOWN) -> None:
        self.block, self.law, self.month = block, law, month
        self.which = np.zeros(block.size, dtype=np.intp) if which is None else which
        self.memo: dict[int, Column] = {}

    def column(self, node: Node) -> Column:
        """The node's value for every household, or for every member if it is personal."""
        found = self.memo.get(id(node))
        if found is None:
            found = self.memo[id(node)] = self.read(node)
        return found

    def at(self, node: Node, personal: bool) -> Column:
        """The column, spread over members where a household's value is used for each of them."""
        column = self.column(node)
        return take(column, self.block.owner) if personal and not node.personal else column

    def rows(self, node: Node) -> int:
        """How many rows the node's column has."""
        return self.block.people if node.personal else self.block.size

    def read(self, node: Node) -> Column:
        """The column, made now."""
        return _MEANING[type(node)](self, node)

    def stated(self, fact: Fact) -> Stated:
        """What is stated of a fact, or a column of which nothing is known."""
        found = self.block.stated(fact)
        if found is not None:
            return found
        kind = {Sort.TEST: bool, Sort.DAY: np.int32, Sort.CHOICE: np.uint8}.get(fact.sort, np.int64)
        return Stated(np.zeros(self.rows(fact), dtype=kind), np.zeros(self.rows(fact), dtype=bool))

    def _law(self, node: Node) -> Column:
        return take(self.law.column(node), self.which)

    def _const(self, node: Const) -> Column:
        return constant(node.value, node.sort, node.domain)

    def _fact(self, node: Fact) -> Column:
        if node.entity == "month" and self.month is not UNKNOWN:
            return constant(read(node, self.month), node.sort, node.domain)
        return fact_column(node, self.block.stated(node))

    def _is_none(self, node: IsNone) -> Column:
        fact = node.fact
        if fact.entity == "month" and self.month is not UNKNOWN:
            return constant(read_none(fact, self.month), Sort.TEST)
        return none_column(self.block.stated(fact), self.rows(fact))

    def _asked(self, node: Asked) -> Column:
        return constant(self.law.on.toordinal(), Sort.DAY)

    def _discretion(self, node: Discretion) -> Column:
        return constant(MAYBE, Sort.TEST)

    def _bracket(self, node: Bracket) -> Column:
        at, tables = self.at(node.at, node.personal), self.law.tables(node)
        which = np.intp(0) if len(tables) == 1 else self.which[self.block.owner] if node.personal else self.which
        parameter = self.law.plans[0].book.parameter(node.program, node.key)
        return looked_up(node.sort, tables, which, at, parameter.zero, parameter.continues)

    def _versions(self, node: Versions) -> Column:
        return self.at(self.law.version(node), node.personal)

    def _over(self, node: Over) -> Column:
        body = self.at(node.body, True)
        blank: Any = node.how == "every" if node.sort is Sort.TEST or node.how in ("any", "every", "count") else 0
        if node.how == "count":
            blank = False
        lo, hi = body.lo, body.hi
        if node.where is not None:
            where = self.at(node.where, True)
            lo, hi = narrowed(lo, hi, where.lo, where.hi, blank)
        block = self.block
        if not node.link:
            return self._ends(node, lo, hi, block.groups)
        guardians, wards, sure = pairs(block)
        everyone = (block.people,)
        ends = [np.broadcast_to(end, everyone)[wards] for end in (lo, hi)]
        least, most = narrowed(ends[0], ends[0] if hi is lo else ends[1], sure, np.ones(len(sure), dtype=bool), blank)
        counts = np.bincount(guardians, minlength=block.people)
        return self._ends(node, least, most, Groups(np.concatenate(([0], np.cumsum(counts)))))

    def _ends(self, node: Over, lo: Any, hi: Any, groups: Groups) -> Column:
        low_end = aggregate(node.how, lo, groups)
        return Column(low_end, low_end if hi is lo else aggregate(node.how, hi, groups))

    def _named(self, node: Named) -> Column:
        return self.column(node.body)

    def _apply(self, node: Apply) -> Column:
        if node.op == "when":
            taken = self.law.taken(node)
            if taken is not None:
                return self._rebased(node, node.operands.index(taken), self.at(taken, node.personal))
        args = [self.at(arg, node.personal) for arg in node.operands]
        match node.op:
            case "is_in":
                return self._is_in(node, args[0])
            case "when":
                return self._when(node, args)
            case "first_known":
                return self._first_known(node, args)
            case "eq":
                a, b = args
                if a.exact and b.exact:
                    return of(a.lo == b.lo)
                return Column((a.lo == a.hi) & (b.lo == b.hi) & (a.lo == b.lo), (a.lo <= b.hi) & (b.lo <= a.hi))
        extra = [node.extra] if node.operator.takes_extra else []
        if all(arg.exact for arg in args):
            return of(node.operator.column(np, *(arg.lo for arg in args), *extra))
        return self._monotone(node, args, extra)

    def _is_in(self, node: Apply, choice: Column) -> Column:
        domain = domain_of(node.operands[0])
        wanted = mask_type(domain)(mask_of(frozenset(node.extra) & frozenset(domain), domain))
        possible = node.operator.column(np, choice.lo, wanted)
        sure = (choice.lo & ~wanted) == 0
        return of(sure) if np.array_equal(sure, possible) else Column(sure, possible)

    def _monotone(self, node: Apply, args: list[Column], extra: list[Any]) -> Column:
        operator = node.operator
        signs = operator.signs if len(operator.signs) == len(args) else operator.signs[:1] * len(args)
        if "*" not in signs:
            least = [arg.lo if sign == "+" else arg.hi for sign, arg in zip(signs, args, strict=True)]
            most = [arg.hi if sign == "+" else arg.lo for sign, arg in zip(signs, args, strict=True)]
            return Column(operator.column(np, *least, *extra), operator.column(np, *most, *extra))
        corners = [
            operator.column(np, *corner, *extra)
            for corner in product(*(((arg.lo,) if arg.exact else (arg.lo, arg.hi)) for arg in args))
        ]
        if node.sort is Sort.RATE:
            lowest, highest = corners[0], corners[0]
            for corner in corners[1:]:
                lowest, highest = rate_pick(lowest, corner, smaller=True), rate_pick(highest, corner, smaller=False)
            return Column(lowest, highest)
        return Column(np.minimum.reduce(corners), np.maximum.reduce(corners))

    def _when(self, node: Apply, args: list[Column]) -> Column:
        test, then, otherwise = args
        then, otherwise = self._rebased(node, 1, then), self._rebased(node, 2, otherwise)
        known = all(arg.exact for arg in args)
        if node.sort is Sort.CHOICE:
            return of(pick(test.lo, then.lo, pick(~test.hi, otherwise.lo, then.lo | otherwise.lo)))
        if isinstance(then.lo, tuple):
            if known:
                return of(pair_where(test.lo, then.lo, otherwise.lo))
            open_test = test.lo != test.hi
            lowest, highest = rate_pick(then.lo, otherwise.lo, smaller=True), rate_pick(then.hi, otherwise.hi, smaller=False)
            lo = pair_where(test.lo, then.lo, pair_where(open_test, lowest, otherwise.lo))
            return Column(lo, pair_where(test.lo, then.hi, pair_where(open_test, highest, otherwise.hi)))
        if known:
            return of(pick(test.lo, then.lo, otherwise.lo))
        lo = pick(test.lo, then.lo, pick(test.hi, np.minimum(then.lo, otherwise.lo), otherwise.lo))
        return Column(lo, pick(test.lo, then.hi, pick(test.hi, np.maximum(then.hi, otherwise.hi), otherwise.hi)))

    def _first_known(self, node: Apply, args: list[Column]) -> Column:
        stated, computed = self._rebased(node, 0, args[0]), self._rebased(node, 1, args[1])
        if node.sort is Sort.CHOICE:
            one, two = _single(stated.lo), _single(computed.lo)
            return of(pick(one, stated.lo, pick(two, computed.lo, stated.lo | computed.lo)))
        if stated.exact:
            return stated
        known, also = stated.lo == stated.hi, computed.lo == computed.hi
        lo = pick(known, stated.lo, pick(also, computed.lo, np.minimum(stated.lo, computed.lo)))
        return Column(lo, pick(known, stated.hi, pick(also, computed.hi, np.maximum(stated.hi, computed.hi))))

    def _rebased(self, node: Apply, position: int, column: Column) -> Column:
        """A choice's mask in the order of the values of ``node``."""
        source, target = domain_of(node.operands[position]), node.domain
        if node.sort is not Sort.CHOICE or source == target:
            return column
        table = np.zeros(1 << len(source), dtype=mask_type(target))
        for bit, value in enumerate(source):
            table[(np.arange(len(table)) >> bit & 1) == 1] |= table.dtype.type(1 << target.index(value))
        return each(column, lambda array: table[array])


def _single(mask: Any) -> Any:
    return (mask & (mask - mask.dtype.type(1))) == 0


_MEANING: dict[type[Node], Callable[[ColumnReading, Any], Column]] = {
    Apply: ColumnReading._apply,
    Asked: ColumnReading._asked,
    Bracket: ColumnReading._bracket,
    Const: ColumnReading._const,
    Discretion: ColumnReading._discretion,
    Fact: ColumnReading._fact,
    Given: ColumnReading._law,
    IsNone: ColumnReading._is_none,
    LawValue: ColumnReading._law,
    Named: ColumnReading._named,
    Over: ColumnReading._over,
    Versions: ColumnReading._versions,
}
