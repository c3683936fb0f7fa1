"""The condition that decided: of the rules that an eligibility is made of, the first that failed, or the first still undecided.

A conjunction fails with its first failing part, so the search goes into it; where every alternative of an "or" failed, none of
them decided alone and the rule that holds them is named. ``when(a, YES, b)`` reads "a, or by way of exception b": if both fail,
``a`` is what failed.
"""

from __future__ import annotations

from welfarekit.rules.explain import Reading
from welfarekit.rules.node import Apply, Const, Named, Node, Versions
from welfarekit.rules.values import exact


def deciding(reading: Reading, root: Node, index: int) -> Named | None:
    """The rule that decided against, or keeps open, what ``root`` asks. None where the answer is yes or nothing is named."""
    value = reading.value(root, index)
    if value is True:
        return None
    return _search(reading, root, index, False if exact(value) else None, None)


def _search(reading: Reading, node: Node, index: int, wanted: bool | None, named: Named | None) -> Named | None:
    """The innermost rule on the way to the first part with the value ``wanted``; None stands for "not known"."""

    def has(part: Node, value: bool | None) -> bool:
        found = reading.value(part, index)
        return not exact(found) if value is None else found is value

    match node:
        case Named():
            return _search(reading, node.body, index, wanted, node)
        case Versions():
            return _search(reading, reading.plan.branches(node)[0], index, wanted, named)
        case Apply(op="not"):
            return _search(reading, node.args[0], index, None if wanted is None else not wanted, named)
        case Apply(op="and" | "or") if wanted is None or wanted is (node.op == "or"):
            part = next(part for part in node.args if has(part, wanted))
            return _search(reading, part, index, wanted, named)
        case Apply(op="when"):
            test, then, otherwise = node.args
            if has(test, None):
                return _search(reading, test if wanted is None else then, index, wanted, named)
            yes = has(test, True)
            exception = is_constant(then, True) or is_constant(otherwise, False)
            if wanted is False and (is_constant(then, False) if yes else exception):
                return _search(reading, test, index, yes, named)
            return _search(reading, then if yes else otherwise, index, wanted, named)
    return named


def is_constant(node: Node, value: bool) -> bool:
    """Whether the node is this yes or no, written in the rule."""
    return isinstance(node, Const) and node.value is value
