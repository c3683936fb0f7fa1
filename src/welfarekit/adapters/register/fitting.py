"""Whether given tables fit: every column that does not, at once, before a row is read.

What fits is described as a :class:`Layout`: for each column of the register the way to it from the row, since ``assets.movable``
may be a column of that name or a field of a column ``assets``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from typing import Final, Literal

import pyarrow as pa
from attrs import frozen

from welfarekit.adapters.register.accepted import KEY, KeyKind, is_text, kind_of_key, refused
from welfarekit.adapters.register.schema import (
    HOUSEHOLD,
    MEMBERS,
    POINTERS,
    Column,
    Entity,
    MoneyAs,
    columns_of,
)
from welfarekit.errors import Mismatch, TableMismatch

Route = tuple[int, ...]

_INDEX: Final = re.compile(r"__index_level_[0-9]+__")
"""How pandas names the index of a frame that has no name: not a fact of anybody."""


@frozen
class Found:
    """A column that a table has: what it speaks of, the way to it, its type."""

    column: Column
    route: Route
    type: pa.DataType


@frozen(eq=False)
class Layout:
    """Where the columns of a register are. ``members`` leads to the list of a nested one, ``owner`` to the key in persons."""

    columns: dict[Entity, dict[str, Found]]
    key: Route
    key_kind: KeyKind
    member_kind: KeyKind
    members: Route = ()
    owner: Route = ()
    keep: tuple[tuple[str, Route], ...] = ()

    @property
    def numbered(self) -> bool:
        """Whether members have no ids of their own, and are numbered from 1 within their household."""
        return "id" not in self.columns["member"]


@frozen
class _Leaf:
    name: str
    route: Route
    type: pa.DataType


def fitted(
    households: pa.Schema,
    persons: pa.Schema | None,
    *,
    money: MoneyAs,
    keep: Sequence[str],
    other: Collection[str] | Literal["any"],
) -> Layout:
    """The layout of tables with these schemas; :class:`~welfarekit.errors.TableMismatch` with all that does not fit."""
    fit = _Fit(money, other)
    top = fit.leaves(households, MEMBERS)
    lists = [leaf for leaf in top if leaf.name == MEMBERS]
    kept = tuple(fit.kept(households, top, keep))
    found: dict[Entity, dict[str, Found]] = {"household": fit.entity("household", [x for x in top if x not in lists], "", keep)}
    owner: Route = ()
    below: list[_Leaf] = []
    prefix = f"{MEMBERS}."
    if persons is not None:
        prefix = "persons."
        below = fit.leaves(persons, "")
        owners = [leaf for leaf in below if leaf.name == HOUSEHOLD]
        below = [leaf for leaf in below if leaf.name != HOUSEHOLD]
        if lists:
            fit.refuse(MEMBERS, "no such column beside a table of persons", str(lists[0].type))
        owner = owners[0].route if owners else ()
        fit.owner(owners, found["household"].get("id"), prefix, below)
    elif not lists:
        fit.refuse(MEMBERS, "a list of structs, or a second table of persons", "neither of them", fit.nearest(MEMBERS, top))
    else:
        below = fit.members(lists[0])
        fit.once(lists, MEMBERS)
    found["member"] = fit.entity("member", below, prefix, ())
    if "id" not in found["household"] and not fit.noted("id"):
        fit.refuse("id", f"{KEY}: the key of the household", "no such column", fit.nearest("id", top))
    member_kind = fit.pointers(found, prefix)
    if fit.mismatches:
        raise TableMismatch(fit.mismatches)
    key = found["household"]["id"]
    members = () if persons is not None else lists[0].route
    return Layout(found, key.route, kind_of_key(key.type), member_kind, members, owner, kept)


class _Fit:
    """One comparison; ``mismatches`` holds what it found."""

    def __init__(self, money: MoneyAs, other: Collection[str] | Literal["any"]) -> None:
        self.money, self.mismatches = money, list[Mismatch]()
        self.any = other == "any"
        self.other = frozenset([other] if isinstance(other, str) else other)

    def refuse(self, column: str, expected: str, found: str, nearest: str = "") -> None:
        self.mismatches.append(Mismatch(column, expected, found, nearest))

    def noted(self, column: str) -> bool:
        return any(mismatch.column == column for mismatch in self.mismatches)

    def leaves(self, fields: pa.Schema | pa.StructType, whole: str) -> list[_Leaf]:
        """The columns of a table, fields of structs by their dotted names; a column named ``whole`` stays as it is."""
        return list(self._leaves(fields, "", (), whole))

    def _leaves(self, fields: pa.Schema | pa.StructType, prefix: str, route: Route, whole: str) -> Iterator[_Leaf]:
        count = len(fields) if isinstance(fields, pa.Schema) else fields.num_fields
        for at in range(count):
            field = fields.field(at)
            name = prefix + field.name
            if name in self.other or _INDEX.fullmatch(name):
                continue
            if pa.types.is_struct(field.type) and name != whole:
                yield from self._leaves(field.type, f"{name}.", (*route, at), whole)
            else:
                yield _Leaf(name, (*route, at), field.type)

    def kept(self, schema: pa.Schema, top: list[_Leaf], keep: Sequence[str]) -> Iterator[tuple[str, Route]]:
        names = {leaf.name: leaf.route for leaf in top} | {name: (at,) for at, name in enumerate(schema.names)}
        for name in keep:
            if name in names:
                yield name, names[name]
            else:
                close = get_close_matches(name, list(names), 1, 0.6)
                self.refuse(name, "a column to keep", "no such column", close[0] if close else "")

    def entity(self, entity: Entity, leaves: list[_Leaf], prefix: str, keep: Sequence[str]) -> dict[str, Found]:
        """The columns of an entity that fit."""
        columns = columns_of(entity)
        found: dict[str, Found] = {}
        for leaf in leaves:
            column = columns.get(leaf.name)
            if column is None:
                empty = pa.types.is_null(leaf.type) and any(name.startswith(f"{leaf.name}.") for name in columns)
                if not (empty or self.any or any(leaf.name == name or leaf.name.startswith(f"{name}.") for name in keep)):
                    nearest = self.nearest_known(leaf.name, columns)
                    self.refuse(prefix + leaf.name, "a known column, or its name in `other` or `keep`", str(leaf.type), nearest)
                continue
            self.once([other for other in leaves if other.name == leaf.name], prefix + leaf.name)
            expected = refused(column, leaf.type, self.money)
            if expected:
                self.refuse(prefix + leaf.name, expected, str(leaf.type))
            found[leaf.name] = Found(column, leaf.route, leaf.type)
        return found

    def once(self, leaves: list[_Leaf], name: str) -> None:
        if len(leaves) > 1 and not self.noted(name):
            self.refuse(name, "one column of this name", f"{len(leaves)}, structs counted by their fields")

    def owner(self, owners: list[_Leaf], key: Found | None, prefix: str, others: list[_Leaf]) -> None:
        """The key of the household in a table of persons: there, once, and of the kind that the households have."""
        name = prefix + HOUSEHOLD
        if not owners:
            self.refuse(name, f"{KEY}: the key of the household", "no such column", self.nearest(HOUSEHOLD, others))
            return
        self.once(owners, name)
        kind = owners[0].type
        if not (is_text(kind) or pa.types.is_integer(kind)):
            self.refuse(name, KEY, str(kind))
        elif key is not None and not pa.types.is_null(kind) and not pa.types.is_null(key.type):
            same = kind_of_key(kind) == kind_of_key(key.type) and (kind == pa.uint64()) == (key.type == pa.uint64())
            if not same:
                self.refuse(name, f"the type of `id` of the households, {key.type}", str(kind))

    def members(self, leaf: _Leaf) -> list[_Leaf]:
        """The columns of the members of a nested table."""
        kind = leaf.type
        lists = (pa.types.is_list, pa.types.is_large_list, pa.types.is_fixed_size_list, pa.types.is_list_view)
        if any(is_one(kind) for is_one in (*lists, pa.types.is_large_list_view)):
            if pa.types.is_struct(kind.value_type):
                return self.leaves(kind.value_type, "")
            if pa.types.is_null(kind.value_type):
                return []
        if not pa.types.is_null(kind):
            self.refuse(MEMBERS, "a list of structs", str(kind))
        return []

    def pointers(self, found: dict[Entity, dict[str, Found]], prefix: str) -> KeyKind:
        """The kind of the ids of members, which the columns that name a member share."""
        own = found["member"].get("id")
        kind: KeyKind = "number" if own is None else kind_of_key(own.type)
        expected = f"the type of `id` of the members, {own.type}" if own else "a whole number: members without `id` count from 1"
        for entity, name in POINTERS.items():
            pointer = found[entity].get(name)
            if pointer is not None and not pa.types.is_null(pointer.type) and kind_of_key(pointer.type) != kind:
                self.refuse((prefix if entity == "member" else "") + name, expected, str(pointer.type))
        return kind

    def nearest(self, name: str, leaves: list[_Leaf]) -> str:
        """The column that a table has and that may have been meant by a missing one."""
        close = get_close_matches(name, [leaf.name for leaf in leaves], 1, 0.5)
        return close[0] if close else ""

    def nearest_known(self, name: str, columns: dict[str, Column]) -> str:
        """The known column that may have been meant by one that is not."""
        ends = [known for known in columns if known.endswith(f".{name}")]
        close = ends or get_close_matches(name, list(columns), 1, 0.6)
        return close[0] if close else ""
