"""Yes, no and not known, against the published three-valued tables, by the words themselves and through rules."""

from __future__ import annotations

import datetime as dt
from functools import reduce
from itertools import product
from typing import Any

import pytest

from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import NotKnown, RuleError
from welfarekit.rules.explain import Reading
from welfarekit.rules.facts import household, member, members
from welfarekit.rules.law import Law
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.plan import plan_for
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.term import Amount, Count, Day, Rate, Term, Test, all_of, any_of, on, when
from welfarekit.rules.values import MAYBE, Range
from welfarekit.truth import UNKNOWN, Truth, Unknown, both, either, negation

YES, NO, NULL = True, False, UNKNOWN
ALL: tuple[Truth, ...] = (YES, NO, NULL)

# Decision Model and Notation (OMG, DMN 1.3, chapter 10.3 FEEL): semantics of conjunction, disjunction and the function not();
# "null" is what we call not known.
CONJUNCTION: dict[tuple[Truth, Truth], Truth] = {
    (YES, YES): YES, (YES, NO): NO, (YES, NULL): NULL,
    (NO, YES): NO, (NO, NO): NO, (NO, NULL): NO,
    (NULL, YES): NULL, (NULL, NO): NO, (NULL, NULL): NULL,
}  # fmt: skip
DISJUNCTION: dict[tuple[Truth, Truth], Truth] = {
    (YES, YES): YES, (YES, NO): YES, (YES, NULL): YES,
    (NO, YES): YES, (NO, NO): NO, (NO, NULL): NULL,
    (NULL, YES): YES, (NULL, NO): NULL, (NULL, NULL): NULL,
}  # fmt: skip
NEGATION: dict[Truth, Truth] = {YES: NO, NO: YES, NULL: NULL}


@pytest.mark.parametrize("pair", CONJUNCTION, ids=repr)
def test_and_is_the_published_table(pair: tuple[Truth, Truth]) -> None:
    assert both(*pair) is CONJUNCTION[pair]


@pytest.mark.parametrize("pair", DISJUNCTION, ids=repr)
def test_or_is_the_published_table(pair: tuple[Truth, Truth]) -> None:
    assert either(*pair) is DISJUNCTION[pair]


@pytest.mark.parametrize("value", NEGATION, ids=repr)
def test_not_is_the_published_table(value: Truth) -> None:
    assert negation(value) is NEGATION[value]


def test_the_tables_have_every_combination() -> None:
    assert set(product(ALL, repeat=2)) == set(CONJUNCTION) == set(DISJUNCTION)


# -- through rules: three facts of the household, read by the definition --

FACTS = (household.property_within_rule, household.farming, household.difficult_area)
NAMES = ("property_within_rule", "farming", "difficult_area")
LAW, DAY = Law.of("welfarekit.demo.grain_aid"), dt.date(2025, 10, 1)


def read(term: Term, *values: Any, people: tuple[Any, ...] = (UNKNOWN,)) -> Any:
    """The value of a term, as part of a rulebook, for a household that states these facts."""
    facts = dict(zip(NAMES, values, strict=False))
    persons = [Person(id=f"p{i}", hiv=value) for i, value in enumerate(people)]
    home = Household(id="hh", place="XD-12", area="rural", members=persons, **facts)
    test, amount = (term, None) if isinstance(term, Test) else (Test.of(True), term)
    book = Rulebook("demo.grain_aid", title="T", subject="household", law=LAW, eligible=test, benefit=amount)
    return Reading(plan_for(book, Lawbook(), home, DAY), home).value(term.node)


def answer(test: Test, *values: Any, people: tuple[Any, ...] = (UNKNOWN,)) -> Truth:
    found = read(test, *values, people=people)
    return UNKNOWN if found == MAYBE else found


