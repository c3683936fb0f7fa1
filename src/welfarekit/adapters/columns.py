"""The second reader: the same tree on columns of many households at once (needs numpy, the extra ``arrow``).

Every value is carried as its lowest and its highest possibility; where everything is known both are the same array.
A choice is a bit mask of what it can still be. So unknown facts mean exactly what they mean to the definition in ``explain``.
Nothing here is imported by the core.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from attrs import frozen

from welfarekit.errors import NotInForce, RuleError
from welfarekit.money import MODES
from welfarekit.rules.explain import bracket
from welfarekit.rules.lawbook import Lawbook
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
from welfarekit.rules.plan import Plan, plan_for
from welfarekit.rules.reading import read, read_none
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.values import Value, among, between, exact, high, low
from welfarekit.truth import UNKNOWN

try:
    import numpy as np
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("columns need numpy: pip install 'welfarekit[arrow]'") from error


@frozen(eq=False)
class Column:
    """One value per household or per member. ``hi is lo`` where everything is known. A rate is a pair of arrays."""

    lo: Any
    hi: Any

    @property
    def exact(self) -> bool:
        """Whether everything in it is known."""
        return self.hi is self.lo


def _take(column: Column, index: Any) -> Column:
    def pick(array: Any) -> Any:
        return tuple(part[index] for part in array) if isinstance(array, tuple) else array[index]

    lo = pick(column.lo)
    return Column(lo, lo if column.exact else pick(column.hi))


def _mask(value: Value, domain: tuple[str, ...]) -> int:
    values = value if isinstance(value, frozenset) else {value}
    return sum(1 << domain.index(choice) for choice in values)


def pack(values: Sequence[Value], sort: Sort, domain: tuple[str, ...] = ()) -> Column:
    """Values of the scalar reader as a column."""
    if sort is Sort.CHOICE:
        array = np.array([_mask(value, domain) for value in values], dtype=np.int64)
        return Column(array, array)
    ends = [[low(value) for value in values]]
    if not all(map(exact, values)):
        ends.append([high(value) for value in values])
    arrays: list[Any] = []
    for end in ends:
        if sort is Sort.RATE:
            arrays.append(tuple(np.array([getattr(v, p) for v in end], np.int64) for p in ("numerator", "denominator")))
        elif sort is Sort.ROUNDING:
            modes = np.array([MODES.index(mode) for mode, _ in end], np.int64)
            arrays.append((modes, np.array([step for _, step in end], np.int64)))
        else:
            arrays.append(np.array(end, dtype=bool if sort is Sort.TEST else np.int64))
    return Column(arrays[0], arrays[-1])


class Table:
    """Households as columns: which rows the members are, and every fact read on demand."""

    def __init__(self, households: Sequence[Any], months: Sequence[Any] | None = None) -> None:
        self.households = list(households)
        self.months = list(months) if months is not None else [UNKNOWN] * len(self.households)
        sizes = [len(household.members) for household in self.households]
        self.people = [member for household in self.households for member in household.members]
        self.starts = np.concatenate(([0], np.cumsum(np.array(sizes, dtype=np.int64)))).astype(np.int64)
        self.owner = np.repeat(np.arange(len(sizes)), sizes)

    def entities(self, entity: str) -> list[Any]:
        """The objects that facts of an entity are read from."""
        return {"household": self.households, "member": self.people, "month": self.months}[entity]

    def guardians(self) -> tuple[Any, Any]:
        """For each member the row of the guardian (-1 for none, -2 while not known), and the household's first row."""
        rows = np.full(len(self.people), -1, dtype=np.int64)
        for index, household in enumerate(self.households):
            first = int(self.starts[index])
            at = {member.id: first + offset for offset, member in enumerate(household.members)}
            for offset, member in enumerate(household.members):
                guardian = member.guardian
                rows[first + offset] = -2 if guardian is UNKNOWN else -1 if guardian is None else at.get(guardian, -1)
        return rows, self.starts[self.owner]


