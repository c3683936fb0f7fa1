"""What can be wrong with a procedure as a whole: steps that lead nowhere, states that no case reaches, clocks of no step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from welfarekit.errors import Problem
from welfarekit.procedure.clocks import END, Clock
from welfarekit.procedure.limit import Limit
from welfarekit.procedure.move import FACTS
from welfarekit.procedure.procedure import Procedure


def problems_of(procedure: Procedure) -> Iterator[Problem]:
    """Everything that is wrong, each with the path of the table that says it."""
    yield from _steps(procedure)
    yield from _clocks(procedure)
    for review in procedure.reviews:
        yield from _known(procedure, review.after, f"review.{review.key}.after")
    for tally in procedure.tallies:
        yield from _known(procedure, (tally.step, *tally.reset), f"tally.{tally.key}")
    for state in procedure.at_rest:
        if state not in procedure.states:
            yield Problem("never_reached", "at_rest", repr(state), f"one of {', '.join(procedure.states)}")


def _known(procedure: Procedure, steps: Iterable[str], path: str) -> Iterator[Problem]:
    names = [procedure.starts, *(step.key for step in procedure.steps)]
    for step in steps:
        if step not in names:
            yield Problem("no_such_step", path, repr(step), f"one of {', '.join(names)}")


def _steps(procedure: Procedure) -> Iterator[Problem]:
    reached = set(procedure.states)
    clocks = [clock.key for clock in procedure.clocks]
    for step in procedure.steps:
        path = f"step.{step.key}"
        if step.key == procedure.starts:
            yield Problem("no_such_step", path, repr(step.key), "a name other than that of the first state")
        for state in step.from_states:
            if state not in reached:
                yield Problem("never_reached", f"{path}.from", repr(state), f"one of {', '.join(procedure.states)}")
        if not step.from_states:
            yield Problem("never_reached", f"{path}.from", "nothing", "the states from which the step is taken")
        ends = step.to is not None and not procedure.next_steps(step.to)
        if ends and not step.closes:
            yield Problem("leads_nowhere", path, repr(step.to), "a state with a next step, or closes = true")
        for name in step.needs:
            if name not in FACTS:
                yield Problem("no_such_fact", f"{path}.needs", repr(name), f"one of {', '.join(FACTS)}")
        yield from _known(procedure, step.only_after, f"{path}.only_after")
        yield from _known(procedure, step.not_after, f"{path}.not_after")
        for name in step.waits_for:
            if name not in clocks:
                yield Problem("no_such_step", f"{path}.waits_for", repr(name), f"the name of a clock: {', '.join(clocks)}")
        if step.posts and procedure.posting_barred:
            yield Problem("barred_posting", path, "a posting", f"none: {procedure.posting_barred}")
        if step.posts and step.to is None:
            yield Problem("leads_nowhere", path, "a posting that leaves the state as it is", "a state of its own while it runs")
    yield from _unreachable(procedure)


def _unreachable(procedure: Procedure) -> Iterator[Problem]:
    """States that are only reached from themselves or from each other."""
    for state in procedure.states:
        if state != procedure.starts and procedure.path(state) is None:
            yield Problem("never_reached", f"step.{state}", repr(state), f"a way from {procedure.starts!r}")


def _clocks(procedure: Procedure) -> Iterator[Problem]:
    seen: list[Clock] = []
    for clock in procedure.clocks:
        path = f"clock.{clock.key}"
        yield from _known(procedure, clock.after, f"{path}.after")
        yield from _known(procedure, clock.stops, f"{path}.stops")
        yield from _known(procedure, clock.not_after, f"{path}.not_after")
        yield from _known(procedure, [clock.when] if clock.when else [], f"{path}.when")
        if clock.counted_from not in ("", END) and FACTS.get(clock.counted_from) is not dt.date:
            days = ", ".join(name for name, kind in FACTS.items() if kind is dt.date)
            yield Problem("no_such_fact", f"{path}.counted_from", repr(clock.counted_from), f"{END!r}, or one of {days}")
        if clock.counted_from == END:
            for key in clock.after:
                if procedure.has(key) and not procedure.step(key).posts:
                    yield Problem("no_such_step", f"{path}.after", repr(key), "a step with a posting, for counted_from = 'end'")
        if clock.instead_of and clock.instead_of not in [one.key for one in procedure.clocks]:
            yield Problem("no_such_step", f"{path}.instead_of", repr(clock.instead_of), "the name of another clock")
        if clock.backwards and not (isinstance(clock.limit, Limit) or clock.limit is None):
            yield Problem("bad_value", f"{path}.backwards", str(clock.limit), "days or months, to be counted back")
        for other in seen:
            if other.key == clock.key and _meet(other, clock):
                yield Problem("two_procedures", path, f"from {clock.since}", "one limit of a name for one day")
        seen.append(clock)


def _meet(one: Clock, other: Clock) -> bool:
    first, last = dt.date.min, dt.date.max
    return (one.since or first) <= (other.until or last) and (other.since or first) <= (one.until or last)
