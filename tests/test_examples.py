"""The shipped examples answer as worked out by hand, from the command line and from the library."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

import welfarekit as wk
from welfarekit.__main__ import main
from welfarekit.adapters.json import index_month_from_json

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
DAY = dt.date(2025, 9, 1)

# In Yueyanglou the standard of 2025 is 740 a month for a person, in town and country.
#
# yueyanglou.json: seven count (head, spouse, two minor children, three elders who share the livelihood), so the limit is
# 7 x 740 = 5,180; the assessed income is 2,450; the gap is 5,180 - 2,450 = 2,730.
#   price subsidy: cpi 3.6 % reaches 3.5 %; Hunan pays standard x rise of living costs = 740 x 4.4 % = 32.56, above its floor of
#   20; seven people: 7 x 32.56 = 227.92.
#   disability: p5 (grade 2) and p6 (grade 1) are disabled; Hunan's minimum of 2025 is 100 each for either subsidy: 200 and 200.
# post_holder.json: wage 560 - recognised cost of working 60 = 500 counts, the disability subsidies do not; 740 - 500 = 240.
# an_phu.json: 3,200,000 is within 4 x 1,500,000 (rural); house, water, toilet and room (24.5 m2 < 4 x 8) are 4 >= 3 lacks: poor.
#   social assistance with the standard of 500,000: p1, widow with two children, 2 x 1.0 x 500,000 = 1,000,000; p2, a child with a
#   heavy disability, 2.0 x 500,000 = 1,000,000; p4, 77 and without support, 1.5 x 500,000 = 750,000; p3 in no group. Together
#   2,750,000.
WORKED = [
    ("yueyanglou.json", "cn.dibao", "eligible", "2730.00", None),
    ("yueyanglou.json", "cn.dibao_edge", "not_eligible", None, None),
    ("yueyanglou.json", "cn.price_subsidy", "eligible", "227.92", None),
    ("yueyanglou.json", "cn.disability_living", "eligible", "200.00", None),
    ("yueyanglou.json", "cn.disability_nursing", "eligible", "200.00", None),
    ("post_holder.json", "cn.dibao", "eligible", "240.00", None),
    ("post_holder.json", "cn.disability_living", "eligible", "100.00", None),
    ("post_holder.json", "cn.disability_nursing", "eligible", "100.00", None),
    ("an_phu.json", "vn.poverty_status", "eligible", None, "poor"),
    ("an_phu.json", "vn.social_assistance", "eligible", "2750000", None),
]
worked = pytest.mark.parametrize(("file", "key", "outcome", "amount", "status"), WORKED, ids=lambda value: str(value))


def assess(capsys: pytest.CaptureFixture[str], file: str, *more: str) -> tuple[int, str]:
    status = main(["assess", str(EXAMPLES / file), "--on", DAY.isoformat(), *more])
    return status, capsys.readouterr().out


@worked
def test_an_example_answers_as_worked_out_by_hand(
    file: str, key: str, outcome: str, amount: str | None, status: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    household = wk.Household.from_json((EXAMPLES / file).read_bytes())
    month = index_month_from_json((EXAMPLES / "month.json").read_bytes()) if key == "cn.price_subsidy" else wk.UNKNOWN
    answer = wk.determine(key, household, DAY, month=month)
    assert answer.outcome == outcome
    assert (answer.amount and answer.amount.value) == amount
    assert answer.status == status
    assert answer.needs == ()

    more = ["--month", str(EXAMPLES / "month.json")] if key == "cn.price_subsidy" else []
    code, printed = assess(capsys, file, "--program", key, "--format", "json", *more)
    found: dict[str, Any] = json.loads(printed)
    assert code == 0
    assert found["outcome"] == outcome
    assert (found["amount"] and found["amount"]["value"]) == amount
    assert found == json.loads(answer.to_json())


def test_every_example_is_a_household_with_nothing_left_to_ask_and_invented_people() -> None:
    for file in sorted({row[0] for row in WORKED}):
        household = wk.Household.from_json((EXAMPLES / file).read_bytes())
        assert household.to_json() == wk.Household.from_json(household.to_json()).to_json()
        assert all(member.national_id is wk.UNKNOWN for member in household.members)


def test_the_family_of_seven_reads_in_chinese_and_says_how_to_read_it_otherwise(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = assess(capsys, "yueyanglou.json", "--program", "cn.dibao")
    lines = printed.strip().splitlines()
    assert code == 0
    assert lines[0] == "最低生活保障（低保）认定结果（湖南省岳阳市岳阳楼区，2025年9月1日）"
    assert lines[1] == "该家庭符合条件，每月应发放2,730元。"
    assert any("2,450元" in line and "5,180元" in line and "第9条" in line for line in lines)
    assert lines[-1] == "English: --locale en | Tiếng Việt: --locale vi | 繁體中文: --locale zh_Hant | 简体中文: --locale zh_Hans"


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [
        ("en", "The household is entitled to CNY 2,730 a month."),
        ("vi", "Hộ gia đình được hưởng 2.730 nhân dân tệ mỗi tháng."),
        ("zh_Hant", "該家庭符合條件，每月應發放2,730元。"),
        ("zh_Hans", "该家庭符合条件，每月应发放2,730元。"),
    ],
)
def test_the_family_of_seven_reads_in_the_language_asked_for(
    locale: str, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, printed = assess(capsys, "yueyanglou.json", "--program", "cn.dibao", "--locale", locale)
    assert code == 0
    assert printed.splitlines()[1] == sentence
    assert "--locale" not in printed


def test_the_family_in_an_phu_reads_in_vietnamese_by_itself(capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = assess(capsys, "an_phu.json")
    assert code == 0
    assert "Hộ gia đình được xác định là: hộ nghèo." in printed
    assert "2.750.000 đồng" in printed


def test_one_wrong_family_stands_among_the_others_and_the_status_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    # hh-1: 3 x 740 - 1,200 = 1,020. hh-2: 2,960 is not below 4 x 740 = 2,960. hh-3 is wrong in three places. hh-4: below
    # 2 x 740 = 1,480 or not, nobody knows yet.
    code, printed = assess(capsys, "many.jsonl", "--program", "cn.dibao", "--format", "json")
    first, second, third, fourth = map(json.loads, printed.splitlines())
    assert code == 1
    assert (first["outcome"], first["amount"]["value"]) == ("eligible", "1020.00")
    assert (second["outcome"], second["amount"], second["needs"]) == ("not_eligible", None, [])
    assert (third["schema"], third["subject"], third["number"]) == ("welfarekit.error/1", "hh-3", 3)
    assert {(problem["path"], problem["code"]) for problem in third["errors"]} == {
        ("income_per_month", "not_money"),
        ("members[0].birth_date", "no_such_date"),
        ("members[0].disabilty", "unknown_key"),
    }
    assert fourth["outcome"] == "undetermined"
    assert "income_per_month" in [need["path"] for need in fourth["needs"]]
    assert fourth["span"]["highest"]["value"] == "1480.00"
