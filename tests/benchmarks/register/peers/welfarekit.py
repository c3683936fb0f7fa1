"""welfarekit: five rulebooks over an Arrow table with a list of members in each row, chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from register import table
from register import workload as w
from register.peers import Work
from register.rulebooks import DAY, RULEBOOKS, lawbook
from welfarekit.adapters.arrow import assess_batches

PACKAGES: Final = ("welfarekit",)
KEEPS_COLUMNS: Final = False
ASKED: Final = ("outcome", "amount", "status")
CLASSES: Final = {"near_poor": 1, "poor": 2}


def prepare(columns: w.Columns) -> Work:
    """The register as one table."""
    return work(table.nested(columns))


def work(households: pa.Table, persons: pa.Table | None = None) -> Work:
    """Chunks of the answers, each let go when the next is asked for."""

    def batches(names: tuple[str, ...]) -> Iterable[pa.RecordBatch]:
        book = lawbook()
        return assess_batches(households, RULEBOOKS, DAY, persons=persons, law=book, money="minor", columns=names)

    return Work(lambda: sum(batch.num_rows for batch in batches(ASKED)), sums=lambda: checksums(batches(("program", *ASKED))))


def checksums(batches: Iterable[pa.RecordBatch]) -> tuple[int, ...]:
    """The sums of the workload, from the answers of the five programs."""
    sums: dict[str, int] = dict.fromkeys(w.OUTPUTS, 0)
    for batch in batches:
        assert batch["outcome"].null_count == 0, "a row could not be answered"
        programs = batch["program"].dictionary_decode()
        for rulebook, output in zip(RULEBOOKS, ("dibao", "poverty", "living", "nursing", "assistance"), strict=True):
            rows = batch.filter(pc.equal(programs, rulebook.key))
            if output == "poverty":
                status: Any = rows["status"].dictionary_decode()
                sums[output] += sum(times * (pc.sum(pc.equal(status, name)).as_py() or 0) for name, times in CLASSES.items())
                continue
            sums[output] += pc.sum(rows["amount"]).as_py() or 0
            if output == "dibao":
                sums["entitled"] += pc.sum(pc.equal(rows["outcome"].dictionary_decode(), "eligible")).as_py() or 0
    return tuple(sums.values())
