"""Households in and out of JSON: round trips, and one test for each way a document can be wrong."""

import contextlib
import datetime as dt
import io
import json
from decimal import Decimal
from pathlib import Path

import attrs
import pytest
from cattrs import ClassValidationError
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from welfarekit.adapters.document import as_dict, from_json, to_json
from welfarekit.adapters.inspection import Inspection
from welfarekit.adapters.json import (
    household_from_json,
    household_to_json,
    index_month_from_json,
    make_converter,
    read_households,
)
from welfarekit.adapters.schema import json_schema
from welfarekit.adapters.structure import built
from welfarekit.domain.assets import Assets
from welfarekit.domain.disability import Disability
from welfarekit.domain.dwelling import Dwelling
from welfarekit.domain.fact import specs_of
from welfarekit.domain.household import Household
from welfarekit.domain.income import Income
from welfarekit.domain.index_month import IndexMonth
from welfarekit.domain.person import Person
from welfarekit.errors import InvalidFacts, WelfarekitError
from welfarekit.money import Money, Rate
from welfarekit.testing import households, index_months
from welfarekit.truth import UNKNOWN

ROOT = Path(__file__).parents[1]


def family(**facts):
    return {"id": "hh", "place": "CN-430602", "members": [{"id": "p1"}, {"id": "p2"}], **facts}


def person(**facts):
    return family(members=[{"id": "p1", **facts}])


def problems(document, **options):
    with pytest.raises(InvalidFacts) as caught:
        household_from_json(document if isinstance(document, str | bytes) else json.dumps(document), **options)
    return caught.value.problems


def found(document, **options):
    return {(problem.code, problem.path) for problem in problems(document, **options)}


# -- round trips --


@given(households("CN") | households("VN") | households("XD"))
def test_a_household_survives_the_way_out_and_in(household):
    text = household.to_json()
    again = Household.from_json(text)
    assert again == household
    assert again.to_json() == text
    assert Household.from_json(text.encode()) == household
    assert Household.from_json(json.loads(text)) == household


@given(index_months())
def test_a_month_survives_the_way_out_and_in(month):
    assert index_month_from_json(to_json(month)) == month


@given(households("CN") | households("VN"))
def test_what_is_written_fits_the_schema(household):
    Draft202012Validator(json_schema("household")).validate(as_dict(household))


def test_absent_is_unknown_and_null_is_none():
    one = household_from_json(person(disability=None, absence=None)).members[0]
    assert one.disability is None
    assert one.absence is None
    assert one.education is UNKNOWN
    assert household_to_json(household_from_json(person(disability=None))).endswith('[{"id":"p1","disability":null}]}')


@pytest.mark.parametrize("amount", ["1200.00 CNY", "1200 CNY", "1200.00", "1200", {"value": "1200.0", "currency": "CNY"}])
def test_money_has_three_forms(amount):
    household = household_from_json(family(income_per_month=amount))
    assert household.income_per_month == Money("1200", "CNY")
    assert '"income_per_month":"1200.00 CNY"' in household.to_json()


def test_rates_decimals_and_days():
    month = index_month_from_json('{"month":"2019-07-01","cpi":"2.8%","food_cpi":"0.091","low_income_index":"-0.35%"}')
    assert (month.cpi, month.food_cpi, month.low_income_index) == (Rate("0.028"), Rate("9.1%"), Rate("-0.0035"))
    assert to_json(month) == '{"month":"2019-07-01","cpi":"2.8%","food_cpi":"9.1%","low_income_index":"-0.35%"}'
    dwelling = household_from_json(family(dwelling={"living_area_m2": "45.50", "mezzanine_area_m2": 0})).dwelling
    assert (dwelling.living_area_m2, dwelling.mezzanine_area_m2) == (Decimal("45.5"), Decimal(0))


