"""Nursing subsidy for persons with severe disabilities (重度残疾人护理补贴).

For whom: a person with a valid disability certificate of grade 1 or 2 who needs long-term care (special care goods or services
for six months or more). Some places ask for the grade alone, some pay fewer kinds of disability, some add intellectual and
mental disabilities of grades 3 and 4. There is no test of income. It is paid to the person, by month, from the month of
application; the payment stops with the month after the one in which the certificate expires. It is not counted as income for
dibao, and it can be received together with the living subsidy.

Who decides: the county's civil-affairs department, after the disabled persons' federation has checked the certificate.

*Who is left out*: persons in tekun care and persons with the nursing allowance of work-injury insurance. Orphans and
de-facto-unattended children are not left out.

*The higher of two*: someone whom another scheme pays for the same purpose (a nursing subsidy for the elderly, for disability
from service or work) keeps the higher of the two. This program answers for itself only: it pays its own amount when that is
not the lower one, and nothing when the other is higher (the other scheme then pays). Old-age allowances and elder-care service
subsidies are not of the same kind; they come on top.

*Amounts* are local. Where only a provincial minimum is known, that minimum is the answer and the reasons say that the city or
county may pay more. Where a place is known to pay more than the minimum, but not how much, there is no value.

*Limitations*: a certificate with several disabilities is one kind, ``multiple``; it is paid as other than hearing and speech.
"""

from __future__ import annotations

import datetime as dt

from welfarekit.cn.disability_nursing.rules import benefit, eligible, law
from welfarekit.rules.rulebook import Rulebook

rulebook = Rulebook(
    "cn.disability_nursing",
    title="Nursing subsidy for persons with severe disabilities",
    subject="person",
    law=law,
    per="month",
    eligible=eligible,
    benefit=benefit,
    since=dt.date(2016, 1, 1),
    basis=(law.cite("state-council-2015"), law.cite("refined-2021"), law.cite("precise-2022")),
)
