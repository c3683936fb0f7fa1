"""Every program is complete on every day on which anything changes.

Nothing of the law changes between two days on which a value or a version begins or ends, so those days are all that need be
tried. Three things are asked of each program, in every place that its law names and for every area:

1. *Given what only places can say* (``LOCAL``), a plan can be made: no national value and no version of a rule is missing.
2. *Where a place says what only it can say* (``MAIN``), its own law is whole, or lacks only what ``MAY_LACK`` names.
3. Where a value is missing, that is true: no value of the place or of a layer above it has begun and not ended.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import product
from typing import Any

import pytest
from attrs import evolve, frozen

from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import NotInForce, RuleError
from welfarekit.place import Place
from welfarekit.rules.determine import COUNTRIES, program, program_keys
from welfarekit.rules.law import Law
from welfarekit.rules.law_file import SELECTORS, Row
from welfarekit.rules.lawbook import Lawbook, law_of
from welfarekit.rules.node import Versions, walk
from welfarekit.rules.plan import plan_for, selectors
from welfarekit.rules.rulebook import Rulebook, rule, versions
from welfarekit.rules.term import Amount, Count, Test

DAY = dt.timedelta(days=1)
PROGRAMS = [key for country in COUNTRIES for key in program_keys(country)]
Key = tuple[str, str]


@frozen
class Local:
    """What only places say: values to try in their stead, why, and the days on which the nation says it after all."""

    tries: tuple[Any, ...]
    why: str
    nation_from: dt.date | None = None
    nation_until: dt.date | None = None


STANDARD = ("cn.dibao", "standard_per_year")
THE_STANDARD = Local(("12000.00",), "each place sets its own standard")
FORMULAS = tuple(law_of("cn.price_subsidy").parameters["formula"].choices)
BANDS = {"first_from": "3%", "first_share": "30%", "second_from": "5%", "second_share": "50%"}
PAID_HERE = "each place sets its own amounts, above the minimum of the province where there is one"


def every_cell(program_key: str, parameter: str) -> dict[str, str]:
    """A table in which no cell is absent, so that every group and what the law asks of it matters."""
    return dict.fromkeys(law_of(program_key).parameters[parameter].keys, "100.00")


TIERS = ("cn.dibao", "tiers_per_month")
LIVING, NURSING = ("cn.disability_living", "amount_per_month"), ("cn.disability_nursing", "amount_per_month")

LOCAL: dict[str, dict[Key, Local]] = {
    "cn.dibao": {
        STANDARD: THE_STANDARD,
        TIERS: Local((every_cell(*TIERS),), "belongs to the places with tiers"),
    },
    "cn.dibao_edge": {
        STANDARD: THE_STANDARD,
        ("cn.dibao_edge", "multiple"): Local(
            ("1.5",), "a national multiple held for these five years; before and after, provinces set theirs",
            dt.date(2021, 7, 1), dt.date(2026, 6, 30),
        ),
    },
    "cn.price_subsidy": {
        STANDARD: THE_STANDARD,
        ("cn.price_subsidy", "formula"): Local(FORMULAS, "each place says how it computes the amount"),
        ("cn.price_subsidy", "city_mean_urban_per_year"): Local(("12000.00",), "belongs to the formula of Guilin"),
        ("cn.price_subsidy", "city_mean_rural_per_year"): Local(("9000.00",), "belongs to the formula of Guilin"),
        ("cn.price_subsidy", "bands"): Local((BANDS,), "belongs to the formulas with bands"),
        ("cn.price_subsidy", "per_point"): Local(("10.00",), "belongs to the formula of Qingdao"),
        ("cn.price_subsidy", "flat"): Local(({"general": "50.00"},), "belongs to the flat formula"),
    },
    "cn.disability_living": {
        STANDARD: THE_STANDARD,
        LIVING: Local((every_cell(*LIVING),), PAID_HERE),
        ("cn.disability_living", "times_of_standard"): Local((2,), "belongs to the group that only Jiangsu has"),
    },
    "cn.disability_nursing": {NURSING: Local((every_cell(*NURSING),), PAID_HERE)},
    "vn.social_assistance": {
        ("vn.social_assistance", "local_standard_per_month"): Local(
            ("600000",), "a place may be known to have a standard of its own, but not how high"
        ),
    },
}  # fmt: skip

MAIN: dict[str, tuple[Key, ...]] = {
    "cn.dibao": (STANDARD,),
    "cn.dibao_edge": (STANDARD,),
    "cn.price_subsidy": (("cn.price_subsidy", "formula"),),
    "cn.disability_living": (LIVING, ("cn.disability_living", "minimum_per_month"), ("cn.disability_living", "share_of_dibao")),
    "cn.disability_nursing": (NURSING, ("cn.disability_nursing", "minimum_per_month")),
}
"""The local parameters of which a place needs one, or else it has no such program that we know of."""

MAY_LACK: dict[str, dict[Key, str]] = {
    "cn.dibao_edge": {
        ("cn.dibao_edge", "multiple"): "before July 2021 and from July 2026 a place may have a standard without a multiple, "
        "and between them a higher one that is known to exist, but not since when",
    },
    "cn.price_subsidy": {
        STANDARD: "the formula of a place may be known and its standard not",
        ("cn.price_subsidy", "city_mean_urban_per_year"): "the mean of the city is not published",
        ("cn.price_subsidy", "city_mean_rural_per_year"): "the mean of the city is not published",
    },
    "cn.disability_living": {
        LIVING: "a place may be known to pay more than the minimum, but not how much",
        STANDARD: "the share or the limit of a group may be known and the standard not",
    },
    "cn.disability_nursing": {NURSING: "a place may be known to pay more than the minimum, but not how much"},
    "vn.social_assistance": {
        ("vn.social_assistance", "local_standard_per_month"): "a place may be known to have its own standard, but not how high",
    },
}
"""What a place whose main value is known may still lack, and why that is no mistake."""


# -- what to try --


def parameters(rulebook: Rulebook) -> set[Key]:
    """Every parameter that the rules may ask, of whichever program's law."""
    return {(node.program, node.key) for node in rulebook.law_nodes}  # type: ignore[union-attr]  # each has them


