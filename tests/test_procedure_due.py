"""Due lists, cases in JSON, and the command: what falls due by Friday, by office."""

from __future__ import annotations

import datetime as dt
import io
import json
from pathlib import Path
from typing import Any

import pytest

from welfarekit.__main__ import main
from welfarekit.adapters.case_file import read_cases
from welfarekit.adapters.case_json import case_from_json, case_to_json
from welfarekit.administration.law.calendars import calendar_for
from welfarekit.administration.law.procedures import Procedures
from welfarekit.errors import InvalidFacts
from welfarekit.procedure.due import by_office, due
from welfarekit.procedure.review import next_review
from welfarekit.procedure.step import Level

EXAMPLES = Path(__file__).parents[1] / "examples"
YUEYANG, AN_PHU = EXAMPLES / "cases_yueyanglou.jsonl", EXAMPLES / "cases_an_phu.jsonl"
TODAY, FRIDAY = dt.date(2026, 11, 25), dt.date(2026, 11, 27)
CN = calendar_for("cn")
GOOD: dict[str, Any] = {
    "schema": "welfarekit.case/1", "id": "c-1", "program": "cn.dibao", "subject": "hh-1", "place": "CN-430602",
    "office": "巴陵街道",
    "moves": [
        {"step": "applied", "on": "2026-11-02", "level": "person", "facts": {"online": True}},
        {"step": "accepted", "on": "2026-11-03", "level": "township", "by": "clerk 7"},
    ],
}  # fmt: skip


def cases(path: Path) -> list[Any]:
    return [case for _, _, case in read_cases(path.read_bytes(), on=TODAY)]


# Due lists ------------------------------------------------------------------------------------------------------------------


def test_what_falls_due_by_friday_by_office() -> None:
    rows = due(cases(YUEYANG), CN, on=TODAY, by=FRIDAY)
    told = {str(office): [(row.case, row.clock, row.days_left) for row in own] for office, own in by_office(rows).items()}
    assert told == {
        "township 梅溪街道 (CN-430602)": [("yy-105", "half_yearly", -5), ("yy-104", "decision", 2)],
        "township 金鹗山街道 (CN-430602)": [("yy-102", "start_investigation", 2)],
        "county CN-430602": [("yy-101", "decision", -7), ("yy-101", "whole", -1), ("yy-108", "refusal_notice", -1)],
    }
    assert [row.overdue_by for row in rows] == [5, 0, 0, 7, 1, 1]
    assert all("after" in row.why and row.cite.act in row.why for row in rows)


def test_a_persons_own_time_is_listed_only_when_asked_for() -> None:
    refused = {**GOOD, "moves": [*GOOD["moves"]]}
    steps = (
        ("investigating", "2026-11-04"), ("investigated", "2026-11-05"), ("publicised", "2026-11-05"),
        ("submitted", "2026-11-13"), ("refused", "2026-11-16"), ("refusal_notified", "2026-11-17"),
    )  # fmt: skip
    for step, on in steps:
        facts = {"facts": {"in_writing": True, "reasons": "income above the line"}} if step == "refusal_notified" else {}
        refused["moves"].append({"step": step, "on": on, **facts})
    case = case_from_json(refused)
    assert due([case], CN, by=dt.date(2026, 12, 31)) == ()
    rows = due([case], {"CN": CN}, by=dt.date(2027, 6, 30), persons=True)
    assert [(row.clock, row.last, row.office.level) for row in rows] == [
        ("litigation", None, Level.PERSON), ("reconsideration", None, Level.PERSON),
    ]  # fmt: skip
    assert all("does not know 2027" in row.missing for row in rows)


