"""A fund that a township spends by itself: what is in it, and up to what sum it decides alone.

>>> from welfarekit.money import Money
>>> fund = Fund("rf-1", "Reserve fund of the street", Money("50000.00", "CNY"), per_case_most=Money("2000.00", "CNY"))
>>> fund.replenished(Money("10000.00", "CNY")).balance
Money('60000.00', 'CNY')
"""

from __future__ import annotations

from attrs import evolve, frozen

from welfarekit.awards.amounts import of_minor, unlike
from welfarekit.citation import Citation
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.quantity import Benefit


@frozen
class Fund:
    """A reserve fund (备用金), or any sum or stock that claims are met from.

    ``per_case_most`` is what the township may grant by itself; None where every claim is its own to decide. A claim above it is
    not refused: it goes to those who decide case by case (一事一议).
    """

    id: str
    name: str
    balance: Benefit
    per_case_most: Benefit | None = None
    cite: Citation | None = None

    def __attrs_post_init__(self) -> None:
        problems = list(unlike(self.balance, self.balance, "balance"))
        if self.per_case_most is not None:
            problems += unlike(self.per_case_most, self.balance, "per_case_most")
            if not problems and not self.per_case_most:
                problems.append(Problem("not_positive", "per_case_most", str(self.per_case_most), "an amount above zero"))
        if problems:
            raise InvalidFacts(problems)

    def replenished(self, amount: Benefit) -> Fund:
        """The fund with so much more in it."""
        problems = list(unlike(amount, self.balance, "amount"))
        if problems:
            raise InvalidFacts(problems)
        return self.holding(self.balance.minor + amount.minor)

    def holding(self, minor: int) -> Fund:
        """The fund with so many smallest parts in it."""
        return evolve(self, balance=of_minor(self.balance, minor))
