"""Write the pages that say what the code says: ``docs/facts.md``, ``docs/programs.md``, ``docs/glossary.md``, the tables of
``docs/award-terms.md``, and the table of programs in ``README.md``.

Run ``python tools/make_docs.py`` after changing a domain class, a program, its law, its cases or its catalogues; ``--check``
only says which page is not up to date.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from welfarekit.administration.law.award_terms import shipped_terms
from welfarekit.administration.law.payment_deadline import Deadline
from welfarekit.administration.law.term_values import TERMS
from welfarekit.administration.law.terms_file import Version
from welfarekit.awards.pay_day import PayDay
from welfarekit.awards.recurrence import Recurrence
from welfarekit.awards.terms import Rule
from welfarekit.cases import shipped_cases
from welfarekit.domain.fact import Spec, specs_of
from welfarekit.domain.household import Household
from welfarekit.domain.index_month import IndexMonth
from welfarekit.language.catalogue import catalogue, shared
from welfarekit.language.labels import WORDS, choice_label
from welfarekit.rules.determine import program, program_keys
from welfarekit.rules.lawbook import law_of
from welfarekit.rules.rulebook import Rulebook

ROOT = Path(__file__).parents[1]
LOCALES = {"en": "English", "zh_Hans": "简体中文", "zh_Hant": "繁體中文", "vi": "Tiếng Việt"}
MADE = "% Made by tools/make_docs.py; do not edit.\n\n"
README_TABLE = re.compile(r"(?<=<!-- programs: made by tools/make_docs.py -->\n).*?(?=<!-- /programs -->)", re.DOTALL)
TERMS_TABLES = re.compile(r"(?<=<!-- terms: made by tools/make_docs.py -->\n).*?(?=<!-- /terms -->)", re.DOTALL)
EXAMPLES = {
    "flag": "`true`",
    "money": '`"1200.00 CNY"`',
    "count": "`3`",
    "number": '`"45.50"`',
    "rate": '`"4.2%"`',
    "day": '`"2025-01-31"`',
    "text": '`"p1"`',
    "place": '`"CN-430602"`',
    "part": "an object",
    "members": "a list of objects",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of a Markdown table, and an empty one."""
    titles = list(head)
    yield f"| {' | '.join(titles)} |"
    yield f"|{'---|' * len(titles)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in row)} |"
    yield ""


# Facts ----------------------------------------------------------------------------------------------------------------------


def value_of(spec: Spec) -> str:
    """How the value of a fact is written in JSON."""
    text = ", ".join(f'`"{choice}"`' for choice in spec.choices) if spec.kind == "choice" else EXAMPLES[spec.kind]
    if spec.kind in ("part", "members"):
        text += f": [{spec.type.__name__}](#{spec.type.__name__.lower()})"
    if spec.required:
        return f"{text}; required"
    return f"{text} or `null`" if spec.none else text


def labels_of(spec: Spec) -> Iterator[str]:
    """What a fact is called in each language."""
    for locale in LOCALES:
        words = shared(locale)
        yield words.text(spec.label) if spec.label in words else ""


def classes_of(cls: type[Any]) -> Iterator[type[Any]]:
    """A class and those of its parts, each once, in the order of declaration."""
    yield cls
    for spec in specs_of(cls).values():
        if spec.kind in ("part", "members"):
            yield from classes_of(spec.type)


def unit_of(spec: Spec) -> str:
    """The unit and the bounds of a fact."""
    bounds = f"{spec.least} to {spec.most:,}" if spec.kind == "count" and spec.most is not None else ""
    return ", ".join(part for part in (spec.unit, bounds) if part)


def facts_page() -> str:
    """Every fact, from the domain classes."""
    lines = [
        "# Facts",
        "",
        "Everything that can be stated about a household, its members and a month, as the keys of the JSON document and the",
        "fields of the classes. A key that is left out is *unknown*; `null` says that there is none, where the table allows it.",
        "Nothing is read as zero or as no because it was left out. `python -m welfarekit schema` prints the same as JSON Schema.",
        "",
    ]
    for cls in dict.fromkeys([*classes_of(Household), *classes_of(IndexMonth)]):
        first = (cls.__doc__ or "").split("\n\n")[0].replace("``", "`")
        rows = [
            (f"`{spec.name}`", value_of(spec), unit_of(spec), *labels_of(spec))
            for spec in specs_of(cls).values()
        ]  # fmt: skip
        lines += [f"({cls.__name__.lower()})=", f"## {cls.__name__}", "", " ".join(first.split()), ""]
        lines += table(("key", "value in JSON", "unit", *LOCALES.values()), rows)
    return MADE + "\n".join(lines)


