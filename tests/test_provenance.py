"""Where facts come from: paths by member, sources, visits, contradictions, and what an answer read from them warns of."""

from __future__ import annotations

import datetime as dt
import json
import pickle
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trees import DAY as TREES_DAY
from trees import LAW, homes, rulebooks
from welfarekit.__main__ import main
from welfarekit.adapters.provenance_json import (
    household_and_sources_from_json,
    household_and_sources_to_json,
    provenance_as_dict,
    sources_from_json,
)
from welfarekit.adapters.visit_json import visit_from_json, visit_to_json
from welfarekit.dates import Period
from welfarekit.domain.care_check import TOPICS, CareCheck, CareFinding, CareTopic, care_round
from welfarekit.domain.changed_facts import with_facts
from welfarekit.domain.conflict import Claim, Conflict, settle
from welfarekit.domain.disability import Disability
from welfarekit.domain.fact import walk
from welfarekit.domain.fact_path import FactPath, fact_path, read_path
from welfarekit.domain.fact_source import CLAIMS, FactSource, SourceKind
from welfarekit.domain.household import Household
from welfarekit.domain.income import Income
from welfarekit.domain.person import Person
from welfarekit.domain.provenance import LASTING, Provenance
from welfarekit.domain.visit import RegisteredNeed, Visit, VisitKind, VisitPurpose
from welfarekit.domain.visiting import apply_visits, due_visits
from welfarekit.errors import InvalidFacts, NotInForce, Problem
from welfarekit.language.locale import LOCALES
from welfarekit.money import Money
from welfarekit.rules.determination import Determination
from welfarekit.rules.determine import determine
from welfarekit.rules.doubts import facts_read
from welfarekit.rules.facts import household
from welfarekit.rules.rulebook import Rulebook
from welfarekit.rules.screen import screen
from welfarekit.rules.term import Test, when
from welfarekit.testing import households
from welfarekit.truth import UNKNOWN

DAY = dt.date(2026, 3, 2)
TODAY = dt.date(2025, 9, 1)
NUMBER = "430602195103021234"
ASKED = {"demo.grain_aid": "XD", "cn.dibao": "CN", "cn.disability_living": "CN", "vn.social_assistance": "VN"}

DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 1, 8))
SOURCES = st.builds(
    FactSource,
    kind=st.sampled_from(SourceKind),
    on=st.just(UNKNOWN) | DAYS,
    verified=st.sampled_from([UNKNOWN, True, False]),
    by=st.sampled_from([UNKNOWN, "Wu Fang"]),
    reference=st.sampled_from([UNKNOWN, NUMBER]),
)

SAMPLES: dict[str, list[Any]] = {
    "members[p1].income.wage_per_month": [None, Money("900.00", "CNY"), Money("1200.00", "CNY")],
    "members[p1].seriously_ill": [True, False],
    "members[p1].disability.grade": [1, 2],
    "members[p2].disability": [None, Disability(grade=3), Disability(type="limb")],
    "members[p2].birth_date": [dt.date(2015, 5, 1), dt.date(2015, 1, 5)],
    "property_within_rule": [True, False],
    "area": ["urban", "rural"],
}
HOME = Household(
    id="hh-1", place="CN-430602", area="urban",
    members=[
        Person(id="p1", birth_date=dt.date(1970, 1, 1), disability=None, income=Income(wage_per_month=None)),
        Person(id="p2", disability=Disability(type="limb", grade=2)),
    ],
)  # fmt: skip


@st.composite
def visits(draw: st.DrawFn, *, id: str = "v-1") -> Visit:  # noqa: A002  # the fact
    keys = draw(st.lists(st.sampled_from(list(SAMPLES)), unique=True, max_size=5))
    return Visit(
        id=id,
        household="hh-1",
        kind=draw(st.sampled_from(VisitKind)),
        purpose=draw(st.sampled_from(VisitPurpose)),
        on=draw(DAYS),
        observed={key: draw(st.sampled_from(SAMPLES[key])) for key in keys},
        verified=draw(st.sampled_from([UNKNOWN, UNKNOWN, True, False])),
        visitor=draw(st.sampled_from([UNKNOWN, "Wu Fang"])),
        needs=draw(st.lists(st.builds(RegisteredNeed, st.just("medicine"), st.sampled_from([UNKNOWN, True])), max_size=2)),
        care=draw(st.lists(st.builds(CareCheck, child=st.just("p2"), findings=st.dictionaries(
            st.sampled_from(CareTopic), st.sampled_from(CareFinding))), max_size=1)),
        form=draw(st.sampled_from([UNKNOWN, None, "dibao application"])),
        next_due=draw(st.sampled_from([UNKNOWN, None, dt.timedelta(days=30), dt.date(2026, 3, 1)])),
    )  # fmt: skip


@st.composite
def rounds(draw: st.DrawFn) -> list[Visit]:
    return [draw(visits(id=f"v-{number}")) for number in range(draw(st.integers(1, 4)))]


@st.composite
def provenances(draw: st.DrawFn) -> Provenance:
    paths = ["", "members[p1]", "members[p2].disability.type", "members[p1].disability", *SAMPLES]
    return Provenance(draw(st.dictionaries(st.sampled_from(paths), SOURCES, max_size=6)))


PREFER = st.sampled_from(["verified", "latest"])


# -- paths --


@given(st.text(min_size=1).filter(lambda text: "\0" not in text), st.sampled_from(["", "birth_date", "disability.grade"]))
@example("2", "birth_date")
@example("id=2", "birth_date")
@example("p[1].x", "birth_date")
def test_a_path_is_read_as_it_was_written_whatever_the_identifier(member: str, rest: str) -> None:
    path = FactPath(member, tuple(rest.split(".")) if rest else ())
    assert read_path(str(path)) == path


@given(households())
def test_a_member_is_meant_by_place_or_by_identifier(home: Household) -> None:
    for index, member in enumerate(home.members):
        by_place = fact_path(f"members[{index}].disability.grade", home)
        assert by_place == fact_path(f"members[{member.id}].disability.grade", home) == fact_path(str(by_place))
        assert by_place.by_index(home) == f"members[{index}].disability.grade"


@given(households(unknown=False), st.data())
def test_what_is_set_at_a_path_is_stated_there_and_nothing_else_changes(home: Household, data: st.DataObject) -> None:
    paths = [FactPath("", tuple(path.split("."))) for path, _ in walk(Household)]
    paths += [FactPath(member.id, tuple(path.split("."))) for member in home.members for path, _ in walk(Person)]
    path = data.draw(st.sampled_from(paths))
    before = path.stated(home)
    if before is None and len(path.names) > 1:  # inside a part that there is not
        return
    gone = with_facts(home, {path: UNKNOWN})
    assert path.stated(gone) is UNKNOWN
    assert all(other.stated(gone) == other.stated(home) for other in paths if other != path)
    assert path.stated(with_facts(gone, {path: before})) == before


