"""Working days: the countries' calendars equal the libraries that know them, and every limit is counted day by day."""

from __future__ import annotations

import datetime as dt
import pickle
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import chinese_calendar
import holidays
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.administration.law.calendars import calendar_for
from welfarekit.calendars import Calendar, DayKind, DayReason, Festival
from welfarekit.citation import CONFIRMED
from welfarekit.errors import CalendarError, CalendarMissing

ONE = dt.timedelta(days=1)
CN, VN, DEMO = (calendar_for(country) for country in ("cn", "vn", "demo"))
VN_FIRMS = calendar_for("vn", sector="private")
VN_SIX_DAYS = calendar_for("vn", sector="private", weekend=[6])
CALENDARS = {"cn": CN, "vn": VN, "vn firms": VN_FIRMS, "vn six days": VN_SIX_DAYS, "demo": DEMO}
every_calendar = pytest.mark.parametrize("calendar", CALENDARS.values(), ids=CALENDARS.keys())


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def days_of(*years: int) -> Iterator[dt.date]:
    for year in years:
        yield from (dt.date(year, 1, 1) + ONE * index for index in range(366) if (dt.date(year, 1, 1) + ONE * index).year == year)


# -- the libraries that know them --

MADE_UP = "holidays 0.109 calls the day that makes up for a Tết day on a weekend another Tết day"
PLACED = "holidays 0.109 places Tết by algorithm, a day later than the Prime Minister did; the day is a Saturday"
NOT_CARRIED = "holidays 0.109 lacks the swap of 2 January and 10 January 2026 (12729/VPCP-KGVX)"
SAME_DAY = "National Day and Mid-Autumn fell on one day and 300 % was due on four; holidays has no fourth day"

