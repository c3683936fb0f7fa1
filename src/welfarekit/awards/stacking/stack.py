"""What several programs pay one family together, month by month, and which relation changed what.

Each program grants by its own rules; some then give way to each other. One may exclude the other, only the higher of two may be
paid (of several those that go together with the highest sum), or one may top the others up to its own standard. Relations are law
and come with their sentence and citation from the country (``together.py``); this module only follows them, in the months in
which they apply.

A family on dibao is no edge family any more, from the month on in which dibao is granted:

>>> from welfarekit.money import Money
>>> from welfarekit.cn.together import TOGETHER
>>> edge = Stream("cn.dibao_edge", "hh-1", [(Period(dt.date(2025, 1, 1)), Money("200.00", "CNY", "month"))])
>>> dibao = Stream("cn.dibao", "hh-1", [(Period(dt.date(2025, 10, 1)), Money("1350.00", "CNY", "month"))])
>>> for line in stack([edge, dibao], TOGETHER).lines:
...     print(line.program, line.period.start, line.paid, [change.relation.first for change in line.changes])
cn.dibao 2025-10-01 1350.00 CNY per month []
cn.dibao_edge 2025-01-01 200.00 CNY per month []
cn.dibao_edge 2025-10-01 0.00 CNY per month ['cn.dibao']
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from attrs import evolve, frozen

from welfarekit.awards.stacking.choosing import named
from welfarekit.awards.stacking.consistency import checked
from welfarekit.awards.stacking.relations import Relation, concerning, holds, meetings, ordered
from welfarekit.awards.stacking.settling import Settled, settle
from welfarekit.awards.stacking.stacked import Line, Stacked, line_of
from welfarekit.awards.stacking.stream import Key, Stream, shown_subject
from welfarekit.awards.stacking.unsettled import unsettled
from welfarekit.awards.timeline import first_of_month, pieces
from welfarekit.dates import Period
from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, Problem


@frozen
class Stacking:
    """Relations that can be followed, ready for many families.

    Making one raises :class:`~welfarekit.errors.RuleError` for relations that contradict each other, and
    :class:`~welfarekit.errors.RelationCycle`, with its steps, for programs of which each waits for the other.
    """

    relations: tuple[Relation, ...]

    @classmethod
    def of(cls, relations: Iterable[Relation]) -> Stacking:
        """The stacking by these relations, once they are checked."""
        return cls(checked(relations))

    def stack(self, streams: Iterable[Stream], couples: Collection[tuple[str, str]] = ()) -> Stacked:
        """What the streams of one family pay together. Their order does not matter.

        ``couples`` are pairs of subjects, for what only one of a couple is paid. In months before the law that says how two
        streams go together both stand in full, and their lines say so: ``Stacked.unsettled``.
        :class:`~welfarekit.errors.InvalidFacts` for a stream given twice, for streams of several households, and where a program
        for single persons meets that of a household without being told its members, and for more than twenty that are compared.
        """
        family = tuple(sorted(streams, key=lambda stream: stream.key))
        _check(family)
        pairs, places = _pairs(couples), named(self.relations)
        lines: dict[Key, list[Line]] = {stream.key: [] for stream in family}
        periods = [period for stream in family for period, _ in stream.amounts]
        concerned = concerning(self.relations, family)
        for month, period in pieces(periods, _turns(concerned)):
            there = [stream for stream in family if stream.granted(month)]
            found = _settled(month, there, concerned, pairs, places)
            before_law = unsettled(concerned, [one.stream for one in found if not one.closed], month, pairs)
            for settled in found:
                own = lines[settled.stream.key]
                line = line_of(settled, month, period, before_law.get(settled.stream.key, ()))
                if own and own[-1].period.stop == month and own[-1] == evolve(line, period=own[-1].period):
                    own[-1] = evolve(line, period=Period(own[-1].period.start, period.stop))
                else:
                    own.append(line)
        return Stacked(tuple(line for own in lines.values() for line in own), family)


def stack(streams: Iterable[Stream], relations: Iterable[Relation], couples: Collection[tuple[str, str]] = ()) -> Stacked:
    """What the streams of one family pay together by these relations; see :class:`Stacking`, which checks them once for many."""
    return Stacking.of(relations).stack(streams, couples)


def _pairs(couples: Collection[tuple[str, str]]) -> frozenset[frozenset[str]]:
    for pair in [couples] if isinstance(couples, str) else couples:
        if isinstance(pair, str) or len(set(pair)) != 2:
            raise TypeError("couples is a list of pairs of subjects, such as [('hh-1/p1', 'hh-1/p2')]")
    return frozenset(frozenset(pair) for pair in couples)


def _check(family: Sequence[Stream]) -> None:
    problems = []
    for i, stream in enumerate(family):
        if stream.key in [earlier.key for earlier in family[:i]]:
            given = f"{stream.program} of {shown_subject(stream.subject)}"
            problems.append(Problem("duplicate_id", f"streams[{i}]", given, "a program, subject and group of its own"))
        if stream.household != family[0].household:
            expected = f"a subject in household {masked(family[0].household)}"
            problems.append(Problem("other_household", f"streams[{i}].subject", repr(masked(stream.household)), expected))
    if problems:
        raise InvalidFacts(problems)


def _turns(relations: Iterable[Relation]) -> Iterator[dt.date]:
    """The months in which a relation begins or ceases to apply."""
    for relation in relations:
        if relation.cite is not None and relation.cite.since is not None:
            yield first_of_month(relation.cite.since)
        if relation.cite is not None and relation.cite.until is not None:
            yield first_of_month(relation.cite.until + dt.timedelta(days=1))


def _settled(
    month: dt.date,
    there: Sequence[Stream],
    relations: Sequence[Relation],
    couples: frozenset[frozenset[str]],
    places: Mapping[str, int],
) -> Collection[Settled]:
    met = meetings([relation for relation in relations if holds(relation, month)], there, couples)
    found: dict[Key, Settled] = {}
    for compared in ordered(there, met):
        for settled in settle(compared, met, found, month, places):
            found[settled.stream.key] = settled
    return found.values()
