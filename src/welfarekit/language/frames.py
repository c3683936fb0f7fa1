"""The sentences around a determination: msgids of the shared catalogue, each with a word to its translators.

>>> from welfarekit.language.catalogue import shared
>>> shared("zh_Hans").text(entitled("household", "month"), amount="360元")
'该家庭符合条件，每月应发放360元。'
>>> shared("en").text(undecided(2), count="2")
'It cannot be decided yet: 2 facts are missing.'

``{text}`` in a frame stands for a sentence without its full stop: :func:`clause` takes it off.
"""

from __future__ import annotations

from typing import Final

from welfarekit.language.messages import Messages

_frame = Messages()
messages = _frame.messages
"""Every sentence with a comment for its translators."""


# -- headings --

TITLE: Final = _frame("{program}: determination for {place} as of {date}", "headline; {program} is the name of the program")
TITLE_NO_PLACE: Final = _frame("{program}: determination as of {date}", "headline when the place is not known")
OUTCOME: Final = _frame("As of {date}, in {place}: {outcome}", "one-line answer; {outcome} is one of the sentences below")
OUTCOME_NO_PLACE: Final = _frame("As of {date}: {outcome}", "one-line answer when the place is not known")
REASONS: Final = _frame("Reasons", "heading over the reasons")
BASIS: Final = _frame("Legal basis", "heading over the acts that the determination rests on")
VALUES: Final = _frame("Values of the law", "heading over the amounts and limits that the law gives")
FACTS: Final = _frame("Facts considered", "heading over the facts that were read")
NEEDS: Final = _frame("What is still needed", "heading over the facts that are missing")
WARNINGS: Final = _frame("Warnings", "heading over what a caseworker should check")
MEMBERS: Final = _frame("By member", "heading over the answers for each member")
MEMBER: Final = _frame("Member {member}", "heading over the answer for one member; {member} is an identifier such as p1")

# -- the answer --

_ENTITLED: Final[dict[tuple[str, str | None], str]] = {
    ("household", "month"): _frame("The household is entitled to {amount} a month.", "answer: yes, with an amount"),
    ("household", "year"): _frame("The household is entitled to {amount} a year.", "answer: yes, with an amount"),
    ("household", "day"): _frame("The household is entitled to {amount} a day.", "answer: yes, with an amount"),
    ("household", "hour"): _frame("The household is entitled to {amount} an hour.", "answer: yes, with an amount"),
    ("household", "once"): _frame("The household is entitled to a single payment of {amount}.", "answer: yes, paid once"),
    ("household", None): _frame("The household is entitled to {amount}.", "answer: yes, with an amount of no period"),
    ("person", "month"): _frame("The person is entitled to {amount} a month.", "answer: yes, with an amount"),
    ("person", "year"): _frame("The person is entitled to {amount} a year.", "answer: yes, with an amount"),
    ("person", "day"): _frame("The person is entitled to {amount} a day.", "answer: yes, with an amount"),
    ("person", "hour"): _frame("The person is entitled to {amount} an hour.", "answer: yes, with an amount"),
    ("person", "once"): _frame("The person is entitled to a single payment of {amount}.", "answer: yes, paid once"),
    ("person", None): _frame("The person is entitled to {amount}.", "answer: yes, with an amount of no period"),
}
_PLAIN: Final[dict[str, dict[str, str]]] = {
    "household": {
        "eligible": _frame("The household is eligible.", "answer: yes, where no amount is computed"),
        "open": _frame("The household is entitled; the amount is not settled yet.", "answer: yes, the amount is still open"),
        "not": _frame("The household is not entitled.", "answer: no"),
        "class": _frame("The household is classified as: {status}.", "answer of a classification, such as poor household"),
        "none": _frame("The household belongs to none of the classes.", "answer of a classification: none applies"),
        "still": _frame("The household can still be classified as: {statuses}.", 'classification still open; a list with "or"'),
    },
    "person": {
        "eligible": _frame("The person is eligible.", "answer: yes, where no amount is computed"),
        "open": _frame("The person is entitled; the amount is not settled yet.", "answer: yes, the amount is still open"),
        "not": _frame("The person is not entitled.", "answer: no"),
        "class": _frame("The person is classified as: {status}.", "answer of a classification, such as level 2"),
        "none": _frame("The person belongs to none of the classes.", "answer of a classification: none applies"),
        "still": _frame("The person can still be classified as: {statuses}.", 'classification still open; a list with "or"'),
    },
}
UNDECIDED: Final = _frame("It cannot be decided yet: {count} facts are missing.", "answer: open; {count} is 2 or more")
UNDECIDED_ONE: Final = _frame("It cannot be decided yet: one fact is missing.", "answer: open")
UNDECIDED_PLAIN: Final = _frame("It cannot be decided yet.", "answer: open, without a count of facts")
DISCRETIONARY: Final = _frame(
    "The decision is left to the judgement of the authority: {step}.", "answer: a person decides; {step} names the step"
)
_SPAN: Final[dict[str | None, str]] = {
    "month": _frame("The amount can still be between {low} and {high} a month.", "range while facts are missing"),
    "year": _frame("The amount can still be between {low} and {high} a year.", "range while facts are missing"),
    None: _frame("The amount can still be between {low} and {high}.", "range while facts are missing"),
}
_PER: Final[dict[str | None, str]] = {
    "month": _frame("{amount} a month", "an amount in a list or table"),
    "year": _frame("{amount} a year", "an amount in a list or table"),
    "day": _frame("{amount} a day", "an amount in a list or table"),
    "hour": _frame("{amount} an hour", "an amount in a list or table"),
    "once": _frame("{amount} once", "an amount in a list or table, paid once"),
    None: "{amount}",
}

