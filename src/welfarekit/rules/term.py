"""The words in which a rule is written: typed terms and plain Python operators.

A rule is a *value*. ``household.income_per_month < standard`` compares nothing; it builds a tree that readers run.
Terms are typed apart from values and from each other, so that money < people, money x money, money x rate without rounding,
and a misspelt fact are caught by a type checker. A term has no truth value: write ``&``, ``|``, ``~`` and ``when``.

>>> from welfarekit.rules.term import Count, when
>>> bool(Count.of(1) < Count.of(2))
Traceback (most recent call last):
...
welfarekit.errors.RuleError: a term is a rule, not an answer: use & for and, | for or, ~ for not, when(test, a, b) for if
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar, Final, Generic, NoReturn, Self, TypeVar, overload

from welfarekit.citation import Citation
from welfarekit.errors import RuleError
from welfarekit.money import Rate as RateValue
from welfarekit.money import Rounding
from welfarekit.rules.node import (
    NONE,
    Apply,
    Asked,
    Const,
    Discretion,
    Fact,
    IsNone,
    Node,
    Over,
    Sort,
    domain_of,
)

E = TypeVar("E", bound=StrEnum)


class Term:
    """The base of all terms; ``node`` is the tree that readers walk."""

    sort: ClassVar[Sort]
    __slots__ = ("node",)
    __hash__ = object.__hash__

    def __init__(self, node: Node) -> None:
        if node.sort is not self.sort:
            raise RuleError(f"a {node.sort.value} cannot stand where a {self.sort.value} is meant")
        self.node = node

    def __bool__(self) -> NoReturn:
        raise RuleError(
            "a term is a rule, not an answer: use & for and, | for or, ~ for not, when(test, a, b) for if"
        )

    def _apply(self, op: str, *others: Term, extra: Any = None, domain: tuple[str, ...] = ()) -> Node:
        return Apply(self.sort, op, (self.node, *(other.node for other in others)), extra, domain)


class Test(Term):
    """Something that holds or does not hold."""

    sort = Sort.TEST
    __test__ = False  # pytest: not a test class
    __slots__ = ()

    @classmethod
    def of(cls, value: bool) -> Test:
        """The constant yes or no."""
        return cls(Const(Sort.TEST, value))

    def __and__(self, other: Test) -> Test:
        return all_of(self, other)

    def __or__(self, other: Test) -> Test:
        return any_of(self, other)

    def __invert__(self) -> Test:
        return Test(self._apply("not"))


@cache
def _absence(fact: Fact) -> Node:
    """The question whether a fact does not exist: one node for each fact, however many rules ask."""
    return IsNone(Sort.TEST, fact)


def _exists(*terms: Term) -> list[Node]:
    """Tests that optional facts among the operands are not none: nothing compares true with what does not exist."""
    facts = [term.node for term in terms if isinstance(term.node, Fact) and term.node.optional]
    return [Apply(Sort.TEST, "not", (_absence(fact),)) for fact in facts]


class Ordered(Term):
    """Terms that can be compared with their own kind."""

    __slots__ = ()
    _less: ClassVar[str] = "lt"
    _at_most: ClassVar[str] = "le"

    @classmethod
    def _lift(cls, other: Any) -> Self:
        if isinstance(other, cls):
            return other
        raise RuleError(f"{cls.__name__} does not compare or compute with {type(other).__name__}")

    def _compare(self, op: str, a: Term, b: Term) -> Test:
        test = Apply(Sort.TEST, op, (a.node, b.node))
        # an amount that does not exist is zero; a number or a day that does not exist compares with nothing
        guards = _exists(a, b) if self.sort in (Sort.COUNT, Sort.DAY) else []
        return Test(Apply(Sort.TEST, "and", (*guards, test)) if guards else test)

    def __lt__(self, other: Self | int) -> Test:
        return self._compare(self._less, self, self._lift(other))

    def __le__(self, other: Self | int) -> Test:
        return self._compare(self._at_most, self, self._lift(other))

    def __gt__(self, other: Self | int) -> Test:
        return self._compare(self._less, self._lift(other), self)

    def __ge__(self, other: Self | int) -> Test:
        return self._compare(self._at_most, self._lift(other), self)

    def __eq__(self, other: object) -> Test:  # type: ignore[override]  # building a rule, not comparing
        return self._compare("eq", self, self._lift(other))

    def __ne__(self, other: object) -> NoReturn:
        raise RuleError("write ~(a == b)")

    __hash__ = object.__hash__


class Count(Ordered):
    """A whole number: people, years, months, points."""

    sort = Sort.COUNT
    __slots__ = ()

    @classmethod
    def of(cls, value: int) -> Count:
        """The constant number."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise RuleError(f"a count is a whole number, not {type(value).__name__}")
        return cls(Const(Sort.COUNT, value))

    @classmethod
    def _lift(cls, other: Any) -> Any:
        return cls.of(other) if isinstance(other, int) and not isinstance(other, bool) else super()._lift(other)

    def __add__(self, other: Count | int) -> Count:
        return Count(self._apply("add", self._lift(other)))

    def __sub__(self, other: Count | int) -> Count:
        return Count(self._apply("sub", self._lift(other)))

    @overload
    def __mul__(self, other: Count | int) -> Count: ...
    @overload
    def __mul__(self, other: Amount) -> Amount: ...
    def __mul__(self, other: Count | int | Amount) -> Count | Amount:
        if isinstance(other, Amount):
            return other * self
        return Count(self._apply("mul", self._lift(other)))

    def is_none(self) -> Test:
        """Whether the fact is stated not to exist."""
        return _is_none(self)


