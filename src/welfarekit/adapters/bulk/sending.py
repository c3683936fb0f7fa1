"""Payments once their file went out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from welfarekit.adapters.bulk.instruction import Batch, Instruction
from welfarekit.domain.payment import Payment, PaymentState


def mark_sent(payments: Iterable[Payment], batch: Batch, *, on: dt.date) -> tuple[Payment, ...]:
    """The payments, with those of ``batch`` moved to sent, each together with what is withheld from it.

    Where nothing was left to pay, there is nothing to wait for: payment and recoveries are sent and paid on that day. Give only
    what is carried out: a batch of one channel is ``Batch(bank=batch.through("bank"))``. MoveNotAllowed for a payment that was
    sent before.
    """
    sent = _references((*batch.bank, *batch.deliveries))
    settled = _references(batch.settled)
    return tuple(_moved(payment, sent, settled, on) for payment in payments)


def _references(instructions: Iterable[Instruction]) -> set[str]:
    return {payment.reference for each in instructions for payment in (each.payment, *each.withheld)}


def _moved(payment: Payment, sent: set[str], settled: set[str], on: dt.date) -> Payment:
    if payment.reference in sent:
        return payment.moved(PaymentState.SENT, on)
    if payment.reference in settled:
        return payment.moved(PaymentState.SENT, on).moved(PaymentState.PAID, on)
    return payment