def test_what_lies_below_lies_inside_and_is_not_the_same() -> None:
    grade, part = fact_path("members[p1].disability.grade"), fact_path("members[p1].disability")
    for outer in (part, fact_path("members[p1]"), fact_path("")):
        assert grade.below(outer)
        assert not outer.below(grade)
    for other in (grade, fact_path("members[p2]"), fact_path("members[p1].income"), fact_path("area")):
        assert not grade.below(other)


def test_a_part_that_is_not_there_is_made() -> None:
    assert with_facts(HOME, {"members[p1].disability.grade": 1}).members[0].disability == Disability(grade=1)


@pytest.mark.parametrize(
    ("path", "code", "where"),
    [
        ("incom_per_month", "unknown_key", "incom_per_month"),
        ("id", "unknown_key", "id"),
        ("members", "unknown_key", "members"),
        ("members[p1].id", "unknown_key", "members[p1].id"),
        ("members[p1].birth_date.year", "unknown_key", "members[p1].birth_date.year"),
        ("members[p9].birth_date", "no_such_member", "members[p9]"),
        ("members[2].birth_date", "no_such_member", "members[2]"),
        ("members[].birth_date", "no_such_member", "members[]"),
        ("income_per_month.", "unknown_key", "income_per_month."),
        (f"members[{NUMBER}].birth_date", "no_such_member", "members[***]"),
        (7, "wrong_type", ""),
    ],
)
def test_a_path_that_leads_nowhere_is_reported(path: Any, code: str, where: str) -> None:
    found = read_path(path, HOME)
    assert isinstance(found, Problem)
    assert (found.code, found.path) == (code, where)
    assert NUMBER not in str(found)


def test_a_number_is_a_place_only_where_there_is_a_household() -> None:
    with pytest.raises(InvalidFacts, match="no_such_member"):
        Provenance({"members[0].birth_date": FactSource(kind="document")})
    known = Provenance.of(HOME, {"members[0].birth_date": FactSource(kind="document")})
    assert list(known) == ["members[p1].birth_date"]


def test_what_cannot_be_set_is_reported_with_its_path() -> None:
    for facts, where in (
        ({"members[p2].disability.grade": 9}, "members[1].disability.grade"),
        ({"members[p2].guardian": "p2"}, "members[1].guardian"),
        ({"assets.movable": 3.5}, "assets.movable"),
        ({"members[p2]": None}, "members[p2]"),
        ({FactPath(NUMBER, ("sex",)): "male"}, "members[***]"),
    ):
        with pytest.raises(InvalidFacts) as raised:
            with_facts(HOME, facts)  # type: ignore[arg-type]  # also what cannot be
        assert [problem.path for problem in raised.value.problems] == [where]


# -- sources --


@given(provenances(), st.sampled_from(list(SAMPLES)))
def test_the_nearest_source_holds(known: Provenance, text: str) -> None:
    path = fact_path(text)
    near = [each for each in (path, *path.above) if str(each) in known]
    assert known.source_of(text) == (known[near[0]] if near else None)


@pytest.mark.parametrize("kind", SourceKind)
def test_a_claim_is_doubted_until_it_is_verified_and_everything_once_it_is_said_not_to_be(kind: SourceKind) -> None:
    assert FactSource(kind=kind).needs_verifying is (kind in CLAIMS)
    assert not FactSource(kind=kind, verified=True).needs_verifying
    assert FactSource(kind=kind, verified=False).needs_verifying


def test_wrong_sources_are_reported_all_at_once() -> None:
    source = FactSource(kind="document")
    with pytest.raises(InvalidFacts) as raised:
        Provenance.of(HOME, {"birth": source, "area": "seen", "members[p1].sex": source, "members[0].sex": source})  # type: ignore[dict-item]
    found = [(problem.code, problem.path) for problem in raised.value.problems]
    assert found == [("unknown_key", "birth"), ("wrong_type", "area"), ("stated_twice", "members[p1].sex")]
    with pytest.raises(InvalidFacts, match="not_one_of"):
        FactSource(kind="hearsay")


@given(provenances())
def test_provenance_is_a_value(known: Provenance) -> None:
    again = pickle.loads(pickle.dumps(known))
    assert again == known
    assert hash(again) == hash(known)
    assert Provenance(dict(reversed(list(known.items())))) == known
    assert "Wu Fang" not in repr(known)
    assert NUMBER not in repr(known)


# -- visits --


@given(rounds(), provenances(), PREFER, st.randoms(use_true_random=False))
def test_visits_in_any_order_and_given_twice_come_to_the_same(
    given: list[Visit], known: Provenance, prefer: Any, any_: Any
) -> None:
    shuffled = [*given, *given[:2]]
    any_.shuffle(shuffled)
    assert apply_visits(HOME, known, shuffled, prefer=prefer) == apply_visits(HOME, known, given, prefer=prefer)


@given(rounds(), provenances(), PREFER)
def test_a_round_is_its_visits_one_by_one_and_again_changes_nothing(given: list[Visit], known: Provenance, prefer: Any) -> None:
    home, told = HOME, known
    for visit in sorted(given, key=lambda visit: (visit.on, visit.id)):
        home, told = visit.apply(home, told, prefer=prefer)
        assert visit.apply(home, told, prefer=prefer) == (home, told)
    assert (home, told) == apply_visits(HOME, known, given, prefer=prefer)


@given(rounds(), provenances(), PREFER)
def test_nothing_that_was_verified_is_lost_without_a_word(given: list[Visit], known: Provenance, prefer: Any) -> None:
    home, told = apply_visits(HOME, known, given, prefer=prefer)
    seen = [path for visit in given for path in visit.observed if visit.source.is_verified]
    for text in [*SAMPLES, "members[p2].disability.type"]:
        path = fact_path(text)
        before, after, source = path.stated(HOME), path.stated(home), known.source_of(path)
        if before is UNKNOWN or before == after or source is None or not source.is_verified:
            continue
        looks = sum(path == each or path.below(each) or each.below(path) for each in seen)
        assert told.conflicts_about(path) or looks >= 2, text  # a second look closes what the first one contradicted
        assert looks or prefer == "latest", text


@given(rounds(), provenances(), PREFER)
def test_what_no_visit_saw_stays_as_it_was(given: list[Visit], known: Provenance, prefer: Any) -> None:
    home, told = apply_visits(HOME, known, given, prefer=prefer)
    touched = {path for visit in given for path in visit.observed}
    for path, _ in walk(Person):
        for member in ("p1", "p2"):
            at = FactPath(member, tuple(path.split(".")))
            if not any(at == each or at.below(each) for each in touched) and at.names[0] != "disability":
                assert at.stated(home) == at.stated(HOME)
                assert told.source_of(at) == known.source_of(at)


