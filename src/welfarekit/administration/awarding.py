"""Awards by the law that is shipped: the terms of the program, the place and the day of the decision are found and applied."""

from __future__ import annotations

import datetime as dt
from typing import Any

from welfarekit.administration.law.award_terms import TermsBook, terms_for
from welfarekit.awards.award import Award
from welfarekit.awards.granting import award as award_by
from welfarekit.awards.terms import Terms
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.rules.determination import Determination
from welfarekit.truth import UNKNOWN


def award(
    determination: Determination, *, decided_on: dt.date, terms: Terms | None = None, book: TermsBook | None = None, **more: Any
) -> Award:
    """The award of a determination, by the terms in force where the family lives on the day of the decision.

    Everything else is as in :func:`welfarekit.awards.granting.award`: who is paid, the days that the start counts from, a pay day
    where the law leaves it to the place. ``book`` is a book with terms of your own; ``terms`` skips the search altogether.
    """
    if terms is None:
        place = determination.household.place
        if place is UNKNOWN:
            raise InvalidFacts([Problem("missing", "place", "nothing", "the place whose terms apply")])
        terms = terms_for(determination.program, place, decided_on, book=book)
    return award_by(determination, decided_on=decided_on, terms=terms, **more)
