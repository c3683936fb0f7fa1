"""Which procedure governs a case: the countries' files, and users' own on top.

>>> procedures = Procedures.default()
>>> rules = procedures.find("demo.grain_aid", "XD-12", dt.date(2025, 7, 1))
>>> rules.path("in_payment")
('accepted', 'investigated', 'publicised', 'publicised_over', 'granted', 'in_payment')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

from attrs import evolve, field, frozen

from welfarekit.administration.law.country_file import country_file
from welfarekit.administration.law.procedure_file import ProcedureFile, parse_procedures
from welfarekit.administration.law.procedure_tables import Sheet
from welfarekit.domain.checking import masked
from welfarekit.errors import TermMissing
from welfarekit.place import Place
from welfarekit.procedure.case import Case
from welfarekit.procedure.handing_over import takes_over
from welfarekit.procedure.procedure import Procedure
from welfarekit.rules.determine import COUNTRIES
from welfarekit.rules.law_file import country_of, read_toml

REGULAR: Final = "regular"


@cache
def shipped_procedures(country: str) -> ProcedureFile:
    """The procedures of one country's folder, read once."""
    return procedure_file(country_file(country, "procedures.toml"))


def procedure_file(path: Path) -> ProcedureFile:
    """The procedures of a file that stands by itself; LawError holds everything that is wrong with it."""
    file = parse_procedures(read_toml(path), str(path))
    return ProcedureFile(
        _in_order(file.procedures, lambda one, on: _nearest(_same(file.procedures, one), one.place, on)), file.sheets
    )


@frozen(eq=False)
class Procedures:
    """Procedures in layers. Make one with :meth:`default`; lay files on top with :meth:`with_file`."""

    extra: tuple[Procedure, ...] = ()
    sheets: Mapping[str, Sheet] = field(factory=dict, repr=False)

    @classmethod
    def default(cls) -> Procedures:
        """The procedures as shipped."""
        return cls()

    def with_file(self, path: str | Path) -> Procedures:
        """These procedures with a user's own file on top.

        It has the form of the shipped ones and may be ``like`` them: a county states its own days and its source, and the rest
        is taken over. What it says goes before everything shipped. LawError holds everything that is wrong with it.
        """
        known = {key: sheet for country in COUNTRIES for key, sheet in shipped_procedures(country).sheets.items()}
        file = parse_procedures(read_toml(Path(path)), str(path), {**known, **self.sheets})
        sheets = {**self.sheets, **file.sheets}
        book = Procedures((*file.procedures, *self.extra), sheets)
        return Procedures(_in_order(book.extra, book.next_version), sheets)

    def of(self, program: str) -> tuple[Procedure, ...]:
        """Every procedure of a program, users' own first."""
        country = {"CN": "cn", "VN": "vn"}.get(country_of(program), "demo")
        everything = (*self.extra, *shipped_procedures(country).procedures)
        return tuple(one for one in everything if one.program == program)

    def find(self, program: str, place: Place | str, on: dt.date, variant: str = REGULAR) -> Procedure:
        """The procedure that is law for a place on a day.

        Users' own files go first; there, as in the shipped ones, the nearest layer of the place wins, and in it the latest
        start. :class:`~welfarekit.errors.TermMissing` where there is none says what is known and how to supply one.
        """
        where = Place.parse(place)
        own = [one for one in self.of(program) if one.variant == variant and one.place in where.chain]
        mine = set(map(id, self.extra))
        for layer in ([one for one in own if id(one) in mine], [one for one in own if id(one) not in mine]):
            found = _nearest(layer, where, on)
            if found is not None:
                return found
        raise TermMissing(masked(program), f"procedure {masked(variant)!r}", self._known(program, on, variant))

    def next_version(self, procedure: Procedure, on: dt.date) -> Procedure | None:
        """The procedure that is law in its place and variant on a day; None where there is none."""
        try:
            return self.find(procedure.program, procedure.place, on, procedure.variant)
        except TermMissing:
            return None

    def variants(self, program: str, place: Place | str, on: dt.date) -> tuple[str, ...]:
        """The variants that are law side by side for a place on a day."""
        where = Place.parse(place)
        here = [one for one in self.of(program) if one.place in where.chain and one.holds_on(on)]
        return tuple(dict.fromkeys(one.variant for one in here))

    def follow(self, case: Case, on: dt.date, variant: str | None = None) -> Case:
        """The case under the law of a day.

        A later procedure takes over a case that has come to rest, that is paid, whatever happens in it since; an application that
        is pending stays under the one it began with, unless the new one takes it over as well, since an office is gone. The case
        also stays where the law of the day has no such procedure any more, or not the state that the case is in.

        ``variant`` is the one that is followed from now on, unless given that of the case: an application taken in an epidemic
        goes on as a regular case, once it is paid. Until then, and where that is not law, it keeps its own.
        """
        found = self._followed(case, on, variant or case.procedure.variant)
        return self._followed(case, on, case.procedure.variant) if found is case else found

    def _followed(self, case: Case, on: dt.date, wanted: str) -> Case:
        own = [one for one in self.of(case.program) if one.variant == wanted and one.place in case.place.chain]
        between = sorted({one.since for one in own if case.procedure.since < one.since < on})
        for day in (on, *between):
            try:
                law = self.find(case.program, case.place, day, wanted)
            except TermMissing:
                continue
            if takes_over(law, case):
                case = case.under(law)
                if day == on:
                    return case
        return case

    def _known(self, program: str, on: dt.date, variant: str) -> str:
        named = self.of(program)
        if not named:
            programs = sorted({one.program for country in COUNTRIES for one in shipped_procedures(country).procedures})
            near = get_close_matches(program, programs, 1)
            have = f"did you mean {near[0]!r}" if near else f"there are procedures for {', '.join(programs)}"
        else:
            have = f"on {on.isoformat()} there is none; known are " + "; ".join(map(_period, named))
        return f"{have}. Supply one in a file of your own: Procedures.default().with_file('my_procedures.toml')"


def _same(procedures: Iterable[Procedure], one: Procedure) -> list[Procedure]:
    """Those of the same program and variant in the places that hold the one's."""
    return [
        other
        for other in procedures
        if (other.program, other.variant) == (one.program, one.variant) and other.place in one.place.chain
    ]


def _in_order(
    procedures: Iterable[Procedure], version: Callable[[Procedure, dt.date], Procedure | None]
) -> tuple[Procedure, ...]:
    """The procedures, each with the version that follows it when it ends."""
    return tuple(
        one if one.until is None else evolve(one, later=version(one, one.until + dt.timedelta(days=1))) for one in procedures
    )


def _nearest(own: Iterable[Procedure], place: Place, on: dt.date) -> Procedure | None:
    everything = [one for one in own if one.since <= on]
    for layer in place.chain:
        here = [one for one in everything if one.place == layer]
        if here:
            latest = max(here, key=lambda one: one.since)
            if latest.holds_on(on):
                return latest
    return None


def _period(one: Procedure) -> str:
    end = f" to {one.until.isoformat()}" if one.until else ""
    return f"{one.variant} in {one.place} from {one.since.isoformat()}{end}"
