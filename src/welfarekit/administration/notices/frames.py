"""The sentences of a notice: msgids of this room's catalogue, each with a word to its translators."""

from __future__ import annotations

from typing import Final

from welfarekit.language.messages import Messages

_frame = Messages()
messages = _frame.messages
"""Every sentence with a comment for its translators."""


# -- headings --

TITLES: Final = {
    "approve": _frame("{program}: notice of approval", "headline of a notice; {program} is the name of the program"),
    "refuse": _frame("{program}: notice of refusal", "headline of a notice"),
    "raise": _frame("{program}: notice of an increase", "headline of a notice"),
    "reduce": _frame("{program}: notice of a reduction", "headline of a notice"),
    "suspend": _frame("{program}: notice of suspension", "headline of a notice"),
    "resume": _frame("{program}: notice of resumption", "headline of a notice"),
    "stop": _frame("{program}: notice of termination", "headline of a notice"),
    "recover": _frame("{program}: notice of recovery", "headline of a notice: too much was paid and is taken back"),
    "arrears": _frame("{program}: notice of arrears", "headline of a notice: too little was paid and is paid afterwards"),
}
DUTY_HEADING: Final = _frame("What to report", "heading over the duty to report changes")
REMEDY_HEADING: Final = _frame("What you can do against this decision", "heading over the remedies")

# -- about what --

ABOUT: Final = _frame("Case {subject} in {place}, decided on {date}.", "{subject} is an identifier, {place} a place in words")
OFFICE: Final = _frame("Decided by {office}.", "{office} is the name of an office")
HEARD: Final = _frame("You were heard on {date}, before this decision.", "the hearing that the law asks for")
HEARD_BY: Final = _frame(
    "You were heard on {date}, before this decision ({citation}).",
    "the hearing that the law asks for; {citation} names the article",
)

# -- the decision --

APPROVED: Final = _frame("Your application is approved.", "the decision")
ENTITLED: Final = _frame(
    "You are entitled to {amount} from {first} on.", "{amount} has figures, words and a period; {first} is a day"
)
ENTITLED_UNTIL: Final = _frame(
    "You are entitled to {amount} from {first} to {last}.", "{first}, {last}: the first and the last day"
)
ONCE: Final = _frame("You receive a single payment of {amount}.", "{amount} has figures and words")
REFUSED: Final = _frame("Your application is refused.", "the decision")
RAISED: Final = _frame("The amount rises from {before} to {amount} from {first} on.", "the decision; {first} is a day")
RAISED_UNTIL: Final = _frame("The amount rises from {before} to {amount} from {first} to {last}.", "the decision, for a time")
REDUCED: Final = _frame("The amount is reduced from {before} to {amount} from {first} on.", "the decision; {first} is a day")
REDUCED_UNTIL: Final = _frame(
    "The amount is reduced from {before} to {amount} from {first} to {last}.", "the decision, for a time"
)
SUSPENDED: Final = _frame("Payment is suspended from {first} on.", "the decision")
SUSPENDED_UNTIL: Final = _frame("Payment is suspended from {first} to {last}.", "the decision, for a time")
LAPSES: Final = _frame(
    "If nothing is done, the benefit ends on {date}.", "below a suspension; {date} is the first day without it"
)
RESUMED: Final = _frame("Payment is resumed from {first} on.", "the decision")
BACK_PAY: Final = _frame("What was not paid during the suspension is paid as well.", "below a resumption")
NO_BACK_PAY: Final = _frame("What was not paid during the suspension is not paid afterwards.", "below a resumption")
STOPPED: Final = _frame("The benefit ends. The last day of entitlement is {last}.", "the decision")
STOPPED_AT_ONCE: Final = _frame("The benefit ends before its first day, {first}; nothing is due.", "the decision")
OVERPAID: Final = _frame("Too much was paid: {amount}.", "the decision; {amount} has figures and words")
UNDERPAID: Final = _frame("Too little was paid. You receive {amount} in arrears.", "the decision; {amount} has figures and words")
PERIOD: Final = _frame(
    "From {first} to {last}: {amount}. {reason}", "one line of an overpayment or of arrears; {reason} is a sentence"
)
INSTALMENTS: Final = _frame("It is taken back from your payments in {count} instalments.", "{count} is 2 or more")
INSTALMENT: Final = _frame("It is taken back from your payments in one instalment.", "a recovery")
INSTALMENT_ON: Final = _frame("On {date}: {amount}.", "one instalment")
FLOOR: Final = _frame("Of each payment you keep at least {amount}.", "a recovery never goes below this")
LEFT: Final = _frame("What cannot be taken from the payments that are planned is still owed: {amount}.", "a recovery")
LEFT_BY: Final = _frame(
    "What cannot be taken from the payments that are planned is to be paid back by {date}: {amount}.",
    "a recovery; {date} is the last day",
)
NOTHING_TAKEN: Final = _frame("Nothing of it can be taken from the payments that are planned.", "a recovery")
STILL_OWED: Final = _frame("All of it is still owed.", "a recovery of which nothing can be taken from payments")
PAY_BACK: Final = _frame("It is to be paid back by {date}.", "a recovery that is not taken from payments; {date} is the last day")
FIRST_PAYMENT: Final = _frame("The first payment is due on {date}.", "the pay day")
PAYMENT: Final = _frame("It is paid on {date}.", "the pay day")
IN_WORDS: Final = _frame("{figure} (in words: {words})", "an amount in figures and in words")

