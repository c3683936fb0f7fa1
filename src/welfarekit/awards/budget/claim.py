"""What asks a fund for money: one claim, and the keys by which claims are ranked.

>>> from welfarekit.money import Money
>>> Claim("c-1", Money("1600.00", "CNY"), dt.date(2026, 3, 2), {"children": 2})
<Claim c-1 1600.00 CNY of 2026-03-02>
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from attrs import field, frozen

from welfarekit.awards.amounts import unlike
from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.quantity import Benefit

Priority = int | str | dt.date


def _pairs(given: Mapping[str, Priority] | Iterable[tuple[str, Priority]]) -> tuple[tuple[str, Priority], ...]:
    return tuple(sorted((given.items() if isinstance(given, Mapping) else given), key=lambda pair: pair[0]))


@frozen(repr=False)
class Claim:
    """One claim to a fund, already approved in substance; what is open is whether and when there is money for it.

    ``filed_on`` is the day of filing, which it keeps on the waiting list. ``priority`` are the values by which claims may be
    ranked, such as ``{"degree": 2, "children": 3}``. A ``divisible`` claim may be granted in part. ``until`` is the last day on
    which the aid still makes sense, None for no such day.
    """

    id: str
    amount: Benefit
    filed_on: dt.date
    priority: tuple[tuple[str, Priority], ...] = field(default=(), converter=_pairs)
    divisible: bool = False
    until: dt.date | None = None

    def value(self, name: str) -> Priority:
        """The value of a priority; a KeyError for one that the claim does not state."""
        return dict(self.priority)[name]

    def __repr__(self) -> str:
        return f"<Claim {masked(self.id)} {self.amount} of {self.filed_on.isoformat()}>"


@frozen
class RankKey:
    """One key of a ranking: ``rising`` puts the smallest value first, ``falling`` the greatest."""

    name: str
    direction: Literal["rising", "falling"]

    def __attrs_post_init__(self) -> None:
        if self.direction not in ("rising", "falling"):
            expected = "rising (smallest first) or falling (greatest first)"
            raise InvalidFacts([Problem("not_one_of", "direction", repr(self.direction), expected)])


def in_classes(claims: Iterable[Claim], by: Sequence[RankKey]) -> list[list[Claim]]:
    """Claims in classes, best first: equal in every key. In a class they stand by day of filing, then by id.

    The order in which they are given does not matter.
    """
    line = sorted(claims, key=lambda claim: (claim.filed_on, claim.id))
    for key in reversed(by):
        line.sort(key=lambda claim: claim.value(key.name), reverse=key.direction == "falling")
    classes: list[list[Claim]] = []
    for claim in line:
        same = classes and all(claim.value(key.name) == classes[-1][0].value(key.name) for key in by)
        if same:
            classes[-1].append(claim)
        else:
            classes.append([claim])
    return classes


def claim_problems(
    claims: Sequence[Claim], like: Benefit, by: Iterable[RankKey], *, divisible: bool, dated: bool
) -> Iterator[Problem]:
    """Everything that keeps claims from being ranked and paid from one fund."""
    seen: set[str] = set()
    for i, claim in enumerate(claims):
        path = f"claims[{i}]"
        if not isinstance(claim.id, str) or not claim.id:
            yield Problem("empty", f"{path}.id", repr(claim.id), "a text that is not empty")
        elif claim.id in seen:
            yield Problem("duplicate_id", f"{path}.id", repr(masked(claim.id)), "an id of its own")
        seen.add(claim.id)
        yield from unlike(claim.amount, like, f"{path}.amount")
        for name, day in (("filed_on", claim.filed_on), ("until", claim.until)):
            if not (_is_day(day) or (name == "until" and day is None)):
                yield Problem("not_a_date", f"{path}.{name}", type(day).__name__, "a day")
        if divisible and not claim.divisible:
            yield Problem("not_divisible", f"{path}.divisible", "False", "a claim that may be granted in part")
        if claim.until is not None and not dated:
            yield Problem("missing", "on", "nothing", f"the day of the allocation, since {path} has a last day")
    for key in by:
        yield from _key_problems(claims, key.name)


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _key_problems(claims: Sequence[Claim], name: str) -> Iterator[Problem]:
    """A key has to be stated by every claim, and to be of one type."""
    stated = [(i, dict(claim.priority).get(name)) for i, claim in enumerate(claims)]
    kinds = {type(value) for _, value in stated if value is not None}
    for i, value in stated:
        path = f"claims[{i}].priority.{name}"
        if isinstance(value, float):
            raise TypeError(f"{path}: {value!r} is a float; rank by whole numbers, texts or days")
        if value is None:
            yield Problem("missing", path, "nothing", "a value for each key of the ranking")
        elif not (isinstance(value, int | str) or _is_day(value)) or len(kinds) > 1:
            yield Problem("wrong_type", path, type(value).__name__, "whole numbers, texts or days, the same for all claims")
