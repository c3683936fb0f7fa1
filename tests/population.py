"""A made-up register of any size for trying machines against each other: much that is not known, and every kind of fault.

It is drawn with numpy from a fixed seed. Everything that the comparison of two machines could trip over is in it: keys that
repeat or are missing, households without members, persons without a household, rows that are wrong, places without law.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

DAY: Final = dt.date(2025, 9, 1)
PROGRAMS: Final = ("cn.dibao", "cn.disability_nursing")
"""One about households and one about persons."""
PLACES: Final = ("CN-430602", "CN-110101", "CN-310101", "CN-320102", "CN-430000")
ORDER: Final = ["program", "row", "household", "member", "error_text", "persons"]
"""What tells the rows of a result apart; `row` is kept from the households."""
EPOCH: Final = dt.date(1970, 1, 1)


class Draw:
    """Columns of random values, some of which are not known."""

    def __init__(self, size: int, known: Any, random: np.random.Generator) -> None:
        self.size, self.known, self.random = size, known, random

    def _unknown(self, more: float) -> Any:
        return ~self.known & (self.random.random(self.size) < more)

    def of(self, values: Any, kind: pa.DataType, unknown: float = 0.3) -> pa.Array:
        """Values, of which some are not known in rows that may have unknown facts."""
        return pa.array(values, mask=self._unknown(unknown)).cast(kind)

    def flag(self, likely: float, unknown: float = 0.3) -> pa.Array:
        """Yes or no."""
        return self.of(self.random.random(self.size) < likely, pa.bool_(), unknown)

    def choice(self, values: tuple[str, ...], unknown: float = 0.3, weights: Any = None) -> pa.Array:
        """One of some values, as a dictionary."""
        codes = self.random.choice(len(values), self.size, p=weights).astype(np.int8)
        return pa.DictionaryArray.from_arrays(pa.array(codes, mask=self._unknown(unknown)), pa.array(values))

    def money(self, most: int, unknown: float = 0.3) -> pa.Array:
        """Amounts with two digits."""
        cents = self.random.integers(0, most * 100, self.size)
        return as_money(pa.array(cents, mask=self._unknown(unknown)))

    def day(self, first: int, last: int, unknown: float = 0.3) -> pa.Array:
        """A day between the years."""
        ends = [(dt.date(year, 1, 1) - EPOCH).days for year in (first, last)]
        return self.of(self.random.integers(*ends, self.size).astype(np.int32), pa.date32(), unknown)


def as_money(cents: pa.Array) -> pa.Array:
    """Whole cents as decimals of two digits, without going through floats."""
    wide = np.zeros((len(cents), 2), dtype=np.int64)
    wide[:, 0] = cents.fill_null(0).to_numpy()
    wide[:, 1] = wide[:, 0] >> 63
    known = cents.is_valid().to_numpy(zero_copy_only=False)
    valid = None if cents.null_count == 0 else pa.py_buffer(np.packbits(known, bitorder="little"))
    return pa.Array.from_buffers(pa.decimal128(18, 2), len(cents), [valid, pa.py_buffer(wide)])


def replaced(array: pa.Array, rows: Any, value: Any) -> pa.Array:
    """The array with one value in some rows."""
    if pa.types.is_dictionary(array.type):
        return replaced(array.cast(pa.string()), rows, value).dictionary_encode()
    mask = np.zeros(len(array), dtype=bool)
    mask[rows] = True
    return pc.replace_with_mask(array, mask, pa.array([value] * int(mask.sum()), array.type))


def blanked(array: pa.Array, rows: Any) -> pa.Array:
    """The array without its values in some rows."""
    return pc.if_else(pa.array(rows), pa.scalar(None, array.type), array)


def households(size: int, random: np.random.Generator, faults: float) -> tuple[dict[str, Any], Any]:
    """The columns of the households, and which of them may have facts that are not known."""
    known = random.random(size) < 0.6
    draw = Draw(size, known, random)
    none = random.random(size) < 0.7
    itemised = random.random(size) < 0.3
    columns = {
        "id": pa.array([f"hh-{n:08d}" for n in range(size)]),
        "row": pa.array(np.arange(size)),
        "place": draw.choice(PLACES, 0.02, (0.9, 0.05, 0.02, 0.02, 0.01)),
        "area": draw.choice(("urban", "rural"), 0.1),
        "income_per_month": draw.money(3_000),
        "property_within_rule": blanked(draw.flag(0.9), itemised),
        "assets.movable": blanked(draw.money(40_000), ~itemised),
        "assets.vehicles": blanked(draw.of(random.choice(3, size, p=(0.9, 0.08, 0.02)), pa.int8()), ~itemised),
        "assets.dwellings": blanked(draw.of(random.choice(3, size, p=(0.3, 0.6, 0.1)), pa.int16()), ~itemised),
        "relief": blanked(draw.choice(("dibao", "dibao_edge")), none),
        "relief_none": pa.array(none),
        "applies_alone": draw.flag(0.05),
        "note": pa.array(random.integers(0, 9, size)),
    }
    wrong = (("place", "CN-999999"), ("place", "VN-91"), ("area", "town"), ("relief", "dibao"), ("income_per_month", -1))
    for name, value in wrong:
        columns[name] = replaced(columns[name], random.integers(0, size, max(1, int(size * faults))), value)
    again = random.integers(0, size, (max(2, int(size * faults)), 2))
    ids = columns["id"].to_numpy(zero_copy_only=False)
    ids[again[:, 0]] = ids[again[:, 1]]
    columns["id"] = replaced(pa.array(ids), random.integers(0, size, max(1, int(size * faults))), None)
    return columns, known


def persons(sizes: Any, known: Any, random: np.random.Generator, faults: float) -> dict[str, Any]:
    """The columns of the members, who stand household by household."""
    size = int(sizes.sum())
    draw = Draw(size, np.repeat(known, sizes), random)
    number = np.arange(size) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    here, without, alone = (random.random(size) < share for share in (0.9, 0.7, 0.8))
    relation = np.where(number == 0, 0, random.integers(1, 4, size)).astype(np.int8)
    columns = {
        "id": pa.array((number + 1).astype(np.int64)).cast(pa.string()),
        "birth_date": draw.day(1930, 2025, 0.1),
        "relation": pa.DictionaryArray.from_arrays(relation, pa.array(["head", "child", "parent", "other"])),
        "shares_livelihood": draw.flag(0.95),
        "absence": blanked(draw.choice(("prison", "conscript")), here),
        "absence_none": pa.array(here),
        "receives_tekun": draw.flag(0.02),
        "education.full_time": draw.flag(0.2),
        "education.level": draw.choice(("primary", "lower_secondary", "bachelor")),
        "can_live_independently": draw.flag(0.5),
        "work.took_job_on_dibao": draw.flag(0.02),
        "work.months_in_job": draw.of(random.integers(0, 100, size), pa.int16()),
        "disability.type": blanked(draw.choice(("visual", "limb", "mental")), without),
        "disability.grade": blanked(draw.of(random.integers(1, 5, size), pa.int8()), without),
        "disability.expires_on": blanked(draw.day(2025, 2040), without),
        "disability.needs_long_term_care": blanked(draw.flag(0.7), without),
        "disability_none": pa.array(without),
        "has_regular_income": draw.flag(0.5),
        "receives_work_injury_nursing": draw.flag(0.02),
        "other_nursing_subsidy_per_month": blanked(draw.money(90), alone),
        "other_nursing_subsidy_per_month_none": pa.array(alone),
    }
    born = dt.date(2031, 1, 1)
    wrong = (("id", "1"), ("id", None), ("birth_date", born), ("disability.grade", 9), ("disability_none", True))
    for name, value in wrong:
        columns[name] = replaced(columns[name], random.integers(0, size, max(1, int(size * faults))), value)
    return columns


def drawn(size: int, seed: int, faults: float) -> tuple[dict[str, Any], Any, dict[str, Any]]:
    """Columns of households, how many members each has, and the columns of the members."""
    random = np.random.default_rng(seed)
    homes, known = households(size, random, faults)
    sizes = random.choice(6, size, p=(faults, 0.3 - faults, 0.3, 0.2, 0.15, 0.05))
    return homes, sizes, persons(sizes, known, random, faults)


def flat(size: int, seed: int = 1, faults: float = 0.001) -> tuple[pa.Table, pa.Table]:
    """Households and persons in tables of their own. Persons stand in the order of their households, and then of their ids."""
    homes, sizes, people = drawn(size, seed, faults)
    owner = homes["id"].take(pa.array(np.repeat(np.arange(size), sizes)))
    random = np.random.default_rng(seed)
    for key in (None, "hh-nobody"):
        owner = replaced(owner, random.integers(0, len(owner), max(1, int(size * faults))), key)
    table = pa.table({"household": owner, **people})
    keys = pa.table({"household": owner, "id": people["id"].fill_null("")})
    order = pc.sort_indices(keys, [("household", "ascending"), ("id", "ascending")])
    return pa.table(homes), table.take(order)


def nested(size: int, seed: int = 1, faults: float = 0.001) -> pa.Table:
    """The households with their members inside, whose disability is a struct."""
    homes, sizes, people = drawn(size, seed, faults)
    parts = {name.removeprefix("disability."): people.pop(name) for name in list(people) if name.startswith("disability.")}
    people["disability"] = pa.StructArray.from_arrays(list(parts.values()), names=list(parts))
    structs = pa.StructArray.from_arrays(list(people.values()), names=list(people))
    starts = pa.array(np.concatenate(([0], np.cumsum(sizes))).astype(np.int32))
    return pa.table({**homes, "members": pa.ListArray.from_arrays(starts, structs)})


def shuffled(table: pa.Table, seed: int = 1) -> pa.Table:
    """The rows in another order."""
    return table.take(pa.array(np.random.default_rng(seed).permutation(table.num_rows)))


def in_order(table: pa.Table) -> pa.Table:
    """The rows of a result in an order that does not depend on where they were made, texts as texts."""
    kinds = [field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in table.schema]
    plain = table.cast(pa.schema([pa.field(field.name, kind) for field, kind in zip(table.schema, kinds, strict=True)]))
    order = [(name, "ascending") for name in ORDER if name in plain.column_names]
    return plain.take(pc.sort_indices(plain, order)).combine_chunks()


def differences(one: pa.Table, other: pa.Table) -> list[str]:
    """What two results differ in, whatever the order of their rows; nothing if they are equal."""
    first, second = in_order(one), in_order(other)
    if [(field.name, field.type) for field in first.schema] != [(field.name, field.type) for field in second.schema]:
        return [f"the schemas: {first.schema} and {second.schema}"]
    if first.num_rows != second.num_rows:
        return [f"{first.num_rows:,} rows and {second.num_rows:,}"]
    return [name for name in first.column_names if not first.column(name).equals(second.column(name))]