@pytest.mark.parametrize("pair", CONJUNCTION, ids=repr)
def test_rules_combine_as_the_tables_say(pair: tuple[Truth, Truth]) -> None:
    a, b, _ = FACTS
    assert answer(a & b, *pair) is answer(all_of(a, b), *pair) is CONJUNCTION[pair]
    assert answer(a | b, *pair) is answer(any_of(a, b), *pair) is DISJUNCTION[pair]
    assert answer(~a, *pair) is NEGATION[pair[0]]
    assert answer(~(a & b), *pair) is answer(~a | ~b, *pair)
    assert answer(~(a | b), *pair) is answer(~a & ~b, *pair)


@pytest.mark.parametrize("values", list(product(ALL, repeat=3)), ids=repr)
def test_rules_of_three_facts_combine_as_the_tables_say(values: tuple[Truth, Truth, Truth]) -> None:
    assert answer(all_of(*FACTS), *values) is reduce(both, values)
    assert answer(any_of(*FACTS), *values) is reduce(either, values)
    a, b, c = FACTS
    assert answer((a & b) | ~c, *values) is either(both(*values[:2]), negation(values[2]))
    assert answer(when(a, b, c), *values) is (
        values[1] if values[0] is YES else values[2] if values[0] is NO else values[1] if values[1] is values[2] else UNKNOWN
    )


@pytest.mark.parametrize("values", list(product(ALL, repeat=2)), ids=repr)
def test_any_and_every_of_the_members_are_or_and_and(values: tuple[Truth, Truth]) -> None:
    assert answer(members.any(member.hiv), people=values) is reduce(either, values)
    assert answer(members.every(member.hiv), people=values) is reduce(both, values)


def test_an_unknown_condition_does_not_take_the_else_branch() -> None:
    """The trap of SQL, numpy and polars: there a condition that is null counts as no."""
    amount = when(household.farming, Amount.of("5.00", "CNY"), 0)
    assert read(amount, NO, UNKNOWN) == Range(0, 500)
    assert read(amount, NO, NO) == 0


# -- nothing that is not known, and no rule, is silently true or false --


def test_unknown_has_no_truth_value_and_says_what_to_write() -> None:
    with pytest.raises(NotKnown, match="write `x is UNKNOWN`"):
        bool(UNKNOWN)
    with pytest.raises(NotKnown):
        _ = "yes" if UNKNOWN else "no"  # type: ignore[truthy-bool]  # the mistake under test
    with pytest.raises(NotKnown):
        _ = not UNKNOWN


def test_unknown_is_one_thing_that_is_not_zero_not_no_and_not_none() -> None:
    assert repr(UNKNOWN) == "UNKNOWN"
    assert Unknown("unknown") is UNKNOWN
    assert [value for value in (0, False, None, "", "unknown") if value == UNKNOWN] == []


@pytest.mark.parametrize(
    "term",
    [household.farming, household.farming & household.difficult_area, member.age < 18, member.birth_date == on, Count.of(1),
     Amount.of("1", "CNY"), Rate.of("1/2"), Day.of(DAY), on, household.relief, LAW.rounding("rounding")],
    ids=lambda term: type(term).__name__,
)  # fmt: skip
def test_a_term_has_no_truth_value_and_says_what_to_write(term: Any) -> None:
    with pytest.raises(RuleError, match=r"use & for and, \| for or, ~ for not, when\(test, a, b\) for if"):
        bool(term)


def test_python_words_that_ask_a_term_for_its_truth_are_refused() -> None:
    a, b, _ = FACTS
    with pytest.raises(RuleError):
        _ = a and b  # type: ignore[truthy-bool]  # the mistake under test
    with pytest.raises(RuleError):
        _ = not a
    with pytest.raises(RuleError):
        _ = 18 <= member.age < 60
    with pytest.raises(RuleError):
        _ = member.age in (18, 19)
    with pytest.raises(RuleError):
        _ = household.relief != "dibao"


def test_a_bare_number_stands_second_in_a_choice() -> None:
    with pytest.raises(RuleError, match=r"for a bare 0 write when\(~test, \.\.\., 0\)"):
        when(household.farming, 0, Amount.of("1.00", "CNY"))  # type: ignore[type-var]  # a number is no term
