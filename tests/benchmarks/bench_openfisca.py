"""The same dibao rule and families in OpenFisca-Core, its trace on, and the ratio. Skipped where it is not installed."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any

import pytest

from families import DAY, HOMES, JSON, SIZES
from welfarekit.domain.household import Household
from welfarekit.rules.determine import determine

pytest.importorskip("openfisca_core")

import openfisca_dibao as peer  # only where OpenFisca is installed

ROUNDS = 60
AMOUNTS = {"three": 1020.0, "seven": 2730.0}
each_size = pytest.mark.parametrize("size", SIZES)


@pytest.fixture(scope="module")
def country() -> Any:
    return peer.system()


@each_size
def test_openfisca_from_json_to_the_amount(benchmark: Any, country: Any, size: str) -> None:
    text = peer.SITUATIONS[size]
    assert benchmark(lambda: peer.ask(peer.build(country, text))) == AMOUNTS[size]


@each_size
def test_openfisca_only_the_calculation(benchmark: Any, country: Any, size: str) -> None:
    def fresh() -> tuple[tuple[Any], dict[str, Any]]:
        return (peer.build(country, peer.SITUATIONS[size]),), {}

    assert benchmark.pedantic(peer.ask, setup=fresh, rounds=300, warmup_rounds=5) == AMOUNTS[size]


def _times(calls: dict[str, tuple[Callable[[], object], int]], rounds: int = ROUNDS) -> dict[str, float]:
    """The median time of each call in microseconds.

    The calls take turns, so that a slow moment of the machine meets all; none has to clear up what another left behind, and
    each runs for some milliseconds, so that it is warm.
    """
    times: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, (call, inner) in calls.items():
            gc.collect()
            for _ in range(inner // 3 or 1):
                call()
            start = perf_counter()
            for _ in range(inner):
                call()
            times[name].append((perf_counter() - start) / inner * 1e6)
    return {name: statistics.median(found) for name, found in times.items()}


@each_size
def test_the_ratio(country: Any, size: str, capsys: pytest.CaptureFixture[str]) -> None:
    home, text, theirs = HOMES[size], JSON[size], peer.SITUATIONS[size]
    answer = determine("cn.dibao", home, DAY)
    assert answer.amount is not None
    assert float(answer.amount.decimal) == AMOUNTS[size]
    ready = [peer.build(country, theirs) for _ in range(4 * ROUNDS)]
    found = _times(
        {
            "whole": (lambda: peer.ask(peer.build(country, theirs)), 3),
            "only": (lambda: peer.ask(ready.pop()), 3),
            "ours": (lambda: determine("cn.dibao", home, DAY).trace, 600),
            "from_json": (lambda: determine("cn.dibao", Household.from_json(text), DAY).trace, 80),
        }
    )
    whole, only, ours, from_json = (found[name] for name in ("whole", "only", "ours", "from_json"))
    with capsys.disabled():
        print(
            f"\nfamily of {size}:"
            f"\n  from JSON to the answer with its trace: OpenFisca {whole:,.0f} µs, welfarekit {from_json:,.1f} µs,"
            f" ratio {whole / from_json:,.0f}"
            f"\n  from its own objects: OpenFisca {only:,.0f} µs, welfarekit {ours:,.1f} µs, ratio {only / ours:,.0f}"
            f"\n  OpenFisca, which has to build a simulation for each family, to welfarekit on a household: {whole / ours:,.0f}"
        )
