"""welfarekit beside its peers on one register: ``python3 tools/bench.py --register --peers``.

Each engine runs in an environment and in processes of its own, pinned to as many CPUs as it has threads. Rounds are
interleaved, so that a slow moment of the machine meets all, and ratios are taken within a round. An engine whose checksums are
not those of the workload is named, and the run fails. Only the standard library here; Linux, for the pinning and the memory.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

BENCHMARKS: Final = Path(__file__).resolve().parents[1]
ROOT: Final = BENCHMARKS.parents[1]
sys.path[0] = str(BENCHMARKS)  # not this folder, whose modules are parts of the package `register`

from register.engines import ENGINES, MARK, OURS, python_of  # noqa: E402  # only found after the line above
from register.report import Figures, pages, put_into  # noqa: E402

SIZES: Final = (1_000, 10_000, 100_000, 1_000_000, 5_000_000)
PEER_SIZES: Final = (1_000, 1_000_000)


def arguments() -> argparse.Namespace:
    """What is asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--peers", action="store_true", help="install the peers and measure them too")
    options.add_argument("--engines", nargs="+", choices=ENGINES, help="only these")
    options.add_argument("--sizes", nargs="+", type=int, help="households in the register, for every engine asked for")
    options.add_argument("--processes", type=int, default=5, help="how many rounds (5)")
    options.add_argument("--seconds", type=float, default=5.0, help="about how long each process measures (5)")
    options.add_argument("--cache", type=Path, default=ROOT / ".venv-peers", help="where peers and registers are kept")
    options.add_argument("--markdown", type=Path, help="also put the tables into this page, between its marks")
    options.add_argument("--json", type=Path, help="also write every figure to this file")
    return options.parse_args()


def measure(engine: str, size: int, cache: Path, seconds: float) -> dict[str, Any]:
    """The figures of one process."""
    described = ENGINES[engine]
    command = [
        python_of(described.family, cache), "-m", "register.measure", engine, str(size), "--registers", str(cache / "registers"),
        "--seconds", str(seconds), "--cpus", str(described.cpus),
    ]  # fmt: skip
    paths = os.pathsep.join(filter(None, (str(BENCHMARKS), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": paths}, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        if line.startswith(MARK):
            return dict(json.loads(line.removeprefix(MARK)))
    raise SystemExit(f"{engine} at {size:,} households failed:\n{done.stdout}{done.stderr}")


def main() -> int:
    """Measure, print the tables; 1 if checksums differ."""
    asked = arguments()
    engines = asked.engines or [name for name, engine in ENGINES.items() if asked.peers or engine.family == OURS]
    work = {name: asked.sizes or (SIZES if name == OURS else PEER_SIZES) for name in engines}
    for name in engines:
        python_of(ENGINES[name].family, asked.cache)
    figures: Figures = {}
    for number in range(asked.processes):
        for size in sorted({size for sizes in work.values() for size in sizes}):
            for name in (name for name in engines if size in work[name]):
                found = measure(name, size, asked.cache, asked.seconds)
                figures.setdefault((name, size), []).append(found)
                print(f"round {number + 1}: {name} {size:,}: {found['seconds']:.4g} s", file=sys.stderr, flush=True)
    expected = known(figures)
    right = {at for at, found in figures.items() if all(one["sums"] == expected[at[1]] for one in found)}
    lines = [*pages(figures, right, engines if asked.sizes else [OURS])]
    print("\n".join(lines))
    if asked.markdown:
        put_into(asked.markdown, lines)
    if asked.json:
        asked.json.write_text(json.dumps([one for found in figures.values() for one in found], indent=1), "utf-8")
    for name, size in sorted(set(figures) - right):
        print(f"{name} at {size:,} households: the checksums are not {expected[size]}", file=sys.stderr)
    return 0 if set(figures) == right else 1


def known(figures: Figures) -> dict[int, list[int]]:
    """What the checksums of each size must be: as stated, or as most engines give them."""
    found: dict[int, list[int]] = {}
    for size in {size for _, size in figures}:
        given = [tuple(one["sums"]) for (_, of), entries in figures.items() if of == size for one in entries]
        found[size] = list(max(set(given), key=given.count))
    stated = json.loads((Path(__file__).parent / "checksums.json").read_text("ascii"))
    return found | {int(size): sums for size, sums in stated.items()}


if __name__ == "__main__":
    sys.exit(main())
