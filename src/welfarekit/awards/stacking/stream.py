"""A stream: what one program grants to one subject, month after month, before programs are stacked on each other.

>>> since = Period(dt.date(2025, 10, 1))
>>> dibao = Stream("cn.dibao", "hh-1", [(since, Money("1350.00", "CNY", "month"))], members=["p1", "p2", "p3"])
>>> dibao.household, dibao.member, str(dibao.at(dt.date(2025, 12, 1)))
('hh-1', '', '1350.00 CNY per month')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from attrs import field, frozen

from welfarekit.awards.amounts import kind_of
from welfarekit.awards.timeline import not_whole_months, overlapping
from welfarekit.dates import Period
from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity

Amounts = tuple[tuple[Period, Benefit | None], ...]
Key = tuple[str, str, str]
"""Program, subject, group: what tells one stream from another."""


def _amounts(given: Iterable[tuple[Period, Benefit | None]]) -> Amounts:
    return tuple(sorted(given, key=lambda one: one[0].start or dt.date.min))


def _members(given: Iterable[str]) -> tuple[str, ...]:
    if not isinstance(given, str | bytes | set | frozenset):
        members = tuple(given)
        if all(isinstance(member, str) for member in members):
            return members
    raise TypeError("members is a list or a tuple of ids, in an order; one member is ['p1']")


@frozen(repr=False)
class Stream:
    """What a program grants to a subject over time.

    ``subject`` is the id of a household, or ``household/member`` for one person. ``amounts`` are whole months, each with what is
    granted in every one of them; None is a status that pays nothing, such as that of an edge family. A stream of a household
    names in ``members`` whom it is for, if programs for single persons meet it; they share it equally. ``group`` tells apart
    what one program grants to one subject for several reasons, and is empty where there is only one.

    :class:`~welfarekit.errors.InvalidFacts` with everything that is wrong: two amounts for a month, an amount that is negative,
    of another unit than the others or for a year, a period that is no whole months.
    """

    program: str
    subject: str
    amounts: Amounts = field(converter=_amounts)
    members: tuple[str, ...] = field(default=(), converter=_members)
    group: str = ""

    def __attrs_post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InvalidFacts(problems)

    def _problems(self) -> Iterator[Problem]:
        for name, text in (("program", self.program), ("subject", self.subject)):
            if not text:
                yield Problem("empty", name, "''", "a text that is not empty")
        first = next((amount for _, amount in self.amounts if amount is not None), None)
        for i, (period, amount) in enumerate(self.amounts):
            path = f"amounts[{i}]"
            yield from not_whole_months(period, path)
            if amount is None:
                continue
            if not isinstance(amount, Money | Quantity):
                raise TypeError(f"{path} is Money, a Quantity or None, not {type(amount).__name__}")
            if amount.per in ("year", "day", "hour"):
                yield Problem("wrong_period", path, str(amount), "what is paid in one month")
            elif first is not None and kind_of(amount) != kind_of(first):
                yield Problem("other_unit", path, str(amount), f"an amount like {first}")
            if amount.minor < 0:
                yield Problem("negative", path, str(amount), "an amount that is not negative")
        yield from overlapping([period for period, _ in self.amounts], "amounts")
        for i, member in enumerate(self.members):
            if member in self.members[:i]:
                yield Problem("duplicate_id", f"members[{i}]", repr(masked(member)), "an id of its own")

    @property
    def key(self) -> Key:
        """What tells this stream from others of the family."""
        return self.program, self.subject, self.group

    @property
    def household(self) -> str:
        """The id of the household."""
        return self.subject.partition("/")[0]

    @property
    def member(self) -> str:
        """The id of the member; empty for a stream of the whole household."""
        return self.subject.partition("/")[2]

    @property
    def kind(self) -> tuple[str, str, str | None] | None:
        """The currency or unit and the period of its amounts; None for a status."""
        return next((kind_of(amount) for _, amount in self.amounts if amount is not None), None)

    def granted(self, month: dt.date) -> bool:
        """Whether anything is granted in a month, a status included."""
        return any(month in period for period, _ in self.amounts)

    def at(self, month: dt.date) -> Benefit | None:
        """What is granted in a month, before stacking; None for a status or nothing."""
        return next((amount for period, amount in self.amounts if month in period), None)

    def __repr__(self) -> str:
        group = f"/{self.group}" if self.group else ""
        return f"<Stream {self.program}{group} of {shown_subject(self.subject)}, {len(self.amounts)} amounts>"


def shown_subject(subject: str) -> str:
    """A subject as it may be shown: the parts that could be numbers of persons are masked."""
    return "/".join(masked(part) for part in subject.split("/"))
