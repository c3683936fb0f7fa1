"""One month of a family: what each stream still pays once those before it are settled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from attrs import frozen

from welfarekit.awards.stacking.choosing import highest, in_order, rivals_of
from welfarekit.awards.stacking.relations import Meeting, Relation
from welfarekit.awards.stacking.stream import Key, Stream, shown_subject
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import split_minor


@frozen(repr=False)
class Change:
    """One step by which a stream came to pay less: the relation, the stream that caused it, and the amount before and after.

    Amounts are smallest parts of the stream's own unit. The relation has the sentence and the citation. ``beside`` are others
    that it was compared with and that are paid together with the one that caused it: their sum is what is not lower.
    """

    relation: Relation
    by: Key
    before: int
    after: int
    beside: tuple[Key, ...] = ()

    def __repr__(self) -> str:
        return f"<Change {self.relation.first} {self.relation.relation} {self.relation.second}: {self.before} to {self.after}>"


@frozen
class Settled:
    """A stream in one month, once all that changes it is known."""

    stream: Stream
    minor: int
    changes: tuple[Change, ...] = ()
    closed: bool = False
    left_out: tuple[str, ...] = ()
    """Members whose share of a stream of the household another program took the place of."""

    @property
    def parts(self) -> dict[str, int]:
        """What each member has of a stream of the household."""
        staying = [member for member in self.stream.members if member not in self.left_out]
        return dict(zip(staying, split_minor(self.minor, [1] * len(staying)), strict=True)) if staying else {}

    def less(
        self, meeting: Meeting, by: Stream, minor: int, *, closed: bool = False, left_out: str = "", beside: tuple[Key, ...] = ()
    ) -> Settled:
        """This stream once ``by`` brought it down to ``minor``."""
        change = Change(meeting.relation, by.key, self.minor, minor, beside)
        members = (*self.left_out, left_out) if left_out else self.left_out
        return Settled(self.stream, minor, (*self.changes, change), closed, members)


def settle(
    compared: Sequence[Stream],
    met: Sequence[Meeting],
    done: Mapping[Key, Settled],
    month: dt.date,
    places: Mapping[str, int],
) -> list[Settled]:
    """A stream by itself, or those that are compared, of which the ones with the highest sum stay. What they wait for is done.

    ``places`` say which of equal ones comes first: see :mod:`~welfarekit.awards.stacking.choosing`.
    """
    alone = {stream.key: _alone(stream, met, done, month) for stream in compared}
    line = in_order([stream for stream in compared if not alone[stream.key].closed], met, places)
    rivals = rivals_of(line, met)
    _comparable(line, rivals)
    kept = highest([alone[stream.key].minor for stream in line], rivals)
    for place, stream in enumerate(line):
        if place in kept:
            continue
        winners = sorted((other for other in rivals[place] if other in kept), key=lambda other: -alone[line[other].key].minor)
        first, *beside = winners
        alone[stream.key] = alone[stream.key].less(
            rivals[place][first], line[first], 0, closed=True, beside=tuple(line[other].key for other in beside)
        )
    return list(alone.values())


def _comparable(line: Sequence[Stream], rivals: Sequence[Mapping[int, Meeting]]) -> None:
    """All of one unit; each with others of its own kind, persons with persons."""
    for stream, others in zip(line, rivals, strict=True):
        for other in (line[place] for place in others):
            if bool(stream.member) != bool(other.member):
                expected = f"a subject of the same kind as {_shown(stream)}"
                raise InvalidFacts([Problem("wrong_type", "streams", _shown(other), expected)])
    of_a_kind = [stream for stream in line if stream.kind is not None]
    for stream in of_a_kind[1:]:
        _alike(of_a_kind[0], stream)


def _alone(stream: Stream, met: Iterable[Meeting], done: Mapping[Key, Settled], month: dt.date) -> Settled:
    """A stream after what excludes it and what it tops up, before it is compared."""
    granted = stream.at(month)
    settled = Settled(stream, granted.minor if granted is not None else 0)
    mine = [m for m in met if m.target is stream and m.cause.key in done and not done[m.cause.key].closed]
    excluding = [m for m in mine if m.relation.relation == "excludes" and _reaches(m.cause, stream)]
    for meeting in excluding:
        if not (meeting.cause.member and not stream.member):
            return settled.less(meeting, meeting.cause, 0, closed=True)
    for meeting in mine:
        if meeting.relation.relation == "tops_up" and _reaches(meeting.cause, stream):
            _alike(stream, meeting.cause)
            there = done[meeting.cause.key]
            other = there.minor if meeting.cause.member or not stream.member else there.parts.get(stream.member, 0)
            if other and settled.minor:
                settled = settled.less(meeting, meeting.cause, max(0, settled.minor - other))
    for meeting in excluding:
        settled = _without(settled, meeting)
    return settled


def _without(settled: Settled, meeting: Meeting) -> Settled:
    """A stream of the household without the share of the member who is in another program instead."""
    member, parts = meeting.cause.member, settled.parts
    if member not in parts:
        return settled
    return settled.less(meeting, meeting.cause, settled.minor - parts[member], closed=len(parts) == 1, left_out=member)


def _reaches(one: Stream, other: Stream) -> bool:
    """Whether a stream of the household is also for the person of the other one; always, if both have subjects of one kind.

    :class:`~welfarekit.errors.InvalidFacts` if the stream of the household does not say whom it is for.
    """
    if bool(one.member) == bool(other.member):
        return True
    whole, person = (one, other) if not one.member else (other, one)
    if not whole.members:
        raise InvalidFacts([Problem("missing", "members", "nothing", f"the members that {_shown(whole)} is for")])
    return person.member in whole.members


def _alike(one: Stream, other: Stream) -> None:
    if None not in (one.kind, other.kind) and one.kind != other.kind:
        expected = f"amounts like those of {_shown(one)}: {' '.join(filter(None, one.kind or ()))}"
        raise InvalidFacts([Problem("other_unit", "amounts", _shown(other), expected)])


def _shown(stream: Stream) -> str:
    return f"{stream.program} of {shown_subject(stream.subject)}"
