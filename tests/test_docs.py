"""The pages of the documentation are true: their code runs and prints what they show, and what is made is up to date."""

from __future__ import annotations

import ast
import doctest
import re
import shutil
import sys
from collections.abc import Iterator
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from pages import run_page
from welfarekit.errors import InvalidFacts, LawError, NotInForce, UnknownProgram, WelfarekitError

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
SOURCE = ROOT / "src"
WITH_EXAMPLES = sorted(path for path in SOURCE.rglob("*.py") if ">>> " in path.read_text("utf-8"))
TEACHING = {
    "tutorial.md", "how-it-works.md", "law-files.md", "json.md", "errors.md", "tables.md", "statements.md", "recipes.md",
    "spark.md", "budget.md", "award-terms.md", "awards.md", "bulk-payments.md", "publicity.md", "notices.md",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(DOCS)))
def test_a_page_shows_what_its_code_prints(page: Path, folder: Path) -> None:
    assert run_page(page, folder) >= (2 if page.name in TEACHING else 0)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "README.md", ROOT / "CONTRIBUTING.md"], ids=lambda path: path.name)
def test_a_link_to_a_file_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#\s]+)(?:#[^)]*)?\)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_the_examples_of_a_module_run(path: Path) -> None:
    name = ".".join(path.relative_to(SOURCE).with_suffix("").parts).removesuffix(".__init__")
    assert doctest.testmod(import_module(name)).failed == 0


def test_every_page_is_in_a_table_of_contents() -> None:
    listed = set()
    for index in (DOCS / "index.md", DOCS / "decisions/index.md"):
        for tree in re.findall(r"```\{toctree\}\n(.*?)```", index.read_text("utf-8"), re.DOTALL):
            listed |= {index.parent / f"{line}.md" for line in tree.split() if line and not line.startswith(":")}
    assert set(PAGES) - listed - {DOCS / "index.md"} == set()


def tool(name: str) -> ModuleType:
    spec = spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def test_what_is_made_is_up_to_date() -> None:
    for path, text in tool("make_docs").pages().items():
        assert path.read_text("utf-8") == text, f"{path.name} is not up to date; run python tools/make_docs.py"


# Problem codes --------------------------------------------------------------------------------------------------------------

REPORTS = {"wrong", "Problem", "problem", "note", "refusal", "DeterminationWarning"}


def codes_in(tree: ast.AST) -> Iterator[str]:
    """The codes that a module can report: first arguments of what reports, and what is assigned to the name ``code``."""
    for node in ast.walk(tree):
        told: ast.AST | None = None
        if isinstance(node, ast.Call) and node.args:
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            told = node.args[0] if name in REPORTS else None
        elif isinstance(node, ast.Assign) and [getattr(target, "id", "") for target in node.targets] == ["code"]:
            told = node.value.value if isinstance(node.value, ast.Subscript) else node.value
        if told is None:
            continue
        if isinstance(told, ast.IfExp):
            branches: list[ast.AST] = [told.body, told.orelse]
        elif isinstance(told, ast.Dict):
            branches = [*told.values]
        else:
            branches = [told]
        for branch in branches:
            if isinstance(branch, ast.Constant) and isinstance(branch.value, str):
                yield branch.value
            elif isinstance(branch, ast.JoinedStr):  # f"no_{name}" in the loader of law files
                yield from ("no_keys", "no_choices")


def test_every_code_that_can_be_reported_is_in_the_table_and_no_other() -> None:
    reported = set[str]()
    for path in (SOURCE / "welfarekit").rglob("*.py"):
        reported |= set(codes_in(ast.parse(path.read_text("utf-8"))))
    listed = re.findall(r"^\| `([a-z0-9_]+)` \|", (DOCS / "errors.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(reported) == sorted(set(listed))


def test_every_error_is_in_the_table() -> None:
    page = (DOCS / "errors.md").read_text("utf-8")
    for error in (WelfarekitError, InvalidFacts, LawError, NotInForce, UnknownProgram, *WelfarekitError.__subclasses__()):
        if error.__name__ != "Missing":  # ends the fast path, and is never seen
            assert f"`{error.__name__}`" in page
