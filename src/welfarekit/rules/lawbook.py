"""The whole law that a question is answered by: what is shipped, and what users lay on top.

>>> book = Lawbook.default()
>>> reform = book.amended("demo.grain_aid", "line_per_month", "120.00", start=dt.date(2026, 1, 1))

A lawbook is a value: amending makes another one that shares everything else, in microseconds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Any

from attrs import evolve, field, frozen

from welfarekit.citation import Citation
from welfarekit.errors import LawError, Problem, UnknownProgram
from welfarekit.place import Place
from welfarekit.rules.law import shipped_law
from welfarekit.rules.law_file import LawFile, Parameter, Row, _Reader, country_of, parse_law, read_toml

Key = tuple[str, str]


@frozen
class Found:
    """A value that the law gives: its parameter, its row, and the layer of the place chain that it comes from."""

    parameter: Parameter
    row: Row

    @property
    def value(self) -> Any:
        """The value, as readers use it."""
        return self.row.value


@frozen(eq=False)
class Lawbook:
    """Law in layers. Make one with :meth:`default`; lay values on top with :meth:`with_file` or :meth:`amended`."""

    extra: Mapping[Key, tuple[Row, ...]] = field(factory=dict)
    plans: dict[Any, Any] = field(factory=dict, init=False, repr=False)
    """Resolved values by program, place and day; filled by readers."""
    _by_place: dict[Key, dict[str, list[tuple[int, Row]]]] = field(factory=dict, init=False, repr=False)

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another process as what was laid on top; what has been resolved is resolved there again."""
        return (_default, ()) if self is _default() else (Lawbook, (dict(self.extra),))

    @classmethod
    def default(cls) -> Lawbook:
        """The law as shipped. The same object each time, so that what was resolved once stays resolved."""
        return _default()

    def parameter(self, program: str, key: str) -> Parameter:
        """A shipped parameter; a LawError for a key that the program's law does not declare."""
        parameters = law_of(program).parameters
        if key not in parameters:
            raise LawError(program, [_unknown_key(key, parameters)])
        return parameters[key]

    def rows(self, program: str, key: str) -> tuple[Row, ...]:
        """All values of a parameter, users' own first."""
        return (*self.extra.get((program, key), ()), *self.parameter(program, key).rows)

    def with_rows(self, rows: Mapping[Key, tuple[Row, ...]]) -> Lawbook:
        """This law with more rows; where two start on one day at one place, the added one wins."""
        merged = dict(self.extra)
        for key, added in rows.items():
            merged[key] = (*added, *merged.get(key, ()))
        book = Lawbook(merged)
        book._by_place.update({key: index for key, index in self._by_place.items() if key not in rows})
        return book

    def with_file(self, path: str | Path) -> Lawbook:
        """This law with a user's own file: tables ``[cn.dibao.standard_per_year]`` with ``since`` rows, cited like ours."""
        tables = read_toml(Path(path))
        problems: dict[str, Problem] = {}
        sources, rows = {"sources": tables.pop("sources", {})}, dict[Key, tuple[Row, ...]]()
        entries = [(program, key, table) for program, own in _programs(tables, problems) for key, table in own.items()]
        for program, key, table in entries or [("demo.grain_aid", "", None)]:
            try:
                own = {key: _as_shipped(program, key, table)} if key else {}
                parsed = parse_law(program, {**sources, **own}, str(path))
                rows.update({(program, name): parameter.rows for name, parameter in parsed.parameters.items()})
            except LawError as error:
                for problem in error.problems:
                    elsewhere = problem.path.partition(".")[0] == "sources"
                    found = problem if elsewhere else evolve(problem, path=f"{program}.{problem.path}")
                    problems[str(found)] = found
        if problems:
            raise LawError(str(path), problems.values())
        return self.with_rows(rows)

    def with_files(self, paths: Iterable[str | Path]) -> Lawbook:
        """This law with several files of a user's own, each on top of those before it."""
        book = self
        for path in paths:
            book = book.with_file(path)
        return book

    def amended(
        self,
        program: str,
        key: str,
        value: Any,
        *,
        start: dt.date = dt.date.min,
        until: dt.date | None = None,
        place: str | None = None,
        cite: Citation | None = None,
        **by: str,
    ) -> Lawbook:
        """A reform: this law with one value changed, from ``start`` on, at ``place`` and below. It wins over any other row.

        ``value`` is written as in law.toml (``"9600.00"``, ``"30%"``, 18). A value that is not of the parameter's kind, a
        place of another country or a selecting fact that the parameter does not know is a :class:`~welfarekit.errors.LawError`.
        """
        parameter = self.parameter(program, key)
        reader = _Reader(program, "an amendment")
        read = reader.value(parameter.kind, value, parameter, key)
        places = reader.place(place or country_of(program), "place")
        reader.selected(by, parameter, key)
        if until and until < start:
            reader.problem("until_before_from", key, until, f"a day not before {start.isoformat()}")
        if reader.problems:
            raise LawError("an amendment", reader.problems)
        stop = until + dt.timedelta(days=1) if until else None
        where = places[0]
        source = cite or Citation("Amended by the user", read=None, confirmed="known")
        row = Row(start, stop, start, where, tuple(sorted(by.items())), read, source, override=True)
        return self.with_rows({(program, key): (row,)})

    def find(
        self, program: str, key: str, place: Place, dims: Mapping[str, str], on: dt.date, decided: dt.date | None = None
    ) -> Found | None:
        """The value for a place and a day, from the nearest layer of its chain; None where the law has none.

        ``decided`` hides what an authority could not yet decide on that day (``in_force`` later).
        """
        parameter = self.parameter(program, key)
        rows = self._along(program, key, place)
        visible = [row for row in rows if row.start <= on and (decided is None or row.in_force <= decided)]
        for row in visible:
            if row.override and row.matches(dims) and (row.stop is None or on < row.stop):
                return Found(parameter, row)
        for layer in place.chain:
            best: Row | None = None
            for row in visible:
                own = row.place.code == layer.code and not row.repeal and not row.override and row.matches(dims)
                if own and (best is None or row.start > best.start):
                    best = row
            if best is not None and (best.stop is None or on < best.stop):
                closed = any(row.repeal and row.start > best.start and row.matches(dims) for row in visible)
                return None if closed else Found(parameter, best)
        return None

    def _along(self, program: str, key: str, place: Place) -> list[Row]:
        """The rows of a place and the layers above it, in the order of the book."""
        index = self._by_place.get((program, key))
        if index is None:
            index = self._by_place[(program, key)] = {}
            for position, row in enumerate(self.rows(program, key)):
                index.setdefault(row.place.code, []).append((position, row))
        found = [pair for layer in place.chain for pair in index.get(layer.code, ())]
        return [row for _, row in sorted(found, key=itemgetter(0))]

    def known(self, program: str, key: str, place: Place) -> list[str]:
        """The periods for which the chain of a place has values, oldest first, as texts for a message."""
        rows = [row for row in self.rows(program, key) if row.place in place.chain and not row.repeal]
        return [row.period for row in sorted(rows, key=lambda row: row.start)]


