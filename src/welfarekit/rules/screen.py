"""Every program of a country for one household: policy finds people. How programs go together is said by ``together.py``."""

from __future__ import annotations

import datetime as dt
import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.errors import InvalidFacts, NotInForce, Problem, RuleError
from welfarekit.rules.determination import Determination, Outcome
from welfarekit.rules.determine import determine, program_keys
from welfarekit.rules.lawbook import Lawbook
from welfarekit.truth import UNKNOWN

if TYPE_CHECKING:
    from welfarekit.domain.provenance import Provenance

RELATIONS = ("excludes", "opens", "leaves_alone", "higher_of", "tops_up")
WITHIN = ("subject", "couple")


@frozen
class Together:
    """How two programs go together: the first ``excludes`` the second, ``opens`` it, or ``leaves_alone`` what it pays; of two in
    ``higher_of`` only the higher is paid; the first ``tops_up`` the second to its own standard.

    ``first`` and ``second`` are program keys, or more exactly a group in a program (``vn.social_assistance/single_parent``).
    ``within`` says whose benefits meet: those of one ``subject`` and its household, or of a ``couple``.
    """

    first: str
    relation: str
    second: str
    sentence: str
    cite: Citation | None = None
    within: str = "subject"

    def __attrs_post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise RuleError(f"{self.first} and {self.second}: the relation is one of {', '.join(RELATIONS)}")
        if self.within not in WITHIN:
            raise RuleError(f"{self.first} and {self.second}: they meet within one of {', '.join(WITHIN)}")

    def text(self, locale: str) -> str:
        """The relation as a sentence, with its source."""
        from welfarekit.language.catalogue import catalogue, shared
        from welfarekit.language.citing import cited
        from welfarekit.language.frames import CITED, clause

        sentence = catalogue(f"welfarekit.{self.first.partition('.')[0]}", locale).text(self.sentence)
        if self.cite is None:
            return sentence
        text = shared(locale).text(CITED, text=clause(sentence), citation=cited(self.cite, locale))
        return text + sentence[-1]


@frozen
class Screening:
    """The answers of every program, by key; errors of programs without law for the place or day; and how they go together."""

    determinations: dict[str, Determination]
    errors: dict[str, NotInForce] = field(factory=dict)
    together: tuple[Together, ...] = ()

    def __iter__(self) -> Iterator[Determination]:
        return iter(self.determinations.values())

    def __getitem__(self, key: str) -> Determination:
        return self.determinations[key]

    @property
    def eligible(self) -> tuple[Determination, ...]:
        """The programs that the household is entitled to."""
        return tuple(d for d in self if d.outcome is Outcome.ELIGIBLE)

    @property
    def open(self) -> tuple[Determination, ...]:
        """The programs that cannot be settled yet."""
        return tuple(d for d in self if d.outcome in (Outcome.UNDETERMINED, Outcome.DISCRETIONARY))


def screen(
    household: Any,
    on: dt.date,
    *,
    month: Any = UNKNOWN,
    law: Lawbook | None = None,
    decided: dt.date | None = None,
    provenance: Provenance | None = None,
) -> Screening:
    """Every program of the household's country on one day. The place must be known, at least its country.

    ``month``, ``law``, ``decided`` and ``provenance`` are those of :func:`~welfarekit.rules.determine.determine`.
    A program that has no law for the place or the day stands among ``errors`` with its message; the others go on.
    """
    if household.place is UNKNOWN:
        raise InvalidFacts([Problem("missing", "place", "nothing", "the place, or at least the country, such as 'CN'")])
    country = {"CN": "cn", "VN": "vn", "XD": "demo"}[household.place.country]
    found, errors = dict[str, Determination](), dict[str, NotInForce]()
    for key in program_keys(country):
        try:
            found[key] = determine(key, household, on, month=month, law=law, decided=decided, provenance=provenance)
        except NotInForce as error:
            errors[key] = error
    return Screening(found, errors, _together(country, found))


def _together(country: str, found: dict[str, Determination]) -> tuple[Together, ...]:
    """The relations between programs that matter for this household: those whose first program is, or can be, granted.

    Relations within one program are for stacking: a screening asks each program once.
    """
    try:
        module = importlib.import_module(f"welfarekit.{country}.together")
    except ModuleNotFoundError:
        return ()
    granted = {key for key, d in found.items() if d.answer[0] is not False}
    return tuple(r for r in module.TOGETHER if r.first in granted and r.second in found and r.first != r.second)
