"""The terms of an award, as the law of a program, a place and a day has them: when it starts, changes, stops and is paid.

Terms know no country. Each is a rule with its own citation; what the law leaves open is None and is asked for when it is needed.
:func:`~welfarekit.administration.law.award_terms.terms_for` finds the terms that a country's folder ships.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from attrs import field, frozen

from welfarekit.awards.events import Effect
from welfarekit.awards.schedule import Schedule
from welfarekit.citation import Citation
from welfarekit.domain.payee import PayeeKind
from welfarekit.errors import InvalidFacts, Problem, TermMissing
from welfarekit.place import Place

CountedFrom = Literal["event", "decision", "application", "certificate", "birthday", "notice"]


@frozen
class Rule:
    """From when something counts: an effect, the day it counts from, for which ground (empty: every other), and its source."""

    effect: Effect = field(converter=Effect)
    counted_from: CountedFrom = "event"
    ground: str = ""
    cite: Citation | None = None


@frozen(kw_only=True)
class Terms:
    """The terms of one program's awards. ``since`` and ``until`` are the first and last day of decisions they are for.

    ``starts`` holds a rule for each ground of entitlement that the law treats apart (a disability counts from the month of the
    certificate, age from the birthday) and one for everything else.
    """

    program: str
    place: Place
    since: dt.date
    until: dt.date | None = None
    starts: tuple[Rule, ...] = ()
    change: Rule | None = None
    end: Rule | None = None
    grace: Rule | None = None
    suspension: Rule | None = None
    resumption: Rule | None = None
    grace_months_most: int | None = None
    back_pay_on_resumption: bool | None = None
    back_pay_months_most: int | None = None
    resumption_back_pay_months_most: int | None = None
    suspension_lapses_months: int | None = None
    suspension_after_months: int | None = None
    payee: PayeeKind | None = None
    schedule: Schedule | None = None
    cite: Citation | None = None

    def missing(self, term: str, how: str) -> TermMissing:
        """The error that says which term is open and how to supply it."""
        return TermMissing(self.program, term, how)

    def needed(self, name: Literal["change", "end", "grace", "suspension", "resumption"]) -> Rule:
        """A rule that is needed now; TermMissing where the law has none."""
        rule: Rule | None = getattr(self, name)
        if rule is None:
            raise self.missing(f"rule of {name}", f"supply one: attrs.evolve(terms, {name}=Rule('next_month'))")
        return rule

    @property
    def grounds(self) -> tuple[str, ...]:
        """The grounds that have a start rule of their own."""
        return tuple(rule.ground for rule in self.starts if rule.ground)

    def start(self, ground: str | None, days: dict[str, dt.date]) -> dt.date:
        """The first day of an entitlement: by the rule of its ground, from the day that the rule counts from.

        ``ground`` must be given where grounds differ (``"other"`` for none of them); ``days`` holds the days by name.
        """
        rule = self.start_rule(ground)
        if rule.counted_from not in days:
            expected = f"the day of the {rule.counted_from}, from which {self.program} counts"
            raise InvalidFacts([Problem("missing", f"{rule.counted_from}_on", "nothing", expected)])
        return rule.effect.day(days[rule.counted_from])

    def start_rule(self, ground: str | None) -> Rule:
        """The start rule of a ground."""
        if not self.starts:
            raise self.missing("rule of start", "supply one: attrs.evolve(terms, starts=(Rule('next_month', 'decision'),))")
        if ground is None and self.grounds:
            expected = f"one of {', '.join(self.grounds)}, or 'other': they start on different days"
            raise InvalidFacts([Problem("missing", "ground", "nothing", expected)])
        known = (*self.grounds, "other")
        if ground is not None and self.grounds and ground not in known:
            raise InvalidFacts([Problem("not_one_of", "ground", repr(ground), f"one of {', '.join(known)}")])
        wanted = ground if ground in self.grounds else ""  # where all grounds start alike, any may be named
        for rule in self.starts:
            if rule.ground == wanted:
                return rule
        raise self.missing(f"rule of start for {ground or 'other grounds'}", "supply one in `starts`")
