"""Puts numbers, lists and odd characters into words. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from unicodedata import category

_FIELDS = {"container": "journal or book"}
"""Fields of a reference that readers know by another name than programs."""


def counted(number: int, what: str) -> str:
    """A number with its noun, singular or plural.

    >>> counted(1, "link"), counted(0, "URL"), counted(2, "new capture")
    ('1 link', '0 URLs', '2 new captures')
    """
    return f"{number} {what}" + ("s" if number != 1 else "")


def listed(words: Sequence[str]) -> str:
    """Several things as one list in a sentence.

    >>> listed(["title", "year", "volume"]), listed(["title"]), listed([])
    ('title, year and volume', 'title', '')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def shown(text: str) -> str:
    r"""A text with its control characters written out: a file may hold what a terminal would obey.

    >>> print(shown("a\x1b[2J b"))
    a\x1b[2J b

    Blanks of other scripts and widths (NO-BREAK SPACE, IDEOGRAPHIC SPACE) command nothing:

    >>> shown("a\N{NO-BREAK SPACE}b\N{ZERO WIDTH SPACE}") == "a\N{NO-BREAK SPACE}b" + r"\u200b"
    True
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or category(c) == "Zs" else ascii(c)[1:-1] for c in text)


def field_named(name: str) -> str:
    """The name that readers know a field of a reference by.

    >>> field_named("container"), field_named("article_number"), field_named("year")
    ('journal or book', 'article number', 'year')
    """
    return _FIELDS.get(name, name.replace("_", " "))


def listed_fields(names: Iterable[str]) -> str:
    """Several fields of a reference as one list in a sentence, by the names readers know.

    >>> listed_fields(["title", "year", "container"])
    'title, year and journal or book'
    """
    return listed([field_named(name) for name in names])
