"""How long a fresh interpreter takes, with and without welfarekit, and what it loads."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

PROGRAMS = {
    "the interpreter alone": "pass",
    "import welfarekit": "import welfarekit",
    "import and every public name": "import welfarekit as wk; [getattr(wk, name) for name in wk.__all__]",
    "import and the first answer": (
        "import datetime as dt, welfarekit as wk; wk.determine('cn.dibao', wk.Household(id='h', place='CN-430602', area='urban',"
        " members=[wk.Person(id='p')]), dt.date(2025, 9, 1)).outcome"
    ),
}
HEAVY = ("babel", "numpy", "pyarrow")


@pytest.mark.parametrize("what", PROGRAMS)
def test_import(benchmark: Any, what: str) -> None:
    command = [sys.executable, "-c", PROGRAMS[what]]
    benchmark.pedantic(lambda: subprocess.run(command, check=True), rounds=15, warmup_rounds=2)


@pytest.mark.parametrize("what", PROGRAMS)
def test_nothing_heavy_is_loaded(what: str) -> None:
    code = f"import sys; {PROGRAMS[what]}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
