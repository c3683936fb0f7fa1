"""The classes of the households of a place on one day, and what became of each from one year to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from attrs import frozen

from welfarekit.citation import Citation
from welfarekit.domain.checking import nearest, shown
from welfarekit.domain.household import PovertyStatus
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.rules.determination import Determination

CLASSES: Final = (*(status.value for status in PovertyStatus), "none")
"""The classes a household can be in; ``none`` is above all of them."""

PROGRAM: Final = "vn.poverty_status"
INDICATORS: Final = Citation("Thông tư 04/2024/TT-BLĐTBXH", read=dt.date(2026, 11, 21), confirmed="text")
"""Where the indicator of new poor households stands."""

_POOR: Final = PovertyStatus.POOR.value
_NEAR: Final = PovertyStatus.NEAR_POOR.value


def poverty_register(answers: Iterable[Determination | tuple[str, str | None]], on: dt.date | None = None) -> dict[str, str]:
    """The class of each household by its id, from determinations of ``vn.poverty_status`` or from pairs of id and class.

    Every household must be in a class: one that is not settled makes the rates wrong, whatever is assumed about it.
    :class:`~welfarekit.errors.InvalidFacts` names all of those, and every household that comes twice, in an unknown class, or
    was determined for another day than ``on``. Of an unknown class it says how long it is and which class may have been meant,
    never the text itself: where columns are mixed up, it is a name.
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    for number, answer in enumerate(answers):
        if isinstance(answer, Determination):
            key, status = answer.subject, answer.status
            if answer.program != PROGRAM:
                problems.append(Problem("unknown_program", f"[{number}].program", repr(answer.program), PROGRAM))
            if on is not None and answer.on != on:
                problems.append(Problem("other_day", f"[{number}].on", answer.on.isoformat(), on.isoformat()))
        else:
            key, status = answer
        if key in found:
            problems.append(Problem("duplicate_household", f"[{number}]", shown(key), "each household once"))
        if status is None:
            problems.append(Problem("not_settled", f"[{number}].status", "no class yet", f"one of {', '.join(CLASSES)}"))
        elif status not in CLASSES:
            given = f"a text of {len(status):,} characters" if isinstance(status, str) else type(status).__name__
            expected, hint = f"one of {', '.join(CLASSES)}", nearest(str(status)[:60].lower(), CLASSES)
            problems.append(Problem("not_one_of", f"[{number}].status", given, expected, hint))
        found[key] = str(status)
    if problems:
        raise InvalidFacts(problems)
    return found


@frozen
class PoorFlow:
    """How the number of poor households changed, as form 7.2 has it; :func:`poor_flow` makes it.

    ``fell_back`` (tái nghèo) and ``newly_poor`` (phát sinh) are None where it is not known who was poor in an earlier year;
    ``fell_back_or_new`` is both together.
    """

    start: int
    to_near_poor: int
    to_above: int
    other_exits: int
    from_near_poor: int
    fell_back: int | None
    newly_poor: int | None
    fell_back_or_new: int
    other_entries: int
    end: int

    @property
    def escaped(self) -> int:
        """Households that are no longer poor: near-poor now, or above."""
        return self.to_near_poor + self.to_above

    @property
    def new_poor(self) -> int:
        """Poor now less poor before plus escaped: the indicator of new poor households in ``INDICATORS``."""
        return self.end - self.start + self.escaped


def poor_flow(before: Mapping[str, str], now: Mapping[str, str], *, poor_earlier: Collection[str] | None = None) -> PoorFlow:
    """What became of each household between two registers.

    ``other_exits`` are poor households of the first register that are not in the second (moved away, died out, joined another),
    ``other_entries`` poor ones of the second that are not in the first (moved here, split off). A household keeps its id.
    ``poor_earlier`` are the households that were poor in a year before the first register; one of them that was above near-poor
    in the first and is poor in the second fell back. Without it, those who fell back and the newly poor are not told apart.
    """
    start = [key for key, status in before.items() if status == _POOR]
    end = [key for key, status in now.items() if status == _POOR]
    left = [now[key] for key in start if key in now and now[key] != _POOR]
    came = [key for key in end if key in before and before[key] != _POOR]
    above = [key for key in came if before[key] != _NEAR]
    fell_back = None if poor_earlier is None else sum(key in poor_earlier for key in above)
    return PoorFlow(
        start=len(start),
        to_near_poor=left.count(_NEAR),
        to_above=len(left) - left.count(_NEAR),
        other_exits=sum(key not in now for key in start),
        from_near_poor=len(came) - len(above),
        fell_back=fell_back,
        newly_poor=None if fell_back is None else len(above) - fell_back,
        fell_back_or_new=len(above),
        other_entries=sum(key not in before for key in end),
        end=len(end),
    )
