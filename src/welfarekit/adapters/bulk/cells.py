"""One cell of a bank's file, written and read in the manner that is declared; amounts never pass through a float.

>>> written_amount(Money("1234.50", "CNY"), "comma"), written_amount(Money("1234.50", "CNY"), "minor")
('1234,50', '123450')
>>> read_amount("1234,5", "comma", "CNY")
Money('1234.50', 'CNY')
>>> read_amount("1E3", "point", "VND")
Traceback (most recent call last):
...
welfarekit.language.written.Unreadable: not_money: expected an amount such as 1,234
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from fractions import Fraction
from typing import Final

from welfarekit.adapters.bulk.layout import DIGITS
from welfarekit.domain.checking import shown
from welfarekit.language.written import Unreadable, number_reader
from welfarekit.money import MINOR_DIGITS, Money
from welfarekit.quantity import Benefit, Quantity

MOST: Final = 10**15
"""Amounts from here on, in smallest parts, have more digits than a file of a bank takes."""

_DAY_FORMS: Final[dict[str, tuple[str, re.Pattern[str]]]] = {
    "iso": ("{:%Y-%m-%d}", re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{2})-(?P<d>[0-9]{2})")),
    "compact": ("{:%Y%m%d}", re.compile(r"(?P<y>[0-9]{4})(?P<m>[0-9]{2})(?P<d>[0-9]{2})")),
    "year_first": ("{:%Y/%m/%d}", re.compile(r"(?P<y>[0-9]{4})/(?P<m>[0-9]{1,2})/(?P<d>[0-9]{1,2})")),
    "day_first": ("{:%d/%m/%Y}", re.compile(r"(?P<d>[0-9]{1,2})/(?P<m>[0-9]{1,2})/(?P<y>[0-9]{4})")),
}
_MINOR: Final = re.compile(r"-?[0-9]{1,15}")
_FORMULA: Final = frozenset("=+-@＝＋－＠")
"""What begins a formula, also in the width of Chinese letters."""
_TELEPHONE: Final = re.compile(r"\+[0-9]+")
_WORD: Final = re.compile(r"[A-Za-z0-9_]+")
_SHORT: Final = 20
_NO_TEXT: Final = frozenset(("Cc", "Cs", "Zl", "Zp"))


def written_amount(amount: Benefit, manner: str) -> str:
    """An amount as ``point``, ``comma`` or ``minor``."""
    if manner == "minor":
        return str(amount.minor)
    return amount.value.replace(".", ",") if manner == "comma" else amount.value


def read_amount(text: str, manner: str, unit: str) -> Benefit:
    """An amount of zero or more, exactly; groups of thousands may be marked. ``Unreadable`` for anything else."""
    digits = DIGITS[unit]
    if manner == "minor":
        if not _MINOR.fullmatch(text):
            raise Unreadable("not_money", f"whole minor units such as {'74000' if digits else '740000'}")
        minor = int(text)
    else:
        value = number_reader("vi" if manner == "comma" else "en", digits, "not_money", "an amount")(text)
        minor = int(Fraction(value) * 10**digits)  # and not in the decimal context of the host, which may round
    if minor < 0:
        raise Unreadable("negative", "zero or more")
    return Money.of_minor(minor, unit) if unit in MINOR_DIGITS else Quantity.of_minor(minor, unit)


def written_day(day: dt.date, manner: str) -> str:
    """A day as ``iso``, ``compact``, ``year_first`` or ``day_first``."""
    return _DAY_FORMS[manner][0].replace("%Y", f"{day.year:04d}").format(day)


def read_day(text: str, manner: str) -> dt.date:
    """A day in the declared manner, and in no other."""
    example, pattern = _DAY_FORMS[manner]
    found = pattern.fullmatch(text)
    if not found:
        raise Unreadable("not_a_date", f"a day such as {example.format(dt.date(2025, 9, 10))}")
    try:
        return dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        raise Unreadable("no_such_date", "a day that exists") from None


def told(text: str) -> str:
    """A cell of the bank as an error may show it: one short ASCII word, or digits and signs; of anything else its length.

    A file whose columns were shifted has names of persons where a state or a day should be.

    >>> told("payed"), told("30.2.25"), told("王小明"), told("Wang Wu")
    ("'payed'", "'30.2.25'", '3 characters', '7 characters')
    """
    plain = len(text) <= _SHORT and text.isascii() and (_WORD.fullmatch(text) or sum(map(str.isalpha, text)) <= 1)
    return shown(text) if plain else f"{len(text)} characters"


def unfit(text: str) -> tuple[str, str] | None:
    """Why a text cannot stand in a cell, as a code and what was expected; None if it can.

    A spreadsheet takes a cell that begins with ``=``, ``+``, ``-`` or ``@`` for a formula. Such a text is refused, not changed: a
    bank compares names and accounts letter by letter. ``+`` and nothing but digits is a telephone number.
    """
    if "\ufeff" in text or any(unicodedata.category(letter) in _NO_TEXT for letter in text):
        code = "not_text"
        return code, "a text in one line"
    if text.lstrip()[:1] in _FORMULA and not _TELEPHONE.fullmatch(text):
        code = "formula"
        return code, "a text that no spreadsheet takes for a formula"
    return None
