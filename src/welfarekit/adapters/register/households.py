"""Domain objects as tables: for examples, tests and services that hold households as objects.

>>> from welfarekit.domain.household import Household
>>> from welfarekit.domain.person import Person
>>> families = [Household(id="hh-1", place="CN-430602", members=[Person(id="p1", disability=None)])]
>>> nested = households_to_arrow(families)
>>> nested["members"].to_pylist()[0][0]["disability_none"]
True
>>> households, persons = households_to_arrow(families, form="flat")
>>> persons["household"].to_pylist(), households.num_rows
(['hh-1'], 1)
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Literal, overload

import pyarrow as pa

from welfarekit.adapters.register.schema import HOUSEHOLD, NONE_SUFFIX, MoneyAs, What, table_schema
from welfarekit.domain.agreement import amounts
from welfarekit.domain.checking import Facts
from welfarekit.domain.fact import specs_of
from welfarekit.domain.household import Household
from welfarekit.errors import WelfarekitError
from welfarekit.money import Money
from welfarekit.truth import UNKNOWN


@overload
def households_to_arrow(households: Iterable[Household], *, form: Literal["nested"] = ..., money: MoneyAs = ...) -> pa.Table: ...
@overload
def households_to_arrow(
    households: Iterable[Household], *, form: Literal["flat"], money: MoneyAs = ...
) -> tuple[pa.Table, pa.Table]: ...
def households_to_arrow(
    households: Iterable[Household], *, form: Literal["nested", "flat"] = "nested", money: MoneyAs = "decimal"
) -> Any:
    """Households as one nested table, or as a table of households and one of persons (``form="flat"``).

    The tables have every column of :func:`~welfarekit.adapters.register.schema.table_schema`. What is not known is null; a part
    of which nothing is known is the same as one that is not known. All amounts must be in one currency.
    """
    found = list(households)
    currencies = {amount.currency for household in found for _, amount in amounts(household)}
    if len(currencies) > 1:
        raise WelfarekitError(f"a table has one currency, not {' and '.join(sorted(currencies))}; make a table for each country")
    if form == "nested":
        return pa.Table.from_pylist([_nested(household, money) for household in found], table_schema("households", money=money))
    if form != "flat":
        raise WelfarekitError(f"there is no form {form!r}; use nested or flat")
    persons = [
        {HOUSEHOLD: household.id, **_dotted(_nested(member, money))} for household in found for member in household.members
    ]
    return _table([_dotted(_nested(household, money)) for household in found], "households_flat", money), _table(
        persons, "persons", money
    )


def _table(rows: list[dict[str, Any]], what: What, money: MoneyAs) -> pa.Table:
    return pa.Table.from_pylist(rows, table_schema(what, money=money))


def _nested(facts: Facts, money: MoneyAs) -> dict[str, Any]:
    """What is known, by column; the parts are dictionaries of the same form."""
    row: dict[str, Any] = {}
    for name in specs_of(type(facts)):
        value = facts.__dict__.get(name, UNKNOWN)
        if value is None:
            row[name + NONE_SUFFIX] = True
        elif value is not UNKNOWN:
            row[name] = _value(value, money)
    return row


def _value(value: Any, money: MoneyAs) -> Any:
    if isinstance(value, Facts):
        return _nested(value, money)
    if isinstance(value, tuple):
        return [_nested(item, money) for item in value]
    if isinstance(value, Money):
        return value.minor if money == "minor" else value.decimal
    return value if isinstance(value, bool | int | Decimal | dt.date) else str(value)


def _dotted(row: dict[str, Any]) -> dict[str, Any]:
    """The parts of a row by dotted names; without the members."""
    flat: dict[str, Any] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{below}": fact for below, fact in value.items()}
        elif not isinstance(value, list):
            flat[name] = value
    return flat
