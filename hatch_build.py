"""Build hook: compiles every catalogue (.po to .mo) into the wheel, and refuses to build over a broken one.

Broken is a catalogue with a fuzzy, untranslated, obsolete or repeated entry, with other placeholders than its source, or with
a header that does not name its language and UTF-8. The source tree stays as it is: the .mo files are made in a folder of
their own. An editable install compiles nothing; the catalogues are then read from the .po.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
MSGID = re.compile(rb'^msgid "[^"]|^msgid ""\n(?=")', re.MULTILINE)


def problems_of(path: Path) -> list[str]:
    """Everything that is wrong with one catalogue, each as a line to print."""
    from babel.messages.pofile import PoFileError, read_po

    raw = path.read_bytes()
    try:
        catalogue = read_po(BytesIO(raw), charset="utf-8", abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        return [f"{path}: cannot be read: {error}"]
    found = []
    header = {name.lower(): value for name, value in catalogue.mime_headers}
    if str(catalogue.locale) != path.stem:
        found.append(f"{path}: the header says Language: {catalogue.locale_identifier}, the file name {path.stem}")
    if "charset=utf-8" not in header.get("content-type", "").lower():
        found.append(f"{path}: the header must say Content-Type: text/plain; charset=utf-8")
    found += [f"{path}: obsolete entry {msgid!r}; delete it" for msgid in catalogue.obsolete]
    entries = [entry for entry in catalogue if entry.id]
    written = len(MSGID.findall(raw.replace(b"\r\n", b"\n")))  # the header, msgid "" alone, does not match
    if written != len(entries):
        found.append(f"{path}: {written} entries are written and {len(entries)} differ; an msgid stands there twice")
    for entry in entries:
        where = f"{path}:{entry.lineno}"
        source, target = str(entry.id), str(entry.string or "")
        if not isinstance(entry.id, str):
            found.append(f"{where}: a plural entry; these catalogues have none")
        elif entry.fuzzy:
            found.append(f"{where}: fuzzy entry {source!r}; check it and take the mark away")
        elif not target.strip():
            found.append(f"{where}: {source!r} is not translated")
        elif set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(target)):
            found.append(f"{where}: {source!r} and {target!r} have different placeholders")
    return found


def compile_to(path: Path, target: Path) -> None:
    """Write the compiled form of a sound catalogue."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with path.open("rb") as source:
        catalogue = read_po(source, charset="utf-8")
    with target.open("wb") as compiled:
        write_mo(compiled, catalogue)


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]  # the hook needs no configuration of its own
    """Checks the catalogues for every build, and puts the compiled ones into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before a build; ``version`` is ``standard`` or ``editable``."""
        self._folder: Path | None = None
        if version == "editable":
            return
        source = Path(self.root) / "src"
        catalogues = sorted(source.rglob("*.po"))
        problems = [problem for path in catalogues for problem in problems_of(path)]
        if problems:
            raise SystemExit("catalogues are broken; nothing was built:\n  " + "\n  ".join(problems))
        if self.target_name != "wheel":
            return
        self._folder = Path(tempfile.mkdtemp(prefix="welfarekit-mo-"))
        for number, path in enumerate(catalogues):
            compiled = self._folder / f"{number}.mo"
            compile_to(path, compiled)
            build_data["force_include"][str(compiled)] = path.relative_to(source).with_suffix(".mo").as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Called by hatchling after a build."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
