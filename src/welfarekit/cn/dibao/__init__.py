"""Minimum living guarantee (最低生活保障, 低保, dibao): what is missing to the local standard, paid every month.

For whom: families whose counted income per person is below the local minimum living standard and whose property is within
the local rule. The family applies as a whole; it is not allowed to admit only some of its members. A severely disabled or
seriously ill member of an edge family, a severely disabled adult without work and clergy living apart may apply alone; then
the document describes that one person and says ``applies_alone``.

Who decides: the county's civil affairs office on the proposal of the township, within 30 working days; payment begins in the
month after the decision.

*The amount* is the gap between income and standard for all members who count, or, where a place has chosen so, a fixed sum
for the tier in which the office put the household (``dibao_tier``). Elderly, minor, severely disabled and seriously ill
members get a supplement where the place pays one; of several only the highest, unless the place adds them up.

*Income* is either the figure that the office assessed (``income_per_month``) or worked out from the incomes of the members:
preferential pensions, social assistance, disability subsidies, scholarships and rewards are left out; the necessary cost of
working by the rule of the place, else as the office recognises it (``work_cost_per_month``, ``care_cost_per_month``).

*Property* is within the rule when the office says so (``property_within_rule``), or when the place's own limits are shipped
and the stated assets keep to them.

*What stays with the authority* makes the outcome discretionary, never a computed yes: the period of grace after a new job,
the income test of a person who applies alone (outside Jiangsu, which pays a share of the standard), others in special
hardship, and since 2026 whether the central basic part of the resident pension still stays out of the income.

*Limitations*: some local classes of special need have no fact about a person yet and are not paid here: most capacity for
work lost through illness, work-injury grades 1 to 4 and the loss of an only child (Dalian, Nanjing), and a seriously ill
person who cannot care for himself or herself (Huludao; severely disabled people are covered). A child counts as the child
of a single parent when the head of the household is that parent. Labour coefficients and imputed wages are local and are
not encoded; the assessed figure has them. Between the notice of 2022 and the Act of 2026 nothing says what is paid during
the period of grace, so no amount is given for it.
"""

from __future__ import annotations

import datetime as dt

from welfarekit.cn.dibao.rules import benefit, eligible, law
from welfarekit.rules.rulebook import Rulebook

rulebook = Rulebook(
    "cn.dibao",
    title="Minimum living guarantee (dibao)",
    subject="household",
    law=law,
    per="month",
    eligible=eligible,
    benefit=benefit,
    since=dt.date(2014, 5, 1),
    basis=(law.cite("relief-measures-2014"), law.cite("measures-2021"), law.cite("assistance-law-2026", "art. 18-21")),
)
