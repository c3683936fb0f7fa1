"""Calendar files: users lay their own on top, and everything that is wrong is found at once."""

from __future__ import annotations

import copy
import datetime as dt
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.administration.law.calendars import calendar_for
from welfarekit.calendar_file import load_calendar, parse_calendar
from welfarekit.calendars import Calendar, DayKind, Festival
from welfarekit.errors import CalendarMissing, LawError

ONE = dt.timedelta(days=1)
CN, VN = calendar_for("cn"), calendar_for("vn")
VN_FIRMS, VN_SIX_DAYS = calendar_for("vn", sector="private"), calendar_for("vn", sector="private", weekend=[6])


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def days_of(*years: int) -> Iterator[dt.date]:
    for year in years:
        yield from (dt.date(year, 1, 1) + ONE * index for index in range((dt.date(year + 1, 1, 1) - dt.date(year, 1, 1)).days))


# -- a file of one's own --

NEXT_YEAR = """
country = "CN"

[sources.notice-2027]
act = "Notice for 2027, made up for this test"
read = 2026-11-25
confirmed = "text"

[years.2027]
cite = "notice-2027"

[[years.2027.off]]
festival = "new_year"
first = 2026-12-31
last = 2027-01-03
statutory = [2027-01-01]
worked = [2026-12-27]

[[years.2027.off]]
festival = "spring_festival"
first = 2027-02-05
last = 2027-02-11
statutory = [2027-02-05, 2027-02-06, 2027-02-07, 2027-02-08]
worked = [2027-02-20]

[[years.2027.off]]
festival = "qingming"
statutory = [2027-04-05]

[[years.2027.off]]
festival = "labour_day"
first = 2027-05-01
last = 2027-05-04
statutory = [2027-05-01, 2027-05-02]

[[years.2027.off]]
festival = "dragon_boat"
statutory = [2027-06-09]

[[years.2027.off]]
festival = "mid_autumn"
statutory = [2027-09-15]

[[years.2027.off]]
festival = "national_day"
first = 2027-10-01
last = 2027-10-07
statutory = [2027-10-01, 2027-10-02, 2027-10-03]
worked = [2027-10-09]
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "my_calendar.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_users_add_the_notice_of_the_next_year(tmp_path: Path) -> None:
    own = CN.with_file(written(tmp_path, NEXT_YEAR))
    assert own.years == (*CN.years, 2027)
    assert (CN.kind(day("2026-12-31")), own.kind(day("2026-12-31"))) == (DayKind.WORKING, DayKind.IN_LIEU)
    assert (CN.kind(day("2026-12-27")), own.kind(day("2026-12-27"))) == (DayKind.REST, DayKind.ADJUSTED_WORKDAY)
    assert own.add_working_days(day("2026-12-25"), 5) == day("2027-01-04")
    spring = Festival("spring_festival", day("2027-02-05"), day("2027-02-11"))
    assert own.next_festival("spring_festival", day("2026-11-25")) == spring
    assert all(own.kind(on) is CN.kind(on) for on in days_of(*CN.years) if on < day("2026-12-01"))
    cite = own.why(day("2027-02-09")).cite
    assert cite is not None
    assert cite.act.startswith("Notice for 2027")
    with pytest.raises(CalendarMissing, match="it knows 2019 to 2027"):
        own.kind(day("2028-01-01"))
    with pytest.raises(CalendarMissing):
        CN.kind(day("2027-01-04"))


def test_a_later_notice_for_a_known_year_wins(tmp_path: Path) -> None:
    text = (
        NEXT_YEAR.partition("[years.2027]")[0]
        + """
[years.2026]
cite = "notice-2027"
off = [{ festival = "national_day", first = 2026-10-08, last = 2026-10-10, extended = [2026-10-08, 2026-10-09, 2026-10-10] }]
"""
    )
    own = CN.with_file(written(tmp_path, text))
    assert own.festival("national_day", 2026).last == day("2026-10-11")
    assert own.kind(day("2026-10-10")) is DayKind.IN_LIEU
    assert own.years == CN.years


def test_a_file_of_one_s_own_keeps_sector_and_weekend(tmp_path: Path) -> None:
    text = """
