"""Where the facts about a household come from: a source for each fact, and what was contradicted.

>>> import datetime as dt
>>> from welfarekit.domain.person import Person
>>> home = Household(id="hh-1", members=[Person(id="p1", birth_date=dt.date(1951, 3, 2), disability=None)])
>>> told = FactSource(kind="declared", on=dt.date(2026, 3, 2))
>>> seen = FactSource(kind="document", on=dt.date(2026, 3, 2), verified=True)
>>> known = Provenance.of(home, {"": told, "members[0].birth_date": seen})
>>> list(known)
['', 'members[p1].birth_date']
>>> known.source_of("members[p1].disability.grade").kind
<SourceKind.DECLARED: 'declared'>
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, TypeVar

from attrs import evolve, field, frozen

from welfarekit.domain.checking import shown
from welfarekit.domain.conflict import Claim, Conflict
from welfarekit.domain.fact_path import FactPath, fact_path, no_such_member, read_path
from welfarekit.domain.fact_source import FactSource
from welfarekit.domain.household import Household
from welfarekit.errors import InvalidFacts, Problem

LASTING: Final = frozenset({"birth_date", "sex", "name", "national_id"})
"""Facts that do not grow old: who was born on a day was so for ever."""


T = TypeVar("T")


def _read(given: Any, household: Household | None, kind: type[T]) -> dict[FactPath, T]:
    """The sources, or days, by path in a stable order; everything wrong at once."""
    found: dict[FactPath, T] = {}
    problems: list[Problem] = []
    for key, source in given.items():
        path = key if isinstance(key, FactPath) else read_path(key, household)
        if isinstance(path, Problem):
            problems.append(path)
        elif type(source) is not kind:
            problems.append(Problem("wrong_type", path.masked, shown(source), f"a {kind.__name__}"))
        elif path in found:
            problems.append(Problem("stated_twice", path.masked, "two sources of one fact", "one source"))
        else:
            found[path] = source
    if problems:
        raise InvalidFacts(problems)
    return dict(sorted(found.items()))


def _sources(given: Mapping[Any, FactSource]) -> dict[FactPath, FactSource]:
    return _read(given, None, FactSource)


def _conflicts(given: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Each contradiction once, in a stable order.

    Of those that say the same of one fact it is the newest verified one, and the newest claim if that is newer.
    """
    found: dict[Any, dict[bool, Conflict]] = {}
    for each in given:
        same = found.setdefault((each.path, each.other.value), {})
        if (other := same.get(each.other.verified)) is None or other.other.rank <= each.other.rank:
            same[each.other.verified] = each
    kept = [
        each
        for same in found.values()
        for verified, each in same.items()
        if verified or True not in same or each.other.on > same[True].other.on
    ]
    return tuple(sorted(kept, key=lambda each: (each.path, each.other.rank, each.kept.rank)))


def _closed(given: Mapping[Any, dt.date]) -> dict[FactPath, dt.date]:
    return _read(given, None, dt.date)


