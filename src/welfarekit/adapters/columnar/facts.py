"""A fact as a column: its value where it is known, everything that it can be where it is not."""

from __future__ import annotations

from typing import Any

import numpy as np

from welfarekit.adapters.columnar.block import EPOCH, Stated
from welfarekit.adapters.columnar.column import Column, constant, mask_of, mask_type, of, pack, pick
from welfarekit.rules.node import Fact, Sort
from welfarekit.rules.reading import EMPTY, unknown_of
from welfarekit.rules.values import MAYBE


def unknown(fact: Fact) -> Column:
    """The column of a fact that nobody has stated."""
    return constant(unknown_of(fact), fact.sort, fact.domain)


def fact_column(fact: Fact, stated: Stated | None) -> Column:
    """The fact, row by row."""
    if stated is None:
        return unknown(fact)
    values = _values(fact, stated)
    if stated.known is None:
        return of(values)
    if fact.sort is Sort.CHOICE:
        return of(pick(stated.known, values, values.dtype.type(mask_of(frozenset(fact.domain), fact.domain))))
    ends = pack([unknown_of(fact)], fact.sort)
    if fact.sort is Sort.RATE:
        parts = [[pick(stated.known, *pair) for pair in zip(values, end, strict=True)] for end in (ends.lo, ends.hi)]
        return Column(*map(tuple, parts))
    return Column(pick(stated.known, values, ends.lo[0]), pick(stated.known, values, ends.hi[0]))


def _values(fact: Fact, stated: Stated) -> Any:
    values = stated.values
    if fact.sort is Sort.CHOICE:
        return bits_of(fact.domain)[codes(fact, stated)]
    if fact.sort is Sort.TEST:
        return values if stated.none is None else values & ~stated.none
    if fact.sort is Sort.DAY:
        values = np.add(values, EPOCH, dtype=np.int64)
    elif fact.sort is Sort.RATE:
        return _filled(fact, stated, values), np.full(len(values), 10**fact.places, dtype=np.int64)
    return _filled(fact, stated, values)


def _filled(fact: Fact, stated: Stated, values: Any) -> Any:
    """Whole numbers of 64 bits, with what a fact reads as where there is none."""
    values = values.astype(np.int64, copy=False)
    return values if stated.none is None else pick(~stated.none, values, np.int64(EMPTY[fact.sort]))


def codes(fact: Fact, stated: Stated) -> Any:
    """Of a choice, the position of each value in ``fact.domain``, also where it is "none"."""
    if stated.none is None or EMPTY[Sort.CHOICE] not in fact.domain:
        return stated.values
    values = stated.values.astype(np.uint8) if stated.values.dtype == bool else stated.values  # only that there is none is stated
    return pick(~stated.none, values, values.dtype.type(fact.domain.index(EMPTY[Sort.CHOICE])))


def bits_of(domain: tuple[str, ...]) -> Any:
    """The bit of each value of a choice."""
    return (1 << np.arange(len(domain), dtype=np.int64)).astype(mask_type(domain))


def none_column(stated: Stated | None, rows: int) -> Column:
    """Whether it is stated that there is none."""
    if stated is None:
        return constant(MAYBE, Sort.TEST)
    none = np.zeros(rows, dtype=bool) if stated.none is None else stated.none
    return of(none) if stated.known is None else Column(none & stated.known, none | ~stated.known)
