"""A notice as a value: what it says, without a language. Its text in four languages and its JSON are made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from attrs import field, frozen

from welfarekit.administration.notices.remedies import Remedy
from welfarekit.awards.events import Cause
from welfarekit.awards.reconcile import Line
from welfarekit.awards.recovery import RecoveryPlan
from welfarekit.citation import Citation
from welfarekit.domain.checking import masked
from welfarekit.errors import InvalidFacts, Problem
from welfarekit.language.locale import chain
from welfarekit.place import Place
from welfarekit.quantity import Benefit
from welfarekit.rules.determination import Determination
from welfarekit.rules.reasons import Reason


class NoticeKind(StrEnum):
    """What a notice tells. A change is told as a ``raise`` or a ``reduce``."""

    APPROVE = "approve"
    REFUSE = "refuse"
    RAISE = "raise"
    REDUCE = "reduce"
    SUSPEND = "suspend"
    RESUME = "resume"
    STOP = "stop"
    RECOVER = "recover"
    ARREARS = "arrears"


@frozen
class Ground:
    """A reason that no rule states, in the office's own sentence: one text, or one for each locale; and its article."""

    text: str | Mapping[str, str]
    cite: Citation | None = None

    def __attrs_post_init__(self) -> None:
        said = [self.text] if isinstance(self.text, str) else list(self.text.values())
        if not said or not all(isinstance(text, str) and text.strip() for text in said):
            raise InvalidFacts([Problem("missing", "text", "nothing", "a sentence, or one for each locale")])

    def said(self, locale: str) -> str:
        """The sentence in a locale, or else in English, or else in whatever language there is."""
        if isinstance(self.text, str):
            return self.text
        return next((self.text[tag] for tag in chain(locale) if tag in self.text), next(iter(self.text.values())))


@frozen
class CauseGround:
    """A reason that an event of the award states: why it happened, and the article."""

    cause: Cause
    cite: Citation | None = None


@frozen(kw_only=True, repr=False, eq=False)
class Notice:
    """One notice. Make one with :func:`~welfarekit.administration.notices.notice.notice`.

    ``package`` is where the program's own sentences stand, ``title`` its name there; without a package the name as it is.
    ``first_day`` and ``last_day`` are the first and the last day that the decision is about, both included. ``amount`` is what is
    due from then on (a recovery: what was overpaid), ``before`` what was due until then. ``lines`` say for which periods too much
    or too little was paid; ``plan`` how it is taken back, ``floor`` what is always left. ``basis`` are the articles, ``duty``
    that of the duty to report changes. The subject is masked where it could be the number of a person.
    """

    kind: NoticeKind = field(converter=NoticeKind)
    program: str
    package: str
    title: str
    subject: str = field(converter=masked)
    place: Place
    decided_on: dt.date
    served_on: dt.date | None = None
    office: str = ""
    amount: Benefit | None = None
    before: Benefit | None = None
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    pay_day: dt.date | None = None
    lapses_on: dt.date | None = None
    back_pay: bool | None = None
    heard_on: dt.date | None = None
    hearing: Citation | None = None
    determination: Determination | None = None
    reasons: tuple[Reason, ...] = ()
    grounds: tuple[Ground | CauseGround, ...] = ()
    lines: tuple[Line, ...] = ()
    plan: RecoveryPlan | None = None
    floor: Benefit | None = None
    duty: Citation | None = None
    basis: tuple[Citation, ...] = ()
    remedies: tuple[Remedy, ...] = ()

    def sentences(self, locale: str = "en") -> tuple[str, ...]:
        """Every line of the text, headings among them, without empty lines."""
        return tuple(line for line in self.text(locale).splitlines() if line)

    def text(self, locale: str = "en") -> str:
        """The notice as an official writes it: whole sentences, amounts in figures and in words."""
        from welfarekit.administration.notices.text import text_of

        return text_of(self, locale)

    def to_json(self, locale: str | None = None) -> str:
        """The notice as JSON (``welfarekit.notice/1``), with its text if a locale is given."""
        from welfarekit.administration.notices.json import notice_to_json

        return notice_to_json(self, locale)

    def __repr__(self) -> str:
        return f"<Notice {self.kind.value} {self.program} {self.subject}, {self.decided_on.isoformat()}>"
