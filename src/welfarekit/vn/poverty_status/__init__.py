"""Poverty status (phân loại hộ nghèo, hộ cận nghèo): which class of the multidimensional poverty standard a household is in.

The answer is a status, not an amount: ``poor`` (hộ nghèo), ``near_poor`` (hộ cận nghèo), ``average_living`` (hộ có mức sống
trung bình), or ``none``. "Eligible" means that the household is in one of the classes. The standards of 2016, 2022 and 2027
follow each other. Until 2021 a very low income is enough to be poor; from 2022 a household is poor only if its income is
within the line *and* it lacks three or more indicators of basic social services.

The household states its income and its indicators, or the points of the review forms (B1, B2); points settle their side where
they are given. Income per person is never divided: the household's income is compared with the line times the members. State
social assistance is not income. From 2027 no class of average living standard has been confirmed, so a household above the
line is in no class then; the list of indicators from 2027 is provisional. Whoever knows better supplies a value.

Some provinces and cities have a higher line of their own. It gives a second result, the rule ``status_local``, beside the
national one and never in its place.

*Limitations*: from 2027 no class of average living standard and no forms are known, and the list of indicators is provisional.
Lines of provinces and cities are included for few of them. The points of form B1 are taken as counted by the reviewers.
"""

from __future__ import annotations

import datetime as dt

from welfarekit.rules.rulebook import Rulebook
from welfarekit.vn.poverty_status.rules import DECISION_2015, DECREE_2021, DECREE_2025, FORMS, eligible, law, status

rulebook = Rulebook(
    "vn.poverty_status",
    title="Poverty status by the multidimensional standard",
    subject="household",
    law=law,
    eligible=eligible,
    status=status,
    since=dt.date(2016, 1, 5),
    until=dt.date(2030, 12, 31),
    basis=(DECISION_2015, DECREE_2021, DECREE_2025, FORMS),
)
