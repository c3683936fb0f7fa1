"""What school a person attends."""

from __future__ import annotations

from enum import StrEnum

from attrs import field

from welfarekit.domain.checking import Facts, choice, frozen
from welfarekit.domain.fact import about, fact
from welfarekit.truth import UNKNOWN, UnknownType


class EducationLevel(StrEnum):
    """The level of schooling a person attends."""

    PRESCHOOL = "preschool"
    PRIMARY = "primary"
    LOWER_SECONDARY = "lower_secondary"
    UPPER_SECONDARY = "upper_secondary"
    VOCATIONAL_SECONDARY = "vocational_secondary"
    VOCATIONAL = "vocational"
    BACHELOR = "bachelor"
    POSTGRADUATE = "postgraduate"


def _level(value: EducationLevel | str | UnknownType) -> EducationLevel | UnknownType:
    return choice(EducationLevel, value)


@frozen(kw_only=True)
class Education(Facts):
    """The schooling of a person who attends school; None in its place means the person attends none."""

    level: EducationLevel | UnknownType = field(default=UNKNOWN, converter=_level, metadata=about("level of education attended"))
    full_time: bool | UnknownType = fact("full-time education")
    continuous: bool | UnknownType = fact("education continued without a break")
