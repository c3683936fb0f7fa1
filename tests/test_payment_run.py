"""A payment run that is killed at any moment and started again pays what one run would have paid. It is really killed."""

from __future__ import annotations

import datetime as dt
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from welfarekit.adapters.bulk.instruction import sums
from welfarekit.adapters.payment_json import payment_from_json
from welfarekit.money import Money

EXAMPLE = Path(__file__).parents[1] / "examples/payment_run"
MONTHS = ("2025-09-01", "2025-10-01")
SIZE = ("--families", "24", "--steps", "5")
AT_A_STATEMENT = """
import os, runpy, signal, sqlite3, sys
left = int(sys.argv.pop(1))
def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
connect = sqlite3.connect
def traced(*args, **more):
    made = connect(*args, **more)
    made.set_trace_callback(count)
    return made
sqlite3.connect = traced
sys.argv[0] = sys.argv.pop(1)
sys.path.insert(0, os.path.dirname(sys.argv[0]))
runpy.run_path(sys.argv[0], run_name="__main__")
print(left, file=sys.stderr)
"""
"""Runs the example until SQLite is about to carry out so many statements, of the office or of the bank, and then kills it."""


def arguments(folder: Path, month: str, code: Path = EXAMPLE) -> list[str]:
    return [str(code / "run.py"), str(folder), "--on", month, *SIZE]


