"""Months before the law: two streams meet, and what their relation says begins only later.

How the two went together until then is not known here. Both stand in full, and their lines say so: ``unsettled`` are the
relations whose law begins too late. From the first law on that says anything about the two, even that they leave each other
alone, the law of the time is known, also where that law has an end. A source without a first day is taken to have applied always.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from welfarekit.awards.stacking.relations import Relation, between, meetings
from welfarekit.awards.stacking.stream import Key, Stream


def unsettled(
    relations: Sequence[Relation], streams: Sequence[Stream], month: dt.date, couples: Collection[frozenset[str]] = ()
) -> dict[Key, tuple[Relation, ...]]:
    """For each stream that meets another before the law about the two: the relations that begin later.

    ``streams`` are those that are paid; where one has given way, nothing is open between it and the others.
    """
    later = [relation for relation in relations if _begins_after(relation, month)]
    found: dict[Key, dict[int, Relation]] = {}
    if not later:
        return {}
    begun = [relation for relation in relations if relation not in later and relation.relation != "opens"]
    for meeting in meetings(later, streams, couples):
        one, other = meeting.cause, meeting.target
        if any(True for _ in between(begun, one, other, couples)) or not _for_one_person(one, other):
            continue
        for stream in (one, other):
            found.setdefault(stream.key, {})[id(meeting.relation)] = meeting.relation
    return {key: tuple(relations.values()) for key, relations in found.items()}


def _begins_after(relation: Relation, month: dt.date) -> bool:
    return relation.cite is not None and relation.cite.since is not None and relation.cite.since > month


def _for_one_person(one: Stream, other: Stream) -> bool:
    """Whether a stream of the household may be for the person of the other one."""
    whole, person = (other, one) if one.member else (one, other)
    return bool(whole.member) or not person.member or not whole.members or person.member in whole.members
