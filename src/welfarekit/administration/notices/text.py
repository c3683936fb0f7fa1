"""The text of a notice in one language: title, decision, reasons, legal basis, what to report, remedies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from welfarekit.administration.notices import frames
from welfarekit.administration.notices.document import CauseGround, Notice, NoticeKind
from welfarekit.administration.notices.remedies import Remedy
from welfarekit.administration.notices.speaker import Speaker
from welfarekit.citation import Citation
from welfarekit.language import frames as shared_frames
from welfarekit.language.catalogue import catalogue
from welfarekit.language.places import place_address
from welfarekit.place import CURRENCY
from welfarekit.rules.wording import Words, outcome_sentences, sentence, words_for


def text_of(notice: Notice, locale: str) -> str:
    """The whole notice, section by section."""
    how = Speaker(locale)
    program = catalogue(notice.package, how.locale).text(notice.title) if notice.package else notice.title
    lines = [how.say(frames.TITLES[notice.kind.value], program=program), "", *_about(notice, how), *_decision(notice, how)]

    def section(heading: str, entries: list[str]) -> None:
        if entries:
            lines.extend(["", heading, *entries])

    section(how.shared.text(shared_frames.REASONS), [f"- {text}" for text in _reasons(notice, how)])
    section(how.shared.text(shared_frames.BASIS), [f"- {how.value(cite)}" for cite in notice.basis])
    if notice.duty is not None:
        section(how.say(frames.DUTY_HEADING), [how.say(frames.REPORT, citation=notice.duty)])
    section(how.say(frames.REMEDY_HEADING), [f"- {_remedy(remedy, how)}" for remedy in notice.remedies])
    return "\n".join(lines)


def _about(notice: Notice, how: Speaker) -> Iterator[str]:
    place = place_address(notice.place, how.locale, on=notice.decided_on)
    yield how.say(frames.ABOUT, subject=notice.subject, place=place, date=notice.decided_on)
    if notice.office:
        yield how.say(frames.OFFICE, office=notice.office)
    if notice.heard_on is not None:
        heard = frames.HEARD if notice.hearing is None else frames.HEARD_BY
        yield how.say(heard, date=notice.heard_on, citation=notice.hearing)


def _decision(notice: Notice, how: Speaker) -> Iterator[str]:
    kind, first, last, amount = notice.kind, notice.first_day, notice.last_day, notice.amount
    match kind:
        case NoticeKind.APPROVE:
            yield how.say(frames.APPROVED)
            yield from _entitlement(notice, how)
        case NoticeKind.REFUSE:
            yield how.say(frames.REFUSED)
        case NoticeKind.RAISE | NoticeKind.REDUCE:
            rises = kind is NoticeKind.RAISE
            endless = frames.RAISED if rises else frames.REDUCED
            until = frames.RAISED_UNTIL if rises else frames.REDUCED_UNTIL
            yield how.say(endless if last is None else until, before=notice.before, amount=amount, first=first, last=last)
        case NoticeKind.SUSPEND:
            yield how.say(frames.SUSPENDED if last is None else frames.SUSPENDED_UNTIL, first=first, last=last)
        case NoticeKind.RESUME:
            yield how.say(frames.RESUMED, first=first)
            yield how.say(frames.BACK_PAY if notice.back_pay else frames.NO_BACK_PAY)
        case NoticeKind.STOP:
            yield how.say(frames.STOPPED, last=last) if first is None else how.say(frames.STOPPED_AT_ONCE, first=first)
        case NoticeKind.RECOVER | NoticeKind.ARREARS:
            yield how.say(frames.OVERPAID if kind is NoticeKind.RECOVER else frames.UNDERPAID, amount=amount)
            yield from _periods(notice, how)
            yield from _plan(notice, how)
    if notice.pay_day is not None and kind is not NoticeKind.RECOVER:
        single = kind is NoticeKind.ARREARS or (amount is not None and amount.per == "once")
        yield how.say(frames.PAYMENT if single else frames.FIRST_PAYMENT, date=notice.pay_day)
    if notice.lapses_on is not None:
        yield how.say(frames.LAPSES, date=notice.lapses_on)


def _entitlement(notice: Notice, how: Speaker) -> Iterator[str]:
    amount, first, last = notice.amount, notice.first_day, notice.last_day
    if amount is None:
        if notice.determination is not None:
            yield from outcome_sentences(notice.determination, _words(notice, how))
    elif amount.per == "once":
        yield how.say(frames.ONCE, amount=amount)
    else:
        yield how.say(frames.ENTITLED if last is None else frames.ENTITLED_UNTIL, amount=amount, first=first, last=last)


def _periods(notice: Notice, how: Speaker) -> Iterator[str]:
    for line in notice.lines:
        assert line.period.start is not None and line.period.stop is not None  # both were checked
        amount = how.amount(line.amount if line.amount.minor > 0 else -line.amount, words=False)
        reason = how.say(frames.CAUSES[line.cause.value])
        first, last = line.period.start, line.period.stop - dt.timedelta(days=1)
        yield f"- {how.say(frames.PERIOD, first=first, last=last, amount=amount, reason=reason)}"


def _plan(notice: Notice, how: Speaker) -> Iterator[str]:
    plan = notice.plan
    if plan is None:
        if notice.kind is NoticeKind.RECOVER:
            yield how.say(frames.PAY_BACK, date=notice.pay_day)
        return
    count = len(plan.instalments)
    if count:
        yield how.say(frames.INSTALMENTS if count > 1 else frames.INSTALMENT, count=how.number(count))
        for one in plan.instalments:
            yield f"- {how.say(frames.INSTALMENT_ON, date=one.due_on, amount=how.amount(one.amount, words=False))}"
        if plan.floor.minor:
            yield how.say(frames.FLOOR, amount=plan.floor)
        if plan.left.minor:
            left = frames.LEFT if notice.pay_day is None else frames.LEFT_BY
            yield how.say(left, amount=plan.left, date=notice.pay_day)
    else:
        yield how.say(frames.NOTHING_TAKEN)
        yield how.say(frames.STILL_OWED) if notice.pay_day is None else how.say(frames.PAY_BACK, date=notice.pay_day)


def _words(notice: Notice, how: Speaker) -> Words:
    return words_for(notice.package, CURRENCY[notice.place.country], how.locale)


def _reasons(notice: Notice, how: Speaker) -> Iterator[str]:
    for ground in notice.grounds:
        if isinstance(ground, CauseGround):
            yield _with(how.say(frames.CAUSES[ground.cause.value]), ground.cite, how)
        else:
            yield _with(ground.said(how.locale), ground.cite, how)
    if notice.reasons:
        words = _words(notice, how)
        yield from (sentence(reason, words) for reason in notice.reasons)


def _with(text: str, cite: Citation | None, how: Speaker) -> str:
    """A sentence with its article before the full stop."""
    if cite is None:
        return text
    stop = text[-1] if text[-1:] in ".。" else ""
    return how.shared.text(shared_frames.CITED, text=text.removesuffix(stop), citation=how.value(cite)) + stop


def _remedy(remedy: Remedy, how: Speaker) -> str:
    key = remedy.key if remedy.key in frames.UNTIL else ""
    body = remedy.body or how.say(frames.BODIES[key])
    if remedy.last is not None:
        text = how.say(frames.UNTIL[key], body=body, last=remedy.last, citation=remedy.cite)
    else:
        assert remedy.limit is not None
        text = how.say(frames.WITHIN[key], body=body, limit=how.limit(remedy.limit), citation=remedy.cite)
    if not remedy.may_move:
        return text
    return f"{text}{'' if how.locale.startswith('zh') else ' '}{how.say(frames.MAY_MOVE)}"
