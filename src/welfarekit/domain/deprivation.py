"""Which basic social services a household lacks."""

from __future__ import annotations

from welfarekit.domain.checking import Facts, frozen
from welfarekit.domain.fact import fact
from welfarekit.truth import UnknownType


@frozen(kw_only=True)
class Deprivation(Facts):
    """The indicators of multidimensional poverty in Viet Nam: True means the household is deprived in it."""

    employment: bool | UnknownType = fact("deprived in employment")
    dependants: bool | UnknownType = fact("deprived in the number of dependants")
    nutrition: bool | UnknownType = fact("deprived in nutrition")
    health_insurance: bool | UnknownType = fact("deprived in health insurance")
    adult_education: bool | UnknownType = fact("deprived in the education of adults")
    school_attendance: bool | UnknownType = fact("deprived in school attendance of children")
    housing_quality: bool | UnknownType = fact("deprived in the quality of housing")
    housing_area: bool | UnknownType = fact("deprived in living area per person")
    water_source: bool | UnknownType = fact("deprived in the source of water")
    toilet: bool | UnknownType = fact("deprived in a hygienic toilet")
    telecom: bool | UnknownType = fact("deprived in telecommunication services")
    information_devices: bool | UnknownType = fact("deprived in means of access to information")
    waste_handling: bool | UnknownType = fact("deprived in the handling of waste")
    health_services: bool | UnknownType = fact("deprived in access to health services")
