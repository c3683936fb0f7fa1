"""Reading a ``law.toml``: every mistake found at once, nothing repaired.

A file holds ``[sources.<key>]`` (citations) and parameters. A parameter has a kind, a unit, a sentence and dated, placed,
cited values. The loader refuses a value without a citation, two values for one day and place, a schedule that does not rise
or does not say how it goes on past its last row, a kind or a unit that it does not know.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from attrs import evolve, field, frozen

from welfarekit.citation import CONFIRMED, Citation
from welfarekit.domain.fact import specs_of
from welfarekit.domain.household import Household
from welfarekit.errors import LawError, MoneyError, PlaceError, Problem, WelfarekitError
from welfarekit.money import MINOR_DIGITS, Money, Rate, Rounding
from welfarekit.place import CURRENCY, Place

KINDS: Final = ("amount", "rate", "count", "flag", "choice", "rounding", "table", "schedule")
UNITS: Final = re.compile(
    r"(CNY|VND|people|persons?|years?|months?|days?|hours?|points?|indicators?|share|rate|times|kilograms?|m2|percent|yes or no|"
    r"one of|way of rounding|grade|members?|units?|coefficient|square metres?|multiple)\b.*"
)
SELECTORS: Final = {
    spec.name: (*spec.choices, *(["none"] if spec.none else [])) for spec in specs_of(Household).values() if spec.kind == "choice"
}
"""The facts of the household that can select a value, besides its place, and what each can be."""
ZERO: Final[dict[str, Any]] = {"amount": 0, "rate": Fraction(0), "count": 0, "flag": False}
_PARAMETER = ("kind", "unit", "text", "by", "choices", "keys", "of", "optional", "continues", "since")
_ROW = ("from", "until", "in_force", "place", "value", "cite", "note", "repeal")


@frozen
class Row:
    """One dated, placed, cited value. ``stop`` is the first day on which it no longer holds, None if not known to end."""

    start: dt.date
    stop: dt.date | None
    in_force: dt.date
    place: Place
    by: tuple[tuple[str, str], ...]
    value: Any
    cite: Citation
    note: str = ""
    repeal: bool = False
    override: bool = False

    def matches(self, dims: Mapping[str, str]) -> bool:
        """Whether the row is for these household facts."""
        return all(dims.get(name) == value for name, value in self.by)

    @property
    def period(self) -> str:
        """``CN-430602 from 2025-01-01 to 2025-12-31``, for messages."""
        end = f" to {(self.stop - dt.timedelta(days=1)).isoformat()}" if self.stop else ""
        which = "".join(f", {name} {value}" for name, value in self.by)
        return f"{self.place}{which} from {self.start.isoformat()}{end}"


@frozen
class Parameter:
    """A parameter of the law: what it means, and its values."""

    program: str
    key: str
    kind: str
    unit: str
    text: str
    by: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    of: str = ""
    continues: str = ""
    optional: bool = False
    rows: tuple[Row, ...] = field(default=(), repr=False)

    @property
    def zero(self) -> Any:
        """What an absent cell of a closed table gives."""
        return ZERO[self.of or self.kind]


@frozen
class LawFile:
    """One program's law."""

    program: str
    country: str
    sources: Mapping[str, Citation]
    parameters: Mapping[str, Parameter]


def currency_of(program: str) -> str:
    """The currency in which a program counts: that of its country."""
    return CURRENCY.get(country_of(program), "CNY")


def country_of(program: str) -> str:
    """``CN`` for ``cn.dibao``; the pretend country's code for ``demo``."""
    head = program.partition(".")[0].upper()
    return head if head in CURRENCY else "XD"


