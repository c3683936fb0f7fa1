"""The domain classes: what they hold, what they refuse, what they show."""

import copy
import datetime
import datetime as dt
import pickle
import subprocess
import sys
from decimal import Decimal

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.domain.assets import Assets
from welfarekit.domain.beneficiary import Beneficiary, EnrolmentStatus
from welfarekit.domain.deprivation import Deprivation
from welfarekit.domain.disability import Disability, DisabilityType
from welfarekit.domain.dwelling import Dwelling
from welfarekit.domain.education import Education
from welfarekit.domain.fact import specs_of, walk
from welfarekit.domain.household import Area, Household, problems_on
from welfarekit.domain.income import Income
from welfarekit.domain.index_month import IndexMonth
from welfarekit.domain.person import Person, Sex
from welfarekit.domain.post import Post
from welfarekit.domain.program import Program
from welfarekit.domain.supporters import Supporters
from welfarekit.domain.work import Work
from welfarekit.errors import InvalidFacts
from welfarekit.money import Money, Rate
from welfarekit.place import Place
from welfarekit.testing import facts_of, households
from welfarekit.truth import UNKNOWN

ONE = (Person(id="p1"),)
CLASSES = [
    *(Household, Person, Income, Assets, Dwelling, Deprivation, Disability, Education, Work, Supporters, IndexMonth),
    *(Beneficiary, Post),
]


def problems(make):
    with pytest.raises(InvalidFacts) as caught:
        make()
    return {(problem.code, problem.path) for problem in caught.value.problems}


def test_what_is_not_given_is_unknown_and_nothing_is_zero():
    household = Household(id="hh", members=ONE)
    for name, spec in specs_of(Household).items():
        if not spec.required:
            assert getattr(household, name) is UNKNOWN


def test_place_and_choices_may_be_given_as_text():
    household = Household(id="hh", place="CN-430611", area="urban", relief=None, members=[Person(id="p1", sex="male")])
    assert household.place is Place.parse("CN-430611")
    assert household.area is Area.URBAN
    assert household.relief is None
    assert household.members[0].sex is Sex.MALE


def test_unknown_may_be_given_and_is_the_same_as_nothing():
    assert Person(id="p", sex=UNKNOWN, birth_date=UNKNOWN) == Person(id="p")


def test_objects_are_frozen():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        ONE[0].id = "p2"
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        del ONE[0].id


@given(households())
def test_equal_facts_are_equal_objects_whatever_way_they_were_made(household):
    again = Household(**vars(household))
    assert again == household
    assert hash(again) == hash(household)
    assert attrs.evolve(household) == household
    assert pickle.loads(pickle.dumps(household)) == household
    assert copy.deepcopy(household) == household
    assert Household(**dict(reversed(vars(household).items()))) == household


def test_a_changed_copy_is_checked_like_a_new_object():
    household = Household(id="hh", place="CN-430611", members=ONE)
    assert attrs.evolve(household, area="rural").area is Area.RURAL
    assert problems(lambda: attrs.evolve(household, area="rurl")) == {("not_one_of", "area")}


def test_a_misspelt_or_missing_argument_is_a_type_error_that_says_which():
    with pytest.raises(TypeError, match="did you mean 'disability'"):
        Person(id="p", disabilty=None)
    with pytest.raises(TypeError, match="needs 'id'"):
        Person(birth_date=dt.date(2000, 1, 1))


def test_names_and_numbers_of_persons_are_never_shown():
    person = Person(id="430602195103021234", name="Li Ming", national_id="430602195103021234", guardian="110101199001011237")
    household = Household(id="430602195103021234", members=[person, Person(id="110101199001011237")])
    for shown in (repr(person), repr(household), str(household)):
        assert "Li Ming" not in shown
        assert "1951" not in shown
        assert "199001" not in shown
    with pytest.raises(InvalidFacts) as caught:
        Household(id="hh", members=[person, person], head="430602195103029999")
    assert "1951" not in str(caught.value)
    with pytest.raises(InvalidFacts) as caught:
        Person(id="p", name=5123456789012, national_id=430602195103021234)
    assert "43060" not in str(caught.value)
    assert "5123" not in str(caught.value)


def test_repr_shows_what_is_known_and_makes_the_object_again():
    person = Person(id="p1", birth_date=dt.date(1951, 3, 2), sex="male", disability=None)
    assert repr(person) == "Person(id='p1', birth_date=datetime.date(1951, 3, 2), sex='male', disability=None)"
    names = {"Person": Person, "datetime": datetime}
    assert eval(repr(person), names) == person