@given(visits())
def test_what_was_not_known_is_filled(visit: Visit) -> None:
    empty = Household(id="hh-1", members=[Person(id="p1"), Person(id="p2")])
    home, told = visit.apply(empty)
    for path, value in visit.observed.items():
        assert path.stated(home) == value
        assert told[path] == visit.source
    assert told.conflicts == ()


TOLD = st.builds(
    FactSource, kind=st.just("document"), on=st.sampled_from([UNKNOWN, DAY, DAY + dt.timedelta(days=1)]),
    verified=st.sampled_from([UNKNOWN, True]),
)  # fmt: skip
HELD = st.builds(Claim, st.sampled_from([UNKNOWN, None, 1, 2]), st.none() | TOLD)
FOUND = st.builds(Claim, st.sampled_from([None, 1, 2]), TOLD)


@given(HELD, FOUND, PREFER)
@settings(max_examples=300)
def test_of_two_claims_one_holds_and_the_verified_one_gives_way_only_if_asked(held: Claim, found: Claim, prefer: Any) -> None:
    claim, contradiction = settle(held, found, prefer)
    assert claim in (held, found)
    if held.value is UNKNOWN or held.value == found.value:
        assert not contradiction
    elif held.verified and not found.verified:
        assert contradiction or held.on > found.on
        assert claim is held or (prefer == "latest" and found.on > held.on)
    elif found.verified and not held.verified:
        assert claim is found or (prefer == "latest" and held.on > found.on)
    else:
        assert claim is (held if held.on > found.on else found)


def test_a_visit_says_no_to_a_verified_fact_and_the_caller_chooses() -> None:
    seen = Provenance({"area": FactSource(kind="register", on=dt.date(2026, 1, 1), verified=True)})
    call = Visit(id="v", household="hh-1", kind="telephone", purpose="follow_up", on=DAY, observed={"area": "rural"})
    kept, told = call.apply(HOME, seen)
    taken, later = call.apply(HOME, seen, prefer="latest")
    assert (kept.area, taken.area) == ("urban", "rural")
    assert [(each.kept.value, each.other.value) for each in told.conflicts] == [("urban", "rural")]
    assert [(each.kept.value, each.other.value) for each in later.conflicts] == [("rural", "urban")]
    assert told.settled("area").conflicts == ()
    assert call.source.needs_verifying
    assert not evolve(call, kind="home").source.needs_verifying
    assert evolve(call, kind="home", purpose="form_at_home").source.kind is SourceKind.DECLARED
    with pytest.raises(ValueError, match="prefer is one of"):
        call.apply(HOME, seen, prefer="newest")  # type: ignore[arg-type]


def test_a_part_found_missing_takes_its_facts_and_their_sources_along() -> None:
    known = Provenance({"members[p2].disability.grade": FactSource(kind="document", on=dt.date(2026, 1, 1), verified=True)})
    visit = Visit(
        id="v", household="hh-1", kind="home", purpose="verification", on=DAY, observed={"members[p2].disability": None}
    )
    home, told = visit.apply(HOME, known)
    assert home.members[1].disability is None
    assert list(told) == ["members[p2].disability"]
    assert [str(each.path) for each in told.conflicts] == ["members[p2].disability"]
    back = evolve(visit, id="w", on=DAY + dt.timedelta(days=1), observed={"members[p2].disability.grade": 1})
    home, told = back.apply(home, told)
    assert home.members[1].disability == Disability(grade=1)
    assert list(told) == ["members[p2].disability.grade"]


def call_on(number: int, value: Any, kind: str = "telephone", path: str = "income_per_month", name: str = "") -> Visit:
    on = dt.date(2025, 8, 31) + dt.timedelta(days=number)
    value = Money(f"{value}.00", "CNY") if path == "income_per_month" else value
    name = name or f"v-{number:03}"
    return Visit(id=name, household="hh-1", kind=kind, purpose="follow_up", on=on, observed={path: value})  # type: ignore[arg-type]


def told_against(told: Provenance) -> list[str]:
    return [f"{each.path} {each.kept.value} {each.other.value}" for each in told.conflicts]


PART = "members[p2].disability"
SEEN = Provenance({PART: FactSource(kind="document", on=dt.date(2025, 8, 1), verified=True)})


def test_a_home_visit_ends_the_contradiction_of_a_call_that_it_confirms() -> None:
    call, check = call_on(1, None, path=PART), call_on(20, None, "home", PART)
    home, told = apply_visits(HOME, SEEN, [call, check])
    assert home.members[1].disability is None
    assert [(each.other.source.kind, each.other.value) for each in told.conflicts if each.other.source] == [
        (SourceKind.DOCUMENT, Disability(type="limb", grade=2))
    ]
    home, told = call_on(30, None, "home", PART).apply(home, told)
    assert told.conflicts == ()  # looked at twice


def test_a_home_visit_ends_the_contradiction_of_a_call_that_it_refutes_but_not_of_a_later_one() -> None:
    call, check, after = call_on(1, None, path=PART), call_on(20, 2, "home", f"{PART}.grade"), call_on(21, None, path=PART)
    home, told = apply_visits(HOME, SEEN, [call, check])
    assert home.members[1].disability == HOME.members[1].disability
    assert told.conflicts == ()
    home, told = apply_visits(HOME, SEEN, [call, check, after])
    assert [each.other.source for each in told.conflicts] == [after.source]


def test_a_call_then_a_home_visit_say_what_a_document_denies_and_the_document_is_not_forgotten() -> None:
    calls = [call_on(1, None, path=PART), call_on(20, None, "home", PART)]
    for prefer in ("verified", "latest"):
        _, told = apply_visits(HOME, SEEN, calls, prefer=prefer)  # type: ignore[arg-type]
        assert [each.other.value for each in told.conflicts] == [HOME.members[1].disability]


def test_of_many_visits_only_what_is_still_open_is_kept() -> None:
    home = with_facts(HOME, {"members[p1].income": UNKNOWN})
    turns = [call_on(n + 1, n % 7 + 1, "home" if n % 2 else "telephone") for n in range(400)]
    _, told = apply_visits(home, None, turns)
    assert len(told.conflicts) == 1
    same = [call_on(0, 5, "home"), *(call_on(n + 1, 9) for n in range(400))]
    _, told = apply_visits(home, None, same)
    assert [each.other.source for each in told.conflicts] == [same[-1].source]
    assert len(told.closed) == 0


def test_a_warning_contradicts_what_is_held() -> None:
    home, told = call_on(1, None, path=PART).apply(HOME, SEEN)
    home = with_facts(home, {"members[p1].birth_date": dt.date(1990, 1, 1), "place": "XD-12", "area": "rural", PART: None})
    d = determine("demo.grain_aid", home, dt.date(2025, 10, 1), provenance=told)
    assert doubted(d, "contradicted_fact") == set()
    home = with_facts(home, {PART: Disability(grade=2)})
    d = determine("demo.grain_aid", home, dt.date(2025, 10, 1), provenance=told)
    assert doubted(d, "contradicted_fact") == {"members[1].disability.grade"}
    assert told.settled("members[1].disability.grade", household=home).conflicts == ()
    assert told.settled("members[1].disability", "area", household=home).conflicts == ()
    assert told.settled("members[p1].disability", "area") == told