def _programs(tables: Mapping[str, Any], problems: dict[str, Problem]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The programs that a user's file has tables for; whatever is no program is a problem."""
    from welfarekit.rules.determine import COUNTRIES, program_keys

    known = [key for country in COUNTRIES for key in program_keys(country)]
    for country, programs in tables.items():
        entries = programs.items() if country in COUNTRIES and isinstance(programs, dict) else [("", None)]
        for folder, parameters in entries:
            key = f"{country}.{folder}" if folder else country
            if key in known and isinstance(parameters, dict):
                yield key, parameters
            else:
                near = get_close_matches(key, known if folder else COUNTRIES, 1)
                hint = f"did you mean {near[0]!r}?" if near else ""
                problems[key] = Problem("unknown_program", key, repr(key), "tables [[<program>.<parameter>.since]]", hint)


def _as_shipped(program: str, key: str, table: Any) -> dict[str, Any]:
    """A user's values under what the shipped parameter says about its kind, which is not the user's to change."""
    shipped, path = law_of(program).parameters, f"{program}.{key}"
    if key not in shipped:
        raise LawError(path, [_unknown_key(key, shipped)])
    if not isinstance(table, dict):
        raise LawError(path, [Problem("not_a_parameter", key, repr(table), f"tables [[{path}.since]]")])
    old = shipped[key]
    fixed = {
        "kind": old.kind, "unit": old.unit, "text": old.text, "by": list(old.by), "of": old.of, "choices": list(old.choices),
        "keys": list(old.keys), "continues": old.continues, "optional": old.optional,
    }  # fmt: skip
    changed = [name for name in fixed if name in table and table[name] != fixed[name]]
    if changed:
        raise LawError(path, [Problem("fixed", f"{key}.{n}", repr(table[n]), f"{fixed[n]!r}, or left out") for n in changed])
    return {**table, **fixed}


def _unknown_key(key: str, known: Mapping[str, Parameter]) -> Problem:
    near = get_close_matches(key, known, 1)
    hint = f"did you mean {near[0]!r}?" if near else ""
    return Problem("unknown_key", key, repr(key), f"one of {', '.join(sorted(known))}", hint)


@lru_cache(maxsize=1)
def _default() -> Lawbook:
    return Lawbook()


def law_of(program: str) -> LawFile:
    """The shipped law of a program; UnknownProgram where there is none."""
    package = f"welfarekit.{program}"
    try:
        return shipped_law(package)
    except ModuleNotFoundError as error:
        if error.name is None or not f"{package}.".startswith(f"{error.name}."):
            raise  # the program is there, something that it needs is not
        raise UnknownProgram(program) from None


def changes(book: Lawbook, program: str) -> Iterator[tuple[dt.date, Parameter, Row]]:
    """Every day on which a value of the program begins or ends, with the row."""
    for key, parameter in law_of(program).parameters.items():
        for row in book.rows(program, key):
            yield row.start, parameter, row
            if row.stop is not None:
                yield row.stop, parameter, row
