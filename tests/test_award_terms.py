"""Terms of awards: what is shipped is cited and has no gap, worked examples come out, a wrong file says all that is wrong."""

from __future__ import annotations

import datetime as dt
import pickle
import re
import tomllib
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from attrs import evolve, fields
from hypothesis import example, given
from hypothesis import strategies as st

from welfarekit.administration.law.award_terms import TermsBook, shipped_terms, terms_for
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.payment_deadline import Deadline
from welfarekit.administration.law.term_values import RULES, TERMS, fields_of
from welfarekit.administration.law.terms_file import Version, parse_terms
from welfarekit.awards.award import Award
from welfarekit.awards.entitlement import due
from welfarekit.awards.events import Effect
from welfarekit.awards.granting import award
from welfarekit.awards.life import change, lapse_day, move, resume, suspend, terminate
from welfarekit.awards.pay_day import Advance, PayDay, Shift
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.redetermine import Finding, redetermine
from welfarekit.awards.schedule import DayCount, Partial, Schedule
from welfarekit.awards.terms import Rule, Terms
from welfarekit.citation import CONFIRMED, Citation
from welfarekit.dates import Period, add_months
from welfarekit.domain.payee import Payee, PayeeKind
from welfarekit.errors import DateError, InvalidFacts, LawError, PlaceError, TermMissing, UnknownProgram
from welfarekit.language.places import place_name
from welfarekit.money import Money, Rounding
from welfarekit.place import Place
from welfarekit.quantity import Benefit, Quantity
from welfarekit.rules.determine import COUNTRIES, program_keys
from welfarekit.rules.law_file import country_of

BOOK = TermsBook.default()
DAY = dt.timedelta(days=1)
SHIPPED = [version for country in COUNTRIES for version in shipped_terms(country)]
PROGRAMS = BOOK.programs()
PARTS_OF_THE_FILE = {"handed_over", "paid_by", "pays_first", "duration_months_most"}
SCHEDULE = {"recurrence", "pay_day", "pay_day_shift", "advances", "partial"}


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def months(start: str, count: int) -> list[Period]:
    first = day(f"{start}-01")
    return [Period(add_months(first, n), add_months(first, n + 1)) for n in range(count)]


def dues(given: Award, start: str, count: int, known_on: str | None = None) -> list[str]:
    return [due(given, window, day(known_on) if known_on else None).value for window in months(start, count)]


def decision(program: str, on: str, amount: Benefit) -> Any:
    return SimpleNamespace(program=program, subject="hh-1/p1", outcome="eligible", amount=amount, on=day(on), household=None)


def granted(program: str, place: str, decided: str, amount: Benefit, **more: Any) -> Award:
    """An award by the shipped terms, with a pay day where the law leaves it to the place."""
    more.setdefault("pay_day", PayDay(15))
    more.setdefault("payee", Payee("p1"))
    return award(
        decision(program, decided, amount), decided_on=day(decided), terms=terms_for(program, place, day(decided)), **more
    )


# -- what is shipped --


def test_every_term_that_is_shipped_has_a_source_that_somebody_read() -> None:
    stated = [one for version in SHIPPED for one in version.stated.values()]
    assert len(stated) > 150
    for one in stated:
        assert one.cite.act
        assert one.cite.act != "?"
        assert one.cite.read is not None
        assert one.cite.confirmed in CONFIRMED
        assert one.value is not None


def test_every_article_that_a_text_is_cited_for_is_named() -> None:
    """A legal text that was read has an article; a page that states a rule need not."""
    for version in SHIPPED:
        for (term, ground), one in version.stated.items():
            if one.cite.confirmed == "text":
                assert one.cite.article, f"{version.program} {version.period}: {term} {ground}"


def test_the_programs_with_rules_that_pay_have_terms_and_every_key_names_a_country() -> None:
    paying = {key for country in COUNTRIES for key in program_keys(country)} - {"cn.dibao_edge", "vn.poverty_status"}
    assert paying - set(PROGRAMS) == set()
    assert all(re.fullmatch(r"(cn|vn|demo)\.[a-z_]+", key) for key in PROGRAMS)


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_versions_of_a_place_follow_each_other_without_a_gap_or_an_overlap(program: str) -> None:
    versions = BOOK.versions(program)
    for place in {version.place for version in versions}:
        own = sorted((version for version in versions if version.place == place), key=lambda version: version.since)
        assert own[-1].until is None
        for before, after in pairwise(own):
            assert before.until is not None
            assert before.until + DAY == after.since


@pytest.mark.parametrize("version", SHIPPED, ids=lambda version: f"{version.program} {version.period}")
def test_on_each_day_of_change_the_terms_are_those_of_the_version_that_begins(version: Version) -> None:
    begins = BOOK.find(version.program, version.place, version.since)
    assert begins.terms.since == version.since
    for (term, ground), one in version.stated.items():
        assert begins.stated(term, ground) is one
    if version.until is not None:
        last, next_day = (BOOK.find(version.program, version.place, on) for on in (version.until, version.until + DAY))
        assert (last.terms.until, next_day.terms.since) == (version.until, version.until + DAY)
        assert all(last.stated(*key) is one for key, one in version.stated.items())
        assert not any(next_day.stated(*key) is one for key, one in version.stated.items())
    before = [v for v in BOOK.versions(version.program) if v.place in version.place.chain and v.since < version.since]
    if not before:
        with pytest.raises(TermMissing):
            terms_for(version.program, version.place, version.since - DAY)


def test_every_term_of_an_award_can_be_shipped_and_every_term_of_a_file_is_used() -> None:
    own = {field.name for field in fields(Terms)} - {"program", "place", "since", "until", "cite", "schedule"}
    assert own == set(TERMS) - PARTS_OF_THE_FILE - SCHEDULE
    assert SCHEDULE - {"partial"} <= {*(field.name for field in fields(Schedule)), "pay_day_shift"}


@pytest.mark.parametrize(("code", "name"), [("CN-410727", "封丘县"), ("CN-360700", "赣州市"), ("CN-500000", "重庆市")])
def test_the_places_with_terms_of_their_own_are_those_meant(code: str, name: str) -> None:
    assert place_name(code, "zh_Hans") == name
    assert any(version.place.code == code for version in SHIPPED)


CARD = "start month application, change month {0}, end after event, suspension after event, resumption month {0}"
WRITTEN_TWICE = {
    "cn.dibao CN from 2012-12-12 to 2021-06-30": "start after decision",
    "cn.dibao CN from 2021-07-01 to 2022-10-19": "start after decision, grace month event",
    "cn.dibao CN from 2022-10-20 to 2026-06-30": "start after decision, grace month event",
    "cn.dibao CN from 2026-07-01": "start after decision, grace month event",
    "cn.dibao CN-500000 from 2016-05-01": "start month decision",
    "cn.dibao CN-330000 from 2014-11-01": "start after decision",
    "cn.dibao CN-410727 from 2023-02-01": "",
    "cn.dibao CN-360700 from 2022-10-04": "",
    "cn.tekun CN from 2021-07-01": "start after decision, end after decision",
    "cn.tekun CN-330000 from 2014-11-01": "start after decision",
    "cn.orphan CN from 2010-11-16": "",
    "cn.unattended_child CN from 2020-01-01": "start after decision",
    "cn.disability_living CN from 2016-01-01 to 2021-08-31": "start month application",
    "cn.disability_living CN from 2021-09-01 to 2022-10-27": CARD.format("certificate"),
    "cn.disability_living CN from 2022-10-28": CARD.format("application"),
    "cn.disability_nursing CN from 2016-01-01 to 2021-08-31": "start month application",
    "cn.disability_nursing CN from 2021-09-01 to 2022-10-27": CARD.format("certificate"),
    "cn.disability_nursing CN from 2022-10-28": CARD.format("application"),
    "cn.price_subsidy CN from 2016-08-01 to 2021-11-30": "start month event",
    "cn.price_subsidy CN from 2021-12-01": "start month event",
    "cn.temporary_relief CN from 2018-01-23 to 2026-06-30": "start day decision",
    "cn.temporary_relief CN from 2026-07-01": "start day decision",
    "cn.public_post CN-370000 from 2016-03-30": "",
    "vn.social_assistance VN from 2021-07-01 to 2025-06-30": (
        "start/disability month certificate, start/age month birthday, start month decision, change month event, end after event"
    ),
    "vn.social_assistance VN from 2025-07-01 to 2026-10-04": (
        "start/disability month certificate, start month decision, change month event, end after event"
    ),
    "vn.social_assistance VN from 2026-10-05": (
        "start month decision, change month event, end after event, suspension month decision, resumption month decision"
    ),
    "vn.social_pension VN from 2025-07-01 to 2026-10-04": "start month decision, end after event",
    "vn.social_pension VN from 2026-10-05": "start month decision, end after event",
    "vn.funeral VN from 2021-07-01 to 2026-10-04": "start day decision",
    "vn.funeral VN from 2026-10-05": "start day decision",
    "vn.emergency_relief VN from 2021-07-01 to 2026-10-04": "start month decision",
    "vn.emergency_relief VN from 2026-10-05": "start month decision",
}
"""Every rule that is shipped, a second time: the month of, or after, what it counts from."""


