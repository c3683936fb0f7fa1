"""The bank's answers against what was sent, row by row: what moves, what does not fit, and what has no answer yet.

Nothing is lost and nothing is guessed: each payment comes out once, an answer that does not fit moves nothing and is reported,
and answers that were taken before change nothing when they come again. The order of rows and of files does not matter, as long
as each answer is possible when it comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

from attrs import frozen

from welfarekit.adapters.bulk.fitting import Stated
from welfarekit.adapters.bulk.instruction import sums
from welfarekit.adapters.bulk.matching import Matching
from welfarekit.adapters.bulk.result import Result, ResultFile
from welfarekit.domain.payment import Payment, PaymentState
from welfarekit.errors import Problem
from welfarekit.quantity import Benefit


@frozen
class Tally:
    """How many instructions, and the sums that their payees were to receive, one for each currency."""

    count: int
    amounts: tuple[Benefit, ...]


@frozen(repr=False)
class Reconciliation:
    """What the answers of a bank came to.

    ``payments`` are those that went in, each once and in their order, moved where an answer says so; ``moved`` those of them
    that moved, with what was withheld from them. ``accepted`` are the answers that moved a payment, with the bank's reasons,
    ``known`` those that had been taken before. ``problems`` is everything that does not fit, with the reference as its path,
    or the row. ``missing`` are payments that were sent and have no answer, ``totals`` all that was ever sent, by its state.
    """

    payments: tuple[Payment, ...]
    moved: tuple[Payment, ...]
    accepted: tuple[Result, ...]
    known: tuple[Result, ...]
    problems: tuple[Problem, ...]
    missing: tuple[Payment, ...]
    totals: Mapping[PaymentState, Tally]

    def __repr__(self) -> str:
        states = ", ".join(f"{tally.count} {state.value}" for state, tally in self.totals.items())
        return (
            f"<Reconciliation: {len(self.moved)} moved, {len(self.problems)} problems, {len(self.missing)} missing; "
            f"{states or 'nothing was sent'}>"
        )


def reconcile_results(
    payments: Iterable[Payment], results: ResultFile | Iterable[Result], *, until: dt.date | None = None
) -> Reconciliation:
    """The payments after the answers of a bank: sent ones paid, failed or returned, paid ones returned later.

    What is withheld from a payment moves with it. These answers move nothing and are problems: for a reference that is not
    known (``unknown_reference``) or was not sent (``not_sent``), with another amount (``other_amount``), currency
    (``wrong_currency``) or account (``other_account``), with a day before the sending (``before_sending``), before the last
    move (``before_last_move``) or after ``until``, the day of the answers (``after_file``), and answers that contradict each
    other (``contradicts``) or what was answered before (``answered_before``). Rows that are pending are checked in the same
    way; beside an answer they contradict it. A row that cannot be read holds back each reference that it may be about. Equal
    rows count once and are reported (``row_twice``). :class:`~welfarekit.errors.InvalidFacts` for a reference that two payments
    have.
    """
    given = tuple(payments)
    file = results if isinstance(results, ResultFile) else ResultFile(tuple(results))
    matching = Matching(given, until)
    held = {reference for row in file.unread for reference in row.about(matching.before)}
    for reference, rows in _by_reference((*file.results, *file.pending)).items():
        matching.answer(reference, rows, unread=reference in held)
    answered = {row.reference for row in file.unread} | {result.reference for result in file.results}
    after = tuple(matching.after.get(payment.reference, payment) for payment in given)
    return Reconciliation(
        payments=after,
        moved=tuple(payment for payment in after if payment.reference in matching.after),
        accepted=tuple(matching.accepted),
        known=tuple(matching.known),
        problems=(*file.problems, *matching.problems),
        missing=tuple(p for p in after if p.state is PaymentState.SENT and matching.awaits(p) and p.reference not in answered),
        totals=dict(_totals(matching, after)),
    )


def _by_reference(rows: Iterable[Stated]) -> dict[str, list[Stated]]:
    found: dict[str, list[Stated]] = {}
    for row in rows:
        found.setdefault(row.reference, []).append(row)
    return {reference: found[reference] for reference in sorted(found)}


def _totals(matching: Matching, payments: Iterable[Payment]) -> Iterator[tuple[PaymentState, Tally]]:
    """What was told to the bank, by the state that it is in now."""
    found: dict[PaymentState, list[Benefit]] = {}
    for payment in payments:
        if matching.awaits(payment):
            found.setdefault(payment.state, []).append(matching.instruction(payment).amount)
    for state in PaymentState:
        if state in found:
            yield state, Tally(len(found[state]), sums(found[state]))
