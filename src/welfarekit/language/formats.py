"""Amounts, dates, percentages, numbers and lists as each locale writes them.

Each function gives a *formatter*: a closure built once per locale (and currency) from the CLDR patterns that Babel carries,
and then fast. It takes exact values only: money as whole fen or đồng, percentages as fractions.

Two styles of money. ``official`` is what stands in an official sentence, with the currency in words and without a useless
".00"; ``symbol`` is CLDR's, character for character what Babel writes.

>>> money_formatter("zh_Hans", "CNY")(74000), money_formatter("zh_Hans", "CNY")(1974)
('740元', '19.74元')
>>> money_formatter("vi", "VND")(1500000)
'1.500.000 đồng'
>>> money_formatter("zh_Hans", "CNY", "symbol")(-123450)
'-¥1,234.50'
>>> date_formatter("vi")(dt.date(2019, 2, 1)), date_formatter("zh_Hans")(dt.date(2019, 9, 1))
('ngày 01 tháng 02 năm 2019', '2019年9月1日')
>>> percent_formatter("vi")(Fraction(567, 10000))
'5,67%'
>>> join("zh_Hans", ["A", "B", "C"]), join("vi", ["A", "B"], "or")
('A、B和C', 'A hoặc B')
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from welfarekit.errors import CatalogueError
from welfarekit.language.locale import Locale, resolve
from welfarekit.money import MINOR_DIGITS, divide

if TYPE_CHECKING:
    from babel import Locale as BabelLocale

Style: TypeAlias = Literal["official", "symbol"]
Number: TypeAlias = int | Fraction | Decimal

DECIMALS: Final = 4
"""The most decimals that a percentage or a number is shown with."""

_SMALL: Final = 12  # a third is written 1/3; a ratio of two counts is written as a percentage

_OFFICIAL: Final[dict[Locale, dict[str, tuple[str, str]]]] = {
    "zh_Hans": {"CNY": ("", "元"), "VND": ("", "越南盾")},
    "zh_Hant": {"CNY": ("", "元"), "VND": ("", "越南盾")},
    "vi": {"CNY": ("", " nhân dân tệ"), "VND": ("", " đồng")},
    "en": {"CNY": ("CNY ", ""), "VND": ("VND ", "")},
}
_PROSE: Final[dict[Locale, str]] = {"zh_Hans": "zh_Hans", "zh_Hant": "zh_Hant", "vi": "vi", "en": "en_GB"}
"""Whose dates and lists a locale takes: English writes 1 September 2019, and no comma before "and"."""


def _cldr(tag: str) -> BabelLocale:
    from babel import Locale as BabelLocale

    return BabelLocale.parse(tag)


@contextmanager
def _own_decimals() -> Iterator[None]:
    """Babel rounds in whatever decimal context the host has set; the patterns are read in one of our own."""
    import decimal

    with decimal.localcontext(decimal.Context(prec=40, rounding=decimal.ROUND_HALF_EVEN)):
        yield


@cache
def separators(locale: Locale) -> tuple[str, str]:
    """Thousands separator and decimal sign."""
    from babel.numbers import get_decimal_symbol, get_group_symbol

    cldr = _cldr(locale)
    return get_group_symbol(cldr), get_decimal_symbol(cldr)


def _writer(locale: Locale, digits: int, before: str, after: str, *, whole: bool) -> Callable[[int], str]:
    """Text of whole minor units between ``before`` and ``after``; ``whole`` leaves out decimals that are all zero."""
    group, point = separators(locale)
    unit, plain, minus = int(10**digits), group == ",", "-" + before
    tails = [f"{point}{rest:0{digits}d}{after}" for rest in range(unit)] if digits else [after]
    if whole:
        tails[0] = after

    def written(minor: int) -> str:
        sign = before
        if minor < 0:
            sign, minor = minus, -minor
        major, rest = divmod(minor, unit)
        if plain:
            return f"{sign}{major:,}{tails[rest]}"
        return sign + f"{major:,}".replace(",", group) + tails[rest]

    return written


def _cldr_writer(locale: Locale, currency: str, digits: int) -> Callable[[int], str]:
    """What Babel would write. The text before and after is read off Babel's own text of one amount, plus and minus."""
    from babel.numbers import format_currency

    cldr = _cldr(locale)

    def ask(minor: int) -> str:
        with _own_decimals():
            return format_currency(Decimal(minor).scaleb(-digits), currency, locale=cldr)

    sample = 123456789
    bare = _writer(locale, digits, "", "", whole=False)(sample)
    before, found, after = ask(sample).partition(bare)
    if not found or ask(-sample) != "-" + ask(sample):
        return ask  # a later CLDR writes amounts in a way not foreseen here: slower, and still right
    return _writer(locale, digits, before, after, whole=False)


@cache
def _money(locale: Locale, currency: str, style: Style) -> Callable[[int], str]:
    digits = MINOR_DIGITS[currency]
    if style == "official":
        return _writer(locale, digits, *_OFFICIAL[locale][currency], whole=True)
    return _cldr_writer(locale, currency, digits)