country = "VN"
sources.own = { act = "Own notice", read = 2026-11-25, confirmed = "known" }
[years.2027]
cite = "own"
off = [{ festival = "new_year", first = 2027-04-29, last = 2027-04-29, worked = [2027-04-24], sector = "public" }]
"""
    path = written(tmp_path, text)
    on = day("2027-04-29")
    assert [calendar.with_file(path).is_working(on) for calendar in (VN, VN_FIRMS, VN_SIX_DAYS)] == [False, True, True]
    assert VN_SIX_DAYS.with_file(path).weekend == frozenset({6})


def test_a_law_that_changes_the_number_of_legal_holidays_is_said_beside_the_year(tmp_path: Path) -> None:
    more = """
[[statutory]]
from = 2027
cite = "notice-2027"
days = { new_year = 1, spring_festival = 4, qingming = 1, labour_day = 2, dragon_boat = 1, mid_autumn = 1, national_day = 2 }
"""
    text = NEXT_YEAR.replace("2027-10-02, 2027-10-03]", "2027-10-02]").replace("[years.2027]", more + "[years.2027]")
    assert CN.with_file(written(tmp_path, text)).kind(day("2027-10-03")) is DayKind.REST
    with pytest.raises(LawError, match=r"years\.2027: statutory_count: given 2, expected 3 legal holidays for national_day"):
        CN.with_file(written(tmp_path, text.replace(more, "")))


def test_of_two_laws_the_later_holds_and_of_two_from_one_year_the_user_s() -> None:
    later = GOOD + '[[statutory]]\nfrom = 2025\ncite = "act"\ndays = { new_year = 1, harvest = 1 }\n'
    assert wrong(later) == [("statutory_count", "years.2025")]
    base = parse_calendar(tomllib.loads(later.replace(HARVEST, "[2025-09-15]")), "calendar.toml")
    rules = [f'[[statutory]]\nfrom = {year}\ncite = "own"\ndays = {{ new_year = {year - 2020} }}\n' for year in (2022, 2025)]
    own = 'country = "XD"\nsources.own = { act = "Own", read = 2026-11-21, confirmed = "known" }\n'
    for text, most in ((own + rules[0], 1), (own + rules[1], 5), (own + rules[0] + rules[1], 5)):
        rule = parse_calendar(tomllib.loads(text), "own.toml", base).rule(2025)
        assert rule is not None
        assert rule.days["new_year"] == most


# -- what is wrong with a file --

GOOD = """
country = "XD"
weekend = ["saturday", "sunday"]
[sources.act]
act = "Days Act"
read = 2026-11-21
confirmed = "text"
[[statutory]]
from = 2020
until = 2030
cite = { source = "act", article = "art. 1" }
days = { new_year = 1, harvest = 2 }
almanac = ["harvest"]
[years.2025]
cite = "act"
off = [
  { festival = "new_year", statutory = [2025-01-01] },
  { festival = "harvest", first = 2025-09-15, last = 2025-09-17, statutory = [2025-09-15, 2025-09-16], worked = [2025-09-13] },
]
"""


def wrong(text: str, base: Calendar | None = None) -> list[tuple[str, str]]:
    with pytest.raises(LawError) as caught:
        parse_calendar(tomllib.loads(text), "calendar.toml", base.file if base else None)
    assert all(str(problem) in str(caught.value) for problem in caught.value.problems)
    return [(problem.code, problem.path) for problem in caught.value.problems]


NEW_YEAR, SPAN = "statutory = [2025-01-01]", "first = 2025-09-15, last = 2025-09-17, "
HARVEST, WORKED = "[2025-09-15, 2025-09-16]", "worked = [2025-09-13]"
RULE = 'cite = { source = "act", article = "art. 1" }'
ROW_0, ROW_1 = "years.2025.off[0]", "years.2025.off[1]"
ROW_2 = "two_kinds years.2025.off[2]"
COUNT, NO_RULE = "statutory_count years.2025", "no_rule years.2025"
MISTAKES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "a span far too long": (NEW_YEAR, f"first = 2025-01-01, last = 2025-02-01, {NEW_YEAR}", (f"out_of_range {ROW_0}.last",)),
    "rows that meet": ("13] }", "13] }, { festival = 'x', first = 2025-09-17, last = 2025-09-19 }", (ROW_2,)),
    "a worked day that is off": (SPAN, "first = 2025-09-13, last = 2025-09-17, ", (f"two_kinds {ROW_1}",)),
    "a day that is worked twice": (WORKED, "worked = [2025-09-13, 2025-09-13]", (f"two_kinds {ROW_1}",)),
    "a worked weekday": (WORKED, "worked = [2025-09-12]", (f"worked_weekday {ROW_1}.worked",)),
    "a legal holiday outside": (HARVEST, "[2025-09-15, 2025-09-18]", (f"outside_span {ROW_1}.statutory",)),
    "an extension outside": (WORKED, "extended = [2025-09-18]", (f"outside_span {ROW_1}.extended",)),
    "a legal holiday too few": (HARVEST, "[2025-09-15]", (COUNT,)),
    "a legal holiday too many": (HARVEST, "[2025-09-15, 2025-09-16, 2025-09-17]", (COUNT,)),
    "a festival that the law does not have": (HARVEST, f"{{ harvest = {HARVEST}, spring = [2025-09-17] }}", (COUNT,)),
    "a day of two festivals": (HARVEST, f"{{harvest = {HARVEST}, x = [2025-09-16] }}", (f"two_kinds {ROW_1}.statutory", COUNT)),
    "no citation": ('[years.2025]\ncite = "act"', "[years.2025]", ("no_citation years.2025",)),
    "no citation of the law": (RULE, "", ("no_citation statutory[0]",)),
    "an unknown source": ('[years.2025]\ncite = "act"', '[years.2025]\ncite = "akt"', ("no_such_source years.2025.cite",)),
    "an unknown source of a row": (WORKED, 'cite = "akt"', (f"no_such_source {ROW_1}.cite",)),
    "an unknown standing": (RULE, 'cite = { source = "act", confirmed = "sure" }', ("not_one_of statutory[0].cite.confirmed",)),
    "a source without its act": ('act = "Days Act"', 'act = ""', ("no_act sources.act",)),
    "a source without its day": ("read = 2026-11-21", 'read = "2026"', ("no_read_day sources.act",)),
    "a source of no standing": ('confirmed = "text"', 'confirmed = "sure"', ("not_one_of sources.act.confirmed",)),
    "a span without an end": ("last = 2025-09-17, ", "", (f"bad_date {ROW_1}.last",)),
    "a span without a beginning": ("first = 2025-09-15, ", "", (f"bad_date {ROW_1}.first",)),
    "a span that runs back": ("last = 2025-09-17", "last = 2025-09-14", (f"until_before_from {ROW_1}.last",)),
    "another year": (NEW_YEAR, "statutory = [2015-01-01]", (f"out_of_range {ROW_0}",)),
    "a row that says nothing": (NEW_YEAR, "note = 'nothing'", (f"no_value {ROW_0}", COUNT)),
    "a date in quotes": (NEW_YEAR, 'statutory = ["2025-01-01"]', (f"bad_date {ROW_0}.statutory", f"no_value {ROW_0}", COUNT)),
    "a moment": (NEW_YEAR, f"{NEW_YEAR}, worked = [2025-01-04T00:00:00]", (f"bad_date {ROW_0}.worked",)),
    "a date instead of a list": (WORKED, "worked = 2025-09-13", (f"not_a_list {ROW_1}.worked",)),
    "an unknown sector": (WORKED, 'sector = "state"', (f"not_one_of {ROW_1}.sector",)),
    "a note that is no text": (WORKED, "note = 3", (f"not_a_text {ROW_1}.note",)),
    "an unknown key": (WORKED, "wroked = []", (f"unknown_key {ROW_1}.wroked",)),
    "an unknown key of the file": ('country = "XD"', 'country = "XD"\nyear = 2025', ("unknown_key year",)),
    "a row without its festival": ('festival = "new_year", ', "", (f"not_a_text {ROW_0}.festival", COUNT)),
    "rows that are none": ("off = [", "off = 3\nrest = [", ("unknown_key years.2025.rest", "not_rows years.2025.off", COUNT)),
    "a year that is none": ("[years.2025]", "[years.25]", ("bad_value years.25",)),
    "a year without a law": ("until = 2030", "until = 2024", (NO_RULE,)),
    "a law that ends before it begins": ("until = 2030", "until = 2019", ("until_before_from statutory[0].until", NO_RULE)),
    "a law without its days": ("new_year = 1", "new_year = 0", ("bad_value statutory[0].days", NO_RULE)),
    "an almanac of others": ('almanac = ["harvest"]', "almanac = ['x']", ("bad_value statutory[0].almanac", NO_RULE)),
    "a weekend that is none": ('["saturday", "sunday"]', '["sat"]', ("bad_value weekend",)),
    "no weekend": ('weekend = ["saturday", "sunday"]', "", ("bad_value weekend",)),
    "no country": ('country = "XD"', "", ("not_a_text country",)),
}  # fmt: skip


def test_the_file_that_is_planted_with_mistakes_is_good() -> None:
    file = parse_calendar(tomllib.loads(GOOD), "calendar.toml")
    assert Calendar(file).kind(day("2025-09-17")) is DayKind.IN_LIEU


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_found_with_its_place(mistake: str) -> None:
    old, new, found = MISTAKES[mistake]
    assert GOOD.count(old) == 1
    assert {f"{code} {path}" for code, path in wrong(GOOD.replace(old, new))} == set(found)


def test_all_mistakes_are_found_at_once() -> None:
    text = GOOD.replace(WORKED, "worked = [2025-09-12]").replace('act = "Days Act"', "").replace(HARVEST, "[2025-09-18]")
    assert {code for code, _ in wrong(text)} == {"worked_weekday", "no_act", "outside_span", "statutory_count"}


def test_a_typo_is_told_what_was_meant() -> None:
    with pytest.raises(LawError, match="did you mean 'worked'"):
        parse_calendar(tomllib.loads(GOOD.replace("worked =", "wroked =")), "calendar.toml")


def test_a_file_of_one_s_own_is_for_the_same_country_and_weekend(tmp_path: Path) -> None:
    assert wrong('country = "VN"\nweekend = ["sunday"]', CN) == [("fixed", "country"), ("fixed", "weekend")]
    weekday = NEXT_YEAR.replace("worked = [2027-02-20]", "worked = [2027-02-22]")
    assert wrong(weekday, CN) == [("worked_weekday", "years.2027.off[1].worked")]
    with pytest.raises(LawError, match=r"my_calendar\.toml cannot be used as law"):
        CN.with_file(written(tmp_path, "country = 'VN'"))


@pytest.mark.parametrize("content", [b"country = ", b"\xff\xfe", b"country = 'XD"])
def test_what_is_no_toml_is_said_to_be_none(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "calendar.toml"
    path.write_bytes(content)
    with pytest.raises(LawError, match="not_toml"):
        load_calendar(path)


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(allow_nan=True), st.text(max_size=3), st.dates(),
    st.datetimes(), st.lists(st.one_of(st.dates(), st.text(max_size=2), st.integers()), max_size=2),
    st.dictionaries(st.text(max_size=3), st.one_of(st.integers(), st.dates(), st.lists(st.dates(), max_size=2)), max_size=2),
)  # fmt: skip


def places_in(tables: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    inner = tables.items() if isinstance(tables, dict) else enumerate(tables) if isinstance(tables, list) else ()
    for key, value in inner:
        yield from places_in(value, (*path, key))


@given(st.data())
def test_whatever_stands_in_a_file_it_is_read_or_refused(data: st.DataObject) -> None:
    tables = copy.deepcopy(tomllib.loads(GOOD))
    *above, last = data.draw(st.sampled_from([path for path in places_in(tables) if path]))
    target: Any = tables
    for key in above:
        target = target[key]
    target[last] = data.draw(JUNK)
    try:
        calendar = Calendar(parse_calendar(tables, "calendar.toml"))
    except LawError:
        return
    assert all(calendar.kind(on) for on in days_of(*calendar.years))


# -- the order of the days in the files themselves --


@pytest.mark.parametrize("country", ["cn", "vn", "demo"])
def test_the_rows_of_a_shipped_file_stand_in_order_and_every_source_is_used(country: str) -> None:
    path = Path(__file__).parents[1] / "src/welfarekit" / country / "calendar.toml"
    tables, file = tomllib.loads(path.read_text("utf-8")), load_calendar(path)
    assert list(file.years) == list(range(min(file.years), max(file.years) + 1))
    firsts = [row.days[0] for _, row in file.rows("public")]
    assert [pair for pair in pairwise(firsts) if pair[0] > pair[1]] in ([], [(day("2019-01-01"), day("2018-12-31"))])
    text = path.read_text("utf-8")
    assert [key for key in tables["sources"] if text.count(f'"{key}"') == 0] == []


def test_each_year_of_china_cites_the_notice_for_that_year() -> None:
    for year, row in CN.file.rows("public"):
        assert f"{year}年" in row.cite.act
        assert "国办发明电" in row.cite.act
