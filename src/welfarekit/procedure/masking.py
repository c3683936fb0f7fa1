"""Names and numbers as a public list may show them: enough for neighbours to recognise, never the whole.

>>> mask_name("李明", "surname_stars"), mask_name("欧阳小明", "surname_mou"), mask_name("李小明", "first_and_last")
('李*', '欧阳某某', '李*明')
>>> mask_name("Nguyễn Văn An", "family_and_initials"), mask_name("Li Ming", "surname_stars")
('Nguyễn V. A.', 'L. M.')
>>> mask_number("079305123456", 3), mask_number("1234567", 3)
('***456', '***')

A rule names one manner. The three Chinese ones are for names in Chinese characters; any other name is shown as initials.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import Final

from welfarekit.domain.checking import MASK

MOST_SHOWN: Final = 3
"""The most characters of a number that a list may show: its last ones."""
_LONG_ENOUGH: Final = 8  # of a shorter number nothing is shown
_HAN: Final = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_OPENING, _CLOSING = r"(\[{<（［｛＜【〔〈《「『", r")\]}>）］｝＞】〕〉》」』"
_BRACKETS: Final = re.compile(f"[{_OPENING}][^{_OPENING}{_CLOSING}]*[{_CLOSING}]")
_OPEN: Final = re.compile(f"[{_OPENING}].*|[{_CLOSING}]", re.DOTALL)
_STAR, _MOU = "*", "某"
_COMPOUND: Final = frozenset(
    "欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 东方 東方 夏侯 皇甫 尉迟 尉遲 公孙 公孫 慕容 令狐 长孙 長孫 宇文 司徒 司空 端木 "
    "百里 呼延 南宫 南宮 东郭 東郭 西门 西門 南门 南門 赫连 赫連 澹台 澹臺 申屠 太史 闻人 聞人 钟离 鍾離 独孤 獨孤 第五".split()
)
"""Surnames of two characters; elsewhere the first character is the surname."""


class NameManner(StrEnum):
    """How a name is shown: 李**, 李某某, 李*明, ``Nguyễn V. A.`` or ``N. V. A.``."""

    SURNAME_STARS = "surname_stars"
    SURNAME_MOU = "surname_mou"
    FIRST_AND_LAST = "first_and_last"
    FAMILY_AND_INITIALS = "family_and_initials"
    INITIALS = "initials"


_CHINESE: Final = (NameManner.SURNAME_STARS, NameManner.SURNAME_MOU, NameManner.FIRST_AND_LAST)


def mask_name(name: str, manner: NameManner | str) -> str:
    """The name in this manner. Something of it is always hidden; of a name of one letter, all.

    What stands in brackets is no name and is left out. Only a word in Latin letters is shown as a family name: elsewhere the
    first word can be the whole name.
    """
    how = NameManner(manner)
    words = bare_name(name).split()
    joined = "".join(words)
    if _HAN.fullmatch(joined):
        shown = _chinese(joined, how) if how in _CHINESE else _initial(joined)
    else:
        family = words[:1] if how is NameManner.FAMILY_AND_INITIALS and len(words) > 1 and _latin(words[0]) else []
        shown = " ".join([*family, *map(_initial, words[len(family) :])])
    whole = " ".join(words).casefold()
    return MASK if not shown or whole in shown.casefold() else shown


def bare_name(name: str) -> str:
    """The name without brackets and what is in them, an open one to the end, and without characters that nobody sees."""
    seen = "".join(letter for letter in unicodedata.normalize("NFC", name) if unicodedata.category(letter) != "Cf")
    before = None
    while before != seen:
        before, seen = seen, _BRACKETS.sub(" ", seen)
    return _OPEN.sub(" ", seen)


def _latin(word: str) -> bool:
    return all(unicodedata.name(letter, "").startswith("LATIN ") for letter in word if letter.isalpha())


def _chinese(name: str, manner: NameManner) -> str:
    surname = 2 if len(name) > 2 and name[:2] in _COMPOUND else 1
    if len(name) == 1:
        return _STAR
    if manner is NameManner.SURNAME_MOU:
        return name[:surname] + _MOU * min(len(name) - surname, 2)
    last = name[-1] if manner is NameManner.FIRST_AND_LAST and len(name) > surname + 1 else ""
    return name[:surname] + _STAR * (len(name) - surname - len(last)) + last


def _initial(word: str) -> str:
    letters = [letter for letter in word if letter.isalpha()]
    return f"{letters[0].upper()}." if len(letters) > 1 else _STAR


def mask_number(number: str, digits: int) -> str:
    """The number with nothing left but its last ``digits``, at most three; of a short number nothing."""
    shown = number[-digits:] if 0 < digits <= MOST_SHOWN and len(number) >= _LONG_ENOUGH else ""
    return MASK + shown
