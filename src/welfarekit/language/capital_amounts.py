"""Amounts in Chinese capital numerals (大写金额), as bills and vouchers write them since the Payment Settlement Measures of 1997.

>>> capital(140950, "人民币", "元"), capital(1640902, "人民币", "元")
('人民币壹仟肆佰零玖元伍角', '人民币壹万陆仟肆佰零玖元零贰分')
>>> capital(4924000000, "人民幣", "圓", traditional=True)
'人民幣肆仟玖佰貳拾肆萬圓整'

Where the Measures leave a 零 open, the form that they name first is written: 1,680.32 is 壹仟陆佰捌拾元零叁角贰分, and
107,000.53 is 壹拾万柒仟元零伍角叁分.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from welfarekit.citation import Citation

RULES: Final = Citation(
    "正确填写票据和结算凭证的基本规定（银发〔1997〕393号附件一）", read=dt.date(2026, 11, 21), confirmed="text"
)
"""The rules by which capital amounts are written."""

_DIGITS: Final = {False: "零壹贰叁肆伍陆柒捌玖", True: "零壹貳叁肆伍陸柒捌玖"}
_PLACES: Final = ("仟", "佰", "拾", "")
_WAN: Final = {False: "万", True: "萬"}
_YI: Final = {False: "亿", True: "億"}


def _group(number: int, digits: str) -> str:
    """A number from 1 to 9,999; a run of zeros inside is one 零."""
    text, gap = "", False
    for digit, place in zip(f"{number:04d}", _PLACES, strict=True):
        if digit == "0":
            gap = bool(text)
        else:
            text += ("零" if gap else "") + digits[int(digit)] + place
            gap = False
    return text


def _followed(high: str, rest: int, said: str, full: int) -> str:
    """A part and what follows it; 零 between them where the first place of what follows, that of ``full``, is empty."""
    return f"{high}{'零' if rest < full else ''}{said}" if rest else high


def capital_number(number: int, *, traditional: bool = False) -> str:
    """A whole number from 0 to 10¹⁶ - 1 in capital numerals: ``壹拾万柒仟``."""
    digits = _DIGITS[traditional]
    if not number:
        return "零"
    yi, rest = divmod(number, 10**8)
    wan, ones = divmod(rest, 10**4)
    said = _group(ones, digits)
    if wan:
        said = _followed(_group(wan, digits) + _WAN[traditional], ones, said, 1_000)
    if not yi:
        return said
    return _followed(capital_number(yi, traditional=traditional) + _YI[traditional], rest, said, 10**7)


def capital(
    fen: int, before: str, unit: str, *, traditional: bool = False, whole: str = "整", whole_after_jiao: bool = False
) -> str:
    """An amount of whole fen, between the name of the currency and ``unit`` (元, 圓).

    ``whole`` closes an amount that ends with its unit, 整 or 正; after 角 it may stand (``whole_after_jiao``), after 分 never.
    """
    digits = _DIGITS[traditional]
    yuan, rest = divmod(fen, 100)
    jiao, fen = divmod(rest, 10)
    text = before
    if yuan or not rest:
        text += capital_number(yuan, traditional=traditional) + unit
    if not rest:
        return text + whole
    if yuan and (not jiao or not yuan % 10):
        text += "零"
    if jiao:
        text += digits[jiao] + "角"
    if fen:
        return text + digits[fen] + "分"
    return text + (whole if whole_after_jiao else "")
