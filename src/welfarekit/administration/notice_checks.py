"""What each kind of notice cannot do without, and whether what it is made of goes together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from welfarekit.administration.notice_document import NoticeKind
from welfarekit.awards.award import Award
from welfarekit.awards.events import Event, EventKind
from welfarekit.awards.reconcile import Line
from welfarekit.awards.recovery import RecoveryPlan
from welfarekit.errors import Problem
from welfarekit.procedure.case import Case
from welfarekit.quantity import Benefit
from welfarekit.rules.determination import Determination

CHANGE: Final = "change"
EVENTS: Final = {
    CHANGE: EventKind.CHANGE, NoticeKind.RAISE: EventKind.CHANGE, NoticeKind.REDUCE: EventKind.CHANGE,
    NoticeKind.SUSPEND: EventKind.SUSPEND, NoticeKind.RESUME: EventKind.RESUME, NoticeKind.STOP: EventKind.END,
}  # fmt: skip
"""The event that each kind of notice tells of."""


def needed(
    kind: str, determination: Determination | None, award: Award | None, event: Event | None, lines: tuple[Line, ...]
) -> Iterator[Problem]:
    """What each kind of notice cannot do without."""
    if kind == NoticeKind.REFUSE:
        if determination is None:
            yield Problem("missing", "determination", "nothing", "the determination that is refused")
    elif award is None and not (kind == NoticeKind.APPROVE and determination is not None and determination.amount is None):
        yield Problem("missing", "award", "nothing", "the award that the notice is about")
    if kind in EVENTS and (event is None or event.kind is not EVENTS[kind]):
        given = "nothing" if event is None else event.kind.value
        yield Problem("missing", "event", given, f"the event of kind {EVENTS[kind].value} that the notice tells of")
    if kind in (NoticeKind.RECOVER, NoticeKind.ARREARS) and not lines:
        yield Problem("missing", "lines", "none", "the lines of the reconciliation, each with its period and cause")


def agreeing(
    determination: Determination | None, award: Award | None, event: Event | None, case: Case | None
) -> Iterator[Problem]:
    """Whether all of it is about one subject of one program."""
    about = [(one.program, one.subject) for one in (award, determination, case) if one is not None]
    for one, other in pairwise(about):
        if one[0] != other[0]:
            yield Problem("wrong_program", "award", repr(one[0]), f"the same program everywhere, not {other[0]} beside it")
        if one[1] != other[1]:
            yield Problem("other_household", "award", "another subject", "the same subject everywhere")
    if award is not None and event is not None and event not in award.events:
        yield Problem("not_one_of", "event", "an event that the award does not have", "one of award.events")


def recovering(
    kind: str,
    award: Award | None,
    lines: tuple[Line, ...],
    plan: RecoveryPlan | None,
    floor: Benefit | None,
    pay_day: dt.date | None,
) -> Iterator[Problem]:
    """Whether the lines, the plan and the floor of a recovery or of arrears are there and add up."""
    if kind not in (NoticeKind.RECOVER, NoticeKind.ARREARS):
        return
    sign = -1 if kind == NoticeKind.RECOVER else 1
    words = "an overpayment, below zero" if sign < 0 else "an amount in arrears, above zero"
    for place, line in enumerate(lines):
        if line.amount.minor * sign <= 0:
            yield Problem("wrong_sign", f"lines[{place}].amount", str(line.amount), words)
        if award is not None and line.amount.currency != award.amount.currency:
            yield Problem("other_unit", f"lines[{place}].amount", str(line.amount), f"an amount in {award.amount.currency}")
        if line.period.start is None or line.period.stop is None:
            yield Problem("missing", f"lines[{place}].period", "open", "a period with a first and a last day")
    if kind != NoticeKind.RECOVER:
        return
    if plan is None and pay_day is None:
        yield Problem("missing", "plan", "nothing", "a plan of instalments, or pay_day: the day by which it is paid back")
    if plan is not None and plan.owed.minor != -sum(line.amount.minor for line in lines):
        yield Problem("does_not_add_up", "plan.owed", str(plan.owed), "the sum of the lines")
    if plan is not None and plan.instalments and floor is None:
        yield Problem("missing", "floor", "nothing", "what each payment leaves to the family at least")
