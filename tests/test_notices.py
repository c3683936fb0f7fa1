"""Notices: whole sentences in four languages, amounts in figures and in words, reasons, and a remedy that is never left out."""

from __future__ import annotations

import datetime as dt
import json
import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from test_amounts_in_words import read_yuan
from welfarekit.administration.awarding import award as award_of
from welfarekit.administration.law.award_terms import terms_for
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedures import Procedures
from welfarekit.administration.notices import frames as notice_frames
from welfarekit.administration.notices.basis import closest
from welfarekit.administration.notices.hearing import heard_in
from welfarekit.administration.notices.notice import CauseGround, Ground, Notice, NoticeKind, Remedy, notice
from welfarekit.administration.notices.remedies import hearing_before, remedies_of
from welfarekit.administration.notices.speaker import Speaker
from welfarekit.awards.award import Award
from welfarekit.awards.events import Cause, Event, EventKind
from welfarekit.awards.ledger import Ledger
from welfarekit.awards.life import begin, change, extend, resume, suspend, terminate, undo
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.planning import plan as planned
from welfarekit.awards.reconcile import Line, reconcile
from welfarekit.awards.recovery import Instalment, RecoveryPlan, recovery
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.schedule import Schedule
from welfarekit.awards.terms import Rule
from welfarekit.citation import Citation
from welfarekit.dates import Period
from welfarekit.domain.household import Household
from welfarekit.domain.payee import Payee
from welfarekit.domain.person import Person
from welfarekit.errors import CalendarMissing, InvalidFacts, NotSettled, TermMissing, UnknownProgram
from welfarekit.language.catalogue import strict
from welfarekit.language.locale import LOCALES
from welfarekit.money import Money
from welfarekit.place import Place
from welfarekit.procedure.case import Case
from welfarekit.procedure.limit import Limit
from welfarekit.quantity import Quantity
from welfarekit.rules.determination import Determination, Outcome
from welfarekit.rules.determine import determine
from welfarekit.truth import UNKNOWN

ROOT = Path(__file__).parents[1]
HERE = "CN-430602"
OLD, NEW = dt.date(2026, 3, 2), dt.date(2026, 8, 3)
"""Before and after the Social Assistance Act, which asks for a hearing."""
YUAN = "740.00"


def family(income: str = "2450.00", **facts: Any) -> Household:
    home = Household.from_json((ROOT / "examples/yueyanglou.json").read_text("utf-8"))
    calm = [evolve(m, work=evolve(m.work, took_job_on_dibao=False)) if m.work not in (None, UNKNOWN) else m for m in home.members]
    return evolve(home, income_per_month=Money(income, "CNY"), members=tuple(calm), **facts)


@cache
def decided(income: str = "2450.00", property_within_rule: bool = True) -> Determination:
    return determine("cn.dibao", family(income, property_within_rule=property_within_rule), on=dt.date(2025, 9, 1))


@cache
def dibao() -> Award:
    return award_of(
        decided(),
        decided_on=dt.date(2025, 9, 8),
        payee=Payee("p1", "household_head"),
        pay_day=PayDay(10, shift="previous_working_day"),
    )


LOCAL = Citation("某县低保动态管理办法", "art. 3", read=OLD)
TERMS = evolve(
    terms_for("cn.dibao", HERE, dt.date(2025, 9, 8)), change=Rule("same_month", cite=LOCAL), end=Rule("next_month", cite=LOCAL)
)


def changed(amount: str, known_on: dt.date, **more: Any) -> tuple[Award, Event]:
    made = change(dibao(), Money(amount, "CNY", "month"), on=known_on, known_on=known_on, terms=TERMS, **more)
    return made, made.events[-1]


def stopped(known_on: dt.date, **more: Any) -> tuple[Award, Event]:
    made = terminate(dibao(), on=known_on, known_on=known_on, terms=TERMS, **more)
    return made, made.events[-1]


MONTHS = [Period(one, after) for one, after in pairwise([dt.date(2025, month, 1) for month in (10, 11, 12)])]


def overpaid(sign: int = -1) -> tuple[Line, ...]:
    return tuple(
        Line(month, Money.of_minor(sign * minor, "CNY"), cause)
        for month, minor, cause in zip(MONTHS, (27_300, 12_345), (Cause.LATE_REPORT, Cause.OFFICE_ERROR), strict=True)
    )


def instalments(left: int = 0, floor: str = "200.00") -> RecoveryPlan:
    parts = tuple(
        Instalment(Money.of_minor(minor, "CNY"), dt.date(2026, month, 10), f"r{month}", MONTHS[0], Cause.LATE_REPORT)
        for month, minor in ((1, 20_000), (2, 19_645 - left))
    )
    return RecoveryPlan(Money("396.45", "CNY"), parts, Money.of_minor(left, "CNY"), dt.date(2025, 12, 15), Money(floor, "CNY"))


RULE = Citation("An act", "art. 5", read=NEW)
TAKEN_BACK = (Ground("What was not due is paid back.", Citation("A local rule", "art. 7", read=NEW)),)


def once() -> Award:
    return evolve(dibao(), amount=Money("600.00", "CNY", "once"), schedule=Schedule(Recurrence("once")))


