"""What falls due, by office: every clock of many cases that runs out by a day, what is late already, and the reviews.

The rows hold no names; identifiers are masked where they could be the number of a person.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.domain.checking import masked
from welfarekit.place import Place
from welfarekit.procedure.case import Case
from welfarekit.procedure.deadline import Deadline
from welfarekit.procedure.review import reviews_of
from welfarekit.procedure.step import Level
from welfarekit.procedure.why import because

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar

OFFICES = frozenset((Level.COMMUNITY, Level.TOWNSHIP, Level.COUNTY, Level.PROVINCE))
_ORDER = {level: number for number, level in enumerate(Level)}


@frozen
class Office:
    """Who has to act: a level, the place it is for, and the name of the office where the case states one."""

    level: Level
    place: Place
    name: str = ""

    @property
    def order(self) -> tuple[int, str, str]:
        """By level, place and name."""
        return _ORDER[self.level], self.place.code, self.name

    def __str__(self) -> str:
        return f"{self.level.value} {self.name or self.place.code}{f' ({self.place.code})' if self.name else ''}"


@frozen
class DueRow:
    """One thing that is due. ``last`` is None where no last day can be said, ``missing`` then says why.

    ``optional`` is the time within which a person may act; when it has run out nothing is late.
    """

    office: Office
    case: str
    program: str
    clock: str
    text: str
    last: dt.date | None
    days_left: int | None
    why: str
    cite: Citation = field(repr=False)
    missing: str = ""
    opens: dt.date | None = None
    optional: bool = False

    @property
    def overdue_by(self) -> int:
        """Days by which it is late; 0 while it is not."""
        return 0 if self.optional or self.days_left is None else max(0, -self.days_left)


def due(
    cases: Iterable[Case],
    calendar: Calendar | Mapping[str, Calendar],
    *,
    by: dt.date,
    on: dt.date | None = None,
    persons: bool = False,
) -> tuple[DueRow, ...]:
    """What has to be done by a day, sorted by office and then by last day; what has no last day comes last in each office.

    ``calendar`` is one calendar, or one for each country (``{"CN": …, "VN": …}``). The list is made as of ``on``, or of ``by``
    where it is not given: steps after that day are not there yet, and days left are counted from it. The time that the law gives
    to a person (to appeal, to report a change) is left out unless ``persons`` asks for it; of that to appeal, what had run out
    before ``on`` is left out all the same.
    """
    today = by if on is None else on
    seen = [one for one in (case.as_of(today) for case in cases) if one is not None]
    rows = [row for case in seen for row in _rows(case, _of(calendar, case), by, today, persons)]
    rows = [row for row in rows if not (row.optional and row.last is not None and on is not None and row.last < on)]
    return tuple(sorted(rows, key=lambda row: (row.office.order, row.last or dt.date.max, row.case, row.clock)))


def by_office(rows: Iterable[DueRow]) -> dict[Office, tuple[DueRow, ...]]:
    """The rows of each office, in their order."""
    found: dict[Office, list[DueRow]] = {}
    for row in rows:
        found.setdefault(row.office, []).append(row)
    return {office: tuple(own) for office, own in found.items()}


def _of(calendar: Calendar | Mapping[str, Calendar], case: Case) -> Calendar:
    return calendar[case.place.country] if isinstance(calendar, Mapping) else calendar


def _rows(case: Case, calendar: Calendar, by: dt.date, today: dt.date, persons: bool) -> Iterator[DueRow]:
    for deadline in (*case.running(calendar), *reviews_of(case, calendar)):
        first = deadline.last or deadline.earliest
        if (persons or deadline.owner in OFFICES) and (first is None or first <= by):
            yield DueRow(
                office_of(case, deadline), masked(case.id), case.program, deadline.clock, deadline.text, deadline.last,
                deadline.days_left(today), because(deadline), deadline.cite, deadline.missing, deadline.opens,
                deadline.optional,
            )  # fmt: skip


def office_of(case: Case, deadline: Deadline) -> Office:
    """The office that has to act: the case's own, its county or its province."""
    match deadline.owner:
        case Level.PROVINCE:
            return Office(deadline.owner, case.place.chain[-2] if len(case.place.chain) > 1 else case.place)
        case Level.TOWNSHIP | Level.COMMUNITY:
            return Office(deadline.owner, case.place, masked(case.office))
        case _:
            return Office(deadline.owner, case.place)
