"""What a notice is about, drawn from the award, its event, the determination and the lines."""

from __future__ import annotations

import datetime as dt

from welfarekit.administration.notices.about import Facts
from welfarekit.administration.notices.checks import CHANGE, agreeing, needed, recovering
from welfarekit.administration.notices.document import Ground, NoticeKind
from welfarekit.administration.notices.told import told
from welfarekit.awards.award import Award
from welfarekit.awards.events import Event
from welfarekit.awards.reconcile import Line
from welfarekit.awards.recovery import RecoveryPlan
from welfarekit.domain.checking import nearest
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.place import Place
from welfarekit.procedure.case import Case
from welfarekit.quantity import Benefit
from welfarekit.rules.determination import Determination
from welfarekit.truth import UNKNOWN


def facts_of(
    kind: NoticeKind | str,
    *,
    determination: Determination | None,
    award: Award | None,
    event: Event | None,
    lines: tuple[Line, ...],
    plan: RecoveryPlan | None,
    floor: Benefit | None,
    decided_on: dt.date | None,
    pay_day: dt.date | None,
    grounds: tuple[Ground, ...],
    case: Case | None,
) -> Facts:
    """The facts of a notice; InvalidFacts with everything that is missing or does not fit."""
    kinds = (*NoticeKind, CHANGE)
    if kind not in kinds:
        hint = nearest(str(kind), map(str, kinds))
        raise InvalidFacts([Problem("not_one_of", "kind", repr(str(kind)[:20]), f"one of {', '.join(kinds)}", hint)])
    problems = [
        *needed(kind, determination, award, event, lines, grounds),
        *agreeing(determination, award, event, case),
        *recovering(kind, award, lines, plan, floor, pay_day),
    ]
    place = _place(award, determination)
    if place is None and not problems:
        problems.append(Problem("missing", "place", "nothing", "the place of the award or of the household"))
    decided = decided_on or _decided(kind, award, event, determination, plan)
    if decided is None:
        problems.append(Problem("missing", "decided_on", "nothing", "the day of the decision"))
    if problems:
        raise InvalidFacts(problems)
    assert place is not None
    assert decided is not None
    of = award if award is not None else determination
    assert of is not None
    facts = Facts(
        kind=NoticeKind.RAISE if kind == CHANGE else NoticeKind(kind), program=of.program, subject=of.subject, place=place,
        decided_on=decided, grounds=grounds, award=award,
        cites=tuple(ground.cite for ground in grounds if ground.cite is not None),
    )  # fmt: skip
    return told(facts, kind, determination, award, event, lines)


def _place(award: Award | None, determination: Determination | None) -> Place | None:
    if award is not None and award.place is not None:
        return award.place
    place = None if determination is None else determination.household.place
    return place if place is not None and place is not UNKNOWN else None


def _decided(
    kind: str, award: Award | None, event: Event | None, determination: Determination | None, plan: RecoveryPlan | None
) -> dt.date | None:
    if event is not None:
        return event.known_on
    if kind == NoticeKind.RECOVER:
        return None if plan is None else plan.planned_on
    if kind == NoticeKind.APPROVE and award is not None:
        return award.decided_on
    return None if determination is None else determination.decided
