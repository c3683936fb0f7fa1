"""The records of a CSV file: text and cells, before anything is understood."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from welfarekit.adapters.bulk.layout import BulkFormat
from welfarekit.errors import InvalidFacts, Problem


def read_records(content: bytes, layout: BulkFormat, problems: list[Problem]) -> list[list[str] | str]:
    """The cells of each record of a file; the text of one whose quotes do not fit. Empty lines at the end are none.

    Bytes in another encoding are an :class:`~welfarekit.errors.InvalidFacts` that names every line that has some.
    """
    records = list(_records(_decoded(content, layout.encoding), layout, problems))
    while records and records[-1] == []:
        records.pop()
    return records


def _decoded(content: bytes, declared: str) -> str:
    encoding = "utf-8-sig" if declared == "utf-8" else declared
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        problems = []
        for number, line in enumerate(content.split(b"\n"), 1):  # no character of these encodings has this byte in it
            try:
                line.decode(encoding)
            except UnicodeDecodeError as error:
                given = f"a byte in position {error.start + 1} that begins no character"
                problems.append(Problem("wrong_encoding", f"line {number}", given, f"text in {declared}"))
        raise InvalidFacts(problems) from None


def _records(text: str, layout: BulkFormat, problems: list[Problem]) -> Iterator[list[str] | str]:
    """The cells of each record; the text of one whose quotes do not fit."""
    lines: list[str] = []
    reader = csv.reader(_kept(text, lines), delimiter=layout.delimiter, strict=True)
    while True:
        where = f"line {reader.line_num + 1}"
        lines.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" in str(error):
                yield "".join(lines)
                continue
            if "field limit" in str(error):
                most = f"{csv.field_size_limit():,} characters"
                expected = f"at most {most}; a quote in it may not be closed"
                problems.append(Problem("too_large", where, f"a cell of more than {most}", expected))
            else:
                problems.append(Problem("not_closed", where, "a quote that is not closed", "its end"))
            return
        yield [cell.strip(" \t\u3000") for cell in cells] if layout.padded else cells


def _kept(text: str, lines: list[str]) -> Iterator[str]:
    """The lines of a text, each also put down in ``lines``."""
    for line in io.StringIO(text, newline=""):
        lines.append(line)
        yield line
