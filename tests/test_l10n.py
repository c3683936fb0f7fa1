"""Translations are checked like code: complete, commented, with equal placeholders, nothing obsolete, each in its own script."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import welfarekit
from welfarekit.language import frames, labels
from welfarekit.language.catalogue import shared, strict
from welfarekit.language.locale import LOCALES
from welfarekit.language.places import places

ROOT = Path(welfarekit.__file__).parent
TESTS = Path(__file__).parent
TRANSLATED = tuple(locale for locale in LOCALES if locale != "en")
PROGRAMS = sorted(path.parent for country in ("cn", "vn", "demo") for path in (ROOT / country).rglob("rules.py"))
COUNTRIES = [path.parent for path in sorted(ROOT.glob("*/together.py"))]
OFFICE = ROOT / "administration"
FOLDERS = [ROOT / "language", OFFICE, *COUNTRIES, *PROGRAMS]
LAWS = sorted(path for country in ("cn", "vn", "demo") for path in (ROOT / country).rglob("law.toml"))

PLACEHOLDER = re.compile(r"\{[^{}]*\}")
SIMPLE = re.compile(r"\{[a-z_][a-z0-9_]*\}")


def named(folder: Path) -> str:
    return ".".join(folder.relative_to(ROOT).parts)


def package_of(folder: Path) -> str:
    return f"welfarekit.{named(folder)}"


@cache
def characters(name: str) -> frozenset[str]:
    lines = (TESTS / name).read_text(encoding="utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


@cache
def source_of(folder: Path) -> dict[str, str]:
    """Every msgid that the folder's code asks for, with its comment."""
    found: Iterable[tuple[str, str]]
    if folder.name == "language":
        found = [*frames.messages(), *labels.messages()]
    elif folder == OFFICE:
        wording = [path for path in sorted(folder.rglob("*.py")) if "\nmessages = " in path.read_text(encoding="utf-8")]
        names = [".".join(path.relative_to(ROOT).with_suffix("").parts) for path in wording]
        found = [message for name in names for message in import_module(f"welfarekit.{name}").messages()]
    elif folder in COUNTRIES:
        relations = import_module(f"{package_of(folder)}.together").TOGETHER
        found = [(relation.sentence, "how programs go together") for relation in relations]
    else:
        found = import_module(package_of(folder)).rulebook.messages()
    return dict(found)


@cache
def catalogue_in(folder: Path, locale: str) -> Catalog:
    with (folder / f"{locale}.po").open("rb") as file:
        return read_po(file, abort_invalid=True)


def texts(folder: Path, locale: str) -> dict[str, str]:
    return {str(entry.id): str(entry.string) for entry in catalogue_in(folder, locale) if entry.id}


each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=named)
each_catalogue = pytest.mark.parametrize("locale", TRANSLATED)


def test_every_catalogue_belongs_to_a_folder_that_is_checked() -> None:
    assert {path.parent for path in ROOT.rglob("*.po")} <= set(FOLDERS)
    assert {path.stem for path in ROOT.rglob("*.po")} == set(TRANSLATED)


@each_folder
@each_catalogue
def test_a_catalogue_has_every_sentence_of_its_source_and_no_other(folder: Path, locale: str) -> None:
    entries = texts(folder, locale)
    wanted = source_of(folder)
    assert sorted(set(wanted) - set(entries)) == [], "not translated"
    assert sorted(set(entries) - set(wanted)) == [], "no longer in the source"
    assert [msgid for msgid, text in entries.items() if not text.strip()] == [], "without a translation"


@each_folder
@each_catalogue
def test_a_catalogue_is_tidy(folder: Path, locale: str) -> None:
    catalog = catalogue_in(folder, locale)
    header = {name.lower(): value.lower() for name, value in catalog.mime_headers}
    assert str(catalog.locale) == locale
    assert "charset=utf-8" in header["content-type"]
    assert list(catalog.obsolete) == []
    entries = [entry for entry in catalog if entry.id]
    assert [entry.id for entry in entries if entry.fuzzy] == []
    assert [entry.id for entry in entries if not entry.auto_comments] == [], "a comment (#.) must say where it stands"
    written = re.findall(r'(?m)^msgid "[^"]|^msgid ""\n(?=")', (folder / f"{locale}.po").read_text(encoding="utf-8"))
    assert len(written) == len(entries), "an msgid stands there twice"


@each_folder
@each_catalogue
def test_placeholders_are_those_of_the_source(folder: Path, locale: str) -> None:
    for msgid, text in texts(folder, locale).items():
        assert set(PLACEHOLDER.findall(msgid)) == set(PLACEHOLDER.findall(text)), msgid
        for sentence in (msgid, text):
            assert SIMPLE.sub("", sentence).count("{") == SIMPLE.sub("", sentence).count("}") == 0, sentence


