"""A visit to a household, at home or by telephone: what was found, what is needed, and when to come again.

>>> call = Visit(
...     id="v-1", household="hh-1", kind="telephone", purpose="follow_up", on=dt.date(2020, 2, 10), visitor="Wu Fang",
...     observed={"members[p1].seriously_ill": True}, needs=["medicine for two weeks"], next_due=dt.timedelta(days=14),
... )
>>> call
<Visit v-1 telephone 2020-02-10 to hh-1: 1 fact, 1 need, next due 2020-02-24>
>>> call.source.needs_verifying
True
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import evolve, field, frozen

from welfarekit.domain.care_check import CareCheck
from welfarekit.domain.checking import choice, masked, nearest, shown
from welfarekit.domain.fact_path import FactPath
from welfarekit.domain.fact_source import FactSource, SourceKind
from welfarekit.domain.observed import observed_facts
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.truth import UNKNOWN, UnknownType

if TYPE_CHECKING:
    from welfarekit.domain.conflict import Prefer
    from welfarekit.domain.household import Household
    from welfarekit.domain.provenance import Provenance


class VisitKind(StrEnum):
    """How the household was visited."""

    HOME = "home"
    TELEPHONE = "telephone"


class VisitPurpose(StrEnum):
    """What the visit was for."""

    VERIFICATION = "verification"
    HOLIDAY_CARE = "holiday_care"
    FOLLOW_UP = "follow_up"
    FORM_AT_HOME = "form_at_home"
    """To take an application from somebody who cannot file it."""


@frozen(repr=False)
class RegisteredNeed:
    """Something the household needs, in the visitor's words, which are never shown; and whether it is already met."""

    text: str
    met: bool | UnknownType = UNKNOWN

    def __attrs_post_init__(self) -> None:
        problems = []
        if type(self.text) is not str or not self.text:
            problems.append(Problem("wrong_type", "text", "something else", "a text that is not empty"))
        if self.met is not UNKNOWN and type(self.met) is not bool:
            problems.append(Problem("wrong_type", "met", shown(self.met), "True or False"))
        if problems:
            raise InvalidFacts(problems)

    def __repr__(self) -> str:
        return f"<RegisteredNeed {'met not known' if self.met is UNKNOWN else 'met' if self.met else 'not met'}>"


def _kind(value: VisitKind | str) -> VisitKind:
    return choice(VisitKind, value)


def _purpose(value: VisitPurpose | str) -> VisitPurpose:
    return choice(VisitPurpose, value)


def _needs(value: Iterable[RegisteredNeed | str]) -> tuple[RegisteredNeed, ...]:
    return tuple(RegisteredNeed(each) if type(each) is str and each else each for each in value)  # type: ignore[misc]  # checked below


def _care(value: Iterable[CareCheck]) -> tuple[CareCheck, ...]:
    return tuple(value)


def _observed(value: Mapping[Any, Any]) -> dict[Any, Any]:
    return dict(value)


MOST_DAYS: Final = 3660
"""The longest time to the next visit."""
Due: TypeAlias = dt.date | dt.timedelta | UnknownType | None


