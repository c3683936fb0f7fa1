"""Amounts of money in words, as each locale writes them beside the figures.

>>> in_words("zh_Hans", Money("740.00", "CNY")), in_words("zh_Hant", Money("1020.50", "CNY"))
('人民币柒佰肆拾元整', '人民幣壹仟零貳拾圓零伍角')
>>> in_words("vi", Money(1_500_000, "VND")), in_words("en", Money(1_500_000, "VND"))
('một triệu năm trăm nghìn đồng', 'one million five hundred thousand dong')
>>> in_words("vi", Money(1005, "VND"), WordChoice(linh="lẻ", thousand="ngàn"))
'một ngàn không trăm lẻ năm đồng'
>>> in_words("en", Money("-1.00", "CNY"))
Traceback (most recent call last):
...
welfarekit.errors.MoneyError: -1.00 CNY cannot be put into words; amounts from 0 to 10^15 can
"""

from __future__ import annotations

from typing import Final

from attrs import field, frozen
from attrs.validators import in_

from welfarekit.errors import MoneyError
from welfarekit.language.capital_amounts import capital, capital_number
from welfarekit.language.locale import Locale, resolve
from welfarekit.language.spoken_numbers import english, vietnamese
from welfarekit.money import MINOR_DIGITS, Money

MOST: Final = 10**15
"""The most yuan or đồng that are put into words."""


@frozen(kw_only=True)
class WordChoice:
    """What the rules leave to the writer.

    ``whole`` ends a round amount in Chinese, 整 or 正; ``whole_after_jiao`` writes it after 角 too. ``linh`` is what an empty ten
    is called in Vietnamese, ``linh`` (North) or ``lẻ`` (South), ``thousand`` is ``nghìn`` or ``ngàn``.
    """

    whole: str = field(default="整", validator=in_(("整", "正")))
    whole_after_jiao: bool = False
    linh: str = field(default="linh", validator=in_(("linh", "lẻ")))
    thousand: str = field(default="nghìn", validator=in_(("nghìn", "ngàn")))


def _chinese(amount: Money, locale: Locale, choice: WordChoice) -> str:
    traditional = locale == "zh_Hant"
    if amount.currency == "VND":
        return capital_number(amount.minor, traditional=traditional) + "越南盾" + choice.whole
    before, unit = ("人民幣", "圓") if traditional else ("人民币", "元")
    return capital(
        amount.minor, before, unit, traditional=traditional, whole=choice.whole, whole_after_jiao=choice.whole_after_jiao
    )


def _vietnamese(amount: Money, choice: WordChoice) -> str:
    if amount.currency == "VND":
        return vietnamese(amount.minor, linh=choice.linh, thousand=choice.thousand) + " đồng"
    yuan, rest = divmod(amount.minor, 100)
    hao, xu = divmod(rest, 10)
    said = [vietnamese(yuan, linh=choice.linh, thousand=choice.thousand) + " nhân dân tệ"] if yuan or not rest else []
    said += [f"{vietnamese(count)} {unit}" for count, unit in ((hao, "hào"), (xu, "xu")) if count]
    return " ".join(said)


def _english(amount: Money) -> str:
    if amount.currency == "VND":
        return f"{english(amount.minor)} dong"
    yuan, fen = divmod(amount.minor, 100)
    said = [f"{english(count)} {unit}" for count, unit in ((yuan, "yuan"), (fen, "fen")) if count]
    return " and ".join(said) or "zero yuan"


def in_words(locale: str, amount: Money, choice: WordChoice | None = None) -> str:
    """The amount in words, exactly, without its period.

    Chinese by the rules for bills (:data:`~welfarekit.language.capital_amounts.RULES`), with the name of the currency in front.
    :class:`~welfarekit.errors.MoneyError` for a negative amount and for one above 10¹⁵.
    """
    if not 0 <= amount.minor <= MOST * 10 ** MINOR_DIGITS[amount.currency]:
        raise MoneyError(f"{amount.value} {amount.currency} cannot be put into words; amounts from 0 to 10^15 can")
    spoken, how = resolve(locale), choice or WordChoice()
    if spoken == "vi":
        return _vietnamese(amount, how)
    return _english(amount) if spoken == "en" else _chinese(amount, spoken, how)
