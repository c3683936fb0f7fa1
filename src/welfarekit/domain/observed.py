"""What a visitor wrote down of the facts, checked as the domain declares them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from welfarekit.domain.fact_path import FactPath, read_path, typed
from welfarekit.errors import Problem


def observed_facts(observed: Mapping[Any, Any], problems: list[Problem]) -> dict[FactPath, Any]:
    """The observed facts by path, typed; a part with facts is taken apart. Problems are added to the list."""
    found: dict[FactPath, Any] = {}
    for key, given in observed.items():
        path = key if isinstance(key, FactPath) else read_path(key)
        if isinstance(path, Problem):
            problems.append(path)
            continue
        value, problem = typed(path, given)
        if problem is not None:
            problems.append(problem)
            continue
        parts = {path: value}
        if path.spec is not None and path.spec.kind == "part" and value is not None:
            parts = {FactPath(path.member, (*path.names, name)): inner for name, inner in vars(value).items()}
        for at, inner in parts.items():
            if any(each == at or each.below(at) or at.below(each) for each in found):
                problems.append(Problem("stated_twice", at.masked, "two observations of one fact", "one observation"))
            found[at] = inner
    return dict(sorted(found.items()))
