"""The text of a notice in one language: title, decision, reasons, legal basis, what to report, remedies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from welfarekit.administration import notice_frames as frames
from welfarekit.administration import statement_words
from welfarekit.administration.notice_document import CauseGround, Ground, Notice, NoticeKind
from welfarekit.administration.remedies import Remedy
from welfarekit.awards.reconcile import Line
from welfarekit.awards.recovery import RecoveryPlan
from welfarekit.citation import Citation
from welfarekit.domain.program import official_name
from welfarekit.language import frames as shared_frames
from welfarekit.language.amounts_in_words import in_words
from welfarekit.language.catalogue import catalogue, shared
from welfarekit.language.citing import cited
from welfarekit.language.formats import date_formatter, money_formatter, number_formatter
from welfarekit.language.locale import resolve
from welfarekit.language.places import place_address
from welfarekit.money import Money
from welfarekit.procedure.limit import Limit
from welfarekit.quantity import Benefit
from welfarekit.rules.wording import outcome_sentences, sentence, words_for


class Speaker:
    """One language: what a notice holds, as text."""

    def __init__(self, locale: str) -> None:
        self.locale = resolve(locale)
        self.room, self.shared = catalogue("welfarekit.administration", self.locale), shared(self.locale)
        self.date, self.number = date_formatter(self.locale), number_formatter(self.locale)

    def say(self, msgid: str, **values: object) -> str:
        """A sentence of this room; days, amounts and citations among the values are written out."""
        return self.room.text(msgid, **{name: self.value(value) for name, value in values.items()})

    def value(self, value: object) -> object:
        """One value as text."""
        if isinstance(value, dt.date):
            return self.date(value)
        if isinstance(value, Citation):
            return cited(value, self.locale)
        return self.amount(value) if isinstance(value, Benefit) else value

    def amount(self, amount: Benefit) -> str:
        """An amount with its period: money in figures and in words, a benefit in kind with its unit."""
        if isinstance(amount, Money):
            words = in_words(self.locale, amount)
            if self.locale == "vi":
                words = words[0].upper() + words[1:]
            figure = money_formatter(self.locale, amount.currency)(amount.minor)
            text = self.say(frames.IN_WORDS, figure=figure, words=words)
        else:
            unit = self.say(statement_words.UNITS[amount.unit])
            text = self.say(statement_words.SUM, number=self.number(amount.decimal), unit=unit)
        per = shared_frames.amount_per(None if amount.per == "once" else amount.per)
        return text if per == "{amount}" else self.shared.text(per, amount=text)

    def limit(self, limit: Limit) -> str:
        """A limit in words: 60 days."""
        return self.say(frames.LIMITS[limit.unit.value], count=self.number(limit.count))
