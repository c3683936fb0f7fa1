"""From bytes to plain Python values: size, encoding, syntax, depth and repeated keys, before anything is understood.

Two decoders read the same text. The quick one refuses whatever no document may contain; the careful one keeps it, so that
it can be reported with its path.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final, NoReturn

from welfarekit.errors import InvalidFacts, Problem

LIMIT: Final = 16 * 2**20
"""The greatest size of one document, in bytes: 16 MiB."""
DEPTH: Final = 40
"""How deeply a document may be nested."""
DIGITS: Final = 30
"""How many characters a number may have."""


class Number:
    """A number that no fact can be: one with a decimal point or an exponent, or one of very many digits."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def is_whole(self) -> bool:
        """Whether it is only too long."""
        return self.text.lstrip("-").isdigit()


class Repeated(dict[str, Any]):
    """An object in which keys were given twice; ``keys_twice`` names them."""

    keys_twice: Sequence[str] = ()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key is given twice")
    return found


def _keeping(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    repeated = Repeated(found)
    keys = [key for key, _ in pairs]
    repeated.keys_twice = [key for key in found if keys.count(key) > 1]
    return repeated


def _refused(text: str) -> NoReturn:
    raise ValueError("not a number that a fact can be")


def _whole(text: str) -> int | Number:
    return int(text) if len(text) <= DIGITS else Number(text)


quick: Final = json.JSONDecoder(object_pairs_hook=_once, parse_float=_refused, parse_constant=_refused)
careful: Final = json.JSONDecoder(object_pairs_hook=_keeping, parse_float=Number, parse_int=_whole, parse_constant=float)


def refusal(code: str, given: str, expected: str, hint: str = "") -> InvalidFacts:
    """The error for a document that cannot be read at all."""
    return InvalidFacts([Problem(code, "", given, expected, hint)])


def decoded(text: str | bytes | bytearray | memoryview, limit: int = LIMIT) -> str:
    """The text of a document that is small enough and UTF-8."""
    if len(text) > limit:
        raise refusal(
            "too_large", f"{len(text):,} bytes", f"at most {limit:,} bytes", "give one household to a line (JSON lines)"
        )
    if isinstance(text, str):
        return text
    try:
        return str(bytes(text), "utf-8-sig")
    except UnicodeDecodeError as error:
        raise refusal("not_utf8", f"a byte at offset {error.start} that is not UTF-8", "text in UTF-8") from None


def parsed(text: str) -> Any:
    """The values in the text, with everything kept that has to be reported."""
    try:
        value = careful.decode(text)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise refusal("not_json", f"text that breaks off at {where}", "JSON", error.msg) from None
    except RecursionError:
        raise _too_deep() from None
    return checked_depth(value)


def checked_depth(value: Any) -> Any:
    """The value, if it is not nested too deeply; a value that contains itself is."""
    if not isinstance(value, dict | list):
        return value
    deepest: dict[int, int] = {}
    waiting = [(value, 1)]
    while waiting:
        item, depth = waiting.pop()
        if depth > DEPTH:
            raise _too_deep()
        if deepest.get(id(item), 0) >= depth:
            continue
        deepest[id(item)] = depth
        for inner in item.values() if isinstance(item, dict) else item:
            if isinstance(inner, dict | list):
                waiting.append((inner, depth + 1))
    return value


def _too_deep() -> InvalidFacts:
    return refusal("too_deep", f"more than {DEPTH} levels of nesting", f"at most {DEPTH} levels")
