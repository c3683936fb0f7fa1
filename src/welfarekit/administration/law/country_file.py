"""Where the files of a country stand that are law and belong to no program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def country_file(country: str, name: str) -> Path:
    """The path of a file in a country's folder (``cn``, ``vn``, ``demo``); it need not exist."""
    return Path(str(files("welfarekit"))) / country / name
