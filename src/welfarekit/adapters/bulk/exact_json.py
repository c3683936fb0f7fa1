"""JSON with numbers that are exact both ways, for partners whose amounts are numbers.

A ``Decimal`` is written as the number that its digits spell, and never goes through a float. What the other side makes of it is
its own affair: a receiver that reads ``0.1`` into a float has another number than we wrote.

>>> to_text({"amount": Decimal("1020.10"), "currency": "CNY"})
'{"amount":1020.10,"currency":"CNY"}'
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, Final

from welfarekit.adapters.parsing import Number
from welfarekit.language.written import Unreadable

_NUMBER: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_text: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def to_text(value: Any) -> str:
    """Compact JSON of dictionaries, lists, texts, whole numbers and Decimals. A float is a TypeError."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_text(str(key))}:{to_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(to_text, value)) + "]"
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float; an amount is a Decimal, so that it is exact")
    return _text(value)


def decimal_text(value: Any) -> str:
    """The digits of an amount that a partner wrote as a number or as a text; ``Unreadable`` for an exponent or anything else."""
    text = value.text if isinstance(value, Number) else str(value) if type(value) in (int, str) else ""
    if not _NUMBER.fullmatch(text):
        raise Unreadable("not_money", "an amount in digits, without an exponent")
    return text
