"""The CSV file of a bank, read row by row in its declared form. What cannot be read is told beside the rows, never dropped."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from typing import Any

from attrs import field, frozen

from welfarekit.adapters.bulk.cells import read_amount, read_day, told
from welfarekit.adapters.bulk.headings import KINDS, PERSONAL
from welfarekit.adapters.bulk.layout import DIGITS, BulkFormat
from welfarekit.adapters.bulk.records import read_records
from welfarekit.adapters.bulk.unread import Unread
from welfarekit.domain.checking import MASK
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.language.written import Unreadable


@frozen
class Row:
    """One row: its number, from 1 and without the header, and what its cells say. A cell with nothing in it is not there."""

    number: int
    cells: dict[str, Any] = field(repr=False)


@frozen
class Rows:
    """The rows of a file, those that cannot be read, and the SHA-256 of its bytes."""

    rows: tuple[Row, ...]
    unread: tuple[Unread, ...]
    sha256: str


def read_csv(content: bytes, layout: BulkFormat) -> Rows:
    """The rows of a file in the form that ``layout`` declares.

    A file that was changed or broke off on its way is refused as a whole, as :class:`~welfarekit.errors.InvalidFacts` with all
    that is wrong with it and with its rows: other headings (``other_heading``), bytes in another encoding (``wrong_encoding``),
    a quote that is not closed (``not_closed``), a cell over 131,072 characters (``too_large``), a line of totals that is missing,
    not the last one or does not agree (``no_totals``, ``after_totals``, ``other_totals``). A row that is wrong by itself becomes
    an :class:`~welfarekit.adapters.bulk.unread.Unread`.
    """
    return _Reader(layout).read(content)


class _Reader:
    def __init__(self, layout: BulkFormat) -> None:
        self.layout = layout
        self.problems: list[Problem] = []
        self.rows: list[Row] = []
        self.unread: list[Unread] = []

    def read(self, content: bytes) -> Rows:
        records = read_records(content, self.layout, self.problems)
        if self.layout.header is not None:
            self._headings(records.pop(0) if records else [])
        totals = self._taken_totals(records)
        for number, record in enumerate(records, 1):
            self._row(number, record)
        if totals is not None:
            self._compare(totals)
        if self.problems:
            raise InvalidFacts([*self.problems, *(problem for row in self.unread for problem in row.problems)])
        return Rows(tuple(self.rows), tuple(self.unread), hashlib.sha256(content).hexdigest())

    def _headings(self, cells: list[str] | str) -> None:
        wanted = self.layout.headings
        if isinstance(cells, str) or len(cells) != len(wanted):
            given = "a line that is no CSV" if isinstance(cells, str) else f"{len(cells)} headings"
            self.problems.append(Problem("other_heading", "line 1", given, f"{len(wanted)} headings: {', '.join(wanted)}"))
            return
        data = any(letter.isdigit() for cell in cells for letter in cell)  # a row of people where the headings should be
        for number, (given, heading) in enumerate(zip(cells, wanted, strict=True)):
            if given != heading:
                stands = MASK if data else told(given)
                self.problems.append(Problem("other_heading", f"columns[{number}]", stands, repr(heading)))

    def _taken_totals(self, records: list[list[str] | str]) -> list[str] | None:
        """The line of totals, taken from the end of the records."""
        word = self.layout.totals
        if word is None:
            return None
        is_totals = [isinstance(record, list) and record[:1] == [word] for record in records]
        if not any(is_totals[-1:]):
            self.problems.append(Problem("no_totals", "the last line", "no totals", f"a line that begins with {word!r}"))
        for number, found in enumerate(is_totals[:-1], 1):
            if found:
                self.problems.append(Problem("after_totals", f"row {number}", "totals, and rows after them", "totals at the end"))
        found_last = records.pop() if any(is_totals[-1:]) else None
        return found_last if isinstance(found_last, list) else None

    def _row(self, number: int, record: list[str] | str) -> None:
        layout, path = self.layout, f"row {number}"
        if isinstance(record, str):
            problem = Problem("bad_quotes", path, "a quote within a cell", "a cell between quotes, and quotes in it twice")
            self.unread.append(Unread(number, None, (problem,), record))
            return
        if len(record) != len(layout.columns):
            expected = f"{len(layout.columns)} cells, and one with {layout.delimiter!r} in it between quotes"
            problem = Problem("wrong_cells", path, f"{len(record)} cells", expected)
            self.unread.append(Unread(number, None, (problem,), "\n".join(record)))
            return
        texts = {name: text for name, text in zip(layout.names, record, strict=True) if text and name != "other"}
        cells: dict[str, Any] = {}
        problems = []
        for name, text in texts.items():
            try:
                cells[name] = self._cell(name, text, texts.get("currency"))
            except Unreadable as error:
                given = MASK if name in PERSONAL else told(text)
                problems.append(Problem(error.code, f"{path}, {name}", given, error.expected))
        if problems:
            self.unread.append(Unread(number, texts.get("reference"), tuple(problems), "\n".join(record)))
        else:
            self.rows.append(Row(number, cells))

    def _cell(self, name: str, text: str, unit: str | None) -> Any:
        kind = KINDS[name]
        if kind == "amount":
            own = unit if "currency" in self.layout.names else self.layout.currency
            if own is None or own not in DIGITS:
                raise Unreadable("no_currency", "a currency that is known in the column beside it")
            return read_amount(text, self.layout.amounts, own)
        if kind == "day":
            return read_day(text, self.layout.days)
        if kind == "count":
            if not (text.isascii() and text.isdecimal() and len(text) <= 15):
                raise Unreadable("not_a_number", "a whole number")
            return int(text)
        return text

    def _compare(self, totals: list[str]) -> None:
        """Whether the file says of itself what it holds; the sum only if every row could be read."""
        count = len(self.rows) + len(self.unread)
        if totals[1:2] != [str(count)]:
            given = f"a count of {told(''.join(totals[1:2]))}"
            self.problems.append(Problem("other_totals", "totals", given, f"{count} rows"))
        if self.unread:
            return
        amounts = [row.cells["amount"] for row in self.rows if "amount" in row.cells]
        units = {amount.currency for amount in amounts}
        stated = "".join(totals[2:3])
        minor = None if amounts or set(stated) & set("123456789") else 0
        if len(units) == 1:
            with suppress(Unreadable):
                minor = read_amount(stated, self.layout.amounts, units.pop()).minor
        if minor != sum(amount.minor for amount in amounts):
            self.problems.append(Problem("other_totals", "totals", f"a sum of {told(stated)}", "the sum of the rows"))
