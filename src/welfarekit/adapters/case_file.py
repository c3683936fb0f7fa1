"""Many cases from one file: an object, an array, or JSON lines; one bad case does not stop the others."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from welfarekit.adapters.case_json import case_from_json
from welfarekit.adapters.parsing import LIMIT, decoded, parsed
from welfarekit.administration.law.procedures import Procedures
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.procedure.case import Case


def read_cases(
    source: bytes, procedures: Procedures | None = None, *, on: dt.date | None = None
) -> Iterator[tuple[int, str | None, Case | InvalidFacts]]:
    """Each case of a file in turn: its number, its identifier, and the case or what is wrong with it.

    The file is one object, an array, or JSON lines.
    """
    book = procedures or Procedures.default()
    for number, document in _documents(source):
        key: str | None = None
        try:
            data = parsed(decoded(document)) if isinstance(document, bytes) else document
            known = data.get("id") if isinstance(data, dict) else None
            key = known if isinstance(known, str) else None
            if not isinstance(data, dict):
                raise InvalidFacts([Problem("not_an_object", "", type(data).__name__, "a case, an object with keys")])
            yield number, key, case_from_json(data, book, on=on)
        except InvalidFacts as error:
            yield number, key, error


def _documents(source: bytes) -> Iterator[tuple[int, Any]]:
    text = source.removeprefix(b"\xef\xbb\xbf").strip()
    if text[:1] == b"[":
        yield from enumerate(parsed(decoded(text, LIMIT * 64)), 1)
        return
    if text[:1] == b"{" and _is_one(text):
        yield 1, text
        return
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield number, line


def _is_one(text: bytes) -> bool:
    """Whether the whole text is one object, over several lines; a mistake in it is then reported of the whole."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) == 1:
        return True
    try:
        json.loads(lines[0])
    except (ValueError, RecursionError):
        return not lines[0].rstrip().endswith(b"}")
    return False