def within(rulebook: Rulebook, day: dt.date) -> bool:
    return (rulebook.since is None or rulebook.since <= day) and (rulebook.until is None or day <= rulebook.until)


@cache
def version_days(rulebook: Rulebook) -> frozenset[dt.date]:
    """The days on which the program or a version of one of its rules begins or ends."""
    days = {rulebook.since, rulebook.until}
    for node in walk(*rulebook.whole_roots):
        for option in node.options if isinstance(node, Versions) else ():
            days |= {option.since, option.until and option.until + DAY}
    return frozenset(day for day in days if day is not None)


def change_days(rulebook: Rulebook, book: Lawbook, place: Place, keys: set[Key]) -> list[dt.date]:
    """The days on which something begins or ends for the place, within the life of the program."""
    days, chain = set(version_days(rulebook)), {layer.code for layer in place.chain}
    for key in keys:
        for row in book.rows(*key):
            if row.place.code in chain:
                days |= {row.start, row.stop or row.start, row.in_force}
    return sorted(day for day in days if within(rulebook, day))


def families(rulebook: Rulebook) -> Iterator[Household]:
    """One family for each value of the facts that select law; its other facts do not matter to the law."""
    options: list[dict[str, Any]] = [{}]
    for name in selectors(rulebook):
        values = [value for value in SELECTORS[name] if value != "none"]
        options = [{**option, name: value} for option in options for value in values]
    for option in options:
        yield Household(id="hh", members=[Person(id="p")], **option)


def named_places(rulebook: Rulebook, book: Lawbook, keys: set[Key]) -> list[Place]:
    """The nation, and every place that has a value of one of these parameters."""
    return sorted({Place.parse(rulebook.country), *(row.place for key in keys for row in book.rows(*key))})


def missing(rulebook: Rulebook, book: Lawbook, home: Household, day: dt.date, decided: dt.date | None = None) -> str | None:
    """What the law lacks for a family on a day; None if a plan can be made."""
    try:
        plan_for(rulebook, book, home, day, decided)
    except NotInForce as error:
        return error.key
    return None


