"""Lists that are posted for the public (公示, niêm yết): only the fields that the rule allows, names and numbers masked.

Minors are never listed, nor children without care, nor anybody whose age is not known; they are withheld, with the reason, and
the office is told. There is no field for an account, an illness, a full number or an address: what does not exist cannot leak.
The community is the one free text; where the communities are declared, it is none.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from attrs import frozen

from welfarekit.domain.checking import masked, nearest
from welfarekit.domain.person import Person
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.procedure.listed import Entry, PublicField, PublicRow, entry_problems, row_of
from welfarekit.procedure.masking import NameManner
from welfarekit.procedure.publicity_rule import PublicityRule, Subject
from welfarekit.truth import UNKNOWN

if TYPE_CHECKING:
    from welfarekit.calendars import Calendar

__all__ = [
    "ADULT", "Entry", "NameManner", "PublicField", "PublicRow", "PublicityList", "PublicityRule", "Subject", "Why", "Withheld",
    "publicity_list", "why_withheld",
]  # fmt: skip

ADULT: Final = 18
"""The age from which somebody may be listed."""


class Why(StrEnum):
    """Why somebody is not listed."""

    BARRED = "barred"
    """Nothing is posted about this program, or in this procedure."""
    MINOR = "minor"
    PROTECTED = "protected"
    """A child without care, or a grown one who was."""
    AGE_NOT_KNOWN = "age_not_known"
    NAME_NOT_KNOWN = "name_not_known"


@frozen(repr=False)
class Withheld:
    """Somebody who is not listed, for the office only."""

    subject: str
    why: Why

    def __repr__(self) -> str:
        return f"Withheld({masked(self.subject)!r}, {self.why.value})"


@frozen
class PublicityList:
    """A list as it may be posted. ``last_day`` is the last day of the posting, None where the law gives no length."""

    rule: PublicityRule
    fields: tuple[PublicField, ...]
    rows: tuple[PublicRow, ...]
    withheld: tuple[Withheld, ...]
    first_day: dt.date
    last_day: dt.date | None


def publicity_list(
    entries: Iterable[Entry],
    rule: PublicityRule,
    on: dt.date,
    *,
    fields: Sequence[PublicField | str] | None = None,
    calendar: Calendar | None = None,
    communities: Collection[str] | None = None,
) -> PublicityList:
    """The list that may be posted from ``on``, in the order of the entries, and who is withheld from it.

    ``fields`` chooses among those that the rule allows; unless given, all of them. A ``calendar`` is needed for a posting that is
    counted in working days. ``communities`` are the villages and communities that there are; the field ``community`` then shows
    one of them and nothing else. Without them it is looked through for names, numbers and houses, which cannot find everything.

    :class:`~welfarekit.errors.InvalidFacts` for a field that the rule does not allow, a day on which it is not law, and entries
    that lack what a field shows or that try to show something personal.
    """
    given = tuple(entries)
    chosen, problems = _chosen(rule, fields)
    if not rule.holds_on(on):
        until = f" to {rule.until.isoformat()}" if rule.until else ""
        problems.append(Problem("out_of_range", "on", on.isoformat(), f"a day from {rule.since.isoformat()}{until}"))
    seen: set[str] = set()
    for place, entry in enumerate(given):
        problems += entry_problems(
            entry, chosen, rule.program, rule.place, f"entries[{place}]", person=rule.subject is Subject.PERSON,
            communities=communities,
        )  # fmt: skip
        if entry.subject in seen:
            problems.append(Problem("duplicate", f"entries[{place}]", repr(masked(entry.subject)), "each subject once"))
        seen.add(entry.subject)
    if problems:
        raise InvalidFacts(problems)
    reasons = [why_withheld(entry, rule, on, chosen) for entry in given]
    rows = tuple(
        row_of(entry, chosen, rule.names, rule.number_digits) for entry, why in zip(given, reasons, strict=True) if why is None
    )
    withheld = tuple(Withheld(entry.subject, why) for entry, why in zip(given, reasons, strict=True) if why is not None)
    last = rule.posting.reckon(on, calendar).last if rule.posting is not None else None
    return PublicityList(rule, chosen, rows, withheld, on, last)


def _chosen(rule: PublicityRule, fields: Sequence[PublicField | str] | None) -> tuple[tuple[PublicField, ...], list[Problem]]:
    if fields is None:
        return rule.fields, []
    words = "nothing; " + rule.barred if rule.barred else f"one of {', '.join(rule.fields)}, which the rule allows"
    problems = [
        Problem("not_allowed", f"fields[{place}]", repr(masked(str(name)[:40])), words, nearest(str(name), map(str, rule.fields)))
        for place, name in enumerate(fields)
        if name not in rule.fields
    ]
    wanted = set(fields)
    return tuple(name for name in rule.fields if name in wanted), problems


def why_withheld(entry: Entry, rule: PublicityRule, on: dt.date, fields: Sequence[PublicField]) -> Why | None:
    """Why an entry is not listed; None if it may be.

    The person under whose name it would stand must be of age, and whoever the benefit is for, if it is for one person.
    """
    if rule.barred or (entry.case is not None and entry.case.procedure.posting_barred):
        return Why.BARRED
    persons = entry.persons
    ages = [_of_age(person, on) for person in persons]
    if False in ages:
        return Why.MINOR
    if any(_protected(person) for person in persons):
        return Why.PROTECTED
    if None in ages:
        return Why.AGE_NOT_KNOWN
    if PublicField.NAME in fields and not _stated(entry.named.name):
        return Why.NAME_NOT_KNOWN
    return None


def _of_age(person: Person, on: dt.date) -> bool | None:
    age = person.age_on(on)
    return None if age is UNKNOWN else age >= ADULT


def _protected(person: Person) -> bool:
    facts = (
        person.unattended, person.was_unattended_beneficiary, person.receives_orphan_benefit, person.receives_child_benefit,
        person.receives_child_benefit_full,
    )  # fmt: skip
    return any(fact is True for fact in facts)


def _stated(name: object) -> bool:
    return isinstance(name, str) and bool(name.strip())
