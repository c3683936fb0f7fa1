"""The register benchmark measures the same work everywhere: its numbers are those stated, and welfarekit gives exactly them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np
import pytest

from register import rulebooks, workload
from register.peers import numpy_plain, numpy_tuned
from welfarekit.rules.bounds import check_bounds
from welfarekit.rules.determination import Determination, Outcome
from welfarekit.rules.determine import determine

SIZE = 1_000
REGISTER = workload.register(SIZE)
FIRST = 400
POVERTY = {None: 0, "none": 0, "near_poor": 1, "poor": 2}


def test_plain_numpy_gives_the_checksums() -> None:
    assert workload.checksums(numpy_plain.outputs(REGISTER)) == workload.CHECKSUMS[SIZE]


def test_tuned_numpy_gives_the_same_for_everybody() -> None:
    plain, tuned = numpy_plain.outputs(REGISTER), numpy_tuned.prepare({**REGISTER}).run()
    for name in workload.OUTPUTS:
        assert np.array_equal(plain[name], tuned[name]), name


def test_no_rule_can_pass_64_bits() -> None:
    for rulebook in rulebooks.RULEBOOKS:
        assert check_bounds(rulebook, rulebooks.lawbook()) < 2**53


def test_every_area_has_a_place_of_its_own() -> None:
    assert len(set(rulebooks.PLACES)) == len(workload.AREAS) == 333


def fen(answer: Determination) -> int:
    assert answer.outcome in (Outcome.ELIGIBLE, Outcome.NOT_ELIGIBLE)
    return 0 if answer.amount is None else answer.amount.minor


def test_the_scalar_reader_gives_exactly_the_numbers_of_the_workload() -> None:
    pytest.importorskip("pyarrow")
    from register import table

    dibao, poverty, living, nursing, assistance = rulebooks.RULEBOOKS
    expected, book, person = numpy_plain.outputs(REGISTER), rulebooks.lawbook(), 0

    def ask(rulebook: Any, home: Any, member: str | None = None) -> Determination:
        return determine(rulebook, home, rulebooks.DAY, member=member, law=book)

    for row, home in enumerate(table.documents(table.nested(REGISTER), FIRST)):
        answer = ask(dibao, home)
        assert (answer.outcome is Outcome.ELIGIBLE, fen(answer)) == (expected["entitled"][row], expected["dibao"][row])
        assert POVERTY[ask(poverty, home).status] == expected["poverty"][row]
        for member in home.members:
            found = [fen(ask(rulebook, home, member.id)) for rulebook in (living, nursing, assistance)]
            assert found == [expected[name][person] for name in ("living", "nursing", "assistance")]
            assert member.age_on(rulebooks.DAY) == REGISTER["age"][person]
            person += 1
    assert person > 2 * FIRST


@pytest.mark.parametrize("form", ["welfarekit", "welfarekit_flat"])
@pytest.mark.parametrize("rows", [16_384, 300])
def test_the_register_as_a_table_gives_the_checksums(form: str, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("pyarrow")
    from welfarekit.adapters.register import assess

    monkeypatch.setattr(assess, "ROWS", rows)  # also where nothing fits into one chunk
    work = import_module(f"register.peers.{form}").prepare({**REGISTER})
    assert work.sums is not None
    assert work.sums() == workload.CHECKSUMS[SIZE]
    persons = len(REGISTER["age"])
    assert work.run() == 2 * SIZE + 3 * persons