def silent(book: Lawbook, key: Key, home: Household, day: dt.date) -> str:
    """Why the law of a place says nothing, found without ``Lawbook.find``; empty if it does say something."""
    dims = {name: str(getattr(home, name)) for name in SELECTORS}
    chain = {layer.code for layer in home.place.chain}
    rows = [row for row in book.rows(*key) if row.place.code in chain and row.start <= day and row.matches(dims)]
    values = [row for row in rows if not row.repeal]
    if not values:
        return "not begun"
    for layer in home.place.chain:
        own = sorted((row for row in values if row.place == layer), key=lambda row: row.start)
        if own and (own[-1].stop is None or day < own[-1].stop):
            repealed = any(row.repeal and row.start > own[-1].start for row in rows)
            return "repealed" if repealed else ""
    return "ended"


# -- what is asked --


def supplied(rulebook: Rulebook, book: Lawbook) -> Iterator[Lawbook]:
    """The law with what only places can say filled in for the whole country, once for each value to try."""
    books = [book]
    for key, local in LOCAL.get(rulebook.key, {}).items():
        spans = [(dt.date.min, None)]
        if local.nation_from is not None and local.nation_until is not None:
            spans = [(dt.date.min, local.nation_from - DAY), (local.nation_until + DAY, None)]
        filled = []
        for before in books:
            for value in local.tries:
                after = before
                for start, until in spans:
                    after = after.amended(*key, value, start=start, until=until)
                filled.append(after)
        books = filled
    yield from books


def national_gaps(rulebook: Rulebook, book: Lawbook, places: Iterable[str] = (), supply: Any = supplied) -> list[str]:
    """Question 1: what is missing although everything that only places can say was supplied."""
    found = []
    keys = parameters(rulebook) - set(LOCAL.get(rulebook.key, {}))
    for full in supply(rulebook, book):
        for place in [Place.parse(place) for place in places] or named_places(rulebook, book, keys):
            for day in change_days(rulebook, book, place, keys | set(LOCAL.get(rulebook.key, {}))):
                for home, decided in product(families(rulebook), (None, day)):
                    at_home = evolve(home, place=place)
                    key = missing(rulebook, full, at_home, day, decided)
                    if key is not None and not _repealed_here(rulebook, book, key, at_home, day):
                        found.append(f"{rulebook.key}: {key} on {day} in {place}, {home.area}, decided {decided or 'any day'}")
    return found


def _repealed_here(rulebook: Rulebook, book: Lawbook, key: str, home: Household, day: dt.date) -> bool:
    name, _, parameter = key.rpartition(".")
    local = LOCAL.get(rulebook.key, {})
    return (name, parameter) in local and silent(book, (name, parameter), home, day) == "repealed"


def local_gaps(rulebook: Rulebook, book: Lawbook, places: Iterable[str] = ()) -> list[str]:
    """Questions 2 and 3: what a place lacks though its main value is known, and what is said to be missing and is not."""
    found, main = [], MAIN.get(rulebook.key, ())
    keys = parameters(rulebook)
    own = {key for key in keys if key[0] == rulebook.key}
    for place in [Place.parse(place) for place in places] or named_places(rulebook, book, own):
        for day in change_days(rulebook, book, place, keys):
            for home in (evolve(family, place=place) for family in families(rulebook)):
                if main and all(silent(book, one, home, day) for one in main):
                    dims = {name: str(getattr(home, name)) for name in SELECTORS}
                    for one in main:
                        if book.find(*one, place, dims, day) is not None:
                            found.append(f"{rulebook.key}: {one[1]} is found on {day} in {place}, though it does not hold")
                    continue
                for key in everything_missing(rulebook, book, home, day):
                    name, _, parameter = key.rpartition(".")
                    if (name, parameter) not in MAY_LACK.get(rulebook.key, {}):
                        found.append(f"{rulebook.key}: {key} on {day} in {place}, {home.area}")
                    elif not silent(book, (name, parameter), home, day):
                        found.append(f"{rulebook.key}: {key} is missed on {day} in {place}, {home.area}, though it holds")
    return found


