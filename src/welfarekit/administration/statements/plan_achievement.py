"""How much of a plan was achieved. A plan says what it is: of the year, a year's share of several, or last year's result.

The three read alike in a report ("đạt 142,1 % … 169,6 % … 125,4 %") and mean different things, so each sentence names its base.

>>> achievement(7_125, Plan.of_year(2023, 5_014)).percent
Decimal('142.1')
>>> print(achievement(7_125, Plan.yearly_share(2021, 2025, 4_200)).text("vi"))
7.125 lao động, đạt 169,6% chỉ tiêu bình quân mỗi năm của kế hoạch 2021 - 2025 (4.200 lao động mỗi năm).
>>> achievement(Points("2.29"), Plan.of_year(2023, Points("1.70"))).percent
Decimal('134.7')
>>> achievement(Points("2.29"), Plan.of_year(2023, 668))
Traceback (most recent call last):
...
TypeError: the result is in percentage points and the plan is not; both sides must be the same
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

from attrs import field, frozen

from welfarekit.administration.statements import poverty_words as words
from welfarekit.administration.statements.figures import figure, percent, rounded
from welfarekit.administration.statements.points import Points, places_of
from welfarekit.errors import DateError, WelfarekitError
from welfarekit.language.catalogue import catalogue

PLACES: Final = 1
"""The decimals of a percentage of a plan in the reports of districts and provinces."""


class PlanBase(StrEnum):
    """What a result is compared with."""

    YEAR = "year"
    YEARLY_SHARE = "yearly_share"
    SAME_PERIOD = "same_period"


def _target(value: int | Points) -> int | Points:
    if not isinstance(value, Points) and (isinstance(value, bool) or not isinstance(value, int)):
        raise TypeError(f"a plan is a whole number or Points, not {type(value).__name__}")
    return value


def _number(value: int | Points) -> Fraction:
    return value.fraction if isinstance(value, Points) else Fraction(value)


@frozen(kw_only=True)
class Plan:
    """What was to be achieved. :meth:`of_year`, :meth:`yearly_share` and :meth:`same_period` make one."""

    base: PlanBase = field(converter=PlanBase)
    target: int | Points = field(converter=_target)
    first: int
    last: int

    def __attrs_post_init__(self) -> None:
        if _number(self.target) <= 0:
            raise WelfarekitError(f"nothing can be compared with a plan of {self.target}; a plan is above zero")
        if not 1900 <= self.first <= self.last < 2200:
            raise DateError(f"a plan is for years in order, not for {self.first} to {self.last}")

    @classmethod
    def of_year(cls, year: int, target: int | Points) -> Plan:
        """The plan of one year (kế hoạch năm)."""
        return cls(base=PlanBase.YEAR, target=target, first=year, last=year)

    @classmethod
    def yearly_share(cls, first: int, last: int, target: int | Points) -> Plan:
        """The yearly share of a plan over several years: ``target`` is what it sets for each, not for all of them."""
        return cls(base=PlanBase.YEARLY_SHARE, target=target, first=first, last=last)

    @classmethod
    def same_period(cls, year: int, result: int | Points) -> Plan:
        """The result of the same period of an earlier year (so cùng kỳ)."""
        return cls(base=PlanBase.SAME_PERIOD, target=result, first=year, last=year)


@frozen
class Achievement:
    """A result beside a plan. 125.4 % of the same period is a quarter more, and 142.1 % of a plan is above it."""

    actual: int | Points
    plan: Plan
    places: int = PLACES

    @property
    def ratio(self) -> Fraction:
        """The result divided by the plan, exactly."""
        return _number(self.actual) / _number(self.plan.target)

    @property
    def percent(self) -> Decimal:
        """The same in percent, half up, as it is printed."""
        return rounded(self.ratio * 100, self.places)

    def text(self, locale: str = "vi", noun: str = "workers") -> str:
        """A sentence that names the base.

        ``noun`` is what is counted: workers, households, persons, classes or learners. Points are those of a reduction.
        """
        say, plan = catalogue("welfarekit.administration", locale).text, self.plan
        if noun not in words.NOUNS:
            raise WelfarekitError(f"{noun!r} cannot be counted here; use one of {', '.join(words.NOUNS)}")

        def said(value: int | Points) -> str:
            if isinstance(value, Points):
                return say(words.POINTS, points=figure(locale, value.fraction, places_of(value.value)))
            return say(words.NOUNS[noun], count=figure(locale, value))

        sentence = {
            PlanBase.YEAR: words.OF_YEAR,
            PlanBase.YEARLY_SHARE: words.OF_QUOTA,
            PlanBase.SAME_PERIOD: words.OF_SAME_PERIOD,
        }[plan.base]
        years = {"first": plan.first, "last": plan.last} if plan.base is PlanBase.YEARLY_SHARE else {"year": plan.first}
        share = percent(locale, self.ratio, self.places)
        done = said(self.actual)
        if isinstance(self.actual, Points):
            done = say(words.REDUCED, points=done)
        return say(sentence, figure=done, percent=share, target=said(plan.target), **years)


def achievement(actual: int | Points, plan: Plan, *, places: int = PLACES) -> Achievement:
    """How much of ``plan`` was achieved. Both are counts of the same thing, or both percentage points.

    A reduction of poverty is compared in points: ``achievement(change.points, Plan.of_year(2023, Points("1.70")))``.
    """
    result = _target(actual)
    if isinstance(result, Points) is not isinstance(plan.target, Points):
        one, other = ("result", "plan") if isinstance(result, Points) else ("plan", "result")
        raise TypeError(f"the {one} is in percentage points and the {other} is not; both sides must be the same")
    return Achievement(result, plan, places)
