"""The poverty statement in words, with the figures as each locale writes them, and form 7.2 as a table."""

from __future__ import annotations

from attrs import asdict

from welfarekit.administration.statements import poverty_words as words
from welfarekit.administration.statements.figures import aligned, figure, percent
from welfarekit.administration.statements.poverty_register import PoorFlow
from welfarekit.administration.statements.poverty_statement import PLACES, Difference, PovertyCount, Reduction, reduction
from welfarekit.language.catalogue import catalogue
from welfarekit.language.formats import date_formatter


def count_text(count: PovertyCount, locale: str = "vi", *, places: int = PLACES) -> str:
    """How many households there are, how many of them are poor and near-poor, with the rates."""
    poor, near = count.of("poor"), count.of("near_poor")
    return catalogue("welfarekit.administration", locale).text(
        words.COUNT,
        date=date_formatter(locale)(count.on),
        households=figure(locale, count.households),
        poor=figure(locale, poor.count),
        near_poor=figure(locale, near.count),
        poor_rate=percent(locale, poor.rate, places),
        near_rate=percent(locale, near.rate, places),
    )


def reduction_text(change: Reduction, locale: str = "vi") -> str:
    """By how many percentage points and by how many households a class became smaller or larger."""
    say, status, places = catalogue("welfarekit.administration", locale).text, change.now.status.value, change.places

    def direction(value: int) -> str:
        return "fell" if value > 0 else "rose" if value < 0 else "same"

    points = change.points.fraction
    way = direction(points.numerator)
    values = {"now": percent(locale, change.now.rate, places)}
    if way != "same":
        values |= {"points": figure(locale, abs(points), places), "before": percent(locale, change.before.rate, places)}
    sentences = [say(words.RATE[status, way], **values)]
    way = direction(change.households)
    number = {} if way == "same" else {"count": figure(locale, abs(change.households))}
    sentences.append(say(words.NUMBER[status, way], **number))
    return ("" if locale.startswith("zh") else " ").join(sentences)


def poverty_text(
    now: PovertyCount,
    before: PovertyCount,
    locale: str = "vi",
    *,
    places: int = PLACES,
    difference: Difference = "of_printed",
) -> str:
    """The whole statement, a line each: the two counts, the change of the poor and of the near-poor, and how it was made.

    ``places`` and ``difference`` are those of :func:`~welfarekit.administration.statements.poverty_statement.reduction`.
    """
    lines = [count_text(count, locale, places=places) for count in (before, now)]
    for status in ("poor", "near_poor"):
        lines.append(reduction_text(reduction(now.of(status), before.of(status), places=places, difference=difference), locale))
    return "\n".join([*lines, catalogue("welfarekit.administration", locale).text(words.MANNER[difference])])


def flow_table(flow: PoorFlow, locale: str = "vi") -> str:
    """Form 7.2 as a table: what is taken off has a minus. Lines that are not known are left out."""
    say = catalogue("welfarekit.administration", locale).text
    off = ("to_near_poor", "to_above", "other_exits")
    told = flow.fell_back is not None
    rows = []
    for name, value in asdict(flow).items():
        if value is not None and not (name == "fell_back_or_new" and told):
            rows.append([say(words.FLOW[name]), figure(locale, -value if name in off else value)])
    return aligned(rows)
