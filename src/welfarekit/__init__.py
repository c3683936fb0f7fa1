"""welfarekit turns facts about a household into a determination that a caseworker can defend.

>>> import datetime as dt
>>> import welfarekit as wk
>>> home = wk.Household(id="hh-1", place="XD-12", area="rural", members=[wk.Person(id="p1", birth_date=dt.date(1950, 1, 1))])
>>> wk.determine("demo.grain_aid", home, on=dt.date(2025, 7, 1)).outcome
<Outcome.UNDETERMINED: 'undetermined'>

The names that a reader needs first, from a household to its payments; each loads what it needs when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from welfarekit.administration.awarding import award as award
    from welfarekit.administration.redetermining import redetermine as redetermine
    from welfarekit.awards.ledger import Ledger as Ledger
    from welfarekit.awards.planning import plan as plan
    from welfarekit.awards.reconcile import reconcile as reconcile
    from welfarekit.domain.household import Household as Household
    from welfarekit.domain.index_month import IndexMonth as IndexMonth
    from welfarekit.domain.person import Person as Person
    from welfarekit.errors import InvalidFacts as InvalidFacts
    from welfarekit.errors import NotInForce as NotInForce
    from welfarekit.money import Money as Money
    from welfarekit.money import Rate as Rate
    from welfarekit.place import Place as Place
    from welfarekit.rules.determination import Determination as Determination
    from welfarekit.rules.determination import Outcome as Outcome
    from welfarekit.rules.determine import determine as determine
    from welfarekit.rules.lawbook import Lawbook as Lawbook
    from welfarekit.rules.screen import screen as screen
    from welfarekit.truth import UNKNOWN as UNKNOWN

__version__ = "0.1.0"
_HOME = {
    "Household": "domain.household", "Person": "domain.person", "IndexMonth": "domain.index_month", "Money": "money",
    "Rate": "money", "Place": "place", "UNKNOWN": "truth", "Lawbook": "rules.lawbook", "determine": "rules.determine",
    "screen": "rules.screen", "Determination": "rules.determination", "Outcome": "rules.determination",
    "InvalidFacts": "errors", "NotInForce": "errors", "award": "administration.awarding", "Ledger": "awards.ledger",
    "plan": "awards.planning", "reconcile": "awards.reconcile", "redetermine": "administration.redetermining",
}  # fmt: skip
__all__ = [*_HOME]  # noqa: PLE0604  # the names above


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'welfarekit' has no attribute {name!r}")
    value = getattr(import_module(f"welfarekit.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOME])
