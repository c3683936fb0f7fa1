"""The columns of one answer, each made by the method of its name when it is asked for.

Where something is wrong with a row, everything but whom and what it is about is null, and ``error`` says why.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any, Final

import numpy as np
import pyarrow as pa

from welfarekit.adapters.columns import OUTCOMES, Answer
from welfarekit.adapters.register.buffers import lists, money, numbers
from welfarekit.adapters.register.subjects import Subjects
from welfarekit.adapters.register.vocabulary import Vocabulary

_ELIGIBLE: Final = OUTCOMES.index("eligible")
_OPEN: Final = 2
assert OUTCOMES[_OPEN:] == ("undetermined", "discretionary")


class RowColumns:
    """One answer for the subjects of a block. ``codes`` are the outcomes of the rows, by position in OUTCOMES."""

    def __init__(self, answer: Answer, subjects: Subjects, vocabulary: Vocabulary) -> None:
        self.answer, self.subjects, self.vocabulary = answer, subjects, vocabulary
        self.size, self.right = subjects.size, subjects.right
        self.codes = subjects.spread(answer.outcome)

    def column(self, name: str) -> pa.Array:
        """A column of the result by its name."""
        made: pa.Array = getattr(self, name)()
        return made

    def _null(self, name: str) -> pa.Array:
        return self.vocabulary.same(name, None, self.size)

    def _right(self, mask: Any) -> Any:
        return mask if self.right is None else mask & self.right

    def household(self) -> pa.Array:
        """The key of the household."""
        return self.subjects.households

    def member(self) -> pa.Array:
        """The key of the member, in a program about persons."""
        return self._null("member") if self.subjects.members is None else self.subjects.members

    def program(self) -> pa.Array:
        """The key of the program."""
        return self.vocabulary.same("program", self.answer.rulebook.key, self.size)

    def outcome(self) -> pa.Array:
        """What came out."""
        return self.vocabulary.coded("outcome", self.codes, self.right)

    @cached_property
    def _ends(self) -> tuple[Any, Any, Any]:
        """The lowest and the highest benefit of each row, and where they are one."""
        low, high = self.subjects.spread(self.answer.lowest), self.subjects.spread(self.answer.highest)
        return low, high, np.True_ if self.answer.lowest is self.answer.highest else low == high

    def amount(self) -> pa.Array:
        """The exact amount of whoever is entitled to one."""
        if self.answer.lowest is None:
            return self._null("amount")
        low, _, one = self._ends
        entitled = self.codes == _ELIGIBLE
        return money(self.vocabulary.kind("amount"), low, self._right(entitled if one is np.True_ else one & entitled))

    @cached_property
    def _spanned(self) -> Any:
        return self._right((~self._ends[2] & (self.codes == _ELIGIBLE)) | (self.codes >= _OPEN))

    def lowest(self) -> pa.Array:
        """The least that it can still be; nothing may come out where it is not settled whether there is an entitlement."""
        if self.answer.lowest is None:
            return self._null("lowest")
        low = self._ends[0]
        return money(self.vocabulary.kind("lowest"), np.where(self.codes >= _OPEN, np.minimum(low, 0), low), self._spanned)

    def highest(self) -> pa.Array:
        """The most that it can still be."""
        if self.answer.lowest is None:
            return self._null("highest")
        return money(self.vocabulary.kind("highest"), self._ends[1], self._spanned)

    def currency(self) -> pa.Array:
        """The currency of the amounts."""
        book = self.answer.rulebook
        return self.vocabulary.same("currency", None if book.benefit is None else book.currency, self.size)

    def per(self) -> pa.Array:
        """The period of the amounts."""
        book = self.answer.rulebook
        return self.vocabulary.same("per", None if book.benefit is None else book.per, self.size)

    def status(self) -> pa.Array:
        """The class, for a classification, once it is settled."""
        if self.answer.status is None:
            return self._null("status")
        at = self.subjects.spread(self.answer.status)
        return self.vocabulary.named("status", at, self.answer.statuses, self._right(at >= 0))

    def persons(self) -> pa.Array:
        """How many people the row is about."""
        return numbers(pa.int32(), self.subjects.persons)

    def condition(self) -> pa.Array:
        """The rule that failed first, or is the first that cannot be decided."""
        if self.answer.condition is None:
            return self._null("condition")
        at = self.subjects.spread(self.answer.condition)
        return self.vocabulary.named("condition", at, self.answer.condition_names, self._right(at >= 0))

    def missing(self) -> pa.Array:
        """The facts that would settle it, by their paths."""
        if self.answer.missing is None:
            return self._null("missing")
        starts, codes, paths = self.answer.missing
        values = pa.array(paths, pa.string()).take(pa.array(codes))
        return lists(self.subjects.spread_starts(starts), values, self.right)

    def error(self) -> pa.Array:
        """The code of what is wrong."""
        if self.subjects.faults is None:
            return self._null("error")
        code = self.subjects.faults.code
        return self.vocabulary.coded("error", np.maximum(code, 0), code >= 0)

    def error_text(self) -> pa.Array:
        """Everything that is wrong."""
        return self._null("error_text") if self.subjects.faults is None else self.subjects.faults.texts_array()
