"""Two sources that say different things of one fact, and which of them is to be believed."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal, TypeAlias

from attrs import frozen

from welfarekit.domain.checking import MASK, shown
from welfarekit.domain.fact_path import FactPath
from welfarekit.domain.fact_source import FactSource
from welfarekit.truth import UNKNOWN

Prefer: TypeAlias = Literal["verified", "latest"]
"""What holds where a newer source that was not verified contradicts one that was."""


@frozen(repr=False)
class Claim:
    """What one source says of a fact; ``source`` is None where nobody said where the value comes from.

    A text is a name or a number of somebody, and is never shown.
    """

    value: Any
    source: FactSource | None = None

    def __repr__(self) -> str:
        value = MASK if type(self.value) is str else shown(self.value)
        return f"Claim(value={value}, source={self.source!r})"

    @property
    def on(self) -> dt.date:
        """The day of the claim; long ago where it is not known."""
        on = UNKNOWN if self.source is None else self.source.on
        return dt.date.min if on is UNKNOWN else on

    @property
    def verified(self) -> bool:
        """Whether the claim is known to have been verified."""
        return self.source is not None and self.source.is_verified

    @property
    def reference(self) -> str:
        """The number of the document or of the visit; empty where it is not known."""
        return "" if self.source is None or self.source.reference in (None, UNKNOWN) else str(self.source.reference)

    @property
    def rank(self) -> tuple[dt.date, bool, str, str]:
        """By what claims are put in order: the older first; of one day, those that were not verified; then by reference."""
        return self.on, self.verified, self.reference, f"{self.value} {self.source}"

    def better(self, other: Claim) -> Claim:
        """The one with the better source; this one where neither is.

        Any source before none, verified before not verified, then the newer, then the one of the later reference.
        """
        if self.source is None or other.source is None:
            return self if other.source is None else other
        mine, others = ((claim.verified, claim.on, claim.reference) for claim in (self, other))
        return other if others > mine else self


@frozen(repr=False)
class Conflict:
    """A fact of which two sources say different things: what is held, and what the other one says."""

    path: FactPath
    kept: Claim
    other: Claim

    def __repr__(self) -> str:
        kept, other = (shown(claim.value, self.path.spec) for claim in (self.kept, self.other))
        return f"<Conflict {self.path.masked}: kept {kept}, other {other}>"

    def says_of(self, path: FactPath) -> Claim:
        """What the other source says of a fact, which may lie inside the part that the two sources are about."""
        value = self.other.value
        for name in path.names[len(self.path.names) :] if path.below(self.path) else ():
            value = value if value is UNKNOWN or value is None else getattr(value, name)
        return Claim(value, self.other.source)


def settle(held: Claim, found: Claim, prefer: Prefer) -> tuple[Claim, bool]:
    """Which of two claims holds, and whether they contradict each other in a way that somebody has to look at.

    Of equal values the better source holds: verified before not verified, then the newer. Of different values the newer
    holds, except that one that was not verified gives way to one that was, unless ``prefer`` is ``"latest"``. A claim without
    a day is older than any; of one day, the verified one counts as the newer, then the one of the later reference, so that
    it does not matter which was heard of first. It is a contradiction to look at where the older one was verified, or where
    both are of one day.
    """
    if held.value is UNKNOWN:
        return found, False
    if held.value == found.value:
        return held.better(found), False
    later = held.rank[:3] > found.rank[:3]
    older, newer = (found, held) if later else (held, found)
    contradiction = older.verified or (older.on == newer.on and older.source is not None)
    if older.verified and not newer.verified and prefer == "verified":
        return older, contradiction
    return newer, contradiction
