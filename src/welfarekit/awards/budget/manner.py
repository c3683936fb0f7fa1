"""In which manner a fund that does not reach for everyone is shared out.

:func:`first_come` grants whoever filed first, and :func:`ranked` whoever ranks first by declared keys: in full, one after the
other; who no longer fits waits, and so does everyone behind. :func:`proportional` cuts every claim at one rate.
:func:`ranked_then_proportional` grants whole classes of equal rank in full and cuts the first that the fund does not reach for.

A larger fund makes no claim worse off. Where claims are cut at one rate this holds up to one step: the odd steps go to the
largest remainders and may change hands. With ``overtaking`` it does not hold: a smaller claim takes what is left behind a larger
one, and waits again once the larger one fits.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from attrs import frozen

from welfarekit.awards.budget.claim import RankKey
from welfarekit.quantity import Benefit


@frozen(kw_only=True)
class Manner:
    """How a fund is shared out; make one with the functions of this module.

    ``by`` are the keys of the ranking, before day of filing and id. ``at_one_rate``: claims are cut, not made to wait.
    ``overtaking``: a smaller claim may take what a larger one before it cannot use. ``carry``: what is cut off a claim stays on
    the waiting list. ``step``: the smallest part that is granted of a claim, such as ten yuan; None the smallest unit. Where the
    fund reaches for a claim, or at one rate for its whole class, it is granted in full, also if that is no whole number of steps.
    """

    by: tuple[RankKey, ...] = ()
    at_one_rate: bool = False
    overtaking: bool = False
    carry: bool = True
    step: Benefit | None = None


def first_come(*, overtaking: bool = False, step: Benefit | None = None) -> Manner:
    """Whoever filed first, by day of filing and then id. A divisible claim at the end of the money is granted what is left."""
    return Manner(overtaking=overtaking, step=step)


def ranked(by: Sequence[RankKey], *, overtaking: bool = False, step: Benefit | None = None) -> Manner:
    """By keys, then day of filing, then id; for the rest as :func:`first_come`."""
    return Manner(by=tuple(by), overtaking=overtaking, step=step)


def proportional(*, step: Benefit | None = None, carry: bool = False) -> Manner:
    """Every claim at one rate, in steps that go to the largest remainders; nobody is granted more than was claimed.

    What a claim cannot take in whole steps goes to the others, at one rate again. What is cut off is settled with that, unless it
    is carried on. Every claim has to be divisible.
    """
    return Manner(at_one_rate=True, carry=carry, step=step)


def ranked_then_proportional(by: Sequence[RankKey], *, step: Benefit | None = None, carry: bool = False) -> Manner:
    """Classes of equal rank in full, as far as the fund reaches; the next is cut at one rate, and those behind it wait."""
    return Manner(by=tuple(by), at_one_rate=True, carry=carry, step=step)


def cut(claims: Sequence[int], balance: int, step: int) -> list[int]:
    """Claims cut at one rate to a smaller balance: in whole steps, the odd ones to the largest remainders, none above the claim.

    Where a claim holds fewer whole steps than the rate gives it, the others share what it leaves, again at one rate. So less than
    a step is left, unless no claim has room for another.

    >>> cut([1000, 1000, 1000], 2000, 1), cut([3000, 5000], 4000, 1000)
    ([667, 667, 666], [2000, 2000])
    >>> cut([50, 50, 50, 1000, 1000], 1500, 100)
    [0, 0, 0, 800, 700]
    """
    exact = _exact(claims, [claim // step for claim in claims], balance // step)
    whole = [int(share) for share in exact]
    odd = int(sum(exact)) - sum(whole)
    for i in sorted(range(len(claims)), key=lambda i: (whole[i] - exact[i], i))[:odd]:
        whole[i] += 1
    return [count * step for count in whole]


def _exact(claims: Sequence[int], most: Sequence[int], steps: int) -> list[Fraction]:
    """So many steps at one rate, none above the most that fits into a claim; all that fit if they are fewer."""
    found = [Fraction(full) for full in most]
    left, open_ones = steps, list(range(len(claims)))
    while open_ones:
        rate = Fraction(left, sum(claims[i] for i in open_ones))
        full = [i for i in open_ones if claims[i] * rate >= most[i]]
        if not full:
            for i in open_ones:
                found[i] = claims[i] * rate
            break
        left -= sum(most[i] for i in full)
        open_ones = [i for i in open_ones if i not in full]
    return found
