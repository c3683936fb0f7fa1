"""The nodes of a rule's tree: plain frozen values that readers walk. Rules are written with ``term``, not with these.

Every value that a node can have is ordered: no < yes, amounts, counts, days and rates by size. So a value that is not fully
known is a range from ``lo`` to ``hi``, and almost every operator is monotone in each argument. A choice that is not known
is the set of what it can still be.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from enum import Enum
from typing import Any, Final

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.rules.operators import OPERATORS, Operator


class Sort(Enum):
    """What kind of value a node has."""

    TEST = "test"
    AMOUNT = "amount"
    COUNT = "count"
    RATE = "rate"
    DAY = "day"
    CHOICE = "choice"
    ROUNDING = "rounding"


NONE: Final = "none"
"""How a choice says that there is none."""


@frozen(eq=False)
class Node:
    """One node. ``personal`` says that its value differs from member to member."""

    sort: Sort
    personal: bool = field(init=False, default=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "personal", self._is_personal())

    def _is_personal(self) -> bool:
        return any(arg.personal for arg in self.args)

    @property
    def args(self) -> tuple[Node, ...]:
        """The nodes below."""
        return ()


@frozen(eq=False)
class Const(Node):
    """A value written in the rule itself: zero, yes, no, a status."""

    value: Any
    domain: tuple[str, ...] = ()


@frozen(eq=False)
class Asked(Node):
    """The day for which the family asks."""


@frozen(eq=False)
class Fact(Node):
    """A fact of the domain, by its path from the entity: ``household`` / ``member`` / ``month``."""

    entity: str
    path: tuple[str, ...]
    label: str
    optional: bool = False
    most: int = 0
    least: int = 0
    places: int = 0
    domain: tuple[str, ...] = ()

    def _is_personal(self) -> bool:
        return self.entity == "member"

    @property
    def key(self) -> str:
        """``member.income.wage_per_month``: how messages and schemas name the fact."""
        return ".".join((self.entity, *self.path))


@frozen(eq=False)
class IsNone(Node):
    """Whether the fact is stated not to exist (JSON null)."""

    fact: Fact

    @property
    def args(self) -> tuple[Node, ...]:
        """The fact."""
        return (self.fact,)


@frozen(eq=False)
class LawValue(Node):
    """A value of the law: parameter ``key`` of ``program``, or one ``cell`` of a table."""

    program: str
    key: str
    cell: str = ""
    domain: tuple[str, ...] = ()


@frozen(eq=False)
class Given(Node):
    """Whether the law has a value for an optional parameter at this place and day."""

    program: str
    key: str


@frozen(eq=False)
class Bracket(Node):
    """The value of a schedule of the law at ``at``."""

    program: str
    key: str
    at: Node

    @property
    def args(self) -> tuple[Node, ...]:
        """What is looked up."""
        return (self.at,)


@frozen(eq=False)
class Apply(Node):
    """An operator of ``operators`` applied to arguments; ``extra`` is fixed when the rule is built."""

    op: str
    operands: tuple[Node, ...]
    extra: Any = None
    domain: tuple[str, ...] = ()
    operator: Operator = field(init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "operator", OPERATORS[self.op])
        Node.__attrs_post_init__(self)

    @property
    def args(self) -> tuple[Node, ...]:
        """The arguments."""
        return self.operands


@frozen(eq=False)
class Over(Node):
    """``how`` over the members: count, any, every, total, largest. ``link`` narrows to those whose guardian is this member."""

    how: str
    body: Node
    where: Node | None = None
    link: str = ""

    @property
    def args(self) -> tuple[Node, ...]:
        """What is asked of each member."""
        return (self.body,) if self.where is None else (self.where, self.body)

    def _is_personal(self) -> bool:
        return bool(self.link)  # over all members it belongs to the household, over one's wards to the guardian


@frozen(eq=False)
class Discretion(Node):
    """A step that the law leaves to the judgement of an authority. No code answers it."""

    name: str
    sentence: str
    cite: Citation | None = None


@frozen(eq=False)
class Named(Node):
    """A rule with a name, sentences and a source: what reasons are made of."""

    name: str
    body: Node
    yes: str
    no: str
    unknown: str
    cite: Citation | None
    show: dict[str, Node] = field(factory=dict)
    since: dt.date | None = None
    until: dt.date | None = None
    package: str = ""
    cites: tuple[Citation, ...] = ()
    """All sources, where one takes the place of another; ``cite`` is the first."""

    def cite_on(self, day: dt.date) -> Citation | None:
        """The source that applies on ``day``; the first where none says its days."""
        return next((cite for cite in self.cites if cite.applies_on(day)), self.cite)

    @property
    def args(self) -> tuple[Node, ...]:
        """The rule's term."""
        return (self.body,)

    @property
    def domain(self) -> tuple[str, ...]:
        """The statuses of a classification."""
        return domain_of(self.body)


@frozen(eq=False)
class Versions(Node):
    """Versions of one rule over time; the day asked selects."""

    options: tuple[Named, ...]

    @property
    def args(self) -> tuple[Node, ...]:
        """All versions."""
        return self.options

    @property
    def domain(self) -> tuple[str, ...]:
        """The statuses of a classification."""
        return domain_of(self.options[0])

    def on(self, day: dt.date) -> Named | None:
        """The version for this day, or None where no version holds."""
        for option in self.options:
            if (option.since is None or option.since <= day) and (option.until is None or day <= option.until):
                return option
        return None


def domain_of(node: Node) -> tuple[str, ...]:
    """The values that a choice can have, in order."""
    return getattr(node, "domain", ())


def walk(*roots: Node) -> Iterator[Node]:
    """Every node at or below the roots, each once; what a rule only shows counts too."""
    seen: set[int] = set()
    stack = list(reversed(roots))
    while stack:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield node
        stack.extend(reversed(node.args))
        if isinstance(node, Named):
            stack.extend(node.show.values())
