"""Payments for the tests of bulk files: invented payees, with recoveries withheld from some of them."""

from __future__ import annotations

import datetime as dt
from base64 import b32encode
from hashlib import blake2b
from typing import Any

from hypothesis import strategies as st

from welfarekit.domain.payee import Payee
from welfarekit.domain.payment import Payment
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity

PLANNED, DUE, SENT = dt.date(2025, 8, 25), dt.date(2025, 9, 10), dt.date(2025, 9, 9)
STEPS = {
    "planned": (), "approved": ("approved",), "sent": ("approved", "sent"), "paid": ("approved", "sent", "paid"),
    "failed": ("approved", "sent", "failed"), "returned": ("approved", "sent", "paid", "returned"), "cancelled": ("cancelled",),
    "reissued": ("approved", "sent", "failed", "reissued"),
}  # fmt: skip
"""The moves that bring a payment to each state."""


def reference(number: int) -> str:
    return b32encode(blake2b(str(number).encode(), digest_size=10).digest()).decode()


def payment(
    number: int, amount: Benefit | str = "740.00", *, state: str = "approved", on: dt.date = SENT, **more: Any
) -> Payment:
    """A payment of an invented payee; ``more`` may be any of its fields."""
    kind = more.pop("kind", "recovery" if more.get("withheld_from") else "regular")
    made = Payment(**{
        "reference": reference(number), "award": f"cn.dibao/hh-{number}", "program": "cn.dibao", "subject": f"hh-{number}",
        "payee": Payee(f"p{number}", "household_head", "bank", f"62220212345678{number:05d}"), "kind": kind,
        "amount": Money(amount, "CNY") if isinstance(amount, str) else amount, "period_start": dt.date(2025, 9, 1),
        "period_end": dt.date(2025, 9, 30), "due_on": DUE, "planned_on": PLANNED, **more,
    })  # fmt: skip
    for step in STEPS[state]:
        made = made.moved(step, on)
    return made


def in_state(made: Payment, state: str, on: dt.date = SENT) -> Payment:
    for step in STEPS[state]:
        made = made.moved(step, on)
    return made


@st.composite
def families(draw: st.DrawFn, number: int, units: Any = None) -> list[Payment]:
    """A payment and the recoveries withheld from it, all planned; at times nothing is left."""
    minor = draw(st.integers(1, 10**7))
    unit = draw(units if units is not None else st.sampled_from(["CNY", "CNY", "VND", "kilogram", "visit"]))
    make: Any = Money.of_minor if unit in ("CNY", "VND") else Quantity.of_minor
    kind = draw(st.sampled_from(["regular", "arrears", "one_off"]))
    main = payment(1000 * number, make(minor, unit), state="planned", kind=kind)
    shares = draw(st.lists(st.integers(1, minor), max_size=2))
    if draw(st.integers(0, 5)) == 0:
        shares = [minor]
    held, taken = [], 0
    for share in shares:
        if taken + share <= minor:
            taken += share
            recovery = payment(
                1000 * number + len(held) + 1, make(share, unit), state="planned", kind="recovery", withheld_from=main.reference
            )
            held.append(recovery)
    return [main, *held]


@st.composite
def batches(draw: st.DrawFn, *, most: int = 6, states: tuple[str, ...] = tuple(STEPS), units: Any = None) -> list[Payment]:
    """Many payments in any order, each with its recoveries in the state that it is in."""
    found = []
    for number in range(1, draw(st.integers(0, most)) + 1):
        state = draw(st.sampled_from(states))
        found += [in_state(each, state) for each in draw(families(number, units))]
    if draw(st.booleans()) and "approved" in states:
        found.append(payment(999_999, "12.00", kind="recovery"))  # the family pays back itself
    return draw(st.permutations(found))