def test_a_dictionary_may_hold_what_python_has():
    document = person(birth_date=dt.date(1951, 3, 2), pension_per_month=Money("5", "CNY"), income=Income())
    document["members"].append(Person(id="p9"))
    before = json.dumps(document, default=repr)
    household = household_from_json(document)
    assert household.members[0].birth_date == dt.date(1951, 3, 2)
    assert household.members[1] == Person(id="p9")
    assert json.dumps(document, default=repr) == before


def test_keys_stand_in_the_order_of_the_class_whatever_way_they_came_in():
    text = '{"members":[{"sex":"male","id":"p1"}],"area":"urban","id":"hh"}'
    assert household_from_json(text).to_json() == '{"id":"hh","area":"urban","members":[{"id":"p1","sex":"male"}]}'


# -- the quick way and the careful way --

ODD = [
    *(None, True, 0, 1, -1, 3.7, 10**40, "", "x", "male", "1200.00 CNY", "-1 CNY", "-1.00 CNY", "5 VND", "1", "1e3", "4.2%"),
    *("2008-02-30", "2008-02-29", "1700-01-01", "2200-01-01", "20080229", "2008-W01-1", "٣", "1.234", "1.2345", "\ud800", "p2"),
    *([], {}, [{"id": "p1"}], {"id": "p1"}, "CN-430602", "CN-999999", "VN-91", "urban", float("nan"), dt.date(2020, 2, 1)),
    *({"value": "1.00", "currency": "CNY"}, {"value": "1.00", "currency": "USD"}, {"value": "1.00"}, dt.datetime(2020, 1, 1)),
    *("99999999999999.00 CNY", "9999999999999999.00 CNY", Money("1", "CNY"), Decimal("1.5"), 4, 5),
]
HOLDERS = {
    "household": (Household, lambda document: document),
    "person": (Person, lambda document: document["members"][0]),
    "income": (Income, lambda document: document["members"][0].setdefault("income", {})),
    "disability": (Disability, lambda document: document["members"][0].setdefault("disability", {})),
    "assets": (Assets, lambda document: document.setdefault("assets", {})),
    "dwelling": (Dwelling, lambda document: document.setdefault("dwelling", {})),
}


def agree(cls, document):
    """The object, if the document describes one; both ways must say so, or neither."""
    inspection = Inspection(document)
    careful = inspection.object(cls, document, "")
    try:
        quick = built(cls, document)
    except (ValueError, TypeError, LookupError, AttributeError):
        quick = None
    if inspection.problems:
        assert quick is None, document
        return None
    assert quick is None or quick == careful
    assert from_json(cls, document) == careful
    return careful


@pytest.mark.parametrize("holder", HOLDERS)
def test_both_ways_say_the_same_about_every_odd_value_of_every_fact(holder):
    cls, part = HOLDERS[holder]
    right = 0
    for key in [*specs_of(cls), "disabilty"]:
        for value in ODD:
            document = family()
            part(document)[key] = value
            right += agree(Household, document) is not None
    assert right >= len(specs_of(cls))


@pytest.mark.parametrize("value", ODD)
def test_both_ways_say_the_same_about_months(value):
    for key in specs_of(IndexMonth):
        agree(IndexMonth, {"month": "2019-07-01", key: value})


@given(households("CN") | households("VN"))
def test_the_quick_way_is_enough_for_what_was_written(household):
    assert built(Household, as_dict(household)) == household
    assert agree(Household, as_dict(household)) == household


keys = st.text() | st.sampled_from(["id", "members", "place", "income_per_month"])
plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
anything = st.recursive(plain, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20)


@given(anything)
def test_whatever_comes_in_only_one_kind_of_error_comes_out(value):
    for document in (json.dumps(value), {"id": value, "members": value}, {"id": "h", "members": [{"id": "p"}], "place": value}):
        with contextlib.suppress(InvalidFacts):
            assert household_from_json(document).id == "h"


@given(st.binary(max_size=200) | st.text(max_size=200))
def test_noise_is_answered_too(noise):
    with pytest.raises(InvalidFacts):
        household_from_json(noise)
    for _, _, answer in read_households(noise):
        assert isinstance(answer, InvalidFacts)


