"""The benchmarks, from nothing: ``python3 tools/bench.py``. Arguments are passed on to pytest.

They are not part of the default test run. ``--with-peer`` also installs OpenFisca-Core, to be compared with. ``--register``
measures a register in place of one family, with ``--peers`` beside six others; its further arguments are those of
``tests/benchmarks/register/run.py``. ``--payments`` measures a year of payments, see ``tests/benchmarks/payments/run.py``.
"""

import sys

from environment import PYTHON, ensure, python, run

COLUMNS = ["--benchmark-columns=median,min,iqr,rounds", "--benchmark-sort=name", "--benchmark-warmup=on"]

if __name__ == "__main__":
    ensure("bench")
    arguments = sys.argv[1:]
    if "--register" in arguments:
        arguments.remove("--register")
        sys.exit(python("tests/benchmarks/register/run.py", *arguments))
    if "--payments" in arguments:
        arguments.remove("--payments")
        sys.exit(python("tests/benchmarks/payments/run.py", *arguments))
    if "--with-peer" in arguments:
        arguments.remove("--with-peer")
        run([PYTHON, "-m", "pip", "install", "--quiet", "openfisca-core"], "installing openfisca-core")
    sys.exit(python("-m", "pytest", "-o", "python_files=bench_*.py", "tests/benchmarks", *COLUMNS, *arguments))
