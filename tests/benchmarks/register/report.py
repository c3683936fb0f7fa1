"""The figures of a run as Markdown tables: each engine beside welfarekit, and how each grows. Only the standard library."""

from __future__ import annotations

import math
import os
import platform
import re
import statistics
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from register.engines import ENGINES, OURS

JUDGED: Final = 1_000_000
"""The size at which the targets hold."""
MARKED: Final = re.compile(r"(?<=<!-- register: made by tools/bench.py -->\n).*?(?=<!-- /register -->)", re.DOTALL)
Figures = dict[tuple[str, int], list[dict[str, Any]]]
"""What was measured, by engine and size: one entry a round."""


def seconds(found: list[dict[str, Any]]) -> float:
    """The median over the processes of each process's median."""
    return statistics.median(one["seconds"] for one in found)


def ratios(figures: Figures, engine: str, size: int) -> list[float]:
    """The time of the engine over that of welfarekit, round by round."""
    pairs = zip(figures[engine, size], figures[OURS, size], strict=True)
    return [theirs["seconds"] / ours["seconds"] for theirs, ours in pairs]


def exponent(small: tuple[int, float], large: tuple[int, float]) -> float:
    """With which power of the size the time grows."""
    return math.log(large[1] / small[1]) / math.log(large[0] / small[0])


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a Markdown table."""
    titles = list(head)
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def beside(figures: Figures, size: int, right: set[tuple[str, int]]) -> Iterator[str]:
    """Each engine at one size, with the ratio and the target."""
    rows = []
    for name in sorted({name for name, of in figures if of == size}, key=list(ENGINES).index):
        found, engine = figures[name, size], ENGINES[name]
        ratio, target, met = "", "", ""
        if name != OURS and (OURS, size) in figures:
            rounds = ratios(figures, name, size)
            middle = statistics.median(rounds)
            ratio = f"{middle:.3g} ({min(rounds):.3g} to {max(rounds):.3g})"
            if engine.target is not None and size == JUDGED:
                target, met = f"{engine.target:.2g}", "met" if middle >= engine.target else "**missed**"
        versions = ", ".join(dict.fromkeys(v for one in found for v in one["versions"].values()))
        above, first = (statistics.median(one[key] for one in found) for key in ("above_input_mb", "first"))
        rows.append(
            (
                f"{engine.label} {versions}", f"{seconds(found) / size * 1e9:,.0f}", f"{first / size * 1e9:,.0f}", ratio,
                target, met, "equal" if (name, size) in right else "**differ**", f"{above:,.0f}",
            )
        )  # fmt: skip
    times = ("ns a household", "in the first run", "its time / welfarekit's")
    head = ("engine", *times, "at least", "", "checksums", "MB above input")
    yield from table(head, rows)


def growth(figures: Figures, name: str) -> Iterator[str]:
    """One engine over the sizes."""
    sizes = sorted(size for engine, size in figures if engine == name)
    times = {size: seconds(figures[name, size]) for size in sizes}
    rows, before, steps = [], None, list[float]()
    for size in sizes:
        if before is not None:
            steps.append(exponent((before, times[before]), (size, times[size])))
        local = f"{steps[-1]:.2f}" if steps else ""
        above, cold = (statistics.median(one[key] for one in figures[name, size]) for key in ("above_input_mb", "first"))
        each = f"{times[size] / size * 1e9:,.0f}"
        rows.append((f"{size:,}", f"{times[size]:.4g}", f"{cold:.4g}", each, local, f"{above:,.0f}"))
        before = size
    head = ("households", "seconds", "in the first run", "ns a household", "exponent from the line above", "MB above input")
    yield from table(head, rows)
    if len(sizes) > 1:
        first, last = sizes[0], sizes[-1]
        slope = exponent((first, times[first]), (last, times[last]))
        yield ""
        whole = f"From {first:,} to {last:,} households time grows with the power {slope:.2f} of the size"
        yield f"{whole}, and with {max(steps):.2f} in the steepest step."


def pages(figures: Figures, right: set[tuple[str, int]], scaled: Iterable[str]) -> Iterator[str]:
    """All tables: the engines beside each other at each size that several were measured at, then the growth of some."""
    yield from (machine(figures), "")
    sizes = [size for _, size in figures]
    for size in sorted(set(sizes), reverse=True):
        if sizes.count(size) > 1 or len(set(sizes)) == 1:
            yield from (f"{size:,} households:", "", *beside(figures, size, right), "")
    for name in scaled:
        if sum(engine == name for engine, _ in figures) > 1:
            yield from (f"{ENGINES[name].label}, by size:", "", *growth(figures, name), "")


def machine(figures: Figures) -> str:
    """On what it was measured, and how often."""
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())
    rounds = max(map(len, figures.values()))
    return f"Measured on {os.cpu_count()} CPUs ({model}), Python {platform.python_version()}, {rounds} rounds."


def put_into(page: Path, lines: Iterable[str]) -> None:
    """Write the tables between the marks of a page, or as the whole file where it has none."""
    text = "\n".join(lines).rstrip() + "\n"
    before = page.read_text("utf-8") if page.exists() else ""
    marked = MARKED.search(before)
    page.write_text(text if marked is None else before[: marked.start()] + f"\n{text}\n" + before[marked.end() :], "utf-8")
