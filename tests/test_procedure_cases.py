"""Cases: worked stories of the law, one step after the other, and what they owe."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from typing import Any

import pytest
from attrs import evolve

from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedures import Procedures
from welfarekit.errors import InvalidFacts, MoveNotAllowed, TermMissing
from welfarekit.money import Money
from welfarekit.procedure.case import Case
from welfarekit.procedure.procedure import Procedure
from welfarekit.procedure.review import next_review, reviews_of
from welfarekit.procedure.step import Level

BOOK = Procedures.default()
CN, VN = calendar_for("cn"), calendar_for("vn")
PLACE = "CN-430602"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def rules(program: str, on: str, variant: str = "regular", place: str = PLACE) -> Procedure:
    return BOOK.find(program, place, day(on), variant)


def story(program: str, *steps: str, variant: str = "regular", place: str = PLACE, category: str = "") -> Case:
    """A case from lines such as ``2025-03-03 accepted``; what a step needs is stated."""
    first, _, name = steps[0].partition(" ")
    law = rules(program, first, variant, place)
    assert name == law.starts
    case = Case.opened("c-1", law, "hh-1", on=day(first), place=place, category=category)
    for line in steps[1:]:
        on, _, name = line.partition(" ")
        case = walk(case, name, on)
    return case


def walk(case: Case, name: str, on: str, **facts: Any) -> Case:
    case = BOOK.follow(case, day(on))
    needs = case.procedure.step(name).needs if case.procedure.has(name) else ()
    given: dict[str, Any] = {need: True if need.startswith(("in_", "papers")) else "stated" for need in needs}
    given |= {need: day(on) for need in needs if need.endswith("_on")}
    return case.move(name, on=day(on), calendar=calendar_for(case.place.country), **{**given, **facts})


def last(case: Case, clock: str) -> dt.date | None:
    return {one.clock: one.last for one in case.deadlines(calendar_for(case.place.country))}[clock]


def wrong(case: Case, name: str, on: str, **facts: Any) -> list[str]:
    with pytest.raises(InvalidFacts) as error:
        walk(case, name, on, **facts)
    return [problem.code for problem in error.value.problems]


DIBAO = (
    "2025-03-03 applied", "2025-03-04 accepted", "2025-03-06 investigating", "2025-03-14 investigated", "2025-03-17 publicised",
)  # fmt: skip
PAID = (*DIBAO, "2025-03-25 submitted", "2025-04-03 granted", "2025-04-08 notified", "2025-05-09 in_payment")


# Dibao ----------------------------------------------------------------------------------------------------------------------


def test_a_posting_of_seven_days_cannot_end_on_the_seventh() -> None:
    case = story("cn.dibao", *DIBAO)
    assert wrong(case, "submitted", "2025-03-24") == ["posting_runs"]
    assert walk(case, "submitted", "2025-03-25").state == "submitted"
    assert walk(case, "objected", "2025-03-24").state == "objected"
    assert walk(case, "withdrawn", "2025-03-18").next_moves == ()
    assert walk(case, "terminated", "2025-03-18").next_moves == ()
    assert walk(case, "extended", "2025-03-18", grounds="人户分离").state == "publicised"
    assert wrong(walk(case, "extended", "2025-03-18"), "submitted", "2025-03-20") == ["posting_runs"]


def test_a_case_that_is_closed_owes_nothing() -> None:
    case = walk(story("cn.dibao", *DIBAO), "withdrawn", "2025-03-18")
    assert {one.clock: one.stopped_on for one in case.deadlines(CN)}["whole"] == day("2025-03-18")
    assert not any(one.is_running for one in case.deadlines(CN))
    assert case.missed(CN, day("2026-01-01")) == ()


def test_a_clock_is_law_on_the_day_of_its_event() -> None:
    case = story(
        "cn.dibao", "2022-07-04 applied", "2022-07-05 accepted", "2022-07-06 investigating", "2022-07-14 investigated",
        "2022-07-15 publicised", "2022-07-25 submitted", "2022-08-01 granted", "2022-08-02 notified", "2022-09-08 in_payment",
        "2022-10-10 died",
    )  # fmt: skip
    cites = {one.clock: one.cite for one in case.deadlines(CN)}
    assert cites["reconsideration"].article == "art. 9"
    assert "death_check" not in cites
    later = walk(case, "died", "2022-10-20", died_on=day("2022-10-19"))
    assert last(later, "death_check") == day("2023-01-19")


def test_nothing_is_decided_while_an_objection_is_open() -> None:
    case = walk(story("cn.dibao", *DIBAO), "objected", "2025-03-20")
    for step in ("granted", "refused", "submitted", "publicised"):
        with pytest.raises(MoveNotAllowed, match="is objected and cannot become") as error:
            walk(case, step, "2025-04-30")
        assert error.value.allowed == ("reinvestigated", "extended", "withdrawn", "terminated")
    case = walk(walk(case, "reinvestigated", "2025-03-28"), "submitted", "2025-03-28")
    assert walk(case, "granted", "2025-04-08").state == "granted"


def test_a_special_case_has_45_working_days_if_that_is_said_in_time() -> None:
    case = story("cn.dibao", *DIBAO)
    assert last(case, "whole") == day("2025-04-16")
    late = walk(case, "extended", "2025-04-16", grounds="异地申办")
    assert [one.clock for one in late.deadlines(CN) if one.clock.startswith("whole")] == ["whole_extended"]
    assert last(late, "whole_extended") == day("2025-05-09")
    too_late = walk(case, "extended", "2025-04-17", grounds="异地申办")
    assert [one.clock for one in too_late.deadlines(CN) if one.clock.startswith("whole")] == ["whole", "whole_extended"]
    assert wrong(case, "extended", "2025-04-01", grounds="") == ["missing"]


def test_the_county_asks_and_is_late() -> None:
    case = story("cn.dibao", *DIBAO, "2025-03-25 submitted")
    assert [one.clock for one in case.missed(CN, day("2025-04-09"))] == []
    assert [one.clock for one in case.missed(CN, day("2025-04-10"))] == ["decision"]
    decided = walk(case, "granted", "2025-04-10")
    assert [one.clock for one in decided.missed(CN, day("2025-05-31"))] == ["decision"]
    in_time = walk(case, "granted", "2025-04-09")
    assert in_time.missed(CN, day("2025-05-31")) == ()
    assert [one.clock for one in in_time.missed(CN, day("2026-01-01"))] == ["first_payment"]


def test_a_refusal_is_told_in_writing_with_its_reasons() -> None:
    case = walk(story("cn.dibao", *DIBAO, "2025-03-25 submitted"), "refused", "2025-04-03")
    assert last(case, "refusal_notice") == day("2025-04-09")  # 4 to 6 April are off
    for facts in ({"reasons": ""}, {"in_writing": False}):
        assert wrong(case, "refusal_notified", "2025-04-07", **facts) == ["missing"]
    told = walk(case, "refusal_notified", "2025-04-07")
    assert last(told, "reconsideration") == day("2025-06-06")
    assert last(told, "litigation") == day("2025-10-09")  # 1 to 8 October are off
    assert told.next_moves == ("appealed", "sued")


def test_a_decision_can_fall_on_appeal_and_is_made_again() -> None:
    case = walk(
        walk(story("cn.dibao", *DIBAO, "2025-03-25 submitted"), "refused", "2025-04-03"), "refusal_notified", "2025-04-07"
    )
    with pytest.raises(MoveNotAllowed):
        walk(case, "sent_back", "2025-04-20")
    case = walk(case, "appealed", "2025-04-20")
    assert case.state == "refusal_notified"
    case = walk(case, "sent_back", "2025-06-10", level="county")
    case = walk(case, "refused", "2025-06-20")
    case = walk(case, "refusal_notified", "2025-06-23")
    assert "sent_back" not in case.next_moves, "the appeal was against the decision before"


def test_after_the_law_of_2026_a_person_in_payment_is_heard_before_aid_is_reduced() -> None:
    case = story("cn.dibao", *PAID, category="steady")
    assert "reduced" in case.next_moves
    later = BOOK.follow(case, day("2026-07-01"))
    assert later.procedure.key == "dibao-2026"
    assert later.category == "steady"
    assert later.earlier == ((case.procedure, 9),)
    with pytest.raises(MoveNotAllowed) as error:
        later.move("reduced", on=day("2026-07-02"))
    assert "heard" in error.value.allowed
    case = walk(walk(later, "heard", "2026-07-02"), "reduced", "2026-07-06")
    assert case.deadlines(CN)[: len(later.deadlines(CN)) - 1] == later.deadlines(CN)[:-1], (
        "what was before stays under its own law"
    )
    assert wrong(case, "change_notified", "2026-07-08", in_writing=False) == ["missing"]


def test_a_case_that_is_pending_stays_under_the_law_that_it_began_with() -> None:
    case = story("cn.dibao", "2026-06-25 applied", "2026-06-26 accepted")
    assert BOOK.follow(case, day("2026-07-10")) is case
    assert case.under(rules("cn.dibao", "2026-07-10")).procedure.key == "dibao-2026"
    old = story("cn.dibao", "2021-05-06 applied", "2021-05-07 accepted", "2021-05-14 investigated", "2021-05-18 appraised")
    with pytest.raises(InvalidFacts, match="a state of dibao-2021"):
        old.under(rules("cn.dibao", "2021-07-01"))


def test_the_old_procedure_posts_twice() -> None:
    case = story(
        "cn.dibao", "2020-09-01 applied", "2020-09-02 accepted", "2020-09-10 investigated", "2020-09-16 appraised",
        "2020-09-17 publicised", "2020-09-25 submitted", "2020-09-28 intended", "2020-09-29 county_publicised",
    )  # fmt: skip
    assert last(case, "decision") == day("2020-10-12")  # posted to 6 October; the 9th, the 10th (a worked Saturday), the 12th
    assert wrong(case, "granted", "2020-10-06") == ["posting_runs"]
    objected = walk(case, "objected", "2020-10-05")
    assert last(objected, "reinvestigation") == day("2020-11-04")
    with pytest.raises(MoveNotAllowed):
        walk(objected, "granted", "2020-10-30")
    again = walk(walk(objected, "reinvestigated", "2020-10-30"), "county_publicised", "2020-10-30")
    assert walk(again, "granted", "2020-11-09").state == "granted"


def test_three_refusals_of_work_in_a_row_count_and_work_taken_begins_anew() -> None:
    case = story("cn.dibao", *PAID)
    for number, (on, step) in enumerate((("2025-06-02", "work_refused"), ("2025-06-12", "work_refused"))):
        case = walk(case, step, on)
        assert case.tallies == {"work_refusals": number + 1}
    assert case.full_tallies == ()
    assert walk(case, "work_refused", "2025-06-20").full_tallies == ("work_refusals",)
    taken = walk(case, "work_taken", "2025-06-20")
    assert taken.tallies == {"work_refusals": 0}
    assert walk(taken, "work_refused", "2025-07-01").full_tallies == ()


def test_a_death_a_change_and_a_late_report_have_their_clocks() -> None:
    case = walk(story("cn.dibao", *PAID), "died", "2025-06-20", died_on=day("2025-06-01"))
    assert last(case, "death_check") == day("2025-09-01")
    assert walk(case, "reduced", "2025-08-30").missed(CN, day("2026-01-01")) == ()
    with pytest.raises(InvalidFacts, match="died_on: missing"):
        story("cn.dibao", *PAID).move("died", on=day("2025-06-20"))
    found = walk(story("cn.dibao", *PAID), "change_found", "2025-12-01", changed_on=day("2025-08-15"))
    assert [(one.clock, one.owner) for one in found.missed(CN, day("2025-12-01"))] == [("report_change", Level.PERSON)]
    in_time = walk(story("cn.dibao", *PAID), "change_reported", "2025-11-15", changed_on=day("2025-08-15"))
    assert in_time.missed(CN, day("2026-01-01")) == ()
    late = walk(story("cn.dibao", *PAID), "change_reported", "2025-11-17", changed_on=day("2025-08-15"))
    assert [one.clock for one in late.missed(CN, day("2026-01-01"))] == ["report_change"]


def test_the_township_decides_in_twenty_working_days_where_the_county_has_left_it_to_it() -> None:
    case = story("cn.dibao", *DIBAO, variant="delegated")
    assert last(case, "whole") == day("2025-04-01")
    with pytest.raises(InvalidFacts, match="wrong_level: given county, expected township"):
        walk(case, "granted", "2025-03-26", level="county")
    assert walk(case, "granted", "2025-03-26").state == "granted"
    with pytest.raises(InvalidFacts, match="wrong_level: given township, expected county"):
        walk(story("cn.dibao", *DIBAO, "2025-03-25 submitted"), "granted", "2025-03-26", level="township")


# Tekun, children, urgent relief, certificates --------------------------------------------------------------------------------


def test_tekun_after_an_objection_is_investigated_and_posted_again() -> None:
    case = story("cn.tekun", "2025-03-03 applied", "2025-03-04 accepted", "2025-03-20 investigated", "2025-03-21 publicised")
    case = walk(case, "objected", "2025-03-25")
    assert last(case, "reinvestigation") == day("2025-04-16")
    case = walk(case, "reinvestigated", "2025-04-10")
    assert case.next_moves == ("publicised", "withdrawn")
    case = walk(case, "publicised", "2025-04-10")
    assert wrong(case, "submitted", "2025-04-17") == ["posting_runs"]
    case = walk(case, "submitted", "2025-04-18")
    assert last(case, "decision") == day("2025-05-13")  # 1 to 5 May off, Sunday 27 April worked


def test_the_ending_of_tekun_is_posted_and_may_be_objected_to() -> None:
    case = story(
        "cn.tekun", "2025-03-03 applied", "2025-03-04 accepted", "2025-03-20 investigated", "2025-03-21 publicised",
        "2025-03-31 submitted", "2025-04-10 granted", "2025-04-11 notified", "2025-05-09 in_payment",
        "2025-09-01 ending_intended", "2025-09-02 ending_publicised",
    )  # fmt: skip
    assert wrong(case, "ended", "2025-09-09") == ["posting_runs"]
    assert walk(walk(case, "ended", "2025-09-10"), "ending_notified", "2025-09-11").state == "ending_notified"
    case = walk(case, "ending_objected", "2025-09-05")
    assert last(case, "ending_reinvestigation") == day("2025-09-26")
    assert case.next_moves == ("continued", "ending_reinvestigated")
    assert walk(case, "continued", "2025-09-20").state == "in_payment"


def test_nothing_about_a_child_can_be_posted() -> None:
    case = story("cn.unattended_child", "2026-11-02 applied", "2026-11-11 investigated")
    with pytest.raises(MoveNotAllowed) as error:
        walk(case, "publicised", "2026-11-12")
    assert error.value.allowed == ("doubted", "submitted", "withdrawn")
    homeless = story(
        "cn.unattended_child", "2026-01-05 applied", "2026-01-15 investigated", "2026-01-16 submitted", "2026-01-30 granted",
        "2026-02-02 notified", "2026-02-10 in_payment", category="homeless",
    )  # fmt: skip
    review = next_review(homeless)
    assert review is not None
    assert review.last == day("2026-04-30")
    again = next_review(walk(homeless, "followed_up", "2026-04-20"))
    assert again is not None
    assert again.last == day("2026-07-20")


def test_urgent_relief_is_paid_first_and_its_papers_come_later() -> None:
    case = story("cn.temporary_relief", "2026-11-24 applied", variant="pay_first")
    assert last(case, "decision") == day("2026-11-27")
    case = walk(walk(case, "granted", "2026-11-25", amount=Money("740.00", "CNY")), "in_payment", "2026-11-25")
    papers = case.deadlines(CN)[-1]
    assert papers.last is None
    assert "no number of days" in papers.missing
    assert wrong(case, "papers_completed", "2026-12-01", papers_complete=False) == ["missing"]
    assert walk(case, "papers_completed", "2026-12-01").next_moves == ()
    before = story("cn.temporary_relief", "2025-11-24 applied", variant="pay_first")
    assert before.deadlines(CN)[0].last is None


def test_a_certificate_that_expires_is_warned_of_and_renewed() -> None:
    steps = ("2024-06-03 applied", "2024-06-03 accepted", "2024-06-10 investigated")
    case = walk(story("cn.disability_nursing", *steps), "granted", "2024-06-14", card_expires_on=day("2027-05-31"))
    assert last(case, "expiry_warning") == day("2026-11-30")
    assert last(case, "card_expiry") == day("2027-05-31")
    case = walk(walk(case, "notified", "2024-06-17"), "in_payment", "2024-07-10")
    case = walk(walk(case, "expiry_warned", "2026-11-20"), "card_renewed", "2027-05-20", card_expires_on=day("2037-05-31"))
    assert case.missed(CN, day("2027-06-30")) == ()
    running = {one.clock: one.last for one in case.deadlines(CN) if one.is_running and one.owner is Level.COUNTY}
    assert running == {"expiry_warning": day("2036-11-30"), "card_expiry": day("2037-05-31")}
    soon = walk(story("cn.disability_nursing", *steps), "granted", "2024-06-14", card_expires_on=day("2024-09-30"))
    assert {one.clock: one.missing for one in soon.deadlines(CN)}["expiry_warning"] == (
        "its day, 2024-03-30, had passed before card_expires_on was stated"
    )
    unknown = walk(story("cn.disability_nursing", *steps), "granted", "2024-06-14")
    assert [one.missing for one in unknown.deadlines(CN) if one.clock == "card_expiry"] == ["card_expires_on was not stated"]


# Viet Nam -------------------------------------------------------------------------------------------------------------------


def test_the_chain_of_decree_20_with_a_complaint() -> None:
    steps = ("2024-06-03 applied", "2024-06-03 accepted", "2024-06-10 investigated", "2024-06-11 publicised")
    case = story("vn.social_assistance", *steps, place="VN-91-30337")
    assert wrong(case, "submitted", "2024-06-13") == ["posting_runs"]
    smooth = walk(case, "submitted", "2024-06-14")
    assert last(smooth, "proposal") == day("2024-06-18")
    assert last(smooth, "examination") == day("2024-06-25")
    examined = walk(smooth, "examined", "2024-06-20")
    assert last(examined, "decision") == day("2024-06-25")
    complained = walk(case, "objected", "2024-06-12")
    assert last(complained, "reinvestigation") == day("2024-06-26")
    concluded = walk(complained, "reinvestigated", "2024-06-20")
    assert [one.missing != "" for one in concluded.deadlines(VN) if one.clock == "proposal_after_complaint"] == [True]


def test_a_posting_in_working_days_needs_a_calendar() -> None:
    steps = ("2024-06-03 applied", "2024-06-03 accepted", "2024-06-10 investigated", "2024-06-11 publicised")
    case = story("vn.social_assistance", *steps, place="VN-91-30337")
    with pytest.raises(ValueError, match="pass calendar="):
        case.move("submitted", on=day("2024-06-14"))


def test_the_monthly_round_and_the_yearly_review() -> None:
    case = story("vn.poverty_status", "2025-11-16 applied", place="VN-91-30337")
    assert last(case, "decision") == day("2025-12-30")
    case = story(
        "vn.poverty_status", "2025-11-14 applied", "2025-11-18 investigated", "2025-11-20 appraised", "2025-11-20 publicised",
        place="VN-91-30337",
    )  # fmt: skip
    assert last(case, "decision") == day("2025-11-30")
    case = walk(walk(case, "objected", "2025-11-21"), "reinvestigated", "2025-12-01")
    case = walk(walk(case, "publicised", "2025-12-01"), "recognised", "2025-12-05")
    assert [one.clock for one in case.missed(VN, day("2025-12-31"))] == ["decision"]
    review = next_review(case, VN)
    assert review is not None
    assert (review.opens, review.last) == (day("2026-09-01"), day("2026-12-14"))


def test_complaints_go_twice() -> None:
    case = story("vn.social_pension", "2025-11-03 applied", "2025-11-14 refused", place="VN-91-30337")
    case = walk(case, "refusal_notified", "2025-11-17")
    assert last(case, "complaint") == day("2026-02-15")
    case = walk(walk(case, "appealed", "2025-12-01"), "complaint_accepted", "2025-12-05")
    assert last(case, "complaint_decision") == day("2026-01-04")
    case = walk(case, "appeal_dismissed", "2025-12-30")
    assert last(case, "second_complaint") == day("2026-01-29")
    case = walk(case, "appealed_again", "2026-01-20")
    assert walk(case, "sent_back", "2026-03-02", level="province").next_moves == ("granted", "refused", "withdrawn")
    assert "complaint_accepted" not in case.next_moves
    case = walk(case, "second_complaint_accepted", "2026-01-26", level="province")
    running = {one.clock: (one.last, one.owner, one.cite.article) for one in case.running(VN)}
    assert running["second_complaint_decision"] == (day("2026-03-12"), Level.PROVINCE, "art. 37")
    assert "complaint_decision" not in running
    case = walk(case, "appeal_dismissed", "2026-03-02", level="province")
    assert case.running(VN) == ()  # there is no third complaint
    assert case.next_moves == ("appealed", "appeal_dismissed", "second_complaint_accepted", "sued", "sent_back")


def test_a_complaint_that_is_not_answered_in_time_can_be_made_again() -> None:
    case = story("vn.social_pension", "2025-11-03 applied", "2025-11-14 refused", place="VN-91-30337")
    case = walk(walk(case, "refusal_notified", "2025-11-17"), "appealed", "2025-12-01")
    assert wrong(case, "appealed_again", "2025-12-11") == ["clock_runs"]
    assert walk(case, "appealed_again", "2025-12-12").missed(VN, day("2025-12-12"))[0].clock == "complaint_acceptance"
    case = walk(case, "complaint_accepted", "2025-12-05")
    assert wrong(case, "appealed_again", "2026-01-04") == ["clock_runs"]
    again = walk(case, "appealed_again", "2026-01-05")
    assert [one.clock for one in again.missed(VN, day("2026-02-01"))] == ["complaint_decision", "second_complaint_acceptance"]
    assert "complaint_decision" not in [one.clock for one in again.running(VN)]
    with pytest.raises(MoveNotAllowed):
        walk(again, "appealed_again", "2026-01-06")


@pytest.mark.parametrize(
    ("program", "decided", "on", "owners"),
    [
        ("vn.social_assistance", "granted", "2024-06-03", ("county", "province")),
        ("vn.social_assistance", "granted", "2025-09-01", ("township", "province")),
        ("vn.social_assistance", "granted", "2026-10-06", ("township", "province")),
        ("vn.funeral_support", "granted", "2024-06-03", ("county", "province")),
        ("vn.funeral_support", "granted", "2025-09-01", ("township", "province")),
        ("vn.poverty_status", "recognised", "2024-06-03", ("township", "county")),
        ("vn.poverty_status", "recognised", "2025-09-01", ("township", "province")),
        ("vn.social_pension", "granted", "2025-09-01", ("township", "province")),
    ],
)
def test_a_first_complaint_goes_to_who_decided_and_a_second_to_the_office_above(
    program: str, decided: str, on: str, owners: tuple[str, str]
) -> None:
    law = rules(program, on, place="VN-91-30337")
    assert law.step(decided).by == (owners[0],)
    for kind in ("acceptance", "decision"):
        clocks = [law.clock(f"{which}complaint_{kind}", day(on)) for which in ("", "second_")]
        assert tuple(clock.owner for clock in clocks) == owners


# From one law to the next ---------------------------------------------------------------------------------------------------


POSTED = (
    "2025-11-03 applied",
    "2025-11-03 accepted",
    "2025-11-03 investigating",
    "2025-11-05 investigated",
    "2025-11-06 publicised",
)


@pytest.mark.parametrize("variant", ["regular", "delegated", "epidemic"])
def test_an_objection_does_not_end_the_posting(variant: str) -> None:
    case = story("cn.dibao", *POSTED, "2025-11-07 objected", "2025-11-07 reinvestigated", variant=variant)
    for step in sorted({"submitted", "granted", "refused"} & set(case.next_moves)):
        assert wrong(case, step, "2025-11-13") == ["posting_runs"]
        assert walk(case, step, "2025-11-14").state == step


def test_what_was_objected_to_is_looked_into_and_posted_again_while_it_is_posted() -> None:
    steps = (
        "2025-03-03 applied",
        "2025-03-04 accepted",
        "2025-03-20 investigated",
        "2025-03-21 publicised",
        "2025-03-22 objected",
    )
    case = walk(walk(story("cn.tekun", *steps), "reinvestigated", "2025-03-24"), "publicised", "2025-03-24")
    assert wrong(case, "submitted", "2025-03-31") == ["posting_runs"]
    vn = story(
        "vn.social_assistance", "2025-11-03 applied", "2025-11-03 accepted", "2025-11-05 investigated", "2025-11-06 publicised",
        "2025-11-06 objected", "2025-11-06 reinvestigated", place="VN-91-30337",
    )  # fmt: skip
    assert wrong(vn, "submitted", "2025-11-10") == ["posting_runs"]
    examined = walk(vn, "submitted", "2025-11-11").move("examined", on=day("2025-11-11"))
    assert examined.move("granted", on=day("2025-11-11")).state == "granted", "and no calendar asked"
    old = story(
        "cn.dibao", "2020-09-01 applied", "2020-09-02 accepted", "2020-09-10 investigated", "2020-09-16 appraised",
        "2020-09-17 publicised", "2020-09-25 submitted", "2020-09-28 intended", "2020-10-09 county_publicised",
        "2020-10-10 objected", "2020-10-12 reinvestigated",
    )  # fmt: skip
    assert wrong(old, "refused", "2020-10-16") == ["posting_runs"]
    assert walk(old, "refused", "2020-10-17").state == "refused"


JUNE = (
    "2026-01-05 applied", "2026-01-05 accepted", "2026-01-05 investigating", "2026-01-06 investigated", "2026-01-07 publicised",
    "2026-01-15 submitted", "2026-01-16 granted", "2026-01-16 notified", "2026-02-08 in_payment",
)  # fmt: skip


def test_a_review_that_was_pending_when_the_law_changed_ends_with_a_hearing() -> None:
    case = story("cn.dibao", *JUNE, "2026-06-20 reviewed")
    later = BOOK.follow(case, day("2026-07-10"))
    assert later.procedure.key == "dibao-2026"
    for step in ("reduced", "ended"):
        with pytest.raises(MoveNotAllowed):
            later.move(step, on=day("2026-07-10"))
        assert walk(walk(later, "heard", "2026-07-10"), step, "2026-07-15").state == step
        with pytest.raises(
            InvalidFacts, match=r"outside_law: given 2026-07-10.*Procedures.follow brings the case under dibao-2026"
        ):
            case.move(step, on=day("2026-07-10"))
        assert case.move(step, on=day("2026-06-30")).state == step


def test_a_case_that_is_paid_takes_no_step_outside_its_law() -> None:
    paid = story("cn.dibao", *JUNE)
    with pytest.raises(InvalidFacts, match="outside_law"):
        paid.move("reduced", on=day("2026-08-01"))
    with pytest.raises(InvalidFacts, match="outside_law"):
        BOOK.follow(paid, day("2026-07-10")).move("raised", on=day("2026-06-30"))
    pending = story("cn.dibao", "2026-06-25 applied")
    assert pending.move("accepted", on=day("2026-07-02")).procedure.key == "dibao-2021"
    late = story("cn.wage_claim", "2023-02-27 complained", "2023-02-27 investigating", "2023-02-28 solved", place="CN-140100")
    assert walk(late, "notified", "2023-03-02").state == "notified", "no law has followed that one"
    for on in ("2010-01-01", "2021-06-30", "2026-07-01"):
        with pytest.raises(InvalidFacts, match="outside_law"):
            Case.opened("c", rules("cn.dibao", "2025-01-01"), "hh", on=day(on))


@pytest.mark.parametrize("variant", ["regular", "delegated", "epidemic"])
def test_what_falls_on_appeal_of_a_case_that_is_paid_goes_through_the_hearing(variant: str) -> None:
    case = walk(story("cn.dibao", *JUNE, variant=variant) if variant != "delegated" else story(
        "cn.dibao", *(line for line in JUNE if "submitted" not in line), variant=variant,
    ), "appealed", "2026-07-02")  # fmt: skip
    assert "sent_back" not in case.next_moves
    case = walk(case, "sent_back_to_review", "2026-08-02")
    assert case.state == "reviewed"
    assert {"heard", "continued", "raised"} <= set(case.next_moves)
    assert not {"refused", "granted", "reduced", "ended"} & set(case.next_moves)
    old = walk(walk(story("cn.dibao", *JUNE), "appealed", "2026-05-02"), "sent_back_to_review", "2026-06-02")
    with pytest.raises(MoveNotAllowed):
        walk(old, "reduced", "2026-07-02")


@pytest.mark.parametrize("program", ["cn.dibao", "cn.tekun", "demo.grain_aid"])
def test_no_way_leads_from_payment_around_the_hearing(program: str) -> None:
    laws = [law for law in BOOK.of(program) if law.has("heard")]
    assert laws
    for law in laws:
        reached = [*law.at_rest, *(step.to for step in law.steps if step.key in ("ended", "ending_notified"))]
        for state in reached:
            steps = [step for step in law.next_steps(state) if step.key != "heard"]
            assert not {step.key for step in steps} & {"reduced", "ended", "ending_intended", "refused"}
            reached += [step.to for step in steps if step.to is not None and step.to not in reached]


def test_files_at_the_district_go_on_at_the_commune() -> None:
    steps = (
        "2025-06-10 applied",
        "2025-06-10 accepted",
        "2025-06-18 investigated",
        "2025-06-19 publicised",
        "2025-06-25 submitted",
    )
    case = story("vn.social_assistance", *steps, place="VN-91-30337")
    with pytest.raises(InvalidFacts, match="outside_law"):
        case.move("examined", on=day("2025-07-03"), calendar=VN)
    now = BOOK.follow(case, day("2025-07-01"))
    (examination,) = [one for one in now.running(VN) if one.clock == "examination"]
    assert (examination.owner, examination.last) == (Level.TOWNSHIP, day("2025-07-04"))
    case = walk(walk(case, "examined", "2025-07-03", level="township"), "granted", "2025-07-08", level="township")
    assert [law.key for law, _, _ in case.eras] == ["assistance-2021", "assistance-2025"]
    assert BOOK.follow(case, day("2026-10-06")) is case, "what is still pending then stays"
    funeral = story("vn.funeral_support", "2025-06-27 applied", "2025-06-30 submitted", place="VN-91-30337")
    assert walk(funeral, "granted", "2025-07-02", level="township").moves[-1].level is Level.TOWNSHIP
    poor = story(
        "vn.poverty_status", "2025-06-10 applied", "2025-06-18 investigated", "2025-06-20 appraised", "2025-06-24 publicised",
        place="VN-91-30337",
    )  # fmt: skip
    assert walk(poor, "recognised", "2025-07-01").procedure.key == "poverty-2025"
    asked = walk(walk(poor, "submitted", "2025-06-30"), "recognised", "2025-07-02")
    assert [law.key for law, first, after in asked.eras if after > first] == ["poverty-2021"], "the new law has no such state"
    assert BOOK.follow(asked, day("2025-07-02")).procedure.key == "poverty-2025"


def test_who_asks_late_finds_every_law_in_between() -> None:
    pending = story("vn.social_assistance", "2025-06-10 applied", place="VN-91-30337")
    assert BOOK.follow(pending, day("2026-11-01")).procedure.key == "assistance-2025"
    withdrawn = walk(pending, "withdrawn", "2025-06-12")
    assert BOOK.follow(withdrawn, day("2026-11-01")) is withdrawn
    poor = story("vn.poverty_status", "2025-06-10 applied", "2025-06-18 investigated", place="VN-91-30337")
    assert BOOK.follow(poor, day("2025-07-02"), "annual").procedure.key == "poverty-2025", "pending: not the yearly round"
    assert BOOK.follow(poor, day("2025-06-20"), "annual") is poor
    paid = story("cn.dibao", *PAID, category="steady")
    late = BOOK.follow(BOOK.follow(paid, day("2026-06-30")), day("2026-11-01"))
    assert (late.procedure.key, late.category, len(late.earlier)) == ("dibao-2026", "steady", 1)
    back = BOOK.follow(BOOK.follow(paid, day("2025-06-01"), "delegated"), day("2025-06-01"), "regular")
    assert back == paid, "a law under which no step was taken leaves no trace"


def test_a_case_can_be_seen_as_it_stood() -> None:
    case = walk(story("cn.dibao", *JUNE, category="steady"), "heard", "2026-07-02")
    assert case.as_of(day("2026-01-04")) is None
    assert case.as_of(day("2026-07-02")) is case
    then = case.as_of(day("2026-07-01"))
    assert then == story("cn.dibao", *JUNE, category="steady")
    first = case.as_of(day("2026-01-05"))
    assert first is not None
    assert (first.state, first.procedure.key) == ("investigating", "dibao-2021")


def test_a_change_and_a_death_are_told_while_a_case_is_reviewed_or_heard() -> None:
    case = walk(story("cn.dibao", *JUNE), "reviewed", "2026-06-20")
    for step in ("change_reported", "change_found", "died", "work_refused", "work_taken", "grace_granted"):
        assert walk(case, step, "2026-06-21").state == "reviewed"
        for variant in ("regular", "delegated"):
            heard = walk(BOOK.follow(case, day("2026-07-02"), variant), "heard", "2026-07-02")
            assert walk(heard, step, "2026-07-03").state == "heard"
            assert walk(walk(heard, "reduced", "2026-07-03"), step, "2026-07-03").state == "reduced"


@pytest.mark.parametrize(
    ("step", "fact", "on", "code"),
    [
        ("died", "died_on", "2036-03-01", "after_step"), ("died", "died_on", "1936-03-01", "before_application"),
        ("change_reported", "changed_on", "2026-03-02", "after_step"),
        ("change_found", "changed_on", "2026-01-04", "before_application"),
    ],
)  # fmt: skip
def test_a_change_or_a_death_lies_between_the_application_and_the_step(step: str, fact: str, on: str, code: str) -> None:
    case = story("cn.dibao", *JUNE)
    assert wrong(case, step, "2026-03-01", **{fact: day(on)}) == [code]
    for good in ("2026-01-05", "2026-03-01"):
        assert walk(case, step, "2026-03-01", **{fact: day(good)}).state == "in_payment"
    law = rules("vn.funeral_support", "2025-11-03", place="VN-91-30337")
    told = Case.opened("c", law, "p", on=day("2025-11-03"), died_on=day("2025-10-30"))
    assert told.move("submitted", on=day("2025-11-04"), died_on=day("2025-10-30")).state == "submitted"
    with pytest.raises(InvalidFacts, match="died_on: after_step"):
        Case.opened("c", law, "p", on=day("2025-11-03"), died_on=day("2025-11-04"))


# Reviews --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "last_day"), [("steady", "2026-04-03"), ("unsteady", "2025-10-03"), ("able_to_work", "2025-10-03")]
)
def test_dibao_is_reviewed_by_category(category: str, last_day: str) -> None:
    review = next_review(story("cn.dibao", *PAID, category=category))
    assert review is not None
    assert review.last == day(last_day)
    assert review.owner is Level.TOWNSHIP
    assert review.cite.article == "art. 31"


@pytest.mark.parametrize(
    ("category", "last_day"),
    [
        ("A", "2021-11-09"),
        ("B", "2021-05-09"),
        ("C urban", "2020-12-09"),
        ("C rural", "2021-02-09"),
        ("fairly steady", "2021-05-09"),
    ],
)
def test_the_old_cadence_had_four_speeds(category: str, last_day: str) -> None:
    case = story(
        "cn.dibao", "2020-09-01 applied", "2020-09-02 accepted", "2020-09-10 investigated", "2020-09-16 appraised",
        "2020-09-17 publicised", "2020-09-25 submitted", "2020-09-28 intended", "2020-10-30 county_publicised",
        "2020-11-09 granted", "2020-11-10 notified", "2020-12-10 in_payment", category=category,
    )  # fmt: skip
    review = next_review(case)
    assert review is not None
    assert review.last == day(last_day)
    assert BOOK.follow(case, day("2022-01-01")).category == "", "no word of the old cadence means something else in the new one"


def test_a_review_in_its_season_is_followed_by_the_next_years_and_who_left_is_not_reviewed() -> None:
    steps = (
        "2025-03-10 applied", "2025-03-18 investigated", "2025-03-20 appraised", "2025-03-21 publicised",
        "2025-03-27 submitted", "2025-03-28 recognised",
    )  # fmt: skip
    case = story("vn.poverty_status", *steps, place="VN-91-30337")
    seasons = {}
    for on in ("2025-03-28", "2025-08-31", "2025-09-01", "2025-12-14"):
        reviewed = walk(case, "reviewed", on)
        (review,) = reviews_of(reviewed, VN)
        seasons[on] = review.opens and review.opens.year
    assert seasons == {"2025-03-28": 2025, "2025-08-31": 2025, "2025-09-01": 2026, "2025-12-14": 2026}
    assert next_review(walk(case, "ended", "2025-12-20"), VN) is None
    assert next_review(walk(story("cn.dibao", *PAID, category="steady"), "reviewed", "2025-12-20"), CN) is None


def test_without_a_category_the_review_has_no_last_day_and_says_so() -> None:
    review = next_review(story("cn.dibao", *PAID))
    assert review is not None
    assert review.last is None
    assert review.missing == "the category is not known; one of steady, unsteady, able_to_work"
    assert next_review(story("cn.dibao", *DIBAO)) is None
    with pytest.raises(InvalidFacts, match="not_one_of"):
        story("cn.dibao", *PAID, category="A")


def test_a_review_that_became_law_later_is_counted_from_then_and_an_emergency_leaves_it_open() -> None:
    case = story(
        "cn.disability_living", "2018-03-05 applied", "2018-03-05 accepted", "2018-03-10 investigated", "2018-03-12 granted",
        "2018-03-13 notified", "2018-04-10 in_payment",
    )  # fmt: skip
    (review,) = reviews_of(case, CN)
    assert (review.start, review.last) == (day("2022-10-28"), day("2022-11-28"))
    epidemic = story("cn.dibao", *PAID, variant="epidemic", category="steady")
    (review,) = reviews_of(epidemic, CN)
    assert review.last is None
    assert "no number" in review.missing


# The object -----------------------------------------------------------------------------------------------------------------


def test_a_case_is_a_value_and_shows_no_numbers() -> None:
    case = evolve(story("cn.dibao", *DIBAO), id="430602199001011234", subject="430602199001011234")
    assert repr(case) == "Case('***', cn.dibao, publicised, 2025-03-17)"
    told = case.move("objected", on=day("2025-03-18"), by="Nguyễn Thị Hoa", reasons="430602199001011234")
    assert repr(told.moves[-1]) == "Move(objected, 2025-03-18, person)"
    with pytest.raises(MoveNotAllowed) as error:
        case.move("granted", on=day("2025-03-18"))
    assert "430602199001011234" not in str(error.value)
    number: Any = "430602199001011234"
    digits: Any = int(number)
    stated: dict[str, Any] = {number: True}
    for wrong_call in (
        lambda: Case.opened(digits, case.procedure, "hh", on=day("2025-03-03")),
        lambda: Case.opened("c", case.procedure, digits, on=day("2025-03-03")),
        lambda: Case.opened("c", case.procedure, "hh", on=day("2025-03-03"), category=digits),
        lambda: Case.opened("c", case.procedure, "hh", on=day("2025-03-03"), level=number),
        lambda: Case.opened("c", case.procedure, "hh", on=day("2025-03-03"), **stated),
        lambda: case.move(number, on=day("2025-03-18")),
        lambda: case.move("objected", on=day("2025-03-18"), level=number),
        lambda: case.move("objected", on=number),
        lambda: case.move("objected", on=day("2025-03-18"), **stated),
        lambda: case.move("objected", on=day("2025-03-18"), died_on=number, amount=digits),
        lambda: BOOK.find(number, PLACE, day("2025-03-18")),
        lambda: BOOK.find("cn.dibao", PLACE, day("2025-03-18"), number),
    ):
        with pytest.raises((InvalidFacts, MoveNotAllowed, TermMissing)) as refused:
            wrong_call()
        assert "43060219" not in str(refused.value)
    assert copy.deepcopy(case) == case == pickle.loads(pickle.dumps(case))
    assert hash(pickle.loads(pickle.dumps(case))) == hash(case)


def test_a_case_that_cannot_be_is_refused_with_everything_that_is_wrong() -> None:
    law = rules("cn.dibao", "2025-03-03")
    good = story("cn.dibao", *DIBAO)
    with pytest.raises(InvalidFacts) as error:
        Case("", "cn.tekun", "", "VN-91", law, "A", good.moves[::-1])
    assert [problem.code for problem in error.value.problems] == [
        "empty", "empty", "wrong_program", "bad_place", "not_one_of", "before_last_move", "before_last_move", "before_last_move",
        "before_last_move",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"amount": 740.0}, "float_money"),
        ({"amount": "740.00"}, "wrong_type"),
        ({"reason": "x"}, "unknown_key"),
        ({"in_writing": 1}, "wrong_type"),
        ({"died_on": "2025-01-01"}, "wrong_type"),
        ({"died_on": dt.datetime(2025, 1, 1)}, "wrong_type"),
        ({"level": "mayor"}, "not_one_of"),
    ],
)
def test_facts_of_another_kind_are_refused(facts: dict[str, Any], code: str) -> None:
    assert wrong(story("cn.dibao", *DIBAO), "objected", "2025-03-18", **facts) == [code]
    with pytest.raises(InvalidFacts, match=code):
        Case.opened("c", rules("cn.dibao", "2025-03-03"), "hh", on=day("2025-03-03"), **facts)


def test_a_day_is_a_date() -> None:
    with pytest.raises(InvalidFacts, match="not_a_date"):
        story("cn.dibao", *DIBAO).move("objected", on="2025-03-18")  # type: ignore[arg-type]  # what is refused
    with pytest.raises(InvalidFacts, match="not_a_date"):
        story("cn.dibao", *DIBAO).move("objected", on=dt.datetime(2025, 3, 18))