def every_kind() -> dict[str, Notice]:
    """One notice of each kind, and of each way that a kind can be told."""
    up, raised = changed("3000.00", OLD)
    down, reduced = changed("1000.00", NEW)
    for_a_time, short = changed("2900.00", OLD, until=dt.date(2026, 6, 1))
    down_for_a_time, shorter = changed("2600.00", OLD, until=dt.date(2026, 6, 1), cause="stacking")
    held = suspend(dibao(), on=OLD, known_on=OLD, terms=evolve(TERMS, suspension=TERMS.end))
    again = resume(held, on=NEW, known_on=NEW, terms=evolve(TERMS, resumption=TERMS.end), back_pay=True)
    without = resume(held, on=NEW, known_on=NEW, terms=evolve(TERMS, resumption=TERMS.end), back_pay=False)
    ended, end = stopped(NEW, cause="death")
    at_once = dibao().with_events(Event(kind="end", since=dt.date(2025, 10, 1), known_on=OLD, cause="own_request"))
    paused = dibao().with_events(
        Event(kind="suspend", since=dt.date(2026, 4, 1), until=dt.date(2026, 6, 1), known_on=OLD, cause="review")
    )
    plain: dict[str, Any] = {"served_on": dt.date(2026, 8, 5), "decided_on": NEW}
    back: dict[str, Any] = {"award": dibao(), "lines": overpaid(), "grounds": TAKEN_BACK}
    none = evolve(instalments(), instalments=(), left=Money("396.45", "CNY"))
    return {
        "approve": notice(
            "approve", award=dibao(), determination=decided(), served_on=dt.date(2025, 9, 10), office="岳阳楼区民政局"
        ),
        "approve until": notice("approve", award=evolve(dibao(), until=dt.date(2026, 4, 1)), served_on=None),
        "approve once": notice(
            "approve", award=once(), served_on=None, pay_day=dt.date(2025, 9, 9)
        ),
        "approve in kind": notice("approve", award=evolve(dibao(), amount=Quantity("15", "kilogram", "month")), served_on=None),
        "refuse": notice("refuse", determination=decided("9000.00", False), decided_on=OLD, served_on=OLD),
        "refuse on grounds": notice(
            "refuse", determination=evolve_unsettled(), decided_on=OLD, served_on=OLD,
            grounds=[Ground({"en": "Nobody took part.", "zh_Hans": "拒不配合核查。"}, RULE), Ground("Papers are missing.")],
        ),
        "raise": notice("change", award=up, event=raised, served_on=OLD),
        "raise for a time": notice("raise", award=for_a_time, event=short, served_on=OLD),
        "reduce": notice("change", award=down, event=reduced, served_on=NEW, heard_on=NEW - dt.timedelta(days=5)),
        "reduce for a time": notice("reduce", award=down_for_a_time, event=shorter, served_on=OLD, heard_on=OLD),
        "suspend": notice("suspend", award=held, event=held.events[-1], served_on=OLD, lapses_on=dt.date(2026, 6, 1)),
        "suspend for a time": notice("suspend", award=paused, event=paused.events[-1], served_on=OLD),
        "resume": notice("resume", award=again, event=again.events[-1], served_on=NEW),
        "resume without back pay": notice("resume", award=without, event=without.events[-1], served_on=NEW),
        "stop": notice("stop", award=ended, event=end, served_on=NEW, heard_on=NEW),
        "stop before it began": notice("stop", award=at_once, event=at_once.events[-1], served_on=OLD),
        "recover": notice("recover", **back, plan=instalments(5_000), floor=Money("200.00", "CNY"), served_on=NEW),
        "recover and pay back": notice(
            "recover", **back, plan=instalments(5_000, "0.00"), pay_day=dt.date(2026, 9, 1), served_on=NEW
        ),
        "recover in one": notice(
            "recover", **back, served_on=NEW,
            plan=evolve(instalments(), instalments=instalments().instalments[:1], left=Money("196.45", "CNY")),
        ),
        "nothing to take from": notice("recover", **back, plan=none, served_on=NEW),
        "nothing to take from, a day": notice("recover", **back, plan=none, pay_day=dt.date(2026, 9, 1), served_on=NEW),
        "pay back": notice("recover", **back, pay_day=dt.date(2026, 9, 1), **plain),
        "arrears": notice("arrears", award=dibao(), lines=overpaid(1), pay_day=dt.date(2026, 9, 10), **plain),
        "remedies of one's own": notice(
            "arrears", award=dibao(), lines=overpaid(1), **plain,
            remedies=[
                Remedy("tribunal", RULE, dt.date(2026, 9, 1)), Remedy("complaint", RULE, dt.date(2026, 9, 2), body="the mayor"),
            ],
        ),
    }  # fmt: skip


def evolve_unsettled() -> Determination:
    home = family("9000.00")
    return determine("cn.dibao", evolve(home, income_per_month=UNKNOWN), on=dt.date(2025, 9, 1))


NOTICES = every_kind()


# -- in every language --


@pytest.mark.parametrize("name", NOTICES)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_notice_is_whole_in_every_language(name: str, locale: str) -> None:
    made = NOTICES[name]
    with strict():
        text = made.text(locale)
    assert not re.search(r"[{}]|None|UNKNOWN", text)
    assert made.subject in text
    lines = made.sentences(locale)
    assert len(lines) == len(set(lines)), "nothing is said twice"
    assert lines[-1].startswith("- "), "it ends with a remedy"
    assert all(line == line.strip() for line in lines)
    stop = "。" if locale.startswith("zh") else "."
    acts = {f"- {Speaker(locale).value(cite)}" for cite in made.basis}
    assert [line for line in lines[1:] if line.startswith("- ") and line not in acts and not line.endswith((stop, "."))] == []


OWN_WORDS = tuple(name for name, made in NOTICES.items() if any(isinstance(ground, Ground) for ground in made.grounds))
"""Those with sentences of the office's own, which stand as they are."""


@pytest.mark.parametrize("name", [name for name in NOTICES if name not in (*OWN_WORDS, "remedies of one's own")])
@pytest.mark.parametrize("locale", ["zh_Hans", "zh_Hant"])
def test_chinese_notices_have_chinese_punctuation(name: str, locale: str) -> None:
    text = NOTICES[name].text(locale)
    assert not re.search(r"[\u3400-\u9fff）》][,;:!?().]|[,;:!?().][\u3400-\u9fff（《]", text)
    assert " " not in text.replace("- ", "")


def test_every_frame_is_used_by_some_notice() -> None:
    """So that a translation is never without a notice that shows it."""
    elsewhere = [
        *notice_frames.CAUSES.values(), *notice_frames.UNTIL.values(), *notice_frames.WITHIN.values(), notice_frames.MAY_MOVE,
        *notice_frames.LIMITS.values(), *notice_frames.BODIES.values(), notice_frames.HEARD,
    ]  # fmt: skip
    spoken = "\n".join([*(made.text("en") for made in NOTICES.values()), *elsewhere])
    for msgid, _ in notice_frames.messages():
        parts = [re.escape(part) for part in re.split(r"\{[a-z_]+\}", msgid)]
        assert msgid in spoken or re.search(".+?".join(parts), spoken), msgid


@pytest.mark.parametrize("cause", Cause)
@pytest.mark.parametrize("locale", LOCALES)
def test_every_cause_is_a_sentence(cause: Cause, locale: str) -> None:
    assert set(notice_frames.CAUSES) == set(Cause)
    made = evolve(NOTICES["raise"], grounds=(CauseGround(cause, RULE),))
    with strict():
        assert re.search(r"An act", made.text(locale))


# -- what it says --

APPROVAL = """\
最低生活保障（低保）：审核确认通知书

案件yueyanglou-7，湖南省岳阳市岳阳楼区，2025年9月8日作出决定。
决定机关：岳阳楼区民政局。
您的申请已获确认同意。
自2025年10月1日起享受待遇，标准为每月2,730元（大写：人民币贰仟柒佰叁拾元整）。
首次发放日为2025年10月10日。

认定理由
- 符合最低生活保障条件（《社会救助暂行办法》（国务院令第649号）第9条）。
- 该家庭整体符合低保条件（《社会救助暂行办法》（国务院令第649号）第9条）。
- 每月发放最低生活保障金2,730元（《社会救助暂行办法》（国务院令第649号）第12条）。
- 核定家庭收入与7人户最低生活保障标准的差额为每月2,730元（《社会救助暂行办法》（国务院令第649号）第12条）。
"""


