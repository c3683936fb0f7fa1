"""An award decided again with real rules: lives of families in the pretend country, whose law came late in one town."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import welfarekit as wk
from welfarekit.administration.award_terms import terms_for
from welfarekit.administration.awarding import award
from welfarekit.administration.calendars import calendar_for
from welfarekit.administration.redetermining import redetermine
from welfarekit.administration.replay import replay
from welfarekit.awards.entitlement import due
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.planning import plan
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recurrence import Recurrence
from welfarekit.domain.history import FactHistory, Recorded
from welfarekit.errors import InvalidFacts, NotRecorded, NotSettled, TermMissing

D = dt.date
DAY = dt.timedelta(days=1)
KEY = "demo.grain_aid"
DECIDED = D(2025, 1, 6)
IN_FORCE = D(2025, 9, 1)
"""From this day an authority of the town could decide by the line of 120 that applies from 1 January."""


def family(income="40.00", children=(), place="XD-12", old=False):
    """A family of the town; ``children`` are their birth days, in the order in which they came."""
    people = [wk.Person(id="p1", relation="head", birth_date=D(1980, 1, 1), absence=None, disability=None, guardian=None)]
    if old:
        people.append(wk.Person(id="p2", birth_date=D(1950, 1, 1), absence=None, disability=None, guardian=None))
    people += [
        wk.Person(id=f"c{n}", birth_date=born, absence=None, disability=None, guardian=None) for n, born in enumerate(children)
    ]
    return wk.Household(
        id="hh-1", place=place, area="rural", income_per_month=wk.Money(income, "CNY"), property_within_rule=True, relief="dibao",
        members=people,
    )  # fmt: skip


def granted(household, on=DECIDED):
    found = wk.determine(KEY, household, on, decided=on)
    return award(found, decided_on=on, ground="other")


def months():
    return [Recurrence().window(D(2025, n, 1)) for n in range(1, 13)]


def test_an_award_takes_its_terms_from_the_place_and_the_day_of_the_decision():
    made = granted(family())
    assert (made.start, made.payee.kind.value, made.payee.id) == (DECIDED, "household_head", "p1")
    assert made.schedule.pay_day == PayDay(15, shift="previous_working_day")  # the town's own; elsewhere the tenth
    assert made.id == "demo.grain_aid/hh-1/2025-01-06"
    with pytest.raises(InvalidFacts, match="ground"):
        award(wk.determine(KEY, family(), DECIDED, decided=DECIDED), decided_on=DECIDED)
    with pytest.raises(NotSettled, match="not_eligible"):
        granted(family("400.00"))
    with pytest.raises(NotSettled, match="income_per_month"):
        granted(wk.Household(id="hh-1", place="XD-12", area="rural", members=family().members, relief="dibao"))


def test_what_the_law_leaves_open_is_asked_for():
    answer = wk.determine("cn.dibao", wk.Household.from_json(CHINESE), D(2025, 9, 1))
    with pytest.raises(TermMissing, match="pay day"):
        award(answer, decided_on=D(2025, 8, 20))
    made = award(answer, decided_on=D(2025, 8, 20), pay_day=PayDay(10, shift="previous_working_day"))
    assert (made.start, str(made.amount)) == (D(2025, 9, 1), "1020.00 CNY per month")
    payments = plan(Ledger(made), until=D(2026, 1, 1), on=D(2025, 8, 20), calendar=calendar_for("cn")).payments
    assert [p.due_on for p in payments] == [D(2025, 9, 10), D(2025, 10, 10), D(2025, 11, 10), D(2025, 12, 10)]
    with pytest.raises(TermMissing, match="change"):
        redetermine(made, wk.Household.from_json(CHINESE), known_on=D(2025, 11, 1), cause="review")


CHINESE = """{"id":"hh-2","place":"CN-430602","area":"urban","income_per_month":"1200.00 CNY","property_within_rule":true,
"members":[{"id":"p1","relation":"head","absence":null,"receives_tekun":false},
{"id":"p2","relation":"spouse","absence":null,"receives_tekun":false},
{"id":"p3","relation":"child","birth_date":"2012-05-05","absence":null,"receives_tekun":false}]}"""


def test_law_in_arrears_is_paid_from_when_it_applies():
    made = evolve(granted(family()), start=D(2025, 1, 1))
    assert str(made.amount) == "60.00 CNY per month"  # by the line of 100 that could be decided on
    ledger = plan(Ledger(made), until=D(2026, 1, 1), on=DECIDED, calendar=calendar_for("demo"))
    again = redetermine(made, family(), known_on=IN_FORCE, cause="law_in_arrears")
    lines = reconcile(evolve(ledger, award=again), on=IN_FORCE, calendar=calendar_for("demo"))
    assert [(line.amount.value, line.cause.value) for line in lines] == [("20.00", "law_in_arrears")] * 8
    assert redetermine(made, family(), known_on=IN_FORCE - DAY, cause="law_in_arrears") is made
    assert redetermine(again, family(), known_on=IN_FORCE, cause="law_in_arrears") is again


@st.composite
def histories(draw):
    """A family's facts over a year: births, deaths of an elder, moves, incomes; each known on time or late."""
    now = {"income": draw(st.sampled_from(["0.00", "40.00", "95.00"])), "children": (), "old": draw(st.booleans())}
    entries = [Recorded(family(**now), D(2024, 1, 1), DECIDED)]
    for happened in sorted(draw(st.sets(st.dates(D(2025, 1, 7), D(2025, 12, 20)), max_size=4))):
        what = draw(st.sampled_from(["income", "birth", "death", "move"]))
        if what == "income":
            now = {**now, "income": draw(st.sampled_from(["0.00", "39.99", "95.00", "260.00", "900.00"]))}
        elif what == "birth":
            now = {**now, "children": (*now["children"], D(2024, 12, 1))}
        elif what == "death":
            now = {**now, "old": False}
        else:
            now = {**now, "place": draw(st.sampled_from(["XD-12", "XD-13"]))}
        entries.append(Recorded(family(**now), happened, happened + draw(st.integers(0, 120)) * DAY))
    return FactHistory(tuple(entries))


