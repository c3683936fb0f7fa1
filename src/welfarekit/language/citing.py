"""How a source is cited in each locale: ``art. 6(1)`` is ``第6条第1款``, and in Vietnamese it stands before the act.

The name of an act stays in the language and script it was made in. An article that says more than articles, clauses, points,
appendices and forms is left as it is.

>>> from welfarekit.citation import Citation
>>> decree = Citation("Nghị định 20/2021/NĐ-CP", "art. 6(1)(b)")
>>> cited(decree, "vi"), cited(decree, "zh_Hans")
('điểm b khoản 1 Điều 6 Nghị định 20/2021/NĐ-CP', 'Nghị định 20/2021/NĐ-CP，第6条第1款b项')
>>> cited(decree, "en")
'Nghị định 20/2021/NĐ-CP, art. 6(1)(b)'
>>> cited(Citation("最低生活保障审核确认办法（民发〔2021〕57号）", "art. 4 to 6"), "zh_Hans")
'《最低生活保障审核确认办法》（民发〔2021〕57号）第4至6条'
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from welfarekit.citation import Citation
from welfarekit.language.locale import Locale, resolve

_ARTICLES: Final = re.compile(r"arts?\. (\d+)(?: to |-|–)(\d+)")
_ARTICLE: Final = re.compile(
    r"art\. (?P<art>\d+)(?: ?\((?P<clause>\d+)\)(?: (?P<more>and|to) \((?P<clause2>\d+)\))?"
    r"(?:\((?P<point>\w)\)(?: (?P<and>and|to) \((?P<point2>\w)\))?)?)?"
)
_CJK: Final = re.compile(r"[\u4e00-\u9fff]")
_TITLE: Final = r"[\u3000-\u9fff\uff00-\uffef“”0-9 ]*(?:法|办法|条例|规定|细则|意见|通知|决定|公告)(?:（试行）)?"
_NUMBERED: Final = re.compile(rf"(?P<number>\S+〔\d{{4}}〕\d+号) (?P<title>{_TITLE})")
_NAMED: Final = re.compile(rf"(?P<title>{_TITLE})(?P<rest>（[^（）]*(?:号|修正|修订)[^（）]*）)?")
_WORDS: Final = re.compile(r"[A-Za-z]{3,}")

_AND: Final = {"zh_Hans": {"and": "、", "to": "至"}, "zh_Hant": {"and": "、", "to": "至"}, "vi": {"and": " và ", "to": " đến "}}
_PARTS: Final[dict[str, tuple[str, str, str]]] = {
    r"appendix (\S+?)(?=[,;]|$)": (r"附录\1", r"附錄\1", r"Phụ lục \1"),
    r"\bannex\b": ("附件", "附件", "Phụ lục"),
    r"\bform (\S+?)(?=[,;]| \(|$)": (r"表\1", r"表\1", r"mẫu \1"),
    r"\bnote (\d+)": (r"注\1", r"註\1", r"ghi chú \1"),
    r"\bitem (\d+)": (r"第\1项", r"第\1項", r"mục \1"),
    r"\bsec\. (\d+)": (r"第\1部分", r"第\1部分", r"mục \1"),
    r"\bpart (\d+)": (r"第\1部分", r"第\1部分", r"phần \1"),
    r"\btable (\d+)": (r"表\1", r"表\1", r"bảng \1"),
    r", (?!$)": ("、", "、", ", "),
    r"; ": ("；", "；", "; "),
    r" and ": ("和", "和", " và "),
    r" \(until (\d{4})\)": (r"（至\1年）", r"（至\1年）", r" (đến năm \1)"),
    r"(?<=部分)\((\d+)\)": (r"（\1）", r"（\1）", r"(\1)"),
    r" \(([^)]*)\)": (r"（\1）", r"（\1）", r" (\1)"),
}


def _chinese(found: re.Match[str], locale: Locale, of_china: bool) -> str:
    article, clause, point = ("条", "款", "项") if locale == "zh_Hans" else ("條", "款", "項")
    text = f"第{found['art']}{article}"
    if found["clause"]:
        link = _AND[locale].get(found["more"] or "", "")
        if of_china:  # the number in brackets is a clause in one act and an item in another
            text += f"（{found['clause']}）" + (f"{link}（{found['clause2']}）" if link else "")
        else:
            text += f"第{found['clause']}{link}{found['clause2'] or ''}{clause}"
    if found["point"]:
        link = _AND[locale].get(found["and"] or "", "")
        text += f"{found['point']}{link}{found['point2'] or ''}{point}"
    return text


def _vietnamese(found: re.Match[str]) -> str:
    words = _AND["vi"]
    text = f"Điều {found['art']}"
    if found["clause"]:
        more = words[found["more"]] + found["clause2"] if found["more"] else ""
        text = f"khoản {found['clause']}{more} {text}"
    if found["point"]:
        more = words[found["and"]] + found["point2"] if found["and"] else ""
        text = f"điểm {found['point']}{more} {text}"
    return text


@lru_cache(maxsize=4096)
def article(text: str, locale: Locale, *, of_china: bool = False) -> str:
    """The place in an act as ``locale`` writes it; as it is, where it says more than this module knows."""
    if locale == "en" or not text:
        return text
    position = {"zh_Hans": 0, "zh_Hant": 1, "vi": 2}[locale]
    if locale == "vi":
        said = _ARTICLES.sub(r"Điều \1 đến Điều \2", text)
        said = _ARTICLE.sub(_vietnamese, said)
    else:
        said = _ARTICLES.sub(r"第\1至\2条" if locale == "zh_Hans" else r"第\1至\2條", text)
        said = _ARTICLE.sub(lambda found: _chinese(found, locale, of_china), said)
    for pattern, forms in _PARTS.items():
        said = re.sub(pattern, forms[position], said)
    foreign = re.sub(r"Phụ lục|ghi chú|khoản|đến|năm|điểm|Điều|bảng|phần|mẫu|mục", "", said) if locale == "vi" else said
    return text if any(not re.fullmatch("[IVXLC]+", word) for word in _WORDS.findall(foreign)) else said


def _titled(act: str) -> str:
    """A Chinese act as a Chinese document names it: its title in book marks, its number after that."""
    found = _NUMBERED.fullmatch(act)
    if found:
        return f"《{found['title']}》（{found['number']}）"
    found = _NAMED.fullmatch(act)
    return f"《{found['title']}》{found['rest'] or ''}" if found else act


@lru_cache(maxsize=4096)
def _cited(act: str, place: str, spoken: Locale) -> str:
    of_china = bool(_CJK.search(act))
    if of_china and spoken in ("zh_Hans", "zh_Hant"):
        act = _titled(act)
    where = article(place, spoken, of_china=of_china)
    if not where:
        return act
    if spoken == "en" or where == place:
        return f"{act}，{where}" if spoken in ("zh_Hans", "zh_Hant") else f"{act}, {where}"
    if spoken == "vi":
        return f"{where} {act}"
    return act + where if of_china and not re.search(r"[\w)]$", act, re.ASCII) else f"{act}，{where}"


def cited(citation: Citation, locale: str) -> str:
    """The act and the place in it, as a sentence of ``locale`` cites it."""
    return _cited(citation.act, citation.article, resolve(locale))
