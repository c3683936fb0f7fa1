"""How the figures of one statement are written: in which language, by the thousand or 10,000, to how many decimals."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from attrs import frozen

from welfarekit.administration.statements import statement_words as words
from welfarekit.administration.statements.figures import checked_places, figure
from welfarekit.administration.statements.payment_lines import StatementLine
from welfarekit.errors import WelfarekitError
from welfarekit.language.catalogue import catalogue
from welfarekit.language.locale import Locale, resolve
from welfarekit.money import MINOR_DIGITS
from welfarekit.quantity import UNIT_DIGITS, Benefit

MARK: Final = "…"
"""Stands for a figure that is withheld."""


@frozen
class Manner:
    """One way to write a statement. ``places`` are the decimals of what is scaled, None for all that are needed."""

    locale: Locale
    scale: int
    places: int | None
    mean_places: int | None

    def say(self, msgid: str, **values: object) -> str:
        """A word or a sentence of this room in the language."""
        return catalogue("welfarekit.administration", self.locale).text(msgid, **values)

    def number(self, value: int | Benefit | None, scale: int = 1) -> str:
        """A count or an amount by the scale: 100,000 as 10."""
        if value is None:
            return MARK
        exact = Fraction(value if isinstance(value, int) else value.value)
        return figure(self.locale, exact / scale, self.places if scale > 1 else None)

    def amount(self, value: Benefit | None) -> str:
        """An amount in single units, with the digits of its currency if any of them is not zero."""
        if value is None:
            return MARK
        exact = Fraction(value.value)
        return figure(self.locale, exact, 0 if exact.denominator == 1 else digits_of(value.currency))

    def mean(self, line: StatementLine) -> str:
        """The mean of a line, rounded."""
        if line.mean is None:
            return MARK if line.paid is None else "-"
        return figure(self.locale, line.mean, self.mean_digits(line.unit))

    def mean_digits(self, unit: str) -> int:
        """How many decimals a mean has."""
        return digits_of(unit) if self.mean_places is None else self.mean_places

    def unit(self, unit: str, scale: int = 1) -> str:
        """A unit with its scale as a heading has it: 万元."""
        word = self.say(words.UNITS[unit])
        return word if scale == 1 else self.say(words.SCALED, scale=self.say(words.SCALES[scale]), unit=word)

    def scale_of(self, unit: str) -> int:
        """The scale for amounts in this unit; benefits in kind have none."""
        return self.scale if unit in MINOR_DIGITS else 1


def digits_of(unit: str) -> int:
    """The decimals of a currency or of a unit."""
    return MINOR_DIGITS[unit] if unit in MINOR_DIGITS else UNIT_DIGITS[unit]


def manner(locale: str, scale: int, places: int | None, mean_places: int | None = None) -> Manner:
    """The manner, checked; :class:`~welfarekit.errors.WelfarekitError` for a scale or a number of decimals that there is not."""
    if scale != 1 and scale not in words.SCALES:
        raise WelfarekitError(f"a statement is written by 1, {', '.join(f'{one:,}' for one in words.SCALES)}, not by {scale}")
    for number in (places, mean_places):
        if number is not None:
            checked_places(number)
    return Manner(resolve(locale), scale, places, mean_places)
