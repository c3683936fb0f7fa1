"""Paying again what came back: a new payment follows the one that failed or was returned."""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from welfarekit.awards.ledger import Ledger
from welfarekit.awards.reconcile import owed_for
from welfarekit.dates import Period
from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import PaymentState
from welfarekit.errors import MoveNotAllowed


def reissue(ledger: Ledger, reference: str, *, on: dt.date, due_on: dt.date, payee: Payee | None = None) -> Ledger:
    """The ledger with what came back paid again, to the same payee or another account; never more than its period is owed.

    Recoveries that were withheld from it are cancelled: nothing was taken, and it is owed as before.
    MoveNotAllowed for a payment that did not come back, or whose period is owed nothing any more: that one is to be cancelled.
    """
    old = ledger[reference]
    moved = old.moved(PaymentState.REISSUED, on)
    window = Period(old.period_start, old.period_end + dt.timedelta(days=1))
    minor = min(old.amount.minor, owed_for(ledger, window, on))
    if minor <= 0:
        raise MoveNotAllowed(f"payment {reference}", old.state, "reissued", ["cancelled, since nothing is owed for its period"])
    new = ledger.make(window, old.kind, minor, due_on, on, cause=old.cause, payee=payee or old.payee, follows=reference)
    changed = {reference: moved}
    for payment in ledger.payments:
        if payment.withheld_from == reference and payment.undelivered:
            changed[payment.reference] = payment.moved(PaymentState.CANCELLED, on)
    return evolve(ledger, payments=(*(changed.get(p.reference, p) for p in ledger.payments), new))
