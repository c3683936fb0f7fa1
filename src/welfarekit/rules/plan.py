"""The law that answers one question: every value that a rulebook may read, resolved for a place, a day and a point of view."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from attrs import field, frozen

from welfarekit.errors import NotInForce
from welfarekit.place import Place
from welfarekit.rules.lawbook import Found, Lawbook, law_of
from welfarekit.rules.node import Apply, Asked, Bracket, Const, Given, LawValue, Named, Node, Versions, walk
from welfarekit.rules.ranged import apply
from welfarekit.rules.values import MAYBE, Value, anything, exact, hull
from welfarekit.truth import UNKNOWN

_MOST_PLANS = 20_000


def law_value(node: Node, found: Found | None) -> Value:
    """The value that a law node has, given what was found. None where the law is silent."""
    if isinstance(node, Given):
        return found is not None
    if found is None:
        return None
    if isinstance(node, LawValue) and node.cell:
        return found.value.get(node.cell, found.parameter.zero)
    return found.value


class Rules(Protocol):
    """What a plan is made for: a rulebook, or several read together."""

    @property
    def key(self) -> str:
        """Its name in messages."""

    @property
    def cache(self) -> dict[str, Any]:
        """What was found out about it once."""

    @property
    def law_nodes(self) -> tuple[Node, ...]:
        """Every place where the rules ask the law."""

    @property
    def whole_roots(self) -> tuple[Node, ...]:
        """The terms that answer."""


@frozen(eq=False)
class Plan:
    """Resolved law. ``place`` is None when the family's place is not known; then every value of the law is open."""

    rulebook: Rules
    place: Place | None
    on: dt.date
    found: FoundLaw
    """What the law has for each parameter: one value, or several while a selecting fact (the area) is not known."""
    book: Lawbook = field(repr=False)
    values: dict[int, Value] = field(factory=dict, init=False, repr=False)
    contents: dict[int, tuple[tuple[str, Node], ...]] = field(factory=dict, init=False, repr=False)
    taken: dict[int, tuple[Node, ...]] = field(factory=dict, init=False, repr=False)
    exact: bool = field(default=True)
    fast: dict[bool, tuple[Any, ...]] = field(factory=dict, init=False, repr=False)

    def value(self, node: Node) -> Value:
        """The value of a law node. :class:`~welfarekit.errors.NotInForce` where a needed value is missing."""
        known = self.values.get(id(node))
        if known is None:
            known = self._resolve(node)
            self.values[id(node)] = known
        return known

    def _resolve(self, node: Node) -> Value:
        assert isinstance(node, LawValue | Given | Bracket)
        if self.place is None:
            return self._anywhere(node)
        options = [law_value(node, found) for found in self.found[(node.program, node.key)]]
        if all(option is None for option in options):
            key = f"{node.program}.{node.key}"
            raise NotInForce(key, self.place.code, self.on, self.book.known(node.program, node.key, self.place))
        if any(option is None for option in options):  # one area has a value, another has none: the area must be asked first
            options = [option for option in options if option is not None]
            options += [] if isinstance(node, Bracket) else [self._anywhere(node)]
        if isinstance(node, Bracket):
            return options[0] if len(options) == 1 else options
        return options[0] if len(options) == 1 else hull(node.sort, *options)

    def _anywhere(self, node: LawValue | Given | Bracket) -> Value:
        """What a value can be while the place is not known: anything that the law has anywhere, at any time."""
        parameter = self.book.parameter(node.program, node.key)
        rows = [row for row in self.book.rows(node.program, node.key) if not row.repeal]
        if isinstance(node, Given):
            return MAYBE if rows else False
        options = [law_value(node, Found(parameter, row)) for row in rows]
        if isinstance(node, Bracket):
            return options
        return hull(node.sort, *options) if options else anything(node)

    def law_only(self, node: Node) -> Value:
        """The value of a term that asks nothing but the law and the day; None if it asks for facts."""
        if isinstance(node, Const):
            return node.value
        if isinstance(node, Asked):
            return self.on.toordinal()
        if isinstance(node, LawValue | Given):
            try:
                return self.value(node)
            except NotInForce:  # raised by `require` where it matters; here the branch may be one that is not taken
                return None
        if isinstance(node, Named):
            return self.law_only(node.body)
        if isinstance(node, Versions):
            option = node.on(self.on)
            return None if option is None else self.law_only(option.body)
        if isinstance(node, Apply):
            args = []
            for arg in self.branches(node):
                value = self.law_only(arg)
                if value is None:
                    return None
                args.append(value)
            return args[0] if node.op == "when" and len(args) == 1 else apply(node, args)
        return None

    def branches(self, node: Node) -> tuple[Node, ...]:
        """The nodes below that can matter here: the version of the day, and no branch that the law itself rules out."""
        taken = self.taken.get(id(node))
        if taken is None:
            taken = self.taken[id(node)] = self._branches(node)
        return taken

    def _branches(self, node: Node) -> tuple[Node, ...]:
        if isinstance(node, Versions):
            option = node.on(self.on)
            if option is None:
                raise NotInForce(f"{self.rulebook.key} ({node.options[0].name})", str(self.place), self.on)
            return (option,)
        if isinstance(node, Apply) and node.op == "when":
            test = self.law_only(node.args[0])
            if test is not None and exact(test):
                return (node.args[1] if test else node.args[2],)
        if isinstance(node, Apply) and node.op in ("and", "or"):
            stop = node.op == "or"
            for index, arg in enumerate(node.args):
                if self.law_only(arg) is stop:
                    return node.args[: index + 1]
        return node.args

    def live(self) -> Iterator[Node]:
        """Every node that can matter here."""
        seen: set[int] = set()
        stack = list(reversed(self.rulebook.whole_roots))
        while stack:
            node = stack.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            yield node
            stack.extend(reversed(self.branches(node)))

    def require(self) -> None:
        """Raise NotInForce now if a value that can matter is missing, so that no answer depends on who asked first."""
        if self._complete():
            return
        for node in self.live():
            if isinstance(node, LawValue | Bracket):
                self.value(node)

    def _complete(self) -> bool:
        """Whether the law has everything that the rules may ask, so that nothing that can matter is missing."""
        cache = self.rulebook.cache
        if "versions" not in cache:
            cache["versions"] = tuple(node for node in walk(*self.rulebook.whole_roots) if isinstance(node, Versions))
        everything = all(hit is not None for options in self.found.values() for hit in options)
        return everything and all(node.on(self.on) is not None for node in cache["versions"])