def test_an_approval_reads_as_an_official_writes_it() -> None:
    made = NOTICES["approve"]
    assert made.text("zh_Hans").startswith(APPROVAL)
    assert [remedy.last for remedy in made.remedies] == [dt.date(2025, 11, 10), dt.date(2026, 3, 10)]
    assert "2025年11月10日前（含当日）" in made.text("zh_Hans")
    assert "人民幣貳仟柒佰叁拾圓整" in made.text("zh_Hant")
    assert "bằng chữ: Hai nghìn bảy trăm ba mươi nhân dân tệ" in made.text("vi")
    assert "CNY 2,730 (in words: two thousand seven hundred and thirty yuan) a month" in made.text("en")


INCOME = "The counted income of CNY 9,000 a month is not below CNY 5,180, the minimum living standard for a household of 7"


def test_a_refusal_names_every_condition_that_failed_with_its_article() -> None:
    lines = NOTICES["refuse"].sentences("en")
    assert [line for line in lines if "art. 9)" in line] == [
        "- The conditions of the minimum living guarantee are not met (社会救助暂行办法（国务院令第649号）, art. 9).",
        "- The household as a whole does not meet the conditions of dibao (社会救助暂行办法（国务院令第649号）, art. 9).",
        f"- {INCOME} (社会救助暂行办法（国务院令第649号）, art. 9).",
        "- The property of the household is more than the local rules allow (社会救助暂行办法（国务院令第649号）, art. 9).",
    ]


@pytest.mark.parametrize(("income", "fits", "failed"), [("9000.00", True, "income"), ("2450.00", False, "property")])
def test_a_refusal_gives_no_reason_that_did_not_fail(income: str, fits: bool, failed: str) -> None:
    made = notice("refuse", determination=decided(income, fits), decided_on=OLD, served_on=OLD)
    rules = {reason.rule.name for reason in made.reasons}
    assert ("income_below_standard" in rules, "property_within_rule" in rules) == (failed == "income", failed == "property")
    assert all(reason.truth == "no" for reason in made.reasons)


def test_an_approval_tells_no_alternative_that_failed_and_nothing_about_single_members() -> None:
    reasons = NOTICES["approve"].reasons
    assert all(reason.truth != "no" and reason.member is None for reason in reasons)


def test_a_change_is_told_the_way_the_amount_went() -> None:
    assert [NOTICES[name].kind.value for name in ("raise", "reduce")] == ["raise", "reduce"]
    made = NOTICES["reduce"]
    assert (made.before, made.amount) == (Money("2730.00", "CNY", "month"), Money("1000.00", "CNY", "month"))
    assert made.first_day == dt.date(2026, 8, 1), "a change counts from its month"
    up, event = changed("3000.00", OLD)
    with pytest.raises(InvalidFacts, match="a reduce from"):
        notice("reduce", award=up, event=event, served_on=OLD)
    same, still = changed("2730.00", OLD)
    with pytest.raises(InvalidFacts, match="wrong_sign"):
        notice("change", award=same, event=still, served_on=OLD)


def test_an_ending_tells_the_last_day_of_entitlement() -> None:
    assert NOTICES["stop"].last_day == dt.date(2026, 8, 31), "an end counts from the month after"
    assert "2026年8月31日" in NOTICES["stop"].text("zh_Hans")
    assert NOTICES["stop before it began"].last_day is None
    assert NOTICES["approve until"].last_day == dt.date(2026, 3, 31)


def test_a_recovery_tells_instalments_floor_and_what_is_still_owed() -> None:
    text = NOTICES["recover"].text("en")
    for part in (
        "Too much was paid: CNY 396.45 (in words: three hundred and ninety-six yuan and forty-five fen).",
        "From 1 October 2025 to 31 October 2025: CNY 273. A change was reported late.",
        "From 1 November 2025 to 30 November 2025: CNY 123.45. The office made a mistake.",
        "in 2 instalments.", "On 10 January 2026: CNY 200.", "On 10 February 2026: CNY 146.45.",
        "Of each payment you keep at least CNY 200 (in words: two hundred yuan).",
        "What cannot be taken from the payments that are planned is still owed: CNY 50 (in words: fifty yuan).",
        "- What was not due is paid back (A local rule, art. 7).",
    ):  # fmt: skip
        assert part in text, part


def test_a_real_recovery_plan_makes_a_notice() -> None:
    calendar = calendar_for("cn")
    ledger = planned(Ledger(dibao()), until=dt.date(2026, 5, 1), on=dt.date(2025, 9, 8), calendar=calendar)
    for payment in ledger.payments[:3]:
        for state in ("approved", "sent", "paid"):
            ledger = ledger.move(payment.reference, state, payment.due_on)
    late, _ = changed("2000.00", dt.date(2026, 1, 5), cause="late_report")
    earlier = evolve(late.events[-1], since=dt.date(2025, 10, 1))
    ledger = evolve(ledger, award=evolve(late, events=(earlier,)))
    on, floor = dt.date(2026, 1, 5), Money("1500.00", "CNY")
    taken = recovery(ledger, on=on, floor=floor, calendar=calendar)
    lines = [line for line in reconcile(ledger, on=on, calendar=calendar) if line.kind == "overpayment"]
    made = notice("recover", award=ledger.award, lines=lines, plan=taken, served_on=on, grounds=TAKEN_BACK)
    assert made.floor == floor
    assert made.amount == Money.of_minor(-sum(line.amount.minor for line in lines), "CNY")
    with strict():
        assert made.text("vi").count("\n- ") >= len(lines) + len(taken.instalments)


# -- what was due before --


def with_change(award: Award, amount: str, day: dt.date, **more: Any) -> tuple[Award, Event]:
    event = Event(
        kind="change", since=day.replace(day=1), known_on=day, cause="review", amount=Money(amount, "CNY", "month"), **more
    )
    return award.with_events(event), event


def test_a_reduction_during_a_suspension_is_a_reduction_and_is_heard() -> None:
    made, event = with_change(held(), "1000.00", NEW)
    with pytest.raises(InvalidFacts, match="heard_on: missing"):
        notice("change", award=made, event=event, served_on=NEW)
    told = notice("change", award=made, event=event, served_on=NEW, heard_on=NEW)
    assert (told.kind, told.before) == (NoticeKind.REDUCE, Money("2730.00", "CNY", "month"))


def test_an_award_that_has_ended_is_not_changed() -> None:
    ended, _ = stopped(OLD)
    made, event = with_change(ended, "1000.00", dt.date(2026, 5, 4))
    with pytest.raises(InvalidFacts, match=r"event\.since: out_of_range.*ends on 2026-04-01"):
        notice("change", award=made, event=event, served_on=NEW)
    again = made.with_events(
        Event(kind="reinstate", since=dt.date(2026, 4, 1), known_on=dt.date(2026, 5, 4), cause="office_error")
    )
    assert notice("change", award=again, event=event, served_on=NEW).kind is NoticeKind.REDUCE


