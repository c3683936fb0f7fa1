"""Runs the code blocks of a Markdown page in order, and compares what they print with what the page shows.

``python`` blocks share one namespace; a ``text`` block right after one is what it prints. In ``console`` blocks each line
``$ python -m welfarekit ...`` is run, and the lines below it are what it prints; ``...`` stands for anything. ``toml`` blocks
whose first line is ``# name.toml`` are files that later blocks can use; other ``toml`` and ``json`` blocks have to parse.
"""

from __future__ import annotations

import contextlib
import doctest
import io
import json
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from attrs import frozen

from welfarekit.__main__ import main

BLOCK = re.compile(r"^(?P<indent>[ ]*)```(?P<kind>[\w{}]*)[^\n]*\n(?P<text>.*?)^(?P=indent)```[ ]*$", re.DOTALL | re.MULTILINE)
COMMAND = "$ python -m welfarekit "
CHECKER = doctest.OutputChecker()
OPTIONS = doctest.ELLIPSIS


@frozen
class Block:
    """A fenced block of a page: its language, its text, where it begins, and whether only space stands before it."""

    kind: str
    text: str
    line: int
    follows: bool


def blocks(page: str) -> Iterator[Block]:
    """The fenced blocks of a page."""
    end = -1
    for match in BLOCK.finditer(page):
        follows = end >= 0 and not page[end : match.start()].strip()
        yield Block(match["kind"], match["text"], page.count("\n", 0, match.start()) + 1, follows)
        end = match.end()


def same(wanted: str, found: str, where: str) -> None:
    """Fail unless the page shows what was printed."""
    assert CHECKER.check_output(wanted, found, OPTIONS), f"{where}: the page shows\n{wanted}\nand this was printed\n{found}"


def run_console(text: str, where: str) -> None:
    """Run the commands of a console block."""
    commands = re.split(r"^(?=\$ )", text, flags=re.MULTILINE)
    for command in filter(str.strip, commands):
        first, _, shown = command.partition("\n")
        assert first.startswith(COMMAND), f"{where}: {first!r} is not a command that is run; make it a sh block"
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            main(shlex.split(first.removeprefix(COMMAND)))
        same(shown, printed.getvalue(), where)


def run_page(path: Path, folder: Path) -> int:
    """Run a page in ``folder``, the working directory; gives the number of blocks that were run."""
    names: dict[str, Any] = {"__name__": "__page__"}
    try:
        return _run_blocks(path, folder, names)
    finally:
        if "spark" in names:  # where a page breaks off, a session that outlives its server would keep Python from ending
            names["spark"].stop()


def _run_blocks(path: Path, folder: Path, names: dict[str, Any]) -> int:
    printed, count = "", 0
    for block in blocks(path.read_text("utf-8")):
        where = f"{path.name}:{block.line}"
        if block.kind == "python":
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                exec(compile("\n" * block.line + block.text, str(path), "exec"), names)  # noqa: S102  # the page's own code
            printed = out.getvalue()
        elif block.kind == "text":
            assert block.follows, f"{where}: a text block stands right after the block that prints it"
            same(block.text, printed, where)
        elif block.kind == "console":
            run_console(block.text, where)
        elif block.kind == "toml":
            tomllib.loads(block.text)
            if name := re.match(r"# (\w+\.toml)\n", block.text):
                (folder / name[1]).write_text(block.text, "utf-8")
        elif block.kind == "json":
            json.loads(block.text)
        else:
            assert block.kind == "sh" or block.kind.startswith("{"), f"{where}: {block.kind or 'an unmarked'} block"
            continue
        count += 1
    return count
