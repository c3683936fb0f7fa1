"""Which reasons of a determination a notice gives: those that carry an approval, and everything that a refusal rests on.

What is merely not settled is no reason: a refusal of it rests on grounds of the office's own.
"""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from welfarekit.domain.checking import masked
from welfarekit.rules.deciding import deciding
from welfarekit.rules.determination import Determination, Outcome
from welfarekit.rules.explain import HOUSEHOLD, Reading
from welfarekit.rules.node import Apply, Node, Versions
from welfarekit.rules.reasons import Reason


def reasons_for_notice(determination: Determination, *, refused: bool) -> tuple[Reason, ...]:
    """The reasons in the order in which they are told, each once, with the numbers of persons masked."""
    if refused and determination.outcome is not Outcome.NOT_ELIGIBLE:
        return ()
    found = _against(determination) if refused else _for(determination)
    once = {(reason.rule.name, reason.member): reason for reason in found}
    return tuple(evolve(one, member=None if one.member is None else masked(one.member)) for one in once.values())


def _for(determination: Determination) -> Iterator[Reason]:
    """The first two levels, without alternatives that failed and without what is about single members of a household."""
    for reason in determination.reasons:
        yield reason
        for child in reason.children:
            if child.truth != "no" and (determination.index != HOUSEHOLD or child.member is None):
                yield child


def _against(determination: Determination) -> Iterator[Reason]:
    """The way from the whole down to the condition that failed, and whatever failed beside it."""
    condition = determination.condition
    for root in determination.reasons:
        trail = _trail(root, condition) or (root,)
        yield from trail
        if len(trail) > 1:
            yield from _beside(determination, trail[-2])


def _beside(determination: Determination, above: Reason) -> Iterator[Reason]:
    """The conditions of the same conjunction that failed too."""
    reading, index = determination.reading, determination.index
    parts = [part for part in _conjuncts(reading, above.rule.body, index) if reading.value(part, index) is False]
    names = {rule.name for part in parts if (rule := deciding(reading, part, index)) is not None}
    yield from (reason for reason in above.walk() if reason.rule.name in names)


def _conjuncts(reading: Reading, node: Node, index: int) -> Iterator[Node]:
    """The parts of the conjunction that a rule comes down to on the day and for the family; nothing where it is none."""
    if not isinstance(node, Apply | Versions):
        return
    taken = reading.plan.branches(node)
    if isinstance(node, Versions) or len(taken) == 1:
        yield from _conjuncts(reading, taken[0], index)
    elif node.op == "when":
        yield from _conjuncts(reading, taken[1] if reading.value(taken[0], index) is True else taken[2], index)
    elif node.op == "and":
        for part in taken:
            inner = tuple(_conjuncts(reading, part, index)) if isinstance(part, Apply) and part.op == "and" else ()
            yield from inner or (part,)


def _trail(reason: Reason, name: str | None) -> tuple[Reason, ...] | None:
    """From a reason down to the rule of this name."""
    if reason.rule.name == name:
        return (reason,)
    for child in reason.children:
        below = _trail(child, name)
        if below is not None:
            return (reason, *below)
    return None
