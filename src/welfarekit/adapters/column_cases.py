"""The worked cases answered by the column reader: the same answers, or a difference to print (needs numpy)."""

from __future__ import annotations

from welfarekit.adapters.columns import assess_columns
from welfarekit.cases import Case
from welfarekit.errors import InvalidFacts, NotInForce
from welfarekit.rules.determine import program


def column_differences(case: Case) -> list[str]:
    """Where the columns answer otherwise than the definition. Cases about one member compare the whole household."""
    rulebook = program(case.program)
    try:
        household = case.household()
        answer = case.determine()
        if case.member is not None:
            from welfarekit.rules.determine import determine

            month, book = case.index_month(), case.lawbook()
            answer = determine(rulebook, household, case.on, month=month, law=book, decided=case.decided)
    except (InvalidFacts, NotInForce):
        return case.differences()
    found = assess_columns(
        rulebook, [household], case.on, months=[case.index_month()], law=case.lawbook(), decided=case.decided
    )
    if found.errors:
        return [str(error) for error in found.errors.values()]
    columns = found.answer(0)
    return [] if columns == answer.answer else [f"columns answer {columns}, the definition {answer.answer}"]