def by_hand(history, start, known_on):
    """Month by month: the state at its end, or at its beginning for who lost the entitlement in it."""
    found = []
    for window in months():
        last, before = window.stop - DAY, max(window.start - DAY, start)
        closing = wk.determine(KEY, history.as_of(last, known_on=known_on), last, decided=known_on)
        opening = wk.determine(KEY, history.as_of(before, known_on=known_on), window.start, decided=known_on)
        amount = closing.amount if closing.outcome == "eligible" else opening.amount
        found.append(0 if amount is None else amount.minor)
    return found


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(histories())
def test_whatever_is_reported_however_late_the_year_ends_as_one_finds_by_hand(history):
    first = history.as_of(D(2025, 1, 1), known_on=DECIDED)
    if wk.determine(KEY, first, DECIDED, decided=DECIDED).outcome != "eligible":
        return
    made = evolve(granted(first), start=D(2025, 1, 1))
    ledger = plan(Ledger(made), until=D(2026, 1, 1), on=DECIDED, calendar=calendar_for("demo"))
    known = sorted({entry.known_on for entry in history.entries} | {IN_FORCE, D(2026, 5, 1)})
    calendar = calendar_for("demo")
    for day in known:
        again = redetermine(ledger.award, history, known_on=day, cause="late_report", until=D(2026, 1, 1))
        assert redetermine(again, history, known_on=day, cause="late_report", until=D(2026, 1, 1)) is again
        if day < D(2026, 1, 1):
            ledger = plan(evolve(ledger, award=again), until=D(2026, 1, 1), on=day, calendar=calendar)
        else:
            ledger = evolve(ledger, award=again)
        assert [due(ledger.award, w).minor for w in months()] == by_hand(history, D(2025, 1, 1), day)
    for day in known:  # what was known then is still what it was
        assert [due(ledger.award, w, day).minor for w in months()] == by_hand(history, D(2025, 1, 1), day)
    lines = reconcile(ledger, on=known[-1], until=D(2026, 1, 1))
    settled = ledger.paid.minor + ledger.arrears.minor - ledger.recovered.minor + sum(line.amount.minor for line in lines)
    assert settled == sum(due(ledger.award, w).minor for w in months())


def test_what_was_known_then_and_what_is_known_now():
    history = FactHistory((
        Recorded(family("40.00"), D(2025, 1, 1), DECIDED),
        Recorded(family("90.00"), D(2025, 3, 10), D(2025, 6, 2)),
    ))  # fmt: skip
    day = D(2025, 4, 1)
    assert replay(KEY, history, day, known_on=day).amount.value == "60.00"
    assert replay(KEY, history, day, known_on=D(2025, 6, 2)).amount.value == "10.00"
    assert replay(KEY, history, day, known_on=IN_FORCE).amount.value == "30.00"
    with pytest.raises(NotRecorded):
        replay(KEY, history, day, known_on=D(2025, 1, 1))


def test_missing_facts_leave_the_award_as_it_is():
    unknown = wk.Household(id="hh-1", place="XD-12", area="rural", members=family().members, relief="dibao")
    made = granted(family())
    with pytest.raises(NotSettled, match="income_per_month"):
        redetermine(made, unknown, known_on=D(2025, 3, 1), cause="review")


def test_terms_come_from_the_day_that_is_known_on():
    assert terms_for(KEY, "XD-12", D(2024, 5, 1)).needed("change").effect == "next_month"
    assert terms_for(KEY, "XD-12", D(2025, 5, 1)).needed("change").effect == "same_month"
