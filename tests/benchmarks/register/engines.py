"""Which engines there are, where each is installed, and what welfarekit is to reach beside it. Only the standard library."""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path
from typing import Final, NamedTuple

OURS: Final = "welfarekit"
MARK: Final = "MEASURED "
"""What the line of a process begins with."""


class Engine(NamedTuple):
    """One engine. ``target`` is the least ratio of its time to welfarekit's at a million households."""

    name: str
    label: str
    family: str
    cpus: int = 1
    target: float | None = None


ENGINES: Final = {
    engine.name: engine
    for engine in (
        Engine(OURS, "welfarekit, nested table", OURS),
        Engine("welfarekit_flat", "welfarekit, two flat tables", OURS),
        Engine("openfisca", "OpenFisca-Core", "openfisca", target=10),
        Engine("policyengine", "policyengine-core", "policyengine", target=7),
        Engine("gettsim", "GETTSIM's engine, `main()`", "gettsim", target=30),
        Engine("gettsim_compiled", "the same, only its compiled function", "gettsim"),
        Engine("duckdb_sql", "DuckDB SQL, 2 threads", "frames", cpus=2, target=3),
        Engine("polars_lazy", "Polars lazy, 2 threads", "frames", cpus=2, target=1.5),
        Engine("numpy_plain", "numpy, straightforward", "frames", target=2),
        Engine("numpy_tuned", "numpy, tuned and chunked", "frames", target=1 / 1.5),
    )
}
"""By name; the name is that of the module in ``peers``."""

FAMILIES: Final = {
    "openfisca": ("openfisca-core",),
    "policyengine": ("policyengine-core",),
    "gettsim": ("gettsim",),
    "frames": ("numpy", "polars", "duckdb", "pyarrow"),
}
"""What is installed beside welfarekit, each family in an environment of its own, so that none decides for another."""


def python_of(family: str, cache: Path) -> str:
    """The Python that has the family installed; its environment is made the first time."""
    if family == OURS:
        return sys.executable
    folder = cache / family
    python, done = folder / "bin" / "python", folder / "installed"
    if not done.exists():
        print(f"installing {', '.join(FAMILIES[family])} in {folder} ...", file=sys.stderr, flush=True)
        venv.create(folder, with_pip=True, clear=True)
        command = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *FAMILIES[family]]
        subprocess.run(command, check=True)
        done.touch()
    return str(python)
