"""What a printed DOI suffix may mean: decoded, cut or mended, each with rule and cost.

The alphabet and the tails were counted over 71,462 real DOI names and the failure classes of
Xu 2019 (10.1007/s11192-019-03162-4) and Cioffi 2022 (10.1007/s11192-022-04367-w). A cost of
0 is what most people would read, 1 is worth asking next, 3 if nothing better is registered,
6 is a last resort. Pure; linear in the length of the suffix.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize
from urllib.parse import unquote

from pipelines.doi_rules.sici import sici_readings
from pipelines.text import View, fold_dashes, plain, rewrite

MAX_READINGS = 12
"""Readings of one suffix: each may cost a question to the registry."""


class Reading(NamedTuple):
    """One meaning of a printed suffix."""

    suffix: str
    used: int
    """How many printed characters it accounts for."""
    cost: float
    rules: tuple[str, ...] = ()


LOOK_ALIKES = dict(zip("аеорсухјіѕаοαν", "aeopcyxjisaoav", strict=True))
"""Cyrillic and Greek letters that are drawn like ASCII ones."""

_DASH_OF = {"“": "\u2013", "”": "\u2014"}
"""What a dash that was encoded twice ends in, where it was longer than a hyphen."""
_DECODERS = (
    ("percent", re.compile(r"(?:%[0-9A-Fa-f]{2})+"), lambda m: unquote(m[0])),
    ("entity", re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]{2,8});|&[lg]t(?=[\d:A-Z])"),
     lambda m: plain(html.unescape(m[0])).text),
    ("latex", re.compile(r"\{?\$[<>]\$\}?|\\text(?:less|greater)(?:\{\}|\s)?"),
     lambda m: "<" if "<" in m[0] or "less" in m[0] else ">"),
    ("ligature", re.compile("[\ufb00-\ufb06]"), lambda m: normalize("NFKC", m[0])),
    ("times_sign", re.compile(r"(?<=\d)×(?=\d)"), lambda m: "x"),  # as WordPress sets 12x34
    ("mojibake", re.compile("â€[\x90\x91‘’“”]"), lambda m: _DASH_OF.get(m[0][-1], "-")),
)  # fmt: skip
_GUESSED = frozenset({"times_sign", "mojibake"})
"""Decoders of what no name has: it may as well stand behind the name."""
_CUT_COST = 2.0
"""Of ending a name in front of that, beside what the reading costs itself."""
_MARKUP = re.compile(
    r"(?i)<(xml_add|sup|sub)>[^<>]{0,8}</\1>"
    r"|</?(?:br|wbr|b|i|em|strong|sup|sub|span|a|p|font|xml_add)\b[^<>]{0,60}>"
)
_ESCAPED = re.compile(r"\\(?=[_&%#/])")
_MAY_BE_ENCODED = re.compile(rf"[%&{{\\<×â\ufb00-\ufb06{''.join(LOOK_ALIKES)}]")
"""How each of these begins; a quick test, since most names need none of them."""
_ALIKE = re.compile(rf"[{''.join(LOOK_ALIKES)}]{{1,20}}(?=[A-Za-z0-9._/-]|$)")

_SIMPLE = re.compile(r"([A-Za-z0-9]+(?:[-._/][A-Za-z0-9]+)*)([.]?)[,;:)\]'\"]*")
_FOREIGN = re.compile(r"[^A-Za-z0-9._/:()+&-]")
_AMPERSAND = re.compile(r"&(?!\d)")
_GLUED = re.compile(
    r"(?i)[.,;(\[/?&]{0,9}(?:https?:?/|www\.|doi[:.=>\])(]|dx\.doi|(?<!\d)10\.\d{4,9}/(?!(?:abstract|full|e?pdf)\b)|pmid|pmcid|"
    r"pmc\d|pubmed|medline|crossref|google|arxiv:|epub(?=ahead|\d{4}[a-z])|(?:last)?accessed|"
    r"retrieved|available(?:from|at)|article(?:published|in)|publishedonline|[a-z]{0,9}\.sagepub|"
    r"e?issn(?:[:\d]|$)|isbn(?:[:\d]|$)|(?<=[.,;])url(?![a-z\d]))"
)
_GLUED_SIGNS = (
    *("http", "www.", "doi", "10.", "pm", "pub", "medline", "crossref", "google", "arxiv"),
    *("accessed", "retrieved", "available", "article", "issn", "isbn", "url"),
)
"""What a text (in small letters) with something glued to it has in it; quick."""
_ANOTHER_NAME = re.compile(r"(?i)10(?<!\d10)\.\d{4,9}/(?!(?:abstract|full|e?pdf)\b)")
_LONGEST_NAME = 200
_LEADERS = re.compile(r"\.{4,}(?=[^.])|\.{3}(?=[A-Za-z0-9])")
_TAIL = re.compile(
    r"(?i)(?:/-/dcsupplemental|[/.](?:abstract|full(?:text)?|e?pdf(?:plus|direct)?|meta|summary|"
    r"short|long|html?|xml|article|extract|references|citations?|figures|tables|suppinfo|supplement(?:al)?|"
    r"epub|e?reader|download|metrics|related|comments|review))$"
)
_BRACKETED_TAIL = re.compile(r"\((?:(?:1[89]|20)\d\d|[A-Za-z]{3,})\)?$")
_GLUED_CASE = re.compile(
    r"(?<=\d)[A-Z][a-z]{3,}[A-Za-z]*$|(?<=[a-z])(?:[A-Z][a-z]{3,}[A-Za-z]*|[A-Z]{1,6})$"
)
"""A capital behind a small letter, or a word behind a digit: 0 of 7,020 names that were printed
with capitals (Crossref records) end so."""
_GLUED_SENTENCE = re.compile(r"(?<=[a-z\d])(?:[A-Z][a-z]{1,2}|\.[A-Z][a-z]+)$")
"""The next sentence may begin so: ``…620.Published online``, ``…266Get rights``, ``…011.The``; of
10,054 names that were printed with capitals two end so (``…44.5.578.Zillich``)."""
_NOTE = re.compile(r"(?<=[a-z\d])\(\d{1,2}\)$")
"""The mark of a note: ``…bmj.a3115(1)``; a few names end so (``10.1061/(asce)…123:1(19)``)."""
_GLUED_SMALL = re.compile(r"(?<=\d{3})[a-z]{3,}$")
_HAS_DIGIT = re.compile(r"\d")
_GOES_ON = re.compile(r"[^<>\"',;?]|[;,]\d|[\"#]\.?\d")
"""A sign that real names do not have, and behind it what may still be one."""
_TRAILING = ".,;:!?-_/(+&"
_LIKE_FIGURES = re.compile("[OolISB]")
_FIGURES = re.compile(
    r"(?<=\d)[OolISB]{1,4}(?=[\d.()/-]|$)|(?:^|(?<=[\d.()/-]))[OolI]{1,4}(?=\d)"
    r"|(?<=\d[.()-])[OolI](?=[.()-]|$)|(?<=[a-z])[OolI](?=\d\d)"
)
"""Letters that a scanner reads for figures, beside a figure: ``2OO9``, ``O1``, ``4159B-``."""
_AS_FIGURES = str.maketrans("OolISB", "001158")
_OH = re.compile(r"0(?<=[a-z]0)(?=[a-z])")
_ELL = re.compile(r"1(?<=[a-z]1)(?=[a-z])")
_PREPRINTS = frozenset({"1101", "64898", "7287", "31234", "31235", "31219", "31222"})
"""Preprint servers whose addresses name a version (``…v2``, ``…_v2``): bioRxiv and medRxiv never
register it, PeerJ and OSF register names with and without."""
_VERSION = re.compile(r"(?<=[a-z\d])_?v\d{1,2}$")
_HANDBOOK = re.compile(
    r"(?i)(?P<name>[a-z:_]{2,20}/(?P<isbn>97[89]\d{10}))(?P<book>\.\d{3}\.\d{4})"
    r"/[a-z_]{2,20}-(?P=isbn)-[a-z]{1,10}-(?P<number>\d{1,4})"
)
"""Oxford's addresses name a chapter by its place behind the name of the book; the chapters' own
names have that place as last number."""
_PAGES_BEHIND = re.compile("(?<=\\d)[\u2013\u2212]\\d{1,5}$")
_PECULIAR = frozenset({"1037", "1026", "1111", "1046", "1023", "1093"}) | _PREPRINTS
"""Registrants whose names ``_mended`` knows something about."""
_NO_X = re.compile(r"(?i)j\.\d{4}-\d{3}[\dX]\.\d{4}\.[a-z\d]{3,9}")


def before_third_name(printed: str) -> str:
    """As much of a suffix as any of its readings may need: no name is glued together of four.

    >>> before_third_name("a1.10.1234/b2.10.1234/c3.10.1234/d4")
    'a1.10.1234/b2.10.1234/c3.'
    """
    if printed.count("10.") < 3:
        return printed
    third = next(islice(_ANOTHER_NAME.finditer(printed, 1), 2, None), None)
    return printed[: third.start()] if third else printed


def end_before_next_name(text: str, start: int) -> int:
    """Where another name begins soon behind ``start``; else where a name would be too long."""
    end = start + _LONGEST_NAME
    another = _ANOTHER_NAME.search(text, start, end)
    return another.start() if another else end


def end_before_glued(name: str) -> int:
    """How much of a name stands before a label that is glued to it.

    >>> end_before_glued("10.1234/abc12PMID:12")
    13
    """
    glued = _glued_in(name, name.index("/") + 2, len(name))
    return glued.start() if glued else len(name)


def _glued_in(text: str, start: int, end: int) -> re.Match[str] | None:
    """The first label or address that is glued to a name."""
    lowered = text.lower()
    if text.isascii() and not any(map(lowered.__contains__, _GLUED_SIGNS)):
        return None
    return _GLUED.search(text, start, end)


def _is_word_last(text: str, end: int) -> bool:
    """Whether ``text[:end]`` may end in what ends in a letter: words and tails do."""
    last = text[end - 1 : end]
    return last.isalpha() or last == "\n"  # in front of which is an end to a pattern, too


@lru_cache(maxsize=4096)
def readings(registrant: str, printed: str) -> tuple[Reading, ...]:
    """Meanings of ``printed`` as the suffix of ``10.registrant/``, most likely first.

    >>> [r.suffix for r in readings("1037", "a0030099.")][:1]
    ['a0030099']
    """
    simple = _SIMPLE.fullmatch(printed)
    if simple and registrant not in _PECULIAR and not _is_suspicious(simple[1]):
        name = simple[1]
        if not simple[2]:
            return (Reading(name, len(name), 0.0),)
        kept = Reading(name + ".", len(name) + 1, 6.0, ("kept_punctuation",))
        return Reading(name, len(name), 0.0, ("trailing_punctuation",)), kept
    found: dict[str, Reading] = {}
    for reading in _every_reading(registrant, printed):
        known = found.get(reading.suffix.lower())
        if known is None or reading.cost < known.cost:
            found[reading.suffix.lower()] = reading
    ranked = sorted(found.values(), key=lambda r: (r.cost, -len(r.suffix)))
    return tuple(ranked[:MAX_READINGS])


def _is_suspicious(suffix: str) -> bool:
    """Whether a plain-looking suffix may have more than one meaning."""
    if _is_word_last(suffix, len(suffix)) and any(word.search(suffix) for word in _WORDS_LAST):
        return True
    if _glued_in(suffix, 0, len(suffix)) or (
        _LIKE_FIGURES.search(suffix) and _FIGURES.search(suffix)
    ):
        return True
    return _OH.search(suffix) is not None or _ELL.search(suffix) is not None


_WORDS_LAST = (_TAIL, _GLUED_CASE, _GLUED_SENTENCE, _GLUED_SMALL)


def _every_reading(registrant: str, printed: str) -> Iterator[Reading]:
    view, rules = _decoded(printed)
    yield from _readings_of(registrant, view, rules)
    if not _GUESSED.isdisjoint(rules):
        for reading in _readings_of(registrant, *_decoded(printed, _GUESSED)):
            yield reading._replace(cost=reading.cost + _CUT_COST)


def _readings_of(registrant: str, view: View, rules: tuple[str, ...]) -> Iterator[Reading]:
    """Readings of a suffix that is decoded by ``rules``."""
    sici = sici_readings(view.text)
    for suffix, end, cost, rule in sici:
        used = view.origin[end - 1] + 1
        yield Reading(suffix, used, cost, (*rules, rule) if rule else rules)
    if sici:
        return
    as_escaped = view.text
    if not as_escaped.isascii() and (folded := fold_dashes(as_escaped)) != as_escaped:
        view = View(folded, view.origin)
        end = _trimmed(as_escaped, len(as_escaped))
        if end:  # an address that is right escapes the dash of a name that has one
            used = view.origin[end - 1] + 1
            yield Reading(as_escaped[:end], used, 0.5, (*rules, "dash_as_printed"))
    for end, cost, rule in _ends(view.text):
        kept = (*rules, rule) if rule else rules
        for suffix, extra, why in _mended(registrant, view.text[:end]):
            if suffix.strip(".-_/:"):
                used = view.origin[end - 1] + 1
                yield Reading(suffix, used, cost + extra, (*kept, why) if why else kept)


def _decoded(printed: str, without: frozenset[str] = frozenset()) -> tuple[View, tuple[str, ...]]:
    """Percent and entity escapes undone (thrice: CMSs do it twice), LaTeX and markup taken out.

    ``without``: rules that are left out.
    """
    view = View(printed, range(len(printed) + 1))
    if _MAY_BE_ENCODED.search(printed) is None:
        return view, ()
    rules: list[str] = []
    for rule, pattern, becomes in (
        *_DECODERS,
        *_DECODERS,
        *_DECODERS,
        ("markup", _MARKUP, lambda m: ""),
        ("backslash", _ESCAPED, lambda m: ""),
        ("look_alike", _ALIKE, lambda m: "".join(map(LOOK_ALIKES.__getitem__, m[0]))),
    ):
        if rule not in without and pattern.search(view.text):
            view = rewrite(view.text, pattern, becomes).through(view)
            rules.append(rule)
    return view, tuple(dict.fromkeys(rules))


def _ends(text: str) -> Iterator[tuple[int, float, str]]:
    """(where the name ends, cost, rule)."""
    hard, rule = _first_foreign(text)
    end = hard
    if (glued := _glued_in(text, 0, end)) and glued.start() > 0:
        end, rule = glued.start(), "glued_word"
    if "..." in text and (dots := _LEADERS.search(text, 0, end)) and dots.start() > 0:
        end, rule = dots.start(), "dot_leaders"
    trimmed = _trimmed(text, end)
    rule = rule or ("trailing_punctuation" if trimmed < end else "")
    shorter, cuts = trimmed, []
    while tail := _tail_of(text, shorter):
        if tail.start() == 0:
            break
        cuts.append(shorter)
        shorter = _trimmed(text, tail.start())
    if shorter == 0:
        if text[:1] > "\x7f" and any(map(str.isalnum, text)):  # no script is foreign to a name
            yield _trimmed(text, len(text)), 6.0, "uncut"
        return
    has_word = _is_word_last(text, trimmed)
    glued = _GLUED_CASE.search(text, 0, trimmed) if has_word else None
    if glued and (cut := _trimmed(text, glued.start())) and _HAS_DIGIT.search(text, 0, cut):
        yield cut, 0.0, "glued_word"
        yield shorter, 1.0, "tail" if cuts else rule
    else:
        yield shorter, 0.0, "tail" if cuts else rule
    for longer in cuts:
        yield longer, 2.0, rule
    for more in range(trimmed + 1, min(trimmed + 4, end + 1)):
        yield more, 6.0, "kept_punctuation"
    if end < hard:
        uncut = _trimmed(text, hard)
        if tail := _TAIL.search(text, end, uncut):
            yield tail.start(), 4.5, "uncut"
        yield uncut, 5.0, "uncut"
    if hard < len(text) and _GOES_ON.match(text, hard):
        yield _trimmed(text, len(text)), 6.0, "uncut"
    if note := _NOTE.search(text, 0, trimmed) if text[trimmed - 1 : trimmed] == ")" else None:
        yield note.start(), 3.0, "note_mark"
    if not has_word:
        return
    if (glued := _GLUED_SENTENCE.search(text, 0, trimmed)) and glued.start() > 1:
        yield glued.start(), 1.5, "glued_word"
    if glued := _GLUED_SMALL.search(text, 0, trimmed):
        yield glued.start(), 5.0, "glued_word"


def _tail_of(text: str, end: int) -> re.Match[str] | None:
    """What addresses put behind a name, at the end of ``text[:end]``."""
    tail = _TAIL.search(text, 0, end) if _is_word_last(text, end) else None
    return tail or (_BRACKETED_TAIL.search(text, 0, end) if "(" in text else None)


def _first_foreign(text: str) -> tuple[int, str]:
    """Where the first character stands that real DOI names do not have, and the rule's name."""
    ampersand = _AMPERSAND.search(text)
    limit = ampersand.start() if ampersand else len(text)
    for match in _FOREIGN.finditer(text, 0, limit):
        if text[match.start()].isalpha() and not _HAS_DIGIT.search(text, 0, match.start()):
            continue  # a name in another script; ISO 26324 allows it
        return match.start(), "foreign_character"
    return limit, "foreign_character" if ampersand else ""


