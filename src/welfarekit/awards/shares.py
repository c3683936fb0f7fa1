"""One amount in shares that sum exactly: among the members of a family, or among several payees.

What cannot be divided evenly goes in smallest parts to the largest remainders, then in the order in which the members are named.
Nothing depends on anything else, so the same family is always shared in the same way.

>>> from welfarekit.money import Money
>>> shares(Money("1000.00", "CNY", "month"), ["p1", "p2", "p3"])[0]
('p1', Money('333.34', 'CNY', per='month'))
>>> shares(Money(900001, "VND"), ["father", "mother"], weights=[Rate("60%"), Rate("40%")])
(('father', Money('540001', 'VND')), ('mother', Money('360000', 'VND')))
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import Protocol

from welfarekit.awards.amounts import of_minor
from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import Rate, Rounding, split_minor
from welfarekit.quantity import Benefit

Shares = tuple[tuple[str, Benefit], ...]
"""Who, and how much; in the order in which the members were named."""

Weight = int | Rate


class Answer(Protocol):
    """What is asked of a determination about persons: the whole amount, and each member's."""

    @property
    def amount(self) -> Benefit | None:
        """The amount, once it is settled."""

    @property
    def members(self) -> Mapping[str, Answer]:
        """The answers for the members."""


def shares(amount: Benefit, members: Sequence[str], weights: Sequence[Weight] | Mapping[str, Weight] | None = None) -> Shares:
    """``amount`` among ``members``, equally or by ``weights``: whole numbers, or rates that make a whole together.

    :class:`~welfarekit.errors.InvalidFacts` for no members, one named twice, a weight that is missing or negative, or rates that
    do not sum to one. Members are a sequence, not a set: their order says who has the odd fen.
    """
    if isinstance(members, str) or not isinstance(members, Sequence):
        raise TypeError("members is a list or a tuple of ids; their order says who has the odd fen")
    problems = list(_unnamed(members))
    given = _aligned(members, weights, problems)
    if not problems and sum(given) == 0:
        problems.append(Problem("out_of_range", "weights", "0", "at least one weight above zero"))
    if problems:
        raise InvalidFacts(problems)
    parts = lcm(*(weight.denominator for weight in given))
    minor = split_minor(amount.minor, [int(weight * parts) for weight in given])
    return tuple((member, of_minor(amount, share)) for member, share in zip(members, minor, strict=True))


def _unnamed(members: Sequence[str]) -> Iterator[Problem]:
    if not members:
        yield Problem("no_members", "members", "nobody", "at least one person")
    for i, member in enumerate(members):
        if member in members[:i]:
            yield Problem("duplicate_id", f"members[{i}]", repr(masked(member)), "an id of its own")


def _aligned(
    members: Sequence[str], weights: Sequence[Weight] | Mapping[str, Weight] | None, problems: list[Problem]
) -> list[Fraction]:
    """The weights in the order of the members, as fractions."""
    if weights is None:
        return [Fraction(1)] * len(members)
    if isinstance(weights, Mapping):
        missing = [member for member in members if member not in weights]
        problems += [Problem("missing", f"weights.{masked(member)}", "nothing", "a weight for each member") for member in missing]
        given = [weights[member] for member in members if member in weights]
    else:
        given = list(weights)
        if len(given) != len(members):
            problems.append(Problem("out_of_range", "weights", str(len(given)), f"{len(members)} weights, one for each member"))
    for weight in given:
        if isinstance(weight, bool) or not isinstance(weight, int | Rate):
            raise TypeError(f"a weight is a whole number or a Rate, not {type(weight).__name__}")
    found = [weight.fraction if isinstance(weight, Rate) else Fraction(weight) for weight in given]
    if min(found, default=Fraction(0)) < 0:
        problems.append(Problem("negative", "weights", str(min(found)), "weights that are not negative"))
    if any(isinstance(weight, Rate) for weight in given) and sum(found) != 1:
        problems.append(Problem("out_of_range", "weights", str(sum(found)), "rates that make a whole together, or whole numbers"))
    return found


def without(shared: Shares, member: str) -> Shares:
    """The shares without that of one member; the others keep theirs to the last unit.

    So a member who three times in a row refuses suitable work loses that member's share of dibao and nobody else's
    (最低生活保障审核确认办法, art. 34).
    """
    _there(shared, member)
    return tuple(share for share in shared if share[0] != member)


def reduced(shared: Shares, member: str, by: Rate, rounding: Rounding) -> Shares:
    """The shares with that of one member cut by a rate; ``rounding`` says how the cut is rounded. The others keep theirs."""
    _there(shared, member)
    if not 0 <= by.fraction <= 1:
        raise InvalidFacts([Problem("out_of_range", "by", str(by), "a rate from 0 to 1")])
    return tuple((who, _less(amount, by, rounding) if who == member else amount) for who, amount in shared)


def _less(amount: Benefit, by: Rate, rounding: Rounding) -> Benefit:
    return of_minor(amount, amount.minor - min(amount.minor, amount.share(by, rounding).minor))


def _there(shared: Shares, member: str) -> None:
    if member not in dict(shared):
        expected = f"one of {', '.join(masked(who) for who, _ in shared)}"
        raise InvalidFacts([Problem("no_such_member", "member", repr(masked(member)), expected)])


def member_amounts(answer: Answer) -> Shares:
    """The members' own amounts in a program about persons, each as it was determined; they are no division of anything.

    :class:`~welfarekit.errors.InvalidFacts` while the whole is not settled: then the amounts do not sum to anything.
    """
    found = tuple((member, own.amount) for member, own in answer.members.items() if own.amount is not None)
    total, whole = sum(amount.minor for _, amount in found), answer.amount
    if found and whole is None:
        raise InvalidFacts([Problem("missing", "amount", "nothing", "a settled amount; that of some member is still open")])
    if whole is not None and whole.minor != total:
        raise InvalidFacts([Problem("out_of_range", "amount", str(whole), "the sum of what its members have")])
    return found
