"""Signs of a page's kind: body classes, declared types, its address, a form. Pure.

Content systems date everything, an imprint and a list of posts too: a date makes no news alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from urllib.parse import unquote, urlsplit

from archive.records import BlockKind
from crawler.pages.pieces import Piece
from pipelines.references.headings import is_reference_heading
from pipelines.text import words_of

NEWS_TYPES = frozenset({"newsarticle", "blogposting", "reportagenewsarticle", "pressrelease"})
"""JSON-LD types of dated items (schema.org)."""
_NEWS_OF_A_PAPER = NEWS_TYPES - {"blogposting"}
"""Blogs of clinics call every article a posting."""
_LIST_TYPES = frozenset({"collectionpage", "searchresultspage"})
_STANDING_TYPES = frozenset({"aboutpage", "contactpage", "medicalwebpage", "faqpage"})
_STANDING = re.compile(r"page-id-\d+|page-template(?:-default)?|page-node-type-page")
"""Body classes of pages that stand by themselves (WordPress, Drupal); ``page`` alone is anybody's.
"""
_OF_LISTS = frozenset(
    {"author", "blog", "category", "date", "post-type-archive", "search-results", "tag"}
)
"""Body classes of lists of posts (WordPress); none of them says so alone."""
_OF_EVERY_SITE = frozenset(
    {
        "about", "about-us", "agb", "barrierefreiheit", "contact", "contact-us", "cookie-policy",
        "cookies", "datenschutz", "datenschutzerklaerung", "disclaimer", "haftungsausschluss",
        "impressum", "imprint", "kontakt", "legal-notice", "mentions-legales", "privacy",
        "privacy-policy", "terms", "terms-of-use", "ueber-uns",
    }
)  # fmt: skip
_DOOR = re.compile(r"(?:wp-)?(?:log-?in|sign-?in|anmelden|anmeldung|connexion|acceso)")
_LIST_TITLE = re.compile(
    r"(?:category|kategorie|catégorie|categoría|categoria|tag|schlagw(?:ort|örter)|étiquette"
    r"|etiqueta|author|autor(?:in)?|auteur)\s?:",
    re.I,
)
_LIST_PATH = re.compile(
    r"/(?:category|kategorie|categorie|categoria|tag|schlagwort|etiquette|etiqueta|author|autor"
    r"|auteur)/",
    re.I,
)
"""How WordPress calls lists of posts, in title and address; one of them may be anybody's word."""
_FEWEST_REFERENCES = 3
_CALLED_GLOSSARY = """
    begrippenlijst fogalomtár glosar glosario glosariusz glosár glosář glosārijs glossaire glossar
    glossario glossarium glossarju glossary glossário gluais lexikon ordliste ordlista pojmovnik
    rječnik sanasto slovar slovarček slovník slovníček szójegyzék szószedet sõnastik słowniczek
    słownik sözlük sözlüğü vārdnīca woordenlijst žodynas žodynėlis γλωσσάρι γλωσσάριο глосар
    глосарій глоссарий речник словарь словник
"""
_GLOSSARIES = frozenset(_CALLED_GLOSSARY.split())
"""What a glossary is called in the languages of Europe, in small letters."""
_MOST_WORDS = 4
"""Words of a title that is no sentence."""


def is_called_glossary(title: str) -> bool:
    """Whether a title says that a page is a glossary.

    >>> is_called_glossary("Glossario dei termini"), is_called_glossary("Γλωσσάρι")
    (True, True)
    """
    words = words_of(title.lower())
    return len(words) <= _MOST_WORDS and not _GLOSSARIES.isdisjoint(words)


def is_door(url: str, *, has_password: bool) -> bool:
    """Whether a page is the form for those who have an account."""
    return has_password and _DOOR.fullmatch(_name(url)) is not None


def is_list_of_posts(
    url: str, title: str, classes: Collection[str], types: Collection[str]
) -> bool:
    """Whether a page says that it lists others, and is none of them."""
    if _LIST_TITLE.match(title) and _LIST_PATH.search(urlsplit(url).path):
        return True
    if "single" in classes or not NEWS_TYPES.isdisjoint(types):
        return False
    is_archive = "archive" in classes and not _OF_LISTS.isdisjoint(classes)
    return is_archive or "search-results" in classes or not _LIST_TYPES.isdisjoint(types)


def is_no_news(
    url: str, classes: Collection[str], types: Collection[str], content: Sequence[Piece]
) -> bool:
    """Whether a page is none in spite of its date: it stands by itself, or lists references."""
    if not _NEWS_OF_A_PAPER.isdisjoint(types):
        return False
    if _name(url) in _OF_EVERY_SITE or lists_references(content):
        return True
    if not NEWS_TYPES.isdisjoint(types):
        return False
    return any(map(_STANDING.fullmatch, classes)) or not _STANDING_TYPES.isdisjoint(types)


def lists_references(content: Sequence[Piece]) -> bool:
    """Whether a heading announces references, and some stand below it."""
    for number, piece in enumerate(content):
        if piece.kind is BlockKind.HEADING and is_reference_heading(piece.text):
            return len(content) - number > _FEWEST_REFERENCES
    return False


def _name(url: str) -> str:
    """The last part of a path in small letters, without its ending."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2].lower()
    return last.partition(".")[0]