OTHER_KIND: dict[tuple[str, str], tuple[DayKind, DayKind, str]] = {
    ("CN", "2020-10-04"): (DayKind.STATUTORY, DayKind.REST, SAME_DAY),
    ("VN", "2020-01-28"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
    ("VN", "2020-01-29"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
    ("VN", "2021-02-15"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
    ("VN", "2021-02-16"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
    ("VN", "2023-01-25"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
    ("VN", "2023-01-26"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
    ("VN", "2024-02-13"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
    ("VN", "2024-02-14"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
    ("VN", "2025-02-01"): (DayKind.REST, DayKind.STATUTORY, PLACED),
    ("VN", "2026-01-02"): (DayKind.IN_LIEU, DayKind.WORKING, NOT_CARRIED),
    ("VN", "2026-01-10"): (DayKind.ADJUSTED_WORKDAY, DayKind.REST, NOT_CARRIED),
    ("VN", "2027-02-09"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
    ("VN", "2027-02-10"): (DayKind.IN_LIEU, DayKind.STATUTORY, MADE_UP),
}
"""Days on which ``holidays`` says something else: what we say, what it says, why. A release may mend them; then they go."""

NOT_IN_LIEU = {"2022-02-03": "chinesecalendar 1.11 takes the third legal holiday of the Spring Festival for a day in lieu"}
"""Days that ``chinesecalendar`` wrongly says are off in lieu. It marks only those days in lieu that a worked weekend pays for."""


@cache
def library(country: str) -> Any:
    years = calendar_for(country).years
    return getattr(holidays, country)(years=range(years[0], years[-1] + 1), language="en_US")


def kind_in_library(country: str, on: dt.date) -> DayKind:
    found = library(country)
    if on in found.weekend_workdays:
        return DayKind.ADJUSTED_WORKDAY
    name = found.get(on)
    if name is None:
        return DayKind.WORKING if found.is_working_day(on) else DayKind.REST
    moved = any(word in name for word in ("observed", "substituted", "Extended"))
    return DayKind.IN_LIEU if moved else DayKind.STATUTORY


@pytest.mark.parametrize(("country", "year"), [(c, year) for c in ("CN", "VN") for year in calendar_for(c).years])
def test_every_day_is_of_the_kind_that_holidays_says_or_listed_with_the_reason(country: str, year: int) -> None:
    calendar = calendar_for(country)
    pairs = {(country, str(on)): (calendar.kind(on), kind_in_library(country, on)) for on in days_of(year)}
    found = {key: pair for key, pair in pairs.items() if pair[0] is not pair[1]}
    assert found == {key: (ours, theirs) for key, (ours, theirs, _) in OTHER_KIND.items() if key in pairs}


@pytest.mark.parametrize(("country", "year"), [(c, year) for c in ("CN", "VN") for year in calendar_for(c).years])
def test_the_same_days_are_worked_as_in_holidays_but_for_the_listed(country: str, year: int) -> None:
    calendar = calendar_for(country)
    found = {str(on) for on in days_of(year) if calendar.is_working(on) != library(country).is_working_day(on)}
    listed = {on: kinds[:2] for (of, on), kinds in OTHER_KIND.items() if of == country and on.startswith(str(year))}
    worked = {DayKind.WORKING, DayKind.ADJUSTED_WORKDAY}
    assert found == {on for on, (ours, theirs) in listed.items() if (ours in worked) != (theirs in worked)}


@pytest.mark.parametrize("year", CN.years)
def test_the_same_days_are_worked_in_china_as_in_chinesecalendar(year: int) -> None:
    assert [on for on in days_of(year) if CN.is_working(on) != chinese_calendar.is_workday(on)] == []
    in_lieu = [on for on in days_of(year) if chinese_calendar.is_in_lieu(on)]
    wrong = [str(on) for on in in_lieu if CN.kind(on) is not DayKind.IN_LIEU]
    assert wrong == [on for on in NOT_IN_LIEU if on.startswith(str(year))]


@pytest.mark.parametrize(
    ("year", "worked", "legal"),
    [
        (2019, 250, 11), (2020, 249, 11), (2021, 250, 11), (2022, 249, 11), (2023, 249, 11), (2024, 251, 11),
        (2025, 248, 13), (2026, 248, 13),
    ],
)  # fmt: skip
def test_the_notices_of_china_give_so_many_working_days_and_legal_holidays(year: int, worked: int, legal: int) -> None:
    assert sum(CN.is_working(on) for on in days_of(year)) == worked
    assert Counter(CN.kind(on) for on in days_of(year))[DayKind.STATUTORY] == legal


def test_neither_library_is_needed_for_a_year_that_the_calendar_does_not_know() -> None:
    """Both know 2018, and ``holidays`` projects any year: what is not cited stays unknown."""
    assert chinese_calendar.is_workday(day("2018-12-29"))
    assert holidays.CN(years=2027)
    for year in (2018, 2027):
        with pytest.raises(CalendarMissing):
            CN.kind(dt.date(year, 6, 1))


# -- worked cases --

LIMITS = [  # calendar, start, working days, last day, source
    (CN, "2021-07-05", 20, "2021-08-02", "dibao confirmed by the township; 民发〔2021〕57号"),
    (CN, "2021-07-05", 30, "2021-08-16", "dibao, 民发〔2021〕57号"),
    (CN, "2021-07-05", 45, "2021-09-06", "dibao, special cases"),
    (CN, "2026-02-02", 20, "2026-03-06", "dibao over the Spring Festival of 2026"),
    (CN, "2026-02-02", 30, "2026-03-20", "the same"),
    (CN, "2026-02-02", 45, "2026-04-13", "the same"),
    (CN, "2025-01-20", 10, "2025-02-08", "county decision; the last day is a worked Saturday"),
    (CN, "2025-01-24", 5, "2025-02-07", "over the Spring Festival of 2025, with a worked Sunday"),
    (CN, "2020-01-23", 1, "2020-02-03", "3 February 2020 was a working day"),
    (CN, "2023-01-10", 3, "2023-01-13", "wage arrears in Shanxi; the same in plain days"),
    (VN, "2025-11-03", 10, "2025-11-17", "social pension"),
    (VN, "2026-08-21", 7, "2026-09-03", "over the swap of 31 August and 22 August 2026"),
    (VN, "2026-03-02", 11, "2026-03-17", "unemployment benefit starts on the eleventh working day"),
    (VN, "2022-05-06", 20, "2022-06-03", "official example of circular 28/2015/TT-BLĐTBXH"),
    (VN, "2026-11-23", 1, "2026-11-25", "Day of culture, resolution 28/2026/QH16"),
    (VN, "2026-01-01", 1, "2026-01-05", "2 January 2026 was swapped for offices"),
    (VN_FIRMS, "2026-01-01", 1, "2026-01-02", "the swap does not bind firms"),
    (DEMO, "2025-09-12", 2, "2025-09-21", "over the harvest; the second day is a worked Sunday"),
]  # fmt: skip


@pytest.mark.parametrize(("calendar", "start", "days", "last", "source"), LIMITS, ids=lambda value: str(value)[:40])
def test_a_limit_in_working_days_ends_on(calendar: Calendar, start: str, days: int, last: str, source: str) -> None:
    assert calendar.add_working_days(day(start), days) == day(last)
    assert calendar.count(day(start), days).last == day(last)
    assert calendar.working_days_after(day(start), day(last)) == days


def test_a_count_names_each_day() -> None:
    count = VN.count(day("2026-08-21"), 7)
    assert [on.strftime("%m-%d") for on in count.counted] == ["08-22", "08-24", "08-25", "08-26", "08-27", "08-28", "09-03"]
    assert [(reason.day.strftime("%m-%d"), reason.kind, reason.name) for reason in count.skipped] == [
        ("08-23", DayKind.REST, ""),
        ("08-29", DayKind.REST, ""),
        ("08-30", DayKind.REST, ""),
        ("08-31", DayKind.IN_LIEU, "national_day"),
        ("09-01", DayKind.STATUTORY, "national_day"),
        ("09-02", DayKind.STATUTORY, "national_day"),
    ]


def test_what_only_knows_holidays_and_weekends_counts_a_day_too_long() -> None:
    off = [on for on in days_of(2025) if CN.kind(on) in (DayKind.STATUTORY, DayKind.IN_LIEU)]
    assert np.busday_offset("2025-01-24", 5, holidays=np.array(off, dtype="datetime64[D]")) == np.datetime64("2025-02-10")
    assert CN.add_working_days(day("2025-01-24"), 5) == day("2025-02-07")


@pytest.mark.parametrize(
    ("calendar", "on", "kind", "name"),
    [
        (CN, "2026-09-20", DayKind.ADJUSTED_WORKDAY, "national_day"),
        (CN, "2026-10-10", DayKind.ADJUSTED_WORKDAY, "national_day"),
        (CN, "2026-02-28", DayKind.ADJUSTED_WORKDAY, "spring_festival"),
        (CN, "2026-09-27", DayKind.REST, "mid_autumn"),
        (CN, "2020-01-31", DayKind.IN_LIEU, "spring_festival"),
        (CN, "2020-02-01", DayKind.IN_LIEU, "spring_festival"),  # a Saturday that was to be worked, and then was not
        (CN, "2020-02-03", DayKind.WORKING, ""),
        (CN, "2019-05-03", DayKind.IN_LIEU, "labour_day"),
        (CN, "2024-02-09", DayKind.WORKING, ""),
        (CN, "2025-01-28", DayKind.STATUTORY, "spring_festival"),
        (CN, "2024-05-02", DayKind.IN_LIEU, "labour_day"),
        (CN, "2025-05-02", DayKind.STATUTORY, "labour_day"),
        (CN, "2023-09-29", DayKind.STATUTORY, "mid_autumn"),
        (CN, "2023-10-04", DayKind.IN_LIEU, "national_day"),
        (CN, "2022-12-31", DayKind.REST, "new_year"),
        (CN, "2019-01-01", DayKind.STATUTORY, "new_year"),
        (CN, "2026-12-31", DayKind.WORKING, ""),
        (VN, "2019-01-05", DayKind.ADJUSTED_WORKDAY, "new_year"),  # for 31 December 2018
        (VN_FIRMS, "2019-01-05", DayKind.REST, ""),
        (VN, "2022-05-02", DayKind.IN_LIEU, "reunification_day"),
        (VN, "2022-05-03", DayKind.IN_LIEU, "labour_day"),
        (VN_FIRMS, "2022-05-03", DayKind.IN_LIEU, "labour_day"),
        (VN, "2023-09-04", DayKind.IN_LIEU, "national_day"),
        (VN, "2020-09-03", DayKind.WORKING, ""),  # one legal holiday until 2020
        (VN, "2020-01-30", DayKind.WORKING, ""),
        (VN, "2026-11-24", DayKind.STATUTORY, "culture_day"),
        (VN, "2025-11-24", DayKind.WORKING, ""),
        (VN_SIX_DAYS, "2022-01-01", DayKind.STATUTORY, "new_year"),
        (VN_SIX_DAYS, "2022-01-03", DayKind.WORKING, ""),  # Saturday is no rest day there, so nothing is made up
        (VN_SIX_DAYS, "2023-01-02", DayKind.IN_LIEU, "new_year"),
        (VN_SIX_DAYS, "2026-08-22", DayKind.WORKING, ""),
    ],
)
def test_a_day_is(calendar: Calendar, on: str, kind: DayKind, name: str) -> None:
    assert (calendar.kind(day(on)), calendar.why(day(on)).name) == (kind, name)


def test_of_nine_days_off_at_the_spring_festival_of_2026_four_are_legal_holidays() -> None:
    off = [day("2026-02-15") + ONE * index for index in range(9)]
    assert [CN.kind(on) is DayKind.STATUTORY for on in off] == [False, True, True, True, True, False, False, False, False]
    assert not any(map(CN.is_working, off))


@pytest.mark.parametrize(
    ("calendar", "key", "year", "first", "last"),
    [
        (CN, "spring_festival", 2026, "2026-02-15", "2026-02-23"),
        (CN, "spring_festival", 2020, "2020-01-24", "2020-02-02"),
        (CN, "new_year", 2019, "2018-12-30", "2019-01-01"),
        (CN, "new_year", 2023, "2022-12-31", "2023-01-02"),
        (CN, "qingming", 2023, "2023-04-05", "2023-04-05"),
        (CN, "dragon_boat", 2024, "2024-06-08", "2024-06-10"),  # joined with the weekend
        (CN, "mid_autumn", 2020, "2020-10-01", "2020-10-08"),
        (CN, "national_day", 2020, "2020-10-01", "2020-10-08"),
        (VN, "tet", 2026, "2026-02-14", "2026-02-22"),
        (VN, "tet", 2020, "2020-01-23", "2020-01-29"),
        (VN, "tet", 2027, "2027-02-04", "2027-02-10"),
        (VN, "new_year", 2019, "2018-12-29", "2019-01-01"),
        (VN, "national_day", 2026, "2026-08-29", "2026-09-02"),
        (VN_FIRMS, "national_day", 2026, "2026-09-01", "2026-09-02"),
        (VN_SIX_DAYS, "tet", 2026, "2026-02-15", "2026-02-20"),
        (VN, "labour_day", 2023, "2023-04-29", "2023-05-03"),
    ],
)
def test_a_festival_is_the_run_of_days_off(calendar: Calendar, key: str, year: int, first: str, last: str) -> None:
    assert calendar.festival(key, year) == Festival(key, day(first), day(last))


def test_the_next_festival_begins_after_the_day() -> None:
    assert CN.next_festival("spring_festival", day("2026-02-14")).first == day("2026-02-15")
    assert CN.next_festival("spring_festival", day("2025-01-28")).first == day("2026-02-15")
    assert CN.next_festival("new_year", day("2022-06-01")).first == day("2022-12-31")
    assert CN.next_festival("new_year", day("2022-12-31")).first == day("2023-12-30")
    with pytest.raises(CalendarMissing):
        CN.next_festival("spring_festival", day("2026-02-15"))


# -- what holds for any days --

STARTS = st.dates(dt.date(2024, 5, 1), dt.date(2026, 5, 31))
ANY = st.sampled_from(tuple(CALENDARS.values()))


@given(ANY, STARTS, st.integers(-60, 60))
def test_counting_and_adding_are_inverse(calendar: Calendar, start: dt.date, days: int) -> None:
    last = calendar.add_working_days(start, days)
    assert calendar.working_days_after(start, last) == days
    assert days == 0 or calendar.is_working(last)
    assert (last > start) - (last < start) == (days > 0) - (days < 0)


@given(ANY, STARTS, STARTS)
def test_the_limit_that_was_counted_ends_on_the_last_working_day(calendar: Calendar, start: dt.date, last: dt.date) -> None:
    count = calendar.working_days_after(start, last)
    step = ONE if last >= start else -ONE
    assert count == sum(calendar.is_working(start + step * n) for n in range(1, abs((last - start).days) + 1)) * (step // ONE)
    if calendar.is_working(last) and last != start:
        assert calendar.add_working_days(start, count) == last


@given(ANY, STARTS, st.integers(0, 40), st.integers(0, 40))
def test_a_longer_limit_ends_later_and_two_limits_add_up(calendar: Calendar, start: dt.date, days: int, more: int) -> None:
    last = calendar.add_working_days(start, days)
    assert calendar.add_working_days(last, more) == calendar.add_working_days(start, days + more)
    assert last <= calendar.add_working_days(start + ONE, days)
    assert (calendar.add_working_days(start, days + more) == last) == (more == 0)


@given(ANY, STARTS, st.integers(0, 60))
def test_counted_and_skipped_days_are_exactly_the_days_between(calendar: Calendar, start: dt.date, days: int) -> None:
    count = calendar.count(start, days)
    between = [start + ONE * n for n in range(1, (count.last - start).days + 1)]
    skipped = [reason.day for reason in count.skipped]
    assert sorted([*count.counted, *skipped]) == between
    assert len(count.counted) == days
    assert all(map(calendar.is_working, count.counted))
    assert not any(map(calendar.is_working, skipped))
    assert count.last == (count.counted[-1] if days else start)
    assert all(reason == calendar.why(reason.day) for reason in count.skipped)


@given(ANY, STARTS)
def test_the_nearest_working_day_before_and_after(calendar: Calendar, on: dt.date) -> None:
    before, after = calendar.on_or_before(on), calendar.on_or_after(on)
    assert before <= on <= after
    assert calendar.is_working(before)
    assert calendar.is_working(after)
    assert (before == after == on) if calendar.is_working(on) else (calendar.working_days_after(before, after) == 1)


@every_calendar
def test_every_festival_is_a_run_of_days_off_between_two_working_days(calendar: Calendar) -> None:
    for year in calendar.years:
        rule = calendar.file.rule(year)
        assert rule is not None
        for key, number in rule.days.items():
            found = calendar.festival(key, year)
            run = [found.first + ONE * n for n in range((found.last - found.first).days + 1)]
            known = [on for on in run if on.year in calendar.years]
            assert not any(map(calendar.is_working, known))
            reasons = [calendar.why(on) for on in known]
            assert sum(reason.kind is DayKind.STATUTORY and reason.name == key for reason in reasons) == number
            for edge in (found.first - ONE, found.last + ONE):
                assert edge.year not in calendar.years or calendar.is_working(edge)


@every_calendar
def test_every_day_that_is_not_plain_says_by_which_notice(calendar: Calendar) -> None:
    for on in days_of(*calendar.years):
        reason = calendar.why(on)
        assert (reason.day, reason.kind) == (on, calendar.kind(on))
        if reason.name:
            assert reason.cite is not None
            assert reason.cite.act
            assert reason.cite.confirmed in CONFIRMED
        else:
            assert reason == DayReason(on, DayKind.REST if on.weekday() in calendar.weekend else DayKind.WORKING)


def test_an_almanac_day_is_generally_known_and_its_notice_was_read() -> None:
    legal, moved, fixed = (CN.why(day(on)).cite for on in ("2026-02-17", "2026-02-20", "2026-10-01"))
    assert legal is not None
    assert moved is not None
    assert fixed is not None
    assert (legal.confirmed, moved.confirmed, fixed.confirmed) == ("known", "text", "text")
    assert legal.act == fixed.act != moved.act
    assert legal.article == "第二条"
    assert "国办发明电〔2025〕7号" in moved.act


@pytest.mark.parametrize(
    ("calendar", "on", "act"),
    [
        (CN, "2019-05-03", "国办发明电〔2019〕3号"),
        (CN, "2020-01-30", "国办发明电〔2019〕16号"),
        (CN, "2020-01-31", "国办发明电〔2020〕1号"),
        (CN, "2024-02-10", "国务院令第644号"),
        (CN, "2025-01-29", "国务院令第795号"),
        (CN, "2020-10-04", "300 %"),
        (VN, "2026-02-17", "9441/TB-BNV"),
        (VN, "2026-01-10", "12729/VPCP-KGVX"),
        (VN, "2026-08-31", "9859/VPCP-KGVX"),
        (VN, "2026-04-27", "45/2019/QH14"),
        (VN, "2020-01-28", "10/2012/QH13"),
        (VN, "2026-11-24", "28/2026/QH16"),
    ],
)
def test_a_day_cites_what_sets_it(calendar: Calendar, on: str, act: str) -> None:
    cite = calendar.why(day(on)).cite
    assert cite is not None
    assert act in cite.act


# -- what is not known, and what cannot be asked --


@pytest.mark.parametrize(
    ("calendar", "on"), [(CN, "2018-12-31"), (CN, "2018-12-29"), (CN, "2027-01-01"), (VN, "2028-01-03"), (VN, "0001-01-01")]
)
def test_a_year_without_its_notice_is_an_error_that_says_what_is_known(calendar: Calendar, on: str) -> None:
    """Also where the notice of the year after names some of its days: it is not known as a whole."""
    for ask in (calendar.kind, calendar.is_working, calendar.why, calendar.on_or_after, calendar.on_or_before):
        with pytest.raises(CalendarMissing) as caught:
            ask(day(on))
    error = caught.value
    assert (error.country, error.year) == (calendar.country, day(on).year)
    assert (error.known_first, error.known_last) == (calendar.years[0], calendar.years[-1])
    assert f"does not know {error.year}; it knows {error.known_first} to {error.known_last}" in str(error)
    assert "with_file('my_calendar.toml')" in str(error)
    again = pickle.loads(pickle.dumps(error))
    assert (str(again), again.known_last) == (str(error), error.known_last)


def test_a_limit_that_runs_into_an_unknown_year_is_an_error() -> None:
    assert CN.add_working_days(day("2026-12-30"), 1) == day("2026-12-31")
    for ask in (CN.add_working_days, CN.count):
        with pytest.raises(CalendarMissing, match="does not know 2027"):
            ask(day("2026-12-30"), 2)
    with pytest.raises(CalendarMissing, match="does not know 2018"):
        CN.add_working_days(day("2019-01-02"), -1)
    with pytest.raises(CalendarMissing, match="does not know 2018"):
        CN.add_working_days(day("2018-12-28"), 1)
    with pytest.raises(CalendarMissing, match="does not know 2027"):
        CN.working_days_after(day("2026-12-30"), day("2027-01-01"))
    with pytest.raises(CalendarMissing, match="does not know 2027"):
        CN.festival("new_year", 2027)


def test_a_moment_is_not_a_day() -> None:
    noon = dt.datetime(2026, 2, 17, 12, tzinfo=dt.UTC)
    asked = (CN.kind, CN.why, CN.on_or_after, lambda on: CN.add_working_days(on, 1), lambda on: CN.next_festival("qingming", on))
    for ask in asked:
        with pytest.raises(TypeError, match=r"say which day it is with \.date\(\)"):
            ask(noon)


@pytest.mark.parametrize("days", [2.0, True, "2", None])
def test_a_limit_is_a_whole_number_of_days(days: Any) -> None:
    with pytest.raises(TypeError, match="whole number"):
        CN.add_working_days(day("2026-02-02"), days)


def test_what_a_calendar_cannot_be_asked_or_made_for() -> None:
    with pytest.raises(CalendarError, match="cannot be counted day by day"):
        CN.count(day("2026-02-02"), -1)
    with pytest.raises(CalendarError, match="no festival 'tet' in 2026; it has dragon_boat, labour_day, mid_autumn"):
        CN.festival("tet", 2026)
    with pytest.raises(CalendarError, match="there is no calendar for 'fr'; there is one for cn, demo, vn"):
        calendar_for("fr")
    with pytest.raises(CalendarError, match="no sector 'state'"):
        calendar_for("vn", sector="state")
    with pytest.raises(CalendarError, match="the private calendar of CN has the weekend of its notices: saturday and sunday"):
        calendar_for("cn", sector="private", weekend=[6])
    for weekend in ([6], [4, 5, 6]):
        with pytest.raises(CalendarError, match="the public calendar of VN has the weekend of its notices"):
            calendar_for("vn", weekend=weekend)
    assert calendar_for("vn", sector="private", weekend=[4, 5, 6]).kind(day("2026-07-03")) is DayKind.REST
    for strange in (range(7), [7], [-1]):
        with pytest.raises(CalendarError, match="not of all of them"):
            calendar_for("vn", sector="private", weekend=strange)


def test_a_calendar_is_made_once_and_goes_to_another_process() -> None:
    assert calendar_for("cn") is calendar_for("CN") is CN
    assert calendar_for("demo") is calendar_for("XD")
    assert repr(VN_FIRMS) == "Calendar(file=VN, sector='private', weekend=frozenset({5, 6}))"
    again = pickle.loads(pickle.dumps(VN))
    assert [again.why(on) for on in days_of(2026)] == [VN.why(on) for on in days_of(2026)]


def test_one_day_can_be_off_by_law_in_only_one_way_in_every_country() -> None:
    """A shipped notice never names a day twice; what is made up lies where nothing else does."""
    for calendar in CALENDARS.values():
        named = [on for _, row in calendar.file.rows(calendar.sector) for on in (*row.days, *row.worked)]
        assert Counter(named).most_common(1)[0][1] == 1
