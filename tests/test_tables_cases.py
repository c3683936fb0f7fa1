"""Every worked case once more, as rows of tables: what its author expects, from many families at once."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve

from welfarekit.adapters.arrow import assess_table, households_to_arrow
from welfarekit.cases import Case, shipped_cases
from welfarekit.errors import InvalidFacts, NotInForce
from welfarekit.rules.determine import program_keys

KEYS = [key for country in ("cn", "vn", "demo") for key in program_keys(country)]
LEFT_TO_THE_READER = {"warnings"}
"""What a table does not say."""


def differences(case: Case, rows: list[dict[str, Any]]) -> list[str]:
    """What the rows of a household say otherwise than expected; without a member those of a person program add up."""
    if case.member is not None:
        rows = [row for row in rows if row["member"] == case.member]
    if any(row["error"] for row in rows):
        return [] if {case.expect.get("error")} == {row["error"] for row in rows} else [f"{row['error_text']}" for row in rows]
    outcomes = {row["outcome"] for row in rows}
    one = len(rows) == 1
    found: dict[str, Any] = {"outcome": None, "amount": sum(row["amount"] or 0 for row in rows)}
    if one or len(outcomes) == 1 or "eligible" in outcomes:
        found["outcome"] = "eligible" if "eligible" in outcomes else outcomes.pop()
    if one:
        (row,) = rows
        missing = sorted(row["missing"] or [])
        found |= {name: row[name] for name in ("status", "lowest", "highest")} | {"needs": missing, "needs_include": missing}
    open_ = {row["outcome"] for row in rows} - {"eligible", "not_eligible"}
    wrong = []
    for key, wanted in case.expect.items():
        if key in LEFT_TO_THE_READER or (not one and (key not in found or open_)):
            continue
        got = found[key]
        if key == "needs_include":
            same = set(wanted) <= set(got)
        elif key in ("amount", "lowest", "highest"):
            same = got is not None and Decimal(got) == Decimal(wanted)
        else:
            same = got == (sorted(wanted) if isinstance(wanted, list) else wanted)
        if not same:
            wrong.append(f"{key}: expected {wanted}, got {got}")
    return wrong


@pytest.mark.parametrize("key", KEYS)
def test_the_worked_cases_of_a_program_come_out_of_tables(key: str) -> None:
    together: dict[Any, list[Case]] = defaultdict(list)
    for case in shipped_cases(key):
        together[(case.on, case.decided, str(case.month), str(case.law))].append(case)
    failed: dict[str, list[str]] = {}
    seen = 0
    for cases in together.values():
        families = []
        for case in cases:
            try:
                families.append((case, evolve(case.household(), id=f"case {len(families)}")))
            except InvalidFacts:  # what the reader refuses is not a table
                continue
        if not families:
            continue
        first = families[0][0]
        table = households_to_arrow([family for _, family in families])
        try:
            month = first.index_month()
            result = assess_table(table, key, first.on, month=month, law=first.lawbook(), decided=first.decided).to_pylist()
        except (NotInForce, InvalidFacts) as error:  # for all of them: the program, or the month
            codes = [problem.code for problem in getattr(error, "problems", ())] or ["not_in_force"]
            failed |= {case.id: [str(error)] for case, _ in families if case.expect.get("error") not in codes}
            seen += len(families)
            continue
        rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for row in result:
            rows[row["household"]].append(row)
        for case, family in families:
            seen += 1
            if wrong := differences(case, rows[family.id]):
                failed[case.id] = wrong
    assert not failed
    assert seen >= 0.9 * len(shipped_cases(key))
