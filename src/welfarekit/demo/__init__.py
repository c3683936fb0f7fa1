"""A pretend country: the template to copy for a new program, and the bed on which the engine itself is tested."""

from typing import Final

PROGRAMS: Final = ("grain_aid",)
