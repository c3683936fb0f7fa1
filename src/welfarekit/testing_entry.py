"""What Hypothesis calls when it loads: it only says where the strategies are, and nothing is made before one is asked for."""

from __future__ import annotations

from typing import Any


def register() -> None:
    """Teach ``st.from_type`` the domain classes. Hypothesis calls this by itself, through its entry point."""
    from hypothesis import strategies as st

    from welfarekit.domain.household import Household
    from welfarekit.domain.index_month import IndexMonth
    from welfarekit.domain.person import Person
    from welfarekit.money import Money, Rate
    from welfarekit.place import Place

    for kind in (Household, IndexMonth, Person, Money, Rate, Place):
        st.register_type_strategy(kind, _strategy)


def _strategy(kind: type[Any]) -> Any:
    from welfarekit import testing

    return testing.strategy_of(kind)
