"""Where a fact stands, by the identifier of the member: ``income_per_month``, ``members[p3].disability.grade``.

Reasons and needs count members by their place in the document (``members[2].birth_date``). Members may stand in another order
tomorrow, so what is kept about a fact is kept by identifier; with the household at hand either form is read. An identifier that
could be taken for a number is written ``members[id=2]``. A path may also end at a part (``members[p3].disability``), at a
member (``members[p3]``) or at the household (the empty path): it then stands for every fact below.

>>> str(fact_path("members[p3].disability.grade")), str(FactPath("2", ("birth_date",)))
('members[p3].disability.grade', 'members[id=2].birth_date')
>>> fact_path("members[p3].disabilty.grade")
Traceback (most recent call last):
...
welfarekit.errors.InvalidFacts: 1 problem in the facts; correct them and ask again:
  members[p3].disabilty.grade: unknown_key: given 'disabilty', expected a key of Person; did you mean 'disability'?
"""

from __future__ import annotations

import re
from typing import Any, Final

from attrs import evolve, fields_dict, frozen

from welfarekit.domain.checking import masked, nearest, shown, wrong
from welfarekit.domain.fact import Spec, specs_of
from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.money import Money
from welfarekit.truth import UNKNOWN

_OF_MEMBER: Final = re.compile(r"members\[([^\0]*)\](?:\.([^\[\]]+))?")
_INDEX: Final = re.compile(r"[0-9]{1,9}")


@frozen(order=True, repr=False)
class FactPath:
    """A fact of the household (``member`` is empty) or of one member, by identifier, with its names from the outside in."""

    member: str
    names: tuple[str, ...]

    def __str__(self) -> str:
        return _written(self.member, self.names)

    def __repr__(self) -> str:
        return f"FactPath({_written(masked(self.member), self.names)!r})"

    @property
    def masked(self) -> str:
        """The path as an error or a log may show it."""
        return _written(masked(self.member), self.names)

    @property
    def spec(self) -> Spec | None:
        """What is declared about the fact or part; None for a whole member or household."""
        cls: type[Any] = Person if self.member else Household
        spec = None
        for name in self.names:
            spec = specs_of(cls)[name]
            cls = spec.type
        return spec

    @property
    def owner(self) -> type[Any]:
        """The class that declares it."""
        cls: type[Any] = Person if self.member else Household
        for name in self.names[:-1]:
            cls = specs_of(cls)[name].type
        return cls

    @property
    def above(self) -> tuple[FactPath, ...]:
        """The parts that the fact lies in, the nearest first, then the member, then the household."""
        parts = [FactPath(self.member, self.names[:end]) for end in range(len(self.names) - 1, -1, -1)]
        return (*parts, FactPath("", ())) if self.member else tuple(parts)

    def below(self, other: FactPath) -> bool:
        """Whether the fact lies inside what ``other`` stands for."""
        if other.member != self.member:
            return not other.member and not other.names
        return len(other.names) < len(self.names) and self.names[: len(other.names)] == other.names

    def stated(self, household: Household) -> Any:
        """What the household states there: a value, None for none, or UNKNOWN. A part that is not there has no facts."""
        value: Any = household
        if self.member:
            value = next((member for member in household.members if member.id == self.member), UNKNOWN)
        for name in self.names:
            if value is UNKNOWN or value is None:
                return value
            value = getattr(value, name)
        return value

    def by_index(self, household: Household) -> str:
        """The path as needs and reasons write it: by the place of the member in the household."""
        if not self.member:
            return ".".join(self.names)
        index = next((i for i, member in enumerate(household.members) if member.id == self.member), None)
        return self.masked if index is None else ".".join((f"members[{index}]", *self.names))


def _written(member: str, names: tuple[str, ...]) -> str:
    if not member:
        return ".".join(names)
    plain = not _INDEX.fullmatch(member) and not member.startswith("id=")
    return ".".join((f"members[{member}]" if plain else f"members[id={member}]", *names))


def fact_path(text: str, household: Household | None = None) -> FactPath:
    """The path that a text means; :class:`~welfarekit.errors.InvalidFacts` if there is no such fact or member."""
    found = read_path(text, household)
    if isinstance(found, Problem):
        raise InvalidFacts([found])
    return found


def read_path(text: str, household: Household | None = None) -> FactPath | Problem:
    """The path that a text means, or what is wrong with it."""
    if type(text) is not str:
        return Problem("wrong_type", "", shown(text), "the path of a fact, such as members[p3].birth_date")
    member, rest = "", text
    match = _OF_MEMBER.fullmatch(text)
    if match is not None:
        key, rest = match[1], match[2] or ""
        found = _member(key, household)
        if isinstance(found, Problem):
            return found
        member = found
    names = tuple(rest.split(".")) if rest else ()
    return _declared(FactPath(member, names))


def _member(key: str, household: Household | None) -> str | Problem:
    path, expected = f"members[{masked(key)}]", "the identifier of a member, such as members[p3]"
    if _INDEX.fullmatch(key):
        if household is not None and int(key) < len(household.members):
            return household.members[int(key)].id
        return Problem("no_such_member", path, repr(key), expected)
    member = key.removeprefix("id=")
    if not member or (household is not None and all(each.id != member for each in household.members)):
        return Problem("no_such_member", path, repr(masked(member)), expected)
    return member


def _declared(path: FactPath) -> FactPath | Problem:
    cls: type[Any] = Person if path.member else Household
    for place, name in enumerate(path.names):
        specs = {key: spec for key, spec in specs_of(cls).items() if key not in ("id", "members")}
        if name not in specs or (place + 1 < len(path.names) and specs[name].kind != "part"):
            where = _written(masked(path.member), tuple(masked(each) for each in path.names))
            expected = f"a key of {cls.__name__}" if name not in specs else f"nothing below {name}"
            given = masked(name if name not in specs else path.names[place + 1])[:40]
            return Problem("unknown_key", where[:80], repr(given), expected, "" if name in specs else nearest(name, specs))
        cls = specs[name].type
    return path


def typed(path: FactPath, value: Any) -> tuple[Any, Problem | None]:
    """The value as the fact holds it (choices and places may be given as text), and what is wrong with it."""
    spec = path.spec
    if spec is None:
        return UNKNOWN, Problem("wrong_type", path.masked, shown(value), "the path of one fact")
    convert = fields_dict(path.owner)[spec.name].converter
    if callable(convert):
        value = convert(value)
    if type(value) is Money and value.per == "month" and spec.name.endswith("_per_month"):
        value = Money.of_minor(value.minor, value.currency)
    problem = None if value is None and spec.none else wrong(spec, value)
    return value, None if problem is None else evolve(problem, path=path.masked)


def no_such_member(path: FactPath) -> Problem:
    """The problem of a path about someone who is not in the household."""
    return Problem("no_such_member", path.masked, repr(masked(path.member)), "the identifier of a member of the household")