# -- one test for each way to be wrong --


@pytest.mark.parametrize(
    ("code", "path", "document"),
    [
        ("float_money", "income_per_month", family(income_per_month=3.7)),
        ("float_money", "income_per_month", '{"id":"h","members":[{"id":"p"}],"income_per_month":1e3}'),
        ("float_money", "income_per_month.value", family(income_per_month={"value": 3.7, "currency": "CNY"})),
        ("not_money", "income_per_month", family(income_per_month="3.7元")),
        ("not_money", "income_per_month", family(income_per_month=1200)),
        ("not_money", "income_per_month", family(income_per_month="1,200.00 CNY")),
        ("not_money", "income_per_month", family(income_per_month="١٢٠٠ CNY")),
        ("not_money", "income_per_month", family(income_per_month="NaN")),
        ("not_money", "members[0].pension_per_month", person(pension_per_month=True)),
        ("missing", "income_per_month.currency", family(income_per_month={"value": "3.70"})),
        ("unknown_key", "income_per_month.per", family(income_per_month={"value": "3.70", "currency": "CNY", "per": "year"})),
        ("wrong_type", "income_per_month.value", family(income_per_month={"value": 3, "currency": "CNY"})),
        ("wrong_currency", "income_per_month", family(place="VN-91", income_per_month="1200.00 CNY")),
        ("wrong_currency", "income_per_month", family(income_per_month={"value": "540000", "currency": "VND"})),
        ("wrong_currency", "income_per_month", family(income_per_month="12.00 USD")),
        ("no_currency", "income_per_month", {"id": "hh", "members": [{"id": "p"}], "income_per_month": "1200.00"}),
        ("negative", "income_per_month", family(income_per_month="-1.00 CNY")),
        ("negative", "members[0].income.wage_per_month", person(income={"wage_per_month": "-0.01"})),
        ("negative", "assets.vehicles", family(assets={"vehicles": -1})),
        ("no_such_date", "members[0].birth_date", person(birth_date="1951-02-30")),
        ("no_such_date", "members[0].birth_date", person(birth_date="2023-02-29")),
        ("not_a_date", "members[0].birth_date", person(birth_date="2/3/1951")),
        ("not_a_date", "members[0].birth_date", person(birth_date="19510302")),
        ("wrong_type", "members[0].birth_date", person(birth_date=19510302)),
        ("out_of_range", "members[0].birth_date", person(birth_date="0001-01-01")),
        ("wrong_type", "members[0].seriously_ill", person(seriously_ill="false")),
        ("wrong_type", "members[0].seriously_ill", person(seriously_ill=0)),
        ("wrong_type", "members[0].seriously_ill", person(seriously_ill=None)),
        ("wrong_type", "members[0].disability.grade", person(disability={"grade": "2"})),
        ("wrong_type", "members[0].disability.grade", person(disability={"grade": 2.0})),
        ("wrong_type", "members[0].disability", person(disability=True)),
        ("out_of_range", "members[0].disability.grade", person(disability={"grade": 5})),
        ("wrong_type", "members[0]", family(members=["p1"])),
        ("wrong_type", "members", family(members={"id": "p1"})),
        ("wrong_type", "members", family(members=None)),
        ("wrong_type", "id", family(id=7)),
        ("wrong_type", "", "[]"),
        ("wrong_type", "", "null"),
        ("empty", "id", family(id="")),
        ("not_text", "id", family(id="\ud800")),
        ("unknown_key", "members[0].disabilty", person(disabilty=None)),
        ("duplicate_key", "area", '{"id":"h","area":"urban","area":"rural","members":[{"id":"p"}]}'),
        ("duplicate_key", "members[0].id", '{"id":"h","members":[{"id":"p","id":"p"}]}'),
        (
            *("duplicate_key", "income_per_month.value"),
            '{"id":"h","income_per_month":{"value":"1.00","value":"2.00","currency":"CNY"},"members":[{"id":"p"}]}',
        ),
        ("not_one_of", "area", family(area="urbn")),
        ("missing", "id", {"members": [{"id": "p"}]}),
        ("missing", "members[1].id", family(members=[{"id": "p"}, {}])),
        ("no_members", "members", family(members=[])),
        ("no_members", "members", {"id": "hh"}),
        ("duplicate_id", "members[1].id", family(members=[{"id": "p"}, {"id": "p"}])),
        ("no_such_member", "members[0].guardian", person(guardian="p9")),
        ("no_such_member", "head", family(head="p9")),
        ("own_guardian", "members[0].guardian", person(guardian="p1")),
        ("bad_place", "place", family(place="CN-999999")),
        ("bad_place", "place", family(place="Yueyang")),
        ("wrong_type", "place", family(place=430602)),
        ("stated_twice", "members[0].income", {**person(income={"wage_per_month": "1"}), "income_per_month": "1"}),
        ("not_json", "", "{"),
        ("not_json", "", ""),
        ("not_json", "", '{"id":"h"} {"id":"h"}'),
        ("not_finite", "income_per_month", '{"id":"h","members":[{"id":"p"}],"income_per_month":NaN}'),
        ("not_finite", "assets.vehicles", '{"id":"h","members":[{"id":"p"}],"assets":{"vehicles":-Infinity}}'),
        ("too_many_digits", "income_per_month", family(income_per_month="1.005 CNY")),
        ("too_many_digits", "income_per_month", family(income_per_month="1" * 16)),
        ("too_many_digits", "income_per_month", family(place="VN-91", income_per_month="1.5")),
        ("too_many_digits", "assets.vehicles", family(assets={"vehicles": 10**5000 // 7})),
        ("too_many_digits", "dwelling.living_area_m2", family(dwelling={"living_area_m2": "1.234"})),
        ("not_a_number", "dwelling.living_area_m2", family(dwelling={"living_area_m2": "1,5"})),
        ("wrong_type", "dwelling.living_area_m2", family(dwelling={"living_area_m2": 1.5})),
    ],
)  # fmt: skip
def test_a_document_is_refused_with_code_and_path(code, path, document):
    if isinstance(document, dict) and (document.get("assets") or {}).get("vehicles", 0).bit_length() > 9000:
        document = json.dumps(family(assets={"vehicles": 0})).replace('"vehicles": 0', '"vehicles": ' + "9" * 5000)
    assert found(document) == {(code, path)}


def test_the_nearest_known_key_is_named():
    (problem,) = problems(person(disabilty=None))
    assert problem.hint == "did you mean 'disability'?"
    (problem,) = problems(family(area="urbn"))
    assert problem.hint == "did you mean 'urban'?"


def test_text_that_is_not_utf8():
    assert found('{"id":"岳"}'.encode("gbk")) == {("not_utf8", "")}
    assert found("{}".encode("utf-16")) == {("not_utf8", "")}
    assert household_from_json(b"\xef\xbb\xbf" + json.dumps(family()).encode()).id == "hh"


def test_a_document_of_200_megabytes_is_refused_unread():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("welfarekit.adapters.document.quick", None)
        patch.setattr("welfarekit.adapters.document.parsed", None)
        assert found(bytes(200 * 2**20)) == {("too_large", "")}
        assert found("x" * (16 * 2**20 + 1)) == {("too_large", "")}
    assert found(json.dumps(family()), limit=20) == {("too_large", "")}


@pytest.mark.parametrize("depth", [41, 500, 100_000])
@pytest.mark.parametrize(("start", "end"), [("[", "]"), ('{"members":', "}")])
def test_a_deeply_nested_document_is_refused(depth, start, end):
    assert found(start * depth + ("" if start == "[" else "0") + end * depth) == {("too_deep", "")}
    assert found(start * depth) <= {("too_deep", ""), ("not_json", "")}


def test_a_dictionary_that_contains_itself_is_refused():
    document = family()
    document["members"] = [document, document]
    with pytest.raises(InvalidFacts, match="too_deep"):
        household_from_json(document)


def test_everything_wrong_is_said_at_once_with_its_path():
    document = family(
        place="CN-999999",
        income_per_month="12.00",
        area="urbn",
        members=[
            {"id": "p1", "birth_date": "1951-02-30", "disabilty": None, "guardian": "p1"},
            {"id": "p1", "income": {"wage_per_month": 3.7}, "guardian": "p9"},
            "nobody",
            {"sex": "mail"},
        ],
        head="p8",
    )
    assert found(document) == {
        ("bad_place", "place"),
        ("not_one_of", "area"),
        ("no_such_date", "members[0].birth_date"),
        ("unknown_key", "members[0].disabilty"),
        ("own_guardian", "members[0].guardian"),
        ("float_money", "members[1].income.wage_per_month"),
        ("duplicate_id", "members[1].id"),
        ("no_such_member", "members[1].guardian"),
        ("wrong_type", "members[2]"),
        ("missing", "members[3].id"),
        ("not_one_of", "members[3].sex"),
        ("no_such_member", "head"),
    }


def test_no_name_and_no_number_of_a_person_is_in_a_problem():
    number = "430602195103021234"
    bad = {"id": number, "name": 12345, "national_id": ["x"], "birth_date": number, number: 1, "guardian": number}
    text = "\n".join(map(str, problems(family(head=number[::-1], members=[bad, {"id": number, "name": ""}]))))
    for secret in ("4306021951", "12345", number[::-1]):
        assert secret not in text


# -- many households --

GOOD = json.dumps(family())
BAD = json.dumps(family(id="bad", area="urbn"))


def answers(source, **options):
    return [
        (number, key, [p.code for p in answer.problems] if isinstance(answer, InvalidFacts) else "ok")
        for number, key, answer in read_households(source, **options)
    ]


def test_json_lines_are_answered_line_by_line():
    text = f"\n{GOOD}\n{BAD}\n\n{{\n{GOOD}\n\xff\n{GOOD}".encode("latin-1")
    expected = [
        *((2, "hh", "ok"), (3, "bad", ["not_one_of"]), (5, None, ["not_json"]), (6, "hh", "ok"), (7, None, ["not_utf8"])),
        (8, "hh", "ok"),
    ]
    assert answers(text) == expected
    assert answers(io.BytesIO(text)) == expected


def test_a_broken_first_line_does_not_stop_the_others():
    assert answers(f'{{"id":"x"\n{GOOD}\n{GOOD}\n') == [(1, None, ["not_json"]), (2, "hh", "ok"), (3, "hh", "ok")]
    assert answers(f"{{oops}}\n{GOOD}\n") == [(1, None, ["not_json"]), (2, "hh", "ok")]


def test_one_object_may_span_lines():
    pretty = json.dumps(family(), indent=2)
    assert answers(pretty) == [(1, "hh", "ok")]
    assert answers(io.StringIO(pretty)) == [(1, "hh", "ok")]
    assert answers(b"\xef\xbb\xbf" + pretty.encode()) == [(1, "hh", "ok")]
    assert answers(pretty.replace('"members"', '"membrs"')) == [(1, "hh", ["unknown_key", "no_members"])]


def test_an_array_is_answered_element_by_element():
    assert answers(f"[{GOOD},\n{BAD}, {GOOD}]") == [(1, "hh", "ok"), (2, "bad", ["not_one_of"]), (3, "hh", "ok")]
    assert answers("[]") == []
    assert answers(" [\n]\n") == []
    assert answers(f"[{GOOD}, {{oops}}, {GOOD}]") == [(1, "hh", "ok"), (2, None, ["not_json"]), (3, "hh", "ok")]
    assert answers(f"[{GOOD} {GOOD}, {GOOD}]") == [(1, "hh", ["not_json"]), (2, "hh", "ok")]
    assert answers(f"[{GOOD},]") == [(1, "hh", "ok"), (2, None, ["not_json"])]
    assert answers(f"[{GOOD}") == [(1, "hh", ["not_json"])]
    assert answers(f"[{GOOD}] x") == [(1, "hh", "ok"), (2, None, ["not_json"])]
    deep = "[" * 100_000 + "]" * 100_000
    assert answers(f"[{deep}, {GOOD}]") == [(1, None, ["too_deep"]), (2, "hh", "ok")]
    assert answers('["a string, with a comma", {"id": "x]"}]') == [(1, None, ["wrong_type"]), (2, "x]", ["no_members"])]


def test_what_is_too_large_is_refused_and_the_next_line_is_read():
    long = json.dumps(family(id="x" * 500))
    assert answers(f"{GOOD}\n{long}\n{GOOD}\n", limit=200) == [(1, "hh", "ok"), (2, None, ["too_large"]), (3, "hh", "ok")]
    assert answers(f"[{long}]", limit=200) == [(1, None, ["too_large"])]
    assert answers(long, limit=200) == [(1, None, ["too_large"])]
    assert answers(json.dumps(family(id="x" * 500), indent=1), limit=200) == [(1, None, ["too_large"])]
    exact = GOOD + " " * (200 - len(GOOD))
    assert answers(f"{exact}\n{exact}", limit=200) == [(1, "hh", "ok"), (2, "hh", "ok")]


def test_an_empty_file_is_not_a_household():
    assert answers(b"") == [(1, None, ["not_json"])]
    assert answers(b"\n \n") == [(1, None, ["not_json"])]


def test_lines_are_read_one_at_a_time():
    def lines():
        yield GOOD + "\n"
        yield GOOD + "\n"
        raise AssertionError("read too far")

    class Slow(io.RawIOBase):
        def __init__(self):
            self.lines = lines()

        def readline(self, size=-1):
            return next(self.lines).encode()

    reader = read_households(Slow())
    assert next(reader)[0] == 1
    assert next(reader)[0] == 2


# -- schemas and cattrs --


@pytest.mark.parametrize("what", ["household", "determination", "case", "law"])
def test_schemas_are_schemas(what):
    schema = json_schema(what)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_there_is_no_other_schema():
    with pytest.raises(WelfarekitError, match="household, determination, case, law"):
        json_schema("house")


def test_the_schema_refuses_what_the_reader_refuses():
    validator = Draft202012Validator(json_schema("household"))
    assert validator.is_valid(family(income_per_month="1200.00 CNY"))
    for document in (
        *(family(members=[]), family(income_per_month=3.7), family(income_per_month="3.7元"), family(area="urbn")),
        *(person(disabilty=None), person(seriously_ill=None), person(birth_date="2/3/1951"), {"id": "hh"}),
    ):
        assert not validator.is_valid(document)


def test_classes_of_your_own_around_a_household():
    @attrs.frozen
    class Application:
        number: int
        household: Household

    converter = make_converter()
    application = converter.structure({"number": 3, "household": family(area="urban")}, Application)
    assert application.household == household_from_json(family(area="urban"))
    assert converter.unstructure(application) == {"number": 3, "household": as_dict(application.household)}
    with pytest.raises(ClassValidationError) as caught:
        converter.structure({"number": 3, "household": family(area="urbn")}, Application)
    assert caught.group_contains(InvalidFacts, match="members|area")


def test_the_facts_that_rules_name_are_those_of_the_domain():
    import runpy

    tool = runpy.run_path(str(ROOT / "tools" / "make_facts.py"))
    assert tool["TARGET"].read_text("utf-8") == tool["generated"](), "run python tools/make_facts.py"


def test_a_part_can_be_read_by_itself():
    assert from_json(Disability, '{"type":"limb","grade":2}') == Disability(type="limb", grade=2)
    assert from_json(IndexMonth, {"month": "2019-07-01"}) == IndexMonth(month=dt.date(2019, 7, 1))
