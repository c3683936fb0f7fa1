"""The work of a person."""

from __future__ import annotations

from enum import StrEnum

from attrs import field

from welfarekit.domain.checking import Facts, choice, frozen
from welfarekit.domain.fact import about, fact
from welfarekit.truth import UNKNOWN, UnknownType


class WorkKind(StrEnum):
    """How a person works."""

    EMPLOYED = "employed"
    SELF_EMPLOYED = "self_employed"
    FLEXIBLE = "flexible"
    FARMING = "farming"
    COMMUNITY_POST = "community_post"


def _kind(value: WorkKind | str | UnknownType) -> WorkKind | UnknownType:
    return choice(WorkKind, value)


@frozen(kw_only=True)
class Work(Facts):
    """Whether and how a person works. None in its place means the person does not work."""

    working: bool | UnknownType = fact("person in work")
    able_to_work: bool | UnknownType = fact("person able to work")
    months_in_job: int | UnknownType = fact("whole months in the present job", unit="months", most=1200)
    took_job_on_dibao: bool | UnknownType = fact("job taken up while receiving dibao")
    holds_community_post: bool | UnknownType = fact("public-welfare post held")
    kind: WorkKind | UnknownType = field(default=UNKNOWN, converter=_kind, metadata=about("kind of work"))
