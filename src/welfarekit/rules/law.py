"""The handle through which a rule names values of the law: ``law = Law.of(__package__)``.

Nothing is looked up here. ``law.amount("standard_per_year")`` is a term; readers resolve it for a place and a day.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from typing import Any

from attrs import evolve

from welfarekit.citation import Citation
from welfarekit.errors import RuleError
from welfarekit.rules.law_file import LawFile, Parameter, load_law
from welfarekit.rules.node import Bracket, Given, LawValue, Sort
from welfarekit.rules.term import Amount, Choice, Count, Rate, RoundingTerm, Test


@cache
def shipped_law(package: str) -> LawFile:
    """The law file beside a program's rules, read once."""
    __import__(package)
    folder = Path(next(iter(sys.modules[package].__path__)))
    return load_law(package.removeprefix("welfarekit."), folder / "law.toml")


class Law:
    """The law of one program, as terms."""

    def __init__(self, file: LawFile) -> None:
        self.file = file

    @classmethod
    def of(cls, package: str | None) -> Law:
        """The law beside the rules of ``package``; pass ``__package__``, or another program's package of the same country."""
        if package is None:
            raise RuleError("Law.of(__package__) needs to be called from inside a package")
        return cls(shipped_law(package))

    def parameter(self, key: str) -> Parameter:
        """The parameter; a RuleError for a key that the file does not declare."""
        if key not in self.file.parameters:
            raise RuleError(f"{self.file.program}: law.toml declares no parameter {key!r}")
        return self.file.parameters[key]

    def _value(self, key: str, kind: str, sort: Sort, cell: str, domain: tuple[str, ...] = ()) -> LawValue:
        parameter = self.parameter(key)
        if (parameter.of if cell else parameter.kind) != kind:
            raise RuleError(f"{self.file.program}.{key} is of kind {parameter.of or parameter.kind}, not {kind}")
        if cell and cell not in parameter.keys:
            raise RuleError(f"{self.file.program}.{key} has no cell {cell!r}; its keys are {', '.join(parameter.keys)}")
        return LawValue(sort, self.file.program, key, cell, domain)

    def amount(self, key: str, cell: str = "") -> Amount:
        """An amount of the law."""
        return Amount(self._value(key, "amount", Sort.AMOUNT, cell))

    def rate(self, key: str, cell: str = "") -> Rate:
        """A rate of the law."""
        return Rate(self._value(key, "rate", Sort.RATE, cell))

    def count(self, key: str, cell: str = "") -> Count:
        """A whole number of the law: an age limit, a number of months."""
        return Count(self._value(key, "count", Sort.COUNT, cell))

    def flag(self, key: str, cell: str = "") -> Test:
        """A yes or no of the law."""
        return Test(self._value(key, "flag", Sort.TEST, cell))

    def choice(self, key: str) -> Choice[Any]:
        """One of the parameter's declared choices."""
        return Choice(self._value(key, "choice", Sort.CHOICE, "", self.parameter(key).choices))

    def rounding(self, key: str) -> RoundingTerm:
        """How the place rounds."""
        return RoundingTerm(self._value(key, "rounding", Sort.ROUNDING, ""))

    def given(self, key: str) -> Test:
        """Whether the place has a value of an optional parameter on the day."""
        if not self.parameter(key).optional:
            raise RuleError(f"{self.file.program}.{key} is not optional; a day without a value is an error by itself")
        return Test(Given(Sort.TEST, self.file.program, key))

    def schedule_amount(self, key: str, at: Count) -> Amount:
        """The amount of a schedule at ``at``."""
        return Amount(self._bracket(key, "amount", Sort.AMOUNT, at))

    def schedule_rate(self, key: str, at: Count) -> Rate:
        """The rate of a schedule at ``at``."""
        return Rate(self._bracket(key, "rate", Sort.RATE, at))

    def schedule_count(self, key: str, at: Count) -> Count:
        """The number of a schedule at ``at``."""
        return Count(self._bracket(key, "count", Sort.COUNT, at))

    def _bracket(self, key: str, of: str, sort: Sort, at: Count) -> Bracket:
        parameter = self.parameter(key)
        if parameter.kind != "schedule" or parameter.of != of:
            raise RuleError(f"{self.file.program}.{key} is not a schedule of {of}")
        return Bracket(sort, self.file.program, key, at.node)

    def cite(self, source: str, article: str = "") -> Citation:
        """A source of this file, with the article that the rule stands in."""
        if source not in self.file.sources:
            raise RuleError(f"{self.file.program}: law.toml has no source {source!r}")
        cite = self.file.sources[source]
        return evolve(cite, article=article) if article else cite
