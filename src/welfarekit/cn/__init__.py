"""China: the list of its programs. Each loads when it is first asked for."""

from typing import Final

PROGRAMS: Final = ("dibao", "dibao_edge", "price_subsidy", "disability_living", "disability_nursing")
"""The folders of the programs, in the order in which a screening goes through them."""
