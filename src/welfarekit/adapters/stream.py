"""Many households from one file: an object, an array, or JSON lines; one bad family does not stop the others."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import IO, Any, Final, TypeAlias

from welfarekit.adapters.document import from_json
from welfarekit.adapters.parsing import LIMIT, decoded, parsed, quick, refusal
from welfarekit.adapters.structure import built
from welfarekit.domain.household import Household
from welfarekit.errors import InvalidFacts

Answer: TypeAlias = tuple[int, str | None, Household | InvalidFacts]
Source: TypeAlias = bytes | str | IO[bytes] | IO[str]

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_TOKEN: Final = re.compile(r'"(?:[^"\\]++|\\.)*+"|[\[\]{},]', re.DOTALL)
_BOM: Final = b"\xef\xbb\xbf"


def read_households(source: Source, *, limit: int = LIMIT) -> Iterator[Answer]:
    """Each household of a file in turn: its number, its id, and the household or what is wrong with it.

    ``source`` is bytes, a text or an open file. The number counts lines (JSON lines) or elements (an array) from 1. The id is
    None where it cannot be read. An object or an array may have ``limit`` bytes, and so may each line; the number of lines
    has no limit, since one is held at a time.

    >>> for number, key, answer in read_households(b'{"id": "a", "members": [{"id": "p"}]}\\n{"id": "b", "members": []}\\n'):
    ...     print(number, key, answer)
    1 a Household(id='a', members=(Person(id='p'),))
    2 b 1 problem in the facts; correct them and ask again:
      members: no_members: given nobody, expected at least one person
    """
    lines = _Lines(source, limit)
    line = lines.skip_blank()
    if line is None:
        yield 1, None, refusal("not_json", "an empty document", "a household, an array of them, or one to a line")
    elif line.lstrip().startswith(b"["):
        yield from _array(line + lines.rest(), limit)
    elif (document := _one_object(line, lines)) is not None:
        yield 1, *_answer(document, limit)
    else:
        while line is not None:
            if line.strip():
                yield lines.number, *_answer(line.rstrip(b"\r\n"), limit)
            line = lines.next()


class _Lines:
    """The lines of a source as bytes, none longer than needed to see that it is too long."""

    def __init__(self, source: Source, limit: int) -> None:
        text = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
        self._file: IO[bytes] | IO[str] = io.BytesIO(text) if isinstance(text, bytes) else text
        self._limit = limit
        self._ahead = io.BytesIO()
        self.number = 0

    def _read(self, size: int, line: bool) -> bytes:
        text = self._file.readline(size) if line else self._file.read(size)
        return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text

    def next(self) -> bytes | None:
        """The next line, cut off just over the limit; None at the end."""
        line = self._ahead.readline(self._limit + 2)
        if not line.endswith(b"\n"):
            line += self._read(max(0, self._limit + 2 - len(line)), line=True)
        if not line:
            return None
        self.number += 1
        if len(line) > self._limit + 1 and not line.endswith(b"\n"):
            while (more := self._read(2**20, line=True)) and not more.endswith(b"\n"):
                pass
        return line

    def skip_blank(self) -> bytes | None:
        """The first line that says something, without a byte order mark."""
        line = self.next()
        if line is not None:
            line = line.removeprefix(_BOM)
        while line is not None and not line.strip():
            line = self.next()
        return line

    def rest(self) -> bytes:
        """Everything that follows, cut off just over the limit."""
        ahead = self._ahead.read()
        return ahead + self._read(max(0, self._limit + 2 - len(ahead)), line=False)

    def look_ahead(self) -> bytes:
        """What follows, without taking it."""
        ahead = self.rest()
        self._ahead = io.BytesIO(ahead)
        return ahead


def _one_object(line: bytes, lines: _Lines) -> bytes | None:
    """The whole document, if the file is one object over several lines; None if it is JSON lines."""
    if not line.lstrip().startswith(b"{") or _parses(line):
        return None
    following = lines.look_ahead()
    if _parses(line + following):
        return line + following
    looks_like_lines = line.rstrip().endswith(b"}") or following.lstrip().startswith(b"{")
    return None if looks_like_lines else line + following


def _parses(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _answer(document: bytes | str, limit: int) -> tuple[str | None, Household | InvalidFacts]:
    try:
        household = from_json(Household, document, limit=limit)
    except InvalidFacts as error:
        return _id_of(document, limit), error
    return household.id, household


def _id_of(document: bytes | str, limit: int) -> str | None:
    """The id in a document with mistakes, if it can be read at all."""
    try:
        data = parsed(decoded(document, limit))
    except InvalidFacts:
        return None
    key = data.get("id") if isinstance(data, dict) else None
    return key if isinstance(key, str) else None


def _array(document: bytes, limit: int) -> Iterator[Answer]:
    """Each element of an array; after an element that is not JSON, from the next comma on."""
    try:
        text = decoded(document, limit)
    except InvalidFacts as error:
        yield 1, None, error
        return
    number, at = 0, _space(text, text.index("[") + 1)
    while not (number == 0 and text.startswith("]", at)):
        number += 1
        try:
            value, end = quick.raw_decode(text, at)
            answer: tuple[str | None, Household | InvalidFacts] = _quick(value) or _answer(text[at:end], limit)
        except (ValueError, RecursionError):
            end = _element_end(text, at)
            answer = _answer(text[at:end], limit)
        at = _space(text, end)
        if not text.startswith((",", "]"), at):
            between = "an array that is not closed" if at >= len(text) else "text after an element that is not a comma"
            answer = answer[0], refusal("not_json", between, "elements between commas, and a closing bracket")
            at = _space(text, _element_end(text, at))
        yield number, *answer
        if not text.startswith(",", at):
            break
        at = _space(text, at + 1)
    if text[at + 1 :].strip():
        yield number + 1, None, refusal("not_json", "text after the array", "nothing after the closing bracket")


def _quick(value: Any) -> tuple[str, Household] | None:
    try:
        household = built(Household, value)
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None
    return household.id, household


def _space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _element_end(text: str, at: int) -> int:
    """Where an element that cannot be read ends: at the next comma or closing bracket outside its own brackets."""
    depth = 0
    for token in _TOKEN.finditer(text, at):
        mark = token[0][0]
        if depth == 0 and mark in ",]":
            return token.start()
        depth += (mark in "[{") - (mark in "]}" and depth > 0)
    return len(text)