def test_everything_wrong_is_said_at_once():
    def make():
        Household(id="", place="CN-999999", area="urbn", income_per_month=3.7, members=[], farming="yes", income_score=-1)

    assert problems(make) == {
        ("empty", "id"),
        ("bad_place", "place"),
        ("not_one_of", "area"),
        ("float_money", "income_per_month"),
        ("no_members", "members"),
        ("wrong_type", "farming"),
        ("negative", "income_score"),
    }


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("float_money", {"pension_per_month": 3.7}),
        ("wrong_type", {"pension_per_month": "1200.00 CNY"}),
        ("wrong_type", {"pension_per_month": 1200}),
        ("wrong_type", {"pension_per_month": Decimal("1200")}),
        ("negative", {"pension_per_month": Money("-1", "CNY")}),
        ("out_of_range", {"pension_per_month": Money("100000000000", "CNY")}),
        ("wrong_period", {"pension_per_month": Money("1200", "CNY", "year")}),
        ("wrong_type", {"birth_date": "1951-03-02"}),
        ("wrong_type", {"birth_date": dt.datetime(1951, 3, 2)}),
        ("out_of_range", {"birth_date": dt.date(1751, 3, 2)}),
        ("not_one_of", {"sex": "mail"}),
        ("wrong_type", {"sex": None}),
        ("wrong_type", {"sex": DisabilityType.LIMB}),
        ("wrong_type", {"seriously_ill": 1}),
        ("wrong_type", {"seriously_ill": "false"}),
        ("wrong_type", {"seriously_ill": None}),
        ("not_finite", {"seriously_ill": float("inf")}),
        ("wrong_type", {"income": None}),
        ("wrong_type", {"income": {"wage_per_month": Money("1", "CNY")}}),
        ("wrong_type", {"name": 7}),
        ("not_text", {"name": "\ud800"}),
        ("own_guardian", {"guardian": "p1"}),
    ],
)
def test_a_person_refuses(code, facts):
    assert {found for found, _ in problems(lambda: Person(id="p1", **facts))} == {code}


def test_an_id_must_be_there():
    assert problems(lambda: Person(id=UNKNOWN)) == {("wrong_type", "id")}
    assert problems(lambda: Household(id="hh", members=UNKNOWN)) == {("wrong_type", "members")}


def test_numbers_have_bounds_and_decimals():
    assert problems(lambda: Disability(grade=0)) == {("out_of_range", "grade")}
    assert problems(lambda: Disability(grade=5)) == {("out_of_range", "grade")}
    assert problems(lambda: Disability(grade=True)) == {("wrong_type", "grade")}
    assert problems(lambda: Dwelling(living_area_m2=Decimal("1.234"))) == {("too_many_digits", "living_area_m2")}
    assert problems(lambda: Dwelling(living_area_m2=Decimal("1e999999"))) == {("too_many_digits", "living_area_m2")}
    assert problems(lambda: Dwelling(living_area_m2=Decimal("NaN"))) == {("not_finite", "living_area_m2")}
    assert problems(lambda: Dwelling(living_area_m2=Decimal("-0.01"))) == {("negative", "living_area_m2")}
    assert problems(lambda: Dwelling(living_area_m2=float("nan"))) == {("not_finite", "living_area_m2")}
    assert Dwelling(living_area_m2=Decimal("45.50")).living_area_m2 == Decimal("45.5")
    month = dt.date(2019, 7, 1)
    assert problems(lambda: IndexMonth(month=month, cpi=Rate("1/3"))) == {("too_many_digits", "cpi")}
    assert problems(lambda: IndexMonth(month=month, cpi=Rate("-101%"))) == {("out_of_range", "cpi")}
    assert problems(lambda: IndexMonth(month=month, cpi=0.042)) == {("wrong_type", "cpi")}
    assert problems(lambda: IndexMonth(month=dt.date(2019, 7, 2))) == {("not_first_day", "month")}
    assert IndexMonth(month=month, cpi=Rate("-0.3%")).cpi == Rate("-0.003")


def test_an_amount_per_month_may_say_so_and_is_the_same_amount():
    plain, said = Money("1200", "CNY"), Money("1200", "CNY", "month")
    assert Person(id="p", pension_per_month=said) == Person(id="p", pension_per_month=plain)
    assert problems(lambda: Assets(movable=said)) == {("wrong_period", "movable")}


@pytest.mark.parametrize(
    ("code", "path", "facts"),
    [
        ("no_members", "members", {"members": []}),
        ("wrong_type", "members", {"members": "p1"}),
        ("wrong_type", "members", {"members": {"id": "p1"}}),
        ("wrong_type", "members[1]", {"members": [Person(id="p1"), {"id": "p2"}]}),
        ("duplicate_id", "members[1].id", {"members": [Person(id="p1"), Person(id="p1")]}),
        ("no_such_member", "members[0].guardian", {"members": [Person(id="p1", guardian="p2")]}),
        ("no_such_member", "head", {"head": "p2"}),
        ("wrong_currency", "income_per_month", {"income_per_month": Money("1", "VND")}),
        ("wrong_currency", "assets.movable", {"assets": Assets(movable=Money("1", "VND"))}),
        ("wrong_currency", "members[0].pension_per_month", {"members": [Person(id="p", pension_per_month=Money("1", "VND"))]}),
        (
            *("wrong_currency", "members[0].income.wage_per_month"),
            {"members": [Person(id="p", income=Income(wage_per_month=Money("1", "VND")))]},
        ),
        (
            *("stated_twice", "members[0].income"),
            {
                "income_per_month": Money("1", "CNY"),
                "members": [Person(id="p", income=Income(wage_per_month=Money("1", "CNY")))],
            },
        ),
        (
            *("stated_twice", "deprivation.housing_area"),
            {"dwelling": Dwelling(living_area_m2=Decimal("50")), "deprivation": Deprivation(housing_area=True)},
        ),
    ],
)
def test_a_household_refuses(code, path, facts):
    assert problems(lambda: Household(**{"id": "hh", "place": "CN-430611", "members": ONE, **facts})) == {(code, path)}