def test_of_two_changes_of_one_day_the_order_says_which_came_first() -> None:
    one, first = with_change(dibao(), "3000.00", OLD)
    both, second = with_change(one, "2500.00", OLD, order=1)
    told = [notice("change", award=both, event=event, served_on=OLD) for event in (first, second)]
    assert [(made.kind.value, made.before.value) for made in told if made.before] == [("raise", "2730.00"), ("reduce", "3000.00")]


def test_a_change_that_was_taken_back_counts_no_more_and_has_no_notice() -> None:
    one, first = with_change(dibao(), "3000.00", OLD)
    back = undo(one, first, known_on=dt.date(2026, 4, 1))
    made, event = with_change(back, "2800.00", dt.date(2026, 5, 4))
    assert notice("change", award=made, event=event, served_on=NEW).before == Money("2730.00", "CNY", "month")
    with pytest.raises(InvalidFacts, match="taken back"):
        notice("change", award=made, event=first, served_on=NEW)
    assert notice("change", award=made.known(OLD), event=first, served_on=OLD).kind is NoticeKind.RAISE


def test_a_raise_that_becomes_a_reduction_is_two_changes() -> None:
    """2,730 was cut to 1,000 until June; 2,000 for good is more than 1,000, and from June less than 2,730."""
    cut, _ = with_change(dibao(), "1000.00", OLD, until=JUNE)
    made, event = with_change(cut, "2000.00", dt.date(2026, 5, 4))
    with pytest.raises(InvalidFacts, match=r"from 2026-06-01 on it reduces 2730\.00 CNY"):
        notice("change", award=made, event=event, served_on=NEW)
    short, event = with_change(cut, "2000.00", dt.date(2026, 5, 4), until=JUNE)
    told = notice("change", award=short, event=event, served_on=NEW)
    assert (told.kind, told.first_day, told.last_day) == (NoticeKind.RAISE, dt.date(2026, 5, 1), dt.date(2026, 5, 31))
    same, event = with_change(cut, "1000.00", dt.date(2026, 5, 4))
    told = notice("change", award=same, event=event, served_on=NEW)
    assert (told.kind, told.first_day) == (NoticeKind.REDUCE, JUNE), "from when it makes a difference"
    assert told.before == Money("2730.00", "CNY", "month")


def test_a_change_is_told_from_the_first_day_of_the_award_at_the_earliest() -> None:
    early = Event(
        kind="change", since=dt.date(2025, 1, 1), known_on=OLD, cause="office_error", amount=Money("3000.00", "CNY", "month")
    )
    assert notice("raise", award=dibao().with_events(early), event=early, served_on=OLD).first_day == dt.date(2025, 10, 1)
    moved = begin(dibao(), dt.date(2025, 11, 1), known_on=OLD, cause="office_error").with_events(early)
    assert notice("raise", award=moved, event=early, served_on=OLD).first_day == dt.date(2025, 11, 1)


def test_an_agreed_end_that_is_moved_forward_is_an_ending() -> None:
    agreed = evolve(dibao(), until=dt.date(2027, 1, 1))
    sooner = extend(agreed, dt.date(2026, 10, 1), known_on=NEW, cause="review")
    with pytest.raises(InvalidFacts, match="heard_on: missing"):
        notice("stop", award=sooner, event=sooner.events[-1], served_on=NEW)
    assert notice("stop", award=sooner, event=sooner.events[-1], served_on=NEW, heard_on=NEW).last_day == dt.date(2026, 9, 30)
    later = extend(agreed, dt.date(2027, 6, 1), known_on=NEW, cause="review")
    with pytest.raises(InvalidFacts, match=r"event\.since: wrong_sign.*a day before 2027-01-01"):
        notice("stop", award=later, event=later.events[-1], served_on=NEW, heard_on=NEW)
    still = agreed.with_events(Event(kind="end", since=dt.date(2027, 1, 1), known_on=NEW, cause="review"))
    with pytest.raises(InvalidFacts, match="wrong_sign"):
        notice("stop", award=still, event=still.events[-1], served_on=NEW, heard_on=NEW)
    twice = stopped(OLD)[0].with_events(Event(kind="end", since=dt.date(2026, 9, 1), known_on=NEW, cause="review"))
    with pytest.raises(InvalidFacts, match="a day before 2026-04-01"):
        notice("stop", award=twice, event=twice.events[-1], served_on=NEW, heard_on=NEW)


@pytest.mark.parametrize("kind", ["change", "stop", "resume"])
def test_what_has_no_notice_of_its_own_is_an_error_that_says_so(kind: str) -> None:
    made = begin(dibao(), dt.date(2025, 11, 1), known_on=OLD, cause="office_error")
    with pytest.raises(InvalidFacts, match="no notice of its own"):
        notice(kind, award=made, event=made.events[-1], served_on=OLD)


# -- the hearing --


def test_a_suspension_that_announces_an_ending_needs_the_hearing_of_an_ending() -> None:
    made = held(known_on=OLD)
    facts: dict[str, Any] = {"award": made, "event": made.events[-1], "served_on": OLD}
    assert notice("suspend", **facts).hearing is None
    assert notice("suspend", **facts, lapses_on=dt.date(2026, 6, 30)).hearing is None
    with pytest.raises(InvalidFacts, match=r"heard_on: missing.*the ending that lapses_on announces"):
        notice("suspend", **facts, lapses_on=dt.date(2026, 7, 1))
    assert "第48条" in notice("suspend", **facts, lapses_on=dt.date(2026, 7, 1), heard_on=OLD).text("zh_Hans")


@pytest.mark.parametrize("after", ["reduced", "continued"])
def test_a_hearing_counts_for_one_decision(after: str) -> None:
    rules = Procedures.default().find("cn.dibao", HERE, NEW)
    case = Case.opened("c-1", rules, "yueyanglou-7", on=dt.date(2026, 7, 1), place=HERE)
    day = case.moves[-1].on
    for step in rules.path("in_payment") or ():
        day += dt.timedelta(days=8)
        case = case.move(step, on=day, calendar=calendar_for("cn"))
    heard = day
    case = case.move("heard", on=day).move(after, on=day)
    assert heard_in(case, day, ("reduced",)) == (heard if after == "reduced" else None)
    if after == "reduced":
        case = case.move("change_notified", on=day, in_writing=True, reasons="…")
    made, event = stopped(day + dt.timedelta(days=30))
    with pytest.raises(InvalidFacts, match="heard_on: missing"):
        notice("stop", award=made, event=event, served_on=event.known_on, case=case)