@given(rounds(), provenances(), PREFER, st.data())
def test_what_was_settled_does_not_come_back_with_the_same_visits(
    given: list[Visit], known: Provenance, prefer: Any, data: st.DataObject
) -> None:
    home, told = apply_visits(HOME, known, given, prefer=prefer)
    if prefer == "verified":
        _, then = apply_visits(home, told, given)
        assert set(then.conflicts) <= set(told.conflicts)
    told = told.settled(*(each.path for each in told.conflicts))
    assert told.conflicts == ()
    if prefer == "verified" and one_path(given):
        assert apply_visits(home, told, given) == (home, told)
        order = data.draw(st.permutations(given))
        for visit in order:
            home, told = visit.apply(home, told)
            assert told.conflicts == ()


def one_path(given: list[Visit]) -> bool:
    """Whether no visit is about a part that another one looks into."""
    paths = {path for visit in given for path in visit.observed}
    return not any(path.below(other) for path in paths for other in paths)


def test_what_is_said_after_it_was_settled_is_a_new_contradiction() -> None:
    home, told = call_on(5, None, path=PART).apply(HOME, SEEN)
    told = told.settled(PART)
    assert call_on(4, None, path=PART, name="late").apply(home, told) == (home, told)
    assert len(call_on(6, None, path=PART).apply(home, told)[1].conflicts) == 1
    assert len(call_on(3, None, "home", path=PART).apply(home, told)[1].conflicts) == 1  # takes the place of a document


@given(rounds(), provenances(), st.data())
def test_verified_before_newer_is_the_same_whatever_comes_first(
    given: list[Visit], known: Provenance, data: st.DataObject
) -> None:
    if not one_path([*given, *(Visit(id="k", household="hh-1", kind="home", purpose="follow_up", on=DAY, observed={
        path: None}) for path in known.paths if path.spec and path.spec.kind == "part")]):  # fmt: skip
        return
    home, told = HOME, known
    for visit in data.draw(st.permutations(given)):
        home, told = visit.apply(home, told)
    whole, sources = apply_visits(HOME, known, given)
    assert home == whole
    assert {path: told[path] for path in told} == {path: sources[path] for path in sources}


@pytest.mark.parametrize("prefer", ["verified", "latest"])
def test_of_one_day_the_later_identifier_holds_in_any_order(prefer: Any) -> None:
    home = with_facts(HOME, {"members[p1].income": UNKNOWN})
    pair = [call_on(5, 10, "home", name="v-a"), call_on(5, 20, "home", name="v-b")]
    ends = []
    for order in (pair, pair[::-1]):
        one, told = home, Provenance()
        for visit in order:
            one, told = visit.apply(one, told, prefer=prefer)
        ends.append((one, told))
    assert ends == [apply_visits(home, None, pair, prefer=prefer)] * 2
    assert str(ends[0][0].income_per_month) == "20.00 CNY"
    assert [each.other.source for each in ends[0][1].conflicts] == [pair[0].source]


def test_with_latest_a_late_visit_given_with_those_after_it_is_in_its_place() -> None:
    home = with_facts(HOME, {"members[p1].income": UNKNOWN})
    a, b, c = call_on(1, 10, "home"), call_on(5, 20), call_on(9, 10)
    whole = apply_visits(home, None, [a, b, c], prefer="latest")
    assert str(whole[0].income_per_month) == "10.00 CNY"
    assert whole[1]["income_per_month"] == a.source  # verified, and said again
    start = apply_visits(home, None, [a, c], prefer="latest")
    assert apply_visits(*start, [b, c], prefer="latest") == whole
    assert apply_visits(*whole, [a, b, c], prefer="latest") == whole
    _, told = call_on(12, 30).apply(*whole, prefer="latest")
    assert [each.other.source for each in told.conflicts] == [a.source]


def test_calls_end_a_contradiction_only_by_agreeing_with_what_is_held() -> None:
    home = with_facts(HOME, {"members[p1].income": UNKNOWN})
    pair = [call_on(5, 10, name="v-a"), call_on(5, 20, name="v-b")]
    _, told = apply_visits(home, None, pair)
    assert told_against(told) == ["income_per_month 20.00 CNY 10.00 CNY"]
    assert apply_visits(home, None, [*pair, call_on(9, 10)])[1].conflicts == ()
    _, told = apply_visits(home, None, [*pair, call_on(9, 30)])
    assert told_against(told) == ["income_per_month 30.00 CNY 10.00 CNY"]


def test_a_call_on_the_day_of_a_home_visit_is_not_outweighed_by_it() -> None:
    day = [call_on(20, None, path=PART, name="v-a"), call_on(20, 2, "home", f"{PART}.grade", name="v-b")]
    _, told = apply_visits(HOME, SEEN, day)
    assert [each.other.source for each in told.conflicts] == [day[0].source]


def test_settled_is_what_was_said_up_to_the_day_of_what_is_held() -> None:
    home = with_facts(HOME, {"members[p1].income": UNKNOWN})
    three = [call_on(1, 10, "home", name="v-a"), call_on(2, 10, name="v-b"), call_on(2, 20, "home", name="v-c")]
    home, told = apply_visits(home, None, three)
    assert told_against(told) == ["income_per_month 20.00 CNY 10.00 CNY"]
    assert apply_visits(home, told, three) == (home, told)
    told = told.settled("income_per_month")
    assert apply_visits(home, told, three) == (home, told)
    path = fact_path("income_per_month")
    assert told.closed == {path: dt.date(2025, 9, 2)}
    assert told.closing({Conflict(path, Claim(1), Claim(2)): dt.date(2025, 9, 1)}).closed == told.closed


def test_who_has_left_is_left_out() -> None:
    home, told = apply_visits(HOME, SEEN.and_of("area", OLD), [call_on(1, None, path=PART), call_on(2, 3, path=f"{PART}.grade")])
    told = told.settled(f"{PART}.grade").and_of("members[p1].sex", OLD)
    home, told = call_on(3, None, path=PART).apply(home, told)
    gone = evolve(home, members=home.members[:1])
    with pytest.raises(InvalidFacts, match=r"no_such_member.*Provenance\.within\(household\) leaves out"):
        determine("cn.dibao", gone, TODAY, provenance=told)
    assert told.within(home) == told
    left = told.within(gone)
    assert list(left) == ["area", "members[p1].sex"]
    assert (left.conflicts, left.closed, left.old_after) == ((), {}, told.old_after)
    determine("cn.dibao", gone, TODAY, provenance=left)
    with pytest.raises(InvalidFacts, match="no_such_member"):
        evolve(Provenance(), closed=told.closed).check(gone)


