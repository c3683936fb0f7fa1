"""What each operator means: for one household and for columns, side by side, in one place.

``scalar`` works on exact Python values, ``column`` on numpy arrays (it is given numpy, which is never imported here),
``code`` is the Python source of the compiled path. What an operator means for values that are not fully known follows from
``signs``: ``+`` grows with that argument, ``-`` falls, ``*`` can do either (all corners are tried). Operators that are not
monotone have a ``ranged`` meaning of their own. A rate is a ``Fraction``; in columns a pair of arrays, numerator and denominator.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any, Final

from attrs import frozen

from welfarekit.dates import age_on, months_between
from welfarekit.money import MODES, divide


@frozen
class Operator:
    """One operator: its meanings, and how it moves with its arguments."""

    name: str
    scalar: Callable[..., Any]
    column: Callable[..., Any]
    code: str
    signs: str = ""
    takes_extra: bool = False

    def __reduce__(self) -> tuple[Callable[[str], Operator], tuple[str]]:
        return _operator, (self.name,)


def _operator(name: str) -> Operator:
    """The operator of a rule that comes from another process."""
    return OPERATORS[name]


def _share(amount: int, rate: Fraction, rounding: tuple[str, int]) -> int:
    mode, step = rounding
    return divide(amount * rate.numerator, rate.denominator * step, mode) * step


def _column_share(np: Any, amount: Any, rate: Any, rounding: Any) -> Any:
    modes, step = rounding
    numerator, denominator = amount * rate[0], rate[1] * step
    quotient, rest = np.divmod(np.abs(numerator), denominator)
    up = (modes == MODES.index("up")) & (rest > 0)
    half_up = (modes == MODES.index("half_up")) & (2 * rest >= denominator)
    even = (modes == MODES.index("half_even")) & (
        (2 * rest > denominator) | ((2 * rest == denominator) & (quotient % 2 == 1))
    )
    return np.sign(numerator) * (quotient + (up | half_up | even)) * step


def _years(start: int, end: int) -> int:
    return age_on(dt.date.fromordinal(start), dt.date.fromordinal(end))


def _months(start: int, end: int) -> int:
    return months_between(dt.date.fromordinal(start), dt.date.fromordinal(end))


_EPOCH: Final = dt.date(1970, 1, 1).toordinal()


def _ymd(np: Any, day: Any) -> tuple[Any, Any, Any]:
    days = (np.asarray(day, dtype="int64") - _EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    month_number = months.astype("int64") + 1970 * 12
    return month_number // 12, month_number % 12 + 1, (days - months).astype("int64") + 1


def _column_years(np: Any, start: Any, end: Any) -> Any:
    (y0, m0, d0), (y1, m1, d1) = _ymd(np, start), _ymd(np, end)
    return y1 - y0 - ((m1 * 32 + d1) < (m0 * 32 + d0))


def _column_months(np: Any, start: Any, end: Any) -> Any:
    (y0, m0, d0), (y1, m1, d1) = _ymd(np, start), _ymd(np, end)
    return (y1 - y0) * 12 + m1 - m0 - (d1 < d0)


def _points(rate: Fraction, step: Fraction) -> int:
    ratio = rate / step
    return -(-ratio.numerator // ratio.denominator)


def _column_rate_max(np: Any, a: Any, b: Any) -> Any:
    first = a[0] * b[1] >= b[0] * a[1]
    return np.where(first, a[0], b[0]), np.where(first, a[1], b[1])


OPERATORS: Final[dict[str, Operator]] = {
    op.name: op
    for op in (
        Operator("not", lambda a: not a, lambda np, a: ~a, "(not {0})", "-"),
        Operator("and", lambda *a: all(a), lambda np, *a: reduce(np.logical_and, a), "({0:and})", "+"),
        Operator("or", lambda *a: any(a), lambda np, *a: reduce(np.logical_or, a), "({0:or})", "+"),
        Operator("lt", lambda a, b: a < b, lambda np, a, b: a < b, "({0} < {1})", "-+"),
        Operator("le", lambda a, b: a <= b, lambda np, a, b: a <= b, "({0} <= {1})", "-+"),
        Operator("rate_lt", lambda a, b: a < b, lambda np, a, b: a[0] * b[1] < b[0] * a[1], "({0} < {1})", "-+"),
        Operator("rate_le", lambda a, b: a <= b, lambda np, a, b: a[0] * b[1] <= b[0] * a[1], "({0} <= {1})", "-+"),
        Operator("eq", lambda a, b: a == b, lambda np, a, b: a == b, "({0} == {1})"),
        Operator(
            "is_in", lambda a, extra: a in extra, lambda np, a, extra: (a & extra) != 0, "({0} in {extra})", takes_extra=True
        ),
        Operator("add", lambda a, b: a + b, lambda np, a, b: a + b, "({0} + {1})", "++"),
        Operator("sub", lambda a, b: a - b, lambda np, a, b: a - b, "({0} - {1})", "+-"),
        Operator("mul", lambda a, b: a * b, lambda np, a, b: a * b, "({0} * {1})", "**"),
        Operator(
            "rate_mul", lambda a, b: a * b, lambda np, a, b: (a[0] * b[0], a[1] * b[1]), "({0} * {1})", "**"
        ),
        Operator("rate_max", lambda a, b: max(a, b), _column_rate_max, "max({0}, {1})", "++"),
        Operator("max", lambda *a: max(a), lambda np, *a: reduce(np.maximum, a), "max({0:,})", "+"),
        Operator("min", lambda *a: min(a), lambda np, *a: reduce(np.minimum, a), "min({0:,})", "+"),
        Operator("share", _share, _column_share, "_share({0}, {1}, {2})", "**="),
        Operator("years", _years, _column_years, "_years({0}, {1})", "-+"),
        Operator("months", _months, _column_months, "_months({0}, {1})", "-+"),
        Operator(
            "points",
            lambda a, extra: _points(a, extra),
            lambda np, a, extra: -((-a[0] * extra.denominator) // (a[1] * extra.numerator)),
            "_points({0}, {extra})",
            "+",
            takes_extra=True,
        ),
        Operator(
            "how_many",
            lambda *a: sum(a),
            lambda np, *a: reduce(np.add, a, np.int16(0)).astype("int64"),
            "({0:+})",
            "+",
        ),
        Operator("when", lambda c, a, b: a if c else b, lambda np, c, a, b: np.where(c, a, b), "({1} if {0} else {2})"),
        Operator("first_known", lambda a, b: a, lambda np, a, b: a, "_first_known(lambda: {0}, lambda: {1})"),
    )
}
"""Every operator by name. ``eq``, ``is_in``, ``when`` and ``first_known`` have no signs: readers know them by name."""