def elsewhere(error: NotInForce, book: Lawbook, place: Place) -> NotInForce:
    """What is missing here, for another place where the law is the same."""
    program, _, key = error.key.rpartition(".")
    known = () if key.endswith(")") else book.known(program, key, place)  # a version of a rule, not a value
    return NotInForce(error.key, place.code, error.on, known, program=error.program)


def plan_for(
    rulebook: Rules, book: Lawbook, household: Any, on: dt.date, decided: dt.date | None = None
) -> Plan:
    """The plan for a household; kept in the lawbook, so that the next family of the same place costs a look-up."""
    place = household.place
    names = selectors(rulebook)
    dims = tuple([getattr(household, name) for name in names])
    key = (rulebook, place, dims, on, decided)
    plan = book.plans.get(key)
    if plan is None:
        known = dict(zip(names, dims, strict=True))
        found = {} if place is UNKNOWN else find_law(rulebook, book, place, known, on, decided)
        plan = make_plan(rulebook, book, None if place is UNKNOWN else place, found, on)
        plan.require()
        if len(book.plans) >= _MOST_PLANS:
            book.plans.clear()
        book.plans[key] = plan
    return plan


def selectors(rulebook: Rules) -> tuple[str, ...]:
    """The household facts, besides the place, that select values of the law: usually the area."""
    if "selectors" not in rulebook.cache:
        names: dict[str, None] = {}
        for node in rulebook.law_nodes:
            assert isinstance(node, LawValue | Given | Bracket)
            names.update(dict.fromkeys(law_of(node.program).parameters[node.key].by))
        rulebook.cache["selectors"] = tuple(names)
    return rulebook.cache["selectors"]  # type: ignore[no-any-return]  # filled above


FoundLaw = Mapping[tuple[str, str], tuple[Found | None, ...]]


def find_law(
    rulebook: Rules, book: Lawbook, place: Place, dims: Mapping[str, Any], on: dt.date, decided: dt.date | None
) -> FoundLaw:
    """What the law has for each parameter that the rules may read: one value, or several while a selecting fact is not known."""
    found: dict[tuple[str, str], tuple[Found | None, ...]] = {}
    for node in rulebook.law_nodes:
        assert isinstance(node, LawValue | Given | Bracket)
        at = (node.program, node.key)
        if at in found:
            continue
        options: list[Found | None] = []
        for choice in _choices(book, *at, dims):
            hit = book.find(*at, place, choice, on, decided)
            if all(hit is not other if hit is None or other is None else hit.row is not other.row for other in options):
                options.append(hit)
        found[at] = tuple(options)
    return found


def make_plan(rulebook: Rules, book: Lawbook, place: Place | None, found: FoundLaw, on: dt.date) -> Plan:
    """A plan by itself, whether or not everything that can matter has a value."""
    return Plan(rulebook, place, on, found, book, place is not None and all(len(options) == 1 for options in found.values()))


def _choices(book: Lawbook, program: str, key: str, dims: Mapping[str, Any]) -> list[dict[str, str]]:
    """The selecting facts as known, or every value that rows use where one is not known."""
    choices: list[dict[str, str]] = [{}]
    for name in book.parameter(program, key).by:
        stated = dims[name]
        if stated is UNKNOWN:
            values = sorted({value for row in book.rows(program, key) for dim, value in row.by if dim == name}) or [""]
        else:
            values = ["none" if stated is None else str(getattr(stated, "value", stated))]
        choices = [{**choice, name: value} for choice in choices for value in values]
    return choices
