"""OpenFisca-Core: a simulation built from arrays, then calculated."""

from __future__ import annotations

from typing import Final

import numpy as np
from openfisca_core.simulations.simulation_builder import SimulationBuilder

from register import workload as w
from register.peers import Work, country

PACKAGES: Final = ("openfisca-core",)
KEEPS_COLUMNS: Final = True


def prepare(columns: w.Columns) -> Work:
    """The country, made once."""
    return country.work("openfisca_core", columns, SimulationBuilder, lambda persons: np.zeros(persons, int))