# -- causes, each a reason by itself --

_CAUSE: Final = "why an award changed, or why too much or too little was paid"
CAUSES: Final = {
    "decision": _frame("This follows from the decision on the award.", _CAUSE),
    "changed_circumstances": _frame("Circumstances have changed.", _CAUSE),
    "late_report": _frame("A change was reported late.", _CAUSE),
    "office_error": _frame("The office made a mistake.", _CAUSE),
    "law_in_arrears": _frame("New law applies to a time that had been decided before.", _CAUSE),
    "law_change": _frame("The law has changed.", _CAUSE),
    "review": _frame("The periodic review came to another result.", _CAUSE),
    "stacking": _frame("Another benefit is paid that does not go together with this one in full.", _CAUSE),
    "not_collected": _frame("Payments were not collected.", _CAUSE),
    "reassessment_refused": _frame("A reassessment was refused.", _CAUSE),
    "work_refused": _frame("Suitable work was refused several times without good reason.", _CAUSE),
    "condition_met_again": _frame("The conditions are met again.", _CAUSE),
    "death": _frame("The person whom the benefit was for has died.", _CAUSE),
    "moved_away": _frame("The family has moved to another place.", _CAUSE),
    "own_request": _frame("You asked for it.", _CAUSE),
    "fraud": _frame("The benefit was obtained by false statements.", _CAUSE),
    "undelivered": _frame("A payment did not arrive.", _CAUSE),
    "payment_error": _frame("A payment was made that was not due in this amount.", _CAUSE),
}

# -- what to report, and remedies --

REPORT: Final = _frame(
    "Tell the office at once when the members, the income or the property of the household change ({citation}).", "a duty"
)
_REMEDY: Final = "a remedy; {body} is whom to turn to, {last} the last day, {citation} the article"
_WITHIN: Final = "a remedy; {limit} is a number of days or months, counted from the day of receipt"
UNTIL: Final = {
    "reconsideration": _frame("You can apply to {body} for administrative reconsideration until {last} ({citation}).", _REMEDY),
    "litigation": _frame("You can bring an action before {body} until {last} ({citation}).", _REMEDY),
    "complaint": _frame("You can complain to {body} until {last} ({citation}).", _REMEDY),
    "appeal": _frame("You can appeal to {body} until {last} ({citation}).", _REMEDY),
    "": _frame("You can object to this decision before {body} until {last} ({citation}).", _REMEDY),
}
WITHIN: Final = {
    "reconsideration": _frame(
        "You can apply to {body} for administrative reconsideration within {limit} of receiving this notice ({citation}).",
        _WITHIN,
    ),
    "litigation": _frame("You can bring an action before {body} within {limit} of receiving this notice ({citation}).", _WITHIN),
    "complaint": _frame("You can complain to {body} within {limit} of receiving this notice ({citation}).", _WITHIN),
    "appeal": _frame("You can appeal to {body} within {limit} of receiving this notice ({citation}).", _WITHIN),
    "": _frame("You can object to this decision before {body} within {limit} of receiving this notice ({citation}).", _WITHIN),
}
BODIES: Final = {
    "reconsideration": _frame("the competent people's government", "whom to turn to, inside a sentence"),
    "litigation": _frame("the competent people's court", "whom to turn to, inside a sentence"),
    "complaint": _frame("whoever made the decision", "whom to turn to, inside a sentence"),
    "appeal": _frame("the next higher authority", "whom to turn to, inside a sentence"),
    "": _frame("the competent authority", "whom to turn to, inside a sentence"),
}
LIMITS: Final = {
    "days": _frame("{count} days", "a limit inside a sentence"),
    "working_days": _frame("{count} working days", "a limit inside a sentence"),
    "months": _frame("{count} months", "a limit inside a sentence"),
}
MAY_MOVE: Final = _frame(
    "If the last day is a day of rest, the first working day after it counts.", "after the last day of a remedy"
)
