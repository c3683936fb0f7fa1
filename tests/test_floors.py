"""The building plan as a test: who may know whom. A new module says on which floor it stands, or this file fails.

The checkers are functions over ``{module name: source}``, so that every rule of the plan is shown to catch a planted mistake.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

import welfarekit

Building = Mapping[str, str]

WORDS = (
    "errors", "truth", "money", "quantity", "dates", "citation", "place",
    "calendars", "calendar_days", "calendar_cells", "calendar_file",
)  # fmt: skip
"""Floor 0: single modules."""
OUTSIDE = (
    "testing", "testing_entry", "adapters", "cases", "commands", "law_commands", "law_files", "table_commands",
    "statement_commands", "award_commands", "award_arguments", "award_cases", "award_case_file", "case_commands", "__main__",
)  # fmt: skip
"""Floor 4: to the outside."""
COUNTRIES = ("cn", "vn", "demo")

BELOW = {
    "words": {"words"},
    "domain": {"words", "domain"},
    "rules": {"words", "domain", "rules", "language"},
    "language": {"words", "domain", "rules", "language"},
    "awards": {"words", "domain", "awards"},
    "procedure": {"words", "domain", "procedure"},
    "administration": {"words", "domain", "rules", "language", "awards", "procedure", "administration"},
    **{country: {"words", "domain", "rules", "language", country} for country in COUNTRIES},
    "outside": {"words", "domain", "rules", "language", "awards", "procedure", "administration", *COUNTRIES, "outside"},
    "face": {"words", "domain", "rules", "awards", "administration"},
}
"""Which rooms a room may name. ``face`` is ``welfarekit/__init__.py``: nobody imports it, it loads what is asked for."""

LOOKS_UP = {
    ("welfarekit.domain.household", "welfarekit.adapters.json"): "Household.from_json and to_json are part of the public face",
    ("welfarekit.rules.determination", "welfarekit.adapters.determination"): "Determination.to_json is part of the public face",
}
"""Imports of something above, allowed inside a function only: module, what it imports, why."""

BY_NAME = {
    "welfarekit": "the names of the public face load when they are first used",
    "welfarekit.rules.determine": "a program loads when it is first asked for",
    "welfarekit.rules.screen": "a country says in together.py how its programs go together",
    "welfarekit.rules.law": "finds the law.toml beside the rules of a program",
    "welfarekit.language.catalogue": "finds the .po beside the rules of a program",
    "welfarekit.rules.compiled": "runs the Python source that it wrote for a rulebook",
    "welfarekit.language.labels": "collects the labels of every domain module",
}
"""Modules that import by a computed name, past what this file can read: why."""

CORE = {"attrs", "attr", "dateutil"}
LAZY = {"babel": {"language"}, "cattrs": {"outside"}, "tqdm": {"outside"}}
"""Dependencies that are large, or needed by few: only inside functions, and only in these rooms."""
EXTRAS = {"numpy", "pyarrow", "hypothesis", "pyspark", "altair"}
NEEDS_EXTRA = {
    "welfarekit.testing": {"hypothesis"},
    "welfarekit.testing_entry": {"hypothesis"},
    "welfarekit.adapters.columns": {"numpy"},
    "welfarekit.adapters.column_cases": {"numpy"},
    "welfarekit.adapters.columnar": {"numpy"},
    "welfarekit.adapters.register": {"numpy", "pyarrow"},
    "welfarekit.adapters.arrow": {"numpy", "pyarrow"},
    "welfarekit.adapters.spark": {"numpy", "pyarrow", "pyspark"},
    "welfarekit.adapters.notebook": {"altair"},
}
"""The only modules, and packages with all in them, that may import an extra; nothing else may import them when it loads."""
NO_ROOM = {"utils", "util", "helpers", "helper", "misc"}
"""Names that say nothing about what is inside."""


@frozen
class Import:
    """One import: who, what, and whether it runs when the module loads."""

    module: str
    target: str
    lazy: bool = False
    typing: bool = False
    star: bool = False
    relative: bool = False


def room(module: str) -> str | None:
    """The room that a module of the library stands in; None for one that the plan does not know."""
    parts = module.split(".")
    if module == "welfarekit":
        return "face"
    name = parts[1]
    if name in WORDS:
        return "words" if len(parts) == 2 else None
    if name in OUTSIDE:
        return "outside"
    return name if name in BELOW and name not in ("words", "outside", "face") else None


class _Collector(ast.NodeVisitor):
    def __init__(self, module: str, names: frozenset[str]) -> None:
        self.module, self.names = module, names
        self.found: list[Import] = []
        self.computed: list[str] = []
        self.inside = self.types = False

    def add(self, target: str, **more: bool) -> None:
        self.found.append(Import(self.module, target, self.inside, self.types, **more))

    def visit_Import(self, node: ast.Import) -> None:
        for name in node.names:
            self.add(name.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        base = node.module or ""
        for name in node.names:
            full = f"{base}.{name.name}"
            self.add(full if full in self.names else base, star=name.name == "*", relative=node.level > 0)

    def _function(self, node: ast.AST) -> None:
        before, self.inside = self.inside, True
        self.generic_visit(node)
        self.inside = before

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = _function  # noqa: N815  # names of ast

    def visit_If(self, node: ast.If) -> None:
        if ast.unparse(node.test) not in ("TYPE_CHECKING", "typing.TYPE_CHECKING"):
            self.generic_visit(node)
            return
        before, self.types = self.types, True
        for part in node.body:
            self.visit(part)
        self.types = before
        for part in node.orelse:
            self.visit(part)

    def visit_Call(self, node: ast.Call) -> None:
        called = ast.unparse(node.func).rpartition(".")[2]
        if called in ("import_module", "__import__", "exec", "eval"):
            self.computed.append(called)
        self.generic_visit(node)


@cache
def _collected(module: str, source: str, names: frozenset[str]) -> _Collector:
    collector = _Collector(module, names)
    collector.visit(ast.parse(source))
    return collector


def collect(building: Building) -> dict[str, _Collector]:
    """What each module imports, in the light of which names are modules."""
    names = frozenset(building)
    return {module: _collected(module, source, names) for module, source in building.items()}


def imports(building: Building) -> Iterator[Import]:
    for collector in collect(building).values():
        yield from collector.found


def _own(target: str) -> bool:
    return target.partition(".")[0] == "welfarekit"


def without_a_floor(building: Building) -> list[str]:
    """Modules that the plan has no room for, or whose name says nothing."""
    return [m for m in building if room(m) is None or set(m.split(".")) & NO_ROOM]


def looking_up(building: Building) -> list[str]:
    """Imports of something above, or of another country; relative imports, since a path should say where it leads."""
    found = []
    for one in imports(building):
        if one.relative:
            found.append(f"{one.module} imports by a relative path")
        elif _own(one.target):
            here, there = room(one.module), room(one.target)
            declared = one.lazy and (one.module, one.target) in LOOKS_UP
            if here is not None and there not in BELOW[here] and not declared:
                found.append(f"{one.module} imports {one.target}")
    return found


def extras_of(module: str) -> set[str]:
    """The extras that a module may import: its own, or those of the package it stands in."""
    while module and module not in NEEDS_EXTRA:
        module = module.rpartition(".")[0]
    return NEEDS_EXTRA.get(module, set())


def foreign(building: Building) -> list[str]:
    """Imports from outside the standard library that a module may not make, or not when it loads, even through another."""
    found = []
    for one in imports(building):
        top = one.target.partition(".")[0]
        if one.relative or top in sys.stdlib_module_names or top in CORE:
            continue
        later, here = one.lazy or one.typing, room(one.module)
        if _own(one.target):
            fine = later or extras_of(one.target) <= extras_of(one.module)
        elif top in LAZY:
            fine = later and here in LAZY[top]
        else:
            fine = top in EXTRAS and top in extras_of(one.module)
        if not fine:
            found.append(f"{one.module} imports {one.target}{'' if later else ' when it loads'}")
    return found


def stars(building: Building) -> list[str]:
    return [f"{one.module} imports * from {one.target}" for one in imports(building) if one.star]


def by_name(building: Building) -> list[str]:
    """Imports by a computed name, which no one can follow by reading, outside the declared modules."""
    return [f"{m} calls {name}" for m, found in collect(building).items() if m not in BY_NAME for name in found.computed]


def cycles(building: Building) -> list[str]:
    """Import cycles among the imports that run when modules load."""
    edges: dict[str, list[str]] = {module: [] for module in building}
    for one in imports(building):
        if one.target in building and not one.lazy and not one.typing and one.target != one.module:
            edges[one.module].append(one.target)
    found, done = [], set[str]()

    def go(module: str, trail: list[str]) -> None:
        if module in trail:
            found.append(" -> ".join([*trail[trail.index(module) :], module]))
        elif module not in done:
            for target in edges[module]:
                go(target, [*trail, module])
            done.add(module)

    for module in edges:
        go(module, [])
    return found


CHECKS = (without_a_floor, looking_up, foreign, stars, by_name, cycles)


@cache
def the_house() -> dict[str, str]:
    """Every module of the library as it stands."""
    root = Path(welfarekit.__file__).parent
    found = {}
    for path in sorted(root.rglob("*.py")):
        parts = ["welfarekit", *path.relative_to(root).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path.read_text(encoding="utf-8")
    return found


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_house_is_built_as_planned(check: Any) -> None:
    assert check(the_house()) == []


PLANTED = {
    "a module without a floor": (without_a_floor, {"welfarekit.extra_room": ""}),
    "a package under a word of floor 0": (without_a_floor, {"welfarekit.money.coins": ""}),
    "a module called utils": (without_a_floor, {"welfarekit.rules.utils": ""}),
    "floor 0 imports the domain": (looking_up, {"welfarekit.money": "from welfarekit.domain.person import Person"}),
    "the domain imports rules": (looking_up, {"welfarekit.domain.person": "import welfarekit.rules.term"}),
    "the domain imports language for types only": (
        looking_up,
        {"welfarekit.domain.post": "if TYPE_CHECKING:\n    from welfarekit.language.locale import resolve"},
    ),
    "rules import a country": (looking_up, {"welfarekit.rules.plan": "from welfarekit.cn.dibao.rules import eligible"}),
    "rules import an adapter inside a function": (
        looking_up,
        {"welfarekit.rules.plan": "def f():\n    from welfarekit.adapters.json import make_converter"},
    ),
    "a declared look up at module level": (
        looking_up,
        {"welfarekit.domain.household": "from welfarekit.adapters.json import household_to_json", "welfarekit.adapters.json": ""},
    ),
    "language imports a command": (looking_up, {"welfarekit.language.formats": "import welfarekit.commands"}),
    "awards import rules": (looking_up, {"welfarekit.awards.award": "from welfarekit.rules.term import Amount"}),
    "procedure imports language": (looking_up, {"welfarekit.procedure.case": "import welfarekit.language.locale"}),
    "Viet Nam imports China": (looking_up, {"welfarekit.vn.poverty_status.rules": "from welfarekit.cn.dibao import rulebook"}),
    "China imports the pretend country": (looking_up, {"welfarekit.cn.dibao.rules": "import welfarekit.demo.grain_aid.rules"}),
    "a country imports an adapter": (looking_up, {"welfarekit.cn.dibao.rules": "import welfarekit.adapters.json"}),
    "a module imports the face": (looking_up, {"welfarekit.rules.plan": "import welfarekit"}),
    "a module imports from the face": (looking_up, {"welfarekit.rules.plan": "from welfarekit import Money"}),
    "a relative import": (looking_up, {"welfarekit.rules.plan": "from .term import Amount"}),
    "a core module imports numpy": (foreign, {"welfarekit.rules.operators": "import numpy as np"}),
    "a core module imports numpy inside a function": (foreign, {"welfarekit.rules.operators": "def f():\n    import numpy"}),
    "an adapter loads numpy through another": (
        foreign,
        {"welfarekit.adapters.json": "from welfarekit.adapters.columns import x", "welfarekit.adapters.columns": ""},
    ),
    "the commands load pyarrow through a package": (
        foreign,
        {"welfarekit.commands": "from welfarekit.adapters.register.assess import x", "welfarekit.adapters.register.assess": ""},
    ),
    "the engine imports pyarrow": (foreign, {"welfarekit.adapters.columnar.block": "import pyarrow as pa"}),
    "a bar when the commands load": (foreign, {"welfarekit.table_commands": "from tqdm import tqdm"}),
    "the commands load numpy through another": (foreign, {"welfarekit.commands": "import welfarekit.adapters.column_cases"}),
    "a country imports pyarrow for types only": (foreign, {"welfarekit.cn.x": "if TYPE_CHECKING:\n    import pyarrow.compute"}),
    "the notebook adapter imports hypothesis": (foreign, {"welfarekit.adapters.notebook": "import hypothesis"}),
    "a dependency nobody declared": (foreign, {"welfarekit.adapters.json": "from pydantic import BaseModel"}),
    "babel when language loads": (foreign, {"welfarekit.language.formats": "from babel.numbers import format_currency"}),
    "babel in the rules": (foreign, {"welfarekit.rules.wording": "def f():\n    from babel import Locale"}),
    "cattrs when an adapter loads": (foreign, {"welfarekit.adapters.json": "from cattrs import Converter"}),
    "a star import": (stars, {"welfarekit.cn.dibao.rules": "from welfarekit.rules.term import *"}),
    "an import by a computed name": (by_name, {"welfarekit.rules.plan": "importlib.import_module('welfarekit.cn')"}),
    "__import__ in a country": (by_name, {"welfarekit.cn.dibao.rules": "__import__('welfarekit.vn')"}),
    "two modules that import each other": (
        cycles,
        {"welfarekit.rules.a": "import welfarekit.rules.b", "welfarekit.rules.b": "from welfarekit.rules.a import x"},
    ),
    "a cycle of three through a package": (
        cycles,
        {
            "welfarekit.rules": "from welfarekit.rules import a",
            "welfarekit.rules.a": "from welfarekit.rules.b import x",
            "welfarekit.rules.b": "from welfarekit.rules import thing",
        },
    ),
}


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_is_found_and_only_by_its_own_check(mistake: str) -> None:
    check, planted = PLANTED[mistake]
    assert check(planted), mistake
    assert [other.__name__ for other in CHECKS if other is not check and other(planted)] == []


@pytest.mark.parametrize("mistake", PLANTED)
def test_a_planted_mistake_is_also_found_in_the_whole_house(mistake: str) -> None:
    check, planted = PLANTED[mistake]
    house = dict(the_house())
    for module, source in planted.items():
        house[module] = house.get(module, "") + "\n" + source + "\n"
    assert check(house), mistake


ALLOWED = {
    "a lazy import does not make a cycle": {
        "welfarekit.rules.a": "import welfarekit.rules.b",
        "welfarekit.rules.b": "def f():\n    import welfarekit.rules.a",
    },
    "an import for types does not make a cycle": {
        "welfarekit.rules.a": "import welfarekit.rules.b",
        "welfarekit.rules.b": "if TYPE_CHECKING:\n    import welfarekit.rules.a",
    },
    "the declared look up inside a function": {
        "welfarekit.domain.household": "def f():\n    from welfarekit.adapters.json import household_to_json",
        "welfarekit.adapters.json": "",
    },
    "an adapter named after its extra": {"welfarekit.adapters.arrow": "import numpy\nimport pyarrow as pa"},
    "a command imports everything below": {
        "welfarekit.commands": "import welfarekit.cn.dibao, welfarekit.rules.plan, welfarekit.adapters.json, welfarekit.awards.a"
    },
    "a program imports its neighbour": {"welfarekit.cn.dibao_edge.rules": "from welfarekit.cn.dibao.rules import income"},
}


@pytest.mark.parametrize("case", ALLOWED)
def test_what_the_plan_allows_is_not_complained_about(case: str) -> None:
    assert [check(ALLOWED[case]) for check in CHECKS] == [[]] * len(CHECKS)


def test_every_declared_exception_is_still_needed() -> None:
    house = the_house()
    made = {(one.module, one.target) for one in imports(house)}
    computing = {module for module, found in collect(house).items() if found.computed}
    assert set(LOOKS_UP) - made == set()
    assert set(BY_NAME) - computing == set()


def _fresh(code: str) -> set[str]:
    """The modules that a fresh interpreter has loaded after ``code``."""
    script = f"import sys\n{code}\nprint(*sys.modules)"
    run = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


HEAVY = {"babel", "numpy", "pyarrow", "hypothesis", "cattrs", "pyspark", "altair", "tqdm"}


def test_import_welfarekit_loads_no_country_and_nothing_heavy() -> None:
    loaded = _fresh("import welfarekit")
    country_or_machine = {"welfarekit.cn", "welfarekit.vn", "welfarekit.demo", "welfarekit.rules", "welfarekit.language"}
    assert loaded & (HEAVY | country_or_machine) == set()


def test_a_determination_loads_one_program_and_nothing_heavy() -> None:
    loaded = _fresh(
        "import datetime as dt, welfarekit as wk\n"
        "home = wk.Household(id='h', place='XD-12', area='rural', members=[wk.Person(id='p', birth_date=dt.date(1950, 1, 1))])\n"
        "d = wk.determine('demo.grain_aid', home, on=dt.date(2025, 7, 1))\n"
        "d.outcome, d.amount, d.span, d.needs, d.reasons, d.warnings"
    )
    assert "welfarekit.demo.grain_aid.rules" in loaded
    assert loaded & {*HEAVY, "welfarekit.cn", "welfarekit.vn", "welfarekit.language.formats"} == set()


BARRED = "import sys\nfor name in ('numpy', 'pyarrow', 'tqdm', 'polars', 'pandas', 'duckdb'): sys.modules[name] = None\n"
"""As where the extra ``arrow`` is not installed."""


def test_the_commands_load_nothing_of_the_extra_for_tables() -> None:
    loaded = _fresh("from welfarekit import commands\nfrom welfarekit.__main__ import _parser\n_parser()")
    assert loaded & {"numpy", "pyarrow", "tqdm", "welfarekit.adapters.register", "welfarekit.adapters.columnar"} == set()


def test_without_the_extra_the_other_commands_work_and_tables_say_what_to_install(tmp_path: Path) -> None:
    root = Path(__file__).parents[1]
    family = str(root / "examples/yueyanglou.json")
    assess = f"[{'assess'!r}, {family!r}, '--on', '2025-09-01', '--program', 'cn.dibao']"
    register = f"['assess-table', {family!r}, '--on', '2025-09-01', '--program', 'cn.dibao', '-o', {str(tmp_path / 'o.csv')!r}]"
    for code, status, words in (
        (f"from welfarekit.__main__ import main\nraise SystemExit(main({assess}))", 0, ""),
        (f"from welfarekit.__main__ import main\nraise SystemExit(main({register}))", 2, "pip install 'welfarekit[arrow]'"),
        ("import welfarekit.adapters.arrow", 1, "tables need numpy and pyarrow: pip install 'welfarekit[arrow]'"),
        ("import welfarekit.adapters.columns", 1, "columns need numpy: pip install 'welfarekit[arrow]'"),
    ):
        run = subprocess.run([sys.executable, "-I", "-c", BARRED + code], capture_output=True, text=True, check=False)
        assert run.returncode == status, run.stderr
        assert words in run.stderr


def test_every_name_of_the_public_face_is_there() -> None:
    assert [name for name in welfarekit.__all__ if getattr(welfarekit, name) is None] == []
    with pytest.raises(AttributeError, match="Houshold"):
        _ = welfarekit.Houshold  # type: ignore[attr-defined]  # a name that is not there
