"""The words of the poverty statement and of plans: msgids of this room's catalogue, each with a word to its translators."""

from __future__ import annotations

from typing import Final

from welfarekit.language.messages import Messages

_word = Messages()
messages = _word.messages
"""Every sentence with a comment for its translators."""


# -- counts and rates --

COUNT: Final = _word(
    "On {date} there are {households} households: {poor} poor ({poor_rate}) and {near_poor} near-poor ({near_rate}).",
    "first sentence of a poverty statement; the rates are percentages",
)
RATE: Final = {
    ("poor", "fell"): _word(
        "The rate of poor households fell by {points} percentage points, from {before} to {now}.", "{before}, {now}: percentages"
    ),
    ("poor", "rose"): _word(
        "The rate of poor households rose by {points} percentage points, from {before} to {now}.", "{before}, {now}: percentages"
    ),
    ("poor", "same"): _word("The rate of poor households is unchanged at {now}.", "{now} is a percentage"),
    ("near_poor", "fell"): _word(
        "The rate of near-poor households fell by {points} percentage points, from {before} to {now}.",
        "{before}, {now}: percentages",
    ),
    ("near_poor", "rose"): _word(
        "The rate of near-poor households rose by {points} percentage points, from {before} to {now}.",
        "{before}, {now}: percentages",
    ),
    ("near_poor", "same"): _word("The rate of near-poor households is unchanged at {now}.", "{now} is a percentage"),
}
NUMBER: Final = {
    ("poor", "fell"): _word("The number of poor households fell by {count}.", "{count} is a number of households"),
    ("poor", "rose"): _word("The number of poor households rose by {count}.", "{count} is a number of households"),
    ("poor", "same"): _word("The number of poor households is unchanged.", "poverty statement"),
    ("near_poor", "fell"): _word("The number of near-poor households fell by {count}.", "{count} is a number of households"),
    ("near_poor", "rose"): _word("The number of near-poor households rose by {count}.", "{count} is a number of households"),
    ("near_poor", "same"): _word("The number of near-poor households is unchanged.", "poverty statement"),
}
MANNER: Final = {
    "of_printed": _word(
        "The reduction is the difference of the two rates as they are printed; each rate is of the households of its own day.",
        "below a poverty statement",
    ),
    "of_exact": _word(
        "The reduction is the difference of the two exact rates, rounded once; each rate is of the households of its own day.",
        "below a poverty statement",
    ),
}

# -- form 7.2 --

FLOW: Final = {
    "start": _word("Poor households at the beginning", "line of form 7.2"),
    "to_near_poor": _word("Out of poverty, now near-poor", "line of form 7.2"),
    "to_above": _word("Out of poverty, now above near-poor", "line of form 7.2"),
    "other_exits": _word("No longer in the register", "line of form 7.2: moved away, died, joined another household"),
    "from_near_poor": _word("Near-poor before, now poor", "line of form 7.2"),
    "fell_back": _word("Fell back into poverty", "line of form 7.2: tái nghèo, poor in an earlier year and escaped"),
    "newly_poor": _word("Newly poor", "line of form 7.2: phát sinh, never poor before"),
    "fell_back_or_new": _word("Fell back into poverty, or newly poor", "line of form 7.2 where the two cannot be told apart"),
    "other_entries": _word("New in the register, and poor", "line of form 7.2: moved here, new household"),
    "end": _word("Poor households at the end", "line of form 7.2"),
}

# -- plans --

OF_YEAR: Final = _word("{figure}: {percent} of the plan for {year} ({target}).", "{figure} and {target} are numbers with a noun")
OF_QUOTA: Final = _word(
    "{figure}: {percent} of the yearly share in the plan for {first} to {last} ({target} a year).",
    "how a yearly result compares with the yearly share of a plan over several years",
)
OF_SAME_PERIOD: Final = _word(
    "{figure}: {percent} of the same period of {year} ({target}).", "{figure} and {target} are numbers with a noun"
)
NOUNS: Final = {
    "workers": _word("{count} workers", "a number with a noun, in a sentence about a plan"),
    "households": _word("{count} households", "a number with a noun, in a sentence about a plan"),
    "persons": _word("{count} persons", "a number with a noun, in a sentence about a plan"),
    "classes": _word("{count} classes", "a number with a noun: training classes"),
    "learners": _word("{count} learners", "a number with a noun: people in training classes"),
}
POINTS: Final = _word("{points} percentage points", "a difference of two rates")

REDUCED: Final = _word("Reduction by {points}", "{points} is a number of percentage points; begins a sentence about a plan")

# -- jobs and classes --

JOBS: Final = _word("{workers} workers were placed in work, of whom {overseas} work abroad.", "a yearly account of employment")
CLASSES: Final = _word(
    "{classes} training classes were held ({non_farm} non-farm, {farm} farm) for {learners} learners, {mean} a class.",
    "a yearly account of vocational training",
)
