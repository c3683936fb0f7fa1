"""Decision tables rest on what was seen when they were made: every edge of an age, every way in which a later block differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from test_assessor import compare, told
from trees import DAY, LAW
from welfarekit.adapters.columns import Assessor, Objects, Stated
from welfarekit.dates import add_months
from welfarekit.domain.disability import Disability
from welfarekit.domain.household import Household
from welfarekit.domain.income import Income
from welfarekit.domain.person import Person
from welfarekit.money import Money
from welfarekit.rules.facts import member, members
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.node import Fact
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.term import Amount, Count, Test, when
from welfarekit.truth import UNKNOWN

BOOK = Lawbook.default()


def about(eligible: Test, benefit: Amount | None = None) -> Rulebook:
    return Rulebook(
        "demo.grain_aid", title="Of few values", subject="person", law=LAW, eligible=eligible, benefit=benefit
    )


def aged(days: list[Any], place: str = "XD-1", **more: Any) -> Household:
    people = [Person(id=f"p{i}", birth_date=day, **more) for i, day in enumerate(days)]
    return Household(id="hh", place=place, area="urban", members=people)


COMPARED: dict[str, Callable[[Count, Count], Test]] = {
    "below": lambda a, b: a < b,
    "up to": lambda a, b: a <= b,
    "above": lambda a, b: a > b,
    "from": lambda a, b: a >= b,
    "at": lambda a, b: a == b,
}


@pytest.mark.parametrize("word", COMPARED)
@pytest.mark.parametrize("months", [False, True])
def test_an_age_is_cut_exactly_where_the_rule_turns(word: str, *, months: bool) -> None:
    age, limit = (member.age_in_months, 216) if months else (member.age, 18)
    birthday = add_months(DAY, -216)
    days = [add_months(birthday, step) + dt.timedelta(days=shift) for step in (-12, -1, 0, 1, 12) for shift in (-1, 0, 1)]
    for rule in (COMPARED[word](age, Count.of(limit)), COMPARED[word](Count.of(limit), age)):
        compare([about(rule)], [aged([*days, UNKNOWN])], DAY)


def test_one_age_may_be_compared_in_many_ways() -> None:
    age = member.age
    rule = when((age < 4) | (age >= 80), Amount.of("3.00", "CNY"), when(age <= 15, Amount.of("2.00", "CNY"), 0))
    days = [dt.date(DAY.year - years, 10, day) for years in range(1, 90) for day in (1, 2)]
    compare([about(age > 59, rule)], [aged(days)], DAY)


def after(rulebook: Rulebook, blocks: list[list[Household]], book: Lawbook) -> None:
    """Block after block through one assessor, each answer as the definition gives it."""
    assessor = Assessor([rulebook], DAY, law=book)
    for families in blocks:
        compare([rulebook], families, DAY, assessor=assessor, law=book)


SIXTIES = [dt.date(DAY.year - years, 6, 1) for years in (59, 61, 65, 71)]


def test_another_place_may_compare_an_age_with_another_one() -> None:
    book = BOOK.amended("demo.grain_aid", "old_age", 70, place="XD-2")
    after(about(member.age >= LAW.count("old_age")), [[aged(SIXTIES)], [aged(SIXTIES, "XD-2")], [aged(SIXTIES)]], book)


def test_a_place_that_comes_later_may_have_another_value_where_all_had_one() -> None:
    book = BOOK.amended("demo.grain_aid", "most_vehicles", 0, place="XD-2")
    paid = when(member.hiv | member.pregnant | member.seriously_ill, LAW.amount("line_per_month"), 0)
    rule = about((LAW.count("most_vehicles") >= 1) & (member.hiv | member.pregnant), paid)
    homes = [aged(SIXTIES, place, hiv=True) for place in ("XD-1", "XD-2", "XD-12", "XD")]
    after(rule, [homes[:1], homes[1:2], homes], book)


def sum_of_three() -> Amount:
    """Enough to be read from a table."""
    one, two, three = (Amount.of(f"{amount}.00", "CNY") for amount in (1, 2, 3))
    return when(member.hiv, one, 0) + when(member.pregnant, two, 0) + when(member.seriously_ill, three, 0)


def apart() -> Lawbook:
    """One place may have a vehicle and is not old before 62, one the other way about, one has both."""
    book = BOOK.amended("demo.grain_aid", "most_vehicles", 0, place="XD-2")
    return book.amended("demo.grain_aid", "old_age", 70, place="XD-2").amended("demo.grain_aid", "old_age", 70, place="XD-12")


ONE, TWO = LAW.count("most_vehicles") >= 1, LAW.count("old_age") >= 65


def test_values_of_the_law_that_differ_together_are_looked_up_together() -> None:
    rule = about(when(ONE & member.hiv, TWO, ~TWO & member.pregnant) | (member.seriously_ill & ~ONE))
    homes = [aged(SIXTIES, place, hiv=True, pregnant=False) for place in ("XD-1", "XD-2", "XD-12", "XD-1")]
    after(rule, [homes[:2], homes[2:], homes], apart())


def test_a_branch_that_the_law_closed_everywhere_may_be_open_in_the_next_place() -> None:
    rule = about(member.hiv, when(ONE & TWO, when(member.hiv, Amount.of("1.00", "CNY"), 0), sum_of_three()))
    homes = [aged(SIXTIES, place, hiv=True, pregnant=False) for place in ("XD-1", "XD-2", "XD-12", "XD-1")]
    after(rule, [homes[:2], homes[2:], homes], apart())


def test_a_schedule_that_was_one_for_all_may_be_another_in_the_next_place() -> None:
    book = BOOK.amended("demo.grain_aid", "sacks", [{"from": 1, "value": "7.00"}], place="XD-2")
    book = book.amended("demo.grain_aid", "sacks", [{"from": 1, "value": "9.00"}, {"from": 2, "value": "19.00"}], place="XD-1")
    paid = LAW.schedule_amount("sacks", member.disability.grade)
    rule = about(member.hiv & (paid > Amount.of("8.00", "CNY")), paid)
    homes = [aged(SIXTIES, place, hiv=True, disability=Disability(grade=2)) for place in ("XD-1", "XD-2", "XD-1")]
    after(rule, [homes[:1], homes[1:], homes, [aged(SIXTIES, "XD-1", hiv=True, disability=None)]], book)


def earning(home: Household) -> Household:
    """The household with a wage between the lines of its places."""
    income = Income(wage_per_month=Money("30.00", "CNY"))
    return Household(**{**vars(home), "members": [Person(**{**vars(person), "income": income}) for person in home.members]})


def test_where_the_area_is_not_known_the_law_is_not_either() -> None:
    below = LAW.amount("line_per_month") < Amount.of("120.00", "CNY")
    rule = about(below & (member.hiv | member.pregnant), when(member.hiv & below, LAW.amount("line_per_month"), 0))
    known = aged(SIXTIES, "XD-12", hiv=True)
    urban = aged(SIXTIES, "XD-1", hiv=True)
    facts = {name: value for name, value in vars(known).items() if name != "area"}
    after(rule, [[known, urban], [Household(**facts)], [known, Household(**facts)]], BOOK)
    poor = members.total(member.income.wage_per_month) < LAW.amount("line_per_month")
    first = [earning(known), earning(urban), earning(aged(SIXTIES, "XD", hiv=True))]
    paid = when(poor, sum_of_three(), 0)
    after(about(poor & (member.hiv | member.pregnant), paid), [first, [earning(Household(**facts))]], BOOK)


@pytest.mark.parametrize("first", [{"hiv": True}, {"hiv": UNKNOWN}, {"hiv": True, "pregnant": False}])
def test_what_was_known_of_everybody_may_be_missing_next(first: dict[str, Any]) -> None:
    rule = about(member.hiv | (member.pregnant & member.seriously_ill), when(member.hiv, Amount.of("1.00", "CNY"), 0))
    blocks = [[aged(SIXTIES, **facts)] for facts in (first, {"pregnant": True}, {"hiv": False, "pregnant": True}, {})]
    after(rule, blocks, BOOK)


def test_a_choice_with_many_values_and_a_number_that_may_not_exist() -> None:
    grade = member.disability.grade
    rule = when(grade <= 2, Amount.of("5.00", "CNY"), when(grade == 3, Amount.of("2.00", "CNY"), 0))
    eligible = member.relation.one_of("head", "spouse") | (grade >= 1) | member.hiv
    grades: list[Any] = [None, UNKNOWN, Disability(), *(Disability(grade=number) for number in range(1, 5))]
    people = [
        Person(id=f"p{i}", disability=disability, relation=relation, hiv=False)
        for i, (disability, relation) in enumerate((g, r) for g in grades for r in ("head", "sibling", UNKNOWN))
    ]
    compare([about(eligible, rule)], [Household(id="hh", place="XD-1", area="urban", members=people)], DAY)


def test_what_the_household_is_decides_for_each_member() -> None:
    rich = members.total(member.income.wage_per_month) >= LAW.amount("line_per_month") * members.count(Test.of(True))
    rule = about(~rich & (member.hiv | member.pregnant), when(~rich, when(member.hiv, Amount.of("4.00", "CNY"), 0), 0))
    ten, many = Money("10.00", "CNY"), Money("900.00", "CNY")
    homes = []
    for wages in ([ten], [many, None], [ten, UNKNOWN], [UNKNOWN]):
        incomes = [Income(wage_per_month=wage) for wage in wages]
        people = [Person(id=f"p{i}", hiv=i == 0, pregnant=False, income=income) for i, income in enumerate(incomes)]
        homes.append(Household(id="hh", place="XD-1", area="urban", members=people))
    compare([rule], homes, DAY)


class Careless(Objects):
    """A block whose values may be anything where there is none, and where it is not known."""

    def stated(self, fact: Fact) -> Stated | None:
        found = super().stated(fact)
        if found is None:
            return None
        blank = np.zeros(len(found.values), dtype=bool) if found.none is None else found.none.copy()
        if found.known is not None:
            blank |= ~found.known
        return Stated(np.where(blank, found.values.dtype.type(1), found.values), found.known, found.none)


def test_a_value_beside_none_or_not_known_is_never_looked_at() -> None:
    grade, paid = member.disability.grade, LAW.schedule_amount("sacks", member.disability.grade)
    twice = when(member.absence.one_of("prison"), when(grade >= 1, paid, 0), paid + paid)
    rule = about(member.hiv & (paid > Amount.of("8.00", "CNY")), twice)
    disabilities: list[Any] = [None, UNKNOWN, Disability(grade=3), Disability()]
    people = [
        Person(id=f"p{i}", hiv=hiv, absence=absence, disability=disability)
        for i, (hiv, absence, disability) in enumerate(product((True, UNKNOWN), (None, UNKNOWN, "prison"), disabilities))
    ]
    home = Household(id="hh", place="XD-2", area="urban", members=people)
    careful, careless = (Assessor([rule], DAY).assess(kind([home]))[0] for kind in (Objects, Careless))
    compare([rule], [home], DAY)
    for row in range(len(people)):
        assert told(careless, row, 0) == told(careful, row, 0)