class Amount(Ordered):
    """Money in the program's currency."""

    sort = Sort.AMOUNT
    __slots__ = ()

    @classmethod
    def of(cls, amount: str, currency: str) -> Amount:
        """A constant amount; amounts of the law belong into law.toml, so that they are dated and cited."""
        from welfarekit.money import Money

        return cls(Const(Sort.AMOUNT, Money(amount, currency).minor))

    @classmethod
    def _lift(cls, other: Any) -> Any:
        if isinstance(other, int) and not isinstance(other, bool):
            if other == 0:
                return cls(Const(Sort.AMOUNT, 0))
            raise RuleError("only 0 is an amount without a currency; put other amounts into law.toml")
        return super()._lift(other)

    def __add__(self, other: Amount) -> Amount:
        return Amount(self._apply("add", self._lift(other)))

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self._apply("sub", self._lift(other)))

    def __mul__(self, times: Count | int) -> Amount:
        if isinstance(times, Amount | Rate):
            raise RuleError("money times a rate goes through share(rate, rounding=...); money times money means nothing")
        return Amount(self._apply("mul", Count._lift(times)))

    __rmul__ = __mul__

    def share(self, rate: Rate, rounding: RoundingTerm | Rounding, *, currency: str = "CNY") -> Amount:
        """The part that ``rate`` gives, rounded as stated: the only way from a rate to money.

        ``rounding`` is a value of the law or a fixed :class:`~welfarekit.money.Rounding`; ``currency`` tells what the step
        of a fixed one is counted in.
        """
        if isinstance(rounding, Rounding):
            rounding = RoundingTerm(Const(Sort.ROUNDING, (rounding.mode, rounding.step_in(currency))))
        return Amount(self._apply("share", Rate._lift(rate), rounding))

    def is_none(self) -> Test:
        """Whether the fact is stated not to exist."""
        return _is_none(self)


class Rate(Ordered):
    """An exact share."""

    sort = Sort.RATE
    __slots__ = ()
    _less = "rate_lt"
    _at_most = "rate_le"

    @classmethod
    def of(cls, rate: str) -> Rate:
        """A constant rate: ``"1/12"``, ``"1"``; rates of the law belong into law.toml."""
        return cls(Const(Sort.RATE, RateValue(rate).fraction))

    def __eq__(self, other: object) -> Test:  # type: ignore[override]  # building a rule, not comparing
        return (self <= self._lift(other)) & (self._lift(other) <= self)

    __hash__ = object.__hash__

    def __mul__(self, other: Rate) -> Rate:
        return Rate(self._apply("rate_mul", self._lift(other)))

    def points_started(self, step: str) -> Count:
        """How many steps (``"1%"``) the rate has begun: 3.2 % has started 4 points of 1 %; a rate of zero or less none."""
        node = Apply(Sort.COUNT, "points", (self.node,), RateValue(step).fraction)
        return Count(Apply(Sort.COUNT, "max", (node, Const(Sort.COUNT, 0))))


class RoundingTerm(Term):
    """How a place rounds, from the law."""

    sort = Sort.ROUNDING
    __slots__ = ()


class Day(Ordered):
    """A day."""

    sort = Sort.DAY
    __slots__ = ()

    @classmethod
    def of(cls, day: dt.date) -> Day:
        """A constant day."""
        return cls(Const(Sort.DAY, day.toordinal()))

    @classmethod
    def _lift(cls, other: Any) -> Any:
        return cls.of(other) if isinstance(other, dt.date) else super()._lift(other)

    def years_at(self, day: Day) -> Count:
        """Whole years from this day to ``day``: an age. Someone born on 29 February completes a year on 1 March."""
        return Count(Apply(Sort.COUNT, "years", (self.node, day.node)))

    def months_at(self, day: Day) -> Count:
        """Whole months from this day to ``day``."""
        return Count(Apply(Sort.COUNT, "months", (self.node, day.node)))

    def is_none(self) -> Test:
        """Whether the fact is stated not to exist."""
        return _is_none(self)


