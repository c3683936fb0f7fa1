"""What comes out of a block: one entry for each household, or for each member of a program about persons."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from attrs import frozen

from welfarekit.errors import NotInForce
from welfarekit.rules.determination import Outcome
from welfarekit.rules.node import domain_of
from welfarekit.rules.rulebook import Rulebook

OUTCOMES: Final = (Outcome.NOT_ELIGIBLE, Outcome.ELIGIBLE, Outcome.UNDETERMINED, Outcome.DISCRETIONARY)
"""The outcomes by their codes."""
NOT_ELIGIBLE, ELIGIBLE, UNDETERMINED, DISCRETIONARY = range(4)
Asking = tuple[Any, Any, tuple[str, ...]]


@frozen(eq=False)
class Answer:
    """What came out of one program: one entry per household, or per member for a program about persons.

    ``outcome`` holds positions in ``OUTCOMES``. ``lowest`` and ``highest`` are the benefit in minor units, equal once it is
    settled; for whoever is not entitled they mean nothing. ``status`` holds positions in ``statuses``, -1 while not settled.
    ``condition`` holds positions in ``condition_names``: the rule that failed first, or is undecided, -1 where there is none.
    ``missing`` lists for each entry the facts that settle it: where the entry's part starts, positions in the paths, and the
    paths. ``errors`` names for each *household* the error that stands in place of an answer, -1 for none.
    """

    rulebook: Rulebook
    outcome: Any
    lowest: Any = None
    highest: Any = None
    status: Any = None
    statuses: tuple[str, ...] = ()
    condition: Any = None
    condition_names: tuple[str, ...] = ()
    missing: Asking | None = None
    errors: tuple[Any, tuple[NotInForce, ...]] | None = None


def statuses_of(rulebook: Rulebook) -> tuple[str, ...]:
    """The classes of a classification; empty for any other program."""
    return () if rulebook.status is None else domain_of(rulebook.status.node)


def positions(statuses: tuple[str, ...]) -> Any:
    """For each mask of a choice the position of its one value; -1 where it can be several."""
    table = np.full(1 << len(statuses), -1, dtype=np.int8)
    table[[1 << position for position in range(len(statuses))]] = range(len(statuses))
    return table


def nobody(rulebook: Rulebook) -> Answer:
    """The answer for a block without anybody to answer for."""
    none, amounts = np.zeros(0, np.uint8), None if rulebook.benefit is None else np.zeros(0, np.int64)
    settled = None if rulebook.status is None else none.view(np.int8)
    missing = np.zeros(1, np.int64), np.zeros(0, np.int32), ()
    return Answer(rulebook, none, amounts, amounts, settled, statuses_of(rulebook), np.zeros(0, np.int16), (), missing)
