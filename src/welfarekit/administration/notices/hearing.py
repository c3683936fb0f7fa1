"""Whether somebody has to be heard before a decision, and the day on which it was done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from welfarekit.administration.notices.remedies import HEARD, hearing_before
from welfarekit.citation import Citation
from welfarekit.procedure.case import Case
from welfarekit.procedure.procedure import Procedure

CONTINUED = "continued"
"""The step with which an office leaves everything as it is; a hearing before it is used up, as by a decision."""


def hearing_asked(procedure: Procedure, steps: Iterable[str]) -> Citation | None:
    """The article that asks for a hearing before a decision that is made with one of these steps."""
    for step in steps:
        heard = hearing_before(procedure, step)
        if heard is not None:
            return heard.cite
    return None


def heard_in(case: Case, decided_on: dt.date, steps: Iterable[str]) -> dt.date | None:
    """The day of the hearing on which a decision of this day rests: the last one since the decision or continuation before it.

    ``steps`` are those with which the decision itself is made; it stands in the case already where it was entered there first.
    """
    own, found = set(steps), None
    for procedure, first, after in case.eras:
        for move in case.moves[first:after]:
            if move.on > decided_on or (move.on == decided_on and move.step in own):
                return found
            if move.step == HEARD:
                found = move.on
            elif move.step == CONTINUED or (procedure.has(move.step) and procedure.step(move.step).decides):
                found = None
    return found
