"""A notice as JSON: the contract ``welfarekit.notice/1``. Keys are added, never changed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

from welfarekit.administration.notices.document import CauseGround, Ground, Notice
from welfarekit.administration.notices.remedies import Remedy
from welfarekit.citation import Citation
from welfarekit.quantity import Benefit

SCHEMA = "welfarekit.notice/1"


def _amount(amount: Benefit | None) -> dict[str, Any] | None:
    return None if amount is None else {"value": amount.value, "currency": amount.currency, "per": amount.per}


def _day(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _cite(cite: Citation) -> dict[str, Any]:
    found = {"act": cite.act, "article": cite.article, "url": cite.url, "confirmed": cite.confirmed, "read": _day(cite.read)}
    return {key: text for key, text in found.items() if text}


def _ground(ground: Ground | CauseGround) -> dict[str, Any]:
    found: dict[str, Any]
    if isinstance(ground, CauseGround):
        found = {"cause": ground.cause.value}
    else:
        found = {"ground": ground.text if isinstance(ground.text, str) else dict(ground.text)}
    return found if ground.cite is None else {**found, "cite": _cite(ground.cite)}


def _remedy(remedy: Remedy) -> dict[str, Any]:
    found: dict[str, Any] = {"remedy": remedy.key, "last_day": _day(remedy.last), "cite": _cite(remedy.cite)}
    if remedy.limit is not None:
        found["within"] = str(remedy.limit)
    if remedy.may_move:
        found["may_move"] = True
    return {**found, "body": remedy.body} if remedy.body else found


def _recovery(notice: Notice) -> dict[str, Any]:
    found: dict[str, Any] = {
        "lines": [
            {
                "from": _day(line.period.start),
                "to": _last(line.period.stop),
                "amount": _amount(line.amount),
                "cause": line.cause.value,
            }
            for line in notice.lines
        ]
    }
    if notice.plan is not None:
        found["instalments"] = [
            {"on": _day(one.due_on), "amount": _amount(one.amount), "withheld_from": one.withheld_from}
            for one in notice.plan.instalments
        ]
        found["floor"], found["left"] = _amount(notice.floor), _amount(notice.plan.left)
    return found


def _last(stop: dt.date | None) -> str | None:
    return None if stop is None else (stop - dt.timedelta(days=1)).isoformat()


def notice_as_dict(notice: Notice, locale: str | None = None) -> dict[str, Any]:
    """The notice as plain dicts and lists, ready for any JSON writer; with its text if a locale is given."""
    found: dict[str, Any] = {
        "schema": SCHEMA,
        "kind": notice.kind.value,
        "program": notice.program,
        "subject": notice.subject,
        "place": notice.place.code,
        "decided_on": _day(notice.decided_on),
        "served_on": _day(notice.served_on),
        "amount": _amount(notice.amount),
        "before": _amount(notice.before),
        "first_day": _day(notice.first_day),
        "last_day": _day(notice.last_day),
        "pay_day": _day(notice.pay_day),
        "heard_on": _day(notice.heard_on),
        "reasons": [
            *map(_ground, notice.grounds),
            *(
                {"rule": reason.rule.name, "truth": reason.truth} | ({} if reason.cite is None else {"cite": _cite(reason.cite)})
                for reason in notice.reasons
            ),
        ],
        "basis": [_cite(cite) for cite in notice.basis],
        "remedies": [_remedy(remedy) for remedy in notice.remedies],
    }
    if notice.lines:
        found |= _recovery(notice)
    return found if locale is None else {**found, "text": notice.text(locale)}


def notice_to_json(notice: Notice, locale: str | None = None) -> str:
    """The notice as compact JSON."""
    return json.dumps(notice_as_dict(notice, locale), ensure_ascii=False, separators=(",", ":"))
