"""One family: the answer with its trace, the reasons as sentences, JSON in and out, every program at once, a reform."""

from __future__ import annotations

from typing import Any

import pytest

from families import DAY, HOMES, JSON, MONTH, SIZES
from welfarekit.domain.household import Household
from welfarekit.rules.determination import Determination, Outcome
from welfarekit.rules.determine import determine, program
from welfarekit.rules.lawbook import Lawbook
from welfarekit.rules.screen import screen
from welfarekit.rules.wording import sentence, words_for

each_size = pytest.mark.parametrize("size", SIZES)
each_locale = pytest.mark.parametrize("locale", ["zh_Hans", "en"])


@each_size
def test_determination_with_its_trace(benchmark: Any, size: str) -> None:
    home = HOMES[size]

    def ask() -> tuple[Outcome, Any, tuple[Any, ...]]:
        answer = determine("cn.dibao", home, DAY)
        return answer.outcome, answer.amount, answer.trace

    outcome, amount, trace = benchmark(ask)
    assert outcome is Outcome.ELIGIBLE
    assert amount is not None
    assert trace


@each_size
@each_locale
def test_reasons_as_sentences(benchmark: Any, size: str, locale: str) -> None:
    words = words_for(program("cn.dibao").package, "CNY", locale)

    def tell(answer: Determination) -> list[str]:
        return [sentence(reason, words) for root in answer.reasons for reason in root.walk()]

    def fresh() -> tuple[tuple[Determination], dict[str, Any]]:
        return (determine("cn.dibao", HOMES[size], DAY),), {}

    assert len(benchmark.pedantic(tell, setup=fresh, rounds=3000, warmup_rounds=50)) > 5


@each_size
@each_locale
def test_whole_explanation(benchmark: Any, size: str, locale: str) -> None:
    def fresh() -> tuple[tuple[Determination], dict[str, Any]]:
        return (determine("cn.dibao", HOMES[size], DAY),), {}

    assert benchmark.pedantic(lambda answer: answer.explain(locale), setup=fresh, rounds=2000, warmup_rounds=50)


@each_size
def test_json_in_to_determination_json_out(benchmark: Any, size: str) -> None:
    text = JSON[size]
    assert benchmark(lambda: determine("cn.dibao", Household.from_json(text), DAY).to_json())


@each_size
def test_json_in_to_outcome_and_amount(benchmark: Any, size: str) -> None:
    text = JSON[size]

    def ask() -> tuple[Outcome, Any]:
        answer = determine("cn.dibao", Household.from_json(text), DAY)
        return answer.outcome, answer.amount

    assert benchmark(ask)[0] is Outcome.ELIGIBLE


@each_size
def test_screening_every_program_of_china(benchmark: Any, size: str) -> None:
    assert len(benchmark(lambda: screen(HOMES[size], DAY, month=MONTH)).determinations) == 5


def test_law_reform(benchmark: Any) -> None:
    book = Lawbook.default()
    assert benchmark(lambda: book.amended("cn.dibao", "standard_per_year", "9600.00", start=DAY, place="CN-430602"))


def test_law_reform_and_its_first_answer(benchmark: Any) -> None:
    book, home = Lawbook.default(), HOMES["three"]

    def ask() -> str:
        reform = book.amended("cn.dibao", "standard_per_year", "9600.00", start=DAY, place="CN-430602")
        amount = determine("cn.dibao", home, DAY, law=reform).amount
        assert amount is not None
        return amount.value

    assert benchmark(ask) == "1200.00"
