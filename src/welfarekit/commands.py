"""What the commands do, one function each, over the public functions."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

from welfarekit.award_arguments import run_awards
from welfarekit.case_commands import run_due
from welfarekit.domain.checking import shown
from welfarekit.errors import InvalidFacts, NotInForce, Problem, WelfarekitError
from welfarekit.law_commands import run_law
from welfarekit.rules.determination import Determination
from welfarekit.rules.determine import determine, program, program_keys
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.screen import Screening, Together, screen
from welfarekit.statement_commands import run_statement
from welfarekit.table_commands import run_table
from welfarekit.truth import UNKNOWN

LOCALES = ("zh_Hans", "zh_Hant", "vi", "en")
OTHER_LANGUAGES = "English: --locale en | Tiếng Việt: --locale vi | 繁體中文: --locale zh_Hant | 简体中文: --locale zh_Hans"
"""Ends a text for which no language was asked, so that whoever cannot read it knows what to ask for."""


def run(options: argparse.Namespace) -> int:
    """Carry out a parsed command and give its exit status."""
    commands: dict[str, Callable[[argparse.Namespace], int]] = {
        "assess": assess, "programs": programs, "assess-table": run_table, "law": run_law, "check": check, "schema": schema,
        "statement": run_statement, "award": run_awards, "pay": run_awards, "reconcile": run_awards,
        "due": run_due,
    }  # fmt: skip
    return commands[options.command](options)


def _own_locale(household: Any) -> str:
    """The language of the household's country, where none is asked for."""
    place = household.place
    return "en" if place is UNKNOWN else {"CN": "zh_Hans", "VN": "vi"}.get(place.country, "en")


Result = Determination | WelfarekitError | Together


def _answers(options: argparse.Namespace, household: Any, month: Any, book: Lawbook, sources: dict[str, Any]) -> Iterator[Result]:
    asked = {"month": month, "law": book, "decided": options.decided, "provenance": _provenance(sources, household)}
    if not options.program:
        screening: Screening = screen(household, options.on, **asked)
        yield from screening
        yield from screening.errors.values()
        yield from screening.together
        return
    for key in options.program:
        try:
            member = options.member if program(key).subject == "person" else None
            yield determine(key, household, options.on, member=member, **asked)
        except NotInForce as error:
            yield error


def _sources(file: str | None) -> dict[str, Any]:
    """Where the facts of households come from: an entry under the identifier of each in a JSON file."""
    if not file:
        return {}
    from welfarekit.adapters.parsing import decoded, parsed

    told = parsed(decoded(Path(file).read_bytes()))
    if not isinstance(told, dict):
        raise WelfarekitError(f"{file} holds an object with the sources of each household under its identifier")
    return told


def _provenance(sources: dict[str, Any], household: Any) -> Any:
    if household.id not in sources:
        return None
    from welfarekit.adapters.provenance_json import sources_from_json

    return sources_from_json(sources[household.id], household)


def _say_left(left: list[str], options: argparse.Namespace) -> int:
    """Say which entries of the sources are of no household that was read; 1 if there are any."""
    if left:
        named = ", ".join(shown(key) for key in left[:5]) + (f" and {len(left) - 5} more" if len(left) > 5 else "")
        print(
            f"welfarekit: {options.sources}: no household of {options.file} has the identifier {named}; "
            'sources stand under the identifier of their household: {"hh-1": {"sources": {...}}}',
            file=sys.stderr,
        )
    return 1 if left else 0


def _problem(problem: Problem) -> dict[str, str]:
    found = {"code": problem.code, "path": problem.path, "given": problem.given, "expected": problem.expected}
    return {**found, "hint": problem.hint} if problem.hint else found


def _error(subject: str | None, where: int, error: WelfarekitError) -> dict[str, Any]:
    """What stands in place of an answer: the errors of a family, or of a program without law."""
    if isinstance(error, InvalidFacts):
        problems = [_problem(problem) for problem in error.problems]
    else:
        code = "not_in_force" if isinstance(error, NotInForce) else "error"
        path = error.key if isinstance(error, NotInForce) else ""
        problems = [{"code": code, "path": path, "given": "", "expected": str(error)}]
    return {"schema": "welfarekit.error/1", "subject": subject, "number": where, "errors": problems}


class _Progress:
    """A line on the terminal that counts families; silent where nobody watches."""

    def __init__(self) -> None:
        self.shown = sys.stderr.isatty()
        self.count = 0

    def step(self) -> None:
        self.count += 1
        if self.shown and self.count % 100 == 0:
            print(f"\r{self.count} families", end="", file=sys.stderr, flush=True)

    def end(self) -> None:
        if self.shown and self.count >= 100:
            print(f"\r{self.count} families", file=sys.stderr)


