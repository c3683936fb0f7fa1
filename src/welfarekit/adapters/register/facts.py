"""A register as blocks of facts, each a slice of a window."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa

from welfarekit.adapters.columnar.block import Block, Stated
from welfarekit.adapters.register.documents import document
from welfarekit.adapters.register.fitting import Found
from welfarekit.adapters.register.schema import Entity
from welfarekit.adapters.register.validation import problems_in
from welfarekit.adapters.register.views import plain
from welfarekit.adapters.register.window import Window
from welfarekit.errors import Problem
from welfarekit.rules.node import Fact

DERIVED = ("itemises_income",)
"""The fact of a household that is no column: whether any member has a stated income."""


class ArrowBlock(Block):
    """Some households of a window, as the rules read them."""

    def __init__(self, window: Window, first: int, last: int) -> None:
        self.window, self.first, self.size = window, first, last - first
        self.starts = window.starts[first : last + 1]
        self.places = window.context.places.met
        self.place_index = window.place_index[first:last]
        self._people = slice(int(self.starts[0]), int(self.starts[-1]))
        self._rows = slice(first, last)

    def stated(self, fact: Fact) -> Stated | None:
        """What the columns state of a fact."""
        if fact.entity == "month":
            return None
        if fact.entity == "household" and fact.path == DERIVED:
            return Stated(self.window.itemises[self._rows])
        found = self.window.stated("household" if fact.entity == "household" else "member", ".".join(fact.path))
        if found is None:
            return None
        part = self._rows if fact.entity == "household" else self._people
        known = None if found.known is None else found.known[part]
        if known is not None and known.all():
            known = None
        elif known is not None and not known.any():
            return None
        none = None if found.none is None else found.none[part]
        return Stated(found.values[part], known, none if none is not None and none.any() else None)

    def guardians(self) -> Any:
        """Rows of the guardians, counted from the first member of the block."""
        rows = self.window.guardians[self._people]
        return np.where(rows < 0, rows, rows - self._people.start)

    @property
    def first_row(self) -> int:
        """The number of the first household in the table, counted from 0."""
        return self.window.first + self.first

    @cached_property
    def problems(self) -> dict[int, tuple[Problem, ...]]:
        """What is wrong with a household, by row of the block; such a row is an error and has no answer."""
        found = self.window.found(problems_in)
        return {row - self.first: what for row, what in found.items() if self.first <= row < self.first + self.size}

    @cached_property
    def keys(self) -> pa.Array:
        """The keys of the households."""
        return self.window.names("household", "id")[0][self._rows].cast(key_type(self.window, "household"))

    @cached_property
    def members_keys(self) -> pa.Array | None:
        """The ids of the members; None where they count from 1 in each household."""
        ids = self.window.ids.array
        return None if ids is None else ids[self._people].cast(key_type(self.window, "member"))

    @cached_property
    def kept(self) -> dict[str, pa.Array]:
        """The columns of the households that go along, by name."""
        rows = self.window.rows["household"]
        return {name: plain(rows.array(route)[self._rows]) for name, route in self.window.context.layout.keep}

    def document(self, row: int) -> dict[str, Any]:
        """A household of the block as a JSON document: absent is not known, None is none."""
        return document(self.window, self.first + row)


def key_type(window: Window, entity: Entity) -> pa.DataType:
    """The type in which ids go out."""
    return type_out(window.context.layout.columns[entity].get("id"))


def type_out(found: Found | None) -> pa.DataType:
    """Texts go out as string, whole numbers as int64, or uint64 where they came so."""
    if found is None:
        return pa.int64()
    if pa.types.is_integer(found.type):
        return pa.uint64() if found.type == pa.uint64() else pa.int64()
    return pa.string()
