"""An award decided again, month by month, with corrected facts or with law that came late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from welfarekit.administration.award_terms import TermsBook, terms_for
from welfarekit.awards.award import Award
from welfarekit.awards.entitlement import end_of
from welfarekit.awards.events import Cause, Effect
from welfarekit.awards.layers import stretches
from welfarekit.awards.redetermine import Finding
from welfarekit.awards.redetermine import redetermine as redetermine_by
from welfarekit.awards.terms import Terms
from welfarekit.dates import Period, add_months
from welfarekit.domain.history import FactHistory
from welfarekit.domain.household import Household
from welfarekit.errors import DateError, InvalidFacts, NotSettled, Problem
from welfarekit.rules.determination import Determination, Outcome
from welfarekit.rules.determine import determine
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.rulebook import Rulebook
from welfarekit.truth import UNKNOWN

_DAY = dt.timedelta(days=1)


def redetermine(
    award: Award,
    facts: Household | FactHistory,
    *,
    known_on: dt.date,
    cause: Cause | str,
    since: dt.date | None = None,
    until: dt.date | None = None,
    law: Lawbook | None = None,
    terms: Terms | None = None,
    book: TermsBook | None = None,
    program: Rulebook | None = None,
    month_facts: Callable[[dt.date], Any] | None = None,
    note: str = "",
    order: int = 0,
) -> Award:
    """The award with a change for every month in which these facts, or this law, give another amount than it says so far.

    ``known_on`` is the day on which the facts or the law became known; law that could not be decided on by then is left out.
    Months run from ``since`` (default: the award's start) to before ``until`` (default: the month after ``known_on``) or the end
    of the award, which is undone by reinstating it. What the last month says holds on for as long as the award says one thing.
    What happens within a month counts from when the terms say: a change from the month of the change or the next, a loss of
    entitlement from the month after where the law has it so. ``month_facts`` gives the facts about a month for programs that ask
    for them.

    :class:`~welfarekit.errors.NotSettled` if facts are missing for a month: nothing is guessed, the award stays as it is.
    """
    if award.amount.per != "month":
        raise DateError(f"an award per {award.amount.per} is not decided again month by month; give findings of your own")
    key: str | Rulebook = program or award.program
    member = award.subject.partition("/")[2] or None
    first_facts = facts if isinstance(facts, Household) else facts.as_of(award.start, known_on=known_on)
    place = award.place or first_facts.place
    if place is UNKNOWN:
        raise InvalidFacts([Problem("missing", "place", "nothing", "the place whose terms apply")])
    rules = terms or terms_for(award.program, place, known_on, book=book)

    def answer(on: dt.date, facts_on: dt.date) -> Determination:
        household = facts if isinstance(facts, Household) else facts.as_of(facts_on, known_on=known_on)
        about = UNKNOWN if month_facts is None else month_facts(on)
        made = determine(key, household, on, member=member, law=law, decided=known_on, month=about)
        if made.outcome not in (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE) or (
            made.outcome is Outcome.ELIGIBLE and made.amount is None
        ):
            raise NotSettled(award.program, on, str(made.outcome), tuple(str(need.path) for need in made.needs))
        return made

    first = (since or award.start).replace(day=1)
    end = min(until or Effect.NEXT_MONTH.day(known_on), end_of(award.known(known_on)))
    findings = list(_findings(award, first, end, answer, rules))
    if findings:
        findings[-1] = _held(award.known(known_on), findings[-1])
    return redetermine_by(award, findings, known_on=known_on, cause=cause, note=note, order=order)


def _findings(
    award: Award, first: dt.date, end: dt.date, answer: Callable[[dt.date, dt.date], Determination], rules: Terms
) -> Iterator[Finding]:
    """What each month is entitled to; the last one holds on where nothing ends the award."""
    nothing = award.amount * 0
    at_once = rules.needed("change").effect in (Effect.SAME_MONTH, Effect.SAME_DAY)
    runs_on = rules.needed("end").effect in (Effect.NEXT_MONTH, Effect.NEXT_DAY)
    while first < end:
        stop = add_months(first, 1)
        # a change that counts from the next month is one that the facts of the last month's end show; the law is this month's
        opening = answer(first, max(first - _DAY, award.start)) if not at_once else None
        closing = answer(stop - _DAY, stop - _DAY) if at_once or not runs_on else None
        found = opening or closing
        if at_once and runs_on and closing is not None and closing.amount is None:
            found = answer(first, max(first - _DAY, award.start))  # entitlement that is lost ends with the month
        lost = not runs_on and closing is not None and closing.amount is None
        amount = nothing if lost or found is None or found.amount is None else found.amount
        yield Finding(Period(first, min(stop, end)), amount)
        first = stop


def _held(award: Award, last: Finding) -> Finding:
    """The last finding, extended to where the award itself says something else of a later time."""
    start = last.period.start
    now = [s for s in stretches(award) if start is not None and s.start <= start < s.stop]
    later = [s for s in stretches(award) if start is not None and s.start > start]
    stop = now[0].stop if now else min((s.start for s in later), default=dt.date.max)
    return Finding(Period(start, None if stop == dt.date.max else stop), last.amount)