@pytest.mark.parametrize("kind", ["reduce", "stop"])
def test_since_july_2026_nobody_is_worse_off_without_having_been_heard(kind: str) -> None:
    made, event = changed("1000.00", NEW) if kind == "reduce" else stopped(NEW)
    with pytest.raises(InvalidFacts, match=r"heard_on: missing.*社会救助法") as caught:
        notice(kind, award=made, event=event, served_on=NEW)
    assert [problem.path for problem in caught.value.problems] == ["heard_on"]
    with pytest.raises(InvalidFacts, match="after_decision"):
        notice(kind, award=made, event=event, served_on=NEW, heard_on=NEW + dt.timedelta(days=1))
    heard = notice(kind, award=made, event=event, served_on=NEW, heard_on=NEW)
    assert "You were heard on 3 August 2026" in heard.text("en")
    assert "第48条" in heard.text("zh_Hans")


def test_before_july_2026_no_hearing_is_needed_and_one_is_told_all_the_same() -> None:
    made, event = changed("1000.00", dt.date(2026, 6, 30))
    assert notice("reduce", award=made, event=event, served_on=NEW).heard_on is None
    told = notice("reduce", award=made, event=event, served_on=NEW, heard_on=OLD)
    assert "You were heard on 2 March 2026, before this decision." in told.text("en")


def test_who_gains_need_not_be_heard() -> None:
    made, event = changed("3000.00", NEW)
    assert notice("raise", award=made, event=event, served_on=NEW).hearing is None


def test_the_day_of_the_hearing_is_taken_from_the_case() -> None:
    rules = Procedures.default().find("cn.dibao", HERE, NEW)
    case = Case.opened("c-1", rules, "yueyanglou-7", on=dt.date(2026, 7, 1), place=HERE)
    way = rules.path("in_payment")
    assert way is not None
    day = case.moves[-1].on
    for step in way:
        day += dt.timedelta(days=8)
        facts = {"reasons": "…", "in_writing": True}
        needed = {name: facts[name] for name in rules.step(step).needs}
        case = case.move(step, on=day, calendar=calendar_for("cn"), **needed)
    case = case.move("reviewed", on=day).move("heard", on=day)
    made, event = changed("1000.00", day)
    told = notice("reduce", award=made, event=event, served_on=day, case=case)
    assert told.heard_on == day
    early, before = changed("1000.00", day - dt.timedelta(days=1))
    with pytest.raises(InvalidFacts, match="heard_on: missing"):
        notice("reduce", award=early, event=before, served_on=day, case=case)
    with pytest.raises(InvalidFacts, match="other_household"):
        notice("reduce", award=evolve(made, subject="hh-9"), event=event, served_on=day, case=case)


def test_a_case_of_the_law_before_does_not_spare_the_hearing() -> None:
    old = Procedures.default().find("cn.dibao", HERE, OLD)
    case = Case.opened("c-1", old, "yueyanglou-7", on=OLD, place=HERE)
    made, event = changed("1000.00", NEW)
    with pytest.raises(InvalidFacts, match="heard_on"):
        notice("reduce", award=made, event=event, served_on=NEW, case=case)


@pytest.mark.parametrize(
    ("program", "day", "step", "asked"),
    [
        ("cn.dibao", OLD, "ended", False), ("cn.dibao", NEW, "ended", True), ("cn.dibao", NEW, "reduced", True),
        ("cn.dibao", NEW, "raised", False), ("cn.tekun", OLD, "ended", False), ("cn.tekun", NEW, "ended", True),
        ("cn.tekun", NEW, "reduced", True), ("cn.disability_living", NEW, "ended", False),
        ("vn.social_assistance", NEW, "ended", False), ("demo.grain_aid", dt.date(2024, 1, 1), "ended", False),
        ("demo.grain_aid", NEW, "ended", True),
    ],
)  # fmt: skip
def test_which_procedures_hear_before_which_decision(program: str, day: dt.date, step: str, asked: bool) -> None:
    place = {"cn": HERE, "vn": "VN-91-30337", "de": "XD-12"}[program[:2]]
    assert (hearing_before(Procedures.default().find(program, place, day), step) is not None) == asked


# -- the remedy --

LAST = {  # program, day of receipt: remedies and their last days
    ("cn.dibao", HERE, dt.date(2025, 9, 1)): [("reconsideration", dt.date(2025, 10, 31)), ("litigation", dt.date(2026, 3, 2))],
    ("cn.dibao", HERE, dt.date(2025, 8, 31)): [("reconsideration", dt.date(2025, 10, 30)), ("litigation", dt.date(2026, 2, 28))],
    ("cn.dibao", HERE, dt.date(2026, 8, 3)): [("reconsideration", dt.date(2026, 10, 8)), ("litigation", dt.date(2027, 2, 3))],
    ("cn.dibao", HERE, dt.date(2023, 12, 29)): [("reconsideration", dt.date(2024, 2, 27)), ("litigation", dt.date(2024, 7, 1))],
    ("vn.social_assistance", "VN-91-30337", dt.date(2026, 8, 3)): [("complaint", dt.date(2026, 11, 1))],
    ("vn.poverty_status", "VN-91-30337", dt.date(2025, 12, 1)): [("complaint", dt.date(2026, 3, 1))],
}
"""60 days by art. 9 (2017) and art. 20 (2023) of the Administrative Reconsideration Law, 6 months by art. 46 of the
Administrative Litigation Law, moved off days of rest (the National Day of 2026); 90 days by art. 9 of Viet Nam's Law on
Complaints, not moved. 28 February 2026 is a Saturday that is worked."""


@pytest.mark.parametrize(("program", "place", "day"), LAST)
def test_the_last_day_of_each_remedy(program: str, place: str, day: dt.date) -> None:
    procedure = Procedures.default().find(program, place, day)
    found = remedies_of(procedure, day, day, calendar_for(program[:2]))
    assert [(one.key, one.last) for one in found] == LAST[program, place, day]
    assert all(one.cite.act for one in found)


def test_a_last_day_in_a_year_without_announced_days_off_may_move() -> None:
    procedure = Procedures.default().find("cn.dibao", HERE, NEW)
    later = remedies_of(procedure, NEW, dt.date(2026, 11, 25), calendar_for("cn"))
    assert [(one.last, one.may_move) for one in later] == [(dt.date(2027, 1, 24), True), (dt.date(2027, 5, 25), True)]


def test_a_limit_in_working_days_needs_the_calendar_of_its_year() -> None:
    procedure = Procedures.default().find("cn.dibao", HERE, NEW)
    clocks = tuple(evolve(one, limit=Limit(40, "working_days", RULE)) for one in procedure.clocks if one.owner == "person")
    with pytest.raises(CalendarMissing):
        remedies_of(evolve(procedure, clocks=clocks), NEW, dt.date(2026, 11, 25), calendar_for("cn"))


def test_who_is_still_paid_is_told_what_to_report() -> None:
    told = {name for name, made in NOTICES.items() if made.duty is not None}
    assert told == {
        "approve", "approve until", "approve once", "approve in kind", "raise", "raise for a time", "reduce",
        "reduce for a time", "resume", "resume without back pay",
    }  # fmt: skip
    assert "What to report" in NOTICES["raise"].text("en")
    assert "What to report" not in NOTICES["stop"].text("en")