def test_the_rules_that_are_shipped_are_those_written_down_twice() -> None:
    short = {"same_month": "month", "next_month": "after", "same_day": "day"}
    found = {}
    for version in (one for one in SHIPPED if not one.program.startswith("demo.")):
        rules = [one.value for one in version.stated.values() if isinstance(one.value, Rule)]
        names = [f"{term.removesuffix('s')}{f'/{ground}' if ground else ''}" for term, ground in version.stated if term in RULES]
        parts = [f"{name} {short[rule.effect]} {rule.counted_from}" for name, rule in zip(names, rules, strict=True)]
        found[f"{version.program} {version.period}"] = ", ".join(parts)
    assert found == WRITTEN_TWICE


FETCHED = {"suspension_after_months": 3, "suspension_lapses_months": 3}
BEFORE_THE_25TH = {"handed_over": (24, -1, None)}
NEW_CARD = {"resumption_back_pay_months_most": 3}
NUMBERS: dict[str, dict[str, Any]] = {
    "cn.dibao CN from 2012-12-12 to 2021-06-30": {"pay_day": (10, 0, None)},
    "cn.dibao CN from 2022-10-20 to 2026-06-30": {"grace_months_most": 6},
    "cn.dibao CN from 2026-07-01": {"grace_months_most": 6},
    "cn.dibao CN-410727 from 2023-02-01": {"grace_months_most": 6},
    "cn.disability_living CN from 2021-09-01 to 2022-10-27": NEW_CARD,
    "cn.disability_living CN from 2022-10-28": NEW_CARD,
    "cn.disability_nursing CN from 2021-09-01 to 2022-10-27": NEW_CARD,
    "cn.disability_nursing CN from 2022-10-28": NEW_CARD,
    "cn.price_subsidy CN from 2016-08-01 to 2021-11-30": {"paid_by": (None, 0, 20)},
    "cn.price_subsidy CN from 2021-12-01": {"paid_by": (31, 1, None)},
    "cn.public_post CN-370000 from 2016-03-30": {"duration_months_most": 36},
    "vn.social_assistance VN from 2021-07-01 to 2025-06-30": FETCHED | BEFORE_THE_25TH,
    "vn.social_assistance VN from 2025-07-01 to 2026-10-04": FETCHED | BEFORE_THE_25TH,
    "vn.social_assistance VN from 2026-10-05": FETCHED,
    "vn.social_pension VN from 2025-07-01 to 2026-10-04": BEFORE_THE_25TH,
    "vn.social_pension VN from 2026-10-05": BEFORE_THE_25TH,
    "vn.funeral VN from 2021-07-01 to 2026-10-04": BEFORE_THE_25TH,
    "vn.emergency_relief VN from 2021-07-01 to 2026-10-04": {"duration_months_most": 3},
    "vn.emergency_relief VN from 2026-10-05": {"duration_months_most": 3},
}
"""Every number that is shipped without a ground, a second time; days as (day, months after, working days)."""


def test_the_numbers_that_are_shipped_are_those_written_down_twice() -> None:
    found: dict[str, dict[str, Any]] = {}
    for version in (one for one in SHIPPED if not one.program.startswith("demo.")):
        for (term, ground), one in version.stated.items():
            value = one.value
            if isinstance(value, PayDay | Deadline):
                value = (value.day, value.months_after, getattr(value, "working_days", None))
            if not ground and (type(value) is int or isinstance(value, tuple)):
                found.setdefault(f"{version.program} {version.period}", {})[term] = value
    assert found == NUMBERS


def test_the_pretend_country_has_every_kind_of_term() -> None:
    terms = terms_for("demo.grain_aid", "XD-12", day("2025-03-01"))
    assert terms.schedule == Schedule(
        Recurrence("month"), PayDay(15, shift="previous_working_day"), (Advance("harvest", terms.schedule.advances[0].cite),),
        "prorated", "full", "actual", Rounding("half_up", "0.01"),
    )  # fmt: skip
    assert (terms.suspension_after_months, terms.suspension_lapses_months, terms.back_pay_months_most) == (2, 3, 6)
    assert (terms.grace_months_most, terms.back_pay_on_resumption, terms.payee) == (6, True, PayeeKind.HOUSEHOLD_HEAD)
    assert terms.needed("suspension").effect is Effect.NEXT_MONTH
    assert terms.needed("resumption").effect is Effect.SAME_MONTH
    (september,) = months("2025-09", 1)
    assert terms.schedule.due_on(september, calendar_for("demo"), day("2025-03-01")) == day("2025-09-12")
    stated = {term for version in shipped_terms("demo") for term, _ in version.stated}
    assert set(TERMS) - stated == {"paid_by", "pays_first", "duration_months_most", "resumption_back_pay_months_most"}


# -- from when --

DECIDED = "decision"
STARTS = [
    # program, place, decided, ground, days, first day of the entitlement, where it stands
    ("cn.dibao", "CN-430602", "2012-12-12", None, {}, "2013-01-01", "民发〔2012〕220号 art. 29"),
    ("cn.dibao", "CN-430602", "2021-06-30", None, {}, "2021-07-01", "民发〔2012〕220号 art. 29"),
    ("cn.dibao", "CN-430602", "2021-07-01", None, {}, "2021-08-01", "民发〔2021〕57号 art. 21"),
    ("cn.dibao", "CN-430602", "2025-12-31", None, {}, "2026-01-01", "民发〔2021〕57号 art. 21"),
    ("cn.dibao", "CN-330102", "2025-03-20", None, {}, "2025-04-01", "浙江省社会救助条例 art. 56"),
    ("cn.dibao", "CN-500101", "2025-03-20", None, {}, "2025-03-01", "重庆市城乡居民最低生活保障条例 art. 22"),
    ("cn.dibao", "CN-500101", "2016-04-30", None, {}, "2016-05-01", "民发〔2012〕220号, before the regulation of Chongqing"),
    ("cn.tekun", "CN-430602", "2021-07-15", None, {}, "2021-08-01", "民发〔2021〕43号 art. 17"),
    ("cn.unattended_child", "CN-430602", "2020-01-31", None, {}, "2020-02-01", "民发〔2019〕62号 part 2 (3)"),
    ("cn.disability_living", "CN-430602", "2019-05-20", None, {"application": "2019-03-02"}, "2019-03-01", "国发〔2015〕52号"),
    ("cn.disability_nursing", "CN-430602", "2023-02-20", None, {"application": "2022-11-30"}, "2022-11-01", "民发〔2022〕79号"),
    ("cn.temporary_relief", "CN-430602", "2024-03-08", None, {}, "2024-03-08", "民发〔2018〕23号"),
    ("vn.social_assistance", "VN-91-30337", "2024-05-20", "disability", {"certificate": "2024-03-10"}, "2024-03-01", "X28"),
    ("vn.social_assistance", "VN-91-30337", "2027-05-20", None, {"certificate": "2027-03-10"}, "2027-05-01", "X29"),
    ("vn.social_assistance", "VN-91-30337", "2027-05-20", "other", {}, "2027-05-01", "X29"),
    ("vn.social_assistance", "VN-91", "2026-11-20", None, {"application": "2026-11-03"}, "2026-11-01", "V32"),
    ("vn.social_assistance", "VN-91", "2024-05-20", "other", {}, "2024-05-01", "NĐ 20/2021 art. 8(1)"),
    ("vn.social_assistance", "VN-91", "2024-05-20", "age", {"birthday": "2024-01-31"}, "2024-01-01", "NĐ 20/2021 art. 8(1)"),
    ("vn.social_assistance", "VN-91", "2026-10-04", "disability", {"certificate": "2026-08-10"}, "2026-08-01", "NĐ 20/2021"),
    ("vn.social_pension", "VN-91", "2025-09-30", None, {}, "2025-09-01", "NĐ 176/2025 art. 4(1)(b)"),
    ("vn.social_pension", "VN-91", "2026-10-05", None, {}, "2026-10-01", "NĐ 335/2026 art. 31"),
]  # fmt: skip


