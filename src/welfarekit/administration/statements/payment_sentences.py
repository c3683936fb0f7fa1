"""A statement of payments in words, and as plain rows for a file."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from welfarekit.administration.statements import statement_words as words
from welfarekit.administration.statements.manner import Manner, manner
from welfarekit.administration.statements.payment_lines import PaymentStatement, StatementLine
from welfarekit.language.catalogue import catalogue
from welfarekit.language.locale import resolve
from welfarekit.money import MINOR_DIGITS
from welfarekit.quantity import Benefit


def payment_sentences(statement: PaymentStatement, locale: str = "zh_Hans", *, scale: int = 1, places: int | None = None) -> str:
    """The statement in words, as reports have it: ``累计发放16.7万人次，发放资金4,924万元。其中，低保…``.

    A scale that is no word of the language is not used there: 10,000 and 100 million in Vietnamese and English.
    """
    if scale in (10_000, 100_000_000) and resolve(locale) in ("vi", "en"):
        scale, places = 1, None
    how = manner(locale, scale, places)
    chinese, sentences = how.locale.startswith("zh"), []
    for total in statement.totals:
        times, amount = _times(how, total), _amount(how, total)
        money = total.unit in MINOR_DIGITS
        first, part = (words.IN_ALL, words.OF_LINE) if money else (words.GIVEN_IN_ALL, words.GIVEN_OF_LINE)
        sentences.append(how.say(first, person_times=times, amount=amount))
        lines = [line for line in statement.lines if line.unit == total.unit]
        said = [
            how.say(part, label=line.line.called(how.locale), person_times=_times(how, line), amount=_amount(how, line))
            for line in lines
            if line.line is not None
        ]
        if len(said) > 1:
            sentences.append(how.say(words.OF_THESE, lines=("；" if chinese else "; ").join(said)))
    return ("" if chinese else " ").join(sentences)


def _times(how: Manner, line: StatementLine) -> str:
    scale = how.scale_of(line.unit)
    if scale == 1:
        return how.say(words.COUNT, count=how.number(line.person_times))
    number = how.number(line.person_times, scale)
    return how.say(words.COUNT_SCALED, number=number, scale=how.say(words.SCALES[scale]))


def _amount(how: Manner, line: StatementLine) -> str:
    scale, unit = how.scale_of(line.unit), how.say(words.UNITS[line.unit])
    if scale == 1:
        return how.say(words.SUM, number=how.amount(line.paid), unit=unit)
    return how.say(words.SUM_SCALED, number=how.number(line.paid, scale), scale=how.say(words.SCALES[scale]), unit=unit)


def payment_rows(statement: PaymentStatement, locale: str = "zh_Hans") -> list[dict[str, Any]]:
    """The statement as rows for a file: exact decimals, the mean as a fraction (``"2500/3"``), None for what is withheld."""

    def decimal(value: Benefit | None) -> Decimal | None:
        return None if value is None else Decimal(value.value)

    total = catalogue("welfarekit.administration", locale).text(words.TOTAL)
    return [
        {
            "line": line.line.called(locale) if line.line else total,
            "programs": list(line.line.programs) if line.line else [],
            "unit": line.unit,
            "person_times": line.person_times,
            "payments": line.payments,
            "arrears": line.arrears,
            "subjects": line.subjects,
            "paid": decimal(line.paid),
            "recovered": decimal(line.recovered),
            "net": decimal(line.net),
            "mean": None if line.mean is None else str(line.mean),
            "total": line.line is None,
        }
        for line in (*statement.lines, *statement.totals)
    ]