@each_folder
@each_catalogue
def test_sentences_end_as_their_source_does(folder: Path, locale: str) -> None:
    stop = "." if locale == "vi" else "。"
    wrong = [
        text
        for msgid, text in texts(folder, locale).items()
        if (msgid.endswith(".") != text.endswith(stop)) or text != text.strip()
    ]
    assert wrong == []


@each_folder
def test_traditional_text_has_no_simplified_character(folder: Path) -> None:
    only = characters("simplified_only.txt")
    assert {text: found for text in texts(folder, "zh_Hant").values() if (found := sorted(only.intersection(text)))} == {}


@each_folder
def test_simplified_text_has_no_traditional_character(folder: Path) -> None:
    only = characters("traditional_only.txt")
    assert {text: found for text in texts(folder, "zh_Hans").values() if (found := sorted(only.intersection(text)))} == {}


@each_folder
def test_the_two_scripts_differ_where_they_must(folder: Path) -> None:
    simplified, traditional = texts(folder, "zh_Hans"), texts(folder, "zh_Hant")
    only = characters("simplified_only.txt")
    assert [text for msgid, text in simplified.items() if only.intersection(text) and text == traditional[msgid]] == []


@each_folder
def test_vietnamese_is_written_in_composed_letters(folder: Path) -> None:
    import unicodedata

    for locale in TRANSLATED:
        for text in texts(folder, locale).values():
            assert text == unicodedata.normalize("NFC", text)


@each_folder
@each_catalogue
def test_no_translation_is_the_english_sentence(folder: Path, locale: str) -> None:
    entries = texts(folder, locale).items()
    assert [msgid for msgid, text in entries if msgid == text and re.search("[a-z]{3}", SIMPLE.sub("", text))] == []


# -- the lists of characters themselves --


def test_the_lists_of_characters_know_the_usual_ones() -> None:
    simplified, traditional = characters("simplified_only.txt"), characters("traditional_only.txt")
    assert set("国门无业东专会传办动劳医单历县发员响") <= simplified
    assert set("國門無業東專會傳辦動勞醫單歷縣發員響") <= traditional
    assert set("中人大小家的一是台里后面只干系余谷群峰床").isdisjoint(simplified | traditional - {"後"})
    assert simplified.isdisjoint(traditional)


# -- words that rules need --


def test_every_value_of_every_choice_has_a_word() -> None:
    from welfarekit import domain

    found: dict[str, set[str]] = {}
    for path in Path(domain.__path__[0]).glob("*.py"):
        module = import_module(f"welfarekit.domain.{path.stem}") if path.stem != "__init__" else domain
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__module__ == module.__name__:
                found[kind.__name__] = {member.value for member in kind}
    assert found == {kind: set(words) for kind, words in labels.WORDS.items() if kind != "law"}


@pytest.mark.parametrize("locale", TRANSLATED)
def test_every_fact_that_a_rule_can_ask_for_has_a_label(locale: str) -> None:
    from welfarekit.rules import facts
    from welfarekit.rules.node import Fact
    from welfarekit.rules.term import Term

    terms = [facts.household, facts.member, facts.month]
    asked: set[str] = set()
    while terms:
        for value in {**vars(type(terms[0])), **getattr(terms.pop(0), "__dict__", {})}.values():
            if isinstance(value, Term):
                asked |= {node.label for node in [value.node] if isinstance(node, Fact)}
            elif type(value).__module__ == facts.__name__:
                terms.append(value)
    assert len(asked) > 50
    with strict():
        assert all(shared(locale).template(label) for label in asked)


@pytest.mark.parametrize("path", LAWS, ids=lambda path: named(path.parent))
def test_every_choice_that_a_law_makes_has_a_word(path: Path) -> None:
    made = {value for table in tomllib.loads(path.read_text(encoding="utf-8")).values() for value in table.get("choices", [])}
    assert sorted(made - set(labels.WORDS["law"])) == [], "add them to WORDS in language/labels.py"


# -- places that the law mentions --


@pytest.mark.parametrize("path", LAWS, ids=lambda path: named(path.parent))
def test_every_place_of_a_law_file_has_a_name(path: Path) -> None:
    known = places()
    missing = set()
    for parameter in tomllib.loads(path.read_text(encoding="utf-8")).values():
        for row in parameter.get("since", []):
            given = row.get("place", "CN")
            missing |= {code for code in (given if isinstance(given, list) else [given]) if code not in known}
    assert sorted(missing) == [], "add them to language/places.toml"


def test_place_names_are_in_their_own_script() -> None:
    simplified, traditional = characters("simplified_only.txt"), characters("traditional_only.txt")
    for code, names in places().items():
        assert not traditional.intersection(names["zh_Hans"]), code
        assert not simplified.intersection(names["zh_Hant"]), code
        assert names["en"].isascii(), code
