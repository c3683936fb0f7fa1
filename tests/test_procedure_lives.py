"""Random lives of cases under every shipped procedure: whatever is allowed keeps the rules, whatever is not is refused."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from welfarekit.adapters.case_json import case_from_json, case_to_json
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedures import Procedures, shipped_procedures
from welfarekit.errors import CalendarMissing, InvalidFacts, MoveNotAllowed
from welfarekit.procedure.case import Case
from welfarekit.procedure.due import due
from welfarekit.procedure.limit import Limit
from welfarekit.procedure.move import FACTS
from welfarekit.procedure.moving import posting_over
from welfarekit.procedure.procedure import Procedure
from welfarekit.procedure.step import Level
from welfarekit.testing import procedure_cases

BOOK = Procedures.default()
PROCEDURES = [one for country in ("cn", "vn", "demo") for one in shipped_procedures(country).procedures]
DAY = dt.timedelta(days=1)
FIRST = {"CN": dt.date(2019, 1, 1), "VN": dt.date(2019, 1, 1), "XD": dt.date(2024, 1, 1)}
LAST = dt.date(2026, 11, 1)


def trail_of(case: Case) -> list[Case]:
    """Everything that a case was on the way, one step after the other."""
    return [
        evolve(case, procedure=rules, moves=case.moves[: place + 1], earlier=case.earlier[:era], category="")
        for era, (rules, first, after) in enumerate(case.eras)
        for place in range(first, after)
    ]


quick = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much], deadline=None)


@quick
@given(procedure_cases())
def test_days_rise_and_every_state_belongs_to_the_procedure(case: Case) -> None:
    trail = trail_of(case)
    assert [move.on for move in case.moves] == sorted(move.on for move in case.moves)
    for one in trail:
        assert one.state in one.procedure.states
        assert one.procedure.path(one.state) is not None
        assert set(one.next_moves) <= {step.key for step in one.procedure.steps}


@quick
@given(procedure_cases())
def test_no_deadline_lies_before_its_start_and_none_stops_before_it_starts(case: Case) -> None:
    calendar = calendar_for(case.place.country)
    backwards = {clock.key for rules, _, _ in case.eras for clock in rules.clocks if clock.backwards}
    for deadline in case.deadlines(calendar):
        if deadline.last is not None:
            assert deadline.start is not None
            assert deadline.last < deadline.start if deadline.clock in backwards else deadline.last >= deadline.start
            assert deadline.why() is not None
        else:
            assert deadline.missing
        assert deadline.is_running == (deadline.stopped_on is None)
    assert case.running(calendar) == tuple(one for one in case.deadlines(calendar) if one.is_running)
    missed = case.missed(calendar, LAST)
    assert set(missed) <= set(case.deadlines(calendar))
    assert all(one.last is not None and (one.stopped_on is None or one.stopped_on > one.last) for one in missed)


@quick
@given(procedure_cases())
def test_a_deadline_that_was_kept_or_missed_stays_so(case: Case) -> None:
    trail = trail_of(case)
    calendar = calendar_for(case.place.country)
    done = {(one.clock, one.start, one.stopped_on) for one in case.deadlines(calendar)}
    for one in trail:
        for deadline in one.deadlines(calendar):
            if not deadline.is_running and not deadline.clock.startswith("whole"):
                assert (deadline.clock, deadline.start, deadline.stopped_on) in done


@quick
@given(procedure_cases(), st.data())
def test_what_is_not_allowed_is_refused_by_name(case: Case, data: st.DataObject) -> None:
    every = sorted({step.key for step in case.procedure.steps} | {case.procedure.starts, "no_such_step"})
    name = data.draw(st.sampled_from(sorted(set(every) - set(case.next_moves))))
    with pytest.raises(MoveNotAllowed) as error:
        case.move(name, on=case.moves[-1].on)
    assert error.value.allowed == case.next_moves
    assert error.value.from_state == case.state
    assert all(step in str(error.value) for step in case.next_moves)


@quick
@given(procedure_cases(), st.data())
def test_a_level_that_may_not_act_and_a_day_before_the_last_step_are_refused(case: Case, data: st.DataObject) -> None:
    assume(case.next_moves)
    step = case.procedure.step(data.draw(st.sampled_from(case.next_moves)))
    others = sorted(set(Level) - set(step.by))
    assume(others)
    with pytest.raises(InvalidFacts) as error:
        case.move(step.key, on=case.moves[-1].on - DAY, level=data.draw(st.sampled_from(others)))
    codes = [problem.code for problem in error.value.problems]
    assert codes[:2] == ["wrong_level", "before_last_move"]
    assert codes[2:] == ["missing"] * len(step.needs)


@quick
@given(procedure_cases())
def test_no_office_acts_while_a_posting_runs(case: Case) -> None:
    trail = trail_of(case)
    calendar = calendar_for(case.place.country)
    for one in trail:
        for name in one.next_moves:
            step = one.procedure.step(name)
            over = posting_over(one, calendar, step)
            facts = {fact: "x" if FACTS[fact] is str else True for fact in step.needs if FACTS[fact] in (str, bool)}
            if over is not None and over >= one.moves[-1].on:
                with pytest.raises(InvalidFacts, match="posting_runs"):
                    one.move(name, on=over, calendar=calendar, **facts)
            if step.decides and step.by != (Level.PERSON,):
                assert over == posting_over(one, calendar)


@quick
@given(procedure_cases())
def test_between_a_posting_and_what_follows_it_lies_its_last_day(case: Case) -> None:
    calendar = calendar_for(case.place.country)
    ends: dt.date | None = None
    for procedure, move in reversed([*case.backwards()]):
        step = procedure.step(move.step) if procedure.has(move.step) else None
        if step is not None and step.decides and ends is not None:
            assert move.on > ends, "decided while it was posted"
        if step is not None and step.posting is not None:
            ends = step.posting.reckon(move.on, calendar).last
        elif move.state in procedure.at_rest or (step is not None and (step.decides or step.posts)):
            ends = None


@quick
@given(procedure_cases())
def test_nothing_that_is_paid_is_taken_away_unheard_where_the_law_hears_people(case: Case) -> None:
    heard = paid = False
    for procedure, move in reversed([*case.backwards()]):
        if procedure.has("heard") and paid and move.step in ("reduced", "ended", "ending_intended", "refused"):
            assert heard or move.step == "ended"  # of tekun, whose intention to end it was preceded by a hearing
            assert move.step != "refused"
        heard = move.step == "heard" or (heard and move.state not in procedure.at_rest)
        paid = paid or move.state in procedure.at_rest


@quick
@given(procedure_cases())
def test_a_case_goes_to_json_and_back(case: Case) -> None:
    again = case_from_json(case_to_json(case), BOOK)
    assert case_to_json(again) == case_to_json(case)
    assert again.moves == case.moves
    assert [era for era in again.eras if era[1] < era[2]] == [era for era in case.eras if era[1] < era[2]]
    assert again.procedure.variant == case.procedure.variant
    calendar = calendar_for(case.place.country)
    assert BOOK.follow(again, LAST).deadlines(calendar) == BOOK.follow(case, LAST).deadlines(calendar)


@quick
@given(st.lists(procedure_cases(steps=8), max_size=5), st.dates(dt.date(2024, 1, 1), LAST))
def test_a_due_list_holds_what_runs_and_nothing_twice(cases: list[Case], by: dt.date) -> None:
    calendars = {country: calendar_for(country) for country in ("CN", "VN", "XD")}
    rows = due(cases, calendars, by=by, persons=True)
    for row in rows:
        assert row.last is None or row.last <= by
        assert row.missing if row.last is None else row.days_left == (row.last - by).days
    seen = [one for one in (case.as_of(by) for case in cases) if one is not None]
    running = [
        one
        for case in seen
        for one in case.deadlines(calendars[case.place.country])
        if one.is_running and one.last and one.last <= by
    ]
    reviews = [row for row in rows if row.clock in {review.key for case in seen for review in case.procedure.reviews}]
    assert len([row for row in rows if row.last]) == len(running) + len([row for row in reviews if row.last])
    assert due(cases[::-1], calendars, by=by, persons=True) == rows


@pytest.mark.parametrize("rules", PROCEDURES, ids=lambda rules: rules.key)
def test_the_straight_way_to_payment_keeps_every_clock_when_nobody_waits(rules: Procedure) -> None:
    calendar = calendar_for(rules.place.country)
    start = max(rules.since, FIRST[rules.place.country])
    day = calendar.on_or_after(start)
    case = Case.opened("c-1", rules, "hh-1", on=day)
    goal = next(step.key for step in rules.steps if step.to in rules.at_rest)
    for name in rules.path(goal) or ():
        step = rules.step(name)
        over = posting_over(case, calendar)
        day = day if over is None else calendar.on_or_after(over + DAY)
        facts = {fact: "x" if FACTS[fact] is str else True for fact in step.needs}
        case = case.move(name, on=day, calendar=calendar, **facts)
    assert case.state in rules.at_rest
    try:
        assert case.missed(calendar, day) == ()
    except CalendarMissing:
        pytest.fail("a missing year is a deadline without a last day, not an error")
    postings = [step for step in rules.steps if isinstance(step.posting, Limit)]
    assert not (postings and rules.posting_barred)
