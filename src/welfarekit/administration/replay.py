"""Two clocks: what should have been decided on a day, with what was known then, and with what is known now."""

from __future__ import annotations

import datetime as dt
from typing import Any

from welfarekit.domain.history import FactHistory
from welfarekit.rules.determination import Determination
from welfarekit.rules.determine import determine
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.rulebook import Rulebook
from welfarekit.truth import UNKNOWN


def replay(
    program: str | Rulebook,
    history: FactHistory,
    on: dt.date,
    *,
    known_on: dt.date,
    law: Lawbook | None = None,
    member: str | None = None,
    month: Any = UNKNOWN,
) -> Determination:
    """The determination for ``on`` with the facts that were known on ``known_on``, and the law that could be decided on by then.

    With ``known_on=on`` it is what should have been decided on the day; with a later day, what should have been paid for it.
    Law that applied on ``on`` but came into force after ``known_on`` is left out, as it was for whoever decided then.
    """
    household = history.as_of(on, known_on=known_on)
    return determine(program, household, on, member=member, month=month, law=law, decided=known_on)
