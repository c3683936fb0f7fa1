"""Registers as Arrow tables: many households in, their answers out (needs numpy and pyarrow, the extra ``arrow``).

A register is one nested table of households or two flat ones, as anything that speaks the Arrow C stream interface. Its columns
are the keys of the JSON document; a null is *not known*, and a column ``<path>_none`` says that there is none. The manual:
``docs/tables.md``.
"""

from __future__ import annotations

try:
    import numpy  # noqa: F401  # only to see whether it is there
    import pyarrow  # noqa: F401  # the same
except ModuleNotFoundError as error:
    raise ModuleNotFoundError("tables need numpy and pyarrow: pip install 'welfarekit[arrow]'") from error

from welfarekit.adapters.register.assess import assess_batches, assess_table
from welfarekit.adapters.register.compare import compare, compare_batches
from welfarekit.adapters.register.comparison import comparison
from welfarekit.adapters.register.households import households_to_arrow
from welfarekit.adapters.register.result import result_schema
from welfarekit.adapters.register.schema import table_schema
from welfarekit.adapters.register.statement import statement
from welfarekit.errors import Mismatch, TableMismatch

__all__ = [
    "Mismatch",
    "TableMismatch",
    "assess_batches",
    "assess_table",
    "compare",
    "compare_batches",
    "comparison",
    "households_to_arrow",
    "result_schema",
    "statement",
    "table_schema",
]