@pytest.mark.parametrize(("program", "place", "decided", "ground", "days", "first", "source"), STARTS)
def test_an_entitlement_starts_when_the_law_says(
    program: str, place: str, decided: str, ground: str | None, days: dict[str, str], first: str, source: str
) -> None:
    given = {DECIDED: day(decided), **{name: day(text) for name, text in days.items()}}
    assert terms_for(program, place, day(decided)).start(ground, given) == day(first), source


def test_grounds_that_the_law_no_longer_treats_apart_are_gone() -> None:
    grounds = [terms_for("vn.social_assistance", "VN", day(on)).grounds for on in ("2025-06-30", "2025-07-01", "2026-10-05")]
    assert grounds == [("disability", "age"), ("disability",), ()]
    with pytest.raises(InvalidFacts, match="one of disability, or 'other'"):
        terms_for("vn.social_assistance", "VN", day("2025-07-01")).start(None, {DECIDED: day("2025-07-01")})


@pytest.mark.parametrize(
    ("decided", "ground", "expected"), [("2024-05-20", "disability", "1620000"), ("2027-05-20", None, "540000")]
)
def test_back_pay_to_the_certificate_under_the_old_decree_and_not_under_the_new_one(
    decided: str, ground: str | None, expected: str
) -> None:
    """X28 and X29: signed in May, certificate of March. 540,000 a month stands for either year."""
    year = decided[:4]
    made = granted(
        "vn.social_assistance",
        "VN-91",
        decided,
        Money("540000", "VND", "month"),
        ground=ground,
        certificate_on=day(f"{year}-03-10"),
    )
    assert sum(int(value) for value in dues(made, f"{year}-01", 5)) == int(expected)
    assert made.cite is not None
    assert made.cite.act.startswith("Nghị định 20/2021" if ground else "Nghị định 335/2026")


# -- changes, ends, moves --


def test_a_level_changes_from_the_month_of_the_change_and_an_end_counts_from_the_month_after() -> None:
    """Both decrees: a fourth birthday on 20 March changes March (V19), a death on 20 June stops July."""
    for decided in ("2024-01-10", "2027-01-10"):
        year, terms = decided[:4], terms_for("vn.social_assistance", "VN-91", day(decided))
        made = granted("vn.social_assistance", "VN-91", decided, Money("1350000", "VND", "month"), ground="other")
        made = change(made, Money("810000", "VND", "month"), on=day(f"{year}-03-20"), known_on=day(f"{year}-03-20"), terms=terms)
        made = terminate(made, on=day(f"{year}-06-20"), known_on=day(f"{year}-06-25"), terms=terms)
        assert dues(made, f"{year}-01", 8) == ["1350000"] * 2 + ["810000"] * 4 + ["0"] * 2


def test_the_standard_of_july_2026_is_paid_back_when_the_decree_can_be_decided_by() -> None:
    """V31: a child at 2.5, decided in October 2026: three months of 100,000."""
    made = granted("vn.social_assistance", "VN-91", "2025-02-10", Money("1250000", "VND", "month"), ground="other")
    known = day("2026-10-05")
    made = change(
        made, Money("1350000", "VND", "month"), on=day("2026-07-01"), known_on=known,
        terms=terms_for("vn.social_assistance", "VN-91", known), cause="law_in_arrears",
    )  # fmt: skip
    assert dues(made, "2026-07", 3, "2026-10-04") == ["1250000"] * 3
    late = sum(int(now) - int(then) for now, then in zip(dues(made, "2026-07", 3), ["1250000"] * 3, strict=True))
    assert late == 300000


def test_who_moves_is_paid_by_one_commune_in_every_month_and_by_none_twice() -> None:
    for decided in ("2026-01-10", "2027-01-10"):
        year, terms = decided[:4], terms_for("vn.social_pension", "VN-91-30337", day(decided))
        made = granted("vn.social_pension", "VN-91-30337", decided, Money("540000", "VND", "month"))
        old, new = move(
            made, Place.parse("VN-01-00004"), Money("650000", "VND", "month"), id="new", on=day(f"{year}-03-15"),
            known_on=day(f"{year}-03-20"), terms=terms,
        )  # fmt: skip
        assert dues(old, f"{year}-01", 6) == ["540000"] * 3 + ["0"] * 3
        assert dues(new, f"{year}-01", 6) == ["0"] * 3 + ["650000"] * 3


def test_what_was_not_fetched_is_suspended_paid_back_on_resumption_and_lapses_after_three_months() -> None:
    terms = terms_for("vn.social_assistance", "VN-91", day("2027-01-10"))
    made = granted("vn.social_assistance", "VN-91", "2027-01-10", Money("810000", "VND", "month"))
    assert terms.suspension_after_months == 3
    still = suspend(made, on=day("2027-05-12"), known_on=day("2027-05-12"), terms=terms)
    assert dues(still, "2027-03", 5) == ["810000"] * 2 + ["0"] * 3
    assert lapse_day(still, day("2027-05-12"), terms) == day("2027-08-01")
    again = resume(still, on=day("2027-07-20"), known_on=day("2027-07-20"), terms=terms)
    assert dues(again, "2027-03", 5) == ["810000"] * 5
    with pytest.raises(TermMissing, match="rule of suspension"):
        suspend(
            made,
            on=day("2027-05-12"),
            known_on=day("2027-05-12"),
            terms=terms_for("vn.social_assistance", "VN", day("2026-01-01")),
        )


def test_a_disability_card_that_expires_ends_the_subsidy_with_its_month_and_a_new_one_counts_as_each_opinion_says() -> None:
    old, new = (terms_for("cn.disability_nursing", "CN-430602", day(on)) for on in ("2022-10-27", "2022-10-28"))
    made = granted("cn.disability_nursing", "CN", "2021-10-10", Money("70.00", "CNY", "month"), applied_on=day("2021-10-08"))
    ended = terminate(made, on=day("2022-03-14"), known_on=day("2022-03-14"), terms=old)
    assert dues(ended, "2022-02", 4) == ["70.00", "70.00", "0.00", "0.00"]
    paused = suspend(made, on=day("2022-03-14"), known_on=day("2022-03-14"), terms=old, cause="changed_circumstances")
    assert dues(paused, "2022-02", 4) == dues(ended, "2022-02", 4)
    issued = {month: day(f"2022-{month:02}-20") for month in (5, 9)}
    renewed = {month: resume(paused, on=on, known_on=on, certificate_on=on, terms=old) for month, on in issued.items()}
    assert dues(renewed[5], "2022-02", 8) == ["70.00"] * 8
    assert dues(renewed[9], "2022-02", 8) == ["70.00"] * 2 + ["0.00"] * 2 + ["70.00"] * 4  # three months before September
    with pytest.raises(InvalidFacts, match="applied_on: missing"):
        resume(paused, on=issued[5], known_on=issued[5], certificate_on=issued[5], terms=new)
    assert [(t.change.counted_from, t.resumption.counted_from) for t in (old, new) if t.change and t.resumption] == [
        ("certificate", "certificate"),
        ("application", "application"),
    ]
    for on in ("2022-10-27", "2022-10-28"):
        found = terms_for("cn.disability_nursing", "CN-430602", day(on))
        assert found.resumption_back_pay_months_most == 3
        assert found.back_pay_months_most is None  # three months are about a new card, not about a first application
    assert terms_for("cn.disability_nursing", "CN", day("2021-08-31")).end is None


