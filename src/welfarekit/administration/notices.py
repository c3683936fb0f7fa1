"""Notices to a family: approved, refused, raised, reduced, suspended, resumed, stopped, to be paid back, paid in arrears.

>>> notice("refuse", determination=refused, decided_on=day, served_on=day).text("zh_Hans")              # doctest: +SKIP

A notice always says what can be done against the decision and until when; where no rule says so, there is no notice but an error
that names what is missing. Where the law asks that the family be heard before a reduction or an ending, the day is needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from welfarekit.administration.calendars import calendar_for
from welfarekit.administration.notice_document import CauseGround, Ground, Notice, NoticeKind
from welfarekit.administration.notice_facts import Facts, facts_of
from welfarekit.administration.notice_reasons import reasons_for_notice
from welfarekit.administration.procedures import REGULAR, Procedures
from welfarekit.administration.remedies import Remedy, given_remedies, hearing_before, remedies_of
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
from welfarekit.procedure.step import Level
from welfarekit.quantity import Benefit
from welfarekit.rules.determination import Determination
from welfarekit.rules.determine import program as rulebook_of

__all__ = ["CauseGround", "Ground", "Notice", "NoticeKind", "Remedy", "notice"]

STEPS: Final = {
    NoticeKind.APPROVE: "granted",
    NoticeKind.REFUSE: "refused",
    NoticeKind.RAISE: "raised",
    NoticeKind.REDUCE: "reduced",
    NoticeKind.STOP: "ended",
}
"""The step of a procedure with which each kind of decision is made."""
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
      if nothing is done about a suspension.
    * *recover*: the ``award``, the ``lines`` of the overpayment, and the ``plan`` with its ``floor``, or else ``pay_day``, by
      which the family pays back.
    * *arrears*: the ``award`` and the ``lines``.

    ``grounds`` are reasons in words of your own. ``decided_on`` is needed where neither award nor event tells it. ``heard_on`` is
    the day on which the family was heard, by default as the ``case`` has it. ``pay_day`` is by default worked out from the award,
    where its schedule and the calendar say it. ``remedies`` replace those of the procedure; ``bodies`` names whom to turn to, by
    remedy. ``program`` is the name of a program that is not decided here, as it is to stand in the text.

    :class:`~welfarekit.errors.InvalidFacts` for what is missing or does not fit together, a hearing among it;
    :class:`~welfarekit.errors.TermMissing` where no procedure and so no remedy is known.
    """
    facts = facts_of(
        kind, determination=determination, award=award, event=event, lines=tuple(lines), plan=plan, floor=floor,
        decided_on=decided_on, pay_day=pay_day, grounds=tuple(grounds), case=case,
    )  # fmt: skip
    book = calendar or calendar_for(facts.place.country)
    own = None if remedies is None else given_remedies(remedies, bodies)
    procedure = _procedure(facts, case, procedures or Procedures.default(), variant, needed=own is None or facts.adverse)
    hearing, heard_on = _hearing(facts, procedure, case, heard_on)
    problems = _days(facts.decided_on, served_on, heard_on)
    if hearing is not None and heard_on is None:
        expected = f"the day on which the family was heard; {hearing} asks for it before this decision"
        problems.append(Problem("missing", "heard_on", "nothing", expected))
    if own == ():
        problems.append(Problem("missing", "remedies", "none", "at least one remedy; a notice never leaves it out"))
    if problems:
        raise InvalidFacts(problems)
    if own is None:
        assert procedure is not None
        own = remedies_of(procedure, facts.decided_on, served_on, book, bodies)
    rulebook = None if program else rulebook_of(facts.program)
    return Notice(
        kind=facts.kind, program=facts.program, package=rulebook.package if rulebook else "",
        title=rulebook.title if rulebook else program, subject=facts.subject,
        place=facts.place, decided_on=facts.decided_on, served_on=served_on, office=office, amount=facts.amount,
        before=facts.before, first_day=facts.first_day, last_day=facts.last_day,
        pay_day=pay_day or facts.pay_day_by(book), lapses_on=lapses_on, back_pay=facts.back_pay,
        heard_on=heard_on, hearing=hearing, determination=determination,
        reasons=() if determination is None else reasons_for_notice(determination), grounds=facts.grounds, lines=facts.lines,
        plan=plan, floor=floor, duty=_duty(procedure) if facts.kind in _GOES_ON else None,
        basis=_basis(facts, procedure, () if rulebook is None else rulebook.basis), remedies=own,
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
    facts: Facts, procedure: Procedure | None, case: Case | None, heard_on: dt.date | None
) -> tuple[Citation | None, dt.date | None]:
    """The article that asks for a hearing before this decision, and the day of it."""
    if case is not None and heard_on is None:
        days = [move.on for move in case.moves if move.step == "heard" and move.on <= facts.decided_on]
        heard_on = days[-1] if days else None
    if procedure is None or not facts.adverse:
        return None, heard_on
    step = hearing_before(procedure, STEPS[facts.kind])
    return (None if step is None else step.cite), heard_on


def _days(decided_on: dt.date, served_on: dt.date | None, heard_on: dt.date | None) -> list[Problem]:
    problems = []
    if served_on is not None and served_on < decided_on:
        expected = f"a day not before the decision of {decided_on.isoformat()}"
        problems.append(Problem("before_decision", "served_on", served_on.isoformat(), expected))
    if heard_on is not None and heard_on > decided_on:
        expected = f"a day not after the decision of {decided_on.isoformat()}"
        problems.append(Problem("after_decision", "heard_on", heard_on.isoformat(), expected))
    return problems


def _duty(procedure: Procedure | None) -> Citation | None:
    """The article of the family's duty to report changes, where the procedure has it."""
    if procedure is None or not procedure.has("change_reported"):
        return None
    step = procedure.step("change_reported")
    return step.cite if Level.PERSON in step.by else None


def _basis(facts: Facts, procedure: Procedure | None, acts: Iterable[Citation]) -> tuple[Citation, ...]:
    """The acts on which the program rests on the day, and the article of the decision."""
    found = [cite for cite in acts if cite.applies_on(facts.decided_on)]
    step = STEPS.get(facts.kind, "")
    if procedure is not None and procedure.has(step):
        found.append(procedure.step(step).cite)
    return tuple({(cite.act, cite.article): cite for cite in (*found, *facts.cites)}.values())
