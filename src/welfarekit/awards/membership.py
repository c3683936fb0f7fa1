"""Shares over time: who belongs to the family changes, and each month is shared among those who belong to it then.

>>> import datetime as dt
>>> from welfarekit.money import Money
>>> spring, later = Period(dt.date(2025, 1, 1), dt.date(2025, 4, 1)), Period(dt.date(2025, 3, 1))
>>> year = [(Period(dt.date(2025, 1, 1), dt.date(2026, 1, 1)), Money("900.00", "CNY", "month"))]
>>> for period, shared in shares_over_time(year, [("p1", Period(dt.date(2024, 5, 1))), ("p2", spring), ("p3", later)]):
...     print(period.start, *(f"{member} {amount.value}" for member, amount in shared))
2025-01-01 p1 450.00 p2 450.00
2025-03-01 p1 300.00 p2 300.00 p3 300.00
2025-04-01 p1 450.00 p3 450.00
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from welfarekit.awards.shares import Shares, Weight, shares
from welfarekit.awards.timeline import not_whole_months, overlapping, pieces, shown
from welfarekit.dates import Period
from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.quantity import Benefit


def shares_over_time(
    amounts: Sequence[tuple[Period, Benefit]],
    membership: Sequence[tuple[str, Period]],
    weights: Mapping[str, Weight] | None = None,
) -> tuple[tuple[Period, Shares], ...]:
    """Amounts among whoever belongs to the family at the time, cut where an amount or a membership changes.

    Periods are whole months; a member who comes back is named again. Members share in the order in which they are first named.
    A month that is paid and has no members is an error, as is a member or an amount with two periods for one month.
    """
    names = list(dict.fromkeys(member for member, _ in membership))
    problems = [
        *(found for i, (period, _) in enumerate(amounts) for found in not_whole_months(period, f"amounts[{i}]")),
        *(found for i, (_, period) in enumerate(membership) for found in not_whole_months(period, f"membership[{i}]")),
        *overlapping([period for period, _ in amounts], "amounts"),
    ]
    for name in names:
        problems += overlapping([period for member, period in membership if member == name], f"membership.{masked(name)}")
    if problems:
        raise InvalidFacts(problems)
    spans = [period for period, _ in amounts]
    edges = [day for _, period in membership for day in (period.start, period.stop) if day is not None]
    found = []
    for first, piece in pieces(spans, edges):
        present = {member for member, period in membership if first in period}
        if not present:
            raise InvalidFacts([Problem("no_members", shown(piece), "nobody", "at least one person in each month that is paid")])
        (amount,) = [own for period, own in amounts if first in period]
        found.append((piece, shares(amount, [name for name in names if name in present], weights)))
    return tuple(found)