def run_through(folder: Path, month: str, code: Path = EXAMPLE) -> None:
    done = subprocess.run([sys.executable, *arguments(folder, month, code)], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def kill_at_line(folder: Path, month: str, line: int, code: Path = EXAMPLE) -> bool:
    """Kill a run after so many lines of what it does; False if it ended before."""
    process = subprocess.Popen([sys.executable, *arguments(folder, month, code)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(line):
        process.stdout.readline()
    process.kill()
    process.communicate(timeout=60)
    return process.returncode == -signal.SIGKILL


def kill_at_statement(folder: Path, month: str, statement: int, code: Path = EXAMPLE) -> bool:
    """Let a run kill itself before so many statements; False if it ended before."""
    command = [sys.executable, "-c", AT_A_STATEMENT, str(statement), *arguments(folder, month, code)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode == -signal.SIGKILL


def statements(folder: Path, month: str) -> int:
    """How many statements a whole run has."""
    command = [sys.executable, "-c", AT_A_STATEMENT, "1000000", *arguments(folder, month)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return 1_000_000 - int(done.stderr)


def rows(file: Path, query: str) -> list[Any]:
    connection = sqlite3.connect(file)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def books(folder: Path) -> tuple[list[Any], list[Any]]:
    """What the bank paid, and what the office believes."""
    book = rows(folder / "bank.sqlite", "select reference, minor, currency, account, day, state from book order by reference")
    return book, rows(folder / "office.sqlite", "select reference, document from payments order by reference")


def told_again(folder: Path) -> int:
    return sum(times - 1 for (times,) in rows(folder / "bank.sqlite", "select times from book"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int]]:
    """Two months in runs that nothing interrupts, and how many statements each has."""
    folder = tmp_path_factory.mktemp("whole")
    return folder, [statements(folder, month) for month in MONTHS]


def test_one_run_pays_each_payment_once_and_what_came_back_again(whole: tuple[Path, list[int]]) -> None:
    book, office = books(whole[0])
    count = dict(rows(whole[0] / "office.sqlite", "select state, count(*) from payments group by state"))
    assert count == {"paid": 54, "failed": 2, "reissued": 2}  # 24 families twice, 2 accounts closed, 4 arrears, 4 recoveries
    assert len(book) == len(office) - 4  # a recovery is withheld, and the bank never sees it
    assert told_again(whole[0]) == 0
    withheld = "select document from payments where main <> reference"
    amounts = [payment_from_json(document).amount for (document,) in rows(whole[0] / "office.sqlite", withheld)]
    assert sums(amounts) == (Money("105.76", "CNY"),)  # four families owe 50.00 back each, and keep 300.00


def interrupted(folder: Path, kill: Callable[[str, int], bool], most: list[int], chance: random.Random, times: int) -> int:
    """Both months, each killed so many times before it is left to end; how often a run really died."""
    deaths = 0
    for month, steps in zip(MONTHS, most, strict=True):
        deaths += sum(kill(month, chance.randint(1, steps)) for _ in range(times))
        run_through(folder, month)
    return deaths


def test_killed_from_outside_and_started_again_it_pays_the_same(whole: tuple[Path, list[int]], tmp_path: Path) -> None:
    chance = random.Random(2025)
    deaths = interrupted(tmp_path, lambda month, line: kill_at_line(tmp_path, month, line), [8, 12], chance, 2)
    assert deaths >= 1  # a busy machine may let one end before the kill comes
    assert books(tmp_path) == books(whole[0])


def test_killed_before_any_statement_it_pays_the_same(whole: tuple[Path, list[int]], tmp_path: Path) -> None:
    chance, most = random.Random(7), [count // 2 for count in whole[1]]
    deaths = interrupted(tmp_path, lambda month, number: kill_at_statement(tmp_path, month, number), most, chance, 3)
    assert deaths >= 4
    assert books(tmp_path) == books(whole[0])


def die_after(folder: Path, month: str, name: str, call: int, code: Path = EXAMPLE) -> None:
    """Run until a method of the store is called so many times, and die before it does anything."""
    driver = f"""
import os, signal, sys
sys.argv = sys.argv[1:]
sys.path.insert(0, os.path.dirname(sys.argv[0]))
import run, store
left, real = {call}, store.Office.{name}
def dying(*args):
    global left
    left -= 1
    if not left:
        os.kill(os.getpid(), signal.SIGKILL)
    return real(*args)
store.Office.{name} = dying
run.main()
"""
    done = subprocess.run([sys.executable, "-c", driver, *arguments(folder, month, code)], capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL


def test_killed_after_the_bank_was_told_and_before_that_was_noted_it_pays_once(
    whole: tuple[Path, list[int]], tmp_path: Path
) -> None:
    for month in MONTHS:
        die_after(tmp_path, month, "delivered", 2)
        assert told_again(tmp_path) == (0 if month == MONTHS[0] else 5)
        run_through(tmp_path, month)
    assert told_again(tmp_path) == 10  # the five of the step that was told and not noted, in either month
    assert books(tmp_path) == books(whole[0])


def test_killed_while_it_takes_the_answers_it_does_not_plan_anew_what_came_back(
    whole: tuple[Path, list[int]], tmp_path: Path
) -> None:
    for month, count in zip(MONTHS, whole[1], strict=True):
        assert kill_at_statement(tmp_path, month, count - 16)
        answered = rows(tmp_path / "office.sqlite", "select count(*) from payments where state = 'failed'")
        run_through(tmp_path, month)
    assert answered != [(0,)]
    assert books(tmp_path) == books(whole[0])


def test_a_finished_run_started_again_does_nothing(whole: tuple[Path, list[int]], tmp_path: Path) -> None:
    shutil.copytree(whole[0], tmp_path / "again")
    run_through(tmp_path / "again", MONTHS[0])
    assert books(tmp_path / "again") == books(whole[0])
    assert told_again(tmp_path / "again") == 0


def test_a_stage_that_was_reached_is_never_left_for_one_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(EXAMPLE)
    store = import_module("store")
    monkeypatch.delitem(sys.modules, "store")
    office, first, until = store.Office(tmp_path / "office.sqlite"), dt.date(2025, 9, 1), dt.date(2025, 10, 1)
    assert office.begin(first, until) == (first, until, 0)
    office.reach(first, 3)
    for stage in (2, 3, 0):
        office.reach(first, stage)
        assert office.begin(first, until) == (first, until, 3)
    office.reach(first, 5, finished=True)
    office.reach(first, 5)
    office.reach(first, 4)
    assert office.begin(first, until) is None


TOLD = "        for reference, amount, account, day in found:\n            bank.accept(reference, amount, account, day)\n"
NOTED = "        with office.transaction():\n            office.delivered(reference for reference, *_ in found)\n"
MISTAKES = {
    "it notes that the bank was told before it is": (
        "run.py",
        TOLD,
        NOTED + TOLD,
    ),
    "a step is several transactions": ("store.py", '"begin immediate"', '"select 1"'),
    "the bank does not know a reference again": (
        "bank.py",
        "(reference) do update set times = times + 1",
        "(reference) do update set times = times + 1, minor = minor + excluded.minor",
    ),
}


@pytest.mark.deep
@pytest.mark.parametrize("mistake", MISTAKES)
def test_kills_show_a_run_that_is_built_wrongly(mistake: str, whole: tuple[Path, list[int]], tmp_path: Path) -> None:
    name, right, wrong = MISTAKES[mistake]
    code = tmp_path / "code"
    shutil.copytree(EXAMPLE, code)
    text = (code / name).read_text("utf-8")
    assert right in text
    text = text.replace(right, wrong)
    if name == "store.py":
        text = text.replace('"commit"', '"select 1"').replace('"rollback"', '"select 1"')
    (code / name).write_text(text, "utf-8")
    chance = random.Random(1)
    for attempt in range(12):
        folder = tmp_path / str(attempt)
        try:
            for month, count in zip(MONTHS, whole[1], strict=True):
                kill_at_statement(folder, month, chance.randint(count // 4, count), code)
                run_through(folder, month, code)
        except AssertionError:
            return  # it could not even go on
        if books(folder) != books(whole[0]):
            return
    pytest.fail("no kill showed the mistake")


@pytest.mark.deep
def test_killed_before_every_so_many_statements_it_pays_the_same(whole: tuple[Path, list[int]], tmp_path: Path) -> None:
    for start in range(5, 60, 9):
        folder = tmp_path / str(start)
        for month, count in zip(MONTHS, whole[1], strict=True):
            for statement in range(start, count, 97):
                kill_at_statement(folder, month, statement)
            run_through(folder, month)
        assert books(folder) == books(whole[0])
