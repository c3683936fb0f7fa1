"""What an operator gives when its arguments are not fully known: derived from its exact meaning and its signs."""

from __future__ import annotations

from itertools import product
from typing import Any

from welfarekit.rules.node import Apply
from welfarekit.rules.values import MAYBE, Range, Value, between, exact, high, hull, low


def apply(node: Apply, args: list[Value]) -> Value:
    """The operator on values that may be ranges. Where all are exact this is the exact meaning."""
    operator = node.operator
    if all(map(exact, args)):
        return operator.scalar(*args, node.extra) if operator.takes_extra else operator.scalar(*args)
    match node.op:
        case "eq":
            a, b = args
            return MAYBE if low(a) <= high(b) and low(b) <= high(a) else False
        case "is_in":
            (choice,) = args
            return MAYBE if choice & node.extra and choice - node.extra else bool(choice & node.extra)
        case "when":
            test, then, otherwise = args
            return hull(node.sort, then, otherwise) if not exact(test) else then if test else otherwise
        case "first_known":
            stated, computed = args
            return stated if exact(stated) else computed if exact(computed) else hull(node.sort, stated, computed)
        case "share" if not exact(args[2]):
            below = apply(node, [args[0], args[1], args[2].lo])
            return hull(node.sort, below, apply(node, [args[0], args[1], args[2].hi]))
    return _monotone(operator, node, args)


def _monotone(operator: Any, node: Apply, args: list[Value]) -> Value:
    extra = (node.extra,) if operator.takes_extra else ()
    signs = operator.signs if len(operator.signs) == len(args) else operator.signs[:1] * len(args)
    if "*" in signs:
        ends = [(low(arg), high(arg)) if type(arg) is Range else (arg,) for arg in args]
        corners = [operator.scalar(*corner, *extra) for corner in product(*ends)]
        return between(min(corners), max(corners))
    least = [low(arg) if sign == "+" else high(arg) for sign, arg in zip(signs, args, strict=True)]
    most = [high(arg) if sign == "+" else low(arg) for sign, arg in zip(signs, args, strict=True)]
    return between(operator.scalar(*least, *extra), operator.scalar(*most, *extra))
