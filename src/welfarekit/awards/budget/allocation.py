"""What came out of sharing a fund: a reason with its figures for every claim, the waiting list, and what rests."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from attrs import frozen

from welfarekit.awards.amounts import of_minor
from welfarekit.awards.budget.claim import Claim
from welfarekit.awards.budget.fund import Fund
from welfarekit.domain.checking import masked
from welfarekit.money import Rate
from welfarekit.quantity import Benefit


class ClaimOutcome(StrEnum):
    """What became of a claim. ``REFERRED``: above the township's power, so it is decided case by case elsewhere."""

    GRANTED = "granted"
    CUT = "cut"
    WAITING = "waiting"
    REFERRED = "referred"
    REFUSED = "refused"


OUTCOMES: Final = {
    "in_full": ClaimOutcome.GRANTED,
    "what_is_left": ClaimOutcome.CUT,
    "cut_at_rate": ClaimOutcome.CUT,
    "not_enough": ClaimOutcome.WAITING,
    "behind": ClaimOutcome.WAITING,
    "below_step": ClaimOutcome.WAITING,
    "beyond_power": ClaimOutcome.REFERRED,
    "nothing_claimed": ClaimOutcome.REFUSED,
    "too_late": ClaimOutcome.REFUSED,
}
"""Every code of a reason, with what it comes to."""


@frozen(repr=False)
class Reason:
    """Why a claim was granted so much.

    ``code`` is one of ``OUTCOMES``. ``claimed`` is what was asked for, ``granted`` what is paid now. The fund held ``before``
    when the claim was reached and holds ``after`` then. ``rank`` is the class in the ranking, ``position`` the place on the
    waiting list, 1 the first; None where the claim did not compete, or does not wait. ``share`` is the part of what its class
    claims that the fund reaches for, ``limit`` what the township may grant by itself.
    """

    code: str
    claim: str
    claimed: Benefit
    granted: Benefit
    before: Benefit
    after: Benefit
    rank: int | None = None
    position: int | None = None
    share: Rate | None = None
    limit: Benefit | None = None

    @property
    def outcome(self) -> ClaimOutcome:
        """What became of the claim."""
        return OUTCOMES[self.code]

    @property
    def missing(self) -> Benefit:
        """What was claimed and is not granted now."""
        return of_minor(self.claimed, self.claimed.minor - self.granted.minor)

    def __repr__(self) -> str:
        return f"<Reason {masked(self.claim)} {self.outcome.value} {self.granted} of {self.claimed}: {self.code}>"


@frozen
class Allocation:
    """A fund shared out. ``reasons`` has one for every claim, in the order in which they were decided.

    ``waiting`` are the claims that wait for the next period, each with what is still open of it, in the order of the list;
    ``referred`` go to those who decide case by case, ``refused`` end here.
    """

    fund: Fund
    """The fund as it was."""
    reasons: tuple[Reason, ...]
    waiting: tuple[Claim, ...]
    referred: tuple[Claim, ...]
    refused: tuple[Claim, ...]

    @property
    def grants(self) -> tuple[tuple[str, Benefit], ...]:
        """Who is paid, and how much."""
        return tuple((reason.claim, reason.granted) for reason in self.reasons if reason.granted)

    @property
    def granted(self) -> Benefit:
        """The sum of the grants."""
        return of_minor(self.fund.balance, sum(reason.granted.minor for reason in self.reasons))

    @property
    def rest(self) -> Benefit:
        """What is left in the fund."""
        return of_minor(self.fund.balance, self.fund.balance.minor - self.granted.minor)

    @property
    def after(self) -> Fund:
        """The fund with what is left in it."""
        return self.fund.holding(self.rest.minor)

    def of(self, claim: str) -> Reason:
        """The reason of one claim; a KeyError for a claim that was not there."""
        return {reason.claim: reason for reason in self.reasons}[claim]
