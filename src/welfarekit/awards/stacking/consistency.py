"""Relations are checked before a family is: no two may contradict each other, and none may run in a circle.

They are tried on every day on which one of them begins to apply, as if all that they name were granted to one person. Where one
ceases to apply nothing can begin to contradict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from welfarekit.awards.stacking.relations import CHANGING, SILENT, Relation, holds, meetings, ordered
from welfarekit.awards.stacking.stream import Stream
from welfarekit.errors import RuleError

_SOMEONE: Final = "a household/a person"


def checked(relations: Iterable[Relation]) -> tuple[Relation, ...]:
    """The relations, once it is sure that they can be followed.

    :class:`~welfarekit.errors.RuleError` for a word that is not known and for two that contradict each other,
    :class:`~welfarekit.errors.RelationCycle` for programs of which each waits for the other, on any day on which they apply.
    """
    given = tuple(relations)
    for relation in given:
        if relation.relation not in (*CHANGING, *SILENT):
            known = ", ".join((*CHANGING, *SILENT))
            raise RuleError(f"{relation.first} and {relation.second}: {relation.relation!r} is none of {known}")
    days = {relation.cite.since for relation in given if relation.cite is not None and relation.cite.since is not None}
    for day in sorted({dt.date.min, *days}):
        there = [relation for relation in given if holds(relation, day)]
        _contradictions(there)
        streams = {stream.key: stream for relation in there for stream in _samples(relation)}
        ordered([*streams.values()], meetings(there, [*streams.values()], (frozenset((_SOMEONE,)),)))
    return given


def _samples(relation: Relation) -> Iterator[Stream]:
    """Streams such as the relation names; two of them where it is within one program."""
    for endpoint, twin in ((relation.first, ""), (relation.second, "another" if relation.first == relation.second else "")):
        program, _, group = endpoint.partition("/")
        yield Stream(program, _SOMEONE, (), group=group or twin)


def _contradictions(relations: Sequence[Relation]) -> None:
    for one in relations:
        first, second = (one.second, one.first) if one.relation == "tops_up" else (one.first, one.second)
        pairs = {(first, second)} | ({(second, first)} if one.relation == "higher_of" else set())
        for other in relations:
            if one.relation in CHANGING and other.relation == "leaves_alone" and (other.first, other.second) in pairs:
                raise RuleError(
                    f"{other.first} leaves {other.second} alone, and {one.first} {one.relation} {one.second}: only one can hold"
                )