# -- the lines of an explanation --

CITED: Final = _frame("{text} ({citation})", "a reason with the article that it rests on")
FACT: Final = _frame("{label}: {value}", "a fact as it was read")
LAW_VALUE: Final = _frame(
    "{text}: {value}, applied from {date} ({place}; {citation}).", "a value of the law; {text} says what it is"
)
LAW_VALUE_INHERITED: Final = _frame(
    "{text}: {value}, applied from {date} (inherited from {place}; {citation}).",
    "a value of the law that the place has none of its own for; {place} is the higher layer",
)
LAW_VALUE_UNDATED: Final = _frame(
    "{text}: {value} ({place}; {citation}).", "a value of the law that has always applied, as far as the file says"
)
INHERITED: Final = _frame("inherited from {place}", "stands in brackets; {place} is the higher layer")
NEED: Final = _frame("{label} ({path})", "a fact that is missing; {path} is technical, such as dwelling.living_area_m2")
NEED_MEMBER: Final = _frame("Member {member}: {label} ({path})", "a fact that is missing about one member")
NEED_MONTH: Final = _frame("{label} for the month ({path})", "a fact that is missing about the month, such as the price index")
RANGE: Final = _frame("between {low} and {high}", "what a value can still be, inside a sentence")
YES: Final = _frame("yes", "the value of a yes/no fact")
NO: Final = _frame("no", "the value of a yes/no fact")
NOT_KNOWN: Final = _frame("not known", "the value of a fact that nobody has given")
NONE: Final = _frame("none", "the value of a fact that is stated not to exist")

# -- warnings --

WARN_STALE: Final = _frame(
    "The source of “{text}” was last read on {date}; check whether it still applies.", "warning; {text} names a value of the law"
)
WARN_IN_FORCE: Final = _frame(
    "“{text}” applies from {date}, but could be decided on only from {in_force}; the difference is due as back pay.",
    "warning; {text} names a value of the law",
)
WARN_NOT_YET: Final = _frame(
    "“{text}” applies from {date}, but cannot be decided on before {in_force}; the value before it was used.",
    "warning: the day of decision is too early; {text} names a value of the law",
)
WARN_KNOWN: Final = _frame("“{text}” is generally known; its source was not read.", "warning; {text} names a value of the law")
WARN_SECONDARY: Final = _frame(
    "“{text}” was taken from a page that states it; the legal text itself was not read.",
    "warning; {text} names a value of the law",
)
WARN_INHERITED: Final = _frame(
    "{place} has no value of its own for “{text}”; that of {layer} was used.", "warning; {layer} is the higher layer"
)
WARN_DISCRETION: Final = _frame(
    "A step left to the judgement of the authority is open: {step}.", "warning; {step} names the step"
)
SOURCE_DATED: Final = _frame("{source}, {date}", "where a fact comes from and as of which day, inside a sentence")
WARN_UNVERIFIED: Final = _frame(
    "Not verified: {fact}. Source: {source}.", "warning; {fact} names a fact that was read, with its path"
)
WARN_OLD: Final = _frame(
    "Known only as of {date}, check whether it still holds: {fact}.",
    "warning; {fact} names a fact that was read, with its path",
)
WARN_UNVERIFIED_MANY: Final = _frame("Not verified, the source is {source}:", "warning over a list of facts that were read")
WARN_OLD_MANY: Final = _frame(
    "Known only as of {date}, check whether these still hold:", "warning over a list of facts that were read"
)
WARN_CONTRADICTED: Final = _frame(
    "Contradicted: {fact}. Another source ({source}) says: {value}.",
    "warning; {fact} names a fact that was read, {value} is what the other source says",
)


def entitled(subject: str, per: str | None) -> str:
    """The msgid of "entitled to {amount}" for a ``household`` or a ``person``, by period."""
    return _ENTITLED[subject, per]


def eligible(subject: str) -> str:
    """The msgid of "is eligible", without an amount."""
    return _PLAIN[subject]["eligible"]


def amount_open(subject: str) -> str:
    """The msgid of "is entitled; the amount is not settled yet"."""
    return _PLAIN[subject]["open"]


def not_entitled(subject: str) -> str:
    """The msgid of "is not entitled"."""
    return _PLAIN[subject]["not"]


def classified(subject: str) -> str:
    """The msgid of "is classified as: {status}"."""
    return _PLAIN[subject]["class"]


def in_no_class(subject: str) -> str:
    """The msgid of "belongs to none of the classes"."""
    return _PLAIN[subject]["none"]


def can_still_be(subject: str) -> str:
    """The msgid of "can still be classified as: {statuses}"."""
    return _PLAIN[subject]["still"]


def undecided(count: int) -> str:
    """The msgid of "cannot be decided yet", by how many facts are missing."""
    if not count:
        return UNDECIDED_PLAIN
    return UNDECIDED_ONE if count == 1 else UNDECIDED


def span(per: str | None) -> str:
    """The msgid of "can still be between {low} and {high}", by period."""
    return _SPAN.get(per, _SPAN[None])


def amount_per(per: str | None) -> str:
    """The msgid of "{amount} a month" and its like."""
    return _PER[per]


def clause(sentence: str) -> str:
    """A sentence without its full stop, to stand inside another one."""
    return sentence.rstrip(" .。")