def everything_missing(rulebook: Rulebook, book: Lawbook, home: Household, day: dt.date) -> Iterator[str]:
    """What the law lacks for a family; what a place may lack is then supplied, so that it hides nothing else."""
    supplied_by_us = Lawbook()
    while key := missing(rulebook, over(book, supplied_by_us), home, day):
        yield key
        name, _, parameter = key.rpartition(".")
        if (name, parameter) not in MAY_LACK.get(rulebook.key, {}):
            return
        value = LOCAL[rulebook.key][name, parameter].tries[0]
        supplied_by_us = supplied_by_us.amended(name, parameter, {} if isinstance(value, dict) else value)


def over(book: Lawbook, more: Lawbook) -> Lawbook:
    """A law with the values that were added in another one on top."""
    if not more.extra:
        return book

    class Over(Lawbook):
        def rows(self, name: str, parameter: str) -> tuple[Row, ...]:
            return (*more.extra.get((name, parameter), ()), *book.rows(name, parameter))

    return Over()


@pytest.mark.parametrize("key", PROGRAMS)
def test_given_what_only_places_can_say_nothing_is_missing_on_any_day_of_change(key: str) -> None:
    assert national_gaps(program(key), Lawbook()) == []


@pytest.mark.parametrize("key", PROGRAMS)
def test_where_a_place_says_what_only_it_can_say_its_law_is_whole(key: str) -> None:
    assert local_gaps(program(key), Lawbook()) == []


@pytest.mark.parametrize("key", PROGRAMS)
def test_what_is_called_local_is_local(key: str) -> None:
    """A value that the whole nation has is never excused, except inside the stated days."""
    for (name, parameter), local in LOCAL.get(key, {}).items():
        national = [row for row in Lawbook().rows(name, parameter) if row.place.code == row.place.country]
        spans = {(row.start, row.stop and row.stop - DAY) for row in national}
        assert spans == ({(local.nation_from, local.nation_until)} if local.nation_from else set())
        assert (name, parameter) in parameters(program(key))


@pytest.mark.parametrize("key", PROGRAMS)
def test_versions_of_rules_cover_the_life_of_the_program_without_overlap(key: str) -> None:
    rulebook = program(key)
    for node in walk(*rulebook.whole_roots):
        for option in node.options if isinstance(node, Versions) else ():
            assert option.since is None or option.until is None or option.since <= option.until, option.name
        if isinstance(node, Versions):
            for day in version_days(rulebook):
                for near in (day - DAY, day):
                    holding = [o.name for o in node.options if (o.since or near) <= near <= (o.until or near)]
                    assert len(holding) <= 1, (near, holding)


# -- the same questions see planted mistakes --


def without(book: Lawbook, key: Key, gone: Row) -> Lawbook:
    """A copy of the law that lacks one row."""

    class Without(Lawbook):
        def rows(self, name: str, parameter: str) -> tuple[Row, ...]:
            rows = book.rows(name, parameter)
            return tuple(row for row in rows if row is not gone) if (name, parameter) == key else rows

    return Without()


def changed(book: Lawbook, key: Key, old: Row, **change: Any) -> Lawbook:
    """A copy of the law with one row changed."""

    class Changed(Lawbook):
        def rows(self, name: str, parameter: str) -> tuple[Row, ...]:
            return tuple(evolve(row, **change) if row is old else row for row in book.rows(name, parameter))

    return Changed()


def national(key: Key, on: str) -> Row:
    """The row of the whole country that begins on a day."""
    rows = [row for row in Lawbook().rows(*key) if row.place.code == row.place.country]
    return next(row for row in rows if row.start == dt.date.fromisoformat(on))


def questions(planted: Lawbook, key: str, places: Iterable[str] = ()) -> list[str]:
    """What is found in a law with a planted mistake, looked at from one or a few places to keep the test short."""
    rulebook, where = program(key), [*places] or [program(key).country]
    return [*national_gaps(rulebook, planted, where, layered), *local_gaps(rulebook, planted, where)]


def layered(rulebook: Rulebook, book: Lawbook) -> Iterator[Lawbook]:
    """What ``supplied`` gives, over a law with a planted mistake."""
    for full in supplied(rulebook, Lawbook()):
        yield over(book, full)


