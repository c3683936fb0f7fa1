"""The legal basis of a notice: acts and articles, each once and as closely as it is known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Final

from welfarekit.citation import Citation
from welfarekit.procedure.procedure import Procedure
from welfarekit.procedure.step import Level

_ARTICLES: Final = re.compile(r"arts?\. (?P<first>\d+)(?:(?: to |-|–)(?P<last>\d+))?")


def basis_of(
    decided_on: dt.date, procedure: Procedure | None, steps: Iterable[str], acts: Iterable[Citation], more: Iterable[Citation]
) -> tuple[Citation, ...]:
    """The acts on which the program rests on the day, the article of the decision, and what the award and its reasons cite.

    Where the procedure has no such step, its own act stands for it.
    """
    found = [cite for cite in acts if cite.applies_on(decided_on)]
    if procedure is not None:
        step = next((name for name in steps if procedure.has(name)), None)
        if step is not None:
            found.append(procedure.step(step).cite)
        elif procedure.cite.act not in {cite.act for cite in found}:
            found.append(procedure.cite)
    return closest((*found, *more))


def closest(cites: Iterable[Citation]) -> tuple[Citation, ...]:
    """Without an act that is cited by an article as well, and without an article that another one includes.

    >>> [str(one) for one in closest([Citation("A"), Citation("A", "art. 20-21"), Citation("A", "art. 21"), Citation("B")])]
    ['A, art. 20-21', 'B']
    """
    once = {(cite.act, cite.article): cite for cite in cites}
    return tuple(one for one in once.values() if not any(_includes(other, one) for other in once.values()))


def _includes(other: Citation, one: Citation) -> bool:
    if other.act != one.act or other.article == one.article or not other.article:
        return False
    if not one.article:
        return True
    wide, narrow = _ARTICLES.fullmatch(other.article), _ARTICLES.fullmatch(one.article)
    if wide is None or narrow is None:
        return False
    (first, last), (low, high) = _span(wide), _span(narrow)
    return first <= low and high <= last and (first, last) != (low, high)


def _span(found: re.Match[str]) -> tuple[int, int]:
    return int(found["first"]), int(found["last"] or found["first"])


def duty_of(procedure: Procedure | None) -> Citation | None:
    """The article of the family's duty to report changes, where the procedure has it."""
    if procedure is None or not procedure.has("change_reported"):
        return None
    step = procedure.step("change_reported")
    return step.cite if Level.PERSON in step.by else None
