"""The terms of awards that the law of a program, a place and a day has: shipped by country, with a user's own on top.

>>> terms = terms_for("cn.dibao", "CN-430602", dt.date(2025, 3, 20))
>>> terms.start(None, {"decision": dt.date(2025, 3, 20)})
datetime.date(2025, 4, 1)
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from difflib import get_close_matches
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen

from welfarekit.administration.law.country_file import country_file
from welfarekit.administration.law.found_terms import FoundTerms, found_terms
from welfarekit.administration.law.terms_file import Stated, Version, parse_terms
from welfarekit.awards.terms import Terms
from welfarekit.errors import InvalidFacts, Problem, TermMissing, UnknownProgram
from welfarekit.place import Place
from welfarekit.rules.determine import COUNTRIES, program_keys
from welfarekit.rules.law_file import country_of, read_toml

_DAY: Final = dt.timedelta(days=1)


@lru_cache
def shipped_terms(country: str) -> tuple[Version, ...]:
    """The versions that a country's folder ships (``cn``, ``vn``, ``demo``), read once."""
    name = f"{country}/award_terms.toml"
    return parse_terms(read_toml(country_file(country, "award_terms.toml")), name)


@frozen(eq=False)
class TermsBook:
    """Terms in layers. Make one with :meth:`default`; lay your own on top with :meth:`with_file`.

    A term that the nearest place does not state is that of the next layer above it: county, city, province, nation. Of the
    versions of one place the one counts that holds on the day of the decision, of several the latest; what a user states for a
    place goes before what is shipped for it.
    """

    extra: tuple[Version, ...] = ()
    _edges: dict[tuple[str, str], tuple[Place, list[dt.date]]] = field(factory=dict, init=False, repr=False)
    _found: dict[tuple[str, str, int, str], FoundTerms | None] = field(factory=dict, init=False, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another process as what was laid on top; what has been found is found there again."""
        return (_default, ()) if self is _default() else (TermsBook, (self.extra,))

    @classmethod
    def default(cls) -> TermsBook:
        """The terms as shipped. The same object each time, so that what was found once stays found."""
        return _default()

    def with_file(self, path: str | Path) -> TermsBook:
        """These terms with a user's own file, written as the shipped ones; LawError with everything that is wrong with it."""
        own = parse_terms(read_toml(Path(path)), str(path), self._keys())
        layer = max((version.layer for version in self.extra), default=0) + 1
        return TermsBook((*self.extra, *(evolve(version, layer=layer) for version in own)))

    def programs(self) -> tuple[str, ...]:
        """The keys of every program that has terms here, also of those whose rules are not encoded."""
        shipped = (version for country in COUNTRIES for version in shipped_terms(country))
        return tuple(dict.fromkeys(version.program for version in (*shipped, *self.extra)))

    def _keys(self) -> tuple[str, ...]:
        """Every program that there is: with terms, with rules, or both."""
        return tuple(dict.fromkeys((*self.programs(), *(key for country in COUNTRIES for key in program_keys(country)))))

    def versions(self, program: str) -> tuple[Version, ...]:
        """What is stated about a program, shipped and own, in the order of the files."""
        country = program.partition(".")[0]
        shipped = shipped_terms(country) if country in COUNTRIES else ()
        return tuple(version for version in (*shipped, *self.extra) if version.program == program)

    def find(self, program: str, place: Place | str, on: dt.date, *, grace_ground: str = "") -> FoundTerms:
        """The terms for decisions of the day ``on``, with the source and the layer of each, and the deadlines of the office.

        Errors as in :func:`terms_for`.
        """
        where = Place.parse(place)
        if type(on) is not dt.date:
            raise TypeError(f"`on` is a date, such as dt.date(2025, 7, 1), not {type(on).__name__}")
        if (program, where.code) not in self._edges:
            self._edges[program, where.code] = self._days(program, where)
        nearest, edges = self._edges[program, where.code]
        index = bisect_right(edges, on) - 1
        key = (program, nearest.code, index, grace_ground)
        if key not in self._found:
            self._found[key] = self._make(program, nearest, edges, index, grace_ground)
        found = self._found[key]
        if found is None:
            periods = "; ".join(version.period for version in self.versions(program) if version.place in where.chain)
            have = f"they are known for {periods}; " if periods else ""
            raise TermMissing(program, "set of terms", f"{have}supply your own: TermsBook.default().with_file('my_terms.toml')")
        return found

    def _days(self, program: str, place: Place) -> tuple[Place, list[dt.date]]:
        """The nearest layer that ever states anything, and the days on which anything begins or has ended for it."""
        versions, country = self.versions(program), program.partition(".")[0]
        if not versions and program not in (program_keys(country) if country in COUNTRIES else ()):
            raise UnknownProgram(program, next(iter(get_close_matches(program, self._keys(), 1, 0.5)), None))
        if place.country != country_of(program):
            raise InvalidFacts([Problem("foreign_place", "place", repr(place.code), f"a place of {country_of(program)}")])
        known = {version.place for version in versions}
        nearest = next((layer for layer in place.chain if layer in known), place.chain[-1])
        along = [version for version in versions if version.place in nearest.chain]
        return nearest, sorted({v.since for v in along} | {v.until + _DAY for v in along if v.until})

    def _make(self, program: str, nearest: Place, edges: list[dt.date], index: int, grace_ground: str) -> FoundTerms | None:
        """The terms of the stretch of days that begins with the edge of that index; None where nothing is stated."""
        if index < 0:
            return None
        since = edges[index]
        until = edges[index + 1] - _DAY if index + 1 < len(edges) else None
        held: dict[tuple[str, str], tuple[Stated, Place]] = {}
        holding: list[Version] = []
        for layer in reversed(nearest.chain):
            own = [version for version in self.versions(program) if version.place == layer and version.holds_on(since)]
            for _, rivals in groupby(sorted(own, key=lambda version: version.layer), key=lambda version: version.layer):
                best = max(rivals, key=lambda version: version.since)
                holding.append(best)
                held.update({key: (one, layer) for key, one in best.stated.items()})
        return found_terms(program, since, until, holding, held, grace_ground) if holding else None


@lru_cache(maxsize=1)
def _default() -> TermsBook:
    return TermsBook()


def terms_for(program: str, place: Place | str, on: dt.date, *, grace_ground: str = "", book: TermsBook | None = None) -> Terms:
    """The terms of a program's awards at a place, for decisions of the day ``on``.

    What the place does not state is inherited from the layers above it; what nobody states is None, and is asked for when it is
    needed. Some places allow another time of grace for another reason (``grace_ground="placed_by_service"``).

    :class:`~welfarekit.errors.UnknownProgram` names the nearest key; :class:`~welfarekit.errors.TermMissing` if nothing is
    shipped for the place and the day; :class:`~welfarekit.errors.InvalidFacts` for a place of another country or an unknown
    ground of grace.
    """
    return (book or _default()).find(program, place, on, grace_ground=grace_ground).terms