def test_a_notice_cites_the_law_of_the_day_of_the_decision() -> None:
    act = "中华人民共和国社会救助法"
    assert act not in {cite.act for cite in NOTICES["raise"].basis}
    assert act in {cite.act for cite in NOTICES["reduce"].basis}


def tekun(event: Event | None = None) -> Award:
    made = evolve(dibao(), program="cn.tekun", cite=None, decided_on=dt.date(2026, 7, 20), start=dt.date(2026, 8, 1))
    return made if event is None else made.with_events(event)


def test_a_notice_never_goes_without_a_legal_basis() -> None:
    less = Event(kind="change", since=dt.date(2026, 9, 1), known_on=NEW, cause="review", amount=Money("100.00", "CNY", "month"))
    made = notice("reduce", award=tekun(less), event=less, served_on=NEW, heard_on=NEW, program="特困")
    assert [cite.act for cite in made.basis] == ["中华人民共和国社会救助法"]
    unknown = evolve(dibao(), program="cn.unheard", cite=None)
    with pytest.raises(InvalidFacts, match="grounds: missing"):
        notice("approve", award=unknown, served_on=OLD, program="…", remedies=[Remedy("complaint", RULE, NEW)])
    home = Household.from_json((ROOT / "examples/an_phu.json").read_text("utf-8"))
    found = determine("vn.poverty_status", home, on=dt.date(2025, 11, 20))
    classed = notice("approve", determination=found, decided_on=dt.date(2025, 11, 28), served_on=dt.date(2025, 12, 1))
    rules = Procedures.default().find("vn.poverty_status", "VN-91-30337", dt.date(2025, 11, 28))
    assert rules.step("recognised").cite in classed.basis


def test_the_legal_basis_says_nothing_twice() -> None:
    cites = [Citation(*given) for given in (
        ("A", ""), ("A", "art. 21"), ("A", "art. 20-21"), ("A", "art. 20 to 21"), ("A", "art. 22"), ("A", "art. 21(1)"), ("B", "")
    )]  # fmt: skip
    assert [str(one) for one in closest(cites)] == ["A, art. 20-21", "A, art. 20 to 21", "A, art. 22", "A, art. 21(1)", "B"]
    acts = [str(cite) for cite in NOTICES["approve"].basis]
    assert "最低生活保障审核确认办法（民发〔2021〕57号）" not in acts
    assert "最低生活保障审核确认办法（民发〔2021〕57号）, arts. 20-21" in NOTICES["approve"].text("en")


def test_a_refusal_on_grounds_gives_no_reason_that_is_merely_not_settled() -> None:
    made = NOTICES["refuse on grounds"]
    assert made.reasons == ()
    assert "Nobody took part (An act, art. 5)." in made.text("en")


@pytest.mark.parametrize("given", [{}, {"en": " "}, ""])
def test_a_ground_has_words(given: Any) -> None:
    with pytest.raises(InvalidFacts, match="text: missing"):
        Ground(given)


def test_a_remedy_has_a_day_or_a_limit() -> None:
    with pytest.raises(InvalidFacts, match="last: missing"):
        Remedy("complaint", RULE)


def test_an_award_takes_its_place_as_a_code() -> None:
    assert notice("approve", award=evolve(dibao(), place=HERE), served_on=OLD).place == Place.parse(HERE)


def test_what_is_left_of_a_recovery_is_told_with_its_day() -> None:
    text = NOTICES["recover and pay back"].text("en")
    assert "is to be paid back by 1 September 2026: CNY 50 (in words: fifty yuan)." in text
    assert "you keep" not in text, "a floor of zero is none"
    assert "另有" not in NOTICES["nothing to take from"].text("zh_Hans")
    assert "上述款项仍须全部退还。" in NOTICES["nothing to take from"].text("zh_Hans")
    assert "请于2026年9月1日前（含当日）退还。" in NOTICES["nothing to take from, a day"].text("zh_Hans")


def test_a_suspension_for_a_time_tells_its_last_day() -> None:
    assert "Payment is suspended from 1 April 2026 to 31 May 2026." in NOTICES["suspend for a time"].text("en")


def test_a_notice_without_a_day_of_receipt_says_how_long() -> None:
    made = NOTICES["approve until"]
    assert all(one.last is None and one.limit is not None for one in made.remedies)
    assert "自收到本通知书之日起60日内" in made.text("zh_Hans")
    assert "trong thời hạn 6 tháng, kể từ ngày nhận được thông báo này" in made.text("vi")


def test_whom_to_turn_to_can_be_named() -> None:
    bodies = {"reconsideration": "岳阳市岳阳楼区人民政府"}
    made = notice("approve", award=dibao(), served_on=OLD, bodies=bodies)
    assert "向岳阳市岳阳楼区人民政府申请行政复议" in made.text("zh_Hans")
    assert "有管辖权的人民法院" in made.text("zh_Hans")


def test_a_deadline_of_a_case_is_a_remedy() -> None:
    rules = Procedures.default().find("cn.dibao", HERE, OLD)
    case = Case.opened("c-1", rules, "yueyanglou-7", on=OLD, place=HERE)
    day = OLD
    for step in rules.path("refusal_notified") or ():
        day += dt.timedelta(days=8)
        facts = {"reasons": "…", "in_writing": True}
        case = case.move(step, on=day, calendar=calendar_for("cn"), **{name: facts[name] for name in rules.step(step).needs})
    deadlines = [one for one in case.deadlines(calendar_for("cn")) if one.clock in ("reconsideration", "litigation")]
    made = notice("refuse", determination=decided("9000.00"), decided_on=day, served_on=day, remedies=deadlines)
    assert [one.last for one in made.remedies] == [one.last for one in deadlines]
    with pytest.raises(TermMissing, match="last day"):
        Remedy.of(evolve(deadlines[0], last=None))


def test_a_remedy_is_never_left_out() -> None:
    with pytest.raises(InvalidFacts, match="remedies: missing"):
        notice("approve", award=dibao(), served_on=OLD, remedies=[])
    edge = evolve(dibao(), program="cn.dibao_edge")
    with pytest.raises(TermMissing, match="procedure 'regular'"):
        notice("approve", award=edge, served_on=OLD)
    assert notice("approve", award=edge, served_on=OLD, remedies=[Remedy("complaint", RULE, NEW)]).remedies
    rules = Procedures.default().find("cn.dibao", HERE, OLD)
    silent = evolve(rules, clocks=tuple(clock for clock in rules.clocks if clock.owner != "person"))
    with pytest.raises(TermMissing, match=r"remedy against a decision.*remedies="):
        remedies_of(silent, OLD, OLD, calendar_for("cn"))
    open_ended = evolve(rules, clocks=tuple(evolve(one, limit=None, open="not known") for one in rules.clocks))
    with pytest.raises(TermMissing, match="not known"):
        remedies_of(open_ended, OLD, OLD, calendar_for("cn"))


