"""A last day: what is due, from what it counts, how it was reckoned, and whether it was kept."""

from __future__ import annotations

import datetime as dt

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.procedure.limit import Reckoning
from welfarekit.procedure.step import Level


@frozen
class Deadline:
    """One run of a clock in one case.

    ``after`` is what it counts from, a step or a fact, ``start`` its day. ``last`` is None where no last day can be said, and
    ``missing`` then says why. ``stopped_on`` is the day on which what was due was done, None while it is not.
    """

    clock: str
    text: str
    after: str
    start: dt.date | None
    last: dt.date | None
    owner: Level
    cite: Citation
    stopped_on: dt.date | None = None
    missing: str = ""
    reckoning: Reckoning | None = field(default=None, repr=False)
    opens: dt.date | None = None
    """The first day on which it can be done, for reviews that are made in a season."""
    earliest: dt.date | None = None
    """Where there is no last day because a year's days off are not announced: the first day that it could be."""
    optional: bool = False
    """Whether it is the time within which a person may act; to let it pass is not to be late."""

    def why(self) -> Reckoning | None:
        """The days that were counted and those that were passed over with their reasons; None where there is no last day."""
        return self.reckoning

    @property
    def is_running(self) -> bool:
        """Whether what is due has not been done."""
        return self.stopped_on is None

    def is_missed(self, on: dt.date) -> bool:
        """Whether the last day passed before it was done, as seen on ``on``; what a person may do is never missed."""
        return not self.optional and self.last is not None and self.last < (self.stopped_on or on)

    def days_left(self, on: dt.date) -> int | None:
        """Days from ``on`` to the last day; negative when it has passed."""
        return None if self.last is None else (self.last - on).days

    def __str__(self) -> str:
        what = self.text or self.clock
        return f"{what}: {self.last.isoformat()}" if self.last else f"{what}: no last day, {self.missing}"
