"""Many households at once: what is stated of them, fact by fact, as arrays. Where these come from is for subclasses to say."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from attrs import frozen

from welfarekit.place import Place
from welfarekit.rules.node import Fact
from welfarekit.truth import UnknownType

EPOCH: int = 719_163
"""The ordinal of 1970-01-01: days of columns count from there, days of rules from the year 1."""


@frozen(eq=False)
class Stated:
    """What is stated of one fact, one entry per household or per member.

    ``values``: yes/no as bool; money in minor units; numbers and rates times ``10**fact.places``; days since 1970-01-01; of a
    choice the position in ``fact.domain``. ``known`` and ``none`` are masks, or None for "all known" and "nowhere none"; where
    it is stated that there is none, ``known`` is true and ``values`` may be anything.
    """

    values: Any
    known: Any = None
    none: Any = None


class Groups:
    """Rows in groups that follow each other: ``starts`` says where each begins, and one past the last row."""

    def __init__(self, starts: Any) -> None:
        self.starts = starts

    @cached_property
    def sizes(self) -> Any:
        """How many rows each group has."""
        return np.diff(self.starts)

    @cached_property
    def lasts(self) -> Any:
        """The last row of each group; of one without rows the row before it."""
        return self.starts[1:] - 1


class Block(ABC):
    """Households and their members as rows; the members of a household stand together, in the order of the households."""

    size: int
    """How many households."""
    starts: Any
    """The first member row of each household, and one past the last: int64, ``size + 1`` long."""
    places: Sequence[Place | UnknownType]
    """The places met so far. From block to block of one register it only grows, so that an index keeps its meaning."""
    place_index: Any
    """For each household the position of its place in ``places``."""

    @property
    def people(self) -> int:
        """How many members in all."""
        return int(self.starts[-1] - self.starts[0])

    @cached_property
    def groups(self) -> Groups:
        """The members by household, counted from the first of the block."""
        return Groups(self.starts - self.starts[0])

    @property
    def sizes(self) -> Any:
        """How many members each household has."""
        return self.groups.sizes

    @cached_property
    def owner(self) -> Any:
        """For each member the row of the household."""
        if (self.sizes == 0).any():
            return np.repeat(np.arange(self.size, dtype=np.intp), self.sizes)
        steps = np.zeros(self.people, dtype=np.intp)  # one up at the first member of each household but the first: much quicker
        steps[self.groups.starts[1:-1]] = 1
        return np.cumsum(steps, out=steps)

    @abstractmethod
    def stated(self, fact: Fact) -> Stated | None:
        """What is stated of a fact of the household or the member; None where nobody's is known."""

    @abstractmethod
    def guardians(self) -> Any:
        """For each member the row of the guardian, -1 for none, -2 while it is not known."""


class Part(Block):
    """Some households of another block, with their members."""

    def __init__(self, whole: Block, rows: Any) -> None:
        self.whole, self.rows = whole, rows
        self.size = len(rows)
        sizes = whole.sizes[rows]
        self.starts = np.concatenate(([0], np.cumsum(sizes, dtype=np.int64)))
        first = whole.starts[rows] - whole.starts[0]
        self.member_rows = np.repeat(first - self.starts[:-1], sizes) + np.arange(int(self.starts[-1]))
        self.places, self.place_index = whole.places, np.asarray(whole.place_index)[rows]

    def stated(self, fact: Fact) -> Stated | None:
        """What the other block states, of these rows."""
        found = self.whole.stated(fact)
        if found is None:
            return None
        rows = self.member_rows if fact.entity == "member" else self.rows
        return Stated(*(None if array is None else array[rows] for array in (found.values, found.known, found.none)))

    def guardians(self) -> Any:
        """Guardians live in the same household, so their rows move with it."""
        found = self.whole.guardians()[self.member_rows]
        moved = np.arange(len(self.member_rows)) - self.member_rows
        return np.where(found < 0, found, found + moved)
