"""An award decided again: what other facts or law make of each period, as events with the day on which that became known."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from attrs import frozen

from welfarekit.awards.award import Award
from welfarekit.awards.events import Cause, Event, EventKind
from welfarekit.awards.layers import Stretch, stretches
from welfarekit.citation import Citation
from welfarekit.dates import Period
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.quantity import Benefit


@frozen
class Finding:
    """What a family is entitled to for a stretch of days; an amount of zero says that it is not entitled.

    A period without a last day holds on; only the last finding can have one.
    """

    period: Period
    amount: Benefit


def redetermine(
    award: Award,
    findings: Iterable[Finding],
    *,
    known_on: dt.date,
    cause: Cause | str,
    note: str = "",
    cite: Citation | None = None,
    order: int = 0,
) -> Award:
    """The award with a change wherever a finding differs from what the award says so far; the same award if nothing does.

    ``known_on`` is the day on which the facts or the law became known.
    InvalidFacts for findings that overlap or have no first day.
    """
    ordered = sorted(findings, key=lambda f: f.period.start or dt.date.min)
    problems = []
    for number, finding in enumerate(ordered):
        if finding.period.start is None:
            problems.append(Problem("missing", f"findings[{number}].period", "open", "a first day"))
        given, unit = finding.amount, award.amount
        if (given.currency, given.per) != (unit.currency, unit.per):
            problems.append(Problem("other_unit", f"findings[{number}].amount", str(given), f"an amount like {unit}"))
        if number and finding.period.overlaps(ordered[number - 1].period):
            problems.append(Problem("overlapping", f"findings[{number}].period", str(finding.period.start), "days found once"))
    if problems:
        raise InvalidFacts(problems)
    seen = award.known(known_on)
    pauses = (EventKind.SUSPEND, EventKind.RESUME)  # a suspension withholds an amount and does not change it
    said = stretches(seen, [event for event in seen.events if event.kind not in pauses])
    different: list[Stretch] = []
    for finding in ordered:
        found = Stretch(finding.period.start or dt.date.min, finding.period.stop or dt.date.max, finding.amount.minor)
        if _says(said, found):
            continue
        last = different[-1] if different else None
        if last is not None and last.stop == found.start and last.minor == found.minor:
            different[-1] = Stretch(last.start, found.stop, last.minor)
        else:
            different.append(found)
    changes = (
        Event(
            kind=EventKind.CHANGE,
            since=each.start,
            until=None if each.stop == dt.date.max else each.stop,
            known_on=known_on,
            cause=Cause(cause),
            amount=type(award.amount).of_minor(each.minor, award.amount.currency, award.amount.per),
            note=note,
            cite=cite,
            order=order,
        )
        for each in different
    )
    return award.with_events(*changes)


def _says(said: Iterable[Stretch], found: Stretch) -> bool:
    """Whether the award says this already for all of these days."""
    same = [each for each in said if each.start < found.stop and found.start < each.stop]
    if not same:
        return found.minor == 0
    return len(same) == 1 and same[0].minor == found.minor and same[0].start <= found.start and found.stop <= same[0].stop
