"""Facts on two clocks: the day from which they hold, and the day on which they became known."""

from __future__ import annotations

import datetime as dt
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.domain.changed_facts import with_facts
from welfarekit.domain.correction import Correction
from welfarekit.domain.disability import Disability
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


CORRECTED = {"income_score": [1, 2, 3], "area": ["urban", "rural", UNKNOWN], "property_within_rule": [True, False],
             "members[p1].disability": [None], "members[p1].sex": ["male", "female"]}  # fmt: skip


@st.composite
def late(draw: st.DrawFn) -> tuple[Any, ...]:
    """The facts, first day, day of knowledge, source and last day of a correction."""
    start, length = draw(DAYS), draw(st.none() | st.integers(0, 6))
    keys = draw(st.lists(st.sampled_from(list(CORRECTED)), unique=True, min_size=1, max_size=2))
    facts = {key: draw(st.sampled_from(CORRECTED[key])) for key in keys}
    return facts, start, draw(DAYS), draw(st.sampled_from(["", "form"])), None if length is None else start + length * DAY


WHOLE = Recorded(HOMES[0], FIRST, FIRST)
A = ({"income_score": 3}, FIRST + 2 * DAY, FIRST + 3 * DAY, "tax", None)
B = ({"area": "urban"}, FIRST + 4 * DAY, FIRST + 6 * DAY, "move", None)


@given(entries(), st.lists(late(), max_size=4), st.data(), st.sampled_from(SPAN))
def test_the_order_in_which_corrections_are_given_does_not_matter(
    given: list[Recorded], corrections: list[Any], data: st.DataObject, known_on: dt.date
) -> None:
    ranks: list[tuple[Any, ...]] = []
    for facts, start, known, _, until in corrections:  # on the same days, of different facts
        ranks += [(start, known, until, key) for key in facts]
    if len(set(ranks)) < len(ranks):
        return
    base = FactHistory((*given, WHOLE)) if not any(each.rank == WHOLE.rank for each in given) else FactHistory(tuple(given))
    if any(asked(base, start, known) is None for _, start, known, _, _ in corrections):
        return
    one = other = base
    for each in corrections:
        one = one.and_corrected(*each)
    for each in data.draw(st.permutations(corrections)):
        other = other.and_corrected(*each)
    assert other == one
    assert hash(other) == hash(one)
    assert pickle.loads(pickle.dumps(one)) == one
    for on in SPAN:
        entry = base.entry_on(on, known_on)
        home = None if entry is None else entry.household
        for facts, start, known, _, until in sorted(corrections, key=lambda c: (c[2], c[1], -(c[4] or dt.date.max).toordinal())):
            if home is not None and entry is not None and entry.known_on <= known <= known_on:
                home = with_facts(home, facts) if start <= on and (until is None or on <= until) else home
        assert asked(one, on, known_on) == home
    expected = [on for on in SPAN[1:] if asked(one, on, known_on) != asked(one, on - DAY, known_on)]
    assert [day for day in one.changes(known_on) if day <= SPAN[-1]] == expected
    for on in SPAN:
        found = one.entry_on(on, known_on)
        assert found is None or (found.covers(on) and found.known_on <= known_on)


@pytest.mark.parametrize("order", [(A, B), (B, A)])
def test_a_correction_is_not_lost_under_one_that_became_known_later(order: Any) -> None:
    history = FactHistory((WHOLE,))
    for each in order:
        history = history.and_corrected(*each)
    home = history.as_of(FIRST + 5 * DAY, known_on=FIRST + 8 * DAY)
    assert (home.income_score, home.area) == (3, "urban")
    assert history.as_of(FIRST + 5 * DAY, known_on=FIRST + 5 * DAY) == with_facts(HOMES[0], A[0])
    assert history.days(FIRST + 8 * DAY) == (FIRST, FIRST + 2 * DAY, FIRST + 4 * DAY)


def test_a_correction_holds_until_everything_is_recorded_anew_in_any_order() -> None:
    new = Recorded(HOMES[1], FIRST + DAY, FIRST + 5 * DAY)
    after = FactHistory((WHOLE,)).and_corrected(*A).and_recorded(new)
    assert after == FactHistory((WHOLE, new)).and_corrected(*A)
    assert after.as_of(FIRST + 5 * DAY, known_on=FIRST + 4 * DAY).income_score == 3
    assert after.as_of(FIRST + 5 * DAY, known_on=FIRST + 5 * DAY).income_score == 1
    before = Recorded(HOMES[1], FIRST + DAY, FIRST + DAY)
    assert FactHistory((WHOLE,)).and_corrected(*B).and_recorded(before).as_of(
        FIRST + 5 * DAY, FIRST + 9 * DAY
    ) == with_facts(HOMES[1], B[0])  # fmt: skip