@pytest.mark.parametrize("given", [{}, {"area": FactSource(kind="declared")}, "seen", UNKNOWN])
def test_what_is_no_provenance_is_told_so(given: Any) -> None:
    with pytest.raises(TypeError, match=r"`provenance` is a Provenance, such as Provenance\.of"):
        determine("cn.dibao", HOME, TODAY, provenance=given)
    with pytest.raises(TypeError, match="`provenance` is a Provenance"):
        call_on(1, 5).apply(HOME, given)


def test_days_that_are_closed_are_checked() -> None:
    with pytest.raises(InvalidFacts) as raised:
        Provenance(closed={"aera": DAY, "area": "2025-09-01"})  # type: ignore[dict-item]
    assert [(each.code, each.path) for each in raised.value.problems] == [("unknown_key", "aera"), ("wrong_type", "area")]
    with pytest.raises(InvalidFacts) as raised:
        sources_from_json('{"closed":{"aera":"2025-09-01","area":"2025-02-30","income_per_month":5}}', HOME)
    assert [(each.code, each.path) for each in raised.value.problems] == [
        ("unknown_key", "closed.aera"), ("no_such_date", "closed.area"), ("wrong_type", "closed.income_per_month")
    ]  # fmt: skip
    known = sources_from_json('{"closed":{"members[0].sex":"2025-09-01"}}', HOME)
    assert known.closed == {fact_path("members[p1].sex"): dt.date(2025, 9, 1)}


def test_a_visit_on_a_day_that_no_source_can_have_is_refused() -> None:
    for on in (dt.date(9999, 12, 31), dt.date(2200, 1, 1), dt.date(1849, 12, 31)):
        with pytest.raises(InvalidFacts, match="on: out_of_range"):
            Visit(id="v", household="h", kind="home", purpose="follow_up", on=on, next_due=dt.timedelta(days=3))
        with pytest.raises(InvalidFacts, match="on: out_of_range"):
            visit_from_json(f'{{"id":"v","household":"h","kind":"home","purpose":"follow_up","on":"{on}","next_due":3}}')
    last = Visit(
        id="v", household="h", kind="home", purpose="follow_up", on=dt.date(2199, 12, 31), next_due=dt.timedelta(days=3660)
    )
    assert "next due 2210-01-08" in repr(last)
    with pytest.raises(InvalidFacts) as raised:
        evolve(last, id="v\ud800", visitor="\ud800", office="\ud800")
    assert {(each.code, each.path) for each in raised.value.problems} == {
        ("not_text", "id"), ("not_text", "visitor"), ("not_text", "office")
    }  # fmt: skip


def test_a_need_is_a_text_and_met_or_not() -> None:
    for met in ("maybe", None, 1):
        with pytest.raises(InvalidFacts, match="met: wrong_type"):
            RegisteredNeed("medicine", met)  # type: ignore[arg-type]
    with pytest.raises(InvalidFacts, match="text: wrong_type") as raised:
        RegisteredNeed("")
    assert len(raised.value.problems) == 1
    with pytest.raises(InvalidFacts, match=r"needs\[1\]: wrong_type"):
        Visit(id="v", household="h", kind="home", purpose="follow_up", on=DAY, needs=["medicine", ""])


def test_claims_rounds_and_what_is_due_show_no_one() -> None:
    source = FactSource(kind="document", reference=NUMBER)
    visit = Visit(
        id=NUMBER, household=NUMBER, kind="home", purpose="holiday_care", on=DAY, next_due=dt.timedelta(days=3),
        care=[CareCheck(child=NUMBER, findings={"health": "needs_action"})],
    )  # fmt: skip
    children = [(NUMBER, NUMBER), (NUMBER, NUMBER[:-1] + "5"), ("hh-1", "p1")]
    round_ = care_round(children, [visit], Period(DAY, DAY + dt.timedelta(days=9)))
    due = due_visits([visit], DAY + dt.timedelta(days=9))
    claims = [Claim("Yang Hong", source), Claim(NUMBER), Claim(int(NUMBER)), Claim(Person(id=NUMBER, name="Yang Hong"))]
    shown = repr([claims, round_, due])
    for secret in (NUMBER, NUMBER[:-1], "Yang"):
        assert secret not in shown
    assert "not_visited=(('***', '***'), ('hh-1', 'p1'))" in shown
    assert "needs_action=((('***', '***'), ('health',)),)" in shown
    assert repr(Claim(2, source)).startswith("Claim(value=2, source=FactSource(")
    assert repr(Claim(dt.date(2026, 1, 1))) == "Claim(value=2026-01-01, source=None)"


def test_what_is_wrong_with_a_visit_is_reported_all_at_once() -> None:
    with pytest.raises(InvalidFacts) as raised:
        Visit(
            id="", household="hh-1", kind="hom", purpose="care", on=DAY, verified="yes", next_due=DAY, needs=[3], care=["x"],  # type: ignore[arg-type,list-item]
            observed={
                "members[p1].disability.grade": 9, "income_per_month": 12.5, "members[p1].name": "", "members[0].sex": "male",
                "area": "town", "farming": None, "members[p1]": 1,
            "members[p1].education": None, "members[p1].education.full_time": True,
                f"members[{NUMBER}].sex": 1,
            },
        )  # fmt: skip
    assert {(problem.code, problem.path) for problem in raised.value.problems} == {
        ("wrong_type", "id"), ("not_one_of", "kind"), ("not_one_of", "purpose"), ("wrong_type", "verified"),
        ("out_of_range", "next_due"), ("wrong_type", "needs[0]"), ("wrong_type", "care[0]"),
        ("out_of_range", "members[p1].disability.grade"), ("float_money", "income_per_month"), ("empty", "members[p1].name"),
        ("no_such_member", "members[0]"), ("not_one_of", "area"), ("wrong_type", "farming"),
        ("wrong_type", "members[p1]"),
        ("stated_twice", "members[p1].education.full_time"), ("wrong_type", "members[***].sex"),
    }  # fmt: skip
    assert NUMBER not in str(raised.value)


def test_a_visit_belongs_to_its_household_and_to_its_members() -> None:
    visit = Visit(id="v", household="hh-2", kind="home", purpose="follow_up", on=DAY)
    with pytest.raises(InvalidFacts, match="other_household"):
        visit.apply(HOME)
    with pytest.raises(InvalidFacts, match="no_such_member"):
        evolve(visit, household="hh-1", observed={"members[p7].sex": "male"}).apply(HOME)
    with pytest.raises(InvalidFacts, match="duplicate_id"):
        apply_visits(HOME, None, [evolve(visit, household="hh-1"), evolve(visit, household="hh-1", on=TODAY)])
    with pytest.raises(InvalidFacts, match="no_such_member"):
        evolve(visit, household="hh-1").apply(HOME, Provenance({"members[p7].sex": FactSource(kind="document")}))


