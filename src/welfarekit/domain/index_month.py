"""The prices of a month."""

from __future__ import annotations

import datetime as dt

from attrs import field

from welfarekit.domain.checking import Facts, frozen
from welfarekit.domain.fact import about, fact
from welfarekit.errors import Problem
from welfarekit.money import Rate
from welfarekit.truth import UnknownType


@frozen(kw_only=True)
class IndexMonth(Facts):
    """The price indices of a month as rises on the same month of the year before; a fall is negative.

    >>> IndexMonth(month=dt.date(2019, 7, 1), low_income_index=Rate("4.2%"))
    IndexMonth(month=datetime.date(2019, 7, 1), low_income_index=Rate('21/500'))
    """

    month: dt.date = field(metadata=about("first day of the month"))
    cpi: Rate | UnknownType = fact("rise of consumer prices on a year before", unit="share", most=10, places=4, least=-1)
    food_cpi: Rate | UnknownType = fact("rise of food prices on a year before", unit="share", most=10, places=4, least=-1)
    low_income_index: Rate | UnknownType = fact(
        "rise of basic living costs of low-income residents on a year before", unit="share", most=10, places=4, least=-1
    )

    def _together(self) -> list[Problem]:
        if isinstance(self.month, dt.date) and self.month.day != 1:
            return [Problem("not_first_day", "month", self.month.isoformat(), "the first day of the month")]
        return []
