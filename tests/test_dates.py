"""Days: ages, month steps that refuse to guess, the days of a schedule, and half-open periods."""

from __future__ import annotations

import calendar
import datetime as dt
from itertools import islice

import pytest
from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, rrule
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.dates import Period, add_months, age_on, month_days, months_between
from welfarekit.errors import DateError

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("2008-02-29", "2026-02-28", 17),  # dateutil says 18
        ("2008-02-29", "2026-03-01", 18),
        ("2008-02-29", "2028-02-28", 19),
        ("2008-02-29", "2028-02-29", 20),
        ("2008-03-01", "2026-02-28", 17),
        ("1951-03-02", "2019-03-01", 67),
        ("1951-03-02", "2019-03-02", 68),
        ("2025-12-31", "2026-01-01", 0),
        ("2025-12-31", "2025-12-31", 0),
        ("1999-12-31", "2000-12-30", 0),
    ],
)
def test_a_year_of_age_is_complete_on_the_birthday_and_on_1_march_for_29_february(born: str, on: str, age: int) -> None:
    assert age_on(day(born), day(on)) == age


def test_dateutil_makes_a_29_february_birthday_18_a_day_early() -> None:
    """The trap that ``age_on`` avoids. If this test fails, dateutil changed; the law did not."""
    assert relativedelta(day("2026-02-28"), day("2008-02-29")).years == 18


@given(DAYS, DAYS)
def test_an_age_counts_the_birthdays_that_have_passed(born: dt.date, on: dt.date) -> None:
    birthdays = 0
    for year in range(born.year + 1, on.year + 1):
        whole = born.month != 2 or born.day != 29 or calendar.isleap(year)
        birthdays += (dt.date(year, born.month, born.day) if whole else dt.date(year, 3, 1)) <= on
    if born <= on:
        assert birthdays == age_on(born, on)


@given(DAYS, st.integers(1, 400))
def test_nobody_grows_younger(born: dt.date, later: int) -> None:
    on = born + dt.timedelta(days=20 * later)
    assert age_on(born, on) <= age_on(born, on + dt.timedelta(days=1)) <= age_on(born, on) + 1


@pytest.mark.parametrize(
    ("start", "on", "months"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-01", 1),
        ("2026-01-31", "2026-03-31", 2),
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2025-12-15", "2026-12-15", 12),
        ("2026-02-15", "2026-01-15", -1),
        ("2026-02-15", "2026-01-16", -1),
    ],
)
def test_a_month_is_complete_on_the_same_day_of_the_next_one(start: str, on: str, months: int) -> None:
    assert months_between(day(start), day(on)) == months


@given(DAYS, DAYS)
def test_years_are_twelve_months(start: dt.date, on: dt.date) -> None:
    assert age_on(start, on) == months_between(start, on) // 12


@pytest.mark.parametrize(
    ("start", "months", "words"),
    [
        ("2026-01-31", 1, "one month after 2026-01-31 has no day 31"),
        ("2026-03-31", -1, "-1 months after 2026-03-31 has no day 31"),
        ("2024-02-29", 12, "12 months after 2024-02-29 has no day 29"),
        ("2025-12-30", 2, "2 months after 2025-12-30 has no day 30"),
    ],
)
def test_a_month_step_onto_a_day_that_is_not_there_asks_the_law(start: str, months: int, words: str) -> None:
    with pytest.raises(DateError, match=f"{words}.*clip=True"):
        add_months(day(start), months)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", 25, "2028-02-15"),
    ],
)
def test_a_month_step_can_be_asked_to_stop_on_the_last_day(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months, clip=True) == day(end)


@given(DAYS, st.integers(-600, 600))
def test_a_month_step_keeps_the_day_or_refuses(start: dt.date, months: int) -> None:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    if start.day <= calendar.monthrange(year, month)[1]:
        assert dt.date(year, month, start.day) == add_months(start, months) == add_months(start, months, clip=True)
        assert months_between(start, add_months(start, months)) == months
    else:
        with pytest.raises(DateError):
            add_months(start, months)
        assert calendar.monthrange(year, month)[1] == add_months(start, months, clip=True).day


def test_the_31st_of_every_month_skips_no_month() -> None:
    expected = ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31", "2026-06-30"]
    assert [d.isoformat() for d in islice(month_days(day("2026-01-31"), day=31), 6)] == expected


def test_rrule_from_the_31st_does_skip_months() -> None:
    """The trap that ``month_days`` avoids: seven payments a year instead of twelve."""
    found = [d.month for d in rrule(MONTHLY, dtstart=dt.datetime(2026, 1, 31), until=dt.datetime(2026, 12, 31))]
    assert found == [1, 3, 5, 7, 8, 10, 12]


def test_a_month_step_and_back_is_not_where_it_began_in_dateutil() -> None:
    """The trap behind ``clip``: 31 March minus a month plus a month is 28 March."""
    assert day("2026-03-31") - relativedelta(months=1) + relativedelta(months=1) == day("2026-03-28")


@given(DAYS, st.integers(1, 31))
def test_month_days_come_once_a_month_from_the_first_on(first: dt.date, number: int) -> None:
    days = list(islice(month_days(first, day=number), 30))
    assert first <= days[0] < first + dt.timedelta(days=62)
    numbers = [d.year * 12 + d.month for d in days]
    assert list(range(numbers[0], numbers[0] + 30)) == numbers
    assert all(d.day == min(number, calendar.monthrange(d.year, d.month)[1]) for d in days)


def test_a_first_day_past_the_payment_day_waits_for_the_next_month() -> None:
    assert next(month_days(day("2026-01-11"), day=10)) == day("2026-02-10")
    assert next(month_days(day("2026-12-11"), day=10)) == day("2027-01-10")


OPEN = st.one_of(st.none(), st.dates(dt.date(2020, 1, 1), dt.date(2020, 2, 10)))
PERIODS = st.tuples(OPEN, OPEN).filter(lambda p: p[0] is None or p[1] is None or p[0] < p[1]).map(lambda p: Period(*p))
SPACE = [dt.date(2019, 12, 25) + dt.timedelta(days=n) for n in range(60)]


def test_a_period_holds_its_start_and_not_its_stop() -> None:
    year = Period(day("2025-01-01"), day("2026-01-01"))
    inside = [text for text in ("2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01") if day(text) in year]
    assert inside == ["2025-01-01", "2025-12-31"]


@pytest.mark.parametrize("stop", ["2025-01-01", "2024-12-31"])
def test_a_period_that_stops_before_it_starts_is_refused(stop: str) -> None:
    with pytest.raises(DateError, match="start before it stops: 2025-01-01"):
        Period(day("2025-01-01"), day(stop))


@given(PERIODS, PERIODS)
def test_periods_overlap_when_a_day_lies_in_both(a: Period, b: Period) -> None:
    assert any(d in a and d in b for d in SPACE) == a.overlaps(b) == b.overlaps(a)


def test_periods_that_touch_do_not_overlap() -> None:
    assert not Period(None, day("2025-01-01")).overlaps(Period(day("2025-01-01")))
    assert Period().overlaps(Period())
    assert day("1850-01-01") in Period()
