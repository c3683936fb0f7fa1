"""Which of the reasons of a determination a notice gives: those that carry an approval, and everything that a refusal rests on."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import evolve

from welfarekit.domain.checking import masked
from welfarekit.rules.determination import Determination, Outcome
from welfarekit.rules.explain import HOUSEHOLD
from welfarekit.rules.node import Apply
from welfarekit.rules.reasons import Reason


def reasons_for_notice(determination: Determination) -> tuple[Reason, ...]:
    """The reasons in the order in which they are told, each once, with the numbers of persons masked."""
    refused = determination.outcome is Outcome.NOT_ELIGIBLE
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
        if root.truth != "yes" and root.truth:
            trail = _trail(root, condition) if condition is not None else None
            yield root
            for above, reason in zip(trail or (), (trail or ())[1:], strict=False):
                yield reason
                body = above.rule.body
                if reason.rule.name == condition and isinstance(body, Apply) and body.op == "and":
                    yield from (child for child in above.children if child.truth == "no")


def _trail(reason: Reason, name: str | None) -> tuple[Reason, ...] | None:
    """From a reason down to the rule of this name."""
    if reason.rule.name == name:
        return (reason,)
    for child in reason.children:
        below = _trail(child, name)
        if below is not None:
            return (reason, *below)
    return None
