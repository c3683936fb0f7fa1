"""The working-day calendars of the countries, each from its own ``calendar.toml``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from welfarekit.administration.law.country_file import country_file
from welfarekit.calendar_days import CalendarFile
from welfarekit.calendar_file import load_calendar
from welfarekit.calendars import Calendar
from welfarekit.errors import CalendarError

FOLDERS: Final = {"cn": "cn", "CN": "cn", "vn": "vn", "VN": "vn", "demo": "demo", "XD": "demo"}
"""The folder of a country, by the head of its programs' keys and by the code of its places."""


def calendar_for(country: str, *, sector: str = "public", weekend: Iterable[int] | None = None) -> Calendar:
    """The calendar of a country: ``cn``, ``vn`` or ``demo``, or the code that its places have (``place.country``).

    ``sector="private"`` leaves out what binds offices of the state only. A firm with other weekly rest days than Saturday and
    Sunday says so: ``weekend=[6]`` for Sunday alone (0 is Monday). Each calendar is made once.

    >>> import datetime as dt
    >>> calendar_for("cn").add_working_days(dt.date(2025, 1, 24), 5)
    datetime.date(2025, 2, 7)
    >>> friday = dt.date(2026, 1, 2)
    >>> calendar_for("vn").is_working(friday), calendar_for("vn", sector="private").is_working(friday)
    (False, True)
    """
    if country not in FOLDERS:
        raise CalendarError(f"there is no calendar for {country!r}; there is one for {', '.join(sorted(set(FOLDERS.values())))}")
    return _calendar(FOLDERS[country], sector, None if weekend is None else frozenset(weekend))


@cache
def _calendar(folder: str, sector: str, weekend: frozenset[int] | None) -> Calendar:
    file = _file(folder)
    return Calendar(file, sector) if weekend is None else Calendar(file, sector, weekend)


@cache
def _file(folder: str) -> CalendarFile:
    return load_calendar(country_file(folder, "calendar.toml"))
