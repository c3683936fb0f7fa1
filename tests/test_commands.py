"""The command line: what each command prints, what it gives as exit status, and what it says about bad input."""

from __future__ import annotations

import datetime as dt
import io
import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

from welfarekit.__main__ import main
from welfarekit.rules.determine import COUNTRIES, program_keys
from welfarekit.rules.law_file import load_law

Json = dict[str, Any]
ROOT = Path(__file__).parent.parent
LAWS = sorted(str(path) for path in (ROOT / "src/welfarekit").glob("*/*/law.toml"))
GRAIN = ["--program", "demo.grain_aid", "--on", "2025-10-01"]
PERSON = {"id": "p", "birth_date": "1990-01-01", "absence": None, "guardian": None, "disability": None}
HOME: Json = {
    "id": "hh", "place": "XD-12", "area": "rural", "income_per_month": "10.00", "property_within_rule": True, "relief": None,
    "members": [PERSON],
}  # fmt: skip


@frozen
class Run:
    """What a command gave back."""

    status: int
    out: str
    err: str

    @property
    def rows(self) -> list[Json]:
        """The lines of JSON."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def call(*arguments: str | Path) -> Run:
        try:
            status: Any = main([str(argument) for argument in arguments])
        except SystemExit as left:  # argparse, for a call that it cannot read
            status = left.code
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Run(status, captured.out, captured.err)

    return call


@pytest.fixture
def file(tmp_path: Path) -> Any:
    def make(content: Any, name: str = "file.json") -> Path:
        path = tmp_path / name
        text = content if isinstance(content, bytes | str) else json.dumps(content)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


def home(**change: Any) -> Json:
    return {**HOME, **change}


def summary(row: Json) -> tuple[Any, ...]:
    """An answer or an error, short enough to compare."""
    if row["schema"] == "welfarekit.error/1":
        return row["number"], row["subject"], *(problem["code"] for problem in row["errors"])
    return row["subject"], row["outcome"], row["amount"] and row["amount"]["value"]


# -- assess --


def test_assess_answers_one_household_as_text_with_reasons_and_citations(run: Any, file: Any) -> None:
    found = run("assess", file(HOME), *GRAIN, "--locale", "en")
    assert found.status == 0
    assert found.err == ""
    assert found.out.startswith("Grain aid: determination for Town One-Two, Province One as of 1 October 2025\n")
    assert "The household is entitled to CNY 110 a month." in found.out
    assert "The income of CNY 10 a month is below CNY 120, the line for 1 people (Grain Act" in found.out


def test_assess_answers_as_json(run: Any, file: Any) -> None:
    found = run("assess", file(HOME), *GRAIN, "--format", "json")
    (row,) = found.rows
    assert found.status == 0
    assert {key: row[key] for key in ("schema", "program", "subject", "on", "outcome", "amount", "span", "needs")} == {
        "schema": "welfarekit.determination/1", "program": "demo.grain_aid", "subject": "hh", "on": "2025-10-01",
        "outcome": "eligible", "amount": {"value": "110.00", "currency": "CNY", "per": "month"}, "span": None, "needs": [],
    }  # fmt: skip


def test_assess_without_a_program_screens_the_whole_country(run: Any, file: Any) -> None:
    found = run("assess", file(home(place="VN-91", income_per_month="500000")), "--on", "2025-10-01", "--format", "json")
    assert found.status == 0
    assert [row["program"] for row in found.rows if "program" in row] == list(program_keys("vn"))


def test_assess_of_a_screening_keeps_programs_without_law_in_their_place(run: Any, file: Any) -> None:
    found = run("assess", file(home(place="CN-540000", property_within_rule=True)), "--on", "2025-10-01", "--format", "json")
    assert found.status == 0, "a program that has no law there is no fault of the family"
    codes = {row["errors"][0]["path"]: row["errors"][0]["code"] for row in found.rows if "errors" in row}
    assert codes["cn.dibao.standard_per_year"] == "not_in_force"


BAD_IN_THE_MIDDLE = [home(id="a"), home(id="b", members=[], income_per_month="-1.00"), home(id="c", area="urban")]
ANSWERS = [("a", "eligible", "110.00"), (2, "b", "negative", "no_members"), ("c", "eligible", "140.55")]


@pytest.mark.parametrize("form", ["list", "lines"])
def test_assess_keeps_the_errors_of_a_bad_family_in_its_place_and_goes_on(run: Any, file: Any, form: str) -> None:
    text = json.dumps(BAD_IN_THE_MIDDLE) if form == "list" else "\n".join(map(json.dumps, BAD_IN_THE_MIDDLE))
    found = run("assess", file(text), *GRAIN, "--format", "json")
    assert found.status == 1
    assert [summary(row) for row in found.rows] == ANSWERS
    as_text = run("assess", file(text), *GRAIN)
    assert as_text.status == 1
    places = [as_text.out.index(text) for text in ("entitled to CNY 110 ", "[b] 2 problems", "entitled to CNY 140.55 ")]
    assert places == sorted(places)


@pytest.mark.parametrize("line", ["{", "[]", "3", '"text"', '{"id": "x"', "null", '{"id": "x", "members": 3}', "\ufeff{}"])
def test_assess_goes_on_after_a_line_that_is_no_household(run: Any, file: Any, line: str) -> None:
    text = f"{json.dumps(home(id='a'))}\n{line}\n{json.dumps(home(id='c'))}\n"
    found = run("assess", file(text), *GRAIN, "--format", "json")
    assert found.status == 1
    assert [row["outcome"] for row in (found.rows[0], found.rows[-1])] == ["eligible", "eligible"]
    assert [row["number"] for row in found.rows[1:-1]] == [2]


def test_assess_goes_on_after_a_line_that_is_not_utf8(run: Any, file: Any) -> None:
    good = json.dumps(HOME).encode()
    found = run("assess", file(good + b"\n" + '{"id": "Nguyễn"}'.encode("utf-16") + b"\n"), *GRAIN, "--format", "json")
    assert found.status == 1
    assert summary(found.rows[0]) == ("hh", "eligible", "110.00")
    assert {code for row in found.rows[1:] for _, _, code in [summary(row)]} <= {"not_utf8", "not_json"}


def test_assess_reads_standard_input(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(json.dumps(HOME).encode())))
    found = run("assess", "-", *GRAIN, "--format", "json")
    assert [summary(row) for row in found.rows] == [("hh", "eligible", "110.00")]


def test_assess_asks_for_what_is_missing_and_that_is_no_error(run: Any, file: Any) -> None:
    document = home()
    del document["income_per_month"]
    found = run("assess", file(document), *GRAIN, "--format", "json")
    assert found.status == 0
    assert (found.rows[0]["outcome"], [need["path"] for need in found.rows[0]["needs"]]) == ("undetermined", ["income_per_month"])


def test_assess_by_your_own_law(run: Any, file: Any) -> None:
    law = file(
        '[sources.own]\nact = "Our decree"\nread = 2026-11-01\nconfirmed = "text"\n'
        '[[demo.grain_aid.line_per_month.since]]\nfrom = 2025-09-01\nplace = "XD-12"\nvalue = "200.00"\ncite = "own"\n',
        "law.toml",
    )
    found = run("assess", file(HOME), *GRAIN, "--format", "json", "--law", law)
    assert [summary(row) for row in found.rows] == [("hh", "eligible", "190.00")]
    assert "Our decree" in found.out


def test_assess_by_what_could_be_decided_on_a_day(run: Any, file: Any) -> None:
    found = run("assess", file(HOME), *GRAIN, "--format", "json", "--decided", "2025-08-31")
    assert [summary(row) for row in found.rows] == [("hh", "eligible", "90.00")]


def test_assess_one_member_of_a_program_about_persons(run: Any, file: Any) -> None:
    document = home(place="VN-91", members=[PERSON, {**PERSON, "id": "q"}])
    del document["income_per_month"]
    path = file(document)
    options = ["--program", "vn.social_assistance", "--on", "2025-10-01", "--format", "json"]
    assert [row["subject"] for row in run("assess", path, *options, "--member", "q").rows] == ["hh/q"]
    unknown = run("assess", path, *options, "--member", "r")
    assert unknown.status == 1
    assert summary(unknown.rows[0]) == (1, "hh", "no_such_member")


def test_assess_with_facts_about_a_month(run: Any) -> None:
    examples = ROOT / "examples"
    found = run(
        "assess", examples / "yueyanglou.json", "--program", "cn.price_subsidy", "--on", "2019-09-01", "--format", "json",
        "--month", examples / "month.json",
    )  # fmt: skip
    assert found.status in (0, 1)
    assert len(found.rows) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_json"),
        (b"{", "not_json"),
        (b"household: 3", "not_json"),
        ('{"id": "ạ"}'.encode("cp1258", "replace") + b"\xff", "not_utf8"),
        (home(income_per_month=3.7), "float"),
        (home(income_per_month="3.7元"), "money"),
        (home(income_per_month="10.00 VND"), "currency"),
        (home(income_per_month="-10.00"), "negative"),
        (home(place="XD-99999"), "place"),
        (home(disabilty=None), "unknown_key"),
        (home(members=[{**PERSON, "birth_date": "2025-02-30"}]), "no_such_date"),
        (home(members=[{**PERSON, "birth_date": "2025-10-02"}]), "born_after_day"),
        (home(members=[PERSON, PERSON]), "duplicate_id"),
        (home(members=[{**PERSON, "guardian": "nobody"}]), "no_such_member"),
        (home(members=[]), "no_members"),
        (home(place="CN-430602"), "foreign_place"),
    ],
)
def test_assess_of_a_wrong_family_says_what_is_wrong_and_where(run: Any, file: Any, content: Any, code: str) -> None:
    found = run("assess", file(content), *GRAIN, "--format", "json")
    assert found.status == 1
    (row,) = found.rows
    problems = row["errors"]
    assert row["schema"] == "welfarekit.error/1"
    assert [problem["code"] for problem in problems if code in problem["code"]], problems
    assert all(problem["expected"] and problem["given"] for problem in problems)


def test_assess_on_a_day_without_law_says_so_in_place_of_the_answer(run: Any, file: Any) -> None:
    found = run("assess", file(HOME), "--program", "demo.grain_aid", "--on", "2019-12-31", "--format", "json")
    assert found.status == 1
    assert summary(found.rows[0]) == (1, "hh", "not_in_force")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--program", "demo.grain_ad", "--on", "2025-10-01"], "no program 'demo.grain_ad'; did you mean 'demo.grain_aid'?"),
        (["--program", "cn.dibo", "--on", "2025-10-01"], "did you mean 'cn.dibao'?"),
        (["--on", "2025-10-32"], "'2025-10-32' is not a day; write it as 2025-07-01"),
        (["--on", "1 October"], "is not a day"),
        ([], "the following arguments are required: --on"),
        ([*GRAIN, "--locale", "fr"], "use one of zh_Hans, zh_Hant, vi, en"),
        ([*GRAIN, "--format", "xml"], "choose from"),
        ([*GRAIN, "--law", "no_such.toml"], "no_such.toml"),
        ([*GRAIN, "--month", "no_such.json"], "no_such.json"),
        ([*GRAIN, "--member", "p"], "--member goes with a --program about persons"),
        (["--on", "2025-10-01", "--member", "p"], "--member goes with a --program about persons"),
    ],
)
def test_assess_that_cannot_be_carried_out_says_why(run: Any, file: Any, options: list[str], words: str) -> None:
    found = run("assess", file(HOME), *options)
    assert (found.status, found.out) == (2, "")
    assert words in found.err


@pytest.mark.parametrize("name", ["no_such.json", "."])
def test_assess_of_a_file_that_is_not_there_says_which(run: Any, tmp_path: Path, name: str) -> None:
    found = run("assess", tmp_path / name, *GRAIN)
    assert (found.status, found.out) == (2, "")
    assert str(tmp_path) in found.err


def test_assess_shows_progress_on_a_terminal_and_nowhere_else(run: Any, file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = file("\n".join(json.dumps(home(id=f"h{n}")) for n in range(250)))
    assert run("assess", lines, *GRAIN, "--format", "json").err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    found = run("assess", lines, *GRAIN, "--format", "json")
    steps = [part for part in found.err.replace("\n", "\r").split("\r") if part]
    assert steps == ["100 families", "200 families", "250 families"]
    assert len(found.rows) == 250


def test_a_reader_that_goes_away_is_no_error(file: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: Any, **__: Any) -> None:
        raise BrokenPipeError

    monkeypatch.setattr("builtins.print", gone)
    assert main(["assess", str(file(HOME)), *GRAIN]) == 0


# -- programs --


def test_programs_lists_every_program_with_names_in_four_languages(run: Any) -> None:
    found = run("programs", "--format", "json")
    assert found.status == 0
    assert [row["key"] for row in found.rows] == [*program_keys("cn"), *program_keys("vn")]
    for row in found.rows:
        assert list(row["names"]) == ["zh_Hans", "zh_Hant", "vi", "en"]
        assert all(row["names"].values())
        assert row["names"]["en"] not in (row["names"]["zh_Hans"], row["names"]["vi"])
        assert row["subject"] in ("household", "person")
        assert row["basis"]
        assert dt.date.fromisoformat(row["since"])
        assert row["cases"] > 0


def test_programs_of_one_country_as_text(run: Any) -> None:
    found = run("programs", "--country", "demo")
    assert found.status == 0
    assert found.out.startswith("demo.grain_aid  (household, since 2020-01-01, ")
    assert "Hỗ trợ lương thực" in found.out


def test_programs_of_a_country_that_is_not_here(run: Any) -> None:
    found = run("programs", "--country", "lao")
    assert (found.status, found.out) == (2, "")
    assert "there is no program 'lao'" in found.err


# -- law --

LINE = "demo.grain_aid.line_per_month"
NATION = "    XD from 2020-01-01: 100.00 CNY  (Grain Act of the pretend country, annex; text, read 2026-11-21)\n"
URBAN = "    XD-1, area urban from 2025-01-01: 150.55 CNY  (Grain Act of the pretend country, annex; text, read 2026-11-21)\n"
RURAL = (
    "    XD-12, area rural from 2025-01-01, can be decided from 2025-09-01: 120.00 CNY  "
    "(Grain Act of the pretend country, annex; text, read 2026-11-21)\n"
)
HEAD = f"{LINE}: The line of the town. (amount, CNY per person and month)\n"


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], NATION + URBAN + RURAL),
        (["--on", "2024-12-31"], NATION),
        (["--place", "XD-2"], NATION),
        (["--place", "XD-1"], NATION + URBAN),
        (["--place", "XD-12", "--on", "2025-10-01"], URBAN + RURAL),  # the national value does not hold there
        (["--place", "XD-1", "--on", "2025-10-01"], URBAN + NATION),
        (["--place", "XD-12", "--on", "2024-10-01"], NATION),
        (["--place", "XD-12", "--on", "2019-12-31"], "    no value on 2019-12-31 for XD-12\n"),
        (["--place", "CN-430602"], "    no value for CN-430602\n"),
    ],
)
def test_law_show_prints_what_holds(run: Any, options: list[str], expected: str) -> None:
    found = run("law", "show", LINE, *options)
    assert (found.status, found.err) == (0, "")
    assert found.out == HEAD + expected


def test_law_show_leaves_out_what_a_later_row_for_all_took_over(run: Any) -> None:
    """The measures of 2014 took over from the urban rules of 1999; both were shown."""
    found = run("law", "show", "cn.dibao.mode", "--on", "2025-10-01").out
    assert "CN from 2014-05-01: gap" in found
    assert "1999" not in found


def test_law_show_of_a_program_prints_every_kind_of_value(run: Any) -> None:
    found = run("law", "show", "demo.grain_aid").out
    for text in (
        "XD-2 from 2024-01-01: sack ", "XD-2 from 2024-01-01: from 1 80.00 CNY, from 3 200.00 CNY ", "frail 1/3, guardian 1/10 ",
        ": 62 ", ": true ", ": up to 1.00 ", "[no supplement for guardians, on purpose]",
    ):  # fmt: skip
        assert text in found, text


def test_law_show_says_where_no_value_is_shipped(run: Any) -> None:
    found = run("law", "show", "cn.price_subsidy.city_mean_urban_per_year")
    assert found.out.endswith("no value is shipped; supply one in your own file\n")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["show", "demo.grain_ad"], "did you mean 'demo.grain_aid'?"),
        (["show", "demo.grain_aid.line_per_mnth"], "did you mean 'demo.grain_aid.line_per_month'?"),
        (["show", "moon"], "there is no program 'moon' (`python -m welfarekit programs` lists them)"),
        (["show", LINE, "--place", "XD-0"], "'XD-0' cannot be a place"),
        (["show", LINE, "--on", "today"], "'today' is not a day"),
        (["diff", "2025-01-01", "2024-01-01"], "2024-01-01 lies before 2025-01-01; give the earlier day first"),
        (["diff", "2025-01-01", "soon"], "'soon' is not a day"),
        (["diff", "2024-01-01", "2025-01-01", "--program", "cn.dibo"], "did you mean 'cn.dibao'?"),
        (["stale"], "the following arguments are required: --on"),
        (["stale", "--on", "2025"], "'2025' is not a day"),
        (["check"], "required: FILE"),
        (["check", "no_such.toml"], "no_such.toml"),
        (["say", "demo.grain_ad"], "did you mean 'demo.grain_aid'?"),
        (["say", "demo.grain_aid", "--locale", "fr"], "use one of zh_Hans, zh_Hant, vi, en"),
    ],
)
def test_a_law_command_that_cannot_be_carried_out_says_why(run: Any, arguments: list[str], words: str) -> None:
    found = run("law", *arguments)
    assert (found.status, found.out) == (2, "")
    assert words in found.err


def test_law_diff_prints_what_begins_and_ends_and_what_held_before(run: Any) -> None:
    found = run("law", "diff", "2024-06-30", "2025-01-01", "--program", "demo.grain_aid")
    assert found.status == 0
    changes = [line for line in found.out.splitlines() if not line.startswith("    ")]
    assert changes == [
        f"+ {LINE}  (before: 100.00 CNY)",
        f"+ {LINE}  (before: 100.00 CNY)",
        "+ demo.grain_aid.old_age  (before: 60)",
        "+ demo.grain_aid.council_since  (before: no value)",
    ]
    assert run("law", "diff", "2025-01-01", "2025-01-01", "--program", "demo.grain_aid").out == ""
    assert "2024-07-01: 62" not in run("law", "diff", "2024-07-01", "2025-01-01", "--program", "demo.grain_aid").out


def test_law_diff_over_all_programs_finds_the_poverty_lines_of_2022(run: Any) -> None:
    found = run("law", "diff", "2021-12-31", "2022-01-01", "--program", "vn.poverty_status").out
    assert "- vn.poverty_status.line ends" in found
    assert "+ vn.poverty_status.line  (before: 1000000 VND)" in found
    assert "+ vn.poverty_status.line" in run("law", "diff", "2021-12-31", "2022-01-01").out


def test_law_stale_counts_what_holds_and_was_not_read_for_a_year(run: Any) -> None:
    assert run("law", "stale", "--on", "2026-11-21").out == "0 values to read again\n"
    found = run("law", "stale", "--on", "2028-01-01")
    assert found.status == 0
    *values, last = found.out.splitlines()
    assert last == f"{len(values) // 2} values to read again"
    assert "vn.social_assistance.standard_per_month" in values
    rows = [row for row in values if row.startswith("    VN from")]
    assert not [row for row in rows if "from 2021-07-01: 360000 VND" in row], "a value that a later one took over"


def test_law_check_passes_every_shipped_file(run: Any) -> None:
    found = run("law", "check", *LAWS)
    assert found.status == 0
    assert len(LAWS) == sum(len(program_keys(country)) for country in COUNTRIES)
    assert [line for line in found.out.splitlines() if not line.endswith(" values, nothing wrong")] == []
    grain = load_law("demo.grain_aid", ROOT / "src/welfarekit/demo/grain_aid/law.toml")
    count = sum(len(parameter.rows) for parameter in grain.parameters.values())
    assert f"demo/grain_aid/law.toml: {len(grain.parameters)} parameters, {count} values, nothing wrong" in found.out


def test_law_check_tells_everything_wrong_with_each_file_and_goes_on(run: Any, file: Any) -> None:
    good = file('[sources.a]\nact = "A"\nread = 2026-01-01\n', "good.toml")
    broken = file("[[demo.grain_aid.line_per_month.since]]\nfrom = 2025-01-01\nvalue = 1.5\n[demo.grain_ad]\n", "broken.toml")
    latin = file('act = "é"'.encode("latin-1"), "latin.toml")
    found = run("law", "check", broken, latin, good)
    assert found.status == 1
    for text in (
        "unknown_program: given 'demo.grain_ad', expected tables [[<program>.<parameter>.since]]; did you mean 'demo.grain_aid'?",
        f"{LINE}.since[0]: no_citation: ", f"{LINE}.since[0].value: bad_value: given 1.5", "not_toml: given UnicodeDecodeError",
        "good.toml: 0 parameters, 0 values, nothing wrong",
    ):  # fmt: skip
        assert text in found.out, text


@pytest.mark.parametrize(
    ("locale", "title"), [("en", "Grain aid"), ("zh_Hans", "粮食援助"), ("zh_Hant", "糧食援助"), ("vi", "Hỗ trợ lương thực")]
)
def test_law_say_prints_the_rules_as_sentences(run: Any, locale: str, title: str) -> None:
    found = run("law", "say", "demo.grain_aid", "--locale", locale)
    assert found.status == 0
    lines = found.out.splitlines()
    assert lines[0] == title
    assert len(lines) > 10
    assert all(line.lstrip().startswith("- ") for line in lines[1:])


# -- check --

CASE = """
program = "demo.grain_aid"
[[case]]
id = "A1"
text = "Alone in town"
on = 2025-10-01
expect = { outcome = "eligible", amount = "110.00" }
[case.household]
id = "hh"
place = "XD-12"
area = "rural"
income_per_month = "10.00"
property_within_rule = true
relief = "none"
members = [{ id = "p", birth_date = 1990-01-01, absence = "none", guardian = "none", disability = "none" }]
"""


@pytest.mark.parametrize("columns", [[], ["--columns"]])
def test_check_passes_right_cases_by_both_readers(run: Any, file: Any, columns: list[str]) -> None:
    if columns:
        pytest.importorskip("numpy")
    found = run("check", *columns, file(CASE, "cases.toml"))
    assert (found.status, found.out) == (0, "1 cases passed, 0 failed\n")


def test_check_runs_the_cases_of_the_pretend_country(run: Any) -> None:
    found = run("check", ROOT / "src/welfarekit/demo/grain_aid/cases.toml")
    assert found.status == 0
    assert found.out.endswith(" cases passed, 0 failed\n")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"110.00"', '"111.00"', "amount: expected 111.00, got 110.00"),
        ('outcome = "eligible"', 'outcome = "not_eligible"', "outcome: expected not_eligible, got eligible"),
        ('outcome = "eligible", amount = "110.00"', 'error = "no_members"', "expected the error no_members, got <Determination"),
        ('"demo.grain_aid"', '"demo.grain_ad"', "did you mean 'demo.grain_aid'?"),
        ("income_per_month", "income_per_mnth", "did you mean 'income_per_month'?"),
        ('"10.00"', '"10.00元"', "income_per_month: "),
        ("on = 2025-10-01", "on = 2019-10-01", "was not in force on 2019-10-01"),
        ("[case.household]", 'law = { line_per_mnth = "1.00" }\n[case.household]', "did you mean 'line_per_month'?"),
        ("[case.household]", 'law = { line_per_month = "50" }\n[case.household]', "amount: expected 110.00, got 40.00"),
    ],
)
def test_check_prints_each_difference_and_its_status_says_so(run: Any, file: Any, old: str, new: str, words: str) -> None:
    assert CASE.count(old) == 1
    path = file(CASE.replace(old, new), "cases.toml")
    found = run("check", path)
    assert found.status == 1
    assert f"{path}: A1: Alone in town\n" in found.out
    assert words in found.out
    assert found.out.endswith("0 cases passed, 1 failed\n")


@pytest.mark.parametrize(
    ("content", "status", "words"),
    [
        (b"case = \n", 2, "not_toml"),
        ('id = "标准"'.encode("gb18030"), 2, "not_toml"),
        (CASE.replace("expect =", "expct ="), 2, "case[0].expect: missing"),
        (CASE.replace('id = "A1"', ""), 2, "case[0].id: missing"),
    ],
)
def test_check_of_a_file_that_is_no_cases_says_why(run: Any, file: Any, content: Any, status: int, words: str) -> None:
    found = run("check", file(content, "cases.toml"))
    assert found.status == status
    assert words in found.err


def test_check_of_a_file_that_is_not_there_or_holds_no_case_is_no_success(run: Any, file: Any, tmp_path: Path) -> None:
    assert run("check", tmp_path / "no_such.toml").status == 2
    found = run("check", file("", "cases.toml"))
    assert (found.status, found.out) == (1, "0 cases passed, 0 failed\n")


# -- schema --


def plain(value: Any) -> Any:
    """Parsed TOML as JSON has it: days as texts."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def validator(run: Any, what: str) -> Any:
    jsonschema = pytest.importorskip("jsonschema")
    schema = json.loads(run("schema", what).out)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_schema_without_a_name_is_that_of_a_household(run: Any) -> None:
    assert run("schema").out == run("schema", "household").out


