"""Which households cannot be as they are stated: whole columns are looked at, and what looks wrong is read by the JSON reader.

The looking may flag too much, never too little: what it lets through, the reader accepts. So the texts of errors are those of
the reader, and rows without a mistake never meet it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa

from welfarekit.adapters.document import from_json
from welfarekit.adapters.register.decoding import EPOCH, lengths, valid
from welfarekit.adapters.register.documents import read
from welfarekit.adapters.register.schema import NONE_SUFFIX, Entity
from welfarekit.adapters.register.window import Window
from welfarekit.domain.checking import masked
from welfarekit.domain.household import Household
from welfarekit.errors import InvalidFacts, PlaceError, Problem
from welfarekit.place import Place


def problems_in(window: Window) -> dict[int, tuple[Problem, ...]]:
    """What is wrong in a window, by row of the household."""
    found: dict[int, tuple[Problem, ...]] = {}
    for row in flagged(window).tolist():
        problems = problems_of(window, row)
        if problems:
            found[row] = tuple(problems)
    return found


def problems_of(window: Window, row: int) -> list[Problem]:
    """What is wrong with one household, as the JSON reader says it; first what only a table can have."""
    document, problems = read(window, row)
    key = document.get("id")
    if key is None:
        problems.insert(0, Problem("no_id", "id", "nothing", "the key of the household"))
        document["id"] = "?"
    elif window.repeated is not None and window.repeated[row]:
        given = f"{masked(key[:60])!r}, which other rows have too"
        problems.insert(0, Problem("duplicate_household", "id", given, "a key of its own"))
    foreign = _foreign(document, window.context.country)
    if foreign is not None:
        problems.append(foreign)
        del document["place"]  # its currency is not that of the amounts
    try:
        household = from_json(Household, document)
    except InvalidFacts as error:
        return [*problems, *error.problems]
    return [*problems, *household.problems_on(window.context.on)]


def _foreign(document: dict[str, Any], country: str) -> Problem | None:
    try:
        place = Place.parse(document["place"])
    except (KeyError, PlaceError):
        return None
    if place.country == country:
        return None
    return Problem("foreign_place", "place", f"{place} (country {place.country})", f"a place of {country}")


def flagged(window: Window) -> Any:
    """The rows of households that look wrong, in order."""
    household, member = _Flags(window.size), _Flags(window.rows["member"].size)
    _columns(window, "household", household)
    _columns(window, "member", member)
    household.add(np.diff(window.starts) == 0)
    household.add(window.repeated)
    household.add(_unnamed(window, "household", "id", nulls=True))
    member.add(window.missing_members)
    if window.ids.array is not None:
        member.add(_unnamed(window, "member", "id", nulls=True))
        household.rows(window.ids.twice())
    _pointers(window, household, member)
    _twice(window, household)
    _days(window, member)
    if member.mask is not None:
        household.rows(window.owner[member.mask])
    return np.zeros(0, dtype=np.int64) if household.mask is None else np.flatnonzero(household.mask)


class _Flags:
    """The rows that look wrong; ``mask`` is None while none does."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.mask: Any = None

    def add(self, mask: Any) -> None:
        """Rows by a mask; None for none."""
        if mask is not None and mask.any():
            self.mask = mask.copy() if self.mask is None else self.mask | mask

    def rows(self, rows: Any) -> None:
        """Rows by number."""
        if len(rows):
            self.mask = np.zeros(self.size, dtype=bool) if self.mask is None else self.mask
            self.mask[rows] = True


def _columns(window: Window, entity: Entity, flags: _Flags) -> None:
    """Each column by itself: values that cannot be, and values of what there is none of."""
    for name, found in window.context.layout.columns[entity].items():
        column = found.column
        if column.says_none:
            part = name.removesuffix(NONE_SUFFIX)
            none = window.none(entity, part)
            if none is None:
                continue
            look = window.any_stated if column.spec.kind == "part" else window.has_value
            stated = look(entity, part)
            if stated is not None:
                flags.add(none if stated is True else none & stated)
        elif column.spec.kind == "text":
            if not column.is_key:
                flags.add(_unnamed(window, entity, name, nulls=False))
        else:
            cells = window.cells(entity, name)
            assert cells is not None
            flags.add(cells.bad)


def _unnamed(window: Window, entity: Entity, name: str, *, nulls: bool) -> Any:
    """Where a text is empty or no text, or, with ``nulls``, not there."""
    keys, mask = window.names(entity, name)
    if not pa.types.is_integer(keys.type):
        empty = lengths(keys) == 0
        known = valid(keys)
        empty = empty if known is None else empty & known
        mask = empty if mask is None else mask | empty
    if nulls and keys.null_count:
        gone = ~valid(keys)
        return gone if mask is None else mask | gone
    return mask


def _pointers(window: Window, household: _Flags, member: _Flags) -> None:
    """The head and the guardians: members of the household, and nobody one's own guardian."""
    if window.has("household", "head"):
        wanted, _ = window.names("household", "head")
        rows = np.flatnonzero(valid(wanted)) if wanted.null_count else np.arange(len(wanted))
        found = window.ids.find(rows, wanted.take(pa.array(rows)) if wanted.null_count else wanted)
        household.rows(rows[found < 0])
    if window.has("member", "guardian"):
        rows = window.guardians
        known = valid(window.names("member", "guardian")[0])
        lost = rows == -2 if known is None else (rows == -2) & known
        member.add(lost)
        member.add(rows == np.arange(len(rows)))


def _twice(window: Window, flags: _Flags) -> None:
    """What is stated as a whole and in its parts."""

    def known(name: str) -> Any:
        stated = window.stated("household", name)
        return None if stated is None else True if stated.known is None else stated.known

    itemised = window.itemises if window.any_stated("member", "income") is not None else None
    pairs = [
        (known("income_per_month"), itemised),
        (known("property_within_rule"), window.any_stated("household", "assets")),
        (known("income_score"), known("income_per_month")),
        (known("income_score"), itemised),
        (known("deprivation_score"), window.any_stated("household", "deprivation")),
        (known("dwelling.living_area_m2"), known("deprivation.housing_area")),
    ]
    for one, other in pairs:
        if one is None or other is None:
            continue
        both = other if one is True else one if other is True else one & other
        flags.add(np.ones(window.size, dtype=bool) if both is True else both)


def _days(window: Window, flags: _Flags) -> None:
    """Days out of order: birth, certificate, its end, and the day asked."""
    names = ("birth_date", "disability.certified_on", "disability.expires_on")
    born, start, end = (window.cells("member", name) for name in names)
    if born is not None and born.values.dtype == np.int32 and len(born.values):
        today = window.context.on.toordinal() - EPOCH
        if int(born.values.max()) > today:
            flags.add(_and(born.values > today, born.known))
    for earlier, later in ((start, end), (born, start)):
        if earlier is not None and later is not None:
            flags.add(_and(_and(later.values < earlier.values, earlier.known), later.known))


def _and(mask: Any, known: Any) -> Any:
    return mask if known is None else mask & known
