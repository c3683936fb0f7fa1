"""What a bank states of an instruction to which it has no answer yet, and what is wrong with what anyone states of one."""

from __future__ import annotations

from collections.abc import Iterator

from attrs import field, frozen

from welfarekit.domain.checking import MASK, masked
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import Money
from welfarekit.quantity import Benefit, Quantity


@frozen(repr=False)
class Pending:
    """An instruction that the bank has, and has not answered: a row that is checked like an answer, and moves nothing.

    ``amount`` and ``account`` are None where they are not stated; the account is not shown. ``row`` says where it stands.
    """

    reference: str
    amount: Benefit | None = None
    account: str | None = field(default=None, eq=False)
    row: int = field(default=0, eq=False)

    def __attrs_post_init__(self) -> None:
        problems = list(wrong_parts(self.reference, self.amount, self.account))
        if problems:
            raise InvalidFacts(problems)

    def __repr__(self) -> str:
        amount = f" {self.amount}" if self.amount is not None else ""
        account = f", account {MASK}" if self.account else ""
        return f"<Pending {masked(self.reference)}{amount}{account}>"


def wrong_parts(reference: object, amount: object, account: object) -> Iterator[Problem]:
    """What is wrong with a reference, an amount or an account; a float for an amount is a TypeError."""
    if isinstance(amount, float):
        raise TypeError(f"{amount!r} is a float; an amount is Money or a Quantity, so that it is exact")
    if not isinstance(reference, str):
        yield Problem("not_a_text", "reference", type(reference).__name__, "a reference")
    if amount is not None and not isinstance(amount, Money | Quantity):
        yield Problem("wrong_type", "amount", type(amount).__name__, "Money, a Quantity or None")
    if account is not None and not (isinstance(account, str) and account):
        yield Problem("not_a_text", "account", type(account).__name__, "a number as text, or None")