def test_a_right_that_has_run_out_is_not_late() -> None:
    steps = (
        ("applied", "2024-03-04"), ("accepted", "2024-03-05"), ("investigating", "2024-03-06"), ("investigated", "2024-03-20"),
        ("publicised", "2024-03-21"), ("submitted", "2024-03-29"), ("granted", "2024-04-08"), ("notified", "2024-04-09"),
        ("in_payment", "2024-05-08"),
    )  # fmt: skip
    case = case_from_json({**GOOD, "category": "steady", "moves": [{"step": step, "on": on} for step, on in steps]})
    clocks = {row.clock for row in due([case], CN, on=TODAY, by=FRIDAY, persons=True)}
    assert clocks == {"yearly"}
    last = dt.date(2024, 6, 11)  # 60 days after 9 April are a Saturday, and the Dragon Boat Festival follows
    then = due([case], CN, on=last, by=last, persons=True)
    assert [(row.clock, row.last, row.days_left) for row in then] == [("reconsideration", last, 0)]
    assert due([case], CN, on=last + dt.timedelta(days=1), by=dt.date(2024, 6, 30), persons=True) == ()
    without = {row.clock: row for row in due([case], CN, by=FRIDAY, persons=True)}
    assert without["reconsideration"].optional
    assert without["reconsideration"].days_left is not None
    assert without["reconsideration"].days_left < 0
    assert without["reconsideration"].overdue_by == 0


def test_a_list_is_made_as_of_its_day() -> None:
    case = case_from_json({**GOOD, "moves": PAID})
    early = due([case], CN, on=dt.date(2026, 5, 8), by=dt.date(2026, 5, 31))
    assert [(row.clock, row.days_left) for row in early] == []
    assert [row.clock for row in due([case], CN, on=dt.date(2026, 5, 6), by=dt.date(2026, 5, 31))] == ["start_investigation"]
    assert due([case], CN, on=dt.date(2026, 5, 3), by=dt.date(2026, 12, 31)) == ()


def test_a_year_without_a_notice_is_listed_only_when_it_could_matter() -> None:
    (case,) = [case for case in cases(YUEYANG) if case.id == "yy-102"]
    assert "whole" not in [row.clock for row in due([case], CN, by=dt.date(2026, 12, 31))]
    rows = {row.clock: row for row in due([case], CN, by=dt.date(2027, 1, 1))}
    assert rows["whole"].last is None
    assert rows["whole"].days_left is None
    assert rows["whole"].overdue_by == 0
    assert "does not know 2027" in rows["whole"].missing


def test_offices_are_sorted_by_level_and_rows_by_last_day() -> None:
    rows = due([*cases(AN_PHU), *cases(YUEYANG)], {"CN": CN, "VN": calendar_for("vn")}, by=dt.date(2026, 12, 31), on=TODAY)
    levels = [row.office.level for row in rows]
    assert levels == sorted(levels, key=[*Level].index)
    for own in by_office(rows).values():
        last = [row.last or dt.date.max for row in own]
        assert last == sorted(last)


def test_no_name_and_no_number_of_a_person_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = {**GOOD, "id": "430602199001011234", "subject": "430602199001011234"}
    secret["moves"] = [*GOOD["moves"][:1], {**GOOD["moves"][1], "by": "Nguyễn Thị Hoa"}]
    wrong = {**secret, "moves": [{"step": "applied", "on": "2026-11-02"}, {"step": "430602199001011234", "on": "2026-11-03"}]}
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps(secret) + "\n" + json.dumps(wrong), "utf-8")
    for extra in (["--format", "json"], ["--why"]):
        assert main(["due", str(file), "--by", "2026-12-31", *extra]) == 1
        shown = "".join(capsys.readouterr())
        assert "***" in shown
        assert "4306021990" not in shown
        assert "Hoa" not in shown


# JSON -----------------------------------------------------------------------------------------------------------------------


def test_a_case_is_read_and_written_as_it_is() -> None:
    case = case_from_json(GOOD)
    assert json.loads(case_to_json(case)) == {**GOOD, "variant": "regular"}
    assert case_from_json(case_to_json(case)) == case
    assert case.state == "accepted"