def test_without_a_procedure_nobody_is_made_worse_off() -> None:
    """Whether a hearing is needed is then not known, so a remedy of one's own is not enough."""
    made, event = stopped(NEW)
    edge = evolve(made, program="cn.dibao_edge")
    with pytest.raises(TermMissing):
        notice("stop", award=edge, event=event, served_on=NEW, remedies=[Remedy("complaint", RULE, NEW)])


# -- other programs and countries --


def test_a_classification_of_viet_nam_is_told_without_an_amount() -> None:
    home = Household.from_json((ROOT / "examples/an_phu.json").read_text("utf-8"))
    found = determine("vn.poverty_status", home, on=dt.date(2025, 11, 20))
    assert found.outcome is Outcome.ELIGIBLE or found.status
    made = notice("approve", determination=found, decided_on=dt.date(2025, 11, 28), served_on=dt.date(2025, 12, 1))
    for locale in LOCALES:
        with strict():
            text = made.text(locale)
        assert made.amount is None
        assert len(text) > 100
    assert "khiếu nại đến người đã ra quyết định, chậm nhất vào ngày 01 tháng 3 năm 2026" in made.text("vi")


def test_social_assistance_of_viet_nam_in_words() -> None:
    made = notice(
        "approve", served_on=dt.date(2026, 1, 5),
        award=Award(
            id="a", program="vn.social_assistance", subject="hh/p1", payee=Payee("p1"), amount=Money("540000", "VND", "month"),
            start=dt.date(2026, 1, 1), decided_on=dt.date(2026, 1, 5), schedule=Schedule(), place=Place.parse("VN-91-30337"),
        ),
    )  # fmt: skip
    amount = "540.000 đồng (bằng chữ: Năm trăm bốn mươi nghìn đồng) mỗi tháng"
    assert f"Ông/bà được hưởng {amount}, kể từ ngày 01 tháng 01 năm 2026." in made.text("vi")
    assert "540,000越南盾（大写：伍拾肆万越南盾整）" in made.text("zh_Hans")


def test_a_program_that_is_not_decided_here_needs_its_name() -> None:
    tekun = evolve(dibao(), program="cn.tekun")
    with pytest.raises(UnknownProgram, match=r"program='\.\.\.'"):
        notice("approve", award=tekun, served_on=OLD)
    made = notice("approve", award=tekun, served_on=OLD, program="特困人员救助供养")
    assert made.text("zh_Hans").startswith("特困人员救助供养：审核确认通知书\n")


def test_numbers_of_persons_are_masked_wherever_a_notice_shows_itself() -> None:
    number = "430602198005010012"
    home = Household(
        id=number, place=HERE, area="urban", income_per_month=Money("9000.00", "CNY"), property_within_rule=False,
        members=[Person(id=number, birth_date=dt.date(1980, 5, 1), absence=None, receives_tekun=False, disability=None)],
        applies_alone=False,
    )  # fmt: skip
    found = determine("cn.dibao", home, on=dt.date(2025, 9, 1))
    made = notice("refuse", determination=found, decided_on=OLD, served_on=OLD, grounds=[Ground("Not settled.")])
    nursing = determine("cn.disability_nursing", evolve(home, relief=None), on=dt.date(2025, 9, 1)).members[number]
    other = notice("refuse", determination=nursing, decided_on=OLD, served_on=OLD, grounds=[Ground("Not settled.")])
    for one in (made, other):
        for text in (repr(one), one.to_json(), one.to_json("en"), *(one.text(locale) for locale in LOCALES)):
            assert number not in text


# -- as JSON --


@pytest.mark.parametrize("name", NOTICES)
def test_a_notice_is_json_with_whole_amounts_and_days(name: str) -> None:
    made = NOTICES[name]
    found = json.loads(made.to_json("vi"), parse_float=pytest.fail)
    assert found["schema"] == "welfarekit.notice/1"
    assert (found["kind"], found["program"], found["text"]) == (made.kind.value, "cn.dibao", made.text("vi"))
    assert "text" not in json.loads(made.to_json())
    for key in ("decided_on", "served_on", "first_day", "last_day", "pay_day", "heard_on"):
        assert found[key] is None or dt.date.fromisoformat(found[key]) == getattr(made, key)
    assert all(one["cite"]["act"] and (one["last_day"] or one["within"]) for one in found["remedies"])
    if made.lines:
        assert sum(abs(float(one["amount"]["value"])) for one in found["lines"]) == pytest.approx(float(made.amount.value))


# -- what goes wrong --

BACK: dict[str, Any] = {"kind": "recover", "award": dibao(), "lines": overpaid(), "grounds": TAKEN_BACK}
JUNE = dt.date(2026, 6, 1)


