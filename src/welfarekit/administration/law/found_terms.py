"""The terms that were found for a place and a day: as :class:`~welfarekit.awards.terms.Terms`, and each with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import evolve, frozen

from welfarekit.administration.law.payment_deadline import Deadline
from welfarekit.administration.law.terms_file import Stated, Version
from welfarekit.awards.pay_day import Shift
from welfarekit.awards.schedule import Schedule
from welfarekit.awards.terms import Terms
from welfarekit.domain.payee import PayeeKind
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.place import Place

Held = Mapping[tuple[str, str], tuple[Stated, Place]]
"""What holds: by term and ground, the statement and the layer that it comes from."""


@frozen(eq=False)
class FoundTerms:
    """What holds for decisions from ``terms.since`` to ``terms.until``: the terms, and what an award itself does not use.

    ``held`` has the source of every term and the layer that states it.
    """

    terms: Terms
    held: Held

    def stated(self, term: str, ground: str = "") -> Stated | None:
        """A term with its source, for exactly this ground; None where the law has none."""
        found = self.held.get((term, ground))
        return found[0] if found else None

    def value(self, term: str, ground: str = "") -> Any:
        """The value of a term; None where the law has none."""
        found = self.stated(term, ground)
        return found.value if found else None

    @property
    def handed_over(self) -> Deadline | None:
        """By when the money of a period is handed to whoever pays it out."""
        deadline: Deadline | None = self.value("handed_over")
        return deadline

    @property
    def paid_by(self) -> Deadline | None:
        """By when the office has to have paid a period, where the law sets a limit and leaves the day to the place."""
        deadline: Deadline | None = self.value("paid_by")
        return deadline

    def rows(self) -> Iterator[tuple[str, str, Stated, Place]]:
        """Term, ground, statement and layer of everything that holds."""
        for (term, ground), (one, place) in self.held.items():
            yield term, ground, one, place


def found_terms(
    program: str, since: dt.date, until: dt.date | None, holding: Sequence[Version], held: Held, grace_ground: str
) -> FoundTerms:
    """The terms that these versions make together, the last one the nearest."""

    def value(term: str, ground: str = "") -> Any:
        return held[term, ground][0].value if (term, ground) in held else None

    grounds = [ground for term, ground in held if term == "grace_months_most"]
    if grace_ground and grace_ground not in grounds:
        known = ", ".join(sorted(filter(None, grounds))) or "none here"
        raise InvalidFacts([Problem("not_one_of", "grace_ground", repr(grace_ground), f"a ground of grace: {known}")])
    payee = value("payee")
    terms = Terms(
        program=program, place=holding[-1].place, since=since, until=until,
        starts=tuple(one.value for (term, _), (one, _) in held.items() if term == "starts"),
        change=value("change"), end=value("end"), grace=value("grace"), suspension=value("suspension"),
        resumption=value("resumption"), grace_months_most=value("grace_months_most", grace_ground),
        back_pay_on_resumption=value("back_pay_on_resumption"), back_pay_months_most=value("back_pay_months_most"),
        resumption_back_pay_months_most=value("resumption_back_pay_months_most"),
        suspension_lapses_months=value("suspension_lapses_months"), suspension_after_months=value("suspension_after_months"),
        payee=None if payee is None else PayeeKind(payee), schedule=_schedule(value),
        cite=next((version.cite for version in reversed(holding) if version.cite), None),
    )  # fmt: skip
    return FoundTerms(terms, held)


def _schedule(value: Any) -> Schedule | None:
    """The schedule that the parts make; None where nobody says how often is paid."""
    recurrence, pay_day, shift = value("recurrence"), value("pay_day"), value("pay_day_shift")
    if recurrence is None:
        return None
    if pay_day is not None and shift is not None:
        pay_day = evolve(pay_day, shift=Shift(shift))
    return evolve(value("partial") or Schedule(), recurrence=recurrence, pay_day=pay_day, advances=value("advances") or ())
