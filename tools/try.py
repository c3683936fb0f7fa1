"""The main job on a shipped example, from nothing: ``python3 tools/try.py``.

Makes ``.venv`` in the project's folder, installs the library into it, and asks whether the family in
``examples/yueyanglou.json`` is entitled to dibao on 1 September 2025. Arguments are passed on to ``welfarekit assess``:
``python3 tools/try.py --locale en``.
"""

import sys

from environment import ensure, python

ASSESS = ["-m", "welfarekit", "assess", "examples/yueyanglou.json", "--on", "2025-09-01", "--program", "cn.dibao"]

if __name__ == "__main__":
    ensure()
    sys.exit(python(*ASSESS, *sys.argv[1:]))
