"""Periodic review: how often a case in payment is looked at again, by its category."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.errors import WelfarekitError
from welfarekit.procedure.deadline import Deadline
from welfarekit.procedure.limit import Limit, Reckoning, YearDay
from welfarekit.procedure.step import Level

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar
    from welfarekit.procedure.case import Case


@frozen
class Review:
    """A review that comes again: ``every`` so long after the last of the steps ``after``, or each year between two days.

    ``categories`` are those of the cases it is for; empty, all of them. A review without either interval is one of which the
    law gives no number that could be confirmed; ``open`` says what is known.
    """

    key: str
    after: tuple[str, ...]
    owner: Level
    cite: Citation
    categories: tuple[str, ...] = ()
    every: Limit | None = None
    opens: YearDay | None = None
    closes: YearDay | None = None
    open: str = ""
    text: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    note: str = field(default="", repr=False)

    def counted_from(self, day: dt.date) -> dt.date | None:
        """The day from which the next one is counted: the last review, or the day on which this became law; None if no law."""
        if self.until is not None and day > self.until:
            return None
        return day if self.since is None else max(day, self.since)

    def due_after(self, day: dt.date, calendar: Calendar | None = None) -> tuple[dt.date | None, Reckoning | None]:
        """The first day of the next season, if there are seasons, and the last day of the next review after ``day``."""
        if self.opens is not None and self.closes is not None:
            first = self.opens.reckon(day + dt.timedelta(days=1)).last
            return first, self.closes.reckon(first)
        return None, self.every.reckon(day, calendar) if self.every is not None else None


def reviews_of(case: Case, calendar: Calendar | None) -> tuple[Deadline, ...]:
    """The next review of each kind that the law sets for a case in payment, the earliest first.

    A case whose category is not known has a deadline without a last day where the law tells categories apart.
    """
    procedure = case.procedure
    if case.state not in procedure.at_rest:
        return ()
    found, unsorted = [], []
    for review in procedure.reviews:
        base = next((move for move in reversed(case.moves) if move.step in review.after), None)
        start = None if base is None else review.counted_from(base.on)
        if base is None or start is None:
            continue
        if review.categories and case.category not in review.categories:
            unsorted += [] if case.category else [(review, base)]
            continue
        missing, opens, reckoning = review.open, None, None
        try:
            opens, reckoning = review.due_after(start, calendar)
        except WelfarekitError as error:
            missing = str(error)
        last = reckoning.last if reckoning else None
        found.append(
            Deadline(review.key, review.text, base.step, start, last, review.owner, review.cite, None, missing, reckoning, opens)
        )
    if unsorted:
        review, base = unsorted[0]
        names = ", ".join(dict.fromkeys(name for one, _ in unsorted for name in one.categories))
        missing = f"the category is not known; one of {names}"
        found.append(Deadline("review", review.text, base.step, base.on, None, review.owner, review.cite, None, missing))
    return tuple(sorted(found, key=lambda one: (one.last or dt.date.max, one.clock)))


def next_review(case: Case, calendar: Calendar | None = None) -> Deadline | None:
    """The review that is due first; None for a case that is not in payment or is not reviewed.

    ``why()`` of the deadline tells from which day it was counted; ``missing`` why no last day can be said.
    """
    return next(iter(reviews_of(case, calendar)), None)
