"""The disability of a person as certified."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from attrs import field

from welfarekit.domain.checking import Facts, choice, frozen
from welfarekit.domain.fact import about, fact
from welfarekit.errors import Problem
from welfarekit.truth import UNKNOWN, UnknownType


class DisabilityType(StrEnum):
    """The kind of disability on the certificate."""

    VISUAL = "visual"
    HEARING = "hearing"
    SPEECH = "speech"
    LIMB = "limb"
    INTELLECTUAL = "intellectual"
    MENTAL = "mental"
    MULTIPLE = "multiple"


class DisabilityLevel(StrEnum):
    """The level of disability as Viet Nam certifies it."""

    EXTRA_HEAVY = "extra_heavy"
    HEAVY = "heavy"
    MILD = "mild"


def _type(value: DisabilityType | str | UnknownType) -> DisabilityType | UnknownType:
    return choice(DisabilityType, value)


def _level(value: DisabilityLevel | str | UnknownType) -> DisabilityLevel | UnknownType:
    return choice(DisabilityLevel, value)


@frozen(kw_only=True)
class Disability(Facts):
    """A certified disability: grades 1 to 4 in China (1 is the heaviest), levels in Viet Nam."""

    type: DisabilityType | UnknownType = field(default=UNKNOWN, converter=_type, metadata=about("type of disability"))
    grade: int | UnknownType = fact("grade of disability, 1 the heaviest", unit="grade", most=4, least=1)
    level: DisabilityLevel | UnknownType = field(default=UNKNOWN, converter=_level, metadata=about("level of disability"))
    needs_long_term_care: bool | UnknownType = fact("need of long-term care")
    certified_on: dt.date | UnknownType = fact("day on which the disability was certified")
    expires_on: dt.date | UnknownType = fact("day on which the disability certificate expires")

    def _together(self) -> list[Problem]:
        start, end = self.certified_on, self.expires_on
        if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
            return [Problem("ends_before_start", "expires_on", end.isoformat(), "a day not before certified_on")]
        return []
