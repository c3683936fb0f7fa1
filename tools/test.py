"""The tests, from nothing: ``python3 tools/test.py``.

Makes ``.venv`` in the project's folder, installs the library and what the tests need into it, and runs pytest. Arguments are
passed on to pytest: ``python3 tools/test.py -k dibao``.
"""

import sys

from environment import ensure, python

if __name__ == "__main__":
    ensure("test")
    sys.exit(python("-m", "pytest", *sys.argv[1:]))
