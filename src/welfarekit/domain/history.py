"""What was known about a household, on two clocks: the day from which it holds, and the day on which it became known.

Nothing that was known is ever taken away: a correction is one more entry, laid over what was known by then. So what should have
been decided on a day can be replayed with what was known then, and decided again with what is known now.

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

from attrs import evolve, field, frozen

from welfarekit.domain.changed_facts import with_facts
from welfarekit.domain.checking import masked
from welfarekit.domain.correction import Correction, by_rank
from welfarekit.domain.fact_path import FactPath, fact_path
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
    """Everything recorded about one household, as :class:`Recorded` entries in any order, and corrections of single facts.

    A correction (:meth:`and_corrected`) is laid over the entry that holds on a day, unless that one became known later.
    Entries of another household (``other_household``) and two entries that say different things about the same days and
    became known on the same day (``stated_twice``) are :class:`~welfarekit.errors.InvalidFacts`: nobody could say which holds.
    """

    entries: tuple[Recorded, ...] = field(converter=_by_rank)
    corrections: tuple[Correction, ...] = field(converter=by_rank, default=())

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
        problems += self._wrong_corrections()
        if problems:
            raise InvalidFacts(problems)

    def and_recorded(self, *entries: Recorded) -> FactHistory:
        """The history with more entries. One is about everything, as known on its day: of corrections, only later ones count."""
        return evolve(self, entries=(*self.entries, *entries))

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
        since January does not undo a birth in March. Corrections may be given in any order. Of two that set the same fact on
        a day, the one that became known later holds, then the one that begins later, then the one that ends earlier; the same
        days given again, known on the same day, take the place of what was given before.

        Where nothing is recorded on ``valid_from`` it is :class:`~welfarekit.errors.NotRecorded`, and
        :class:`~welfarekit.errors.InvalidFacts` where the facts cannot be true together with the others of those days.
        """
        home = self.as_of(valid_from, known_on)
        paths = {key if isinstance(key, FactPath) else fact_path(key, home): value for key, value in facts.items()}
        made = Correction(paths, valid_from, known_on, source, valid_until)
        others = [each.but(made) if each.rank == made.rank else each for each in self.corrections]
        history = evolve(self, corrections=[*(each for each in others if each.facts), made])
        later = {each.known_on for each in history._told if each.known_on >= known_on}
        for day in later:
            history._stretches(day)  # each household is made, and refused where it cannot be
        return history

    def entry_on(self, on: dt.date, known_on: dt.date) -> Recorded | None:
        """What holds on ``on`` as known on ``known_on``, as an entry; None where nothing is recorded."""
        base, laid = self._layers(on, known_on)
        if base is None or not laid:
            return base
        facts: dict[FactPath, Any] = {}
        for each in laid:
            for path, value in each.facts.items():
                facts = {key: other for key, other in facts.items() if not key.below(path)} | {path: value}
        layers: list[Recorded | Correction] = [base, *laid]
        ends = [each.valid_until for each in layers if each.valid_until is not None]
        first = max(each.valid_from for each in layers)
        return Recorded(with_facts(base.household, facts), first, laid[-1].known_on, laid[-1].source, min(ends, default=None))

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

    @property
    def _told(self) -> list[Recorded | Correction]:
        return [*self.entries, *self.corrections]

    def _layers(self, on: dt.date, known_on: dt.date) -> tuple[Recorded | None, tuple[Correction, ...]]:
        """The entry that holds, and the corrections that are laid over it, in order."""
        known = (entry for entry in reversed(self.entries) if entry.known_on <= known_on and entry.covers(on))
        base = next(known, None)
        if base is None:
            return None, ()
        over = (each for each in self.corrections if base.known_on <= each.known_on <= known_on and each.covers(on))
        return base, tuple(over)

    def _stretches(self, known_on: dt.date) -> list[tuple[dt.date, Recorded | None]]:
        """Each day from which something else holds than before, or nothing any more."""
        known = [each for each in self._told if each.known_on <= known_on]
        ends = {each.valid_until + _DAY for each in known if each.valid_until not in (None, dt.date.max)}
        found: list[tuple[dt.date, Recorded | None]] = []
        before: tuple[Recorded | None, tuple[Correction, ...]] = (None, ())
        for day in sorted({each.valid_from for each in known} | ends):
            layers = self._layers(day, known_on)
            if layers != before:
                found.append((day, self.entry_on(day, known_on)))
            before = layers
        return found

    def _wrong_corrections(self) -> list[Problem]:
        """What is no correction, and facts that two of one rank set to different values."""
        problems, stated = [], dict[Any, Any]()
        for i, each in enumerate(self.corrections):
            if type(each) is not Correction:
                problems.append(wrong_kind(f"corrections[{i}]", each, "a Correction"))
                continue
            for path, value in each.facts.items():
                if stated.setdefault((each.rank, path), value) != value:
                    problems.append(Problem("stated_twice", f"corrections[{i}].{path.masked}", "two values", "one value"))
        return problems
