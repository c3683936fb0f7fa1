"""policyengine-core: a simulation built from arrays, then calculated."""

from __future__ import annotations

from typing import Final

from policyengine_core.simulations import SimulationBuilder

from register import workload as w
from register.peers import Work, country

PACKAGES: Final = ("policyengine-core",)
KEEPS_COLUMNS: Final = True


def prepare(columns: w.Columns) -> Work:
    """The country, made once."""
    return country.work("policyengine_core", columns, SimulationBuilder, lambda persons: ["member"] * persons)
