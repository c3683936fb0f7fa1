"""How the programs of Viet Nam go together: said beside a screening, and followed when what they pay is stacked.

Social assistance pays the highest of several groups, which its own rules see to; the relations within one program are for those
who stack what was granted separately. Support that is not yet a program here (the social pension, carers, funerals) has a key all
the same.
"""

from __future__ import annotations

from typing import Final

from welfarekit.rules.law import Law
from welfarekit.rules.screen import Together

_poverty = Law.of("welfarekit.vn.poverty_status")
_assistance = Law.of("welfarekit.vn.social_assistance")
_DECREES = ("decree-20-2021", "decree-335-2026")
_NOW = "decree-335-2026"

_HIGHEST = "Someone in several groups of monthly social assistance is paid the highest amount only."
_BOTH = "A single parent in a poor or near-poor household who is also elderly, disabled or living with HIV is paid both amounts."

TOGETHER: Final = (
    Together(
        "vn.poverty_status",
        "opens",
        "vn.social_assistance",
        "A household certified as poor or near-poor opens several groups of monthly social assistance to its members.",
        _assistance.cite("decree-335-2026", "art. 5"),
    ),
    Together(
        "vn.social_assistance",
        "leaves_alone",
        "vn.poverty_status",
        "State social assistance is not counted as income when the standard of living is reviewed.",
        _poverty.cite("circular-07-2021", "appendix VIII, note 1"),
    ),
    Together(
        "vn.social_pension",
        "higher_of",
        "vn.social_assistance",
        "Of the social pension and monthly social assistance only the higher is paid.",
        _assistance.cite("decree-176-2025", "art. 3"),
    ),
    *(
        Together("vn.social_assistance", "higher_of", "vn.social_assistance", _HIGHEST, _assistance.cite(decree, "art. 6(2)"))
        for decree in _DECREES
    ),
    *(
        Together(
            "vn.social_assistance/single_parent",
            "leaves_alone",
            f"vn.social_assistance/{group}",
            _BOTH,
            _assistance.cite(decree, "art. 6(2)"),
        )
        for decree in _DECREES
        for group in ("elderly", "disabled", "hiv")
    ),
    Together(
        "vn.carer_support",
        "higher_of",
        "vn.carer_support",
        "Someone who meets several cases of support for carers is paid the highest amount only.",
        _assistance.cite(_NOW, "art. 17(2)"),
    ),
    Together(
        "vn.carer_support",
        "higher_of",
        "vn.carer_support",
        "Of a husband and a wife who are both disabled only one is paid support for carers.",
        _assistance.cite(_NOW, "art. 17(2)"),
        within="couple",
    ),
    Together(
        "vn.carer_support",
        "leaves_alone",
        "vn.social_assistance",
        "Support for carers is paid beside the monthly assistance of a person with a disability.",
        _assistance.cite(_NOW, "art. 17(2)"),
    ),
    Together(
        "vn.funeral_support",
        "higher_of",
        "vn.funeral_support",
        "Where several texts grant support for one funeral, only the highest amount is paid.",
        _assistance.cite(_NOW, "art. 11(2)"),
    ),
)
"""Each relation with its source; two decrees that say the same apply one after the other."""
