"""``assess-table``: forms of files in and out, errors beside their rows, and what it says of calls that cannot be carried out."""

from __future__ import annotations

import datetime as dt
import os
import re
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from attrs import frozen

pa = pytest.importorskip("pyarrow")

import pyarrow.csv as pa_csv  # noqa: E402  # after the skip
import pyarrow.parquet as pq  # noqa: E402

from welfarekit.__main__ import main  # noqa: E402
from welfarekit.adapters.arrow import assess_table, households_to_arrow  # noqa: E402
from welfarekit.adapters.register import opening, result_file  # noqa: E402
from welfarekit.adapters.stream import read_households  # noqa: E402
from welfarekit.domain.index_month import IndexMonth  # noqa: E402
from welfarekit.rules.determine import program_keys  # noqa: E402

ROOT = Path(__file__).parents[1]
GRAIN = ["--program", "demo.grain_aid", "--on", "2025-10-01"]
ON = dt.date(2025, 10, 1)
HOUSEHOLDS = "id,place,area,income_per_month,property_within_rule,relief\n"
PERSONS = "household,id,birth_date,absence,guardian,guardian_none,disability_none\n"
HOME = "a,XD-12,rural,10.00,yes,none\n"
PERSON = "a,p,1990-01-01,none,,yes,yes\n"


@frozen
class Run:
    """What a command gave back."""

    status: int
    out: str
    err: str


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
    def make(text: str | bytes, name: str) -> Path:
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return make


def read(path: Path) -> Any:
    """A result as a table."""
    match path.suffix:
        case ".parquet":
            return pq.read_table(path)
        case ".arrow":
            return pa.ipc.open_file(path).read_all()
        case ".arrows":
            return pa.ipc.open_stream(path).read_all()
    return pa_csv.read_csv(
        path, convert_options=pa_csv.ConvertOptions(strings_can_be_null=True, quoted_strings_can_be_null=False)
    )


@pytest.fixture
def grain(run: Any, file: Any, tmp_path: Path) -> Any:
    """Grain aid for two CSV files: the run, and the rows of the result."""

    def call(households: str, persons: str, *more: str, locale: str = "en") -> tuple[Run, list[dict[str, Any]]]:
        out = tmp_path / "out.parquet"
        paths = [file(HOUSEHOLDS + households, "h.csv"), "--persons", file(PERSONS + persons, "p.csv")]
        found = run("assess-table", *paths, *GRAIN, "--csv-locale", locale, "-o", out, *more)
        return found, pq.read_table(out).to_pylist() if out.exists() else []

    return call


# -- rows --


def test_a_household_is_answered_and_nothing_is_printed_but_a_summary(grain: Any) -> None:
    found, (row,) = grain(HOME, PERSON)
    assert (found.status, found.out) == (0, "")
    assert found.err.splitlines()[:1] == ["demo.grain_aid: 1 eligible"]
    assert found.err.splitlines()[1].startswith("1 rows for 1 households in ")
    assert {key: row[key] for key in ("household", "member", "program", "outcome", "amount", "currency", "per", "persons")} == {
        "household": "a", "member": None, "program": "demo.grain_aid", "outcome": "eligible", "amount": Decimal("110.00"),
        "currency": "CNY", "per": "month", "persons": 1,
    }  # fmt: skip
    assert (row["missing"], row["error"], row["error_text"], row["lowest"], row["condition"]) == ([], None, None, None, None)


def test_an_empty_cell_is_not_known_and_asked_for(grain: Any) -> None:
    found, (row,) = grain("a,XD-12,rural,,yes,none\n", PERSON)
    assert found.status == 0
    assert (row["outcome"], row["missing"], row["amount"]) == ("undetermined", ["income_per_month"], None)
    assert (row["lowest"], row["highest"]) == (Decimal("0.00"), Decimal("120.00"))


