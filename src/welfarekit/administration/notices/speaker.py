"""What a notice or a public list holds, as text of one language: days, places, citations, amounts in figures and in words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from welfarekit.administration.notices import frames
from welfarekit.administration.statements import statement_words
from welfarekit.citation import Citation
from welfarekit.errors import UnknownProgram
from welfarekit.language.amounts_in_words import in_words
from welfarekit.language.catalogue import catalogue, shared
from welfarekit.language.citing import cited
from welfarekit.language.formats import date_formatter, money_formatter, number_formatter
from welfarekit.language.frames import amount_per
from welfarekit.language.locale import resolve
from welfarekit.money import Money
from welfarekit.procedure.limit import Limit
from welfarekit.quantity import Benefit, Quantity
from welfarekit.rules.determine import program
from welfarekit.rules.rulebook import Rulebook

_ARTICLES: Final = re.compile(r"\bart\. (?=\d+(?:-|–| to )\d)")


def rulebook_named(key: str) -> Rulebook:
    """The rulebook of a program, for its name; :class:`~welfarekit.errors.UnknownProgram` says how to name one without."""
    try:
        return program(key)
    except UnknownProgram as error:
        how = "where it has no rulebook, say its name as it is to stand in the text: program='...'"
        raise UnknownProgram(error.key, error.nearest, how) from None


class Speaker:
    """One language of this room."""

    def __init__(self, locale: str) -> None:
        self.locale = resolve(locale)
        self.room, self.shared = catalogue("welfarekit.administration", self.locale), shared(self.locale)
        self.date, self.number = date_formatter(self.locale), number_formatter(self.locale)

    def say(self, msgid: str, **values: object) -> str:
        """A sentence of this room; days, amounts and citations among the values are written out."""
        return self.room.text(msgid, **{name: self.value(value) for name, value in values.items()})

    def value(self, value: object) -> object:
        """One value as text; a text is one already."""
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, Citation):
            text = cited(value, self.locale)
            return _ARTICLES.sub("arts. ", text) if self.locale == "en" else text
        return self.amount(value) if isinstance(value, Money | Quantity) else value

    def amount(self, amount: Benefit, *, words: bool = True) -> str:
        """An amount with its period: money in figures and, if ``words``, in words; a benefit in kind with its unit."""
        if isinstance(amount, Money):
            text = money_formatter(self.locale, amount.currency)(amount.minor)
            if words:
                text = self.say(frames.IN_WORDS, figure=text, words=self.in_words(amount))
        else:
            unit = self.say(statement_words.UNITS[amount.unit])
            text = self.say(statement_words.SUM, number=self.number(amount.decimal), unit=unit)
        per = amount_per(None if amount.per == "once" else amount.per)
        return text if per == "{amount}" else self.shared.text(per, amount=text)

    def in_words(self, amount: Money) -> str:
        """The amount in words, as it stands in brackets behind the figures: in Vietnamese with a capital."""
        words = in_words(self.locale, amount)
        return words[0].upper() + words[1:] if self.locale == "vi" else words

    def limit(self, limit: Limit) -> str:
        """A limit in words: 60 days."""
        return self.say(frames.LIMITS[limit.unit.value], count=self.number(limit.count))
