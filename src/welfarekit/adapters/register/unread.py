"""Cells that could not be read from a CSV file, found again in the household that they belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from attrs import evolve

from welfarekit.adapters.register.csv_file import CsvFile
from welfarekit.errors import Problem


class UnreadCells:
    """The unread cells of the files of a register. A file is read ahead of the blocks, so that a block finds all of its own."""

    def __init__(self, *files: CsvFile) -> None:
        self.files = files
        self._households: dict[int, list[Problem]] = {}
        self._persons: dict[str | None, list[tuple[str | None, Problem]]] = {}

    def beside(self, block: Any) -> Mapping[int, tuple[Problem, ...]]:
        """What is wrong with the households of a block, by row: what the block says, and the cells that could not be read."""
        self._collect()
        if not self._households and not self._persons:
            return block.problems  # type: ignore[no-any-return]  # the problems of a block
        found = {row: list(problems) for row, problems in block.problems.items()}
        for row in range(block.first_row, block.first_row + block.size) if self._households else ():
            if row in self._households:
                found.setdefault(row - block.first_row, []).extend(self._households.pop(row))
        for row, problem in self._of_persons(block):
            found.setdefault(row, []).append(problem)
        return {row: tuple(problems) for row, problems in found.items()}

    def _collect(self) -> None:
        for file in self.files:
            for household, person, unread in file.unread:
                hint = f"row {unread.row + 1:,} of {file.path.name}"
                if file.entity == "household":
                    self._households.setdefault(unread.row, []).append(evolve(unread.problem, hint=hint))
                else:
                    self._persons.setdefault(household, []).append((person, evolve(unread.problem, hint=hint)))
            file.unread.clear()

    def _of_persons(self, block: Any) -> Iterator[tuple[int, Problem]]:
        if not self._persons:
            return
        wanted = pa.array([key for key in self._persons if key is not None], block.keys.type)
        for row in pc.indices_nonzero(pc.is_in(block.keys, value_set=wanted)).to_pylist():
            first, last = (int(at - block.starts[0]) for at in block.starts[row : row + 2])
            cells = self._persons.pop(block.keys[row].as_py(), []) if last > first else []
            ids = [] if block.members_keys is None else block.members_keys[first:last].to_pylist()
            for person, problem in cells:
                index = ids.index(person) if person in ids else "?"
                yield row, evolve(problem, path=f"members[{index}].{problem.path}")
