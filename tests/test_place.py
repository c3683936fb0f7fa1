"""Places: codes that can be, the chain of layers, and that a place is itself wherever it comes from."""

from __future__ import annotations

import copy
import datetime as dt
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import PlaceError
from welfarekit.money import Money
from welfarekit.place import Place
from welfarekit.rules.determine import determine
from welfarekit.rules.lawbook import Lawbook


@pytest.mark.parametrize(
    ("code", "chain"),
    [
        ("CN-430602", ["CN-430602", "CN-430600", "CN-430000", "CN"]),
        ("CN-430600", ["CN-430600", "CN-430000", "CN"]),
        ("CN-430000", ["CN-430000", "CN"]),
        ("CN", ["CN"]),
        ("CN-659001", ["CN-659001", "CN-659000", "CN-650000", "CN"]),
        ("VN-91-30337", ["VN-91-30337", "VN-91", "VN"]),
        ("VN-91", ["VN-91", "VN"]),
        ("VN", ["VN"]),
        ("XD-12", ["XD-12", "XD-1", "XD"]),
        ("XD-1", ["XD-1", "XD"]),
    ],
)
def test_a_place_inherits_from_the_layers_of_its_chain(code: str, chain: list[str]) -> None:
    place = Place.parse(code)
    assert [layer.code for layer in place.chain] == chain
    assert chain[-1] == place.country
    assert place.chain[0] is place
    assert [chain[i:] for i in range(len(chain))] == [[inner.code for inner in layer.chain] for layer in place.chain]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "not a country here"),
        ("US-06", "'US' is not a country here; use one of CN, VN, XD"),
        ("cn-430602", "'cn' is not a country"),
        ("430602", "not a country"),
        ("CN-", "nothing follows the hyphen"),
        ("CN-43060", "six digits"),
        ("CN-4306021", "six digits"),
        ("CN-43O602", "six digits"),
        ("CN-４３０６０２", "six digits"),
        ("CN-430602\n", "six digits"),
        ("CN-430602-1", "six digits"),
        ("CN-999999", "no province of China has the code 99"),
        ("CN-430002", "a county needs its prefecture"),
        ("VN-3", "VN-91 for a province"),
        ("VN-91-3033", "VN-91-30337 for a commune"),
        ("VN-91-30337-1", "VN-91 for a province"),
        ("VN-03", "no province of Viet Nam has the code 03"),
        ("VN-00-00001", "no province of Viet Nam has the code 00"),
        ("XD-0", "provinces XD-1 and towns XD-12"),
        ("XD-123", "provinces XD-1 and towns XD-12"),
    ],
)
def test_a_code_that_cannot_be_says_why(code: str, words: str) -> None:
    with pytest.raises(PlaceError, match=words) as caught:
        Place.parse(code)
    assert repr(code) in str(caught.value)


@pytest.mark.parametrize("code", [3, None, True, 430602, ["CN"], {"code": "CN"}, b"CN"])
def test_something_that_is_no_text_is_no_place(code: Any) -> None:
    """A list was an error of Python's cache, not of ours."""
    with pytest.raises(PlaceError, match=f"not {type(code).__name__}"):
        Place.parse(code)


@pytest.mark.parametrize(("code", "currency"), [("CN-430602", "CNY"), ("VN-91", "VND"), ("XD-12", "CNY")])
def test_a_place_counts_in_the_currency_of_its_country(code: str, currency: str) -> None:
    assert Place.parse(code).currency == currency


CODES = st.one_of(
    st.builds("CN-{:02}{:02}{:02}".format, st.sampled_from([11, 43, 65]), st.integers(0, 99), st.integers(0, 99)),
    st.builds("VN-{}-{:05}".format, st.sampled_from(["01", "91", "96"]), st.integers(0, 99999)),
    st.builds("XD-{}{}".format, st.integers(1, 9), st.integers(1, 9)),
)


@given(CODES)
def test_a_chain_goes_up_to_the_country_without_repeating_a_layer(code: str) -> None:
    try:
        place = Place.parse(code)
    except PlaceError:
        assert code[3:].startswith(("1100", "4300", "6500"))  # counties without a prefecture
        return
    assert len(place.chain) == len(set(place.chain))
    assert place.chain[-1] == Place.parse(place.country)
    assert str(place) == code
    assert repr(place) == f"Place({code!r})"
    assert Place.parse(code) is place is Place.parse(place)


def made_in_every_way(code: str) -> dict[str, Place]:
    place = Place.parse(code)
    return {
        "parsed": place,
        "by the class": Place(code),
        "copied": copy.copy(place),
        "copied deeply": copy.deepcopy(Place(code)),
        "pickled": pickle.loads(pickle.dumps(place)),
        "pickled from the class": pickle.loads(pickle.dumps(Place(code))),
    }


def test_there_is_one_place_of_a_code_however_it_was_made() -> None:
    place = Place.parse("CN-430602")
    assert [name for name, made in made_in_every_way("CN-430602").items() if made is not place] == []
    assert Place("CN-430600") is place.chain[1]


def test_a_code_that_cannot_be_leaves_no_place_behind() -> None:
    for _ in range(2):
        with pytest.raises(PlaceError):
            Place("CN-999999")


def test_places_of_one_code_are_equal_and_sort_by_code() -> None:
    assert {Place.parse("XD-12")} == set(made_in_every_way("XD-12").values())
    ordered = ["CN", "CN-430000", "CN-430602", "VN-91"]
    assert ordered == [str(place) for place in sorted(map(Place.parse, reversed(ordered)))]
    assert Place.parse("XD-12") != "XD-12"


@pytest.mark.parametrize("how", made_in_every_way("XD-12"))
def test_the_law_of_a_place_holds_however_the_place_was_made(how: str) -> None:
    """A place that was pickled, or made by the class, found no local law: 90 yuan instead of 110, without a word."""
    person = Person(id="p", birth_date=dt.date(1990, 1, 1), absence=None, guardian=None, disability=None)
    home = Household(
        id="hh", place=made_in_every_way("XD-12")[how], area="rural", income_per_month=Money(10, "CNY"), relief=None,
        property_within_rule=True, members=[person],
    )  # fmt: skip
    answer = determine("demo.grain_aid", home, dt.date(2025, 10, 1), law=Lawbook())
    assert answer.amount == Money("110.00", "CNY", per="month")
    inherited = {warning.about: warning.detail for warning in answer.warnings if warning.code == "inherited"}
    assert inherited == {"demo.grain_aid.council_since": "XD-1"}


def test_a_pickled_household_gets_the_same_answer() -> None:
    home = Household(id="hh", place="XD-12", area="rural", members=[Person(id="p", birth_date=dt.date(1990, 1, 1))])
    again = pickle.loads(pickle.dumps(home))
    assert home == again
    first, second = (determine("demo.grain_aid", one, dt.date(2025, 10, 1), law=Lawbook()) for one in (home, again))
    assert first.answer == second.answer
