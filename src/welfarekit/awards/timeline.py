"""Time in whole months: where anything changes, and the pieces between.

Welfare is paid for months, so what is stacked or shared over time begins on the first of a month and ends with a month. An event
in the middle of one counts from the month that the law names; which one that is has been decided before.

>>> year, spring = Period(dt.date(2025, 1, 1), dt.date(2026, 1, 1)), Period(dt.date(2025, 3, 1), dt.date(2025, 6, 1))
>>> [(str(piece.start), str(piece.stop)) for _, piece in pieces([year, spring])]
[('2025-01-01', '2025-03-01'), ('2025-03-01', '2025-06-01'), ('2025-06-01', '2026-01-01')]
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from welfarekit.dates import Period, add_months
from welfarekit.errors import DateError, Problem


def not_whole_months(period: Period, path: str) -> Iterator[Problem]:
    """The problems of a period that does not begin on the first of a month, or that ends within one. It may have no end."""
    if period.start is None:
        yield Problem("missing", f"{path}.start", "nothing", "the first day of a month")
    for name, day in (("start", period.start), ("stop", period.stop)):
        if day is not None and day.day != 1:
            yield Problem("not_whole_months", f"{path}.{name}", day.isoformat(), "the first day of a month")


def overlapping(periods: Sequence[Period], path: str) -> Iterator[Problem]:
    """The problems of periods of one thing of which two have a month in common."""
    for i, period in enumerate(periods):
        for earlier in periods[:i]:
            if period.overlaps(earlier):
                yield Problem("overlapping", f"{path}[{i}]", shown(period), f"a period apart from {shown(earlier)}")


def shown(period: Period) -> str:
    """A period as an error shows it."""
    return f"{period.start or 'ever'} to {period.stop or 'no end'}"


def pieces(periods: Iterable[Period], changes: Iterable[dt.date] = ()) -> tuple[tuple[dt.date, Period], ...]:
    """The time that any of the periods covers, cut wherever one begins or ends, or something else ``changes``.

    In order, each piece with its first day. Periods without a beginning are left out.
    """
    given = list(periods)
    days = {day for period in given for day in (period.start, period.stop) if day is not None} | set(changes)
    edges: list[dt.date | None] = [*sorted(days), None]
    cut = [(start, Period(start, stop)) for start, stop in pairwise(edges) if start is not None]
    return tuple(piece for piece in cut if any(piece[0] in period for period in given if period.start is not None))


def first_of_month(day: dt.date) -> dt.date:
    """The first month that begins on ``day`` or later."""
    return day if day.day == 1 else add_months(day.replace(day=1), 1)


def months(period: Period, stop: dt.date | None = None) -> Iterator[dt.date]:
    """The first day of each month of a period; one without end goes on up to ``stop``, which is not in it.

    :class:`~welfarekit.errors.DateError` for a period without end where no ``stop`` is given.
    """
    ends = [day for day in (period.stop, stop) if day is not None]
    if period.start is None or not ends:
        raise DateError("a period without an end has no last month; say up to when: stop=...")
    month = period.start
    while month < min(ends):
        yield month
        month = add_months(month, 1)
