"""Whether a text names a village or community and nobody in it: no name, no number, no house, as far as that can be told.

>>> tells_of_somebody("Ấp 3, xã An Phú", ["Nguyễn Văn An"], [])
False
>>> tells_of_somebody("nhà ông An", ["Nguyễn Văn An"], []), tells_of_somebody("NGUYEN-VAN-AN", ["Nguyễn Văn An"], [])
(True, True)
>>> tells_of_somebody("079/305/123", [], []), tells_of_somebody("12 đường Lê Lợi", [], [])
(True, True)

Accents, case and everything between letters and digits make no difference. An illness, a street without its number and a person
outside the family cannot be told from a village; a list of the communities that there are can (``communities``).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from welfarekit.procedure.masking import bare_name

LONGEST: Final = 40
"""The most characters of a community."""
_RUN: Final = 4
"""So many digits in a row, or characters of a person's number, are never shown."""
_DIGITS: Final = 6
"""The most digits in all."""
_BETWEEN: Final = frozenset(" ,.-–/'’()（），．、·")
_HAN: Final = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_PERSON: Final = "ong|ba|anh|chi|co|chu|bac|em|chau|cu|be|con|nha|cau|di|thim|mr|mrs|ms"
_HOUSE: Final = re.compile(
    r"\bso nha\b|\bnha so\b|\bso \d|\b\d+[a-z]? (?:duong|hem|ngo|ngach|kiet)\b|\b(?:hem|ngo|ngach|kiet) \d|\bhouse\b"
    r"|\d ?(?:[号號室户戶栋棟幢楼樓层層]|单元|單元)|门牌|門牌"
)


def tells_of_somebody(text: str, names: Iterable[str], numbers: Iterable[str]) -> bool:
    """Whether a text holds one of these names or numbers, or a number or a house of anybody."""
    if len(text) > LONGEST or not text.isprintable() or not all(_may_stand(letter) for letter in text):
        return True
    words = _words(text)
    whole = "".join(words)
    if re.search(rf"\d{{{_RUN}}}", whole) or sum(letter.isdecimal() for letter in whole) > _DIGITS:
        return True
    if _HOUSE.search(" ".join(words)):
        return True
    if any(_named(words, _words(bare_name(name))) for name in names):
        return True
    return any(number[at : at + _RUN] in whole for number in map(_joined, numbers) for at in range(len(number) - _RUN + 1))


def _may_stand(letter: str) -> bool:
    return letter.isalnum() or letter in _BETWEEN or unicodedata.category(letter).startswith(("M", "N"))


def _named(words: list[str], name: list[str]) -> bool:
    """Whether a name stands in the words: whole, its words in another order, or the given name as neighbours say it."""
    whole = "".join(name)
    if not whole:
        return False
    if len(name) > 1 or _HAN.search(whole):
        if whole in "".join(words) or (len(name) > 1 and set(name) <= set(words)):
            return True
    elif whole in words:
        return True
    if _HAN.fullmatch(whole):
        return any(len(given) > 1 and given in "".join(words) for given in (whole[1:], whole[2:]))
    return bool(re.search(rf"\b(?:{_PERSON}) {re.escape(name[-1])}\b", " ".join(words)))


def _words(text: str) -> list[str]:
    """The words without case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold()).replace("đ", "d")
    bare = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in bare).split()


def _joined(text: str) -> str:
    return "".join(_words(text))
