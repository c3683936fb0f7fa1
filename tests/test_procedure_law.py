"""The law of procedures: what is shipped is whole on every day of change, layers are found, every mistake in a file is named."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedure_file import parse_procedures
from welfarekit.administration.law.procedures import Procedures, shipped_procedures
from welfarekit.citation import CONFIRMED
from welfarekit.errors import LawError, TermMissing
from welfarekit.procedure.limit import Limit
from welfarekit.procedure.procedure import Procedure
from welfarekit.procedure.step import Level

ALL = [one for country in ("cn", "vn", "demo") for one in shipped_procedures(country).procedures]
BOOK = Procedures.default()
DAY = dt.timedelta(days=1)
ENDED = {
    ("cn.wage_claim", "regular"): "a notice for one Spring Festival",
    ("vn.funeral_support", "social_pension"): "from October 2026 one decree is for all",
    ("cn.dibao", "epidemic", "CN-370000"): "from July 2021 the national measures speak of emergencies themselves",
}
"""What ends and has no successor in its place, and why."""


def named(program: str, place: str, day: str, variant: str = "regular") -> Procedure:
    return BOOK.find(program, place, dt.date.fromisoformat(day), variant)


# What is shipped ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rules", ALL, ids=lambda rules: rules.key)
def test_a_procedure_leads_from_the_application_to_rest_and_to_an_appeal(rules: Procedure) -> None:
    assert rules.at_rest
    for state in rules.at_rest:
        assert rules.path(state)
    assert rules.path("appealed")
    assert rules.deciders
    assert any(step.by == (Level.PERSON,) for step in rules.steps)


@pytest.mark.parametrize("rules", ALL, ids=lambda rules: rules.key)
def test_everything_in_a_procedure_is_cited_and_said(rules: Procedure) -> None:
    for cite in (rules.cite, *(one.cite for one in (*rules.steps, *rules.clocks, *rules.reviews, *rules.tallies))):
        assert cite.act
        assert cite.read is not None
        assert cite.confirmed in CONFIRMED
    assert rules.text
    assert all(clock.text for clock in rules.clocks)
    assert all(review.text for review in rules.reviews)
    for clock in rules.clocks:
        assert (clock.limit is None) == bool(clock.open)
        assert not isinstance(clock.limit, Limit) or clock.limit.unit != "months" or clock.limit.clip


def chains() -> dict[tuple[str, str, str], list[Procedure]]:
    found = defaultdict(list)
    for one in ALL:
        found[(one.program, one.variant, one.place.code)].append(one)
    return {key: sorted(own, key=lambda one: one.since) for key, own in found.items()}


@pytest.mark.parametrize("chain", chains().values(), ids=lambda chain: f"{chain[0].program} {chain[0].variant} {chain[0].place}")
def test_versions_follow_each_other_without_overlap_or_gap(chain: list[Procedure]) -> None:
    for one, later in pairwise(chain):
        assert one.until is not None
        assert one.until + DAY == later.since
    last = chain[-1]
    reason = ENDED.get((last.program, last.variant)) or ENDED.get((last.program, last.variant, last.place.code))
    assert (last.until is not None) == bool(reason)
    for one in chain:
        for day in (one.since, one.until or dt.date(2026, 11, 25)):
            assert BOOK.find(one.program, one.place, day, one.variant) is one
    with pytest.raises(TermMissing, match="known are"):
        BOOK.find(last.program, last.place, chain[0].since - DAY, "no such variant")


def test_nothing_is_posted_of_a_child_and_nothing_before_small_urgent_relief() -> None:
    child = named("cn.unattended_child", "CN-430602", "2026-11-25")
    assert child.posting_barred
    assert not any(step.posts for step in child.steps)
    urgent = named("cn.temporary_relief", "CN-430602", "2026-11-25", "pay_first")
    assert urgent.posting_barred
    assert not any(step.posts for step in urgent.steps)
    assert urgent.path("in_payment") == ("granted", "in_payment")
    assert urgent.path("papers_completed") == ("granted", "in_payment", "papers_completed")


def test_a_share_is_checked_on_the_spot() -> None:
    tekun = named("cn.tekun", "CN-430602", "2025-03-03")
    assert [tekun.step("granted").sample_of(cases) for cases in (0, 1, 10, 11)] == [0, 1, 3, 4]
    assert named("cn.dibao", "CN-430602", "2020-03-03").step("intended").sample_of(10) == 3
    assert named("cn.dibao", "CN-430602", "2025-03-03").step("granted").sample_of(10) == 0


def test_before_the_law_of_2026_nobody_had_to_be_heard_and_since_then_everybody() -> None:
    before, after = (named("cn.dibao", "CN-430602", day) for day in ("2026-06-30", "2026-07-01"))
    assert not before.has("heard")
    assert before.path("reduced") == (*before.path("in_payment"), "reduced")
    assert after.path("reduced") == (*after.path("in_payment"), "heard", "reduced")
    assert after.step("ended").from_states == ("heard",)
    assert after.step("ending_notified").needs == ("in_writing", "reasons")


def test_who_decides_by_variant() -> None:
    assert named("cn.dibao", "CN-430602", "2025-03-03").deciders == (Level.COUNTY,)
    assert named("cn.dibao", "CN-430602", "2025-03-03", "delegated").deciders == (Level.TOWNSHIP,)
    assert named("vn.social_assistance", "VN-91-30337", "2025-06-30").deciders == (Level.COUNTY,)
    assert named("vn.social_assistance", "VN-91-30337", "2025-07-01").deciders == (Level.TOWNSHIP,)
    assert BOOK.variants("cn.dibao", "CN-370102", dt.date(2020, 3, 2)) == ("regular", "epidemic")
    assert BOOK.variants("cn.dibao", "CN-430602", dt.date(2020, 3, 2)) == ("regular",)
    assert BOOK.variants("cn.dibao", "CN-430602", dt.date(2026, 7, 1)) == ("regular", "delegated", "epidemic")


def test_the_epidemic_of_2020_has_steps_and_no_invented_numbers() -> None:
    epidemic = named("cn.dibao", "CN-370100", "2020-02-10", "epidemic")
    assert epidemic.has("taken_at_home")
    opened = {clock.key for clock in epidemic.clocks if clock.limit is None}
    assert opened == {"investigation", "appraisal", "opinion", "decision"}
    later = named("cn.dibao", "CN-370100", "2022-02-10", "epidemic")
    assert {review.key for review in later.reviews if review.open} == {"yearly", "half_yearly"}
    with pytest.raises(TermMissing, match="epidemic in CN-370000 from 2020-02-10"):
        named("cn.dibao", "CN-430602", "2020-02-10", "epidemic")


# Users' own files -----------------------------------------------------------------------------------------------------------

COUNTY = """
[sources.county]
act = "Rules of an invented county"
read = 2026-11-25

