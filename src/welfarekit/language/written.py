"""Numbers, days, yes and no as people of a locale write them in a table, read strictly and exactly; never through a float.

Each function gives a *reader*: a closure built once per locale. What it cannot read raises :class:`Unreadable` with the code
of the problem and what would have been right. ISO days (``2025-07-01``), ``true``, ``false``, ``1``, ``0`` are read everywhere.

>>> number_reader("vi", 2)("1.200,50"), number_reader("zh_Hans", 2)("1,200.5")
(Decimal('1200.50'), Decimal('1200.5'))
>>> day_reader("vi")("01/07/2025") == day_reader("zh_Hans")("2025年7月1日") == dt.date(2025, 7, 1)
True
>>> flag_reader("vi")("Có"), flag_reader("zh_Hant")("否")
(True, False)
>>> number_reader("zh_Hans", 2)("1.200,50")
Traceback (most recent call last):
...
welfarekit.language.written.Unreadable: not_a_number: expected a number such as 1,234.5
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from welfarekit.language.formats import number_formatter, separators
from welfarekit.language.locale import Locale, resolve

_ISO: Final = re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")
_CHINESE: Final = (
    re.compile(r"(?P<y>[0-9]{4})/(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日"),
)
_DAYS: Final[dict[Locale, tuple[re.Pattern[str], ...]]] = {
    "zh_Hans": _CHINESE,
    "zh_Hant": _CHINESE,
    "vi": (re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})"),),
    "en": (),  # 01/07/2025 is July in one country and January in another
}
_DAY_WORDS: Final[dict[Locale, str]] = {
    "zh_Hans": "2025-07-01, 2025/7/1 or 2025年7月1日",
    "zh_Hant": "2025-07-01, 2025/7/1 or 2025年7月1日",
    "vi": "2025-07-01 or 01/07/2025",
    "en": "2025-07-01",
}
_YES_NO: Final[dict[Locale, tuple[str, str]]] = {
    "zh_Hans": ("是", "否"),
    "zh_Hant": ("是", "否"),
    "vi": ("có", "không"),
    "en": ("yes", "no"),
}
_DIGITS: Final = 15


class Unreadable(ValueError):
    """A text that is not what it should be: the ``code`` of the problem, and what was ``expected``."""

    def __init__(self, code: str, expected: str) -> None:
        self.code, self.expected = code, expected
        super().__init__(f"{code}: expected {expected}")


def decimal_sign(locale: str) -> str:
    """What stands before the decimals."""
    return separators(resolve(locale))[1]


def number_reader(locale: str, places: int, code: str = "not_a_number", words: str = "a number") -> Callable[[str], Decimal]:
    """Reads a number of at most 15 digits and so many ``places`` behind the decimal sign, grouped as the locale does or not."""
    own = resolve(locale)
    group, point = separators(own)
    pattern = re.compile(rf"-?(?:[0-9]+|[0-9]{{1,3}}(?:{re.escape(group)}[0-9]{{3}})+)(?:{re.escape(point)}[0-9]+)?")
    example = f"{words} such as {number_formatter(own)(Decimal('1234.5') if places else 1234)}"

    def read(text: str) -> Decimal:
        if not pattern.fullmatch(text):
            raise Unreadable(code, example)
        whole, _, decimals = text.replace(group, "").partition(point)
        if len(decimals.rstrip("0")) > places or len(whole.lstrip("-")) > _DIGITS:
            raise Unreadable("too_many_digits", f"at most {places} decimals" if places else f"{words} without decimals")
        return Decimal(f"{whole}.{decimals[:places]}" if decimals[:places] else whole)

    return read


def day_reader(locale: str) -> Callable[[str], dt.date]:
    """Reads a day, in ISO form or as the locale writes it."""
    own = resolve(locale)
    patterns = (_ISO, *_DAYS[own])

    def read(text: str) -> dt.date:
        for pattern in patterns:
            if found := pattern.fullmatch(text):
                try:
                    return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
                except ValueError:
                    raise Unreadable("no_such_date", "a day that exists") from None
        raise Unreadable("not_a_date", f"a day such as {_DAY_WORDS[own]}")

    return read


def flag_reader(locale: str) -> Callable[[str], bool]:
    """Reads yes and no, in the words of the locale, as true and false, or as 1 and 0."""
    yes, no = _YES_NO[resolve(locale)]
    words = {yes: True, no: False, "true": True, "false": False, "1": True, "0": False}

    def read(text: str) -> bool:
        found = words.get(unicodedata.normalize("NFC", text).casefold())
        if found is None:
            raise Unreadable("wrong_type", f"{yes} or {no}, true or false")
        return found

    return read
