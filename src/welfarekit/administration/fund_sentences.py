"""An allocation in words: for every claim what became of it and why, and what is left in the fund."""

from __future__ import annotations

from welfarekit.administration import fund_words as words
from welfarekit.administration.statements.statement_words import SUM, UNITS
from welfarekit.awards.budget.allocation import Allocation, Reason
from welfarekit.domain.checking import masked
from welfarekit.language.catalogue import catalogue
from welfarekit.language.formats import money_formatter, number_formatter, percent_formatter
from welfarekit.money import Money
from welfarekit.quantity import Benefit


def reason_sentence(reason: Reason, locale: str) -> str:
    """What became of one claim, and why. A claim whose number could be that of a person is masked."""
    own = catalogue("welfarekit.administration", locale)
    figures: dict[str, object] = {"claim": masked(reason.claim), "rank": reason.rank, "position": reason.position}
    for name in ("claimed", "granted", "before", "after", "missing"):
        figures[name] = benefit_text(getattr(reason, name), locale)
    if reason.limit is not None:
        figures["limit"] = benefit_text(reason.limit, locale)
    if reason.share is not None:
        figures["share"] = percent_formatter(locale)(reason.share.fraction)
    sentence = own.text(words.REASONS[reason.code], **figures)
    if reason.granted and reason.position is not None:
        sentence += ("" if own.locale.startswith("zh") else " ") + own.text(words.OPEN, **figures)
    return sentence


def allocation_sentences(allocation: Allocation, locale: str) -> tuple[str, ...]:
    """A sentence for every claim, in the order in which they were decided, and one for the fund."""
    fund = allocation.fund
    last = catalogue("welfarekit.administration", locale).text(
        words.IN_ALL,
        fund=fund.name,
        balance=benefit_text(fund.balance, locale),
        granted=benefit_text(allocation.granted, locale),
        rest=benefit_text(allocation.rest, locale),
        waiting=number_formatter(locale)(len(allocation.waiting)),
    )
    return (*(reason_sentence(reason, locale) for reason in allocation.reasons), last)


def benefit_text(amount: Benefit, locale: str) -> str:
    """Money as an official sentence has it (``1,800元``), a quantity with its unit (``45公斤``)."""
    if isinstance(amount, Money):
        return money_formatter(locale, amount.currency)(amount.minor)
    own = catalogue("welfarekit.administration", locale)
    return own.text(SUM, number=number_formatter(locale)(amount.decimal), unit=own.text(UNITS[amount.unit]))