def test_amounts_of_a_household_without_a_place_are_in_one_currency():
    one = [Person(id="p", income=Income(wage_per_month=Money("1", "VND"), work_cost_per_month=Money("1", "VND")))]
    assert Household(id="hh", members=one).place is UNKNOWN
    two = [Person(id="p", income=Income(wage_per_month=Money("1", "VND"), work_cost_per_month=Money("1", "CNY")))]
    assert problems(lambda: Household(id="hh", members=two)) == {("wrong_currency", "members[0].income.work_cost_per_month")}


def test_an_empty_income_beside_the_income_of_the_household_states_nothing_twice():
    household = Household(id="hh", income_per_month=Money("1", "CNY"), members=[Person(id="p", income=Income())])
    assert household.income_per_month == Money("1", "CNY")


def test_days_that_cannot_follow_each_other():
    day = dt.date(2020, 1, 1)
    before = dt.date(2019, 1, 1)
    assert problems(lambda: Disability(certified_on=day, expires_on=before)) == {("ends_before_start", "expires_on")}
    person = {"id": "p", "birth_date": day, "disability": Disability(certified_on=before)}
    assert problems(lambda: Person(**person)) == {("before_birth", "disability.certified_on")}
    key = {"id": "b", "subject": "p", "program": "cn.dibao"}
    assert problems(lambda: Beneficiary(**key, since=day, until=before)) == {("ends_before_start", "until")}
    assert problems(lambda: Post(id="x", starts_on=day, ends_on=before)) == {("ends_before_start", "ends_on")}


def test_nobody_is_born_after_the_day_asked():
    household = Household(id="hh", members=[Person(id="a", birth_date=dt.date(2019, 9, 1)), Person(id="b")])
    assert problems_on(household, dt.date(2019, 9, 1)) == []
    (problem,) = problems_on(household, dt.date(2019, 8, 31))
    assert (problem.code, problem.path) == ("born_after_day", "members[0].birth_date")


def test_age_is_unknown_while_the_birth_date_is():
    assert Person(id="p").age_on(dt.date(2020, 1, 1)) is UNKNOWN
    assert Person(id="p", birth_date=dt.date(2008, 2, 29)).age_on(dt.date(2026, 2, 28)) == 17


def test_an_enrolment_runs_from_its_first_day_to_its_last():
    day = dt.date(2020, 1, 1)
    key = {"id": "b", "subject": "p", "program": "cn.dibao", "status": "active"}
    assert Beneficiary(**key).runs_on(day) is UNKNOWN
    assert Beneficiary(**key, since=day, until=day).runs_on(day) is True
    assert Beneficiary(**key, since=day, until=None).runs_on(dt.date(2030, 1, 1)) is True
    assert Beneficiary(**key, since=day).runs_on(dt.date(2019, 12, 31)) is False
    assert Beneficiary(**key).status is EnrolmentStatus.ACTIVE


def test_a_program_names_its_country_and_its_name():
    program = Program(key="cn.dibao", names={"en": "Minimum living guarantee"}, subject="household", since=dt.date(1999, 10, 1))
    assert program.country == "cn"
    assert program.name("en") == "Minimum living guarantee"
    assert program.name("vi") == "cn.dibao"
    assert not program.in_force_on(dt.date(1999, 9, 30))
    assert pickle.loads(pickle.dumps(program)) == program


@pytest.mark.parametrize("cls", CLASSES)
def test_every_field_is_declared_with_a_label_that_can_be_translated(cls):
    specs = specs_of(cls)
    assert set(specs) == {field.name for field in attrs.fields(cls)}
    for spec in specs.values():
        assert spec.label.strip()
        assert not spec.label.endswith(".")
        assert len(spec.label) < 90
        if spec.kind in ("money", "count", "number", "rate"):
            assert spec.most is not None
            assert spec.unit


def test_labels_tell_facts_of_one_class_apart():
    for cls in CLASSES:
        labels = [spec.label for _, spec in walk(cls)]
        assert len(labels) == len(set(labels)), cls


@given(st.sampled_from(CLASSES[2:10]), st.data())
def test_parts_hold_what_they_were_given(cls, data):
    part = data.draw(facts_of(cls))
    for name, value in vars(part).items():
        assert getattr(part, name) == value
    assert UNKNOWN not in list(vars(part).values())


def test_the_strategies_can_be_the_first_thing_a_process_imports() -> None:
    code = "import welfarekit.testing, welfarekit as wk; from hypothesis import strategies as st; st.from_type(wk.Money)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False).stderr == ""
