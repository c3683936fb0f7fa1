"""A year of monthly payments, planned and reconciled: ``python3 tools/bench.py --payments [--sizes 1000,10000,100000]``.

Each award is made, planned for 2025 with the working days of China, and reconciled at the end of the year; every tenth one is
decided again in October with an amount that is higher from July on, and planned once more. Beside it runs what one would write
by hand: a recurrence rule, decimals and dicts, without corrections, causes or checks. Each size and each way in a process of its
own, so that the memory is its own; the sums have to be equal.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from decimal import Decimal
from statistics import median

from dateutil.rrule import MONTHLY, rrule

from welfarekit.administration.law.calendars import calendar_for
from welfarekit.awards.award import Award
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.pay_day import PayDay, Shift
from welfarekit.awards.planning import plan
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.redetermine import Finding, redetermine
from welfarekit.awards.schedule import Schedule
from welfarekit.dates import Period
from welfarekit.domain.payee import Payee
from welfarekit.money import Money

START, END = dt.date(2025, 1, 1), dt.date(2026, 1, 1)
DECIDED, KNOWN, RAISED = dt.date(2024, 12, 20), dt.date(2025, 10, 6), dt.date(2025, 7, 1)
DAY = dt.timedelta(days=1)
SCHEDULE = Schedule(pay_day=PayDay(10, shift=Shift.PREVIOUS_WORKING_DAY))


def cents(number: int) -> int:
    return 30000 + number * 37 % 50000


def awards(count: int) -> Iterator[Award]:
    for number in range(count):
        yield Award(
            id=f"cn.dibao/hh-{number}/2024-12-20", program="cn.dibao", subject=f"hh-{number}", payee=Payee(f"p{number}"),
            amount=Money.of_minor(cents(number), "CNY", "month"), start=START, decided_on=DECIDED, schedule=SCHEDULE,
        )  # fmt: skip


def ours(count: int) -> int:
    calendar, total = calendar_for("cn"), 0
    for number, award in enumerate(awards(count)):
        ledger = plan(Ledger(award), until=END, on=DECIDED, calendar=calendar)
        if number % 10 == 0:
            raised = Finding(Period(RAISED, None), Money.of_minor(cents(number) + 2000, "CNY", "month"))
            again = redetermine(ledger.award, [raised], known_on=KNOWN, cause="law_in_arrears")
            ledger = plan(Ledger(again, ledger.payments), until=END, on=KNOWN, calendar=calendar)
        if reconcile(ledger, on=END - DAY, calendar=calendar):
            raise AssertionError("a line is open")
        total += ledger.paid.minor + ledger.arrears.minor
    return total


def by_hand(count: int) -> int:
    calendar, total = calendar_for("cn"), Decimal(0)
    for number in range(count):
        amount, payments = Decimal(cents(number)) / 100, {}
        for month in rrule(MONTHLY, dtstart=dt.datetime(2025, 1, 10), until=dt.datetime(2025, 12, 31)):
            due = month.date()
            while not calendar.is_working(due):
                due -= DAY
            payments[f"hh-{number}/{month:%Y-%m}"] = {"amount": amount, "due": due, "payee": f"p{number}", "state": "planned"}
        if number % 10 == 0:
            for month in range(7, 13):
                payments[f"hh-{number}/2025-{month:02}/arrears"] = {"amount": Decimal(20), "due": KNOWN, "state": "planned"}
        total += sum(payment["amount"] for payment in payments.values())
    return int(total * 100)


WAYS: dict[str, Callable[[int], int]] = {"welfarekit": ours, "by hand": by_hand}


def measured(way: str, count: int) -> dict[str, float]:
    """One run in a process of its own."""
    command = [sys.executable, __file__, "--one", way, "--sizes", str(count)]
    found: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return found


def one(way: str, count: int) -> None:
    WAYS[way](10)  # imports and caches
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
    total = WAYS[way](count)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"seconds": seconds, "mb": peak / 1024, "above": (peak - before) / 1024, "total": total}))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", choices=WAYS)
    options = parser.parse_args()
    sizes = [int(size) for size in options.sizes.split(",")]
    if options.one:
        one(options.one, sizes[0])
        return
    print("| awards | seconds | µs an award | exponent from the line above | its time / by hand | MB in all | MB above start |")
    print("|---|---|---|---|---|---|---|")
    before: tuple[int, float] | None = None
    for size in sizes:
        runs = [(measured("welfarekit", size), measured("by hand", size)) for _ in range(options.rounds)]
        if any(us["total"] != peer["total"] for us, peer in runs):
            raise SystemExit("the sums differ")
        seconds = median(us["seconds"] for us, _ in runs)
        ratios = sorted(us["seconds"] / peer["seconds"] for us, peer in runs)
        exponent = f"{math.log(seconds / before[1]) / math.log(size / before[0]):.2f}" if before else ""
        print(
            f"| {size:,} | {seconds:.2f} | {seconds / size * 1e6:.0f} | {exponent} | {median(ratios):.2f} "
            f"({ratios[0]:.2f} to {ratios[-1]:.2f}) | {runs[0][0]['mb']:.0f} | {runs[0][0]['above']:.1f} |"
        )
        before = size, seconds


if __name__ == "__main__":
    main()
