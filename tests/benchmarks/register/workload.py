"""The work that every engine does: an invented register of households, invented rules, and what must come out.

Only numpy, so that it runs in the environment of each peer. A register is a dict of columns: of households (``HOUSEHOLD``),
of persons in the order of their households (``PERSON``; ``household`` is the row of the household), and ``starts``, the first
person of each household. Money is in minor units. The same size gives the same register, on every machine.

The rules: dibao (income below the standard of the area for each member, three limits on property, a top-up for each member who
is old, young or severely disabled); a living and a nursing subsidy by grade of disability and by whether the household is
on dibao; a poverty class by income and by twelve deprivations; assistance by the highest of eight groups.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import numpy as np

Columns = dict[str, np.ndarray]

SEED: Final = 20240607
FLAGS: Final = ("orphan", "hiv", "single", "no_carer", "pension")
LACKS: Final = tuple(f"lacks{i}" for i in range(12))
HOUSEHOLD: Final = ("area", "urban", "savings", "dwellings", "car", *LACKS)
PERSON: Final = ("household", "wage", "other_income", "age", "grade", *FLAGS)
OUTPUTS: Final = ("entitled", "dibao", "poverty", "living", "nursing", "assistance")

CHECKSUMS: Final = {
    int(size): tuple(sums) for size, sums in json.loads((Path(__file__).parent / "checksums.json").read_text("ascii")).items()
}
"""The sum of each of OUTPUTS by size of register."""

# Rules: what the law files and formulas of all engines state -------------------------------------------------------------------

TOP_UP_PERCENT: Final = 20  # of the standard, for each member who is old, young or severely disabled
OLD_AGE: Final = 70
CHILD_AGE: Final = 16
SEVERE_UP_TO: Final = 2
SAVINGS_MONTHS: Final = 24
MOST_DWELLINGS: Final = 1
MOST_VEHICLES: Final = 0
LIVING: Final = np.array([[0, 0, 0, 0, 0], [0, 15_000, 15_000, 10_000, 10_000]])
NURSING: Final = np.array([[0, 12_000, 10_000, 0, 0], [0, 15_000, 13_000, 8_000, 0]])
"""The subsidies by whether the household is entitled to dibao, and by grade of disability, 0 for none."""
POVERTY_LINE: Final = np.array([1_500_000, 2_000_000])  # rural, urban
DEPRIVED_FROM: Final = 3
ASSISTANCE_UNIT: Final = 50_000  # a tenth of the standard of assistance


def _areas() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    draw = np.random.default_rng(SEED)
    codes = np.sort(draw.choice(np.arange(110_000, 660_000, 100), 333, replace=False)).astype(np.int32)
    urban = draw.integers(120, 320, 333) * 500
    rural = (urban * draw.uniform(0.6, 1.0, 333) // 500).astype(np.int64) * 500
    return codes, rural, urban


AREAS, STANDARD_RURAL, STANDARD_URBAN = _areas()
"""The codes of the 333 areas, and the standard of dibao a month in each."""

# The register -------------------------------------------------------------------------------------------------------------------


def register(size: int) -> Columns:
    """The register of this many households. The order of the draws is part of the workload."""
    draw = np.random.default_rng([SEED, size])
    members = draw.choice(np.arange(1, 7), size, p=[0.17, 0.25, 0.24, 0.19, 0.10, 0.05])
    starts = np.zeros(size + 1, np.int64)
    np.cumsum(members, out=starts[1:])
    persons = int(starts[-1])
    household = np.repeat(np.arange(size, dtype=np.int32), members)
    wealth = draw.lognormal(0.0, 0.8, size)
    columns = {"starts": starts, "household": household}
    columns["area"] = AREAS[draw.integers(0, len(AREAS), size)]
    columns["urban"] = draw.random(size) < 0.65
    columns["savings"] = (wealth * draw.lognormal(13.6, 1.0, size)).astype(np.int64)
    columns["dwellings"] = draw.choice(4, size, p=[0.15, 0.65, 0.15, 0.05]).astype(np.int8)
    columns["car"] = draw.random(size) < np.minimum(0.3 * wealth, 0.9)
    for i, name in enumerate(LACKS):
        columns[name] = draw.random(size) < (0.06 + 0.025 * i) / np.maximum(wealth, 0.3)
    columns["age"] = age = np.minimum(draw.gamma(3.2, 13.0, persons), 104).astype(np.int16)
    works = (draw.random(persons) < 0.62) & (age >= 16)
    own = wealth[household]
    columns["wage"] = np.where(works, own * draw.lognormal(12.4, 0.6, persons), 0).astype(np.int64)
    columns["other_income"] = np.where(works, own * draw.lognormal(15.5, 0.6, persons), 0).astype(np.int64) // 1000 * 1000
    columns["grade"] = draw.choice(5, persons, p=[0.93, 0.01, 0.02, 0.02, 0.02]).astype(np.int8)
    columns["orphan"] = draw.random(persons) < 0.01
    columns["hiv"] = draw.random(persons) < 0.003
    columns["single"] = (draw.random(persons) < 0.05) & (age >= 18)
    columns["no_carer"] = draw.random(persons) < 0.08
    columns["pension"] = (draw.random(persons) < 0.5) & (age >= 60)
    return columns


def kept(size: int, folder: Path) -> Columns:
    """The register from ``folder``, where it is put the first time, so that every process reads the same bytes."""
    place = folder / f"register-{size}"
    if not (place / "complete").exists():
        place.mkdir(parents=True, exist_ok=True)
        for name, column in register(size).items():
            np.save(place / f"{name}.npy", column)
        (place / "complete").touch()
    return {name: np.load(place / f"{name}.npy") for name in ("starts", *HOUSEHOLD, *PERSON)}


def checksums(outputs: dict[str, object]) -> tuple[int, ...]:
    """The sum of each output. Equal sums mean equal work."""
    return tuple(int(np.rint(np.asarray(outputs[name])).astype(np.int64).sum()) for name in OUTPUTS)
