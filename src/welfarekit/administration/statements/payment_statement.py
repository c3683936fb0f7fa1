"""The statement of what was paid: person-times, sums and means by line, from a stream of payments.

It counts payments that were made, never people and never plans. Everything is kept exact; rounding is for whoever writes it
(:mod:`welfarekit.administration.statements.payment_table`).

>>> from welfarekit.domain.payee import Payee
>>> day = dt.date(2023, 1, 10)
>>> def paid(number, amount):
...     made = Payment(reference=f"r{number}", award=f"a{number}", program="cn.dibao", subject=f"hh-{number}", payee=Payee("p"),
...         kind="regular", amount=Money(amount, "CNY"), period_start=dt.date(2023, 1, 1), period_end=dt.date(2023, 1, 31),
...         due_on=day, planned_on=day)
...     return made.moved("approved", day).moved("sent", day).moved("paid", day)
>>> account = payment_statement([paid(1, "400.00"), paid(2, "433.00")], [Line("低保", "cn.dibao")])
>>> line = account.lines[0]
>>> line.person_times, line.paid, line.mean
(2, Money('833.00', 'CNY'), Fraction(833, 2))
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from welfarekit.administration.statements.payment_lines import Dated, Line, PaymentStatement, StatementLine
from welfarekit.administration.statements.payments_made import payments_made
from welfarekit.administration.statements.person_times import ArrearsManner, PersonTimes, Tally
from welfarekit.dates import Period
from welfarekit.domain.payment import Payment, PaymentKind
from welfarekit.errors import MoneyError, WelfarekitError
from welfarekit.money import MINOR_DIGITS, Money
from welfarekit.quantity import Benefit, Quantity
from welfarekit.rules.law_file import currency_of

_DATED: Final = ("paid_on", "due_on", "period_start")
_ARREARS: Final = ("if_first", "each", "none")


def payment_statement(
    payments: Iterable[Payment],
    lines: Sequence[Line],
    *,
    period: Period | None = None,
    dated: Dated = "paid_on",
    arrears: ArrearsManner = "if_first",
    persons: Callable[[Payment], int] | None = None,
    known_on: dt.date | None = None,
    check_references: bool = True,
) -> PaymentStatement:
    """Count and add up the payments that were made, by lines; the payments are read once, in any order, and not kept.

    A payment counts if its state is ``paid`` now, or was at the end of the day ``known_on``. One that is planned, sent, failed,
    returned or cancelled does not. One that was reissued does not either, and what was paid in its stead does: once.
    ``period`` takes those whose day lies in it; ``dated`` says which day.

    ``arrears`` is about person-times only; the sum always has them. ``if_first``: a payment of arrears is a person-time if the
    award was paid nothing else for one of its months (give the payments of the award that lie outside the period as well, or
    it cannot be seen), and of several such payments for one month the earliest is. ``each``: always. ``none``: never.

    Recoveries reduce neither person-times nor ``paid``. They stand apart in ``recovered``, with what is left in ``net``.

    ``persons`` gives as how many person-times a payment counts where one payment to the head of a household is to count for
    each person that it is for. Unless it is given, one payment is one person-time.

    Each payment is to be given once, as it stands now. A reference that comes twice is refused, also where the payment stands
    there in two states: it would be counted twice, or though it came back. To see that, every reference is held, some 120 bytes
    a payment. ``check_references=False`` holds none; it is for payments of which it is certain, such as rows by a unique key.

    With ``if_first`` an entry is held for each award and each subject, however many payments it has, and ``subjects`` are
    counted; with ``each`` and ``none`` nothing but the references.

    :class:`~welfarekit.errors.InvalidFacts` for references that come twice, and for payments of which it cannot be told whether
    they were made, since they have no moves: a paid one if the day counts on which it was paid, and with ``known_on`` each one
    that was paid or came back, unless it was planned only later. The first 100 of them are named by their number in the stream.
    :class:`~welfarekit.errors.MoneyError` for payments in two currencies; :class:`~welfarekit.errors.WelfarekitError` for
    payments of programs that no line has, all of them named, and for a program in two lines. Benefits in kind have lines and
    totals of their own unit.
    """
    if dated not in _DATED or arrears not in _ARREARS:
        raise WelfarekitError(f"dated is one of {', '.join(_DATED)}, and arrears one of {', '.join(_ARREARS)}")
    places, keep = _places(lines), arrears == "if_first"
    tallies: dict[tuple[int, str], Tally] = {}
    counted, strange = PersonTimes(arrears), Counter[str]()
    currency = ""
    for payment, paid_on in payments_made(payments, known_on, needs_day=dated == "paid_on", check_references=check_references):
        day = paid_on if dated == "paid_on" else payment.due_on if dated == "due_on" else payment.period_start
        inside, place = period is None or day in period, places.get(payment.program)
        if place is None:
            strange[payment.program] += inside
            continue
        tally, unit = None, payment.amount.currency
        if inside:
            if unit in MINOR_DIGITS and unit != currency:
                if currency:
                    raise MoneyError(f"payments in {currency} and {unit} do not add up; make a statement of each")
                currency = unit
            tally = tallies.get((place, unit)) or tallies.setdefault((place, unit), Tally())
            if payment.kind is PaymentKind.RECOVERY:
                tally.recovered += payment.amount.minor
                tally.recovered_from |= {payment.subject} if keep else set()
            else:
                tally.paid += payment.amount.minor
                tally.payments += 1
                tally.arrears += payment.kind is PaymentKind.ARREARS
                if keep:
                    tally.subjects.add(payment.subject)
        if payment.kind is not PaymentKind.RECOVERY:
            counted.count(payment, day, 1 if persons is None else persons(payment), tally)
    if missing := sorted(program for program, number in strange.items() if number):
        raise WelfarekitError(f"no line counts the payments of {', '.join(missing)}; add a Line for them, or leave them out")
    counted.close()
    rows, totals = _rows(lines, tallies, currency, keep)
    return PaymentStatement(rows, totals, period, dated, arrears, known_on, persons is not None)


def _places(lines: Sequence[Line]) -> dict[str, int]:
    """Which line each program belongs to."""
    found: dict[str, int] = {}
    for place, line in enumerate(lines):
        for program in line.programs:
            if program in found:
                raise WelfarekitError(f"{program} is in two lines; its payments would be counted twice")
            found[program] = place
    if not found:
        raise WelfarekitError("a statement needs at least one line with a program")
    return found


def benefit(minor: int, unit: str) -> Benefit:
    """So many fen, đồng or smallest parts of a unit, as an amount."""
    return Money.of_minor(minor, unit) if unit in MINOR_DIGITS else Quantity.of_minor(minor, unit)


def _rows(
    lines: Sequence[Line], tallies: Mapping[tuple[int, str], Tally], currency: str, keep: bool
) -> tuple[tuple[StatementLine, ...], tuple[StatementLine, ...]]:
    rows, totals = [], dict[str, Tally]()
    for place, line in enumerate(lines):
        units = sorted({unit for where, unit in tallies if where == place}, key=lambda unit: (unit not in MINOR_DIGITS, unit))
        for unit in units or [currency or currency_of(line.programs[0])]:
            tally = tallies.get((place, unit), Tally())
            rows.append(_row(line, unit, tally, keep))
            _add(totals.setdefault(unit, Tally()), tally)
    order = sorted(totals, key=lambda unit: (unit not in MINOR_DIGITS, unit))
    return tuple(rows), tuple(_row(None, unit, totals[unit], keep) for unit in order)


def _add(total: Tally, tally: Tally) -> None:
    for name in ("payments", "person_times", "paid", "recovered", "arrears"):
        setattr(total, name, getattr(total, name) + getattr(tally, name))
    total.subjects |= tally.subjects
    total.recovered_from |= tally.recovered_from


def _row(line: Line | None, unit: str, tally: Tally, keep: bool) -> StatementLine:
    return StatementLine(
        line=line,
        unit=unit,
        payments=tally.payments,
        arrears=tally.arrears,
        person_times=tally.person_times,
        paid=benefit(tally.paid, unit),
        recovered=benefit(tally.recovered, unit),
        subjects=len(tally.subjects) if keep else None,
        recovered_from=len(tally.recovered_from) if keep else None,
    )
