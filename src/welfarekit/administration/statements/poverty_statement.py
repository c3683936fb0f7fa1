"""The poverty statement: counts, rates and reductions, from the households of one place at the end of two years.

A rate is of the households of its own day. A reduction is the difference of two rates, in percentage points, and the difference
of two counts; it takes two whole counts, so there is nothing that one year's count could be divided by but its own households.

>>> before = PovertyCount(dt.date(2022, 12, 31), households=40_875, poor=3_254, near_poor=3_417)
>>> now = PovertyCount(dt.date(2023, 12, 31), households=41_504, poor=2_354, near_poor=3_092)
>>> now.of("poor").percent(), now.of("near_poor").percent()
(Decimal('5.67'), Decimal('7.45'))
>>> fall = reduction(now.of("poor"), before.of("poor"))
>>> fall.points, fall.households
(Points('2.29'), 900)
>>> reduction(900, 41_504)
Traceback (most recent call last):
...
TypeError: a reduction is between two counts of a class, each with the households of its day; 900 is no such count
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Final, Literal, TypeAlias

from attrs import field, frozen

from welfarekit.administration.statements.figures import checked_places, rounded
from welfarekit.administration.statements.points import Points
from welfarekit.citation import Citation
from welfarekit.domain.household import PovertyStatus
from welfarekit.errors import DateError, InvalidFacts, Problem, WelfarekitError

PLACES: Final = 2
"""The decimals of a rate in the statements that provinces and districts publish."""

Difference: TypeAlias = Literal["of_printed", "of_exact"]
"""Whether a reduction is between the rates as they are printed, or between the exact ones and rounded once."""

FORMS: Final = Citation(
    "Thông tư 07/2021/TT-BLĐTBXH (văn bản hợp nhất 1315/VBHN-BLĐTBXH)", "form 7.2", read=dt.date(2026, 11, 21), confirmed="text"
)
"""The form for the changes of the number of poor households."""


def _whole(name: str, value: object) -> list[Problem]:
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} is a whole number of households, not {value!r}")
    return [Problem("negative", name, str(value), "zero or more")] if value < 0 else []


@frozen
class ClassCount:
    """The households of one class among all households of a place on one day."""

    status: PovertyStatus = field(converter=PovertyStatus)
    count: int
    households: int
    on: dt.date

    def __attrs_post_init__(self) -> None:
        problems = [*_whole("count", self.count), *_whole("households", self.households)]
        if not problems and not self.count <= self.households:
            problems.append(
                Problem("out_of_range", "count", str(self.count), f"at most the {self.households} households there are")
            )
        if not self.households:
            problems.append(Problem("out_of_range", "households", "0", "at least one household"))
        if problems:
            raise InvalidFacts(problems)

    @property
    def rate(self) -> Fraction:
        """The share of all households of the day, exactly."""
        return Fraction(self.count, self.households)

    def percent(self, places: int = PLACES) -> Decimal:
        """The rate in percent, half up to so many decimals, as it is printed."""
        return rounded(self.rate * 100, places)


@frozen
class PovertyCount:
    """The households of a place on one day: all, the poor, the near-poor."""

    on: dt.date
    households: int
    poor: int
    near_poor: int

    def __attrs_post_init__(self) -> None:
        problems = [p for name in ("households", "poor", "near_poor") for p in _whole(name, getattr(self, name))]
        if not problems and self.poor + self.near_poor > self.households:
            given, expected = f"{self.poor} and {self.near_poor}", f"together at most the {self.households} households there are"
            problems.append(Problem("out_of_range", "poor", given, expected))
        if problems:
            raise InvalidFacts(problems)

    @classmethod
    def of_register(cls, on: dt.date, register: Mapping[str, str]) -> PovertyCount:
        """The count of a register, which has the class of each household by its id.

        :func:`~welfarekit.administration.statements.poverty_register.poverty_register` makes one and sees to it that it is whole.
        """
        counts = Counter(register.values())
        return cls(on, len(register), counts[PovertyStatus.POOR], counts[PovertyStatus.NEAR_POOR])

    def of(self, status: PovertyStatus | str) -> ClassCount:
        """The count of the poor or of the near-poor among all households of the day."""
        wanted = PovertyStatus(status)
        if wanted is PovertyStatus.AVERAGE_LIVING:
            raise WelfarekitError("a poverty statement counts the poor and the near-poor; households above are not a class of it")
        return ClassCount(wanted, self.poor if wanted is PovertyStatus.POOR else self.near_poor, self.households, self.on)


@frozen
class Reduction:
    """By how much a class became smaller from one day to another; negative where it grew."""

    now: ClassCount
    before: ClassCount
    places: int = PLACES
    difference: Difference = "of_printed"

    @property
    def points(self) -> Points:
        """The difference of the rates in percentage points, as it is printed."""
        if self.difference == "of_printed":
            exact = Fraction(self.before.percent(self.places)) - Fraction(self.now.percent(self.places))
        else:
            exact = self.exact
        return Points(rounded(exact, self.places))

    @property
    def exact(self) -> Fraction:
        """The difference of the exact rates in percentage points."""
        return (self.before.rate - self.now.rate) * 100

    @property
    def households(self) -> int:
        """How many households fewer there are in the class."""
        return self.before.count - self.now.count


def reduction(now: ClassCount, before: ClassCount, *, places: int = PLACES, difference: Difference = "of_printed") -> Reduction:
    """The reduction (tỷ lệ giảm) of a class: the rate before less the rate now, and the count before less the count now.

    ``places`` are the decimals of the printed rates, 0 to 12, rounded half up. ``difference`` says what is subtracted: the rates
    ``of_printed``, so that a reader who subtracts what stands in the statement finds the same, or the rates ``of_exact``, rounded
    once. The two can differ in the last digit. :class:`~welfarekit.errors.WelfarekitError` for counts of two classes,
    :class:`~welfarekit.errors.DateError` for days in the wrong order.
    """
    for given in (now, before):
        if not isinstance(given, ClassCount):
            raise TypeError(
                f"a reduction is between two counts of a class, each with the households of its day; {given!r} is no such count"
            )
    if now.status is not before.status:
        raise WelfarekitError(f"a reduction is of one class, not from {before.status.value} to {now.status.value}")
    if before.on >= now.on:
        raise DateError(f"{before.on.isoformat()} is not before {now.on.isoformat()}; give the later count first")
    if difference not in ("of_printed", "of_exact"):
        raise WelfarekitError(f"difference is of_printed or of_exact, not {difference!r}")
    return Reduction(now, before, checked_places(places), difference)
