"""What each kind of notice cannot do without, and whether what it is made of goes together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from welfarekit.administration.notices.changes import is_undone
from welfarekit.administration.notices.document import Ground, NoticeKind
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
    CHANGE: (EventKind.CHANGE,), NoticeKind.RAISE: (EventKind.CHANGE,), NoticeKind.REDUCE: (EventKind.CHANGE,),
    NoticeKind.SUSPEND: (EventKind.SUSPEND,), NoticeKind.RESUME: (EventKind.RESUME,),
    NoticeKind.STOP: (EventKind.END, EventKind.UNTIL),
}  # fmt: skip
"""The events that each kind of notice tells of. An agreed end that is moved forward is told as an ending."""
_TOLD: Final = frozenset(kind for kinds in EVENTS.values() for kind in kinds)


def needed(
    kind: str,
    determination: Determination | None,
    award: Award | None,
    event: Event | None,
    lines: tuple[Line, ...],
    grounds: tuple[Ground, ...],
) -> Iterator[Problem]:
    """What each kind of notice cannot do without."""
    if kind == NoticeKind.REFUSE:
        if determination is None:
            yield Problem("missing", "determination", "nothing", "the determination that is refused")
    elif award is None and not (kind == NoticeKind.APPROVE and determination is not None and determination.amount is None):
        yield Problem("missing", "award", "nothing", "the award that the notice is about")
    if kind in EVENTS and (event is None or event.kind not in EVENTS[kind]):
        expected = f"the event of kind {' or '.join(EVENTS[kind])} that the notice tells of"
        if event is not None and event.kind not in _TOLD:
            expected += "; this one has no notice of its own: record what follows from it as a change, a suspension or an end"
        yield Problem("missing", "event", "nothing" if event is None else event.kind.value, expected)
    if kind in (NoticeKind.RECOVER, NoticeKind.ARREARS) and not lines:
        yield Problem("missing", "lines", "none", "the lines of the reconciliation, each with its period and cause")
    if kind == NoticeKind.RECOVER and not any(ground.cite is not None and ground.cite.article for ground in grounds):
        yield Problem("missing", "grounds", "none", "a Ground with the act and article by which money is taken back")


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
    if award is not None and event is not None and is_undone(award, event):
        expected = "an event that holds; award.known(day) is the award as it was known on an earlier day"
        yield Problem("not_one_of", "event", "an event that was taken back", expected)


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
    if plan is None:
        if pay_day is None:
            yield Problem("missing", "plan", "nothing", "a plan of instalments, or pay_day: the day by which it is paid back")
        if floor is not None:
            yield Problem("not_allowed", "floor", str(floor), "nothing: without a plan no payment is touched")
        return
    yield from _adding_up(plan, lines, floor, pay_day)
    for path, amount in _amounts(plan):
        if award is not None and amount.currency != award.amount.currency:
            yield Problem("other_unit", path, str(amount), f"an amount in {award.amount.currency}")


def _adding_up(plan: RecoveryPlan, lines: tuple[Line, ...], floor: Benefit | None, pay_day: dt.date | None) -> Iterator[Problem]:
    """Whether the plan takes back what the lines say, once, and leaves the floor that is promised."""
    if plan.owed.minor != -sum(line.amount.minor for line in lines):
        yield Problem("does_not_add_up", "plan.owed", str(plan.owed), "the sum of the lines")
    if plan.owed.minor != plan.left.minor + sum(one.amount.minor for one in plan.instalments):
        expected = f"what the instalments leave of {plan.owed}"
        yield Problem("does_not_add_up", "plan.left", str(plan.left), expected)
    if floor is not None and (floor.minor, floor.currency) != (plan.floor.minor, plan.floor.currency):
        yield Problem("does_not_add_up", "floor", str(floor), f"the floor of the plan, {plan.floor}, or none given")
    if pay_day is not None and not plan.left.minor:
        yield Problem("not_allowed", "pay_day", pay_day.isoformat(), "nothing: the plan takes everything from payments")
    for path, amount in _amounts(plan):
        if amount.minor < 0:
            yield Problem("negative", path, str(amount), "zero or more")


def _amounts(plan: RecoveryPlan) -> Iterator[tuple[str, Benefit]]:
    for name in ("owed", "left", "floor"):
        yield f"plan.{name}", getattr(plan, name)
    for place, one in enumerate(plan.instalments):
        yield f"plan.instalments[{place}].amount", one.amount