def test_what_cannot_be_true_together_is_refused() -> None:
    home = with_facts(HOME, {"members[p1].income": UNKNOWN, "income_per_month": Money("900.00", "CNY")})
    visit = Visit(
        id="v", household="hh-1", kind="home", purpose="follow_up", on=DAY,
        observed={"members[p1].income.wage_per_month": Money("100.00", "CNY")},
    )  # fmt: skip
    with pytest.raises(InvalidFacts, match="stated_twice"):
        visit.apply(home)


def test_nothing_that_could_name_a_person_is_shown() -> None:
    visit = Visit(
        id=NUMBER, household=NUMBER, kind="home", purpose="follow_up", on=DAY, visitor="Wu Fang", needs=["pills for Auntie Yang"],
        observed={f"members[{NUMBER}].name": "Yang Hong"}, care=[CareCheck(child=NUMBER, findings={}, note="Auntie Yang")],
    )  # fmt: skip
    member = Person(id=NUMBER, name="Old Yang")
    home, told = visit.apply(Household(id=NUMBER, members=[member]), Provenance({
        "": FactSource(kind="document", on=DAY, verified=True, by="Wu Fang", reference=NUMBER)}))  # fmt: skip
    shown = repr([visit, visit.needs, visit.care, visit.source, home, told, told.conflicts, *visit.observed])
    assert len(told.conflicts) == 1
    for secret in (NUMBER, "Yang", "Wu Fang", "pills"):
        assert secret not in shown


# -- JSON --


@given(visits())
def test_a_visit_is_read_as_it_was_written(visit: Visit) -> None:
    assert visit_from_json(visit_to_json(visit)) == visit
    assert visit_from_json(json.loads(visit_to_json(visit))) == visit


@given(rounds(), provenances(), PREFER)
def test_a_household_and_its_sources_are_read_as_they_were_written(given: list[Visit], known: Provenance, prefer: Any) -> None:
    home, told = apply_visits(HOME, evolve(known, old_after=90), given, prefer=prefer)
    text = household_and_sources_to_json(home, told)
    assert household_and_sources_from_json(text) == (home, told)
    assert sources_from_json(json.dumps(provenance_as_dict(told)), home) == told
    with pytest.raises(InvalidFacts, match="sources: unknown_key"):
        Household.from_json(text)


def test_a_wrong_document_of_sources_is_reported_all_at_once() -> None:
    document = """{"id":"hh-1","members":[{"id":"p1","sx":"male"}],"old_after":"long","sources":{
        "members[p1].sx":{"kind":"document"},"area":{"kind":"hearsay","on":"2026-02-30","who":1},"income_per_month":7},
        "conflicts":[{"path":"area","kept":{"value":"town"},"other":{"val":1}},{"path":"nowhere"},3]}"""
    with pytest.raises(InvalidFacts) as raised:
        household_and_sources_from_json(document)
    found = [(problem.code, problem.path) for problem in raised.value.problems]
    assert sorted(found) == sorted([
        ("unknown_key", "members[0].sx"), ("unknown_key", "sources.members[p1].sx"), ("not_one_of", "sources.area.kind"),
        ("no_such_date", "sources.area.on"), ("unknown_key", "sources.area.who"), ("wrong_type", "sources.income_per_month"),
        ("not_one_of", "conflicts[0].kept.value"), ("unknown_key", "conflicts[0].other.val"),
        ("unknown_key", "conflicts[1].nowhere"),
        ("wrong_type", "conflicts[2]"), ("wrong_type", "old_after"),
    ])  # fmt: skip
    for text in ("[]", '{"sources":[]}', '{"facts":{}}', '{"sources":{},"sources":{}}'):
        with pytest.raises(InvalidFacts):
            sources_from_json(text, HOME)


def test_a_wrong_document_of_a_visit_is_reported_all_at_once() -> None:
    with pytest.raises(InvalidFacts) as raised:
        visit_from_json(
            '{"id":"v","household":"hh-1","kind":"hom","on":"2026-02-30","next_due":0,"visiter":"x","needs":[{"txt":1}],'
            '"care":[{"child":"p1","findings":{"helth":"in_order"}}],'
            '"observed":{"members[p1].income.wage_per_month":"12","members[0].sex":"male","area":"town","nowhere":1}}'
        )
    assert {(problem.code, problem.path) for problem in raised.value.problems} == {
        ("unknown_key", "visiter"), ("missing", "purpose"), ("no_such_date", "on"), ("out_of_range", "next_due"),
        ("wrong_type", "needs[0]"), ("not_one_of", "care[0].findings"),
        ("no_currency", "observed.members[p1].income.wage_per_month"),
        ("no_such_member", "observed.members[0]"), ("not_one_of", "observed.area"), ("unknown_key", "observed.nowhere"),
    }  # fmt: skip


# -- answers --

OLD = FactSource(kind="declared", on=dt.date(2020, 1, 1))
DOUBTS = ("unverified_fact", "old_fact", "contradicted_fact")


def doubted(d: Determination, code: str = "unverified_fact") -> set[str]:
    return {warning.about for warning in d.warnings if warning.code == code}


def ask(program: str, home: Household, known: Provenance | None = None) -> Determination | None:
    try:
        return determine(program, home, TODAY, provenance=known)
    except (NotInForce, InvalidFacts):  # a place without law, or a day before a birth: nothing to look at here
        return None


@pytest.mark.parametrize("program", ASKED)
@given(data=st.data())
@settings(max_examples=40)
def test_sources_never_change_an_answer_only_its_warnings(program: str, data: st.DataObject) -> None:
    home = data.draw(households(ASKED[program]))
    plain, told = ask(program, home), ask(program, home, Provenance({"": OLD}))
    if plain is None or told is None:
        assert plain is told is None
        return
    before, after = json.loads(plain.to_json()), json.loads(told.to_json())
    law = before.pop("warnings")
    assert after.pop("warnings")[: len(law)] == law
    assert before == after
    assert not any(warning["code"] in DOUBTS for warning in law)
    assert [warning.code for warning in told.warnings if warning.doubt is None] == [each["code"] for each in law]
    assert told.explain("vi").startswith(plain.explain("vi").rpartition("\n\nCảnh báo")[0])


@pytest.mark.parametrize("program", ASKED)
@given(data=st.data())
@settings(max_examples=40)
def test_only_facts_that_are_known_and_were_read_warn(program: str, data: st.DataObject) -> None:
    home = data.draw(households(ASKED[program]))
    d = ask(program, home, Provenance({"": OLD}))
    if d is None:
        return
    about = doubted(d)
    read = {str(path.by_index(home)) for path in facts_read(d)}
    assert about <= read
    assert not about & ({need.path for need in d.needs} - {"place", "area"})
    for path in about:
        assert fact_path(path, home).stated(home) is not UNKNOWN
    assert doubted(d, "old_fact") == {path for path in about if path.rpartition(".")[2] not in LASTING}
    checked = Provenance({"": evolve(OLD, verified=True, on=TODAY)})
    assert not any(warning.code in DOUBTS for warning in determine(program, home, TODAY, provenance=checked).warnings)


