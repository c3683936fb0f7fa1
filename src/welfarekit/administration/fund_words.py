"""The words of an allocation: msgids of this room's catalogue, each with a word to its translators."""

from __future__ import annotations

from typing import Final

from welfarekit.language.messages import Messages

_word = Messages()
messages = _word.messages
"""Every sentence with a comment for its translators."""


_CLAIM: Final = "what became of a claim to a reserve fund; {claim} is its number"

REASONS: Final = {
    "in_full": _word(
        "Claim {claim} is granted in full: {granted}. The fund held {before} before it and holds {after} after it.", _CLAIM
    ),
    "what_is_left": _word(
        "Claim {claim} is granted {granted} of {claimed}: the fund held {before}, and no more of it can be paid now.", _CLAIM
    ),
    "cut_at_rate": _word(
        "Claim {claim} is granted {granted} of {claimed}: the fund reaches for {share} of what is claimed at rank {rank}.", _CLAIM
    ),
    "not_enough": _word(
        "Claim {claim} for {claimed} waits at place {position}: the fund holds {before}, which is not enough for it.", _CLAIM
    ),
    "behind": _word("Claim {claim} for {claimed} waits at place {position}: a claim that comes before it is waiting.", _CLAIM),
    "below_step": _word(
        "Claim {claim} for {claimed} waits at place {position}: cut to {share}, it is less than the smallest part that is paid.",
        _CLAIM,
    ),
    "beyond_power": _word(
        "Claim {claim} for {claimed} is above the {limit} that the township may grant by itself; it is discussed case by case.",
        _CLAIM,
    ),
    "nothing_claimed": _word("Claim {claim} is refused: nothing is claimed.", _CLAIM),
    "too_late": _word("Claim {claim} for {claimed} is refused: the last day on which it could help is past.", _CLAIM),
}
"""A sentence for each code of a reason."""

OPEN: Final = _word(
    "Of claim {claim}, {missing} stands on the waiting list at place {position}.", "after a claim granted in part"
)
IN_ALL: Final = _word(
    "{fund}: of {balance}, {granted} is granted and {rest} is left; claims that wait: {waiting}.",
    "last sentence of an allocation; {fund} is the name of a reserve fund, {waiting} a number",
)
