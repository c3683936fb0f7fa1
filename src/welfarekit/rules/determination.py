"""The answer for one subject, one program, one day, and everything that defends it."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from welfarekit.money import Money
from welfarekit.rules.deciding import deciding
from welfarekit.rules.explain import HOUSEHOLD, Reading
from welfarekit.rules.node import Discretion, Node
from welfarekit.rules.plan import Plan, selectors
from welfarekit.rules.reasons import LawRead, Need, Reason, needs_for, reasons_for
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.values import Value, exact, high, low
from welfarekit.truth import UNKNOWN

if TYPE_CHECKING:
    from welfarekit.domain.provenance import Provenance
    from welfarekit.rules.doubts import Doubt


class Outcome(StrEnum):
    """What came out. ``DISCRETIONARY``: every fact is known, but the law leaves the step to an authority."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNDETERMINED = "undetermined"
    DISCRETIONARY = "discretionary"


@frozen
class Span:
    """The lowest and the highest that an amount can still be."""

    lowest: Money
    highest: Money


@frozen
class DeterminationWarning:
    """Something that the reader of the answer must know: a stable code, and what it is about."""

    code: str
    about: str
    detail: str = ""
    law: LawRead | None = None
    step: Discretion | None = None
    doubt: Doubt | None = None


@frozen(eq=False, repr=False)
class Determination:
    """The answer. ``outcome``, ``amount``, ``status`` are at hand; reasons, needs and texts are made when asked for."""

    rulebook: Rulebook
    household: Any
    on: dt.date
    plan: Plan
    answer: tuple[Value, Value, Value]
    """Eligible, benefit, status: exact, or what they can still be."""
    month: Any = UNKNOWN
    index: int = HOUSEHOLD
    trace: tuple[Any, ...] = ()
    """The value of each named rule of the household, in the order of ``trace_names``; empty if facts were missing."""
    trace_names: tuple[str, ...] = ()
    decided: dt.date | None = None
    provenance: Provenance | None = None
    """Where the facts come from, if that was told: what is doubtful about them is then among the warnings."""
    _made: dict[str, Any] = field(factory=dict, init=False, alias="_made")

    @property
    def program(self) -> str:
        """The program's key."""
        return self.rulebook.key

    @property
    def subject(self) -> str:
        """The id of the household, or ``household/member`` for one person."""
        if self.index == HOUSEHOLD:
            return self.household.id  # type: ignore[no-any-return]  # a str
        return f"{self.household.id}/{self.household.members[self.index].id}"

    @property
    def outcome(self) -> Outcome:
        """Entitled, not entitled, not yet known, or left to judgement."""
        eligible = self.answer[0]
        if eligible is True:
            return Outcome.ELIGIBLE
        if eligible is False:
            return Outcome.NOT_ELIGIBLE
        needs, steps = self._open
        return Outcome.DISCRETIONARY if steps and not needs else Outcome.UNDETERMINED

    @property
    def amount(self) -> Money | None:
        """The exact amount with its period; None if not entitled, not settled, or without a benefit."""
        benefit = self.answer[1]
        if self.answer[0] is not True or benefit is None or not exact(benefit):
            return None
        return Money.of_minor(benefit, self.rulebook.currency, self.rulebook.per)

    @property
    def status(self) -> str | None:
        """The class of a classification; None while it is not settled or for a program without one."""
        status = self.answer[2]
        return status if status is not None and exact(status) else None

    @property
    def span(self) -> Span | None:
        """Between which amounts the benefit still lies, while facts are missing; None once it is settled."""
        eligible, benefit, _ = self.answer
        if benefit is None or eligible is False or (eligible is True and exact(benefit)):
            return None
        currency, per = self.rulebook.currency, self.rulebook.per
        lowest = 0 if eligible is not True else low(benefit)
        return Span(Money.of_minor(min(lowest, low(benefit)), currency, per), Money.of_minor(high(benefit), currency, per))

    @property
    def reading(self) -> Reading:
        """The full reading of the household, made on first use."""
        if "reading" not in self._made:
            self._made["reading"] = Reading(self.plan, self.household, self.month)
        return self._made["reading"]  # type: ignore[no-any-return]  # filled above

    @property
    def roots(self) -> tuple[Node | None, ...]:
        """The terms that were answered. The benefit of someone who is not entitled is not asked for."""
        roots = self.rulebook.whole if self.index == HOUSEHOLD else self.rulebook.one
        return roots if self.answer[0] is not False else (roots[0], None, roots[2])

    @property
    def _open(self) -> tuple[tuple[Need, ...], tuple[Discretion, ...]]:
        if "open" not in self._made:
            self._made["open"] = needs_for(self.reading, self.roots, self.index)
        return self._made["open"]  # type: ignore[no-any-return]  # filled above

    @property
    def needs(self) -> tuple[Need, ...]:
        """The facts that settle what is still open, each with its path. Empty when the answer is settled."""
        settled = exact(self.answer[0]) and (self.answer[0] is False or self.answer[1] is None or exact(self.answer[1]))
        return () if settled and (self.answer[2] is None or exact(self.answer[2])) else self._open[0]

    @property
    def condition(self) -> str | None:
        """The name of the rule that failed first, or that is still undecided; None for who is entitled."""
        root = self.roots[0]
        found = None if root is None else deciding(self.reading, root, self.index)
        return None if found is None else found.name

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The tree of rules behind the answer."""
        if "reasons" not in self._made:
            self._made["reasons"] = reasons_for(self.reading, self.roots, self.index)
        return self._made["reasons"]  # type: ignore[no-any-return]  # filled above

    @property
    def law(self) -> tuple[LawRead, ...]:
        """Every value of the law behind the answer, each once."""
        found: dict[tuple[str, str, str], LawRead] = {}
        for reason in self.reasons:
            for part in reason.walk():
                for read in part.law:
                    found[(read.parameter.program, read.parameter.key, "given" if read.given else read.cell)] = read
        return tuple(found.values())

    @property
    def warnings(self) -> tuple[DeterminationWarning, ...]:
        """Stale sources, inherited or merely known values, law that could be decided on only later, steps left open.

        With provenance also the facts behind the answer that are not verified, old, or contradicted by another source.
        """
        if "warnings" not in self._made:
            self._made["warnings"] = tuple(self._warnings())
        return self._made["warnings"]  # type: ignore[no-any-return]  # filled above

    def _warnings(self) -> list[DeterminationWarning]:
        found: dict[tuple[str, str], DeterminationWarning] = {}
        for read in self.law:
            about, row = f"{read.parameter.program}.{read.parameter.key}", read.row
            if row.cite.stale_on(self.on):
                found[("stale", about)] = DeterminationWarning("stale", about, str(row.cite.read), read)
            if row.cite.confirmed == "known" and not row.override:
                found[("known_only", about)] = DeterminationWarning("known_only", about, str(row.cite), read)
            if row.in_force > self.on:
                found[("decided_later", about)] = DeterminationWarning("decided_later", about, row.in_force.isoformat(), read)
            if read.inherited:
                found[("inherited", about)] = DeterminationWarning("inherited", about, row.place.code, read)
        for later in self._not_yet():
            about = f"{later.parameter.program}.{later.parameter.key}"
            found[("not_yet", about)] = DeterminationWarning("not_yet", about, later.row.in_force.isoformat(), later)
        if not exact(self.answer[0]) or (self.answer[1] is not None and not exact(self.answer[1])):
            for step in self._open[1]:
                found[("discretion", step.name)] = DeterminationWarning("discretion", step.name, step.sentence, None, step)
        if self.provenance is None:
            return list(found.values())
        from welfarekit.rules.doubts import doubts

        return [*found.values(), *doubts(self, self.provenance)]

    def _not_yet(self) -> list[LawRead]:
        """Values that apply on the day asked but could not be decided on yet on the day of decision."""
        place = self.plan.place
        if self.decided is None or place is None:
            return []
        names = selectors(self.rulebook)
        dims = {name: str(getattr(self.household, name)) for name in names}
        later = []
        for read in self.law:
            found = self.plan.book.find(read.parameter.program, read.parameter.key, place, dims, self.on)
            if found is not None and found.row is not read.row:
                later.append(LawRead(found.parameter, found.row, found.value, read.cell, False))
        return later

    @property
    def members(self) -> dict[str, Determination]:
        """For a person program asked of a household: the answer for each member, by id. Empty otherwise."""
        if self.rulebook.subject != "person" or self.index != HOUSEHOLD:
            return {}
        from welfarekit.rules.determine import answer_for

        answers = {
            member.id: answer_for(self.rulebook, self.plan, self.household, self.on, self.month, index, self.decided)
            for index, member in enumerate(self.household.members)
        }
        return answers if self.provenance is None else {key: evolve(d, provenance=self.provenance) for key, d in answers.items()}

    def explain(self, locale: str = "en") -> str:
        """The answer as an official would write it: whole sentences, amounts and dates as the locale writes them."""
        from welfarekit.rules.wording import explain

        return explain(self, locale)

    def to_json(self, locale: str | None = None) -> str:
        """The determination as JSON (contract ``welfarekit.determination/1``); with sentences if a locale is given."""
        from welfarekit.adapters.determination import determination_to_json

        return determination_to_json(self, locale)

    def __repr__(self) -> str:
        amount = f", {self.amount}" if self.amount is not None else ""
        status = f", {self.status}" if self.status is not None else ""
        return f"<Determination {self.program} {self.on.isoformat()}: {self.outcome}{amount}{status}>"
