"""Locales, catalogues, formats, places and citations."""

from __future__ import annotations

import datetime as dt
import decimal
import subprocess
import sys
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from babel import Locale as BabelLocale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal
from hypothesis import example, given
from hypothesis import strategies as st

from welfarekit.citation import Citation
from welfarekit.errors import CatalogueError
from welfarekit.language import catalogue as catalogue_module
from welfarekit.language import formats, frames
from welfarekit.language.catalogue import Catalogue, catalogue, shared, strict
from welfarekit.language.citing import cited
from welfarekit.language.formats import date_formatter, join, money_formatter, number_formatter, percent_formatter
from welfarekit.language.labels import choice_label, fact_label, quantity
from welfarekit.language.locale import LOCALES, chain, resolve
from welfarekit.language.places import place_address, place_name, places
from welfarekit.money import MINOR_DIGITS
from welfarekit.place import Place

FOLDER = Path(catalogue_module.__file__).parent
BABEL = {"zh_Hans": "zh_Hans", "zh_Hant": "zh_Hant", "vi": "vi", "en": "en"}

locales = st.sampled_from(LOCALES)
minor_units = st.integers(-(10**15), 10**15)


# -- locales --


@pytest.mark.parametrize(
    ("tags", "locale"),
    [
        ("zh zh-CN zh_CN zh_CN.UTF-8 zh-Hans zh-Hans-HK zh_SG ZH-cn zh-hans-cn zh_CN@stroke", "zh_Hans"),
        ("zh_TW zh-HK zh_MO zh-Hant zh_Hant_HK zh-hant-cn ZH_tw.big5 zh_Hant_TW", "zh_Hant"),
        ("vi vi-VN vi_VN.UTF-8 vi_CN VI", "vi"),
        ("en en_GB en-US en_CN en_VN EN", "en"),
    ],
)
def test_every_tag_that_people_write_comes_to_one_of_four_locales(tags: str, locale: str) -> None:
    assert {resolve(tag) for tag in tags.split()} == {locale}


@pytest.mark.parametrize("tag", ["fr", "", "zh-Latn", "zh_Latn_CN", "cn", "english", "v i", "e", "中文", "../vi", "vi/../x"])
def test_an_unknown_tag_is_an_error_that_names_the_four(tag: str) -> None:
    with pytest.raises(CatalogueError, match="zh_Hans, zh_Hant, vi, en"):
        resolve(tag)


def test_the_chain_ends_in_english() -> None:
    assert chain("zh-TW") == ("zh_Hant", "en")
    assert chain("en-GB") == ("en",)


# -- money --


@given(locales, st.sampled_from(sorted(MINOR_DIGITS)), minor_units)
@example("vi", "VND", -1)
@example("zh_Hans", "CNY", -4)
@example("zh_Hans", "CNY", 0)
def test_symbol_style_is_what_babel_writes(locale: str, currency: str, minor: int) -> None:
    with decimal.localcontext(decimal.Context(prec=40)):
        amount = Decimal(minor).scaleb(-MINOR_DIGITS[currency])
        expected = format_currency(amount, currency, locale=BABEL[locale])
    assert money_formatter(locale, currency, "symbol")(minor) == expected


@given(locales, st.sampled_from(sorted(MINOR_DIGITS)), minor_units)
def test_official_style_says_the_same_number(locale: str, currency: str, minor: int) -> None:
    text = money_formatter(locale, currency)(minor)
    group, point = (".", ",") if locale == "vi" else (",", ".")
    digits = "".join(c for c in text if c in "0123456789-" + group + point).replace(group, "").replace(point, ".")
    assert Decimal(digits).scaleb(MINOR_DIGITS[currency]) == minor
    assert not text.startswith("-") or minor < 0


@pytest.mark.parametrize(
    ("locale", "currency", "minor", "text"),
    [
        ("zh_Hans", "CNY", 74000, "740元"),
        ("zh_Hans", "CNY", 102000, "1,020元"),
        ("zh_Hans", "CNY", 1974, "19.74元"),
        ("zh_Hans", "CNY", -123450, "-1,234.50元"),
        ("zh_Hans", "CNY", 0, "0元"),
        ("zh_Hans", "VND", 1500000, "1,500,000越南盾"),
        ("zh_Hant", "CNY", 123410, "1,234.10元"),
        ("zh_Hant", "VND", 1500000, "1,500,000越南盾"),
        ("vi", "VND", 1500000, "1.500.000 đồng"),
        ("vi", "CNY", 123450, "1.234,50 nhân dân tệ"),
        ("en", "CNY", 123450, "CNY 1,234.50"),
        ("en", "CNY", -74000, "-CNY 740"),
        ("en", "VND", 1500000, "VND 1,500,000"),
    ],
)
def test_official_amounts(locale: str, currency: str, minor: int, text: str) -> None:
    assert money_formatter(locale, currency)(minor) == text