def assess(options: argparse.Namespace) -> int:
    """Answer family by family. A family that is wrong leaves its errors in its place, and the status says so."""
    from welfarekit.adapters.json import index_month_from_json, read_households

    subjects = [program(key).subject for key in options.program or ()]
    if options.member and "person" not in subjects:
        raise WelfarekitError("--member goes with a --program about persons; `programs` tells which are")
    book = Lawbook.default().with_files(options.law)
    month = index_month_from_json(Path(options.month).read_bytes()) if options.month else UNKNOWN
    sources = _sources(options.sources)
    stream: BinaryIO = sys.stdin.buffer if options.file == "-" else open(options.file, "rb")  # noqa: SIM115  # closed below
    status, answered, progress, left = 0, False, _Progress(), dict.fromkeys(sources)
    with stream:
        for number, subject, household in read_households(stream):
            progress.step()
            left.pop(subject or "", None)
            results: list[Result]
            if isinstance(household, InvalidFacts):
                results, locale = [household], options.locale or "en"
            else:
                locale = options.locale or _own_locale(household)
                try:
                    results = list(_answers(options, household, month, book, sources))
                except InvalidFacts as error:
                    results = [error]
            for result in results:
                if isinstance(result, InvalidFacts) or (isinstance(result, NotInForce) and options.program):
                    status = 1
                answered = answered or isinstance(result, Determination)
                _print(result, options, locale, subject, number)
    progress.end()
    status |= _say_left([*left], options)
    if answered and options.format == "text" and not options.locale:
        print(OTHER_LANGUAGES)
    return status


def _print(result: Result, options: argparse.Namespace, locale: str, subject: str | None, number: int) -> None:
    as_json = options.format == "json"
    if isinstance(result, Determination):
        print(result.to_json(options.locale) if as_json else f"{result.explain(locale)}\n")
    elif isinstance(result, Together):
        text = result.text(locale)
        found = {"schema": "welfarekit.together/1", "subject": subject, "first": result.first, "relation": result.relation}
        found |= {"second": result.second, "text": text}
        print(json.dumps(found, ensure_ascii=False, separators=(",", ":")) if as_json else f"{text}\n")
    elif as_json:
        print(json.dumps(_error(subject, number, result), ensure_ascii=False, separators=(",", ":")))
    else:
        print(f"[{subject or number}] {result}\n")


def programs(options: argparse.Namespace) -> int:
    """Every program: key, names in four languages, subject, legal basis, days in force, how many cases."""
    from welfarekit.cases import shipped_cases
    from welfarekit.language.catalogue import catalogue

    for key in program_keys(options.country):
        book = program(key)
        names = {locale: catalogue(book.package, locale).text(book.title) for locale in LOCALES}
        row = {
            "key": key,
            "names": names,
            "subject": book.subject,
            "basis": [str(cite) for cite in book.basis],
            "since": book.since and book.since.isoformat(),
            "until": book.until and book.until.isoformat(),
            "cases": len(shipped_cases(key)),
        }
        if options.format == "json":
            print(json.dumps(row, ensure_ascii=False))
        else:
            print(f"{key}  ({book.subject}, since {row['since']}, {row['cases']} cases)")
            for locale, name in names.items():
                print(f"    {locale:8} {name}")
            for cite in book.basis:
                print(f"    {cite}")
    return 0


def check(options: argparse.Namespace) -> int:
    """Run worked cases and print each difference."""
    from welfarekit.award_case_file import holds_award_cases, read_award_cases, shipped_award_cases
    from welfarekit.cases import read_cases, shipped_cases

    files: list[tuple[str, Any]] = [
        (file, read_award_cases(file) if holds_award_cases(file) else read_cases(file)) for file in options.files
    ]
    if not files:
        files = [(key, shipped_cases(key)) for country in ("cn", "vn", "demo") for key in program_keys(country)]
        if not options.columns:
            files += [(f"{country} awards", shipped_award_cases(country)) for country in ("cn", "vn")]
    failed = total = 0
    for name, cases in files:
        for case in cases:
            total += 1
            differences = _differences(case, columns=options.columns)
            if differences:
                failed += 1
                print(f"{name}: {case.id}: {case.text}")
                for difference in differences:
                    print(f"    {difference}")
    print(f"{total - failed} cases passed, {failed} failed")
    return 1 if failed or not total else 0


def _differences(case: Any, *, columns: bool) -> list[str]:
    try:
        if columns:
            from welfarekit.adapters.column_cases import column_differences

            return column_differences(case)
        differences: list[str] = case.differences()
    except WelfarekitError as error:
        return [str(error)]
    return differences


def schema(options: argparse.Namespace) -> int:
    """Print a JSON Schema."""
    from welfarekit.adapters.schema import json_schema

    print(json.dumps(json_schema(options.what), ensure_ascii=False, indent=2))
    return 0

