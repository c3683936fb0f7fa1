"""The format of worked cases: what is wrong with a file is said with its path, never a traceback."""

from __future__ import annotations

import datetime as dt
import pickle
from pathlib import Path

import pytest

from welfarekit.__main__ import main
from welfarekit.cases import read_cases
from welfarekit.errors import InvalidFacts, LawError, NotInForce, Problem, UnknownProgram

GOOD = """
program = "demo.grain_aid"
[[case]]
id = "one"
on = 2025-10-01
expect = { outcome = "not_eligible" }
[case.household]
id = "hh"
place = "XD-12"
area = "rural"
relief = "dibao"
income_per_month = "500.00 CNY"
members = [{ id = "p1", absence = "none" }]
"""



def written(folder: Path, text: str) -> Path:
    path = folder / "cases.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_good_file_passes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(written(tmp_path, GOOD))]) == 0
    assert capsys.readouterr().out == "1 cases passed, 0 failed\n"


@pytest.mark.parametrize(
    ("old", "new", "path", "code"),
    [
        ("on = 2025-10-01", 'on = "2025-10-01"', "case[0].on", "wrong_type"),
        ("on = 2025-10-01", "on = 2025-10-01\ndecided = 3", "case[0].decided", "wrong_type"),
        ('expect = { outcome = "not_eligible" }', "expect = 3", "case[0].expect", "wrong_type"),
        ('expect = { outcome = "not_eligible" }', "expect = { amount = 110 }", "case[0].expect.amount", "wrong_type"),
        ('expect = { outcome = "not_eligible" }', 'expect = { outcom = "x" }', "case[0].expect.outcom", "unknown_key"),
        ('id = "one"\n', "", "case[0].id", "missing"),
        ('id = "one"', 'id = "one"\ntxt = "x"', "case[0].txt", "unknown_key"),
        ('id = "one"', 'id = "one"\nlaw = 3', "case[0].law", "wrong_type"),
        ("[[case]]", 'defaults = 3\n[[case]]', "defaults", "wrong_type"),
    ],
)
def test_what_is_wrong_is_said_with_its_path(tmp_path: Path, old: str, new: str, path: str, code: str) -> None:
    with pytest.raises(InvalidFacts) as caught:
        read_cases(written(tmp_path, GOOD.replace(old, new, 1)))
    assert (caught.value.problems[0].path, caught.value.problems[0].code) == (path, code)


def test_a_difference_is_printed_and_the_status_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(written(tmp_path, GOOD.replace("not_eligible", "eligible")))]) == 1
    assert "outcome: expected eligible, got not_eligible" in capsys.readouterr().out


def test_a_member_is_not_asked_of_a_program_about_households(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(written(tmp_path, GOOD.replace('id = "one"', 'id = "one"\nmember = "p1"', 1)))]) == 1
    assert "leave `member` out" in capsys.readouterr().out


def test_errors_survive_pickling() -> None:
    found = InvalidFacts([Problem("negative", "income_per_month", "-1", "zero or more")])
    missing = NotInForce("cn.dibao.x", "CN-430602", dt.date(2023, 1, 1), ["a"])
    law, program = LawError("law.toml", found.problems), UnknownProgram("cn.dibo", "cn.dibao")
    for error in (found, missing, law, program):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
