"""The rules for OpenFisca-Core and policyengine-core, which share one way to write a country. Our own text; all money is float.

Standards of an area are looked up with numpy, not as parameters: the vectorial look-up of either core goes row by row.
"""

from __future__ import annotations

from importlib import import_module
from time import perf_counter
from typing import Any, Final

import numpy as np

from register import workload as w
from register.peers import Work

PERIOD: Final = "2024-06"
FLOAT_COLUMNS: Final = ("savings", "wage", "other_income")
WHOLE_COLUMNS: Final = ("area", "dwellings", "age", "grade")


def leaf(value: Any) -> dict[str, Any]:
    """A parameter with one value."""
    return {"values": {"2024-01-01": {"value": value}}}


def by_grade(amounts: np.ndarray) -> dict[str, Any]:
    """A parameter for each grade of disability."""
    return {f"grade_{grade}": leaf(int(amount)) for grade, amount in enumerate(amounts)}


PARAMETERS: Final = {
    "dibao": {
        "top_up": leaf(w.TOP_UP_PERCENT / 100), "savings_months": leaf(w.SAVINGS_MONTHS),
        "most_dwellings": leaf(w.MOST_DWELLINGS), "old_age": leaf(w.OLD_AGE), "child_age": leaf(w.CHILD_AGE),
    },
    "living": by_grade(w.LIVING[1]),
    "nursing": {"on_dibao": by_grade(w.NURSING[1]), "other": by_grade(w.NURSING[0])},
    "poverty": {"rural": leaf(int(w.POVERTY_LINE[0])), "urban": leaf(int(w.POVERTY_LINE[1])), "deprived": leaf(w.DEPRIVED_FROM)},
    "assistance": {"standard": leaf(10 * w.ASSISTANCE_UNIT)},
}  # fmt: skip


def amounts_of(node: Any) -> np.ndarray:
    """The amounts of a parameter by grade, as an array to take from."""
    return np.array([node[f"grade_{grade}"] for grade in range(5)])


def country(core: str) -> Any:
    """The tax and benefit system: entities, parameters and variables."""
    variable = import_module(f"{core}.variables").Variable
    build = import_module(f"{core}.entities").build_entity
    month = import_module(f"{core}.periods").MONTH
    roles = [{"key": "member", "plural": "members", "label": "Members"}]
    household_entity = build(key="household", plural="households", label="Household", roles=roles)
    person_entity = build(key="person", plural="persons", label="Person", is_person=True)
    variables = []

    def add(name: str, entity: Any, kind: type, formula: Any = None) -> None:
        body = {"value_type": kind, "entity": entity, "definition_period": month, "label": name}
        variables.append(type(name, (variable,), body if formula is None else {**body, "formula": formula}))

    for names, entity in ((w.HOUSEHOLD, household_entity), (w.PERSON[1:], person_entity)):
        for name in names:
            add(name, entity, float if name in FLOAT_COLUMNS else int if name in WHOLE_COLUMNS else bool)
    for formula, kind in HOUSEHOLD_RULES.items():
        add(formula.__name__, household_entity, kind, formula)
    for formula, kind in PERSON_RULES.items():
        add(formula.__name__, person_entity, kind, formula)
    system = import_module(f"{core}.taxbenefitsystems").TaxBenefitSystem([person_entity, household_entity])
    system.parameters = import_module(f"{core}.parameters").ParameterNode("", data=PARAMETERS)
    for made in variables:
        system.add_variable(made)
    return system


# Rules of a household -----------------------------------------------------------------------------------------------------------


def members_count(household: Any, period: Any, parameters: Any) -> Any:
    return household.nb_persons()


def wages(household: Any, period: Any, parameters: Any) -> Any:
    return household.sum(household.members("wage", period))


def standard(household: Any, period: Any, parameters: Any) -> Any:
    area = np.searchsorted(w.AREAS, household("area", period))
    return np.where(household("urban", period), w.STANDARD_URBAN[area], w.STANDARD_RURAL[area]).astype(np.float32)


def entitled(household: Any, period: Any, parameters: Any) -> Any:
    law = parameters(period).dibao
    limit = household("standard", period) * household("members_count", period)
    small = (household("savings", period) <= law.savings_months * limit) * (household("dwellings", period) <= law.most_dwellings)
    return (household("wages", period) < limit) * small * np.logical_not(household("car", period))


