"""The commands about awards: each reads what the one before it printed, and says in one line what it cannot carry out."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from welfarekit.__main__ import main

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src/welfarekit"
FAMILY = str(ROOT / "examples/an_phu.json")
AWARDS = str(ROOT / "examples/awards.jsonl")
LEDGERS = str(ROOT / "examples/ledgers.jsonl")
AWARD = [
    "award", FAMILY, "--on", "2026-01-15", "--decided", "2026-01-15", "--program", "vn.social_assistance", "--member", "p4",
    "--ground", "other", "--pay-day", "10",
]  # fmt: skip


def run(capsys, *arguments, stdin=None, monkeypatch=None):
    if stdin is not None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
    try:
        status = main(list(arguments))
    except SystemExit as error:
        status = error.code
    out = capsys.readouterr()
    assert "Traceback" not in out.err
    return status, out.out, out.err


def test_the_shipped_examples_are_what_the_commands_print(capsys):
    status, out, _ = run(capsys, *AWARD)
    assert status == 0
    assert out == Path(AWARDS).read_text("utf-8").splitlines(keepends=True)[0]


def test_each_command_reads_what_the_one_before_it_printed(capsys, monkeypatch):
    _, awards, _ = run(capsys, *AWARD)
    status, ledgers, _ = run(
        capsys, "pay", "-", "--until", "2027-01-01", "--on", "2026-01-15", stdin=awards, monkeypatch=monkeypatch
    )
    assert status == 0
    assert len(json.loads(ledgers)["payments"]) == 12
    again = ("--facts", FAMILY, "--known", "2026-10-05", "--cause", "law_in_arrears")
    reconcile = ("reconcile", "-", "--on", "2026-10-05", *again)
    status, lines, _ = run(capsys, *reconcile, stdin=ledgers, monkeypatch=monkeypatch)
    found = json.loads(lines)
    assert (status, found["arrears"], len(found["lines"])) == (0, {"value": "990000", "currency": "VND"}, 3)
    _, corrected, _ = run(capsys, *reconcile, "--as", "ledgers", stdin=ledgers, monkeypatch=monkeypatch)
    assert json.loads(corrected)["award"]["events"][0]["cause"] == "law_in_arrears"
    pay = ("pay", "-", "--until", "2027-01-01", "--on", "2026-10-05")
    _, planned, _ = run(capsys, *pay, "--as", "payments", stdin=corrected, monkeypatch=monkeypatch)
    kinds = [json.loads(line)["kind"] for line in planned.splitlines()]
    assert kinds.count("arrears") == 4  # January came after its pay day
    status, settled, _ = run(capsys, *pay, stdin=corrected, monkeypatch=monkeypatch)
    status, lines, _ = run(capsys, "reconcile", "-", "--on", "2026-10-06", stdin=settled, monkeypatch=monkeypatch)
    assert json.loads(lines)["lines"] == []


def test_a_recovery_is_planned_above_the_floor(capsys):
    status, out, _ = run(
        capsys, "reconcile", LEDGERS, "--on", "2026-10-05", "--facts", FAMILY, "--known", "2026-10-05", "--cause", "late_report",
        "--floor", "100000", "--cap", "50%", "--as", "text",
    )  # fmt: skip
    assert status == 0
    assert "3 open lines" in out


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["award", "nowhere.json", "--on", "2026-01-15", "--decided", "2026-01-15", "--program", "cn.dibao"], 2, "nowhere.json"),
        ([*AWARD[:-2]], 1, "pay day"),
        ([*AWARD[:8], *AWARD[10:]], 1, "who is paid"),
        ([*AWARD[:10], *AWARD[12:]], 1, "ground"),
        ([*AWARD[:7], "vn.social_asistance", *AWARD[8:]], 2, "did you mean 'vn.social_assistance'"),
        ([*AWARD[:-1], "32"], 2, "32 is no pay day"),
        (["award", FAMILY, "--on", "2026-02-30", "--decided", "2026-01-15", "--program", "cn.dibao"], 2, "2026-02-30"),
        ([*AWARD, "--terms", "nowhere.toml"], 2, "nowhere.toml"),
        (["pay", AWARDS, "--until", "2029-01-01", "--on", "2026-01-15"], 1, "2028"),
        (["pay", FAMILY, "--until", "2027-01-01", "--on", "2026-01-15"], 1, "[1]"),
        (["reconcile", LEDGERS, "--on", "2026-10-05", "--facts", FAMILY], 2, "--known"),
        (["reconcile", LEDGERS, "--on", "2026-10-05", "--cap", "10%"], 2, "--floor"),
        (["reconcile", LEDGERS, "--on", "2026-10-05", "--floor", "1.5"], 1, "VND"),
    ],
)  # fmt: skip
def test_a_call_that_cannot_be_carried_out_says_why(capsys, arguments, status, said):
    found, _, err = run(capsys, *arguments)
    assert (found, said in err) == (status, True), err


def test_one_bad_line_does_not_stop_the_others(capsys, monkeypatch):
    good = Path(AWARDS).read_text("utf-8").splitlines()[0]
    bad = json.dumps({**json.loads(good), "start": "2026-13-01", "payday": 3})
    text = f"{bad}\n\n{good}\nnot json\n"
    status, out, err = run(capsys, "pay", "-", "--until", "2026-04-01", "--on", "2026-01-15", stdin=text, monkeypatch=monkeypatch)
    assert status == 1
    assert len(out.splitlines()) == 1
    assert "[1]" in err
    assert "start: bad_date" in err
    assert "payday: unknown_key" in err
    assert "[4]" in err


SHIPPED = sorted(
    path for name in ("award_terms", "procedures", "calendar", "publicity") for path in PACKAGE.glob(f"*/{name}.toml")
)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_file_of_law_can_be_checked(capsys, path):
    status, out, _ = run(capsys, "law", "check", str(path))
    assert (status, "nothing wrong" in out) == (0, True), out


OWN = {
    "terms": '[[cn.dibao]]\nplace = "CN-430602"\nsince = 2026-01-01\n'
    'pay_day = { day = 10, cite = { act = "county", read = 2026-11-01 } }\n',
    "calendar": 'country = "CN"\n[sources.n]\nact = "notice"\nread = 2026-11-01\nconfirmed = "text"\n[years.2027]\ncite = "n"\n',
}


@pytest.mark.parametrize(("kind", "wrong"), [("terms", ("day = 10", "day = 40")), ("calendar", ("2027", "20x7"))])
def test_a_file_of_ones_own_is_checked_by_what_is_in_it(capsys, tmp_path, kind, wrong):
    path = tmp_path / "mine.toml"
    path.write_text(OWN[kind].replace(*wrong))
    status, out, _ = run(capsys, "law", "check", str(path))
    assert (status, "mine.toml cannot be used" in out) == (1, True), out
    assert "unknown_program" not in out
