"""Living subsidy for persons with disabilities in hardship (困难残疾人生活补贴).

For whom: a person with a valid disability certificate in a family that receives dibao; places add further groups, such as
low-income families, severely disabled persons without an income, or families with several disabled members. It is paid to the
person, by month, from the month of application; the payment stops with the month after the one in which the certificate
expires. It is not counted as income for dibao, and it can be received together with the nursing subsidy.

Who decides: the county's civil-affairs department, after the disabled persons' federation has checked the certificate.

*Who is left out*: persons in tekun care, orphans on the basic living benefit, de-facto-unattended children on the full
benefit, and persons with the nursing allowance of work-injury insurance.

*The higher of two*: someone whom another scheme pays for the same purpose keeps the higher of the two. This program answers
for itself only: it pays its own amount when that is not the lower one, and nothing when the other is higher (the other scheme
then pays). Old-age allowances and elder-care service subsidies are not of the same kind; they come on top.

*Amounts* are local. Where only a provincial minimum is known, that minimum is the answer and the reasons say that the city or
county may pay more. Where a place is known to pay more than the minimum, but not how much, there is no value.

*Limitations*: dibao received by the person alone is stated as ``relief``. The out-of-poverty families that Anhui adds are not
encoded. What no fact tells (in Fujian an income of up to 130% of the standard, in Jiangsu a person whom elderly parents
support, in Beijing a severely disabled member of a low-income family) is left to the county: the outcome is discretionary.
"""

from __future__ import annotations

import datetime as dt

from welfarekit.cn.disability_living.rules import benefit, eligible, law
from welfarekit.rules.rulebook import Rulebook

rulebook = Rulebook(
    "cn.disability_living",
    title="Living subsidy for persons with disabilities in hardship",
    subject="person",
    law=law,
    per="month",
    eligible=eligible,
    benefit=benefit,
    since=dt.date(2016, 1, 1),
    basis=(law.cite("state-council-2015"), law.cite("refined-2021"), law.cite("precise-2022")),
)
