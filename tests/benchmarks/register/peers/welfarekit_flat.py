"""welfarekit: the same rulebooks over two Arrow tables, persons with the key of their household."""

from __future__ import annotations

from register import table
from register import workload as w
from register.peers import Work
from register.peers.welfarekit import KEEPS_COLUMNS, PACKAGES, work

__all__ = ["KEEPS_COLUMNS", "PACKAGES", "prepare"]


def prepare(columns: w.Columns) -> Work:
    """The register as two tables."""
    return work(*table.flat(columns))
