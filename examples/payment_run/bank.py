"""A bank with a book of its own. An instruction is known by its reference: sent again, it is recognised and not paid again."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from welfarekit.adapters.bulk.result import Result
from welfarekit.money import Money

BOOK = """
    create table if not exists book (
        reference text primary key, minor integer not null, currency text not null, account text not null, day text not null,
        state text not null, times integer not null
    ) strict
"""


class Bank:
    """The bank's side: it writes down what it is told in a transaction of its own, which is over before it answers."""

    def __init__(self, path: Path) -> None:
        self._book = sqlite3.connect(path, isolation_level=None)
        self._book.execute("pragma journal_mode = wal")
        self._book.execute("pragma synchronous = normal")
        self._book.execute(BOOK)

    def accept(self, reference: str, amount: Money, account: str, day: dt.date) -> None:
        """Take an instruction. The same one again changes nothing; another one under its reference is refused."""
        state = "failed" if account.startswith("9999") else "paid"
        said = (reference, amount.minor, amount.currency, account, day.isoformat(), state)
        self._book.execute(
            "insert into book values (?, ?, ?, ?, ?, ?, 1) on conflict (reference) do update set times = times + 1", said
        )
        if self._book.execute("select * from book where reference = ?", said[:1]).fetchone()[:-1] != said:
            raise ValueError(f"{reference} was another instruction before")

    def answers(self, references: list[str]) -> Iterator[Result]:
        """What became of some instructions."""
        marks = ",".join("?" * len(references))
        for reference, minor, currency, account, day, state in self._book.execute(
            f"select reference, minor, currency, account, day, state from book where reference in ({marks})", references
        ):
            yield Result(reference, state, dt.date.fromisoformat(day), Money.of_minor(minor, currency), account=account)
