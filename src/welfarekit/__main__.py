"""The command line, a thin layer over the public functions: ``python -m welfarekit --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Any

from welfarekit.errors import WelfarekitError


def _parser() -> argparse.ArgumentParser:
    import datetime as dt

    from welfarekit.award_arguments import add_awards
    from welfarekit.case_commands import add_due
    from welfarekit.statement_commands import add_statement

    parser = argparse.ArgumentParser("welfarekit", description="Entitled or not, how much, why, and what to ask next.")
    commands = parser.add_subparsers(dest="command", required=True)

    def day(text: str) -> dt.date:
        try:
            found = dt.date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2025-07-01") from None
        if not 1850 <= found.year <= 2200:
            raise argparse.ArgumentTypeError(f"{text!r} is out of reach; give a day from 1850 to 2200")
        return found

    assess = commands.add_parser("assess", help="determine or screen the households of a JSON file")
    assess.add_argument("file", help="one household, a list, or JSON lines; - for standard input")
    assess.add_argument("--on", type=day, required=True, metavar="DAY", help="the day asked, 2025-07-01")
    assess.add_argument("--program", action="append", metavar="KEY", help="a program; again for more (default: all)")
    assess.add_argument("--member", metavar="ID", help="one member, for a program about persons")
    assess.add_argument("--month", metavar="FILE", help="a JSON file with the facts about the month")
    assess.add_argument("--sources", metavar="FILE", help="a JSON file that says where the facts of each household come from")
    assess.add_argument("--decided", type=day, metavar="DAY", help="answer by what an authority could decide on that day")
    assess.add_argument("--law", action="append", metavar="FILE", default=[], help="your own law.toml on top; again for more")
    assess.add_argument("--locale", default=None, help="zh_Hans, zh_Hant, vi or en")
    assess.add_argument("--format", choices=("text", "json"), default="text")

    _assess_table(commands, day)

    programs = commands.add_parser("programs", help="list every program")
    programs.add_argument("--country", help="cn or vn")
    programs.add_argument("--format", choices=("text", "json"), default="text")

    law = commands.add_parser("law", help="look at the law").add_subparsers(dest="law", required=True)
    show = law.add_parser("show", help="the values of a program or of one parameter")
    show.add_argument("key", help="cn.dibao or cn.dibao.standard_per_year")
    show.add_argument("--place", help="only what holds in this place")
    show.add_argument("--on", type=day, metavar="DAY", help="only what holds on this day")
    diff = law.add_parser("diff", help="what changed between two days")
    diff.add_argument("before", type=day, metavar="DAY")
    diff.add_argument("after", type=day, metavar="DAY")
    diff.add_argument("--program", metavar="KEY", action="append", help="only this program")
    stale = law.add_parser("stale", help="values whose source was not read for a year")
    stale.add_argument("--on", type=day, metavar="DAY", required=True)
    check_law = law.add_parser("check", help="check law files")
    check_law.add_argument("files", nargs="+", metavar="FILE")
    say = law.add_parser("say", help="a program's rules as sentences")
    say.add_argument("key")
    say.add_argument("--locale", default="en")

    check = commands.add_parser("check", help="run worked cases; exit 1 on any difference")
    check.add_argument("files", nargs="*", metavar="FILE", help="files in the format of cases.toml (default: all shipped)")
    check.add_argument("--columns", action="store_true", help="answer by the column reader (needs numpy)")

    add_awards(commands, day)
    add_due(commands, day)
    add_statement(commands, day)

    what = ("household", "determination", "case", "law", "award", "ledger", "payment", "reconciliation")
    schema = commands.add_parser("schema", help="print a JSON Schema")
    schema.add_argument("what", nargs="?", default="household", choices=what)
    return parser


def _assess_table(commands: Any, day: Any) -> None:
    parser = commands.add_parser("assess-table", help="determine a whole register: parquet, Arrow IPC or CSV in and out")
    parser.add_argument("file", metavar="IN", help="the households, one a row")
    parser.add_argument("--persons", metavar="FILE", help="the members, one a row, if they are not in IN")
    parser.add_argument("--on", type=day, required=True, metavar="DAY", help="the day asked, 2025-07-01")
    asked = parser.add_mutually_exclusive_group(required=True)
    asked.add_argument("--program", action="append", metavar="KEY", help="a program; again for more")
    asked.add_argument("--country", metavar="cn|vn", help="every program of a country that was in force on the day")
    parser.add_argument("-o", "--output", required=True, metavar="OUT", help="a name ending in .parquet, .arrow, .arrows or .csv")
    parser.add_argument("--month", metavar="FILE", help="a JSON file with the facts about the month")
    parser.add_argument("--decided", type=day, metavar="DAY", help="answer by what an authority could decide on that day")
    parser.add_argument("--law", action="append", metavar="FILE", default=[], help="your own law.toml on top; again for more")
    parser.add_argument("--money", choices=("decimal", "minor"), default="decimal", help="minor: whole fen or đồng, in and out")
    parser.add_argument("--keep", action="append", metavar="COL", default=[], help="a column of the households to copy; again")
    parser.add_argument("--other", action="append", metavar="COL", default=[], help="a column that is no fact; 'any' for all")
    parser.add_argument("--columns", metavar="A,B,...", help="only these columns of the result")
    parser.add_argument("--rows", type=int, metavar="N", help="how many households are answered together")
    parser.add_argument("--csv-locale", metavar="L", help="the locale in which a CSV is written: zh_Hans, zh_Hant, vi or en")
    parser.add_argument("--encoding", choices=("utf-8", "gb18030"), default="utf-8", help="the encoding of a CSV")
    parser.add_argument("--format", choices=("parquet", "arrow", "stream", "csv"), help="of OUT, if its name does not say it")


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; the exit status is 0, 1 for a difference or a bad family, 2 for a call that cannot be carried out."""
    from welfarekit import commands

    options = _parser().parse_args(argv)
    try:
        return commands.run(options)
    except BrokenPipeError:
        return 0
    except (WelfarekitError, OSError) as error:
        print(f"welfarekit: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    raise SystemExit(main())
