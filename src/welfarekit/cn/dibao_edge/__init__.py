"""Edge family of dibao (最低生活保障边缘家庭, 低保边缘家庭): a family just above the minimum living guarantee.

For whom: families that do not meet the conditions of dibao, whose counted income per person is below the edge line and whose
property is within the rule for edge families. It is a recognition: it opens medical, educational, housing and employment
aid, and lets severely disabled and seriously ill members apply for dibao alone. An amount is paid only where the place pays
one (Tianjin, per household); elsewhere the amount is zero.

Who decides: the county's civil affairs office on the proposal of the township, like dibao.

*The line* is a dated local multiple of the minimum living standard: 1.5 nationally until 30 June 2026, 2 in a good number of
places, in one place never above the minimum wage. Where a place published its line as an amount, that amount is compared.
From 1 July 2026 the province sets the line; until one is added to the law file the question cannot be answered.

*Members, income and the standard* are those of dibao. *Property* is within the rule when the office says so
(``edge_property_within_rule``), or when it is already within the narrower rule of dibao.

*Limitations*: someone who applies alone is a single person, not a family, and cannot be recognised here. A family in its
period of grace after a new job is judged by its income; that it still draws dibao for a time is not looked at.
"""

from __future__ import annotations

import datetime as dt

from welfarekit.cn.dibao_edge.rules import benefit, eligible, law
from welfarekit.rules.rulebook import Rulebook

rulebook = Rulebook(
    "cn.dibao_edge",
    title="Edge family of dibao",
    subject="household",
    law=law,
    per="month",
    eligible=eligible,
    benefit=benefit,
    since=dt.date(2018, 4, 4),
    basis=(law.cite("measures-2021", "art. 8"), law.cite("notice-2022"), law.cite("assistance-law-2026", "art. 21")),
)