def test_a_raise_that_was_decided_late_is_paid_back() -> None:
    """V053 (Hebei 2025): 96 was paid for January to March, 106 applies from January: 30. It is no new card, but new law."""
    made = granted(
        "cn.disability_living", "CN-130000", "2024-02-10", Money("96.00", "CNY", "month"), applied_on=day("2024-02-01")
    )
    raised = Finding(Period(day("2025-01-01"), day("2025-04-01")), Money("106.00", "CNY", "month"))
    made = redetermine(made, [raised], known_on=day("2025-04-08"), cause="law_in_arrears")
    assert dues(made, "2025-01", 3, "2025-04-07") == ["96.00"] * 3
    assert dues(made, "2025-01", 3) == ["106.00"] * 3


def test_from_when_dibao_is_changed_or_stopped_is_asked_for() -> None:
    made = granted("cn.dibao", "CN-430602", "2025-03-20", Money("1020.00", "CNY", "month"))
    terms = terms_for("cn.dibao", "CN-430602", day("2025-06-01"))
    with pytest.raises(TermMissing, match=r"cn\.dibao: no rule of end is shipped .* supply one: attrs\.evolve"):
        terminate(made, on=day("2025-06-10"), known_on=day("2025-06-10"), terms=terms)
    with pytest.raises(TermMissing, match="rule of change"):
        change(made, made.amount, on=day("2025-06-10"), known_on=day("2025-06-10"), terms=terms)


def test_tekun_ends_with_the_month_of_the_decision() -> None:
    rule = terms_for("cn.tekun", "CN-430602", day("2025-03-20")).needed("end")
    assert (rule.effect, rule.counted_from) == (Effect.NEXT_MONTH, "decision")


# -- grace --

GRACE = [
    # place, decided, ground, most, its source
    ("CN-430602", "2023-03-15", "", 6, "民发〔2022〕83号 part 1 (3)"),
    ("CN-430602", "2022-10-19", "", None, "民发〔2021〕57号 art. 33: for a certain time"),
    ("CN-430602", "2026-07-01", "", 6, "民发〔2022〕83号 part 1 (3)"),
    ("CN-410727", "2023-03-15", "", 6, "封丘县 2023-02-01"),
    ("CN-360702", "2023-03-15", "", 6, "the national notice"),
    ("CN-360702", "2023-03-15", "pension_started", 6, "赣州 2022-10-04"),
    ("CN-360702", "2023-03-15", "job_after_school", 12, "赣州 2022-10-04"),
    ("CN-360702", "2023-03-15", "placed_by_service", 24, "赣州 2022-10-04"),
    ("CN-360702", "2023-03-15", "disabled_placed_by_service", 36, "赣州 2022-10-04"),
]


@pytest.mark.parametrize(("place", "decided", "ground", "most", "source"), GRACE)
def test_the_time_of_grace_is_the_longest_that_the_place_allows(
    place: str, decided: str, ground: str, most: int | None, source: str
) -> None:
    assert terms_for("cn.dibao", place, day(decided), grace_ground=ground).grace_months_most == most, source


def test_grace_counts_from_the_month_in_which_the_income_passes_the_standard() -> None:
    """V019: a job in March 2023 and six months: August is the last one. The cap is text, the counting generally known."""
    terms = terms_for("cn.dibao", "CN-430602", day("2023-03-15"))
    grace = terms.needed("grace")
    assert add_months(grace.effect.day(day("2023-03-15")), 6) == day("2023-09-01")
    assert (grace.cite or Citation("")).confirmed == "known"
    assert BOOK.find("cn.dibao", "CN-430602", day("2023-03-15")).held["grace_months_most", ""][0].cite.confirmed == "text"
    made = granted("cn.dibao", "CN-430602", "2022-11-20", Money("1020.00", "CNY", "month"))
    runs_on = terminate(made, on=day("2023-03-15"), known_on=day("2023-03-20"), terms=terms, grace_months=6)
    assert dues(runs_on, "2023-07", 4) == ["1020.00", "1020.00", "0.00", "0.00"]
    with pytest.raises(DateError, match="allows 1 to 6"):
        terminate(made, on=day("2023-03-15"), known_on=day("2023-03-20"), terms=terms, grace_months=7)
    longer = terms_for("cn.dibao", "CN-360702", day("2023-03-15"), grace_ground="disabled_placed_by_service")
    three_years = terminate(made, on=day("2023-03-15"), known_on=day("2023-03-20"), terms=longer, grace_months=36)
    assert dues(three_years, "2026-02", 2) == ["1020.00", "0.00"]


def test_no_grace_before_the_measures_of_2021_and_no_unknown_ground() -> None:
    assert terms_for("cn.dibao", "CN-430602", day("2021-06-30")).grace is None
    with pytest.raises(
        InvalidFacts, match="grace_ground: not_one_of: given 'placed', expected a ground of grace: disabled_placed"
    ):
        terms_for("cn.dibao", "CN-360702", day("2023-03-15"), grace_ground="placed")
    with pytest.raises(InvalidFacts, match="none here"):
        terms_for("cn.dibao", "CN-410727", day("2023-03-15"), grace_ground="pension_started")


# -- payment --


def test_until_2021_dibao_was_paid_by_the_tenth_on_a_working_day() -> None:
    schedule = terms_for("cn.dibao", "CN-430602", day("2020-01-15")).schedule
    assert schedule is not None
    calendar = calendar_for("cn")
    found = {w.start: schedule.due_on(w, calendar, day("2020-01-15")) for w in months("2020-05", 6)}
    assert found[day("2020-05-01")] == day("2020-05-09")  # the 10th is a Sunday, Saturday the 9th was worked
    assert found[day("2020-10-01")] == day("2020-10-10")  # a Saturday that was worked
    assert all(paid.day <= 10 for paid in found.values())
    held = BOOK.find("cn.dibao", "CN-430602", day("2020-01-15"))
    assert [held.held[term, ""][0].cite.confirmed for term in ("pay_day", "pay_day_shift")] == ["text", "known"]


@pytest.mark.parametrize("program", ["cn.dibao", "cn.disability_living", "vn.social_assistance", "vn.social_pension"])
def test_a_pay_day_that_is_left_to_the_place_is_asked_for(program: str) -> None:
    on = "2026-10-05"
    schedule = terms_for(program, country_of(program), day(on)).schedule
    assert schedule is not None
    assert (schedule.recurrence, schedule.pay_day) == (Recurrence("month"), None)
    with pytest.raises(TermMissing, match=r"pay day .* award\(\.\.\., pay_day=PayDay\(10"):
        granted(program, country_of(program), on, Money("10", Place.parse(country_of(program)).currency, "month"),
                pay_day=None, applied_on=day(on))  # fmt: skip


def test_the_money_of_a_month_is_handed_over_before_the_25th_of_the_month_before() -> None:
    (january,) = months("2026-01", 1)
    for program in ("vn.social_assistance", "vn.social_pension", "vn.funeral"):
        deadline = BOOK.find(program, "VN-91", day("2025-12-01")).handed_over
        assert deadline is not None
        assert deadline.last_day(january) == day("2025-12-24")
        assert deadline.cite is not None
    assert BOOK.find("vn.social_assistance", "VN-91", day("2026-10-05")).handed_over is None  # not read in the new decree


def test_the_price_subsidy_is_paid_within_twenty_working_days_and_since_2021_in_the_month_of_the_release() -> None:
    old, new = (BOOK.find("cn.price_subsidy", "CN-430602", day(on)).paid_by for on in ("2020-04-10", "2021-12-01"))
    assert old is not None
    assert new is not None
    (march,) = months("2020-03", 1)
    assert old.last_day(march, counted_on=day("2020-04-10"), calendar=calendar_for("cn")) == day("2020-05-11")
    assert new.last_day(*months("2022-01", 1)) == day("2022-02-28")
    with pytest.raises(DateError, match="counted from a day of index_release, on a calendar"):
        old.last_day(march)


