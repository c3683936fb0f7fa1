"""Payments that went to a bank, back in the ledgers of their awards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import evolve

from welfarekit.awards.ledger import Ledger
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts, Problem


def take_back(ledgers: Iterable[Ledger], payments: Iterable[Payment]) -> tuple[Ledger, ...]:
    """The ledgers, in their order, with each payment as far as it has come: in its ledger or in ``payments``.

    ``payments`` are those of many awards after :func:`~welfarekit.adapters.bulk.sending.mark_sent` or
    :func:`~welfarekit.adapters.bulk.reconciling.reconcile_results`. A ledger may have others besides. Taken back twice, they
    change nothing more.

    :class:`~welfarekit.errors.InvalidFacts` with everything that is wrong: a payment whose ledger is not there (``no_ledger``)
    or does not have it (``no_such_payment``), one that went another way in its ledger (``out_of_date``), and a recovery that
    was not withheld when its payment moved (``not_together``): cancel it, and take the payments back then.
    """
    given = tuple(ledgers)
    problems: list[Problem] = []
    own: dict[str, dict[str, Payment]] = {}
    for number, ledger in enumerate(given):
        if ledger.award.id in own:
            problems.append(Problem("duplicate", f"ledgers[{number}]", "a second ledger of one award", "each award once"))
        own[ledger.award.id] = {payment.reference: payment for payment in ledger.payments}
    came: dict[tuple[str, str], Payment] = {}
    for number, payment in enumerate(payments):
        path, reference = f"payments[{number}]", payment.reference
        if payment.award not in own:
            problems.append(Problem("no_ledger", f"{path}.award", reference, "a payment of an award whose ledger is here"))
            continue
        before = own[payment.award].get(reference)
        further = None if before is None else _further(before, payment)
        if (payment.award, reference) in came:
            problems.append(Problem("duplicate", f"{path}.reference", reference, "each reference once"))
        elif before is None:
            problems.append(Problem("no_such_payment", f"{path}.reference", reference, "a payment of its ledger"))
        elif further is None:
            expected = f"one that follows on {before.state}, as in its ledger"
            problems.append(Problem("out_of_date", path, f"a payment that is {payment.state}", expected))
        else:
            came[payment.award, reference] = further
    made = tuple(
        evolve(ledger, payments=tuple(came.get((each.award, each.reference), each) for each in ledger.payments))
        for ledger in given
    )
    for ledger, back in zip(given, made, strict=True):
        problems += _left_behind(ledger, back)
    if problems:
        raise InvalidFacts(problems)
    return made


def _further(one: Payment, other: Payment) -> Payment | None:
    """Whichever of two has come further; None if neither is an earlier form of the other."""
    if one == other:
        return one
    early, late = sorted((one, other), key=lambda payment: len(payment.moves))
    kept = bool(early.moves) or early.state is PaymentState.PLANNED
    follows = kept and len(early.moves) < len(late.moves) and late.moves[: len(early.moves)] == early.moves
    alike = [evolve(each, state=PaymentState.PLANNED, moves=()) for each in (one, other)]
    return late if follows and alike[0] == alike[1] else None


def _left_behind(before: Ledger, after: Ledger) -> Iterator[Problem]:
    """Recoveries that are still to be withheld from a payment that moved on without them."""
    moved = {now.reference: now for then, now in zip(before.payments, after.payments, strict=True) if now is not then}
    for recovery in after.payments:
        source = moved.get(recovery.withheld_from or "")
        apart = source is not None and recovery.state is not source.state
        if source is not None and apart and recovery.kind is PaymentKind.RECOVERY and recovery.under_way:
            expected = f"{source.state}, as the payment that it is withheld from, or cancelled"
            yield Problem("not_together", recovery.reference, recovery.state.value, expected)
