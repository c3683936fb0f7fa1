"""For whoever keeps a register: the command that assesses a table of households."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from welfarekit.errors import WelfarekitError
from welfarekit.language.written import decimal_sign
from welfarekit.rules.determine import program_keys
from welfarekit.rules.lawbook import Lawbook
from welfarekit.truth import UNKNOWN


def run_table(options: argparse.Namespace) -> int:
    """Answer a register. Households that are wrong are rows with errors, and the status says so."""
    try:
        from welfarekit.adapters.register.opening import FileAssessment
        from welfarekit.adapters.register.people import OutOfOrder
        from welfarekit.adapters.register.result_file import format_of, write_result
    except ModuleNotFoundError as error:
        raise WelfarekitError(f"assess-table needs {error.name}: pip install 'welfarekit[arrow]'") from error

    out, persons = Path(options.output), Path(options.persons) if options.persons else None
    for given in (options.file, *([persons] if persons else [])):
        if out.exists() and out.samefile(given):
            raise WelfarekitError(f"{out} is what is read; give the result another name")
    form, point = options.format or format_of(out), decimal_sign(options.csv_locale) if options.csv_locale else "."
    asked = _asked(options, persons)

    def done(*, in_memory: bool) -> Any:
        run = FileAssessment(
            Path(options.file),
            options.country or options.program,
            options.on,
            locale=options.csv_locale,
            encoding=options.encoding,
            in_memory=in_memory,
            **asked,
        )
        with _progress(run.total) as run.progress:
            write_result(run.batches(), run.schema, out, form, point=point)
        return run

    try:
        run = done(in_memory=False)
    except OutOfOrder:
        print("the persons are not in the order of the households; both files are read into memory", file=sys.stderr)
        run = done(in_memory=True)
    _tell(run, options, out)
    return 1 if any(run.answers.errors.values()) else 0


def _asked(options: argparse.Namespace, persons: Path | None) -> dict[str, Any]:
    from welfarekit.adapters.json import index_month_from_json

    return {
        "persons": persons,
        "month": index_month_from_json(Path(options.month).read_bytes()) if options.month else UNKNOWN,
        "law": Lawbook.default().with_files(options.law),
        "decided": options.decided,
        "money": options.money,
        "keep": tuple(options.keep),
        "other": "any" if "any" in options.other else tuple(options.other),
        "columns": options.columns.split(",") if options.columns else None,
        **({"rows": options.rows} if options.rows is not None else {}),
    }


@contextmanager
def _progress(total: int | None) -> Iterator[Callable[[int, int | None], None] | None]:
    """A bar on the terminal with the households done, of how many, and how many a second; silent where nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    from tqdm import tqdm

    with tqdm(total=total, unit=" households", unit_scale=True, file=sys.stderr) as bar:
        yield lambda done, _: bar.update(done - bar.n) and None


def _tell(run: Any, options: argparse.Namespace, out: Path) -> None:
    """What came out, in a few lines: rows by outcome, and the errors by code."""
    from welfarekit.adapters.columns import OUTCOMES

    rows = 0
    errors: Counter[str] = Counter()
    for book in run.books:
        counts = dict(zip(OUTCOMES, run.answers.outcomes[book.key].tolist(), strict=True))
        wrong = run.answers.errors[book.key]
        errors += wrong
        counts["errors"] = sum(wrong.values())
        rows += sum(counts.values())
        said = ", ".join(f"{count:,} {name}" for name, count in counts.items() if count)
        print(f"{book.key}: {said or 'no rows'}", file=sys.stderr)
    if options.country:
        for key in program_keys(options.country):
            if key not in run.answers.errors:
                print(f"{key}: was not in force on {options.on.isoformat()}, and was not asked", file=sys.stderr)
    if errors:
        print(f"errors: {', '.join(f'{count:,} {code}' for code, count in errors.most_common())}", file=sys.stderr)
    print(f"{rows:,} rows for {run.done:,} households in {out}", file=sys.stderr)
