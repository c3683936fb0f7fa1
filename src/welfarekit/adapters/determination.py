"""A determination as JSON: the contract ``welfarekit.determination/1``. Keys are added, never changed."""

from __future__ import annotations

import datetime as dt
import json
from fractions import Fraction
from typing import Any

from welfarekit.citation import Citation
from welfarekit.money import Money
from welfarekit.rules.determination import Determination
from welfarekit.rules.node import Fact, Sort
from welfarekit.rules.reasons import FactRead, LawRead, Need, Reason
from welfarekit.rules.values import Range, Value

SCHEMA = "welfarekit.determination/1"


def _money(money: Money) -> dict[str, Any]:
    return {"value": money.value, "currency": money.currency, "per": money.per}


def _value(value: Value, sort: Sort, currency: str, places: int = 0) -> Any:
    """One value; what is not fully known as {"from", "to"} or a list of what it can be."""
    if isinstance(value, Range):
        if sort is Sort.TEST:
            return None
        return {"from": _value(value.lo, sort, currency, places), "to": _value(value.hi, sort, currency, places)}
    if isinstance(value, frozenset):
        return {"one_of": sorted(value)}
    if sort is Sort.AMOUNT:
        return Money.of_minor(value, currency).value
    if sort is Sort.DAY:
        return dt.date.fromordinal(value).isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if places:
        return str(Fraction(value, 10**places))
    return value if isinstance(value, bool | int | str) else None


def _cite(cite: Citation) -> dict[str, Any]:
    found = {"act": cite.act, "article": cite.article, "url": cite.url, "confirmed": cite.confirmed}
    found["read"] = cite.read.isoformat() if cite.read else ""
    return {key: text for key, text in found.items() if text}


def _fact(read: FactRead, currency: str) -> dict[str, Any]:
    fact: Fact = read.fact
    if read.value is None:
        return {"path": read.path, "value": None, "known": False}
    known = not isinstance(read.value, Range | frozenset)
    value = _value(read.value, fact.sort, currency, fact.places if fact.sort is Sort.COUNT else 0) if known else None
    return {"path": read.path, "value": value, "known": known}


def _law(read: LawRead, currency: str) -> dict[str, Any]:
    key = f"{read.parameter.program}.{read.parameter.key}" + (f".{read.cell}" if read.cell else "")
    kind = read.parameter.of or read.parameter.kind
    sort = {"amount": Sort.AMOUNT, "rate": Sort.RATE, "choice": Sort.CHOICE, "flag": Sort.TEST}.get(kind, Sort.COUNT)
    return {
        "key": key,
        "value": _value(read.value, sort, currency),
        "from": read.row.start.isoformat(),
        "place": read.row.place.code,
        "inherited": read.inherited,
        "cite": _cite(read.row.cite),
    }


def _reason(reason: Reason, d: Determination, locale: str | None) -> dict[str, Any]:
    currency = d.rulebook.currency
    found: dict[str, Any] = {"rule": reason.rule.name, "value": _value(reason.value, reason.rule.sort, currency)}
    if reason.truth:
        found["truth"] = reason.truth
    if reason.member is not None:
        found["member"] = reason.member
    if locale is not None:
        from welfarekit.rules.wording import sentence, words_for

        found["text"] = sentence(reason, words_for(d.rulebook.package, currency, locale))
    if reason.cite is not None:
        found["cite"] = _cite(reason.cite)
    if reason.facts:
        found["facts"] = [_fact(read, currency) for read in reason.facts]
    if reason.law:
        found["law"] = [_law(read, currency) for read in reason.law if not read.given]
    if reason.children:
        found["children"] = [_reason(child, d, locale) for child in reason.children]
    return found


def need_as_dict(need: Need) -> dict[str, Any]:
    """A fact to ask for."""
    found: dict[str, Any] = {"path": need.path, "label": need.label, "kind": need.kind}
    if need.choices:
        found["choices"] = list(need.choices)
    if need.member is not None:
        found["member"] = need.member
    return found


def determination_as_dict(d: Determination, locale: str | None = None) -> dict[str, Any]:
    """The determination as plain dicts and lists, ready for any JSON writer; with sentences if a locale is given."""
    span = d.span
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "program": d.program,
        "subject": d.subject,
        "on": d.on.isoformat(),
        "outcome": d.outcome.value,
        "amount": None if d.amount is None else _money(d.amount),
        "span": None if span is None else {"lowest": _money(span.lowest), "highest": _money(span.highest)},
        "needs": [need_as_dict(need) for need in d.needs],
        "reasons": {"rule": d.program, "children": [_reason(reason, d, locale) for reason in d.reasons]},
        "warnings": [{"code": w.code, "about": w.about, "detail": w.detail} for w in d.warnings],
    }
    if d.decided is not None:
        found["decided"] = d.decided.isoformat()
    if d.rulebook.status is not None:
        found["status"] = d.status
        if isinstance(d.answer[2], frozenset):
            found["status_one_of"] = sorted(d.answer[2])
    if d.members:
        found["members"] = [
            {"id": key, "outcome": m.outcome.value, "amount": None if m.amount is None else _money(m.amount)}
            for key, m in d.members.items()
        ]
    if locale is not None:
        found["text"] = d.explain(locale)
    return found


def determination_to_json(d: Determination, locale: str | None = None) -> str:
    """The determination as compact JSON."""
    return json.dumps(determination_as_dict(d, locale), ensure_ascii=False, separators=(",", ":"))
