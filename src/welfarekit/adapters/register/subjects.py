"""Whom the rows of a result are about: the households of a block, or their members, or persons without a household."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa

from welfarekit.adapters.register.buffers import Words
from welfarekit.adapters.register.faults import Faults
from welfarekit.domain.checking import masked
from welfarekit.errors import Problem


class Subjects:
    """The rows that a block has in the result of one program.

    In a program about persons a household without members still has one row, so that it is not lost. ``faults``, ``kept`` and
    ``persons`` (how many people a row is about) have one entry a row.
    """

    def __init__(self, block: Any, kept: Sequence[pa.Array], faults: Faults | None, *, personal: bool) -> None:
        self.faults, self.kept, self.households = faults, list(kept), block.keys
        self.members: pa.Array | None = None
        self.size, self.persons = block.size, block.sizes
        self._row: Any = None
        if personal:
            self._of_members(block)

    def _of_members(self, block: Any) -> None:
        owner, self.size = block.owner, block.people
        self.members = numbered(block) if block.members_keys is None else block.members_keys
        self.persons = np.ones(block.people, dtype=np.int32)
        empty = block.sizes == 0
        if empty.any():
            owner = np.repeat(np.arange(block.size, dtype=np.intp), np.maximum(block.sizes, 1))
            self.size = len(owner)
            self._row = np.full(self.size, -1, dtype=np.intp)
            self._row[np.arange(block.people) + np.cumsum(empty)[block.owner]] = np.arange(block.people)
            self.persons = (self._row >= 0).astype(np.int32)
            self.members = self.members.take(pa.array(self._row, mask=self._row < 0))
        at_owner = pa.array(owner)
        self.households = self.households.take(at_owner)
        self.kept = [array.take(at_owner) for array in self.kept]
        self.faults = None if self.faults is None else self.faults.taken(owner)

    @property
    def right(self) -> Any:
        """The rows with which nothing is wrong; None if that is all of them."""
        return None if self.faults is None else self.faults.right

    def spread(self, values: Any) -> Any:
        """Values of the subjects, one for each row; anything where a row stands for nobody."""
        if self._row is None:
            return values
        return values[self._row] if len(values) else np.zeros(self.size, dtype=values.dtype)

    def spread_starts(self, starts: Any) -> Any:
        """Where the list of each row starts; a row that stands for nobody has an empty one."""
        if self._row is None:
            return starts
        lengths = np.where(self._row < 0, 0, self.spread(np.diff(starts)))
        return np.concatenate(([starts[0]], starts[0] + np.cumsum(lengths)))


def numbered(block: Any) -> pa.Array:
    """The numbers of members without ids: 1, 2, ... in each household."""
    firsts = np.repeat(np.cumsum(block.sizes) - block.sizes, block.sizes)
    return pa.array(np.arange(1, block.people + 1) - firsts, pa.int64())


class Strays(Subjects):
    """Persons who belong to no household of the register: a table with ``household`` and ``member``."""

    def __init__(self, persons: pa.RecordBatch, kept: Sequence[pa.DataType], codes: Words) -> None:
        self.households, self.members = persons.column("household"), persons.column("member")
        self.size, self.persons, self._row = persons.num_rows, np.ones(persons.num_rows, dtype=np.int32), None
        self.kept = [pa.nulls(self.size, kind) for kind in kept]
        self.faults = Faults(self.size, codes)
        for row, key in enumerate(self.households.to_pylist()):
            given = "nothing" if key is None else repr(masked(key)) if isinstance(key, str) else masked(str(key))
            problem = Problem("no_such_household", "household", given, "the id of a household of the register")
            self.faults.note(row, problem.code, str(problem))
