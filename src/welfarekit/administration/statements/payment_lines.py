"""The lines of a statement of payments: what is asked for, and what comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Literal, TypeAlias

from attrs import field, frozen

from welfarekit.administration.statements.person_times import ArrearsManner
from welfarekit.dates import Period
from welfarekit.errors import WelfarekitError
from welfarekit.language.locale import chain
from welfarekit.quantity import Benefit

Dated: TypeAlias = Literal["paid_on", "due_on", "period_start"]
"""By which of its days a payment belongs to a period: when it was made, when it was due, the first day it is for."""


def _programs(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


@frozen
class Line:
    """One line: what it is called, as a text or one for each locale, and the programs whose payments it counts together."""

    label: str | Mapping[str, str]
    programs: tuple[str, ...] = field(converter=_programs)

    def __attrs_post_init__(self) -> None:
        if not self.label:
            raise WelfarekitError("a line of a statement needs a label")

    def called(self, locale: str) -> str:
        """The label in a locale, or else in English, or else in whatever language there is."""
        if isinstance(self.label, str):
            return self.label
        return next((self.label[tag] for tag in chain(locale) if tag in self.label), next(iter(self.label.values())))


@frozen
class StatementLine:
    """What was paid for one line in one currency, or handed over in one unit. ``line`` is None for a total.

    ``payments`` were made, ``arrears`` of them as arrears; ``person_times`` is what they count as. ``paid`` is their sum.
    ``recovered`` came back meanwhile; it is in no other figure but ``net``. ``subjects`` are the persons or households behind
    them, each once, or None where they were not kept. A figure that is withheld is None.
    """

    line: Line | None
    unit: str
    payments: int | None
    arrears: int | None
    person_times: int | None
    paid: Benefit | None
    recovered: Benefit | None
    subjects: int | None
    recovered_from: int | None

    @property
    def net(self) -> Benefit | None:
        """What was paid less what came back."""
        return None if self.paid is None or self.recovered is None else self.paid - self.recovered  # type: ignore[operator]  # of one unit

    @property
    def mean(self) -> Fraction | None:
        """What was paid per person-time, exactly, in whole yuan, đồng or units; None where there is none."""
        return Fraction(self.paid.value) / self.person_times if self.paid is not None and self.person_times else None


@frozen
class PaymentStatement:
    """The statement: its lines in the order that was asked for, and a total for each currency and unit, money first."""

    lines: tuple[StatementLine, ...]
    totals: tuple[StatementLine, ...]
    period: Period | None = None
    dated: Dated = "paid_on"
    arrears: ArrearsManner = "if_first"
    known_on: dt.date | None = None
    weighted: bool = False
    """Whether a payment may count as more than one person-time, for each person that it is for."""
    withheld_below: int | None = None
    """Lines with fewer persons or households behind them are withheld; None if nothing is."""
