"""Instructions as the CSV file that a bank asks for."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from attrs import field, frozen

from welfarekit.adapters.bulk.cells import MOST, unfit, written_amount, written_day
from welfarekit.adapters.bulk.headings import ANSWERS, KINDS, PERSONAL
from welfarekit.adapters.bulk.instruction import Instruction, sums
from welfarekit.adapters.bulk.layout import BulkFormat
from welfarekit.domain.checking import MASK, shown
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.quantity import Benefit


@frozen
class BulkFile:
    """A file for a bank: its bytes, how many instructions it has, their sums, and the SHA-256 of the bytes.

    The bytes hold names and account numbers in full, and are not shown.
    """

    content: bytes = field(repr=False)
    count: int
    totals: tuple[Benefit, ...]
    sha256: str


_Cell = Callable[[Instruction], str | None]

_TEXTS: Final[dict[str, _Cell]] = {
    "reference": lambda each: each.reference,
    "payee": lambda each: each.payee.id,
    "account": lambda each: each.payee.account,
    "channel": lambda each: each.payee.channel.value if each.payee.channel else None,
    "currency": lambda each: each.amount.currency,
    "program": lambda each: each.payment.program,
    "award": lambda each: each.payment.award,
    "subject": lambda each: each.payment.subject,
    "other": lambda each: "",
}


def write_csv(
    instructions: Iterable[Instruction],
    layout: BulkFormat,
    *,
    names: Mapping[str, str] | None = None,
    purpose: str = "",
) -> BulkFile:
    """The file of some instructions, in their order, with accounts and names in full.

    ``names`` gives the name of each payee by the payee's id; ``purpose`` is the text of that column. Nothing is changed to fit:
    :class:`~welfarekit.errors.InvalidFacts` lists each cell that is missing (``missing``), that a spreadsheet would run
    (``formula``), that is no text in one line (``not_text``), or in another currency than the file (``wrong_currency``).
    """
    given = tuple(instructions)
    writer = _Writer(layout, names or {}, purpose)
    rows = [writer.row(number, each) for number, each in enumerate(given, 1)]
    totals = sums(each.amount for each in given)
    if layout.totals is not None:
        rows.append(writer.totals(len(given), totals))
    if writer.problems:
        raise InvalidFacts(writer.problems)
    text = io.StringIO(newline="")
    output = csv.writer(text, delimiter=layout.delimiter, lineterminator="\r\n")
    if layout.headings:
        output.writerow(layout.headings)
    output.writerows(rows)
    content = text.getvalue().encode(layout.encoding)
    return BulkFile(content, len(given), totals, hashlib.sha256(content).hexdigest())


class _Writer:
    """Rows of cells; ``problems`` collects what cannot be written."""

    def __init__(self, layout: BulkFormat, names: Mapping[str, str], purpose: str) -> None:
        self.layout, self.names, self.purpose = layout, names, purpose
        self.problems: list[Problem] = []
        for number, name in enumerate(layout.names):
            if name in ANSWERS:
                self.note("not_one_of", f"columns[{number}]", name, "a column of instructions; this one belongs to a result file")
        if "purpose" in layout.names:
            self.checked("purpose", "purpose", purpose)

    def note(self, code: str, path: str, given: str, expected: str) -> None:
        self.problems.append(Problem(code, path, given, expected))

    def row(self, number: int, each: Instruction) -> list[str]:
        """The cells of one instruction."""
        if "currency" not in self.layout.names and each.amount.currency != self.layout.currency:
            self.note("wrong_currency", f"row {number}, amount", str(each.amount), f"an amount in {self.layout.currency}")
        return [self.cell(name, number, each) for name in self.layout.names]

    def cell(self, name: str, number: int, each: Instruction) -> str:
        path = f"row {number}, {name}"
        if name == "number":
            return str(number)
        if name == "amount":
            if each.amount.minor >= MOST:
                self.note("too_many_digits", path, "an amount of very many digits", "at most 15 digits")
            return written_amount(each.amount, self.layout.amounts)
        if name in ANSWERS:
            return ""
        if KINDS[name] == "day":
            return written_day(getattr(each.payment, name), self.layout.days)
        if name == "purpose":
            return self.purpose
        text = self.names.get(each.payee.id, "") if name == "payee_name" else _TEXTS[name](each) or ""
        return self.checked(name, path, text)

    def checked(self, name: str, path: str, text: str) -> str:
        """A text that is there and fit for a cell."""
        wrong = ("missing", "a text") if not text and name != "other" else unfit(text)
        if wrong is not None:
            self.note(wrong[0], path, MASK if text and name in PERSONAL else shown(text or None), wrong[1])
        elif self.layout.totals == text.strip() and name == self.layout.names[0]:
            self.note("reserved", path, shown(text), "another text than the word that begins the totals")
        return text

    def totals(self, count: int, found: tuple[Benefit, ...]) -> list[str]:
        """The last line: the word, the count and the sum."""
        if len(found) > 1:
            self.note("wrong_currency", "totals", " and ".join(map(str, found)), "one currency, so that there is one sum")
        if any(each.minor >= MOST for each in found):
            self.note("too_many_digits", "totals", "a sum of very many digits", "at most 15 digits")
        total = written_amount(found[0], self.layout.amounts) if found else "0"
        return [self.layout.totals or "", str(count), total, *[""] * (len(self.layout.names) - 3)]
