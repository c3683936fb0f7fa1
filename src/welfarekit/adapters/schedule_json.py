"""The schedule of an award as one object of JSON: how often, on which day, and what a part of a period counts for."""

from __future__ import annotations

from typing import Any

from welfarekit.adapters.citation_json import cite_data, read_cite
from welfarekit.adapters.records import Record, given
from welfarekit.awards.pay_day import Advance, PayDay, Shift
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.schedule import DayCount, Partial, Schedule
from welfarekit.money import MODES, Rounding


def schedule_data(schedule: Schedule) -> dict[str, Any]:
    """The schedule as plain values."""
    how, day, rounding = schedule.recurrence, schedule.pay_day, schedule.rounding
    return given(
        every=how.every,
        interval=how.interval if how.interval != 1 else None,
        anchor=how.anchor,
        pay_day=day and given(day=day.day, months_after=day.months_after or None, shift=day.shift.value, counted=day.counted),
        advances=[given(before=each.before, cite=cite_data(each.cite)) for each in schedule.advances] or None,
        first=schedule.first and schedule.first.value,
        last=schedule.last and schedule.last.value,
        day_count=schedule.day_count and schedule.day_count.value,
        rounding=rounding and {"mode": rounding.mode, "step": rounding.step},
    )


def read_schedule(record: Record) -> Schedule | None:
    """The schedule in a record."""
    recurrence: dict[str, Any] = {
        "every": record.text("every"),
        "interval": record.whole("interval", 1, 1, 120),
        "anchor": record.optional_day("anchor"),
    }
    known: dict[str, Any] = {
        "pay_day": record.part("pay_day", read_pay_day),
        "advances": record.parts("advances", _read_advance),
        "first": record.choice("first", Partial),
        "last": record.choice("last", Partial),
        "day_count": record.choice("day_count", DayCount),
        "rounding": record.part("rounding", _read_rounding),
    }
    return record.make(lambda: Schedule(Recurrence(**recurrence), **known))


def read_pay_day(record: Record) -> PayDay | None:
    """The pay day in a record."""
    known: dict[str, Any] = {
        "day": record.whole("day", None, 0, 366),
        "months_after": record.whole("months_after", 0, -12, 12),
        "shift": record.choice("shift", Shift, Shift.NONE) or Shift.NONE,
        "counted": record.optional_text("counted") or "month",
    }
    if known["counted"] not in ("month", "period", "decision"):
        record.wrong("not_one_of", "counted", repr(known["counted"]), "one of month, period, decision")
    return record.make(lambda: PayDay(**known))


def _read_advance(record: Record) -> Advance | None:
    before, cite = record.text("before"), record.part("cite", read_cite)
    day = record.optional_day("before") if before[:4].isdigit() else None
    return record.make(lambda: Advance(day if day is not None else before, cite))


def _read_rounding(record: Record) -> Rounding | None:
    known: dict[str, Any] = {"mode": record.text("mode"), "step": record.text("step")}
    if known["mode"] and known["mode"] not in MODES:
        record.wrong("not_one_of", "mode", repr(known["mode"]), f"one of {', '.join(MODES)}")
    return record.make(lambda: Rounding(**known))
