"""Cells as people write them: what a locale writes is read back exactly, and anything else is no number, day or yes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.language.formats import number_formatter, separators
from welfarekit.language.locale import LOCALES
from welfarekit.language.written import Unreadable, day_reader, decimal_sign, flag_reader, number_reader

locales = st.sampled_from(LOCALES)


@given(locales, st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 4))
def test_a_number_is_read_back_grouped_or_not(locale: Any, scaled: int, places: int) -> None:
    number = Decimal(scaled).scaleb(-places)
    group, point = separators(locale)
    grouped = number_formatter(locale)(number)
    read = number_reader(locale, places)
    assert read(grouped) == number
    assert read(grouped.replace(group, "")) == number
    assert read(f"{number:f}".replace(".", point)) == number


@pytest.mark.parametrize(
    ("locale", "text", "code"),
    [
        ("zh_Hans", "1.200,50", "not_a_number"),
        ("vi", "1,200.50", "not_a_number"),
        ("en", "1,20", "not_a_number"),
        ("en", "1,2000", "not_a_number"),
        ("en", ",200", "not_a_number"),
        ("en", "1200,000", "not_a_number"),
        ("en", "1 200", "not_a_number"),
        ("en", " 1200", "not_a_number"),
        ("en", "+1200", "not_a_number"),
        ("en", "--1200", "not_a_number"),
        ("en", "1200.", "not_a_number"),
        ("en", ".5", "not_a_number"),
        ("en", "1e3", "not_a_number"),
        ("en", "NaN", "not_a_number"),
        ("en", "１２００", "not_a_number"),
        ("en", "12万", "not_a_number"),
        ("en", "0.005", "too_many_digits"),
        ("vi", "1.200,505", "too_many_digits"),
        ("vi", "1,234", "too_many_digits"),
        ("en", "1234567890123456", "too_many_digits"),
    ],
)
def test_what_is_no_number_of_the_locale_is_not_read(locale: str, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as error:
        number_reader(locale, 2)(text)
    assert error.value.code == code


def test_zeros_behind_the_last_decimal_change_nothing() -> None:
    assert str(number_reader("en", 2)("12.5000")) == "12.50"
    assert number_reader("vi", 0)("12,00") == Decimal(12)


@given(st.dates(dt.date(1850, 1, 1), dt.date(2199, 12, 31)))
def test_a_day_is_read_in_every_form_of_its_locale_and_in_no_other(day: dt.date) -> None:
    chinese = f"{day.year}/{day.month}/{day.day}", f"{day.year}年{day.month}月{day.day}日"
    vietnamese = f"{day:%d/%m/}{day.year}"
    forms = {"zh_Hans": chinese, "zh_Hant": chinese, "vi": (vietnamese, f"{day.day}/{day.month}/{day.year}"), "en": ()}
    for locale, own in forms.items():
        read = day_reader(locale)
        assert {read(text) for text in (*own, day.isoformat())} == {day}
        for text in {*chinese, vietnamese} - {*own}:
            with pytest.raises(Unreadable, match="not_a_date"):
                read(text)


@pytest.mark.parametrize(
    ("locale", "text", "code"),
    [
        ("zh_Hans", "2025-02-30", "no_such_date"),
        ("zh_Hans", "2025/13/1", "no_such_date"),
        ("vi", "12/31/2025", "no_such_date"),
        ("vi", "01/07/25", "not_a_date"),
        ("en", "2025-7-1", "not_a_date"),
        ("en", "20250701", "not_a_date"),
        ("en", "2025-07-01 00:00", "not_a_date"),
    ],
)
def test_what_is_no_day_of_the_locale_is_not_read(locale: str, text: str, code: str) -> None:
    with pytest.raises(Unreadable) as error:
        day_reader(locale)(text)
    assert error.value.code == code


def test_yes_and_no_in_the_words_of_the_locale() -> None:
    words = {"zh_Hans": ("是", "否"), "zh_Hant": ("是", "否"), "vi": ("CÓ", "không"), "en": ("Yes", "no")}
    for locale, (yes, no) in words.items():
        read = flag_reader(locale)
        assert [read(text) for text in (yes, "TRUE", "1", no, "False", "0")] == [True] * 3 + [False] * 3
    assert flag_reader("vi")("co\u0301") is True, "the accent as a character of its own"
    for text in ("y", "是", "", "2", "có không"):
        with pytest.raises(Unreadable, match="wrong_type: expected yes or no, true or false"):
            flag_reader("en")(text)


def test_the_decimal_sign() -> None:
    assert [decimal_sign(locale) for locale in ("zh-CN", "zh_TW", "vi-VN", "en")] == [".", ".", ",", "."]