def _trimmed(text: str, end: int) -> int:
    """``end`` moved left past closing punctuation and brackets that were not opened inside."""
    surplus = text.count(")", 0, end) - text.count("(", 0, end)
    while end > 0:
        last = text[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last == "(":
            surplus += 1
        elif last not in _TRAILING:
            break
        end -= 1
    return end


def _mended(registrant: str, suffix: str) -> Iterator[tuple[str, float, str]]:
    """(suffix, extra cost, rule): itself, and what it may be a damaged print of."""
    if "__" in suffix:  # 0 of 71,462 names have it
        yield suffix.replace("__", "_"), 0.0, "double_underscore"
        yield suffix, 1.0, ""
    else:
        yield suffix, 0.0, ""
    if registrant in _PREPRINTS and (version := _VERSION.search(suffix)):
        yield suffix[: version.start()], 0.5, "preprint_version"
    if "//" in "/" + suffix:
        yield re.sub(r"/{2,}", "/", "/" + suffix)[1:], 1.0, "double_slash"
    elif registrant in ("1037", "1026"):  # APA and Hogrefe registered some names with "//"
        yield "/" + suffix, 3.0, "double_slash"
    if "--" in suffix:  # 10 of 71,462 names have it, all of one registrant
        yield re.sub("-{2,}", "-", suffix), 1.0, "double_hyphen"
    if ".." in suffix:
        yield re.sub(r"\.{2,}", ".", suffix), 1.0, "double_dot"
    if registrant == "1093" and (chapter := _HANDBOOK.fullmatch(suffix)):
        number = f"{chapter['number']:0>4}"
        yield chapter["name"] + chapter["book"], 1.0, "chapter_tail"
        for series in (".013.", ".003."):
            yield chapter["name"] + series + number, 2.0, "chapter_tail"
    if registrant in ("1111", "1046") and _NO_X.fullmatch(suffix):
        yield suffix + ".x", 1.0, "missing_x"
    if registrant == "1023" and re.fullmatch(r"[A-Za-z]\d{13}", suffix):
        yield f"{suffix[0]}:{suffix[1:]}", 1.0, "missing_colon"
    digits = suffix
    if _LIKE_FIGURES.search(suffix):
        digits = _FIGURES.sub(lambda m: m[0].translate(_AS_FIGURES), suffix)
    if digits != suffix:
        yield digits, 6.0, "ocr"
    letters = _ELL.sub("l", _OH.sub("o", suffix))
    if letters != suffix:
        yield letters, 6.5, "ocr"


def other_dashes(seen: str) -> Iterator[tuple[str, str]]:
    """What a dash in a name may be besides a hyphen: the end of the name, two hyphens, itself."""
    if "\u2014" in seen:
        yield "dash_behind", seen.partition("\u2014")[0]
    if pages := _PAGES_BEHIND.search(seen):
        yield "pages_behind", seen[: pages.start()]
    two = fold_dashes(re.sub("[\u2013\u2014]", "--", seen))  # content systems make a dash of two
    yield "two_hyphens", two
    yield "dash_as_printed", seen
