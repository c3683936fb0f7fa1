"""For whoever pays: what the commands do that make an award, plan its payments, and put due against paid."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from attrs import evolve

from welfarekit.adapters.award_json import award_to_json, ledger_to_json, ledgers_from_lines
from welfarekit.adapters.payment_json import payment_to_json
from welfarekit.adapters.reconciliation_json import reconciliation_data
from welfarekit.administration.awarding import award
from welfarekit.administration.law.award_terms import TermsBook
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.redetermining import redetermine
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.planning import plan
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recovery import RecoveryPlan, recover, recovery
from welfarekit.calendars import Calendar
from welfarekit.domain.checking import masked
from welfarekit.domain.household import Household
from welfarekit.domain.payee import Payee
from welfarekit.errors import InvalidFacts, WelfarekitError
from welfarekit.money import Money, Rate, Rounding
from welfarekit.quantity import Quantity
from welfarekit.rules.determine import determine, program
from welfarekit.rules.lawbook import Lawbook
from welfarekit.truth import UNKNOWN


def _opened(name: str) -> BinaryIO:
    return sys.stdin.buffer if name == "-" else open(name, "rb")


def _terms(files: list[str]) -> TermsBook:
    book = TermsBook.default()
    for file in files:
        book = book.with_file(file)
    return book


def _refuse(where: object, error: WelfarekitError) -> None:
    print(f"[{masked(str(where))}] {error}", file=sys.stderr)


def run_award(options: argparse.Namespace) -> int:
    """One award to a line. A household without an award is told on standard error, and the status says so."""
    from welfarekit.adapters.json import index_month_from_json, read_households

    if options.member and program(options.program).subject != "person":
        raise WelfarekitError(f"{options.program} is about households; leave --member out")
    law, terms, status = Lawbook.default().with_files(options.law), _terms(options.terms), 0
    month = index_month_from_json(Path(options.month).read_bytes()) if options.month else UNKNOWN
    pay_day = PayDay(options.pay_day, options.months_after, options.shift) if options.pay_day is not None else None
    payee = Payee(options.payee, options.payee_kind) if options.payee else None
    with _opened(options.file) as stream:
        for number, subject, household in read_households(stream):
            try:
                if isinstance(household, InvalidFacts):
                    raise household
                found = determine(
                    options.program, household, options.on, member=options.member, month=month, law=law, decided=options.decided
                )
                made = award(
                    found, decided_on=options.decided, book=terms, payee=payee, ground=options.ground, pay_day=pay_day,
                    applied_on=options.applied, certificate_on=options.certificate, birthday_on=options.birthday,
                    event_on=options.event,
                    until=options.until,
                )  # fmt: skip
                print(award_to_json(made))
            except WelfarekitError as error:
                _refuse(subject or number, error)
                status = 1
    return status


def _calendar(ledger: Ledger, sector: Any) -> Calendar:
    return calendar_for(ledger.award.program.partition(".")[0], sector=sector)


def _ledgers(options: argparse.Namespace) -> Iterator[tuple[int, Ledger | InvalidFacts]]:
    with _opened(options.file) as stream:
        yield from ledgers_from_lines(stream)


def run_pay(options: argparse.Namespace) -> int:
    """The payments of each award, planned; printed as the ledger, as payments, or as text."""
    status = 0
    for number, ledger in _ledgers(options):
        try:
            if isinstance(ledger, InvalidFacts):
                raise ledger
            planned = plan(ledger, until=options.until, on=options.on, calendar=_calendar(ledger, options.sector))
        except WelfarekitError as error:
            _refuse(number, error)
            status = 1
            continue
        if options.form == "ledgers":
            print(ledger_to_json(planned))
        for payment in planned.payments if options.form != "ledgers" else ():
            print(payment_to_json(payment) if options.form == "payments" else f"{payment!r}"[1:-1])
    return status


def run_reconcile(options: argparse.Namespace) -> int:
    """The open lines of each ledger, after deciding again where other facts or another law are given."""
    again = bool(options.facts or options.law)
    if again and not (options.known and options.cause and options.facts):
        raise WelfarekitError("deciding again needs --facts (the households), --known (a day) and --cause")
    if options.cap and not options.floor:
        raise WelfarekitError("--cap goes with --floor, the amount that each payment leaves to the family")
    facts = _facts(options.facts) if options.facts else {}
    law, terms, status = Lawbook.default().with_files(options.law), _terms(options.terms), 0
    for number, ledger in _ledgers(options):
        try:
            if isinstance(ledger, InvalidFacts):
                raise ledger
            household = facts.get(ledger.award.subject.partition("/")[0])
            if household is None and again:
                raise WelfarekitError("its household is not among the --facts; it was not decided again")
            if household is not None:
                made = redetermine(ledger.award, household, known_on=options.known, cause=options.cause, law=law, book=terms)
                ledger = evolve(ledger, award=made)
            _print(ledger, options)
        except WelfarekitError as error:
            _refuse(number, error)
            status = 1
    return status


def _facts(file: str) -> dict[str, Household]:
    from welfarekit.adapters.json import read_households

    found = {}
    with _opened(file) as stream:
        for _, _, household in read_households(stream):
            if isinstance(household, InvalidFacts):
                raise household
            if household.id in found:
                raise WelfarekitError(f"{masked(household.id)} stands twice among the --facts; each household is given once")
            found[household.id] = household
    return found


def _print(ledger: Ledger, options: argparse.Namespace) -> None:
    calendar = _calendar(ledger, options.sector)
    lines = reconcile(ledger, on=options.on, until=options.until, calendar=calendar)
    taken: RecoveryPlan | None = None
    if options.floor:
        cap = _cap(options.cap, ledger)
        floor = _amount(options.floor, ledger)
        taken = recovery(ledger, on=options.on, floor=floor, cap=cap, rounding=Rounding("down"), lines=lines, calendar=calendar)
    if options.form == "ledgers":
        print(ledger_to_json(recover(ledger, taken) if taken is not None else ledger))
    elif options.form == "lines":
        print(json.dumps(reconciliation_data(ledger, lines, options.on, taken), ensure_ascii=False, separators=(",", ":")))
    else:
        print(f"{ledger.award.shown}: {len(lines)} open lines")
        for line in lines:
            print(f"    {line.period.start}  {line.kind:11} {line.amount!s:>20}  {line.cause.value}")
        for one in taken.instalments if taken is not None else ():
            print(f"    due {one.due_on}  taken back {one.amount!s:>10}  for {one.period.start}")
        if taken is not None and taken.left:
            print(f"    left over: {taken.left}")


def _amount(text: str, ledger: Ledger) -> Money | Quantity:
    unit = ledger.award.amount.currency
    return Money(text, unit) if isinstance(ledger.award.amount, Money) else Quantity(text, unit)


def _cap(text: str | None, ledger: Ledger) -> Money | Quantity | Rate | None:
    if text is None:
        return None
    return Rate(text) if text.endswith("%") else _amount(text, ledger)
