"""Registered works as items of CSL-JSON, which every citation style takes. Pure.

Fields and types: CSL 1.0.2, appendix III and IV
(https://docs.citationstyles.org/en/stable/specification.html).
"""

from __future__ import annotations

import re
import unicodedata

from archive.records import Work
from pipelines.styling.authors import is_initials
from pipelines.text import fold_space, visible

Item = dict[str, object]

# Types of work as Crossref (https://api.crossref.org/types) and DataCite (resourceTypeGeneral)
# name them, lower case -> type in CSL. What is not named here is printed like an article.
_TYPES = {
    "book": "book",
    "monograph": "book",
    "edited-book": "book",
    "reference-book": "book",
    "book-chapter": "chapter",
    "bookchapter": "chapter",
    "book-section": "chapter",
    "book-part": "chapter",
    "reference-entry": "chapter",
    "chapter": "chapter",
    "proceedings-article": "paper-conference",
    "conferencepaper": "paper-conference",
    "paper-conference": "paper-conference",
    "report": "report",
    "report-series": "report",
    "dissertation": "thesis",
    "thesis": "thesis",
    "dataset": "dataset",
    "software": "software",
    "posted-content": "article",
    "preprint": "article",
    "standard": "standard",
}
_GROUP = re.compile(r"\b(?:of|for|and|group|committee|society|association|collaborat\w+)\b", re.I)
_ENDS = re.compile(r"[\s.]+$")
_MOST_GIVEN_NAMES = 4


def item_of(work: Work) -> Item:
    """The item; a field that the record lacks is absent, never guessed."""
    item: Item = {
        "id": work.doi,
        "type": _TYPES.get(work.type.lower(), "article-journal"),
        "DOI": work.doi,
        "title": _title(work),
        "container-title": shown(work.container),
        "container-title-short": shown(work.short_container or work.container),
        "volume": shown(work.volume),
        "issue": shown(work.issue),
        "page": shown(work.pages or work.article_number),
        "publisher": shown(work.publisher),
        "author": [_name(author) for author in work.authors if shown(author)],
    }
    if work.year is not None:
        item["issued"] = {"date-parts": [[work.year]]}
    return {name: value for name, value in item.items() if value}


def shown(text: str) -> str:
    """A registered text on one line, without characters that act or hide.

    >>> shown("one\\u202e  two\\x07\\n three")
    'one two three'
    """
    kept = "".join(c for c in visible(text) if c.isspace() or unicodedata.category(c) != "Cc")
    return fold_space(kept)


def _title(work: Work) -> str:
    """Title and subtitle, which some records give in one field and some in two."""
    title, subtitle = _ENDS.sub("", shown(work.title)), _ENDS.sub("", shown(work.subtitle))
    if not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title.rstrip(':')}: {subtitle}" if title else subtitle


def _name(author: str) -> Item:
    """``Family, Given`` in its parts; the name of a group as it is."""
    family, comma, given = shown(author).partition(", ")
    words = given.split()
    if not comma or not words or len(words) > _MOST_GIVEN_NAMES or _GROUP.search(author):
        return {"literal": shown(author)}
    if not family.isupper():  # else the whole name is in capitals, and JO may be a name
        words = [" ".join(f"{c}." for c in w) if is_initials(w) else w for w in words]
    return {"family": family, "given": " ".join(words)}
