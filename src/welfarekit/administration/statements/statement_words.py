"""The words of the statements of payments and of plans: msgids of this room's catalogue, each with a word to its translators."""

from __future__ import annotations

from typing import Final

from welfarekit.language.messages import Messages

_word = Messages()
messages = _word.messages
"""Every sentence with a comment for its translators."""


# -- the table --

ITEM: Final = _word("Item", "heading over the names of the lines of a statement")
TOTAL: Final = _word("Total", "name of the last line, which holds the sums")
PERSON_TIMES: Final = _word("Person-times", "heading: how many payments were made, 人次, lượt người")
PERSON_TIMES_IN: Final = _word("Person-times ({scale})", "heading; {scale} is thousand, 10,000 or million")
PAID: Final = _word("Paid ({unit})", "heading over sums of money; {unit} is a currency, or 10,000 yuan")
GIVEN: Final = _word("Handed over ({unit})", "heading over benefits in kind; {unit} is kilograms, visits ...")
RECOVERED: Final = _word("Recovered ({unit})", "heading over sums that came back")
NET: Final = _word("Net ({unit})", "heading over what was paid less what came back")
MEAN: Final = _word("Per person-time ({unit})", "heading over the mean payment")
SCALED: Final = _word("{scale} {unit}", "a unit such as million CNY, 万元; {scale} is a word from below, {unit} too")

_SCALE_WORD: Final = "a scale, before a unit; a number where the language has no word for it"
SCALES: Final = {
    1_000: _word("thousand", _SCALE_WORD),
    10_000: _word("10,000", _SCALE_WORD),
    1_000_000: _word("million", _SCALE_WORD),
    100_000_000: _word("100 million", _SCALE_WORD),
    1_000_000_000: _word("billion", _SCALE_WORD),
}
"""In what a table can be written beside single units."""

_UNIT_WORD: Final = "a unit in a heading, in brackets"
UNITS: Final = {
    "CNY": _word("CNY", "the yuan, in a heading"),
    "VND": _word("VND", "the đồng, in a heading"),
    "kilogram": _word("kilograms", _UNIT_WORD),
    "hour": _word("hours", _UNIT_WORD),
    "visit": _word("visits", _UNIT_WORD),
    "item": _word("items", _UNIT_WORD),
    "voucher": _word("vouchers", _UNIT_WORD),
    "meal": _word("meals", _UNIT_WORD),
}

# -- what it is about --

DATED: Final = {
    "paid_on": _word("Payments made {span}.", "over a statement; {span} is from ... to ..."),
    "due_on": _word("Payments due {span}, as far as they were made.", "over a statement; {span} is from ... to ..."),
    "period_start": _word("Payments for periods that begin {span}, as far as they were made.", "over a statement"),
}
FROM_TO: Final = _word("from {first} to {last}", "inside a sentence: both days are in it")
FROM: Final = _word("from {first} on", "inside a sentence: the day is in it")
UNTIL: Final = _word("until {last}", "inside a sentence: the day is in it")
KNOWN_ON: Final = _word("As it was known on {date}.", "over a statement")

# -- below the table --

ONE_EACH: Final = _word(
    "One payment that was made is one person-time; one that failed, came back or was cancelled is none.", "below a statement"
)
BY_PERSONS: Final = _word(
    "A payment that was made is a person-time for each person it is for; one that failed, came back or was cancelled is none.",
    "below a statement",
)
ARREARS: Final = {
    "if_first": _word(
        "A payment of arrears is a person-time only where nothing else was paid for one of its months.", "below a statement"
    ),
    "each": _word("Each payment of arrears is a person-time of its own.", "below a statement"),
    "none": _word("A payment of arrears is no person-time.", "below a statement"),
}
APART: Final = _word("What was recovered is not taken off what was paid.", "below a statement")
MEANS: Final = _word("Means are rounded half up; digits behind the decimal sign: {places}.", "below a statement")
ROUNDED: Final = _word(
    "Person-times and sums are rounded half up, each by itself, and need not add up; digits behind the decimal sign: {places}.",
    "below a statement",
)
WITHHELD: Final = _word(
    "“{mark}” stands for what is withheld: figures of fewer than {least} persons or households, and what would give them back.",
    "below a statement",
)

# -- the same as sentences --

IN_ALL: Final = _word("Paid in all: {person_times}, {amount}.", "first sentence of a statement in words")
OF_THESE: Final = _word("Of these: {lines}.", "second sentence; {lines} is a list of the parts below")
OF_LINE: Final = _word("{label}: {person_times}, {amount}", "part of a list; {label} is the name of a line")
GIVEN_IN_ALL: Final = _word("Handed over in all: {person_times}, {amount}.", "first sentence about benefits in kind, in words")
GIVEN_OF_LINE: Final = _word("{label}: {person_times} with {amount}", "part of a list about benefits in kind")
COUNT: Final = _word("{count} person-times", "inside a sentence; {count} may end in 万")
COUNT_SCALED: Final = _word("{number} {scale} person-times", "inside a sentence: 16.7 万人次; {scale} is thousand, million, 万")
SUM: Final = _word("{number} {unit}", "inside a sentence: an amount or a quantity")
SUM_SCALED: Final = _word("{number} {scale} {unit}", "inside a sentence: 4,924 万元")