def test_relief_is_paid_once_and_first_in_an_emergency() -> None:
    found = {on: BOOK.find("cn.temporary_relief", "CN-430602", day(on)) for on in ("2018-01-23", "2026-06-30", "2026-07-01")}
    assert [one.value("pays_first", "emergency") for one in found.values()] == ["may", "may", "must"]
    assert all(one.terms.schedule == Schedule(Recurrence("once")) for one in found.values())
    assert found["2026-07-01"].value("pays_first") is None
    made = granted(
        "cn.temporary_relief", "CN-430602", "2024-03-08", Money("1410.00", "CNY", "once"), pay_day=PayDay(3, counted="decision")
    )
    (window,) = made.schedule.recurrence.windows(made.start, day("2025-01-01"))
    assert due(made, window).value == "1410.00"
    assert made.schedule.due_on(window, None, made.decided_on) == day("2024-03-11")


@pytest.mark.parametrize(
    ("decided", "amount"), [("2024-05-20", "7200000"), ("2025-02-20", "10000000"), ("2026-10-20", "10800000")]
)
def test_funeral_support_is_paid_once_to_whoever_is_named(decided: str, amount: str) -> None:
    """V34, V35: 20 times the standard."""
    made = granted("vn.funeral", "VN-91", decided, Money(amount, "VND", "once"))
    (window,) = made.schedule.recurrence.windows(made.start, day("2027-01-01"))
    assert due(made, window).value == amount
    with pytest.raises(InvalidFacts, match="who is paid"):
        granted("vn.funeral", "VN-91", decided, Money(amount, "VND", "once"), payee=None)


def test_rice_after_a_disaster_runs_for_three_months_at_most() -> None:
    """V38: five persons, 15 kg each, three months: 225 kg."""
    for decided in ("2026-08-14", "2026-10-14"):
        found = BOOK.find("vn.emergency_relief", "VN-91", day(decided))
        most = found.value("duration_months_most")
        first = day(decided).replace(day=1)
        made = granted(
            "vn.emergency_relief", "VN-91", decided, Quantity("75", "kilogram", "month"), until=add_months(first, most),
            pay_day=PayDay(0, counted="decision"),
        )  # fmt: skip
        assert sum(float(value) for value in dues(made, f"{first:%Y-%m}", 6)) == 225
        assert found.value("duration_months_most", "tet") == 1


def test_a_public_post_lasts_three_years_in_shandong() -> None:
    """V071: first placed on 1 March 2022: to 28 February 2025."""
    most = BOOK.find("cn.public_post", "CN-370902", day("2022-03-01")).value("duration_months_most")
    assert add_months(day("2022-03-01"), most) - DAY == day("2025-02-28")
    with pytest.raises(TermMissing, match=r"cn\.public_post: no set of terms is shipped for this place and day; supply your own"):
        terms_for("cn.public_post", "CN-430602", day("2022-03-01"))


PAYEES = [
    ("cn.dibao", "2025-01-01", PayeeKind.HOUSEHOLD_HEAD), ("cn.unattended_child", "2025-01-01", PayeeKind.GUARDIAN),
    ("cn.disability_living", "2025-01-01", PayeeKind.PERSON), ("cn.tekun", "2025-01-01", None),
    ("vn.social_assistance", "2025-01-01", PayeeKind.PERSON), ("vn.funeral", "2025-01-01", None),
]  # fmt: skip


@pytest.mark.parametrize(("program", "on", "kind"), PAYEES)
def test_the_payee_is_the_one_that_the_law_names(program: str, on: str, kind: PayeeKind | None) -> None:
    assert terms_for(program, country_of(program), day(on)).payee is kind


# -- places, layers, a file of one's own --

OWN = """
[sources.notice]
act = "Notice of the town"
read = 2026-11-21
confirmed = "text"
"""


def own(folder: Path, text: str, book: TermsBook = BOOK, name: str = "own.toml") -> TermsBook:
    path = folder / name
    path.write_text(OWN + text, "utf-8")
    return book.with_file(path)


def test_a_place_inherits_what_it_does_not_state() -> None:
    nation, county, town = (BOOK.find("cn.dibao", code, day("2025-03-01")) for code in ("CN", "CN-430602", "CN-410727"))
    assert county.terms == nation.terms
    assert town.terms.place.code == "CN-410727"
    assert town.held["starts", ""] == nation.held["starts", ""]
    assert town.held["grace_months_most", ""][1].code == "CN-410727"
    assert (town.terms.cite, nation.terms.cite) == (
        town.held["grace_months_most", ""][0].cite,
        evolve(nation.terms.starts[0].cite, article=""),
    )
    own = BOOK.find("demo.grain_aid", "XD-12", day("2025-03-01")).terms
    above = BOOK.find("demo.grain_aid", "XD-1", day("2025-03-01")).terms
    assert own.schedule is not None
    assert above.schedule is not None
    assert own.schedule == evolve(
        above.schedule, pay_day=PayDay(15, shift="previous_working_day"), advances=own.schedule.advances
    )
    assert evolve(own, schedule=above.schedule, place=above.place) == above


def test_a_county_states_its_pay_day_and_when_dibao_ends(tmp_path: Path) -> None:
    book = own(tmp_path, """
[[cn.dibao]]
place = "CN-430602"
since = 2025-01-01
cite = "notice"
end = { effect = "next_month", counted_from = "decision", cite = { article = "art. 9" } }
pay_day = { day = 15 }
pay_day_shift = { value = "previous_working_day" }
advances = { before = "spring_festival" }
""")  # fmt: skip
    terms = terms_for("cn.dibao", "CN-430602", day("2025-03-20"), book=book)
    assert terms.schedule == Schedule(
        Recurrence("month"), PayDay(15, shift="previous_working_day"),
        (Advance("spring_festival", Citation("Notice of the town", read=day("2026-11-21"))),),
    )  # fmt: skip
    assert terms.needed("end").cite == Citation("Notice of the town", "art. 9", read=day("2026-11-21"))
    assert terms.starts == terms_for("cn.dibao", "CN-430602", day("2025-03-20")).starts
    made = award(
        decision("cn.dibao", "2025-12-20", Money("9.00", "CNY", "month")),
        decided_on=day("2025-12-20"), terms=terms, payee=Payee("p1"),
    )  # fmt: skip
    (february,) = months("2026-02", 1)
    assert made.schedule.due_on(february, calendar_for("cn"), made.decided_on) == day(
        "2026-02-14"
    )  # a worked Saturday before the feast
    before = terms_for("cn.dibao", "CN-430602", day("2024-12-31"), book=book)
    assert before == evolve(terms_for("cn.dibao", "CN-430602", day("2024-12-31")), until=day("2024-12-31"))
    assert terms_for("cn.dibao", "CN-430603", day("2025-03-20"), book=book).schedule == Schedule(Recurrence("month"))


def test_at_one_place_what_a_user_states_goes_before_what_is_shipped_and_the_last_file_first(tmp_path: Path) -> None:
    first = own(
        tmp_path, '[[cn.dibao]]\nplace = "CN-410727"\nsince = 2020-01-01\ncite = "notice"\ngrace_months_most = { value = 3 }\n'
    )
    terms = terms_for("cn.dibao", "CN-410727", day("2025-01-01"), book=first)
    assert (terms.grace_months_most, terms.place.code) == (3, "CN-410727")
    second = own(
        tmp_path,
        '[[cn.dibao]]\nplace = "CN-410727"\nsince = 2019-01-01\ncite = "notice"\ngrace_months_most = { value = 2 }\n',
        first,
    )
    assert terms_for("cn.dibao", "CN-410727", day("2025-01-01"), book=second).grace_months_most == 2
    nation = own(tmp_path, '[[cn.dibao]]\nsince = 2020-01-01\ncite = "notice"\ngrace_months_most = { value = 1 }\n')
    assert terms_for("cn.dibao", "CN-410727", day("2025-01-01"), book=nation).grace_months_most == 6
    assert terms_for("cn.dibao", "CN-430602", day("2025-01-01"), book=nation).grace_months_most == 1
    assert terms_for("cn.dibao", "CN-430602", day("2025-01-01")).grace_months_most == 6


