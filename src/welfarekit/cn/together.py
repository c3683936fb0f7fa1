"""How the programs of China go together: which one takes the place of another, opens it, tops it up, or does not count in it.

Each program refuses by its own rules; what stands here tells a family why two answers belong to each other, and stacks what
several programs pay over time. Benefits that are facts here and not yet programs (tekun, the orphans' benefit, the old-age
allowance) have a key all the same, so that what is paid under them can be stacked.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

from welfarekit.citation import Citation
from welfarekit.rules.law import Law
from welfarekit.rules.screen import Together

_dibao = Law.of("welfarekit.cn.dibao")
_living = Law.of("welfarekit.cn.disability_living")
_SUBSIDIES = "state-council-2015"
_PRECISE = "precise-2022"
_UNATTENDED = "unattended-2019"
_READ = dt.date(2026, 11, 21)

_TEKUN_SUPPORT = Citation("国发〔2016〕14号 国务院关于进一步健全特困人员救助供养制度的意见", read=_READ, confirmed="known")
_TEKUN_RECOGNITION = Citation("特困人员认定办法（民发〔2021〕43号）", "art. 9", read=_READ, since=dt.date(2021, 7, 1))
_BESIDE = "The old-age allowance and the service subsidy for elderly people are paid beside the disability subsidies."
_INJURY = "Someone who is paid the nursing allowance of work-injury insurance is not also paid the disability subsidies."

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
    # tekun
    Together(
        "cn.tekun",
        "excludes",
        "cn.dibao",
        "Someone in the care of the tekun scheme is not also paid the minimum living guarantee (dibao).",
        _TEKUN_SUPPORT,
    ),
    Together(
        "cn.tekun",
        "excludes",
        "cn.disability_living",
        "Someone in the care of the tekun scheme is not also paid the living subsidy.",
        _living.cite(_SUBSIDIES, "sec. 2(4)"),
    ),
    Together(
        "cn.tekun",
        "excludes",
        "cn.disability_nursing",
        "Someone in the care of the tekun scheme is not also paid the nursing subsidy.",
        _living.cite(_SUBSIDIES, "sec. 2(4)"),
    ),
    # children without parents to care for them
    Together(
        "cn.orphan",
        "excludes",
        "cn.tekun",
        "A child for whom the basic living benefit of orphans was chosen is not in the care of the tekun scheme.",
        _TEKUN_RECOGNITION,
    ),
    Together(
        "cn.orphan",
        "excludes",
        "cn.disability_living",
        "A child who is paid the basic living benefit of orphans is not also paid the living subsidy.",
        _living.cite(_PRECISE),
    ),
    Together(
        "cn.orphan",
        "leaves_alone",
        "cn.disability_nursing",
        "A child who is paid the basic living benefit of orphans is paid the nursing subsidy beside it.",
        _living.cite(_PRECISE),
    ),
    Together(
        "cn.orphan",
        "excludes",
        "cn.unattended_child",
        "An orphan is not a de-facto-unattended child: beside the benefit of orphans the benefit of such a child is not paid.",
        _living.cite(_UNATTENDED),
    ),
    Together(
        "cn.unattended_child",
        "tops_up",
        "cn.dibao",
        "For a de-facto-unattended child the child's share of dibao is topped up to the standard of the child's own benefit.",
        _living.cite(_UNATTENDED),
    ),
    Together(
        "cn.unattended_child",
        "tops_up",
        "cn.tekun",
        "For a de-facto-unattended child what tekun pays is topped up to the standard of the child's own benefit.",
        _living.cite(_UNATTENDED),
    ),
    Together(
        "cn.unattended_child",
        "tops_up",
        "cn.disability_living",
        "For a de-facto-unattended child the living subsidy is topped up to the standard of the child's own benefit.",
        _living.cite(_UNATTENDED),
    ),
    Together(
        "cn.unattended_child",
        "leaves_alone",
        "cn.dibao",
        "The benefit of a de-facto-unattended child is not counted as income for the minimum living guarantee (dibao).",
        _living.cite(_UNATTENDED),
    ),
    Together(
        "cn.unattended_child",
        "leaves_alone",
        "cn.disability_nursing",
        "A child who is paid the benefit of a de-facto-unattended child is paid the nursing subsidy beside it.",
        _living.cite(_UNATTENDED),
    ),
    # what is of the same kind as a disability subsidy, and what is not
    Together(
        "cn.disability_nursing",
        "higher_of",
        "cn.elder_nursing",
        "Of the nursing subsidy and the nursing subsidy for elderly people only the higher is paid.",
        _living.cite(_PRECISE),
    ),
    Together("cn.work_injury_nursing", "excludes", "cn.disability_living", _INJURY, _living.cite(_SUBSIDIES, "sec. 2(4)")),
    Together("cn.work_injury_nursing", "excludes", "cn.disability_nursing", _INJURY, _living.cite(_SUBSIDIES, "sec. 2(4)")),
    Together("cn.old_age_allowance", "leaves_alone", "cn.disability_living", _BESIDE, _living.cite(_PRECISE)),
    Together("cn.old_age_allowance", "leaves_alone", "cn.disability_nursing", _BESIDE, _living.cite(_PRECISE)),
    Together("cn.elder_service", "leaves_alone", "cn.disability_living", _BESIDE, _living.cite(_PRECISE)),
    Together("cn.elder_service", "leaves_alone", "cn.disability_nursing", _BESIDE, _living.cite(_PRECISE)),
)
"""What is said beside a screening when its first program is, or can be, granted, and what stacking follows."""
