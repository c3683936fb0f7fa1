"""How the programs of China go together: which one takes the place of another, opens it, or does not count in it.

Each program refuses by its own rules; what stands here only tells a family why two answers belong to each other. Benefits that
are facts here and not yet programs (tekun, the orphans' benefit) are conditions of the programs that they close.
"""

from __future__ import annotations

from typing import Final

from welfarekit.rules.law import Law
from welfarekit.rules.screen import Together

_dibao = Law.of("welfarekit.cn.dibao")
_living = Law.of("welfarekit.cn.disability_living")
_SUBSIDIES = "state-council-2015"

TOGETHER: Final = (
    Together(
        "cn.dibao",
        "excludes",
        "cn.dibao_edge",
        "A family that receives the minimum living guarantee (dibao) is not an edge family.",
        _dibao.cite("measures-2021", "art. 8"),
    ),
    Together(
        "cn.dibao",
        "opens",
        "cn.disability_living",
        "The minimum living guarantee (dibao) opens the living subsidy to the family's members with disabilities.",
        _living.cite(_SUBSIDIES, "sec. 2(1)"),
    ),
    Together(
        "cn.disability_living",
        "leaves_alone",
        "cn.dibao",
        "The living subsidy is not counted as income for the minimum living guarantee (dibao).",
        _living.cite(_SUBSIDIES, "sec. 2(4)"),
    ),
    Together(
        "cn.disability_nursing",
        "leaves_alone",
        "cn.dibao",
        "The nursing subsidy is not counted as income for the minimum living guarantee (dibao).",
        _living.cite(_SUBSIDIES, "sec. 2(4)"),
    ),
    Together(
        "cn.disability_living",
        "leaves_alone",
        "cn.disability_nursing",
        "Someone who meets the conditions of both disability subsidies is paid both.",
        _living.cite(_SUBSIDIES, "sec. 2(4)"),
    ),
)
"""What is said beside a screening when its first program is, or can be, granted."""
