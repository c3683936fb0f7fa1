"""Who is to stand on a public list, and the one row that is made of it: nothing in it but what a field shows, masked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from welfarekit.domain.checking import masked, nearest
from welfarekit.domain.household import Household, PovertyStatus, Relief
from welfarekit.domain.person import Person
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.place import Place
from welfarekit.procedure.case import Case
from welfarekit.procedure.community import LONGEST, tells_of_somebody
from welfarekit.procedure.masking import NameManner, mask_name, mask_number
from welfarekit.quantity import Benefit
from welfarekit.truth import UNKNOWN

STATUSES: Final = (*PovertyStatus, *Relief)
"""The classes that a list may show."""


class PublicField(StrEnum):
    """What a list can show at all. Each rule allows some of it."""

    NAME = "name"
    """The name of the applicant, masked."""
    MEMBERS = "members"
    """How many members the household has."""
    AMOUNT = "amount"
    STATUS = "status"
    """The class of the household: poor, near-poor, dibao edge household."""
    COMMUNITY = "community"
    """The village, the residents' community; only one of a declared list is sure to be no address."""
    NUMBER_ENDING = "number_ending"
    """The last characters of the national identity number."""


@frozen(kw_only=True, repr=False)
class Entry:
    """One subject of a list: a household under the name of its ``applicant``, or one ``member`` of it.

    ``amount`` is what is proposed or granted, ``status`` the class, ``community`` the village or community in words. With the
    ``case`` whatever its procedure bars from posting is withheld.
    """

    household: Household
    applicant: str
    member: str | None = None
    amount: Benefit | None = None
    status: str = ""
    community: str = ""
    case: Case | None = None
    named: Person = field(init=False)
    persons: tuple[Person, ...] = field(init=False)
    """The person who is named, and the one whom the benefit is for, if it is for one."""

    def __attrs_post_init__(self) -> None:
        members = {member.id: member for member in self.household.members}
        problems = [
            Problem("no_such_member", path, repr(masked(str(given))), "the id of a member of the household")
            for path, given in (("applicant", self.applicant), ("member", self.member))
            if given not in members and not (path == "member" and given is None)
        ]
        if problems:
            raise InvalidFacts(problems)
        object.__setattr__(self, "named", members[self.applicant])
        told = dict.fromkeys((self.applicant, self.member or self.applicant))
        object.__setattr__(self, "persons", tuple(members[one] for one in told))

    @property
    def subject(self) -> str:
        """The id of the household, or ``household/member`` for one person."""
        return self.household.id if self.member is None else f"{self.household.id}/{self.member}"

    def __repr__(self) -> str:
        return f"<Entry {masked(self.subject)}>"


@frozen(kw_only=True)
class PublicRow:
    """One row as it may be posted. What is not shown is None."""

    name: str | None = None
    members: int | None = None
    amount: Benefit | None = None
    status: str | None = None
    community: str | None = None
    number_ending: str | None = None


def row_of(entry: Entry, fields: Sequence[PublicField], manner: NameManner, digits: int) -> PublicRow:
    """The row of an entry that may be listed."""
    name, number = entry.named.name, entry.named.national_id
    return PublicRow(
        name=mask_name(name, manner) if PublicField.NAME in fields and isinstance(name, str) else None,
        members=entry.household.size if PublicField.MEMBERS in fields else None,
        amount=entry.amount if PublicField.AMOUNT in fields else None,
        status=entry.status if PublicField.STATUS in fields else None,
        community=entry.community if PublicField.COMMUNITY in fields else None,
        number_ending=mask_number(number, digits) if PublicField.NUMBER_ENDING in fields and isinstance(number, str) else None,
    )


def entry_problems(
    entry: Entry,
    fields: Sequence[PublicField],
    program: str,
    place: Place,
    path: str,
    *,
    person: bool = False,
    communities: Collection[str] | None = None,
) -> Iterator[Problem]:
    """What is wrong with an entry for these fields of a list of this program and place.

    ``person`` says that the program is decided for one person, ``communities`` which villages and communities there are.
    """
    if person and entry.member is None and entry.household.size != 1:
        yield Problem("missing", f"{path}.member", "nothing", f"the id of the member whom {program} is for")
    if entry.case is not None and entry.case.program != program:
        yield Problem("wrong_program", f"{path}.case", repr(entry.case.program), f"a case of {program}")
    if entry.case is not None and entry.case.subject != entry.subject:
        yield Problem("other_household", f"{path}.case", repr(masked(entry.case.subject)), "a case of this subject")
    home = entry.household.place
    if home is not UNKNOWN and place not in home.chain:
        yield Problem("bad_place", f"{path}.household.place", repr(str(home)), f"a place in {place}")
    for name in (PublicField.AMOUNT, PublicField.STATUS, PublicField.COMMUNITY):
        if name in fields and not (entry.amount is not None if name is PublicField.AMOUNT else getattr(entry, name.value)):
            yield Problem("missing", f"{path}.{name.value}", "nothing", "what the list shows in this field")
    if entry.amount is not None and entry.amount.minor < 0:
        yield Problem("negative", f"{path}.amount", str(entry.amount), "zero or more")
    if entry.status and entry.status not in STATUSES:
        words = f"one of {', '.join(STATUSES)}"
        yield Problem(
            "not_one_of", f"{path}.status", repr(masked(entry.status[:40])), words, nearest(entry.status, map(str, STATUSES))
        )
    if entry.community and communities is not None:
        if entry.community not in communities:
            expected = "one of the communities that are declared"
            yield Problem("not_public", f"{path}.community", "a text that cannot be posted", expected)
    elif entry.community and _personal(entry):
        expected = f"the village or community in at most {LONGEST} characters, without a name, a number or a house of a person"
        yield Problem("not_public", f"{path}.community", "a text that cannot be posted", expected)


def _personal(entry: Entry) -> bool:
    members = entry.household.members
    names = [member.name for member in members if isinstance(member.name, str)]
    numbers = [member.national_id for member in members if isinstance(member.national_id, str)]
    return tells_of_somebody(entry.community, names, numbers)
