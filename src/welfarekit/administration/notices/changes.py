"""What an event makes of an award: the amount and the end that held before it, as far as they had become known.

A suspension withholds an amount and does not change it, so it takes no part here; nor does what became known later.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from welfarekit.awards.award import Award
from welfarekit.awards.events import Event, EventKind
from welfarekit.awards.layers import Layers, Stretch, layers

_SET_BEFORE = (EventKind.REINSTATE, EventKind.START, EventKind.UNTIL)


def earlier_events(award: Award, event: Event) -> tuple[Event, ...]:
    """The events that had become known when this one did, by day and by ``order``.

    Of those of the same day and order, what sets the first day and the end comes before a change, as in
    :class:`~welfarekit.awards.events.EventKind`; two changes of the same day and order do not see each other.
    """
    when = (event.known_on, event.order)
    return tuple(
        one
        for one in award.events
        if (one.known_on, one.order) < when
        or ((one.known_on, one.order) == when and one.kind in _SET_BEFORE and one.sort_key < event.sort_key)
    )


def state_before(award: Award, event: Event) -> Layers:
    """The award without the event: amounts, first day and end."""
    return layers(award, earlier_events(award, event))


def is_undone(award: Award, event: Event) -> bool:
    """Whether another event of the award takes this one back."""
    return any(one.undoes == event.key for one in award.events)


def amounts_during(state: Layers, first: dt.date, stop: dt.date) -> Iterator[Stretch]:
    """The amounts that the award had from ``first`` to before ``stop``, in order of the days, whether suspended or not."""
    for stretch in sorted(state.amounts, key=lambda one: one.start):
        start, end = max(stretch.start, first), min(stretch.stop, stop)
        if start < end:
            yield Stretch(start, end, stretch.minor)
