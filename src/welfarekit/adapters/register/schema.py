"""What columns a register may have, made from the declarations of the domain classes like the JSON Schema.

A column is named by the path that the fact has in a document (``income_per_month``, ``assets.movable``). A fact or a part that
may be *none* has a second column, ``<path>_none``: true says "there is none". A null says nothing: not known.

>>> table_schema("persons").field("disability.grade").type
DataType(int8)
>>> table_schema("persons").field("disability_none").type
DataType(bool)
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Final, Literal

import pyarrow as pa
from attrs import frozen

from welfarekit.domain.fact import Spec, specs_of
from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import WelfarekitError

What = Literal["households", "households_flat", "persons"]
MoneyAs = Literal["decimal", "minor"]
Entity = Literal["household", "member"]

NONE_SUFFIX: Final = "_none"
MEMBERS: Final = "members"
"""The column of a nested register that holds the members."""
HOUSEHOLD: Final = "household"
"""The column of a table of persons that holds the key of the household."""
CLASSES: Final[dict[Entity, type[Any]]] = {"household": Household, "member": Person}
POINTERS: Final[dict[Entity, str]] = {"household": "head", "member": "guardian"}
"""The text of each entity that names a member of the household."""


@frozen
class Column:
    """One column: its name, the fact or part that it speaks of, and whether it says that there is none of it."""

    name: str
    entity: Entity
    spec: Spec
    says_none: bool = False

    @property
    def path(self) -> tuple[str, ...]:
        """The names from the row down to the column."""
        return tuple(self.name.split("."))

    @property
    def is_key(self) -> bool:
        """Whether it names a household or a member: a text or a whole number."""
        return not self.says_none and self.name in ("id", POINTERS[self.entity])


@cache
def columns_of(entity: Entity) -> dict[str, Column]:
    """Every column of households (without their members) or of members, by name, in the order of declaration."""
    return {column.name: column for column in _columns(entity, CLASSES[entity], "")}


def _columns(entity: Entity, cls: type[Any], prefix: str) -> Iterator[Column]:
    for name, spec in specs_of(cls).items():
        if spec.kind == "members":
            continue
        if spec.kind == "part":
            yield from _columns(entity, spec.type, f"{prefix}{name}.")
        else:
            yield Column(prefix + name, entity, spec)
        if spec.none:
            yield Column(prefix + name + NONE_SUFFIX, entity, spec, says_none=True)


def table_schema(what: What, *, money: MoneyAs = "decimal") -> pa.Schema:
    """The Arrow schema of ``households`` (nested), or of ``households_flat`` and ``persons`` (two tables).

    A table may leave out any column but the keys, and may use other types of the same kind: any width of whole numbers and
    decimals, texts plain or as dictionaries, keys as whole numbers. ``money="minor"`` has money in whole minor units.
    """
    if what == "persons":
        return pa.schema([pa.field(HOUSEHOLD, pa.string(), nullable=False), *_flat("member", money)])
    if what == "households_flat":
        return pa.schema(_flat("household", money))
    if what != "households":
        raise WelfarekitError(f"there is no table of {what!r}; use one of households, households_flat, persons")
    return pa.schema(_nested(Household, money))


def _flat(entity: Entity, money: MoneyAs) -> list[pa.Field]:
    return [_field(column.name, column.spec, money, column.says_none) for column in columns_of(entity).values()]


def _nested(cls: type[Any], money: MoneyAs) -> list[pa.Field]:
    fields = []
    for name, spec in specs_of(cls).items():
        if spec.kind == "part":
            fields.append(pa.field(name, pa.struct(_nested(spec.type, money))))
        elif spec.kind == "members":
            fields.append(pa.field(name, pa.list_(pa.struct(_nested(spec.type, money))), nullable=False))
        else:
            fields.append(_field(name, spec, money))
        if spec.none:
            fields.append(_field(name + NONE_SUFFIX, spec, money, none=True))
    return fields


def _field(name: str, spec: Spec, money: MoneyAs, none: bool = False) -> pa.Field:
    return pa.field(name, pa.bool_() if none else type_of(spec, money), nullable=not spec.required)


def type_of(spec: Spec, money: MoneyAs) -> pa.DataType:
    """The narrowest usual Arrow type that holds every value of a fact."""
    match spec.kind:
        case "flag":
            return pa.bool_()
        case "money":
            return pa.int64() if money == "minor" else pa.decimal128(18, 2)
        case "count":
            most = 10**9 if spec.most is None else spec.most
            return next(t for t, bits in ((pa.int8(), 7), (pa.int16(), 15), (pa.int32(), 31), (pa.int64(), 63)) if most < 2**bits)
        case "number":
            return pa.decimal128(18, spec.places)
        case "day":
            return pa.date32()
        case "choice":
            return pa.dictionary(pa.int8(), pa.string())
        case "place":
            return pa.dictionary(pa.int32(), pa.string())
    return pa.string()
