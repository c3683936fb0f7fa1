"""Taking an overpayment back in instalments: a cap for each month, and a floor below which no payment ever falls.

>>> plan = recovery(ledger, on=day, floor=Money("200.00", "CNY"), cap=Rate("10%"), rounding=Rounding("down"))   # doctest: +SKIP
>>> plan.instalments, plan.left                                                                                # doctest: +SKIP
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import frozen

from welfarekit.awards.dues import Dues
from welfarekit.awards.events import Cause
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.reconcile import Line, open_lines, reconcile
from welfarekit.dates import Period
from welfarekit.domain.payment import Payment, PaymentKind, PaymentState
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import Rate, Rounding
from welfarekit.quantity import Benefit

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar

_DAY = dt.timedelta(days=1)


@frozen
class Instalment:
    """One part of a recovery: how much is withheld from which payment, and for which overpaid period and cause."""

    amount: Benefit
    due_on: dt.date
    withheld_from: str
    period: Period
    cause: Cause


@frozen
class RecoveryPlan:
    """The instalments of a recovery, in order, and what the planned payments cannot carry."""

    owed: Benefit
    instalments: tuple[Instalment, ...]
    left: Benefit
    planned_on: dt.date
    floor: Benefit


def recovery(
    ledger: Ledger,
    *,
    on: dt.date,
    floor: Benefit,
    cap: Benefit | Rate | None = None,
    rounding: Rounding | None = None,
    lines: Iterable[Line] | None = None,
    calendar: Calendar | None = None,
) -> RecoveryPlan:
    """How an overpayment is taken back from the regular payments that are planned and not yet approved.

    ``floor`` is what each payment leaves to the family at least; ``cap`` the most in a calendar month, an amount or a share of
    that month's payments (with ``rounding``). The oldest overpayment is taken back first. ``lines`` default to what
    :func:`~welfarekit.awards.reconcile.reconcile` finds on ``on``. Nothing is taken from arrears.
    InvalidFacts for a floor or cap that is negative or in another unit.
    """
    unit = ledger.award.amount.currency
    problems = []
    for name, given in (("floor", floor), ("cap", cap)):
        if given is None or isinstance(given, Rate):
            continue
        if given.currency != unit:
            problems.append(Problem("other_unit", name, str(given), f"an amount in {unit}"))
        elif given.minor < 0:
            problems.append(Problem("negative", name, given.value, "zero or more"))
    if isinstance(cap, Rate) and (rounding is None or not 0 <= cap.fraction <= 1):
        problems.append(Problem("bad_value", "cap", str(cap), "a share between 0 and 1, with a rounding"))
    if problems:
        raise InvalidFacts(problems)
    found = reconcile(ledger, on=on, calendar=calendar) if lines is None else lines
    debts = {line: -line.amount.minor for line in found if line.amount.minor < 0}
    return _spread(ledger, on, debts, floor.minor, cap, rounding or Rounding("down"))


def _spread(
    ledger: Ledger, on: dt.date, debts: dict[Line, int], floor: int, cap: Benefit | Rate | None, rounding: Rounding
) -> RecoveryPlan:
    owed = sum(debts.values())
    regular = [p for p in ledger.payments if p.kind is PaymentKind.REGULAR and p.under_way]
    gross, taken = Counter[tuple[int, int]](), Counter[tuple[int, int]]()
    for payment in regular:
        gross[payment.due_on.year, payment.due_on.month] += payment.amount.minor
        taken[payment.due_on.year, payment.due_on.month] += ledger.withheld(payment.reference)
    made: list[Instalment] = []
    for payment in sorted(regular, key=lambda p: (p.due_on, p.period_start)):
        if payment.state is not PaymentState.PLANNED or payment.due_on < on:
            continue
        month = (payment.due_on.year, payment.due_on.month)
        room = payment.amount.minor - ledger.withheld(payment.reference) - floor
        if cap is not None:
            most = ledger.benefit(gross[month]).share(cap, rounding) if isinstance(cap, Rate) else cap
            room = min(room, most.minor - taken[month])
        for line, debt in debts.items():
            part = min(room, debt)
            if part > 0:
                made.append(Instalment(ledger.benefit(part), payment.due_on, payment.reference, line.period, line.cause))
                debts[line] -= part
                room -= part
                taken[month] += part
    return RecoveryPlan(ledger.benefit(owed), tuple(made), ledger.benefit(sum(debts.values())), on, ledger.benefit(floor))


def recover(ledger: Ledger, plan: RecoveryPlan) -> Ledger:
    """The ledger with the instalments of a plan as planned recoveries, each withheld from its payment.

    InvalidFacts (``out_of_date``) if the plan no longer fits: its payment is no longer planned, would fall below the floor, or
    what it takes back is no longer owed, for instance because it was carried out already. Make a new plan then.
    """
    made: list[Payment] = []
    problems = []
    open_debt = _debts(ledger, plan.planned_on)
    by_reference = {payment.reference: payment for payment in ledger.payments}
    room = {reference: ledger.net(p).minor - plan.floor.minor for reference, p in by_reference.items()}
    for number, one in enumerate(plan.instalments):
        payment, debt = by_reference.get(one.withheld_from), (one.period.start, one.cause)
        fits = payment is not None and payment.state is PaymentState.PLANNED and room[payment.reference] >= one.amount.minor
        if not fits or open_debt.get(debt, 0) < one.amount.minor:
            expected = "a plan made from this ledger, not carried out before"
            problems.append(Problem("out_of_date", f"instalments[{number}]", str(one.amount), expected))
            continue
        room[one.withheld_from] -= one.amount.minor
        open_debt[debt] -= one.amount.minor
        made.append(
            ledger.make(
                one.period, PaymentKind.RECOVERY, one.amount.minor, one.due_on, plan.planned_on, cause=one.cause.value,
                withheld_from=one.withheld_from, later=made,
            )
        )  # fmt: skip
    if problems:
        raise InvalidFacts(problems)
    return ledger.add(*made)


def _debts(ledger: Ledger, on: dt.date) -> Counter[tuple[dt.date | None, Cause]]:
    """What is owed back for each period and cause, in minor units."""
    seen, debts = ledger.at(on), Counter[tuple[dt.date | None, Cause]]()
    dues = Dues(seen, on)
    for start, payments in seen.by_period.items():
        for cause, minor in open_lines(dues, Period(start, payments[0].period_end + _DAY), payments):
            debts[start, cause] += max(0, -minor)
    return debts


def refund(ledger: Ledger, line: Line, amount: Benefit, *, on: dt.date, due_on: dt.date) -> Ledger:
    """The ledger with a demand that the family pays back itself, up to what a line says; paid when the money has come in."""
    owed = ledger.benefit(_debts(ledger, on)[line.period.start, line.cause])
    if amount.currency != owed.currency or not 0 < amount.minor <= owed.minor:
        raise InvalidFacts([Problem("out_of_range", "amount", str(amount), f"more than zero and at most {owed}, what is owed")])
    return ledger.add(ledger.make(line.period, PaymentKind.RECOVERY, amount.minor, due_on, on, cause=line.cause.value))
