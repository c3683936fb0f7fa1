"""Who is who in a household: members looked up by their ids, and ids that stand twice."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from welfarekit.adapters.register.decoding import flags, numbers
from welfarekit.adapters.register.texts import text_of
from welfarekit.adapters.register.views import plain

LARGE: Final = 32
"""Up to this size members are compared in pairs, above it they are sorted."""


def plain_keys(array: pa.Array) -> pa.Array:
    """Keys as whole numbers of 64 bits or as plain texts."""
    array = plain(array)
    kind = array.type
    if pa.types.is_null(kind):
        return array.cast(pa.string())
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
        array = array.cast(kind)
    if pa.types.is_integer(kind):
        return array if kind in (pa.int64(), pa.uint64()) else array.cast(pa.int64())
    return array


def readable(keys: pa.Array) -> tuple[pa.Array, Any]:
    """Keys without bytes that are no text in UTF-8, and where such were; None for nowhere."""
    try:
        keys.validate(full=True)
    except pa.ArrowInvalid:
        texts = [text_of(keys[at]) for at in range(len(keys))]
        written = [text if text is None else text.encode("utf-8", "replace").decode() for text in texts]
        return pa.array(written, keys.type), np.array([text != other for text, other in zip(texts, written, strict=True)])
    return keys, None


def edge(key: pa.Scalar) -> Any:
    """A key for comparing with others in the order that columns have."""
    return key.as_py() if pa.types.is_integer(key.type) else key.as_buffer().to_pybytes()


def as_numbers(array: pa.Array) -> Any:
    """Keys that are whole numbers, in which a null is any number."""
    return numbers(array).view(np.int64)


class Ids:
    """The ids of the members of households that start at ``starts``; without an array members count from 1."""

    def __init__(self, array: pa.Array | None, starts: Any) -> None:
        self.array, self.starts = array, starts
        self._codes: Any = None
        self._texts: pa.Array | None = None

    def codes(self) -> Any:
        """A whole number for each member, equal where the ids are."""
        if self._codes is None:
            assert self.array is not None
            if pa.types.is_integer(self.array.type):
                self._codes = as_numbers(self.array)
            else:
                coded = self.array.dictionary_encode()
                self._texts, self._codes = coded.dictionary, numbers(coded.indices)
        return self._codes

    def find(self, households: Any, wanted: pa.Array) -> Any:
        """The row of the member of each of these households who has the id wanted there; -1 for nobody."""
        first, end = self.starts[households], self.starts[households + 1]
        if self.array is None:
            number = as_numbers(wanted)
            return np.where((number >= 1) & (number <= end - first), first + number - 1, -1)
        codes = self.codes()
        if self._texts is None:
            keys = as_numbers(wanted)
        else:
            at = pc.index_in(wanted.cast(self._texts.type), value_set=self._texts)
            keys = pc.fill_null(at, -1).to_numpy(zero_copy_only=False)
        found = np.full(len(households), -1, dtype=np.int64)
        left = np.arange(len(households))
        for step in range(LARGE):
            left = left[first[left] + step < end[left]]
            if not len(left):
                return found
            row = first[left] + step
            hit = codes[row] == keys[left]
            found[left[hit]] = row[hit]
            left = left[~hit]
        for household in np.unique(households[left]).tolist():
            start, stop = int(self.starts[household]), int(self.starts[household + 1])
            rows = dict(zip(codes[start:stop][::-1].tolist(), range(stop - 1, start - 1, -1), strict=True))
            mine = left[households[left] == household]
            found[mine] = [rows.get(key, -1) for key in keys[mine].tolist()]
        return found

    def twice(self) -> Any:
        """The households in which two members may have one id."""
        if self.array is None or len(self.array) < 2 or self._rising():
            return np.zeros(0, dtype=np.int64)
        codes = self.codes()
        if self._texts is not None and len(self._texts) == len(codes):
            return np.zeros(0, dtype=np.int64)
        sizes = np.diff(self.starts)
        owner = np.repeat(np.arange(len(sizes)), sizes)
        found = []
        for step in range(1, min(int(sizes.max()), LARGE)):
            same = codes[step:] == codes[:-step]
            rows = np.flatnonzero(same)
            found.append(owner[rows[owner[rows] == owner[rows + step]]])
        if int(sizes.max()) > LARGE:
            rows = np.flatnonzero(sizes[owner] > LARGE)
            rows = rows[np.lexsort((codes[rows], owner[rows]))]
            same = (codes[rows[1:]] == codes[rows[:-1]]) & (owner[rows[1:]] == owner[rows[:-1]])
            found.append(owner[rows[1:][same]])
        return np.unique(np.concatenate(found)) if found else np.zeros(0, dtype=np.int64)

    def _rising(self) -> bool:
        """Whether each id is greater than the one before it in the household: the usual order, and cheap to see."""
        assert self.array is not None
        if pa.types.is_integer(self.array.type):
            codes = self.codes()
            rising = codes[1:] > codes[:-1]
        else:
            rising = flags(pc.fill_null(pc.greater(self.array.slice(1), self.array.slice(0, len(self.array) - 1)), False))
        if rising.all():
            return True
        first = np.zeros(len(self.array) + 1, dtype=bool)
        first[self.starts] = True
        return bool((rising | first[1:-1]).all())
