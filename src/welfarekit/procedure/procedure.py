"""The procedure of one program in one variant, for a place and from a day: its steps, clocks, reviews and tallies."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, field

from welfarekit.citation import Citation
from welfarekit.errors import TermMissing
from welfarekit.place import Place
from welfarekit.procedure.clocks import Clock, deadline_for
from welfarekit.procedure.deadline import Deadline
from welfarekit.procedure.review import Review
from welfarekit.procedure.step import Level, Step, Tally

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar


@define(frozen=True, slots=False, cache_hash=True, repr=False)
class Procedure:
    """How one program is applied for, decided, paid, reviewed, changed, ended and appealed.

    ``variant`` tells apart what is law side by side: ``regular``, ``delegated`` where the county has left the decision to the
    township, ``epidemic``, ``pay_first``. ``since`` and ``until`` are its first and last day. ``starts`` is the first state, and
    the first step of every case. States ``at_rest`` are those in which nothing is pending: from the first one on a later
    procedure takes over. ``takes_pending`` is one that takes over what is pending as well, since an office of the one before is
    gone. ``posting_barred`` says why nothing may be posted in public, where that is so. ``later`` is the version that follows.
    """

    key: str
    program: str
    variant: str
    place: Place
    since: dt.date
    until: dt.date | None
    starts: str
    cite: Citation
    steps: tuple[Step, ...]
    clocks: tuple[Clock, ...] = ()
    reviews: tuple[Review, ...] = ()
    tallies: tuple[Tally, ...] = ()
    at_rest: tuple[str, ...] = ()
    posting_barred: str = ""
    takes_pending: bool = False
    text: str = ""
    note: str = field(default="")
    later: Procedure | None = field(default=None, eq=False)

    def __repr__(self) -> str:
        end = f" to {self.until.isoformat()}" if self.until else ""
        return f"Procedure({self.program}, {self.variant}, {self.place} from {self.since.isoformat()}{end})"

    @cached_property
    def _by_key(self) -> dict[str, Step]:
        return {step.key: step for step in self.steps}

    @cached_property
    def closing(self) -> frozenset[str]:
        """The steps that close a case."""
        return frozenset(step.key for step in self.steps if step.closes)

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is law on ``day``, unless something nearer or later is."""
        return self.since <= day and (self.until is None or day <= self.until)

    def has(self, key: str) -> bool:
        """Whether there is a step of this name."""
        return key in self._by_key

    def step(self, key: str) -> Step:
        """The step; a KeyError for a name that the procedure does not have."""
        return self._by_key[key]

    def next_steps(self, state: str) -> tuple[Step, ...]:
        """The steps that may be taken in a state, in the order of the law file."""
        return tuple(step for step in self.steps if state in step.from_states)

    def clock(self, key: str, on: dt.date) -> Clock:
        """The clock of this name that is law on a day; :class:`~welfarekit.errors.TermMissing` where there is none."""
        for clock in self.clocks:
            if clock.key == key and clock.holds_on(on):
                return clock
        names = ", ".join(dict.fromkeys(clock.key for clock in self.clocks)) or "none"
        raise TermMissing(self.program, f"clock {key!r}", f"the clocks of {self.key} are: {names}")

    def deadline(self, clock: str, on: dt.date, calendar: Calendar | None = None) -> Deadline:
        """The last day that a clock sets for an event on a day: how long has the county for a file that came in on Monday?

        ``on`` is the day of the step or of the fact from which the clock counts.
        :class:`~welfarekit.errors.TermMissing` where the law's limit is not shipped.
        """
        return deadline_for(self, clock, on, calendar)

    @property
    def states(self) -> tuple[str, ...]:
        """Every state that a case can be in, the first one first."""
        return tuple(dict.fromkeys([self.starts, *(step.to for step in self.steps if step.to is not None)]))

    @property
    def deciders(self) -> tuple[Level, ...]:
        """The levels that may decide."""
        return tuple(dict.fromkeys(level for step in self.steps if step.decides for level in step.by))

    @property
    def categories(self) -> tuple[str, ...]:
        """The categories by which cases are reviewed."""
        return tuple(dict.fromkeys(name for review in self.reviews for name in review.categories))

    def path(self, goal: str) -> tuple[str, ...] | None:
        """The shortest way from the first state to a step, as names of steps; None where there is no way."""
        trails: list[tuple[str, tuple[str, ...]]] = [(self.starts, ())]
        seen = {self.starts}
        for state, trail in trails:
            if goal in (state, *trail[-1:]):
                return trail
            for step in self.next_steps(state):
                to = step.to or state
                if step.key == goal:
                    return (*trail, step.key)
                if to not in seen:
                    seen.add(to)
                    trails.append((to, (*trail, step.key)))
        return None
