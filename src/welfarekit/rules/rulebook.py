"""From functions to a rulebook: named rules with sentences, versions over time, and one program's rules as a whole."""

from __future__ import annotations

import datetime as dt
import re
import string
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, TypeVar

from attrs import field, fields, frozen

from welfarekit.citation import Citation
from welfarekit.errors import RuleError
from welfarekit.place import CURRENCY
from welfarekit.rules.law import Law
from welfarekit.rules.law_file import country_of
from welfarekit.rules.node import (
    Bracket,
    Discretion,
    Fact,
    Given,
    LawValue,
    Named,
    Node,
    Over,
    Sort,
    Versions,
    walk,
)
from welfarekit.rules.term import Amount, Choice, Term, Test

T = TypeVar("T", bound=Term)
SUBJECTS = ("household", "person")


def _sentences(function: Callable[[], Any], sort: Sort) -> tuple[str, str, str]:
    """The sentences of a rule's docstring: what holds, what does not (tests only), and what is not known."""
    paragraphs = [re.sub(r"\s+", " ", text).strip() for text in (function.__doc__ or "").split("\n\n")]
    if not paragraphs[0]:
        raise RuleError(f"rule {function.__name__} needs a docstring: the sentence that people read")
    found = {"yes": paragraphs[0], "no": "", "unknown": ""}
    for text in paragraphs[1:]:
        for mark, kind in (("No:", "no"), ("Not known:", "unknown")):
            if text.startswith(mark):
                found[kind] = text.removeprefix(mark).strip()
    needed = ("no", "unknown") if sort is Sort.TEST else ("unknown",)
    for kind in needed:
        if not found[kind]:
            raise RuleError(f"rule {function.__name__} needs a paragraph '{'No' if kind == 'no' else 'Not known'}: ...'")
    return found["yes"], found["no"], found["unknown"]


