"""The worked cases of awards that each country ships, and the file format that anyone can write."""

from __future__ import annotations

import pytest
from attrs import evolve

from welfarekit.award_case_file import holds_award_cases, read_award_cases, shipped_award_cases
from welfarekit.errors import InvalidFacts

CASES = [case for country in ("cn", "vn") for case in shipped_award_cases(country)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.program}-{case.id}")
def test_a_worked_case_comes_out_as_its_source_has_it(case):
    assert case.source
    assert case.differences() == []


@pytest.mark.parametrize("case", [c for c in CASES if "error" not in c.expect], ids=lambda case: f"{case.program}-{case.id}")
def test_a_case_with_another_expectation_fails(case):
    for key, wrong in (("start", case.days["decided_on"].replace(year=1999)), ("due", {"2001-01": "1"}), ("lines", ["no"]),
                       ("paid_by", {"1999-12-31": "5"}), ("due_on", ["1999-12-31"]), ("error", "TermMissing")):  # fmt: skip
        if key in case.expect or key == "error":
            assert evolve(case, expect={**case.expect, key: wrong}).differences()


def test_everything_wrong_with_a_file_is_found_at_once(tmp_path):
    file = tmp_path / "cases.toml"
    assert not holds_award_cases(file)
    file.write_text(
        '[[award_case]]\nid = "x"\nplace = "CN-1"\namount = { value = 3.5, currency = "CNY" }\nsteps = [{ do = "dance" }]\n'
        'pay_day = { day = 3, counted = "week" }\n'
    )
    assert holds_award_cases(file)
    with pytest.raises(InvalidFacts) as caught:
        read_award_cases(file)
    found = {(problem.code, problem.path.rpartition(".")[2]) for problem in caught.value.problems}
    assert found >= {
        ("bad_place", "place"), ("missing", "text"), ("missing", "decided_on"), ("not_a_text", "value"),
        ("not_one_of", "do"), ("not_one_of", "counted"),
    }  # fmt: skip