MISTAKES: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"schema": "welfarekit.case/2"}, [("not_one_of", "schema")]),
    ({"id": ""}, [("not_a_text", "id")]),
    ({"ofice": "x"}, [("unknown_key", "ofice")]),
    ({"place": "CN-999999"}, [("bad_place", "place")]),
    ({"place": None}, [("bad_place", "place")]),
    ({"program": "cn.dibaoo"}, [("no_procedure", "program")]),
    ({"variant": "epidemik"}, [("no_procedure", "program")]),
    ({"category": "A"}, [("not_one_of", "category")]),
    ({"moves": []}, [("missing", "moves")]),
    ({"moves": {"step": "applied"}}, [("not_a_list", "moves")]),
    ({"moves": [{"step": "applied", "on": "2026-02-30"}]}, [("bad_date", "moves[0].on")]),
    ({"moves": [{"step": "applied", "on": "20261102"}]}, [("bad_date", "moves[0].on")]),
    ({"moves": [{"step": "accepted", "on": "2026-11-02"}]}, [("not_allowed", "moves[0].step")]),
    ({"moves": [{"on": "2026-11-02"}, {"step": "x", "level": "mayor"}]},
     [("missing", "moves[0].step"), ("missing", "moves[1].on"), ("not_one_of", "moves[1].level")]),
    ({"moves": [*GOOD["moves"], {"step": "granted", "on": "2026-11-20"}]}, [("not_allowed", "moves[2].step")]),
    ({"moves": [*GOOD["moves"], {"step": "investigating", "on": "2026-11-01", "level": "county"}]},
     [("wrong_level", "moves[2].level"), ("before_last_move", "moves[2].on")]),
    ({"moves": [*GOOD["moves"], {"step": "extended", "on": "2026-11-04", "facts": {"ground": "x"}}]},
     [("unknown_key", "moves[2].facts.ground")]),
    ({"moves": [*GOOD["moves"], {"step": "extended", "on": "2026-11-04"}]}, [("missing", "moves[2].facts.grounds")]),
    ({"moves": [{**GOOD["moves"][0], "facts": {"amount": {"value": 740.5, "currency": "CNY"}}}]},
     [("not_a_text", "moves[0].facts.amount.value")]),
    ({"moves": [{**GOOD["moves"][0], "facts": {"amount": "740.00"}}]}, [("not_an_object", "moves[0].facts.amount")]),
    ({"moves": [{**GOOD["moves"][0], "facts": {"died_on": "2026-11-31", "online": "yes"}}]},
     [("wrong_type", "moves[0].facts.online"), ("bad_date", "moves[0].facts.died_on")]),
]  # fmt: skip


@pytest.mark.parametrize(("change", "problems"), MISTAKES)
def test_what_is_wrong_in_a_document_is_said_with_its_path(change: dict[str, Any], problems: list[tuple[str, str]]) -> None:
    document = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    if change == {"place": None}:
        problems = [("missing", "place")]
    for given in (document, json.dumps(document)):
        with pytest.raises(InvalidFacts) as error:
            case_from_json(given)
        found = [(problem.code, problem.path) for problem in error.value.problems]
        assert found[: len(problems)] == problems
        assert len(found) == len(problems) or problems[-1][0] == "not_an_object"


def test_a_posting_that_was_cut_short_is_found_in_a_document() -> None:
    steps = [
        {"step": step, "on": f"2026-11-{on:02}"} for step, on in (("investigating", 4), ("investigated", 5), ("publicised", 6))
    ]
    document = {**GOOD, "moves": [*GOOD["moves"], *steps, {"step": "submitted", "on": "2026-11-13"}]}
    with pytest.raises(InvalidFacts, match=r"moves\[5\].on: posting_runs: given 2026-11-13, expected a day after 2026-11-13"):
        case_from_json(document)


PAID = [
    {"step": step, "on": on}
    for step, on in (
        ("applied", "2026-05-04"), ("accepted", "2026-05-06"), ("investigating", "2026-05-07"), ("investigated", "2026-05-14"),
        ("publicised", "2026-05-15"), ("submitted", "2026-05-25"), ("granted", "2026-06-01"), ("notified", "2026-06-02"),
        ("in_payment", "2026-06-10"),
    )
]  # fmt: skip


