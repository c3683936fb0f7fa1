"""Grain aid of the pretend country: the template to copy for a new program.

A household whose income per person is below the line of its town gets what is missing to the line, and a supplement for
each elderly or severely disabled member; the council may help others at its discretion. Every kind of rule that the engine
knows is used at least once, so that the engine's own tests never depend on an amount of a real country.
"""

import datetime as dt

from welfarekit.demo.grain_aid.rules import benefit, eligible, law
from welfarekit.rules.rulebook import Rulebook

rulebook = Rulebook(
    "demo.grain_aid",
    title="Grain aid",
    subject="household",
    law=law,
    per="month",
    eligible=eligible,
    benefit=benefit,
    since=dt.date(2020, 1, 1),
    basis=(law.cite("grain-act"),),
)
