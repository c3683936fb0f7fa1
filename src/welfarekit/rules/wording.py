"""A determination in whole sentences: what came out, why, by which article, what to watch and what to ask next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from welfarekit.language import frames
from welfarekit.language.catalogue import Catalogue, catalogue, shared
from welfarekit.language.citing import cited
from welfarekit.language.formats import date_formatter, join, money_formatter, number_formatter, percent_formatter
from welfarekit.language.labels import choice_label, quantity
from welfarekit.language.locale import Locale, resolve
from welfarekit.language.places import place_address, place_name
from welfarekit.rules.determination import Determination, DeterminationWarning, Outcome
from welfarekit.rules.explain import HOUSEHOLD
from welfarekit.rules.node import NONE, Apply, Fact, Node, Sort, domain_of
from welfarekit.rules.reasons import LawRead, Reason
from welfarekit.rules.values import Range, Value

_ENDLESS = 10**12
"""A range that reaches this far is as good as not known; it is not printed as an amount."""


class Words:
    """Everything that turns values into text for one locale and one program."""

    def __init__(self, package: str, currency: str, locale: Locale) -> None:
        self.locale, self.currency = locale, currency
        self.program, self.shared = catalogue(package, locale), shared(locale)
        self.money = money_formatter(locale, currency)
        self.date, self.number, self.percent = date_formatter(locale), number_formatter(locale), percent_formatter(locale)

    def value(self, node: Node | None, value: Value, sort: Sort, places: int = 0) -> str:
        """One value as the locale writes it, also while it is not fully known."""
        if isinstance(value, frozenset):
            return join(self.locale, [choice_label(item, self.locale) for item in sorted(value)])
        if isinstance(value, Range):
            if sort is Sort.TEST or sort is Sort.DAY or abs(value.hi) >= _ENDLESS or abs(value.lo) >= _ENDLESS:
                return self.shared.text(frames.NOT_KNOWN)
            low, high = (self.value(node, end, sort, places) for end in (value.lo, value.hi))
            return self.shared.text(frames.RANGE, low=low, high=high)
        match sort:
            case Sort.AMOUNT:
                return self.money(value)
            case Sort.RATE:
                return self.percent(value)
            case Sort.COUNT:
                return self.number(Fraction(value, 10**places) if places else value)
            case Sort.DAY:
                return self.date(dt.date.fromordinal(value))
            case Sort.TEST:
                return self.shared.text(frames.YES if value else frames.NO)
            case Sort.CHOICE:
                return self.shared.text(frames.NONE) if value == NONE else choice_label(value, self.locale)
        return str(value)

    def shown(self, node: Node, value: Value) -> str:
        """The value of a term that a sentence shows."""
        return self.value(node, value, node.sort, node.places if isinstance(node, Fact) else 0)

    def law_value(self, read: LawRead) -> str:
        """A value of the law: an amount, a rate, one cell of a table."""
        kind = read.parameter.of or read.parameter.kind
        sort = {"amount": Sort.AMOUNT, "rate": Sort.RATE, "count": Sort.COUNT, "flag": Sort.TEST, "choice": Sort.CHOICE}.get(kind)
        absent = bool(read.cell) and isinstance(read.row.value, dict) and read.cell not in read.row.value
        if sort is None or absent or read.given or isinstance(read.value, list | dict) or read.parameter.kind == "schedule":
            return ""
        plain = sort is Sort.RATE and read.parameter.unit.startswith(("coefficient", "multiple", "times"))
        value = self.number(read.value) if plain else self.value(None, read.value, sort)
        return self.shared.text(quantity(read.parameter.unit), value=value)


def words_for(package: str, currency: str, locale: str) -> Words:
    """The words of a program in a locale, made once."""
    key = (package, currency, resolve(locale))
    if key not in _WORDS:
        _WORDS[key] = Words(*key)
    return _WORDS[key]


_WORDS: dict[tuple[str, str, Locale], Words] = {}


def _catalogue_of(reason: Reason, words: Words) -> Catalogue:
    """The catalogue that holds a rule's sentences: the program's own, or that of the program that the rule is borrowed from."""
    if reason.rule.yes in words.program or not reason.rule.package:
        return words.program
    return catalogue(reason.rule.package, words.locale)


def sentence(reason: Reason, words: Words) -> str:
    """A reason as a sentence, with its article."""
    rule = reason.rule
    msgid = rule.unknown if not reason.known else rule.no if reason.truth == "no" else rule.yes
    values: dict[str, object] = {name: words.shown(node, value) for name, node, value in reason.shown}
    values["value"] = words.value(rule, reason.value, rule.sort)
    if reason.member is not None:
        values["member"] = reason.member
    text = _catalogue_of(reason, words).text(msgid, **values)
    if reason.cite is None:
        return text
    stop = text[-1] if text[-1:] in ".。" else ""
    return words.shared.text(frames.CITED, text=text.removesuffix(stop), citation=cited(reason.cite, words.locale)) + stop


def _in_order(d: Determination) -> list[str]:
    """The classes that are still possible, as the law ranks them."""
    status = d.roots[2]
    return [value for value in (domain_of(status) if status is not None else ()) if value in d.answer[2]]


def outcome_sentences(d: Determination, words: Words) -> Iterator[str]:
    """The answer itself."""
    who = "household" if d.index == HOUSEHOLD else "person"
    text = words.shared.text
    if d.outcome is Outcome.DISCRETIONARY:
        steps = [frames.clause(words.program.text(step.sentence)) for step in d._open[1]]
        yield text(frames.DISCRETIONARY, step=join(words.locale, steps))
    elif d.rulebook.status is not None and d.status is not None:
        if d.status == NONE:
            yield text(frames.in_no_class(who))
        else:
            yield text(frames.classified(who), status=choice_label(d.status, words.locale))
    elif d.outcome is Outcome.UNDETERMINED or (d.rulebook.status is not None and d.status is None):
        count = len(d.needs)
        yield text(frames.undecided(count), count=words.number(count))
        if isinstance(d.answer[2], frozenset):
            names = [choice_label(v, words.locale) if v != NONE else text(frames.NONE) for v in _in_order(d)]
            yield text(frames.can_still_be(who), statuses=join(words.locale, names, "or"))
    elif d.outcome is Outcome.NOT_ELIGIBLE:
        yield text(frames.not_entitled(who))
    elif d.amount:
        yield text(frames.entitled(who, d.amount.per), amount=words.money(d.amount.minor))
    else:
        settled = d.answer[1] is None or d.amount is not None  # nothing is paid: a recognition, or an amount of zero
        yield text(frames.eligible(who) if settled else frames.amount_open(who))
    span = d.span
    if span is not None and span.highest.minor < _ENDLESS:
        low, high = words.money(span.lowest.minor), words.money(span.highest.minor)
        yield text(frames.span(span.lowest.per), low=low, high=high)


def warning_sentence(d: Determination, warning: DeterminationWarning, words: Words) -> str:
    """A warning as a sentence."""
    text = words.shared.text
    if warning.step is not None:
        return text(frames.WARN_DISCRETION, step=frames.clause(words.program.text(warning.step.sentence)))
    if warning.doubt is not None:
        from welfarekit.rules.doubt_wording import doubt_sentence

        return doubt_sentence(warning, words)
    read = warning.law
    assert read is not None
    what = frames.clause(_law_text(read, words))
    row = read.row
    match warning.code:
        case "stale":
            return text(frames.WARN_STALE, text=what, date=words.date(row.cite.read or d.on))
        case "known_only":
            return text(frames.WARN_KNOWN, text=what)
        case "not_yet":
            return text(frames.WARN_NOT_YET, text=what, date=words.date(row.start), in_force=words.date(row.in_force))
        case "decided_later":
            return text(frames.WARN_IN_FORCE, text=what, date=words.date(row.start), in_force=words.date(row.in_force))
    place = place_name(d.household.place, words.locale)
    return text(frames.WARN_INHERITED, text=what, place=place, layer=place_name(row.place, words.locale))


def _law_text(read: LawRead, words: Words) -> str:
    return catalogue(f"welfarekit.{read.parameter.program}", words.locale).text(read.parameter.text)


def law_sentence(read: LawRead, words: Words, on: dt.date) -> str:
    """A value of the law with its day, its place and its source."""
    what, place = frames.clause(_law_text(read, words)), place_name(read.row.place, words.locale, on=on)
    values = {"text": what, "value": words.law_value(read), "place": place, "citation": cited(read.row.cite, words.locale)}
    if read.row.start == dt.date.min:  # an amendment without a first day
        return words.shared.text(frames.LAW_VALUE_UNDATED, **values)
    frame = frames.LAW_VALUE_INHERITED if read.inherited else frames.LAW_VALUE
    return words.shared.text(frame, date=words.date(read.row.start), **values)


def need_sentence(need: Any, words: Words) -> str:
    """A fact to ask for."""
    label = words.shared.text(need.label)
    if need.path.startswith("month."):
        return words.shared.text(frames.NEED_MONTH, label=label, path=need.path)
    if need.member is None:
        return words.shared.text(frames.NEED, label=label, path=need.path)
    return words.shared.text(frames.NEED_MEMBER, label=label, member=need.member, path=need.path)


def _tree(reasons: list[Reason], words: Words, prefix: str = "", depth: int = 0) -> Iterator[str]:
    for number, reason in enumerate(reasons, 1):
        mark = f"{prefix}{number}"
        yield f"{'   ' * depth}{mark}. {sentence(reason, words)}"
        yield from _tree(_telling(reason), words, f"{mark}.", depth + 1)


def _telling(reason: Reason) -> list[Reason]:
    """The rules below that an answer rests on: not what is unknown where it is settled, nor the alternatives that failed."""
    body = reason.rule.body
    settled = reason.truth == "yes" and isinstance(body, Apply) and body.op == "or"
    idle = {id(part) for part in body.args} if settled else set()
    return [
        child
        for child in reason.children
        if (child.known or not reason.known) and not (child.truth == "no" and id(child.rule) in idle)
    ]


def explain(d: Determination, locale: str) -> str:
    """The whole determination as text, section by section."""
    words = words_for(d.rulebook.package, d.rulebook.currency, locale)
    text, lines = words.shared.text, list[str]()
    title, day = words.program.text(d.rulebook.title), words.date(d.on)
    if d.plan.place is None:
        lines.append(text(frames.TITLE_NO_PLACE, program=title, date=day))
    else:
        lines.append(text(frames.TITLE, program=title, place=place_address(d.plan.place, words.locale, on=d.on), date=day))
    if d.index != HOUSEHOLD:
        lines.append(text(frames.MEMBER, member=d.household.members[d.index].id))
    lines += outcome_sentences(d, words)

    def section(heading: str, entries: list[str]) -> None:
        if entries:
            lines.extend(["", text(heading), *entries])

    section(frames.NEEDS, [f"- {need_sentence(need, words)}" for need in d.needs])
    section(frames.REASONS, list(_tree(list(d.reasons), words)))
    values = [f"- {law_sentence(read, words, d.on)}" for read in d.law if words.law_value(read)]
    section(frames.VALUES, list(dict.fromkeys(values)))
    section(frames.BASIS, [f"- {cited(cite, words.locale)}" for cite in d.rulebook.basis if cite.applies_on(d.on)])
    warnings = [f"- {warning_sentence(d, warning, words)}" for warning in d.warnings if warning.doubt is None]
    if d.provenance is not None:
        from welfarekit.rules.doubt_wording import doubt_lines

        warnings += doubt_lines(d.warnings, words)
    section(frames.WARNINGS, warnings)
    return "\n".join(lines)
