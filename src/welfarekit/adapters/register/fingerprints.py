"""Keys remembered as fingerprints: eight bytes for each, whatever its length."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from welfarekit.adapters.register.decoding import numbers


class Fingerprints:
    """Which keys have been met, as whole numbers of 64 bits in a few sorted arrays of growing length."""

    def __init__(self) -> None:
        self._levels: list[Any] = []
        self._waiting: list[Any] = []

    def later(self, keys: pa.Array) -> None:
        """Remember keys that are known to be new; they are sorted only if one is ever looked for."""
        self._waiting.append(fingerprint(keys).copy())

    def met(self, keys: pa.Array) -> Any:
        """Where a key was met before, also in this array; all are remembered."""
        prints = fingerprint(keys)
        order = np.argsort(prints, kind="stable")
        ordered = prints[order]
        known = self._among(ordered)
        known[1:] |= ordered[1:] == ordered[:-1]
        found = np.empty(len(prints), dtype=bool)
        found[order] = known
        self._add(ordered)
        if keys.null_count:
            found &= pc.is_valid(keys).to_numpy(zero_copy_only=False)
        return found

    def has(self, keys: pa.Array) -> Any:
        """Where a key was met before."""
        return self._among(fingerprint(keys))

    def _among(self, prints: Any) -> Any:
        for earlier in self._waiting:
            self._add(np.sort(earlier))
        self._waiting = []
        known = np.zeros(len(prints), dtype=bool)
        for level in self._levels:
            at = np.searchsorted(level, prints)
            known |= level[np.minimum(at, len(level) - 1)] == prints
        return known

    def _add(self, prints: Any) -> None:
        if not len(prints):
            return
        while self._levels and len(self._levels[-1]) <= 2 * len(prints):
            prints = np.sort(np.concatenate((self._levels.pop(), prints)), kind="stable")
        self._levels.append(prints)


def fingerprint(keys: pa.Array) -> Any:
    """Whole numbers of 64 bits that are equal where keys are; different ones for different keys, but for one chance in 2**64."""
    if pa.types.is_integer(keys.type):
        return numbers(keys).view(np.int64) if keys.null_count == 0 else numbers(pc.fill_null(keys, 0)).view(np.int64)
    keys = pc.fill_null(keys, "")
    wide = pa.types.is_large_string(keys.type)
    offsets = np.frombuffer(keys.buffers()[1], np.int64 if wide else np.int32, len(keys) + 1, keys.offset * (8 if wide else 4))
    text = np.frombuffer(keys.buffers()[2], np.uint8) if keys.buffers()[2] is not None else np.zeros(0, np.uint8)
    return _mixed(text, offsets.astype(np.int64))


def _mixed(text: Any, offsets: Any) -> Any:
    """Eight bytes of every text at a time, mixed as splitmix64 does; texts of different length differ from the start."""
    lengths = np.diff(offsets)
    found = (lengths.astype(np.uint64) + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    padded = np.concatenate((text, np.zeros(8, np.uint8)))
    eight = np.arange(8)
    left = np.flatnonzero(lengths > 0)
    step = 0
    while len(left):
        at = offsets[left] + step
        size = np.minimum(lengths[left] - step, 8)
        chars = padded[np.minimum(at[:, None] + eight, len(padded) - 1)]
        chars[eight >= size[:, None]] = 0
        word = found[left] ^ chars.view(np.uint64)[:, 0]
        word = (word ^ (word >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        word = (word ^ (word >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        found[left] = word ^ (word >> np.uint64(31))
        step += 8
        left = left[lengths[left] > step]
    return found.view(np.int64)
