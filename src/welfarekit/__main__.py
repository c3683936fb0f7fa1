"""The command line, a thin layer over the public functions: ``python -m welfarekit --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from welfarekit.errors import WelfarekitError


def _parser() -> argparse.ArgumentParser:
    import datetime as dt

    parser = argparse.ArgumentParser("welfarekit", description="Entitled or not, how much, why, and what to ask next.")
    commands = parser.add_subparsers(dest="command", required=True)

    def day(text: str) -> dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{text!r} is not a day; write it as 2025-07-01") from None

    assess = commands.add_parser("assess", help="determine or screen the households of a JSON file")
    assess.add_argument("file", help="one household, a list, or JSON lines; - for standard input")
    assess.add_argument("--on", type=day, required=True, metavar="DAY", help="the day asked, 2025-07-01")
    assess.add_argument("--program", action="append", metavar="KEY", help="a program; again for more (default: all)")
    assess.add_argument("--member", metavar="ID", help="one member, for a program about persons")
    assess.add_argument("--month", metavar="FILE", help="a JSON file with the facts about the month")
    assess.add_argument("--decided", type=day, metavar="DAY", help="answer by what an authority could decide on that day")
    assess.add_argument("--law", action="append", metavar="FILE", default=[], help="your own law.toml on top; again for more")
    assess.add_argument("--locale", default=None, help="zh_Hans, zh_Hant, vi or en")
    assess.add_argument("--format", choices=("text", "json"), default="text")

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

    schema = commands.add_parser("schema", help="print a JSON Schema")
    schema.add_argument("what", nargs="?", default="household", choices=("household", "determination", "case", "law"))
    return parser


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
