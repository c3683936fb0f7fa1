"""A program as one may list it: its key, its names, whom it serves and on what law it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Literal

import attrs

from welfarekit.citation import Citation


def _names(value: Mapping[str, str] | tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return value if isinstance(value, tuple) else tuple(sorted(value.items()))


@attrs.frozen(kw_only=True)
class Program:
    """One welfare program; its rules are a rulebook of their own.

    >>> Program(key="cn.dibao", names={"en": "Minimum living guarantee"}, subject="household").country
    'cn'
    """

    key: str
    names: tuple[tuple[str, str], ...] = attrs.field(converter=_names)
    """The official names as pairs of locale and name; a mapping is taken as well."""
    subject: Literal["household", "person"]
    per: str = "month"
    since: dt.date | None = None
    until: dt.date | None = None
    basis: tuple[Citation, ...] = ()

    @property
    def country(self) -> str:
        """The country whose law it is, as in the key."""
        return self.key.partition(".")[0]

    def name(self, locale: str) -> str:
        """The official name in this locale; the key where there is none."""
        return dict(self.names).get(locale, self.key)

    def in_force_on(self, day: dt.date) -> bool:
        """Whether the program exists on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)
