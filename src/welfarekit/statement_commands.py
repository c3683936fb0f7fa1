"""For whoever reports: the command that makes statements, of payments and of poverty."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from array import array
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from welfarekit.errors import InvalidFacts, Problem

SCALES = (1, 1_000, 10_000, 1_000_000, 100_000_000, 1_000_000_000)


def add_statement(commands: Any, day: Any) -> None:
    """Add the command and its options."""
    kinds = commands.add_parser("statement", help="a statement of payments, or of poverty").add_subparsers(
        dest="statement", required=True
    )
    paid = kinds.add_parser("paid", help="person-times, sums and means by line, from payments as JSON lines")
    paid.add_argument("file", metavar="PAYMENTS", help="payments, one to a line; - for standard input")
    paid.add_argument("--lines", required=True, metavar="FILE", help="the lines of the statement, as TOML")
    paid.add_argument("--locale", default="zh_Hans", help="zh_Hans (default), zh_Hant, vi or en")
    paid.add_argument("--unit", type=int, choices=SCALES, default=1, help="10000 writes 万人次 and 万元")
    paid.add_argument("--from", dest="first", type=day, metavar="DAY", help="the first day of the period")
    paid.add_argument("--until", dest="last", type=day, metavar="DAY", help="the last day of the period")
    paid.add_argument("--dated", choices=("paid_on", "due_on", "period_start"), default="paid_on", help="which day counts")
    paid.add_argument("--arrears", choices=("if_first", "each", "none"), default="if_first", help="when they are person-times")
    paid.add_argument("--known-on", type=day, metavar="DAY", help="as the payments stood at the end of that day")
    paid.add_argument("--places", type=int, metavar="N", help="round what is scaled to N decimals")
    paid.add_argument("--withhold-below", type=int, metavar="K", help="withhold lines with fewer than K behind them")
    unchecked = "do not look for payments given twice, which takes memory for each"
    paid.add_argument("--no-check-references", dest="check", action="store_false", help=unchecked)
    paid.add_argument("--title", default="", help="a text above the table")
    paid.add_argument("--format", choices=("text", "sentences", "csv", "json"), default="text")

    poverty = kinds.add_parser("poverty", help="counts, rates, reductions and flows, from the classes of households")
    poverty.add_argument("before", metavar="BEFORE", help="household and status at the earlier day: CSV or JSON lines")
    poverty.add_argument("now", metavar="NOW", help="the same at the later day")
    poverty.add_argument("--on", nargs=2, type=day, required=True, metavar="DAY", help="the two days")
    poverty.add_argument("--earlier", action="append", default=[], metavar="FILE", help="a register of an earlier year; again")
    poverty.add_argument("--plan", metavar="POINTS", help="the planned reduction of the poor of the later year, 1.70")
    poverty.add_argument("--places", type=int, default=2, metavar="N", help="decimals of a rate (default 2)")
    poverty.add_argument("--difference", choices=("of_printed", "of_exact"), default="of_printed", help="what is subtracted")
    encodings = ("utf-8", "gb18030", "windows-1258")
    poverty.add_argument("--encoding", choices=encodings, default="utf-8", help="the encoding of each CSV (default utf-8)")
    poverty.add_argument("--locale", default="vi", help="vi (default), zh_Hans, zh_Hant or en")
    poverty.add_argument("--format", choices=("text", "json"), default="text")


def run_statement(options: argparse.Namespace) -> int:
    """Carry out ``statement paid`` and ``statement poverty``."""
    return _paid(options) if options.statement == "paid" else _poverty(options)


def _paid(options: argparse.Namespace) -> int:
    from welfarekit.adapters.line_problems import in_file
    from welfarekit.adapters.payment_json import payments_from_lines
    from welfarekit.adapters.statement_files import payment_statement_csv, payment_statement_json, read_lines
    from welfarekit.administration.statements.payment_sentences import payment_sentences
    from welfarekit.administration.statements.payment_statement import payment_statement
    from welfarekit.administration.statements.payment_table import payment_table
    from welfarekit.administration.statements.small_lines import withhold_small
    from welfarekit.dates import Period

    lines = read_lines(Path(options.lines))
    stop = options.last + dt.timedelta(days=1) if options.last else None
    period = Period(options.first, stop) if options.first or stop else None
    stream = sys.stdin.buffer if options.file == "-" else open(options.file, "rb")  # noqa: SIM115  # closed below
    numbers = array("Q")
    with stream:
        try:
            made = payment_statement(
                payments_from_lines(_numbered(stream, numbers)),
                lines,
                period=period,
                dated=options.dated,
                arrears=options.arrears,
                known_on=options.known_on,
                check_references=options.check,
            )
        except InvalidFacts as error:
            raise in_file(error.problems, "standard input" if options.file == "-" else options.file, numbers) from None
    if options.withhold_below is not None:
        made = withhold_small(made, options.withhold_below)
    if options.format == "json":
        print(payment_statement_json(made, options.locale))
    elif options.format == "csv":
        print(payment_statement_csv(made, options.locale), end="")
    elif options.format == "sentences":
        print(payment_sentences(made, options.locale, scale=options.unit, places=options.places))
    else:
        print(payment_table(made, options.locale, scale=options.unit, places=options.places, title=options.title))
    return 0


def _numbered(stream: Iterable[bytes], numbers: array[int]) -> Iterator[bytes]:
    """The lines without their ends, with the number of each that is not empty put down."""
    for number, line in enumerate(stream, 1):
        if line.strip():
            numbers.append(number)
        yield line.rstrip(b"\r\n")


def _poverty(options: argparse.Namespace) -> int:
    from welfarekit.adapters.statement_files import poverty_statement_json
    from welfarekit.administration.statements.figures import checked_places
    from welfarekit.administration.statements.plan_achievement import Plan, achievement
    from welfarekit.administration.statements.points import Points
    from welfarekit.administration.statements.poverty_register import poor_flow
    from welfarekit.administration.statements.poverty_sentences import flow_table, poverty_text
    from welfarekit.administration.statements.poverty_statement import FORMS, PovertyCount, reduction
    from welfarekit.language.citing import cited

    checked_places(options.places)
    read = (_register(file, on, options.encoding) for file, on in zip((options.before, options.now), options.on, strict=True))
    registers = list(read)
    before, now = (PovertyCount.of_register(on, register) for on, register in zip(options.on, registers, strict=True))
    how: dict[str, Any] = {"places": options.places, "difference": options.difference}
    changes = [reduction(now.of(status), before.of(status), **how) for status in ("poor", "near_poor")]
    flow = poor_flow(*registers, poor_earlier=_poor_in(options) if options.earlier else None)
    achieved = achievement(changes[0].points, Plan.of_year(now.on.year, Points(options.plan))) if options.plan else None
    if options.format == "json":
        print(poverty_statement_json(now, before, changes, flow, achieved))
        return 0
    print(poverty_text(now, before, options.locale, **how))
    if achieved is not None:
        print(achieved.text(options.locale))
    print(f"\n{cited(FORMS, options.locale)}\n{flow_table(flow, options.locale)}")
    return 0


def _register(file: str, on: dt.date, encoding: str) -> dict[str, str]:
    """The classes of one of the two days."""
    from welfarekit.adapters.class_files import read_register

    found = read_register(Path(file), on, encoding=encoding)
    if not found:
        raise InvalidFacts([Problem("missing", file, "no household", "at least one household")])
    return found


def _poor_in(options: argparse.Namespace) -> set[str]:
    """The households that were poor in any of the registers of earlier years."""
    from welfarekit.adapters.class_files import read_register

    registers = [read_register(Path(file), encoding=options.encoding) for file in options.earlier]
    return {key for register in registers for key, status in register.items() if status == "poor"}
