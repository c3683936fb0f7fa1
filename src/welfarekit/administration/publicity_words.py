"""The words of a public list: msgids of this room's catalogue, each with a word to its translators."""

from __future__ import annotations

from typing import Final

from welfarekit.language.messages import Messages

_word = Messages()
messages = _word.messages
"""Every sentence with a comment for its translators."""


TITLE: Final = _word("{program}, {place}: public notice", "headline over a posted list; {place} is a place in words")
STAGES: Final = {
    "proposal": _word("It is proposed to decide in favour of the following.", "first sentence of a posted list"),
    "decision": _word("It was decided in favour of the following.", "first sentence of a posted list"),
    "ending": _word("It is intended to end the benefit of the following.", "first sentence of a posted list"),
}
POSTED: Final = _word("Posted from {first} to {last}.", "both days are in it")
POSTED_FROM: Final = _word("Posted from {first} on.", "the law gives no length")
OBJECTIONS: Final = _word("Objections can be raised until {last}.", "below a posted list; {last} is a day")
BASIS: Final = _word("Posted by law ({citation}).", "below a posted list; {citation} names the article")
IN_PART: Final = _word("Names are shown in part, to protect those who are listed.", "below a posted list")
NOBODY: Final = _word("There is nobody to list.", "in place of the rows of a posted list")
FIELDS: Final = {
    "name": _word("Name", "heading of a column of a posted list"),
    "members": _word("Members of the household", "heading of a column of a posted list: a number"),
    "amount": _word("Amount", "heading of a column of a posted list"),
    "status": _word("Class", "heading of a column of a posted list: poor household, near-poor household"),
    "community": _word("Village or community", "heading of a column of a posted list"),
    "number_ending": _word("Identity number ends with", "heading of a column of a posted list"),
}
WITHHELD: Final = {
    "barred": _word(
        "{subject} is not listed: in this procedure nothing is posted.", "for the office; {subject} is an identifier"
    ),
    "minor": _word("{subject} is not listed: minors are never listed.", "for the office"),
    "protected": _word("{subject} is not listed: children without care are never listed.", "for the office"),
    "age_not_known": _word("{subject} is not listed: the age is not known.", "for the office"),
    "name_not_known": _word("{subject} is not listed: the name is not known.", "for the office"),
}
