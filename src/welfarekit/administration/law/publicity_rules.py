"""What may be posted, by program, place, day and stage: the countries' ``publicity.toml``, and users' own files on top.

>>> rule = Publicity.default().find("cn.dibao", "CN-430602", dt.date(2025, 3, 3))
>>> [field.value for field in rule.fields], rule.names.value, str(rule.posting)
(['name', 'members', 'amount'], 'surname_stars', '7 days')

How long a proposal is posted is law of the procedure (:mod:`welfarekit.administration.law.procedures`) and is taken from there.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, Final

from attrs import evolve, frozen

from welfarekit.administration.law.country_file import country_file
from welfarekit.administration.law.procedures import REGULAR, Procedures
from welfarekit.citation import Citation
from welfarekit.errors import InvalidFacts, LawError, TermMissing
from welfarekit.place import Place
from welfarekit.procedure.limit import Limit
from welfarekit.procedure.publicity import PublicityRule
from welfarekit.rules.determine import COUNTRIES
from welfarekit.rules.law_file import _Reader, country_of, read_toml

STAGES: Final = ("proposal", "decision", "ending")
KEYS: Final = (
    "program", "stage", "step", "subject", "place", "from", "until", "fields", "names", "number_digits", "posting",
    "posting_open", "barred", "cite", "fields_cite", "note",
)  # fmt: skip
_TAKEN: Final = ("subject", "fields", "names", "number_digits", "posting_open", "barred", "note")
_POSTING: Final = re.compile(r"(?P<count>[1-9][0-9]{0,3}) (?P<working>working )?days?")
_HOW: Final = "supply one in a file of your own: Publicity.default().with_file('my_publicity.toml')"


@frozen
class _Sheet:
    """A rule as it stands in the file, and the step of the procedure that says how long it is posted."""

    rule: PublicityRule
    step: str


class _Rules(_Reader):
    def sheets(self, tables: Mapping[str, Any]) -> list[_Sheet]:
        for name in sorted(set(tables) - {"sources", "rule"}):
            self.problem("unknown_key", name, name, "tables [sources.…] and [[rule]]")
        cites = self.sources(tables.get("sources", {}))
        given = tables.get("rule", [])
        if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
            self.problem("not_rows", "rule", type(given).__name__, "tables [[rule]]")
            return []
        return [sheet for number, table in enumerate(given) for sheet in self.one(table, cites, f"rule[{number}]")]

    def one(self, table: Mapping[str, Any], cites: Mapping[str, Citation], path: str) -> list[_Sheet]:
        for name in sorted(set(table) - set(KEYS)):
            self.problem("unknown_key", f"{path}.{name}", name, f"one of {', '.join(KEYS)}")
        program, stage, step = (table.get(key, "") for key in ("program", "stage", "step"))
        self.text(program, f"{path}.program")
        self.text(step, f"{path}.step")
        if stage not in STAGES:
            self.problem("not_one_of", f"{path}.stage", stage, f"one of {', '.join(STAGES)}")
        since, until = (self.day(table.get(key), f"{path}.{key}") for key in ("from", "until"))
        if since is None:
            self.problem("no_start", path, None, "from = the first day on which it is law")
        elif until is not None and until < since:
            self.problem("until_before_from", f"{path}.until", until, f"a day not before {since.isoformat()}")
        cite = self.row_cite(table.get("cite"), cites, path)
        fields_cite = self.row_cite(table["fields_cite"], cites, f"{path}.fields") if "fields_cite" in table else None
        self.nation = Place.parse(country_of(str(program)))
        places = self.place(table.get("place", self.nation.code), f"{path}.place")
        posting = self.posting(table.get("posting"), cite, f"{path}.posting")
        if since is None or cite is None or not isinstance(program, str):
            return []
        more = {name: table[name] for name in _TAKEN if name in table}
        try:
            rule = PublicityRule(
                program=program, stage=str(stage), place=self.nation, since=since, until=until, posting=posting, cite=cite,
                fields_cite=fields_cite, **more,
            )  # fmt: skip
        except (InvalidFacts, ValueError, TypeError) as error:
            self.problem("bad_value", path, sorted(more), str(error).splitlines()[-1].strip())
            return []
        return [_Sheet(evolve(rule, place=place), str(step)) for place in places]

    def posting(self, given: Any, cite: Citation | None, path: str) -> Limit | None:
        if given is None:
            return None
        found = _POSTING.fullmatch(given) if isinstance(given, str) else None
        if found is None:
            self.problem("bad_value", path, given, "'7 days' or '3 working days'")
            return None
        return Limit(int(found["count"]), "working_days" if found["working"] else "days", cite or Citation("?"))


def parse_publicity(tables: Mapping[str, Any], source: str) -> tuple[_Sheet, ...]:
    """The rules of parsed TOML; :class:`~welfarekit.errors.LawError` with everything that is wrong."""
    reader = _Rules("demo", source)
    sheets = reader.sheets(tables)
    if reader.problems:
        raise LawError(source, reader.problems)
    return tuple(sheets)


@cache
def shipped_publicity(country: str) -> tuple[_Sheet, ...]:
    """The rules of one country's folder, read once."""
    path = country_file(country, "publicity.toml")
    return parse_publicity(read_toml(path), str(path))


