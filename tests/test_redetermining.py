"""An award decided again with real rules: lives of families in the pretend country, whose law came late in one town."""

from __future__ import annotations

import datetime as dt

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import welfarekit as wk
from welfarekit.administration.awarding import award
from welfarekit.administration.law.award_terms import terms_for
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.redetermining import redetermine
from welfarekit.administration.replay import replay
from welfarekit.awards.entitlement import due
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.planning import plan
from welfarekit.awards.reconcile import reconcile
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.schedule import Schedule
from welfarekit.domain.history import FactHistory, Recorded
from welfarekit.errors import DateError, InvalidFacts, NotRecorded, NotSettled, TermMissing
from welfarekit.quantity import Quantity

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
    """Month by month: what its last entitled day comes to; a loss on the first is of that month too."""

    def entitled(day):
        home = history.as_of(day, known_on=known_on)
        found = wk.determine(KEY, home, day, decided=known_on)
        return found.amount.minor if found.outcome == "eligible" and str(home.place) == "XD-12" else None

    found = []
    for window in months():
        days = [window.stop - n * DAY for n in range(1, (window.stop - window.start).days + 1)]
        before = [window.start - DAY] if window.start > start else []
        found.append(next((a for a in map(entitled, [*days, *before]) if a is not None), 0))
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


def test_facts_that_have_not_changed_change_nothing():
    for decided in (D(2025, 3, 10), D(2025, 3, 1), D(2025, 2, 28)):
        made = granted(family(), decided)  # the pretend country pays the first month by its days
        for known_on in (decided, D(2025, 7, 1), D(2025, 12, 31)):
            if known_on < IN_FORCE:
                assert redetermine(made, family(), known_on=known_on, cause="review") is made
    with pytest.raises(InvalidFacts, match="since"):
        redetermine(granted(family()), family(), known_on=D(2025, 5, 1), cause="review", since=D(2024, 12, 1))


def test_a_change_and_a_loss_in_one_month_leave_the_month_what_it_came_to_last():
    history = FactHistory((
        Recorded(family("60.00"), D(2025, 1, 1), DECIDED),
        Recorded(family("10.00"), D(2025, 3, 5), D(2025, 4, 1)),
        Recorded(family("900.00"), D(2025, 3, 20), D(2025, 4, 1)),
    ))  # fmt: skip
    made = evolve(granted(family("60.00")), start=D(2025, 1, 1))
    made = redetermine(made, history, known_on=D(2025, 4, 1), cause="late_report", until=D(2025, 7, 1))
    assert [due(made, w).value for w in months()[:6]] == ["40.00", "40.00", "90.00", "0.00", "0.00", "0.00"]


def test_a_child_is_paid_for_the_month_of_the_sixteenth_birthday_whatever_its_day():
    for born in (D(2009, 3, 1), D(2009, 3, 2), D(2009, 3, 31)):
        child = wk.Person(
            id="c1", birth_date=born, relation="child", guardian=None, disability=None, unattended=True, hiv=False, absence=None,
            education=None, receives_social_assistance=False, receives_social_pension=False, was_unattended_beneficiary=False,
        )  # fmt: skip
        home = wk.Household(
            id="hh-9", place="VN-91-30337", area="rural", poverty_status=None, difficult_area=False, members=[child]
        )
        answer = wk.determine("vn.social_assistance", home, D(2025, 1, 10), member="c1")
        made = award(answer, decided_on=D(2025, 1, 10), ground="other", pay_day=PayDay(10))
        made = redetermine(made, home, known_on=D(2025, 6, 1), cause="review")
        assert [due(made, w).value for w in months()[:5]] == ["750000", "750000", "750000", "0", "0"], born
        with pytest.raises(InvalidFacts, match="terminated"):
            redetermine(made, evolve(home, members=(evolve(child, id="c2"),)), known_on=D(2025, 6, 1), cause="review")


def test_a_family_that_moved_is_paid_here_to_the_end_of_the_month():
    history = FactHistory((
        Recorded(family(), D(2025, 1, 1), DECIDED), Recorded(family(place="XD-21"), D(2025, 3, 10), D(2025, 4, 1)),
    ))  # fmt: skip
    made = redetermine(evolve(granted(family()), start=D(2025, 1, 1)), history, known_on=D(2025, 4, 1), cause="moved_away")
    assert [due(made, w).value for w in months()[:5]] == ["60.00", "60.00", "60.00", "0.00", "0.00"]


def test_an_amount_of_another_unit_or_period_is_refused():
    made = evolve(granted(family()), amount=wk.Money("60.00", "CNY", "year"), schedule=Schedule(Recurrence("year")))
    with pytest.raises(DateError, match="month by month"):
        redetermine(made, family(), known_on=D(2025, 4, 1), cause="review")
    rice = evolve(granted(family()), amount=Quantity(15, "kilogram", "month"))
    with pytest.raises(InvalidFacts, match="other_unit"):
        redetermine(rice, family(), known_on=D(2025, 4, 1), cause="review")


def test_missing_facts_leave_the_award_as_it_is():
    unknown = wk.Household(id="hh-1", place="XD-12", area="rural", members=family().members, relief="dibao")
    made = granted(family())
    with pytest.raises(NotSettled, match="income_per_month"):
        redetermine(made, unknown, known_on=D(2025, 3, 1), cause="review")


def test_terms_come_from_the_day_that_is_known_on():
    assert terms_for(KEY, "XD-12", D(2024, 5, 1)).needed("change").effect == "next_month"
    assert terms_for(KEY, "XD-12", D(2025, 5, 1)).needed("change").effect == "same_month"
