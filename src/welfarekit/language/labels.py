"""Words for facts and for values: what a fact such as ``birth_date`` and a value such as ``dibao`` are called.

A fact's label stands where the fact is declared, in ``domain/``; the words for values of a choice stand here. Both are msgids
of the shared catalogue.

>>> choice_label("dibao", "zh_Hans"), choice_label("near_poor", "vi"), choice_label("dibao_edge", "en")
('最低生活保障家庭', 'hộ cận nghèo', 'dibao edge household')
>>> fact_label("birth_date", "vi")
'ngày sinh'
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from welfarekit.language.catalogue import shared

WORDS: Final[dict[str, dict[str, str]]] = {
    "Area": {"urban": "urban", "rural": "rural"},
    "Relief": {
        "dibao": "dibao household",
        "dibao_edge": "dibao edge household",
        "rigid_expenditure": "household in hardship from unavoidable spending",
    },
    "PovertyStatus": {
        "poor": "poor household",
        "near_poor": "near-poor household",
        "average_living": "household of average living standard",
    },
    "DibaoTier": {"a": "tier A", "b": "tier B", "c": "tier C", "d": "tier D"},
    "DisabilityType": {
        "visual": "visual disability",
        "hearing": "hearing disability",
        "speech": "speech disability",
        "limb": "limb disability",
        "intellectual": "intellectual disability",
        "mental": "mental disability",
        "multiple": "multiple disabilities",
    },
    "DisabilityLevel": {
        "extra_heavy": "extra heavy disability",
        "heavy": "heavy disability",
        "mild": "mild disability",
    },
    "EducationLevel": {
        "preschool": "preschool",
        "primary": "primary school",
        "lower_secondary": "lower secondary school",
        "upper_secondary": "upper secondary school",
        "vocational_secondary": "secondary vocational school",
        "vocational": "vocational training",
        "bachelor": "bachelor's degree course",
        "postgraduate": "postgraduate study",
    },
    "Sex": {"male": "male", "female": "female"},
    "Relation": {
        "head": "head of the household",
        "spouse": "spouse",
        "child": "child",
        "child_in_law": "child-in-law",
        "parent": "parent",
        "grandparent": "grandparent",
        "grandchild": "grandchild",
        "sibling": "sibling",
        "other": "other member of the household",
    },
    "Absence": {
        "prison": "in prison",
        "compulsory_treatment": "in compulsory treatment",
        "declared_missing": "declared missing",
        "clergy_apart": "clergy living apart for three years or more",
        "conscript": "conscript on military service",
    },
    "MaritalStatus": {
        "never_married": "never married",
        "married": "married",
        "divorced": "divorced",
        "widowed": "widowed",
        "spouse_missing": "spouse declared missing",
    },
    "WorkKind": {
        "employed": "employed",
        "self_employed": "self-employed",
        "flexible": "flexible work",
        "farming": "farming",
        "community_post": "public-welfare post",
    },
    "EnrolmentStatus": {
        "applied": "applied for",
        "active": "benefit in payment",
        "suspended": "benefit suspended",
        "ended": "benefit ended",
        "refused": "application refused",
    },
    "PaymentKind": {
        "regular": "regular payment",
        "arrears": "payment of arrears",
        "one_off": "one-off payment",
        "recovery": "recovery of an overpayment",
    },
    "PaymentState": {
        "planned": "payment planned",
        "approved": "payment approved",
        "sent": "payment sent",
        "paid": "payment made",
        "failed": "payment failed",
        "returned": "payment returned",
        "reissued": "payment issued again",
        "cancelled": "payment cancelled",
    },
    "Channel": {
        "bank": "bank account",
        "social_security_card": "social security card",
        "post_office": "post office",
        "mobile_account": "mobile account",
        "cash": "cash",
        "delivery": "delivery in kind",
    },
    "PayeeKind": {
        "person": "the person",
        "household_head": "payment to the head of the household",
        "carer": "carer",
        "guardian": "guardian",
        "employer": "employer",
        "training_platform": "training platform",
        "facility": "facility",
    },
    "PostKind": {
        "community_service": "community service",
        "cleaning": "cleaning",
        "security": "security",
        "care": "care",
        "rural_public_work": "rural public works",
        "other": "other post",
    },
    "PayManner": {"monthly": "monthly pay", "hourly": "hourly pay"},
    "SourceKind": {
        "declared": "statement of the applicant",
        "document": "document",
        "register": "comparison with a register",
        "home_visit": "home visit",
        "telephone_visit": "telephone visit",
        "community": "statement of neighbours or the community",
        "estimate": "estimate by the office",
    },
    "VisitKind": {"home": "home visit", "telephone": "telephone visit"},
    "VisitPurpose": {
        "verification": "verification of facts",
        "holiday_care": "care for children in the holiday",
        "follow_up": "follow-up visit",
        "form_at_home": "application taken at home",
    },
    "CareTopic": {
        "guardianship": "guardianship in the family",
        "entrusted_care": "entrusted care",
        "living": "living conditions",
        "health": "state of health",
        "whereabouts": "whereabouts in the holiday",
        "difficulties": "difficulties faced",
    },
    "CareFinding": {
        "in_order": "in order",
        "needs_action": "action needed",
        "does_not_apply": "topic that does not apply",
    },
    "law": {
        "gap": "what is missing to the standard",
        "tier": "a fixed amount by tier",
        "highest_only": "the highest only",
        "sum": "added up",
        "living_costs": "the standard times the rise of living costs",
        "living_costs_of_city_mean": "the mean standard of the city times the rise of living costs",
        "triggering_index": "the standard times the rise of the index that triggers the subsidy",
        "consumer_prices": "the standard times the rise of consumer prices",
        "assumed_consumer_prices": "the standard times the rise of consumer prices, as an assumption",
        "bands_of_consumer_prices": "an amount by the band of the rise of consumer prices",
        "bands_of_living_costs": "an amount by the band of the rise of living costs",
        "points_of_living_costs": "an amount for each percentage point of the rise of living costs",
        "flat": "a fixed amount",
        "sack": "an amount by the sack",
    },
}
"""The words for every value of every choice: the domain's by name of the class, and those of the law under ``law``."""

