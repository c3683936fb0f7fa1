"""Temporary price subsidy (价格临时补贴), the mechanism that links assistance to rising prices (价格补贴联动机制).

For whom: people who live on assistance (dibao, tekun, preferential pensions, unemployment benefit; children without parental
care and children with HIV since 2021; at times people of dibao-edge families). It is paid person by person for each month in
which prices have risen by a stated share on the same month of the year before, on top of every other benefit, and stops with
the first month in which no trigger is reached.

Who decides: the prefecture-level city, by month, within 20 working days of the publication of the indices. A county never
starts it. There is nothing to apply for.

*The day asked* is a day in the month whose indices are given (``month``), not the day of decision or payment, which come in
the month after. The indices are those of the city; the index of low-income residents (城镇低收入居民基本生活费用价格指数,
SCPI) enters the amount in most places and starts the payment in few.

*Amounts are local*: the law's ``formula`` names the way in which a place computes them. A place without one cannot be answered;
lay a file of your own on top (``[cn.price_subsidy.formula]``, ``floor``, ``rounding``, ``base_per_year``). Where a place has
no rounding of its own the amount is kept to the fen.

*Someone in several groups* gets one subsidy, the highest.

*Limitations*: people who receive unemployment aid (失业补助金; covered from March to June 2020 and from August 2022 to
February 2023) and poor students of local colleges in Hunan are not told apart by the facts about a person; the law file
names the former. The mechanism of 2011 (three months in a row, paid by the quarter) is not encoded.
"""

from __future__ import annotations

import datetime as dt

from welfarekit.cn.price_subsidy.rules import benefit, eligible, law
from welfarekit.rules.rulebook import Rulebook

rulebook = Rulebook(
    "cn.price_subsidy",
    title="Temporary price subsidy",
    subject="person",
    law=law,
    per="month",
    eligible=eligible,
    benefit=benefit,
    since=dt.date(2016, 8, 1),
    basis=(law.cite("mechanism"), law.cite("assistance-law-2026")),
)
