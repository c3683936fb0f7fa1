"""The README is true: its code runs and prints what it shows, its table of programs is the code's, its commands exist."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from pages import run_page

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_code_prints_what_is_shown(folder: Path) -> None:
    assert run_page(ROOT / "README.md", folder) >= 4


def test_the_two_commands_stand_at_the_top_and_run_scripts_that_exist() -> None:
    top = README.splitlines()[:16]
    commands = [line.partition("#")[0].strip() for line in top if line.startswith("python3 ")]
    assert commands == ["python3 tools/try.py", "python3 tools/test.py"]
    assert all((ROOT / command.removeprefix("python3 ")).is_file() for command in commands)


def test_continuous_integration_runs_the_test_command_of_the_readme() -> None:
    assert "\npython3 tools/test.py " in README
    assert re.search(r"^test_command=\"python3 tools/test\.py\"$", (ROOT / ".ci/run").read_text("utf-8"), re.MULTILINE)


def test_every_place_that_is_named_exists() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target
    for path in re.findall(r"`(src/[\w/.<> ]+|docs/[\w/]*)`", README):
        pattern = re.sub(r"<[^>]+>", "*", path.rstrip("/"))
        assert list(ROOT.glob(pattern)), path
