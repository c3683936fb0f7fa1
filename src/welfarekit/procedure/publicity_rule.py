"""What may be posted of one program at one stage: the fields, how names are shown, and for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.place import Place
from welfarekit.procedure.limit import Limit
from welfarekit.procedure.listed import PublicField
from welfarekit.procedure.masking import MOST_SHOWN, NameManner


def _fields(names: Iterable[PublicField | str]) -> tuple[PublicField, ...]:
    return tuple(map(PublicField, names))


class Subject(StrEnum):
    """For whom a program is decided."""

    HOUSEHOLD = "household"
    PERSON = "person"


@frozen(kw_only=True)
class PublicityRule:
    """What may be posted about a decision of one program at one stage, how, and for how long.

    ``stage`` says what is posted: a ``proposal``, a ``decision``, an ``ending``. ``posting`` is how long; None where the law
    gives no length, which ``posting_open`` explains. ``barred`` says why nothing is ever posted; such a rule has no fields.
    ``number_digits`` is how many of the last characters of the national number are shown, 0 to 3. ``fields_cite`` is where the
    fields stand, if elsewhere than the posting. Where the ``subject`` is a person, each entry names the member whom it is for: it
    is that member's age that counts, whoever applied.
    """

    program: str
    stage: str
    subject: Subject = field(default=Subject.HOUSEHOLD, converter=Subject)
    place: Place
    since: dt.date
    until: dt.date | None = None
    fields: tuple[PublicField, ...] = field(default=(), converter=_fields)
    names: NameManner = field(default=NameManner.SURNAME_STARS, converter=NameManner)
    number_digits: int = 0
    posting: Limit | None = None
    posting_open: str = ""
    barred: str = ""
    cite: Citation
    fields_cite: Citation | None = None
    note: str = field(default="", repr=False)

    def __attrs_post_init__(self) -> None:
        problems = []
        if bool(self.fields) == bool(self.barred):
            problems.append(Problem("missing", "fields", ", ".join(self.fields) or "nothing", "fields, or why nothing is posted"))
        if type(self.number_digits) is not int or not 0 <= self.number_digits <= MOST_SHOWN:
            problems.append(Problem("out_of_range", "number_digits", repr(self.number_digits), f"0 to {MOST_SHOWN}"))
        elif bool(self.number_digits) != (PublicField.NUMBER_ENDING in self.fields):
            expected = f"1 to {MOST_SHOWN} with the field {PublicField.NUMBER_ENDING.value}, and 0 without it"
            problems.append(Problem("out_of_range", "number_digits", repr(self.number_digits), expected))
        if problems:
            raise InvalidFacts(problems)

    def holds_on(self, day: dt.date) -> bool:
        """Whether the rule is law on ``day``."""
        return self.since <= day and (self.until is None or day <= self.until)
