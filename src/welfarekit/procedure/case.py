"""A case: one subject, one program, and the steps taken so far. Only steps that the law allows can be taken.

>>> from welfarekit.administration.law.procedures import Procedures
>>> rules = Procedures.default().find("demo.grain_aid", "XD-12", dt.date(2025, 3, 3))
>>> case = Case.opened("c-1", rules, "hh-1", on=dt.date(2025, 3, 3), place="XD-12")
>>> case = case.move("accepted", on=dt.date(2025, 3, 4))
>>> case.next_moves
('investigated', 'withdrawn')
>>> case.move("granted", on=dt.date(2025, 3, 5))
Traceback (most recent call last):
...
welfarekit.errors.MoveNotAllowed: case c-1 is accepted and cannot become granted; from there it may become investigated, withdrawn
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import evolve, field, frozen

from welfarekit.domain.checking import masked, shown
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.place import Place
from welfarekit.procedure.clock_runs import deadlines_of
from welfarekit.procedure.deadline import Deadline
from welfarekit.procedure.handing_over import as_of, put_under
from welfarekit.procedure.move import Move
from welfarekit.procedure.moving import follows, opening, taken
from welfarekit.procedure.procedure import Procedure
from welfarekit.procedure.step import Level

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar


def _place(value: Place | str) -> Place:
    return Place.parse(value)


@frozen(repr=False)
class Case:
    """One case. Make one with :meth:`opened` and let it take steps with :meth:`move`; each gives a new case.

    ``office`` names the street office, township or commune that handles it, ``category`` the group by which it is reviewed.
    ``earlier`` are procedures that governed it before, each with the number of steps that were taken until then.
    """

    id: str
    program: str
    subject: str
    place: Place = field(converter=_place)
    procedure: Procedure
    category: str = ""
    moves: tuple[Move, ...] = ()
    office: str = ""
    earlier: tuple[tuple[Procedure, int], ...] = ()

    def __attrs_post_init__(self) -> None:
        problems = [
            Problem("empty", name, shown(value), "a text that is not empty")
            for name, value in (("id", self.id), ("program", self.program), ("subject", self.subject))
            if not isinstance(value, str) or not value
        ]
        if self.procedure.program != self.program:
            problems.append(
                Problem("wrong_program", "procedure", repr(self.procedure.program), f"a procedure of {masked(str(self.program))}")
            )
        if self.procedure.place not in self.place.chain:
            problems.append(Problem("bad_place", "place", repr(str(self.place)), f"a place in {self.procedure.place}"))
        if self.category and self.procedure.categories and self.category not in self.procedure.categories:
            known = ", ".join(self.procedure.categories)
            problems.append(Problem("not_one_of", "category", shown(self.category), f"one of {known}"))
        for place, move in enumerate(self.moves[1:], 1):
            if move.on < self.moves[place - 1].on:
                day = f"a day not before {self.moves[place - 1].on.isoformat()}"
                problems.append(Problem("before_last_move", f"moves[{place}].on", move.on.isoformat(), day))
        if problems:
            raise InvalidFacts(problems)

    @classmethod
    def opened(
        cls,
        id: str,  # noqa: A002  # the name of the field
        procedure: Procedure,
        subject: str,
        *,
        on: dt.date,
        place: Place | str | None = None,
        category: str = "",
        office: str = "",
        level: Level | str | None = None,
        by: str = "",
        **facts: Any,
    ) -> Case:
        """A new case in the first state of its procedure; ``place`` is that of the procedure unless given.

        The day is one on which the procedure is law.
        """
        first = opening(procedure, on=on, level=level, by=by, facts=facts)
        where = procedure.place if place is None else Place.parse(place)
        return cls(id, procedure.program, subject, where, procedure, category, (first,), office)

    @property
    def state(self) -> str:
        """The state after the last step."""
        return self.moves[-1].state if self.moves else ""

    @property
    def eras(self) -> Iterator[tuple[Procedure, int, int]]:
        """Each procedure that governed the case, with the first of its steps and the first that is no longer its."""
        first = 0
        for procedure, after in self.earlier:
            yield procedure, first, after
            first = after
        yield self.procedure, first, len(self.moves)

    def backwards(self, before: int | None = None) -> Iterator[tuple[Procedure, Move]]:
        """Each step with the procedure under which it was taken, the last one first; with ``before`` those before a place."""
        stop = len(self.moves) if before is None else before
        for procedure, first, after in reversed([*self.eras]):
            for place in range(min(after, stop) - 1, first - 1, -1):
                yield procedure, self.moves[place]

    @property
    def was_at_rest(self) -> bool:
        """Whether nothing was pending in the case at some time: it was paid, or found poor."""
        return any(move.state in procedure.at_rest for procedure, move in self.backwards())

    @property
    def next_moves(self) -> tuple[str, ...]:
        """The steps that may be taken now, if what they need is stated and no posting is still running."""
        return tuple(step.key for step in self.procedure.next_steps(self.state) if follows(self, step))

    def move(
        self,
        step: str,
        *,
        on: dt.date,
        level: Level | str | None = None,
        by: str = "",
        calendar: Calendar | None = None,
        **facts: Any,
    ) -> Case:
        """The case after one more step.

        ``level`` is who takes it, unless given the first that the law names; ``facts`` are what is stated with it
        (:data:`~welfarekit.procedure.move.FACTS`). A ``calendar`` is needed after a posting that is counted in working days.

        :class:`~welfarekit.errors.MoveNotAllowed` names the steps that are allowed, where this one is not;
        :class:`~welfarekit.errors.InvalidFacts` holds everything else that is wrong: a day before the last step, a level that
        may not act, a posting that is not over, facts that are missing, a day on which a later law has taken the case over.
        """
        return evolve(self, moves=(*self.moves, taken(self, step, on=on, level=level, by=by, calendar=calendar, facts=facts)))

    def under(self, procedure: Procedure) -> Case:
        """The case from now on under another procedure, as when the law changes; steps taken keep their own."""
        return put_under(self, procedure)

    def as_of(self, day: dt.date) -> Case | None:
        """The case as it stood at the end of a day, without the steps after it; None before the first one."""
        return as_of(self, day)

    def deadlines(self, calendar: Calendar | None = None) -> tuple[Deadline, ...]:
        """Every clock that a step of the case started, running or stopped, in the order of the steps."""
        return deadlines_of(self, calendar)

    def running(self, calendar: Calendar | None = None) -> tuple[Deadline, ...]:
        """The deadlines for what has not been done yet."""
        return deadlines_of(self, calendar, running=True)

    def missed(self, calendar: Calendar | None, on: dt.date) -> tuple[Deadline, ...]:
        """The deadlines that had passed on ``on`` before what they were for was done."""
        return tuple(one for one in self.deadlines(calendar) if one.is_missed(on))

    @property
    def tallies(self) -> dict[str, int]:
        """How often in a row each thing has happened that has a consequence when it is repeated."""
        found = {}
        for tally in self.procedure.tallies:
            count = 0
            for move in self.moves:
                count = 0 if move.step in tally.reset else count + (move.step == tally.step)
            found[tally.key] = count
        return found

    @property
    def full_tallies(self) -> tuple[str, ...]:
        """The tallies that have reached the number at which the law attaches a consequence."""
        counts = self.tallies
        return tuple(tally.key for tally in self.procedure.tallies if counts[tally.key] >= tally.times)

    def __repr__(self) -> str:
        since = self.moves[-1].on.isoformat() if self.moves else "no step yet"
        return f"Case({masked(self.id)!r}, {self.program}, {self.state or 'new'}, {since})"
