"""What was known about a household, on two clocks: the day from which it holds, and the day on which it became known.

Nothing that was known is ever taken away: a correction is one more entry. So what should have been decided on a day can be
replayed with what was known then, and decided again with what is known now.

>>> from welfarekit.domain.person import Person
>>> alone = Household(id="hh-1", members=[Person(id="p1")])
>>> two = Household(id="hh-1", members=[Person(id="p1"), Person(id="p2")])
>>> january, march, may = dt.date(2026, 1, 1), dt.date(2026, 3, 1), dt.date(2026, 5, 1)
>>> history = FactHistory((Recorded(alone, january, january), Recorded(two, march, may, source="birth certificate")))
>>> history.as_of(march, known_on=march).size, history.as_of(march, known_on=may).size
(1, 2)
>>> history.days(march) == (january,), history.days(may) == (january, march)
(True, True)
>>> history.as_of(dt.date(2025, 12, 31), known_on=may)
Traceback (most recent call last):
...
welfarekit.errors.NotRecorded: nothing is recorded about household hh-1 on 2025-12-31, as known on 2026-05-01; \
the first day with facts is 2026-01-01
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from attrs import field, frozen

from welfarekit.domain.changed_facts import with_facts
from welfarekit.domain.checking import masked
from welfarekit.domain.fact_path import FactPath
from welfarekit.domain.household import Household
from welfarekit.domain.recorded import Recorded as Recorded
from welfarekit.domain.recorded import wrong_kind
from welfarekit.errors import InvalidFacts, NotRecorded, Problem

_DAY = dt.timedelta(days=1)


def _by_rank(entries: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """The entries in the order of their rank, each once; what cannot be a list of entries stays as it is."""
    given = tuple(entries)
    if any(type(entry) is not Recorded for entry in given):
        return given
    once: list[Recorded] = []
    for entry in sorted(given, key=lambda entry: (entry.rank, entry.source)):
        if not once or once[-1] != entry:
            once.append(entry)
    return tuple(once)


@frozen
class FactHistory:
    """Everything recorded about one household, as :class:`Recorded` entries in any order.

    Entries of another household (``other_household``) and two entries that say different things about the same days and
    became known on the same day (``stated_twice``) are :class:`~welfarekit.errors.InvalidFacts`: nobody could say which holds.
    """

    entries: tuple[Recorded, ...] = field(converter=_by_rank)

    def __attrs_post_init__(self) -> None:
        entries = self.entries
        problems = [
            wrong_kind(f"entries[{i}]", entry, "a Recorded") for i, entry in enumerate(entries) if type(entry) is not Recorded
        ]
        if not entries:
            problems = [Problem("empty", "entries", "nothing", "at least one entry")]
        if not problems:
            name = entries[0].household.id
            expected = f"an entry about household {masked(name)}"
            for i, entry in enumerate(entries):
                if entry.household.id != name:
                    other = repr(masked(entry.household.id))
                    problems.append(Problem("other_household", f"entries[{i}].household.id", other, expected))
                elif i and entry.rank == entries[i - 1].rank and entry.household != entries[i - 1].household:
                    known = f"two households from {entry.valid_from.isoformat()}, known on {entry.known_on.isoformat()}"
                    problems.append(Problem("stated_twice", f"entries[{i}]", known, "one, with everything known that day"))
        if problems:
            raise InvalidFacts(problems)

    def and_recorded(self, *entries: Recorded) -> FactHistory:
        """The history with more entries."""
        return FactHistory((*self.entries, *entries))

    def and_corrected(
        self,
        facts: Mapping[FactPath, Any] | Mapping[str, Any],
        valid_from: dt.date,
        known_on: dt.date,
        source: str = "",
        valid_until: dt.date | None = None,
    ) -> FactHistory:
        """The history with facts that became known late: set on every day from ``valid_from``, to ``valid_until`` where given.

        Whatever else holds on those days, as known on ``known_on``, stays as it is: an income learnt of in May for the time
        since January does not undo a birth in March. Where nothing is recorded on ``valid_from`` it is
        :class:`~welfarekit.errors.NotRecorded`.
        """
        self.as_of(valid_from, known_on)
        stretches = self._stretches(known_on)
        ends = [day - _DAY for day, _ in stretches[1:]]
        made = []
        for (day, entry), end in zip(stretches, [*ends, None], strict=True):
            start = max(day, valid_from)
            stop = valid_until if end is None else end if valid_until is None else min(end, valid_until)
            if entry is not None and (stop is None or start <= stop):
                made.append(Recorded(with_facts(entry.household, facts), start, known_on, source, stop))
        ranks = {entry.rank for entry in made}  # of one day only what was known at its end can be told
        return FactHistory((*(entry for entry in self.entries if entry.rank not in ranks), *made))

    def entry_on(self, on: dt.date, known_on: dt.date) -> Recorded | None:
        """The entry that holds on ``on`` as known on ``known_on``; None where nothing is recorded."""
        for entry in reversed(self.entries):
            if entry.known_on <= known_on and entry.covers(on):
                return entry
        return None

    def as_of(self, on: dt.date, known_on: dt.date) -> Household:
        """The household on ``on`` as known on ``known_on``; :class:`~welfarekit.errors.NotRecorded` where nothing is."""
        entry = self.entry_on(on, known_on)
        if entry is None:
            known = [each for each in self.entries if each.known_on <= known_on]
            first = min((each.valid_from for each in known), default=None)
            raise NotRecorded(masked(self.entries[0].household.id), on, known_on, first, self.entries[0].known_on)
        return entry.household

    def days(self, known_on: dt.date) -> tuple[dt.date, ...]:
        """The first days of every stretch on which one entry holds, as known on ``known_on``."""
        return tuple(day for day, entry in self._stretches(known_on) if entry is not None)

    def changes(self, known_on: dt.date) -> tuple[dt.date, ...]:
        """The days on which the facts are others than the day before, as known on ``known_on``.

        The first day with facts is one, and so is a first day without: the day after the last one recorded.
        """
        found, before = [], None
        for day, entry in self._stretches(known_on):
            household = None if entry is None else entry.household
            if household != before:
                found.append(day)
            before = household
        return tuple(found)

    def _stretches(self, known_on: dt.date) -> list[tuple[dt.date, Recorded | None]]:
        """Each day from which another entry holds than before, or none any more."""
        known = [entry for entry in self.entries if entry.known_on <= known_on]
        ends = {entry.valid_until + _DAY for entry in known if entry.valid_until not in (None, dt.date.max)}
        found: list[tuple[dt.date, Recorded | None]] = []
        for day in sorted({entry.valid_from for entry in known} | ends):
            entry = self.entry_on(day, known_on)
            if entry is not (found[-1][1] if found else None):
                found.append((day, entry))
        return found