@frozen(repr=False, order=False)
class Provenance(Mapping[str, FactSource]):
    """The source of each fact, by its path with the member's identifier (:mod:`welfarekit.domain.fact_path`).

    A source of a part, of a member or of the household (the empty path) holds for every fact below that has none of its own.
    ``conflicts`` are the facts that another source contradicts; ``closed`` says up to which day what was said against a fact
    was looked at (:meth:`settled`). A fact known more than ``old_after`` days before the day asked gets a warning. What is
    wrong with the paths and sources is told at once as :class:`~welfarekit.errors.InvalidFacts`.
    """

    _sources: dict[FactPath, FactSource] = field(converter=_sources, factory=dict)
    conflicts: tuple[Conflict, ...] = field(converter=_conflicts, default=())
    old_after: int = 366
    closed: Mapping[FactPath, dt.date] = field(converter=_closed, factory=dict)

    @classmethod
    def of(
        cls, household: Household, sources: Mapping[str, FactSource], conflicts: Iterable[Conflict] = (), old_after: int = 366
    ) -> Provenance:
        """The sources of facts of this household; paths may also count its members, as needs do: ``members[0].birth_date``."""
        return cls(_read(sources, household, FactSource), conflicts, old_after)

    def __getitem__(self, path: str | FactPath) -> FactSource:
        found = path if isinstance(path, FactPath) else read_path(path)
        if isinstance(found, Problem):
            raise KeyError(path)
        return self._sources[found]

    def __iter__(self) -> Iterator[str]:
        return map(str, self._sources)

    def __len__(self) -> int:
        return len(self._sources)

    def __hash__(self) -> int:
        return hash((frozenset(self._sources.items()), self.conflicts, self.old_after, frozenset(self.closed.items())))

    def __repr__(self) -> str:
        sources = ", ".join(f"{path.masked!r}: {source!r}" for path, source in self._sources.items())
        return f"Provenance({{{sources}}}, conflicts={self.conflicts!r})"

    @property
    def paths(self) -> tuple[FactPath, ...]:
        """The paths that have a source of their own."""
        return tuple(self._sources)

    def source_of(self, path: str | FactPath) -> FactSource | None:
        """The source of a fact, or of the nearest part around it that has one; None where nobody said."""
        at = path if isinstance(path, FactPath) else fact_path(path)
        return next((self._sources[each] for each in (at, *at.above) if each in self._sources), None)

    def claim(self, household: Household, path: FactPath) -> Claim:
        """What is held of a fact now. For a whole part the source is the best one among those of its facts."""
        source = self.source_of(path)
        for each, inner in self._sources.items():
            if each.below(path):
                source = Claim(None, source).better(Claim(None, inner)).source
        return Claim(path.stated(household), source)

    def conflicts_about(self, path: FactPath) -> tuple[Conflict, ...]:
        """The contradictions that touch a fact: about itself, about a part around it, or about a fact inside it."""
        return tuple(each for each in self.conflicts if each.path == path or each.path.below(path) or path.below(each.path))

    def closed_to(self, path: FactPath) -> dt.date:
        """The day up to which what was said against a fact, or around or inside it, was looked at; long ago if never."""
        touching = [day for at, day in self.closed.items() if at == path or at.below(path) or path.below(at)]
        return max(touching, default=dt.date.min)

    def and_of(self, path: str | FactPath, source: FactSource) -> Provenance:
        """The same with one more source."""
        return evolve(self, sources={**self._sources, path if isinstance(path, FactPath) else fact_path(path): source})

    def settled(self, *paths: str | FactPath, household: Household | None = None) -> Provenance:
        """The same without the contradictions that touch these facts: somebody looked at them and what is held is right.

        What was said up to the day of what is held, or of the contradiction, is closed with it: the same visits given again,
        and older ones that come late, do not bring it back. What is said later is a new contradiction, and so is what takes
        the place of what is held. With the household, paths may also count its members, as the warnings do.
        """
        asked = [path if isinstance(path, FactPath) else fact_path(path, household) for path in paths]
        gone = {each for path in asked for each in self.conflicts_about(path)}
        return self.closing({each: max(each.kept.on, each.other.on) for each in gone})

    def closing(self, conflicts: Mapping[Conflict, dt.date]) -> Provenance:
        """The same without these contradictions, each closed up to a day."""
        closed = dict(self.closed)
        for each, day in conflicts.items():
            if day > closed.get(each.path, dt.date.min):
                closed[each.path] = day
        return evolve(self, conflicts=[each for each in self.conflicts if each not in conflicts], closed=closed)

    def within(self, household: Household) -> Provenance:
        """The same without what is about members who are not in this household (any more)."""
        members = {"", *(member.id for member in household.members)}
        return evolve(
            self,
            sources={path: source for path, source in self._sources.items() if path.member in members},
            conflicts=[each for each in self.conflicts if each.path.member in members],
            closed={path: day for path, day in self.closed.items() if path.member in members},
        )

    def check(self, household: Household) -> None:
        """Raise :class:`~welfarekit.errors.InvalidFacts` for sources of somebody who is not in the household."""
        members = {"", *(member.id for member in household.members)}
        paths = [*self._sources, *(each.path for each in self.conflicts), *self.closed]
        strangers = dict.fromkeys(path for path in paths if path.member not in members)
        if strangers:
            hint = "Provenance.within(household) leaves out what is about members who are gone"
            raise InvalidFacts([evolve(no_such_member(path), hint=hint) for path in strangers])


def checked_provenance(given: object, household: Household) -> Provenance:
    """What was given as the provenance of this household; TypeError if it is something else (:meth:`Provenance.check`)."""
    if not isinstance(given, Provenance):
        raise TypeError(f"`provenance` is a Provenance, such as Provenance.of(household, {{...}}), not {type(given).__name__}")
    given.check(household)
    return given