def test_the_same_days_corrected_again_take_the_place_of_what_was_given_before() -> None:
    history = FactHistory((WHOLE,)).and_corrected({"area": "urban", "income_score": 2}, FIRST, FIRST + DAY)
    history = history.and_corrected({"area": "rural"}, FIRST, FIRST + DAY)
    home = history.as_of(FIRST, FIRST + DAY)
    assert (home.area, home.income_score) == ("rural", 2)
    assert history.and_corrected({"area": "rural"}, FIRST, FIRST + DAY) == history
    inner = history.and_corrected({"members[0].disability.grade": 2}, FIRST, FIRST + DAY)
    gone = inner.and_corrected({"members[p1].disability": None}, FIRST, FIRST + 2 * DAY)
    assert inner.as_of(FIRST, FIRST + DAY).members[0].disability == Disability(grade=2)
    assert gone.as_of(FIRST, FIRST + 2 * DAY).members[0].disability is None
    assert gone.and_corrected({"members[p1].disability.grade": 3}, FIRST + DAY, FIRST + 2 * DAY).as_of(
        FIRST + DAY, FIRST + 2 * DAY
    ).members[0].disability == Disability(grade=3)  # fmt: skip


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_corrections_of_one_day_the_one_that_begins_later_holds_and_then_the_one_that_ends_earlier(turned: bool) -> None:
    known = FIRST + 9 * DAY
    given: list[Any] = [
        ({"income_score": 1}, FIRST, known, "", FIRST + 7 * DAY),
        ({"income_score": 2}, FIRST + 2 * DAY, known, "", None),
        ({"income_score": 3}, FIRST + 2 * DAY, known, "", FIRST + 4 * DAY),
    ]
    history = FactHistory((WHOLE,))
    for each in given[::-1] if turned else given:
        history = history.and_corrected(*each)
    assert [history.as_of(FIRST + n * DAY, known).income_score for n in (1, 2, 4, 5, 8)] == [1, 3, 3, 2, 2]


def test_a_correction_that_cannot_be_is_refused_when_it_is_given() -> None:
    two = Household(id="hh-1", members=[Person(id="p1"), Person(id="p2")])
    history = FactHistory((WHOLE, Recorded(two, FIRST + 3 * DAY, FIRST + 3 * DAY)))
    assert history.and_corrected({"members[p2].sex": "male"}, FIRST + 3 * DAY, FIRST + 3 * DAY)
    with pytest.raises(InvalidFacts, match="no_such_member"):
        history.and_corrected({"members[p2].sex": "male"}, FIRST, FIRST + 3 * DAY)
    with pytest.raises(InvalidFacts, match="income_score"):
        history.and_corrected({"income_score": "many"}, FIRST, FIRST + 3 * DAY)
    with pytest.raises(InvalidFacts, match="ends_before_start"):
        history.and_corrected({"income_score": 2}, FIRST, FIRST, valid_until=FIRST - DAY)
    made = Correction({"area": "urban"}, FIRST, FIRST)
    with pytest.raises(InvalidFacts, match=r"corrections\[1\]\.area: stated_twice"):
        FactHistory((WHOLE,), (made, Correction({"area": "rural"}, FIRST, FIRST)))
    with pytest.raises(InvalidFacts, match=r"corrections\[0\]: wrong_type"):
        FactHistory((WHOLE,), ("urban",))  # type: ignore[arg-type]
    assert FactHistory((WHOLE,), (made, made)).corrections == (made,)


def test_entries_and_corrections_show_no_numbers_and_no_names() -> None:
    number = "430602195103021234"
    told = "told by telephone 13800000000, see 43060219510302123X of 2026-03-02"
    made = Correction({f"members[{number}].name": "Yang Hong", "income_score": 2}, FIRST, FIRST, told)
    shown = repr([made, Recorded(HOMES[0], FIRST, FIRST, told)])
    for secret in (number, "Yang", "13800000000", "4306021", "123X"):
        assert secret not in shown
    assert shown.count("'told by telephone ***, see *** of 2026-03-02'") == 2
    assert "'income_score': 2}, from 2026-01-01, known on 2026-01-01" in shown


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
