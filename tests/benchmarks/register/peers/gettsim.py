"""GETTSIM's engine, ttsim, on numpy: ``main`` as its users call it, with its checks; it plans anew on every call."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from ttsim import InputData, MainTarget, TTTargets, main
from ttsim.tt import Currency, UnitSystem

from register import workload as w
from register.peers import Work
from register.peers.policy import DAY, ENVIRONMENT, TARGETS

PACKAGES: Final = ("gettsim", "ttsim-backend")
KEEPS_COLUMNS: Final = False
SETTING: Final = {
    "policy_date_str": DAY.isoformat(), "policy_environment": ENVIRONMENT, "backend": "numpy", "rounding": False,
    "tt_targets": TTTargets.tree(dict.fromkeys(TARGETS)),
    "unit_system": UnitSystem(currencies={"CNY": Currency(statutory_from="1949-01-01")}),
}  # fmt: skip


def of_persons(c: w.Columns) -> dict[str, Any]:
    """The columns as ttsim takes them: one row a person, whole numbers as int64, money as float64."""
    household = c["household"]
    kinds = {np.dtype(bool): bool, np.dtype(np.int64): np.float64}  # money is the only int64
    rows: dict[str, Any] = {"p_id": np.arange(len(household)), "hh_id": household.astype(np.int64)}
    for name in w.HOUSEHOLD:
        rows[f"{name}_hh"] = c[name][household].astype(kinds.get(c[name].dtype, np.int64))
    for name in w.PERSON[1:]:
        rows[name] = c[name].astype(kinds.get(c[name].dtype, np.int64))
    return rows


def named(results: Any, first: np.ndarray) -> dict[str, Any]:
    """The outputs, those of households from their first members."""
    found: dict[str, Any] = {}
    for name, target in zip(w.OUTPUTS, TARGETS, strict=True):
        column = np.asarray(results[target])
        found[name] = column[first] if target.endswith("_hh") else column
    return found


def prepare(columns: w.Columns) -> Work:
    """The columns of persons."""
    rows, first = of_persons(columns), columns["starts"][:-1].copy()
    target: Any = MainTarget.results
    return Work(lambda: named(main(main_target=target.tree, input_data=InputData.tree(rows), **SETTING), first))