def test_a_case_in_payment_is_read_under_the_law_of_each_step() -> None:
    heard = {**GOOD, "moves": [*PAID, {"step": "heard", "on": "2026-07-02"}]}
    case = case_from_json(heard)
    assert [rules.key for rules, _, _ in case.eras] == ["dibao-2021", "dibao-2026"]
    assert json.loads(case_to_json(case))["moves"][-1] == {"step": "heard", "on": "2026-07-02", "level": "county"}
    with pytest.raises(InvalidFacts, match=r"moves\[9\].step: not_allowed"):
        case_from_json({**GOOD, "moves": [*PAID, {"step": "heard", "on": "2026-06-30"}]})
    reported = {"step": "change_reported", "on": "2026-07-02", "facts": {"changed_on": "2026-07-01"}}
    with pytest.raises(InvalidFacts, match=r"moves\[10\].on: before_last_move"):
        case_from_json({**GOOD, "moves": [*PAID, reported, {"step": "heard", "on": "2026-06-30"}]})


def test_an_application_taken_in_an_epidemic_goes_on_as_a_regular_case() -> None:
    moves = [PAID[0], {"step": "taken_at_home", "on": "2026-05-05"}, *PAID[1:]]
    epidemic = case_from_json({**GOOD, "variant": "epidemic", "category": "steady", "moves": moves})
    assert epidemic.procedure.key == "dibao-2021-epidemic"
    regular = Procedures.default().follow(epidemic, dt.date(2026, 6, 20), "regular")
    assert regular.procedure.key == "dibao-2021"
    document = json.loads(case_to_json(regular))
    assert (document["variant"], document["follows"]) == ("epidemic", "regular")
    again = case_from_json(document)
    assert again == regular
    assert case_from_json(document, on=dt.date(2026, 7, 1)).procedure.key == "dibao-2026"
    assert next_review(again) != next_review(epidemic)


def test_a_case_may_change_its_variant_and_change_it_back() -> None:
    book = Procedures.default()
    regular = case_from_json({**GOOD, "moves": PAID[:9]})
    there = book.follow(regular, dt.date(2026, 6, 15), "delegated").move("raised", on=dt.date(2026, 6, 15))
    back = book.follow(there, dt.date(2026, 7, 20), "regular").move("raised", on=dt.date(2026, 7, 20))
    back = back.move("change_reported", on=dt.date(2026, 7, 21), changed_on=dt.date(2026, 7, 1))
    on = book.follow(back, dt.date(2026, 7, 21), "epidemic")
    for case in (regular, there, back, on, book.follow(regular, dt.date(2026, 6, 15), "delegated")):
        again = case_from_json(case_to_json(case))
        assert again == case
        assert [rules.key for rules, _, _ in again.eras] == [rules.key for rules, _, _ in case.eras]
    document = json.loads(case_to_json(on))
    assert {place: move["variant"] for place, move in enumerate(document["moves"]) if "variant" in move} == {
        0: "regular", 9: "delegated", 10: "regular",
    }  # fmt: skip
    assert (document["variant"], document["follows"]) == ("regular", "epidemic")
    assert "variant" not in json.dumps(json.loads(case_to_json(regular))["moves"])


def test_a_variant_that_cannot_be_followed_is_refused_with_its_place() -> None:
    for place, name, code in ((0, "delegated", "not_allowed"), (3, "delegated", "not_allowed"), (10, "delegatd", "not_allowed")):
        moves = [*PAID, {"step": "change_reported", "on": "2026-06-20", "facts": {"changed_on": "2026-06-01"}},
                 {"step": "died", "on": "2026-06-20", "facts": {"died_on": "2026-06-01"}}]  # fmt: skip
        moves[place] = {**moves[place], "variant": name}
        with pytest.raises(InvalidFacts) as error:
            case_from_json({**GOOD, "moves": moves})
        assert [(problem.code, problem.path) for problem in error.value.problems] == [(code, f"moves[{place}].variant")]


def test_a_document_from_before_variants_stood_at_steps_is_read_as_it_was() -> None:
    reviewed = {"step": "reviewed", "on": "2026-06-20"}
    moves = [PAID[0], {"step": "taken_at_home", "on": "2026-05-05"}, *PAID[1:], reviewed]
    case = case_from_json({**GOOD, "variant": "epidemic", "follows": "regular", "moves": moves})
    assert [rules.key for rules, _, _ in case.eras] == ["dibao-2021-epidemic", "dibao-2021"]
    assert [first for _, first, _ in case.eras] == [0, 10]
    assert case_from_json(case_to_json(case)) == case