class ColumnReading:
    """A table read under one plan per household; all plans are of one rulebook and one day."""

    def __init__(self, table: Table, plans: Sequence[Plan]) -> None:
        self.table, self.plans = table, list(plans)
        unique: dict[int, int] = {}
        self.distinct: list[Plan] = []
        self.which = np.zeros(len(self.plans), dtype=np.int64)
        for row, plan in enumerate(self.plans):
            if id(plan) not in unique:
                unique[id(plan)] = len(self.distinct)
                self.distinct.append(plan)
            self.which[row] = unique[id(plan)]
        self.memo: dict[int, Column] = {}

    def column(self, node: Node) -> Column:
        """The node's value for every household, or for every member if it is personal."""
        if id(node) not in self.memo:
            self.memo[id(node)] = self._column(node)
        return self.memo[id(node)]

    def at(self, node: Node, personal: bool) -> Column:
        """The column, spread over members where a household's value is used for each of them."""
        column = self.column(node)
        return _take(column, self.table.owner) if personal and not node.personal else column

    def _column(self, node: Node) -> Column:
        rows = len(self.table.people if node.personal else self.table.households)
        match node:
            case Named():
                return self.column(node.body)
            case Const():
                value: Any = _mask(node.value, node.domain) if node.sort is Sort.CHOICE else node.value
                return _take(pack([value], Sort.COUNT if node.sort is Sort.CHOICE else node.sort), np.zeros(rows, np.int64))
            case Fact():
                return pack([read(node, e) for e in self.table.entities(node.entity)], node.sort, node.domain)
            case IsNone():
                return pack([read_none(node.fact, e) for e in self.table.entities(node.fact.entity)], Sort.TEST)
            case Asked():
                return pack([plan.on.toordinal() for plan in self.plans], Sort.DAY)
            case LawValue() | Given():
                return self._law(node)
            case Bracket():
                return self._bracket(node)
            case Discretion():
                return Column(np.zeros(rows, dtype=bool), np.ones(rows, dtype=bool))
            case Over():
                return self._over(node)
            case Versions():
                return self._versions(node)
            case Apply():
                return self._apply(node)
        raise RuleError(f"no column meaning for {type(node).__name__}")

    def _law(self, node: Node) -> Column:
        values = []
        for plan in self.distinct:
            try:
                values.append(plan.value(node))
            except NotInForce:  # only in a branch that is not taken there: plans are complete where it matters
                values.append(_BLANK[node.sort] if node.sort is not Sort.CHOICE else domain_of(node)[0])
        return _take(pack(values, node.sort, domain_of(node)), self.which)

    def _bracket(self, node: Bracket) -> Column:
        at = self.at(node.at, node.personal)
        which = self.which[self.table.owner] if node.personal else self.which
        points = list(zip(at.lo.tolist(), at.hi.tolist(), which.tolist(), strict=True))
        def at_row(lo: Any, hi: Any, plan: Plan) -> Value:
            try:
                return bracket(plan, node, between(lo, hi))
            except NotInForce:  # a branch that is not taken there
                return _BLANK[node.sort]

        return pack([at_row(lo, hi, self.distinct[plan]) for lo, hi, plan in points], node.sort)

    def _versions(self, node: Versions) -> Column:
        chosen = {id(plan): plan.branches(node)[0] for plan in self.distinct}
        if len({id(option) for option in chosen.values()}) != 1:
            raise RuleError("one column reading is for one day")
        return self.at(next(iter(chosen.values())), node.personal)

    def _over(self, node: Over) -> Column:
        table = self.table
        body = self.at(node.body, True)
        where = None if node.where is None else self.at(node.where, True)
        lo, hi = body.lo, body.hi
        blank: Any = node.how == "every" if node.sort is Sort.TEST or node.how in ("any", "every", "count") else 0
        if node.how == "count":
            blank = False
        if where is not None:
            lo, hi = _narrowed(lo, hi, where.lo, where.hi, blank)
        if not node.link:
            return self._ends(node.how, lo, hi, table.starts)
        return self._linked(node, lo, hi, blank)

    def _ends(self, how: str, lo: Any, hi: Any, starts: Any) -> Column:
        low_end = _aggregate(how, lo, starts)
        return Column(low_end, low_end if hi is lo else _aggregate(how, hi, starts))

    def _linked(self, node: Over, lo: Any, hi: Any, blank: Any) -> Column:
        """Over one's wards: pairs of members of one household, so that an unknown guardian may be anyone else."""
        rows, _ = self.table.guardians()
        pairs_guardian, pairs_ward, certain = [], [], []
        for index in range(len(self.table.households)):
            first, last = int(self.table.starts[index]), int(self.table.starts[index + 1])
            for guardian in range(first, last):
                for ward in range(first, last):
                    if ward != guardian and rows[ward] in (guardian, -2):
                        pairs_guardian.append(guardian)
                        pairs_ward.append(ward)
                        certain.append(rows[ward] == guardian)
        order = np.array(pairs_ward, dtype=np.int64)
        sure = np.array(certain, dtype=bool)
        narrowed = _narrowed(lo[order], hi[order], sure, np.ones(len(order), bool), blank)
        counts = np.bincount(np.array(pairs_guardian, dtype=np.int64), minlength=len(rows))
        starts = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        return self._ends(node.how, *narrowed, starts)

    def _apply(self, node: Apply) -> Column:
        if node.op == "when":
            taken = [plan.branches(node) for plan in self.distinct]
            if taken and len(taken[0]) == 1 and all(len(t) == 1 and t[0] is taken[0][0] for t in taken):
                return self._rebase(node, node.operands.index(taken[0][0]), self.at(taken[0][0], node.personal))
        args = [self.at(arg, node.personal) for arg in node.operands]
        extra = []
        operator = node.operator
        if operator.takes_extra:
            extra = [_mask(node.extra, domain_of(node.operands[0])) if node.op == "is_in" else node.extra]
        match node.op:
            case "is_in":
                mask = args[0].lo
                possible, sure = operator.column(np, mask, *extra), (mask & ~np.int64(extra[0])) == 0
                return Column(sure, sure if np.array_equal(sure, possible) else possible)
            case "when":
                return self._when(node, args)
            case "first_known":
                return self._first_known(node, args)
            case "eq":
                a, b = args
                sure = (a.lo == a.hi) & (b.lo == b.hi) & (a.lo == b.lo)
                return Column(sure, sure if a.exact and b.exact else (a.lo <= b.hi) & (b.lo <= a.hi))
        if all(arg.exact for arg in args):
            result = operator.column(np, *(arg.lo for arg in args), *extra)
            return Column(result, result)
        return self._monotone(operator, node, args, extra)

    def _monotone(self, operator: Any, node: Apply, args: list[Column], extra: list[Any]) -> Column:
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
                lowest, highest = _rate_pick(lowest, corner, smaller=True), _rate_pick(highest, corner, smaller=False)
            return Column(lowest, highest)
        return Column(np.minimum.reduce(corners), np.maximum.reduce(corners))

    def _when(self, node: Apply, args: list[Column]) -> Column:
        test, then, otherwise = args
        then, otherwise = self._rebase(node, 1, then), self._rebase(node, 2, otherwise)
        if node.sort is Sort.CHOICE:
            mask = np.where(test.lo, then.lo, np.where(~test.hi, otherwise.lo, then.lo | otherwise.lo))
            return Column(mask, mask)
        if isinstance(then.lo, tuple):
            open_test = test.lo != test.hi
            lowest, highest = _rate_pick(then.lo, otherwise.lo, smaller=True), _rate_pick(then.hi, otherwise.hi, smaller=False)
            lo = _pair_where(test.lo, then.lo, _pair_where(open_test, lowest, otherwise.lo))
            hi = _pair_where(test.lo, then.hi, _pair_where(open_test, highest, otherwise.hi))
            return Column(lo, lo if all(arg.exact for arg in args) else hi)
        lo = np.where(test.lo, then.lo, np.where(test.hi, np.minimum(then.lo, otherwise.lo), otherwise.lo))
        if all(arg.exact for arg in args):
            return Column(lo, lo)
        return Column(lo, np.where(test.lo, then.hi, np.where(test.hi, np.maximum(then.hi, otherwise.hi), otherwise.hi)))

    def _first_known(self, node: Apply, args: list[Column]) -> Column:
        stated, computed = self._rebase(node, 0, args[0]), self._rebase(node, 1, args[1])
        if node.sort is Sort.CHOICE:
            one, two = _single(stated.lo), _single(computed.lo)
            mask = np.where(one, stated.lo, np.where(two, computed.lo, stated.lo | computed.lo))
            return Column(mask, mask)
        if stated.exact:
            return stated
        known, also = stated.lo == stated.hi, computed.lo == computed.hi
        lo = np.where(known, stated.lo, np.where(also, computed.lo, np.minimum(stated.lo, computed.lo)))
        hi = np.where(known, stated.hi, np.where(also, computed.hi, np.maximum(stated.hi, computed.hi)))
        return Column(lo, hi)

    def _rebase(self, node: Apply, position: int, column: Column) -> Column:
        """A choice's mask in the order of the values of ``node``."""
        source, target = domain_of(node.operands[position]), node.domain
        if node.sort is not Sort.CHOICE or source == target:
            return column
        mask = np.zeros_like(column.lo)
        for bit, value in enumerate(source):
            mask |= np.where(column.lo & (1 << bit), 1 << target.index(value), 0)
        return Column(mask, mask)


