"""The law of a block: one plan for each place and selecting fact (the area), made once and kept from block to block."""

from __future__ import annotations

import datetime as dt
import math
from functools import cached_property
from typing import Any

import numpy as np
from attrs import field, frozen

from welfarekit.adapters.columnar.block import Block
from welfarekit.adapters.columnar.column import pick
from welfarekit.adapters.columnar.facts import codes
from welfarekit.domain.fact import specs_of
from welfarekit.domain.household import Household
from welfarekit.errors import NotInForce
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.node import NONE, Fact, Node, Sort
from welfarekit.rules.plan import FoundLaw, Plan, elsewhere, find_law, make_plan, selectors
from welfarekit.rules.rulebook import Rulebook
from welfarekit.truth import UNKNOWN


@frozen(eq=False)
class Bundle:
    """Several programs of one country read as one, so that what they share is worked out once."""

    rulebooks: tuple[Rulebook, ...]
    cache: dict[str, Any] = field(factory=dict, init=False, repr=False)

    @property
    def key(self) -> str:
        """The keys of its programs."""
        return " + ".join(rulebook.key for rulebook in self.rulebooks)

    @cached_property
    def whole_roots(self) -> tuple[Node, ...]:
        """The terms that answer, of all of them."""
        return tuple(root for rulebook in self.rulebooks for root in rulebook.whole_roots)

    @cached_property
    def law_nodes(self) -> tuple[Node, ...]:
        """Every place where one of them asks the law."""
        return tuple({id(node): node for rulebook in self.rulebooks for node in rulebook.law_nodes}.values())


class Plans:
    """The plans of a bundle on one day, for any register. ``made`` only grows, so that a number keeps its meaning."""

    def __init__(self, bundle: Bundle, book: Lawbook, on: dt.date, decided: dt.date | None = None) -> None:
        self.bundle, self.book, self.on, self.decided = bundle, book, on, decided
        self.made: list[Plan] = []
        self.refused: list[NotInForce] = []
        self._refusals = np.full((0, len(bundle.rulebooks)), -1, dtype=np.int32)
        self._selecting = [_selector(name) for name in selectors(bundle)]
        self._width = math.prod(len(fact.domain) + 1 for fact in self._selecting)
        self._by_rows: dict[tuple[bool, tuple[int | None, ...]], tuple[int, list[tuple[int, NotInForce]]]] = {}
        self._number = np.full(0, -1, dtype=np.intp)
        self._places: dict[Any, int] = {}
        self._seen: tuple[Any, Any] = (None, ())

    def which(self, block: Block) -> tuple[Any, Any]:
        """For each household the number of its plan, and the number of its combination of place and selecting facts."""
        known = self._places
        if self._seen[0] is not block.places or len(self._seen[1]) != len(block.places):
            own = np.array([known.setdefault(place, len(known)) for place in block.places], dtype=np.intp)
            self._seen = block.places, own
        combination = self._seen[1].take(block.place_index, mode="clip")
        for fact in self._selecting:
            combination = combination * (len(fact.domain) + 1) + _with_unknown(fact, block)
        if len(self._number) < len(known) * self._width:
            more = len(known) * self._width - len(self._number)
            self._number = np.concatenate((self._number, np.full(more, -1, dtype=np.intp)))
            none = np.full((more, len(self.bundle.rulebooks)), -1, dtype=np.int32)
            self._refusals = np.concatenate((self._refusals, none))
        number = self._number.take(combination, mode="clip")
        if len(number) and number.min() < 0:
            places = list(known)
            for code in np.unique(combination[number < 0]).tolist():
                self._number[code] = self._make(places, code)
            number = self._number.take(combination, mode="clip")
        return number, combination

    def refusals(self, position: int, combination: Any) -> Any:
        """For each household the number of the error where a program has no law there, else -1; None where all have."""
        return self._refusals[:, position].take(combination, mode="clip") if self.refused else None

    def _make(self, places: list[Any], combination: int) -> int:
        facts: dict[str, Any] = {}
        code = combination
        for fact in reversed(self._selecting):
            code, position = divmod(code, len(fact.domain) + 1)
            value: Any = UNKNOWN if position == len(fact.domain) else fact.domain[position]
            facts[fact.path[0]] = None if value == NONE else value
        place = None if places[code] is UNKNOWN else places[code]
        found = {} if place is None else find_law(self.bundle, self.book, place, facts, self.on, self.decided)
        rows = tuple(None if hit is None else id(hit.row) for options in found.values() for hit in (*options, None))
        if (place is None, rows) in self._by_rows:  # the law of another place, but an error names its own
            number, missing = self._by_rows[(place is None, rows)]
        else:
            number, missing = self._by_rows[(place is None, rows)] = self._add(place, found)
        for position, error in missing:
            self._refusals[combination, position] = len(self.refused)
            self.refused.append(error if place is None else elsewhere(error, self.book, place))
        return number

    def _add(self, place: Any, found: FoundLaw) -> tuple[int, list[tuple[int, NotInForce]]]:
        """A new plan, and the programs that cannot be answered by it."""
        missing = []
        for position, rulebook in enumerate(self.bundle.rulebooks):
            try:
                make_plan(rulebook, self.book, place, found, self.on).require()
            except NotInForce as error:
                missing.append((position, error))
        self.made.append(make_plan(self.bundle, self.book, place, found, self.on))
        return len(self.made) - 1, missing


def _selector(name: str) -> Fact:
    spec = specs_of(Household)[name]
    domain = (*spec.choices, NONE) if spec.none else spec.choices
    return Fact(Sort.CHOICE, "household", (name,), spec.label, optional=spec.none, domain=domain)


def _with_unknown(fact: Fact, block: Block) -> Any:
    """The position of each value in the choice's domain, and one past the end where it is not known."""
    stated = block.stated(fact)
    if stated is None:
        return np.intp(len(fact.domain))
    found = codes(fact, stated)
    return found if stated.known is None else pick(stated.known, found, found.dtype.type(len(fact.domain)))