[procedure.our-dibao]
like = "dibao-2026"
place = "CN-430602"
from = 2026-09-01
text = "As in the nation, and the county decides in 5 working days."
cite = "county"

[procedure.our-dibao.clock.decision]
limit = "5 working days"
cite = { source = "county", article = "art. 2" }
"""


@pytest.fixture
def county(tmp_path: Path) -> Path:
    path = tmp_path / "our.toml"
    path.write_text(COUNTY, "utf-8")
    return path


def test_a_county_states_its_own_days_and_takes_over_the_rest(county: Path) -> None:
    mine = BOOK.with_file(county)
    day = dt.date(2026, 11, 2)
    rules = mine.find("cn.dibao", "CN-430602", day)
    assert rules.deadline("decision", day, calendar_for("cn")).last == dt.date(2026, 11, 9)
    assert rules.clock("decision", day).cite.act == "Rules of an invented county"
    assert (
        rules.clock("reconsideration", day).limit == BOOK.find("cn.dibao", "CN-430602", day).clock("reconsideration", day).limit
    )
    assert [step.key for step in rules.steps] == [step.key for step in BOOK.find("cn.dibao", "CN-430602", day).steps]
    assert mine.find("cn.dibao", "CN-430603", day).key == "dibao-2026"
    assert mine.find("cn.dibao", "CN-430602", dt.date(2026, 8, 31)).key == "dibao-2026"
    assert BOOK.find("cn.dibao", "CN-430602", day).key == "dibao-2026"


def test_a_procedure_knows_the_version_that_follows_it(county: Path, tmp_path: Path) -> None:
    for rules in ALL:
        if rules.until is None:
            assert rules.later is None
        else:
            ended = (rules.program, rules.variant) in ENDED
            assert (rules.later is None) == ended, rules
            assert rules.later is None or rules.later.since == rules.until + DAY
    assert named("cn.dibao", "CN-370102", "2020-03-02", "epidemic").later == named("cn.dibao", "CN", "2022-03-02", "epidemic")
    path = tmp_path / "short.toml"
    path.write_text(COUNTY.replace("from = 2026-09-01", "from = 2026-09-01\nuntil = 2026-09-30"), "utf-8")
    mine = BOOK.with_file(path).find("cn.dibao", "CN-430602", dt.date(2026, 9, 1))
    assert mine.later == named("cn.dibao", "CN", "2026-10-01")


def test_what_is_open_can_be_supplied(tmp_path: Path) -> None:
    path = tmp_path / "our.toml"
    path.write_text(
        COUNTY.replace("our-dibao", "our-papers")
        .replace("dibao-2026", "temporary-2026-pay-first-law")
        .replace("clock.decision", "clock.papers"),
        "utf-8",
    )
    rules = BOOK.with_file(path).find("cn.temporary_relief", "CN-430602", dt.date(2026, 11, 2), "pay_first")
    assert rules.deadline("papers", dt.date(2026, 11, 2), calendar_for("cn")).last == dt.date(2026, 11, 9)


def test_files_lie_on_top_of_each_other_and_may_be_like_each_other(county: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.toml"
    text = COUNTY.replace("procedure.our-dibao", "procedure.newer").replace('like = "dibao-2026"', 'like = "our-dibao"')
    second.write_text(text.replace("5 working days", "4 working days").replace("2026-09-01", "2026-10-01"), "utf-8")
    book = BOOK.with_file(county).with_file(second)
    assert (
        str(book.find("cn.dibao", "CN-430602", dt.date(2026, 9, 30)).clock("decision", dt.date(2026, 9, 30)).limit)
        == "5 working days"
    )
    assert (
        str(book.find("cn.dibao", "CN-430602", dt.date(2026, 10, 1)).clock("decision", dt.date(2026, 10, 1)).limit)
        == "4 working days"
    )


def test_the_nearest_place_wins_and_a_users_own_word_before_the_nations(tmp_path: Path) -> None:
    texts = {"county": ("CN-430602", 2020, 2), "province": ("CN-430000", 2024, 3), "nation": ("CN", 2015, 4)}
    body = COUNTY[: COUNTY.index("[procedure")]
    for name, (place, year, days) in texts.items():
        own = COUNTY[COUNTY.index("[procedure") :].replace("our-dibao", name).replace("CN-430602", place)
        body += own.replace("2026-09-01", f"{year}-01-01").replace("5 working days", f"{days} working days")
    path = tmp_path / "our.toml"
    path.write_text(body, "utf-8")
    book = BOOK.with_file(path)
    day = dt.date(2026, 11, 2)
    assert [book.find("cn.dibao", place, day).key for place in ("CN-430602", "CN-430600", "CN-440100")] == [
        "county",
        "province",
        "nation",
    ]
    assert book.find("cn.dibao", "CN-430602", dt.date(2019, 12, 31)).key == "nation"
    assert book.find("cn.dibao", "CN-430602", dt.date(2014, 12, 31)).key == "dibao-2012"


def test_a_program_without_a_procedure_names_the_nearest() -> None:
    with pytest.raises(TermMissing, match=r"did you mean 'cn\.dibao'"):
        BOOK.find("cn.dibaoo", "CN-430602", dt.date(2025, 1, 1))
    with pytest.raises(TermMissing, match="there are procedures for"):
        BOOK.find("cn.orphan_zzz", "CN-430602", dt.date(2025, 1, 1))


# Mistakes -------------------------------------------------------------------------------------------------------------------

GOOD = """
[sources.act]
act = "An act"
read = 2026-11-25

