"""The days of a notice: each a day, and none where it cannot be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from welfarekit.administration.notices.document import NoticeKind
from welfarekit.awards.events import Event
from welfarekit.awards.recovery import RecoveryPlan
from welfarekit.domain.checking import masked
from welfarekit.errors import Problem


def not_days(given: Mapping[str, object]) -> Iterator[Problem]:
    """What is no plain day; a day with a time of the day is none either."""
    for name, day in given.items():
        if day is not None and (not isinstance(day, dt.date) or isinstance(day, dt.datetime)):
            yield Problem("not_a_date", name, masked(str(day))[:30], "a date")


def misplaced(
    kind: NoticeKind,
    decided_on: dt.date,
    *,
    served_on: dt.date | None,
    heard_on: dt.date | None,
    pay_day: dt.date | None,
    lapses_on: dt.date | None,
    event: Event | None,
    plan: RecoveryPlan | None,
) -> Iterator[Problem]:
    """Days that cannot follow from a decision on ``decided_on``."""
    decision = f"a day not before the decision of {decided_on.isoformat()}"
    if event is not None and decided_on < event.known_on:
        expected = f"a day not before {event.known_on.isoformat()}, on which the office learned of it"
        yield Problem("out_of_range", "decided_on", decided_on.isoformat(), expected)
    if served_on is not None and served_on < decided_on:
        yield Problem("before_decision", "served_on", served_on.isoformat(), decision)
    if heard_on is not None and heard_on > decided_on:
        expected = f"a day not after the decision of {decided_on.isoformat()}"
        yield Problem("after_decision", "heard_on", heard_on.isoformat(), expected)
    if pay_day is not None and pay_day < decided_on:
        yield Problem("before_decision", "pay_day", pay_day.isoformat(), decision)
    elif pay_day is not None and kind is NoticeKind.RECOVER and served_on is not None and pay_day < served_on:
        expected = f"a day not before {served_on.isoformat()}, on which the notice is received"
        yield Problem("out_of_range", "pay_day", pay_day.isoformat(), expected)
    for place, one in enumerate(plan.instalments if plan is not None and kind is NoticeKind.RECOVER else ()):
        if one.due_on < decided_on:
            yield Problem("before_decision", f"plan.instalments[{place}].due_on", one.due_on.isoformat(), decision)
    if lapses_on is not None:
        yield from _lapse(kind, event, lapses_on)


def _lapse(kind: NoticeKind, event: Event | None, lapses_on: dt.date) -> Iterator[Problem]:
    given = lapses_on.isoformat()
    if kind is not NoticeKind.SUSPEND or event is None:
        yield Problem("not_allowed", "lapses_on", given, "nothing: only a suspension lapses")
    elif lapses_on <= event.since:
        expected = f"a day after {event.since.isoformat()}, the first of the suspension"
        yield Problem("ends_before_start", "lapses_on", given, expected)
    elif event.until is not None:
        yield Problem("not_allowed", "lapses_on", given, f"nothing: the suspension ends by itself on {event.until.isoformat()}")
