"""Person-times (人次, lượt người): which payments count, and that a month of an award counts once.

A regular or a one-off payment that was made is one person-time, also one for several months. A payment of arrears is one only
if nothing else that was paid to the award is for one of its months: arrears to a month that was paid already top it up.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal, TypeAlias

from attrs import define, field

from welfarekit.domain.payment import Payment, PaymentKind

ArrearsManner: TypeAlias = Literal["if_first", "each", "none"]
"""Whether a payment of arrears is a person-time: if its months were not paid otherwise, always, or never."""

_EPOCH: Final = 1970 * 12  # the months before are one; no statement reaches back so far


def _months(payment: Payment) -> int:
    """The months that a payment is for, a bit each."""
    first = max(0, payment.period_start.year * 12 + payment.period_start.month - 1 - _EPOCH)
    last = max(0, payment.period_end.year * 12 + payment.period_end.month - 1 - _EPOCH)
    return (1 << (last + 1)) - (1 << first)


@define
class Tally:
    """What is counted for one line of a statement, in one currency or unit; amounts in smallest units."""

    payments: int = 0
    person_times: int = 0
    paid: int = 0
    recovered: int = 0
    arrears: int = 0
    subjects: set[str] = field(factory=set)
    recovered_from: set[str] = field(factory=set)


@define
class _Waiting:
    """A payment of arrears of which it is not known yet whether its months are paid otherwise."""

    order: tuple[dt.date, dt.date, dt.date, str]
    award: str
    months: int
    weight: int
    tally: Tally | None


@define
class PersonTimes:
    """Counts payment by payment, in any order; ``close`` decides about the arrears. ``tally`` is None for one outside the period.

    With ``if_first`` it holds a number for each award, so that it can tell whether a month was paid; otherwise nothing.
    """

    arrears: ArrearsManner
    _paid: dict[str, int] = field(factory=dict, init=False)
    _waiting: list[_Waiting] = field(factory=list, init=False)

    def count(self, payment: Payment, day: dt.date, weight: int, tally: Tally | None) -> None:
        """Take one payment that was made; ``weight`` is how many person-times it is if it is any."""
        late = payment.kind is PaymentKind.ARREARS
        if self.arrears == "if_first":
            months = _months(payment)
            if late:
                order = (day, payment.period_start, payment.period_end, payment.reference)
                self._waiting.append(_Waiting(order, payment.award, months, weight, tally))
                return
            self._paid[payment.award] = self._paid.get(payment.award, 0) | months
        if tally is not None and (not late or self.arrears == "each"):
            tally.person_times += weight

    def close(self) -> None:
        """Decide about the arrears, those that were paid first before the others."""
        for one in sorted(self._waiting, key=lambda waiting: waiting.order):
            paid = self._paid.get(one.award, 0)
            if one.months & ~paid and one.tally is not None:
                one.tally.person_times += one.weight
            self._paid[one.award] = paid | one.months
        self._waiting.clear()
