"""Rows that cannot be answered: for each household of a block the code and the text of what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from welfarekit.adapters.register.buffers import Words
from welfarekit.errors import NotInForce, Problem

CODES: Final = tuple(
    "bad_place before_birth born_after_day duplicate_household duplicate_id empty ends_before_start foreign_place missing "
    "negative no_currency no_id no_members no_such_date no_such_household no_such_member none_and_value not_a_date not_a_number "
    "not_first_day not_in_force not_money not_one_of not_text out_of_range own_guardian stated_twice too_many_digits "
    "unknown_key wrong_currency wrong_period wrong_type".split()
)
"""The codes that a row can have. They stand in the dictionary from the start, so that it is the same for every chunk."""


def text_of(problems: Sequence[Problem]) -> str:
    """Everything that is wrong with a row, as one line."""
    return " | ".join(map(str, problems))


class Faults:
    """For each household the position of its code among ``codes`` and of its text; -1 where nothing is wrong."""

    def __init__(self, size: int, codes: Words) -> None:
        self.codes = codes
        self.code = np.full(size, -1, dtype=np.int16)
        self.text = np.full(size, -1, dtype=np.int32)
        self.texts: list[str] = []

    @classmethod
    def of(cls, block: Any, problems: Mapping[int, Sequence[Problem]], codes: Words) -> Faults | None:
        """The faults of a block for whatever program; None if there are none."""
        if not problems:
            return None
        found = cls(block.size, codes)
        for row, wrong in problems.items():
            found.note(row, wrong[0].code, text_of(wrong))
        return found

    def note(self, rows: Any, code: str, text: str) -> None:
        """Write down what is wrong with a row, or with several."""
        self.code[rows], self.text[rows] = self.codes.position(code), len(self.texts)
        self.texts.append(text)

    def with_law(self, which: Any, errors: Sequence[NotInForce]) -> Faults:
        """Also the households for whose place and day a program has no law. What is wrong with the facts comes first."""
        found = Faults(len(self.code), self.codes)
        found.code, found.text, found.texts = self.code.copy(), self.text.copy(), [*self.texts]
        lawless = np.where(self.code < 0, which, -1)
        for position in np.unique(lawless[lawless >= 0]).tolist():
            found.note(lawless == position, "not_in_force", str(errors[position]))
        return found

    def taken(self, rows: Any) -> Faults:
        """The same for other rows: one for each member, by the row of the household."""
        found = Faults(0, self.codes)
        found.code, found.text, found.texts = self.code[rows], self.text[rows], self.texts
        return found

    @property
    def right(self) -> Any:
        """Where nothing is wrong."""
        return self.code < 0

    def counted(self) -> dict[str, int]:
        """How many rows have each code."""
        codes, counts = np.unique(self.code[self.code >= 0], return_counts=True)
        return {self.codes[code]: count for code, count in zip(codes.tolist(), counts.tolist(), strict=True)}

    def texts_array(self) -> pa.Array:
        """The text of each row."""
        return pa.array(self.texts, pa.string()).take(pa.array(self.text, mask=self.text < 0))
