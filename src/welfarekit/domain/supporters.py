"""Who owes a person support by law."""

from __future__ import annotations

from welfarekit.domain.checking import Facts, frozen
from welfarekit.domain.fact import fact
from welfarekit.truth import UnknownType


@frozen(kw_only=True)
class Supporters(Facts):
    """The people outside the household who owe a person support. None in its place means there is nobody."""

    has_obligated_supporter: bool | UnknownType = fact("someone who owes the person support by law")
    supporter_on_assistance: bool | UnknownType = fact("supporter who receives social assistance himself or herself")
    able: bool | UnknownType = fact("supporter able to support the person")
