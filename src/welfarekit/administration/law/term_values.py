"""The terms that a version can state, and how each is written: a rule, a count, a choice, or a part of the schedule.

>>> from welfarekit.citation import Citation
>>> read_value("end", {"effect": "next_month"}, "", Citation("An act")).effect
<Effect.NEXT_MONTH: 'next_month'>
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from welfarekit.administration.law.payment_deadline import Deadline
from welfarekit.awards.events import Effect
from welfarekit.awards.pay_day import Advance, PayDay, Shift
from welfarekit.awards.recurrence import Every, Recurrence
from welfarekit.awards.schedule import DayCount, Partial, Schedule
from welfarekit.awards.terms import CountedFrom, Rule
from welfarekit.citation import Citation
from welfarekit.domain.payee import PayeeKind
from welfarekit.money import Rounding

RULES: Final = ("starts", "change", "end", "grace", "suspension", "resumption")
COUNTS: Final = (
    "grace_months_most", "back_pay_months_most", "suspension_after_months", "suspension_lapses_months",
    "resumption_back_pay_months_most", "duration_months_most",
)  # fmt: skip
CHOICES: Final[dict[str, tuple[str, ...]]] = {
    "payee": tuple(PayeeKind),
    "pay_day_shift": tuple(Shift),
    "pays_first": ("may", "must"),
}
GROUNDED: Final = ("starts", "grace_months_most", "duration_months_most", "pays_first")
"""Terms that may differ by ground: then a list of tables, one for each ground and one without for everything else."""
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "recurrence": ("every", "interval", "anchor"),
    "pay_day": ("day", "months_after", "counted"),
    "partial": ("first", "last", "day_count", "rounding"),
    "handed_over": ("day", "months_after", "working_days", "counted_from"),
    "paid_by": ("day", "months_after", "working_days", "counted_from"),
    "advances": ("before",),
}
TERMS: Final = (*RULES, *COUNTS, "back_pay_on_resumption", *CHOICES, *FIELDS)
"""Every term that a version may state."""
Reader = Callable[[str, Mapping[str, Any], str, Citation], Any]
"""Makes a value of a term's name, its table, its ground and its source."""
_NEEDED: Final = {**dict.fromkeys(RULES, "effect"), "recurrence": "every", "pay_day": "day", "advances": "before"}


def fields_of(name: str) -> tuple[str, ...]:
    """The keys of a term's table, besides its source, its note and its ground."""
    if name in RULES:
        return ("effect", "counted_from")
    return FIELDS.get(name, ("value",))


def needed_by(name: str) -> str | None:
    """The key without which a term says nothing; None where any will do."""
    return _NEEDED.get(name, None if name in FIELDS else "value")


def read_value(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> Any:
    """The value of a term; ValueError, TypeError or a WelfarekitError for what cannot be."""
    reader: Reader = _READ.get(name, _count)
    return reader(name, given, ground, cite)


def _one_of(given: Any, known: tuple[str, ...]) -> str:
    if given not in known:
        raise ValueError(f"{given!r} is not one of {', '.join(known)}")
    return str(given)


def _whole(given: Any, least: int = -1200) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < least:
        raise TypeError(f"{given!r} is not a whole number" + (f" from {least} up" if least >= 0 else ""))
    return given


def _rule(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> Rule:
    effect = _one_of(given["effect"], tuple(Effect))
    counted: Any = _one_of(given.get("counted_from", "event"), get_args(CountedFrom))
    return Rule(Effect(effect), counted, ground, cite)


def _count(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> int:
    return _whole(given["value"], 1)


def _flag(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> bool:
    if not isinstance(given["value"], bool):
        raise TypeError(f"{given['value']!r} is not true or false")
    return given["value"]


def _choice(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> str:
    return _one_of(given["value"], CHOICES[name])


def _recurrence(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> Recurrence:
    every: Any = _one_of(given["every"], get_args(Every))
    anchor = given.get("anchor")
    if anchor is not None and type(anchor) is not dt.date:
        raise TypeError(f"{anchor!r} is not a day without quotes, such as 2026-07-01")
    return Recurrence(every, _whole(given.get("interval", 1), 1), anchor)


def _pay_day(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> PayDay:
    counted: Any = _one_of(given.get("counted", "month"), ("month", "period", "decision"))
    return PayDay(_whole(given["day"], 0), _whole(given.get("months_after", 0)), counted=counted)


def _partial(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> Schedule:
    """A schedule with nothing else in it, so that it is checked as one."""
    first, last = (_one_of(given[key], tuple(Partial)) if key in given else None for key in ("first", "last"))
    days = _one_of(given["day_count"], tuple(DayCount)) if "day_count" in given else None
    return Schedule(
        first=first, last=last, day_count=days, rounding=Rounding(**given["rounding"]) if "rounding" in given else None
    )


def _deadline(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> Deadline:
    numbers = {key: _whole(given[key]) for key in ("day", "months_after", "working_days") if key in given}
    return Deadline(**numbers, counted_from=str(given.get("counted_from", "")), cite=cite)


def _advance(name: str, given: Mapping[str, Any], ground: str, cite: Citation) -> Advance:
    before = given["before"]
    if type(before) is not dt.date and (not isinstance(before, str) or not before):
        raise TypeError(f"{before!r} is neither a day nor the key of a festival")
    return Advance(before, cite)


_READ: Final[dict[str, Reader]] = {
    **dict.fromkeys(RULES, _rule),
    **dict.fromkeys(CHOICES, _choice),
    "back_pay_on_resumption": _flag,
    "recurrence": _recurrence,
    "pay_day": _pay_day,
    "partial": _partial,
    "handed_over": _deadline,
    "paid_by": _deadline,
    "advances": _advance,
}
