"""One payment as it is carried out, and what is carried out together."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import frozen

from welfarekit.domain.checking import masked
from welfarekit.domain.payee import Channel, Payee
from welfarekit.domain.payment import Payment
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity


def amount_of(like: Benefit, minor: int) -> Benefit:
    """So many smallest parts of what ``like`` is made of, as a plain sum."""
    return Money.of_minor(minor, like.currency) if isinstance(like, Money) else Quantity.of_minor(minor, like.unit)


@frozen(repr=False)
class Instruction:
    """One payment as it is carried out: ``amount`` is what the payee receives, ``withheld`` the recoveries taken off."""

    payment: Payment
    withheld: tuple[Payment, ...] = ()

    @property
    def reference(self) -> str:
        """The reference of the payment, under which the answer comes back."""
        return self.payment.reference

    @property
    def payee(self) -> Payee:
        """Who is paid."""
        return self.payment.payee

    @property
    def net(self) -> int:
        """What the payee receives, in smallest parts."""
        return self.payment.amount.minor - sum(recovery.amount.minor for recovery in self.withheld)

    @property
    def amount(self) -> Benefit:
        """What the payee receives."""
        return amount_of(self.payment.amount, self.net)

    def __repr__(self) -> str:
        return f"<Instruction {self.reference}: {self.amount} to {masked(self.payee.id)}>"


@frozen(repr=False)
class Batch:
    """What is to be carried out, in the order of the payments; each payment that went in stands in exactly one place.

    ``bank`` is money to pay out, ``deliveries`` what is handed out in kind. Of ``settled`` nothing is left to pay, since all of
    it is withheld: it is not sent. ``to_collect`` are recoveries that the family pays back itself, ``others`` payments in
    another state.
    """

    bank: tuple[Instruction, ...] = ()
    deliveries: tuple[Instruction, ...] = ()
    settled: tuple[Instruction, ...] = ()
    to_collect: tuple[Payment, ...] = ()
    others: tuple[Payment, ...] = ()

    def through(self, *channels: Channel | str | None) -> tuple[Instruction, ...]:
        """The money that takes one of these ways; a file of transfers has no place for cash."""
        wanted = {None if channel is None else Channel(channel) for channel in channels}
        return tuple(each for each in self.bank if each.payee.channel in wanted)

    @property
    def totals(self) -> tuple[Benefit, ...]:
        """The sums to pay out, one for each currency."""
        return sums(each.amount for each in self.bank)

    def __repr__(self) -> str:
        total = ", ".join(map(str, self.totals)) or "nothing"
        more = f", {len(self.deliveries)} deliveries, {len(self.settled)} settled, {len(self.to_collect)} to collect"
        return f"<Batch of {len(self.bank)} instructions ({total}){more}, {len(self.others)} others>"


def sums(amounts: Iterable[Benefit]) -> tuple[Benefit, ...]:
    """The amounts added up, one sum for each currency and unit."""
    found: dict[str, Benefit] = {}
    for amount in amounts:
        before = found.get(amount.currency)
        found[amount.currency] = amount_of(amount, amount.minor + (before.minor if before is not None else 0))
    return tuple(found[name] for name in sorted(found))
