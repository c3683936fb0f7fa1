"""What an expert writes in a week: chunks that fit the cache, decision tables in place of branches, flags in one byte.

It starts from columns in its own packed form, relies on the bounds of this register (ages below 128, grades to 4), and its
sums are exact only below 2^53.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np

from register import workload as w
from register.peers import Work
from register.peers.numpy_plain import tenths

PACKAGES: Final = ("numpy",)
KEEPS_COLUMNS: Final = True
CHUNK: Final = 8_192
AGES: Final = 128
GRADES: Final = 5

FIRST_AREA: Final = 110_000
AREA_INDEX: Final = np.zeros(550_000, np.int16)
AREA_INDEX[w.AREAS - FIRST_AREA] = np.arange(len(w.AREAS))
STANDARD: Final = np.stack([w.STANDARD_RURAL, w.STANDARD_URBAN], 1).ravel().astype(np.float64)
LINE: Final = w.POVERTY_LINE.astype(np.float64)
LIVING: Final = w.LIVING.ravel().copy()
NURSING: Final = w.NURSING.ravel().copy()
BITS: Final = np.array([bin(i).count("1") for i in range(4096)], np.int8)


def _frail() -> np.ndarray:
    table = np.zeros((AGES, GRADES))
    table[:, 1:3] = table[:16] = table[70:] = 1
    return table.ravel()


def _assistance() -> np.ndarray:
    axes = (np.arange(3), np.arange(2 ** len(w.FLAGS)), np.arange(AGES), np.arange(GRADES))
    poverty, flags, age, grade = (axis.ravel() for axis in np.meshgrid(*axes, indexing="ij"))
    cases = {"age": age, "grade": grade, **{name: flags >> i & 1 > 0 for i, name in enumerate(w.FLAGS)}}
    return tenths(cases, poverty).astype(np.int64) * w.ASSISTANCE_UNIT


FRAIL: Final = _frail()
ASSISTANCE: Final = _assistance()
"""Every case there is: poverty class x flags x age x grade."""


def prepare(columns: w.Columns) -> Work:
    """The columns with the flags of a person in one byte, and what a household lacks in twelve bits."""
    flags, lacks = np.zeros(len(columns["age"]), np.uint8), np.zeros(len(columns["area"]), np.uint16)
    for i, name in enumerate(w.FLAGS):
        flags |= columns[name].astype(np.uint8) << i
    for i, name in enumerate(w.LACKS):
        lacks |= columns[name].astype(np.uint16) << i
    packed = {**{name: columns.pop(name) for name in tuple(columns) if name not in w.LACKS}, "flags": flags, "lacks": lacks}
    return Work(lambda: outputs(packed))


def outputs(c: w.Columns) -> dict[str, Any]:
    """All six outputs, chunk by chunk into arrays made once."""
    households, persons = len(c["area"]), len(c["age"])
    out = {
        "entitled": np.empty(households, bool), "dibao": np.empty(households, np.int64),
        "poverty": np.empty(households, np.int8), "living": np.empty(persons, np.int64),
        "nursing": np.empty(persons, np.int64), "assistance": np.empty(persons, np.int64),
    }  # fmt: skip
    for first in range(0, households, CHUNK):
        _chunk(c, out, first, min(first + CHUNK, households))
    return out


def _chunk(c: w.Columns, out: dict[str, Any], first: int, last: int) -> None:
    starts = c["starts"]
    rows, people = slice(first, last), slice(int(starts[first]), int(starts[last]))
    count, clip = last - first, {"mode": "clip"}
    owner = np.subtract(c["household"][people], first, dtype=np.intp)
    size = np.subtract(starts[first + 1 : last + 1], starts[rows], dtype=np.float64)
    case = np.multiply(c["age"][people], GRADES, dtype=np.intp)
    case += c["grade"][people]
    urban = c["urban"][rows].view(np.int8)
    wages = np.bincount(owner, c["wage"][people], count)
    area = AREA_INDEX.take(np.subtract(c["area"][rows], FIRST_AREA, dtype=np.intp), **clip).astype(np.intp)
    area <<= 1
    area += urban
    standard = STANDARD.take(area, **clip)
    gap = standard * size
    entitled = wages < gap
    entitled &= c["savings"][rows] <= gap * w.SAVINGS_MONTHS
    entitled &= c["dwellings"][rows] <= w.MOST_DWELLINGS
    entitled &= ~c["car"][rows]
    times = np.bincount(owner, FRAIL.take(case, **clip), count)
    standard *= w.TOP_UP_PERCENT / 100  # exact once rounded: standards are multiples of five units
    times *= standard
    gap -= wages
    gap += times
    gap *= entitled
    np.rint(gap, out=gap)
    out["dibao"][rows], out["entitled"][rows] = gap, entitled
    size *= LINE.take(urban, **clip)
    low = np.bincount(owner, c["other_income"][people], count) <= size
    poverty = low.view(np.int8) + (low & (BITS.take(c["lacks"][rows], **clip) >= w.DEPRIVED_FROM))
    out["poverty"][rows] = poverty
    both = (poverty + (entitled.view(np.int8) << 2)).take(owner, **clip).astype(np.intp)
    by_grade = both >> 2
    by_grade *= GRADES
    by_grade += c["grade"][people]
    LIVING.take(by_grade, out=out["living"][people], **clip)
    NURSING.take(by_grade, out=out["nursing"][people], **clip)
    both &= 3
    both <<= len(w.FLAGS)
    both += c["flags"][people]
    both *= AGES * GRADES
    both += case
    ASSISTANCE.take(both, out=out["assistance"][people], **clip)
