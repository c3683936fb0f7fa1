"""What a printed figure tells about one that is not printed: the plan behind "142.1 %", last year's households behind "2.29".

A printed percentage was rounded, so it allows not one whole but a few. All of them are given, and several printed figures
together leave those that they share.

>>> implied_plans("142.1", 7_125), implied_plans("169.6", 7_125), implied_plans("125.4", 7_125)
(range(5013, 5016), range(4200, 4203), range(5680, 5685))
>>> poor = ClassCount("poor", 2_354, 41_504, dt.date(2023, 12, 31))
>>> near = ClassCount("near_poor", 3_092, 41_504, dt.date(2023, 12, 31))
>>> implied_households(PrintedReduction(poor, "2.29", 900), PrintedReduction(near, "0.91", 325))
range(40854, 40898)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from attrs import field, frozen

from welfarekit.administration.statements.figures import rounded
from welfarekit.administration.statements.points import Points, places_of, printed
from welfarekit.administration.statements.poverty_statement import ClassCount, Difference, reduction
from welfarekit.errors import WelfarekitError


def _wholes(part: int, low: Fraction, high: Fraction, fits: Callable[[int], bool]) -> range:
    """The wholes of which ``part`` is between ``low`` and ``high`` percent and which ``fits`` confirms at both ends."""
    if low <= 0 or part <= 0:
        raise WelfarekitError("so small a percentage is one of wholes without end; nothing can be told from it")
    first, last = int(100 * part / high), int(100 * part / low) + 1
    while first <= last and not (first > 0 and fits(first)):
        first += 1
    while first <= last and not fits(last):
        last -= 1
    return range(first, last + 1)


def implied_plans(percent: str | Decimal, actual: int) -> range:
    """Every plan of which ``actual`` is the printed percentage, rounded half up to the decimals with which it is printed.

    ``"142.1"`` has one decimal and ``"142.10"`` two, which allows fewer plans. An empty range: no plan gives this figure.
    """
    wanted = printed(percent, "percentage")
    places, half = places_of(wanted), Fraction(1, 2 * 10 ** places_of(wanted))
    exact = Fraction(wanted)
    return _wholes(actual, exact - half, exact + half, lambda plan: rounded(Fraction(100 * actual, plan), places) == wanted)


def _points(value: Points | str | Decimal) -> Points:
    return value if isinstance(value, Points) else Points(value)


@frozen
class PrintedReduction:
    """A reduction as it was printed: the count now, the points, and how many households fewer the class has."""

    now: ClassCount
    points: Points = field(converter=_points)
    households: int


def implied_households(*reductions: PrintedReduction, difference: Difference = "of_printed") -> range:
    """How many households there can have been before, for all of the printed reductions to be right.

    ``difference`` is how the points were made, see :func:`~welfarekit.administration.statements.poverty_statement.reduction`.
    """
    found = [_before(one, difference) for one in reductions]
    if not found:
        raise WelfarekitError("give at least one printed reduction")
    return range(max(one.start for one in found), min(one.stop for one in found))


def _before(given: PrintedReduction, difference: Difference) -> range:
    places, count = places_of(given.points.value), given.now.count + given.households
    day = given.now.on - dt.timedelta(days=1)

    def fits(households: int) -> bool:
        if households < count:
            return False
        before = ClassCount(given.now.status, count, households, day)
        return reduction(given.now, before, places=places, difference=difference).points == given.points

    now = Fraction(given.now.percent(places)) if difference == "of_printed" else given.now.rate * 100
    rate, half = given.points.fraction + now, Fraction(1, 2 * 10**places)
    return _wholes(count, rate - half, rate + half, fits)
