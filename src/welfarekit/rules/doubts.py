"""What provenance says against an answer: facts that it was read from and that are not verified, old, or contradicted.

Only facts that the answer read are looked at, and only those that are known: a fact that nobody asked for cannot have misled
anybody, and one that is missing is asked for among the needs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from attrs import frozen

from welfarekit.domain.conflict import Claim
from welfarekit.domain.fact_path import FactPath, read_path
from welfarekit.domain.fact_source import FactSource
from welfarekit.domain.provenance import LASTING, Provenance
from welfarekit.errors import Problem
from welfarekit.rules.determination import Determination, DeterminationWarning
from welfarekit.rules.node import Apply, Bracket, Given, LawValue, Over, walk
from welfarekit.rules.plan import Plan
from welfarekit.rules.reasons import LawRead, Need, need_of, reads_for
from welfarekit.truth import UNKNOWN


@frozen
class Doubt:
    """A fact that deserves a second look: as one would ask for it, its source, and what another source says of it."""

    fact: Need
    source: FactSource | None
    other: Claim | None = None


def doubts(d: Determination, provenance: Provenance) -> Iterator[DeterminationWarning]:
    """The warnings about the facts that an answer was read from, in the order of reading."""
    for path in facts_read(d):
        if path.stated(d.household) is UNKNOWN:
            continue
        source, need = provenance.source_of(path), need_of(path, d.household)
        doubt = Doubt(need, source)
        if source is not None and source.needs_verifying:
            yield DeterminationWarning("unverified_fact", need.path, source.kind.value, doubt=doubt)
        if source is not None and path.names[-1] not in LASTING and source.older_than(provenance.old_after, d.on):
            yield DeterminationWarning("old_fact", need.path, str(source.on), doubt=doubt)
        for conflict in provenance.conflicts_about(path):
            told = conflict.says_of(path)
            if told.value == path.stated(d.household):  # the facts were set right since, or the parts agree in this one
                continue
            detail = "" if told.source is None else told.source.kind.value
            yield DeterminationWarning("contradicted_fact", need.path, detail, doubt=Doubt(need, source, told))


def facts_read(d: Determination) -> tuple[FactPath, ...]:
    """The facts that an answer was read from: those behind its reasons, who looks after whom, and where the family lives."""
    found: dict[FactPath, None] = {}
    facts, law = reads_for(d.reading, d.roots, d.index)
    for read in facts:
        path = read_path(read.path, d.household)
        if not isinstance(path, Problem):  # a fact of the month, or one that is made of others
            found[path] = None
    for node in walk(*(root for root in d.roots if root is not None)):
        if isinstance(node, Over) and node.link:
            for index in range(len(d.household.members)):
                if d.reading.has_read(node, index):
                    found |= dict.fromkeys(
                        FactPath(member.id, ("guardian",)) for at, member in enumerate(d.household.members) if at != index
                    )
    return (*found, *(path for path in _selecting(d, law) if path not in found))


def _selecting(d: Determination, law: Iterable[LawRead]) -> Iterator[FactPath]:
    """The facts by which the law was found, or was found to say nothing: the place, and usually the area."""
    plan = d.plan
    parameters = [read.parameter for read in law]
    for node in _asked_of_the_law(plan):
        if None in plan.found.get((node.program, node.key), ()):
            parameters.append(plan.book.parameter(node.program, node.key))
    if parameters:
        yield FactPath("", ("place",))
    for name in dict.fromkeys(name for parameter in parameters for name in parameter.by):
        yield FactPath("", (name,))


def _asked_of_the_law(plan: Plan) -> Iterator[LawValue | Given | Bracket]:
    """Every place at which the law was asked, also where it alone chose the branch of a condition."""
    for node in plan.live():
        chosen = isinstance(node, Apply) and node.op == "when" and len(plan.branches(node)) == 1
        for part in walk(node.args[0]) if isinstance(node, Apply) and chosen else (node,):
            if isinstance(part, LawValue | Given | Bracket):
                yield part
