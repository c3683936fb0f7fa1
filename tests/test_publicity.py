"""Public lists: only what the rule allows, names and numbers masked, and nobody on them who must not be."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given
from hypothesis import strategies as st

from welfarekit.administration import publicity_words
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedures import Procedures
from welfarekit.administration.law.publicity_rules import STAGES, Publicity, shipped_publicity
from welfarekit.administration.publicity_posting import posting, withheld_sentences
from welfarekit.citation import Citation
from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import DateError, InvalidFacts, LawError, TermMissing, UnknownProgram
from welfarekit.language.catalogue import catalogue, strict
from welfarekit.language.locale import LOCALES
from welfarekit.money import Money
from welfarekit.place import Place
from welfarekit.procedure.case import Case
from welfarekit.procedure.community import tells_of_somebody
from welfarekit.procedure.masking import MOST_SHOWN, NameManner, mask_name, mask_number
from welfarekit.procedure.publicity import ADULT, Entry, PublicField, PublicityRule, Why, publicity_list
from welfarekit.rules.determine import COUNTRIES
from welfarekit.truth import UNKNOWN

DAY = dt.date(2026, 8, 3)
HERE = "CN-430602"
BORN = dt.date(1980, 5, 1)
BOOK = Publicity.default()
DIBAO = BOOK.find("cn.dibao", HERE, DAY)
EVERYTHING = BOOK.find("demo.grain_aid", "XD-12", DAY)
"""A rule that allows every field."""
AMOUNT = Money("740.00", "CNY", "month")


def person(**facts: Any) -> Person:
    return Person(**{"id": "p1", "name": "李小明", "birth_date": BORN, **facts})


def entry(*persons: Person, member: str | None = None, place: str = HERE, **more: Any) -> Entry:
    members = persons or (person(),)
    home = Household(id=more.pop("id", "hh-1"), place=place, members=members)
    given = {"applicant": members[0].id, "member": member, "amount": AMOUNT, **more}
    return Entry(household=home, **given)


# -- names and numbers --

LETTERS = st.characters(categories=("Lu", "Ll", "Lo", "Mn", "Nd", "Zs", "Po"))
ANY_NAME = st.one_of(
    st.text(LETTERS, min_size=1, max_size=12),
    st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6),
    st.lists(st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảạãấầý", min_size=1, max_size=6), min_size=1, max_size=5).map(" ".join),
)


@given(ANY_NAME, st.sampled_from(NameManner))
def test_a_masked_name_is_never_the_whole_name(name: str, manner: NameManner) -> None:
    assume(any(letter.isalnum() for letter in name))
    shown = mask_name(name, manner)
    whole = " ".join(unicodedata.normalize("NFC", name).split()).casefold()
    assert whole not in shown.casefold()
    assert name not in shown
    assert "*" in shown or "某" in shown or "." in shown
    assert shown == mask_name(unicodedata.normalize("NFD", name), manner), "however the letters are put together"


@given(st.text(min_size=0, max_size=24), st.integers(-3, 20))
def test_a_masked_number_shows_at_most_three_characters(number: str, digits: int) -> None:
    assume("*" not in number)
    shown = mask_number(number, digits).removeprefix("***")
    assert len(shown) <= MOST_SHOWN
    assert number.endswith(shown)
    assert len(number) >= 8 or shown == ""


NAMES = {
    ("李明", "surname_stars"): "李*",
    ("李小明", "surname_stars"): "李**",
    ("李小明", "surname_mou"): "李某某",
    ("李小明", "first_and_last"): "李*明",
    ("李明", "first_and_last"): "李*",
    ("欧阳小明", "first_and_last"): "欧阳*明",
    ("歐陽明", "surname_mou"): "歐陽某",
    ("李", "surname_stars"): "*",
    ("欧阳", "surname_stars"): "欧*",
    ("阿卜杜拉·买买提", "surname_stars"): "阿.",
    ("Nguyễn Trung Hạnh", "family_and_initials"): "Nguyễn T. H.",
    ("Nguyễn Trung Hạnh", "initials"): "N. T. H.",
    ("Nguyễn Như Ý", "family_and_initials"): "Nguyễn N. *",
    ("Hạnh", "family_and_initials"): "H.",
    ("  Li   Ming ", "surname_stars"): "L. M.",
    ("**", "initials"): "*",
    ("*", "initials"): "***",
    ("李明\u3000(残疾)", "family_and_initials"): "李.",
    ("李明（残疾）", "surname_stars"): "李*",
    ("李明[残疾", "first_and_last"): "李*",
    ("李明 Wang", "family_and_initials"): "李. W.",
    ("王 小 明", "family_and_initials"): "王.",
    ("김철수 씨", "family_and_initials"): "김. *",
    ("Nguyễn Văn An (HIV)", "family_and_initials"): "Nguyễn V. A.",
    ("Nguyễn ((Văn) An", "initials"): "N.",
    ("(李明)", "surname_stars"): "***",
    ("李\u200b明", "surname_stars"): "李*",
}


@pytest.mark.parametrize(("name", "manner"), NAMES)
def test_names_are_masked_in_the_way_of_their_script(name: str, manner: str) -> None:
    assert mask_name(name, manner) == NAMES[name, manner]


# -- who is listed --

AGES = st.one_of(st.just(UNKNOWN), st.dates(dt.date(1930, 1, 1), dt.date(2026, 12, 31)))


@st.composite
def people(draw: st.DrawFn) -> list[Person]:
    found = []
    for number in range(draw(st.integers(1, 4))):
        facts: dict[str, Any] = {"id": f"p{number}", "birth_date": draw(AGES)}
        facts["name"] = draw(st.one_of(st.none(), st.just(UNKNOWN), st.text("釁籲齉龘靐nñ ", min_size=1, max_size=5)))
        facts["national_id"] = draw(st.one_of(st.none(), st.just(UNKNOWN), st.text("QWZJX", min_size=1, max_size=18)))
        for flag in ("unattended", "receives_orphan_benefit", "seriously_ill", "hiv"):
            facts[flag] = draw(st.sampled_from([True, False, UNKNOWN, UNKNOWN, UNKNOWN]))
        found.append(Person(**facts))
    return found


@st.composite
def entries(draw: st.DrawFn) -> list[Entry]:
    made = []
    for number in range(draw(st.integers(0, 5))):
        home = Household(id=f"hh-{number}", place="XD-12", members=draw(people()))
        ids = [member.id for member in home.members]
        made.append(
            Entry(
                household=home, applicant=draw(st.sampled_from(ids)), member=draw(st.sampled_from([None, *ids])), amount=AMOUNT,
                status="poor", community="东村",
            )
        )  # fmt: skip
    return made


def rule_of(**more: Any) -> PublicityRule:
    return evolve(EVERYTHING, **more)


@given(entries(), st.sampled_from(NameManner), st.sampled_from(LOCALES), st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)))
def test_no_list_ever_shows_a_minor_a_name_or_a_number(given: list[Entry], manner: NameManner, locale: str, on: dt.date) -> None:
    rule = rule_of(names=manner, posting=None, posting_open="not for this test")
    found = publicity_list(given, rule, on)
    with strict():
        text = posting(found, locale)
    assert len(found.rows) + len(found.withheld) == len(given)
    withheld = {one.subject: one.why for one in found.withheld}
    for one in given:
        ages = [who.age_on(on) for who in one.household.members if who.id in (one.applicant, one.member)]
        if any(age is UNKNOWN or age < ADULT for age in ages):
            assert one.subject in withheld
        if one.named.unattended is True or one.named.receives_orphan_benefit is True:
            assert one.subject in withheld
        for who in one.household.members:
            if isinstance(who.name, str) and who.name.strip():
                name = " ".join(unicodedata.normalize("NFC", who.name).split())
                assert len(name) < 2 or name not in text
            if isinstance(who.national_id, str):
                runs = {who.national_id[at : at + 4] for at in range(len(who.national_id) - 3)}
                assert not any(run in text for run in runs)
        assert one.household.id not in text, "not even the identifier is posted"


@given(st.lists(st.sampled_from(PublicField), unique=True), entries())
def test_a_list_shows_the_fields_that_were_chosen_and_no_other(fields: list[PublicField], given: list[Entry]) -> None:
    found = publicity_list(given, EVERYTHING, DAY, fields=fields, calendar=calendar_for("demo"))
    assert found.fields == tuple(name for name in PublicField if name in fields)
    for row in found.rows:
        shown = {name for name in PublicField if getattr(row, name.value) is not None}
        assert shown <= set(fields)


def test_on_the_birthday_itself_somebody_is_of_age() -> None:
    eve = entry(person(birth_date=dt.date(2008, 8, 4)))
    assert [one.why for one in publicity_list([eve], DIBAO, DAY).withheld] == [Why.MINOR]
    assert len(publicity_list([eve], DIBAO, DAY + dt.timedelta(days=1)).rows) == 1
    leap = entry(person(birth_date=dt.date(2008, 2, 29)))
    assert not publicity_list([leap], DIBAO, dt.date(2026, 2, 28)).rows
    assert publicity_list([leap], DIBAO, dt.date(2026, 3, 1)).rows


GROWN, CHILD, UNCLEAR = BORN, dt.date(2015, 1, 1), UNKNOWN
WHO = {
    "a grown applicant with children": ([GROWN, CHILD, UNCLEAR], None, None),
    "a child": ([CHILD], None, Why.MINOR),
    "a child without a birth date": ([UNCLEAR], None, Why.AGE_NOT_KNOWN),
    "a child as the applicant of a grown family": ([CHILD, GROWN], None, Why.MINOR),
    "a benefit for a child under the name of the mother": ([GROWN, CHILD], "p1", Why.MINOR),
    "a benefit for somebody of unknown age under the name of the mother": ([GROWN, UNCLEAR], "p1", Why.AGE_NOT_KNOWN),
    "a benefit for the grown daughter": ([GROWN, GROWN], "p1", None),
}


@pytest.mark.parametrize("case", WHO)
def test_who_is_listed(case: str) -> None:
    born, member, why = WHO[case]
    persons = [person(id=f"p{number}", birth_date=day) for number, day in enumerate(born)]
    found = publicity_list([entry(*persons, member=member)], DIBAO, DAY)
    assert [one.why for one in found.withheld] == ([] if why is None else [why])


def test_who_was_a_child_without_care_is_not_listed_as_a_student_either() -> None:
    for fact in ("unattended", "was_unattended_beneficiary", "receives_orphan_benefit", "receives_child_benefit"):
        student = person(birth_date=dt.date(2006, 1, 1), **{fact: True})
        assert [one.why for one in publicity_list([entry(student)], DIBAO, DAY).withheld] == [Why.PROTECTED]
        child = evolve_id(student, "p2")
        assert [one.why for one in publicity_list([entry(person(), child, member="p2")], DIBAO, DAY).withheld] == [Why.PROTECTED]
        assert publicity_list([entry(person(), child)], DIBAO, DAY).rows, "a family is listed under the name of the parent"


def evolve_id(one: Person, id: str) -> Person:  # noqa: A002  # the name of the fact
    return evolve(one, id=id)


def test_a_name_that_nobody_knows_is_not_posted_as_stars() -> None:
    for name in (None, UNKNOWN, "   "):
        found = publicity_list([entry(person(name=name))], DIBAO, DAY)
        assert [one.why for one in found.withheld] == [Why.NAME_NOT_KNOWN]
        assert len(publicity_list([entry(person(name=name))], DIBAO, DAY, fields=["members"]).rows) == 1


# -- what is barred --


def test_a_procedure_that_bars_posting_bars_the_list() -> None:
    urgent = BOOK.find("cn.temporary_relief", HERE, DAY, variant="pay_first")
    child = BOOK.find("cn.unattended_child", HERE, DAY)
    for rule in (urgent, child):
        assert rule.fields == ()
        found = publicity_list([entry(), entry(id="hh-2")], rule, DAY)
        assert (found.rows, [one.why for one in found.withheld]) == ((), [Why.BARRED, Why.BARRED])
        with pytest.raises(InvalidFacts, match="nothing; "):
            publicity_list([entry()], rule, DAY, fields=["name"])
    assert "without a posting" in urgent.barred
    assert "privacy" in child.barred


def test_a_case_that_bars_posting_is_withheld_from_any_list() -> None:
    rules = Procedures.default().find("cn.temporary_relief", HERE, DAY, "pay_first")
    case = Case.opened("c-1", rules, "hh-1", on=DAY, place=HERE)
    rule = evolve(DIBAO, program="cn.temporary_relief")
    assert [one.why for one in publicity_list([entry(case=case)], rule, DAY).withheld] == [Why.BARRED]


# -- what is shipped --

SHIPPED = [sheet for country in COUNTRIES for sheet in shipped_publicity(country)]
POSTED = {  # program, place, day, stage: fields, first and last day of a posting
    ("cn.dibao", HERE, dt.date(2019, 3, 1), "proposal"): ("name members amount", dt.date(2019, 3, 8)),
    ("cn.dibao", HERE, dt.date(2025, 3, 3), "proposal"): ("name members amount", dt.date(2025, 3, 10)),
    ("cn.dibao", HERE, dt.date(2026, 9, 30), "proposal"): ("name members amount", dt.date(2026, 10, 7)),
    ("cn.dibao", HERE, dt.date(2026, 9, 30), "decision"): ("name members amount", None),
    ("cn.tekun", HERE, dt.date(2025, 3, 3), "proposal"): ("name", dt.date(2025, 3, 10)),
    ("cn.tekun", HERE, dt.date(2025, 3, 3), "ending"): ("name", dt.date(2025, 3, 10)),
    ("vn.social_assistance", "VN-91-30337", dt.date(2026, 1, 23), "proposal"): ("name amount", dt.date(2026, 1, 27)),
    ("vn.poverty_status", "VN-91-30337", dt.date(2025, 11, 14), "proposal"): ("name status community", dt.date(2025, 11, 19)),
}
"""Art. 29 of 民发〔2012〕220号, art. 19 and 24 of 民发〔2021〕57号, art. 15 and 26 of 民发〔2021〕43号, point b of art. 8(1) of
Decree 20/2021, and step 5 of the procedure of Decision 967/QĐ-BNNMT: 7 days of the calendar, 2 and 3 working days."""


@pytest.mark.parametrize(("key", "place", "day", "stage"), POSTED)
def test_the_shipped_rules_say_what_is_posted_and_how_long(key: str, place: str, day: dt.date, stage: str) -> None:
    fields, last = POSTED[key, place, day, stage]
    rule = BOOK.find(key, place, day, stage)
    found = publicity_list([], rule, day, calendar=calendar_for(key[:2]))
    assert " ".join(rule.fields) == fields
    assert (found.first_day, found.last_day) == (day, last)


def test_every_shipped_rule_is_cited_and_names_a_step_that_there_is() -> None:
    book = Procedures.default()
    assert len(SHIPPED) >= 9
    for sheet in SHIPPED:
        rule = sheet.rule
        assert rule.cite.read is not None
        assert rule.fields_cite is None or rule.fields_cite.confirmed == "known" or rule.fields_cite.read is not None
        assert PublicField.NUMBER_ENDING not in rule.fields or rule.program.startswith("demo.")
        if sheet.step:
            step = book.find(rule.program, rule.place, rule.since).step(sheet.step)
            assert step.posts
        else:
            assert rule.posting_open
    before = [sheet.rule for sheet in SHIPPED if sheet.rule.until is not None]
    assert [rule.program for rule in before].count("cn.dibao") == 2


def test_rules_of_one_stage_never_overlap() -> None:
    seen: dict[tuple[Any, ...], list[PublicityRule]] = {}
    for sheet in SHIPPED:
        seen.setdefault((sheet.rule.program, sheet.rule.stage, sheet.rule.place), []).append(sheet.rule)
    for rules in seen.values():
        ordered = sorted(rules, key=lambda rule: rule.since)
        for one, later in pairwise(ordered):
            assert one.until is not None
            assert later.since > one.until


def test_what_no_rule_allows_to_post_is_an_error_that_says_how_to_supply_one() -> None:
    with pytest.raises(TermMissing, match=r"did you mean 'cn\.dibao'.*with_file"):
        BOOK.find("cn.dibo", HERE, DAY)
    with pytest.raises(TermMissing, match="from 2021-07-01 to 2026-10-04"):
        BOOK.find("vn.social_assistance", "VN-91-30337", dt.date(2026, 10, 5))
    with pytest.raises(TermMissing, match="a proposal and a decision"):
        BOOK.find("cn.dibao", HERE, DAY, "ending")
    with pytest.raises(TermMissing, match=r"there are rules for cn\.dibao, cn\.tekun"):
        BOOK.find("cn.temporary_relief", HERE, DAY)


# -- a file of one's own --

OWN = """
[sources.district]
act = "岳阳楼区公示办法"
read = 2026-11-21

