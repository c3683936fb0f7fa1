"""Awards of invented families: some report a change late, some have an account that was closed."""

from __future__ import annotations

import datetime as dt

from attrs import evolve

from welfarekit.awards.award import Award
from welfarekit.awards.events import Event
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.schedule import Schedule
from welfarekit.domain.payee import Payee
from welfarekit.money import Money


def awards(count: int) -> list[Award]:
    """The awards of so many families, from September 2025."""
    return [_award(number) for number in range(1, count + 1)]


def payee(number: int, *, corrected: bool = False) -> Payee:
    """The head of a family; every eleventh gave the number of an account that is closed."""
    closed = number % 11 == 0 and not corrected
    return Payee(f"p{number}", "household_head", "bank", f"{'9999' if closed else '6222'}000000{number:06d}")


def corrected(one: Payee) -> Payee:
    """The payee with the account that the family brought in later."""
    return payee(int(one.id[1:]), corrected=True)


def _award(number: int) -> Award:
    minor = 36_000 + 137 * number
    made = Award(
        id=f"demo.grain_aid/hh-{number}/2025-08-20", program="demo.grain_aid", subject=f"hh-{number}", payee=payee(number),
        amount=Money.of_minor(minor, "CNY", "month"), start=dt.date(2025, 9, 1), decided_on=dt.date(2025, 8, 20),
        schedule=Schedule(Recurrence("month"), PayDay(10)),
    )  # fmt: skip
    if number % 3:
        return made
    late = Event(
        kind="change", since=dt.date(2025, 9, 1), known_on=dt.date(2025, 9, 22), cause="late_report",
        amount=Money.of_minor(minor - 5_000, "CNY", "month"),
    )  # fmt: skip
    if number % 6:
        return made.with_events(late)
    return made.with_events(evolve(late, amount=Money.of_minor(minor + 2_500, "CNY", "month")))
