"""Where a value or a condition stands: act, article, link, the day it was last read, and how well it is confirmed."""

from __future__ import annotations

import datetime as dt
from typing import Final

from attrs import frozen

CONFIRMED: Final = ("text", "secondary", "known")
"""``text``: the legal text was read; ``secondary``: a page that states it was read; ``known``: generally known."""


@frozen
class Citation:
    """One source of law.

    ``read`` is the day on which someone last looked it up; a value not looked up for a year is stale.
    ``since`` and ``until`` are the first and the last day on which the act applies, where that matters to those who read it.
    """

    act: str
    article: str = ""
    url: str = ""
    read: dt.date | None = None
    confirmed: str = "text"
    since: dt.date | None = None
    until: dt.date | None = None

    def __str__(self) -> str:
        return f"{self.act}, {self.article}" if self.article else self.act

    def applies_on(self, day: dt.date) -> bool:
        """Whether the act applies on ``day``, as far as its days are stated."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def stale_on(self, day: dt.date) -> bool:
        """Whether the source was last read more than a year before ``day``."""
        return self.read is not None and (day - self.read).days > 366
