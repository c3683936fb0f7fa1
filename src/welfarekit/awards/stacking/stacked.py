"""What came out of stacking: for each stream, what is paid in each month, and every step on the way there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import evolve, frozen

from welfarekit.awards.amounts import kind_of, of_minor
from welfarekit.awards.stacking.relations import Relation
from welfarekit.awards.stacking.settling import Change, Settled
from welfarekit.awards.stacking.stream import Key, Stream, shown_subject
from welfarekit.awards.timeline import months
from welfarekit.dates import Period
from welfarekit.quantity import Benefit


@frozen(repr=False)
class Line:
    """What one stream pays in each month of a period, before (``granted``) and after stacking (``paid``), and every change.

    None is a status without payment. ``closed``: it gave way altogether. ``left_out`` are members of a household whose share
    another program took the place of. ``unsettled`` are relations to others of these months whose law begins only later: how they
    went together before is not known, and nothing was taken off for it.
    """

    program: str
    subject: str
    group: str
    period: Period
    granted: Benefit | None
    paid: Benefit | None
    changes: tuple[Change, ...] = ()
    closed: bool = False
    left_out: tuple[str, ...] = ()
    unsettled: tuple[Relation, ...] = ()

    def __repr__(self) -> str:
        group = f"/{self.group}" if self.group else ""
        state = "closed" if self.closed else str(self.paid)
        sign = ", unsettled" if self.unsettled else ""
        return f"<Line {self.program}{group} of {shown_subject(self.subject)} from {self.period.start}: {state}{sign}>"


@frozen
class Stacked:
    """The lines of a family: by program, subject, group and time, each as long as nothing changes."""

    lines: tuple[Line, ...]
    streams: tuple[Stream, ...]
    """What was granted, in a fixed order."""

    @property
    def unsettled(self) -> tuple[Line, ...]:
        """The lines of months before the law that says how they go together; look at them before anything is paid by the sum."""
        return tuple(line for line in self.lines if line.unsettled)

    def month(self, month: dt.date) -> tuple[Line, ...]:
        """What each program pays in a month, or was kept from paying."""
        return tuple(line for line in self.lines if month in line.period)

    def by_month(self, stop: dt.date | None = None) -> Iterator[tuple[dt.date, tuple[Line, ...]]]:
        """Every month in which something is granted, with its lines; up to ``stop`` where something is granted without end."""
        found = {month for line in self.lines for month in months(line.period, stop)}
        for month in sorted(found):
            yield month, self.month(month)

    def paid(self) -> tuple[Stream, ...]:
        """What is paid, as streams; what gave way is no longer in them."""
        kept: dict[Key, list[tuple[Period, Benefit | None]]] = {}
        for line in self.lines:
            if not line.closed:
                kept.setdefault((line.program, line.subject, line.group), []).append((line.period, line.paid))
        return tuple(evolve(stream, amounts=tuple(kept[stream.key])) for stream in self.streams if stream.key in kept)


def total(lines: Iterable[Line], like: Benefit) -> Benefit:
    """The sum of what lines pay that are of one kind with ``like``: ``total(stacked.month(day), Money(0, "CNY", "month"))``."""
    amounts = [line.paid for line in lines if line.paid is not None]
    return of_minor(like, sum(paid.minor for paid in amounts if kind_of(paid) == kind_of(like)))


def line_of(settled: Settled, month: dt.date, period: Period, unsettled: tuple[Relation, ...] = ()) -> Line:
    """The line of a settled stream for a period that begins with ``month``."""
    stream, granted = settled.stream, settled.stream.at(month)
    paid = None if granted is None else of_minor(granted, settled.minor)
    out = settled.changes, settled.closed, settled.left_out, unsettled
    return Line(stream.program, stream.subject, stream.group, period, granted, paid, *out)
