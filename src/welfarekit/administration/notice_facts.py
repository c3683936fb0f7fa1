"""What a notice is about, drawn from the award, its event, the determination and the lines."""

from __future__ import annotations

import datetime as dt
from itertools import dropwhile
from typing import Final

from attrs import evolve, field, frozen

from welfarekit.administration.notice_changes import amounts_during, state_before
from welfarekit.administration.notice_checks import CHANGE, agreeing, needed, recovering
from welfarekit.administration.notice_document import CauseGround, Ground, NoticeKind
from welfarekit.awards.amounts import of_minor
from welfarekit.awards.award import Award
from welfarekit.awards.events import Event
from welfarekit.awards.layers import layers
from welfarekit.awards.reconcile import Line
from welfarekit.awards.recovery import RecoveryPlan
from welfarekit.calendars import Calendar
from welfarekit.citation import Citation
from welfarekit.domain.checking import nearest
from welfarekit.errors import CalendarMissing, InvalidFacts, NotSettled, Problem
from welfarekit.place import Place
from welfarekit.procedure.case import Case
from welfarekit.quantity import Benefit
from welfarekit.rules.determination import Determination, Outcome
from welfarekit.truth import UNKNOWN

_DAY: Final = dt.timedelta(days=1)


@frozen(kw_only=True)
class Facts:
    """What was drawn together; the fields are those of the notice."""

    kind: NoticeKind
    program: str
    subject: str
    place: Place
    decided_on: dt.date
    amount: Benefit | None = None
    before: Benefit | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    back_pay: bool | None = None
    lines: tuple[Line, ...] = ()
    grounds: tuple[Ground | CauseGround, ...] = ()
    cites: tuple[Citation, ...] = ()
    award: Award | None = field(default=None, repr=False)

    @property
    def adverse(self) -> bool:
        """Whether less is paid from now on, or nothing."""
        return self.kind in (NoticeKind.REDUCE, NoticeKind.STOP)

    def pay_day_by(self, calendar: Calendar) -> dt.date | None:
        """The day of the first payment, where the schedule of the award says one and the year's days off are announced."""
        award = self.award
        if self.kind is not NoticeKind.APPROVE or award is None or award.schedule.pay_day is None:
            return None
        recurrence = award.schedule.recurrence
        try:
            return award.schedule.due_on(recurrence.window(recurrence.first(award.start)), calendar, award.decided_on)
        except CalendarMissing:
            return None


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
    return _told(facts, kind, determination, award, event, lines)


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


def _told(
    facts: Facts,
    kind: str,
    determination: Determination | None,
    award: Award | None,
    event: Event | None,
    lines: tuple[Line, ...],
) -> Facts:
    """The facts with what the kind of the notice adds."""
    if kind == NoticeKind.APPROVE:
        return _approved(facts, determination, award)
    if kind == NoticeKind.REFUSE:
        assert determination is not None
        if determination.outcome is not Outcome.NOT_ELIGIBLE and not facts.grounds:
            needs = [need.path for need in determination.needs]
            raise NotSettled(determination.program, determination.on, str(determination.outcome), needs)
        return facts
    assert award is not None
    if event is None:
        total = of_minor(lines[0].amount, abs(sum(line.amount.minor for line in lines)))
        return evolve(facts, amount=total, lines=lines)
    grounds = (CauseGround(event.cause, event.cite), *facts.grounds)
    facts = evolve(facts, grounds=grounds, cites=(*(() if event.cite is None else (event.cite,)), *facts.cites))
    if kind == NoticeKind.STOP:
        return _ended(facts, award, event)
    last = None if event.until is None else event.until - _DAY
    facts = evolve(facts, first_day=event.since, last_day=last)
    if kind in (NoticeKind.SUSPEND, NoticeKind.RESUME):
        return evolve(facts, back_pay=event.back_pay if kind == NoticeKind.RESUME else None)
    return _changed(facts, kind, award, event)


def _approved(facts: Facts, determination: Determination | None, award: Award | None) -> Facts:
    if award is None:
        assert determination is not None
        if determination.outcome is not Outcome.ELIGIBLE and determination.status in (None, "none"):
            needs = [need.path for need in determination.needs]
            raise NotSettled(determination.program, determination.on, str(determination.outcome), needs)
        return facts
    if determination is not None and determination.amount is not None and determination.amount != award.amount:
        expected = f"the amount of the award, {award.amount}"
        raise InvalidFacts([Problem("does_not_add_up", "determination.amount", str(determination.amount), expected)])
    last = None if award.until is None else award.until - _DAY
    cites = (*(() if award.cite is None else (award.cite,)), *facts.cites)
    return evolve(facts, amount=award.amount, first_day=award.start, last_day=last, cites=cites)


def _ended(facts: Facts, award: Award, event: Event) -> Facts:
    """An end that comes sooner than any that was known."""
    state = state_before(award, event)
    if event.since >= state.end:
        expected = f"a day before {state.end.isoformat()}, on which the award ends without it"
        raise InvalidFacts([Problem("wrong_sign", "event.since", event.since.isoformat(), expected)])
    begun = state.start < event.since
    return evolve(facts, last_day=event.since - _DAY if begun else None, first_day=None if begun else state.start)


def _changed(facts: Facts, kind: str, award: Award, event: Event) -> Facts:
    """A raise or a reduction, against the amount of the award without the event, suspended or not.

    It is told from the first day on which it makes a difference. A raise that later turns out to be a reduction, because what it
    replaces was meant for a time, would take something away unsaid; it is refused.
    """
    assert event.amount is not None
    state = state_before(award, event)
    first, end = max(event.since, state.start), layers(award.known(event.known_on)).end
    stop = end if event.until is None else min(event.until, end)
    if stop <= first:
        expected = f"days on which there is an award, which begins on {state.start.isoformat()} and ends on {end.isoformat()}"
        raise InvalidFacts([Problem("out_of_range", "event.since", event.since.isoformat(), expected)])
    found, new = list(amounts_during(state, first, stop)), event.amount.minor
    other = list(dropwhile(lambda one: one.minor == new, found))
    before = of_minor(award.amount, (other or found)[0].minor)
    way = NoticeKind.RAISE if new > before.minor else NoticeKind.REDUCE
    if not other or kind not in (CHANGE, way):
        expected = f"an amount that is a {kind} from {before}"
        raise InvalidFacts([Problem("wrong_sign", "event.amount", str(event.amount), expected)])
    lost = next((one for one in other if one.minor > new), None)
    if way is NoticeKind.RAISE and lost is not None:
        old = of_minor(award.amount, lost.minor)
        expected = f"a raise on all its days; from {lost.start.isoformat()} on it reduces {old}, which is a change of its own"
        raise InvalidFacts([Problem("wrong_sign", "event.amount", str(event.amount), expected)])
    last = None if event.until is None else stop - _DAY
    return evolve(facts, kind=way, amount=event.amount, before=before, first_day=other[0].start, last_day=last)
