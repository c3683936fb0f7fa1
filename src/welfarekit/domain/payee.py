"""Who is paid: the person, the head of the household, the employer, the training platform, the carer; and on what way."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen
from attrs.converters import optional

from welfarekit.domain.checking import MASK, masked
from welfarekit.errors import InvalidFacts, Problem


class PayeeKind(StrEnum):
    """In what quality someone is paid."""

    PERSON = "person"
    HOUSEHOLD_HEAD = "household_head"
    CARER = "carer"
    GUARDIAN = "guardian"
    EMPLOYER = "employer"
    TRAINING_PLATFORM = "training_platform"
    FACILITY = "facility"


class Channel(StrEnum):
    """The way money takes to the payee; ``DELIVERY`` is for benefits in kind."""

    BANK = "bank"
    SOCIAL_SECURITY_CARD = "social_security_card"
    POST_OFFICE = "post_office"
    MOBILE_ACCOUNT = "mobile_account"
    CASH = "cash"
    DELIVERY = "delivery"


@frozen(repr=False, cache_hash=True)
class Payee:
    """One payee: an identifier, in what quality, and where the money goes. Identifier and account are masked when shown.

    >>> Payee("p1", "household_head", "bank", "6222021234567890123")
    Payee('p1', household_head, bank, '***')
    """

    id: str
    kind: PayeeKind = field(default=PayeeKind.PERSON, converter=PayeeKind)
    channel: Channel | None = field(default=None, converter=optional(Channel))
    account: str | None = None

    def __attrs_post_init__(self) -> None:
        problems = []
        if not isinstance(self.id, str) or not self.id:
            problems.append(Problem("not_a_text", "payee.id", repr(self.id), "an identifier"))
        if self.account is not None and (not isinstance(self.account, str) or not self.account):
            problems.append(Problem("not_a_text", "payee.account", type(self.account).__name__, "a number as text, or None"))
        if problems:
            raise InvalidFacts(problems)

    def __repr__(self) -> str:
        way = f", {self.channel.value}" if self.channel else ""
        account = f", {MASK!r}" if self.account else ""
        return f"Payee({masked(self.id)!r}, {self.kind.value}{way}{account})"