def rule(
    *,
    cite: Citation | Sequence[Citation] | None = None,
    show: Mapping[str, Term] | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Callable[[Callable[[], T]], T]:
    """Give a term a name, sentences and a source. The function runs once, at import; its name then *is* the term.

    The docstring holds the sentence for yes (with ``{value}`` and the terms of ``show`` as placeholders), a paragraph
    ``No: ...`` for tests, and ``Not known: ...``. Of several citations the one that applies on the day asked is shown.
    ``since`` and ``until`` (both included) date a version, see :func:`versions`.
    """

    def decorate(function: Callable[[], T]) -> T:
        term = function()
        if since is not None and until is not None and until < since:
            raise RuleError(f"rule {function.__name__} ends before it begins")
        yes, no, unknown = _sentences(function, term.sort)
        cites = () if cite is None else (cite,) if isinstance(cite, Citation) else tuple(cite)
        shown = {name: value.node for name, value in (show or {}).items()}
        named = Named(
            term.sort, function.__name__, term.node, yes, no, unknown, cites[0] if cites else None, shown, since, until,
            function.__module__.rpartition(".")[0], cites,
        )
        allowed = {*shown, "value", *(("member",) if named.personal else ())}
        for sentence in (yes, no, unknown):
            strange = {name for _, name, _, _ in string.Formatter().parse(sentence) if name} - allowed
            if strange:
                raise RuleError(f"rule {function.__name__} shows {', '.join(sorted(strange))}, which `show` does not give")
        return type(term)(named)

    return decorate


def versions(*rules: T, gaps: str = "") -> T:
    """Versions of one rule over time, chosen by the day asked.

    Two that overlap are an error; so is a day between two of them that none covers, unless ``gaps`` explains it.
    """
    if not rules:
        raise RuleError("versions() takes at least one rule")
    options = tuple(sorted((r.node for r in rules if isinstance(r.node, Named)), key=lambda n: n.since or dt.date.min))
    if len(options) != len(rules):
        raise RuleError("versions() takes rules made with @rule(since=..., until=...)")
    for before, after in pairwise(options):
        if before.until is None or after.since is None or after.since <= before.until:
            raise RuleError(f"{before.name} and {after.name} overlap; end the first before the second begins")
        if after.since > before.until + dt.timedelta(days=1) and not gaps:
            raise RuleError(f"no version between {before.name} and {after.name}; explain it with gaps='...'")
    return type(rules[0])(Versions(options[0].sort, options))


@frozen(eq=False, kw_only=True)
class Rulebook:
    """One program: whom it is for, when it holds, and the terms ``eligible`` and ``benefit`` (or ``status``).

    ``subject`` is ``household`` or ``person``; for a person program the terms are about one member, and the answer for a
    household adds its members up. ``per`` is the period of the benefit (``month``, ``year``, ``once``).
    A classification has ``status``; its ``eligible`` defaults to "there is a status".
    """

    key: str = field(kw_only=False)
    title: str
    subject: str
    law: Law
    eligible: Test | None = None
    benefit: Amount | None = None
    status: Choice[Any] | None = None
    per: str | None = "month"
    since: dt.date | None = None
    until: dt.date | None = None
    basis: tuple[Citation, ...] = ()
    cache: dict[str, Any] = field(factory=dict, init=False, repr=False)

    def __attrs_post_init__(self) -> None:
        if self.subject not in SUBJECTS:
            raise RuleError(f"{self.key}: subject is household or person, not {self.subject!r}")
        if self.eligible is None:
            if self.status is None:
                raise RuleError(f"{self.key} needs `eligible`, or `status` for a classification")
            object.__setattr__(self, "eligible", ~self.status.is_none())
        for node in walk(*self.roots):
            if self.subject == "household" and node in self.roots and node.personal:
                raise RuleError(f"{self.key} is about households but ends in a term about one member; use members.any/total")
            if isinstance(node, LawValue | Given | Bracket) and country_of(node.program) != country_of(self.key):
                raise RuleError(f"{self.key} uses the law of another country: {node.program}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Goes to another process without its cache, which is filled there again."""
        given = {each.name: getattr(self, each.name) for each in fields(Rulebook) if each.init}
        return partial(Rulebook, **given), ()

    @property
    def country(self) -> str:
        """The code of its country."""
        if "country" not in self.cache:
            self.cache["country"] = country_of(self.key)
        return self.cache["country"]  # type: ignore[no-any-return]  # filled above

    @property
    def currency(self) -> str:
        """The currency that it counts in."""
        return CURRENCY[self.country]

    @property
    def package(self) -> str:
        """The folder that it stands in."""
        return f"welfarekit.{self.key}"

    @property
    def roots(self) -> tuple[Node, ...]:
        """The terms that answer, for the subject."""
        return tuple(t.node for t in (self.eligible, self.benefit, self.status) if t is not None)

    @property
    def whole(self) -> tuple[Node, Node | None, Node | None]:
        """Eligible, benefit and status for the household as a whole: a person program adds its members up."""
        if "whole" not in self.cache:
            assert self.eligible is not None
            test, amount = self.eligible.node, self.benefit.node if self.benefit is not None else None
            if self.subject == "person":
                amount = None if amount is None else Over(Sort.AMOUNT, "total", amount, test if test.personal else None)
                test = Over(Sort.TEST, "any", test) if test.personal else test
            self.cache["whole"] = (test, amount, None if self.status is None else self.status.node)
        return self.cache["whole"]  # type: ignore[no-any-return]  # filled above

    @property
    def one(self) -> tuple[Node, Node | None, Node | None]:
        """Eligible, benefit and status for one member."""
        assert self.eligible is not None
        benefit, status = self.benefit, self.status
        return self.eligible.node, None if benefit is None else benefit.node, None if status is None else status.node

    @property
    def law_nodes(self) -> tuple[Node, ...]:
        """Every place where the rules ask the law."""
        if "law" not in self.cache:
            self.cache["law"] = tuple(n for n in walk(*self.whole_roots) if isinstance(n, LawValue | Given | Bracket))
        return self.cache["law"]  # type: ignore[no-any-return]  # filled above

    @property
    def whole_roots(self) -> tuple[Node, ...]:
        """The terms that answer for the household as a whole."""
        return tuple(node for node in self.whole if node is not None)

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Every fact that the rules may ask for, each once, in the order of the rules."""
        if "facts" not in self.cache:
            found = {node.key: node for node in walk(*self.whole_roots) if isinstance(node, Fact)}
            self.cache["facts"] = tuple(found.values())
        return self.cache["facts"]  # type: ignore[no-any-return]  # filled above

    @property
    def rules(self) -> tuple[Named, ...]:
        """Every named rule, in the order of the tree."""
        return tuple(node for node in walk(*self.whole_roots) if isinstance(node, Named))

    def messages(self) -> Iterator[tuple[str, str]]:
        """Every sentence of the program with a comment that says where it stands: what a catalogue must hold."""
        yield self.title, "name of the program"
        for node in walk(*self.whole_roots):
            if isinstance(node, Named) and node.package in ("", self.package):
                for sentence in (node.yes, node.no, node.unknown):
                    if sentence:
                        yield sentence, f"rule {node.name}"
            elif isinstance(node, Discretion):
                yield node.sentence, f"discretionary step {node.name}"
        for parameter in self.law.file.parameters.values():
            yield parameter.text, f"law {parameter.key}"



