"""What each kind of notice tells, from the award, its event, the determination and the lines."""

from __future__ import annotations

import datetime as dt
from itertools import dropwhile
from typing import Final

from attrs import evolve

from welfarekit.administration.notices.about import Facts
from welfarekit.administration.notices.changes import amounts_during, state_before
from welfarekit.administration.notices.checks import CHANGE
from welfarekit.administration.notices.document import CauseGround, NoticeKind
from welfarekit.awards.amounts import of_minor
from welfarekit.awards.award import Award
from welfarekit.awards.events import Event
from welfarekit.awards.layers import layers
from welfarekit.awards.reconcile import Line
from welfarekit.errors import InvalidFacts, NotSettled, Problem
from welfarekit.rules.determination import Determination, Outcome

_DAY: Final = dt.timedelta(days=1)


def told(
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
