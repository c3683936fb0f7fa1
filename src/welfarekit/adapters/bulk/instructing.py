"""What goes to the bank of many payments: the net of each, once what is withheld from it is taken off.

>>> import datetime as dt
>>> from welfarekit.domain.payee import Payee
>>> made = dict(
...     award="a", program="cn.dibao", subject="hh-1", payee=Payee("p1", "person", "bank", "6222021234567890123"),
...     period_start=dt.date(2025, 9, 1), period_end=dt.date(2025, 9, 30), due_on=dt.date(2025, 9, 10),
...     planned_on=dt.date(2025, 8, 25), state="approved",
... )
>>> regular = Payment(reference="PAYA", kind="regular", amount=Money("740.00", "CNY"), **made)
>>> recovery = Payment(reference="RECA", kind="recovery", amount=Money("74.00", "CNY"), withheld_from="PAYA", **made)
>>> instructions([regular, recovery]).bank
(<Instruction PAYA: 666.00 CNY to p1>,)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from welfarekit.adapters.bulk.instruction import Batch, Instruction
from welfarekit.domain.checking import masked
from welfarekit.domain.payee import Channel
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity

_REFERENCE: Final = re.compile(r"[A-Za-z0-9]{1,16}")


def instructions(payments: Iterable[Payment], *, state: PaymentState | str = PaymentState.APPROVED) -> Batch:
    """What is to be carried out of the payments in ``state``: each less the recoveries in that state withheld from it.

    :class:`~welfarekit.errors.InvalidFacts` with everything that is wrong: a reference twice or of a form that no bank takes, a
    recovery withheld from a payment that is not there or is in another unit, more withheld than there is, money by delivery.
    A recovery that is planned, approved, sent or paid and withheld from a payment in another state is an error too
    (``not_together``): the payment would go out in full, and the ledger count the recovery as taken.
    :meth:`Ledger.move <welfarekit.awards.ledger.Ledger.move>` approves both at once.
    """
    given, wanted = tuple(payments), PaymentState(state)
    problems = list(_single(given))
    chosen = [payment for payment in given if payment.state is wanted]
    found = {payment.reference: payment for payment in chosen if payment.kind is not PaymentKind.RECOVERY}
    held: dict[str, list[Payment]] = {}
    collect: list[Payment] = []
    for number, payment in enumerate(given):
        if payment.kind is not PaymentKind.RECOVERY:
            continue
        if payment.state is not wanted:
            if payment.under_way and payment.withheld_from in found:
                expected = f"{wanted}, as the payment that it is withheld from, or cancelled"
                problems.append(Problem("not_together", f"payments[{number}].state", payment.state.value, expected))
            continue
        if payment.withheld_from is None:
            collect.append(payment)
            continue
        source = found.get(payment.withheld_from)
        path = f"payments[{number}]"
        if source is None:
            given_from = repr(masked(payment.withheld_from))
            problems.append(Problem("no_such_payment", f"{path}.withheld_from", given_from, f"a payment here that is {wanted}"))
        elif _unit(source.amount) != _unit(payment.amount):
            problems.append(Problem("other_unit", f"{path}.amount", str(payment.amount), f"an amount like {source.amount}"))
        else:
            held.setdefault(source.reference, []).append(payment)
    made = [Instruction(payment, tuple(held.get(payment.reference, ()))) for payment in found.values()]
    numbers = {payment.reference: number for number, payment in enumerate(given)}
    for each in made:
        if each.net < 0:
            path = f"payments[{numbers[each.reference]}].amount"
            problems.append(Problem("negative", path, f"{each.amount} after recoveries", "recoveries within the payment"))
    if problems:
        raise InvalidFacts(problems)
    paid = [each for each in made if each.net]
    return Batch(
        bank=tuple(each for each in paid if isinstance(each.payment.amount, Money)),
        deliveries=tuple(each for each in paid if isinstance(each.payment.amount, Quantity)),
        settled=tuple(each for each in made if not each.net),
        to_collect=tuple(collect),
        others=tuple(payment for payment in given if payment.state is not wanted),
    )


def _unit(amount: Benefit) -> tuple[type[Benefit], str]:
    return type(amount), amount.currency


def _single(payments: tuple[Payment, ...]) -> Iterator[Problem]:
    """What is wrong with payments one by one, and with references that stand twice."""
    seen = set[str]()
    for number, payment in enumerate(payments):
        path = f"payments[{number}]"
        if payment.reference in seen:
            yield Problem("duplicate", f"{path}.reference", repr(masked(payment.reference)), "each reference once")
        seen.add(payment.reference)
        if not _REFERENCE.fullmatch(payment.reference):
            given = repr(masked(payment.reference[:20]))
            yield Problem("bad_reference", f"{path}.reference", given, "1 to 16 letters and digits")
        if payment.withheld_from is not None and payment.kind is not PaymentKind.RECOVERY:
            yield Problem("not_a_recovery", f"{path}.withheld_from", payment.kind.value, "nothing, or a recovery")
        if isinstance(payment.amount, Money) and payment.channel is Channel.DELIVERY:
            yield Problem("wrong_channel", f"{path}.payee.channel", "delivery", "a way that money takes")