def money_formatter(locale: str, currency: str, style: Style = "official") -> Callable[[int], str]:
    """Text of whole fen or đồng. ``official`` for sentences (``1,020元``), ``symbol`` for tables (``¥1,020.00``)."""
    if currency not in MINOR_DIGITS or style not in ("official", "symbol"):
        raise CatalogueError(f"money is written in {', '.join(MINOR_DIGITS)}, official or symbol, not in {currency!r}, {style!r}")
    return _money(resolve(locale), currency, style)


def _long_date(locale: Locale) -> Callable[[dt.date], str]:
    """CLDR's long date as a closure: year, month and day in the order and with the words of the pattern."""
    cldr = _cldr(_PROSE[locale])
    pattern: Any = cldr.date_formats["long"]
    template = re.sub(r"%\((y|M+|d)\)s", lambda field: {"y": "{0}", "M": "{1}", "d": "{2}"}[field[1][0]], pattern.format)
    names: Any = cldr.months["format"]["wide"] if "MMMM" in pattern.pattern else range(13)
    month = [str(names[number]) if number else "" for number in range(13)]
    fill = template.format
    return lambda day: fill(day.year, month[day.month], day.day)


@cache
def _date(locale: Locale) -> Callable[[dt.date], str]:
    if locale != "vi":
        return _long_date(locale)
    months = [f"tháng {number:02d}" if number < 3 else f"tháng {number}" for number in range(13)]
    return lambda day: f"ngày {day.day:02d} {months[day.month]} năm {day.year}"


def date_formatter(locale: str) -> Callable[[dt.date], str]:
    """Text of a day as an official document writes it.

    Viet Nam's Decree 30/2020 on clerical work writes ``ngày 05 tháng 01 năm 2020``: days below 10 and months 1 and 2 take a
    zero. In a sentence it stands as it is, so a Vietnamese sentence never begins with it.
    """
    return _date(resolve(locale))


def _decimals(value: Number) -> tuple[str, int, str]:
    """Sign, whole part and decimals of a number rounded half up to four decimals, without trailing zeros."""
    exact = Fraction(value)
    scaled = divide(abs(exact.numerator) * 10**DECIMALS, exact.denominator, "half_up")
    whole, rest = divmod(scaled, 10**DECIMALS)
    return "-" if exact < 0 and scaled else "", whole, f"{rest:0{DECIMALS}d}".rstrip("0") if rest else ""


@cache
def _number(locale: Locale) -> Callable[[Number], str]:
    group, point = separators(locale)

    def written(value: Number) -> str:
        if isinstance(value, int):
            return f"{value:,}".replace(",", group)
        sign, whole, decimals = _decimals(value)
        text = f"{sign}{whole:,}".replace(",", group)
        return f"{text}{point}{decimals}" if decimals else text

    return written


def number_formatter(locale: str) -> Callable[[Number], str]:
    """Text of a whole number, a fraction or a decimal: up to four decimals, no trailing zeros, never "-0"."""
    return _number(resolve(locale))


@cache
def _percent(locale: Locale) -> Callable[[Fraction], str]:
    from babel.numbers import format_percent

    number, (_, point) = _number(locale), separators(locale)
    with _own_decimals():
        sample = format_percent(Decimal("0.125"), format="#,##0.##%", locale=_cldr(locale))
    before, _, after = sample.partition(f"12{point}5")
    kept: dict[Fraction, str] = {}  # rates of the law recur; arithmetic on fractions is slow

    def written(rate: Fraction) -> str:
        text = kept.get(rate)
        if text is None:
            hundredfold = rate * 100
            if rate.denominator <= _SMALL and 10**DECIMALS % hundredfold.denominator:
                text = f"{rate.numerator}/{rate.denominator}"
            else:
                text = f"{before}{number(hundredfold)}{after}"
            if len(kept) < 4096:
                kept[rate] = text
        return text

    return written


def percent_formatter(locale: str) -> Callable[[Fraction], str]:
    """Text of a share: exact up to four decimals of a percent, no trailing zeros; 5.67 % never becomes 6 %.

    A share with a small denominator that no percentage can say exactly stays a fraction: ``1/3``, ``1/6``.
    """
    return _percent(resolve(locale))


@cache
def _list_words(locale: Locale, style: str) -> tuple[str, str, str, str]:
    patterns: Any = _cldr(_PROSE[locale]).list_patterns[style]
    first, middle, last, pair = (
        str(patterns[key]).replace("{0}", "").replace("{1}", "") for key in ("start", "middle", "end", "2")
    )
    return first, middle, last, pair


def join(locale: str, items: Sequence[str], word: Literal["and", "or"] = "and") -> str:
    """The items as one list in words: ``A、B和C``, ``A, B và C``, ``A, B or C``; nothing for no item."""
    first, middle, last, pair = _list_words(resolve(locale), "or" if word == "or" else "standard")
    if len(items) < 2:
        return items[0] if items else ""
    if len(items) == 2:
        return items[0] + pair + items[1]
    return items[0] + first + middle.join(items[1:-1]) + last + items[-1]