# Programs -------------------------------------------------------------------------------------------------------------------


def names_of(rulebook: Rulebook) -> list[str]:
    """The program's name in each language."""
    return [catalogue(rulebook.package, locale).text(rulebook.title) for locale in LOCALES]


def paragraphs_of(rulebook: Rulebook) -> tuple[list[str], str]:
    """The paragraphs of the program's page for people, and its limitations."""
    text = sys.modules[rulebook.package].__doc__ or ""
    paragraphs = [" ".join(part.split()).replace("``", "`") for part in text.split("\n\n")]
    marked = [part for part in paragraphs if part.startswith("*Limitations*:")]
    rest = [part for part in paragraphs if part not in marked]
    limits = marked[0].removeprefix("*Limitations*:").strip() if marked else rest.pop()
    return rest, limits[0].upper() + limits[1:]


def references(key: str) -> Iterator[str]:
    """Every source of the program's law, with the day on which it was read and how well it is confirmed."""
    for cite in law_of(key).sources.values():
        url = f", {cite.url}" if cite.url else ""
        article = f", {cite.article}" if cite.article else ""
        yield f"- {cite.act}{article}{url} ({cite.confirmed}, read {cite.read})"


def program_section(key: str) -> Iterator[str]:
    """One program: what it encodes, References, Checked with, Limitations."""
    rulebook = program(key)
    rest, limits = paragraphs_of(rulebook)
    cases, parameters = shipped_cases(key), law_of(key).parameters.values()
    rows = [row for parameter in parameters for row in parameter.rows]
    places = {row.place.code for row in rows}
    end = f" to {rulebook.until}" if rulebook.until else ""
    sources = sorted({case.source for case in cases if case.source})
    yield from (f"({key})=", f"## {key}", "", " / ".join(names_of(rulebook)), "")
    yield from (f"About one {rulebook.subject}; in force from {rulebook.since}{end}.", "")
    for paragraph in rest:
        yield from (paragraph, "")
    count = f"{len(parameters)} parameters with {len(rows)} dated values for {len(places)} places, from:"
    yield from ("### References", "", count, "")
    yield from (*references(key), "")
    yield from ("### Checked with", "", f"{len(cases)} worked cases in `{key.replace('.', '/')}/cases.toml`, after:", "")
    yield from (*(f"- {source}" for source in sources), "")
    yield from ("### Limitations", "", limits, "")


def programs_page() -> str:
    """Every program, from its docstring, its law and its cases."""
    lines = [
        "# Programs",
        "",
        "What each program encodes, the sources of its values, what it was checked with, and where it ends. How well a source is",
        "confirmed: `text` means that the legal text was read, `secondary` that a page which states the value was read, `known`",
        "that it is generally known. A determination warns where it rests on what is merely known or was not read for a year.",
        "",
    ]
    for key in program_keys():
        lines += program_section(key)
    return MADE + "\n".join(lines)


def readme_table() -> str:
    """The table of programs in the README."""
    rows = []
    for key in program_keys():
        rulebook = program(key)
        english, simplified, _, vietnamese = names_of(rulebook)
        official = simplified if key.startswith("cn") else vietnamese
        rows.append((f"`{key}`", english, official, rulebook.subject, str(rulebook.since)))
    return "\n".join(table(("key", "program", "official name", "about one", "in force from"), rows))


# Glossary -------------------------------------------------------------------------------------------------------------------

GROUPS = {
    "Relief": "Relief status in China",
    "PovertyStatus": "Poverty status in Viet Nam",
    "DisabilityType": "Types of disability",
    "DisabilityLevel": "Levels of disability in Viet Nam",
    "EducationLevel": "Levels of education",
    "Relation": "Relations to the head of the household",
    "MaritalStatus": "Marital status",
    "Absence": "Reasons for being away",
}


