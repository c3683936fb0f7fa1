"""How a bank wants its file, declared: which columns in which order, and how amounts and days are written in them.

>>> layout = BulkFormat(
...     columns=["number", ("account", "帐号"), ("payee_name", "户名"), "amount", "reference"],
...     header="zh_Hans", encoding="gb18030", currency="CNY", totals="合计",
... )
>>> layout.headings
('序号', '帐号', '户名', '金额', '交易编号')
>>> BulkFormat(columns=["reference", "sum"], amounts="float")
Traceback (most recent call last):
...
welfarekit.errors.InvalidFacts: 2 problems in the facts; correct them and ask again:
  columns[1]: not_one_of: given 'sum', expected one of number, reference, payee, payee_name, account, channel, amount, \
currency, due_on, period_start, period_end, program, award, subject, purpose, state, on, reason, other
  amounts: not_one_of: given 'float', expected one of point, comma, minor
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen

from welfarekit.adapters.bulk.headings import KINDS, heading
from welfarekit.domain.checking import nearest
from welfarekit.errors import CatalogueError, InvalidFacts, Problem
from welfarekit.language.locale import resolve
from welfarekit.money import MINOR_DIGITS
from welfarekit.quantity import UNIT_DIGITS

DIGITS: Final = {**MINOR_DIGITS, **UNIT_DIGITS}
"""Decimals of each currency and unit."""
ENCODINGS: Final = ("utf-8", "utf-8-sig", "gb18030")
DELIMITERS: Final = (",", ";", "\t", "|")
AMOUNTS: Final = ("point", "comma", "minor")
DAYS: Final = ("iso", "compact", "year_first", "day_first")
STATES: Final = ("paid", "failed", "returned", "pending")
"""What a result file may say of an instruction; ``pending`` is no answer yet."""


def _columns(given: Iterable[str | tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((each, "") if isinstance(each, str) else (each[0], each[1]) for each in given)


@frozen(hash=False)
class BulkFormat:
    """The form of a CSV file that goes to a bank or comes from it. Nothing in it is guessed from the file.

    ``columns`` name what stands where, by themselves or with the bank's own heading. ``header`` is the locale of the first
    line, or None for a file without one. ``amounts`` are ``point`` (1234.56), ``comma`` (1234,56) or ``minor`` (123456), days
    ``iso`` (2025-09-10), ``compact`` (20250910), ``year_first`` (2025/09/10) or ``day_first`` (10/09/2025). ``currency`` says
    what amounts are in where no column does. ``totals`` is the word that begins a last line with the count and the sum.
    ``states`` are the bank's words for paid, failed, returned and pending. ``padded`` cells have spaces around them.
    :class:`~welfarekit.errors.InvalidFacts` with everything that is wrong.
    """

    columns: tuple[tuple[str, str], ...] = field(converter=_columns)
    header: str | None = "en"
    encoding: str = "utf-8"
    delimiter: str = ","
    amounts: str = "point"
    days: str = "iso"
    currency: str | None = None
    totals: str | None = None
    states: Mapping[str, str] = field(factory=lambda: {state: state for state in STATES}, converter=dict)
    padded: bool = False

    def __attrs_post_init__(self) -> None:
        problems = list(self._problems())
        if problems:
            raise InvalidFacts(problems)

    def _problems(self) -> Iterator[Problem]:
        if not self.columns:
            yield Problem("empty", "columns", "no column", "at least one")
        seen = set[str]()
        for number, (name, _) in enumerate(self.columns):
            if name not in KINDS:
                yield _not_one_of(f"columns[{number}]", name, KINDS)
            elif name in seen and name != "other":
                yield Problem("duplicate", f"columns[{number}]", name, "each column once")
            seen.add(name)
        choices: tuple[tuple[str, Any, Iterable[str]], ...] = (
            ("encoding", self.encoding, ENCODINGS), ("delimiter", self.delimiter, DELIMITERS),
            ("amounts", self.amounts, AMOUNTS), ("days", self.days, DAYS),
        )  # fmt: skip
        for path, value, among in choices:
            if value not in among:
                yield _not_one_of(path, value, among)
        for own, state in self.states.items():
            if state not in STATES:
                yield _not_one_of(f"states[{own!r}]", state, STATES)
        if self.currency is not None and self.currency not in DIGITS:
            yield _not_one_of("currency", self.currency, DIGITS)
        if "amount" in seen and "currency" not in seen and self.currency is None:
            yield Problem("no_currency", "currency", "nothing", "the currency of the amounts, or a column that says it")
        word = self.totals
        if word is not None and (len(self.columns) < 3 or "amount" not in seen or not any(map(str.isalpha, word))):
            yield Problem("bad_value", "totals", repr(word), "a word, and three columns or more with the amount among them")
        if self.header is not None:
            try:
                resolve(self.header)
            except CatalogueError as error:
                yield Problem("not_one_of", "header", repr(self.header), f"a locale, or None; {error}")

    @property
    def names(self) -> tuple[str, ...]:
        """What stands in the columns."""
        return tuple(name for name, _ in self.columns)

    @property
    def headings(self) -> tuple[str, ...]:
        """The cells of the first line; nothing for a file without one."""
        if self.header is None:
            return ()
        locale = resolve(self.header)
        return tuple(own or heading(name, locale) for name, own in self.columns)


def _not_one_of(path: str, value: Any, among: Iterable[str]) -> Problem:
    words = list(among)
    return Problem("not_one_of", path, repr(value), f"one of {', '.join(words)}", nearest(str(value), words))
