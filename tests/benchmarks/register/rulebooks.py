"""The rules of the workload as rulebooks of welfarekit: five programs, one law file, and the standards of 333 places.

All stand in China, so that one pass answers all five. Their columns are facts of the domain, the nearest there is (``table``
says which). Subsidies share the node that decides on dibao, assistance the node of the poverty class.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Final

import welfarekit.cn
from register.workload import AREAS, STANDARD_RURAL, STANDARD_URBAN
from welfarekit.domain.household import PovertyStatus
from welfarekit.place import Place
from welfarekit.rules.facts import household, member, members
from welfarekit.rules.law import Law
from welfarekit.rules.law_file import Row
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.rulebook import Rulebook, rule
from welfarekit.rules.term import Amount, Choice, Test, all_of, how_many, largest, when

DAY: Final = dt.date(2024, 6, 1)
PROVINCES: Final = tuple(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65".split()
)

welfarekit.cn.__path__.append(str(Path(__file__).parent / "law"))  # where the law of a program is looked for
law = Law.of("welfarekit.cn.invented")
CITE: Final = law.cite("benchmark")


def _places() -> tuple[str, ...]:
    """A place for each area: its code, or the next one free for a code in no province."""
    codes = [f"{area:06}" for area in AREAS.tolist()]
    taken = {code for code in codes if code[:2] in PROVINCES}
    free = (code for i in range(100) for p in PROVINCES if (code := f"{p}{i:02}00") not in taken)
    return tuple(f"CN-{code if code in taken else next(free)}" for code in codes)


PLACES: Final = _places()


@cache
def lawbook() -> Lawbook:
    """The law as shipped, with the standard of every place on top."""
    rows = [
        Row(dt.date(2020, 1, 1), None, dt.date(2020, 1, 1), Place.parse(place), (("area", area),), standard, CITE)
        for area, standards in (("rural", STANDARD_RURAL), ("urban", STANDARD_URBAN))
        for place, standard in zip(PLACES, standards.tolist(), strict=True)
    ]
    return Lawbook.default().with_rows({("cn.invented", "standard_per_month"): tuple(rows)})


# Dibao --------------------------------------------------------------------------------------------------------------------------

standard = law.amount("standard_per_month")
limit = standard * members.count(Test.of(True))
wages = members.total(member.income.wage_per_month)
grade = member.disability.grade


@rule(cite=CITE, show={"wages": wages, "limit": limit})
def poor_enough() -> Test:
    """The income of {wages} a month is below {limit}, the standard for all members.

    No: The income of {wages} a month is not below {limit}, the standard for all members.

    Not known: Whether the income is below the standard is not known yet.
    """
    return wages < limit


@rule(cite=CITE)
def property_small() -> Test:
    """The property of the household is within the rule.

    No: The property of the household is not within the rule.

    Not known: Whether the property of the household is within the rule is not known yet.
    """
    owned = household.assets
    return all_of(
        owned.movable <= limit * law.count("savings_months"),
        owned.dwellings <= law.count("most_dwellings"),
        owned.vehicles <= law.count("most_vehicles"),
    )


@rule(cite=CITE)
def on_dibao() -> Test:
    """The household is entitled to dibao.

    No: The household is not entitled to dibao.

    Not known: Whether the household is entitled to dibao is not known yet.
    """
    return poor_enough & property_small


@rule(cite=CITE)
def frail() -> Test:
    """{member} is old, a child or severely disabled.

    No: {member} is neither old nor a child nor severely disabled.

    Not known: Whether {member} is old, a child or severely disabled is not known yet.
    """
    return (member.age >= law.count("ages", "old")) | (member.age < law.count("ages", "child")) | (grade <= 2)


@rule(cite=CITE)
def gap_and_top_ups() -> Amount:
    """The household is paid {value}, what is missing to the standard and the top-ups.

    Not known: What the household is paid is not known yet.
    """
    return limit - wages + standard.share(law.rate("top_up"), law.rounding("rounding")) * members.count(frail)


# The two subsidies --------------------------------------------------------------------------------------------------------------


def by_grade(key: str) -> Amount:
    """The amount of a table for the grade of a person, and nothing without one."""
    one, two, three, four = (law.amount(key, f"grade_{number}") for number in range(1, 5))
    return when(grade == 1, one, when(grade == 2, two, when(grade == 3, three, when(grade == 4, four, 0))))


living = when(on_dibao, by_grade("living"), 0)
nursing = when(on_dibao, by_grade("nursing_on_dibao"), by_grade("nursing_otherwise"))

# The poverty class --------------------------------------------------------------------------------------------------------------

lacks = household.deprivation
deprivations = how_many(
    lacks.employment, lacks.dependants, lacks.nutrition, lacks.health_insurance, lacks.adult_education,
    lacks.school_attendance, lacks.housing_quality, lacks.housing_area, lacks.water_source, lacks.toilet, lacks.telecom,
    lacks.information_devices,
)  # fmt: skip


@rule(cite=CITE)
def poverty_class() -> Choice[PovertyStatus]:
    """The household is in the class {value}.

    Not known: Which class the household is in is not known yet.
    """
    line = law.amount("poverty_line") * members.count(Test.of(True))
    low = members.total(member.income.business_per_month) <= line
    poor = when(
        deprivations >= law.count("deprived_from"), Choice.of(PovertyStatus.POOR), Choice.of(PovertyStatus.NEAR_POOR)
    )
    return when(low, poor, Choice.none(PovertyStatus))


# Assistance ---------------------------------------------------------------------------------------------------------------------

low_income = poverty_class.one_of(PovertyStatus.POOR, PovertyStatus.NEAR_POOR)
poor = poverty_class.one_of(PovertyStatus.POOR)


def times(group: str) -> Amount:
    """The standard of assistance times the coefficient of a group."""
    return law.amount("assistance").share(law.rate("coefficients", group), law.rounding("rounding"))


def _of_groups() -> Amount:
    age = member.age
    infant, child = age < law.count("ages", "infant"), age < law.count("ages", "child")
    senior, very_old = age >= law.count("ages", "senior"), age >= law.count("ages", "very_old")
    weak = child | senior
    of_hiv = when(infant, times("infant_hiv"), when(child, times("child_hiv"), when(poor, times("poor_hiv"), 0)))
    alone = all_of(senior, poor, member.fit_for_facility_cared_at_home)
    return largest(
        when(member.unattended & child, when(infant, times("infant_orphan"), times("orphan")), 0),
        when(member.hiv, of_hiv, 0),
        when(member.seriously_ill & low_income, times("single"), 0),
        when(alone, when(very_old, times("poor_alone_very_old"), times("poor_alone")), 0),
        when(very_old & ~member.has_regular_income, times("without_pension"), 0),
        when(all_of(age >= law.count("ages", "aged"), ~very_old, low_income), times("aged"), 0),
        when(grade == 1, when(weak, times("grade_1_weak"), times("grade_1")), 0),
        when(grade == 2, when(weak, times("grade_2_weak"), times("grade_2")), 0),
    )


assistance = _of_groups()

RULEBOOKS: Final = (
    Rulebook("cn.invented_dibao", title="Dibao", subject="household", law=law, eligible=on_dibao, benefit=gap_and_top_ups),
    Rulebook("cn.invented_poverty", title="Poverty class", subject="household", law=law, status=poverty_class, per=None),
    Rulebook("cn.invented_living", title="Living", subject="person", law=law, eligible=living > 0, benefit=living),
    Rulebook("cn.invented_nursing", title="Nursing", subject="person", law=law, eligible=nursing > 0, benefit=nursing),
    Rulebook(
        "cn.invented_assistance", title="Assistance", subject="person", law=law, eligible=assistance > 0, benefit=assistance
    ),
)  # fmt: skip