@pytest.mark.parametrize("program", ASKED)
@given(data=st.data())
@settings(max_examples=40)
def test_a_fact_without_a_warning_may_be_forgotten_and_the_answer_stays(program: str, data: st.DataObject) -> None:
    home = data.draw(households(ASKED[program], members=2))
    d = ask(program, home, Provenance({"": OLD}))
    if d is None:
        return
    about = doubted(d)
    paths = [FactPath("", tuple(path.split("."))) for path, _ in walk(Household)]
    paths += [FactPath(member.id, tuple(path.split("."))) for member in home.members for path, _ in walk(Person)]
    idle = {
        path: UNKNOWN for path in paths
        if path.by_index(home) not in about and path.stated(home) not in (UNKNOWN, None)
        and path.names != ("income", *path.names[1:])  # whether incomes are itemised is itself read from them
    }  # fmt: skip
    again = ask(program, with_facts(home, idle))
    assert again is not None
    assert again.answer == d.answer


@given(rulebooks(), homes())
@settings(max_examples=100)
def test_of_any_rule_the_facts_that_were_read_are_all_that_matter(rulebook: Any, home: Household) -> None:
    try:
        d = determine(rulebook, home, TREES_DAY, provenance=Provenance({"": OLD}))
    except NotInForce:
        return
    about = doubted(d)
    paths = [FactPath("", (*path.split("."),)) for path, _ in walk(Household)] + [FactPath("", ("place",))]
    paths += [
        FactPath(p.id, (*path.split("."),)) for p in home.members for path in (*(each for each, _ in walk(Person)), "guardian")
    ]
    idle = {path: UNKNOWN for path in paths if path.by_index(home) not in about and path.stated(home) not in (UNKNOWN, None)}
    again = determine(rulebook, with_facts(home, {p: v for p, v in idle.items() if p.names[0] != "income"}), TREES_DAY)
    assert again.answer == d.answer


def test_a_contradiction_counts_for_what_lies_around_and_inside_it() -> None:
    known = Provenance({"": FactSource(kind="document", on=TODAY, verified=True)})
    home = Household(
        id="hh-1", place="XD-12", area="rural", income_per_month=Money("10.00", "CNY"), property_within_rule=True, relief=None,
        members=[Person(id="p1", birth_date=dt.date(1990, 1, 1), absence=None, disability=Disability(grade=3), guardian=None)],
    )  # fmt: skip
    call = Visit(
        id="v", household="hh-1", kind="telephone", purpose="follow_up", on=TODAY + dt.timedelta(days=1),
        observed={"members[p1].disability": None, "relief": "dibao_edge", "members[p1].hiv": True},
    )  # fmt: skip
    home, told = call.apply(home, known)
    d = determine("demo.grain_aid", home, TODAY, provenance=told)
    assert doubted(d, "contradicted_fact") == {"members[0].disability.grade", "relief"}
    assert doubted(d) == set()
    assert [warning.detail for warning in d.warnings if warning.doubt] == ["telephone_visit", "telephone_visit"]
    assert {str(each) for each in told.settled("relief").conflicts_about(FactPath("", ("relief",)))} == set()


def test_the_guardian_is_read_where_wards_are_counted() -> None:
    people = [Person(id="p1", birth_date=dt.date(1980, 1, 1), absence=None, disability=None, guardian=None)]
    people += [Person(id=f"p{i}", birth_date=dt.date(2015, 1, 1), absence=None, disability=None, guardian="p1") for i in (2, 3)]
    home = Household(
        id="hh-1", place="XD-12", area="rural", income_per_month=Money("10.00", "CNY"), property_within_rule=True, relief=None,
        members=people,
    )  # fmt: skip
    d = determine("demo.grain_aid", home, TODAY, provenance=Provenance({"members[p2].guardian": OLD, "members[p2].name": OLD}))
    assert doubted(d) == {"members[1].guardian"}


def test_every_program_of_a_screening_and_every_member_is_told_the_sources() -> None:
    home = Household(id="hh-1", place="CN-430602", area="urban", members=[Person(id="p1", disability=None)])
    screening = screen(home, TODAY, provenance=Provenance({"": OLD}))
    assert all(doubted(d) for d in screening if d.law)
    assert all(member.provenance for d in screening for member in d.members.values())
    with pytest.raises(InvalidFacts, match="no_such_member"):
        screen(home, TODAY, provenance=Provenance({"members[p2].sex": OLD}))


@pytest.mark.parametrize("locale", LOCALES)
def test_doubts_are_told_in_whole_sentences(locale: str) -> None:
    known = Provenance.of(HOME, {"area": FactSource(kind="register", on=dt.date(2024, 1, 1), verified=True), "members[0]": OLD,
                                 "members[1].birth_date": FactSource(kind="estimate")})  # fmt: skip
    home = with_facts(HOME, {"members[p2].birth_date": dt.date(2015, 1, 5)})
    call = Visit(id="v", household="hh-1", kind="home", purpose="verification", on=TODAY, observed={"area": "rural"})
    home, told = call.apply(home, known)
    text = determine("cn.dibao", home, TODAY, provenance=told).explain(locale)
    expected = {
        "en": ["Contradicted: urban or rural household (area). ",
               "Another source (comparison with a register, 1 January 2024) says: urban.",
               "Not verified, the source is statement of the applicant, 1 January 2020:", "  - Member p1: date of birth",
               "Not verified: Member p2: date of birth (members[1].birth_date). Source: estimate by the office."],
        "zh_Hans": ["存在矛盾：城乡类别（area）。另有来源（部门信息比对，2024年1月1日）称：城镇。", "来源：经办单位估算。"],
        "zh_Hant": ["存在矛盾：城鄉類別（area）。另有來源（部門資料比對，2024年1月1日）稱：城鎮。", "來源：經辦單位估算。"],
        "vi": ["Một nguồn khác (đối chiếu cơ sở dữ liệu, ngày 01 tháng 01 năm 2024) cho biết: thành thị.",
               "Nguồn: ước tính của cơ quan."],
    }  # fmt: skip
    for sentence in expected[locale]:
        assert sentence in text


def test_the_age_from_which_a_fact_is_old_is_a_parameter_to_the_day() -> None:
    home = with_facts(HOME, {"members[p1].absence": None})
    for days, old_after, warned in ((366, 366, False), (367, 366, True), (31, 30, True), (30, 30, False), (-5, 0, False)):
        source = FactSource(kind="document", on=TODAY - dt.timedelta(days=days))
        d = determine("cn.dibao", home, TODAY, provenance=Provenance({"members[p1].absence": source}, old_after=old_after))
        assert bool(doubted(d, "old_fact")) is warned, days


# -- worked examples --


