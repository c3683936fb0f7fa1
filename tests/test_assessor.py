"""Many households at once answer as one at a time: outcome, amounts, status, condition and missing facts, for every program."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trees import DAY, homes, rulebooks
from welfarekit.adapters.columns import OUTCOMES, Answer, Assessor, Objects
from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import NotInForce
from welfarekit.money import Money
from welfarekit.rules.determination import Determination
from welfarekit.rules.determine import determine, program, program_keys
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.rulebook import Rulebook
from welfarekit.testing import households, index_months
from welfarekit.truth import UNKNOWN

KEYS = [key for country in ("cn", "vn", "demo") for key in program_keys(country)]
DAYS = {"cn": dt.date(2025, 9, 1), "vn": dt.date(2025, 9, 1), "demo": DAY}
PLACES = ("XD-1", "XD-12", "XD-2", "XD")
COUNTRY = {"cn": "CN", "vn": "VN", "demo": "XD"}


def told(answer: Answer, row: int, home: int) -> dict[str, Any]:
    """One entry of the columns, in the words of a determination."""
    if answer.errors is not None and answer.errors[0][home] >= 0:
        return {"error": str(answer.errors[1][answer.errors[0][home]])}
    outcome = OUTCOMES[answer.outcome[row]]
    lowest = highest = None
    if answer.lowest is not None and outcome != "not_eligible":
        lowest, highest = int(answer.lowest[row]), int(answer.highest[row])
    status = None if answer.status is None or answer.status[row] < 0 else answer.statuses[answer.status[row]]
    condition = None if answer.condition[row] < 0 else answer.condition_names[answer.condition[row]]
    assert answer.missing is not None
    starts, codes, paths = answer.missing
    missing = {paths[code] for code in codes[starts[row] : starts[row + 1]]}
    return {"outcome": outcome, "span": (lowest, highest), "status": status, "condition": condition, "missing": missing}


def expected(determination: Determination) -> dict[str, Any]:
    span, amount = determination.span, determination.amount
    ends = (None, None)
    if span is not None:
        ends = (span.lowest.minor, span.highest.minor)
    elif isinstance(amount, Money):
        ends = (amount.minor, amount.minor)
    return {
        "outcome": determination.outcome,
        "span": ends,
        "status": determination.status,
        "condition": determination.condition,
        "missing": {need.path for need in determination.needs},
    }


def compare(
    rulebook_list: list[Rulebook],
    families: list[Household],
    on: dt.date,
    month: Any = UNKNOWN,
    assessor: Assessor | None = None,
    law: Lawbook | None = None,
) -> None:
    answers = (assessor or Assessor(rulebook_list, on, month=month)).assess(Objects(families))
    for rulebook, answer in zip(rulebook_list, answers, strict=True):
        row = 0
        for at, home in enumerate(families):
            members = [None] if rulebook.subject == "household" else [member.id for member in home.members]
            for member in members:
                try:
                    wanted = expected(determine(rulebook, home, on, member=member, month=month, law=law))
                except NotInForce as error:
                    wanted = {"error": str(error)}
                assert told(answer, row, at) == wanted, (rulebook.key, home, member)
                row += 1


@pytest.mark.parametrize("key", KEYS)
@given(data=st.data())
def test_every_shipped_program_answers_as_the_definition_does(key: str, data: st.DataObject) -> None:
    country = key.partition(".")[0]
    families = data.draw(st.lists(households(COUNTRY[country]), min_size=1, max_size=3))
    on = DAYS[country]
    month = data.draw(st.none() | index_months()) or UNKNOWN
    if month is not UNKNOWN:
        month = type(month)(**{**vars(month), "month": on.replace(day=1)})
    compare([program(key)], [home for home in families if not home.problems_on(on)], on, month)


@settings(max_examples=20)
@pytest.mark.parametrize("country", ["cn", "vn"])
@given(data=st.data())
def test_the_programs_of_a_country_read_together_answer_as_each_by_itself(country: str, data: st.DataObject) -> None:
    families = data.draw(st.lists(households(COUNTRY[country]), min_size=1, max_size=3))
    on = DAYS[country]
    compare([program(key) for key in program_keys(country)], [home for home in families if not home.problems_on(on)], on)


@given(rulebooks(), st.lists(homes(), min_size=1, max_size=4))
def test_random_rules_answer_as_the_definition_does(rulebook: Rulebook, families: list[Household]) -> None:
    compare([rulebook], families, DAY)


@settings(max_examples=30)
@pytest.mark.parametrize("country", ["cn", "vn"])
@given(data=st.data())
def test_block_after_block_answers_as_one_at_a_time(country: str, data: st.DataObject) -> None:
    """A later block may bring places, areas and unknown facts that the decision tables made so far know nothing of."""
    on = DAYS[country]
    keys = data.draw(st.lists(st.sampled_from(program_keys(country)), unique=True, min_size=1, max_size=2))
    book = Lawbook.default().with_rows({})  # nothing is kept from other tests
    assessor = Assessor([program(key) for key in keys], on, law=book)
    for unknown in data.draw(st.lists(st.booleans(), min_size=2, max_size=4)):
        families = data.draw(st.lists(households(COUNTRY[country], unknown=unknown), min_size=1, max_size=3))
        families = [home for home in families if not home.problems_on(on)]
        compare([program(key) for key in keys], families, on, assessor=assessor)


def test_two_readers_at_once_answer_the_same() -> None:
    rulebook = program("demo.grain_aid")
    homes_ = [Household(id="hh", place=place, area="urban", members=[Person(id="p1")]) for place in PLACES]
    book = Lawbook.default().with_rows({})

    def outcomes(_: int) -> list[Any]:
        return [Assessor([rulebook], DAY, law=book).assess(Objects([home]))[0].outcome.tolist() for home in homes_]

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(outcomes, range(8))
    assert all(other == first for other in others)