def held(until: dt.date | None = None, known_on: dt.date = OLD) -> Award:
    return dibao().with_events(
        Event(kind="suspend", since=dt.date(2026, 4, 1), until=until, known_on=known_on, cause="not_collected")
    )


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown kind": ({"kind": "aprove"}, "did you mean 'approve'"),
    "no award": ({"kind": "suspend"}, "award: missing"),
    "no event": ({"kind": "stop", "award": dibao()}, "event: missing"),
    "another event": ({"kind": "stop", "award": changed("1.00", OLD)[0], "event": changed("1.00", OLD)[1]}, "event of kind end"),
    "an event of another award": ({"kind": "change", "award": dibao(), "event": changed("1.00", OLD)[1]}, "one of award.events"),
    "no determination": ({"kind": "refuse"}, "determination: missing"),
    "no lines": ({"kind": "arrears", "award": dibao(), "decided_on": OLD}, "lines: missing"),
    "lines of the other sign": ({**BACK, "lines": overpaid(1), "pay_day": NEW}, "below zero"),
    "neither plan nor day": ({**BACK}, "plan: missing"),
    "a plan of another sum": ({**BACK, "lines": overpaid()[:1], "plan": instalments()}, "plan.owed: does_not_add_up"),
    "a plan with a sum that nobody owes": (
        {**BACK, "plan": evolve(instalments(), left=Money("300.00", "CNY"))}, "plan.left: does_not_add_up",
    ),
    "another floor than the plan's": ({**BACK, "plan": instalments(), "floor": Money("999.00", "CNY")}, "floor: does_not_add_up"),
    "a floor in another currency": ({**BACK, "plan": instalments(), "floor": Money(20_000, "VND")}, "floor: does_not_add_up"),
    "a plan in another currency": (
        {**BACK, "plan": evolve(instalments(), floor=Money(200, "VND"))}, "plan.floor: other_unit",
    ),
    "a plan with less than nothing": (
        {**BACK, "plan": evolve(instalments(), left=Money("-1.00", "CNY"))}, "plan.left: negative",
    ),
    "a floor without a plan": ({**BACK, "pay_day": NEW, "floor": Money("1.00", "CNY")}, "floor: not_allowed"),
    "a day to pay back where nothing is left": ({**BACK, "plan": instalments(), "pay_day": NEW}, "pay_day: not_allowed"),
    "no article to take back by": ({**BACK, "plan": instalments(), "grounds": [Ground("So.")]}, "grounds: missing"),
    "an act without its article": (
        {**BACK, "plan": instalments(), "grounds": [Ground("So.", Citation("An act"))]}, "grounds: missing",
    ),
    "paid back before the decision": (
        {**BACK, "pay_day": dt.date(2026, 1, 1), "decided_on": NEW}, "pay_day: before_decision",
    ),
    "paid back before it is received": (
        {**BACK, "pay_day": NEW, "decided_on": NEW, "served_on": dt.date(2026, 8, 5)}, "pay_day: out_of_range",
    ),
    "arrears paid before the decision": (
        {"kind": "arrears", "award": dibao(), "lines": overpaid(1), "pay_day": OLD, "decided_on": NEW},
        "pay_day: before_decision",
    ),
    "instalments before the decision": (
        {**BACK, "plan": instalments(), "decided_on": NEW}, "plan.instalments[1].due_on: before_decision",
    ),
    "received on a text": ({"kind": "approve", "award": dibao(), "served_on": "2025-09-10"}, "served_on: not_a_date"),
    "received at an hour": (
        {"kind": "approve", "award": dibao(), "served_on": dt.datetime(2025, 9, 10)}, "served_on: not_a_date",
    ),
    "a decision before it was known": (
        {"kind": "stop", "award": stopped(NEW)[0], "event": stopped(NEW)[1], "decided_on": OLD}, "decided_on: out_of_range",
    ),
    "a suspension that lapses before it begins": (
        {"kind": "suspend", "award": held(), "event": held().events[-1], "lapses_on": dt.date(2026, 4, 1)},
        "lapses_on: ends_before_start",
    ),
    "a suspension that ends and lapses": (
        {"kind": "suspend", "award": held(JUNE), "event": held(JUNE).events[-1], "lapses_on": JUNE}, "lapses_on: not_allowed",
    ),
    "an approval that lapses": ({"kind": "approve", "award": dibao(), "lapses_on": NEW}, "lapses_on: not_allowed"),
    "no day of decision": ({"kind": "refuse", "determination": decided("9000.00")}, "decided_on: missing"),
    "received too early": ({"kind": "approve", "award": dibao(), "served_on": dt.date(2025, 9, 7)}, "before_decision"),
    "a determination of another amount": (
        {"kind": "approve", "award": evolve(dibao(), amount=Money("1.00", "CNY", "month")), "determination": decided()},
        "does_not_add_up",
    ),
    "two programs": (
        {"kind": "approve", "award": evolve(dibao(), program="cn.dibao_edge"), "determination": decided()}, "wrong_program",
    ),
    "no place": ({"kind": "approve", "award": evolve(dibao(), place=None)}, "place: missing"),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_what_does_not_fit_is_said(case: str) -> None:
    given, words = WRONG[case]
    with pytest.raises(InvalidFacts, match=re.escape(words)):
        notice(**{"served_on": NEW, **given})


def test_everything_that_is_missing_is_said_at_once() -> None:
    with pytest.raises(InvalidFacts) as caught:
        notice("recover", served_on=NEW, lines=(Line(Period(None, NEW), Money("1.00", "CNY"), Cause.FRAUD),))
    assert {problem.path for problem in caught.value.problems} == {
        "award", "lines[0].amount", "lines[0].period", "plan", "decided_on", "grounds"
    }  # fmt: skip


def test_what_is_not_settled_is_neither_approved_nor_refused() -> None:
    with pytest.raises(NotSettled, match="income_per_month"):
        notice("refuse", determination=evolve_unsettled(), decided_on=OLD, served_on=OLD)
    home = Household(id="hh", place="VN-91-30337", area="rural", members=[Person(id="p1")])
    unclear = determine("vn.poverty_status", home, on=dt.date(2025, 11, 20))
    assert unclear.status is None
    with pytest.raises(NotSettled):
        notice("approve", determination=unclear, decided_on=OLD, served_on=OLD)


def test_a_pay_day_that_no_calendar_can_tell_is_not_told() -> None:
    later = evolve(dibao(), start=dt.date(2027, 1, 1), decided_on=dt.date(2026, 12, 1))
    made = notice("approve", award=later, served_on=None)
    assert made.pay_day is None
    assert "first payment" not in made.text("en")


# -- properties --

MONEY = st.integers(1, 10**11).map(lambda minor: Money.of_minor(minor, "CNY", "month"))


@given(MONEY, MONEY, st.dates(dt.date(2025, 10, 1), dt.date(2026, 6, 30)))
def test_figures_and_words_of_a_change_say_the_same(before: Money, after: Money, day: dt.date) -> None:
    award = evolve(dibao(), amount=before)
    made = award.with_events(Event(kind="change", since=day, known_on=day, cause="review", amount=after))
    if before == after:
        with pytest.raises(InvalidFacts):
            notice("change", award=made, event=made.events[-1], served_on=day)
        return
    told = notice("change", award=made, event=made.events[-1], served_on=day)
    assert told.kind is (NoticeKind.RAISE if after.minor > before.minor else NoticeKind.REDUCE)
    sentence = next(line for line in told.sentences("zh_Hans") if "待遇标准" in line)
    pairs = re.findall(r"([0-9,.]+)元（大写：(人民币[^）]+)）", sentence)
    figures = [round(float(figure.replace(",", "")) * 100) if len(figure) < 15 else read_yuan(words) for figure, words in pairs]
    assert figures == [read_yuan(words) for _, words in pairs] == [before.minor, after.minor]


@given(st.dates(dt.date(2020, 1, 1), dt.date(2026, 6, 30)), st.integers(0, 40))
def test_the_last_day_of_a_remedy_never_comes_before_the_limit_has_run(day: dt.date, wait: int) -> None:
    procedure = Procedures.default().find("cn.dibao", HERE, day)
    served = day + dt.timedelta(days=wait)
    calendar = calendar_for("cn")
    first, second = remedies_of(procedure, day, served, calendar)
    assert first.last is not None
    assert second.last is not None
    assert first.last - served >= dt.timedelta(days=60)
    assert second.last > first.last
    if not first.may_move:
        assert calendar.is_working(first.last)


def test_kinds_of_events_and_of_notices_go_together() -> None:
    assert {kind.value for kind in EventKind} >= {"change", "suspend", "resume", "end"}
    assert {made.kind for made in NOTICES.values()} == set(NoticeKind)
