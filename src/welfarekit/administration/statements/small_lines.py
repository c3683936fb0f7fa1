"""Lines of a statement of payments that would tell on single families, withheld before it is published.

Person-times are no measure here: twelve of them are one person for a year. What counts is how many persons or households stand
behind a line. For a register there is the same with more columns: :func:`welfarekit.adapters.arrow.statement`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from attrs import evolve

from welfarekit.administration.statements.payment_lines import PaymentStatement, StatementLine
from welfarekit.errors import WelfarekitError

_FIGURES: Final = ("payments", "arrears", "person_times", "paid", "recovered", "subjects", "recovered_from")


def withhold_small(statement: PaymentStatement, least: int) -> PaymentStatement:
    """The statement without the figures behind which stand fewer than ``least`` persons or households; such figures are None.

    A line with 1 to ``least`` - 1 of them is withheld, and with it the smallest other line, so that the total does not give it
    back; where there is no other line, the total is withheld as well. A line with nobody is shown. What came back from fewer
    than ``least``, or was paid as arrears in fewer than ``least`` payments, is withheld in every line.

    It is a guard for one statement: it does not know of another one over another period or with other lines.
    :class:`~welfarekit.errors.WelfarekitError` for a statement that does not know its subjects (``arrears`` other than
    ``if_first``), and for a ``least`` below 2, which would withhold nothing.
    """
    if type(least) is not int or least < 2:
        raise WelfarekitError(f"{least!r} withholds nothing; give the least number that may stand behind a line, 2 or more")
    if any(total.subjects is None for total in statement.totals):
        raise WelfarekitError("the statement does not know how many are behind a line; make it with arrears='if_first'")
    lines, totals = list(statement.lines), list(statement.totals)
    for place, total in enumerate(statement.totals):
        own = [number for number, line in enumerate(lines) if line.unit == total.unit]
        shown = _without_few([*(lines[number] for number in own), total], least)
        hidden = _small([lines[number] for number in own], least)
        *_, totals[place] = [_blank(line) if number in hidden else line for number, line in enumerate(shown)]
        for number, where in enumerate(own):
            lines[where] = _blank(shown[number]) if number in hidden else shown[number]
    return evolve(statement, lines=tuple(lines), totals=tuple(totals), withheld_below=least)


def _small(lines: Sequence[StatementLine], least: int) -> set[int]:
    """The places of the lines to withhold; the total has the place after the last."""
    found = {place for place, line in enumerate(lines) if 0 < (line.subjects or 0) < least}
    if found:
        others = [(line.subjects or 0, place) for place, line in enumerate(lines) if (line.subjects or 0) >= least]
        found.add(min(others)[1] if others else len(lines))
    return found


def _without_few(lines: Sequence[StatementLine], least: int) -> list[StatementLine]:
    """Without the columns in which any line tells of a few."""
    gone: dict[str, Any] = {}
    if any(0 < (line.recovered_from or 0) < least for line in lines):
        gone |= {"recovered": None, "recovered_from": None}
    if any(0 < (line.arrears or 0) < least for line in lines):
        gone |= {"arrears": None, "payments": None}
    return [evolve(line, **gone) for line in lines]


def _blank(line: StatementLine) -> StatementLine:
    figures: dict[str, Any] = dict.fromkeys(_FIGURES)
    return evolve(line, **figures)
