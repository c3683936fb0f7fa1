"""Combinations of few values, numbered, and what a term is for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from welfarekit.adapters.columnar.column import Column, each
from welfarekit.adapters.columnar.joint import Joint
from welfarekit.adapters.columnar.leaves import Leaf
from welfarekit.adapters.columnar.support import Support
from welfarekit.rules.node import Node

if TYPE_CHECKING:
    from welfarekit.adapters.columnar.fused import FusedReading


@frozen(eq=False)
class Combination:
    """Which combination of codes each row has: the household's leaves and law first, then the member's."""

    support: Support
    personal: bool
    joint: Joint | None
    common: tuple[Leaf, ...]
    own: tuple[Leaf, ...]

    def index(self, reading: FusedReading) -> Any:
        """The number of each row's combination."""
        found: Any = None
        if self.joint is not None:
            found = self.joint.by_plan.take(reading.which, mode="clip")
        found = _appended(found, self.common, reading)
        if self.personal:
            found = None if found is None else found.take(reading.block.owner, mode="clip")
            found = _appended(found, self.own, reading)
        return found.astype(np.intp)


def _appended(found: Any, leaves: tuple[Leaf, ...], reading: FusedReading) -> Any:
    """The numbers with the codes of more leaves behind them, in 16 bits: there are no more combinations than that holds."""
    narrow, size = None, 1
    for leaf in leaves:  # in 8 bits as far as that goes
        if size * leaf.size > 1 << 8:
            found, narrow, size = _joined(found, narrow, size), None, 1
        code = reading.code(leaf)
        narrow, size = code if narrow is None else narrow * np.uint8(leaf.size) + code, size * leaf.size
    return _joined(found, narrow, size)


def _joined(found: Any, narrow: Any, size: int) -> Any:
    if narrow is None:
        return found
    return narrow.astype(np.uint16) if found is None else found * np.uint16(size) + narrow


@frozen(eq=False)
class Table:
    """What a term is for each combination. Of a test that may be open 0, 1, 2 say no, not known, yes.

    A test may be yes exactly where an amount of the same combinations, ``amount``, is not zero: that is quicker to see.
    """

    combination: Combination
    values: Column
    codes: Any = None
    amount: Node | None = None

    def column(self, index: Any) -> Column:
        """The term, row by row."""
        if self.codes is None:
            return each(self.values, lambda array: array.take(index, mode="clip"))
        code = self.codes.take(index, mode="clip")
        return Column(code == 2, code != 0)
