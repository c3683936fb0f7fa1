"""Reading an ``award_terms.toml``: when awards start, change, stop and are paid, every mistake found at once, nothing repaired.

A file holds ``[sources.<key>]`` as a law file does, and a table ``[[cn.dibao]]`` for each version of a program's terms: for
decisions from when to when (``since``, ``until``), for which ``place``, and the terms, each a small table with its citation.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from attrs import frozen

from welfarekit.administration.law.term_values import GROUNDED, TERMS, fields_of, needed_by, read_value
from welfarekit.citation import Citation
from welfarekit.errors import LawError, Problem, WelfarekitError
from welfarekit.place import Place
from welfarekit.rules.determine import COUNTRIES
from welfarekit.rules.law_file import _Reader

_MISSING: Final = Citation("?", read=dt.date.min)
"""In place of a source that is wrong or missing, which is reported where it stands."""
_VERSION: Final = ("since", "until", "place", "cite", "note")
_PROGRAM: Final = re.compile(r"[a-z]+\.[a-z][a-z_]*")


@frozen
class Stated:
    """One term as a version states it: its value, and its own source."""

    value: Any
    cite: Citation
    note: str = ""


@frozen(eq=False)
class Version:
    """What one place says of a program's awards that are decided from ``since`` to ``until``, that day included.

    ``stated`` is keyed by the term and its ground. ``layer`` is 0 for what is shipped, and rises with each file of a user.
    """

    program: str
    place: Place
    since: dt.date
    until: dt.date | None
    stated: Mapping[tuple[str, str], Stated]
    cite: Citation | None = None
    note: str = ""
    layer: int = 0

    def holds_on(self, day: dt.date) -> bool:
        """Whether the version is for decisions of ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def period(self) -> str:
        """``CN from 2021-07-01 to 2022-10-19``, for messages."""
        return f"{self.place} from {self.since.isoformat()}{f' to {self.until.isoformat()}' if self.until else ''}"


