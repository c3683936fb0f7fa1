"""The whole law that a question is answered by: what is shipped, and what users lay on top.

>>> book = Lawbook.default()
>>> reform = book.amended("demo.grain_aid", "standard", "120.00", start=dt.date(2026, 1, 1))

A lawbook is a value: amending makes another one that shares everything else, in microseconds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.errors import LawError, Problem
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

    @classmethod
    def default(cls) -> Lawbook:
        """The law as shipped. The same object each time, so that what was resolved once stays resolved."""
        return _default()

    def parameter(self, program: str, key: str) -> Parameter:
        """A shipped parameter."""
        return law_of(program).parameters[key]

    def rows(self, program: str, key: str) -> tuple[Row, ...]:
        """All values of a parameter, users' own first."""
        return (*self.extra.get((program, key), ()), *self.parameter(program, key).rows)

    def with_rows(self, rows: Mapping[Key, tuple[Row, ...]]) -> Lawbook:
        """This law with more rows; where two start on one day at one place, the added one wins."""
        merged = dict(self.extra)
        for key, added in rows.items():
            merged[key] = (*added, *merged.get(key, ()))
        return Lawbook(merged)

    def with_file(self, path: str | Path) -> Lawbook:
        """This law with a user's own file: tables ``[cn.dibao.standard_per_year]`` with ``since`` rows, cited like ours."""
        tables = read_toml(Path(path))
        sources, rows = tables.pop("sources", {}), {}
        for country, programs in tables.items():
            for folder, parameters in programs.items():
                program = f"{country}.{folder}"
                shipped = law_of(program)
                for key, table in parameters.items():
                    if key not in shipped.parameters:
                        known = ", ".join(sorted(shipped.parameters))
                        raise LawError(str(path), [Problem("unknown_key", f"{program}.{key}", repr(key), f"one of {known}")])
                    old = shipped.parameters[key]
                    full = {
                        "kind": old.kind, "unit": old.unit, "text": old.text, "by": list(old.by), "of": old.of,
                        "choices": list(old.choices), "keys": list(old.keys), "continues": old.continues, **table,
                    }  # fmt: skip
                    parsed = parse_law(program, {"sources": sources, key: full}, str(path))
                    rows[(program, key)] = parsed.parameters[key].rows
        return self.with_rows(rows)

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

        ``value`` is written as in law.toml (``"9600.00"``, ``"30%"``, 18). A value that is not of the parameter's kind is a
        :class:`~welfarekit.errors.LawError`.
        """
        parameter = self.parameter(program, key)
        reader = _Reader(program, "an amendment")
        read = reader.value(parameter.kind, value, parameter, key)
        if reader.problems:
            raise LawError("an amendment", reader.problems)
        stop = until + dt.timedelta(days=1) if until else None
        where = Place.parse(place or country_of(program))
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
        rows = self.rows(program, key)
        visible = [row for row in rows if row.start <= on and (decided is None or row.in_force <= decided)]
        for row in visible:
            if row.override and row.place in place.chain and row.matches(dims) and (row.stop is None or on < row.stop):
                return Found(parameter, row)
        for layer in place.chain:
            best: Row | None = None
            for row in visible:
                if row.place is layer and not row.repeal and not row.override and row.matches(dims):
                    if best is None or row.start > best.start:
                        best = row
            if best is not None and (best.stop is None or on < best.stop):
                closed = any(row.repeal and row.place in place.chain and row.start > best.start for row in visible)
                return None if closed else Found(parameter, best)
        return None

    def known(self, program: str, key: str, place: Place) -> list[str]:
        """The periods for which the chain of a place has values, as texts for a message."""
        rows = [row for row in self.rows(program, key) if row.place in place.chain and not row.repeal]
        return [f"known for {row.period}" for row in sorted(rows, key=lambda row: row.start)]


@lru_cache(maxsize=1)
def _default() -> Lawbook:
    return Lawbook()


def law_of(program: str) -> LawFile:
    """The shipped law of a program."""
    return shipped_law(f"welfarekit.{program}")


def changes(book: Lawbook, program: str) -> Iterator[tuple[dt.date, Parameter, Row]]:
    """Every day on which a value of the program begins or ends, with the row."""
    for key, parameter in law_of(program).parameters.items():
        for row in book.rows(program, key):
            yield row.start, parameter, row
            if row.stop is not None:
                yield row.stop, parameter, row
