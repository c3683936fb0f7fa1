"""A public list as it is posted, and what the office is told about those who are not on it."""

from __future__ import annotations

from welfarekit.administration import publicity_words as words
from welfarekit.administration.notices.speaker import Speaker, rulebook_named
from welfarekit.administration.statements.figures import aligned
from welfarekit.domain.checking import masked
from welfarekit.language.catalogue import catalogue
from welfarekit.language.labels import choice_label
from welfarekit.language.places import place_address
from welfarekit.place import Place
from welfarekit.procedure.publicity import PublicField, PublicityList, PublicRow


def posting(found: PublicityList, locale: str = "zh_Hans", *, place: Place | str | None = None, program: str = "") -> str:
    """The list as text to be posted: title, what it is, the rows, its first and last day, objections, and the article.

    ``place`` is where it is posted, by default the place of the rule. ``program`` is the name of a program that is not decided
    here. Who is withheld is not mentioned.
    """
    how = Speaker(locale)
    where = place_address(found.rule.place if place is None else place, how.locale, on=found.first_day)
    lines = [how.say(words.TITLE, program=program or _program(found.rule.program, how), place=where), ""]
    if found.rows:
        heads = [how.say(words.FIELDS[name.value]) for name in found.fields]
        lines += [how.say(words.STAGES[found.rule.stage]), "", aligned([heads, *(_cells(row, found, how) for row in found.rows)])]
    else:
        lines.append(how.say(words.NOBODY))
    lines.append("")
    if found.last_day is None:
        lines.append(how.say(words.POSTED_FROM, first=found.first_day))
    else:
        lines.append(how.say(words.POSTED, first=found.first_day, last=found.last_day))
        if found.rule.stage != "decision":
            lines.append(how.say(words.OBJECTIONS, last=found.last_day))
    if found.rows and PublicField.NAME in found.fields:
        lines.append(how.say(words.IN_PART))
    lines.append(how.say(words.BASIS, citation=found.rule.cite))
    return "\n".join(lines)


def withheld_sentences(found: PublicityList, locale: str = "en") -> tuple[str, ...]:
    """Why each of those who are withheld is not listed, for the office: never to be posted."""
    how = Speaker(locale)
    return tuple(how.say(words.WITHHELD[one.why.value], subject=masked(one.subject)) for one in found.withheld)


def _program(key: str, how: Speaker) -> str:
    rulebook = rulebook_named(key)
    return catalogue(rulebook.package, how.locale).text(rulebook.title)


def _cells(row: PublicRow, found: PublicityList, how: Speaker) -> list[str]:
    return [_cell(row, name, how) for name in found.fields]


def _cell(row: PublicRow, name: PublicField, how: Speaker) -> str:
    value = getattr(row, name.value)
    if value is None:
        return "-"
    if name is PublicField.AMOUNT:
        return how.amount(value, words=False)
    if name is PublicField.STATUS:
        return choice_label(value, how.locale)
    return how.number(value) if name is PublicField.MEMBERS else str(value)
