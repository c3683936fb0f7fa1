"""Clocks: worked cases of the law with their sources, and the arithmetic of limits."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedures import Procedures
from welfarekit.citation import Citation
from welfarekit.errors import CalendarMissing, DateError, InvalidFacts, TermMissing
from welfarekit.procedure.limit import Limit, Unit, YearDay, end_of_month, next_month_day
from welfarekit.procedure.why import because

CASES = tomllib.loads((Path(__file__).parent / "clock_cases.toml").read_text("utf-8"))["case"]
ACT = Citation("An act")
CN, VN = calendar_for("cn"), calendar_for("vn")
DAY = dt.timedelta(days=1)
days = st.dates(dt.date(2019, 1, 1), dt.date(2026, 9, 1))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_worked_clock_case_comes_out(case: dict[str, Any]) -> None:
    rules = Procedures.default().find(case["program"], case["place"], case["on"], case.get("variant", "regular"))
    deadline = rules.deadline(case["clock"], case["on"], calendar_for(rules.place.country))
    assert deadline.last == case["last"]
    assert deadline.cite.act
    assert deadline.cite.read is not None
    assert case["source"]


def test_the_county_decision_over_spring_festival_says_why() -> None:
    rules = Procedures.default().find("cn.dibao", "CN-430602", dt.date(2025, 1, 20))
    deadline = rules.deadline("decision", dt.date(2025, 1, 20), CN)
    count = deadline.why()
    assert count is not None
    assert len(count.counted) == 10
    assert count.counted[-1] == deadline.last == dt.date(2025, 2, 8)
    assert dt.date(2025, 1, 26) in count.counted  # a Sunday that was worked
    assert {reason.day for reason in count.skipped} == {dt.date(2025, 1, 25), *(dt.date(2025, 1, 28) + n * DAY for n in range(8))}
    assert because(deadline) == (
        "10 working days after submitted on 2025-01-20, the first on 2025-01-21; not counted: 2025-01-25 weekend, "
        "2025-01-28 to 2025-02-04 spring_festival (最低生活保障审核确认办法（民发〔2021〕57号）, art. 20)"
    )


def test_a_last_day_that_an_act_moves_says_past_which_days() -> None:
    rules = Procedures.default().find("cn.dibao", "CN-430602", dt.date(2026, 3, 2))
    deadline = rules.deadline("reconsideration", dt.date(2026, 3, 2), CN)
    count = deadline.why()
    assert count is not None
    assert [reason.day.day for reason in count.moved_past] == [1, 2, 3, 4, 5]
    assert "moved past 2026-05-01 to 2026-05-05 labour_day" in because(deadline)


def test_a_limit_that_is_not_shipped_says_what_is_known_and_how_to_supply_it() -> None:
    rules = Procedures.default().find("cn.dibao", "CN-370000", dt.date(2020, 3, 2), "epidemic")
    with pytest.raises(TermMissing, match=r"gives no number of days.*with_file\('my_procedures.toml'\)"):
        rules.deadline("investigation", dt.date(2020, 3, 2), CN)
    assert rules.clock("investigation", dt.date(2020, 3, 2)).limit is None


def test_a_clock_that_there_is_not_names_those_that_there_are() -> None:
    rules = Procedures.default().find("cn.tekun", "CN-430602", dt.date(2025, 3, 2))
    with pytest.raises(TermMissing, match=r"the clocks of tekun-2021 are: .*reassessment"):
        rules.deadline("whole", dt.date(2025, 3, 2), CN)


def test_a_year_without_a_notice_is_never_guessed() -> None:
    rules = Procedures.default().find("cn.dibao", "CN-430602", dt.date(2026, 12, 1))
    assert rules.deadline("decision", dt.date(2026, 12, 1), CN).last == dt.date(2026, 12, 15)
    with pytest.raises(CalendarMissing, match="2027"):
        rules.deadline("whole", dt.date(2026, 12, 1), CN)


# Limits ---------------------------------------------------------------------------------------------------------------------


@given(days, st.integers(0, 60))
def test_working_days_counted_are_worked_and_the_others_say_why(day: dt.date, count: int) -> None:
    found = Limit(count, "working_days", ACT).reckon(day, VN)
    assert len(found.counted) == count
    assert all(map(VN.is_working, found.counted))
    assert not any(VN.is_working(reason.day) for reason in found.skipped)
    between = {*found.counted, *(reason.day for reason in found.skipped)}
    assert between == {day + number * DAY for number in range(1, (found.last - day).days + 1)}


@given(days, st.integers(0, 400))
def test_days_are_days_of_the_calendar(day: dt.date, count: int) -> None:
    found = Limit(count, "days", ACT).reckon(day)
    assert (found.last - day).days == count == len(found.counted)


@given(days, st.integers(1, 40))
def test_a_month_step_ends_on_the_same_number_or_refuses(day: dt.date, count: int) -> None:
    clipped = Limit(count, Unit.MONTHS, ACT, clip=True).reckon(day).last
    assert (clipped.year * 12 + clipped.month) - (day.year * 12 + day.month) == count
    if clipped.day == day.day:
        assert Limit(count, Unit.MONTHS, ACT).reckon(day).last == clipped
    else:
        assert (clipped + DAY).day == 1
        with pytest.raises(DateError, match="clip=True"):
            Limit(count, Unit.MONTHS, ACT).reckon(day)


@given(days, st.integers(1, 40))
def test_calendar_months_end_with_a_month_of_which_that_of_the_event_is_the_first(day: dt.date, count: int) -> None:
    last = Limit(count, Unit.CALENDAR_MONTHS, ACT).reckon(day).last
    assert (last + DAY).day == 1
    assert (last.year * 12 + last.month) - (day.year * 12 + day.month) == count - 1


@given(days, st.integers(0, 100))
def test_a_moved_last_day_is_the_first_working_day_on_or_after_the_plain_one(day: dt.date, count: int) -> None:
    plain = Limit(count, "days", ACT).reckon(day).last
    found = Limit(count, "days", ACT, shift="next_working_day", shift_cite=ACT).reckon(day, CN)
    assert CN.is_working(found.last)
    assert [reason.day for reason in found.moved_past] == [plain + number * DAY for number in range((found.last - plain).days)]
    assert not any(CN.is_working(reason.day) for reason in found.moved_past)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2025-01-31", 1, "2025-02-28"),
        ("2023-08-31", 6, "2024-02-29"),
        ("2025-08-31", 6, "2026-02-28"),
        ("2025-03-31", 1, "2025-04-30"),
    ],
)
def test_a_month_that_is_too_short_is_never_guessed(start: str, months: int, last: str) -> None:
    day = dt.date.fromisoformat(start)
    assert Limit(months, "months", ACT, clip=True).reckon(day).last == dt.date.fromisoformat(last)
    with pytest.raises(DateError, match="has no day 3"):
        Limit(months, "months", ACT).reckon(day)


@given(days)
def test_a_day_of_the_year_is_the_first_one_not_passed(day: dt.date) -> None:
    last = YearDay(12, 14, ACT).reckon(day).last
    assert (last.month, last.day) == (12, 14)
    assert dt.timedelta(0) <= last - day < dt.timedelta(days=366)
    assert YearDay(day.month, min(day.day, 28), ACT).reckon(day.replace(day=min(day.day, 28))).last == day.replace(
        day=min(day.day, 28)
    )


@given(days, st.integers(1, 28))
def test_the_next_day_of_a_month_is_not_passed_and_not_over_a_month_away(day: dt.date, number: int) -> None:
    found = next_month_day(day, number)
    assert found.day == number
    assert dt.timedelta(0) <= found - day < dt.timedelta(days=31)


@given(days, st.integers(1, 12))
def test_counting_back_and_forth_meets_again_unless_a_month_was_too_short(day: dt.date, count: int) -> None:
    before = Limit(count, Unit.MONTHS, ACT, clip=True).before(day).last
    assert before < day
    again = Limit(count, Unit.MONTHS, ACT, clip=True).reckon(before).last
    assert again == day or (before.day < day.day and before == end_of_month(before))
    assert Limit(count, Unit.DAYS, ACT).before(day).last == day - count * DAY


@pytest.mark.parametrize(
    "wrong",
    [
        {"count": -1, "unit": "days"},
        {"count": True, "unit": "days"},
        {"count": 1.5, "unit": "days"},
        {"count": 0, "unit": "months"},
        {"count": 3, "unit": "days", "shift": "next_working_day"},
        {"count": 3, "unit": "days", "shift_cite": ACT},
    ],
)
def test_a_limit_that_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(InvalidFacts):
        Limit(cite=ACT, **wrong)


def test_working_days_without_a_calendar_and_counted_back_are_refused() -> None:
    with pytest.raises(DateError, match="pass calendar="):
        Limit(3, "working_days", ACT).reckon(dt.date(2025, 1, 1))
    with pytest.raises(DateError, match="counted back"):
        Limit(3, "working_days", ACT).before(dt.date(2025, 1, 1))
    with pytest.raises(InvalidFacts, match="no_such_date"):
        YearDay(2, 29, ACT)


def test_a_limit_reads_as_one_says_it() -> None:
    assert [str(Limit(1, unit, ACT)) for unit in Unit] == ["1 working day", "1 day", "1 month", "1 calendar month"]
    assert str(Limit(3, "working_days", ACT)) == "3 working days"
    assert str(YearDay(12, 14, ACT)) == "to 12-14"
