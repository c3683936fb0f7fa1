"""Why a day is the last one, as a line of text: what was counted, and which days were not and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from welfarekit.procedure.deadline import Deadline

if TYPE_CHECKING:
    from welfarekit.calendars import DayReason


def because(deadline: Deadline) -> str:
    """The count behind a last day.

    >>> from welfarekit.citation import Citation
    >>> from welfarekit.procedure.limit import Limit
    >>> from welfarekit.procedure.step import Level
    >>> act = Citation("An act", "art. 3")
    >>> day = dt.date(2023, 1, 10)
    >>> count = Limit(3, "days", act).reckon(day)
    >>> because(Deadline("solution", "", "complained", day, count.last, Level.COUNTY, act, reckoning=count))
    '3 days after complained on 2023-01-10, the first on 2023-01-11 (An act, art. 3)'
    """
    reckoning = deadline.reckoning
    if reckoning is None or deadline.start is None:
        return f"{deadline.missing} ({deadline.cite})"
    text = f"{reckoning.what} {deadline.after} on {deadline.start.isoformat()}"
    if reckoning.counted:
        text += f", the first on {reckoning.counted[0].isoformat()}"
    if reckoning.skipped:
        text += f"; not counted: {', '.join(spans(reckoning.skipped))}"
    if reckoning.moved_past:
        text += f"; moved past {', '.join(spans(reckoning.moved_past))}"
    return f"{text} ({deadline.cite})"


def spans(days: Iterable[DayReason]) -> Iterator[str]:
    """Days of rest in runs of one reason: ``2025-01-28 to 2025-02-04 spring_festival``."""
    runs: list[list[DayReason]] = []
    for day in days:
        last = runs[-1][-1] if runs else None
        if last is not None and _reason(last) == _reason(day) and day.day - last.day == dt.timedelta(days=1):
            runs[-1].append(day)
        else:
            runs.append([day])
    for run in runs:
        end = f" to {run[-1].day.isoformat()}" if len(run) > 1 else ""
        yield f"{run[0].day.isoformat()}{end} {_reason(run[0])}"


def _reason(day: DayReason) -> str:
    return day.name or {"rest": "weekend"}.get(day.kind.value, day.kind.value)
