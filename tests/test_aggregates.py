"""Every aggregate over every small household: the definition against brute force, columns and compiled path against it.

A table of operators cannot see members; this one does: who belongs, who may belong, what is known of each, no members at all.
"""

from __future__ import annotations

import datetime as dt
from itertools import product
from types import SimpleNamespace
from typing import Any

import pytest

from welfarekit.adapters.columns import ColumnReading, Law, Objects
from welfarekit.place import Place
from welfarekit.rules.compiled import FastPath
from welfarekit.rules.explain import Reading
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.node import Const, Fact, Over, Sort
from welfarekit.rules.plan import Plan
from welfarekit.rules.values import between, exact, high, low
from welfarekit.truth import UNKNOWN

BODIES: dict[str, list[Any]] = {
    "count": [True, False, UNKNOWN],
    "any": [True, False, UNKNOWN],
    "every": [True, False, UNKNOWN],
    "total": [-2, 0, 3, UNKNOWN],
    "largest": [-2, 0, 3, UNKNOWN],
}
WHERE = [True, False, UNKNOWN]


def body_fact(how: str) -> Fact:
    if how in ("total", "largest"):
        return Fact(Sort.COUNT, "member", ("value",), "value", most=4, least=-3)
    return Fact(Sort.TEST, "member", ("value",), "value", most=1)


def node_for(how: str, *, filtered: bool, link: str = "") -> Over:
    sort = Sort.COUNT if how in ("count", "total", "largest") else Sort.TEST
    where = Fact(Sort.TEST, "member", ("belongs",), "belongs", most=1) if filtered else None
    return Over(sort, how, body_fact(how), where, link)


def plan() -> Plan:
    rulebook: Any = SimpleNamespace(key="demo", whole_roots=())
    return Plan(rulebook, Place.parse("XD-1"), dt.date(2025, 1, 1), {}, Lawbook.default())


def family(values: tuple[Any, ...], belongs: tuple[Any, ...], guardians: tuple[Any, ...]) -> Any:
    members = [
        SimpleNamespace(id=f"p{i}", value=v, belongs=b, guardian=g)
        for i, (v, b, g) in enumerate(zip(values, belongs, guardians, strict=True))
    ]
    return SimpleNamespace(members=members)


def families(how: str, *, filtered: bool) -> list[Any]:
    found = []
    for size in range(3):
        for values in product(BODIES[how], repeat=size):
            for belongs in product(WHERE if filtered else [True], repeat=size):
                found.append(family(values, belongs, (None,) * size))
    return found


def exactly(how: str, values: list[Any]) -> Any:
    match how:
        case "count":
            return sum(values)
        case "total":
            return sum(values)
        case "any":
            return any(values)
        case "every":
            return all(values)
    return max([0, *values])


def brute(how: str, home: Any) -> tuple[Any, Any]:
    """The least and the most over every way to fill in what is not known."""
    results = []
    ends = {"count": [True, False], "any": [True, False], "every": [True, False]}.get(how, [-3, 4])
    for filled in product(
        *(
            [
                (v, b)
                for v in (ends if m.value is UNKNOWN else [m.value])
                for b in ([True, False] if m.belongs is UNKNOWN else [m.belongs])
            ]
            for m in home.members
        )
    ):
        results.append(exactly(how, [v for v, b in filled if b]))
    return min(results), max(results)


@pytest.mark.parametrize("filtered", [False, True])
@pytest.mark.parametrize("how", sorted(BODIES))
def test_an_aggregate_is_what_brute_force_says(how: str, filtered: bool) -> None:
    node = node_for(how, filtered=filtered)
    for home in families(how, filtered=filtered):
        value = Reading(plan(), home).value(node)
        assert (low(value), high(value)) == brute(how, home), home


@pytest.mark.parametrize("filtered", [False, True])
@pytest.mark.parametrize("how", sorted(BODIES))
def test_columns_and_compiled_path_agree_on_every_aggregate(how: str, filtered: bool) -> None:
    node, homes, the_plan = node_for(how, filtered=filtered), families(how, filtered=filtered), plan()
    column = ColumnReading(Objects(homes), Law([the_plan])).column(node)
    rulebook: Any = SimpleNamespace(key="demo", whole=(Const(Sort.TEST, True), node, None), rules=())
    fast = FastPath(rulebook, whole=True)
    for row, home in enumerate(homes):
        value = Reading(the_plan, home).value(node)
        assert between(column.lo[row].item(), column.hi[row].item()) == value
        if all(m.value is not UNKNOWN and m.belongs is not UNKNOWN for m in home.members):
            assert exact(value)
            assert fast.function(None, home, home.members, None, dt.date(2025, 1, 1), ())[1] == value


@pytest.mark.parametrize("how", sorted(BODIES))
def test_wards_are_those_whose_guardian_is_this_member_or_may_be(how: str) -> None:
    node, the_plan = node_for(how, filtered=False, link="guardian"), plan()
    homes = [
        family(values, (True,) * 3, (None, g1, g2))
        for values in product(BODIES[how], repeat=3)
        for g1, g2 in product(["p0", "p2", None, UNKNOWN], ["p0", "p1", None, UNKNOWN])
    ]
    column = ColumnReading(Objects(homes), Law([the_plan])).column(node)
    for row, home in enumerate(homes):
        reading = Reading(the_plan, home)
        for index in range(3):
            me = f"p{index}"
            wards = [m for m in home.members if m.guardian == me or (m.guardian is UNKNOWN and m.id != me)]
            maybe = [UNKNOWN if m.guardian is UNKNOWN else True for m in wards]
            pairs = zip(wards, maybe, strict=True)
            open_ = SimpleNamespace(members=[SimpleNamespace(value=m.value, belongs=b) for m, b in pairs])
            value = reading.value(node, index)
            assert (low(value), high(value)) == brute(how, open_)
            at = row * 3 + index
            assert between(column.lo[at].item(), column.hi[at].item()) == value
