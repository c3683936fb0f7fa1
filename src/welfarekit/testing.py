"""Hypothesis strategies for the domain: households, persons, months, money, with unknown and absent facts among them.

Installed with the extra ``testing``. Hypothesis finds :func:`register` by itself, so that ``st.from_type(Household)`` works in
any project that has both::

    from hypothesis import given
    from welfarekit.testing import households

    @given(households(country="VN"))
    def test_my_service(household):
        ...
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedures import Procedures, shipped_procedures
from welfarekit.domain.disability import Disability
from welfarekit.domain.fact import Spec, specs_of
from welfarekit.domain.household import Household
from welfarekit.domain.index_month import IndexMonth
from welfarekit.domain.person import Person
from welfarekit.money import Money, Rate
from welfarekit.place import CURRENCY, Place
from welfarekit.procedure.case import Case
from welfarekit.procedure.move import FACTS, HAPPENED
from welfarekit.procedure.moving import posting_over
from welfarekit.procedure.step import Level
from welfarekit.rules.determine import COUNTRIES
from welfarekit.truth import UNKNOWN

PLACES: Final = {
    "CN": ("CN", "CN-110000", "CN-430602", "CN-430611", "CN-370700", "CN-320100", "CN-450300"),
    "VN": ("VN", "VN-91", "VN-91-30337", "VN-01", "VN-79"),
    "XD": ("XD", "XD-1", "XD-12", "XD-2"),
}
FIRST_DAY: Final = dt.date(1900, 1, 1)
LAST_DAY: Final = dt.date(2030, 12, 31)
CASES_UNTIL: Final = dt.date(2026, 11, 1)


def money(currency: str = "CNY", *, most: int = 10**7, per: str | None = None) -> st.SearchStrategy[Money]:
    """Amounts from zero to ``most`` minor units; round ones often."""
    minor = st.integers(0, most) | st.integers(0, most // 10_000).map(lambda whole: whole * 10_000)
    return minor.map(lambda amount: Money.of_minor(amount, currency, per))


def rates(least: int = -10_000, most: int = 20_000) -> st.SearchStrategy[Rate]:
    """Rates in whole hundredths of a percent, from -100% to 200%."""
    return st.integers(least, most).map(lambda parts: Rate(Decimal(parts) / 10_000))


def places(country: str = "CN") -> st.SearchStrategy[Place]:
    """Places of a country, on every layer."""
    return st.sampled_from([Place.parse(code) for code in PLACES[country]])


def days(first: dt.date = FIRST_DAY, last: dt.date = LAST_DAY) -> st.SearchStrategy[dt.date]:
    """Days, ends of months and 29 February often among them."""
    awkward = [day for day in (dt.date(1952, 2, 29), dt.date(2008, 2, 29), dt.date(2019, 8, 31)) if first <= day <= last]
    return st.dates(first, last) | st.sampled_from(awkward) if awkward else st.dates(first, last)


@cache
def _values(spec: Spec, currency: str, unknown: bool) -> st.SearchStrategy[Any]:
    most = 10**6 if spec.most is None else spec.most
    match spec.kind:
        case "flag":
            values: st.SearchStrategy[Any] = st.booleans()
        case "money":
            values = money(currency, most=min(most, 10**7))
        case "count":
            values = st.integers(spec.least, min(most, 500))
        case "number":
            top = min(most, 300) * 10**spec.places
            values = st.integers(0, top).map(lambda number: Decimal(number).scaleb(-spec.places))
        case "rate":
            values = rates()
        case "day":
            values = days()
        case "choice":
            values = st.sampled_from([spec.type(value) for value in spec.choices])
        case "part":
            values = facts_of(spec.type, currency=currency, unknown=unknown)
        case _:
            values = st.text("abcdefgh", min_size=1, max_size=6)
    return st.none() | values if spec.none else values


@st.composite
def _some(draw: st.DrawFn, cls: type[Any], currency: str, unknown: bool, leave: frozenset[str]) -> dict[str, Any]:
    """Facts of a class by name; with ``unknown`` only some of them."""
    specs = {name: spec for name, spec in specs_of(cls).items() if name not in leave}
    if not unknown:
        return draw(
            st.tuples(*(_values(spec, currency, unknown) for spec in specs.values())).map(
                lambda v: dict(zip(specs, v, strict=True))
            )
        )
    others = [name for name, spec in specs.items() if not spec.required]
    chosen = draw(st.lists(st.sampled_from(others), unique=True, max_size=14))
    return {name: draw(_values(specs[name], currency, unknown)) for name in chosen}


@st.composite
def facts_of(draw: st.DrawFn, cls: type[Any], *, currency: str = "CNY", unknown: bool = True) -> Any:
    """Objects of a part of the domain, such as Income; with ``unknown`` some facts are left out, otherwise none is."""
    facts = draw(_some(cls, currency, unknown, frozenset()))
    if cls is Disability and "certified_on" in facts and "expires_on" in facts:
        facts["certified_on"], facts["expires_on"] = sorted((facts["certified_on"], facts["expires_on"]))
    return cls(**facts)


@st.composite
def persons(draw: st.DrawFn, country: str = "CN", *, id: str = "p1", unknown: bool = True) -> Person:  # noqa: A002  # the fact
    """Persons without a guardian among others; see :func:`households`."""
    facts = draw(_some(Person, CURRENCY[country], unknown, frozenset({"id", "guardian"})))
    disability, born = facts.get("disability"), facts.get("birth_date")
    if disability is not None and born is not None and "certified_on" in vars(disability):
        facts["birth_date"] = min(born, disability.certified_on)
    return Person(id=id, **facts)


@st.composite
def households(
    draw: st.DrawFn, country: str = "CN", *, unknown: bool = True, members: int = 4, itemised: bool | None = None
) -> Household:
    """Households of up to so many ``members`` in a country, in which nothing contradicts anything.

    ``unknown=False`` states every fact. ``itemised`` says whether incomes stand with the members (True) or as one figure of
    the household (False); None draws it.
    """
    currency = CURRENCY[country]
    ids = [f"p{i}" for i in range(1, draw(st.integers(1, members)) + 1)]
    facts = draw(_some(Household, currency, unknown, frozenset({"id", "place", "members", "head"})))
    people = [draw(persons(country, id=key, unknown=unknown)) for key in ids]
    by_member = draw(st.booleans()) if itemised is None else itemised
    if by_member:
        facts.pop("income_per_month", None)
    else:
        people = [_without(person, "income") for person in people]
    if "dwelling" in facts and "living_area_m2" in vars(facts["dwelling"]) and "deprivation" in facts:
        facts["deprivation"] = _without(facts["deprivation"], "housing_area")
    if "income_score" in facts and ("income_per_month" in facts or any(p.income is not UNKNOWN for p in people)):
        facts.pop("income_score")
    if "property_within_rule" in facts and "assets" in facts:
        facts.pop("assets")
    if "deprivation_score" in facts and "deprivation" in facts:
        facts.pop("deprivation_score")
    for index, person in enumerate(people):
        guardian = draw(st.none() | st.sampled_from([*ids, ""]))
        if guardian != "" and guardian != person.id:
            people[index] = Person(**{**vars(person), "guardian": guardian})
    if draw(st.booleans()) or not unknown:
        facts["head"] = draw(st.sampled_from(ids))
    if draw(st.integers(0, 4)) or not unknown:
        facts["place"] = draw(places(country))
    return Household(id="hh-1", members=tuple(people), **facts)


def _without(facts: Any, name: str) -> Any:
    return type(facts)(**{key: value for key, value in vars(facts).items() if key != name})


@st.composite
def index_months(draw: st.DrawFn, *, unknown: bool = True) -> IndexMonth:
    """Months with their price indices."""
    facts = draw(_some(IndexMonth, "CNY", unknown, frozenset({"month"})))
    return IndexMonth(month=draw(days()).replace(day=1), **facts)


@st.composite
def procedure_cases(draw: st.DrawFn, country: str | None = None, *, steps: int = 14, until: dt.date = CASES_UNTIL) -> Case:
    """Cases under any shipped procedure that have taken up to so many allowed ``steps``, by levels that may take them.

    A case follows the law of the day, now and then in another variant. Days lie within the years whose holiday notices are
    shipped.
    """
    book = Procedures.default()
    shipped = [rules for name in ([country] if country else COUNTRIES) for rules in shipped_procedures(name).procedures]
    rules = draw(st.sampled_from(shipped))
    calendar = calendar_for(rules.place.country)
    first = max(rules.since, dt.date(calendar.years[0], 1, 1))
    day = draw(st.dates(first, max(first, min(rules.until or until, until))))
    rules = book.find(rules.program, rules.place, day, rules.variant)
    case = Case.opened("c-1", rules, "hh-1", on=day, place=rules.place, office="street", by="clerk")
    for _ in range(draw(st.integers(0, steps))):
        day += dt.timedelta(days=draw(st.integers(0, 25)))
        others = book.variants(case.program, case.place, day)
        case = book.follow(case, day, draw(st.sampled_from([None, None, None, *others])))
        if not case.next_moves:
            break
        step = case.procedure.step(draw(st.sampled_from(case.next_moves)))
        runs = [one.last for one in case.running(calendar) if one.clock in step.waits_for] if step.waits_for else []
        over = [last for last in (posting_over(case, calendar, step), *runs) if last is not None and last >= day]
        if over:
            day = max(over) + dt.timedelta(days=1)
            case = book.follow(case, day)
        if day > until or step.key not in case.next_moves:
            break
        step = case.procedure.step(step.key)
        named = {*step.needs, *draw(st.lists(st.sampled_from(sorted(FACTS)), max_size=2))}
        facts = {
            name: draw(days(case.moves[0].on, day) if name in HAPPENED else _stated(FACTS[name], rules.place.currency))
            for name in sorted(named)
        }
        level = draw(st.sampled_from(step.by or tuple(Level)))
        case = case.move(step.key, on=day, level=level, by="clerk", calendar=calendar, **facts)
    return case


def _stated(kind: type[Any], currency: str) -> st.SearchStrategy[Any]:
    """What is stated with a step, and never empty or false, since the law may ask for it."""
    texts = st.sampled_from(["income above the line", "收入超过标准", "thu nhập vượt chuẩn"])
    kinds: dict[type[Any], st.SearchStrategy[Any]] = {str: texts, bool: st.just(True), dt.date: days(dt.date(2024, 1, 1))}
    return kinds[kind] if kind in kinds else money(currency)


def strategy_of(kind: type[Any]) -> st.SearchStrategy[Any]:
    """The strategy that ``st.from_type`` uses for a domain class."""
    countries = st.sampled_from(["CN", "VN"])
    strategies: dict[type[Any], st.SearchStrategy[Any]] = {
        Money: money("CNY") | money("VND"),
        Rate: rates(),
        Place: st.sampled_from(list(PLACES)).flatmap(places),
        Person: countries.flatmap(persons),
        Household: countries.flatmap(households),
        IndexMonth: index_months(),
    }
    return strategies[kind]
