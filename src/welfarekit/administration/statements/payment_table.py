"""A statement of payments as a table: exact, or rounded in a way that is stated below it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction

from welfarekit.administration.statements import statement_words as words
from welfarekit.administration.statements.figures import aligned, decimals_of
from welfarekit.administration.statements.manner import MARK, Manner, manner
from welfarekit.administration.statements.payment_lines import PaymentStatement, StatementLine
from welfarekit.dates import Period
from welfarekit.language.formats import date_formatter
from welfarekit.money import MINOR_DIGITS


def payment_table(
    statement: PaymentStatement,
    locale: str = "zh_Hans",
    *,
    scale: int = 1,
    places: int | None = None,
    mean_places: int | None = None,
    title: str = "",
) -> str:
    """The statement as a table with what it rests on below it.

    ``scale=10_000`` writes person-times in 万人次 and sums in 万元, and beside them the sums in yuan; 1,000, 1,000,000,
    100,000,000 and 1,000,000,000 likewise. Every figure has all the decimals that it needs, unless ``places`` says to how many
    the scaled ones are rounded, half up. Means are rounded half up to ``mean_places``, or else to the digits of the currency.
    What is rounded is said below the table. Benefits in kind follow in tables of their own unit.
    """
    how = manner(locale, scale, places, mean_places)
    parts = [text for text in (title, *_about(how, statement)) if text]
    for total in statement.totals:
        parts.append(_block(how, [line for line in statement.lines if line.unit == total.unit], total))
    return "\n".join([*parts, *_notes(how, statement)])


def _block(how: Manner, lines: list[StatementLine], total: StatementLine) -> str:
    scale, unit = how.scale_of(total.unit), how.unit(total.unit)
    recovered = _recovered((*lines, total))
    paid = words.PAID if total.unit in MINOR_DIGITS else words.GIVEN
    scaled = how.say(words.PERSON_TIMES_IN, scale=how.say(words.SCALES[scale])) if scale > 1 else how.say(words.PERSON_TIMES)
    head = [how.say(words.ITEM), scaled, how.say(paid, unit=how.unit(total.unit, scale))]
    if scale > 1:
        head.append(how.say(paid, unit=unit))
    if recovered:
        head += [how.say(words.RECOVERED, unit=unit), how.say(words.NET, unit=unit)]
    rows = [[*head, how.say(words.MEAN, unit=unit)]]
    for line in (*lines, total):
        row = [line.line.called(how.locale) if line.line else how.say(words.TOTAL), how.number(line.person_times, scale)]
        if scale > 1:
            row.append(how.number(line.paid, scale))
        row.append(how.amount(line.paid))
        if recovered:
            row += [how.amount(line.recovered), how.amount(line.net)]
        rows.append([*row, how.mean(line)])
    return aligned(rows)


def _recovered(lines: tuple[StatementLine, ...]) -> bool:
    """Whether anything came back, or it is withheld whether it did."""
    *_, total = lines
    return total.recovered is None or any(line.recovered is not None and line.recovered.minor for line in lines)


def _span(how: Manner, period: Period) -> str:
    day = date_formatter(how.locale)
    first = day(period.start) if period.start else ""
    last = day(period.stop - dt.timedelta(days=1)) if period.stop else ""
    if first and last:
        return how.say(words.FROM_TO, first=first, last=last)
    return how.say(words.FROM, first=first) if first else how.say(words.UNTIL, last=last)


def _about(how: Manner, statement: PaymentStatement) -> Iterator[str]:
    period = statement.period
    if period is not None and (period.start or period.stop):
        yield how.say(words.DATED[statement.dated], span=_span(how, period))
    if statement.known_on is not None:
        yield how.say(words.KNOWN_ON, date=date_formatter(how.locale)(statement.known_on))


def _notes(how: Manner, statement: PaymentStatement) -> Iterator[str]:
    everything = (*statement.lines, *statement.totals)
    yield how.say(words.BY_PERSONS if statement.weighted else words.ONE_EACH)
    if any(total.arrears != 0 for total in statement.totals):
        yield how.say(words.ARREARS[statement.arrears])
    if any(_recovered((total,)) for total in statement.totals):
        yield how.say(words.APART)
    longer = {line.unit for line in everything if line.mean is not None and _longer(line.mean, how.mean_digits(line.unit))}
    for digits in sorted({how.mean_digits(unit) for unit in longer}):
        yield how.say(words.MEANS, places=digits)
    if how.places is not None and how.scale > 1:
        yield how.say(words.ROUNDED, places=how.places)
    if statement.withheld_below is not None:
        yield how.say(words.WITHHELD, mark=MARK, least=statement.withheld_below)


def _longer(value: Fraction, digits: int) -> bool:
    needed = decimals_of(value)
    return needed is None or needed > digits
