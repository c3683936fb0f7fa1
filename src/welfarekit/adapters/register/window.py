"""A stretch of a register: columns are decoded when they are asked for, once for all blocks that are slices of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
from attrs import field, frozen

from welfarekit.adapters.columnar.block import Stated
from welfarekit.adapters.register.decoding import Cells, flags, valid
from welfarekit.adapters.register.fitting import Found, Layout
from welfarekit.adapters.register.ids import Ids, plain_keys, readable
from welfarekit.adapters.register.rows import Rows, StructRows
from welfarekit.adapters.register.schema import NONE_SUFFIX, Entity, columns_of
from welfarekit.adapters.register.texts import Choices, Places, Texts, cells
from welfarekit.errors import Problem


@frozen(eq=False)
class Context:
    """What all windows of a register share."""

    layout: Layout
    country: str
    on: dt.date
    places: Places
    texts: dict[tuple[type[Any], bool], Choices] = field(factory=dict)

    def reader(self, column: Found) -> Texts | None:
        """Who reads the texts of a column."""
        spec = column.column.spec
        if spec.kind == "place":
            return self.places
        if spec.kind != "choice":
            return None
        key = (spec.type, spec.none)
        if key not in self.texts:
            self.texts[key] = Choices(spec)
        return self.texts[key]


class Window:
    """A stretch of a register, of which columns are decoded when they are asked for."""

    def __init__(self, context: Context, first: int, households: Rows, members: Rows, starts: Any, repeated: Any = None) -> None:
        self.context, self.first, self.starts = context, first, starts
        self.rows: dict[Entity, Rows] = {"household": households, "member": members}
        self.repeated = repeated
        """Where the key of the household stands more than once; None for nowhere."""
        self._cells: dict[tuple[Entity, str], Cells | None] = {}
        self._problems: dict[int, tuple[Problem, ...]] | None = None
        self._arrays: dict[tuple[Entity, str], pa.Array] = {}
        self._names: dict[tuple[Entity, str], tuple[pa.Array, Any]] = {}
        self._none: dict[tuple[Entity, str], Any] = {}
        self._stated: dict[tuple[Entity, str], Stated | None] = {}

    @property
    def size(self) -> int:
        """How many households."""
        return self.rows["household"].size

    @cached_property
    def missing_members(self) -> Any:
        """Where a list has a null in place of a member; None for nowhere."""
        rows = self.rows["member"]
        known = valid(rows.structs) if isinstance(rows, StructRows) else None
        return None if known is None else ~known

    @cached_property
    def owner(self) -> Any:
        """For each member the row of the household."""
        return np.repeat(np.arange(self.size, dtype=np.intp), np.diff(self.starts))

    def has(self, entity: Entity, name: str) -> bool:
        """Whether there is such a column."""
        return name in self.context.layout.columns[entity]

    def array(self, entity: Entity, name: str) -> pa.Array:
        """The column as Arrow has it."""
        key = entity, name
        if key not in self._arrays:
            self._arrays[key] = self.rows[entity].array(self.context.layout.columns[entity][name].route)
        return self._arrays[key]

    def names(self, entity: Entity, name: str) -> tuple[pa.Array, Any]:
        """A column of keys or of other texts, and where it has bytes that are no text; None for nowhere."""
        key = entity, name
        if key not in self._names:
            self._names[key] = readable(plain_keys(self.array(entity, name)))
        return self._names[key]

    def cells(self, entity: Entity, name: str) -> Cells | None:
        """The values of a fact or the place; None where there is no such column."""
        key = entity, name
        if key not in self._cells:
            found = self.context.layout.columns[entity].get(name)
            if found is None:
                self._cells[key] = None
            else:
                spec, reader = found.column.spec, self.context.reader(found)
                self._cells[key] = cells(spec, self.array(entity, name), self.context.country, reader)
        return self._cells[key]

    def none(self, entity: Entity, name: str) -> Any:
        """Where the column beside a fact or a part says that there is none; None for nowhere."""
        key = entity, name
        if key not in self._none:
            mask = None
            if self.has(entity, name + NONE_SUFFIX):
                array = self.array(entity, name + NONE_SUFFIX)
                if not pa.types.is_null(array.type):
                    known = valid(array)
                    mask = flags(array) if known is None else flags(array) & known
                    mask = mask if mask.any() else None
            self._none[key] = mask
        return self._none[key]

    def stated(self, entity: Entity, name: str) -> Stated | None:
        """What is stated of a fact; what cannot be is not known."""
        key = entity, name
        if key not in self._stated:
            self._stated[key] = self._state(entity, name)
        return self._stated[key]

    def _state(self, entity: Entity, name: str) -> Stated | None:
        value = self.cells(entity, name)
        part = name.partition(".")[0]
        masks = [self.none(entity, name), self.none(entity, part) if part != name else None]
        if value is not None:
            masks.append(value.none)
        masks = [mask for mask in masks if mask is not None]
        none = np.logical_or.reduce(masks) if len(masks) > 1 else masks[0] if masks else None
        if value is None:
            kind = bool if columns_of(entity)[name].spec.kind == "flag" else np.uint8
            return None if none is None else Stated(np.zeros(len(none), dtype=kind), none, none)
        known = value.known
        if value.bad is not None:
            known = ~value.bad if known is None else known & ~value.bad
        if known is not None and none is not None:
            known = known | none
        return Stated(value.values, known, none)

    def has_value(self, entity: Entity, name: str) -> Any:
        """Where a column has a value that is not none; True for everywhere, None for nowhere."""
        if not self.has(entity, name):
            return None
        column = self.context.layout.columns[entity][name]
        if column.column.spec.kind == "text":
            known = valid(self.array(entity, name))
            return True if known is None else known
        value = self.cells(entity, name)
        assert value is not None
        if value.none is not None:
            return ~value.none if value.known is None else value.known & ~value.none
        return True if value.known is None else value.known

    def any_stated(self, entity: Entity, part: str) -> Any:
        """Where any fact of a part is stated, also as none; True for everywhere, None for nowhere."""
        mask = None
        for name in self.context.layout.columns[entity]:
            if name.startswith(f"{part}."):
                of_it = name.removesuffix(NONE_SUFFIX)
                for known in (self.has_value(entity, of_it), self.none(entity, of_it)):
                    if known is True:
                        return True
                    if known is not None:
                        mask = known if mask is None else mask | known
        return mask

    @cached_property
    def itemises(self) -> Any:
        """For each household whether incomes are stated member by member."""
        stated = self.any_stated("member", "income")
        if stated is True:
            return np.diff(self.starts) > 0
        found = np.zeros(self.size, dtype=bool)
        if stated is not None:
            found[self.owner[stated]] = True
        return found

    @cached_property
    def ids(self) -> Ids:
        """Who is who among the members."""
        return Ids(self.names("member", "id")[0] if self.has("member", "id") else None, self.starts)

    @cached_property
    def guardians(self) -> Any:
        """For each member the row of the guardian, -1 for none, -2 while it is not known or nobody of the household."""
        rows = np.full(self.rows["member"].size, -2, dtype=np.int64)
        if self.has("member", "guardian"):
            wanted, _ = self.names("member", "guardian")
            known = valid(wanted)
            named = np.arange(len(wanted)) if known is None else np.flatnonzero(known)
            if len(named):
                found = self.ids.find(self.owner[named], wanted if known is None else wanted.take(pa.array(named)))
                rows[named] = np.where(found < 0, -2, found)
        none = self.none("member", "guardian")
        if none is not None:
            rows[none] = -1
        return rows

    @cached_property
    def place_index(self) -> Any:
        """For each household the position of its place."""
        found = self.cells("household", "place")
        if found is None:
            return np.zeros(self.size, dtype=np.int32)
        return found.values if found.known is None else np.where(found.known, found.values, 0)

    def found(self, look: Callable[[Window], dict[int, tuple[Problem, ...]]]) -> dict[int, tuple[Problem, ...]]:
        """What is wrong, by household, looked at once."""
        if self._problems is None:
            self._problems = look(self)
        return self._problems
