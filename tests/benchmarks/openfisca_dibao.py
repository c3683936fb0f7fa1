"""The dibao rule as it holds in Yueyanglou in 2025, written for OpenFisca-Core the way its country template does it.

It has what `cn.dibao` has there: who counts, the income as assessed or item by item, the standard, the property, a person who
applies alone, the period of grace (what the county decides is an input), and the gap. Supplements, tiers and limits on
property are left out, since the place has none. The law is a parameter with dates. OpenFisca computes with arrays, so every
branch is computed; it has no unknown facts, no citations and no sentences.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.simulation_builder import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from families import SEVEN, THREE

MONTH = DateUnit.MONTH
PERIOD = "2025-09"

Person = build_entity("person", "persons", "A person", is_person=True)
ROLES = [{"key": "member", "plural": "members", "label": "member"}]
Household = build_entity("household", "households", "A household", roles=ROLES)


class Relation(Enum):
    head = "head"
    spouse = "spouse"
    child = "child"
    parent = "parent"
    grandparent = "grandparent"
    other = "other"


class Absence(Enum):
    none = "none"
    prison = "prison"
    compulsory_treatment = "compulsory treatment"
    declared_missing = "declared missing"
    clergy_apart = "clergy apart"
    conscript = "conscript"


class Relief(Enum):
    none = "none"
    dibao = "dibao"
    dibao_edge = "dibao edge"


class DisabilityType(Enum):
    none = "none"
    limb = "limb"
    visual = "visual"
    intellectual = "intellectual"
    mental = "mental"


def fact(name: str, kind: type[Any], entity: Any, **more: Any) -> type[Any]:
    """An input variable."""
    return type(name, (Variable,), {"value_type": kind, "entity": entity, "definition_period": MONTH, "label": name, **more})


FLAGS = ("shares_livelihood", "full_time_student", "depends", "receives_tekun", "seriously_ill", "working", "took_job_on_dibao")
COUNTED = (
    "business", "property", "support_received", "pension", "resident_pension_other", "unemployment_benefit", "other_transfer",
)  # fmt: skip
PAID = ("contributions_paid", "support_paid", "care_cost")
STATED = ("asks_alone", "itemises_income", "property_stated_within_rule")
DECIDED = ("county_grants_grace", "county_income_alone", "county_other_hardship")
FACTS = [
    fact("relation", Enum, Person, possible_values=Relation, default_value=Relation.other),
    fact("absence", Enum, Person, possible_values=Absence, default_value=Absence.none),
    fact("birth_date", dt.date, Person, definition_period=DateUnit.ETERNITY),
    fact("disability_type", Enum, Person, possible_values=DisabilityType, default_value=DisabilityType.none),
    fact("disability_grade", int, Person, default_value=9),
    fact("months_in_job", int, Person, default_value=999),
    *(fact(name, bool, Person) for name in FLAGS),
    *(fact(name, float, Person) for name in (*COUNTED, *PAID, "wage", "work_cost")),
    fact("relief", Enum, Household, possible_values=Relief, default_value=Relief.none),
    fact("assessed_income", float, Household),
    *(fact(name, bool, Household) for name in (*STATED, *DECIDED)),
]


class counts(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Counts as a member of the household"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        which, why = person("relation", period), person("absence", period)
        young = person("minor", period) + person("full_time_student", period) + person("depends", period)
        child = (which == Relation.child) * young
        own = (which == Relation.head) + (which == Relation.spouse)
        away = (why == Absence.prison) + (why == Absence.compulsory_treatment) + (why == Absence.declared_missing)
        away = away + (why == Absence.clergy_apart) + (why == Absence.conscript)
        belongs = (own + child + person("shares_livelihood", period)) * ~away
        return ~person("receives_tekun", period) * (belongs + person.household("applies_alone", period))


class minor(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Is a minor"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        born = np.datetime64(period.start.date.replace(year=period.start.year - parameters(period).dibao.age_minor))
        return person("birth_date", period) > born


class severe(Variable):
    value_type = bool
    entity = Person
    definition_period = MONTH
    label = "Is severely disabled"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        return person("disability_grade", period) <= 2


class applies_alone(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "One person applies apart from the family"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        return (household.nb_persons() == 1) * household("asks_alone", period)


class size(Variable):
    value_type = int
    entity = Household
    definition_period = MONTH
    label = "How many count"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        return household.sum(household.members("counts", period))


class counted_income(Variable):
    value_type = float
    entity = Person
    definition_period = MONTH
    label = "Counted income of a member"

    def formula(person: Any, period: Any, parameters: Any) -> Any:
        net = np.maximum(person("wage", period) - person("work_cost", period), 0)
        received = sum(person(name, period) for name in COUNTED)
        return net + received - sum(person(name, period) for name in PAID)


class income(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "Counted income"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        items = household.members("counted_income", period) * household.members("counts", period)
        itemised = np.maximum(household.sum(items), 0)
        return np.where(household("itemises_income", period), itemised, household("assessed_income", period))


class income_below_standard(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "The counted income is below the standard"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        standard = parameters(period).dibao.standard_per_year
        return household("income", period) * 12 < standard * household("size", period)


class property_within_rule(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "The property is within the rule"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        return household("property_stated_within_rule", period)


class family_qualifies(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "The household as a whole meets the conditions"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        below = household("income_below_standard", period)
        return (household("size", period) >= 1) * below * household("property_within_rule", period)


class in_grace_period(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "The benefit runs on for a time after a new job"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        recent = household.members("months_in_job", period) < parameters(period).dibao.grace_months
        new_job = household.any(household.members("took_job_on_dibao", period) * recent)
        on_dibao = household("relief", period) == Relief.dibao
        above = ~household("income_below_standard", period) * household("property_within_rule", period)
        return (household("size", period) >= 1) * on_dibao * new_job * above * household("county_grants_grace", period)


class may_apply_alone(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "The person may apply apart from the family"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        kind, grade = household.members("disability_type", period), household.members("disability_grade", period)
        mental = (grade == 3) * ((kind == DisabilityType.intellectual) + (kind == DisabilityType.mental))
        needy = household.members("severe", period) + mental + household.members("seriously_ill", period)
        of_edge = (household("relief", period) == Relief.dibao_edge) * household.any(needy)
        adult = ~household.members("minor", period) * household.members("severe", period) * ~household.members("working", period)
        clergy = household.members("absence", period) == Absence.clergy_apart
        other = household.any(adult) + household.any(clergy) + household("county_other_hardship", period)
        return of_edge + other * household("property_within_rule", period)


class qualifies_alone(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "The person meets the conditions as a single-person household"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        may = household("may_apply_alone", period)
        return (household("size", period) >= 1) * may * household("county_income_alone", period)


class eligible(Variable):
    value_type = bool
    entity = Household
    definition_period = MONTH
    label = "The conditions are met"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        family = household("family_qualifies", period) + household("in_grace_period", period)
        return np.where(household("applies_alone", period), household("qualifies_alone", period), family)


class gap(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "What is missing to the standard"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        standard = parameters(period).dibao.standard_per_year
        missing = standard * household("size", period) - household("income", period) * 12
        return np.round(np.maximum(missing, 0) / 12, 2)


class benefit(Variable):
    value_type = float
    entity = Household
    definition_period = MONTH
    label = "What is paid a month"

    def formula(household: Any, period: Any, parameters: Any) -> Any:
        return household("eligible", period) * household("gap", period)


RULES = [
    counts, minor, severe, applies_alone, size, counted_income, income, income_below_standard, property_within_rule,
    family_qualifies, in_grace_period, may_apply_alone, qualifies_alone, eligible, gap, benefit,
]  # fmt: skip


def system() -> TaxBenefitSystem:
    """The country with this one program."""
    made = TaxBenefitSystem([Person, Household])
    law = {"standard_per_year": 8880.0, "grace_months": 6, "age_minor": 18}
    data = {key: {"description": key, "values": {"2022-01-01": {"value": value}}} for key, value in law.items()}
    made.parameters = ParameterNode("", data={"dibao": data})
    for variable in (*FACTS, *RULES):
        made.add_variable(variable)
    return made


def situation(family: dict[str, Any]) -> dict[str, Any]:
    """A shipped family in OpenFisca's form; only what is not the default is stated."""
    persons = {}
    for member in family["members"]:
        stated: dict[str, Any] = {
            "relation": {PERIOD: member["relation"]},
            "birth_date": {"ETERNITY": member["birth_date"]},
            "shares_livelihood": {PERIOD: member.get("shares_livelihood", False)},
            "seriously_ill": {PERIOD: member["seriously_ill"]},
            "working": {PERIOD: bool(member["work"])},
        }
        if member["disability"]:
            stated["disability_type"] = {PERIOD: member["disability"]["type"]}
            stated["disability_grade"] = {PERIOD: member["disability"]["grade"]}
        persons[member["id"]] = stated
    household = {
        "members": list(persons),
        "relief": {PERIOD: family["relief"]},
        "assessed_income": {PERIOD: float(family["income_per_month"].partition(" ")[0])},
        "property_stated_within_rule": {PERIOD: family["property_within_rule"]},
    }
    return {"persons": persons, "households": {family["id"]: household}}


SITUATIONS = {"three": json.dumps(situation(THREE)), "seven": json.dumps(situation(SEVEN))}


def build(country: TaxBenefitSystem, text: str) -> Any:
    """The simulation of a family, from JSON, its trace on."""
    simulation = SimulationBuilder().build_from_entities(country, json.loads(text))
    simulation.trace = True
    return simulation


def ask(simulation: Any) -> float:
    """What the family is paid."""
    return float(simulation.calculate("benefit", PERIOD)[0])
