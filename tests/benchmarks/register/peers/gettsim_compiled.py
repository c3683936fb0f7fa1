"""GETTSIM's engine, ttsim, on numpy: only its compiled function, made once, on data that it has already prepared."""

from __future__ import annotations

from typing import Any

from ttsim import InputData, main

from register import workload as w
from register.peers import Work
from register.peers.gettsim import KEEPS_COLUMNS, PACKAGES, SETTING, named, of_persons

__all__ = ["KEEPS_COLUMNS", "PACKAGES", "prepare"]


def prepare(columns: w.Columns) -> Work:
    """The function, and the data as it wants them."""
    first = columns["starts"][:-1].copy()
    made: Any = main(
        main_targets=["tt_function", "processed_data", "labels__root_nodes"], input_data=InputData.tree(of_persons(columns)),
        include_fail_nodes=False, include_warn_nodes=False, **SETTING,
    )  # fmt: skip
    roots = made["labels"]["root_nodes"]
    data = {name: column for name, column in made["processed_data"].items() if name in roots}
    return Work(lambda: named(made["tt_function"](data), first))
