"""Names of places in the four locales, for the layers that law files mention.

>>> place_name("CN-430602", "zh_Hans"), place_name("CN-430602", "en")
('岳阳楼区', 'Yueyanglou District')
>>> place_address("CN-430602", "zh_Hans"), place_address("CN-430602", "vi")
('湖南省岳阳市岳阳楼区', 'quận Nhạc Dương Lâu, thành phố Nhạc Dương, tỉnh Hồ Nam')
>>> import datetime as dt
>>> place_name("VN-91", "vi"), place_name("VN-91", "vi", on=dt.date(2024, 6, 28))
('tỉnh An Giang', 'tỉnh Kiên Giang')

A place that ``places.toml`` does not name is shown as its code. Some codes of Viet Nam changed their meaning on 1 July 2025,
so a name may need a day.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeAlias

from welfarekit.language.locale import LOCALES, Locale, resolve
from welfarekit.place import Place

Names: TypeAlias = dict[str, list[str]]

_ORDER: Final[dict[Locale, int]] = {locale: position for position, locale in enumerate(LOCALES)}


@cache
def _tables() -> tuple[Names, tuple[tuple[dt.date, Names], ...]]:
    """Names of today, and older ones with the day before which they held, earliest first."""
    import tomllib

    with (Path(__file__).parent / "places.toml").open("rb") as file:
        tables: dict[str, Any] = tomllib.load(file)
    older = sorted((dt.date.fromisoformat(day), names) for day, names in tables["before"].items())
    return tables["names"], tuple(older)


def _known(code: str, locale: Locale, on: dt.date | None) -> str | None:
    names, older = _tables()
    if on is not None:
        for before, old in older:
            if on < before and code in old:
                return old[code][_ORDER[locale]]
    return names[code][_ORDER[locale]] if code in names else None


def place_name(place: str | Place, locale: str, *, on: dt.date | None = None) -> str:
    """The name of one layer as it was on the day ``on`` (today's name without one); its code where no name is known."""
    code = str(place)
    return _known(code, resolve(locale), on) or code


def place_address(place: str | Place, locale: str, *, on: dt.date | None = None) -> str:
    """The place with the layers above it but the nation: ``湖南省岳阳市岳阳楼区``, ``Yueyanglou District, Yueyang, Hunan``."""
    spoken = resolve(locale)
    layers = Place.parse(place).chain
    if layers[0].country == "VN" and len(layers) == 3:
        on = None  # the codes of communes are those of 2025, and so is the province above them
    own = place_name(layers[0], spoken, on=on)
    above = [name for layer in layers[1:-1] if (name := _known(str(layer), spoken, on))]
    return "".join([*reversed(above), own]) if spoken in ("zh_Hans", "zh_Hant") else ", ".join([own, *above])


def places() -> dict[str, dict[Locale, str]]:
    """Every named place with its names of today."""
    return {code: dict(zip(LOCALES, names, strict=True)) for code, names in _tables()[0].items()}