def test_the_category_is_one_of_the_law_of_the_day_asked() -> None:
    old = {**GOOD, "category": "unsteady", "moves": [{"step": "applied", "on": "2020-05-06"}]}
    with pytest.raises(InvalidFacts, match="category: not_one_of"):
        case_from_json(old)
    paid = {**GOOD, "category": "unsteady", "moves": PAID}
    assert case_from_json(paid, on=dt.date(2026, 11, 25)).procedure.key == "dibao-2026"
    assert case_from_json(paid).procedure.key == "dibao-2021"


@pytest.mark.parametrize("shape", ["lines", "array", "pretty array"])
def test_a_file_may_have_any_shape(shape: str) -> None:
    lines = YUEYANG.read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    text = "\n\n".join(lines) if shape == "lines" else json.dumps(rows, indent=2 if "pretty" in shape else None)
    found = list(read_cases(b"\xef\xbb\xbf" + text.encode()))
    assert [key for _, key, _ in found] == [row["id"] for row in rows]
    assert not any(isinstance(case, InvalidFacts) for _, _, case in found)


def test_one_object_over_several_lines_and_files_that_are_none() -> None:
    ((_, _, case),) = read_cases(json.dumps(GOOD, indent=2).encode())
    assert case == case_from_json(GOOD)
    for text, code in ((b"{", "not_json"), (b"3", "not_an_object"), (b"[3]", "not_an_object"), (b"\xff", "not_utf8")):
        ((_, _, error),) = read_cases(text)
        assert isinstance(error, InvalidFacts)
        assert error.problems[0].code == code
    assert list(read_cases(b" \n")) == []


# The command ----------------------------------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    status = main(["due", *words])
    shown = capsys.readouterr()
    return status, shown.out, shown.err


def test_the_command_lists_by_office(capsys: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capsys, str(YUEYANG), "--on", "2026-11-25", "--by", "2026-11-27")
    assert status == 0
    assert out.splitlines()[:3] == [
        "township 梅溪街道 (CN-430602)",
        "  2026-11-20  yy-105  cn.dibao  Half-yearly review: unsteady income, or members able to work: overdue by 5 days",
        "  2026-11-27  yy-104  cn.temporary_relief  Decision on urgent relief: 2 days left",
    ]
    status, out, _ = run(capsys, str(YUEYANG), "--on", "2026-11-25", "--by", "2026-11-27", "--office", "金鹗山", "--why")
    assert out.splitlines()[2].startswith("    3 working days after accepted on 2026-11-24, the first on 2026-11-25 (")
    status, out, _ = run(capsys, str(YUEYANG), "--by", "2026-11-27", "--office", "金鹗山")
    assert out.splitlines()[1].endswith("Start of the investigation: today")
    assert run(capsys, str(AN_PHU), "--by", "2020-01-01")[1] == "nothing is due by 2020-01-01\n"