[part.more]
cite = "act"
[part.more.step.appealed]
from = ["granted", "nowhere in this one"]
stays = true
by = "person"
article = "art. 9"

[procedure.one]
program = "demo.grain_aid"
variant = "regular"
from = 2020-01-01
text = "One."
cite = "act"
like = "more"
starts = "applied"
at_rest = ["granted"]
[procedure.one.step.posted]
from = ["applied"]
by = "township"
posting = "7 days"
article = "art. 1"
[procedure.one.step.granted]
from = ["posted"]
by = ["county"]
decides = true
article = "art. 2"
[procedure.one.clock.decision]
after = ["posted"]
counted_from = "end"
stops = ["granted"]
owner = "county"
limit = "3 working days"
text = "Decision"
article = "art. 3"
[procedure.one.review.yearly]
after = ["granted"]
owner = "township"
every = "12 months"
text = "Review"
article = "art. 4"
[procedure.one.tally.posts]
step = "posted"
times = 3
article = "art. 5"
"""
MISTAKES: dict[str, tuple[str, str, str]] = {
    "a table that there is not": ("[part.more]", "[parts.more]\n[part.more]", "unknown_key"),
    "a key that there is not": ('starts = "applied"', 'starts = "applied"\nbegin = 1', "unknown_key"),
    "a key of a step that there is not": ('posting = "7 days"', 'posting = "7 days"\ndelay = 1', "unknown_key"),
    "a clock without a source": ('article = "art. 3"', "", "no_citation"),
    "a step without a source": ('article = "art. 1"', "", "no_citation"),
    "a procedure without a source": ('text = "One."\ncite = "act"', 'text = "One."', "no_citation"),
    "a source that there is not": ('article = "art. 3"', 'cite = "acts"', "no_such_source"),
    "no program": ('program = "demo.grain_aid"\n', "", "missing"),
    "no sentence": ('text = "One."\n', "", "no_text"),
    "no first day": ("from = 2020-01-01\n", "", "no_start"),
    "a day in quotes": ("from = 2020-01-01", 'from = "2020-01-01"', "bad_date"),
    "an end before the beginning": ("from = 2020-01-01", "from = 2020-01-01\nuntil = 2019-01-01", "until_before_from"),
    "a place of another country": ("from = 2020-01-01", 'from = 2020-01-01\nplace = "CN-430602"', "foreign_place"),
    "a place that cannot be": ("from = 2020-01-01", 'from = 2020-01-01\nplace = "XD-123"', "bad_place"),
    "a procedure like one that there is not": ('like = "more"', 'like = ["more", "two"]', "no_such_procedure"),
    "a procedure like itself": ('like = "more"', 'like = ["more", "one"]', "like_itself"),
    "a step that leads nowhere": ("decides = true\n", "decides = true\nto = 'end'\n", "leads_nowhere"),
    "a state that is never reached": ('from = ["posted"]', 'from = ["posted", "heard"]', "never_reached"),
    "states that lead only to each other": (
        "[procedure.one.clock.decision]",
        """[procedure.one.step.heard]
        from = ["answered"]
        by = "county"
        article = "1"
        [procedure.one.step.answered]
        from = ["heard"]
        by = "person"
        article = "1"
        [procedure.one.clock.decision]""",
        "never_reached",
    ),
    "a step that nobody can take": ('from = ["posted"]', "from = []", "never_reached"),
    "a state of rest that is never reached": ('at_rest = ["granted"]', 'at_rest = ["paid"]', "never_reached"),
    "a step into the first state by its name": ("[procedure.one.step.granted]", "[procedure.one.step.applied]", "no_such_step"),
    "a clock of a step that there is not": ('after = ["posted"]', 'after = ["postd"]', "no_such_step"),
    "a clock that stops with a step that there is not": ('stops = ["granted"]', 'stops = ["refused"]', "no_such_step"),
    "a clock that waits for a step there is not": ('owner = "county"', 'owner = "county"\nwhen = "extended"', "no_such_step"),
    "a clock in place of one that there is not": ('owner = "county"', 'owner = "county"\ninstead_of = "whole"', "no_such_step"),
    "a review of a step that there is not": ('after = ["granted"]\nowner', 'after = ["paid"]\nowner', "no_such_step"),
    "a tally of a step that there is not": ('step = "posted"', 'step = "refused"', "no_such_step"),
    "something left out that there is not": ('like = "more"', 'like = "more"\nwithout = ["refused"]', "no_such_step"),
    "an end of no posting": ('after = ["posted"]', 'after = ["granted"]', "no_such_step"),
    "a fact that there is not": ('counted_from = "end"', 'counted_from = "born_on"', "no_such_fact"),
    "a fact that is no day": ('counted_from = "end"', 'counted_from = "reasons"', "no_such_fact"),
    "a needed fact that there is not": ("decides = true", 'decides = true\nneeds = ["reason"]', "no_such_fact"),
    "a level that there is not": ('by = "township"', 'by = "town"', "not_one_of"),
    "no level": ('by = "township"\n', "", "missing"),
    "an owner that there is not": ('owner = "county"', 'owner = "mayor"', "not_one_of"),
    "a limit that is none": ('limit = "3 working days"', 'limit = "3 work days"', "bad_value"),
    "a limit as a number": ('limit = "3 working days"', "limit = 3", "bad_value"),
    "a limit on a day that no year has": ('limit = "3 working days"', 'limit = "to 02-30"', "bad_value"),
    "no limit and nothing said": ('limit = "3 working days"\n', "", "no_limit"),
    "a limit and none": ('limit = "3 working days"', 'limit = "3 working days"\nopen = "unknown"', "no_limit"),
    "a shift without its act": ('limit = "3 working days"', 'limit = "3 days"\nshift = "next_working_day"', "bad_value"),
    "a shift that there is not": ('limit = "3 working days"', 'limit = "3 days"\nshift = "later"', "not_one_of"),
    "a clip that is neither": ('every = "12 months"', 'every = "12 months"\nclip = "yes"', "bad_value"),
    "a day of the month that not every month has": ('owner = "county"', 'owner = "county"\non_day = 31', "bad_value"),
    "days of the year counted back": ('limit = "3 working days"', 'limit = "to 12-14"\nbackwards = true', "bad_value"),
    "a posting up to a day of the year": ('posting = "7 days"', 'posting = "to 12-14"', "bad_value"),
    "a posting that is barred": ('starts = "applied"', 'starts = "applied"\nposting_barred = "privacy"', "barred_posting"),
    "a posting that leaves the state as it is": ('posting = "7 days"', 'posting = "7 days"\nstays = true', "leads_nowhere"),
    "half a season": ('every = "12 months"', 'opens = "to 09-01"', "bad_value"),
    "a season of days": ('every = "12 months"', 'opens = "9 days"\ncloses = "to 12-14"', "bad_value"),
    "a share that is none": ("decides = true", 'decides = true\nsampling = "a third"', "bad_value"),
    "a share as a float": ("decides = true", "decides = true\nsampling = 0.3", "bad_value"),
    "a share that is a list": ("decides = true", "decides = true\nsampling = [3]", "bad_value"),
    "a share that is a table": ("decides = true", "decides = true\nsampling = { share = 3 }", "bad_value"),
    "a share that is a truth": ("decides = true", "decides = true\nsampling = true", "bad_value"),
    "a step not after one that there is not": ("decides = true", 'decides = true\nnot_after = ["refused"]', "no_such_step"),
    "a step that waits for a clock there is not": ("decides = true", 'decides = true\nwaits_for = "whole"', "no_such_step"),
    "a clock not after what there is not": ('owner = "county"', 'owner = "county"\nnot_after = ["refused"]', "no_such_step"),
    "taking what is pending neither way": ('starts = "applied"', 'starts = "applied"\ntakes_pending = 1', "bad_value"),
    "a tally of nothing": ("times = 3", "times = 0", "bad_value"),
    "a text that is none": ('text = "Decision"', "text = 3", "not_a_text"),
    "names that are no list": ('stops = ["granted"]', "stops = 3", "not_a_list"),
    "a tally that is no table": (
        "[procedure.one.tally.posts]", "[procedure.one.tally]\nposts = 3\n[procedure.one.tally.more]", "not_a_table",
    ),
    "two limits of a clock for one day": (
        "[procedure.one.review.yearly]",
        """[[procedure.one.clock.whole]]
        after = ["posted"]
        stops = ["granted"]
        owner = "county"
        limit = "3 days"
        article = "1"
        [[procedure.one.clock.whole]]
        from = 2021-01-01
        after = ["posted"]
        stops = ["granted"]
        owner = "county"
        limit = "4 days"
        article = "1"
        [procedure.one.review.yearly]""",
        "two_procedures",
    ),
}  # fmt: skip


def codes(text: str) -> list[tuple[str, str]]:
    try:
        parse_procedures(tomllib.loads(text), "a file")
    except LawError as error:
        return [(problem.code, problem.path) for problem in error.problems]
    return []


def test_the_file_without_a_mistake_is_read() -> None:
    assert codes(GOOD) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_in_a_file_is_found_with_its_place(mistake: str) -> None:
    old, new, code = MISTAKES[mistake]
    assert GOOD.count(old) >= 1
    found = codes(GOOD.replace(old, new, 1))
    assert code in [one for one, _ in found], found
    assert all(path for _, path in found)


def test_all_mistakes_are_found_at_once() -> None:
    text = GOOD
    names = (
        "a clock without a source",
        "a limit that is none",
        "a level that there is not",
        "a day in quotes",
        "a tally of nothing",
    )
    for name in names:
        old, new, _ = MISTAKES[name]
        text = text.replace(old, new, 1)
    found = [code for code, _ in codes(text)]
    assert {MISTAKES[name][2] for name in names} <= set(found)


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        ("from = 2020-01-01", "from = 2020-01-01", "two_procedures"),
        ("from = 2020-01-01\nuntil = 2021-12-31", "from = 2021-12-31", "two_procedures"),
        ("from = 2020-01-01\nuntil = 2021-12-31", "from = 2022-01-02", "unexplained_gap"),
        ("from = 2020-01-01\nuntil = 2021-12-31", 'from = 2022-01-02\ngap = "repealed in between"', ""),
        ("from = 2020-01-01\nuntil = 2021-12-31", "from = 2022-01-01", ""),
        ("from = 2020-01-01", "from = 2022-01-01", ""),
        ("from = 2020-01-01", 'from = 2020-01-01\nplace = "XD-1"', ""),
    ],
)
def test_versions_that_overlap_or_leave_a_gap_are_found(first: str, second: str, code: str) -> None:
    one = GOOD.replace("from = 2020-01-01", first)
    two = GOOD[GOOD.index("[procedure.one]") :].replace("procedure.one", "procedure.two").replace("from = 2020-01-01", second)
    assert [found for found, _ in codes(one + two)] == ([code] if code else [])


def test_what_an_entry_changes_needs_its_own_source() -> None:
    text = GOOD + '[procedure.two]\nlike = "one"\nfrom = 2021-01-01\n[procedure.two.clock.decision]\nlimit = "4 days"\n'
    assert codes(text) == [("no_citation", "procedure.two.clock.decision")]


def test_a_file_that_is_no_toml_is_a_law_error(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("[procedure", "utf-8")
    with pytest.raises(LawError, match="not_toml"):
        BOOK.with_file(tmp_path / "bad.toml")


def test_values_are_read_as_they_are_written() -> None:
    made = parse_procedures(tomllib.loads(GOOD), "a file").procedures[0]
    assert [step.key for step in made.steps] == ["appealed", "posted", "granted"]
    assert made.step("appealed").from_states == ("granted",)
    clock: Any = made.clocks[0]
    assert (clock.limit.count, clock.limit.unit.value, clock.counted_from, clock.owner) == (
        3,
        "working_days",
        "end",
        Level.COUNTY,
    )