def test_of_two_versions_of_one_place_the_later_one_holds_whole(tmp_path: Path) -> None:
    book = own(tmp_path, """
[[cn.tekun]]
place = "CN-430602"
since = 2025-01-01
cite = "notice"
recurrence = { every = "month" }
pay_day = { day = 5 }
[[cn.tekun]]
place = "CN-430602"
since = 2026-01-01
until = 2026-06-30
cite = "notice"
recurrence = { every = "month", interval = 3 }
""")  # fmt: skip
    schedules = [
        terms_for("cn.tekun", "CN-430602", day(on), book=book).schedule for on in ("2025-12-31", "2026-01-01", "2026-07-01")
    ]
    assert schedules == [
        Schedule(Recurrence("month"), PayDay(5)), Schedule(Recurrence("month", 3)), Schedule(Recurrence("month"), PayDay(5)),
    ]  # fmt: skip


def test_a_program_of_ones_own_is_listed(tmp_path: Path) -> None:
    table = (
        '[[cn.old_age_allowance]]\nplace = "CN-430600"\nsince = 2020-01-01\ncite = "notice"\nrecurrence = { every = "month" }\n'
    )
    with pytest.raises(LawError, match=r"cn\.old_age_allowance: unknown_program: .* listed in programs"):
        own(tmp_path, table)
    path = tmp_path / "own.toml"
    path.write_text('programs = ["cn.old_age_allowance"]\n' + OWN + table, "utf-8")
    book = BOOK.with_file(path)
    assert terms_for("cn.old_age_allowance", "CN-430602", day("2024-01-01"), book=book).schedule == Schedule(Recurrence("month"))
    assert "cn.old_age_allowance" in book.programs()
    with pytest.raises(UnknownProgram):
        terms_for("cn.old_age_allowance", "CN-430602", day("2024-01-01"))


def test_terms_for_a_program_with_rules_but_without_terms_can_be_supplied(tmp_path: Path) -> None:
    with pytest.raises(TermMissing, match=r"cn\.dibao_edge: no set of terms"):
        terms_for("cn.dibao_edge", "CN-120000", day("2025-10-01"))
    book = own(
        tmp_path,
        '[[cn.dibao_edge]]\nplace = "CN-120000"\nsince = 2025-09-01\ncite = "notice"\nrecurrence = { every = "month" }\n',
    )
    assert terms_for("cn.dibao_edge", "CN-120100", day("2025-10-01"), book=book).schedule == Schedule(Recurrence("month"))


def test_a_book_goes_to_another_process_and_the_shipped_one_stays_one(tmp_path: Path) -> None:
    assert pickle.loads(pickle.dumps(BOOK)) is BOOK is TermsBook.default()
    book = own(tmp_path, '[[demo.grain_aid]]\nsince = 2020-01-01\ncite = "notice"\npay_day = { day = 3 }\n')
    again = pickle.loads(pickle.dumps(book))
    assert terms_for("demo.grain_aid", "XD-2", day("2025-01-01"), book=again) == terms_for(
        "demo.grain_aid", "XD-2", day("2025-01-01"), book=book
    )


# -- what is refused --


def test_an_unknown_program_names_the_nearest_one() -> None:
    with pytest.raises(UnknownProgram, match=r"did you mean 'vn\.social_pension'"):
        terms_for("vn.social_pensions", "VN", day("2026-01-01"))
    with pytest.raises(UnknownProgram, match=r"did you mean 'cn\.dibao_edge'"):
        terms_for("cn.dibao_egde", "CN", day("2026-01-01"))
    for key in ("", "xx.dibao", "dibao", "cn", "cn."):
        with pytest.raises(UnknownProgram):
            terms_for(key, "CN", day("2026-01-01"))


def test_a_day_before_the_law_says_what_is_known() -> None:
    with pytest.raises(TermMissing, match="known for VN from 2025-07-01 to 2026-10-04; VN from 2026-10-05; supply your own"):
        terms_for("vn.social_pension", "VN-91", day("2025-06-30"))


def test_a_place_of_another_country_no_place_and_no_day_are_refused() -> None:
    with pytest.raises(InvalidFacts, match="foreign_place: given 'VN-91', expected a place of CN"):
        terms_for("cn.dibao", "VN-91", day("2025-01-01"))
    with pytest.raises(PlaceError):
        terms_for("cn.dibao", "CN-999999", day("2025-01-01"))
    for wrong in ("2025-01-01", dt.datetime(2025, 1, 1), None):
        with pytest.raises(TypeError, match="`on` is a date"):
            terms_for("cn.dibao", "CN", wrong)  # type: ignore[arg-type]  # what is refused


GOOD = """
[sources.act]
act = "Grain Act"
read = 2026-11-21
confirmed = "text"

[[demo.grain_aid]]
since = 2020-01-01
cite = "act"
starts = [
    { ground = "age", effect = "same_month", counted_from = "birthday" },
    { effect = "next_month", counted_from = "decision", cite = { article = "art. 2" } },
]
end = { effect = "next_month", cite = { source = "act", article = "art. 3" } }
grace_months_most = { value = 6 }
back_pay_on_resumption = { value = true }
payee = { value = "person" }
recurrence = { every = "month", interval = 1 }
pay_day = { day = 10, months_after = 1 }
pay_day_shift = { value = "none" }
advances = [ { before = "harvest" }, { before = 2025-09-10 } ]
partial = { first = "full", last = "prorated", day_count = "thirty", rounding = { mode = "up", step = "1" } }
handed_over = { day = 24, months_after = -1 }
paid_by = { working_days = 20, counted_from = "index_release" }
note = "a note"
"""


def parsed(text: str) -> tuple[Version, ...]:
    return parse_terms(tomllib.loads(text), "terms.toml", ("demo.grain_aid",))


def wrong(text: str) -> list[tuple[str, str]]:
    with pytest.raises(LawError) as caught:
        parsed(text)
    assert all(str(problem) in str(caught.value) for problem in caught.value.problems)
    return [(problem.code, problem.path) for problem in caught.value.problems]


def planted(old: str, new: str) -> str:
    assert GOOD.count(old) == 1, old
    return GOOD.replace(old, new)


def test_a_good_file_gives_every_kind_of_term_with_its_source() -> None:
    (version,) = parsed(GOOD)
    stated = {key: one.value for key, one in version.stated.items()}
    act = Citation("Grain Act", read=day("2026-11-21"))
    assert stated == {
        ("starts", "age"): Rule("same_month", "birthday", "age", act),
        ("starts", ""): Rule("next_month", "decision", "", evolve(act, article="art. 2")),
        ("end", ""): Rule("next_month", "event", "", evolve(act, article="art. 3")),
        ("grace_months_most", ""): 6,
        ("back_pay_on_resumption", ""): True,
        ("payee", ""): "person",
        ("recurrence", ""): Recurrence("month", 1),
        ("pay_day", ""): PayDay(10, 1),
        ("pay_day_shift", ""): "none",
        ("advances", ""): (Advance("harvest", act), Advance(day("2025-09-10"), act)),
        ("partial", ""): Schedule(
            first=Partial.FULL, last=Partial.PRORATED, day_count=DayCount.THIRTY, rounding=Rounding("up", "1")
        ),
        ("handed_over", ""): Deadline(day=24, months_after=-1, cite=act),
        ("paid_by", ""): Deadline(working_days=20, counted_from="index_release", cite=act),
    }
    assert (version.since, version.until, version.place.code, version.note, version.cite) == (
        day("2020-01-01"),
        None,
        "XD",
        "a note",
        act,
    )
    assert all(one.cite.act == "Grain Act" for one in version.stated.values())


