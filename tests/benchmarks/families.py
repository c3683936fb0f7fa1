"""The families that are measured: the shipped example of seven, and three of them. No program finds a fact missing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Final

from welfarekit.adapters.json import index_month_from_json
from welfarekit.domain.household import Household

EXAMPLES: Final = Path(__file__).parents[2] / "examples"
DAY: Final = dt.date(2025, 9, 1)
MONTH: Final = index_month_from_json((EXAMPLES / "month.json").read_bytes())
SEVEN: Final = json.loads((EXAMPLES / "yueyanglou.json").read_bytes())
THREE: Final = {**SEVEN, "income_per_month": "1200.00 CNY", "members": [SEVEN["members"][i] for i in (0, 1, 4)]}
"""Father, mother and a disabled grandfather: 3 x 740 - 1,200 = 1,020 a month."""
JSON: Final = {name: json.dumps(family, ensure_ascii=False).encode() for name, family in (("three", THREE), ("seven", SEVEN))}
HOMES: Final = {name: Household.from_json(text) for name, text in JSON.items()}
SIZES: Final = sorted(HOMES, reverse=True)
