"""How a fact came to be known."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final

from attrs import field

from welfarekit.domain.checking import Facts, choice, frozen
from welfarekit.domain.fact import TextInfo, about, fact, text
from welfarekit.truth import UNKNOWN, UnknownType


class SourceKind(StrEnum):
    """Where a fact comes from."""

    DECLARED = "declared"
    """Stated by the applicant."""
    DOCUMENT = "document"
    """Read from a document."""
    REGISTER = "register"
    """Found by comparison with a register of another authority."""
    HOME_VISIT = "home_visit"
    """Seen by a visitor."""
    TELEPHONE_VISIT = "telephone_visit"
    """Heard on the telephone."""
    COMMUNITY = "community"
    """Stated by neighbours or the community."""
    ESTIMATE = "estimate"
    """Estimated by the office."""


CLAIMS: Final = frozenset({SourceKind.DECLARED, SourceKind.TELEPHONE_VISIT, SourceKind.COMMUNITY, SourceKind.ESTIMATE})
"""What somebody said or thought: not verified as long as nothing says that it was."""


def _kind(value: SourceKind | str) -> SourceKind:
    return choice(SourceKind, value)


@frozen(kw_only=True)
class FactSource(Facts):
    """How a fact came to be known: from what, as of which day, verified or not, by whom, and under which number.

    ``office`` may be shown; ``by``, a person, and ``reference``, the number of a document or a visit, never are.

    >>> FactSource(kind="document", on=dt.date(2026, 3, 2), verified=True, office="Nanhu Street", reference="430602-77")
    FactSource(kind='document', on=datetime.date(2026, 3, 2), verified=True, office='Nanhu Street', reference='***')
    """

    kind: SourceKind = field(converter=_kind, metadata=about("kind of source"))
    on: dt.date | UnknownType = fact("day as of which a fact is known")
    verified: bool | UnknownType = fact("fact verified")
    office: str | UnknownType = text("office that recorded a fact")
    by: str | UnknownType = field(default=UNKNOWN, metadata={"text": TextInfo("person who recorded a fact", masked=True)})
    reference: str | UnknownType = field(
        default=UNKNOWN, metadata={"text": TextInfo("number of the document or of the visit", masked=True)}
    )

    @property
    def is_verified(self) -> bool:
        """Whether the fact is known to have been verified."""
        return self.verified is True

    @property
    def needs_verifying(self) -> bool:
        """Whether an answer read from the fact deserves a warning.

        So where it is stated that the fact was not verified, and where nothing is stated and it is only a claim (``CLAIMS``).
        """
        return self.verified is False or (self.verified is UNKNOWN and self.kind in CLAIMS)

    def older_than(self, days: int, day: dt.date) -> bool:
        """Whether the fact is known to have been known only more than so many days before ``day``."""
        return self.on is not UNKNOWN and (day - self.on).days > days
