"""A Spark session without Java: a Sail server in this process, and a client of Spark Connect."""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def session() -> Iterator[Any]:
    """A session whose server ends with it."""
    os.environ.setdefault("RUST_LOG", "error")  # no line for every query
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)  # which is not used here
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    spark = SparkSession.builder.remote(f"sc://127.0.0.1:{server.listening_address[1]}").getOrCreate()
    try:
        yield spark
    finally:
        spark.stop()
        server.stop()
