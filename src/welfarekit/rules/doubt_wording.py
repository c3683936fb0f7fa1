"""The warnings about facts in whole sentences: what was not verified, what is old, what another source contradicts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any

from welfarekit.domain.checking import masked
from welfarekit.domain.fact_source import FactSource
from welfarekit.language import frames
from welfarekit.language.labels import choice_label
from welfarekit.language.places import place_name
from welfarekit.money import Money, Rate
from welfarekit.place import Place
from welfarekit.rules.determination import DeterminationWarning
from welfarekit.rules.reasons import Need
from welfarekit.rules.wording import Words, need_sentence
from welfarekit.truth import UNKNOWN


def doubt_sentence(warning: DeterminationWarning, words: Words) -> str:
    """A warning about a fact that an answer was read from."""
    doubt = warning.doubt
    assert doubt is not None
    text, fact = words.shared.text, need_sentence(doubt.fact, words)
    if doubt.other is not None:
        value = said(doubt.fact, doubt.other.value, words)
        return text(frames.WARN_CONTRADICTED, fact=fact, source=source_of(doubt.other.source, words), value=value)
    if warning.code == "old_fact":
        return text(frames.WARN_OLD, fact=fact, date=_day(doubt.source, words))
    return text(frames.WARN_UNVERIFIED, fact=fact, source=source_of(doubt.source, words))


def doubt_lines(warnings: Iterable[DeterminationWarning], words: Words) -> Iterator[str]:
    """The lines of a list: facts that share a source stand together below one sentence."""
    groups: dict[object, list[DeterminationWarning]] = {}
    for warning in warnings:
        doubt = warning.doubt
        if doubt is not None:
            alone = doubt.other is not None
            groups.setdefault(id(warning) if alone else (warning.code, _heading(warning, words)), []).append(warning)
    for group in groups.values():
        if len(group) == 1:
            yield f"- {doubt_sentence(group[0], words)}"
            continue
        yield f"- {_heading(group[0], words)}"
        yield from (f"  - {need_sentence(warning.doubt.fact, words)}" for warning in group if warning.doubt is not None)


def _heading(warning: DeterminationWarning, words: Words) -> str:
    source = None if warning.doubt is None else warning.doubt.source
    if warning.code == "old_fact":
        return words.shared.text(frames.WARN_OLD_MANY, date=_day(source, words))
    return words.shared.text(frames.WARN_UNVERIFIED_MANY, source=source_of(source, words))


def _day(source: FactSource | None, words: Words) -> str:
    return words.shared.text(frames.NOT_KNOWN) if source is None or source.on is UNKNOWN else words.date(source.on)


def source_of(source: FactSource | None, words: Words) -> str:
    """Where a fact comes from, with its day where that is known."""
    if source is None:
        return words.shared.text(frames.NOT_KNOWN)
    kind = choice_label(source.kind, words.locale, "SourceKind")
    return kind if source.on is UNKNOWN else words.shared.text(frames.SOURCE_DATED, source=kind, date=words.date(source.on))


def said(fact: Need, value: Any, words: Words) -> str:
    """A stated value of a fact as the locale writes it; what could name a person is masked."""
    match value:
        case None:
            return words.shared.text(frames.NONE)
        case bool():
            return words.shared.text(frames.YES if value else frames.NO)
        case Money():
            return words.money(value.minor)
        case dt.date():
            return words.date(value)
        case Rate():
            return words.percent(value.fraction)
        case Decimal() | int():
            return words.number(Fraction(value))
        case Place():
            return place_name(value, words.locale)
        case str():
            return choice_label(value, words.locale) if fact.choices else masked(value)
    return words.shared.text(frames.NOT_KNOWN)