def test_money_in_an_unknown_currency_or_style_is_an_error() -> None:
    with pytest.raises(CatalogueError, match="CNY"):
        money_formatter("vi", "EUR")
    with pytest.raises(CatalogueError, match="official"):
        money_formatter("vi", "VND", "short")  # type: ignore[arg-type]  # on purpose


def test_the_decimal_context_of_the_host_changes_nothing() -> None:
    for name in ("_money", "_percent", "separators", "_number"):
        getattr(formats, name).cache_clear()
    with decimal.localcontext(decimal.Context(prec=3, rounding=decimal.ROUND_UP)):
        assert money_formatter("en", "CNY", "symbol")(123456789) == "CN¥1,234,567.89"
        assert percent_formatter("vi")(Fraction("0.056789")) == "5,6789%"


def test_a_pattern_that_was_not_foreseen_is_left_to_babel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("babel.numbers.format_currency", lambda amount, currency, locale: f"<{amount} {currency}>")
    write = formats._cldr_writer("en", "CNY", 2)
    assert write(-150) == "<-1.50 CNY>"


# -- dates, percentages, numbers, lists --


@given(st.dates())
def test_dates_are_as_babel_or_the_decree_writes_them(day: dt.date) -> None:
    assert date_formatter("zh_Hans")(day) == format_date(day, "long", locale="zh_Hans")
    assert date_formatter("zh_Hant")(day) == format_date(day, "long", locale="zh_Hant")
    assert date_formatter("en")(day) == format_date(day, "long", locale="en_GB")
    month = f"{day.month:02d}" if day.month <= 2 else str(day.month)
    assert date_formatter("vi")(day) == f"ngày {day.day:02d} tháng {month} năm {day.year}"


def test_dates_as_people_read_them() -> None:
    day = dt.date(2019, 9, 1)
    assert [date_formatter(locale)(day) for locale in LOCALES] == [
        "2019年9月1日",
        "2019年9月1日",
        "ngày 01 tháng 9 năm 2019",
        "1 September 2019",
    ]


@given(locales, st.integers(-(10**8), 10**8))
def test_a_percentage_of_four_decimals_is_exact(locale: str, millionths: int) -> None:
    text = percent_formatter(locale)(Fraction(millionths, 10**6))
    if "/" in text:
        assert Fraction(text) == Fraction(millionths, 10**6)
        return
    plain = text.replace(".", "").replace(",", ".") if locale == "vi" else text.replace(",", "")
    assert Decimal(plain.removesuffix("%")) == Decimal(millionths).scaleb(-4)
    assert "." not in plain or not plain.removesuffix("%").endswith(("0", "."))


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        ("0.0567", "5.67%"),
        ("0.3", "30%"),
        ("1.5", "150%"),
        ("0", "0%"),
        ("-0.002", "-0.2%"),
        ("1/3", "1/3"),
        ("1/6", "1/6"),
        ("2354/41504", "5.6717%"),
        ("-1/100000000", "0%"),
        ("0.098", "9.8%"),
    ],
)
def test_percentages(rate: str, text: str) -> None:
    assert percent_formatter("zh_Hans")(Fraction(rate)) == text


@given(locales, st.integers(-(10**15), 10**15))
def test_whole_numbers_are_as_babel_writes_them(locale: str, number: int) -> None:
    assert number_formatter(locale)(number) == format_decimal(number, locale=BABEL[locale])


def test_numbers_keep_four_decimals_and_no_minus_zero() -> None:
    write = number_formatter("vi")
    assert [write(Decimal("12345.60")), write(Fraction(3, 2)), write(Fraction(-1, 100000)), write(Decimal("8.00"))] == [
        "12.345,6",
        "1,5",
        "0",
        "8",
    ]


@given(locales, st.lists(st.sampled_from("ABCDE"), max_size=5))
def test_lists_are_as_babel_writes_them(locale: str, items: list[str]) -> None:
    prose = BabelLocale.parse("en_GB" if locale == "en" else BABEL[locale])
    assert join(locale, items) == format_list(items, locale=prose)
    assert join(locale, items, "or") == format_list(items, "or", locale=prose)


# -- catalogues --


