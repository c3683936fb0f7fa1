"""Catalogues: the sentences of one folder in one locale. The English sentence is the key.

A folder holds ``zh_Hans.po``, ``zh_Hant.po`` and ``vi.po``; installed from a wheel it also holds the compiled ``.mo`` files,
which the standard library reads in a millisecond. Without them Babel reads the ``.po``.

>>> catalogue("welfarekit.language", "vi").text("The household is entitled to {amount} a month.", amount="540.000 đồng")
'Hộ gia đình được hưởng 540.000 đồng mỗi tháng.'

A sentence without a translation is shown in English: a family is never refused an answer over a missing word.
Tests ask for more, with :func:`strict`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Final

from welfarekit.errors import CatalogueError
from welfarekit.language.locale import Locale, resolve

SHARED: Final = "welfarekit.language"
"""The package of the shared catalogue: frames, labels of facts, words for values."""

_PLACEHOLDER: Final = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_CLOCK_SLACK: Final = 2.0  # an installer writes .po and .mo within a moment of each other, in either order

_strict: ContextVar[bool] = ContextVar("welfarekit_strict_catalogues", default=False)


@contextmanager
def strict() -> Iterator[None]:
    """Within this block a missing translation or a missing value raises :class:`~welfarekit.errors.CatalogueError`."""
    token = _strict.set(True)
    try:
        yield
    finally:
        _strict.reset(token)


class Catalogue:
    """The sentences of one folder in one locale. Get one from :func:`catalogue` or :meth:`of_folder`."""

    def __init__(self, name: str, locale: Locale, find: Callable[[str], str]) -> None:
        self.name, self.locale = name, locale
        self._find = find
        self._known: dict[str, str] = {}

    @classmethod
    def of_folder(cls, folder: Path, locale: str, name: str = "") -> Catalogue:
        """The catalogue in ``folder``, for law and programs that do not come with welfarekit."""
        wanted = resolve(locale)
        return cls(name or folder.name, wanted, _same if wanted == "en" else _finder(folder, wanted))

    def __repr__(self) -> str:
        return f"Catalogue({self.name!r}, {self.locale!r})"

    def __contains__(self, msgid: object) -> bool:
        return isinstance(msgid, str) and bool(self._find(msgid))

    def template(self, msgid: str) -> str:
        """The translated sentence with its ``{placeholders}`` still open; the English one where there is no translation."""
        known = self._known.get(msgid)
        if known is None:
            known = self._find(msgid) if msgid else ""
            if not known:
                if msgid and _strict.get():
                    raise CatalogueError(f"{self.name} has no {self.locale} translation of {msgid!r}; add it to {self.locale}.po")
                return msgid
            self._known[msgid] = known
        return known

    def text(self, msgid: str, /, **values: object) -> str:
        """The sentence in this locale, its ``{placeholders}`` filled with ``values``; one without a value stays visible."""
        template = self.template(msgid)
        try:
            return template.format(**values)
        except (LookupError, ValueError, AttributeError) as reason:
            if _strict.get():
                raise CatalogueError(f"{self.name}: {template!r} cannot be filled: {reason!r}") from None
            return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), template)


@cache
def _cached(package: str, locale: Locale) -> Catalogue:
    __import__(package)
    path = getattr(sys.modules[package], "__path__", None)
    if path is None:
        raise CatalogueError(f"{package} is a module; a catalogue belongs to a folder, that is to a package")
    return Catalogue.of_folder(Path(next(iter(path))), locale, package)


def catalogue(package: str, locale: str) -> Catalogue:
    """The sentences in the folder of ``package`` (``welfarekit.cn.dibao``) in ``locale``; read once, then kept."""
    return _cached(package, resolve(locale))


def shared(locale: str) -> Catalogue:
    """The shared catalogue: frames of explanations, labels of facts, words for values."""
    return _cached(SHARED, resolve(locale))


def _same(msgid: str) -> str:
    return msgid


def _finder(folder: Path, locale: Locale) -> Callable[[str], str]:
    """A look-up that gives "" for a sentence without translation."""
    source, compiled = folder / f"{locale}.po", folder / f"{locale}.mo"
    if compiled.exists() and not (source.exists() and source.stat().st_mtime > compiled.stat().st_mtime + _CLOCK_SLACK):
        return _compiled(compiled)
    if source.exists():
        return _source(source, locale)
    return lambda msgid: ""


def _compiled(path: Path) -> Callable[[str], str]:
    import gettext

    class Nothing(gettext.NullTranslations):
        def gettext(self, message: str) -> str:
            return ""

    with path.open("rb") as file:
        translations = gettext.GNUTranslations(file)
    translations.add_fallback(Nothing())
    return translations.gettext


def _source(path: Path, locale: Locale) -> Callable[[str], str]:
    from babel.messages.pofile import read_po

    with path.open("rb") as file:
        entries = read_po(file, locale=locale, charset="utf-8")
    texts = {entry.id: entry.string for entry in entries if entry.id and isinstance(entry.id, str) and not entry.fuzzy}
    return lambda msgid: str(texts.get(msgid) or "")
