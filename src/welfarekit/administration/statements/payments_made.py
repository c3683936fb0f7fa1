"""Which payments were made, now or as it was known on a day, with what is wrong with them told at the end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Final

from welfarekit.domain.checking import masked
from welfarekit.domain.payment import Payment, PaymentState
from welfarekit.errors import InvalidFacts, Problem

MOST: Final = 100
"""After so many problems nothing more is read."""

_S = PaymentState
_ONCE_PAID: Final = frozenset((_S.PAID, _S.RETURNED, _S.REISSUED, _S.CANCELLED))
"""States that a payment can be in after it was paid."""


def payments_made(
    payments: Iterable[Payment], known_on: dt.date | None = None, *, needs_day: bool = True, check_references: bool = True
) -> Iterator[tuple[Payment, dt.date]]:
    """The payments that are paid, or were at the end of ``known_on``, each with the day: when it was paid, if that is known.

    Without moves the day is not known. Where it is needed (``needs_day``), such a payment is a problem. As it was known on a day,
    one without moves was not there before it was planned; from then on it cannot be told whether it was paid, if it is paid now
    or may have been before it came back. Otherwise it stands under the day on which it was due.

    :class:`~welfarekit.errors.InvalidFacts` at the end with those, and with every reference that came twice
    (``check_references``), by the number of the payment from 0; or as soon as there are 100.
    """
    problems: list[Problem] = []
    seen: set[str] = set()
    for number, given in enumerate(payments):
        if len(problems) >= MOST:
            break
        if check_references:
            before = len(seen)
            seen.add(given.reference)
            if len(seen) == before:
                expected = "each payment once, as it stands now"
                problems.append(Problem("duplicate", f"[{number}].reference", repr(masked(given.reference)), expected))
        payment = given
        if known_on is not None:
            if given.planned_on > known_on:
                continue
            if not given.moves and given.state in _ONCE_PAID:
                expected = f"its moves; it is {given.state.value} and does not say when it was paid"
                problems.append(Problem("missing", f"[{number}].moves", "nothing", expected))
            payment = given.at(known_on)
        if payment.state is _S.PAID:
            day = payment.paid_on
            if day is None and needs_day and known_on is None:
                expected = "its moves; it is paid and does not say when"
                problems.append(Problem("missing", f"[{number}].moves", "nothing", expected))
            yield payment, day or payment.due_on
    if problems:
        raise InvalidFacts(problems)
