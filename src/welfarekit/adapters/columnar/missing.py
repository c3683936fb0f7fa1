"""The facts that settle what is still open, for many subjects at once: the same search as ``needs_for``, over pairs of rows."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import numpy as np

from welfarekit.adapters.columnar.column import Column
from welfarekit.adapters.columnar.members import pairs
from welfarekit.adapters.columnar.reading import ColumnReading
from welfarekit.rules.explain import WARD_OF
from welfarekit.rules.node import (
    Apply,
    Bracket,
    Discretion,
    Fact,
    Given,
    IsNone,
    LawValue,
    Node,
    Over,
    Sort,
    Versions,
    walk,
)
from welfarekit.rules.plan import selectors
from welfarekit.rules.reasons import PLACE
from welfarekit.rules.rulebook import Rulebook


def is_open(column: Column, sort: Sort, rows: Any) -> Any:
    """Which of these rows are not known."""
    if column.exact and sort is not Sort.CHOICE:
        return np.zeros(len(rows), dtype=bool)
    lo, hi = (tuple(_at(part, rows) for part in (end if isinstance(end, tuple) else (end,))) for end in (column.lo, column.hi))
    if sort is Sort.CHOICE:
        mask = lo[0].astype(np.int64)
        return (mask & (mask - 1)) != 0
    if sort is Sort.RATE:
        return lo[0] * hi[1] != hi[0] * lo[1]
    return np.logical_or.reduce([a != b for a, b in zip(lo, hi, strict=True)])


def _at(array: Any, rows: Any) -> Any:
    return np.broadcast_to(array, (len(rows),)) if np.ndim(array) == 0 else array[rows]


class Missing:
    """Collects what is asked of each subject. A subject is a row: of a household, or of a member for a person program."""

    def __init__(self, reading: ColumnReading, rulebook: Rulebook) -> None:
        self.reading, self.rulebook, self.personal = reading, rulebook, rulebook.subject == "person"
        self.block = reading.block
        self.asked: list[tuple[Fact, Any, Any]] = []
        self.roots: list[Node] = []
        self.steps = np.zeros(self.block.people if self.personal else self.block.size, dtype=bool)
        self._seen: dict[int, Any] = {}

    def search(self, roots: Iterable[Node | None], rows: list[Any]) -> None:
        """Ask what each root needs, for the subjects whose rows are given with it."""
        for root, subjects in zip(roots, rows, strict=True):
            if root is not None:
                self.roots.append(root)
                self._visit(root, subjects, subjects, self.personal)

    def _visit(self, node: Node, subjects: Any, rows: Any, personal: bool) -> None:
        """``rows`` are the rows at which the node is asked for each of ``subjects``: of members if ``personal``."""
        if not len(rows):
            return
        if personal and not node.personal:
            rows, personal = self.block.owner[rows], False
        column = self.reading.column(node)
        wanted = is_open(column, node.sort, rows)
        subjects, rows = self._new(node, subjects[wanted], rows[wanted])
        if not len(rows):
            return
        match node:
            case Fact():
                self.asked.append((node, subjects, rows))
            case IsNone():
                self.asked.append((node.fact, subjects, rows))
            case Discretion():
                self.steps[subjects] = True
            case LawValue() | Given():
                self._selecting(node, subjects, rows, personal)
            case Bracket():
                self._visit(node.at, subjects, rows, personal)
                self._selecting(node, subjects, rows, personal)
            case Over():
                self._over(node, subjects, rows)
            case Apply(op="when"):
                self._when(node, subjects, rows, personal)
            case Apply(op="first_known"):
                stated, computed = node.args
                partly = self._partly_known(computed, rows, personal)
                self._visit(stated, subjects[~partly], rows[~partly], personal)
                self._visit(computed, subjects[partly], rows[partly], personal)
            case Versions():
                self._visit(self.reading.law.version(node), subjects, rows, personal)
            case _:
                for arg in node.args:
                    self._visit(arg, subjects, rows, personal)

    def _new(self, node: Node, subjects: Any, rows: Any) -> tuple[Any, Any]:
        """The pairs at which this node was not asked yet."""
        keys = subjects * np.int64(self.block.people + self.block.size + 1) + rows
        seen = self._seen.get(id(node))
        keys, first = np.unique(keys, return_index=True)
        if seen is not None:
            fresh = ~np.isin(keys, seen, assume_unique=True)
            keys, first = keys[fresh], first[fresh]
        self._seen[id(node)] = keys if seen is None else np.concatenate((seen, keys))
        return subjects[first], rows[first]

    def _when(self, node: Apply, subjects: Any, rows: Any, personal: bool) -> None:
        test, then, otherwise = node.args
        column = self.reading.at(test, personal)
        yes, maybe = _at(column.lo, rows), _at(column.hi, rows)
        self._visit(test, subjects, rows, personal)
        self._visit(then, subjects[maybe], rows[maybe], personal)
        self._visit(otherwise, subjects[~yes], rows[~yes], personal)

    def _over(self, node: Over, subjects: Any, rows: Any) -> None:
        block = self.block
        if node.link:
            guardians, wards, sure = pairs(block)
            first, last = np.searchsorted(guardians, rows, "left"), np.searchsorted(guardians, rows, "right")
            position, subjects = _ranges(first, last, subjects)
            members, unsure = wards[position], ~sure[position]
            self.asked.append((WARD_OF, subjects[unsure], members[unsure]))
        else:
            starts = block.starts - block.starts[0]
            members, subjects = _ranges(starts[rows], starts[rows + 1], subjects)
        if node.where is not None:
            self._visit(node.where, subjects, members, True)
            possible = _at(self.reading.at(node.where, True).hi, members)
            subjects, members = subjects[possible], members[possible]
        self._visit(node.body, subjects, members, True)

    def _selecting(self, node: LawValue | Given | Bracket, subjects: Any, rows: Any, personal: bool) -> None:
        households = self.block.owner[rows] if personal else rows
        nowhere = np.array([plan.place is None for plan in self.reading.law.plans], dtype=bool)[self.reading.which[households]]
        if nowhere.any():
            self.asked.append((PLACE, subjects[nowhere], households[nowhere]))
        if not nowhere.all():
            for name in selectors(self.rulebook):
                self.asked.append((Fact(Sort.CHOICE, "household", (name,), name), subjects[~nowhere], households[~nowhere]))

    def _partly_known(self, computed: Node, rows: Any, personal: bool) -> Any:
        """At which rows some fact below a computed alternative has been stated, so that it is the one to complete."""
        block, partly = self.block, np.zeros(len(rows), dtype=bool)
        for fact in walk(computed):
            if isinstance(fact, Fact):
                column = self.reading.column(fact)
                known = ~is_open(column, fact.sort, np.arange(block.people if fact.personal else block.size))
                if fact.personal and not personal:
                    known = np.bincount(block.owner[known], minlength=block.size) > 0
                elif personal and not fact.personal:
                    known = known[block.owner]
                partly |= known[rows]
        return partly

    def paths(self) -> tuple[Any, Any, tuple[str, ...]]:
        """For each subject where its entries start, the entries as positions in the list of paths, and the paths.

        Facts stand in the order of the rules, and each by the order of the members, whoever else is in the block.
        """
        order = {fact.key: at for at, fact in enumerate(self.rulebook.facts)}
        names: dict[str, int] = {}
        ranks: list[tuple[int, int]] = []

        def code(fact: Fact, path: str, member: int) -> int:
            if path not in names:
                names[path] = len(names)
                ranks.append((order.get(fact.key, len(order)), member))
            return names[path]

        subjects, codes = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        starts = self.block.starts - self.block.starts[0]
        for fact, asking, rows in self.asked:
            rest = ".".join(fact.path)
            if fact.entity == "member":
                offset = rows - starts[self.block.owner[rows]]
                known = {n: code(fact, f"members[{n}].{rest}", n) for n in np.unique(offset).tolist()}
                table = np.zeros(max(known, default=0) + 1, dtype=np.int64)
                table[list(known)] = list(known.values())
                found = table[offset]
            else:
                path = rest if fact.entity == "household" else f"month.{rest}"
                found = np.full(len(rows), code(fact, path, -1), dtype=np.int64)
            subjects.append(asking)
            codes.append(found)
        paths = sorted(names, key=lambda path: (*ranks[names[path]], path))
        place = np.zeros(len(paths) + 1, dtype=np.int64)
        place[[names[path] for path in paths]] = np.arange(len(paths))
        keys = np.sort(np.concatenate(subjects) * np.int64(len(names) + 1) + place[np.concatenate(codes)])
        keys = keys[np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)]]
        subject, entry = np.divmod(keys, len(names) + 1)
        ends = np.searchsorted(subject, np.arange(len(self.steps) + 1))
        return ends, entry.astype(np.int32), tuple(paths)


@lru_cache(maxsize=256)
def _in_order(roots: tuple[Node, ...]) -> dict[str, int]:
    """Where each fact stands in the rules."""
    return {node.key: at for at, node in enumerate(walk(*roots)) if isinstance(node, Fact)}


def _ranges(first: Any, last: Any, subjects: Any) -> tuple[Any, Any]:
    """Every position from ``first`` to ``last`` of each pair, and the subject that it is for."""
    sizes = last - first
    offset = np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(first, sizes) + offset, np.repeat(subjects, sizes)