class _TermsReader(_Reader):
    """Reads the versions of one program."""

    def versions(self, given: Any, sources: Mapping[str, Citation]) -> tuple[Version, ...]:
        if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
            self.problem("not_rows", self.program, given, f"tables [[{self.program}]] with since and terms")
            return ()
        found: list[Version] = []
        for index, table in enumerate(given):
            where = f"{self.program}[{index}]"
            for version in self.version(table, sources, where):
                if any((other.place, other.since) == (version.place, version.since) for other in found):
                    self.problem("two_values", where, version.period, "one version for one day and place")
                found.append(version)
        return tuple(found)

    def version(self, table: Mapping[str, Any], sources: Mapping[str, Citation], where: str) -> Iterator[Version]:
        self.known(table, (*_VERSION, *TERMS), where)
        since, until = self.day(table.get("since"), f"{where}.since"), self.day(table.get("until"), f"{where}.until")
        if since is None and "since" not in table:
            self.problem("no_start", where, None, "since = the first day of decisions that the terms are for")
        if since and until and until < since:
            self.problem("until_before_from", f"{where}.until", until, f"a day not before {since.isoformat()}")
        if until == dt.date.max:
            self.problem("bad_date", f"{where}.until", until, "the last day; leave `until` out where no end is known")
        self.text(table.get("note", ""), f"{where}.note")
        cite = self.row_cite(table["cite"], sources, where) or _MISSING if "cite" in table else None
        stated = {key: one for name in TERMS if name in table for key, one in self.term(name, table[name], sources, cite, where)}
        for place in self.place(table.get("place", self.nation.code), f"{where}.place"):
            if since is not None:
                yield Version(self.program, place, since, until, stated, cite, table.get("note", ""))

    def known(self, table: Mapping[str, Any], names: tuple[str, ...], where: str) -> None:
        for name in sorted(set(table) - set(names)):
            near = get_close_matches(name, names, 1)
            hint = f"did you mean {near[0]!r}?" if near else ""
            self.problems.append(Problem("unknown_key", f"{where}.{name}", repr(name), f"one of {', '.join(names)}", hint))

    def term(
        self, name: str, given: Any, sources: Mapping[str, Citation], cite: Citation | None, where: str
    ) -> Iterator[tuple[tuple[str, str], Stated]]:
        """The values of one term, by ground; advances are one value of several tables."""
        path = f"{where}.{name}"
        tables = given if isinstance(given, list) and name in (*GROUNDED, "advances") else [given]
        if not tables or not all(isinstance(table, dict) for table in tables):
            more = ", or a list of such tables" if name in GROUNDED else ""
            self.problem("not_a_table", path, given, f"{name} = {{ ..., cite = ... }}{more}")
            return
        found: dict[str, Stated] = {}
        for index, table in enumerate(tables):
            here = f"{path}[{index}]" if len(tables) > 1 else path
            ground, source = table.get("ground", ""), self.term_cite(table, sources, cite, here)
            self.text(table.get("note", ""), f"{here}.note")
            self.text(ground, f"{here}.ground")
            value = self.term_value(name, table, source, here)
            if name == "advances":
                found[""] = Stated((*(found[""].value if found else ()), value), source)
                continue
            if str(ground) in found:
                self.problem("two_values", here, ground, "each ground once, and one table without a ground for everything else")
            found[str(ground)] = Stated(value, source, table.get("note", ""))
        yield from (((name, ground), one) for ground, one in found.items())

    def term_cite(self, table: Mapping[str, Any], sources: Mapping[str, Citation], cite: Citation | None, path: str) -> Citation:
        """The source of a term: its own; that of the version, perhaps with an article of its own; or that of the version."""
        own = table.get("cite")
        if cite is not None and own is None:
            return cite
        if cite is not None and isinstance(own, dict) and not {"source", "act"} & set(own):
            return self.citation(own, f"{path}.cite", cite)
        return self.row_cite(own, sources, path) or _MISSING

    def term_value(self, name: str, table: Mapping[str, Any], cite: Citation, path: str) -> Any:
        """The value of a term; what cannot be is a problem and gives None."""
        fields, ground = fields_of(name), ("ground",) if name in GROUNDED else ()
        self.known(table, (*fields, *ground, "cite", "note"), path)
        given, needed = {key: table[key] for key in fields if key in table}, needed_by(name)
        if needed is not None and needed not in given:
            self.problem("no_value", path, None, f"{needed} = ...")
            return None
        try:
            return read_value(name, given, str(table.get("ground", "")), cite)
        except (ValueError, TypeError, WelfarekitError) as error:
            self.problem("bad_value", path, given, f"{name} as the law has it ({error})")
            return None


def parse_terms(tables: Mapping[str, Any], source: str, known: tuple[str, ...] | None = None) -> tuple[Version, ...]:
    """The versions of a file; :class:`~welfarekit.errors.LawError` with everything that is wrong.

    Programs are those ``known`` and those that the file itself lists under ``programs``; None takes any.
    """
    first = _TermsReader("demo", source)
    sources = first.sources(tables.get("sources", {}))
    own = first.texts(tables.get("programs", []), "programs")
    for key in own:
        if not _PROGRAM.fullmatch(key) or key.partition(".")[0] not in COUNTRIES:
            first.problem("unknown_program", "programs", key, "a country and a name, such as cn.old_age_allowance")
    problems, found = first.problems, list[Version]()
    for key, given in _programs({name: table for name, table in tables.items() if name not in ("sources", "programs")}):
        if not _PROGRAM.fullmatch(key) or (known is not None and key not in (*known, *own)):
            near = get_close_matches(key, known or COUNTRIES, 1)
            hint = f"did you mean {near[0]!r}?" if near else ""
            expected = "tables [[<program>]]; a program of your own is listed in programs = [...]"
            problems.append(Problem("unknown_program", key, repr(key), expected, hint))
            continue
        reader = _TermsReader(key, source)
        found += reader.versions(given, sources)
        problems += reader.problems
    if problems:
        raise LawError(source, problems)
    return tuple(found)


def _programs(tables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for country, programs in tables.items():
        if country in COUNTRIES and isinstance(programs, dict):
            yield from ((f"{country}.{name}", given) for name, given in programs.items())
        else:
            yield country, programs
