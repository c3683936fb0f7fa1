"""How programs go together, as far as it changes what is paid: which relation meets which two streams, and in which order.

A relation names its two programs by their keys, or more exactly with a group (``vn.social_assistance/single_parent``). Of two
relations for one pair the one that is more exact counts: that is how an exception is written. What says nothing about amounts
(``opens``, ``leaves_alone``) changes none, and ``leaves_alone`` is also the word for an exception.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, Protocol

from attrs import frozen

from welfarekit.awards.stacking.stream import Key, Stream
from welfarekit.citation import Citation
from welfarekit.errors import RelationCycle

CHANGING: Final = ("excludes", "higher_of", "tops_up")
"""Relations that change what is paid."""
SILENT: Final = ("opens", "leaves_alone")
"""Relations that change no amount."""


class Relation(Protocol):
    """What stacking needs of a relation: :class:`~welfarekit.rules.screen.Together` has it."""

    @property
    def first(self) -> str:
        """The program that excludes, tops up, or is one of the two compared."""

    @property
    def relation(self) -> str:
        """The word for it."""

    @property
    def second(self) -> str:
        """The other program."""

    @property
    def sentence(self) -> str:
        """What it means, as a sentence."""

    @property
    def cite(self) -> Citation | None:
        """Where it stands; it holds in the months on whose first day this applies."""

    @property
    def within(self) -> str:
        """Whose streams meet: those of one ``subject`` (and of the subject's household), or of a ``couple``."""


@frozen
class Meeting:
    """One relation between two streams: ``cause`` changes what ``target`` is paid; in ``higher_of`` either may be changed."""

    relation: Relation
    cause: Stream
    target: Stream


def holds(relation: Relation, month: dt.date) -> bool:
    """Whether a relation holds in a month: its source applies on the first day of it."""
    return relation.cite is None or relation.cite.applies_on(month)


def concerning(relations: Iterable[Relation], streams: Sequence[Stream]) -> tuple[Relation, ...]:
    """The relations both of whose programs are among those of the streams."""
    programs = {stream.program for stream in streams}
    programs |= {f"{stream.program}/{stream.group}" for stream in streams}
    return tuple(relation for relation in relations if relation.first in programs and relation.second in programs)


def _names(endpoint: str, stream: Stream) -> bool:
    return endpoint in (stream.program, f"{stream.program}/{stream.group}")


def _exact(relation: Relation) -> int:
    return ("/" in relation.first) + ("/" in relation.second)


def _near(relation: Relation, one: Stream, other: Stream, couples: Collection[frozenset[str]]) -> bool:
    if relation.within == "couple":
        return frozenset((one.subject, other.subject)) in couples
    return one.subject == other.subject or (one.household == other.household and "" in (one.member, other.member))


def between(relations: Iterable[Relation], one: Stream, other: Stream, couples: Collection[frozenset[str]]) -> Iterator[Meeting]:
    """What meets between two streams, in either direction, exceptions included."""
    for relation in relations:
        for first, second in ((one, other), (other, one)):
            if _names(relation.first, first) and _names(relation.second, second) and _near(relation, one, other, couples):
                cause, target = (second, first) if relation.relation == "tops_up" else (first, second)
                yield Meeting(relation, cause, target)


def meetings(
    relations: Sequence[Relation], streams: Sequence[Stream], couples: Collection[frozenset[str]] = ()
) -> tuple[Meeting, ...]:
    """Every relation that changes one of the streams, each once for a pair, without those that have an exception."""
    found: dict[tuple[str, Key, Key], Meeting] = {}
    for i, one in enumerate(streams):
        for other in streams[i + 1 :]:
            here = list(between(relations, one, other, couples))
            for meeting in here:
                if meeting.relation.relation in CHANGING and not _excepted(meeting, here):
                    found.setdefault(_pair(meeting), meeting)
    return tuple(found.values())


def _mutual(meeting: Meeting) -> bool:
    return meeting.relation.relation == "higher_of"


def one_sided(meeting: Meeting) -> bool:
    """Whether a relation of two that are compared says which of them comes first; one within a program does not."""
    relation = meeting.relation
    return _mutual(meeting) and not (_names(relation.first, meeting.target) and _names(relation.second, meeting.cause))


def _pair(meeting: Meeting) -> tuple[str, Key, Key]:
    """What two meetings have in common that say the same: two laws may state one relation."""
    pair = (meeting.cause.key, meeting.target.key)
    return (meeting.relation.relation, *(sorted(pair) if _mutual(meeting) else pair))


def _excepted(meeting: Meeting, here: Iterable[Meeting]) -> bool:
    """Whether a more exact relation of the same two streams leaves alone what this one would change."""
    return any(other.relation.relation == "leaves_alone" and _exact(other.relation) > _exact(meeting.relation) for other in here)


def ordered(streams: Sequence[Stream], met: Iterable[Meeting]) -> list[tuple[Stream, ...]]:
    """Streams in the order in which they can be settled: causes first; those compared with each other stand together.

    :class:`~welfarekit.errors.RelationCycle` where each of several waits for the other.
    """
    met = list(met)
    home = _compared(streams, [meeting for meeting in met if _mutual(meeting)])
    before: dict[Key, list[Meeting]] = {}
    for meeting in met:
        if not _mutual(meeting):
            before.setdefault(home[meeting.target.key], []).append(meeting)
    done: dict[Key, None] = {}

    def settle(place: Key, trail: tuple[Meeting, ...]) -> None:
        if place in done:
            return
        for meeting in before.get(place, ()):
            cause = home[meeting.cause.key]
            waiting = [home[earlier.target.key] for earlier in (*trail, meeting)]
            if cause in waiting:
                raise _cycle((*trail, meeting)[waiting.index(cause) :])
            settle(cause, (*trail, meeting))
        done[place] = None

    for stream in streams:
        settle(home[stream.key], ())
    return [tuple(stream for stream in streams if home[stream.key] == place) for place in done]


def _compared(streams: Iterable[Stream], mutual: Iterable[Meeting]) -> Mapping[Key, Key]:
    """For each stream the first of those that it is compared with, directly or through others."""
    home = {stream.key: stream.key for stream in streams}
    for meeting in mutual:
        one, other = sorted((home[meeting.cause.key], home[meeting.target.key]))
        home = {key: one if place == other else place for key, place in home.items()}
    return home


def _cycle(trail: Sequence[Meeting]) -> RelationCycle:
    steps = []
    for meeting in trail:
        first, second = meeting.relation.first, meeting.relation.second
        steps.append(f"{first} {meeting.relation.relation} {second}")
    return RelationCycle(dict.fromkeys(steps))