def test_the_schema_of_a_household_accepts_the_examples_and_refuses_a_mistake(run: Any) -> None:
    check = validator(run, "household")
    assert check.is_valid(HOME)
    for path in (ROOT / "examples").glob("*.json"):
        if path.name != "month.json":
            assert list(check.iter_errors(json.loads(path.read_bytes()))) == [], path.name
    wrong = [home(income_per_month=3.7), home(income_per_month="3.7元"), home(disabilty=None), home(area="urbn"), {"id": "hh"}]
    assert [document for document in wrong if check.is_valid(document)] == []


def test_the_schema_of_a_determination_accepts_what_assess_prints(run: Any, file: Any) -> None:
    check = validator(run, "determination")
    less = home()
    del less["income_per_month"]
    for document in (HOME, less, home(income_per_month="900.00")):
        for locale in ([], ["--locale", "vi"]):
            (row,) = run("assess", file(document), *GRAIN, "--format", "json", *locale).rows
            assert list(check.iter_errors(row)) == []
    assert not check.is_valid({**row, "outcome": "perhaps"})


def test_the_schemas_of_cases_and_of_law_accept_what_is_shipped(run: Any) -> None:
    for what, name in (("case", "cases.toml"), ("law", "law.toml")):
        check = validator(run, what)
        for path in (ROOT / "src/welfarekit/demo/grain_aid", ROOT / "src/welfarekit/vn/social_assistance"):
            tables = plain(tomllib.loads((path / name).read_text(encoding="utf-8")))
            assert [error.message for error in check.iter_errors(tables)] == [], path / name


def test_an_unknown_schema_or_command_lists_the_known_ones(run: Any) -> None:
    schemas = "'household', 'determination', 'case', 'law'"
    for arguments, words in ((["schema", "person"], schemas), (["asses"], "'assess'"), ([], "command")):
        found = run(*arguments)
        assert (found.status, found.out) == (2, "")
        assert words in found.err
