"""DuckDB, tables in memory, two threads: one query for the households, one for the persons."""

from __future__ import annotations

from typing import Any, Final

import duckdb
import numpy as np
import pyarrow as pa

from register import workload as w
from register.peers import Work

PACKAGES: Final = ("duckdb",)
KEEPS_COLUMNS: Final = False
LACKS: Final = " + ".join(f"{name}::INT" for name in w.LACKS)

HOUSEHOLDS: Final = f"""
WITH of_members AS (
    SELECT household, count(*) AS size, sum(wage)::BIGINT AS wages, sum(other_income)::BIGINT AS others,
        count(*) FILTER (WHERE age >= {w.OLD_AGE} OR age < {w.CHILD_AGE} OR grade IN (1, 2)) AS frail
    FROM persons GROUP BY household
), found AS (
    SELECT h.row, h.urban, h.savings, h.dwellings, h.car, m.*, {LACKS} AS lacks,
        CASE WHEN h.urban THEN a.standard_urban ELSE a.standard_rural END AS standard
    FROM households h JOIN of_members m ON h.row = m.household JOIN areas a ON a.code = h.area
), judged AS (
    SELECT *, wages < standard * size AND savings <= {w.SAVINGS_MONTHS} * standard * size
            AND dwellings <= {w.MOST_DWELLINGS} AND NOT car AS entitled,
        others <= (CASE WHEN urban THEN {w.POVERTY_LINE[1]} ELSE {w.POVERTY_LINE[0]} END) * size AS low
    FROM found
)
SELECT row, entitled,
    CASE WHEN entitled THEN standard * size - wages + standard * {w.TOP_UP_PERCENT} // 100 * frail ELSE 0 END AS dibao,
    (CASE WHEN low THEN CASE WHEN lacks >= {w.DEPRIVED_FROM} THEN 2 ELSE 1 END ELSE 0 END)::TINYINT AS poverty
FROM judged"""


def _by_grade(amounts: np.ndarray) -> str:
    cases = " ".join(f"WHEN {grade} THEN {amount}" for grade, amount in enumerate(amounts) if amount)
    return f"CASE grade {cases} ELSE 0 END"


PERSONS: Final = f"""
SELECT p.household,
    (CASE WHEN entitled THEN {_by_grade(w.LIVING[1])} ELSE 0 END)::BIGINT AS living,
    (CASE WHEN entitled THEN {_by_grade(w.NURSING[1])} ELSE {_by_grade(w.NURSING[0])} END)::BIGINT AS nursing,
    greatest(
        CASE WHEN orphan AND age < 16 THEN CASE WHEN age < 4 THEN 25 ELSE 15 END ELSE 0 END,
        CASE WHEN hiv THEN CASE WHEN age < 4 THEN 25 WHEN age < 16 THEN 20 WHEN poverty = 2 THEN 15 ELSE 0 END ELSE 0 END,
        CASE WHEN single AND poverty >= 1 THEN 10 ELSE 0 END,
        CASE WHEN age >= 60 AND poverty = 2 AND no_carer THEN CASE WHEN age >= 80 THEN 20 ELSE 15 END ELSE 0 END,
        CASE WHEN age >= 80 AND NOT pension THEN 10 ELSE 0 END,
        CASE WHEN age >= 75 AND age < 80 AND poverty >= 1 THEN 10 ELSE 0 END,
        CASE grade WHEN 1 THEN CASE WHEN age < 16 OR age >= 60 THEN 25 ELSE 20 END
            WHEN 2 THEN CASE WHEN age < 16 OR age >= 60 THEN 20 ELSE 15 END ELSE 0 END
    )::BIGINT * {w.ASSISTANCE_UNIT} AS assistance
FROM persons p JOIN of_households r ON p.household = r.row"""


def prepare(columns: w.Columns) -> Work:
    """Two tables of the database, and one of the standards."""
    base = duckdb.connect(config={"threads": 2})
    base.execute("SET preserve_insertion_order = false")
    rows = np.arange(len(columns["area"]), dtype=np.int32)
    _load(base, "households", {"row": rows, **{name: columns[name] for name in w.HOUSEHOLD}})
    _load(base, "persons", {name: columns[name] for name in w.PERSON})
    standards = {"standard_rural": w.STANDARD_RURAL, "standard_urban": w.STANDARD_URBAN}
    _load(base, "areas", {"code": w.AREAS, **standards})

    def run() -> dict[str, Any]:
        base.execute(f"CREATE OR REPLACE TEMP TABLE of_households AS {HOUSEHOLDS}")
        of_households = base.sql("SELECT * FROM of_households").to_arrow_table()
        of_persons = base.sql(PERSONS).to_arrow_table()
        return {name: (of_households if name in of_households.column_names else of_persons)[name] for name in w.OUTPUTS}

    return Work(run)


def _load(base: duckdb.DuckDBPyConnection, name: str, columns: w.Columns) -> None:
    base.register("loaded", pa.table(columns))
    base.execute(f"CREATE TABLE {name} AS SELECT * FROM loaded")
    base.unregister("loaded")