_BLANK: dict[Sort, Any] = {
    Sort.TEST: False, Sort.AMOUNT: 0, Sort.COUNT: 0, Sort.RATE: Fraction(0), Sort.DAY: 1, Sort.ROUNDING: ("down", 1),
}  # fmt: skip


def _single(mask: Any) -> Any:
    return (mask & (mask - 1)) == 0


def _narrowed(lo: Any, hi: Any, sure: Any, possible: Any, blank: Any) -> tuple[Any, Any]:
    """What members contribute when it is open whether they belong: their value, or nothing."""
    low_end = np.where(sure, lo, np.where(possible, np.minimum(lo, blank), blank))
    if hi is lo and np.array_equal(sure, possible):
        return low_end, low_end
    return low_end, np.where(sure, hi, np.where(possible, np.maximum(hi, blank), blank))


def _aggregate(how: str, values: Any, starts: Any) -> Any:
    """One value per household from those of its members; a household without members gets what an empty sum gives."""
    numbers = values.astype(np.int64)
    if how == "largest":
        result = np.zeros(len(starts) - 1, dtype=np.int64)
        np.maximum.at(result, np.repeat(np.arange(len(starts) - 1), np.diff(starts)), numbers)
        return result
    sums = np.concatenate(([0], np.cumsum(numbers)))
    totals = sums[starts[1:]] - sums[starts[:-1]]
    if how == "any":
        return totals > 0
    return totals == np.diff(starts) if how == "every" else totals


