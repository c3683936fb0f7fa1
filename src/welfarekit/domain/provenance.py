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

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve, field, frozen

from welfarekit.domain.checking import shown
from welfarekit.domain.conflict import Claim, Conflict
from welfarekit.domain.fact_path import FactPath, fact_path, no_such_member, read_path
from welfarekit.domain.fact_source import FactSource
from welfarekit.domain.household import Household
from welfarekit.errors import InvalidFacts, Problem

LASTING: Final = frozenset({"birth_date", "sex", "name", "national_id"})
"""Facts that do not grow old: who was born on a day was so for ever."""


def _read(given: Any, household: Household | None) -> dict[FactPath, FactSource]:
    """The sources by path in a stable order; everything wrong at once."""
    found: dict[FactPath, FactSource] = {}
    problems: list[Problem] = []
    for key, source in given.items():
        path = key if isinstance(key, FactPath) else read_path(key, household)
        if isinstance(path, Problem):
            problems.append(path)
        elif type(source) is not FactSource:
            problems.append(Problem("wrong_type", path.masked, shown(source), "a FactSource"))
        elif path in found:
            problems.append(Problem("stated_twice", path.masked, "two sources of one fact", "one source"))
        else:
            found[path] = source
    if problems:
        raise InvalidFacts(problems)
    return dict(sorted(found.items()))


def _sources(given: Mapping[Any, FactSource]) -> dict[FactPath, FactSource]:
    return _read(given, None)


def _conflicts(given: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Each contradiction once, in a stable order."""
    return tuple(sorted(dict.fromkeys(given), key=lambda each: (each.path, each.kept.rank, each.other.rank)))


@frozen(repr=False, order=False)
class Provenance(Mapping[str, FactSource]):
    """The source of each fact, by its path with the member's identifier (:mod:`welfarekit.domain.fact_path`).

    A source of a part, of a member or of the household (the empty path) holds for every fact below that has none of its own.
    ``conflicts`` are the facts that another source contradicts. A fact known more than ``old_after`` days before the day asked
    gets a warning. What is wrong with the paths and sources is told at once as :class:`~welfarekit.errors.InvalidFacts`.
    """

    _sources: dict[FactPath, FactSource] = field(converter=_sources, factory=dict)
    conflicts: tuple[Conflict, ...] = field(converter=_conflicts, default=())
    old_after: int = 366

    @classmethod
    def of(
        cls, household: Household, sources: Mapping[str, FactSource], conflicts: Iterable[Conflict] = (), old_after: int = 366
    ) -> Provenance:
        """The sources of facts of this household; paths may also count its members, as needs do: ``members[0].birth_date``."""
        return cls(_read(sources, household), conflicts, old_after)

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
        return hash((frozenset(self._sources.items()), self.conflicts, self.old_after))

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

    def and_of(self, path: str | FactPath, source: FactSource) -> Provenance:
        """The same with one more source."""
        return evolve(self, sources={**self._sources, path if isinstance(path, FactPath) else fact_path(path): source})

    def settled(self, *paths: str) -> Provenance:
        """The same without the contradictions of these facts: somebody looked at them and what is held is right."""
        gone = {fact_path(path) for path in paths}
        return evolve(self, conflicts=[each for each in self.conflicts if each.path not in gone])

    def check(self, household: Household) -> None:
        """Raise :class:`~welfarekit.errors.InvalidFacts` for sources of somebody who is not in the household."""
        members = {"", *(member.id for member in household.members)}
        strangers = [path for path in self._sources if path.member not in members]
        strangers += [each.path for each in self.conflicts if each.path.member not in members]
        if strangers:
            raise InvalidFacts([no_such_member(path) for path in dict.fromkeys(strangers)])
