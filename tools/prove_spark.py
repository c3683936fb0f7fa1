"""Whether Spark answers as one machine does, on a register of a million households: ``python tools/prove_spark.py``.

The register of ``tests/population.py`` is assessed on this machine and through Spark, once nested and once as two shuffled
tables of households and persons; the results are put in order and compared cell by cell. Without ``--master`` it starts a Sail
server and goes through Spark Connect, which needs no Java. ``--master 'local[2]'`` starts Spark itself (``pip install pyspark``
in place of ``pyspark-client``, and a Java runtime), and ``--remote sc://...`` asks a server that reads the same files.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import pyarrow as pa  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

import population  # noqa: E402  # the folder of the tests is only now on the path
import sail  # noqa: E402
from welfarekit.adapters.arrow import assess_table  # noqa: E402

FAULTS = 0.0002
OPTIONS: dict[str, Any] = {"keep": ["row"], "other": ["note"]}


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"{what:<44}{time.perf_counter() - start:8.1f} s", flush=True)


@contextmanager
def spark_itself(master: str, remote: str, memory: str) -> Iterator[Any]:
    """A session of a master that is started here, or of a server that is there."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    builder = SparkSession.builder.remote(remote) if remote else SparkSession.builder.master(master)
    if master:
        for key, value in {"spark.driver.memory": memory, "spark.driver.maxResultSize": "0", "spark.ui.enabled": "false"}.items():
            builder = builder.config(key, value)
    spark = builder.getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()


def tables(form: str, households: int) -> list[pa.Table]:
    """The register: one nested table, or households and persons."""
    if form == "nested":
        return [population.nested(households, faults=FAULTS)]
    return list(population.flat(households, faults=FAULTS))


def proven(spark: Any, form: str, households: int, folder: str) -> bool:
    """Whether both results are equal in one form of the register."""
    from welfarekit.adapters.spark import assess

    def asked(function: Any, homes: Any, persons: Any = None) -> Any:
        return function(homes, population.PROGRAMS, population.DAY, persons=persons, **OPTIONS)

    with timed(f"{form}: {households:,} households made"):
        given = tables(form, households)
        files = [f"{folder}/{form}-{at}.parquet" for at in range(len(given))]
        for table, file in zip(given, files, strict=True):
            rows = population.shuffled(table) if len(given) > 1 else table
            pq.write_table(rows, file, row_group_size=100_000, store_schema=False)  # else Sail finds dictionaries, and refuses
    with timed(f"{form}: on this machine"):
        here = asked(assess_table, *given)
    with timed(f"{form}: through Spark"):
        there = asked(assess, *(spark.read.parquet(file) for file in files)).toArrow()
    with timed(f"{form}: compared"):
        differing = population.differences(here, there)
    outcomes = here.column("outcome").cast(pa.string()).value_counts().to_pylist()
    print(", ".join(f"{each['counts']:,} {each['values'] or 'errors'}" for each in outcomes))
    print(f"{form}: {here.num_rows:,} rows", f"DIFFER in {', '.join(differing)}" if differing else "are equal", flush=True)
    return not differing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--form", choices=("nested", "flat", "both"), default="both")
    parser.add_argument("--master", default="", help="start Spark itself, for example local[2]")
    parser.add_argument("--remote", default="", help="a Spark Connect server that is there, sc://...")
    parser.add_argument("--memory", default="4g", help="of the driver, where Spark itself is started")
    args = parser.parse_args()
    running: AbstractContextManager[Any] = sail.session()
    if args.master or args.remote:
        running = spark_itself(args.master, args.remote, args.memory)
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, running as spark:
        print(f"Spark {spark.version}, Python {sys.version.split()[0]}, pyarrow {pa.__version__}, {os.cpu_count()} cores")
        print(f"{'session':<44}{time.perf_counter() - start:8.1f} s", flush=True)
        equal = True
        for form in ("nested", "flat") if args.form == "both" else (args.form,):
            equal &= proven(spark, form, args.households, folder)
        return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
