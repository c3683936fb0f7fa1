"""How a domain class declares its facts, and how anyone reads the declarations.

A fact is an attrs field with a label, a unit and a greatest possible value. The accessors that rules use, the JSON reader,
the JSON Schema, the columns and the documentation all come from these declarations, so they cannot disagree.

>>> from welfarekit.domain.person import Person
>>> spec = specs_of(Person)["birth_date"]
>>> spec.kind, spec.label
('day', 'date of birth')
"""

from __future__ import annotations

import datetime as dt
import typing
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Any, Final, Literal, TypeAlias

import attrs

from welfarekit.money import Money, Rate
from welfarekit.place import Place
from welfarekit.truth import UNKNOWN, Unknown

Kind: TypeAlias = Literal["flag", "money", "count", "number", "rate", "day", "choice", "text", "place", "part", "members"]

_KINDS: Final[dict[type, Kind]] = {
    bool: "flag",
    Money: "money",
    int: "count",
    Decimal: "number",
    Rate: "rate",
    dt.date: "day",
    str: "text",
    Place: "place",
}


@attrs.frozen
class FactInfo:
    """What is said about a fact where it is declared.

    ``label`` is a short English noun phrase, the msgid of its translations; ``unit`` says what is counted; ``most`` and
    ``least`` bound what can be (money in minor units); ``none`` allows None, "there is none"; ``places`` are the decimals.
    """

    label: str
    unit: str = ""
    most: int | None = None
    none: bool = False
    places: int = 0
    least: int = 0


@attrs.frozen
class PartInfo:
    """A group of facts inside another object; ``none`` allows None, "there is none of it"."""

    label: str
    none: bool = False


@attrs.frozen
class TextInfo:
    """Something that names or points to a subject, not a fact for rules; ``masked`` is never shown."""

    label: str
    none: bool = False
    masked: bool = False


def about(
    label: str, *, unit: str = "", most: int | None = None, none: bool = False, places: int = 0, least: int = 0
) -> dict[str, FactInfo]:
    """The metadata of a fact, for a field that needs more than :func:`fact` gives (a converter, no default)."""
    return {"fact": FactInfo(label, unit, most, none, places, least)}


def fact(label: str, *, unit: str = "", most: int | None = None, none: bool = False, places: int = 0, least: int = 0) -> Any:
    """A field that holds a fact; unknown unless given."""
    return attrs.field(default=UNKNOWN, metadata=about(label, unit=unit, most=most, none=none, places=places, least=least))


def part(label: str, *, none: bool = False) -> Any:
    """A field that holds a group of facts; unknown unless given."""
    return attrs.field(default=UNKNOWN, metadata={"part": PartInfo(label, none)})


def text(label: str, *, none: bool = False, masked: bool = False) -> Any:
    """A field that names or points to a subject; unknown unless given. Rules cannot ask for it."""
    return attrs.field(default=UNKNOWN, metadata={"text": TextInfo(label, none, masked)})


@attrs.frozen
class Spec:
    """One declared field, resolved: its kind, its Python type and everything its declaration says."""

    name: str
    kind: Kind
    type: type[Any]
    label: str
    unit: str = ""
    most: int | None = None
    least: int = 0
    none: bool = False
    places: int = 0
    masked: bool = False
    required: bool = False

    @property
    def is_fact(self) -> bool:
        """Whether rules may ask for it."""
        return self.kind not in ("text", "place", "part", "members")

    @property
    def choices(self) -> tuple[str, ...]:
        """The values of a choice, as texts."""
        return tuple(str(value) for value in self.type) if issubclass(self.type, StrEnum) else ()


def _plain(hint: Any) -> type[Any]:
    """The one real type in ``Money | None | UnknownType`` or ``tuple[Person, ...]``."""
    if typing.get_origin(hint) in (typing.Union, UnionType):
        real = [arg for arg in typing.get_args(hint) if arg is not type(None) and typing.get_args(arg) != (Unknown.UNKNOWN,)]
        if len(real) != 1:
            raise TypeError(f"a fact has one type besides None and UnknownType, not {hint}")
        return _plain(real[0])
    if typing.get_origin(hint) is tuple:
        return _plain(typing.get_args(hint)[0])
    return typing.cast("type[Any]", hint)


_specs: Final[dict[type[Any], dict[str, Spec]]] = {}


def specs_of(cls: type[Any]) -> dict[str, Spec]:
    """Every declared field of a domain class by name, in the order of declaration."""
    if cls not in _specs:
        _specs[cls] = _read(cls)
    return _specs[cls]


def _read(cls: type[Any]) -> dict[str, Spec]:
    hints = typing.get_type_hints(cls)
    specs: dict[str, Spec] = {}
    for field in attrs.fields(cls):
        info = next((field.metadata[key] for key in ("fact", "part", "text") if key in field.metadata), None)
        if info is None:
            continue
        kind_of = _plain(hints[field.name])
        many = typing.get_origin(hints[field.name]) is tuple
        if issubclass(kind_of, StrEnum):
            kind: Kind = "choice"
        elif attrs.has(kind_of) and kind_of not in _KINDS:
            kind = "members" if many else "part"
        else:
            kind = _KINDS[kind_of]
        more = attrs.asdict(info, recurse=False)
        specs[field.name] = Spec(field.name, kind, kind_of, required=field.default is attrs.NOTHING, **more)
    return specs


def walk(cls: type[Any], prefix: str = "") -> typing.Iterator[tuple[str, Spec]]:
    """Every fact below ``cls`` with its path (``income.wage_per_month``); the members of a household are not entered."""
    for name, spec in specs_of(cls).items():
        if spec.kind == "part":
            yield from walk(spec.type, f"{prefix}{name}.")
        elif spec.is_fact:
            yield prefix + name, spec