def test_the_command_speaks_json_and_reads_standard_input(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(AN_PHU.read_bytes())))
    status, out, _ = run(capsys, "-", "--on", "2026-11-25", "--by", "2026-12-31", "--format", "json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert status == 0
    assert [(row["case"], row["last"], row["opens"]) for row in rows] == [
        ("ap-202", "2026-11-27", None), ("ap-203", "2026-12-14", "2026-09-01"), ("ap-201", "2026-12-30", None),
    ]  # fmt: skip
    assert rows[0]["schema"] == "welfarekit.due/1"
    assert rows[0]["office"] == {"level": "township", "place": "VN-91-30337", "name": "UBND xã An Phú"}
    assert "2026-11-24 culture_day" in rows[0]["why"]


def test_a_wrong_case_does_not_stop_the_others_and_a_wrong_call_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text(json.dumps({**GOOD, "moves": []}) + "\n" + json.dumps(GOOD), "utf-8")
    status, out, err = run(capsys, str(file), "--by", "2026-12-31")
    assert status == 1
    assert "case 1 (c-1)" in err
    assert "c-1  cn.dibao  Start of the investigation" in out
    status, out, _ = run(capsys, str(file), "--by", "2026-12-31", "--format", "json")
    assert json.loads(out.splitlines()[0])["errors"] == [
        {"code": "missing", "path": "moves", "given": "nothing", "expected": "the steps taken, the application first"}
    ]
    assert run(capsys, str(file), "--on", "2026-12-31", "--by", "2026-12-01")[0] == 2
    assert run(capsys, str(tmp_path / "none.json"), "--by", "2026-12-01")[0] == 2


def test_a_case_that_begins_after_the_day_is_said_so(capsys: pytest.CaptureFixture[str]) -> None:
    for extra in ([], ["--format", "json"]):
        status, out, err = run(capsys, str(AN_PHU), "--on", "2025-11-10", "--by", "2026-12-31", *extra)
        assert status == 0
        assert "case 1 (ap-201): its first step, 2026-11-16, lies after 2025-11-10" in err
        assert "ap-204" in out
        assert "ap-202" not in out
    assert "case 3" in run(capsys, str(AN_PHU), "--by", "2025-01-01")[2]
    status, out, _ = run(capsys, str(YUEYANG), "--on", "2026-06-30", "--by", "2026-11-30", "--office", "梅溪")
    assert out.splitlines()[1:] == [
        "  2026-11-20  yy-105  cn.dibao  Half-yearly review: unsteady income, or members able to work: 143 days left"
    ]


def test_a_case_is_listed_under_the_law_of_the_day_asked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    steps = (
        ("applied", "2020-09-01"), ("accepted", "2020-09-02"), ("investigated", "2020-09-10"), ("appraised", "2020-09-16"),
        ("publicised", "2020-09-17"), ("submitted", "2020-09-25"), ("intended", "2020-09-28"),
        ("county_publicised", "2020-10-30"), ("granted", "2020-11-09"), ("notified", "2020-11-10"), ("in_payment", "2020-12-10"),
        ("reviewed", "2022-03-01"),
    )  # fmt: skip
    file = tmp_path / "case.json"
    moves = [{"step": step, "on": on} for step, on in steps]
    file.write_text(json.dumps({**GOOD, "category": "steady", "moves": moves}), "utf-8")
    status, out, _ = run(capsys, str(file), "--on", "2021-08-01", "--by", "2021-12-31")
    assert (status, out.splitlines()[1].split("cn.dibao  ")[1]) == (
        0, "Yearly review: little change is to be expected: 100 days left",
    )  # fmt: skip


def test_a_share_that_is_a_number_is_said_and_does_not_crash(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[sources.us]\nact = "Rules of an invented county"\nread = 2026-11-25\n[procedure.us]\nlike = "dibao-2026"\n'
        'place = "CN-430602"\nfrom = 2026-07-01\ntext = "Ours."\ncite = "us"\n[procedure.us.step.granted]\n'
        'sampling = 0.3\ncite = "us"\n',
        "utf-8",
    )
    assert run(capsys, str(YUEYANG), "--by", "2026-11-25", "--procedures", str(own))[0] == 2
    assert main(["law", "check", str(own)]) == 1
    assert "sampling" in "".join(capsys.readouterr())


def test_a_procedure_of_ones_own_is_used(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        '[sources.us]\nact = "Rules of an invented county"\nread = 2026-11-25\n[procedure.us]\nlike = "dibao-2026"\n'
        'place = "CN-430602"\nfrom = 2026-07-01\ntext = "Ours."\ncite = "us"\n[procedure.us.clock.start_investigation]\n'
        'limit = "1 working days"\ncite = "us"\n',
        "utf-8",
    )
    _, out, _ = run(capsys, str(YUEYANG), "--by", "2026-11-25", "--office", "金鹗山", "--procedures", str(own))
    assert "2026-11-25  yy-102  cn.dibao  Start of the investigation: today" in out
    assert Procedures.default().with_file(own).find("cn.dibao", "CN-430602", TODAY).key == "us"