def _rate_pick(a: Any, b: Any, *, smaller: bool) -> Any:
    first = (a[0] * b[1] <= b[0] * a[1]) if smaller else (a[0] * b[1] >= b[0] * a[1])
    return _pair_where(first, a, b)


def _pair_where(test: Any, a: Any, b: Any) -> Any:
    return np.where(test, a[0], b[0]), np.where(test, a[1], b[1])


@frozen(eq=False)
class Answers:
    """What came out for each household: columns of eligible, benefit (minor units) and status, and errors by row."""

    rulebook: Rulebook
    rows: tuple[int, ...]
    eligible: Column
    benefit: Column | None
    status: Column | None
    errors: dict[int, NotInForce]

    def answer(self, position: int) -> tuple[Value, Value, Value]:
        """One row as the scalar reader gives it."""
        def scalar(column: Column | None) -> Value:
            return None if column is None else between(column.lo[position].item(), column.hi[position].item())

        eligible = scalar(self.eligible)
        status = None
        if self.status is not None:
            domain = domain_of(self.rulebook.whole[2])  # type: ignore[arg-type]  # there is a status
            bits = int(self.status.lo[position])
            status = among(frozenset(value for bit, value in enumerate(domain) if bits >> bit & 1))
        return eligible, None if eligible is False else scalar(self.benefit), status


def assess_columns(
    rulebook: Rulebook,
    households: Sequence[Any],
    on: dt.date,
    *,
    months: Sequence[Any] | None = None,
    law: Lawbook | None = None,
    decided: dt.date | None = None,
) -> Answers:
    """Every household under one program on one day, read as columns. A place without law is an error beside its row."""
    book, plans, rows, errors = law or Lawbook.default(), [], [], {}
    for row, household in enumerate(households):
        try:
            plans.append(plan_for(rulebook, book, household, on, decided))
            rows.append(row)
        except NotInForce as error:
            errors[row] = error
    table = Table([households[row] for row in rows], None if months is None else [months[row] for row in rows])
    reading = ColumnReading(table, plans)
    eligible, benefit, status = (None if root is None else reading.column(root) for root in rulebook.whole)
    assert eligible is not None
    return Answers(rulebook, tuple(rows), eligible, benefit, status, errors)
