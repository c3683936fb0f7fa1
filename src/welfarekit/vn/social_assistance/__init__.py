"""Monthly social assistance in the community (trợ cấp xã hội hằng tháng tại cộng đồng): who is granted it, and how much.

The commune grants it to a *person*: children without support, former ones who study, children and poor people with HIV,
single parents in poor and near-poor households, poor elderly people without support, people with a heavy or extra heavy
disability, small children in specially difficult areas. The amount is the standard (the higher of the national and the
provincial one) times the coefficient of the group. Who is in several groups receives the highest amount only; a single parent
who is also elderly, disabled or living with HIV receives both. The answer for a household adds up its members.

Decree 20/2021 governs from 1 July 2021. Two groups of elderly people moved to the social pension on 1 July 2025. Decree
335/2026 applies from 1 July 2026 and is in force from 5 October 2026: ask with ``decided`` to know what could be decided
before. Poor and near-poor mean what the commune has *certified* (``household.poverty_status``), not what a calculation gives.
A child whom a member raises names that member as ``guardian``; a child without a source of support is nobody's child here.

*Limitations*: provincial standards are included where they are known, and three groups that Hà Nội added (not its children of
disabled parents). Other provinces have added groups and may have set standards that are not known here. From which month a
grant is paid, and the difference that is paid afterwards, are matters of the award, not of this program.
"""

from __future__ import annotations

import datetime as dt

from welfarekit.rules.rulebook import Rulebook
from welfarekit.vn.social_assistance.rules import benefit, eligible, law

rulebook = Rulebook(
    "vn.social_assistance",
    title="Monthly social assistance in the community",
    subject="person",
    law=law,
    per="month",
    eligible=eligible,
    benefit=benefit,
    since=dt.date(2021, 7, 1),
    basis=(
        law.cite("decree-20-2021", "art. 4, art. 5, art. 6"),
        law.cite("decree-76-2024"),
        law.cite("decree-176-2025", "art. 3, art. 8"),
        law.cite("decree-335-2026", "art. 4, art. 5, art. 6"),
    ),
)
