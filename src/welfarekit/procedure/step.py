"""A step of a procedure: from which states it may be taken, into which it leads, who takes it, and what it has to state."""

from __future__ import annotations

from enum import StrEnum

from attrs import field, frozen

from welfarekit.citation import Citation
from welfarekit.money import Rate
from welfarekit.procedure.limit import Limit


class Level(StrEnum):
    """Who acts. The names of the offices differ between countries and times; the levels do not.

    ``community`` is the village or residents' committee; ``township`` the township, street office or commune; ``county`` the
    county, district or, in Viet Nam until June 2025, ``huyện``; ``court`` stands for every court. ``person`` is whoever the
    case is about, or who objects to it.
    """

    PERSON = "person"
    COMMUNITY = "community"
    TOWNSHIP = "township"
    COUNTY = "county"
    PROVINCE = "province"
    COURT = "court"


@frozen
class Step:
    """One step. Its key names what has happened (``accepted``), and so does the state that it leads to.

    ``to`` is None for something that happens and leaves the state as it is, such as a reported change. ``by`` are the levels
    that may take it. A ``posting`` is public notice for so long; until it is over, only a person may act. ``posting_open`` says
    why a posting has no known length. ``needs`` are the facts that have to be stated. ``only_after`` are steps of which one has
    to be taken before, since the last decision; after one of ``not_after`` it cannot be taken any more. ``waits_for`` are clocks
    that have to run out first, where they run: a second complaint waits for the answer to the first one, or for the end of the
    time to give it. ``sampling`` is the least share of the cases that has to be checked on the spot before it. A step that
    ``closes`` stops every clock.
    """

    key: str
    from_states: tuple[str, ...]
    to: str | None
    by: tuple[Level, ...]
    cite: Citation
    text: str = ""
    posting: Limit | None = None
    posting_open: str = ""
    needs: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    sampling: Rate | None = None
    decides: bool = False
    closes: bool = False
    note: str = field(default="", repr=False)

    @property
    def posts(self) -> bool:
        """Whether something is posted in public with this step."""
        return self.posting is not None or bool(self.posting_open)

    def sample_of(self, cases: int) -> int:
        """How many of so many cases have to be checked on the spot, at least; a part of a case is a whole one.

        >>> Step("granted", (), "granted", (), Citation("An act"), sampling=Rate("30%")).sample_of(11)
        4
        """
        if self.sampling is None:
            return 0
        return -(-cases * self.sampling.fraction.numerator // self.sampling.fraction.denominator)


@frozen
class Tally:
    """Something that has a consequence when it happens so many times in a row; ``reset`` are the steps that begin it anew."""

    key: str
    step: str
    times: int
    cite: Citation
    text: str = ""
    reset: tuple[str, ...] = ()
