"""The answer of a bank to one instruction, and a file of such answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from attrs import field, frozen

from welfarekit.adapters.bulk.cells import told
from welfarekit.adapters.bulk.layout import BulkFormat
from welfarekit.adapters.bulk.pending import Pending, wrong_parts
from welfarekit.adapters.bulk.reading import Row, read_csv
from welfarekit.adapters.bulk.unread import Unread
from welfarekit.domain.checking import MASK, masked, nearest, shown
from welfarekit.domain.payment import PaymentState
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.quantity import Benefit

ANSWER: Final = (PaymentState.PAID, PaymentState.FAILED, PaymentState.RETURNED)
"""What a bank can say of an instruction."""


@frozen(repr=False)
class Result:
    """What became of one instruction, and on which day. ``amount`` is None where the answer does not state it.

    ``reason`` is the bank's own text; it may name people and is not shown. ``row`` says where the answer stands, if anywhere.
    ``account`` is the one that the answer states, in full, if it states one; it is not shown.
    """

    reference: str
    state: PaymentState = field(converter=PaymentState)
    on: dt.date
    amount: Benefit | None = None
    reason: str = field(default="", eq=False)
    row: int = field(default=0, eq=False)
    account: str | None = field(default=None, eq=False)

    def __attrs_post_init__(self) -> None:
        problems = list(wrong_parts(self.reference, self.amount, self.account))
        if self.state not in ANSWER:
            problems.append(Problem("not_one_of", "state", self.state.value, f"one of {', '.join(ANSWER)}"))
        if type(self.on) is not dt.date:
            problems.append(Problem("not_a_date", "on", shown(self.on), "a day"))
        if problems:
            raise InvalidFacts(problems)

    def __repr__(self) -> str:
        amount = f" {self.amount}" if self.amount is not None else ""
        account = f", account {MASK}" if self.account else ""
        reason = f", reason {MASK}" if self.reason else ""
        return f"<Result {masked(self.reference)} {self.state.value} on {self.on.isoformat()}{amount}{account}{reason}>"


@frozen
class ResultFile:
    """The answers of one file: ``results``, rows that are ``unread``, and those that are ``pending``, with no answer yet."""

    results: tuple[Result, ...]
    unread: tuple[Unread, ...] = ()
    pending: tuple[Pending, ...] = ()
    sha256: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the rows that cannot be read."""
        return tuple(problem for row in self.unread for problem in row.problems)


def read_results(content: bytes, layout: BulkFormat, *, on: dt.date | None = None, until: dt.date | None = None) -> ResultFile:
    """The answers in a CSV file of the bank. ``on`` is their day where no column states it, ``until`` the day of the file.

    ``layout`` needs the columns ``reference`` and ``state``, and ``on`` unless it is given. A row that cannot be read is kept
    beside the others, and so is an answer of a day after ``until`` (``after_file``); for a file that cannot be trusted see
    :func:`~welfarekit.adapters.bulk.reading.read_csv`.
    """
    needed = ("reference", "state") if on is not None else ("reference", "state", "on")
    absent = [name for name in needed if name not in layout.names]
    if absent:
        raise InvalidFacts([Problem("missing", "columns", "nothing", f"a column {name}") for name in absent])
    found = read_csv(content, layout)
    results, unread, pending = list[Result](), list(found.unread), list[Pending]()
    for row in found.rows:
        cells = row.cells
        problems = list(_wrong(row, layout, needed))
        if not problems and until is not None:
            problems += _too_late(row, layout, cells.get("on", on), until)
        if problems:
            text = "\n".join(cell for cell in cells.values() if isinstance(cell, str))
            unread.append(Unread(row.number, cells.get("reference"), tuple(problems), text))
        elif layout.states[cells["state"]] == "pending":
            pending.append(Pending(cells["reference"], cells.get("amount"), cells.get("account"), row.number))
        else:
            results.append(_result(row, layout, on))
    return ResultFile(tuple(results), tuple(sorted(unread, key=lambda row: row.number)), tuple(pending), found.sha256)


def _wrong(row: Row, layout: BulkFormat, needed: tuple[str, ...]) -> Iterator[Problem]:
    word = row.cells.get("state")
    state = layout.states.get(word or "")
    must = [name for name in needed if name != "on" or state != "pending"]
    if state == "paid" and "amount" in layout.names:
        must.append("amount")
    for name in must:
        if name not in row.cells:
            yield Problem("missing", f"row {row.number}, {name}", "nothing", "a cell with something in it")
    if word is not None and word not in layout.states:
        words = list(layout.states)
        yield Problem("not_one_of", f"row {row.number}, state", told(word), f"one of {', '.join(words)}", nearest(word, words))


def _too_late(row: Row, layout: BulkFormat, day: Any, until: dt.date) -> Iterator[Problem]:
    if layout.states[row.cells["state"]] != "pending" and day > until:
        expected = f"a day not after {until.isoformat()}, the day of the file"
        yield Problem("after_file", f"row {row.number}, on", day.isoformat(), expected)


def _result(row: Row, layout: BulkFormat, on: dt.date | None) -> Result:
    cells = row.cells
    state = layout.states[cells["state"]]
    day: Any = cells.get("on", on)
    return Result(cells["reference"], state, day, cells.get("amount"), cells.get("reason", ""), row.number, cells.get("account"))