class Choice(Term, Generic[E]):
    """One of a fixed list of values, or none where that makes sense."""

    sort = Sort.CHOICE
    __slots__ = ()

    @classmethod
    def of(cls, value: E) -> Choice[E]:
        """The constant value."""
        domain = (*(member.value for member in type(value)), NONE)
        return cls(Const(Sort.CHOICE, value.value, domain))

    @classmethod
    def none(cls, kind: type[E]) -> Choice[E]:
        """The constant "none" of this kind."""
        return cls(Const(Sort.CHOICE, NONE, (*(member.value for member in kind), NONE)))

    def one_of(self, *values: E | str) -> Test:
        """Whether it is one of these."""
        wanted = tuple(value.value if isinstance(value, StrEnum) else value for value in values)
        strange = set(wanted) - set(domain_of(self.node))
        if strange:
            raise RuleError(f"{sorted(strange)} cannot be: this choice is one of {', '.join(domain_of(self.node))}")
        return Test(Apply(Sort.TEST, "is_in", (self.node,), frozenset(wanted)))

    def is_none(self) -> Test:
        """Whether there is none."""
        return self.one_of(NONE)

    def __eq__(self, other: object) -> Test:  # type: ignore[override]  # building a rule, not comparing
        if not isinstance(other, str):
            raise RuleError("a choice is compared with one of its values")
        return self.one_of(other)

    def __ne__(self, other: object) -> NoReturn:
        raise RuleError("write ~(a == b)")

    __hash__ = object.__hash__


T = TypeVar("T", bound=Term)


def _is_none(term: Term) -> Test:
    if not isinstance(term.node, Fact) or not term.node.optional:
        raise RuleError("only a fact that can be stated not to exist can be asked for none")
    return Test(_absence(term.node))


def all_of(*tests: Test) -> Test:
    """Every one holds. One no settles it, whatever is unknown."""
    return Test(Apply(Sort.TEST, "and", tuple(test.node for test in tests)))


def any_of(*tests: Test) -> Test:
    """At least one holds. One yes settles it, whatever is unknown."""
    return Test(Apply(Sort.TEST, "or", tuple(test.node for test in tests)))


def how_many(*tests: Test) -> Count:
    """How many of these hold."""
    return Count(Apply(Sort.COUNT, "how_many", tuple(test.node for test in tests)))


def _domain(*terms: Term) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for term in terms for value in domain_of(term.node)))


def when(test: Test, then: T, otherwise: T | int) -> T:
    """``then`` if the test holds, else ``otherwise``. While the test is not known, the value can still be either."""
    if not isinstance(then, Term):
        raise RuleError(f"the first branch of when() is a term; for a bare {then} write when(~test, ..., {then})")
    other = then._lift(otherwise) if isinstance(then, Ordered) else otherwise
    if not isinstance(other, Term) or other.sort is not then.sort:
        raise RuleError("both branches of when() must be of one kind")
    domain = _domain(then, other) if then.sort is Sort.CHOICE else ()
    return type(then)(Apply(then.sort, "when", (test.node, then.node, other.node), None, domain))


def choose(choice: Choice[Any], cases: Mapping[str, T], otherwise: T | int | None = None) -> T:
    """The term whose key the choice has. Without ``otherwise`` the keys must cover every value that the choice can have."""
    missing = set(domain_of(choice.node)) - {str(key) for key in cases} - {NONE}
    if otherwise is None and missing:
        raise RuleError(f"choose() does not say what happens for {', '.join(sorted(missing))}")
    keys = list(cases)
    result: Any = otherwise if otherwise is not None else cases[keys.pop()]
    for key in reversed(keys):
        result = when(choice.one_of(key), cases[key], result)
    return result  # type: ignore[no-any-return]  # when() keeps the kind


def _extreme(op: str, terms: tuple[Any, ...]) -> Any:
    first = next((term for term in terms if isinstance(term, Ordered)), None)
    if first is None:
        raise RuleError("at least one side must be a term")
    lifted = [type(first)._lift(term) for term in terms]
    if isinstance(first, Rate):
        result = lifted[0]
        for term in lifted[1:]:
            result = Rate(Apply(Sort.RATE, "rate_max", (result.node, term.node)))
        return result
    return type(first)(Apply(first.sort, op, tuple(term.node for term in lifted)))


O = TypeVar("O", bound=Ordered)  # noqa: E741  # the bound says what it is


def at_least(term: O, floor: O | int) -> O:
    """The term, but never below ``floor``."""
    return _extreme("max", (term, floor))  # type: ignore[no-any-return]  # keeps the kind