@frozen(eq=False)
class Publicity:
    """The rules of publicity in layers. Make one with :meth:`default`; lay files on top with :meth:`with_file`."""

    extra: tuple[_Sheet, ...] = ()

    @classmethod
    def default(cls) -> Publicity:
        """The rules as shipped."""
        return cls()

    def with_file(self, path: str | Path) -> Publicity:
        """These rules with a user's own file on top; LawError holds everything that is wrong with it."""
        return Publicity((*parse_publicity(read_toml(Path(path)), str(path)), *self.extra))

    def find(
        self,
        program: str,
        place: Place | str,
        on: dt.date,
        stage: str = "proposal",
        *,
        procedures: Procedures | None = None,
        variant: str = REGULAR,
    ) -> PublicityRule:
        """The rule for a place on a day, with the length of the posting that the procedure gives.

        What the procedure bars from posting (small urgent relief, children without care) gives a rule that allows no field.
        :class:`~welfarekit.errors.TermMissing` where no field may be posted because no rule says so.
        """
        where, book = Place.parse(place), procedures or Procedures.default()
        country = {"CN": "cn", "VN": "vn"}.get(country_of(program), "demo")
        everything = (*self.extra, *shipped_publicity(country))
        own = [sheet for sheet in everything if sheet.rule.program == program and sheet.rule.stage == stage]
        if (barred := _barred(book, program, where, on, variant, stage)) is not None:
            return barred
        for layer in where.chain:
            for sheet in own:
                if sheet.rule.place == layer and sheet.rule.holds_on(on):
                    return _timed(sheet, book, where, on, variant)
        raise TermMissing(
            program, f"rule of what is posted at the stage {stage!r}", f"{_known(everything, program, own)}; {_HOW}"
        )


def _barred(book: Procedures, program: str, place: Place, on: dt.date, variant: str, stage: str) -> PublicityRule | None:
    try:
        procedure = book.find(program, place, on, variant)
    except TermMissing:
        return None
    if not procedure.posting_barred:
        return None
    return PublicityRule(
        program=program, stage=stage, place=procedure.place, since=procedure.since, until=procedure.until,
        barred=procedure.posting_barred, cite=procedure.cite,
    )  # fmt: skip


def _timed(sheet: _Sheet, book: Procedures, place: Place, on: dt.date, variant: str) -> PublicityRule:
    rule = sheet.rule
    if rule.posting is not None or not sheet.step:
        return rule
    procedure = book.find(rule.program, place, on, variant)
    step = procedure.step(sheet.step)
    return evolve(rule, posting=step.posting, posting_open=step.posting_open or rule.posting_open)


def _known(everything: tuple[_Sheet, ...], program: str, own: list[_Sheet]) -> str:
    if own:
        spans = (f"from {one.rule.since.isoformat()}" + (f" to {one.rule.until}" if one.rule.until else "") for one in own)
        return f"there are rules {'; '.join(spans)}"
    stages = dict.fromkeys(f"a {one.rule.stage}" for one in everything if one.rule.program == program)
    if stages:
        return f"there are rules for {' and '.join(stages)}"
    programs = sorted({one.rule.program for country in COUNTRIES for one in shipped_publicity(country)})
    near = get_close_matches(program, programs, 1)
    return f"did you mean {near[0]!r}" if near else f"there are rules for {', '.join(programs)}"