EXTRA: Final[dict[str, str]] = {
    "place of residence": "asked for where the place is not known",
    "urban or rural": "asked for where the area is not known",
    "guardian in the household": "asked for where it is not known who looks after whom",
    "incomes stated member by member": "whether a document itemises incomes",
}
"""Labels of what rules ask for without its being one declared fact."""

_UNIT_ENDS: Final = {
    "per person": "an amount or a number per person",
    "per person and month": "an amount",
    "per person and year": "an amount",
    "per worker and month": "an amount",
    "per household": "an amount",
    "per household and month": "an amount",
    "per month": "an amount",
    "per year": "an amount",
    "years": "a length of time",
    "years of age": "an age",
    "months": "a length of time",
    "days": "a length of time",
    "hours": "a length of time",
    "points": "points of a form",
    "people": "a number of people",
    "indicators": "a number of indicators of deprivation",
    "square metres per person": "a space",
}


@cache
def _any_word(value: str) -> str:
    """The word for a value by itself; where two choices share it, the first that a rule can ask for."""
    return next((words[value] for words in WORDS.values() if value in words), value)


def choice_label(value: str, locale: str, kind: str = "") -> str:
    """What a value of a choice is called; the value itself where nobody gave it a word.

    ``kind`` is the name of the choice's class (``Relation``), needed only for a value that two choices share (``other``).
    """
    word = WORDS[kind].get(value, value) if kind in WORDS else _any_word(str(value))
    return shared(locale).text(word) if word in shared(locale) else word


@cache
def _labels() -> dict[str, str]:
    """Fact to label, by the fact's name and by its whole path below the household, a person or a month."""
    from welfarekit.domain.fact import walk
    from welfarekit.domain.household import Household
    from welfarekit.domain.index_month import IndexMonth
    from welfarekit.domain.person import Person

    found: dict[str, str] = {}
    for cls, prefix in ((Household, ""), (Person, "members."), (IndexMonth, "month.")):
        for path, spec in walk(cls):
            found[prefix + path] = spec.label
            found.setdefault(path, spec.label)
    return found


def fact_label(path: str, locale: str) -> str:
    """What a fact is called, by its path in a document: ``members[2].disability.grade``, ``dwelling.living_area_m2``."""
    label = _labels().get(re.sub(r"\[\d+\]", "", path), "")
    return shared(locale).text(label) if label else path


def quantity(unit: str) -> str:
    """The msgid that writes ``{value}`` with the unit of a law file: ``{value} per person and month``, or only ``{value}``.

    >>> quantity("CNY per person and month"), quantity("points of form B1"), quantity("share")
    ('{value} per person and month', '{value} points', '{value}')
    """
    end = re.sub(r"^(CNY|VND) ", "", unit)
    end = "points" if end.startswith("points of form") else end
    return f"{{value}} {end}" if end in _UNIT_ENDS else "{value}"


def _domain_classes() -> list[type[Any]]:
    """Every class of the domain that declares facts."""
    import pkgutil
    from importlib import import_module

    from welfarekit import domain
    from welfarekit.domain.checking import Facts

    modules = [import_module(f"{domain.__name__}.{entry.name}") for entry in pkgutil.iter_modules(domain.__path__)]
    return [
        cls
        for module in modules
        for cls in vars(module).values()
        if isinstance(cls, type) and cls is not Facts and issubclass(cls, Facts) and cls.__module__ == module.__name__
    ]


def messages() -> Iterator[tuple[str, str]]:
    """Every label of a fact, every word for a value and every unit, with a comment for its translators."""
    from welfarekit.domain.fact import specs_of

    for cls in _domain_classes():
        for spec in specs_of(cls).values():
            yield spec.label, f"{cls.__name__}.{spec.name}"
    yield from EXTRA.items()
    for kind, words in WORDS.items():
        for value, word in words.items():
            yield word, f"value {value} of {kind}" if kind != "law" else f"value {value} of a choice that the law makes"
    for end, comment in _UNIT_ENDS.items():
        yield f"{{value}} {end}", comment