def test_s04_a_call_to_somebody_in_hardship() -> None:
    """Founding text 000: a civil-affairs assistant calls, hears that the medicine is in stock, and registers it; when somebody
    cannot file online, the form is taken at home. The people here are invented."""
    home = Household(id="linyi-7", place="CN-371400", area="rural", members=[Person(id="p1", birth_date=dt.date(1949, 6, 1))])
    call = Visit(
        id="2020-0210-1", household="linyi-7", kind="telephone", purpose="follow_up", on=dt.date(2020, 2, 10), visitor="Zhu Min",
        observed={"members[p1].seriously_ill": True}, next_due=dt.timedelta(days=14),
        needs=[RegisteredNeed("medicine against high blood pressure", met=True), "vegetables once a week"],
    )  # fmt: skip
    assert [need.text for need in call.open_needs] == ["vegetables once a week"]
    assert call.next_due_on == dt.date(2020, 2, 24)
    taken = Visit(
        id="2020-0224-1", household="linyi-7", kind="home", purpose="form_at_home", on=dt.date(2020, 2, 24),
        form="dibao application",
        observed={"income_per_month": Money("310.00", "CNY"), "property_within_rule": True},
    )  # fmt: skip
    assert [due.on for due in due_visits([call], dt.date(2020, 2, 24))] == [dt.date(2020, 2, 24)]
    assert due_visits([call], dt.date(2020, 2, 23)) == ()
    assert due_visits([call, taken], dt.date(2020, 3, 31)) == ()
    home, known = apply_visits(home, None, [taken, call])
    assert home.income_per_month == Money("310.00", "CNY")
    assert known["members[p1].seriously_ill"].kind is SourceKind.TELEPHONE_VISIT
    assert known["income_per_month"].kind is SourceKind.DECLARED
    assert known["income_per_month"].needs_verifying
    check = evolve(taken, id="2020-0302-1", purpose="verification", on=dt.date(2020, 3, 2), form=UNKNOWN)
    home, known = check.apply(home, known)
    assert known["income_per_month"].kind is SourceKind.HOME_VISIT
    assert not known["income_per_month"].needs_verifying
    assert known.conflicts == ()


def test_s08_every_child_is_visited_once_in_the_holiday() -> None:
    """Founding text 001: Jiangsu, winter holiday of 2023: each child in difficulty is visited once and asked six things."""
    holiday = Period(dt.date(2023, 1, 14), dt.date(2023, 2, 11))
    children = [("hh-1", "p2"), ("hh-1", "p3"), ("hh-2", "p2"), ("hh-3", "p4")]
    whole = dict.fromkeys(TOPICS, CareFinding.IN_ORDER)

    def visit(number: int, home: str, day: int, *care: CareCheck) -> Visit:
        on = dt.date(2023, 1, day)
        return Visit(id=f"v-{number}", household=home, kind="home", purpose="holiday_care", on=on, care=care)

    rounds = [
        visit(1, "hh-1", 20, CareCheck(child="p2", findings=whole), CareCheck(child="p3", findings={"health": "needs_action"})),
        visit(2, "hh-2", 13, CareCheck(child="p2", findings=whole)),  # before the holiday
        visit(3, "hh-1", 25, CareCheck(child="p3", findings={"health": "in_order", "living": "needs_action"})),
    ]
    state = care_round(children, reversed(rounds), holiday)
    assert state.done == (("hh-1", "p2"),)
    assert state.not_visited == (("hh-2", "p2"), ("hh-3", "p4"))
    assert dict(state.partly) == {
        ("hh-1", "p3"): (CareTopic.GUARDIANSHIP, CareTopic.ENTRUSTED_CARE, CareTopic.WHEREABOUTS, CareTopic.DIFFICULTIES)
    }
    assert dict(state.needs_action) == {("hh-1", "p3"): (CareTopic.LIVING,)}


def test_the_command_reads_sources_and_puts_what_is_wrong_with_them_in_place_of_the_answer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, told, wrong, no = (tmp_path / name for name in ("home.json", "told.json", "wrong.json", "no.json"))
    home.write_text(HOME.to_json(), "utf-8")
    told.write_text('{"hh-1":{"sources":{"area":{"kind":"declared"}}}}', "utf-8")
    wrong.write_text('{"hh-1":{"sources":{"aera":{"kind":"declared"}}}}', "utf-8")
    no.write_text("[]", "utf-8")
    command = ["assess", str(home), "--on", "2025-09-01", "--program", "cn.dibao", "--format", "json", "--sources"]
    assert main([*command, str(told)]) == 0
    assert '{"code":"unverified_fact","about":"area","detail":"declared"}' in capsys.readouterr().out
    assert main([*command, str(wrong)]) == 1
    assert '"code":"unknown_key","path":"sources.aera"' in capsys.readouterr().out
    assert main([*command, str(no)]) == 2
    assert "holds an object with the sources of each household" in capsys.readouterr().err


def test_the_command_says_which_sources_are_of_no_household(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    homes, told = tmp_path / "homes.jsonl", tmp_path / "told.json"
    homes.write_text(f'{HOME.to_json()}\n{{"id": "hh-3", "members": []}}\n', "utf-8")
    command = ["assess", str(homes), "--on", "2025-09-01", "--program", "cn.dibao", "--format", "json", "--sources", str(told)]
    sources = '{"sources":{"area":{"kind":"declared"}}}'
    told.write_text(f'{{"hh-1":{sources},"hh-2":{sources},"430602199001011234":{sources}}}', "utf-8")
    assert main(command) == 1
    captured = capsys.readouterr()
    assert '"detail":"declared"' in captured.out
    assert f"{told}: no household of {homes} has the identifier 'hh-2', '***'; sources stand under the identifier" in captured.err
    told.write_text(f'{{"hh-1":{sources},"hh-3":{sources}}}', "utf-8")
    main(command)
    assert "identifier" not in capsys.readouterr().err, "sources of a household with mistakes are of a household that is there"


def test_the_command_says_that_a_household_is_no_file_of_sources(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home.json"
    home.write_text(HOME.to_json(), "utf-8")
    assert main(["assess", str(home), "--on", "2025-09-01", "--program", "cn.dibao", "--sources", str(home)]) == 1
    captured = capsys.readouterr()
    assert captured.out
    assert "has the identifier 'id', " in captured.err
    assert '{"hh-1": {"sources": {...}}}' in captured.err


def test_the_place_counts_where_the_law_alone_chose_the_branch() -> None:
    chosen = when(LAW.given("council_since"), household.property_within_rule, Test.of(False))
    rulebook = Rulebook("demo.grain_aid", title="Chosen", subject="household", law=LAW, eligible=chosen)
    home = Household(id="hh", place="XD-2", property_within_rule=False, members=[Person(id="p1")])
    d = determine(rulebook, home, TREES_DAY, provenance=Provenance({"": OLD}))
    assert doubted(d) == {"place"}
