"""Places: one code each, and the chain of layers from which a place inherits law.

China uses GB/T 2260 (``CN-430602`` county, ``CN-430600`` prefecture, ``CN-430000`` province), Viet Nam the statistical codes
(``VN-91`` province, ``VN-91-30337`` commune; districts ended on 1 July 2025), the pretend country ``XD-1``, ``XD-12``.

>>> [str(layer) for layer in Place.parse("CN-430602").chain]
['CN-430602', 'CN-430600', 'CN-430000', 'CN']
>>> Place.parse("VN-91-30337").country
'VN'
>>> Place.parse("CN-999999")
Traceback (most recent call last):
...
welfarekit.errors.PlaceError: 'CN-999999' cannot be a place: no province of China has the code 99
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final
from weakref import WeakValueDictionary

from attrs import field, frozen

from welfarekit.errors import PlaceError

CURRENCY: Final = {"CN": "CNY", "VN": "VND", "XD": "CNY"}
"""The currency in which each country's law counts."""

_CN: Final = frozenset(
    "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()
)
_VN: Final = frozenset(
    "01 02 04 06 08 10 11 12 14 15 17 19 20 22 24 25 26 27 30 31 33 34 35 36 37 38 40 42 44 45 46 48 49 51 52 54 56 58 60 62 64 "
    "66 67 68 70 72 74 75 77 79 80 82 83 84 86 87 89 91 92 93 94 95 96".split()
)
"""Province codes of Viet Nam: the 34 of 2025 are a subset of the 63 before, though seven changed their meaning."""


def _layers(code: str) -> tuple[str, ...]:
    country, _, rest = code.partition("-")
    if country not in CURRENCY:
        raise PlaceError(f"{code!r} cannot be a place: {country!r} is not a country here; use one of {', '.join(CURRENCY)}")
    if not rest:
        if code != country:
            raise PlaceError(f"{code!r} cannot be a place: nothing follows the hyphen")
        return (country,)
    if country == "CN":
        if not re.fullmatch(r"[0-9]{6}", rest):
            raise PlaceError(f"{code!r} cannot be a place: a code of China has six digits, such as CN-430602")
        if rest[:2] not in _CN:
            raise PlaceError(f"{code!r} cannot be a place: no province of China has the code {rest[:2]}")
        if rest[2:4] == "00" and rest[4:] != "00":
            raise PlaceError(f"{code!r} cannot be a place: a county needs its prefecture in digits three and four")
        layers = (rest, rest[:4] + "00", rest[:2] + "0000")
        return (*(f"CN-{layer}" for layer in dict.fromkeys(layers)), "CN")
    if country == "VN":
        match = re.fullmatch(r"([0-9]{2})(-[0-9]{5})?", rest)
        if not match:
            raise PlaceError(f"{code!r} cannot be a place: write VN-91 for a province or VN-91-30337 for a commune")
        if match[1] not in _VN:
            raise PlaceError(f"{code!r} cannot be a place: no province of Viet Nam has the code {match[1]}")
        return (code, f"VN-{match[1]}", "VN") if match[2] else (code, "VN")
    if not re.fullmatch(r"[1-9]{1,2}", rest):
        raise PlaceError(f"{code!r} cannot be a place: the pretend country has provinces XD-1 and towns XD-12")
    return (code, f"XD-{rest[0]}", "XD") if len(rest) == 2 else (code, "XD")


@frozen(order=True, repr=False, cache_hash=True)
class Place:
    """A place by its code. Make one with :meth:`parse`; equal codes give the same object, also after copying and pickling."""

    code: str
    chain: tuple[Place, ...] = field(init=False, eq=False, order=False)
    country: str = field(init=False, eq=False, order=False)

    def __new__(cls, code: str) -> Place:
        """The place that is there already, or a new one."""
        known = _KNOWN.get(code) if isinstance(code, str) else None
        return object.__new__(cls) if known is None else known

    def __attrs_post_init__(self) -> None:
        layers = _layers(self.code)
        object.__setattr__(self, "country", layers[-1])
        object.__setattr__(self, "chain", (self, *(Place.parse(layer) for layer in layers[1:])))
        _KNOWN[self.code] = self

    @classmethod
    def parse(cls, code: str | Place) -> Place:
        """The place with this code; :class:`~welfarekit.errors.PlaceError` for a code that cannot be."""
        if isinstance(code, Place):
            return code
        if not isinstance(code, str):
            raise PlaceError(f"a place is a code such as 'CN-430602', not {type(code).__name__}")
        return _interned(code)

    @property
    def currency(self) -> str:
        """The currency of its country."""
        return CURRENCY[self.country]

    def __str__(self) -> str:
        return self.code

    def __repr__(self) -> str:
        return f"Place({self.code!r})"

    def __reduce__(self) -> tuple[Callable[[str], Place], tuple[str]]:
        return Place.parse, (self.code,)


_KNOWN: Final[WeakValueDictionary[str, Place]] = WeakValueDictionary()
"""Every place that somebody holds."""


@lru_cache(maxsize=65536)
def _interned(code: str) -> Place:
    return Place(code)
