"""Notices to a family: approved, refused, raised, reduced, suspended, resumed, stopped, to be paid back, paid in arrears.

>>> notice("refuse", determination=refused, decided_on=day, served_on=day).text("zh_Hans")              # doctest: +SKIP

A notice always says what can be done against the decision and until when; where no rule says so, there is no notice but an error
that names what is missing. Where the law asks that the family be heard before a reduction or an ending, the day is needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Final

from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedures import REGULAR, Procedures
from welfarekit.administration.notices.about import Facts
from welfarekit.administration.notices.basis import basis_of, duty_of
from welfarekit.administration.notices.days import misplaced, not_days
from welfarekit.administration.notices.document import CauseGround, Ground, Notice, NoticeKind
from welfarekit.administration.notices.facts import facts_of
from welfarekit.administration.notices.hearing import heard_in, hearing_asked
from welfarekit.administration.notices.reasons import reasons_for_notice
from welfarekit.administration.notices.remedies import Remedy, given_remedies, remedies_of
from welfarekit.administration.notices.speaker import rulebook_named
from welfarekit.awards.award import Award
from welfarekit.awards.events import Event
from welfarekit.awards.reconcile import Line
from welfarekit.awards.recovery import RecoveryPlan
from welfarekit.calendars import Calendar
from welfarekit.citation import Citation
from welfarekit.errors import InvalidFacts, Problem, TermMissing
from welfarekit.procedure.case import Case
from welfarekit.procedure.deadline import Deadline
from welfarekit.procedure.procedure import Procedure
from welfarekit.quantity import Benefit
from welfarekit.rules.determination import Determination

__all__ = ["CauseGround", "Ground", "Notice", "NoticeKind", "Remedy", "notice"]

STEPS: Final = {
    NoticeKind.APPROVE: ("granted", "recognised"),
    NoticeKind.REFUSE: ("refused",),
    NoticeKind.RAISE: ("raised",),
    NoticeKind.REDUCE: ("reduced",),
    NoticeKind.STOP: ("ended",),
}
"""The steps of procedures with which each kind of decision is made."""
_GOES_ON: Final = (NoticeKind.APPROVE, NoticeKind.RAISE, NoticeKind.REDUCE, NoticeKind.RESUME)


def notice(
    kind: NoticeKind | str,
    *,
    served_on: dt.date | None,
    determination: Determination | None = None,
    award: Award | None = None,
    event: Event | None = None,
    lines: Sequence[Line] = (),
    plan: RecoveryPlan | None = None,
    floor: Benefit | None = None,
    decided_on: dt.date | None = None,
    heard_on: dt.date | None = None,
    pay_day: dt.date | None = None,
    lapses_on: dt.date | None = None,
    grounds: Iterable[Ground] = (),
    remedies: Iterable[Remedy | Deadline] | None = None,
    bodies: Mapping[str, str] | None = None,
    office: str = "",
    program: str = "",
    case: Case | None = None,
    procedures: Procedures | None = None,
    variant: str = REGULAR,
    calendar: Calendar | None = None,
) -> Notice:
    """The notice of one decision. ``kind`` is one of :class:`NoticeKind`, or ``change`` for whichever way the amount went.

    ``served_on`` is the day on which the notice is received, from which remedies count. With None the notice says "within 60 days
    of receiving this notice" instead of a last day.

    * *approve*: the ``award``, and the ``determination`` for its reasons; a classification has no award.
    * *refuse*: the ``determination``. One that is not a plain no (somebody did not take part) needs ``grounds``.
    * *change*, *suspend*, *resume*, *stop*: the ``award`` with its ``event``. ``lapses_on`` is the first day without the benefit
      if nothing is done about a suspension; it needs a hearing where an ending does. An agreed end that is moved forward is a
      *stop*. An undoing, a new beginning and a later end have no notice of their own.
    * *recover*: the ``award``, the ``lines`` of the overpayment, ``grounds`` with the article by which money is taken back, and
      the ``plan`` or ``pay_day``, by which the family pays back; both where the plan leaves something. The floor is the plan's;
      if ``floor`` is given it has to be the same.
    * *arrears*: the ``award`` and the ``lines``.

    ``grounds`` are reasons in words of your own. ``decided_on`` is needed where neither award nor event tells it. ``heard_on`` is
    the day on which the family was heard, by default as the ``case`` has it since the decision before. ``pay_day`` is by default
    worked out from the award, where its schedule and the calendar say it. ``remedies`` replace those of the procedure; ``bodies``
    names whom to turn to, by remedy. ``program`` is the name of a program that is not decided here, as it stands in the text.

    :class:`~welfarekit.errors.InvalidFacts` for what is missing or does not fit together, a hearing among it;
    :class:`~welfarekit.errors.TermMissing` where no procedure and so no remedy is known.
    """
    days = {"served_on": served_on, "decided_on": decided_on, "heard_on": heard_on, "pay_day": pay_day, "lapses_on": lapses_on}
    if wrong := tuple(not_days(days)):
        raise InvalidFacts(wrong)
    facts = facts_of(
        kind, determination=determination, award=award, event=event, lines=tuple(lines), plan=plan, floor=floor,
        decided_on=decided_on, pay_day=pay_day, grounds=tuple(grounds), case=case,
    )  # fmt: skip
    book = calendar or calendar_for(facts.place.country)
    own = None if remedies is None else given_remedies(remedies, bodies)
    law = procedures or Procedures.default()
    must = own is None or facts.adverse or lapses_on is not None
    procedure = _procedure(facts, case, law, variant, needed=must)
    hearing, heard_on = _hearing(facts, procedure, law, case, heard_on, lapses_on)
    problems = list(
        misplaced(
            facts.kind, facts.decided_on, served_on=served_on, heard_on=heard_on, pay_day=pay_day, lapses_on=lapses_on,
            event=event, plan=plan,
        )
    )  # fmt: skip
    rulebook = None if program else rulebook_named(facts.program)
    acts = () if rulebook is None else rulebook.basis
    basis = basis_of(facts.decided_on, procedure, STEPS.get(facts.kind, ()), acts, facts.cites)
    if not basis:
        problems.append(Problem("missing", "grounds", "none", "a Ground with its act; a notice never goes without a legal basis"))
    if hearing is not None and heard_on is None:
        before = "this decision" if facts.adverse else "the ending that lapses_on announces"
        expected = f"the day on which the family was heard; {hearing} asks for it before {before}"
        problems.append(Problem("missing", "heard_on", "nothing", expected))
    if own == ():
        problems.append(Problem("missing", "remedies", "none", "at least one remedy; a notice never leaves it out"))
    if problems:
        raise InvalidFacts(problems)
    if own is None:
        assert procedure is not None
        own = remedies_of(procedure, facts.decided_on, served_on, book, bodies)
    return Notice(
        kind=facts.kind, program=facts.program, package=rulebook.package if rulebook else "",
        title=rulebook.title if rulebook else program, subject=facts.subject,
        place=facts.place, decided_on=facts.decided_on, served_on=served_on, office=office, amount=facts.amount,
        before=facts.before, first_day=facts.first_day, last_day=facts.last_day,
        pay_day=pay_day or facts.pay_day_by(book), lapses_on=lapses_on, back_pay=facts.back_pay,
        heard_on=heard_on, hearing=hearing, determination=determination,
        reasons=() if determination is None else reasons_for_notice(determination, refused=facts.kind is NoticeKind.REFUSE),
        grounds=facts.grounds, lines=facts.lines, plan=plan, floor=None if plan is None else plan.floor,
        duty=duty_of(procedure) if facts.kind in _GOES_ON else None, basis=basis, remedies=own,
    )  # fmt: skip


def _procedure(facts: Facts, case: Case | None, book: Procedures, variant: str, *, needed: bool) -> Procedure | None:
    """The procedure that is law on the day of the decision, else that of the case; None where none is known and none needed."""
    try:
        return book.find(facts.program, facts.place, facts.decided_on, variant if case is None else case.procedure.variant)
    except TermMissing:
        if case is not None:
            return case.procedure
        if needed:
            raise
        return None


def _hearing(
    facts: Facts,
    procedure: Procedure | None,
    law: Procedures,
    case: Case | None,
    heard_on: dt.date | None,
    lapses_on: dt.date | None,
) -> tuple[Citation | None, dt.date | None]:
    """The article that asks for a hearing before this decision, and the day of it.

    A suspension that says when the benefit ends decides about an ending; the law of that day asks, if that of today does not.
    """
    steps = STEPS.get(NoticeKind.STOP if lapses_on is not None else facts.kind, ())
    if case is not None and heard_on is None:
        heard_on = heard_in(case, facts.decided_on, STEPS.get(facts.kind, ()))
    if procedure is None or not (facts.adverse or lapses_on is not None):
        return None, heard_on
    asked = hearing_asked(procedure, steps)
    if asked is None and lapses_on is not None:
        with suppress(TermMissing):
            asked = hearing_asked(law.find(facts.program, facts.place, lapses_on, procedure.variant), steps)
    return asked, heard_on
