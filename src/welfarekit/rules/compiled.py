"""The fast path for one household: a rulebook compiled once to a plain Python function over ints and dates.

The function reads a fact only when the answer turns on it, and gives up (:class:`Missing`) at the first one that is not
known; then :class:`~welfarekit.rules.explain.Reading` answers. Where it answers, it answers the same: a test holds both together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from welfarekit.dates import age_on, months_between
from welfarekit.errors import WelfarekitError
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
)
from welfarekit.rules.operators import _points, _share
from welfarekit.rules.plan import Plan
from welfarekit.rules.reading import EMPTY
from welfarekit.rules.rulebook import Rulebook
from welfarekit.truth import UNKNOWN

_ARGS = "m, hh, members, month, on, L"
_DEEP = 24
"""How deep expressions nest before a part becomes a function of its own."""


class Missing(WelfarekitError):
    """A fact that the answer turns on is not known; not an error of anyone, only the end of the fast path."""


_MISSING = Missing()


def _bracket(table: Any, at: int, zero: Any, continues: str) -> Any:
    value = zero
    for start, row_value in table:
        if start <= at:
            value = row_value
    return zero if continues == "nothing" and at > table[-1][0] else value


def _first_known(first: Any, second: Any, *args: Any) -> Any:
    try:
        return first(*args)
    except Missing:
        return second(*args)


class _Writer:
    """Writes the source. One instance compiles one rulebook for one kind of subject."""

    def __init__(self) -> None:
        self.scope: dict[str, Any] = {
            "UNKNOWN": UNKNOWN, "_MISSING": _MISSING, "_share": _share, "_years": age_on, "_months": months_between,
            "_points": _points, "_bracket": _bracket, "_first_known": _first_known, "_discretion": _discretion, "_wards": _wards,
        }  # fmt: skip
        self.functions: list[str] = []
        self.facts: dict[int, str] = {}
        self.helpers: dict[int, str] = {}
        self.law: dict[int, int] = {}
        self.law_nodes: list[Node] = []
        self.memo: dict[int, str] | None = None

    def constant(self, value: Any) -> str:
        if isinstance(value, bool | int | str):
            return repr(value)
        if isinstance(value, frozenset):
            return "{" + ", ".join(sorted(map(repr, value))) + "}" if value else "()"
        name = f"K{len(self.scope)}"
        self.scope[name] = value
        return name

    def law_at(self, node: Node) -> str:
        if id(node) not in self.law:
            self.law[id(node)] = len(self.law_nodes)
            self.law_nodes.append(node)
        return f"L[{self.law[id(node)]}]"

    def fact(self, fact: Fact, *, none: bool = False) -> str:
        at = id(fact) + none
        if at not in self.facts:
            self.facts[at] = name = f"F{len(self.functions)}"
            empty = dt.date.min if fact.sort is Sort.DAY else EMPTY[fact.sort]
            self.functions.append(_fact_source(name, fact, none, self.constant(empty)))
        entity = {"member": "m", "household": "hh", "month": "month"}[fact.entity]
        return f"{self.facts[at]}({entity})"

    def helper(self, node: Node) -> str:
        """A function of its own for a node; memory of the caller does not reach into it."""
        if id(node) not in self.helpers:
            name = self.helpers[id(node)] = f"H{len(self.helpers)}"
            outer, self.memo = self.memo, None
            body = self.expression(node, 0)
            self.memo = outer
            self.functions.append(f"def {name}({_ARGS}):\n    return {body}")
        return self.helpers[id(node)]

    def expression(self, node: Node, depth: int) -> str:
        if depth > _DEEP and not isinstance(node, Const | Fact | LawValue | Asked):
            return f"{self.helper(node)}({_ARGS})"
        match node:
            case Named():
                if self.memo is None or node.personal:
                    return self.expression(node.body, depth)
                if id(node) not in self.memo:
                    self.memo[id(node)] = f"t{len(self.memo)}"
                name = self.memo[id(node)]
                return f"({name} if {name} is not None else ({name} := {self.expression(node.body, depth + 2)}))"
            case Const():
                return self.constant(dt.date.fromordinal(node.value) if node.sort is Sort.DAY else node.value)
            case Fact():
                return self.fact(node)
            case IsNone():
                return self.fact(node.fact, none=True)
            case LawValue() | Given():
                return self.law_at(node)
            case Asked():
                return "on"
            case Versions():
                chosen, parts = self.law_at(node), [self.helper(option) for option in node.options]
                return f"({', '.join(parts)},)[{chosen}]({_ARGS})"
            case Bracket():
                at = self.expression(node.at, depth + 1)
                return f"_bracket({self.law_at(node)}[0], {at}, {self.law_at(node)}[1], {self.law_at(node)}[2])"
            case Over():
                return self.over(node)
            case Discretion():
                return "_discretion()"
            case Apply():
                return self.apply(node, depth + 1)
        raise AssertionError(type(node).__name__)

    def apply(self, node: Apply, depth: int) -> str:
        operator = node.operator
        if node.op == "first_known" and not isinstance(node.operands[0], Fact):
            # what is stated may be settled although a part of it is not known; only the full reading can tell
            return self.expression(node.operands[0], depth)
        if node.op == "first_known":
            return f"_first_known({self.helper(node.operands[0])}, {self.helper(node.operands[1])}, {_ARGS})"
        args = [self.expression(arg, depth) for arg in node.operands]
        joined = {"and": " and ", "or": " or ", "how_many": " + ", "max": ", ", "min": ", "}.get(node.op)
        if joined is not None:
            inner = joined.join(args)
            if node.op == "how_many":
                return f"(0 + {inner})"
            return f"({inner})" if joined.strip().isalpha() else f"{node.op}({inner})" if len(args) > 1 else inner
        return operator.code.format(*args, extra=self.constant(node.extra) if operator.takes_extra else "")

    def over(self, node: Over) -> str:
        # inside the comprehension `m` is each member in turn
        call = f"{self.helper(node.body)}({_ARGS})"
        where = [] if node.where is None else [f"{self.helper(node.where)}({_ARGS})"]
        loop = "for m in members"
        if node.link:
            loop = "for m in _wards(m, members)"
        condition = "".join(f" if {test}" for test in where)
        match node.how:
            case "count":
                return f"sum([1 {loop}{condition} if {call}])"
            case "total":
                return f"sum([{call} {loop}{condition}])"
            case "any" | "every":
                return f"{'any' if node.how == 'any' else 'all'}([{call} {loop}{condition}])"
        return f"max([0, *[{call} {loop}{condition}]])"


def _discretion() -> bool:
    """A step that no code may answer ends the fast path, but only when the answer turns on it."""
    raise _MISSING


def _wards(member: Any, members: Any) -> list[Any]:
    found = []
    for other in members:
        if other is not member:
            guardian = other.guardian
            if guardian is UNKNOWN:
                raise _MISSING
            if guardian == member.id:
                found.append(other)
    return found


def _fact_source(name: str, fact: Fact, none: bool, empty: str) -> str:
    """A function that reads one fact, raising Missing where it is not known."""
    lines, value = [f"def {name}(e):", "    v = e"], "v"
    for part in fact.path:
        lines += [
            "    if v is None: return " + ("True" if none else empty),
            "    if v is UNKNOWN: raise _MISSING",
            f"    v = v.{part}",
        ]
    if fact.optional:
        lines.append("    if v is None: return " + ("True" if none else empty))
    lines.append("    if v is UNKNOWN: raise _MISSING")
    if none:
        value = "False"
    elif fact.sort is Sort.AMOUNT:
        value = "v.minor"
    elif fact.sort is Sort.RATE:
        value = "v.fraction"
    elif fact.places:
        value = f"int(v.scaleb({fact.places}))"
    return "\n".join([*lines, f"    return {value}"])


Compiled = Callable[[Any, Any, Any, Any, dt.date, tuple[Any, ...]], tuple[Any, Any, Any, tuple[Any, ...]]]


class FastPath:
    """A compiled rulebook: ``answer(plan, household, month, member)`` gives eligible, benefit, status and the trace.

    The trace is the value of each rule of the household in ``names``, None where it was not needed.
    """

    def __init__(self, rulebook: Rulebook, *, whole: bool) -> None:
        roots = rulebook.whole if whole else rulebook.one
        writer = _Writer()
        memo = writer.memo = {}
        eligible, benefit, status = ("None" if root is None else writer.expression(root, 0) for root in roots)
        names = list(memo.values())
        start = [f"    {' = '.join(names)} = None"] if names else []
        body = [
            f"def answer({_ARGS}):",
            *start,
            f"    eligible = {eligible}",
            f"    status = {status}",
            f"    benefit = ({benefit}) if eligible else None",
            f"    return eligible, benefit, status, ({', '.join(names)}{',' if names else ''})",
        ]
        self.source = "\n".join([*writer.functions, *body])
        exec(compile(self.source, f"<compiled {rulebook.key}>", "exec"), writer.scope)  # noqa: S102  # our own source
        self.function: Compiled = writer.scope["answer"]
        self.law_nodes: tuple[Node, ...] = tuple(writer.law_nodes)
        by_id = {id(node): node for node in rulebook.rules}
        self.names: tuple[str, ...] = tuple(by_id[at].name for at in memo)

    def law(self, plan: Plan) -> tuple[Any, ...]:
        """The resolved values that the function reads, in its order; those of branches not taken are None."""
        return tuple(_law_argument(plan, node) for node in self.law_nodes)


def _law_argument(plan: Plan, node: Node) -> Any:
    if isinstance(node, Versions):
        option = node.on(plan.on)
        return None if option is None else node.options.index(option)
    assert isinstance(node, LawValue | Given | Bracket)
    found = plan.found[(node.program, node.key)][0]
    if isinstance(node, Given):
        return found is not None
    if found is None:
        return None
    value = plan.value(node)
    if isinstance(node, Bracket):
        return (value, found.parameter.zero, found.parameter.continues)
    return value


def fast_path(rulebook: Rulebook, *, whole: bool) -> FastPath:
    """The compiled rulebook, made on first use."""
    key = f"fast-{whole}"
    if key not in rulebook.cache:
        rulebook.cache[key] = FastPath(rulebook, whole=whole)
    return rulebook.cache[key]  # type: ignore[no-any-return]  # filled above
