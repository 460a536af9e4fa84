"""Groups references that name the same work, however they are printed. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from unidecode import unidecode

from archive.keeping.prose import fold
from archive.keys import key
from archive.settling.groups import Groups

# Shorter titles ("Low back pain") name more than one work, even within a year.
MIN_TITLE_WORDS = 5
MIN_PRINTED_LETTERS = 40
WORK_RULES = "1"
"""Goes up when the rules below change."""
SIGNING = (
    "doi", "agreement", "year", "title", "authors", "volume", "pages", "article_number", "printed",
)  # fmt: skip
"""Columns of ``bibliography`` that tell a work."""


def plain(text: str) -> str:
    """Words in one case without accents: prints of one reference differ in both.

    >>> plain("Gøtzsche, P.C. & Hróbjartsson")
    'gotzsche p c hrobjartsson'
    """
    return fold(unidecode(text))


def signs_of(row: Mapping[str, Any]) -> list[str]:
    """What tells the work a reference names: two references with one sign in common name one.

    ``row`` has the columns ``SIGNING``. The DOI name counts unless the registered work
    is another one; title and year, or author, year, volume and page count together; and so
    does the whole print, without its DOI and without punctuation.
    """
    signs = []
    year = row["year"]
    if row["doi"] and row["agreement"] != "differs":
        signs.append(f"doi:{row['doi']}")
    title = plain(row["title"] or "")
    if year and len(title.split()) >= MIN_TITLE_WORDS:
        signs.append(f"title:{title}|{year}")
    author = plain(row["authors"] or "").split()[:1]
    page = re.match(r"\w+", row["article_number"] or row["pages"] or "")
    if author and year and row["volume"] and page:
        signs.append(f"numbers:{author[0]}|{year}|{row['volume']}|{page[0].lower()}")
    printed = re.sub(r"(?i)https?://\S+|(?:doi[:\s]*)?\b10\.\d{4,9}/\S+", " ", row["printed"])
    letters = plain(printed).replace(" ", "")
    if len(letters) >= MIN_PRINTED_LETTERS:
        signs.append(f"print:{letters}")
    return signs or [f"print:{letters}"]


def work_keys(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Reference id -> key of its work: ``doi:`` and the name where one is known, else a digest."""
    groups: Groups[str] = Groups()
    first: dict[str, str] = {}
    for row in rows:
        signs = signs_of(row)
        first[row["id"]] = signs[0]
        for sign in signs:
            groups.join(signs[0], sign)
    names: dict[str, str] = {}
    for group in groups.all():
        dois = sorted(sign for sign in group if sign.startswith("doi:"))
        name = dois[0] if dois else f"text:{key(min(group))}"
        names.update(dict.fromkeys(group, name))
    return {identity: names[sign] for identity, sign in first.items()}
