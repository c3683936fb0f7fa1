"""Amounts in words: the worked examples of the rules, and whatever is written reads back as the number it was made of."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from welfarekit.errors import CatalogueError, MoneyError
from welfarekit.language.amounts_in_words import MOST, WordChoice, in_words
from welfarekit.language.capital_amounts import RULES, capital_number
from welfarekit.language.locale import LOCALES
from welfarekit.language.spoken_numbers import english, vietnamese
from welfarekit.money import MINOR_DIGITS, Money

NUMBERS = st.one_of(
    st.integers(0, 10**15),
    st.integers(0, 10**5),
    st.lists(st.sampled_from("0001009"), min_size=1, max_size=15).map(lambda digits: int("".join(digits))),
    st.builds(lambda tens, more: min(10**tens + more, 10**15), st.integers(0, 15), st.sampled_from([0, 1, 10, 99, 1_000, 10**8])),
)
"""Whole numbers, many of them with runs of zeros."""


# -- readers, made without the writers --


def read_chinese(text: str) -> int:
    """A whole number in capital numerals, simplified or traditional."""
    plain = text.translate(str.maketrans("貳陸萬億", "贰陆万亿"))
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        if unit in plain:
            high, _, low = plain.rpartition(unit)
            return read_chinese(high) * size + (read_chinese(low) if low else 0)
    total, digit = 0, 0
    for letter in plain:
        if letter in "仟佰拾":
            total += digit * {"仟": 1000, "佰": 100, "拾": 10}[letter]
            digit = 0
        else:
            digit = "零壹贰叁肆伍陆柒捌玖".index(letter)
    return total + digit


def read_yuan(text: str) -> int:
    """Whole fen of a capital amount."""
    found = re.fullmatch(r"人民[币幣](?:(?P<yuan>[^元圓]+)[元圓])?(?:零?(?P<jiao>.)角)?(?:零?(?P<fen>.)分)?[整正]?", text)
    assert found, text
    return sum(read_chinese(found[name]) * size for name, size in (("yuan", 100), ("jiao", 10), ("fen", 1)) if found[name])


VI = {word: digit for digit, word in enumerate("không một hai ba bốn năm sáu bảy tám chín".split())}
VI |= {"mốt": 1, "tư": 4, "lăm": 5}


def read_vietnamese(text: str) -> int:
    text = text.replace("ngàn", "nghìn").replace("lẻ", "linh")
    for unit, size in (("tỷ", 10**9), ("triệu", 10**6), ("nghìn", 1000), ("trăm", 100)):
        if f" {unit}" in f" {text}":
            high, _, low = f" {text} ".rpartition(f" {unit} ")
            return read_vietnamese(high.strip()) * size + (read_vietnamese(low.strip()) if low.strip() else 0)
    total = 0
    for word in text.split():
        if word in ("mươi", "mười"):
            total = (total or 1) * 10
        elif word != "linh":
            total += VI[word]
    return total


EN = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
} | {word: 20 + 10 * place for place, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}


def read_english(text: str) -> int:
    total, group = 0, 0
    for word in text.replace("-", " ").replace(" and ", " ").split():
        if word == "hundred":
            group *= 100
        elif word in EN:
            group += EN[word]
        else:
            total += group * 1000 ** (1 + "thousand million billion trillion quadrillion".split().index(word))
            group = 0
    return total + group


# -- the worked examples --

CAPITAL = {  # 正确填写票据和结算凭证的基本规定, no. 4, and amounts of published reports
    "1409.50": "人民币壹仟肆佰零玖元伍角",
    "6007.14": "人民币陆仟零柒元壹角肆分",
    "1680.32": "人民币壹仟陆佰捌拾元零叁角贰分",
    "107000.53": "人民币壹拾万柒仟元零伍角叁分",
    "16409.02": "人民币壹万陆仟肆佰零玖元零贰分",
    "325.04": "人民币叁佰贰拾伍元零肆分",
    "49240000.00": "人民币肆仟玖佰贰拾肆万元整",
    "840000.00": "人民币捌拾肆万元整",
    "700007129.00": "人民币柒亿零柒仟壹佰贰拾玖元整",
    "20000006000.00": "人民币贰佰亿零陆仟元整",
    "1000000000000.00": "人民币壹万亿元整",
    "10.00": "人民币壹拾元整",
    "0.05": "人民币伍分",
    "0.50": "人民币伍角",
    "0.00": "人民币零元整",
    "10500.00": "人民币壹万零伍佰元整",
    "15000.00": "人民币壹万伍仟元整",
    "105000000.00": "人民币壹亿零伍佰万元整",
    "150000000.00": "人民币壹亿伍仟万元整",
}


@pytest.mark.parametrize("amount", CAPITAL)
def test_a_capital_amount_is_written_as_the_rules_write_it(amount: str) -> None:
    assert in_words("zh_Hans", Money(amount, "CNY")) == CAPITAL[amount]


def test_traditional_capitals_are_those_that_the_rules_accept() -> None:
    assert in_words("zh_Hant", Money("26040000.26", "CNY")) == "人民幣貳仟陸佰零肆萬圓零貳角陸分"
    assert in_words("zh_Hant", Money("200000000.00", "CNY")) == "人民幣貳億圓整"


SPOKEN = {  # the rules of reading numbers; CLDR reads the small ones alike
    0: "không", 5: "năm", 10: "mười", 15: "mười lăm", 21: "hai mươi mốt", 24: "hai mươi tư", 25: "hai mươi lăm",
    105: "một trăm linh năm", 110: "một trăm mười", 1005: "một nghìn không trăm linh năm", 1015: "một nghìn không trăm mười lăm",
    2354: "hai nghìn ba trăm năm mươi tư", 360_000: "ba trăm sáu mươi nghìn", 1_000_001: "một triệu không trăm linh một",
    1_001_000: "một triệu không trăm linh một nghìn",
    2_005_000_021: "hai tỷ không trăm linh năm triệu không trăm hai mươi mốt", 10**12: "một nghìn tỷ", 10**15: "một triệu tỷ",
    10**15 + 5: "một triệu tỷ không trăm linh năm",
}  # fmt: skip


@pytest.mark.parametrize("number", SPOKEN)
def test_a_number_is_read_in_vietnamese(number: int) -> None:
    assert vietnamese(number) == SPOKEN[number]


def test_english_puts_and_before_the_tens() -> None:
    assert english(1005) == "one thousand and five"
    assert english(1_000_105) == "one million one hundred and five"
    assert english(105_000) == "one hundred and five thousand"


def test_what_is_left_to_the_writer_can_be_chosen() -> None:
    south = WordChoice(linh="lẻ", thousand="ngàn")
    assert in_words("vi", Money(1005, "VND"), south) == "một ngàn không trăm lẻ năm đồng"
    strict = WordChoice(whole="正", whole_after_jiao=True)
    assert in_words("zh_Hans", Money("1409.50", "CNY"), strict) == "人民币壹仟肆佰零玖元伍角正"
    assert in_words("zh_Hans", Money("325.04", "CNY"), strict) == "人民币叁佰贰拾伍元零肆分"
    with pytest.raises(ValueError, match="linh"):
        WordChoice(linh="lẽ")


def test_each_currency_has_its_words_in_each_language() -> None:
    said = {locale: (in_words(locale, Money("740.53", "CNY")), in_words(locale, Money(540_000, "VND"))) for locale in LOCALES}
    assert said == {
        "zh_Hans": ("人民币柒佰肆拾元零伍角叁分", "伍拾肆万越南盾整"),
        "zh_Hant": ("人民幣柒佰肆拾圓零伍角叁分", "伍拾肆萬越南盾整"),
        "vi": ("bảy trăm bốn mươi nhân dân tệ năm hào ba xu", "năm trăm bốn mươi nghìn đồng"),
        "en": ("seven hundred and forty yuan and fifty-three fen", "five hundred and forty thousand dong"),
    }
    assert in_words("vi", Money("0.00", "CNY")) == "không nhân dân tệ"
    assert in_words("en", Money("0.05", "CNY")) == "five fen"
    assert in_words("en", Money("0.00", "CNY")) == "zero yuan"


@pytest.mark.parametrize("currency", MINOR_DIGITS)
@pytest.mark.parametrize("locale", LOCALES)
def test_what_cannot_be_put_into_words_is_refused(locale: str, currency: str) -> None:
    most = MOST * 10 ** MINOR_DIGITS[currency]
    assert in_words(locale, Money.of_minor(most, currency))
    for minor in (-1, most + 1):
        with pytest.raises(MoneyError, match="10\\^15"):
            in_words(locale, Money.of_minor(minor, currency))
    with pytest.raises(CatalogueError):
        in_words("fr", Money.of_minor(1, currency))


def test_the_rules_are_cited() -> None:
    assert RULES.confirmed == "text"
    assert RULES.read is not None


# -- properties --


@given(NUMBERS, st.booleans())
def test_capital_numbers_read_back(number: int, traditional: bool) -> None:
    text = capital_number(number, traditional=traditional)
    assert read_chinese(text) == number
    assert "零零" not in text
    assert not re.search("零[万亿萬億]", text)
    assert not re.search("[万萬](?![亿億零]|.仟|$)", text), "where the thousands are empty, 零 stands behind 万"
    assert not re.search("[亿億](?!零|.仟[^万萬]*[万萬]|$)", text), "and behind 亿"
    assert number == 0 or not (text.startswith("零") or text.endswith("零"))
    assert set(text) <= set("零壹貳叁肆伍陸柒捌玖拾佰仟萬億" if traditional else "零壹贰叁肆伍陆柒捌玖拾佰仟万亿")


@given(NUMBERS, st.integers(0, 99), st.booleans(), st.sampled_from(["整", "正"]), st.booleans())
def test_capital_amounts_read_back_and_end_as_they_must(
    yuan: int, rest: int, traditional: bool, whole: str, after_jiao: bool
) -> None:
    minor = min(yuan * 100 + rest, MOST * 100)
    choice = WordChoice(whole=whole, whole_after_jiao=after_jiao)
    text = in_words("zh_Hant" if traditional else "zh_Hans", Money.of_minor(minor, "CNY"), choice)
    assert read_yuan(text) == minor
    jiao, fen = divmod(minor % 100, 10)
    assert text.endswith(whole) == (not fen and (not jiao or after_jiao))
    if fen and not jiao and minor >= 100:
        assert re.search("[元圓]零.分$", text), "where there is no 角 but 分, 零 stands behind the unit"


@given(NUMBERS)
def test_vietnamese_numbers_read_back(number: int) -> None:
    text = vietnamese(number)
    assert read_vietnamese(text) == number
    assert read_vietnamese(vietnamese(number, linh="lẻ", thousand="ngàn")) == number
    assert not re.search(r"mươi (một|bốn|năm)\b|mười (mốt|tư|năm)\b|linh (mốt|tư|lăm)\b|trăm (mốt|tư|lăm)\b", text)
    assert "  " not in text
    assert text == text.strip()


@given(NUMBERS)
def test_english_numbers_read_back(number: int) -> None:
    text = english(number)
    assert read_english(text) == number
    assert "  " not in text


@given(NUMBERS, NUMBERS)
def test_two_numbers_never_share_their_words(one: int, other: int) -> None:
    if one != other:
        assert capital_number(one) != capital_number(other)
        assert vietnamese(one) != vietnamese(other)
        assert english(one) != english(other)
