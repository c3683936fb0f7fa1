"""The answer of a bank to one instruction, and a file of such answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

from attrs import field, frozen

from welfarekit.adapters.bulk.layout import BulkFormat
from welfarekit.adapters.bulk.reading import Row, Unread, read_csv
from welfarekit.domain.checking import MASK, masked, nearest, shown
from welfarekit.domain.payment import PaymentState
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity

ANSWER: Final = (PaymentState.PAID, PaymentState.FAILED, PaymentState.RETURNED)
"""What a bank can say of an instruction."""


@frozen(repr=False)
class Result:
    """What became of one instruction, and on which day. ``amount`` is None where the answer does not state it.

    ``reason`` is the bank's own text; it may name people and is not shown. ``row`` says where the answer stands, if anywhere.
    """

    reference: str
    state: PaymentState = field(converter=PaymentState)
    on: dt.date
    amount: Benefit | None = None
    reason: str = field(default="", eq=False)
    row: int = field(default=0, eq=False)

    def __attrs_post_init__(self) -> None:
        if isinstance(self.amount, float):
            raise TypeError(f"{self.amount!r} is a float; an amount is Money or a Quantity, so that it is exact")
        problems = []
        if self.state not in ANSWER:
            problems.append(Problem("not_one_of", "state", self.state.value, f"one of {', '.join(ANSWER)}"))
        if type(self.on) is not dt.date:
            problems.append(Problem("not_a_date", "on", shown(self.on), "a day"))
        if self.amount is not None and not isinstance(self.amount, Money | Quantity):
            problems.append(Problem("wrong_type", "amount", type(self.amount).__name__, "Money, a Quantity or None"))
        if problems:
            raise InvalidFacts(problems)

    def __repr__(self) -> str:
        amount = f" {self.amount}" if self.amount is not None else ""
        reason = f", reason {MASK}" if self.reason else ""
        return f"<Result {masked(self.reference)} {self.state.value} on {self.on.isoformat()}{amount}{reason}>"


@frozen
class ResultFile:
    """The answers of one file: ``results``, rows that are ``unread``, and references that are ``pending``, with no answer yet."""

    results: tuple[Result, ...]
    unread: tuple[Unread, ...] = ()
    pending: tuple[str, ...] = ()
    sha256: str = ""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the rows that cannot be read."""
        return tuple(problem for row in self.unread for problem in row.problems)


def read_results(content: bytes, layout: BulkFormat, *, on: dt.date | None = None) -> ResultFile:
    """The answers in a CSV file of the bank. ``on`` is their day where no column states it.

    ``layout`` needs the columns ``reference`` and ``state``, and ``on`` unless it is given. A row that cannot be read is kept
    beside the others; for a file that cannot be trusted see :func:`~welfarekit.adapters.bulk.reading.read_csv`.
    """
    needed = ("reference", "state") if on is not None else ("reference", "state", "on")
    absent = [name for name in needed if name not in layout.names]
    if absent:
        raise InvalidFacts([Problem("missing", "columns", "nothing", f"a column {name}") for name in absent])
    found = read_csv(content, layout)
    results, unread, pending = list[Result](), list(found.unread), list[str]()
    for row in found.rows:
        problems = list(_wrong(row, layout, needed))
        if problems:
            unread.append(Unread(row.number, row.cells.get("reference"), tuple(problems)))
        elif layout.states[row.cells["state"]] == "pending":
            pending.append(row.cells["reference"])
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
        yield Problem("not_one_of", f"row {row.number}, state", shown(word), f"one of {', '.join(words)}", nearest(word, words))


def _result(row: Row, layout: BulkFormat, on: dt.date | None) -> Result:
    cells = row.cells
    state = layout.states[cells["state"]]
    day: Any = cells.get("on", on)
    return Result(cells["reference"], state, day, cells.get("amount"), cells.get("reason", ""), row.number)
