"""An award decided again, month by month, with corrected facts or with law that came late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

from welfarekit.administration.law.award_terms import TermsBook, terms_for
from welfarekit.awards.award import Award
from welfarekit.awards.events import Cause, Effect, EventKind
from welfarekit.awards.layers import layers, stretches
from welfarekit.awards.redetermine import Finding
from welfarekit.awards.redetermine import redetermine as redetermine_by
from welfarekit.awards.terms import Terms
from welfarekit.dates import Period, add_months
from welfarekit.domain.checking import masked
from welfarekit.domain.history import FactHistory
from welfarekit.domain.household import Household
from welfarekit.errors import DateError, InvalidFacts, NotSettled, Problem
from welfarekit.place import Place
from welfarekit.quantity import Benefit
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

    A family that moved away is entitled here no more: the old place stops as at any end, the new one decides for itself.
    :class:`~welfarekit.errors.NotSettled` if facts are missing for a month: nothing is guessed, the award stays as it is.
    InvalidFacts for a ``since`` before the award begins, or if its person is no longer in the facts.
    """
    if award.amount.per != "month" or award.schedule.recurrence.anchor is not None:
        raise DateError(f"an award per {award.amount.per} is not decided again month by month; give findings of your own")
    seen = award.known(known_on)
    first, last = _days_of(seen)
    if since is not None and since < first:
        expected = f"a day not before {first.isoformat()}, the first of the award; life.begin moves it"
        raise InvalidFacts([Problem("out_of_range", "since", since.isoformat(), expected)])
    asker = _Asker(award, facts, known_on, law, month_facts, program)
    rules = terms or terms_for(award.program, asker.place, known_on, book=book)
    end = min(until or Effect.NEXT_MONTH.day(known_on), last)
    findings = list(_findings(asker, since or first, end, rules))
    if findings:
        findings[-1] = _held(seen, findings[-1])
    return redetermine_by(award, findings, known_on=known_on, cause=cause, note=note, order=order)


class _Asker:
    """Asks what the family is entitled to, with what is known on a day."""

    def __init__(
        self,
        award: Award,
        facts: Household | FactHistory,
        known_on: dt.date,
        law: Lawbook | None,
        month_facts: Callable[[dt.date], Any] | None,
        program: Rulebook | None,
    ) -> None:
        self.award, self.facts, self.known_on, self.law, self.month_facts = award, facts, known_on, law, month_facts
        self.program: str | Rulebook = program or award.program
        self.member = award.subject.partition("/")[2] or None
        place = award.place or self.household(award.start).place
        if place is UNKNOWN:
            raise InvalidFacts([Problem("missing", "place", "nothing", "the place whose terms apply")])
        self.place: Place = place

    def household(self, on: dt.date) -> Household:
        """The household as it was on a day; before the first day on which it is known, as it was then."""
        if isinstance(self.facts, Household):
            return self.facts
        return self.facts.as_of(max(on, min(self.facts.days(self.known_on), default=on)), known_on=self.known_on)

    def answer(self, on: dt.date, facts_on: dt.date | None = None) -> Determination | None:
        """The determination for a day, by the facts of that day or another one; None for a family that lives elsewhere."""
        household = self.household(facts_on or on)
        if household.place is not UNKNOWN and self.place not in household.place.chain and household.place not in self.place.chain:
            return None
        if self.member is not None and self.member not in [person.id for person in household.members]:
            expected = "the person of the award; whose award it was and who is gone is terminated"
            raise InvalidFacts([Problem("no_such_member", "members", masked(self.member), expected)])
        month = UNKNOWN if self.month_facts is None else self.month_facts(on)
        made = determine(self.program, household, on, member=self.member, law=self.law, decided=self.known_on, month=month)
        settled = made.outcome is Outcome.NOT_ELIGIBLE or (made.outcome is Outcome.ELIGIBLE and made.amount is not None)
        if not settled:
            raise NotSettled(self.award.program, on, str(made.outcome), tuple(str(need.path) for need in made.needs))
        return made

    def amount(self, on: dt.date) -> Benefit | None:
        """What a day is entitled to; None for nothing."""
        found = self.answer(on)
        return None if found is None else found.amount

    def at_opening(self, first: dt.date) -> Benefit | None:
        """What a month is entitled to by the state at the end of the month before, and the law of this month.

        A birthday on the first is of this month; so where the answers differ and rest on the same law, the day before counts.
        """
        before = self.answer(first - _DAY) if first > self.award.start else None
        opening = self.answer(first, max(first - _DAY, self.award.start))
        if before is None or opening is None or before.amount == opening.amount:
            return None if opening is None else opening.amount
        return before.amount if opening.amount is None or _law(before) == _law(opening) else opening.amount


def _law(made: Determination) -> list[tuple[str, str, Any]]:
    return sorted((f"{read.parameter.program}.{read.parameter.key}", read.cell, repr(read.value)) for read in made.law)


def _findings(asker: _Asker, first: dt.date, end: dt.date, rules: Terms) -> Iterator[Finding]:
    """What each month is entitled to, from when the terms say that something counts which happens within it."""
    nothing = asker.award.amount * 0
    at_once = rules.needed("change").effect in (Effect.SAME_MONTH, Effect.SAME_DAY)
    runs_on = rules.needed("end").effect in (Effect.NEXT_MONTH, Effect.NEXT_DAY)
    while first < end:
        month, stop = first.replace(day=1), add_months(first.replace(day=1), 1)
        closing = asker.amount(stop - _DAY) if at_once or not runs_on else None
        if at_once and closing is None and runs_on:
            closing = _last_entitled(asker, month, stop)
        opening = None if at_once else asker.at_opening(month)
        found = closing if at_once else opening
        if not runs_on and closing is None:
            found = None
        yield Finding(Period(first, min(stop, end)), nothing if found is None else found)
        first = stop


def _last_entitled(asker: _Asker, month: dt.date, stop: dt.date) -> Benefit | None:
    """What the last day of the month on which the family was entitled came to: a loss within it counts from the next one.

    A loss on the first, a birthday for instance, is of this month too: the day before shows what it came to.
    """
    day = stop - _DAY
    while day >= max(month, asker.award.start):
        amount = asker.amount(day)
        if amount is not None:
            return amount
        day -= _DAY
    return asker.amount(month - _DAY) if month > asker.award.start else None


def _days_of(award: Award) -> tuple[dt.date, dt.date]:
    """The first day of an award and the first day after it, with all that became known of them."""
    made = layers(award)
    return made.start, made.end


def _held(award: Award, last: Finding) -> Finding:
    """The last finding, extended to where the award itself says something else of a later time."""
    start = last.period.start or award.start
    paused = (EventKind.SUSPEND, EventKind.RESUME)
    said = stretches(award, [event for event in award.events if event.kind not in paused])
    now = [s for s in said if s.start <= start < s.stop]
    later = min((s.start for s in said if s.start > start), default=dt.date.max)
    stop = min(now[0].stop if now else later, _days_of(award)[1])
    return Finding(Period(start, None if stop == dt.date.max else stop), last.amount)
