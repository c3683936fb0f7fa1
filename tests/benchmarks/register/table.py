"""The register as Arrow tables, and its first households as domain objects.

Columns of numpy become columns of Arrow as they are; only flags are packed into bits, and the place into a dictionary. The
ages of the workload become dates of birth: each person has the stated age on the day asked, with a birthday anywhere in the
year. A grade of 0 is a person of whom it is stated that there is no disability.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import pyarrow as pa

from register import workload as w
from register.rulebooks import DAY, PLACES
from welfarekit.domain.household import Household

DEPRIVATIONS: Final = (
    "employment", "dependants", "nutrition", "health_insurance", "adult_education", "school_attendance", "housing_quality",
    "housing_area", "water_source", "toilet", "telecom", "information_devices",
)  # fmt: skip
MEMBER_FLAGS: Final = {
    "orphan": "unattended", "hiv": "hiv", "single": "seriously_ill", "no_carer": "fit_for_facility_cared_at_home",
    "pension": "has_regular_income",
}  # fmt: skip
"""Which fact stands for a flag of the workload."""


def born(age: np.ndarray) -> np.ndarray:
    """Dates of birth, as days since 1970: ``age`` years are completed on the day asked, and no more."""
    birthdays = np.array([np.datetime64(DAY.replace(year=DAY.year - years)).astype(np.int64) for years in range(128)], np.int32)
    return birthdays[age] - (np.arange(len(age), dtype=np.int32) * 97 % 365)


def _flag(column: np.ndarray) -> pa.Array:
    bits = np.packbits(column, bitorder="little")
    return pa.Array.from_buffers(pa.bool_(), len(column), [None, pa.py_buffer(bits)])


def _household_columns(c: w.Columns) -> dict[str, pa.Array]:
    place = np.searchsorted(w.AREAS, c["area"]).astype(np.int16)
    area = c["urban"].view(np.int8)
    return {
        "id": pa.array(np.arange(len(place), dtype=np.int64)),
        "place": pa.DictionaryArray.from_arrays(place, pa.array(PLACES)),
        "area": pa.DictionaryArray.from_arrays(area, pa.array(["rural", "urban"])),
        "assets.movable": pa.array(c["savings"]),
        "assets.dwellings": pa.array(c["dwellings"]),
        "assets.vehicles": pa.array(c["car"].view(np.int8)),
        **{f"deprivation.{fact}": _flag(c[name]) for fact, name in zip(DEPRIVATIONS, w.LACKS, strict=True)},
    }


def _person_columns(c: w.Columns) -> dict[str, pa.Array]:
    grade, without = c["grade"], c["grade"] == 0
    known = pa.py_buffer(np.packbits(~without, bitorder="little"))
    days = pa.Array.from_buffers(pa.date32(), len(grade), [None, pa.py_buffer(born(c["age"]))])
    return {
        "birth_date": days,
        "income.wage_per_month": pa.array(c["wage"]),
        "income.business_per_month": pa.array(c["other_income"]),
        "disability.grade": pa.Array.from_buffers(pa.int8(), len(grade), [known, pa.py_buffer(grade)]),
        "disability_none": _flag(without),
        **{fact: _flag(c[name]) for name, fact in MEMBER_FLAGS.items()},
    }


def nested(c: w.Columns) -> pa.Table:
    """One row a household, with a list of its members."""
    columns = _person_columns(c)
    people = pa.StructArray.from_arrays(list(columns.values()), names=list(columns))
    members = pa.ListArray.from_arrays(pa.array(c["starts"].astype(np.int32)), people)
    return pa.table({**_household_columns(c), "members": members})


def flat(c: w.Columns) -> tuple[pa.Table, pa.Table]:
    """A table of households, and one of persons with the key of their household."""
    owner = pa.array(c["household"].astype(np.int64))
    return pa.table(_household_columns(c)), pa.table({"household": owner, **_person_columns(c)})


def documents(table: pa.Table, first: int) -> Iterator[Household]:
    """The first households of a nested table, as domain objects; money in the table is in fen."""
    for row in table.slice(0, first).to_pylist():
        yield Household.from_json(_document({**row, "id": str(row["id"]), "members": [*map(_member, enumerate(row["members"]))]}))


def _member(numbered: tuple[int, dict[str, Any]]) -> dict[str, Any]:
    number, row = numbered
    grade, without = row.pop("disability.grade"), row.pop("disability_none")
    return _document({"id": str(number + 1), **row}) | {"disability": None if without else {"grade": grade}}


def _document(row: dict[str, Any]) -> dict[str, Any]:
    """Dotted names as parts, fen as text."""
    made: dict[str, Any] = {}
    for name, value in row.items():
        part, _, fact = name.rpartition(".")
        if fact.endswith("_per_month") or fact == "movable":
            value = f"{value // 100}.{value % 100:02} CNY"
        elif isinstance(value, dt.date):
            value = value.isoformat()
        (made.setdefault(part, {}) if part else made)[fact] = value
    return made
