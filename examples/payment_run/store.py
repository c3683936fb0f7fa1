"""The office's store: its payments, and an outbox of what the bank has to be told, in one SQLite file."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from welfarekit.adapters.bulk.instruction import Instruction
from welfarekit.adapters.payment_json import payment_from_json, payment_to_json
from welfarekit.domain.payment import Payment
from welfarekit.money import Money

TABLES = """
    create table if not exists runs (
        on_day text primary key, until_day text not null, stage integer not null default 0, finished integer not null default 0
    ) strict;
    create table if not exists payments (
        reference text primary key, award text not null, main text not null, state text not null, document text not null
    ) strict;
    create index if not exists payments_award on payments (award);
    create index if not exists payments_state on payments (state, main);
    create table if not exists outbox (
        reference text primary key references payments, minor integer not null, currency text not null, account text not null,
        day text not null, delivered integer not null default 0
    ) strict;
    create index if not exists outbox_open on outbox (reference) where not delivered;
"""


class Office:
    """The store. What is done inside one :meth:`transaction` is done together or, if the process dies, not at all."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.execute("pragma journal_mode = wal")
        self._file.execute("pragma synchronous = full")
        self._file.executescript(TABLES)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything or nothing."""
        self._file.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._file.execute("rollback")
            raise
        self._file.execute("commit")

    def begin(self, on: dt.date, until: dt.date) -> tuple[dt.date, dt.date, int] | None:
        """The run to carry out and its stage: the one that was broken off, or else this one; None if this one is finished."""
        self._file.execute(
            "insert or ignore into runs (on_day, until_day) select ?, ? where not exists (select * from runs where not finished)",
            (f"{on}", f"{until}"),
        )
        row = self._file.execute("select on_day, until_day, stage from runs where not finished").fetchone()
        return None if row is None else (dt.date.fromisoformat(row[0]), dt.date.fromisoformat(row[1]), row[2])

    def reach(self, on: dt.date, stage: int, *, finished: bool = False) -> None:
        """A run has come to a stage, and never goes back to one before it."""
        self._file.execute(
            "update runs set stage = ?, finished = ? where on_day = ? and stage < ?", (stage, finished, f"{on}", stage)
        )

    def of_award(self, award: str) -> list[Payment]:
        """The payments of one award, in the order in which they were made."""
        return self._payments("award = ? order by rowid", award)

    def in_state(self, state: str, steps: int, after: str = "") -> list[Payment]:
        """The payments in a state whose turn is next, with all that is withheld from them: at most so many mains at once."""
        mains = "select distinct main from payments where state = ? and main > ? order by main limit ?"
        return self._payments(f"state = ? and main in ({mains}) order by main, rowid", state, state, after, steps)

    def _payments(self, where: str, *values: object) -> list[Payment]:
        rows = self._file.execute(f"select document from payments where {where}", values)
        return [payment_from_json(document) for (document,) in rows]

    def put(self, payments: Iterable[Payment]) -> None:
        """Write payments, new ones and such that moved. A reference is in the table once."""
        self._file.executemany(
            "insert into payments values (?, ?, ?, ?, ?) "
            "on conflict (reference) do update set state = excluded.state, document = excluded.document",
            [(p.reference, p.award, p.withheld_from or p.reference, p.state.value, payment_to_json(p)) for p in payments],
        )

    def queue(self, instructions: Iterable[Instruction]) -> None:
        """Note what the bank has to be told. A second note under one reference would be an error of ours, and is refused."""
        self._file.executemany(
            "insert into outbox values (?, ?, ?, ?, ?, 0)",
            [
                (each.reference, each.amount.minor, each.amount.currency, each.payee.account, f"{each.payment.due_on}")
                for each in instructions
            ],
        )

    def undelivered(self, steps: int) -> list[tuple[str, Money, str, dt.date]]:
        """What the bank was not told yet, or may have been told before we died."""
        rows = self._file.execute("select * from outbox where not delivered order by reference limit ?", (steps,))
        return [(row[0], Money.of_minor(row[1], row[2]), row[3], dt.date.fromisoformat(row[4])) for row in rows.fetchall()]

    def delivered(self, references: Iterable[str]) -> None:
        """The bank has them."""
        self._file.executemany("update outbox set delivered = 1 where reference = ?", [(each,) for each in references])