def test_a_version_of_one_day_and_a_source_of_a_terms_own_are_fine() -> None:
    mine = "cite = { act = 'A page', read = 2026-01-02, confirmed = 'known' } }"
    text = planted("{ value = 6 }", "{ value = 6, " + mine) + "until = 2020-01-01\n"
    (version,) = parsed(text.replace('cite = "act"', 'cite = { source = "act", article = "1" }'))
    assert version.holds_on(day("2020-01-01"))
    assert not version.holds_on(day("2020-01-02"))
    assert version.stated["grace_months_most", ""].cite == Citation("A page", read=day("2026-01-02"), confirmed="known")
    assert version.stated["payee", ""].cite == Citation("Grain Act", "1", read=day("2026-11-21"))


def test_a_list_of_places_is_one_version_for_each() -> None:
    versions = parsed(GOOD + 'place = ["XD-1", "XD-12"]\n')
    assert [version.period for version in versions] == ["XD-1 from 2020-01-01", "XD-12 from 2020-01-01"]


AID = "demo.grain_aid[0]"
REFUSED = {
    "no first day": (planted("since = 2020-01-01\n", ""), "no_start", AID),
    "a first day in quotes": (planted("since = 2020-01-01", 'since = "2020"'), "bad_date", f"{AID}.since"),
    "a last day before the first": (GOOD + "until = 2019-12-31\n", "until_before_from", f"{AID}.until"),
    "a last day that never comes": (GOOD + "until = 9999-12-31\n", "bad_date", f"{AID}.until"),
    "a misspelt term": (planted("grace_months_most", "grace_months_mots"), "unknown_key", f"{AID}.grace_months_mots"),
    "a misspelt key of a term": (planted("interval = 1", "intervall = 1"), "unknown_key", f"{AID}.recurrence.intervall"),
    "a ground where there is none": (
        planted("{ value = 6 }", "{ value = 6 }\nchange = { ground = 'x', effect = 'same_month' }"),
        "unknown_key", f"{AID}.change.ground",
    ),
    "a term that is no table": (planted('{ value = "person" }', '"person"'), "not_a_table", f"{AID}.payee"),
    "a list where one table is meant": (planted('{ value = "person" }', '[{ value = "person" }]'), "not_a_table", f"{AID}.payee"),
    "no rule of start in the list": (GOOD[: GOOD.index("starts")] + "starts = []\n", "not_a_table", f"{AID}.starts"),
    "counted from nothing": (planted('counted_from = "birthday"', 'counted_from = "moon"'), "bad_value", f"{AID}.starts[0]"),
    "an effect that is no text": (planted('{ effect = "next_month", cite', "{ effect = 1, cite"), "bad_value", f"{AID}.end"),
    "no effect": (planted('{ effect = "next_month", cite', "{ cite"), "no_value", f"{AID}.end"),
    "no value": (planted("{ value = 6 }", "{ note = 'six' }"), "no_value", f"{AID}.grace_months_most"),
    "months of none": (planted("{ value = 6 }", "{ value = 0 }"), "bad_value", f"{AID}.grace_months_most"),
    "months in quotes": (planted("{ value = 6 }", "{ value = '6' }"), "bad_value", f"{AID}.grace_months_most"),
    "months that are true": (planted("{ value = 6 }", "{ value = true }"), "bad_value", f"{AID}.grace_months_most"),
    "yes in quotes": (planted("{ value = true }", "{ value = 'yes' }"), "bad_value", f"{AID}.back_pay_on_resumption"),
    "a payee that there is not": (planted('"person"', '"people"'), "bad_value", f"{AID}.payee"),
    "a recurrence that there is not": (planted('"month"', '"fortnight"'), "bad_value", f"{AID}.recurrence"),
    "every no month": (planted("interval = 1", "interval = 0"), "bad_value", f"{AID}.recurrence"),
    "an anchor in quotes": (planted("interval = 1", "anchor = '2020'"), "bad_value", f"{AID}.recurrence"),
    "pay day 32": (planted("day = 10", "day = 32"), "bad_value", f"{AID}.pay_day"),
    "a pay day that is a float": (planted("day = 10", "day = 10.0"), "bad_value", f"{AID}.pay_day"),
    "a shift that there is not": (planted('"none"', '"next_week"'), "bad_value", f"{AID}.pay_day_shift"),
    "an advance before nothing": (planted('before = "harvest"', 'before = ""'), "bad_value", f"{AID}.advances[0]"),
    "an advance without a day": (planted('before = "harvest"', "note = 'x'"), "no_value", f"{AID}.advances[0]"),
    "prorating without a day count": (planted('day_count = "thirty", ', ""), "bad_value", f"{AID}.partial"),
    "a rounding that there is not": (planted('mode = "up"', 'mode = "off"'), "bad_value", f"{AID}.partial"),
    "a rounding that is no table": (planted('{ mode = "up", step = "1" }', "3"), "bad_value", f"{AID}.partial"),
    "a part that there is not": (planted('first = "full"', 'first = "half"'), "bad_value", f"{AID}.partial"),
    "a deadline of two kinds": (planted("working_days = 20", "day = 3, working_days = 20"), "bad_value", f"{AID}.paid_by"),
    "a deadline after nothing": (planted(', counted_from = "index_release"', ""), "bad_value", f"{AID}.paid_by"),
    "a deadline of no working day": (planted("working_days = 20", "working_days = 0"), "bad_value", f"{AID}.paid_by"),
    "a deadline of no day": (planted("day = 24, ", ""), "bad_value", f"{AID}.handed_over"),
    "one ground twice": (planted('ground = "age", ', ""), "two_values", f"{AID}.starts[1]"),
    "a ground that is no text": (planted('ground = "age"', "ground = 3"), "not_a_text", f"{AID}.starts[0].ground"),
    "a note that is no text": (planted('"a note"', "3"), "not_a_text", f"{AID}.note"),
    "no source": (planted('cite = "act"\n', "").replace('article = "art. 2"', "act = 'A'"), "no_citation", f"{AID}.starts[0]"),
    "a source that there is not": (planted('cite = "act"\n', 'cite = "akt"\n'), "no_such_source", f"{AID}.cite"),
    "a source of a term that there is not": (planted('source = "act"', 'source = "akt"'), "no_such_source", f"{AID}.end.cite"),
    "a misspelt key of a source": (planted('article = "art. 2"', 'art = ""'), "unknown_key", f"{AID}.starts[1].cite.art"),
    "a source nobody read": (planted("read = 2026-11-21\n", ""), "no_read_day", "sources.act"),
    "a place that cannot be": (GOOD + 'place = "XD-99x"\n', "bad_place", f"{AID}.place"),
    "a place of another country": (GOOD + 'place = "VN-91"\n', "foreign_place", f"{AID}.place"),
    "a version that is no table": (GOOD[: GOOD.index("[[")] + "[demo]\ngrain_aid = 3\n", "not_rows", "demo.grain_aid"),
    "one table in place of a list": (planted("[[demo.grain_aid]]", "[demo.grain_aid]"), "not_rows", "demo.grain_aid"),
    "a program that there is not": (planted("[[demo.grain_aid]]", "[[demo.grain_ade]]"), "unknown_program", "demo.grain_ade"),
    "a country that there is not": (planted("[[demo.grain_aid]]", "[[dome.grain_aid]]"), "unknown_program", "dome"),
    "programs of one's own that are no list": ("programs = 3\n" + GOOD, "not_a_list", "programs"),
    "a program of one's own without a country": ("programs = ['rice']\n" + GOOD, "unknown_program", "programs"),
    "two versions of one day": (GOOD + "[[demo.grain_aid]]\nsince = 2020-01-01\n", "two_values", "demo.grain_aid[1]"),
}  # fmt: skip


@pytest.mark.parametrize("mistake", REFUSED)
def test_a_mistake_in_a_file_is_named_with_its_place(mistake: str) -> None:
    text, code, path = REFUSED[mistake]
    assert (code, path) in wrong(text)