def test_importing_welfarekit_and_its_language_does_not_load_babel() -> None:
    modules = "catalogue citing formats frames labels locale places"
    code = (
        "import sys, welfarekit\n"
        f"for name in '{modules}'.split(): __import__('welfarekit.language.' + name)\n"
        "from welfarekit.language.places import place_name\n"
        "place_name('CN', 'vi')\n"
        "sys.exit('babel' in sys.modules)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_sentence_is_translated_and_filled() -> None:
    amount = money_formatter("zh_Hans", "CNY")(36000)
    assert shared("zh-CN").text(frames.entitled("household", "month"), amount=amount) == "该家庭符合条件，每月应发放360元。"
    assert shared("en").text(frames.undecided(1)) == "It cannot be decided yet: one fact is missing."


def test_a_catalogue_is_read_once() -> None:
    assert catalogue("welfarekit.language", "vi-VN") is catalogue("welfarekit.language", "vi")


def test_a_missing_translation_is_shown_in_english_and_reported_in_strict_mode() -> None:
    words = shared("vi")
    assert words.text("Nobody translated {this}.", this="it") == "Nobody translated it."
    assert "Nobody translated {this}." not in words
    with strict(), pytest.raises(CatalogueError, match=r"vi\.po"):
        words.text("Nobody translated {this}.", this="it")


def test_a_missing_value_stays_visible_and_is_reported_in_strict_mode() -> None:
    words = shared("vi")
    assert words.text(frames.FACT, label="ngày sinh") == "ngày sinh: {value}"
    with strict(), pytest.raises(CatalogueError, match="value"):
        words.text(frames.FACT, label="ngày sinh")


def test_a_broken_sentence_never_raises_for_a_family() -> None:
    assert shared("en").text("{a} and {} and {b.c} }", a="1") == "1 and {} and {b.c} }"


def test_a_module_has_no_catalogue() -> None:
    with pytest.raises(CatalogueError, match="package"):
        catalogue("welfarekit.money", "vi")


@pytest.mark.parametrize("locale", LOCALES[:3])
def test_the_compiled_catalogue_says_the_same_as_its_source(locale: str, tmp_path: Path) -> None:
    source = FOLDER / f"{locale}.po"
    (tmp_path / source.name).write_bytes(source.read_bytes())
    read = Catalogue.of_folder(tmp_path, locale)
    with source.open("rb") as file, (tmp_path / f"{locale}.mo").open("wb") as target:
        entries = read_po(file, locale=locale)
        write_mo(target, entries)
    (tmp_path / source.name).unlink()
    compiled = Catalogue.of_folder(tmp_path, locale)
    msgids = [str(entry.id) for entry in entries if entry.id]
    assert [compiled.template(msgid) for msgid in msgids] == [read.template(msgid) for msgid in msgids]
    assert "Nobody translated this." not in compiled
    assert compiled.template("") == ""


def test_a_source_newer_than_its_compiled_form_wins(tmp_path: Path) -> None:
    import os

    po, mo = tmp_path / "vi.po", tmp_path / "vi.mo"
    header = 'msgid ""\nmsgstr ""\n"Language: vi\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    po.write_text(header + 'msgid "yes"\nmsgstr "cũ"\n', encoding="utf-8")
    with po.open("rb") as file, mo.open("wb") as target:
        write_mo(target, read_po(file))
    po.write_text(header + 'msgid "yes"\nmsgstr "mới"\n\n#, fuzzy\nmsgid "no"\nmsgstr "đoán"\n', encoding="utf-8")
    now = po.stat().st_mtime
    os.utime(mo, (now - 1, now - 1))
    assert Catalogue.of_folder(tmp_path, "vi").text("yes") == "cũ"  # written by one installer
    os.utime(mo, (now - 60, now - 60))
    fresh = Catalogue.of_folder(tmp_path, "vi")
    assert (fresh.text("yes"), fresh.text("no")) == ("mới", "no")  # a fuzzy entry is no translation


def test_a_folder_without_catalogue_speaks_english(tmp_path: Path) -> None:
    assert Catalogue.of_folder(tmp_path, "vi").text("yes") == "yes"


# -- labels --


def test_values_and_facts_have_words() -> None:
    assert choice_label("dibao", "zh_Hant") == "最低生活保障家庭"
    assert choice_label("other", "en") == "other member of the household"
    assert choice_label("other", "en", "PostKind") == "other post"
    assert choice_label("no_such_value", "vi") == "no_such_value"
    assert fact_label("members[2].disability.grade", "zh_Hans") == "残疾等级（一级最重）"
    assert fact_label("month.cpi", "en") == "rise of consumer prices on a year before"
    assert fact_label("no_such_fact", "en") == "no_such_fact"


def test_units_of_law_files_become_phrases() -> None:
    text = shared("zh_Hans").text(quantity("CNY per person and year"), value="8,880元")
    assert text == "每人每年8,880元"
    assert quantity("coefficient") == "{value}"


# -- places --


def test_a_place_is_named_by_layer_and_by_address() -> None:
    assert [place_name("CN-430602", locale) for locale in LOCALES] == [
        "岳阳楼区",
        "岳陽樓區",
        "quận Nhạc Dương Lâu",
        "Yueyanglou District",
    ]
    assert place_address("CN-430602", "zh_Hant") == "湖南省岳陽市岳陽樓區"
    assert place_address("CN-430602", "en") == "Yueyanglou District, Yueyang, Hunan"
    assert place_address("CN-110105", "zh_Hans") == "北京市朝阳区"  # a municipality has no prefecture
    assert place_address("VN-91-30337", "vi") == "xã An Phú, tỉnh An Giang"
    assert place_address("CN", "en") == "China"
    assert place_address(Place.parse("CN-430699"), "en") == "CN-430699, Yueyang, Hunan"
    assert place_name("VN-91-00001", "vi") == "VN-91-00001"


def test_a_code_that_changed_its_meaning_is_named_as_of_a_day() -> None:
    reform = dt.date(2025, 7, 1)
    eve = reform - dt.timedelta(days=1)
    assert (place_name("VN-91", "vi"), place_name("VN-91", "vi", on=reform)) == ("tỉnh An Giang", "tỉnh An Giang")
    assert place_name("VN-91", "vi", on=eve) == "tỉnh Kiên Giang"
    assert place_name("VN-89", "vi", on=eve) == "tỉnh An Giang"
    assert place_name("VN-46", "en", on=dt.date(2024, 12, 31)) == "Thua Thien Hue Province"
    assert place_name("VN-75", "en", on=reform) == "Dong Nai Province"


def test_every_named_place_is_a_place_and_has_four_names() -> None:
    for code, names in places().items():
        assert str(Place.parse(code)) == code
        assert set(names) == set(LOCALES)
        assert all(names.values())
    china = [code for code in places() if code.startswith("CN-") and code.endswith("0000")]
    viet_nam = [code for code in places() if code.startswith("VN-") and len(code) == 5]
    assert (len(china), len(viet_nam)) == (34, 63)


# -- citations --


def test_articles_are_cited_as_each_language_does() -> None:
    decree = Citation("Nghị định 20/2021/NĐ-CP", "art. 6(1)(a) to (c)")
    assert cited(decree, "vi") == "điểm a đến c khoản 1 Điều 6 Nghị định 20/2021/NĐ-CP"
    assert cited(decree, "zh_Hant") == "Nghị định 20/2021/NĐ-CP，第6條第1款a至c項"
    assert cited(decree, "en") == "Nghị định 20/2021/NĐ-CP, art. 6(1)(a) to (c)"
    measures = Citation("最低生活保障审核确认办法", "art. 8(1)")
    assert cited(measures, "zh_Hans") == "《最低生活保障审核确认办法》第8条（1）"
    assert cited(measures, "vi") == "khoản 1 Điều 8 最低生活保障审核确认办法"


def test_a_chinese_act_stands_in_book_marks_with_its_number_after_it() -> None:
    notice = Citation("岳民发〔2025〕1号 岳阳市民政局 岳阳市财政局 关于调整困难群众救助保障相关标准的通知", "table 1")
    assert cited(notice, "zh_Hans") == (
        "《岳阳市民政局 岳阳市财政局 关于调整困难群众救助保障相关标准的通知》（岳民发〔2025〕1号）表1"
    )
    assert cited(Citation("最低生活保障审核审批办法（试行）（民发〔2012〕220号）"), "zh_Hans") == (
        "《最低生活保障审核审批办法（试行）》（民发〔2012〕220号）"
    )
    assert cited(Citation("泰政办发〔2023〕19号; 江苏低保标准2023"), "zh_Hans") == "泰政办发〔2023〕19号; 江苏低保标准2023"


def test_what_is_not_understood_is_cited_as_it_stands() -> None:
    odd = Citation("Act", "art. 6(1), without art. 5(5)(b), repealed")
    assert cited(odd, "vi") == "Act, art. 6(1), without art. 5(5)(b), repealed"
    assert cited(odd, "zh_Hans") == "Act，art. 6(1), without art. 5(5)(b), repealed"
    assert cited(Citation("Act"), "vi") == "Act"


def test_a_commune_stands_in_its_province_of_today_whatever_the_day() -> None:
    # found on the An Phú example: in 2023 the code 91 alone was Kiên Giang
    assert place_address("VN-91-30337", "vi", on=dt.date(2023, 9, 1)) == place_address("VN-91-30337", "vi")
