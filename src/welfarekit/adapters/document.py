"""One document, one domain object: :func:`from_json` and :func:`to_json` for every class of the domain."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from operator import itemgetter
from typing import Any, Final, TypeAlias, TypeVar

from welfarekit.adapters.inspection import Inspection
from welfarekit.adapters.parsing import LIMIT, checked_depth, decoded, parsed, quick
from welfarekit.adapters.structure import built
from welfarekit.domain.checking import Facts
from welfarekit.domain.fact import Spec, specs_of
from welfarekit.errors import InvalidFacts
from welfarekit.money import Rate

T = TypeVar("T", bound=Facts)
Document: TypeAlias = str | bytes | bytearray | memoryview | dict[str, Any]

_place: Final = itemgetter(0)
_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def from_json(cls: type[T], document: Document, *, limit: int = LIMIT) -> T:
    """The object of a domain class that a document describes; :class:`~welfarekit.errors.InvalidFacts` with all problems.

    ``document`` is JSON as text or UTF-8 bytes of at most ``limit`` bytes, or a dictionary of the same shape, in which days
    and amounts may also be given as Python has them.
    """
    text = None if isinstance(document, dict) else decoded(document, limit)
    try:
        return built(cls, document if text is None else quick.decode(text))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        pass  # something is wrong, and the careful way says what
    data = checked_depth(document) if text is None else parsed(text)
    inspection = Inspection(data)
    found = inspection.object(cls, data, "")
    if inspection.problems:
        raise InvalidFacts(inspection.problems) from None
    assert isinstance(found, cls)
    return found


def _percent(rate: Rate) -> str:
    """A rate of at most four decimals, exactly, as JSON has it."""
    hundredths = int(rate.fraction * 10_000)
    whole, rest = divmod(abs(hundredths), 100)
    digits = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return f"{'-' if hundredths < 0 else ''}{digits}%"


_WRITE: Final[dict[str, Callable[[Any], Any]]] = {
    "money": str,
    "day": dt.date.isoformat,
    "number": lambda value: format(value, "f"),
    "rate": _percent,
    "choice": lambda value: value._value_,
    "place": lambda value: value.code,
    "part": lambda value: as_dict(value),
    "members": lambda value: [as_dict(item) for item in value],
}
_writers: Final[dict[type[Facts], dict[str, tuple[int, Callable[[Any], Any] | None]]]] = {}


def as_dict(facts: Facts) -> dict[str, Any]:
    """What is known, as JSON has it, in the order of declaration; names and numbers of persons in full."""
    cls = type(facts)
    writers = _writers.get(cls)
    if writers is None:
        specs = enumerate(specs_of(cls).items())
        writers = _writers[cls] = {name: (place, _WRITE.get(spec.kind)) for place, (name, spec) in specs}
    known = sorted([(*writers[name], name, value) for name, value in facts.__dict__.items()], key=_place)
    return {name: value if value is None or write is None else write(value) for _, write, name, value in known}


def written(value: Any, spec: Spec) -> Any:
    """One value of a fact or a part, as JSON has it."""
    write = _WRITE.get(spec.kind)
    return value if value is None or write is None else write(value)


def to_json(facts: Facts) -> str:
    """The object as compact JSON with stable order of keys; unknown facts are left out, none is ``null``."""
    return _encode(as_dict(facts))
