"""The whole truth table of every operator: exact values, what is not known, both readers; a new operator without a row fails."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from welfarekit.adapters.columns import ColumnReading, Law, Objects
from welfarekit.money import Rate, Rounding
from welfarekit.place import Place
from welfarekit.rules.compiled import FastPath
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.node import Apply, Const, Fact, Node, Sort
from welfarekit.rules.operators import OPERATORS
from welfarekit.rules.plan import Plan
from welfarekit.rules.ranged import apply
from welfarekit.rules.reading import read
from welfarekit.rules.values import Range, among, between, exact, high, low
from welfarekit.truth import UNKNOWN

COUNT, TEST, RATE, DAY, CHOICE = Sort.COUNT, Sort.TEST, Sort.RATE, Sort.DAY, Sort.CHOICE
TABLE: dict[str, tuple[Sort, tuple[Sort, ...]]] = {
    "not": (TEST, (TEST,)),
    "and": (TEST, (TEST, TEST, TEST)),
    "or": (TEST, (TEST, TEST, TEST)),
    "lt": (TEST, (COUNT, COUNT)),
    "le": (TEST, (COUNT, COUNT)),
    "eq": (TEST, (COUNT, COUNT)),
    "rate_lt": (TEST, (RATE, RATE)),
    "rate_le": (TEST, (RATE, RATE)),
    "is_in": (TEST, (CHOICE,)),
    "add": (COUNT, (COUNT, COUNT)),
    "sub": (COUNT, (COUNT, COUNT)),
    "mul": (COUNT, (COUNT, COUNT)),
    "max": (COUNT, (COUNT, COUNT)),
    "min": (COUNT, (COUNT, COUNT)),
    "rate_mul": (RATE, (RATE, RATE)),
    "rate_max": (RATE, (RATE, RATE)),
    "share": (COUNT, (COUNT, RATE, Sort.ROUNDING)),
    "years": (COUNT, (DAY, DAY)),
    "months": (COUNT, (DAY, DAY)),
    "points": (COUNT, (RATE,)),
    "how_many": (COUNT, (TEST, TEST, TEST)),
    "when": (COUNT, (TEST, COUNT, COUNT)),
    "first_known": (COUNT, (COUNT, COUNT)),
}
VALUES: dict[Sort, list[Any]] = {
    TEST: [True, False, UNKNOWN],
    COUNT: [-7, -3, -1, 0, 1, 2, 5, 7, UNKNOWN],
    RATE: [Rate("0"), Rate("1/2"), Rate("0.035"), Rate("-0.25"), Rate("1.5"), Rate("0.0101"), UNKNOWN],
    DAY: [dt.date(2008, 2, 29), dt.date(2026, 2, 28), dt.date(2026, 3, 1), dt.date(2024, 1, 31), UNKNOWN],
    CHOICE: ["a", "b", "none", UNKNOWN],
}
ROUNDINGS = [Const(Sort.ROUNDING, (mode, step)) for mode in ("half_up", "up", "down", "half_even") for step in (1, 5, 100)]


def fact(sort: Sort, name: str) -> Fact:
    ends = {COUNT: (-7, 7), DAY: (700_000, 740_000), RATE: (-10_000, 20_000)}.get(sort, (0, 1))
    return Fact(sort, "household", (name,), name, False, ends[1], ends[0], 4 if sort is RATE else 0, ("a", "b", "none"))


def plan() -> Plan:
    return Plan(SimpleNamespace(key="demo", whole_roots=()), Place.parse("XD-1"), dt.date(2025, 1, 1), {}, Lawbook.default())  # type: ignore[arg-type]


def test_every_operator_has_a_row() -> None:
    assert set(TABLE) == set(OPERATORS)


def rows(name: str) -> list[tuple[Node, list[Fact], list[Any]]]:
    sort, sorts = TABLE[name]
    facts = [fact(s, f"f{i}") for i, s in enumerate(sorts) if s is not Sort.ROUNDING]
    extra = {"is_in": frozenset({"a", "none"}), "points": Fraction(1, 100)}.get(name)
    tails: list[tuple[Node, ...]] = [(r,) for r in ROUNDINGS] if name == "share" else [()]
    return [(Apply(sort, name, (*facts, *tail), extra), facts, []) for tail in tails]


@pytest.mark.parametrize("name", sorted(TABLE))
def test_columns_agree_with_the_definition_on_the_whole_table(name: str) -> None:
    for node, facts, _ in rows(name):
        combinations = list(product(*(VALUES[f.sort] for f in facts)))
        entities = [SimpleNamespace(members=(), **{f.path[0]: v for f, v in zip(facts, c, strict=True)}) for c in combinations]
        the_plan = plan()
        reading = ColumnReading(Objects(entities), Law([the_plan]))
        column = reading.column(node)
        for row, entity in enumerate(entities):
            args = [a.value if isinstance(a, Const) else read(a, entity) for a in node.args]  # type: ignore[arg-type]
            assert picked(column, row, node.sort) == apply(node, args), (combinations[row], node.args[-1])  # type: ignore[arg-type]


def picked(column: Any, row: int, sort: Sort) -> Any:
    if sort is RATE:
        lo, hi = (Fraction(int(end[0][row]), int(end[1][row])) for end in (column.lo, column.hi))
        return between(lo, hi)
    return between(column.lo[row].item(), column.hi[row].item())


@pytest.mark.parametrize("name", sorted(TABLE))
def test_learning_an_argument_only_narrows_the_result(name: str) -> None:
    for node, facts, _ in rows(name):
        for combination in product(*(VALUES[f.sort] for f in facts)):
            if UNKNOWN not in combination or name == "first_known":
                continue
            open_args = values(node, facts, combination)
            still = apply(node, open_args)
            for filled in product(*(known_values(f, c) for f, c in zip(facts, combination, strict=True))):
                known = apply(node, values(node, facts, filled))
                assert low(still) <= low(known), (combination, filled)
                assert high(known) <= high(still), (combination, filled)


def known_values(of: Fact, value: Any) -> list[Any]:
    return [v for v in VALUES[of.sort] if v is not UNKNOWN] if value is UNKNOWN else [value]


@pytest.mark.parametrize("name", sorted(TABLE))
def test_the_compiled_path_agrees_where_everything_is_known(name: str) -> None:
    for node, facts, _ in rows(name):
        rulebook: Any = SimpleNamespace(key="demo", whole=(Const(TEST, True), node, None), rules=())
        fast = FastPath(rulebook, whole=True)
        for combination in product(*([v for v in VALUES[f.sort] if v is not UNKNOWN] for f in facts)):
            entity = SimpleNamespace(**{f.path[0]: v for f, v in zip(facts, combination, strict=True)})
            assert fast.function(None, entity, (), None, dt.date(2025, 1, 1), ())[1] == apply(
                node,  # type: ignore[arg-type]
                values(node, facts, combination),
            )


def values(node: Node, facts: list[Fact], combination: tuple[Any, ...]) -> list[Any]:
    entity = SimpleNamespace(**{f.path[0]: v for f, v in zip(facts, combination, strict=True)})
    return [a.value if isinstance(a, Const) else read(a, entity) for a in node.args]  # type: ignore[arg-type]


def test_large_amounts_do_not_wrap() -> None:
    big = fact(COUNT, "f0")
    node = Apply(COUNT, "share", (big, Const(RATE, Fraction(1, 3)), Const(Sort.ROUNDING, ("half_up", 1))))
    entity = SimpleNamespace(members=(), f0=10**15)
    column = ColumnReading(Objects([entity]), Law([plan()])).column(node)
    assert column.lo[0] == 333_333_333_333_333 == apply(node, values(node, [big], (10**15,)))


def test_rounding_is_away_from_zero_in_both_readers() -> None:
    expected = {("half_up", "955.50"): 956, ("down", "955.50"): 955, ("up", "955.50"): 956, ("half_even", "956.50"): 956}
    for (mode, text), yuan in expected.items():
        from welfarekit.money import Money

        money = Money(text, "CNY").rounded(Rounding(mode, "1"))  # type: ignore[arg-type]
        assert money == Money(yuan, "CNY")


def test_ranges_collapse_where_both_ends_meet() -> None:
    assert between(3, 3) == 3
    assert exact(among(frozenset({"a"})))
    assert not exact(Range(1, 2))
