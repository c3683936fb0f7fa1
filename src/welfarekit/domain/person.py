"""A member of a household."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from attrs import field

from welfarekit.dates import age_on
from welfarekit.domain.checking import Facts, choice, frozen, masked
from welfarekit.domain.disability import Disability
from welfarekit.domain.education import Education
from welfarekit.domain.fact import TextInfo, about, fact, part, text
from welfarekit.domain.income import MONTHLY, MOST, Income
from welfarekit.domain.supporters import Supporters
from welfarekit.domain.work import Work
from welfarekit.errors import Problem
from welfarekit.money import Money
from welfarekit.truth import UNKNOWN, UnknownType


class Sex(StrEnum):
    """The sex in the civil register."""

    MALE = "male"
    FEMALE = "female"


class Relation(StrEnum):
    """The relation to the head of the household."""

    HEAD = "head"
    SPOUSE = "spouse"
    CHILD = "child"
    CHILD_IN_LAW = "child_in_law"
    PARENT = "parent"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    SIBLING = "sibling"
    OTHER = "other"


class Absence(StrEnum):
    """Why a person does not live with the household."""

    PRISON = "prison"
    COMPULSORY_TREATMENT = "compulsory_treatment"
    DECLARED_MISSING = "declared_missing"
    CLERGY_APART = "clergy_apart"
    """Clergy who have lived apart, in a place of worship, for three years or more."""
    CONSCRIPT = "conscript"


class MaritalStatus(StrEnum):
    """The marital status."""

    NEVER_MARRIED = "never_married"
    MARRIED = "married"
    DIVORCED = "divorced"
    WIDOWED = "widowed"
    SPOUSE_MISSING = "spouse_missing"


def _sex(value: Sex | str | UnknownType) -> Sex | UnknownType:
    return choice(Sex, value)


def _relation(value: Relation | str | UnknownType) -> Relation | UnknownType:
    return choice(Relation, value)


def _absence(value: Absence | str | UnknownType | None) -> Absence | UnknownType | None:
    return choice(Absence, value)


def _marital_status(value: MaritalStatus | str | UnknownType) -> MaritalStatus | UnknownType:
    return choice(MaritalStatus, value)


@frozen(kw_only=True)
class Person(Facts):
    """One person and what is known about them; everything but ``id`` is unknown unless given.

    Choices may be given as text. ``None`` says "there is none": no disability, no absence, no guardian.
    The name and the national number are never shown.

    >>> Person(id="p1", name="Li Ming", birth_date=dt.date(1951, 3, 2), sex="male", disability=None)
    Person(id='p1', name='***', birth_date=datetime.date(1951, 3, 2), sex='male', disability=None)
    """

    id: str = field(metadata={"text": TextInfo("identifier of the person")})
    name: str | UnknownType | None = text("name", none=True, masked=True)
    national_id: str | UnknownType | None = text("national identity number", none=True, masked=True)
    birth_date: dt.date | UnknownType = fact("date of birth")
    sex: Sex | UnknownType = field(default=UNKNOWN, converter=_sex, metadata=about("sex"))
    relation: Relation | UnknownType = field(
        default=UNKNOWN, converter=_relation, metadata=about("relation to the head of the household")
    )
    shares_livelihood: bool | UnknownType = fact("living with the family for long and owed or owing support by law")
    absence: Absence | UnknownType | None = field(
        default=UNKNOWN, converter=_absence, metadata=about("reason for being away from the household", none=True)
    )
    can_live_independently: bool | UnknownType = fact("ability to live independently")
    marital_status: MaritalStatus | UnknownType = field(
        default=UNKNOWN, converter=_marital_status, metadata=about("marital status")
    )
    guardian: str | UnknownType | None = text("guardian, by identifier of the member", none=True)
    income: Income | UnknownType = part("income")
    disability: Disability | UnknownType | None = part("certified disability", none=True)
    education: Education | UnknownType | None = part("education", none=True)
    work: Work | UnknownType | None = part("work", none=True)
    supporters: Supporters | UnknownType | None = part("supporters", none=True)
    seriously_ill: bool | UnknownType = fact("serious illness")
    hiv: bool | UnknownType = fact("infection with HIV")
    pregnant: bool | UnknownType = fact("pregnancy")
    receives_tekun: bool | UnknownType = fact("support for people in extreme hardship (tekun) received")
    receives_orphan_benefit: bool | UnknownType = fact("basic living benefit of orphans received")
    receives_child_benefit_full: bool | UnknownType = fact("full benefit of a de-facto-unattended child received")
    receives_child_benefit: bool | UnknownType = fact("benefit of a de-facto-unattended child received, full or topped up")
    receives_unemployment_benefit: bool | UnknownType = fact("unemployment benefit received at present")
    receives_preferential_pension: bool | UnknownType = fact("preferential pension for service or merit received at present")
    receives_work_injury_nursing: bool | UnknownType = fact("nursing allowance of work-injury insurance received")
    other_living_subsidy_per_month: Money | UnknownType | None = fact(
        "living subsidy of the same kind from another scheme", unit=MONTHLY, most=MOST, none=True
    )
    other_nursing_subsidy_per_month: Money | UnknownType | None = fact(
        "nursing subsidy of the same kind from another scheme", unit=MONTHLY, most=MOST, none=True
    )
    pension_per_month: Money | UnknownType | None = fact(
        "pension or monthly social insurance benefit", unit=MONTHLY, most=MOST, none=True
    )
    unattended: bool | UnknownType = fact("child without a source of support")
    was_unattended_beneficiary: bool | UnknownType = fact("earlier benefit as a child without a source of support")
    fit_for_facility_cared_at_home: bool | UnknownType = fact("person fit for a care facility who is cared for in the community")
    receives_social_assistance: bool | UnknownType = fact("monthly social assistance received")
    receives_social_pension: bool | UnknownType = fact("social pension received")
    has_regular_income: bool | UnknownType = fact("wage, pension or monthly insurance benefit")

    def age_on(self, day: dt.date) -> int | UnknownType:
        """Whole years completed on ``day``; unknown while the date of birth is."""
        return UNKNOWN if self.birth_date is UNKNOWN else age_on(self.birth_date, day)

    def _together(self) -> list[Problem]:
        problems = []
        if self.guardian == self.id and type(self.guardian) is str:
            problems.append(Problem("own_guardian", "guardian", repr(masked(self.guardian)), "the id of another member"))
        if self.disability is not UNKNOWN and self.disability is not None and self.birth_date is not UNKNOWN:
            certified = self.disability.certified_on
            if certified is not UNKNOWN and certified < self.birth_date:
                path, expected = "disability.certified_on", "a day not before birth_date"
                problems.append(Problem("before_birth", path, certified.isoformat(), expected))
        return problems
