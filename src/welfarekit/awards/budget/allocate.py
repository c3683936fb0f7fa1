"""A fund is shared out among claims: who is granted what, who waits, and why.

Nothing is lost and nothing is invented: what is granted and what rests is the balance, and every claim has its reason. The order
in which claims are given does not matter.

>>> from welfarekit.awards.budget.manner import first_come
>>> from welfarekit.money import Money
>>> fund = Fund("rf-1", "Reserve fund of the street", Money("3000.00", "CNY"), per_case_most=Money("2000.00", "CNY"))
>>> claims = [
...     Claim("c-1", Money("1800.00", "CNY"), dt.date(2026, 3, 4)),
...     Claim("c-2", Money("900.00", "CNY"), dt.date(2026, 3, 2)),
...     Claim("c-3", Money("6000.00", "CNY"), dt.date(2026, 3, 1)),
...     Claim("c-4", Money("700.00", "CNY"), dt.date(2026, 3, 5)),
... ]
>>> allocation = allocate(claims, fund, first_come())
>>> for reason in allocation.reasons:
...     print(reason.claim, reason.outcome.value, reason.code, reason.granted.value, reason.position)
c-3 referred beyond_power 0.00 None
c-2 granted in_full 900.00 None
c-1 granted in_full 1800.00 None
c-4 waiting not_enough 0.00 1
>>> allocation.rest, allocation.after.replenished(Money("5000.00", "CNY")).balance.value
(Money('300.00', 'CNY'), '5300.00')
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from attrs import evolve, frozen

from welfarekit.awards.amounts import of_minor, unlike
from welfarekit.awards.budget.allocation import Allocation, Reason
from welfarekit.awards.budget.claim import Claim, claim_problems, in_classes
from welfarekit.awards.budget.fund import Fund
from welfarekit.awards.budget.manner import Manner, cut
from welfarekit.errors import InvalidFacts
from welfarekit.money import Rate


@frozen
class _Decision:
    """What a claim is granted in smallest parts, and the code of why."""

    claim: Claim
    code: str
    minor: int = 0
    rank: int | None = None
    share: Fraction | None = None


def allocate(claims: Iterable[Claim], fund: Fund, manner: Manner, *, on: dt.date | None = None) -> Allocation:
    """The fund shared out among the claims in one :mod:`manner <welfarekit.awards.budget.manner>`.

    A claim for nothing, or whose last day lies before ``on``, is refused; one above the township's power is referred; the others
    are granted, cut, or wait. For the next period allocate ``[*allocation.waiting, *new_claims]`` from ``allocation.after``.

    :class:`~welfarekit.errors.InvalidFacts` with everything that is wrong: an id twice, an amount of another unit than the
    fund's, a value that the ranking needs and a claim does not state, a claim that may not be cut where claims are cut.
    """
    given = list(claims)
    problems = list(claim_problems(given, fund.balance, manner.by, divisible=manner.at_one_rate, dated=on is not None))
    if manner.step is not None:
        problems += unlike(manner.step, fund.balance, "step")
    if problems:
        raise InvalidFacts(problems)
    step = max(1, manner.step.minor) if manner.step is not None else 1
    turned_away, open_claims = list[_Decision](), list[Claim]()
    for claim in (claim for equals in in_classes(given, ()) for claim in equals):
        why = _turned_away(claim, fund, on)
        if why is None:
            open_claims.append(claim)
        else:
            turned_away.append(_Decision(claim, why))
    classes = in_classes(open_claims, manner.by)
    balance = fund.balance.minor
    decisions = (
        _at_one_rate(classes, balance, step) if manner.at_one_rate else _in_line(classes, balance, step, manner.overtaking)
    )
    return _allocation(fund, [*turned_away, *decisions], manner.carry)


def _turned_away(claim: Claim, fund: Fund, on: dt.date | None) -> str | None:
    """The code of a claim that does not compete for the fund; None for one that does."""
    if not claim.amount:
        return "nothing_claimed"
    if claim.until is not None and on is not None and claim.until < on:
        return "too_late"
    most = fund.per_case_most
    return "beyond_power" if most is not None and claim.amount.minor > most.minor else None


def _in_line(classes: Sequence[Sequence[Claim]], balance: int, step: int, passing: bool) -> Iterator[_Decision]:
    """One claim after the other. Once one does not fit, those behind it wait, unless they may pass."""
    stopped = False
    for rank, equals in enumerate(classes, 1):
        for claim in equals:
            wanted, part = claim.amount.minor, balance // step * step
            if stopped and not passing:
                yield _Decision(claim, "behind", 0, rank)
            elif wanted <= balance:
                balance -= wanted
                yield _Decision(claim, "in_full", wanted, rank)
            elif claim.divisible and part:
                balance, stopped = balance - part, True
                yield _Decision(claim, "what_is_left", part, rank)
            else:
                stopped = True
                yield _Decision(claim, "not_enough", 0, rank)


def _at_one_rate(classes: Sequence[Sequence[Claim]], balance: int, step: int) -> Iterator[_Decision]:
    """Whole classes; the one that the balance does not reach for is cut, and those behind it wait."""
    stopped = False
    for rank, equals in enumerate(classes, 1):
        wanted = [claim.amount.minor for claim in equals]
        demand = sum(wanted)
        if stopped or demand <= balance:
            balance -= 0 if stopped else demand
            for claim in equals:
                yield _Decision(claim, "behind", 0, rank) if stopped else _Decision(claim, "in_full", claim.amount.minor, rank)
            continue
        stopped, share = True, Fraction(balance, demand)
        for claim, minor in zip(equals, cut(wanted, balance, step), strict=True):
            part = "cut_at_rate" if minor else "below_step" if balance else "not_enough"
            yield _Decision(claim, "in_full" if minor == claim.amount.minor else part, minor, rank, share)


def _allocation(fund: Fund, decisions: Iterable[_Decision], carrying: bool) -> Allocation:
    """The decisions with what the fund held before and after each, and the waiting list."""
    balance, reasons = fund.balance, list[Reason]()
    waiting, referred, refused = list[Claim](), list[Claim](), list[Claim]()
    for decision in decisions:
        claim, granted = decision.claim, of_minor(fund.balance, decision.minor)
        after = of_minor(balance, balance.minor - decision.minor)
        due = claim.amount.minor - decision.minor
        share = None if decision.share is None else Rate(decision.share)
        position = None
        if decision.rank is None:
            (referred if decision.code == "beyond_power" else refused).append(claim)
        elif due and (carrying or not decision.minor):
            waiting.append(evolve(claim, amount=of_minor(claim.amount, due)))
            position = len(waiting)
        reasons.append(
            Reason(
                decision.code, claim.id, claim.amount, granted, balance, after, decision.rank, position, share, fund.per_case_most
            )
        )
        balance = after
    return Allocation(fund, tuple(reasons), tuple(waiting), tuple(referred), tuple(refused))
