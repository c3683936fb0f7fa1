"""From one procedure to the next: which cases a later law takes over, and how a case stood on a day."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import evolve

from welfarekit.errors import InvalidFacts, Problem
from welfarekit.procedure.procedure import Procedure

if TYPE_CHECKING:
    from welfarekit.procedure.case import Case


def takes_over(procedure: Procedure, case: Case) -> bool:
    """Whether a procedure takes over a case that another one governed until now.

    It does so once the case has come to rest, in payment, whatever happens in it since: a review, an appeal. Before that it goes
    on under the procedure that it began with, unless the new one takes what is pending. A case that is closed, or in a state that
    the new one does not have, stays where it is.
    """
    if case.moves and (case.state not in procedure.states or not case.procedure.next_steps(case.state)):
        return False
    pending = procedure.takes_pending and procedure.variant == case.procedure.variant
    return pending or not case.moves or case.was_at_rest


def put_under(case: Case, procedure: Procedure) -> Case:
    """The case from now on under another procedure; one under which no step was taken is not kept."""
    if procedure == case.procedure:
        return case
    if case.moves and case.state not in procedure.states:
        known = ", ".join(procedure.states)
        raise InvalidFacts([Problem("not_one_of", "state", repr(case.state), f"a state of {procedure.key}: {known}")])
    earlier = case.earlier
    if len(case.moves) > (earlier[-1][1] if earlier else 0):
        earlier = (*earlier, (case.procedure, len(case.moves)))
    elif earlier and earlier[-1][0] == procedure:
        earlier = earlier[:-1]
    return evolve(case, procedure=procedure, earlier=earlier, category=_kept(case, procedure))


def as_of(case: Case, day: dt.date) -> Case | None:
    """The case as it stood at the end of a day, under the procedure of its last step until then; None before its first one."""
    count = sum(move.on <= day for move in case.moves)
    if count == len(case.moves):
        return case
    for era, (procedure, first, after) in enumerate(case.eras):
        if first < count <= after:
            return evolve(
                case, procedure=procedure, moves=case.moves[:count], earlier=case.earlier[:era], category=_kept(case, procedure)
            )
    return None


def outside(procedure: Procedure, on: dt.date, case: Case | None = None) -> Problem | None:
    """Why a day is none of the procedure's: an application on it, or a step of a case that a later version takes over."""
    if on < procedure.since:
        since = procedure.since.isoformat()
        return Problem("outside_law", "on", on.isoformat(), f"a day from {since} on, the first on which {procedure.key} is law")
    if procedure.until is None or on <= procedure.until:
        return None
    expected = f"a day to {procedure.until.isoformat()}, the last on which {procedure.key} is law"
    if case is None:
        return Problem("outside_law", "on", on.isoformat(), expected)
    if procedure.later is None or not takes_over(procedure.later, case):
        return None
    return Problem(
        "outside_law", "on", on.isoformat(), f"{expected}; Procedures.follow brings the case under {procedure.later.key}"
    )


def _kept(case: Case, procedure: Procedure) -> str:
    return case.category if not procedure.categories or case.category in procedure.categories else ""
