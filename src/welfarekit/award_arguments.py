"""What the commands about awards take; what they do is in :mod:`welfarekit.award_commands`, which loads when one is called."""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Callable
from typing import Any

from welfarekit.awards.events import Cause
from welfarekit.awards.pay_day import Shift
from welfarekit.domain.payee import PayeeKind

Day = Callable[[str], dt.date]


def add_awards(commands: Any, day: Day) -> None:
    """The three commands and what they take."""
    making = commands.add_parser("award", help="make a determination payable: from when, to whom, on which days")
    making.add_argument("file", help="one household, a list, or JSON lines; - for standard input")
    making.add_argument("--on", type=day, required=True, metavar="DAY", help="the day that the determination is for")
    making.add_argument("--decided", type=day, required=True, metavar="DAY", help="the day of the decision, of the signature")
    making.add_argument("--program", required=True, metavar="KEY")
    making.add_argument("--member", metavar="ID", help="one member, for a program about persons")
    making.add_argument("--ground", help="the ground of entitlement, where they start on different days")
    for name in ("applied", "certificate", "birthday", "event"):
        making.add_argument(f"--{name}", type=day, metavar="DAY", help=f"the day of the {name}, where the start counts from it")
    making.add_argument("--pay-day", type=int, metavar="N", help="the pay day, where the law leaves it to the place")
    making.add_argument("--months-after", type=int, default=0, metavar="N", help="months from the period to its pay day")
    making.add_argument("--shift", choices=[s.value for s in Shift], default="previous_working_day", help="of a day not worked")
    making.add_argument("--payee", metavar="ID", help="who is paid, if not whom the terms name")
    making.add_argument("--payee-kind", choices=[k.value for k in PayeeKind], default="person")
    making.add_argument("--until", type=day, metavar="DAY", help="the first day without entitlement")
    making.add_argument("--terms", action="append", default=[], metavar="FILE", help="your own award terms on top; again")
    making.add_argument("--law", action="append", default=[], metavar="FILE", help="your own law.toml on top; again for more")
    making.add_argument("--month", metavar="FILE", help="a JSON file with the facts about the month")

    paying = commands.add_parser("pay", help="plan the payments of awards")
    paying.add_argument("file", help="awards or ledgers as JSON lines; - for standard input")
    paying.add_argument("--until", type=day, required=True, metavar="DAY", help="periods that begin before this day")
    paying.add_argument("--on", type=day, required=True, metavar="DAY", help="the day of planning, and of what is known")
    paying.add_argument("--as", dest="form", choices=("ledgers", "payments", "text"), default="ledgers", help="what to print")
    paying.add_argument("--sector", choices=("public", "private"), default="public", help="whose working days count")

    checking = commands.add_parser("reconcile", help="put due against paid; with --facts or --law, decide again first")
    checking.add_argument("file", help="ledgers as JSON lines; - for standard input")
    checking.add_argument("--on", type=day, required=True, metavar="DAY", help="the day of what is known, due and paid")
    checking.add_argument("--until", type=day, metavar="DAY", help="all periods that begin before (default: due by --on)")
    checking.add_argument("--facts", metavar="FILE", help="the corrected households")
    checking.add_argument("--known", type=day, metavar="DAY", help="the day on which the facts or the law became known")
    checking.add_argument("--cause", choices=[c.value for c in Cause], help="why the award is decided again")
    checking.add_argument("--law", action="append", default=[], metavar="FILE", help="your own law.toml on top; again for more")
    checking.add_argument("--terms", action="append", default=[], metavar="FILE", help="your own award terms on top")
    checking.add_argument("--floor", metavar="AMOUNT", help="plan a recovery that leaves this much of each payment")
    checking.add_argument("--cap", metavar="RATE|AMOUNT", help="the most that is taken back in a month: 10%% or 50.00")
    checking.add_argument("--as", dest="form", choices=("lines", "ledgers", "text"), default="lines", help="what to print")
    checking.add_argument("--sector", choices=("public", "private"), default="public", help="whose working days count")


def run_awards(options: argparse.Namespace) -> int:
    """Carry out ``award``, ``pay`` or ``reconcile``."""
    from welfarekit.award_commands import run_award, run_pay, run_reconcile

    return {"award": run_award, "pay": run_pay, "reconcile": run_reconcile}[options.command](options)
