"""The engines: a module each, with ``PACKAGES``, ``KEEPS_COLUMNS`` and ``prepare(columns)``, which gives a Work.

``prepare`` is not timed: it brings the register into the form that the engine starts from, as its users would hold it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple


class Work(NamedTuple):
    """What is timed. ``run`` gives the outputs by name, unless ``sums`` makes the checksums in a run of its own."""

    run: Callable[[], Any]
    sums: Callable[[], tuple[int, ...]] | None = None
    parts: dict[str, float] | None = None