[[rule]]
program = "cn.temporary_relief"
stage = "proposal"
place = "CN-430602"
from = 2026-07-01
fields = ["name", "amount", "community"]
names = "surname_mou"
posting = "3 working days"
cite = "district"
"""


def test_a_place_states_its_own_rule(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN, encoding="utf-8")
    book = BOOK.with_file(path)
    rule = book.find("cn.temporary_relief", HERE, DAY)
    found = publicity_list([entry(community="洞庭社区")], rule, DAY, calendar=calendar_for("cn"))
    assert (found.rows[0].name, found.rows[0].community, found.last_day) == ("李某某", "洞庭社区", dt.date(2026, 8, 6))
    with pytest.raises(TermMissing):
        book.find("cn.temporary_relief", "CN-430611", DAY)
    path.write_text(OWN.replace("temporary_relief", "dibao"), encoding="utf-8")
    assert BOOK.with_file(path).find("cn.dibao", HERE, DAY).names is NameManner.SURNAME_MOU, "one's own goes first"
    path.write_text(OWN.replace("temporary_relief", "dibao").replace('place = "CN-430602"\n', ""), encoding="utf-8")
    assert BOOK.with_file(path).find("cn.dibao", HERE, DAY).names is NameManner.SURNAME_MOU, "for the whole country too"
    assert book.find("cn.dibao", HERE, DAY) == DIBAO, "the shipped rules stay"


WRONG = {
    "unknown_key": OWN.replace("names =", "nmes ="),
    "not_one_of": OWN.replace('"proposal"', '"opinion"'),
    "no_start": OWN.replace("from = 2026-07-01\n", ""),
    "until_before_from": OWN.replace("from = 2026-07-01\n", "from = 2026-07-01\nuntil = 2026-01-01\n"),
    "no_such_source": OWN.replace('cite = "district"', 'cite = "province"'),
    "no_citation": OWN.replace('cite = "district"\n', ""),
    "bad_place": OWN.replace("CN-430602", "CN-999999"),
    "bad_value": OWN.replace("3 working days", "a week"),
    "not_rows": OWN.replace("[[rule]]", "[rule]"),
}


@pytest.mark.parametrize("code", WRONG)
def test_a_file_that_is_wrong_says_what_is(code: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(WRONG[code], encoding="utf-8")
    with pytest.raises(LawError) as caught:
        BOOK.with_file(path)
    assert code in {problem.code for problem in caught.value.problems}


@pytest.mark.parametrize("field", ["account", "illness", "national_id", "address"])
def test_no_file_can_make_a_field_that_there_is_not(field: str, tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text(OWN.replace('"community"', f'"{field}"'), encoding="utf-8")
    with pytest.raises(LawError, match="bad_value"):
        BOOK.with_file(path)


CITE = Citation("An act", read=DAY)


@pytest.mark.parametrize(
    "more",
    [
        {"fields": ()},
        {"fields": ("name",), "barred": "nothing is posted"},
        {"fields": ("name",), "number_digits": 3},
        {"fields": ("number_ending",), "number_digits": 0},
        {"fields": ("number_ending",), "number_digits": 4},
        {"fields": ("number_ending",), "number_digits": True},
    ],
    ids=str,
)
def test_a_rule_cannot_contradict_itself(more: dict[str, Any]) -> None:
    with pytest.raises(InvalidFacts):
        PublicityRule(program="cn.dibao", stage="proposal", place=Place.parse("CN"), since=DAY, cite=CITE, **more)


# -- what goes wrong --


def test_a_field_that_the_rule_does_not_allow_cannot_be_asked_for() -> None:
    with pytest.raises(InvalidFacts, match="one of name, members, amount, which the rule allows") as caught:
        publicity_list([entry()], DIBAO, DAY, fields=["name", "number_ending", "bank"])
    assert [problem.path for problem in caught.value.problems] == ["fields[1]", "fields[2]"]


SNEAKED = [
    "李小明家", "东村001X", "东村 0 01x", "3楼 430602198005010012", "44060", "x" * 41, "东村\n李", "430602", "李 小 明", "小明家",
    "东村3栋", "东村５号", "东村12单元", "门牌3", "https://x", "东村@3",
]  # fmt: skip


@pytest.mark.parametrize("community", SNEAKED)
def test_a_community_cannot_smuggle_a_name_or_a_number(community: str) -> None:
    one = entry(person(national_id="43060219800501001X"), place="XD-12", community=community, status="poor")
    with pytest.raises(InvalidFacts) as caught:
        publicity_list([one], EVERYTHING, DAY, calendar=calendar_for("demo"))
    assert [problem.code for problem in caught.value.problems] == ["not_public"]
    assert community not in str(caught.value)


VIETNAMESE = [
    "Nguyen Van An", "Nguyễn-Văn-An", "NGUYỄN.VĂN.AN", "An Văn Nguyễn", "nhà ông An", "con bà Út", "cháu Ut",
    "N g u y ễ n V ă n A n",
    "079/305/123/456", "079-305", "số đt 090 123", "٠٧٩٣", "①②③④", "tổ 1, 2, 3, 4, 5, 6, 7", "tổ 12 ấp 34 khu 56 xã 7",
    "số nhà 12", "số 12 Lê Lợi",
    "12 đường Lê Lợi", "ngõ 5, thôn 2", "Ấp 3 (ông An)", "12A hẻm 3",
]  # fmt: skip


@pytest.mark.parametrize("community", VIETNAMESE)
def test_neither_accents_nor_marks_hide_a_name_a_number_or_a_house(community: str) -> None:
    persons = (person(name="Nguyễn Văn An", national_id="079305123456"), person(id="p2", name="Đinh Thị Út"))
    with pytest.raises(InvalidFacts, match="not_public"):
        publicity_list([entry(*persons, place="XD-12", community=community, status="poor")], EVERYTHING, DAY,
                       calendar=calendar_for("demo"))  # fmt: skip


VILLAGES = ["Ấp 3", "Ấp An", "Ấp 30/4", "thôn Đường Lâm", "tổ 10, khu phố 12", "xã An Phú", "东村3组", "光明社区", "Ấp Bà Điểm"]


@pytest.mark.parametrize("community", VILLAGES)
def test_a_village_is_a_village(community: str) -> None:
    one = entry(person(name="Nguyễn Văn An"), place="XD-12", community=community, status="poor")
    assert publicity_list([one], EVERYTHING, DAY, calendar=calendar_for("demo")).rows[0].community == community


@given(st.lists(st.sampled_from(["Nguyễn", "Thị", "Đặng", "Ánh", "Út", "Văn", "Ê"]), min_size=2, max_size=4), st.data())
def test_a_name_is_found_however_it_is_written(name: list[str], data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([" ", "-", ".", "  ", ", ", "/", ""])).join(name)
    bare = "".join(letter for letter in unicodedata.normalize("NFD", whole) if not unicodedata.combining(letter))
    form = data.draw(st.sampled_from([whole, whole.upper(), bare.replace("Đ", "D"), unicodedata.normalize("NFD", whole)]))
    assert tells_of_somebody(f"thôn {form}", [" ".join(name)], [])


def test_where_the_communities_are_declared_nothing_else_is_shown() -> None:
    def listed(community: str) -> Any:
        one = entry(person(name="李光明"), place="XD-12", community=community, status="poor")
        return publicity_list([one], EVERYTHING, DAY, calendar=calendar_for("demo"), communities=("光明社区", "东村"))

    assert listed("光明社区").rows[0].community == "光明社区", "a place, though somebody is called like it"
    for community in ("西村", "东村，艾滋病患者"):
        with pytest.raises(InvalidFacts, match="one of the communities that are declared") as caught:
            listed(community)
        assert community not in str(caught.value)


@pytest.mark.parametrize(("program", "place"), [("cn.tekun", HERE), ("vn.social_assistance", "VN-91-30337")])
def test_a_program_for_one_person_says_for_whom(program: str, place: str) -> None:
    calendar = calendar_for(program[:2])
    rule = BOOK.find(program, place, DAY)
    family = (person(), person(id="p2", birth_date=CHILD))
    with pytest.raises(InvalidFacts, match=r"entries\[0\]\.member: missing"):
        publicity_list([entry(*family, place=place)], rule, DAY, calendar=calendar)
    hidden = publicity_list([entry(*family, member="p2", place=place)], rule, DAY, calendar=calendar)
    assert [one.why for one in hidden.withheld] == [Why.MINOR]
    assert publicity_list([entry(*family, member="p1", place=place)], rule, DAY, calendar=calendar).rows
    assert publicity_list([entry(place=place)], rule, DAY, calendar=calendar).rows, "who lives alone can be nobody else"


def test_a_list_of_nobody_says_nothing_of_names() -> None:
    assert "隐藏" not in posting(publicity_list([], DIBAO, DAY), "zh_Hans")


def test_everything_that_is_wrong_with_entries_is_said_at_once() -> None:
    other = Case.opened("c-1", Procedures.default().find("cn.tekun", HERE, DAY), "hh-9", on=DAY, place=HERE)
    wrong = [
        entry(case=other),
        entry(amount=None),
        entry(id="hh-2", place="VN-91", amount=-AMOUNT, status="seriously ill"),
    ]
    with pytest.raises(InvalidFacts) as caught:
        publicity_list(wrong, DIBAO, dt.date(2020, 1, 1))
    assert {problem.code for problem in caught.value.problems} == {
        "out_of_range", "wrong_program", "other_household", "missing", "duplicate", "bad_place", "negative", "not_one_of"
    }  # fmt: skip
    with pytest.raises(InvalidFacts, match="no_such_member"):
        entry(applicant="p9")
    with pytest.raises(InvalidFacts, match="no_such_member"):
        entry(member="p9")


def test_a_posting_in_working_days_needs_a_calendar() -> None:
    rule = BOOK.find("vn.poverty_status", "VN-91", dt.date(2025, 11, 14))
    with pytest.raises(DateError, match="calendar"):
        publicity_list([], rule, dt.date(2025, 11, 14))


def test_numbers_of_persons_are_masked_in_what_is_told_to_the_office() -> None:
    number = "430602201501010017"
    one = entry(person(birth_date=CHILD), id=number)
    found = publicity_list([one], DIBAO, DAY)
    told = [repr(found), repr(one), *(text for locale in LOCALES for text in withheld_sentences(found, locale))]
    assert all(number not in text for text in told)
    with pytest.raises(InvalidFacts) as caught:
        publicity_list([one, one], DIBAO, DAY)
    assert number not in str(caught.value)


# -- as it is posted --

POSTING = """\
湖南省岳阳市岳阳楼区最低生活保障（低保）公示

