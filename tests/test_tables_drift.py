"""The readers stay together over tables too: random rules on rows, learning more, and lying in the span."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from test_readers import poorer
from test_tables_output import as_tables_say
from trees import DAY, homes, rulebooks
from welfarekit.adapters.arrow import assess_table, households_to_arrow
from welfarekit.domain.household import Household
from welfarekit.errors import NotInForce
from welfarekit.rules.determine import determine
from welfarekit.rules.node import Apply, walk
from welfarekit.rules.rulebook import Rulebook


def answered(rulebook: Rulebook, families: list[Household], form: Any) -> list[dict[str, Any]]:
    """The rows of a table of these families, of which each has a key of its own."""
    named = [evolve(home, id=f"h{row}") for row, home in enumerate(families)]
    made = households_to_arrow(named, form=form)
    table, persons = made if form == "flat" else (made, None)
    rows: list[dict[str, Any]] = assess_table(table, rulebook, DAY, persons=persons, rows=2).to_pylist()
    return rows


def expected(rulebook: Rulebook, home: Household) -> dict[str, Any]:
    found = determine(rulebook, home, DAY)
    span = found.span
    return {
        "outcome": str(found.outcome),
        "amount": None if found.amount is None else Decimal(found.amount.value),
        "lowest": None if span is None else Decimal(span.lowest.value),
        "highest": None if span is None else Decimal(span.highest.value),
        "status": found.status,
        "condition": found.condition,
        "missing": {need.path for need in found.needs},
    }


def possible(families: list[Household]) -> list[Household]:
    """Those that the day asked allows, as a table can say them."""
    return [as_tables_say(home) for home in families if not home.problems_on(DAY)]


@given(rulebooks(), st.lists(homes(), min_size=1, max_size=4), st.sampled_from(["nested", "flat"]))
def test_random_rules_say_of_rows_what_they_say_of_households(rulebook: Rulebook, families: list[Household], form: str) -> None:
    families = possible(families)
    assume(families)
    try:
        wanted = [expected(rulebook, home) for home in families]
    except NotInForce:
        assume(False)
    for row, want in zip(answered(rulebook, families, form), wanted, strict=True):
        assert row["error"] is None
        assert {**{name: row[name] for name in want}, "missing": set(row["missing"])} == want


@given(rulebooks(), homes(), st.frozensets(st.integers(0, 120), max_size=40))
def test_a_row_survives_learning_more_and_lies_in_its_span(
    rulebook: Rulebook, home: Household, gone: frozenset[int]
) -> None:
    # first_known is for two facts of which a document states only one; here both can be learned
    assume(not any(isinstance(node, Apply) and node.op == "first_known" for node in walk(*rulebook.whole_roots)))
    both = possible([poorer(home, gone), home])
    assume(len(both) == 2)
    try:
        less, more = answered(rulebook, both, "nested")
    except NotInForce:
        assume(False)
    if less["outcome"] in ("eligible", "not_eligible"):
        assert more["outcome"] == less["outcome"]
    if less["amount"] is not None:
        assert more["amount"] == less["amount"]
    elif less["lowest"] is not None:
        ends = [more["amount"]] if more["amount"] is not None else [more["lowest"], more["highest"]]
        nothing = more["outcome"] == "not_eligible"
        assert all(less["lowest"] <= end <= less["highest"] for end in ends if end is not None)
        assert not nothing or less["outcome"] != "eligible"
    if less["status"] is not None:
        assert more["status"] == less["status"]
    if not less["missing"]:
        assert not more["missing"]


@pytest.mark.deep
@settings(settings.get_profile("deep"))
@given(rulebooks(depth=4), st.lists(homes(), min_size=1, max_size=6), st.sampled_from(["nested", "flat"]))
def test_deep_random_rules_say_of_rows_what_they_say_of_households(
    rulebook: Rulebook, families: list[Household], form: str
) -> None:
    families = possible(families)
    assume(families)
    for row, home in zip(answered(rulebook, families, form), families, strict=True):
        want = expected(rulebook, home)
        assert {**{name: row[name] for name in want}, "missing": set(row["missing"])} == want
