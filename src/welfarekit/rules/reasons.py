"""Why: the tree of named rules that an answer rests on, with the facts and the law that each one read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import frozen

from welfarekit.citation import Citation
from welfarekit.domain.fact import specs_of
from welfarekit.rules.explain import HOUSEHOLD, WARD_OF, Reading
from welfarekit.rules.law_file import Parameter, Row
from welfarekit.rules.node import (
    Apply,
    Asked,
    Bracket,
    Const,
    Discretion,
    Fact,
    Given,
    IsNone,
    LawValue,
    Named,
    Node,
    Over,
    Sort,
    Versions,
    walk,
)
from welfarekit.rules.plan import Plan, selectors
from welfarekit.rules.values import Value, exact

if TYPE_CHECKING:
    from welfarekit.domain.fact_path import FactPath


@frozen
class FactRead:
    """A fact that a rule read: where it stands in the document, and its value (None while it is not known)."""

    fact: Fact
    path: str
    value: Value


@frozen
class LawRead:
    """A value of the law that a rule read, and its row. ``inherited``: from a layer between the place and the country."""

    parameter: Parameter
    row: Row
    value: Value
    cell: str
    inherited: bool
    given: bool = False
    """Whether the rule only asked if the law has a value."""


@frozen
class Reason:
    """One rule, what came out of it, and what it rests on."""

    rule: Named
    value: Value
    member: str | None
    facts: tuple[FactRead, ...]
    law: tuple[LawRead, ...]
    shown: tuple[tuple[str, Node, Value], ...]
    children: tuple[Reason, ...]
    cite: Citation | None = None
    """Where the rule stands, on the day asked."""

    @property
    def known(self) -> bool:
        """Whether the value is settled."""
        return exact(self.value)

    @property
    def truth(self) -> str:
        """``yes``, ``no`` or ``unknown`` for a test; empty for an amount or another value."""
        if self.rule.sort is not Sort.TEST:
            return ""
        return "unknown" if not self.known else "yes" if self.value else "no"

    def walk(self) -> Iterator[Reason]:
        """This reason and all below."""
        yield self
        for child in self.children:
            yield from child.walk()


def path_of(fact: Fact, index: int) -> str:
    """Where a fact stands in the household document: ``members[2].birth_date``, ``income_per_month``, ``month.cpi``."""
    rest = ".".join(fact.path)
    if fact.entity == "member":
        return f"members[{index}].{rest}"
    return rest if fact.entity == "household" else f"month.{rest}"


_KINDS: dict[type[Node], str] = {
    Fact: "fact", IsNone: "fact", Named: "rule", LawValue: "law", Given: "law", Bracket: "bracket", Over: "over", Apply: "when",
}  # fmt: skip


def contents(plan: Plan, node: Node) -> tuple[tuple[str, Node], ...]:
    """What a term is made of, down to the next rule, aggregate, condition, fact and value of the law; kept in the plan."""
    kept = plan.contents.get(id(node))
    if kept is None:
        found: dict[int, Node] = {}
        stack = [node]
        while stack:
            part = stack.pop()
            taken = plan.branches(part)
            if isinstance(part, Apply) and part.op == "when" and len(taken) == 1:  # the law itself chose the branch
                stack.extend([*taken, part.args[0]])
            elif isinstance(part, Apply) and part.op != "when":
                stack.extend(reversed(taken))
            elif isinstance(part, Versions):
                stack.extend(taken)
            elif isinstance(part, IsNone):
                found[id(part.fact)] = part.fact
            elif not isinstance(part, Const | Asked | Discretion):
                found[id(part)] = part
        kept = plan.contents[id(node)] = tuple((_KINDS[type(part)], part) for part in found.values())
    return kept


class _Collector:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.told = reading, set[tuple[int, int]]()

    def reasons(self, node: Node, index: int) -> tuple[list[FactRead], list[LawRead], list[Reason]]:
        facts: dict[tuple[int, int], FactRead] = {}
        law: dict[tuple[str, str, str], LawRead] = {}
        children: list[Reason] = []
        self._walk(node, index, facts, law, children)
        return list(facts.values()), list(law.values()), children

    def _walk(self, node: Any, index: int, facts: dict[Any, FactRead], law: dict[Any, LawRead], children: list[Reason]) -> None:
        reading = self.reading
        part: Any
        for kind, part in contents(reading.plan, node):
            if kind == "fact":
                at = (id(part), index if part.personal else HOUSEHOLD)
                if at not in facts:
                    facts[at] = FactRead(part, path_of(part, index), reading.value(part, index))
            elif kind == "law":
                self._law(part, index, law)
            elif not reading.has_read(part, index):
                continue  # not needed for this answer
            elif kind == "rule":
                at = (id(part), index if part.personal else HOUSEHOLD)
                if at not in self.told:
                    self.told.add(at)
                    children.append(self.reason(part, index))
            elif kind == "over":
                for other, belongs in reading.linked(part.link, index):
                    if belongs is not True:
                        facts[(id(WARD_OF), other)] = FactRead(WARD_OF, path_of(WARD_OF, other), None)
                    for arg in part.args:
                        self._walk(arg, other, facts, law, children)
            elif kind == "bracket":
                self._law(part, index, law)
                self._walk(part.at, index, facts, law, children)
            else:  # a condition: what was needed of its branches
                test = reading.value(part.args[0], index)
                taken = part.args if not exact(test) else (part.args[0], part.args[1] if test else part.args[2])
                for arg in taken:
                    self._walk(arg, index, facts, law, children)

    def _law(self, node: LawValue | Given | Bracket, index: int, law: dict[Any, LawRead]) -> None:
        plan = self.reading.plan
        cell = node.cell if isinstance(node, LawValue) else ""
        at = (node.program, node.key, "given" if isinstance(node, Given) else cell)
        for found in plan.found.get((node.program, node.key), ()):
            if found is not None and at not in law:
                value = self.reading.value(node, index)
                layer = found.row.place
                inherited = layer is not plan.place and layer.code != layer.country
                law[at] = LawRead(found.parameter, found.row, value, cell, inherited, isinstance(node, Given))

    def reason(self, named: Named, index: int) -> Reason:
        facts, law, children = self.reasons(named.body, index)
        reading = self.reading
        shown = tuple((name, node, reading.value(node, index)) for name, node in named.show.items())
        member = reading.members[index].id if named.personal and index >= 0 else None
        value = reading.value(named, index)
        cite = named.cite_on(reading.plan.on)
        return Reason(named, value, member, tuple(facts), tuple(law), shown, tuple(children), cite)


def reasons_for(reading: Reading, roots: tuple[Node | None, ...], index: int = HOUSEHOLD) -> tuple[Reason, ...]:
    """The reasons of an answer, in the order of the rules; a rule that serves twice is told once."""
    collector, found = _Collector(reading), list[Reason]()
    for root in roots:
        if root is not None:
            reading.value(root, index)
            found += collector.reasons(root, index)[2]
    return tuple(found)


def reads_for(
    reading: Reading, roots: tuple[Node | None, ...], index: int = HOUSEHOLD
) -> tuple[tuple[FactRead, ...], tuple[LawRead, ...]]:
    """Every fact and every value of the law that an answer was read from, each fact once, in the order of the rules."""
    collector, found, law = _Collector(reading), dict[str, FactRead](), list[LawRead]()
    for root in roots:
        if root is not None:
            reading.value(root, index)
            facts, values, children = collector.reasons(root, index)
            parts = [part for child in children for part in child.walk()]
            law += [*values, *(read for part in parts for read in part.law)]
            for read in (*facts, *(read for part in parts for read in part.facts)):
                found.setdefault(read.path, read)
    return tuple(found.values()), tuple(law)


@frozen
class Need:
    """A fact to ask for: its path in the document, its label, and which kind of value is expected."""

    path: str
    label: str
    kind: str
    choices: tuple[str, ...] = ()
    member: str | None = None


def need_of(path: FactPath, household: Any) -> Need:
    """A fact as one would ask for it."""
    spec = path.spec
    assert spec is not None
    return Need(path.by_index(household), spec.label, spec.kind, spec.choices, path.member or None)


PLACE = Fact(Sort.CHOICE, "household", ("place",), "place")


def needs_for(
    reading: Reading, roots: tuple[Node | None, ...], index: int = HOUSEHOLD
) -> tuple[tuple[Need, ...], tuple[Discretion, ...]]:
    """The facts that settle the answer, and the steps that stay with an authority. A settled answer asks nothing."""
    asked: dict[str, Need] = {}
    steps: dict[str, Discretion] = {}
    seen: set[tuple[int, int]] = set()

    def ask(fact: Fact, at: int) -> None:
        member = reading.members[at].id if fact.entity == "member" else None
        path = path_of(fact, at)
        asked.setdefault(path, Need(path, fact.label, fact.sort.value, fact.domain, member))

    def visit(node: Node, at: int) -> None:
        key = (id(node), at if node.personal else HOUSEHOLD)
        if key in seen or exact(reading.value(node, at)):
            return
        seen.add(key)
        match node:
            case Fact():
                ask(node, at)
            case IsNone():
                ask(node.fact, at)
            case Discretion():
                steps[node.name] = node
            case LawValue() | Given():
                for fact in _selecting(reading, node):
                    ask(fact, HOUSEHOLD)
            case Bracket():
                visit(node.at, at)
                for fact in _selecting(reading, node):
                    ask(fact, HOUSEHOLD)
            case Over():
                for other, belongs in reading.linked(node.link, at):
                    if not exact(belongs):
                        ask(WARD_OF, other)
                    if node.where is not None:
                        visit(node.where, other)
                        if reading.value(node.where, other) is False:
                            continue
                    visit(node.body, other)
            case Apply() if node.op == "when":
                taken = reading.plan.branches(node)
                if len(taken) == 3:
                    visit(node.args[0], at)
                    test = reading.value(node.args[0], at)
                    taken = node.args[1:] if not exact(test) else (node.args[1] if test else node.args[2],)
                for arg in taken:
                    visit(arg, at)
            case Apply() if node.op == "first_known":
                visit(node.args[0] if not _partly_known(reading, node.args[1], at) else node.args[1], at)
            case _:
                for arg in reading.plan.branches(node):
                    visit(arg, at)

    for root in roots:
        if root is not None:
            visit(root, index)
    return tuple(asked.values()), tuple(steps.values())


def _selecting(reading: Reading, node: Node) -> list[Fact]:
    if reading.plan.place is None:
        return [PLACE]
    labels = specs_of(type(reading.household))
    names = selectors(reading.plan.rulebook)
    return [Fact(Sort.CHOICE, "household", (name,), labels[name].label, domain=labels[name].choices) for name in names]


def _partly_known(reading: Reading, node: Node, at: int) -> bool:
    """Whether some fact below a computed alternative has been stated, so that it is the one to complete."""
    indexes = range(len(reading.members))
    return any(
        exact(reading.value(fact, other))
        for fact in walk(node)
        if isinstance(fact, Fact)
        for other in (indexes if fact.entity == "member" and at == HOUSEHOLD else (at,))
    )
