"""The rows of a CSV with classes of households: in a declared encoding, strictly, every mistake with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final
from unicodedata import normalize

from welfarekit.errors import Problem

ENCODINGS: Final = ("utf-8", "gb18030", "windows-1258")
"""What a CSV can be declared to be written in; one with the byte order mark of UTF-8 is UTF-8 whatever is declared."""
NEEDED: Final = ("household", "status")
READ: Final = (*NEEDED, "program", "on", "subject")
MOST: Final = 100
"""After so many mistakes a file is read no further."""

_BOM: Final = b"\xef\xbb\xbf"

Mistakes = list[tuple[int, Problem]]
"""Problems and the numbers of their lines."""


def csv_rows(path: Path, encoding: str, wrong: Mistakes) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row by the names in the first line, and the line on which it begins; what cannot be read goes to ``wrong``."""
    with path.open("rb") as file:
        reader = csv.reader(_texts(file, encoding, wrong), strict=True)
        names: list[str] | None = None
        while len(wrong) < MOST:
            start, before, cells = reader.line_num + 1, len(wrong), None
            try:
                cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                wrong.append((start, _unreadable(str(error))))
                if wrong[-1][1].code != "bad_quotes":
                    return  # where the next row begins cannot be told
            if names is None:
                names = cells or []
                wrong += [(start, problem) for problem in _about(names)] if len(wrong) == before else []
                if len(wrong) > before:
                    return
            elif cells and len(cells) != len(names) and len(wrong) == before:
                given, expected = f"{len(cells)} cells", f"{len(names)}, as many as the first line has"
                wrong.append((start, Problem("wrong_cells", "", given, expected, "a cell with a comma stands between quotes")))
            elif cells and len(wrong) == before:
                yield start, dict(zip(names, cells, strict=True))
        if names is None and not wrong:
            wrong += [(1, problem) for problem in _about([])]


def _texts(file: BinaryIO, declared: str, wrong: Mistakes) -> Iterator[str]:
    """The lines as text; one with a byte that is none is put down, and given with a stand-in for it."""
    mark = file.read(len(_BOM))
    if mark == _BOM:
        declared = "utf-8"
    else:
        file.seek(0)
    codec = "cp1258" if declared == "windows-1258" else declared
    for number, line in enumerate(file, 1):  # the byte of a line's end is in no other character of these encodings
        try:
            text = line.decode(codec)
        except UnicodeDecodeError as error:
            given = f"a byte in position {error.start + 1} that begins no character"
            others = " or ".join(f"--encoding {other}" for other in ENCODINGS if other != declared)
            wrong.append((number, Problem("wrong_encoding", "", given, f"text in {declared}", f"is it {others}?")))
            text = line.decode(codec, "replace")
        if number == 1:
            text = text.removeprefix("\ufeff")  # GB 18030 has a mark too
        if codec == "cp1258":
            text = normalize("NFC", text)  # it writes a letter and its tone apart, which other encodings need not
        yield from io.StringIO(text, newline="")


def _unreadable(error: str) -> Problem:
    if "field limit" in error:
        given = f"a cell of more than {csv.field_size_limit():,} characters"
        return Problem("too_large", "", given, "a shorter one", "is a quote not closed?")
    if "end of data" in error:
        return Problem("not_closed", "", "a quote that is not closed", "its end")
    return Problem("bad_quotes", "", "quotes that do not fit", "a cell between quotes, each quote in it twice")


def _about(names: list[str]) -> Iterator[Problem]:
    """What is wrong with the first line."""
    for name in READ:
        if name in NEEDED and name not in names:
            yield Problem("missing", name, "no such column", "a column with this name in the first line")
        if names.count(name) > 1:
            yield Problem("duplicate", name, "two columns with this name", "each column once")
