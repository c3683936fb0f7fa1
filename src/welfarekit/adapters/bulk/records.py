"""The records of a CSV file: text and cells, before anything is understood."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from welfarekit.adapters.bulk.layout import BulkFormat
from welfarekit.errors import InvalidFacts, Problem


def read_records(content: bytes, layout: BulkFormat, problems: list[Problem]) -> list[list[str] | None]:
    """The cells of each record of a file; None for one whose quotes do not fit. Empty lines at the end are none.

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


def _records(text: str, layout: BulkFormat, problems: list[Problem]) -> Iterator[list[str] | None]:
    """The cells of each record; None for one whose quotes do not fit."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=layout.delimiter, strict=True)
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "expected after" in str(error):
                yield None
                continue
            problems.append(Problem("not_closed", f"line {reader.line_num}", "a quote that is not closed", "its end"))
            return
        yield [cell.strip(" \t\u3000") for cell in cells] if layout.padded else cells