GONE: list[tuple[str, Key, str] | tuple[str, Key, str, str]] = [
    ("cn.dibao", ("cn.dibao", "mode"), "2014-05-01"),
    ("cn.dibao", ("cn.dibao", "age_minor"), "1987-01-01"),
    ("cn.dibao", ("cn.dibao", "rounding"), "1999-10-01"),
    ("cn.dibao_edge", ("cn.dibao_edge", "multiple"), "2021-07-01"),
    ("cn.dibao_edge", ("cn.dibao", "age_minor"), "1987-01-01"),
    ("cn.price_subsidy", ("cn.price_subsidy", "trigger_cpi"), "2016-08-01"),
    ("cn.price_subsidy", ("cn.price_subsidy", "covers_orphans"), "2016-08-01"),
    ("cn.disability_living", ("cn.disability_living", "severe_up_to_grade"), "2016-01-01"),
    ("cn.disability_living", ("cn.disability_living", "city_pays_more"), "2016-01-01", "CN-530000"),
    ("cn.disability_nursing", ("cn.disability_nursing", "elderly_from_age"), "2016-01-01"),
    ("vn.poverty_status", ("vn.poverty_status", "line"), "2022-01-01"),
    ("vn.poverty_status", ("vn.poverty_status", "least_indicators"), "2027-01-01"),
    ("vn.social_assistance", ("vn.social_assistance", "standard_per_month"), "2021-07-01"),
    ("vn.social_assistance", ("vn.social_assistance", "ages"), "2021-07-01"),
    ("demo.grain_aid", ("demo.grain_aid", "old_age"), "2020-01-01"),
    ("demo.grain_aid", ("demo.grain_aid", "line_per_month"), "2020-01-01"),
]


@pytest.mark.parametrize("gone", GONE, ids=lambda gone: f"{gone[1][1]} in {gone[0]}")
def test_a_national_value_that_is_taken_out_is_missed(gone: Any) -> None:
    key, parameter, start, *places = gone
    planted = without(Lawbook(), parameter, national(parameter, start))
    found = questions(planted, key, places)
    assert found
    assert all(f"{parameter[0]}.{parameter[1]} on " in line for line in found)


def test_a_value_that_ends_a_day_too_early_is_missed_on_that_day() -> None:
    key = ("vn.poverty_status", "child_age")
    row = national(key, "2022-01-01")
    planted = changed(Lawbook(), key, row, stop=dt.date(2026, 12, 31))
    assert {line.split(" in ")[0] for line in questions(planted, "vn.poverty_status")} == {
        "vn.poverty_status: vn.poverty_status.child_age on 2026-12-31"
    }


def test_a_value_that_begins_a_day_too_late_is_missed_on_that_day() -> None:
    key = ("vn.social_assistance", "coefficients")
    planted = changed(Lawbook(), key, national(key, "2021-07-01"), start=dt.date(2021, 7, 2))
    assert any("coefficients on 2021-07-01 " in line for line in questions(planted, "vn.social_assistance"))


def test_law_that_nobody_can_decide_on_yet_and_that_has_nothing_before_it_is_missed() -> None:
    key = ("demo.grain_aid", "most_vehicles")
    planted = changed(Lawbook(), key, national(key, "2020-01-01"), in_force=dt.date(2020, 3, 1))
    found = questions(planted, "demo.grain_aid")
    assert found
    assert all("most_vehicles" in line and "decided any day" not in line for line in found)


@pytest.mark.parametrize(
    ("key", "parameter"),
    [
        ("cn.dibao", "tiers_per_month"),
        ("cn.price_subsidy", "bands"),
        ("cn.price_subsidy", "per_point"),
        ("cn.price_subsidy", "flat"),
        ("cn.disability_living", "times_of_standard"),
    ],
)
def test_a_place_whose_formula_lacks_its_figures_is_found(key: str, parameter: str) -> None:
    row = Lawbook().rows(key, parameter)[0]
    found = questions(without(Lawbook(), (key, parameter), row), key, [row.place.code])
    assert found
    assert all(f"{key}.{parameter} on " in line for line in found)


