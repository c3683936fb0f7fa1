"""What is asked of a register: which programs, on which day, with which facts about the month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeAlias

from welfarekit.domain.household import Household
from welfarekit.domain.person import Person
from welfarekit.errors import NotInForce, WelfarekitError
from welfarekit.rules.determine import COUNTRIES, _check, program, program_keys
from welfarekit.rules.rulebook import Rulebook
from welfarekit.truth import UNKNOWN

Programs: TypeAlias = str | Rulebook | Sequence[str | Rulebook]
"""Keys or rulebooks, one or several, or a country (``cn``, ``vn``) for all of its programs."""


def rulebooks_of(programs: Programs) -> tuple[Rulebook, ...]:
    """The rulebooks that are meant, each once, in the order given; all of one country.

    >>> [book.key for book in rulebooks_of("vn")]
    ['vn.poverty_status', 'vn.social_assistance']
    >>> rulebooks_of(["cn.dibao", "vn.poverty_status"])
    Traceback (most recent call last):
    ...
    welfarekit.errors.WelfarekitError: cn.dibao and vn.poverty_status are of two countries; a register is asked for one at a time
    """
    if isinstance(programs, str):
        named: Sequence[str | Rulebook] = program_keys(programs) if programs in COUNTRIES else (programs,)
    else:
        named = (programs,) if isinstance(programs, Rulebook) else tuple(programs)
    books: dict[str, Rulebook] = {}
    for one in named:
        book = one if isinstance(one, Rulebook) else program(one)
        if books.setdefault(book.key, book) is not book:
            raise WelfarekitError(f"two rulebooks have the key {book.key}, and the rows of the result could not be told apart")
    found = tuple(books.values())
    if not found:
        raise WelfarekitError("name at least one program, or a country")
    for book in found:
        if book.country != found[0].country:
            both = f"{found[0].key} and {book.key}"
            raise WelfarekitError(f"{both} are of two countries; a register is asked for one at a time")
    return found


def asked(programs: Programs, on: dt.date, month: Any = UNKNOWN) -> tuple[Rulebook, ...]:
    """The rulebooks that can be asked on the day; what cannot be asked of any household is refused before the first row.

    A program that was not in force on the day raises :class:`~welfarekit.errors.NotInForce`, facts about another month raise
    :class:`~welfarekit.errors.InvalidFacts`, both as :func:`~welfarekit.rules.determine.determine` does. Of a country only the
    programs that were in force are asked.
    """
    if type(on) is not dt.date:
        raise TypeError(f"`on` is a date, such as dt.date(2025, 7, 1), not {type(on).__name__}")
    books = rulebooks_of(programs)
    anybody = Household(id="-", members=[Person(id="-")])
    found: list[Rulebook] = []
    missing: list[NotInForce] = []
    for book in books:
        try:
            _check(book, anybody, on, month)
            found.append(book)
        except NotInForce as error:
            missing.append(error)
    if missing and not (found and isinstance(programs, str)):
        raise missing[0]
    return tuple(found)
