"""Viet Nam: the list of its programs. Each loads when it is first asked for."""

from typing import Final

PROGRAMS: Final = ("poverty_status", "social_assistance")
"""The folders of the programs, in the order in which a screening goes through them."""
