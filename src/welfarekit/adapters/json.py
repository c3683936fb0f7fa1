"""Households in and out of JSON.

An absent key is unknown, ``null`` is none. Money is a text with its currency (``"1200.00 CNY"``), or a plain one
(``"1200.00"``) where the place of the household tells the currency, or an object of ``value`` and ``currency``. Days are
``"2025-01-31"``, decimals and rates are texts (``"45.50"``, ``"4.2%"``), choices are their values. A number with a decimal
point is nowhere right. Everything that is wrong with a document is reported at once.

>>> household = household_from_json('{"id":"hh-1","place":"CN-430611","members":[{"id":"p1","disability":null}]}')
>>> household.members[0].disability is None, household.area
(True, UNKNOWN)
>>> household_to_json(household)
'{"id":"hh-1","place":"CN-430611","members":[{"id":"p1","disability":null}]}'
>>> household_from_json('{"id":"hh-1","members":[{"id":"p1","disabilty":null}]}')
Traceback (most recent call last):
...
welfarekit.errors.InvalidFacts: 1 problem in the facts; correct them and ask again:
  members[0].disabilty: unknown_key: given a key that is not known here, expected a key of Person; did you mean 'disability'?
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from welfarekit.adapters.document import Document, as_dict, from_json, to_json
from welfarekit.adapters.parsing import LIMIT
from welfarekit.adapters.stream import read_households
from welfarekit.domain.household import Household
from welfarekit.domain.index_month import IndexMonth
from welfarekit.domain.person import Person
from welfarekit.money import Money
from welfarekit.place import Place

if TYPE_CHECKING:
    from cattrs import Converter

__all__ = ["household_from_json", "household_to_json", "index_month_from_json", "make_converter", "read_households"]


def household_from_json(document: Document, *, limit: int = LIMIT) -> Household:
    """The household that a document describes; see :func:`~welfarekit.adapters.document.from_json`."""
    return from_json(Household, document, limit=limit)


def index_month_from_json(document: Document, *, limit: int = LIMIT) -> IndexMonth:
    """The price indices of a month that a document describes; see :func:`~welfarekit.adapters.document.from_json`."""
    return from_json(IndexMonth, document, limit=limit)


def household_to_json(household: Household) -> str:
    """The household as JSON; see :func:`~welfarekit.adapters.document.to_json`."""
    return to_json(household)


def make_converter() -> Converter:
    """A cattrs converter that reads and writes the domain classes as this module does, for classes of your own around them.

    cattrs by itself would turn 3.7 into 3 and ``"false"`` into True; for these classes it leaves the work to this module.
    """
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True)
    for cls in (Household, Person, IndexMonth):
        converter.register_structure_hook(cls, lambda value, cls: from_json(cls, value))
        converter.register_unstructure_hook(cls, as_dict)
    converter.register_structure_hook(Place, lambda value, _: Place.parse(value))
    converter.register_unstructure_hook(Place, str)
    converter.register_unstructure_hook(Money, str)
    return converter
