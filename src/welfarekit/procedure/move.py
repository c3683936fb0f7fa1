"""One step that a case has taken: the day, the level, the state it led to, and the facts that were stated with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from welfarekit.domain.checking import masked
from welfarekit.errors import Problem
from welfarekit.money import Money
from welfarekit.procedure.step import Level

FactValue: TypeAlias = bool | str | dt.date | Money

FACTS: Final[Mapping[str, type[Any]]] = {
    "reasons": str,
    "grounds": str,
    "in_writing": bool,
    "online": bool,
    "at_home": bool,
    "remote": bool,
    "papers_complete": bool,
    "amount": Money,
    "changed_on": dt.date,
    "died_on": dt.date,
    "card_expires_on": dt.date,
}
"""What can be stated with a step, and its kind.

``grounds`` are those for more time; ``online`` and ``at_home`` say how an application was taken, ``remote`` that a visit was
made by telephone or video; ``changed_on``, ``died_on`` and ``card_expires_on`` are days from which clocks may count.
"""
HAPPENED: Final = ("changed_on", "died_on")
"""The facts that are days on which something has happened."""
WORDS: Final[Mapping[type[Any], str]] = {
    str: "a text",
    bool: "True or False",
    Money: "Money, such as Money('1200.00', 'CNY')",
    dt.date: "a date",
}


def _pairs(facts: Mapping[str, FactValue] | Iterable[tuple[str, FactValue]]) -> tuple[tuple[str, FactValue], ...]:
    return tuple(sorted(dict(facts).items()))


@frozen(repr=False)
class Move:
    """One step taken. ``state`` is the state of the case after it; ``by`` names who took it and is never shown."""

    step: str
    on: dt.date
    level: Level
    state: str
    by: str = ""
    facts: tuple[tuple[str, FactValue], ...] = field(default=(), converter=_pairs)

    def fact(self, name: str) -> FactValue | None:
        """What was stated, or None."""
        return dict(self.facts).get(name)

    def __repr__(self) -> str:
        return f"Move({self.step}, {self.on.isoformat()}, {self.level.value})"


def fact_problems(facts: Mapping[str, Any], needs: tuple[str, ...], path: str = "") -> Iterator[Problem]:
    """What is wrong with the facts of a step: names that there are not, values of another kind, what is missing or empty."""
    for name, value in facts.items():
        if name not in FACTS:
            near = get_close_matches(name, FACTS, 1)
            hint = f"did you mean {near[0]!r}?" if near else ""
            yield Problem("unknown_key", f"{path}{masked(name)}", repr(masked(name)), f"one of {', '.join(FACTS)}", hint)
        elif type(value) is float and FACTS[name] is Money:
            yield Problem("float_money", f"{path}{name}", masked(str(value)), WORDS[Money])
        elif type(value) is not FACTS[name]:
            yield Problem("wrong_type", f"{path}{name}", type(value).__name__, WORDS[FACTS[name]])
    for name in needs:
        if name not in facts:
            yield Problem("missing", f"{path}{name}", "nothing", f"{WORDS[FACTS[name]]}; the law asks for it with this step")
        elif facts[name] is False or facts[name] == "":
            yield Problem("missing", f"{path}{name}", str(facts[name]) or "an empty text", "what the law asks for with this step")


def day_problems(
    facts: Mapping[str, Any], needs: tuple[str, ...], on: dt.date, begun: dt.date | None = None
) -> Iterator[Problem]:
    """Days of a change or a death that cannot be.

    They lie after the step that states them or, where the step is there to tell of them, before the application, ``begun``.
    """
    for name in HAPPENED:
        day = facts.get(name)
        if type(day) is not dt.date:
            continue
        if day > on:
            yield Problem("after_step", name, day.isoformat(), f"a day not after {on.isoformat()}, that of the step")
        elif begun is not None and name in needs and day < begun:
            expected = f"a day not before {begun.isoformat()}, that of the application"
            yield Problem("before_application", name, day.isoformat(), expected)
