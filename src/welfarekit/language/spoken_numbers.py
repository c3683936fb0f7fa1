"""Whole numbers in Vietnamese and English words.

>>> vietnamese(1005), vietnamese(2354), vietnamese(2005000021)
('một nghìn không trăm linh năm', 'hai nghìn ba trăm năm mươi tư', 'hai tỷ không trăm linh năm triệu không trăm hai mươi mốt')
>>> english(107_005)
'one hundred and seven thousand and five'
"""

from __future__ import annotations

from typing import Final

_VI: Final = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_VI_AFTER_TENS: Final = {1: "mốt", 4: "tư", 5: "lăm"}
_EN: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_EN_TENS: Final = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_EN_SCALES: Final = ("", " thousand", " million", " billion", " trillion", " quadrillion")
_BILLION: Final = 10**9


def _threes(number: int) -> list[int]:
    """The number by its thousands, the highest first."""
    groups = []
    while number:
        number, group = divmod(number, 1_000)
        groups.append(group)
    return groups[::-1]


def _vietnamese_three(number: int, *, full: bool, linh: str) -> str:
    """A number from 1 to 999; ``full`` says an empty hundred as well (không trăm), because something stands before it."""
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    said = [f"{_VI[hundreds]} trăm"] if hundreds or full else []
    if tens > 1:
        said.append(f"{_VI[tens]} mươi" + (f" {_VI_AFTER_TENS.get(ones, _VI[ones])}" if ones else ""))
    elif tens:
        said.append("mười" + (f" {'lăm' if ones == 5 else _VI[ones]}" if ones else ""))
    elif ones:
        said.append(f"{linh} {_VI[ones]}" if said else _VI[ones])
    return " ".join(said)


def vietnamese(number: int, *, linh: str = "linh", thousand: str = "nghìn") -> str:
    """A whole number that is not negative in Vietnamese words.

    Above tỷ the scales begin anew: ``một nghìn tỷ``. ``linh="lẻ"`` and ``thousand="ngàn"`` are the words of the South.
    """
    if not number:
        return _VI[0]
    billions, rest = divmod(number, _BILLION)
    said = [vietnamese(billions, linh=linh, thousand=thousand), "tỷ"] if billions else []
    scales = (" triệu", f" {thousand}", "")
    for place, group in enumerate((rest // 10**6, rest // 1_000 % 1_000, rest % 1_000)):
        if group:
            said.append(_vietnamese_three(group, full=bool(said), linh=linh) + scales[place])
    return " ".join(said)


def _english_three(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    below = _EN[rest] if rest < 20 else _EN_TENS[tens] + (f"-{_EN[ones]}" if ones else "")
    if not hundreds:
        return below
    return f"{_EN[hundreds]} hundred" + (f" and {below}" if rest else "")


def english(number: int) -> str:
    """A whole number from 0 to 10¹⁸ - 1 in English words, with "and" before the tens as in British English."""
    if not number:
        return _EN[0]
    groups = _threes(number)
    said = [
        _english_three(group) + scale for group, scale in zip(groups, _EN_SCALES[len(groups) - 1 :: -1], strict=True) if group
    ]
    if len(groups) > 1 and 0 < groups[-1] < 100:
        said[-1] = f"and {said[-1]}"
    return " ".join(said)
