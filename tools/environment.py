"""The project's own virtual environment, ``.venv`` beside this folder: made when it is missing, kept when it is up to date.

Nothing outside the project is touched, so this also works where the system's Python is managed by the system.
``python3 tools/environment.py lint docs`` installs dependency groups of ``pyproject.toml`` beside the library; without a
group it installs the library alone. This file keeps to old syntax, so that an old Python can read it and say what is missing.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.environ.get("WELFAREKIT_VENV") or os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "Scripts", "python.exe") if os.name == "nt" else os.path.join(VENV, "bin", "python")
OLDEST = (3, 11)
PIP = "pip>=25.1"  # the first that installs dependency groups


def newer_python():
    """The name of a Python on this machine that is new enough, or None."""
    import shutil

    for minor in range(20, OLDEST[1] - 1, -1):
        name = "python3." + str(minor)
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", "pass"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            return name
    return None


def check_version():
    """End with a clear message if this Python is too old."""
    if sys.version_info >= OLDEST:
        return
    wanted, have = ".".join(map(str, OLDEST)), ".".join(map(str, sys.version_info[:3]))
    newer = newer_python() if sys.version_info >= (3, 3) else None
    advice = "this machine has " + newer + ": use it in place of " + sys.executable if newer else "install one and run this again"
    raise SystemExit("welfarekit needs Python " + wanted + " or newer, and this is Python " + have + ".\n" + advice)


def run(arguments, what):
    """Run a step; end with its output if it fails."""
    print(what + " ...", file=sys.stderr, flush=True)
    done = subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    if done.returncode:
        raise SystemExit(done.stdout + "\n" + what + ": failed; the lines above say why")


def make():
    """Make the environment unless it is there and works."""
    works = os.path.exists(PYTHON) and subprocess.call([PYTHON, "-m", "pip", "--version"], stdout=subprocess.DEVNULL) == 0
    if works:
        return
    try:
        import ensurepip  # noqa: F401  # only to see whether it is there
    except ImportError:
        raise SystemExit("this Python comes without ensurepip; on Debian and Ubuntu: apt install python3-venv") from None
    run([sys.executable, "-m", "venv", "--clear", VENV], "making the virtual environment " + VENV)


def ensure(*groups):
    """The library, editable, and dependency groups in the environment. Installs only what ``pyproject.toml`` made necessary."""
    check_version()
    make()
    with open(os.path.join(ROOT, "pyproject.toml"), "rb") as file:
        state = hashlib.sha256(file.read() + os.path.realpath(ROOT).encode()).hexdigest()
    stamp = os.path.join(VENV, "installed-by-tools.txt")
    have = []
    if os.path.exists(stamp):
        with open(stamp, encoding="utf-8") as file:
            have = file.read().split()
    if have[:1] != [state]:
        have = [state]
    missing = [group for group in ("library", *groups) if group not in have[1:]]
    if not missing:
        return
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if len(have) == 1:
        run([*pip, "--upgrade", PIP], "installing pip")
    wanted = ["--editable", "."] if "library" in missing else []
    for group in missing:
        wanted += [] if group == "library" else ["--group", group]
    run([*pip, *wanted], "installing " + ", ".join(missing))
    with open(stamp, "w", encoding="utf-8") as file:
        file.write("\n".join([*have, *missing]) + "\n")


def python(*arguments):
    """Run the environment's Python in the project's folder and give its exit status."""
    try:
        return subprocess.call([PYTHON, *arguments], cwd=ROOT)
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    ensure(*sys.argv[1:])
