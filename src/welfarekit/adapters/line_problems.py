"""What is wrong with the lines of a file, each with the file and the number of its line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from attrs import evolve

from welfarekit.errors import InvalidFacts, Problem

_ROW: Final = re.compile(r"\[([0-9]+)\]\.?")
_ONE_LINE: Final = "text that breaks off at line 1, "


def in_file(problems: Iterable[Problem], file: str, lines: Sequence[int]) -> InvalidFacts:
    """The error with the file in every path. A path ``[2].status`` about a row becomes ``FILE: line 7: status``.

    ``lines`` are the numbers of the lines on which the rows stand; the problems come in their order.

    >>> print(in_file([Problem("missing", "[1].status", "nothing", "a class")], "a.csv", [2, 5]).problems[0])
    a.csv: line 5: status: missing: given nothing, expected a class
    """
    placed = [_placed(problem, file, lines) for problem in problems]
    return InvalidFacts(problem for _, problem in sorted(placed, key=lambda each: each[0]))


def _placed(problem: Problem, file: str, lines: Sequence[int]) -> tuple[int, Problem]:
    where, row, line = problem.path, _ROW.match(problem.path), 0
    if row:
        line, rest = lines[int(row[1])], where[row.end() :]
        where = f"line {line}" + (f": {rest}" if rest else "")
    given = problem.given
    if given.startswith(_ONE_LINE):  # counted in a document of one line; which line of the file it is says the path
        given = f"text that breaks off at {given.removeprefix(_ONE_LINE)}"
    return line, evolve(problem, path=f"{file}: {where}" if where else file, given=given)