@frozen(kw_only=True, repr=False, eq=True, hash=False)
class Visit:
    """One visit. What is wrong with it is told at once as :class:`~welfarekit.errors.InvalidFacts`.

    ``observed`` are facts by path with the member's identifier, checked as the domain declares them; a whole part may be given
    too, or None where there is none. ``visitor`` and the texts of ``needs`` are never shown. ``form`` names a form that was
    filled in at home. ``next_due`` is the day of the next visit or the time until then, None if none is due.
    ``verified`` says whether what was observed was seen or shown; see :attr:`source` for what holds where it is not stated.
    """

    id: str
    household: str
    kind: VisitKind = field(converter=_kind)
    purpose: VisitPurpose = field(converter=_purpose)
    on: dt.date
    visitor: str | UnknownType = UNKNOWN
    office: str | UnknownType = UNKNOWN
    observed: Mapping[FactPath, Any] = field(converter=_observed, factory=dict)
    verified: bool | UnknownType = UNKNOWN
    needs: tuple[RegisteredNeed, ...] = field(converter=_needs, default=())
    care: tuple[CareCheck, ...] = field(converter=_care, default=())
    form: str | UnknownType | None = UNKNOWN
    next_due: Due = UNKNOWN

    def __attrs_post_init__(self) -> None:
        problems = list(_scalars(self))
        observed = observed_facts(self.observed, problems)
        problems += [
            Problem("wrong_type", f"{name}[{i}]", shown(each), kind.__name__)
            for name, kind in (("needs", RegisteredNeed), ("care", CareCheck))
            for i, each in enumerate(getattr(self, name))
            if type(each) is not kind
        ]
        problems = problems or list(_source_problems(self))
        if problems:
            raise InvalidFacts(problems)
        object.__setattr__(self, "observed", observed)

    def __hash__(self) -> int:
        return hash((self.id, self.household, self.on))

    def __repr__(self) -> str:
        told = [f"{len(self.observed)} fact{'s' * (len(self.observed) != 1)}"]
        told += [f"{len(self.needs)} need{'s' * (len(self.needs) != 1)}"] if self.needs else []
        told += [f"next due {due.isoformat()}"] if (due := self.next_due_on) not in (None, UNKNOWN) else []
        whom = f"to {masked(self.household)}"
        return f"<Visit {masked(self.id)} {self.kind} {self.on.isoformat()} {whom}: {', '.join(told)}>"

    @property
    def next_due_on(self) -> dt.date | UnknownType | None:
        """The day of the next visit; None if none is due, unknown where nothing was said."""
        return self.on + self.next_due if isinstance(self.next_due, dt.timedelta) else self.next_due

    @property
    def source(self) -> FactSource:
        """Where the observed facts come from.

        At home they were seen, so they count as verified unless ``verified`` says otherwise. On the telephone they were heard,
        and on a form that was filled in at home the applicant declared them: both are claims until something verifies them.
        """
        form = self.purpose is VisitPurpose.FORM_AT_HOME
        heard = SourceKind.TELEPHONE_VISIT if self.kind is VisitKind.TELEPHONE else SourceKind.HOME_VISIT
        seen = self.kind is VisitKind.HOME and not form
        return FactSource(
            kind=SourceKind.DECLARED if form else heard,
            on=self.on,
            verified=True if seen and self.verified is UNKNOWN else self.verified,
            office=self.office,
            by=self.visitor,
            reference=self.id,
        )

    def apply(
        self, household: Household, provenance: Provenance | None = None, *, prefer: Prefer = "verified"
    ) -> tuple[Household, Provenance]:
        """The household with what was observed, and where each fact comes from now (:func:`apply_visit`)."""
        from welfarekit.domain.visiting import apply_visit

        return apply_visit(self, household, provenance, prefer=prefer)

    @property
    def open_needs(self) -> tuple[RegisteredNeed, ...]:
        """The needs that are not known to be met."""
        return tuple(need for need in self.needs if need.met is not True)


def _source_problems(visit: Visit) -> Iterable[Problem]:
    """What would be wrong with the source of the facts, by the names of the visit."""
    try:
        assert visit.source
    except InvalidFacts as error:
        names = {"by": "visitor", "reference": "id"}
        yield from (evolve(problem, path=names.get(problem.path, problem.path)) for problem in error.problems)


def _scalars(visit: Visit) -> Iterable[Problem]:
    """What is wrong with the visit itself."""
    for name in ("id", "household"):
        if type(getattr(visit, name)) is not str or not getattr(visit, name):
            yield Problem("wrong_type", name, shown(getattr(visit, name)), "a text that is not empty")
    for name in ("visitor", "office", "form"):
        given = getattr(visit, name)
        none = name == "form" and given is None
        if given is not UNKNOWN and not none and (type(given) is not str or not given):
            yield Problem("wrong_type", name, shown(given), "a text that is not empty")
    for name, kind in (("kind", VisitKind), ("purpose", VisitPurpose)):
        given = getattr(visit, name)
        if type(given) is not kind:
            hint = nearest(given, kind) if isinstance(given, str) else ""
            yield Problem("not_one_of", name, shown(given), f"one of {', '.join(kind)}", hint)
    if type(visit.on) is not dt.date:
        yield Problem("wrong_type", "on", shown(visit.on), "a date")
        return
    if not 1850 <= visit.on.year < 2200:
        yield Problem("out_of_range", "on", shown(visit.on), "a day from 1850-01-01 to 2199-12-31")
    if visit.verified is not UNKNOWN and type(visit.verified) is not bool:
        yield Problem("wrong_type", "verified", shown(visit.verified), "True or False")
    due = visit.next_due
    if type(due) is dt.timedelta:
        if due != dt.timedelta(days=due.days) or not 1 <= due.days <= MOST_DAYS:
            yield Problem("out_of_range", "next_due", shown(due), f"1 to {MOST_DAYS} whole days")
    elif type(due) is dt.date:
        if not visit.on < due:
            yield Problem("out_of_range", "next_due", shown(due), "a day after the visit")
    elif due is not UNKNOWN and due is not None:
        yield Problem("wrong_type", "next_due", shown(due), "a date, a timedelta, or None for none")