拟对以下对象予以确认。

姓名    家庭人口数            金额
李**             2       每月740元
欧阳**           1  每月1,020.50元

公示期：2026年8月3日至2026年8月10日。
如有异议，请于2026年8月10日前（含当日）提出。
为保护个人隐私，姓名作部分隐藏。
公示依据：《最低生活保障审核确认办法》（民发〔2021〕57号）第19条。"""


def test_a_list_is_posted_in_chinese() -> None:
    first = entry(person(), person(id="p2", name="李大明", birth_date=CHILD))
    second = entry(person(name="欧阳小红"), id="hh-2", amount=Money("1020.50", "CNY", "month"))
    hidden = entry(person(name="王小小", birth_date=CHILD), id="hh-3")
    found = publicity_list([first, second, hidden], DIBAO, DAY)
    with strict():
        assert posting(found, "zh_Hans", place=HERE) == POSTING
        assert withheld_sentences(found, "zh_Hans") == ("hh-3不列入：未成年人一律不公示。",)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("stage", STAGES)
def test_every_stage_is_posted_in_every_language(locale: str, stage: str) -> None:
    rule = rule_of(stage=stage)
    one = entry(person(name="Nguyễn Trung Hạnh", national_id="079305123456"), place="XD-12", status="near_poor", community="东村")
    found = publicity_list([one], rule, DAY, calendar=calendar_for("demo"))
    unknown = publicity_list([entry(person(birth_date=UNKNOWN), place="XD-12", status="poor", community="东村")], rule, DAY,
                             calendar=calendar_for("demo"))  # fmt: skip
    with strict():
        text, empty, told = posting(found, locale), posting(unknown, locale), withheld_sentences(unknown, locale)
    assert "N. T. H." in text
    assert "***456" in text
    assert "{" not in text + empty + "".join(told)
    objections = catalogue("welfarekit.administration", locale).template(publicity_words.OBJECTIONS).split("{")[0]
    assert (objections[:5] in text) == (stage != "decision")
    assert len(told) == 1
    if locale.startswith("zh"):
        assert not re.search(r"[\u4e00-\u9fff][,;:!?]|[,;:!?][\u4e00-\u9fff]", text)


def test_a_program_that_is_not_decided_here_needs_its_name() -> None:
    found = publicity_list([entry()], BOOK.find("cn.tekun", HERE, DAY), DAY)
    with pytest.raises(UnknownProgram, match=r"program='\.\.\.'"):
        posting(found)
    assert posting(found, program="特困人员救助供养").startswith("中国特困人员救助供养公示\n")
