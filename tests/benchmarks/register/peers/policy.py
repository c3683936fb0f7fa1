"""The rules for ttsim, the engine of GETTSIM: columns are of persons, so what a household has is repeated for its members.

Our own text. Functions of scalars are vectorized by the engine; all money is float.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import ModuleType
from typing import Any, Final

import numpy as np
from ttsim.tt import (
    AggType,
    ScalarParam,
    TTSIMUnit,
    agg_by_group_function,
    policy_function,
    policy_input,
    register_unit_builder_levels,
)
from ttsim.typing import BoolColumn, FloatColumn, IntColumn

from register import workload as w

DAY: Final = dt.date(2024, 6, 1)
TARGETS: Final = ("entitled_hh", "dibao_hh", "poverty_hh", "living", "nursing", "assistance")
"""In the order of the workload's OUTPUTS; ``_hh`` marks what a household has."""

register_unit_builder_levels(["hh"])
PLAIN: Final = TTSIMUnit.DIMENSIONLESS
OF_HOUSEHOLD: Final = TTSIMUnit.DIMENSIONLESS.PER_HH
ENVIRONMENT: Final[dict[str, Any]] = {
    f"policy_{part}": ScalarParam(value=getattr(DAY, part), start_date=DAY, end_date=DAY) for part in ("year", "month", "day")
}


def given(name: str, kind: type, unit: Any = PLAIN) -> None:
    def column() -> Any:
        """An input."""

    column.__name__, column.__annotations__ = name, {"return": kind.__name__}
    ENVIRONMENT[name] = policy_input(unit=unit)(column)


def rule(unit: Any = PLAIN, **more: Any) -> Callable[[Any], None]:
    def keep(function: Any) -> None:
        ENVIRONMENT[function.__name__] = policy_function(unit=unit, verify_units=False, **more)(function)

    return keep


def over_household(how: AggType) -> Callable[[Any], None]:
    def keep(function: Any) -> None:
        ENVIRONMENT[function.__name__] = agg_by_group_function(agg_type=how, unit=PLAIN, verify_units=False)(function)

    return keep


for name in ("area_hh", "dwellings_hh", "p_id", "hh_id", "age", "grade"):
    given(name, int)
for name in ("savings_hh", "wage", "other_income"):
    given(name, float)
for name in ("urban_hh", "car_hh", *(f"{lack}_hh" for lack in w.LACKS)):
    given(name, bool, OF_HOUSEHOLD)
for name in w.FLAGS:
    given(name, bool)


@over_household(AggType.COUNT)
def size_hh(hh_id: int) -> int:
    pass


@over_household(AggType.SUM)
def wage_hh(wage: float, hh_id: int) -> float:
    pass


@over_household(AggType.SUM)
def other_income_hh(other_income: float, hh_id: int) -> float:
    pass


@rule()
def frail(age: int, grade: int) -> bool:
    return age >= 70 or age < 16 or grade == 1 or grade == 2


@over_household(AggType.SUM)
def frail_hh(frail: bool, hh_id: int) -> int:
    pass


@rule(vectorization_strategy="not_required")
def standard_hh(area_hh: IntColumn, urban_hh: BoolColumn, xnp: ModuleType) -> FloatColumn:
    area = xnp.searchsorted(xnp.asarray(w.AREAS), area_hh)
    urban, rural = w.STANDARD_URBAN.astype(np.float64), w.STANDARD_RURAL.astype(np.float64)
    return xnp.where(urban_hh, xnp.asarray(urban)[area], xnp.asarray(rural)[area])


@rule(OF_HOUSEHOLD)
def entitled_hh(wage_hh: float, standard_hh: float, size_hh: int, savings_hh: float, dwellings_hh: int, car_hh: bool) -> bool:
    limit = standard_hh * size_hh
    return wage_hh < limit and savings_hh <= 24.0 * limit and dwellings_hh <= 1 and not car_hh