def test_only_what_is_wrong_is_reported_and_all_of_it_at_once(tmp_path: Path) -> None:
    alone = {"no source", "no rule of start in the list", "a source nobody read"}  # each term without a source says so
    for mistake in REFUSED.keys() - alone:
        text, code, path = REFUSED[mistake]
        assert wrong(text) == [(code, path)], mistake
    text = planted("day = 10", "day = 32").replace("value = 6", "value = -1").replace('"person"', '"people"')
    path = tmp_path / "wrong.toml"
    path.write_text(text + "[[demo.grain]]\nsince = 2020-01-01\n[[cn.dibao]]\nplace = 'VN'\nsince = 2020-01-01\n", "utf-8")
    with pytest.raises(LawError, match=r"wrong\.toml cannot be used as law") as caught:
        BOOK.with_file(path)
    assert sorted((problem.code, problem.path) for problem in caught.value.problems) == [
        ("bad_value", "demo.grain_aid[0].grace_months_most"), ("bad_value", "demo.grain_aid[0].pay_day"),
        ("bad_value", "demo.grain_aid[0].payee"), ("foreign_place", "cn.dibao[0].place"), ("unknown_program", "demo.grain"),
    ]  # fmt: skip
    with pytest.raises(LawError, match=r"did you mean 'grace_months_most'\?"):
        parsed(REFUSED["a misspelt term"][0])


def test_a_file_that_is_no_toml_or_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_bytes(b"\xff = 3")
    with pytest.raises(LawError, match="not_toml"):
        BOOK.with_file(tmp_path / "bad.toml")
    with pytest.raises(FileNotFoundError):
        BOOK.with_file(tmp_path / "none.toml")


LEAVES = st.one_of(
    st.none(), st.booleans(), st.integers(-40, 400), st.floats(), st.text(max_size=8), st.dates(),
    st.sampled_from(["month", "next_month", "decision", "act", "", "person", "previous_working_day", "full", "XD-1"]),
)  # fmt: skip
NESTED = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(
    ["value", "effect", "counted_from", "ground", "cite", "every", "day", "source", "first", "before"]), inner, max_size=4,
), max_leaves=8)  # fmt: skip


@given(st.dictionaries(st.sampled_from([*TERMS, "since", "until", "place", "cite", "note", "x"]), NESTED, max_size=5), NESTED)
@example({"since": dt.date(2020, 1, 1), "starts": {"effect": ["same_month"]}}, None)
@example({"since": dt.date(2020, 1, 1), "payee": {"value": {}}}, {"act": []})
def test_whatever_stands_in_a_file_it_is_read_or_refused_with_problems(table: dict[str, Any], source: Any) -> None:
    tables = {
        "sources": {"act": {"act": "A", "read": dt.date(2026, 1, 1), "confirmed": "text"}, "x": source},
        "demo": {"grain_aid": [table]},
    }
    with suppress(LawError):
        versions = parse_terms(tables, "fuzz.toml", ("demo.grain_aid",))
        assert all(one.value is not None and one.cite.read for version in versions for one in version.stated.values())


@given(NESTED)
def test_whatever_a_file_is_it_is_read_or_refused_with_problems(tables: Any) -> None:
    given_tables = tables if isinstance(tables, dict) else {"demo": tables, "programs": tables, "sources": tables}
    with suppress(LawError):
        assert parse_terms(given_tables, "fuzz.toml", ("demo.grain_aid",)) == ()


@pytest.mark.parametrize("term", TERMS)
def test_every_term_needs_a_table_and_says_which_keys_it_has(term: str) -> None:
    assert fields_of(term)
    problems = wrong(GOOD[: GOOD.index("starts")] + f"{term} = {{ strange = 1 }}\n")
    assert ("unknown_key", f"demo.grain_aid[0].{term}.strange") in problems


# -- any place, any day --

DAYS = st.dates(day("2009-01-01"), day("2031-12-31")) | st.sampled_from(
    sorted({moved for v in SHIPPED for edge in (v.since, v.until) if edge for moved in (edge - DAY, edge, edge + DAY)})
)
PLACES = {
    "CN": st.sampled_from(
        ["CN", "CN-430602", "CN-410727", "CN-410700", "CN-360702", "CN-360700", "CN-500101", "CN-330102", "CN-370902"]
    ),
    "VN": st.sampled_from(["VN", "VN-91", "VN-91-30337", "VN-01"]),
    "XD": st.sampled_from(["XD", "XD-1", "XD-12", "XD-13", "XD-2"]),
}
OWN_VERSIONS = st.lists(
    st.builds(
        lambda program, place, since, length, value, layer: Version(
            program, Place.parse(place), since, since + length if length else None,
            {("grace_months_most", ""): parsed(GOOD)[0].stated["grace_months_most", ""], ("pay_day", ""): value}, None, "", layer,
        ),
        st.just("cn.dibao"), st.sampled_from(["CN", "CN-410727", "CN-410700", "CN-410700"]), DAYS,
        st.none() | st.timedeltas(dt.timedelta(0), dt.timedelta(900)),
        st.builds(lambda n: evolve(parsed(GOOD)[0].stated["pay_day", ""], value=PayDay(n)), st.integers(1, 28)),
        st.integers(1, 3),
    ),
    max_size=4, unique_by=lambda version: (version.place, version.since, version.layer),
)  # fmt: skip


def by_hand(book: TermsBook, program: str, place: Place, on: dt.date) -> dict[tuple[str, str], Any]:
    """What holds, found the long way: each term asked of each layer, the nearest first."""
    found: dict[tuple[str, str], Any] = {}
    for layer in place.chain:
        holding = [v for v in book.versions(program) if v.place == layer and v.since <= on and (v.until is None or on <= v.until)]
        for rank in sorted({v.layer for v in holding}, reverse=True):
            (*_, latest) = sorted((v for v in holding if v.layer == rank), key=lambda v: v.since)
            for key, one in latest.stated.items():
                found.setdefault(key, one)
    return found


def the_nearest_layers_hold(book: TermsBook, program: str, place: Place, on: dt.date, other: st.DataObject) -> None:
    """The terms are those of the nearest layers that hold on the day, and the same on every day that they say they are for."""
    holding = [v for v in book.versions(program) if v.place in place.chain and v.holds_on(on)]
    if not holding:
        with pytest.raises(TermMissing):
            book.find(program, place, on)
        return
    found = book.find(program, place, on)
    terms = found.terms
    assert terms.since <= on <= (terms.until or dt.date.max)
    assert terms.place == next(layer for layer in place.chain if any(v.place == layer for v in holding))
    assert {key: one for key, (one, _) in found.held.items()} == by_hand(book, program, place, on)
    assert all(layer in place.chain for _, layer in found.held.values())
    assert book.find(program, place, other.draw(st.dates(terms.since, terms.until or day("2035-01-01")))) is found


@given(st.data(), st.sampled_from(PROGRAMS), DAYS)
def test_for_any_place_and_day_the_shipped_terms_are_those_of_the_nearest_layers(
    data: st.DataObject, program: str, on: dt.date
) -> None:
    place = Place.parse(data.draw(PLACES[country_of(program)]))
    the_nearest_layers_hold(BOOK, program, place, on, data)


@given(st.data(), OWN_VERSIONS, st.sampled_from(["CN-410727", "CN-410728", "CN-410700"]), st.booleans())
def test_with_terms_of_ones_own_the_nearest_layers_hold_and_the_users_first(
    data: st.DataObject, own_versions: list[Version], place: str, early: bool
) -> None:
    edges = [moved for v in own_versions for moved in (v.since, v.until or v.since, v.since + 30 * DAY)]
    on = data.draw(st.sampled_from(edges) if edges and early else DAYS)
    the_nearest_layers_hold(TermsBook(tuple(own_versions)), "cn.dibao", Place.parse(place), on, data)


@given(st.sampled_from(PROGRAMS), st.data(), DAYS, DAYS)
def test_no_entitlement_starts_after_the_month_that_follows_what_it_counts_from(
    program: str, data: st.DataObject, on: dt.date, counted: dt.date
) -> None:
    try:
        terms = terms_for(program, data.draw(PLACES[country_of(program)]), on)
    except TermMissing:
        return
    for rule in terms.starts:
        first = rule.effect.day(counted)
        assert counted.replace(day=1) <= first <= add_months(counted.replace(day=1), 1)
    assert len({rule.ground for rule in terms.starts}) == len(terms.starts)


def test_shifts_are_those_of_a_pay_day() -> None:
    assert {one.value for v in SHIPPED for (term, _), one in v.stated.items() if term == "pay_day_shift"} <= set(Shift)
