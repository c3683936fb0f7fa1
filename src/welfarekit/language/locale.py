"""The locale chain: any tag that a browser, an operating system or a person writes, brought to one of four locales.

>>> resolve("zh-CN"), resolve("zh_TW"), resolve("zh-Hant-HK"), resolve("vi-VN"), resolve("en_CN")
('zh_Hans', 'zh_Hant', 'zh_Hant', 'vi', 'en')
>>> chain("zh-HK")
('zh_Hant', 'en')
>>> resolve("fr")
Traceback (most recent call last):
...
welfarekit.errors.CatalogueError: no catalogue speaks 'fr'; use one of zh_Hans, zh_Hant, vi, en
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal, TypeAlias, cast

from welfarekit.errors import CatalogueError

Locale: TypeAlias = Literal["zh_Hans", "zh_Hant", "vi", "en"]

LOCALES: Final[tuple[Locale, ...]] = ("zh_Hans", "zh_Hant", "vi", "en")
"""The four locales, each complete."""

_TRADITIONAL: Final = frozenset({"tw", "hk", "mo"})
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=512)
def resolve(tag: str) -> Locale:
    """The locale that ``tag`` means: ``zh-CN``, ``zh_TW.UTF-8``, ``zh-Hant-HK``, ``vi-VN``, ``en_GB`` ...

    A script decides before a territory; Chinese without either is simplified, and in Taiwan, Hong Kong and Macau traditional.
    An unknown language is a :class:`~welfarekit.errors.CatalogueError` that names the four.
    """
    plain = re.split("[.@]", tag, maxsplit=1)[0] if isinstance(tag, str) else ""
    language, *rest = plain.casefold().replace("-", "_").split("_") if _TAG.fullmatch(plain) else ("",)
    if language in ("vi", "en"):
        return cast(Locale, language)
    if language == "zh":
        script = next((part for part in rest if len(part) == 4 and part.isalpha()), None)
        if script in ("hans", "hant"):
            return "zh_Hans" if script == "hans" else "zh_Hant"
        if script is None:
            return "zh_Hant" if _TRADITIONAL.intersection(rest) else "zh_Hans"
    raise CatalogueError(f"no catalogue speaks {tag!r}; use one of {', '.join(LOCALES)}")


def chain(tag: str) -> tuple[Locale, ...]:
    """Where a sentence is looked for: in the locale that ``tag`` means, then in English, which is always there."""
    locale = resolve(tag)
    return (locale,) if locale == "en" else (locale, "en")