WRONG = {
    "no_id": (",XD-12,rural,10.00,yes,none\n", "", "id: no_id"),
    "no_members": (HOME, "", "members: no_members"),
    "negative": ("a,XD-12,rural,-1.00,yes,none\n", PERSON, "income_per_month: negative: given -1.00 CNY"),
    "out_of_range": (HOME, PERSON.replace("1990-01-01", "1490-01-01"), "members[0].birth_date: out_of_range"),
    "not_one_of": ("a,XD-12,rual,10.00,yes,none\n", PERSON, "area: not_one_of: given 'rual', .*; did you mean 'rural'?"),
    "bad_place": ("a,XD-99999,rural,10.00,yes,none\n", PERSON, "place: bad_place"),
    "foreign_place": ("a,CN-430602,rural,10.00,yes,none\n", PERSON, "place: foreign_place: given CN-430602"),
    "born_after_day": (HOME, PERSON.replace("1990-01-01", "2025-10-02"), "members[0].birth_date: born_after_day"),
    "no_such_member": (HOME, "a,p,1990-01-01,none,q,,yes\n", "members[0].guardian: no_such_member: given 'q'"),
    "own_guardian": (HOME, "a,p,1990-01-01,none,p,,yes\n", "members[0].guardian: own_guardian"),
    "duplicate_id": (HOME, PERSON + PERSON, "members[1].id: duplicate_id: given 'p'"),
    "none_and_value": (HOME, "a,p,1990-01-01,none,p,yes,yes\n", "members[0].guardian: none_and_value"),
    # cells that cannot be read
    "not_money": ("a,XD-12,rural,10元,yes,none\n", PERSON, "income_per_month: not_money: given '10元', .* 1,234.5; row 1 of h"),
    "too_many_digits": ("a,XD-12,rural,10.005,yes,none\n", PERSON, "income_per_month: too_many_digits: given '10.005'"),
    "wrong_type": ("a,XD-12,rural,10.00,perhaps,none\n", PERSON, "property_within_rule: wrong_type: given 'perhaps', .* no"),
    "no_such_date": (HOME, PERSON.replace("1990-01-01", "1990-02-30"), "members[0].birth_date: no_such_date: .*; row 1 of p.csv"),
    "not_a_date": (HOME, PERSON.replace("1990-01-01", "01/02/1990"), "members[0].birth_date: not_a_date: .* such as 2025-07-01"),
    "not_text": (HOME, 'a,"p\nq",1990-01-01,none,,yes,yes\n', "members[0].id: not_text: given 'p\\nq', .* in one line"),
}  # fmt: skip


@pytest.mark.parametrize("code", WRONG)
def test_a_household_that_is_wrong_is_a_row_with_its_errors_and_the_others_go_on(grain: Any, code: str) -> None:
    household, persons, words = WRONG[code]
    right = "z1,XD-12,rural,10.00,yes,none\n", "z1,p,1990-01-01,none,,yes,yes\n"
    found, rows = grain(household + right[0], persons + right[1])
    assert found.status == 1
    assert [row["outcome"] for row in rows] == [None, "eligible"]
    assert (rows[0]["error"], rows[0]["amount"], rows[0]["missing"]) == (code, None, None)
    pattern = ".*".join(re.escape(part) for part in words.split(".*"))
    assert re.search(pattern, rows[0]["error_text"]), rows[0]["error_text"]
    assert found.err.startswith(f"demo.grain_aid: 1 eligible, 1 errors\nerrors: 1 {code}\n")
    assert (rows[1]["household"], rows[1]["error"]) == ("z1", None)


def test_everything_wrong_with_a_row_stands_in_its_text(grain: Any) -> None:
    _, (row,) = grain("a,XD-12,rual,10元,perhaps,none\n", PERSON.replace("1990-01-01", "1990-02-30"))
    parts = [part.partition(": given")[0] for part in row["error_text"].split(" | ")]
    assert parts == [
        "area: not_one_of", "income_per_month: not_money", "property_within_rule: wrong_type",
        "members[0].birth_date: no_such_date",
    ]  # fmt: skip


def test_a_place_without_law_is_an_error_beside_its_row(grain: Any, run: Any, file: Any, tmp_path: Path) -> None:
    paths = [file(HOUSEHOLDS + HOME.replace("XD-12", "CN-540000"), "h.csv"), "--persons", file(PERSONS + PERSON, "p.csv")]
    options = ["--program", "cn.dibao", "--on", "2025-09-01", "--csv-locale", "en", "-o", tmp_path / "o.parquet"]
    assert run("assess-table", *paths, *options).status == 1
    (row,) = read(tmp_path / "o.parquet").to_pylist()
    assert row["error"] == "not_in_force"
    assert row["error_text"].startswith("cn.dibao.standard_per_year: no value on 2025-09-01 for CN-540000; no value is shipped.")


