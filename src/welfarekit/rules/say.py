"""A program's rule said aloud: its named rules as an outline of sentences, without any family."""

from __future__ import annotations

import string
from collections.abc import Iterator

from welfarekit.language.catalogue import catalogue
from welfarekit.language.locale import resolve
from welfarekit.rules.node import Discretion, Named, Node
from welfarekit.rules.rulebook import Rulebook


def _blanks(text: str) -> str:
    """The sentence with its placeholders as blanks that name what stands there."""
    return "".join(before + (f"‹{name}›" if name else "") for before, name, _, _ in string.Formatter().parse(text))


def _parts(node: Node, seen: set[int]) -> Iterator[Named | Discretion]:
    for part in node.args:
        if id(part) in seen:
            continue
        seen.add(id(part))
        if isinstance(part, Named | Discretion):
            yield part
        else:
            yield from _parts(part, seen)


def say(rulebook: Rulebook, locale: str = "en") -> str:
    """The whole program in sentences, each rule with its article, the rules that it rests on below it."""
    tongue = resolve(locale)
    lines = [catalogue(rulebook.package, tongue).text(rulebook.title)]
    seen: set[int] = set()

    def tell(node: Named | Discretion, depth: int) -> None:
        sentence = node.sentence if isinstance(node, Discretion) else node.yes
        package = getattr(node, "package", "") or rulebook.package
        text = _blanks(catalogue(package, tongue).template(sentence))
        lines.append("  " * depth + f"- {text}" + (f" ({node.cite})" if node.cite else ""))
        for part in _parts(node, seen):
            tell(part, depth + 1)

    for root in rulebook.roots:
        if id(root) not in seen:
            seen.add(id(root))
            if isinstance(root, Named | Discretion):
                tell(root, 0)
            else:
                for part in _parts(root, seen):
                    tell(part, 0)
    return "\n".join(lines)
