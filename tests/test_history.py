"""Facts on two clocks: the day from which they hold, and the day on which they became known."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.domain.changed_facts import with_facts
from welfarekit.domain.fact_path import FactPath
from welfarekit.domain.history import FactHistory, Recorded
from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import InvalidFacts, NotRecorded
from welfarekit.money import Money
from welfarekit.truth import UNKNOWN

FIRST = dt.date(2026, 1, 1)
DAY = dt.timedelta(days=1)
SPAN = [FIRST + n * DAY for n in range(-1, 14)]
DAYS = st.integers(0, 9).map(lambda n: FIRST + n * DAY)
HOMES = [Household(id="hh-1", income_score=score, members=[Person(id="p1")]) for score in range(4)]


@st.composite
def entries(draw: st.DrawFn) -> list[Recorded]:
    """Entries that do not contradict each other on one day of knowledge."""
    found: dict[Any, Recorded] = {}
    for _ in range(draw(st.integers(1, 7))):
        start = draw(DAYS)
        until = draw(st.none() | st.integers(0, 5).map(lambda n, start=start: start + n * DAY))
        entry = Recorded(draw(st.sampled_from(HOMES)), start, draw(DAYS), draw(st.sampled_from(["", "form"])), until)
        found.setdefault(entry.rank, entry)
    return list(found.values())


def by_hand(given: list[Recorded], on: dt.date, known_on: dt.date) -> Household | None:
    """The definition: of what was known and covers the day, the latest known, then the latest begun, then the first to end."""
    best = None
    for entry in given:
        if entry.known_on <= known_on and entry.covers(on):
            if best is None:
                best = entry
                continue
            end, best_end = entry.valid_until or dt.date.max, best.valid_until or dt.date.max
            if (entry.known_on, entry.valid_from) > (best.known_on, best.valid_from) or (
                (entry.known_on, entry.valid_from) == (best.known_on, best.valid_from) and end < best_end
            ):
                best = entry
    return None if best is None else best.household


def asked(history: FactHistory, on: dt.date, known_on: dt.date) -> Household | None:
    try:
        return history.as_of(on, known_on=known_on)
    except NotRecorded:
        return None


@given(entries(), st.randoms(use_true_random=False))
def test_the_order_of_the_entries_does_not_matter(given: list[Recorded], any_: Any) -> None:
    history, shuffled = FactHistory(tuple(given)), [*given, given[0]]
    any_.shuffle(shuffled)
    again = FactHistory(tuple(shuffled))
    assert again == history
    assert hash(again) == hash(history)
    assert pickle.loads(pickle.dumps(history)) == history


@given(entries(), st.sampled_from(SPAN))
def test_what_holds_is_what_became_known_last_of_what_covers_the_day(given: list[Recorded], known_on: dt.date) -> None:
    history = FactHistory(tuple(given))
    assert [asked(history, on, known_on) for on in SPAN] == [by_hand(given, on, known_on) for on in SPAN]


@given(entries(), st.sampled_from(SPAN))
def test_facts_change_on_the_days_of_change_and_on_no_other(given: list[Recorded], known_on: dt.date) -> None:
    history = FactHistory(tuple(given))
    changes = history.changes(known_on)
    expected = [on for on in SPAN[1:] if asked(history, on, known_on) != asked(history, on - DAY, known_on)]
    assert [day for day in changes if day <= SPAN[-1]] == expected
    days = history.days(known_on)
    assert days == tuple(sorted(set(days)))
    assert set(changes) <= {*days, *(day for day in changes if asked(history, day, known_on) is None)}
    assert all(asked(history, day, known_on) is not None for day in days)


@given(entries(), entries(), st.sampled_from(SPAN))
def test_what_becomes_known_later_changes_nothing_that_was_known_before(
    given: list[Recorded], more: list[Recorded], known_on: dt.date
) -> None:
    later = [Recorded(e.household, e.valid_from, e.known_on + 30 * DAY, e.source, e.valid_until) for e in more]
    before, after = FactHistory(tuple(given)), FactHistory(tuple(given)).and_recorded(*later)
    assert [asked(before, on, known_on) for on in SPAN] == [asked(after, on, known_on) for on in SPAN]
    assert before.days(known_on) == after.days(known_on)


@given(entries(), DAYS, DAYS, st.none() | st.integers(0, 6))
def test_a_fact_learnt_of_late_is_set_on_its_days_and_nothing_else_is_touched(
    given: list[Recorded], start: dt.date, known_on: dt.date, length: int | None
) -> None:
    history, until = FactHistory(tuple(given)), None if length is None else start + length * DAY
    facts = {"income_per_month": UNKNOWN, "area": "urban"}
    if asked(history, start, known_on) is None:
        with pytest.raises(NotRecorded):
            history.and_corrected(facts, start, known_on, valid_until=until)
        return
    after = history.and_corrected(facts, start, known_on, "late report", until)
    for on in SPAN:
        home = asked(history, on, known_on)
        covered = start <= on and (until is None or on <= until) and home is not None
        assert asked(after, on, known_on) == (with_facts(home, facts) if covered and home is not None else home)
        assert asked(after, on, known_on - DAY) == asked(history, on, known_on - DAY)
    again = after.and_corrected(facts, start, known_on, "late report", until)
    assert [asked(again, on, known_on) for on in SPAN] == [asked(after, on, known_on) for on in SPAN]


def test_an_income_learnt_of_in_may_does_not_undo_a_birth_in_march() -> None:
    january, march, may = dt.date(2026, 1, 1), dt.date(2026, 3, 10), dt.date(2026, 5, 4)
    one = Household(id="hh-1", place="CN-430602", income_per_month=Money("300.00", "CNY"), members=[Person(id="p1")])
    two = with_facts(one, {})
    two = Household(**{**vars(one), "members": (*two.members, Person(id="p2", birth_date=march))})
    history = FactHistory((Recorded(one, january, january), Recorded(two, march, march, "birth certificate")))
    history = history.and_corrected({FactPath("", ("income_per_month",)): Money("500.00", "CNY")}, january, may, "tax office")
    assert history.days(may) == history.changes(may) == (january, march)
    assert [(history.as_of(day, known_on=may).size, str(history.as_of(day, known_on=may).income_per_month)) for day in
            (january, march)] == [(1, "500.00 CNY"), (2, "500.00 CNY")]  # fmt: skip
    assert str(history.as_of(march, known_on=march).income_per_month) == "300.00 CNY"
    assert history.entry_on(march, may).source == "tax office"  # type: ignore[union-attr]  # recorded above


def test_where_nothing_is_known_the_error_says_so_and_masks_the_number() -> None:
    number = "430602195103021234"
    home = Household(id=number, members=[Person(id="p1")])
    history = FactHistory((Recorded(home, FIRST, FIRST + 5 * DAY, valid_until=FIRST + 2 * DAY),))
    for on, known_on, words in (
        (FIRST, FIRST, "the first facts became known on 2026-01-06"),
        (FIRST - DAY, FIRST + 9 * DAY, "the first day with facts is 2026-01-01"),
        (FIRST + 3 * DAY, FIRST + 9 * DAY, "what is recorded ends before that day"),
    ):
        with pytest.raises(NotRecorded, match=words) as raised:
            history.as_of(on, known_on=known_on)
        assert number not in str(raised.value)
        assert str(pickle.loads(pickle.dumps(raised.value))) == str(raised.value)
    assert history.days(FIRST) == history.changes(FIRST) == ()
    assert history.changes(FIRST + 9 * DAY) == (FIRST, FIRST + 3 * DAY)


def test_what_is_wrong_with_a_history_is_told_all_at_once() -> None:
    with pytest.raises(InvalidFacts) as raised:
        Recorded("home", FIRST, None, 3, "never")  # type: ignore[arg-type]
    assert [(p.code, p.path) for p in raised.value.problems] == [
        ("wrong_type", path) for path in ("household", "known_on", "valid_until", "source")
    ]
    with pytest.raises(InvalidFacts, match="ends_before_start"):
        Recorded(HOMES[0], FIRST, FIRST, valid_until=FIRST - DAY)
    with pytest.raises(InvalidFacts, match="at least one entry"):
        FactHistory(())
    with pytest.raises(InvalidFacts, match=r"entries\[0\]: wrong_type"):
        FactHistory((HOMES[0],))  # type: ignore[arg-type]
    other = Household(id="hh-2", members=[Person(id="p1")])
    with pytest.raises(InvalidFacts, match="other_household"):
        FactHistory((Recorded(HOMES[0], FIRST, FIRST), Recorded(other, FIRST, FIRST + DAY)))
    with pytest.raises(InvalidFacts, match="stated_twice"):
        FactHistory((Recorded(HOMES[0], FIRST, FIRST), Recorded(HOMES[1], FIRST, FIRST)))
    twice = FactHistory((Recorded(HOMES[0], FIRST, FIRST, "form"), Recorded(HOMES[0], FIRST, FIRST, "register")))
    assert twice.as_of(FIRST, known_on=FIRST) == HOMES[0]
    assert "430602195103021234" not in repr(Recorded(HOMES[0], FIRST, FIRST, "430602195103021234"))