def test_persons_without_a_household_have_a_row_for_each_program(run: Any, file: Any, tmp_path: Path) -> None:
    persons = file(PERSONS + PERSON + "zz,p9,1990-01-01,none,,yes,yes\n,p8,,,,,\n11010519491231002X,p7,,,,,\n", "p.csv")
    paths = [file(HOUSEHOLDS + HOME, "h.csv"), "--persons", persons]
    found = run(
        "assess-table", *paths, "--country", "demo", "--on", "2025-10-01", "--csv-locale", "en", "-o", tmp_path / "o.parquet"
    )
    assert found.status == 1
    rows = [row for row in read(tmp_path / "o.parquet").to_pylist() if row["error"]]
    keys = sorted((row["program"], row["household"] or "", row["member"]) for row in rows)
    stray = [("", "p8"), ("11010519491231002X", "p7"), ("zz", "p9")]
    assert keys == sorted((key, *who) for key in program_keys("demo") for who in stray)
    assert {row["error"] for row in rows} == {"no_such_household"}
    assert all("11010519491231002X" not in row["error_text"] for row in rows), "a number of a person is not shown"


def test_a_key_that_stands_twice_is_an_error_in_both_rows(grain: Any) -> None:
    found, rows = grain(HOME + HOME, PERSON)
    assert [row["error"] for row in rows] == ["duplicate_household", "duplicate_household"]
    assert [row["persons"] for row in rows] == [1, 0], "the persons belong to the first"
    assert "errors: 2 duplicate_household" in found.err


def test_a_program_about_persons_has_a_row_for_each_member_also_of_a_household_that_is_wrong(
    run: Any, file: Any, tmp_path: Path
) -> None:
    households = "id,place\na,VN-91\nb,VN-9x\nc,VN-91\n"
    persons = "household,id\na,p\na,q\nb,r\nb,s\n"
    paths = [file(households, "h.csv"), "--persons", file(persons, "p.csv")]
    options = ["--program", "vn.social_assistance", "--on", "2025-10-01", "--csv-locale", "vi", "-o", tmp_path / "o.parquet"]
    assert run("assess-table", *paths, *options).status == 1
    rows = read(tmp_path / "o.parquet").to_pylist()
    assert [(row["household"], row["member"], row["error"], row["persons"]) for row in rows] == [
        ("a", "p", None, 1), ("a", "q", None, 1), ("b", "r", "bad_place", 1), ("b", "s", "bad_place", 1),
        ("c", None, "no_members", 0),
    ]  # fmt: skip


def test_members_without_ids_are_numbered(run: Any, file: Any, tmp_path: Path) -> None:
    persons = "household,birth_date\na,1990-01-01\na,1990-02-30\nb,1990-01-01\n"
    paths = [file("id,place\na,VN-91\nb,VN-91\n", "h.csv"), "--persons", file(persons, "p.csv")]
    options = ["--program", "vn.social_assistance", "--on", "2025-10-01", "--csv-locale", "vi", "-o", tmp_path / "o.parquet"]
    assert run("assess-table", *paths, *options).status == 1
    rows = read(tmp_path / "o.parquet").to_pylist()
    assert [(row["household"], row["member"], row["error"]) for row in rows] == [
        ("a", 1, "no_such_date"), ("a", 2, "no_such_date"), ("b", 1, None),
    ]  # fmt: skip
    assert rows[0]["error_text"].startswith("members[?].birth_date: no_such_date: given '1990-02-30'")


# -- CSV --


