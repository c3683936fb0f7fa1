"""Reading the single values of a ``procedures.toml``: limits, days, levels, names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from welfarekit.administration.law.procedure_tables import SHARED, Tables
from welfarekit.citation import Citation
from welfarekit.errors import WelfarekitError
from welfarekit.procedure.limit import Limit, Shift, YearDay
from welfarekit.procedure.step import Level

LIMIT: Final = re.compile(r"(?P<count>[0-9]{1,4}) (?P<unit>working days?|days?|calendar months?|months?)|to (?P<day>[0-9-]{5})")
UNCITED: Final = Citation("?")


class Values:
    """Reads the values of one procedure's tables; each method notes what is wrong and gives a stand-in."""

    def __init__(self, tables: Tables, path: str) -> None:
        self.tables, self.path = tables, path

    def at(self, path: str, key: str) -> str:
        """The path of a key within the file."""
        return ".".join(part for part in (self.path, path, key) if part)

    def problem(self, code: str, path: str, given: object, expected: str) -> None:
        """Note a mistake; it goes to the reader of the file."""
        self.tables.problem(code, f"{self.path}.{path}", given, expected)

    def limit(self, given: Any, path: str, cite: Citation, more: Mapping[str, Any] | None = None) -> Limit | YearDay | None:
        """A limit in words: ``3 working days``, ``6 months``, ``to 12-14``."""
        match = LIMIT.fullmatch(given) if isinstance(given, str) else None
        try:
            if match and match["day"]:
                month, _, day = match["day"].partition("-")
                return YearDay(int(month), int(day), cite)
            if match:
                unit = match["unit"].rstrip("s").replace(" ", "_") + "s"
                return Limit(int(match["count"]), unit, cite, **(more or {}))
        except (WelfarekitError, ValueError) as error:
            self.problem("bad_value", path, given, str(error).splitlines()[-1].strip())
            return None
        expected = "'3 working days', '7 days', '6 months', '2 calendar months' or 'to 12-14'"
        self.problem("bad_value", path, given, expected)
        return None

    def counted(self, entry: Mapping[str, Any], key: str, path: str) -> Limit | None:
        """A limit that is so many days or months."""
        found = self.limit(entry[key], f"{path}.{key}", entry["cite"] or UNCITED, self.stepping(entry, path))
        if isinstance(found, YearDay):
            self.problem("bad_value", f"{path}.{key}", entry[key], "so many days or months")
            return None
        return found

    def stepping(self, entry: Mapping[str, Any], path: str) -> dict[str, Any]:
        """How a limit goes on where a month is too short, or where it ends on a day of rest."""
        more: dict[str, Any] = {}
        if "clip" in entry:
            more["clip"] = self.flag(entry, "clip", path)
        if "shift" in entry:
            more["shift"] = self.one_of(entry["shift"], [*Shift], f"{path}.shift") or Shift.NONE
            more["shift_cite"] = entry.get("shift_cite")
        return more

    def flag(self, entry: Mapping[str, Any], key: str, path: str) -> bool:
        """True or false."""
        value = entry.get(key, False)
        if not isinstance(value, bool):
            self.problem("bad_value", f"{path}.{key}".lstrip("."), value, "true or false")
        return value is True

    def text(self, entry: Mapping[str, Any], key: str, path: str) -> str:
        """A text, empty where it is not there."""
        value = entry.get(key, "")
        if not isinstance(value, str):
            self.problem("not_a_text", f"{path}.{key}".lstrip("."), value, "a text in quotes")
        return value if isinstance(value, str) else ""

    def one_of(self, given: Any, words: Sequence[str], path: str) -> str | None:
        """One of a set of words."""
        if given in words:
            return str(given)
        self.problem("not_one_of", path, given, f"one of {', '.join(words)}")
        return None

    def names(self, entry: Mapping[str, Any], key: str, path: str, known: set[str] | None = None) -> tuple[str, ...]:
        """A name or a list of names; of an entry that comes from a part, those that the procedure has."""
        given = entry.get(key, [])
        names = (given,) if isinstance(given, str) else self.tables.texts(given, self.at(path, key))
        return tuple(name for name in names if known is None or SHARED not in entry or name in known)

    def levels(self, entry: Mapping[str, Any], key: str, path: str) -> tuple[Level, ...]:
        """One level or several."""
        found = [self.one_of(name, [*Level], f"{path}.{key}") for name in self.names(entry, key, path)]
        if not found:
            self.problem("missing", f"{path}.{key}", None, f"one of {', '.join(Level)}")
        return tuple(Level(name) for name in found if name is not None)

    def days(self, entry: Mapping[str, Any], path: str) -> tuple[dt.date | None, dt.date | None]:
        """The first and the last day."""
        since, until = (self.tables.day(entry.get(key), self.at(path, key)) for key in ("from", "until"))
        if since and until and until < since:
            self.problem("until_before_from", path or "until", until, f"a day not before {since.isoformat()}")
        return since, until

    def known_or_open(self, entry: Mapping[str, Any], key: str, path: str) -> None:
        """A number, or what is known without one, and not both."""
        if (key in entry) == ("open" in entry):
            self.problem("no_limit", path, entry.get(key), f"either {key} = …, or open = what is known without a number")