def at_most(term: O, ceiling: O | int) -> O:
    """The term, but never above ``ceiling``."""
    if isinstance(term, Rate):
        raise RuleError("at_most() is for amounts and counts")
    return _extreme("min", (term, ceiling))  # type: ignore[no-any-return]  # keeps the kind


def largest(*terms: O) -> O:
    """The highest of several: "highest only"."""
    return _extreme("max", terms)  # type: ignore[no-any-return]  # keeps the kind


def first_known(stated: T, computed: T) -> T:
    """The stated fact where it is known, else what can be computed. A document may give only one of the two."""
    domain = _domain(stated, computed) if stated.sort is Sort.CHOICE else ()
    return type(stated)(Apply(stated.sort, "first_known", (stated.node, computed.node), None, domain))


def discretion(name: str, sentence: str, cite: Citation | None = None) -> Test:
    """A step that the law leaves to an authority: the outcome becomes *discretionary*, never a computed yes or no."""
    return Test(Discretion(Sort.TEST, name, sentence, cite))


class Members:
    """Everyone in the household document, or (``wards``) those whose guardian is the member at hand."""

    def __init__(self, link: str = "") -> None:
        self._link = link

    def _over(self, sort: Sort, how: str, body: Term, where: Test | None) -> Node:
        return Over(sort, how, body.node, None if where is None else where.node, self._link)

    def count(self, test: Test) -> Count:
        """How many of them the test holds for."""
        return Count(self._over(Sort.COUNT, "count", test, None))

    def any(self, test: Test) -> Test:
        """Whether it holds for at least one; no for a household without members."""
        return Test(self._over(Sort.TEST, "any", test, None))

    def every(self, test: Test) -> Test:
        """Whether it holds for all; yes for a household without members."""
        return Test(self._over(Sort.TEST, "every", test, None))

    def total(self, amount: O, where: Test | None = None) -> O:
        """The sum over them (over those for whom ``where`` holds); zero for a household without members."""
        if isinstance(amount, Rate | Day):
            raise RuleError("only amounts and counts add up")
        return type(amount)(self._over(amount.sort, "total", amount, where))

    def largest(self, amount: O, where: Test | None = None) -> O:
        """The largest among them, and zero where there is none."""
        if isinstance(amount, Rate | Day):
            raise RuleError("only amounts and counts have a largest")
        return type(amount)(self._over(amount.sort, "largest", amount, where))


members: Final = Members()
wards: Final = Members("guardian")
on: Final = Day(Asked(Sort.DAY))
"""The day for which the family asks."""


def _fact(sort: Sort, entity: str, path: str, label: str, **more: Any) -> Fact:
    return Fact(sort, entity, tuple(path.split(".")), label, **more)


def test_fact(entity: str, path: str, *, label: str, optional: bool = False, most: int | None = None, places: int = 0) -> Test:
    """A yes/no fact."""
    return Test(_fact(Sort.TEST, entity, path, label, optional=optional, most=1))


test_fact.__test__ = False  # type: ignore[attr-defined]  # pytest: not a test


def amount_fact(
    entity: str, path: str, *, label: str, optional: bool = False, most: int | None = None, places: int = 0
) -> Amount:
    """A fact that is money; none reads as zero."""
    return Amount(_fact(Sort.AMOUNT, entity, path, label, optional=optional, most=most or 10**11))


def count_fact(
    entity: str, path: str, *, label: str, optional: bool = False, most: int | None = None, places: int = 0
) -> Count:
    """A fact that is a number; with ``places`` it is counted in that decimal fraction."""
    top = (most if most is not None else 10**6) * 10**places
    return Count(_fact(Sort.COUNT, entity, path, label, optional=optional, most=top, places=places))


def day_fact(entity: str, path: str, *, label: str, optional: bool = False, most: int | None = None, places: int = 0) -> Day:
    """A fact that is a day."""
    top = dt.date(2200, 1, 1).toordinal()
    return Day(
        _fact(Sort.DAY, entity, path, label, optional=optional, least=dt.date(1850, 1, 1).toordinal(), most=top)
    )


def rate_fact(entity: str, path: str, *, label: str, optional: bool = False, most: int | None = None, places: int = 4) -> Rate:
    """A fact that is a rate, exact to ``places`` decimals of one."""
    top = (most or 10) * 10**places
    return Rate(_fact(Sort.RATE, entity, path, label, optional=optional, least=-(10**places), most=top, places=places))


def choice_fact(
    entity: str, path: str, kind: type[E], *, label: str, optional: bool = False, most: int | None = None, places: int = 0
) -> Choice[E]:
    """A fact that is one of a fixed list."""
    domain = tuple(member.value for member in kind)
    return Choice(_fact(Sort.CHOICE, entity, path, label, optional=optional, domain=(*domain, NONE) if optional else domain))
