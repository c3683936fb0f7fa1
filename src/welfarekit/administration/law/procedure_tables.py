"""The tables of a procedures file before they are understood: every citation found, and what is ``like`` another merged with it.

A table says only what differs from the one that it is like. An entry that a table changes needs its own source, so that no
inherited article ever stands beside a number that it does not state.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import evolve, frozen

from welfarekit.citation import Citation
from welfarekit.rules.law_file import _Reader

ENTRIES: Final = ("step", "clock", "review", "tally")
"""What a procedure, or a part that several share, is made of; each a table of named entries."""
INHERITED: Final = ("program", "variant", "starts", "at_rest", "posting_barred", "text", "cite")
OWN: Final = ("from", "until", "place", "note", "like", "without", "gap", "takes_pending")
PROCEDURE: Final = (*INHERITED, *OWN, *ENTRIES)
PART: Final = ("cite", "note", *ENTRIES)
SHARED: Final = "from a part"
"""Marks an entry that comes from a part: what it names and the procedure does not have is left out."""


@frozen
class Sheet:
    """One table of procedures with its citations resolved, ready to be built or to be taken over by another."""

    key: str
    table: Mapping[str, Any]


class Tables(_Reader):
    """Reads ``[sources]``, ``[part]`` and ``[procedure]`` of one file; ``known`` are the sheets of the files below it."""

    def __init__(self, tables: Mapping[str, Any], source: str, known: Mapping[str, Sheet]) -> None:
        super().__init__("demo", source)
        self.known = known
        for name in sorted(set(tables) - {"sources", "part", "procedure"}):
            self.problem("unknown_key", name, name, "tables [sources.…], [part.…] and [procedure.…]")
        self.cites = self.sources(tables.get("sources", {}))
        self.raw = {kind: self._named(tables.get(kind, {}), kind) for kind in ("part", "procedure")}
        self.cited: dict[str, dict[str, Any]] = {}
        self.sheets: dict[str, Sheet] = {}

    def _named(self, given: Any, path: str) -> dict[str, dict[str, Any]]:
        if isinstance(given, dict) and all(isinstance(table, dict) for table in given.values()):
            return given
        self.problem("not_a_table", path, type(given).__name__, f"tables [{path}.<name>]")
        return {}

    def read(self) -> Iterator[Sheet]:
        """Each procedure of the file, merged with what it is like."""
        for kind, own in (("part", PART), ("procedure", PROCEDURE)):
            for key, table in self.raw[kind].items():
                for name in sorted(set(table) - set(own)):
                    self.problem("unknown_key", f"{kind}.{key}.{name}", name, f"one of {', '.join(own)}")
                self.cited[key] = self._cited(table, f"{kind}.{key}", shared=kind == "part")
        for key in self.raw["procedure"]:
            self.sheets[key] = Sheet(key, self._merged(key, ()))
            yield self.sheets[key]

    def _cited(self, table: Mapping[str, Any], path: str, *, shared: bool) -> dict[str, Any]:
        cited = dict(table)
        base = self.row_cite(table["cite"], self.cites, path) if "cite" in table else None
        if "cite" in table:
            cited["cite"] = base
        for kind in ENTRIES:
            if kind in table:
                entries = self._named_entries(table[kind], f"{path}.{kind}")
                cited[kind] = {
                    name: [self._entry(one, base, f"{path}.{kind}.{name}", shared) for one in versions]
                    for name, versions in entries.items()
                }
        return cited

    def _named_entries(self, given: Any, path: str) -> dict[str, list[dict[str, Any]]]:
        """Entries by name; dated versions of one stand in a list."""
        found: dict[str, list[dict[str, Any]]] = {}
        for name, entry in given.items() if isinstance(given, dict) else [("", given)]:
            versions = entry if isinstance(entry, list) else [entry]
            if all(isinstance(one, dict) for one in versions) and name:
                found[name] = versions
            else:
                self.problem("not_a_table", f"{path}.{name}".rstrip("."), type(entry).__name__, f"a table [{path}.<name>]")
        return found

    def _entry(self, entry: Mapping[str, Any], base: Citation | None, path: str, shared: bool) -> dict[str, Any]:
        cited = dict(entry)
        article = cited.pop("article", "")
        if "cite" in cited:
            cited["cite"] = self.row_cite(cited["cite"], self.cites, path)
        elif isinstance(article, str) and article and base is not None:
            cited["cite"] = evolve(base, article=article)
        else:
            self.problem("no_citation", path, article or None, "cite = …, or article = '…' of what the procedure itself cites")
            cited["cite"] = None
        if "shift_cite" in cited:
            cited["shift_cite"] = self.row_cite(cited["shift_cite"], self.cites, f"{path}.shift_cite")
        if shared:
            cited[SHARED] = True
        return cited

    def _merged(self, key: str, trail: tuple[str, ...]) -> dict[str, Any]:
        table = dict(self.cited[key])
        like = table.pop("like", [])
        parents = [like] if isinstance(like, str) else self.texts(like, f"procedure.{key}.like")
        merged: dict[str, Any] = {}
        for parent in parents:
            merged = _over(merged, self._parent(parent, key, (*trail, key)))
        merged = _over(merged, table)
        for name in self.texts(table.get("without", []), f"procedure.{key}.without"):
            if not any(merged.get(kind, {}).pop(name, None) for kind in ENTRIES):
                self.problem("no_such_step", f"procedure.{key}.without", name, "the name of something that it is like")
        return merged

    def _parent(self, parent: str, key: str, trail: tuple[str, ...]) -> dict[str, Any]:
        if parent in trail and parent not in self.known:
            self.problem("like_itself", f"procedure.{key}.like", parent, "another procedure or part")
            return {}
        if parent in self.raw["part"]:
            return {name: value for name, value in self.cited[parent].items() if name in ENTRIES}
        if parent in self.cited and parent not in trail:
            table: Mapping[str, Any] = self._merged(parent, trail)
        elif parent in self.known:
            table = self.known[parent].table
        else:
            names = ", ".join([*self.cited, *self.known])
            self.problem("no_such_procedure", f"procedure.{key}.like", parent, f"one of {names}")
            return {}
        return {name: value for name, value in table.items() if name not in OWN}


def _over(base: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """``more`` over ``base``; a single entry is merged key by key, dated versions replace what was there."""
    result = {**base, **{name: value for name, value in more.items() if name not in ENTRIES}}
    for kind in ENTRIES:
        entries = dict(base.get(kind, {}))
        for name, versions in more.get(kind, {}).items():
            old = entries.get(name, [])
            single = len(old) == 1 and len(versions) == 1
            entries[name] = [_changed(old[0], versions[0])] if single else versions
        if entries:
            result[kind] = entries
    return result


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with what changes in it; a number takes the place of "no number", and the other way round."""
    drop = {"limit", "every"} if "open" in new else {"open"} if {"limit", "every"} & set(new) else set()
    return {**{name: value for name, value in old.items() if name not in drop}, **new}
