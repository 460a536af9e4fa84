"""Writes items of CSL-JSON as BibTeX, for LaTeX and others. Pure.

Text is UTF-8, with LaTeX's own characters as commands; braces too, because BibTeX counts them
even behind a backslash. ``doi`` and ``url`` are read literally, so they are written literally.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Block, Entry, Field
from pylatexenc.latexencode import (
    RULE_DICT,
    RULE_REGEX,
    UnicodeToLatexConversionRule,
    UnicodeToLatexEncoder,
)
from unidecode import unidecode

from archive.exports.items import Item, address_of, year_of
from archive.keys import key

_TYPES = {
    "article-journal": "article",
    "book": "book",
    "chapter": "incollection",
    "paper-conference": "inproceedings",
    "report": "techreport",
    "thesis": "phdthesis",
}
_CONTAINERS = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}
_PUBLISHERS = {"techreport": "institution", "phdthesis": "school"}
_FIELDS = {"title": "title", "volume": "volume", "issue": "number", "page": "pages", "note": "note"}
_COMMANDS = {
    "\\": r"\textbackslash",
    "{": r"\textbraceleft",
    "}": r"\textbraceright",
    "~": r"\textasciitilde",
    "^": r"\textasciicircum",
    "`": r"\textasciigrave",
    **{character: "\\" + character for character in "#$%&_"},
}
_ENCODER = UnicodeToLatexEncoder(
    conversion_rules=[
        UnicodeToLatexConversionRule(RULE_DICT, {ord(c): tex for c, tex in _COMMANDS.items()}),
        # Two of them would be drawn as one: a long dash, a closing quotation mark.
        UnicodeToLatexConversionRule(RULE_REGEX, [(re.compile(r"(?<=([-']))\1"), r"{\1}")]),
    ],
    replacement_latex_protection="braces-after-macro",
    unknown_char_policy="keep",
    unknown_char_warning=False,
)
_SPECIAL = re.compile(r"[\\{}~^`#$%&_]|--|''")
"""What the encoder would change; to ask first saves most of its time."""
_LITERAL = re.compile(r"[^\s{}\\%#]+")


def render(items: Iterable[Item]) -> str:
    """All items, one entry each."""
    entries: list[Block] = [_entry(item) for item in items]
    return write_string(Library(entries)) if entries else ""


def citation_key(item: Item) -> str:
    """Family name and year, and what keeps apart those that share them.

    >>> citation_key({"id": "10.1/a", "author": [{"family": "Gøtzsche"}]})
    'gotzsche_c33f0a0685'
    >>> citation_key({"id": "10.1/a", "author": [{"family": "O’Connell"}]})
    'oconnell_c33f0a0685'
    """
    author = (item.get("author") or [{}])[0]
    name = unidecode(author.get("family") or author.get("literal") or "")
    words = re.findall(r"[a-z]+", re.sub(r"['`]", "", name.lower()))  # one name: O'Connell, D’Souza
    return f"{words[0] if words else 'work'}{year_of(item)}_{key(item['id'])[:10]}"


def _entry(item: Item) -> Entry:
    kind = _TYPES.get(item["type"], "misc")
    names = _FIELDS | {
        "container-title": _CONTAINERS.get(kind, "howpublished"),
        "publisher": _PUBLISHERS.get(kind, "publisher"),
    }
    fields = {name: _latex(item[field]) for field, name in names.items() if item.get(field)}
    if authors := [_name(author) for author in item.get("author", ())]:
        fields = {"author": " and ".join(authors)} | fields
    if year := year_of(item):
        fields["year"] = year
    if _LITERAL.fullmatch(item.get("DOI", "")):
        fields["doi"] = item["DOI"]
    if address := address_of(item):
        fields["url"] = address
    return Entry(kind, citation_key(item), [Field(name, value) for name, value in fields.items()])


def _latex(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    return str(_ENCODER.unicode_to_latex(text))


def _name(author: Item) -> str:
    """``Family, Given``; braces keep together what BibTeX would take apart."""
    if "literal" in author:
        return "{" + _latex(author["literal"]) + "}"
    parts = [author.get("family", ""), author.get("given", "")]
    return ", ".join(_kept_together(part) for part in parts if part)


def _kept_together(part: str) -> str:
    encoded = _latex(part)
    return "{" + encoded + "}" if re.search(r"[,\\{]|\band\b", encoded, re.I) else encoded
