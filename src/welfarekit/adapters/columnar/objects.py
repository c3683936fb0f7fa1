"""Domain objects as a block: for a few families at hand, and for the tests that hold the readers together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from welfarekit.adapters.columnar.block import EPOCH, Block, Stated
from welfarekit.rules.node import Fact, Sort
from welfarekit.rules.reading import plain, stated
from welfarekit.truth import UNKNOWN

_TYPES = {Sort.TEST: bool, Sort.DAY: np.int32}


class Objects(Block):
    """Households as a block; ``months`` are facts about a month, one for each household."""

    def __init__(self, households: Sequence[Any], months: Sequence[Any] | None = None) -> None:
        self.households = list(households)
        self.months = list(months) if months is not None else [UNKNOWN] * len(self.households)
        self.members = [member for household in self.households for member in household.members]
        self.size = len(self.households)
        self.starts = np.cumsum([0, *(len(household.members) for household in self.households)], dtype=np.int64)
        found = [getattr(household, "place", UNKNOWN) for household in self.households]
        self.places = list(dict.fromkeys(found))
        self.place_index = np.array([self.places.index(place) for place in found], dtype=np.intp)

    def stated(self, fact: Fact) -> Stated | None:
        """What the objects state."""
        entities = {"household": self.households, "member": self.members, "month": self.months}[fact.entity]
        values = [stated(fact, entity) for entity in entities]
        known = np.array([value is not UNKNOWN for value in values], dtype=bool)
        if not known.any():
            return None
        none = np.array([value is None for value in values], dtype=bool)
        numbers = [0 if value is UNKNOWN or value is None else _number(fact, value) for value in values]
        array = np.array(numbers, dtype=_TYPES.get(fact.sort, np.int64))
        return Stated(array, None if known.all() else known, none if none.any() else None)

    def guardians(self) -> Any:
        """Rows of the guardians, by the ids of the members."""
        rows = np.full(len(self.members), -1, dtype=np.int64)
        for household, first in zip(self.households, self.starts.tolist(), strict=False):
            at = {member.id: first + offset for offset, member in enumerate(household.members)}
            for offset, member in enumerate(household.members):
                guardian = member.guardian
                rows[first + offset] = -2 if guardian is UNKNOWN else -1 if guardian is None else at.get(guardian, -1)
        return rows


def _number(fact: Fact, value: Any) -> Any:
    value = plain(fact, value)
    if fact.sort is Sort.CHOICE:
        return fact.domain.index(value)
    if fact.sort is Sort.RATE:
        return int(value * 10**fact.places)
    return value - EPOCH if fact.sort is Sort.DAY else value
