"""Of streams that are compared, some go together and some do not: which of them are paid.

Those that go together are added up, and of all ways to choose the one with the highest sum is taken: that is what "only the
higher" means where a law lets one amount stand beside another. A single parent's amount that is paid beside that of a disability
is compared with a third one as the sum of both.

>>> highest([540, 810, 1080], [{2}, {2}, {0, 1}])
(0, 1)

Of equal sums the one with the stream that comes first is taken. First is whoever a relation names before the one it is compared
with. Where no relation does, groups that a relation names come before others, in the order in which the relations name them, then
programs in that order. Only what no relation tells apart goes by program, subject and group.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from welfarekit.awards.stacking.relations import Meeting, Relation, one_sided
from welfarekit.awards.stacking.stream import Key, Stream
from welfarekit.errors import InvalidFacts, Problem

MOST: Final = 20
"""How many streams can be compared with each other in one month."""


def highest(amounts: Sequence[int], rivals: Sequence[Collection[int]]) -> tuple[int, ...]:
    """The places of those that are kept: no two rivals, the highest sum, and of equal sums the one with the first place.

    :class:`~welfarekit.errors.InvalidFacts` for more than ``MOST``: the ways to choose double with each.
    """
    if len(amounts) > MOST:
        expected = f"at most {MOST} that are compared with each other"
        raise InvalidFacts([Problem("out_of_range", "streams", str(len(amounts)), expected)])

    def best(left: tuple[int, ...]) -> tuple[int, tuple[int, ...]]:
        if not left:
            return 0, ()
        one, rest = left[0], left[1:]
        beside = tuple(other for other in rest if other not in rivals[one])
        total, kept = best(beside)
        with_it = total + amounts[one], (one, *kept)
        if beside == rest:
            return with_it
        without = best(rest)
        return without if without[0] > with_it[0] else with_it

    return best(tuple(range(len(amounts))))[1]


def named(relations: Iterable[Relation]) -> Mapping[str, int]:
    """The programs and groups that relations name, each with its place in the order in which they do."""
    endpoints = (endpoint for relation in relations for endpoint in (relation.first, relation.second))
    return {endpoint: place for place, endpoint in enumerate(dict.fromkeys(endpoints))}


def in_order(streams: Iterable[Stream], met: Iterable[Meeting], places: Mapping[str, int]) -> list[Stream]:
    """Streams that are compared, those first that are taken at equal sums."""
    after = {(meeting.cause.key, meeting.target.key) for meeting in met if one_sided(meeting)}
    waiting = sorted(streams, key=lambda stream: (_place(stream, places), stream.key))
    ordered = list[Stream]()
    while waiting:
        free = [one for one in waiting if not any((other.key, one.key) in after for other in waiting)]
        ordered.append((free or waiting)[0])
        waiting.remove(ordered[-1])
    return ordered


def _place(stream: Stream, places: Mapping[str, int]) -> tuple[bool, int]:
    group = places.get(f"{stream.program}/{stream.group}")
    return (False, group) if group is not None else (True, places.get(stream.program, len(places)))


def rivals_of(streams: Sequence[Stream], met: Iterable[Meeting]) -> list[dict[int, Meeting]]:
    """For each stream the places of those beside which it is not paid, with the relation that says so."""
    where: dict[Key, int] = {stream.key: place for place, stream in enumerate(streams)}
    found: list[dict[int, Meeting]] = [{} for _ in streams]
    for meeting in met:
        if meeting.relation.relation == "higher_of" and meeting.cause.key in where and meeting.target.key in where:
            one, other = where[meeting.cause.key], where[meeting.target.key]
            found[one].setdefault(other, meeting)
            found[other].setdefault(one, meeting)
    return found
