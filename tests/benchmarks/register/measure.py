"""One engine, one register, one process: how long, how much memory, and what came out, as a line of JSON.

``python -m register.measure ENGINE SIZE --registers FOLDER``, with this folder's parent on the path; ``run.py`` does it. Only
the standard library and numpy, since it runs in the environment of each engine. Memory is read from Linux's ``/proc``.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import statistics
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from time import perf_counter
from typing import Any

from register import workload
from register.engines import MARK
from register.peers import Work

MEGABYTE = 2**20


def memory(key: str) -> float:
    """A figure of this process in MB: ``VmRSS`` now, ``VmHWM`` the most since the last reset."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(key):
            return int(line.split()[1]) * 1024 / MEGABYTE
    raise LookupError(key)


def timed(run: Any, seconds: float, fewest: int, most: int) -> list[float]:
    """The time of one run, again and again for about so many seconds; short runs are timed several at once."""
    gc.collect()
    start = perf_counter()
    run()
    inner = max(1, int(0.02 / (perf_counter() - start)))
    times: list[float] = []
    begin = perf_counter()
    while len(times) < fewest or (len(times) < most and perf_counter() - begin < seconds):
        start = perf_counter()
        for _ in range(inner):
            run()
        times.append((perf_counter() - start) / inner)
    return times


def measured(engine: str, size: int, registers: Path, seconds: float) -> dict[str, Any]:
    """The figures of one engine on one register."""
    module = import_module(f"register.peers.{engine}")
    columns = workload.kept(size, registers)
    work: Work = module.prepare(columns)
    if not module.KEEPS_COLUMNS:
        columns.clear()
    gc.collect()
    loaded = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the highest mark starts again here
    start = perf_counter()
    outputs = work.run()
    first, peak = perf_counter() - start, memory("VmHWM")
    sums = workload.checksums(outputs) if work.sums is None else work.sums()
    del outputs
    times = timed(work.run, seconds, fewest=3, most=9)
    return {
        "engine": engine, "size": size, "seconds": statistics.median(times), "least": min(times), "first": first,
        "sums": sums, "above_input_mb": peak - loaded, "loaded_mb": loaded, "parts": work.parts,
        "versions": {name: version(name) for name in module.PACKAGES},
    }  # fmt: skip


def main() -> None:
    """Measure, and print the line."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("engine")
    options.add_argument("size", type=int)
    options.add_argument("--registers", type=Path, required=True)
    options.add_argument("--seconds", type=float, default=5.0)
    options.add_argument("--cpus", type=int, default=1, help="how many CPUs it may use")
    asked = options.parse_args()
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[: asked.cpus])  # before an engine makes its threads
    print(MARK + json.dumps(measured(asked.engine, asked.size, asked.registers, asked.seconds)), flush=True)


if __name__ == "__main__":
    main()
