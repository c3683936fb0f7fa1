"""What a good data scientist writes in an afternoon: whole columns of numpy, sums with ``bincount``."""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from register import workload as w
from register.peers import Work

PACKAGES: Final = ("numpy",)
KEEPS_COLUMNS: Final = True


def prepare(columns: w.Columns) -> Work:
    """The columns as they are."""
    return Work(lambda: outputs(columns))


def outputs(c: w.Columns) -> dict[str, Any]:
    """All six outputs."""
    household, households = c["household"], len(c["area"])
    size = np.bincount(household, minlength=households)
    wages = np.bincount(household, weights=c["wage"], minlength=households).astype(np.int64)
    area = np.searchsorted(w.AREAS, c["area"])
    standard = np.where(c["urban"], w.STANDARD_URBAN[area], w.STANDARD_RURAL[area])
    limit = standard * size
    small = (c["savings"] <= w.SAVINGS_MONTHS * limit) & (c["dwellings"] <= w.MOST_DWELLINGS) & ~c["car"]
    entitled = (wages < limit) & small
    age, grade = c["age"], c["grade"]
    frail = (age >= w.OLD_AGE) | (age < w.CHILD_AGE) | (grade == 1) | (grade == 2)
    times = np.bincount(household, weights=frail, minlength=households).astype(np.int64)
    dibao = np.where(entitled, limit - wages + standard * w.TOP_UP_PERCENT // 100 * times, 0)
    on_dibao = entitled[household].astype(np.intp)
    other = np.bincount(household, weights=c["other_income"], minlength=households)
    low = other <= np.where(c["urban"], w.POVERTY_LINE[1], w.POVERTY_LINE[0]) * size
    lacks = np.zeros(households, np.int8)
    for name in w.LACKS:
        lacks += c[name]
    poverty = np.where(low, np.where(lacks >= w.DEPRIVED_FROM, 2, 1), 0).astype(np.int8)
    return {
        "entitled": entitled, "dibao": dibao, "poverty": poverty,
        "living": w.LIVING[on_dibao, grade], "nursing": w.NURSING[on_dibao, grade],
        "assistance": tenths(c, poverty[household]) * w.ASSISTANCE_UNIT,
    }  # fmt: skip


def tenths(c: w.Columns, poverty: np.ndarray) -> np.ndarray:
    """The highest coefficient of assistance that a person has, in tenths, given the poverty class of the household."""
    age, grade, where, most = c["age"], c["grade"], np.where, np.maximum
    child, infant, weak = age < 16, age < 4, (age < 16) | (age >= 60)
    of_hiv = where(infant, 25, where(child, 20, where(poverty == 2, 15, 0)))
    highest = where(c["orphan"] & child, where(infant, 25, 15), 0)
    highest = most(highest, where(c["hiv"], of_hiv, 0))
    highest = most(highest, where(c["single"] & (poverty >= 1), 10, 0))
    highest = most(highest, where((age >= 60) & (poverty == 2) & c["no_carer"], where(age >= 80, 20, 15), 0))
    highest = most(highest, where((age >= 80) & ~c["pension"], 10, 0))
    highest = most(highest, where((age >= 75) & (age < 80) & (poverty >= 1), 10, 0))
    highest = most(highest, where(grade == 1, where(weak, 25, 20), 0))
    return most(highest, where(grade == 2, where(weak, 20, 15), 0))
