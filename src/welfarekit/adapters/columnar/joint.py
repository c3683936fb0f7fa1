"""Codes taken together: values of the law that differ from plan to plan, and every combination of several codes."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
from attrs import field, frozen

from welfarekit.adapters.columnar.column import Column, pack
from welfarekit.adapters.columnar.law import Law
from welfarekit.rules.node import Node, domain_of


@frozen(eq=False)
class Joint:
    """Values of the law that differ from plan to plan, taken together: a code for each combination that occurs."""

    nodes: tuple[Node, ...]
    law: Law
    known: dict[tuple[Any, ...], int] = field(factory=dict, init=False)
    codes: list[int] = field(factory=list, init=False)
    _by_plan: list[Any] = field(factory=list, init=False)

    def grow(self) -> bool:
        """Take in the plans that were added; whether their combinations were all there before."""
        size = len(self.known)
        values = [self.law.values(node) for node in self.nodes]
        for plan in range(len(self.codes), len(self.law.plans)):
            self.codes.append(self.known.setdefault(tuple(value[plan] for value in values), len(self.known)))
        return len(self.known) == size

    @property
    def by_plan(self) -> Any:
        """The code of each plan."""
        if len(self._by_plan) == 0 or len(self._by_plan[-1]) != len(self.codes):
            self._by_plan[:] = [np.array(self.codes, dtype=np.uint16)]
        return self._by_plan[-1]

    def columns(self) -> list[Column]:
        """For each node its value for each code."""
        return [pack([key[i] for key in self.known], node.sort, domain_of(node)) for i, node in enumerate(self.nodes)]


def mesh(sizes: list[int]) -> list[Any]:
    """For each of several codes its value in every combination, the last one changing fastest."""
    total, stride, found = prod(sizes), prod(sizes), []
    for size in sizes:
        stride //= size
        found.append(np.arange(total) // stride % size)
    return found