def dibao(household: Any, period: Any, parameters: Any) -> Any:
    each = household("standard", period)
    frail_members = household.sum(household.members("frail", period))
    gap = each * household("members_count", period) - household("wages", period)
    return np.where(household("entitled", period), gap + parameters(period).dibao.top_up * each * frail_members, 0)


def other_incomes(household: Any, period: Any, parameters: Any) -> Any:
    return household.sum(household.members("other_income", period))


def lacks_count(household: Any, period: Any, parameters: Any) -> Any:
    return sum(household(name, period).astype(np.int32) for name in w.LACKS)


def poverty(household: Any, period: Any, parameters: Any) -> Any:
    law = parameters(period).poverty
    line = np.where(household("urban", period), law.urban, law.rural)
    low = household("other_incomes", period) <= line * household("members_count", period)
    return np.where(low, np.where(household("lacks_count", period) >= law.deprived, 2, 1), 0)


# Rules of a person --------------------------------------------------------------------------------------------------------------


def frail(person: Any, period: Any, parameters: Any) -> Any:
    law = parameters(period).dibao
    age, grade = person("age", period), person("grade", period)
    return (age >= law.old_age) + (age < law.child_age) + (grade == 1) + (grade == 2) > 0


def living(person: Any, period: Any, parameters: Any) -> Any:
    amounts = amounts_of(parameters(period).living)
    return person.household("entitled", period) * amounts[person("grade", period)]


def nursing(person: Any, period: Any, parameters: Any) -> Any:
    law, grade = parameters(period).nursing, person("grade", period)
    return np.where(person.household("entitled", period), amounts_of(law.on_dibao)[grade], amounts_of(law.other)[grade])


def assistance(person: Any, period: Any, parameters: Any) -> Any:
    age, grade, status = person("age", period), person("grade", period), person.household("poverty", period)
    where, most = np.where, np.maximum
    child, infant = age < 16, age < 4
    weak = child | (age >= 60)
    of_hiv = where(infant, 2.5, where(child, 2.0, where(status == 2, 1.5, 0)))
    alone = (age >= 60) & (status == 2) & person("no_carer", period)
    times = where(person("orphan", period) & child, where(infant, 2.5, 1.5), 0)
    times = most(times, where(person("hiv", period), of_hiv, 0))
    times = most(times, where(person("single", period) & (status >= 1), 1.0, 0))
    times = most(times, where(alone, where(age >= 80, 2.0, 1.5), 0))
    times = most(times, where((age >= 80) & ~person("pension", period), 1.0, 0))
    times = most(times, where((age >= 75) & (age < 80) & (status >= 1), 1.0, 0))
    times = most(times, where(grade == 1, where(weak, 2.5, 2.0), 0))
    times = most(times, where(grade == 2, where(weak, 2.0, 1.5), 0))
    return times * parameters(period).assistance.standard


HOUSEHOLD_RULES: Final = {
    members_count: int, wages: float, standard: float, entitled: bool, dibao: float, other_incomes: float, lacks_count: int,
    poverty: int,
}  # fmt: skip
PERSON_RULES: Final = {frail: bool, living: float, nursing: float, assistance: float}


def work(core: str, columns: w.Columns, builder: Any, role: Any) -> Work:
    """Build a simulation of the register and ask for the six outputs; the country itself is made once, beforehand."""
    system, parts = country(core), dict[str, float]()
    households, persons = len(columns["area"]), len(columns["age"])

    def run() -> dict[str, Any]:
        start = perf_counter()
        made = builder()
        made.create_entities(system)
        made.declare_person_entity("person", np.arange(persons))
        group = made.declare_entity("household", np.arange(households))
        made.join_with_persons(group, columns["household"], roles=role(persons))
        simulation = made.build(system)
        for name in (*w.HOUSEHOLD, *w.PERSON[1:]):
            simulation.set_input(name, PERIOD, columns[name])
        built = perf_counter()
        found = {name: simulation.calculate(name, PERIOD) for name in w.OUTPUTS}
        parts.update(build=built - start, calculate=perf_counter() - built)
        return found

    return Work(run, parts=parts)