def test_a_lookup_that_extends_a_value_past_its_end_is_found() -> None:
    """The mistake of a lookup: the last value, whether it still holds or not."""

    class Extending(Lawbook):
        def rows(self, name: str, parameter: str) -> tuple[Row, ...]:
            return Lawbook.rows(self, name, parameter)

        def find(self, name: str, parameter: str, *rest: Any) -> Any:
            if (name, parameter) != STANDARD:
                return Lawbook.find(self, name, parameter, *rest)
            place, dims, on = rest[:3]
            starts = [r.start for r in self.rows(name, parameter) if r.place in place.chain and r.start <= on and r.matches(dims)]
            return Lawbook.find(self, name, parameter, place, dims, max(starts)) if starts else None

    assert local_gaps(program("cn.dibao"), Lawbook(), ["CN-360733"]) == []
    assert any("though it does not hold" in line for line in local_gaps(program("cn.dibao"), Extending(), ["CN-360733"]))


# -- versions of a rule --

LAW = Law.of("welfarekit.demo.grain_aid")


def version(since: str | None, until: str | None) -> Amount:
    def share() -> Amount:
        """It is {value}.

        Not known: It is not known yet.
        """
        return LAW.amount("line_per_month") * Count.of(2)

    day = dt.date.fromisoformat
    return rule(since=day(since) if since else None, until=day(until) if until else None)(share)


def test_versions_may_be_given_in_any_order_and_the_day_selects() -> None:
    first, second, third = version(None, "2020-12-31"), version("2021-01-01", "2022-12-31"), version("2023-01-01", None)
    node = versions(third, first, second).node
    assert isinstance(node, Versions)
    days = ("1990-01-01", "2020-12-31", "2021-01-01", "2022-12-31", "2023-01-01", "2099-01-01")
    found = [node.on(dt.date.fromisoformat(day)) for day in days]
    assert found == [first.node, first.node, second.node, second.node, third.node, third.node]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ((None, "2021-01-01"), ("2021-01-01", None)),
        ((None, "2021-06-30"), ("2021-01-01", None)),
        (("2020-01-01", None), ("2021-01-01", None)),
        ((None, None), (None, None)),
        ((None, "2020-12-31"), (None, "2021-12-31")),
    ],
)
def test_versions_that_overlap_are_an_error(before: Any, after: Any) -> None:
    with pytest.raises(RuleError, match="share and share overlap; end the first before the second begins"):
        versions(version(*before), version(*after))


def test_a_gap_between_versions_is_an_error_unless_it_is_explained() -> None:
    before, after = version(None, "2020-12-31"), version("2021-01-02", None)
    with pytest.raises(RuleError, match=r"no version between share and share; explain it with gaps"):
        versions(before, after)
    assert isinstance(versions(before, after, gaps="the act was suspended for a day").node, Versions)


def test_versions_are_made_of_rules() -> None:
    with pytest.raises(RuleError, match=r"rules made with @rule\(since"):
        versions(LAW.amount("line_per_month"), LAW.amount("most_per_month"))


def demo(benefit: Amount, **more: Any) -> Rulebook:
    return Rulebook("demo.grain_aid", title="T", subject="household", law=LAW, eligible=Test.of(True), benefit=benefit, **more)


def test_a_program_older_than_its_first_version_is_found() -> None:
    benefit = versions(version("2021-01-01", "2022-12-31"), version("2023-01-01", None))
    whole = demo(benefit, since=dt.date(2021, 1, 1))
    older = demo(benefit, since=dt.date(2020, 12, 31))
    assert national_gaps(whole, Lawbook()) == []
    assert {line.split(" in ")[0] for line in national_gaps(older, Lawbook())} == {
        "demo.grain_aid: demo.grain_aid (share) on 2020-12-31"
    }


def test_an_explained_gap_is_not_in_force_and_a_program_that_lives_through_it_is_found() -> None:
    benefit = versions(version(None, "2020-12-31"), version("2021-02-01", None), gaps="the act was suspended")
    found = {line.split(" in ")[0] for line in national_gaps(demo(benefit, since=dt.date(2020, 1, 1)), Lawbook())}
    assert found == {"demo.grain_aid: demo.grain_aid (share) on 2021-01-01"}


