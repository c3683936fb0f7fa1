"""The cells of a ``calendar.toml``: texts, dates, lists and citations, each mistake noted and none repaired."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from attrs import evolve

from welfarekit.citation import CONFIRMED, Citation
from welfarekit.errors import Problem

_SOURCE: Final = ("act", "article", "url", "read", "confirmed")


class CellReader:
    """Reads cells and collects ``problems``; what cannot be read comes back empty, so that reading goes on."""

    def __init__(self) -> None:
        self.sources: dict[str, Citation] = {}
        self.problems: list[Problem] = []

    def problem(self, code: str, path: str, given: object, expected: str, hint: str = "") -> None:
        """Note a mistake."""
        shown = given.isoformat() if isinstance(given, dt.date) else repr(given)
        if (found := Problem(code, path, shown, expected, hint)) not in self.problems:
            self.problems.append(found)

    def table(self, given: Any, path: str, known: tuple[str, ...]) -> dict[str, Any]:
        """The known keys of a table; others are mistakes."""
        if not isinstance(given, dict):
            self.problem("not_a_table", path, given, f"a table with {', '.join(known)}")
            return {}
        for name in sorted(set(given) - set(known)):
            near = get_close_matches(name, known, 1)
            where = f"{path}.{name}" if path else name
            self.problem("unknown_key", where, name, f"one of {', '.join(known)}", f"did you mean {near[0]!r}?" if near else "")
        return {name: given[name] for name in known if name in given}

    def tables(self, given: Any, path: str) -> Iterator[tuple[str, Any]]:
        """The tables in a table, by key."""
        if isinstance(given, dict):
            yield from given.items()
        else:
            self.problem("not_a_table", path, given, f"tables [{path}.<key>]")

    def rows(self, given: Any, path: str) -> list[tuple[str, Any]]:
        """The tables in a list, by path."""
        if isinstance(given, list):
            return [(f"{path}[{index}]", row) for index, row in enumerate(given)]
        self.problem("not_rows", path, given, "a list of tables")
        return []

    def text(self, given: Any, path: str) -> str:
        """A text."""
        if isinstance(given, str):
            return given
        self.problem("not_a_text", path, given, "a text in quotes")
        return ""

    def one_of(self, given: Any, path: str, known: tuple[str, ...]) -> str:
        """One of a few texts."""
        if isinstance(given, str) and given in known:
            return given
        self.problem("not_one_of", path, given, f"one of {', '.join(known)}")
        return ""

    def date(self, given: Any, path: str) -> dt.date | None:
        """A date, which TOML writes without quotes."""
        if type(given) is dt.date:
            return given
        self.problem("bad_date", path, given, "a date without quotes, such as 2026-02-14")
        return None

    def dates(self, given: Any, path: str) -> tuple[dt.date, ...]:
        """A list of dates."""
        if isinstance(given, list):
            return tuple(day for item in given if (day := self.date(item, path)) is not None)
        self.problem("not_a_list", path, given, "a list of dates, such as [2026-02-14]")
        return ()

    def year(self, given: Any, path: str) -> int | None:
        """A year in which every day has a neighbour."""
        if type(given) is int and dt.MINYEAR < given < dt.MAXYEAR:
            return given
        self.problem("bad_value", path, given, "a year, such as 2026")
        return None

    def source(self, given: Any, path: str) -> Citation:
        """A table ``[sources.<key>]``."""
        table = self.table(given, path, _SOURCE)
        act, article, url = (self.text(table.get(name, ""), f"{path}.{name}") for name in ("act", "article", "url"))
        if not act:
            self.problem("no_act", path, given, "the notice or law that sets the days")
        if type(table.get("read")) is not dt.date:
            self.problem("no_read_day", path, table.get("read"), "the day on which the source was last read, read = 2026-11-21")
        confirmed = self.one_of(table.get("confirmed"), f"{path}.confirmed", CONFIRMED)
        return Citation(act, article, url, table.get("read"), confirmed)

    def cite(self, table: Mapping[str, Any], name: str, path: str) -> Citation | None:
        """A citation if there is one: the key of a source, or a table with ``source``, ``article``, ``confirmed``."""
        if name not in table:
            return None
        path, given = f"{path}.{name}", table[name]
        found = {"source": given} if isinstance(given, str) else self.table(given, path, ("source", "article", "confirmed"))
        key = found.get("source")
        if not isinstance(key, str) or key not in self.sources:
            self.problem("no_such_source", path, key, f"a key under [sources]: {', '.join(self.sources) or 'none'}")
            return None
        source = self.sources[key]
        article = self.text(found["article"], f"{path}.article") if "article" in found else source.article
        confirmed = self.one_of(found["confirmed"], f"{path}.confirmed", CONFIRMED) if "confirmed" in found else source.confirmed
        return evolve(source, article=article, confirmed=confirmed)

    def needed(self, table: Mapping[str, Any], path: str) -> Citation:
        """The citation of a table that has to have one."""
        if "cite" not in table:
            self.problem("no_citation", path, None, "cite = the key of a source, or a table with source and article")
        return self.cite(table, "cite", path) or Citation("?")
