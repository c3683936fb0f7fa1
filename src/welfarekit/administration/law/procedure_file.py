"""Reading a ``procedures.toml``: every mistake found at once, nothing repaired.

A file holds ``[sources.<key>]`` (citations), ``[part.<name>]`` (steps and clocks that several procedures share) and
``[procedure.<name>]``: program, variant, place and first day, and tables ``step``, ``clock``, ``review`` and ``tally``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final

from attrs import evolve, frozen

from welfarekit.administration.law.procedure_tables import SHARED, Sheet, Tables
from welfarekit.administration.law.procedure_values import UNCITED, Values
from welfarekit.errors import LawError, Problem, WelfarekitError
from welfarekit.money import Rate
from welfarekit.place import Place
from welfarekit.procedure.clocks import Clock
from welfarekit.procedure.limit import YearDay
from welfarekit.procedure.procedure import Procedure
from welfarekit.procedure.review import Review
from welfarekit.procedure.soundness import problems_of
from welfarekit.procedure.step import Level, Step, Tally
from welfarekit.rules.law_file import country_of

STEP: Final = (
    "from", "to", "stays", "by", "posting", "posting_open", "needs", "only_after", "not_after", "waits_for", "sampling",
    "decides", "closes", "text", "note", "cite",
)  # fmt: skip
CLOCK: Final = (
    "after", "stops", "owner", "limit", "clip", "shift", "shift_cite", "open", "counted_from", "on_day", "backwards", "when",
    "instead_of", "not_after", "at_once", "optional", "from", "until", "text", "note", "cite",
)  # fmt: skip
REVIEW: Final = (
    "after", "owner", "categories", "every", "clip", "opens", "closes", "open", "from", "until", "text", "note", "cite",
)  # fmt: skip
TALLY: Final = ("step", "times", "reset", "text", "note", "cite")
KEYS: Final = {"step": STEP, "clock": CLOCK, "review": REVIEW, "tally": TALLY}


@frozen
class ProcedureFile:
    """The procedures of one file, and its sheets, which other files may be like."""

    procedures: tuple[Procedure, ...]
    sheets: Mapping[str, Sheet]


class _Builder(Values):
    """Builds one procedure from its sheet."""

    def __init__(self, tables: Tables, sheet: Sheet) -> None:
        super().__init__(tables, f"procedure.{sheet.key}")
        self.sheet = sheet
        self.steps: set[str] = set()
        self.states: set[str] = set()

    def entries(self, kind: str) -> Iterator[tuple[str, dict[str, Any], str]]:
        for name, versions in self.sheet.table.get(kind, {}).items():
            for place, entry in enumerate(versions):
                path = f"{kind}.{name}" + (f"[{place}]" if len(versions) > 1 else "")
                for key in sorted(set(entry) - {*KEYS[kind], SHARED}):
                    self.problem("unknown_key", f"{path}.{key}", key, f"one of {', '.join(KEYS[kind])}")
                yield name, entry, path

    def step(self, name: str, entry: Mapping[str, Any], path: str) -> Step:
        stays = self.flag(entry, "stays", path)
        to = self.text(entry, "to", path) or name
        posting = self.counted(entry, "posting", path) if "posting" in entry else None
        sampling = None
        if "sampling" in entry:
            try:
                sampling = Rate(entry["sampling"])
            except (WelfarekitError, TypeError) as error:
                self.problem("bad_value", f"{path}.sampling", entry["sampling"], f"a share such as '30%' ({error})")
        return Step(
            name, self.names(entry, "from", path, self.states), None if stays else to, self.levels(entry, "by", path),
            entry["cite"] or UNCITED, self.text(entry, "text", path), posting, self.text(entry, "posting_open", path),
            self.names(entry, "needs", path), self.names(entry, "only_after", path, self.steps),
            self.names(entry, "not_after", path, self.steps), self.names(entry, "waits_for", path), sampling,
            self.flag(entry, "decides", path), self.flag(entry, "closes", path), self.text(entry, "note", path),
        )  # fmt: skip

    def clock(self, name: str, entry: Mapping[str, Any], path: str) -> Clock | None:
        self.known_or_open(entry, "limit", path)
        cite = entry["cite"] or UNCITED
        limit = self.limit(entry["limit"], f"{path}.limit", cite, self.stepping(entry, path)) if "limit" in entry else None
        owner = self.levels(entry, "owner", path)
        on_day = entry.get("on_day")
        if on_day is not None and not (type(on_day) is int and 1 <= on_day <= 28):
            self.problem("bad_value", f"{path}.on_day", on_day, "a day of the month from 1 to 28")
            on_day = None
        since, until = self.days(entry, path)
        after = self.names(entry, "after", path, self.steps)
        if not after and SHARED in entry:
            return None
        return Clock(
            name, after, self.names(entry, "stops", path, self.steps), owner[0] if owner else Level.PERSON, cite, limit,
            self.text(entry, "open", path), self.text(entry, "text", path), self.text(entry, "counted_from", path), on_day,
            self.flag(entry, "backwards", path), self.text(entry, "when", path), self.text(entry, "instead_of", path),
            self.names(entry, "not_after", path, self.steps), self.flag(entry, "at_once", path),
            self.flag(entry, "optional", path), since, until, self.text(entry, "note", path),
        )  # fmt: skip

    def review(self, name: str, entry: Mapping[str, Any], path: str) -> Review:
        season = {
            key: self.limit(entry[key], f"{path}.{key}", entry["cite"] or UNCITED) for key in ("opens", "closes") if key in entry
        }
        if not season:
            self.known_or_open(entry, "every", path)
        elif len(season) == 1 or "every" in entry or not all(isinstance(day, YearDay) for day in season.values()):
            self.problem("bad_value", path, sorted(season), "opens and closes, both such as 'to 09-01', without every")
            season = {}
        opens, closes = season.get("opens"), season.get("closes")
        owner = self.levels(entry, "owner", path)
        since, until = self.days(entry, path)
        return Review(
            name, self.names(entry, "after", path, self.steps), owner[0] if owner else Level.PERSON, entry["cite"] or UNCITED,
            self.names(entry, "categories", path), self.counted(entry, "every", path) if "every" in entry else None,
            opens if isinstance(opens, YearDay) else None, closes if isinstance(closes, YearDay) else None,
            self.text(entry, "open", path), self.text(entry, "text", path), since, until, self.text(entry, "note", path),
        )  # fmt: skip

    def tally(self, name: str, entry: Mapping[str, Any], path: str) -> Tally:
        times = entry.get("times")
        if type(times) is not int or times < 1:
            self.problem("bad_value", f"{path}.times", times, "a whole number from 1")
            times = 1
        step, reset = self.text(entry, "step", path), self.names(entry, "reset", path, self.steps)
        return Tally(name, step, times, entry["cite"] or UNCITED, self.text(entry, "text", path), reset)

    def build(self) -> Iterator[Procedure]:
        """The procedure, once for each of its places."""
        table = self.sheet.table
        for key in ("program", "variant", "starts", "text"):
            if not self.text(table, key, ""):
                self.problem("no_text" if key == "text" else "missing", key, None, f"{key} = '…'")
        if table.get("cite") is None:
            self.problem("no_citation", "cite", None, "cite = the source on which the procedure stands")
        since, until = self.days(table, "")
        if since is None:
            self.problem("no_start", "from", None, "from = the first day on which it is law")
        entries = [(name, entry) for name, versions in table.get("step", {}).items() for entry in versions]
        self.steps = {str(table.get("starts")), *(name for name, _ in entries)}
        self.states = {str(table.get("starts")), *(str(e.get("to", name)) for name, e in entries if not e.get("stays"))}
        steps = tuple(self.step(*one) for one in self.entries("step"))
        clocks = tuple(clock for one in self.entries("clock") if (clock := self.clock(*one)) is not None)
        reviews = tuple(self.review(*one) for one in self.entries("review"))
        tallies = tuple(self.tally(*one) for one in self.entries("tally"))
        country = country_of(str(table.get("program", "")))
        self.tables.nation = Place.parse(country)
        places = self.tables.place(table.get("place", country), f"{self.path}.place")
        made = Procedure(
            self.sheet.key, str(table.get("program", "")), str(table.get("variant", "")), Place.parse(country),
            since or dt.date.min, until, str(table.get("starts", "")), table.get("cite") or UNCITED, steps, clocks, reviews,
            tallies, self.names(table, "at_rest", ""), self.text(table, "posting_barred", ""),
            self.flag(table, "takes_pending", ""), self.text(table, "text", ""),
            self.text(table, "note", ""),
        )  # fmt: skip
        if not self.tables.problems:
            self.tables.problems += [evolve(one, path=f"{self.path}.{one.path}") for one in problems_of(made)]
        yield from (evolve(made, place=place) for place in places)


def _side_by_side(made: Sequence[Procedure], gaps: Mapping[str, Any]) -> Iterator[Problem]:
    """Procedures of one program, variant and place that hold on the same day, or between which there is an unexplained gap."""
    ordered = sorted(made, key=lambda one: (one.program, one.variant, one.place.code, one.since))
    for one, later in pairwise(ordered):
        if (one.program, one.variant, one.place) != (later.program, later.variant, later.place):
            continue
        path = f"procedure.{later.key}.from"
        if one.since == later.since or (one.until is not None and later.since <= one.until):
            expected = f"a day on which {one.key} is no longer law"
            yield Problem("two_procedures", path, later.since.isoformat(), expected)
        elif one.until is not None and (later.since - one.until).days > 1 and not gaps.get(later.key):
            yield Problem(
                "unexplained_gap", path, later.since.isoformat(), f"the day after {one.until}, or gap = 'why there is none'"
            )


def parse_procedures(tables: Mapping[str, Any], source: str, known: Mapping[str, Sheet] | None = None) -> ProcedureFile:
    """The procedures of parsed TOML; :class:`~welfarekit.errors.LawError` with everything that is wrong."""
    reader = Tables(tables, source, known or {})
    made: list[Procedure] = []
    for sheet in reader.read():
        made += _Builder(reader, sheet).build()
    reader.problems += _side_by_side(made, {key: sheet.table.get("gap") for key, sheet in reader.sheets.items()})
    if reader.problems:
        raise LawError(source, dict.fromkeys(reader.problems))
    return ProcedureFile(tuple(made), reader.sheets)