class _Reader:
    def __init__(self, program: str, source: str) -> None:
        self.program, self.source = program, source
        self.currency, self.nation = currency_of(program), Place.parse(country_of(program))
        self.problems: list[Problem] = []

    def problem(self, code: str, path: str, given: object, expected: str) -> None:
        self.problems.append(Problem(code, path, repr(given), expected))

    def text(self, given: object, path: str) -> None:
        if not isinstance(given, str):
            self.problem("not_a_text", path, given, "a text in quotes")

    def texts(self, given: object, path: str) -> tuple[str, ...]:
        if isinstance(given, list) and all(isinstance(item, str) for item in given):
            return tuple(given)
        self.problem("not_a_list", path, given, 'a list of texts, such as ["area"]')
        return ()

    def sources(self, tables: Mapping[str, Any]) -> dict[str, Citation]:
        if not isinstance(tables, dict):
            self.problem("not_a_table", "sources", tables, "tables [sources.<key>] with act, read and confirmed")
            return {}
        found = {}
        for key, table in tables.items():
            found[key] = self.citation(table, f"sources.{key}")
        return found

    def citation(self, table: Any, path: str, base: Citation | None = None) -> Citation:
        known = {"act", "article", "url", "read", "confirmed", "since", "until"}
        given = {name: value for name, value in table.items() if name != "source"} if isinstance(table, dict) else {}
        for name in sorted(set(given) - known):
            self.problem("unknown_key", f"{path}.{name}", name, f"one of {', '.join(sorted(known))}")
            del given[name]
        cite = evolve(base, **given) if base else Citation(**{"act": "", **given})
        if not cite.act:
            self.problem("no_act", path, table, "the act or page that states the value")
        for name in ("act", "article", "url"):
            self.text(getattr(cite, name), f"{path}.{name}")
        if type(cite.read) is not dt.date:
            self.problem("no_read_day", path, cite.read, "the day on which the source was last read, read = 2026-11-21")
        for name in ("since", "until"):
            if getattr(cite, name) is not None and type(getattr(cite, name)) is not dt.date:
                self.problem("bad_date", f"{path}.{name}", getattr(cite, name), "a date without quotes, such as 2026-07-01")
        if cite.confirmed not in CONFIRMED:
            self.problem("confirmed", path, cite.confirmed, f"one of {', '.join(CONFIRMED)}")
        return cite

    def row_cite(self, given: Any, sources: Mapping[str, Citation], path: str) -> Citation | None:
        if given is None:
            self.problem("no_citation", path, None, "cite = the key of a source, or a table with act, read and confirmed")
            return None
        key = given if isinstance(given, str) else given.get("source") if isinstance(given, dict) else None
        if key is not None and (not isinstance(key, str) or key not in sources):
            self.problem("no_such_source", f"{path}.cite", key, f"a key under [sources]: {', '.join(sources) or 'none'}")
            return None
        if isinstance(given, str):
            return sources[given]
        return self.citation(given, f"{path}.cite", sources[key] if key else None)

    def value(self, kind: str, given: Any, parameter: Parameter, path: str) -> Any:
        try:
            return self.read_value(kind, given, parameter, path)
        except (ValueError, TypeError, ZeroDivisionError, KeyError, WelfarekitError) as error:
            self.problem("bad_value", path, given, f"a value of kind {kind} ({error})")
            return None

    def read_value(self, kind: str, given: Any, parameter: Parameter, path: str) -> Any:
        if kind == "amount":
            if not isinstance(given, str):
                raise MoneyError("an amount is a decimal in quotes, such as '791.00'")
            minor = Money(given, self.currency).minor
            if not 0 <= minor <= 10**13:
                raise MoneyError("an amount of the law lies between 0 and 10^13 minor units")
            return minor
        if kind == "rate":
            if not isinstance(given, str):
                raise MoneyError("a rate is a string such as '30%', '1.5' or '1/3'")
            rate = Rate(given).fraction
            if rate < 0 or rate.numerator > 10**6 or rate.denominator > 10**6:
                raise MoneyError("a rate of the law is not negative and has at most six digits above and below")
            return rate
        if kind == "count":
            if isinstance(given, bool) or not isinstance(given, int):
                raise TypeError("a whole number")
            return given
        if kind == "flag":
            if not isinstance(given, bool):
                raise TypeError("true or false")
            return given
        if kind == "choice":
            if given not in parameter.choices:
                raise ValueError(f"one of {', '.join(parameter.choices)}")
            return given
        if kind == "rounding":
            rounding = Rounding(**given)
            return (rounding.mode, rounding.step_in(self.currency))
        if kind == "table":
            strange = set(given) - set(parameter.keys)
            if strange:
                raise KeyError(f"{', '.join(sorted(strange))} is not among the keys {', '.join(parameter.keys)}")
            return {cell: self.value(parameter.of, value, parameter, f"{path}.{cell}") for cell, value in given.items()}
        if any(set(step) != {"from", "value"} or type(step["from"]) is not int for step in given):
            raise ValueError("each row has a whole number `from` and a value")
        steps = [(step["from"], self.value(parameter.of, step["value"], parameter, path)) for step in given]
        if not steps or [start for start, _ in steps] != sorted({start for start, _ in steps}):
            self.problem("falling_schedule", path, given, "rows that rise in `from`, each once")
        return tuple(steps)

    def selected(self, by: Mapping[str, str], parameter: Parameter, path: str) -> None:
        for name, choice in by.items():
            known = SELECTORS.get(name, ()) if name in parameter.by else ()
            if choice not in known:
                expected = ", ".join(known) if known else f"nothing: by = {list(parameter.by)} selects {parameter.key}"
                self.problem("no_such_choice", f"{path}.{name}", choice, expected)

    def place(self, given: Any, path: str) -> list[Place]:
        places = []
        if given == []:
            self.problem("bad_place", path, given, "at least one place; leave `place` out for the whole country")
        for code in given if isinstance(given, list) else [given]:
            try:
                place = Place.parse(code)
            except PlaceError as error:
                self.problem("bad_place", path, code, str(error))
                continue
            if place.country != self.nation.code:
                self.problem("foreign_place", path, code, f"a place of {self.nation}")
            places.append(place)
        return places

    def day(self, given: Any, path: str) -> dt.date | None:
        if given is None or (isinstance(given, dt.date) and not isinstance(given, dt.datetime)):
            return given
        self.problem("bad_date", path, given, "a date without quotes, such as 2026-07-01")
        return None

    def rows(self, given: Any, parameter: Parameter, sources: Mapping[str, Citation], path: str) -> tuple[Row, ...]:
        rows: list[Row] = []
        if not isinstance(given, list) or not all(isinstance(table, dict) for table in given):
            self.problem("not_rows", f"{path}.since", given, f"tables [[{path}.since]] with from, value and cite")
            return ()
        for index, table in enumerate(given):
            where = f"{path}.since[{index}]"
            for name in sorted(set(table) - set(_ROW) - set(parameter.by)):
                self.problem("unknown_key", f"{where}.{name}", name, f"one of {', '.join((*_ROW, *parameter.by))}")
            start = self.day(table.get("from"), f"{where}.from")
            if start is None:
                self.problem("no_start", where, table.get("from"), "from = the day from which the value applies")
            until = self.day(table.get("until"), f"{where}.until")
            if start and until and until < start:
                self.problem("until_before_from", where, until, f"a day not before {start.isoformat()}")
            if until == dt.date.max:
                self.problem("bad_date", f"{where}.until", until, "the last day; leave `until` out where no end is known")
                until = None
            cite = self.row_cite(table.get("cite"), sources, where)
            self.text(table.get("note", ""), f"{where}.note")
            repeal = table.get("repeal", False)
            if not isinstance(repeal, bool) or (repeal and ("value" in table or until)):
                self.problem("bad_repeal", f"{where}.repeal", repeal, "repeal = true, without a value and without `until`")
            if not repeal and "value" not in table:
                self.problem("no_value", where, None, "value = ..., or repeal = true")
            given_value = "value" in table and not repeal
            value = self.value(parameter.kind, table["value"], parameter, f"{where}.value") if given_value else None
            stop = until + dt.timedelta(days=1) if until else None
            in_force = self.day(table.get("in_force"), f"{where}.in_force") or start
            by = tuple((name, str(table[name])) for name in parameter.by if name in table)
            self.selected(dict(by), parameter, where)
            for place in self.place(table.get("place", self.nation.code), f"{where}.place"):
                if start is None or in_force is None:
                    continue
                row = Row(start, stop, in_force, place, by, value, cite or Citation("?"), table.get("note", ""), bool(repeal))
                for other in rows:
                    if other.place == place and other.start == start and _meet(other.by, by):
                        self.problem("two_values", where, row.period, "one value for one day and place")
                rows.append(row)
        return tuple(rows)

    def parameter(self, key: str, table: Any, sources: Mapping[str, Citation]) -> Parameter | None:
        if not isinstance(table, dict):
            self.problem("not_a_parameter", key, table, "a table with kind, unit, text and since")
            return None
        for name in sorted(set(table) - set(_PARAMETER)):
            self.problem("unknown_key", f"{key}.{name}", name, f"one of {', '.join(_PARAMETER)}")
        kind, of = table.get("kind"), table.get("of", "")
        if kind not in KINDS:
            self.problem("unknown_kind", f"{key}.kind", kind, f"one of {', '.join(KINDS)}")
            return None
        unit = table.get("unit")
        if not isinstance(unit, str) or not UNITS.match(unit) or unit[:3] in MINOR_DIGITS.keys() - {self.currency}:
            self.problem("unknown_unit", f"{key}.unit", unit, f"such as '{self.currency} per person and month', 'share', 'years'")
        if not table.get("text") or not isinstance(table["text"], str):
            self.problem("no_text", f"{key}.text", table.get("text"), "one sentence that says what the value is")
        if not isinstance(table.get("optional", False), bool):
            self.problem("bad_value", f"{key}.optional", table["optional"], "true or false")
        if kind in ("table", "schedule") and (not isinstance(of, str) or of not in ZERO):
            self.problem("unknown_kind", f"{key}.of", of, f"one of {', '.join(ZERO)}")
            return None
        if kind == "schedule" and table.get("continues") not in ("last", "nothing"):
            self.problem("no_continuation", f"{key}.continues", table.get("continues"), "'last' or 'nothing' past the last row")
        by, choices, keys = (self.texts(table.get(name, []), f"{key}.{name}") for name in ("by", "choices", "keys"))
        for name in sorted(set(by) - set(SELECTORS)):
            self.problem("no_such_fact", f"{key}.by", name, f"facts of the household: {', '.join(SELECTORS)}")
        if (kind == "table" and not keys) or (kind == "choice" and not choices):
            name = "keys" if kind == "table" else "choices"
            self.problem(f"no_{name}", f"{key}.{name}", table.get(name), f"a {kind} says what can stand in it")
        parameter = Parameter(
            self.program, key, kind, table.get("unit", ""), table.get("text", ""), by, choices, keys, of,
            table.get("continues", ""), bool(table.get("optional", False)),
        )  # fmt: skip
        return evolve(parameter, rows=self.rows(table.get("since", []), parameter, sources, key))


def _meet(a: tuple[tuple[str, str], ...], b: tuple[tuple[str, str], ...]) -> bool:
    other = dict(b)
    return all(other.get(name, value) == value for name, value in a)


def parse_law(program: str, tables: Mapping[str, Any], source: str) -> LawFile:
    """The law of one program from parsed TOML; :class:`~welfarekit.errors.LawError` with everything that is wrong."""
    reader = _Reader(program, source)
    sources = reader.sources(tables.get("sources", {}))
    parameters = {}
    for key, table in tables.items():
        if key != "sources" and (parameter := reader.parameter(key, table, sources)) is not None:
            parameters[key] = parameter
    if reader.problems:
        raise LawError(source, reader.problems)
    return LawFile(program, reader.nation.code, sources, parameters)


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file; a file that is not TOML or not UTF-8 is a LawError."""
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LawError(str(path), [Problem("not_toml", "", type(error).__name__, f"a TOML file in UTF-8: {error}")]) from None


def load_law(program: str, path: Path) -> LawFile:
    """The law of one program from its file."""
    return parse_law(program, read_toml(path), str(path))