@rule()
def dibao_hh(entitled_hh: bool, wage_hh: float, standard_hh: float, size_hh: int, frail_hh: int) -> float:
    if entitled_hh:
        out = standard_hh * size_hh - wage_hh + 0.2 * standard_hh * frail_hh
    else:
        out = 0.0
    return out


@rule()
def living(entitled_hh: bool, grade: int) -> float:
    if entitled_hh and (grade == 1 or grade == 2):
        out = 15000.0
    elif entitled_hh and (grade == 3 or grade == 4):
        out = 10000.0
    else:
        out = 0.0
    return out


@rule()
def nursing(entitled_hh: bool, grade: int) -> float:
    if entitled_hh:
        if grade == 1:
            out = 15000.0
        elif grade == 2:
            out = 13000.0
        elif grade == 3:
            out = 8000.0
        else:
            out = 0.0
    else:
        if grade == 1:
            out = 12000.0
        elif grade == 2:
            out = 10000.0
        else:
            out = 0.0
    return out


@rule()
def lacks_hh(
    lacks0_hh: bool, lacks1_hh: bool, lacks2_hh: bool, lacks3_hh: bool, lacks4_hh: bool, lacks5_hh: bool,
    lacks6_hh: bool, lacks7_hh: bool, lacks8_hh: bool, lacks9_hh: bool, lacks10_hh: bool, lacks11_hh: bool,
) -> int:  # fmt: skip
    first = 1 * lacks0_hh + 1 * lacks1_hh + 1 * lacks2_hh + 1 * lacks3_hh + 1 * lacks4_hh + 1 * lacks5_hh
    return first + 1 * lacks6_hh + 1 * lacks7_hh + 1 * lacks8_hh + 1 * lacks9_hh + 1 * lacks10_hh + 1 * lacks11_hh


@rule()
def poverty_hh(other_income_hh: float, urban_hh: bool, size_hh: int, lacks_hh: int) -> int:
    if urban_hh:
        line = 2000000.0
    else:
        line = 1500000.0
    if other_income_hh <= line * size_hh:
        if lacks_hh >= 3:
            out = 2
        else:
            out = 1
    else:
        out = 0
    return out


@rule()
def of_orphan(orphan: bool, age: int) -> float:
    if orphan and age < 4:
        out = 2.5
    elif orphan and age < 16:
        out = 1.5
    else:
        out = 0.0
    return out


@rule()
def of_hiv(hiv: bool, age: int, poverty_hh: int) -> float:
    if hiv and age < 4:
        out = 2.5
    elif hiv and age < 16:
        out = 2.0
    elif hiv and poverty_hh == 2:
        out = 1.5
    else:
        out = 0.0
    return out


@rule()
def of_single(single: bool, poverty_hh: int) -> float:
    if single and poverty_hh >= 1:
        out = 1.0
    else:
        out = 0.0
    return out


@rule()
def of_age(age: int, poverty_hh: int, no_carer: bool, pension: bool) -> float:
    if age >= 60 and poverty_hh == 2 and no_carer:
        if age >= 80:
            alone = 2.0
        else:
            alone = 1.5
    else:
        alone = 0.0
    if age >= 80 and not pension:
        very_old = 1.0
    else:
        very_old = 0.0
    if age >= 75 and age < 80 and poverty_hh >= 1:
        old = 1.0
    else:
        old = 0.0
    return max(alone, max(very_old, old))


@rule()
def of_disability(grade: int, age: int) -> float:
    if grade == 1:
        if age < 16 or age >= 60:
            out = 2.5
        else:
            out = 2.0
    elif grade == 2:
        if age < 16 or age >= 60:
            out = 2.0
        else:
            out = 1.5
    else:
        out = 0.0
    return out


@rule()
def assistance(of_orphan: float, of_hiv: float, of_single: float, of_age: float, of_disability: float) -> float:
    return 500000.0 * max(of_orphan, max(of_hiv, max(of_single, max(of_age, of_disability))))