def glossary_page() -> str:
    """The names of programs and the words for what a fact can be, in each language."""
    lines = [
        "# Glossary",
        "",
        "The official names of the programs and the words for what a fact can be, in the four languages, from the catalogues.",
        "",
        "## Programs",
        "",
    ]
    lines += table(("key", *LOCALES.values()), ((f"`{key}`", *names_of(program(key))) for key in program_keys()))
    for name, heading in GROUPS.items():
        rows = [(f"`{value}`", *(choice_label(value, locale) for locale in LOCALES)) for value in WORDS[name]]
        lines += [f"## {heading}", "", *table(("value", *LOCALES.values()), rows)]
    return MADE + "\n".join(lines)


# Terms of awards ------------------------------------------------------------------------------------------------------------


def in_words(value: Any) -> str:
    """A term as a table shows it."""
    if isinstance(value, Rule):
        unit, when = ("day" if "day" in value.effect else "month"), ("after" if value.effect.startswith("next") else "of")
        return f"the {unit} {when} the {value.counted_from}"
    if isinstance(value, Recurrence):
        return {"once": "once", "month": "every month"}.get(value.every, f"every {value.every}")
    if isinstance(value, PayDay | Deadline):
        working = getattr(value, "working_days", None)
        if working:
            return f"within {working} working days of the {value.counted_from.replace('_', ' ')}"
        which = {-1: " of the month before", 1: " of the month after"}.get(value.months_after, "")
        return f"the {value.day}th{which}" if value.day != 31 else f"the last day{which}"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value).replace("_", " ")


def term_cell(version: Version, *names: str, named: bool = False) -> str:
    """What a version says of these terms, by ground, with how well it is confirmed."""
    texts = []
    for name in names:
        own = [(ground, one) for (term, ground), one in version.stated.items() if term == name]
        for ground, one in own:
            which = f"{ground.replace('_', ' ')}: " if ground else "else " if len(own) > 1 else ""
            confirmed = "" if one.cite.confirmed == "text" else f" ({one.cite.confirmed})"
            texts.append(f"{name.replace('_', ' ') + ': ' if named else ''}{which}{in_words(one.value)}{confirmed}")
    return "; ".join(texts) or "—"


COLUMNS = {"starts from": "starts", "changed from": "change", "ended from": "end", "paid": "recurrence", "payee": "payee"}


def terms_of(version: Version) -> Iterator[str]:
    """The cells of one version."""
    where = "" if len(version.place.chain) == 1 else f" in {version.place}"
    yield f"`{version.program}`{where}"
    yield f"{version.since} to {version.until}" if version.until else f"from {version.since}"
    for name in COLUMNS.values():
        yield term_cell(version, name)
    yield term_cell(version, *(name for name in TERMS if name not in COLUMNS.values()), named=True)


def terms_tables() -> str:
    """The terms that each country ships."""
    lines = []
    head = ("program", "decided", *COLUMNS, "and")
    for country, name in (("cn", "China"), ("vn", "Viet Nam")):
        lines += [f"### {name}", "", *table(head, (terms_of(one) for one in shipped_terms(country)))]
    return "\n".join(lines)


def pages() -> dict[Path, str]:
    """Every page that is made, as it should be."""
    readme, terms = ROOT / "README.md", ROOT / "docs/award-terms.md"
    return {
        ROOT / "docs/facts.md": facts_page(),
        ROOT / "docs/programs.md": programs_page(),
        ROOT / "docs/glossary.md": glossary_page(),
        terms: TERMS_TABLES.sub(lambda _: terms_tables(), terms.read_text("utf-8")),
        readme: README_TABLE.sub(lambda _: readme_table(), readme.read_text("utf-8")),
    }


def main() -> int:
    """Write the pages, or with ``--check`` say which are not up to date."""
    status = 0
    for path, text in pages().items():
        if path.exists() and path.read_text("utf-8") == text:
            continue
        if "--check" in sys.argv:
            print(f"{path.relative_to(ROOT)} is not up to date; run python tools/make_docs.py")
            status = 1
        else:
            path.write_text(text, "utf-8")
    return status


if __name__ == "__main__":
    raise SystemExit(main())
