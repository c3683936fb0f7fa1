"""Law files: everything that is wrong is found at once, what is right is resolved by day, place and point of view."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from welfarekit.citation import CONFIRMED, Citation
from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import LawError, NotInForce, UnknownProgram
from welfarekit.money import Money
from welfarekit.place import Place
from welfarekit.rules.determine import COUNTRIES, determine, program_keys
from welfarekit.rules.law_file import LawFile, load_law, parse_law, read_toml
from welfarekit.rules.lawbook import Lawbook, changes, law_of

GRAIN = "demo.grain_aid"
EVERY_PROGRAM = [key for country in COUNTRIES for key in program_keys(country)]

SOURCES = """
[sources.act]
act = "Grain Act"
read = 2026-11-21
confirmed = "text"
"""
LINE = """
[line]
kind = "amount"
unit = "CNY per person and month"
text = "The line."
by = ["area"]
"""
ROW = """
[[line.since]]
from = 2020-01-01
value = "100.00"
cite = "act"
"""
GOOD = SOURCES + LINE + ROW


def law(text: str, program: str = GRAIN) -> LawFile:
    return parse_law(program, tomllib.loads(text), "law.toml")


def wrong(text: str) -> list[tuple[str, str]]:
    """Code and path of everything that is wrong."""
    with pytest.raises(LawError) as caught:
        law(text)
    assert all(str(problem) in str(caught.value) for problem in caught.value.problems)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def planted(old: str, new: str) -> str:
    """The good file with one mistake."""
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


def of_kind(kind: str, value: str, more: str = "") -> str:
    """A file whose parameter has another kind."""
    text = planted('kind = "amount"', f'kind = "{kind}"\n{more}')
    return text.replace('value = "100.00"', f"value = {value}")


STEPS = 'of = "count"\ncontinues = "last"'
RATES = 'of = "rate"\nkeys = ["a"]'

# -- the loader: what is right --


def test_a_good_file_gives_its_values_with_day_place_and_source() -> None:
    line = law(GOOD).parameters["line"]
    (row,) = line.rows
    assert (row.start, row.stop, row.in_force, row.place.code) == (dt.date(2020, 1, 1), None, dt.date(2020, 1, 1), "XD")
    assert (row.value, str(row.cite), row.cite.confirmed, row.by) == (10000, "Grain Act", "text", ())
    assert (line.kind, line.unit, line.text, line.by, line.optional) == (
        "amount", "CNY per person and month", "The line.", ("area",), False,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (of_kind("rate", '"30%"'), Fraction(3, 10)),
        (of_kind("rate", '"1/3"'), Fraction(1, 3)),
        (of_kind("count", "18"), 18),
        (of_kind("flag", "false"), False),
        (of_kind("choice", '"gap"', 'choices = ["gap", "tier"]'), "gap"),
        (of_kind("rounding", '{ mode = "up", step = "1" }'), ("up", 100)),
        (of_kind("table", '{ a = "30%" }', 'of = "rate"\nkeys = ["a", "b"]'), {"a": Fraction(3, 10)}),
        (of_kind("schedule", "[{ from = 0, value = 1 }, { from = 5, value = 2 }]", STEPS), ((0, 1), (5, 2))),
    ],
)
def test_every_kind_of_value_is_read_exactly(text: str, value: Any) -> None:
    assert law(text).parameters["line"].rows[0].value == value


def test_a_list_of_places_is_one_row_for_each() -> None:
    rows = law(GOOD + 'place = ["XD-1", "XD-12"]\n').parameters["line"].rows
    assert [row.period for row in rows] == ["XD-1 from 2020-01-01", "XD-12 from 2020-01-01"]


def test_until_is_the_last_day_and_rows_say_their_period() -> None:
    (row,) = law(GOOD + 'until = 2020-12-31\narea = "urban"\nplace = "XD-1"\n').parameters["line"].rows
    assert row.stop == dt.date(2021, 1, 1)
    assert row.period == "XD-1, area urban from 2020-01-01 to 2020-12-31"


def test_a_source_can_be_narrowed_or_overridden_beside_the_value() -> None:
    cite = law(planted('cite = "act"', 'cite = { source = "act", article = "art. 3", confirmed = "secondary" }'))
    assert cite.parameters["line"].rows[0].cite == Citation("Grain Act", "art. 3", "", dt.date(2026, 11, 21), "secondary")
    own = law(planted('cite = "act"', 'cite = { act = "A page", read = 2026-01-02, confirmed = "known" }'))
    assert own.parameters["line"].rows[0].cite == Citation("A page", "", "", dt.date(2026, 1, 2), "known")


def test_two_areas_may_begin_on_one_day() -> None:
    assert len(law(GOOD + 'area = "urban"\n' + ROW + 'area = "rural"\n').parameters["line"].rows) == 2


def test_a_parameter_may_be_declared_without_a_value() -> None:
    assert law(SOURCES + LINE).parameters["line"].rows == ()


# -- the loader: what it refuses --

REFUSED: dict[str, tuple[str, str, str]] = {
    "a value without a citation": (planted('cite = "act"\n', ""), "no_citation", "line.since[0]"),
    "a citation that is no source": (planted('cite = "act"', 'cite = "akt"'), "no_such_source", "line.since[0].cite"),
    "a citation that is a number": (planted('cite = "act"', "cite = 3"), "no_act", "line.since[0].cite"),
    "a source that is a list": (planted('cite = "act"', 'cite = { source = ["act"] }'), "no_such_source", "line.since[0].cite"),
    "a citation with a misspelt key": (
        planted('cite = "act"', 'cite = { source = "act", artikel = "3" }'), "unknown_key", "line.since[0].cite.artikel",
    ),
    "a source without an act": (planted('act = "Grain Act"\n', ""), "no_act", "sources.act"),
    "a source without a read day": (planted("read = 2026-11-21\n", ""), "no_read_day", "sources.act"),
    "a read day in quotes": (planted("2026-11-21", '"2026-11-21"'), "no_read_day", "sources.act"),
    "a read day with a time": (planted("2026-11-21", "2026-11-21T10:00:00"), "no_read_day", "sources.act"),
    "an unknown confirmation": (planted('"text"', '"sure"'), "confirmed", "sources.act"),
    "an act that is a number": (planted('"Grain Act"', "3"), "not_a_text", "sources.act.act"),
    "sources that are no tables": ("sources = 3\n" + LINE + ROW, "not_a_table", "sources"),
    "two values for one day": (GOOD + ROW, "two_values", "line.since[1]"),
    "a value for an area and one for all on one day": (GOOD + 'area = "urban"\n' + ROW, "two_values", "line.since[1]"),
    "one place twice in a list": (GOOD + 'place = ["XD-1", "XD-1"]\n', "two_values", "line.since[0]"),
    "an unknown kind": (planted('"amount"', '"sum"'), "unknown_kind", "line.kind"),
    "a kind that is a list": (planted('"amount"', '["amount"]'), "unknown_kind", "line.kind"),
    "an unknown unit": (planted("CNY per", "crowns per"), "unknown_unit", "line.unit"),
    "a unit in the money of another country": (planted("CNY per", "VND per"), "unknown_unit", "line.unit"),
    "no sentence": (planted('text = "The line."\n', ""), "no_text", "line.text"),
    "a misspelt key of a parameter": (planted("text =", "txt ="), "unknown_key", "line.txt"),
    "a misspelt key of a value": (GOOD + "untill = 2021-01-01\n", "unknown_key", "line.since[0].untill"),
    "a place where no table is": ("line = 3\n" + SOURCES, "not_a_parameter", "line"),
    "since that is one table": (SOURCES + LINE + "[line.since]\nfrom = 2020-01-01\n", "not_rows", "line.since"),
    "since that is a list of numbers": (SOURCES + LINE + "since = [1]\n", "not_rows", "line.since"),
    "an amount as a float": (planted('"100.00"', "100.5"), "bad_value", "line.since[0].value"),
    "an amount as a whole number": (planted('"100.00"', "100"), "bad_value", "line.since[0].value"),
    "an amount with its currency": (planted('"100.00"', '"100.00元"'), "bad_value", "line.since[0].value"),
    "an amount below a fen": (planted('"100.00"', '"100.005"'), "bad_value", "line.since[0].value"),
    "a negative amount": (planted('"100.00"', '"-1.00"'), "bad_value", "line.since[0].value"),
    "a rate as a float": (of_kind("rate", "0.3"), "bad_value", "line.since[0].value"),
    "a rate by zero": (of_kind("rate", '"1/0"'), "bad_value", "line.since[0].value"),
    "a negative rate": (of_kind("rate", '"-1%"'), "bad_value", "line.since[0].value"),
    "a rate of too many digits": (of_kind("rate", '"0.12345678901"'), "bad_value", "line.since[0].value"),
    "a count that is a flag": (of_kind("count", "true"), "bad_value", "line.since[0].value"),
    "a count with a part": (of_kind("count", "18.5"), "bad_value", "line.since[0].value"),
    "a flag as a text": (of_kind("flag", '"false"'), "bad_value", "line.since[0].value"),
    "a choice that is not declared": (of_kind("choice", '"gip"', 'choices = ["gap"]'), "bad_value", "line.since[0].value"),
    "choices as one text": (of_kind("choice", '"gap"', 'choices = "gap"'), "not_a_list", "line.choices"),
    "a choice without choices": (of_kind("choice", '"gap"'), "no_choices", "line.choices"),
    "an unknown way to round": (of_kind("rounding", '{ mode = "near", step = "1" }'), "bad_value", "line.since[0].value"),
    "a step as a float": (of_kind("rounding", '{ mode = "up", step = 0.01 }'), "bad_value", "line.since[0].value"),
    "a step no fen can carry": (of_kind("rounding", '{ mode = "up", step = "0.015" }'), "bad_value", "line.since[0].value"),
    "a cell that is not declared": (of_kind("table", '{ c = "1" }', RATES), "bad_value", "line.since[0].value"),
    "a cell of the wrong kind": (of_kind("table", "{ a = 0.3 }", RATES), "bad_value", "line.since[0].value.a"),
    "a table without keys": (of_kind("table", "{ }", 'of = "rate"'), "no_keys", "line.keys"),
    "a table of an unknown kind": (of_kind("table", "{ }", 'of = "moon"\nkeys = ["a"]'), "unknown_kind", "line.of"),
    "a table of a list of kinds": (of_kind("table", "{ }", 'of = ["rate"]\nkeys = ["a"]'), "unknown_kind", "line.of"),
    "a schedule that does not say how it goes on": (
        of_kind("schedule", "[{ from = 0, value = 1 }]", 'of = "count"'), "no_continuation", "line.continues",
    ),
    **{
        name: (of_kind("schedule", value, STEPS), code, "line.since[0].value")
        for name, value, code in (
            ("a falling schedule", "[{ from = 5, value = 1 }, { from = 0, value = 2 }]", "falling_schedule"),
            ("a schedule with one row twice", "[{ from = 5, value = 1 }, { from = 5, value = 2 }]", "falling_schedule"),
            ("a schedule without rows", "[]", "falling_schedule"),
            ("a schedule row without a value", "[{ from = 5 }]", "bad_value"),
            ("a schedule row with a misspelt key", "[{ from = 5, value = 1, vaule = 2 }]", "bad_value"),
            ("a schedule that begins at a text", '[{ from = "5", value = 1 }]', "bad_value"),
            ("a schedule that begins at a part", "[{ from = 1.5, value = 1 }]", "bad_value"),
        )
    },
    "a place that cannot be": (GOOD + 'place = "XD-99999"\n', "bad_place", "line.since[0].place"),
    "a place that is a number": (GOOD + "place = 12\n", "bad_place", "line.since[0].place"),
    "a place inside two lists": (GOOD + 'place = [["XD-1"]]\n', "bad_place", "line.since[0].place"),
    "no place at all": (GOOD + "place = []\n", "bad_place", "line.since[0].place"),
    "a place of another country": (GOOD + 'place = "CN-430602"\n', "foreign_place", "line.since[0].place"),
    "a value without a first day": (planted("from = 2020-01-01\n", ""), "no_start", "line.since[0]"),
    "a first day in quotes": (planted("2020-01-01", '"2020-01-01"'), "bad_date", "line.since[0].from"),
    "a first day with a time": (planted("2020-01-01", "2020-01-01T00:00:00"), "bad_date", "line.since[0].from"),
    "a last day before the first": (GOOD + "until = 2019-12-31\n", "until_before_from", "line.since[0]"),
    "a last day at the end of time": (GOOD + "until = 9999-12-31\n", "bad_date", "line.since[0].until"),
    "a day of decision in quotes": (GOOD + 'in_force = "2020-01-01"\n', "bad_date", "line.since[0].in_force"),
    "a row without a value": (planted('value = "100.00"\n', ""), "no_value", "line.since[0]"),
    "a repeal with a value": (GOOD + "repeal = true\n", "bad_repeal", "line.since[0].repeal"),
    "a repeal for a time": (
        planted('value = "100.00"', "repeal = true\nuntil = 2021-01-01"), "bad_repeal", "line.since[0].repeal",
    ),
    "a repeal as a text": (planted('value = "100.00"', 'repeal = "yes"'), "bad_repeal", "line.since[0].repeal"),
    "a misspelt area": (GOOD + 'area = "urbn"\n', "no_such_choice", "line.since[0].area"),
    "a fact that selects nothing": (planted('by = ["area"]', 'by = ["moon"]'), "no_such_fact", "line.by"),
    "a fact that is no choice": (planted('by = ["area"]', 'by = ["farming"]'), "no_such_fact", "line.by"),
    "selecting facts as one text": (planted('by = ["area"]', 'by = "area"'), "not_a_list", "line.by"),
    "optional as a text": (planted('by = ["area"]', 'optional = "false"'), "bad_value", "line.optional"),
    "a note that is a number": (GOOD + "note = 3\n", "not_a_text", "line.since[0].note"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", REFUSED)
def test_the_loader_refuses(mistake: str) -> None:
    text, code, path = REFUSED[mistake]
    assert (code, path) in wrong(text)


def test_everything_that_is_wrong_is_found_at_once() -> None:
    text = """
    [sources.act]
    act = "Grain Act"
    [line]
    kind = "amount"
    unit = "crowns"
    text = "The line."
    [[line.since]]
    from = 2020-01-01
    value = 1.5
    [[line.since]]
    from = 2021-01-01
    until = 2020-01-01
    place = "XD-0"
    value = "1.00"
    cite = "act"
    [[line.since]]
    place = "XD-0"
    area = "urban"
    [age]
    kind = "number"
    """
    assert wrong(text) == [
        ("no_read_day", "sources.act"),
        ("unknown_unit", "line.unit"),
        ("no_citation", "line.since[0]"),
        ("bad_value", "line.since[0].value"),
        ("until_before_from", "line.since[1]"),
        ("bad_place", "line.since[1].place"),
        ("unknown_key", "line.since[2].area"),
        ("no_start", "line.since[2]"),
        ("no_citation", "line.since[2]"),
        ("no_value", "line.since[2]"),
        ("bad_place", "line.since[2].place"),
        ("unknown_kind", "age.kind"),
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"line = \n", "TOMLDecodeError"),
        (b"a = 1\na = 2\n", "TOMLDecodeError"),
        (b"from = 2021-02-30\n", "TOMLDecodeError"),
        ('act = "标准"'.encode("gb18030"), "UnicodeDecodeError"),
        ('act = "a"'.encode("utf-16"), "UnicodeDecodeError"),
    ],
)
def test_a_file_that_is_not_toml_or_not_utf8_is_no_law(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "law.toml"
    path.write_bytes(content)
    for read in (read_toml, lambda p: load_law(GRAIN, p), Lawbook.default().with_file):
        with pytest.raises(LawError, match=words) as caught:
            read(path)
        assert [problem.code for problem in caught.value.problems] == ["not_toml"]
        assert str(path) in str(caught.value)


# -- resolution: which value holds --

XD, XD1, XD12, XD2, XD21 = (Place.parse(code) for code in ("XD", "XD-1", "XD-12", "XD-2", "XD-21"))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def book_of(*rows: str, key: str = "line_per_month", confirmed: str = "text") -> Lawbook:
    """A lawbook in which a parameter of the pretend country has these values and no shipped ones."""
    shipped = law_of(GRAIN).parameters[key]
    head = f'[{key}]\nkind = "{shipped.kind}"\nunit = "{shipped.unit}"\ntext = "T."\nby = {list(shipped.by)}\n'
    sources = SOURCES.replace('"text"', f'"{confirmed}"')
    text = sources + head + "".join(f"[[{key}.since]]\ncite = 'act'\n{row}\n" for row in rows)
    parsed = law(text).parameters[key]

    class Only(Lawbook):
        def rows(self, program: str, name: str) -> Any:
            return parsed.rows if name == key else Lawbook.rows(self, program, name)

    return Only()


def value(book: Lawbook, place: Place, on: str, area: str = "urban", decided: str | None = None) -> Any:
    found = book.find(GRAIN, "line_per_month", place, {"area": area}, day(on), decided and day(decided))
    return None if found is None else (found.row.place.code, found.value)


def test_a_place_inherits_from_county_to_prefecture_to_province_to_nation() -> None:
    """By a program of China, whose chain has all four layers."""
    rows = "".join(
        f'[[line.since]]\nfrom = 20{year}-01-01\nplace = "{place}"\nvalue = "{year}.00"\ncite = "act"\n'
        for year, place in ((20, "CN"), (21, "CN-430000"), (22, "CN-430600"), (23, "CN-430602"))
    )
    parsed = law(SOURCES + LINE + rows, "cn.dibao").parameters["line"]

    class Only(Lawbook):
        def rows(self, program: str, name: str) -> Any:
            return parsed.rows

    county = Place.parse("CN-430602")
    found = [Only().find("cn.dibao", "standard_per_year", county, {}, dt.date(year, 6, 1)) for year in range(2019, 2024)]
    assert [f and (f.row.place.code, f.value) for f in found] == [
        None, ("CN", 2000), ("CN-430000", 2100), ("CN-430600", 2200), ("CN-430602", 2300),
    ]  # fmt: skip
    neighbour = Only().find("cn.dibao", "standard_per_year", Place.parse("CN-430611"), {}, dt.date(2023, 6, 1))
    assert neighbour is not None
    assert neighbour.row.place.code == "CN-430600"


def test_a_local_value_stands_before_a_later_national_one() -> None:
    book = book_of(
        'from = 2020-01-01\nvalue = "100.00"',
        'from = 2021-01-01\nplace = "XD-1"\nvalue = "150.00"',
        'from = 2024-01-01\nvalue = "200.00"',
    )
    found = [value(book, XD12, f"{year}-06-01") for year in (2020, 2022, 2025)]
    assert found == [("XD", 10000), ("XD-1", 15000), ("XD-1", 15000)]
    assert value(book, XD2, "2025-06-01") == ("XD", 20000)


def test_the_latest_value_holds_from_its_first_day_on() -> None:
    book = book_of('from = 2021-07-01\nvalue = "2.00"', 'from = 2020-01-01\nvalue = "1.00"')
    days = ("2019-12-31", "2020-01-01", "2021-06-30", "2021-07-01", "2099-01-01")
    assert [value(book, XD, on) for on in days] == [None, ("XD", 100), ("XD", 100), ("XD", 200), ("XD", 200)]


def test_a_value_that_ended_is_not_extended() -> None:
    book = book_of('from = 2020-01-01\nuntil = 2020-12-31\nvalue = "1.00"', 'from = 2022-01-01\nvalue = "2.00"')
    assert [value(book, XD, on) for on in ("2020-12-31", "2021-01-01", "2022-01-01")] == [("XD", 100), None, ("XD", 200)]


def test_where_a_local_value_ended_the_layer_above_holds_again() -> None:
    book = book_of('from = 2020-01-01\nvalue = "1.00"', 'from = 2021-01-01\nuntil = 2021-12-31\nplace = "XD-12"\nvalue = "5.00"')
    assert [value(book, XD12, f"{year}-06-01") for year in (2020, 2021, 2022)] == [("XD", 100), ("XD-12", 500), ("XD", 100)]


def test_a_later_row_that_ended_does_not_bring_back_an_earlier_one_of_the_same_place() -> None:
    book = book_of('from = 2020-01-01\nvalue = "1.00"', 'from = 2021-01-01\nuntil = 2021-12-31\nvalue = "5.00"')
    assert value(book, XD, "2022-06-01") is None


def test_a_national_repeal_closes_local_values_until_a_place_makes_a_new_one() -> None:
    book = book_of(
        'from = 2020-01-01\nvalue = "1.00"',
        'from = 2020-01-01\nplace = "XD-1"\nvalue = "2.00"',
        "from = 2023-01-01\nrepeal = true",
        'from = 2025-01-01\nplace = "XD-12"\nvalue = "3.00"',
    )
    assert [value(book, XD1, on) for on in ("2022-12-31", "2023-01-01", "2026-01-01")] == [("XD-1", 200), None, None]
    assert [value(book, XD12, on) for on in ("2022-12-31", "2024-01-01", "2025-01-01")] == [("XD-1", 200), None, ("XD-12", 300)]


def test_a_local_repeal_closes_the_place_and_what_is_below_and_nothing_else() -> None:
    book = book_of('from = 2020-01-01\nvalue = "1.00"', 'from = 2023-01-01\nplace = "XD-1"\nrepeal = true')
    assert [value(book, place, "2024-01-01") for place in (XD1, XD12, XD2, XD)] == [None, None, ("XD", 100), ("XD", 100)]


def test_a_repeal_for_one_area_leaves_the_other_alone() -> None:
    """It closed both."""
    book = book_of('from = 2020-01-01\nvalue = "1.00"', 'from = 2023-01-01\narea = "rural"\nrepeal = true')
    assert [value(book, XD12, "2024-01-01", area) for area in ("urban", "rural")] == [("XD", 100), None]


def test_rows_of_an_area_are_for_that_area() -> None:
    book = book_of(
        'from = 2020-01-01\nvalue = "1.00"',
        'from = 2021-01-01\narea = "urban"\nvalue = "2.00"',
        'from = 2021-01-01\narea = "rural"\nvalue = "3.00"',
    )
    assert [value(book, XD, "2021-06-01", area) for area in ("urban", "rural", "?")] == [("XD", 200), ("XD", 300), ("XD", 100)]


def test_law_that_could_not_be_decided_on_yet_is_hidden_from_that_day() -> None:
    """Decree 335/2026 of Viet Nam: applies from July, in force from October, so that back-pay is due."""
    book = book_of('from = 2020-01-01\nvalue = "1.00"', 'from = 2026-07-01\nin_force = 2026-10-05\nvalue = "2.00"')
    assert value(book, XD, "2026-08-01") == ("XD", 200)
    assert value(book, XD, "2026-08-01", decided="2026-10-04") == ("XD", 100)
    assert value(book, XD, "2026-08-01", decided="2026-10-05") == ("XD", 200)
    assert value(book, XD, "2026-06-30", decided="2026-12-01") == ("XD", 100)


# -- what a determination makes of it --


def home(place: str = "XD-12", area: Any = "rural", **facts: Any) -> Household:
    people = [Person(id="p", birth_date=dt.date(1950, 1, 1), absence=None, guardian=None, disability=None)]
    stated = {"income_per_month": Money("0", "CNY"), "property_within_rule": True, "relief": None, **facts}
    return Household(id="hh", place=place, area=area, members=people, **stated)


def amount(book: Lawbook, on: str = "2025-10-01", **more: Any) -> str | None:
    found = determine(GRAIN, home(**more), day(on), law=book).amount
    return found and found.value


def test_a_closed_table_gives_nothing_for_an_absent_cell() -> None:
    table = Lawbook.default().find(GRAIN, "supplement", XD21, {}, day("2025-10-01"))
    assert table is not None
    assert table.value == {"frail": Fraction(1, 4)}
    assert table.parameter.zero == 0
    assert amount(Lawbook.default().amended(GRAIN, "supplement", {})) == "120.00"
    assert amount(Lawbook.default().amended(GRAIN, "supplement", {"frail": "50%"})) == "180.00"


def test_a_day_without_a_value_names_what_is_known_and_how_to_supply_it() -> None:
    book = book_of(
        'from = 2023-07-01\nuntil = 2024-12-31\nplace = "XD-1"\nvalue = "1.00"',
        'from = 2026-01-01\nplace = "XD-12"\narea = "rural"\nvalue = "2.00"',
    )
    with pytest.raises(NotInForce) as caught:
        determine(GRAIN, home(), day("2025-10-01"), law=book)
    assert str(caught.value) == (
        "demo.grain_aid.line_per_month: no value on 2025-10-01 for XD-12; known for XD-1 from 2023-07-01 to 2024-12-31; "
        "XD-12, area rural from 2026-01-01. Supply one in your own file: Lawbook.default().with_file('my_law.toml')."
    )
    error = caught.value
    assert (error.key, error.place, error.on) == ("demo.grain_aid.line_per_month", "XD-12", day("2025-10-01"))
    assert error.known == ("XD-1 from 2023-07-01 to 2024-12-31", "XD-12, area rural from 2026-01-01")
    with pytest.raises(NotInForce, match="no value is shipped"):
        determine(GRAIN, home(), day("2025-10-01"), law=book_of())


def test_a_program_that_is_not_in_force_says_since_when_it_is() -> None:
    with pytest.raises(NotInForce, match=r"demo.grain_aid was not in force on 2019-12-31; it is in force from 2020-01-01"):
        determine(GRAIN, home(), day("2019-12-31"))


def test_a_needed_value_is_missed_even_by_a_family_that_would_not_reach_it() -> None:
    rich = {"income_per_month": Money("100000", "CNY")}
    with pytest.raises(NotInForce, match="most_per_month"):
        determine(GRAIN, home(**rich), day("2025-10-01"), law=book_of(key="most_per_month"))


def test_an_unknown_area_leaves_the_value_open_between_those_of_the_areas() -> None:
    book = Lawbook.default()
    open_ = determine(GRAIN, home(area="rural"), day("2025-10-01"), law=book)
    assert open_.amount == Money("160.00", "CNY", per="month")
    found = determine(GRAIN, Household(id="hh", place="XD-12", members=home().members), day("2025-10-01"), law=book)
    assert found.plan.exact is False


STALE = Citation("Grain Act", "", "", dt.date(2024, 1, 1), "text")


@pytest.mark.parametrize(
    ("read", "on", "stale"),
    [("2025-01-01", "2026-01-02", False), ("2025-01-01", "2026-01-03", True), ("2024-01-01", "2023-01-01", False)],
)
def test_a_source_is_stale_when_it_was_read_more_than_a_year_before(read: str, on: str, stale: bool) -> None:
    assert Citation("Act", read=day(read)).stale_on(day(on)) is stale


def test_stale_and_merely_known_and_later_decided_values_are_warnings() -> None:
    def codes(book: Lawbook, on: str) -> set[str]:
        found = determine(GRAIN, home(), day(on), law=book).warnings
        return {warning.code for warning in found if warning.about == "demo.grain_aid.line_per_month"}

    book = Lawbook.default()
    assert codes(book, "2025-10-01") == set()
    assert codes(book, "2025-08-01") == {"decided_later"}
    assert codes(book, "2027-11-22") == set()
    assert codes(book, "2027-11-23") == {"stale"}
    assert codes(book.amended(GRAIN, "line_per_month", "120.00", cite=STALE), "2025-10-01") == {"stale"}
    known = book_of('from = 2020-01-01\nvalue = "1.00"', confirmed="known")
    assert codes(known, "2025-10-01") == {"known_only"}


# -- users' own law, and reforms --

OWN = SOURCES + '[[demo.grain_aid.line_per_month.since]]\nplace = "XD-2"\ncite = "act"\n'


def own(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "my_law.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_users_file_adds_values_and_wins_where_both_begin_on_one_day(tmp_path: Path) -> None:
    text = OWN + 'from = 2025-01-01\nvalue = "70.00"\n' + OWN.replace(SOURCES, "").replace('"XD-2"', '"XD-12"')
    book = Lawbook.default().with_file(own(tmp_path, text + 'from = 2025-01-01\narea = "rural"\nvalue = "99.00"\n'))
    assert value(book, XD21, "2025-06-01") == ("XD-2", 7000)
    assert value(book, XD21, "2024-06-01") == ("XD", 10000)
    assert value(book, XD12, "2025-06-01", "rural") == ("XD-12", 9900)
    assert value(Lawbook.default(), XD12, "2025-06-01", "rural") == ("XD-12", 12000)


def test_a_users_file_closes_a_gap_in_the_law(tmp_path: Path) -> None:
    text = OWN.replace("line_per_month", "sacks") + 'from = 2020-01-01\nvalue = [{ from = 0, value = "1.00" }]\n'
    book = Lawbook.default().with_file(own(tmp_path, text))
    found = book.find(GRAIN, "sacks", XD2, {}, day("2021-01-01"))
    assert found is not None
    assert found.value == ((0, 100),)


@pytest.mark.parametrize(
    ("text", "code", "path"),
    [
        (OWN + "from = 2025-01-01\nvalue = 70.5\n", "bad_value", "demo.grain_aid.line_per_month.since[0].value"),
        (OWN.replace("grain_aid", "grain_ad"), "unknown_program", "demo.grain_ad"),
        (OWN.replace("demo.", "dmo."), "unknown_program", "dmo"),
        (OWN.replace("[[demo.grain_aid.", "[[os.path."), "unknown_program", "os"),
        (OWN.replace("line_per_month", "line_per_mnth"), "unknown_key", "demo.grain_aid.line_per_mnth"),
        ("demo = 3\n", "unknown_program", "demo"),
        ("demo.grain_aid = 3\n", "unknown_program", "demo.grain_aid"),
        ("demo.grain_aid.line_per_month = 3\n", "not_a_parameter", "demo.grain_aid.line_per_month"),
        ('[demo.grain_aid.line_per_month]\nkind = "rate"\n', "fixed", "demo.grain_aid.line_per_month.kind"),
        ("[demo.grain_aid.council_since]\noptional = false\n", "fixed", "demo.grain_aid.council_since.optional"),
        ('[sources.act]\nact = "A"\n', "no_read_day", "sources.act"),
        (OWN + 'from = 2025-01-01\narea = "urbn"\n', "no_such_choice", "demo.grain_aid.line_per_month.since[0].area"),
    ],
)
def test_a_users_file_that_is_wrong_is_refused_with_the_place_in_it(tmp_path: Path, text: str, code: str, path: str) -> None:
    with pytest.raises(LawError) as caught:
        Lawbook.default().with_file(own(tmp_path, text))
    assert (code, path) in [(problem.code, problem.path) for problem in caught.value.problems]


def test_everything_wrong_with_a_users_file_is_found_at_once(tmp_path: Path) -> None:
    more = "[demo.grain_ad]\n[demo.grain_aid.moon]\n[[demo.grain_aid.old_age.since]]\nfrom = 2025-01-01\n"
    text = OWN + "from = 2025-01-01\nvalue = 70.5\n" + more
    with pytest.raises(LawError) as caught:
        Lawbook.default().with_file(own(tmp_path, text))
    codes = sorted(problem.code for problem in caught.value.problems)
    assert codes == ["bad_value", "no_citation", "no_value", "unknown_key", "unknown_program"]
    hints = [problem.hint for problem in caught.value.problems if problem.code == "unknown_program"]
    assert hints == ["did you mean 'demo.grain_aid'?"]


def test_a_reform_changes_one_value_and_shares_everything_else() -> None:
    book = Lawbook.default()
    before = dict(book.extra)
    reform = book.amended(GRAIN, "line_per_month", "300.00", start=day("2025-07-01"), place="XD-1", area="rural")
    assert value(reform, XD12, "2025-10-01", "rural") == ("XD-1", 30000)
    assert value(reform, XD12, "2025-06-30", "rural") == value(book, XD12, "2025-06-30", "rural")
    assert value(reform, XD12, "2025-10-01", "urban") == value(book, XD12, "2025-10-01", "urban")
    assert value(reform, XD2, "2025-10-01", "rural") == value(book, XD2, "2025-10-01", "rural")
    assert book.extra == before
    for program in EVERY_PROGRAM:
        for key, parameter in law_of(program).parameters.items():
            assert reform.parameter(program, key) is parameter
            added = (program, key) == (GRAIN, "line_per_month")
            assert all(a is b for a, b in zip(reform.rows(program, key)[added:], book.rows(program, key), strict=True))


def test_the_latest_of_two_reforms_wins_and_a_reform_can_end() -> None:
    first = Lawbook.default().amended(GRAIN, "line_per_month", "200.00")
    second = first.amended(GRAIN, "line_per_month", "300.00", start=day("2025-01-01"), until=day("2025-12-31"))
    found = [value(second, XD2, on) for on in ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01")]
    assert found == [("XD", 20000), ("XD", 30000), ("XD", 30000), ("XD", 20000)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"value": 120.0}, "bad_value"),
        ({"value": "120.005"}, "bad_value"),
        ({"place": "XD-0"}, "bad_place"),
        ({"place": "CN-430602"}, "foreign_place"),
        ({"area": "urbn"}, "no_such_choice"),
        ({"relief": "dibao"}, "no_such_choice"),
        ({"start": day("2025-01-01"), "until": day("2024-12-31")}, "until_before_from"),
        ({"key": "line_per_mnth"}, "unknown_key"),
    ],
)
def test_a_reform_that_could_never_apply_is_refused(change: dict[str, Any], code: str) -> None:
    """Several of these changed nothing, without a word."""
    arguments: dict[str, Any] = {"key": "line_per_month", "value": "120.00", **change}
    with pytest.raises(LawError) as caught:
        Lawbook.default().amended(GRAIN, **arguments)
    assert [problem.code for problem in caught.value.problems] == [code]


def test_the_law_of_a_program_that_is_not_there_is_an_unknown_program() -> None:
    for ask in (law_of, lambda key: Lawbook.default().rows(key, "line"), lambda key: Lawbook.default().amended(key, "line", "1")):
        for key in ("cn.dibo", "xx.dibao", "cn.dibao.rules.moon"):
            with pytest.raises(UnknownProgram):
                ask(key)


# -- the law that is shipped --


@pytest.mark.parametrize("program", EVERY_PROGRAM)
def test_every_shipped_value_has_a_citation_a_read_day_and_a_confirmation(program: str) -> None:
    file = law_of(program)
    for parameter in file.parameters.values():
        for row in parameter.rows:
            where = f"{parameter.key}: {row.period}"
            assert row.cite.act.strip() not in ("", "?"), where
            assert type(row.cite.read) is dt.date, where
            assert dt.date(2026, 1, 1) <= row.cite.read <= dt.date.today() + dt.timedelta(days=1), where
            assert row.cite.confirmed in CONFIRMED, where
            assert row.repeal or row.value is not None, where
    for key, cite in file.sources.items():
        assert cite.act.strip(), key
        assert type(cite.read) is dt.date, key


@pytest.mark.parametrize("program", EVERY_PROGRAM)
def test_every_shipped_place_is_of_the_country_and_can_be(program: str) -> None:
    file = law_of(program)
    places = {row.place for parameter in file.parameters.values() for row in parameter.rows}
    assert [place for place in places if Place.parse(place.code) != place or place.country != file.country] == []


@pytest.mark.parametrize("program", EVERY_PROGRAM)
def test_no_two_shipped_values_of_one_place_and_area_begin_on_one_day(program: str) -> None:
    for parameter in law_of(program).parameters.values():
        starts = Counter((row.place.code, row.start, row.by) for row in parameter.rows)
        assert [start for start, times in starts.items() if times > 1] == []
        both = [(place, start) for place, start, by in starts if by and (place, start, ()) in starts]
        assert both == [], "a value for an area and one for all on one day"


def test_the_days_on_which_anything_changes_are_those_of_the_rows() -> None:
    found = {(on, parameter.key, row.place.code) for on, parameter, row in changes(Lawbook.default(), "vn.poverty_status")}
    assert (dt.date(2022, 1, 1), "line", "VN") in found
    book = book_of('from = 2020-01-01\nuntil = 2020-12-31\nvalue = "1.00"')
    own = {on for on, parameter, _ in changes(book, GRAIN) if parameter.key == "line_per_month"}
    assert own == {dt.date(2020, 1, 1), dt.date(2021, 1, 1)}
