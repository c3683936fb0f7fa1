"""Whom the rows of a result are about: the households of a block, or their members, or persons without a household."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
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
        self._block, self._personal = block, personal
        self._row: Any = None
        self._owner: Any = None
        self.size, self.persons, self.faults, self.kept = block.size, block.sizes, faults, list(kept)
        if personal:
            self._of_members()

    def _of_members(self) -> None:
        block = self._block
        owner, self.size = block.owner, block.people
        self.persons = np.ones(block.people, dtype=np.int32)
        empty = block.sizes == 0
        if empty.any():
            owner = np.repeat(np.arange(block.size, dtype=np.intp), np.maximum(block.sizes, 1))
            self.size = len(owner)
            self._row = np.full(self.size, -1, dtype=np.intp)
            self._row[np.arange(block.people) + np.cumsum(empty)[block.owner]] = np.arange(block.people)
            self.persons = (self._row >= 0).astype(np.int32)
        self._owner = owner
        self.kept = [array.take(pa.array(owner)) for array in self.kept]
        self.faults = None if self.faults is None else self.faults.taken(owner)

    @cached_property
    def households(self) -> pa.Array:
        """The key of the household of each row."""
        keys = self._block.keys
        return keys if self._owner is None else keys.take(pa.array(self._owner))

    @cached_property
    def members(self) -> pa.Array | None:
        """The id of the member of each row; None where the rows are households."""
        if not self._personal:
            return None
        ids = numbered(self._block) if self._block.members_keys is None else self._block.members_keys
        return ids if self._row is None else ids.take(pa.array(self._row, mask=self._row < 0))

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
        self._persons = persons
        self.size, self.persons, self._row = persons.num_rows, np.ones(persons.num_rows, dtype=np.int32), None
        self.kept = [pa.nulls(self.size, kind) for kind in kept]
        self.faults = Faults(self.size, codes)
        for row, key in enumerate(self.households.to_pylist()):
            given = "nothing" if key is None else repr(masked(key)) if isinstance(key, str) else masked(str(key))
            problem = Problem("no_such_household", "household", given, "the id of a household of the register")
            self.faults.note(row, problem.code, str(problem))

    @cached_property
    def households(self) -> pa.Array:
        """The key of a household that is not there."""
        return self._persons.column("household")

    @cached_property
    def members(self) -> pa.Array | None:
        """The id of the person."""
        return self._persons.column("member")
