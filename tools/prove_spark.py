"""Whether Spark answers as one machine does, on a register of a million households: ``python tools/prove_spark.py``.

The register of ``tests/population.py`` is assessed on this machine and through Spark, once nested and once as two shuffled
tables of households and persons; the results are sorted and compared cell by cell. Without ``--master`` it starts a Sail server
and goes through Spark Connect, which needs no Java; ``--master 'local[2]'`` starts Spark itself (``pip install pyspark``),
and ``--remote sc://...`` asks a server that is there. Files pass through a folder that is removed at the end.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import population as made  # noqa: E402  # the folder of the tests is only now on the path
import pyarrow as pa  # noqa: E402
import pyarrow.compute as pc  # noqa: E402
import pyarrow.parquet as pq  # noqa: E402

from welfarekit.adapters.arrow import assess_table  # noqa: E402

OPTIONS: dict[str, Any] = {"keep": ["row"], "other": ["note"]}
ORDER = ["program", "row", "household", "member", "error_text", "persons"]


@contextmanager
def timed(what: str) -> Iterator[None]:
    start = time.perf_counter()
    yield
    print(f"{what:<44}{time.perf_counter() - start:8.1f} s", flush=True)


@contextmanager
def session(master: str, remote: str, memory: str) -> Iterator[Any]:
    """A Spark session: of the given master or server, or of a Sail server that ends with it."""
    from pyspark.sql import SparkSession

    if master:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        builder = SparkSession.builder.master(master).config("spark.driver.memory", memory).config("spark.ui.enabled", "false")
        spark = builder.config("spark.driver.maxResultSize", "0").getOrCreate()
        yield spark
        spark.stop()
        return
    if remote:
        yield SparkSession.builder.remote(remote).getOrCreate()
        return
    os.environ.setdefault("RUST_LOG", "error")
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    spark = SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}").getOrCreate()
    yield spark
    spark.stop()
    server.stop()


def in_order(table: pa.Table) -> pa.Table:
    """Rows in an order that the table itself gives, texts as texts."""
    kinds = [field.type.value_type if pa.types.is_dictionary(field.type) else field.type for field in table.schema]
    plain = table.cast(pa.schema([pa.field(field.name, kind) for field, kind in zip(table.schema, kinds, strict=True)]))
    return plain.take(pc.sort_indices(plain, [(name, "ascending") for name in ORDER])).combine_chunks()


def differences(one: pa.Table, other: pa.Table) -> list[str]:
    """What the tables differ in; nothing if they are equal."""
    if one.schema.names != other.schema.names or [f.type for f in one.schema] != [f.type for f in other.schema]:
        return [f"the schemas: {one.schema} and {other.schema}"]
    if one.num_rows != other.num_rows:
        return [f"{one.num_rows:,} rows and {other.num_rows:,}"]
    return [name for name in one.column_names if not one.column(name).equals(other.column(name))]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--households", type=int, default=1_000_000)
    parser.add_argument("--master", default="", help="start Spark itself, for example local[2]")
    parser.add_argument("--remote", default="", help="a Spark Connect server that is there, sc://...")
    parser.add_argument("--memory", default="4g", help="of the driver, where Spark itself is started")
    parser.add_argument("--form", choices=("nested", "flat", "both"), default="both")
    args = parser.parse_args()
    warnings.filterwarnings("ignore", category=FutureWarning)  # pyspark about pandas, which is not used here
    with timed("imports"):
        from welfarekit.adapters.spark import assess
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        with timed("session up"):
            running = session(args.master, args.remote, args.memory)
            spark = running.__enter__()
        print(f"Spark {spark.version}, Python {sys.version.split()[0]}, pyarrow {pa.__version__}, {os.cpu_count()} cores")
        for form in ("nested", "flat") if args.form == "both" else (args.form,):
            with timed(f"{args.households:,} households made, {form}"):
                tables = [made.nested(args.households, faults=0.0002)] if form == "nested" else made.flat(args.households, faults=0.0002)
                files = [f"{folder}/{form}-{at}.parquet" for at in range(len(tables))]
                for table, file in zip(tables, files, strict=True):
                    rows = table if form == "nested" else made.shuffled(table)
                    pq.write_table(rows, file, row_group_size=100_000, store_schema=False)  # Sail cannot read dictionaries
            more = {} if form == "nested" else {"persons": tables[1]}
            with timed(f"{form}, this machine"):
                here = assess_table(tables[0], made.PROGRAMS, made.DAY, **more, **OPTIONS)
            with timed(f"{form}, Spark"):
                frames = [spark.read.parquet(file) for file in files]
                more = {} if form == "nested" else {"persons": frames[1]}
                found = assess(frames[0], made.PROGRAMS, made.DAY, **more, **OPTIONS).toArrow()
            with timed(f"{form}, compared"):
                differing = differences(in_order(here), in_order(found))
            print(f"{form}: {here.num_rows:,} rows", "are equal" if not differing else f"DIFFER in {', '.join(differing)}")
            wrong += differing
        running.__exit__(None, None, None)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