def test_cells_that_cannot_be_read_are_found_again_in_whatever_chunk(grain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("welfarekit.adapters.register.csv_file._BLOCK", 512)  # the files come in many batches
    keys = [f"h{number:02}" for number in range(60)]
    homes = [HOME.replace("a,", f"{key},", 1) for key in keys]
    people = [PERSON.replace("a,p,", f"{key},p{n},", 1) for key in keys for n in range(2)]
    for row in (0, 17, 41):
        homes[row] = homes[row].replace("10.00", "much")
    for row in (23, 34, 117):
        people[row] = people[row].replace("1990-01-01", "young")
    _, rows = grain("".join(homes), "".join(people), "--rows", "7")
    found = [re.sub(r": given [^;]*", "", f"{row['household']} {row['error_text']}") for row in rows if row["error"]]
    assert found == [
        "h00 income_per_month: not_money; row 1 of h.csv",
        "h11 members[1].birth_date: not_a_date; row 24 of p.csv",
        "h17 income_per_month: not_money; row 18 of h.csv | members[0].birth_date: not_a_date; row 35 of p.csv",
        "h41 income_per_month: not_money; row 42 of h.csv",
        "h58 members[1].birth_date: not_a_date; row 118 of p.csv",
    ]

EXAMPLES = [
    "--persons",
    ROOT / "examples/register_persons.csv",
    "--program",
    "cn.dibao",
    "--on",
    "2025-09-01",
    "--other",
    "street",
]


def test_the_example_is_the_same_with_a_byte_order_mark_in_gb18030_and_in_the_vietnamese_way(
    run: Any, file: Any, tmp_path: Path
) -> None:
    example = [ROOT / f"examples/register_{name}.csv" for name in ("households", "persons")]
    texts = [path.read_text("utf-8") for path in example]
    vietnamese = [
        texts[0].replace("是", "có").replace("否", "không").replace(",", ";").replace("980.5元", "980,5元")
        .replace('"1;200.00"', "1.200,00").replace('"2;960.00"', "2.960,00").replace(".00", ",00"),
        texts[1].replace("是", "Có").replace("否", "KHÔNG")
        .replace("1986/7/30", "30/7/1986").replace("1949年1月15日", "15/01/1949"),
    ]  # fmt: skip
    forms = {
        "plain": ([text.encode() for text in texts], "zh_Hans", []),
        "bom": ([b"\xef\xbb\xbf" + text.encode() for text in texts], "zh-CN", []),
        "gb": ([text.encode("gb18030") for text in texts], "zh_Hant", ["--encoding", "gb18030"]),
        "vi": ([text.encode() for text in vietnamese], "vi", []),
    }
    results = {}
    for form, (pair, locale, more) in forms.items():
        names = [file(text, f"{form}_{at}.csv") for at, text in enumerate(pair)]
        out = tmp_path / f"{form}.arrow"
        options = ["--program", "cn.dibao", "--on", "2025-09-01", "--other", "street", "--csv-locale", locale, "-o", out, *more]
        assert run("assess-table", names[0], "--persons", names[1], *options).status == 1
        results[form] = read(out).drop_columns(["error_text"]).to_pylist()
    assert results["plain"] == results["bom"] == results["gb"] == results["vi"]
    assert [row["error"] for row in results["plain"]].count("not_money") == 1
    assert results["plain"][0]["amount"] == Decimal("1020.00")


@pytest.mark.parametrize(
    ("households", "options", "words"),
    [
        (HOUSEHOLDS + HOME, [], "it has to be said in which locale: --csv-locale zh_Hans, zh_Hant, vi or en"),
        (HOUSEHOLDS + HOME, ["--csv-locale", "fr"], "use one of zh_Hans, zh_Hant, vi, en"),
        ("", ["--csv-locale", "en"], "the first line has to name every column"),
        ("id,,place\n", ["--csv-locale", "en"], "the first line has to name every column"),
        ("id,place,id\n", ["--csv-locale", "en"], "two columns have the name 'id'"),
        ("id,place\na,XD-1,rural,x\n", ["--csv-locale", "en"], "has 4 cells, where the first line names 2 columns"),
        (
            "id,name\na,标准\n".encode("gb18030"),
            ["--csv-locale", "zh"],
            "is not text in utf-8; say in which encoding it is, e.g. --encod",
        ),
        ("id,标准\n".encode("gb18030"), ["--csv-locale", "zh"], "is not text in utf-8"),
        (b"id,place\n" + b"a,XD-1\n" * 9000 + "b,标准\n".encode("gb18030"), ["--csv-locale", "zh"], "is not text in utf-8"),
        (
            b"id,place\n" + b"a,XD-1\n" * 9000 + b"b,\xff\xff\n",
            ["--csv-locale", "zh", "--encoding", "gb18030"],
            "is not text in gb18030",
        ),
        (b"id,name\na,\xff\xff\xff\n", ["--csv-locale", "zh", "--encoding", "gb18030"], "is not text in gb18030"),
        ('id,place\n"' + "a" * 3_000_000, ["--csv-locale", "en"], "a row of more than 1 MiB; is a quote not closed?"),
        (b"\x89PNG\0\0", ["--csv-locale", "en"], "is not parquet, Arrow IPC or CSV"),
        (b"PAR1 and no more", [], "cannot be read"),
        (b"ARROW1 and no more", [], "cannot be read"),
        (b"\xff\xff\xff\xff and no more", [], "cannot be read"),
        ("id,place,name\na,XD-1,Li\n", ["--csv-locale", "en"], "name: expected a known column, or its name in `other` or `keep`"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_shows_nobody(
    run: Any, file: Any, tmp_path: Path, households: Any, options: list[str], words: str
) -> None:
    paths = [file(households, "h.csv"), "--persons", file(PERSONS + PERSON, "p.csv")]
    found = run("assess-table", *paths, *GRAIN, "-o", tmp_path / "out.parquet", *options)
    assert (found.status, found.out) == (2, "")
    assert words in found.err
    assert ",rural,x" not in found.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["h.csv", "p.csv"]


def test_a_table_that_does_not_fit_is_refused_with_every_mismatch_on_a_line(run: Any, file: Any, tmp_path: Path) -> None:
    paths = [file("id,place,incme_per_month,colour\na,XD-1,3,red\n", "h.csv"), "--persons", file("id,birth_day\n", "p.csv")]
    found = run("assess-table", *paths, *GRAIN, "--csv-locale", "en", "--keep", "aera", "-o", tmp_path / "o.csv")
    assert found.status == 2
    lines = found.err.splitlines()
    assert [line.strip().partition(":")[0] for line in lines[1:]] == [
        "aera", "incme_per_month", "colour", "persons.household", "persons.birth_day",
    ]  # fmt: skip
    assert "did you mean 'income_per_month'?" in found.err
    assert "did you mean 'birth_date'?" in found.err


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--program", "demo.grain_ad", "--on", "2025-10-01"], "did you mean 'demo.grain_aid'?"),
        (["--program", "cn.dibao", "--program", "vn.poverty_status", "--on", "2025-10-01"], "are of two countries"),
        (["--country", "lao", "--on", "2025-10-01"], "there is no program 'lao'"),
        (["--program", "demo.grain_aid", "--on", "2019-12-31"], "demo.grain_aid was not in force on 2019-12-31"),
        (["--program", "cn.dibao", "--country", "cn", "--on", "2025-10-01"], "not allowed with argument"),
        (["--on", "2025-10-01"], "one of the arguments --program --country is required"),
        (["--program", "demo.grain_aid", "--on", "today"], "'today' is not a day"),
        ([*GRAIN, "--month", ROOT / "examples/month.json"], "month.month: other_month: given 2025-09-01"),
        ([*GRAIN, "--month", "no_such.json"], "no_such.json"),
        ([*GRAIN, "--law", "no_such.toml"], "no_such.toml"),
        ([*GRAIN, "--columns", "household,amont"], "a result has no column 'amont'; did you mean 'amount'?"),
        ([*GRAIN, "--rows", "0"], "a chunk has at least one household, not 0"),
        ([*GRAIN, "--money", "euro"], "choose from"),
        ([*GRAIN, "--persons", "no_such.csv"], "no_such.csv"),
        ([*GRAIN, "-o", "no_such_folder/out.csv"], "no_such_folder"),
        ([*GRAIN, "-o", "out.xls"], "out.xls does not say what to write; end its name in one of .parquet"),
        ([*GRAIN, "-o", "."], "does not say what to write"),
        ([*GRAIN, "-o", "h.csv"], "is what is read; give the result another name"),
    ],
)
def test_a_call_that_cannot_be_carried_out_says_why(
    run: Any, file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[Any], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    paths = [file(HOUSEHOLDS + HOME, "h.csv"), "--persons", file(PERSONS + PERSON, "p.csv"), "-o", "out.parquet"]
    found = run("assess-table", *paths, "--csv-locale", "en", *options)
    assert (found.status, found.out) == (2, "")
    assert words in found.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["h.csv", "p.csv"]


# -- forms --

FORMS = (".parquet", ".arrow", ".arrows", ".csv")


def example() -> tuple[Any, Any, Any]:
    """The families of the example of JSON lines, nested and flat."""
    families = [
        found for _, _, found in read_households((ROOT / "examples/many.jsonl").read_bytes()) if not isinstance(found, Exception)
    ]
    return (households_to_arrow(families), *households_to_arrow(families, form="flat"))


def put(table: Any, path: Path) -> Path:
    """A table as a file."""
    match path.suffix:
        case ".parquet":
            pq.write_table(table, path, row_group_size=1)
        case ".arrow" | ".arrows":
            make = pa.ipc.new_file if path.suffix == ".arrow" else pa.ipc.new_stream
            with make(path, table.schema) as writer:
                writer.write_table(table, max_chunksize=1)
        case _:
            plain = [column.cast(pa.string()) if pa.types.is_dictionary(column.type) else column for column in table.columns]
            pa_csv.write_csv(pa.table(plain, table.schema.names), path)
    return path


@pytest.mark.parametrize("form", FORMS)
def test_every_form_in_gives_the_same_answers(run: Any, tmp_path: Path, form: str) -> None:
    nested, households, persons = example()
    wanted = assess_table(nested, "cn", dt.date(2025, 9, 1)).to_pylist()
    options = ["--country", "cn", "--on", "2025-09-01", "-o", tmp_path / "out.arrow", "--csv-locale", "en"]
    run("assess-table", put(households, tmp_path / f"h{form}"), "--persons", put(persons, tmp_path / f"p{form}"), *options)
    assert read(tmp_path / "out.arrow").to_pylist() == wanted
    if form != ".csv":
        (tmp_path / "out.arrow").unlink()
        assert run("assess-table", put(nested, tmp_path / f"n{form}"), *options).status == 0
        assert read(tmp_path / "out.arrow").to_pylist() == wanted


@pytest.mark.parametrize("form", FORMS)
def test_every_form_out_holds_the_same_rows(run: Any, tmp_path: Path, form: str) -> None:
    options = [*EXAMPLES, "--keep", "place", "--csv-locale", "zh_Hans"]
    out = tmp_path / f"out{form}"
    assert run("assess-table", ROOT / "examples/register_households.csv", *options, "-o", out).status == 1
    wanted = tmp_path / "wanted.parquet"
    run("assess-table", ROOT / "examples/register_households.csv", *options, "-o", wanted)
    rows, have = read(wanted).to_pylist(), read(out)
    assert read(wanted).schema.names[-1] == "place"
    if form == ".csv":
        for row in rows:
            row["missing"] = None if row["missing"] is None else ";".join(row["missing"])
            row |= {name: None if row[name] is None else Decimal(row[name]) for name in ("amount", "lowest", "highest")}
        found = [
            {**row, **{name: None if row[name] is None else Decimal(str(row[name])) for name in ("amount", "lowest", "highest")}}
            for row in have.to_pylist()
        ]
        assert found == rows
    else:
        assert have.to_pylist() == rows
        assert have.schema == read(wanted).schema


def test_the_format_may_be_said_where_the_name_does_not(run: Any, tmp_path: Path) -> None:
    options = [*EXAMPLES, "--csv-locale", "zh_Hans", "--format", "arrow", "-o", tmp_path / "out.bin"]
    assert run("assess-table", ROOT / "examples/register_households.csv", *options).status == 1
    assert pa.ipc.open_file(tmp_path / "out.bin").read_all().num_rows == 13


def test_amounts_in_csv_have_the_decimal_sign_of_the_locale(run: Any, file: Any, tmp_path: Path) -> None:
    paths = [file(HOUSEHOLDS + HOME.replace("yes", "có").replace("10.00", "10"), "h.csv"), "--persons", file(
        PERSONS + PERSON.replace("yes", "có"), "p.csv")]  # fmt: skip
    out = tmp_path / "o.csv"
    assert run("assess-table", *paths, *GRAIN, "--csv-locale", "vi", "-o", out, "--columns", "household,amount").status == 0
    assert out.read_text() == '"household","amount"\n"a","110,00"\n'


def test_a_struct_that_is_kept_cannot_be_written_as_csv(run: Any, tmp_path: Path) -> None:
    nested = example()[0].append_column("more", pa.array([{"x": 1}] * 3))
    found = run(
        "assess-table", put(nested, tmp_path / "n.parquet"), "--program", "cn.dibao", "--on", "2025-09-01", "--keep", "more",
        "-o", tmp_path / "o.csv",
    )  # fmt: skip
    assert found.status == 2
    assert "a column of struct<x: int64> cannot be written as CSV" in found.err
    assert not (tmp_path / "o.csv").exists()


# -- options --


def test_only_some_columns_and_columns_that_go_along(run: Any, tmp_path: Path) -> None:
    options = [
        *EXAMPLES[:-2],
        "--keep",
        "street",
        "--columns",
        "amount,household",
        "--csv-locale",
        "zh",
        "-o",
        tmp_path / "o.parquet",
    ]
    assert run("assess-table", ROOT / "examples/register_households.csv", *options).status == 1
    assert read(tmp_path / "o.parquet").schema.names == ["household", "amount", "street"]
    assert read(tmp_path / "o.parquet")["street"][0].as_py() == "巴陵街道"


def test_minor_units_in_and_out(run: Any, file: Any, tmp_path: Path) -> None:
    paths = [file(HOUSEHOLDS + HOME.replace("10.00", "1000"), "h.csv"), "--persons", file(PERSONS + PERSON, "p.csv")]
    assert run("assess-table", *paths, *GRAIN, "--money", "minor", "--csv-locale", "en", "-o", tmp_path / "o.parquet").status == 0
    assert read(tmp_path / "o.parquet")["amount"].to_pylist() == [11000]


def test_your_own_law_and_what_could_be_decided(grain: Any, file: Any) -> None:
    law = file(
        '[sources.own]\nact = "Our decree"\nread = 2026-11-01\nconfirmed = "text"\n'
        '[[demo.grain_aid.line_per_month.since]]\nfrom = 2025-09-01\nplace = "XD-12"\nvalue = "200.00"\ncite = "own"\n',
        "law.toml",
    )
    assert [row["amount"] for row in grain(HOME, PERSON, "--law", str(law))[1]] == [Decimal("190.00")]
    assert [row["amount"] for row in grain(HOME, PERSON, "--decided", "2025-08-31")[1]] == [Decimal("90.00")]


def test_facts_about_the_month(run: Any, tmp_path: Path) -> None:
    nested = example()[0]
    options = [
        "--program",
        "cn.price_subsidy",
        "--on",
        "2025-09-01",
        "--month",
        ROOT / "examples/month.json",
        "-o",
        tmp_path / "o.arrow",
    ]
    assert run("assess-table", put(nested, tmp_path / "n.parquet"), *options).status == 0
    month = IndexMonth(month=dt.date(2025, 9, 1))
    without = assess_table(nested, "cn.price_subsidy", dt.date(2025, 9, 1), month=month)
    assert read(tmp_path / "o.arrow")["missing"].to_pylist() != without["missing"].to_pylist()
    assert any("index" in path or "cpi" in path for row in without["missing"].to_pylist() for path in row)


def test_of_a_country_the_programs_in_force_are_asked_and_the_others_named(run: Any, file: Any, tmp_path: Path) -> None:
    paths = [file("id,place\na,VN-91\n", "h.csv"), "--persons", file("household,id\na,p\n", "p.csv")]
    options = ["--country", "vn", "--on", "2019-10-01", "--csv-locale", "vi", "-o", tmp_path / "o.parquet"]
    found = run("assess-table", *paths, *options)
    assert found.status == 0
    assert read(tmp_path / "o.parquet")["program"].to_pylist() == ["vn.poverty_status"]
    assert "vn.social_assistance: was not in force on 2019-10-01, and was not asked\n" in found.err


def test_other_columns_are_not_even_read(run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nested = example()[0].add_column(0, "photo", pa.array([b"x"] * 3))
    asked: list[set[str]] = []
    reader = opening.ParquetFile.reader
    monkeypatch.setattr(opening.ParquetFile, "reader", lambda self, names: (asked.append({*names}), reader(self, names))[1])
    options = ["--program", "cn.dibao", "--on", "2025-09-01", "--other", "any", "-o", tmp_path / "o.parquet"]
    assert run("assess-table", put(nested, tmp_path / "n.parquet"), *options).status == 0
    facts, keys = asked
    assert facts == set(nested.schema.names) - {"photo"}
    assert keys == {"id"}


def test_persons_in_another_order_are_read_into_memory(
    run: Any, file: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("welfarekit.adapters.register.source.WINDOW", 2)
    monkeypatch.setattr("welfarekit.adapters.register.people.PIECE", 2)
    keys = [f"h{number}" for number in range(9)]
    households = HOUSEHOLDS + "".join(HOME.replace("a,", f"{key},", 1) for key in keys)
    persons = [PERSON.replace("a,", f"{key},", 1) for key in [*keys[:6], keys[8], keys[7], keys[6]]]
    persons[-1] = persons[-1].replace("1990-01-01", "1.1.1990")
    paths = [file(households, "h.csv"), "--persons", file(PERSONS + "".join(persons), "p.csv")]
    found = run("assess-table", *paths, *GRAIN, "--csv-locale", "en", "--rows", "2", "-o", tmp_path / "o.parquet")
    rows = read(tmp_path / "o.parquet").to_pylist()
    assert [row["household"] for row in rows] == keys
    assert [row["error"] for row in rows] == [None] * 6 + ["not_a_date", None, None]
    assert found.status == 1
    assert "the persons are not in the order of the households; both files are read into memory\n" in found.err


# -- progress, and what is left of a run that breaks off --


def test_a_bar_on_a_terminal_and_nowhere_else(grain: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("tqdm")
    homes = "".join(HOME.replace("a,", f"h{number},", 1) for number in range(250))
    people = "".join(PERSON.replace("a,", f"h{number},", 1) for number in range(250))
    quiet, _ = grain(homes, people)
    assert quiet.err.splitlines()[0] == "demo.grain_aid: 250 eligible"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    loud, rows = grain(homes, people, "--rows", "100")
    assert "250 households" in loud.err
    assert "households/s" in loud.err
    assert len(rows) == 250


def test_progress_is_told_after_each_chunk_with_the_total(run: Any, tmp_path: Path) -> None:
    told: list[Any] = []
    nested = example()[0]
    for table, total in ((nested, 3), (nested.to_reader(), None)):
        assess_table(table, "cn.dibao", dt.date(2025, 9, 1), rows=2, progress=lambda done, of: told.append((done, of)))
        assert told[-1] == (3, total)
        assert len(told) == 2
        told.clear()
    assessment = opening.FileAssessment(put(nested, tmp_path / "n.parquet"), "cn.dibao", dt.date(2025, 9, 1))
    assert assessment.total == 3


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("broken", [KeyboardInterrupt, MemoryError, ValueError])
def test_a_run_that_is_broken_off_leaves_no_file_and_an_older_one_as_it_was(tmp_path: Path, form: str, broken: Any) -> None:
    table = assess_table(example()[0], "cn.dibao", dt.date(2025, 9, 1))

    def batches() -> Any:
        yield from table.to_batches()
        raise broken

    out = tmp_path / f"out{form}"
    with pytest.raises(broken):
        result_file.write_result(batches(), table.schema, out, result_file.format_of(out))
    assert list(tmp_path.iterdir()) == []
    out.write_text("older")
    with pytest.raises(broken):
        result_file.write_result(batches(), table.schema, out, result_file.format_of(out))
    assert [path.read_text() for path in tmp_path.iterdir()] == ["older"]


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_process_that_is_killed_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    out = tmp_path / "out.parquet"
    code = (
        "import time\n"
        "from welfarekit.adapters.register import answer_rows\n"
        "from welfarekit.__main__ import main\n"
        "def hang(*_):\n    print('writing', flush=True)\n    time.sleep(60)\n"
        "answer_rows.AnswerRows.strays = hang\n"
        f"main(['assess-table', {str(ROOT / 'examples/register_households.csv')!r}, *{[str(o) for o in EXAMPLES]!r},"
        f" '--csv-locale', 'zh', '-o', {str(out)!r}])\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert not out.exists()
    assert [path.suffix for path in tmp_path.iterdir()] == [".part"]
