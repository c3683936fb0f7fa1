"""What a visitor looks at for a child in difficulty, and which children a holiday round has still to see.

The topics are those of the Jiangsu round of visits in the winter holiday of 2023: every child in difficulty is visited once, and
guardianship, entrusted care, living, health, where the child spends the holiday, and difficulties are asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from attrs import field, frozen

from welfarekit.domain.checking import MASK, choice, masked, nearest, shown
from welfarekit.errors import InvalidFacts, Problem

if TYPE_CHECKING:
    from welfarekit.dates import Period
    from welfarekit.domain.visit import Visit


class CareTopic(StrEnum):
    """What a visitor looks at."""

    GUARDIANSHIP = "guardianship"
    ENTRUSTED_CARE = "entrusted_care"
    LIVING = "living"
    HEALTH = "health"
    WHEREABOUTS = "whereabouts"
    DIFFICULTIES = "difficulties"


class CareFinding(StrEnum):
    """What came out. A topic that was not looked at has no finding."""

    IN_ORDER = "in_order"
    NEEDS_ACTION = "needs_action"
    DOES_NOT_APPLY = "does_not_apply"
    """Such as entrusted care for a child who lives with the parents."""


TOPICS: Final = tuple(CareTopic)


def _findings(given: Mapping[Any, Any]) -> tuple[tuple[CareTopic, CareFinding], ...]:
    """The findings by topic in the order of the topics; what is wrong stays, to be reported."""
    pairs = given.items() if isinstance(given, Mapping) else given
    found = [(choice(CareTopic, topic), choice(CareFinding, finding)) for topic, finding in pairs]
    return tuple(sorted(found, key=lambda pair: TOPICS.index(pair[0]) if pair[0] in TOPICS else -1))


@frozen(kw_only=True, repr=False)
class CareCheck:
    """What was found about one child at a visit: a finding for each topic looked at, and a note that is never shown.

    >>> check = CareCheck(child="p2", findings={"health": "in_order", "guardianship": "needs_action"}, note="aunt moved away")
    >>> check
    CareCheck(child='p2', guardianship=needs_action, health=in_order, note=***)
    >>> [topic.value for topic in check.open]
    ['entrusted_care', 'living', 'whereabouts', 'difficulties']
    """

    child: str
    findings: tuple[tuple[CareTopic, CareFinding], ...] = field(converter=_findings)
    note: str = ""

    def __attrs_post_init__(self) -> None:
        problems = []
        for name, text in (("child", self.child), ("note", self.note)):
            if type(text) is not str or (name == "child" and not text):
                problems.append(Problem("wrong_type", name, shown(text), "a text"))
        for topic, finding in self.findings:
            for word, kind in ((topic, CareTopic), (finding, CareFinding)):
                if type(word) is not kind:
                    path = "findings" if kind is CareTopic else f"findings.{topic}"
                    hint = nearest(word, kind) if isinstance(word, str) else ""
                    problems.append(Problem("not_one_of", path, shown(word), f"one of {', '.join(kind)}", hint))
        if problems:
            raise InvalidFacts(problems)

    def __repr__(self) -> str:
        findings = "".join(f", {topic}={finding}" for topic, finding in self.findings)
        return f"CareCheck(child={masked(self.child)!r}{findings}{f', note={MASK}' if self.note else ''})"

    @property
    def open(self) -> tuple[CareTopic, ...]:
        """The topics that were not looked at."""
        return tuple(topic for topic in TOPICS if topic not in dict(self.findings))

    @property
    def needs_action(self) -> tuple[CareTopic, ...]:
        """The topics on which something must be done."""
        return tuple(topic for topic, finding in self.findings if finding is CareFinding.NEEDS_ACTION)


Child = tuple[str, str]
"""A child: the identifiers of the household and of the member."""


def _masked(found: Iterable[Any]) -> str:
    """Children, or children with topics, as they may be shown."""
    pairs = [each if isinstance(each[0], tuple) else (each, None) for each in found]
    children = [(tuple(map(masked, child)), topics) for child, topics in pairs]
    return repr(tuple(child if topics is None else (child, tuple(map(str, topics))) for child, topics in children))


@frozen
class CareRound:
    """How far a round of visits is: which children were seen whole, which in part (with the open topics), which not at all.

    ``needs_action`` names the children for whom something must be done, by what was found last. All stand in the order asked.
    """

    done: tuple[Child, ...] = field(repr=_masked)
    partly: tuple[tuple[Child, tuple[CareTopic, ...]], ...] = field(repr=_masked)
    not_visited: tuple[Child, ...] = field(repr=_masked)
    needs_action: tuple[tuple[Child, tuple[CareTopic, ...]], ...] = field(repr=_masked)


def care_round(children: Iterable[Child], visits: Iterable[Visit], period: Period) -> CareRound:
    """Where a round of visits in ``period`` stands for these children; the later visit says what was found last."""
    found: dict[Child, dict[CareTopic, CareFinding]] = {}
    for visit in sorted((visit for visit in visits if visit.on in period), key=lambda visit: (visit.on, visit.id)):
        for check in visit.care:
            found.setdefault((visit.household, check.child), {}).update(check.findings)
    asked = tuple(dict.fromkeys(children))
    seen = {child: CareCheck(child=child[1], findings=found[child]) for child in asked if child in found}
    return CareRound(
        done=tuple(child for child, check in seen.items() if not check.open),
        partly=tuple((child, check.open) for child, check in seen.items() if check.open),
        not_visited=tuple(child for child in asked if child not in seen),
        needs_action=tuple((child, check.needs_action) for child, check in seen.items() if check.needs_action),
    )
