"""How the programs of Viet Nam go together: what is said beside a screening when the first program is, or can be, granted."""

from __future__ import annotations

from typing import Final

from welfarekit.rules.law import Law
from welfarekit.rules.screen import Together

_poverty = Law.of("welfarekit.vn.poverty_status")
_assistance = Law.of("welfarekit.vn.social_assistance")

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
)
"""Each relation once, with its source."""
