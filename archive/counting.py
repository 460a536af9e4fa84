"""Puts numbers, lists and characters that nobody sees into words. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

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
    return "".join(
        c if c.isprintable() or unicodedata.category(c) == "Zs" else ascii(c)[1:-1] for c in text
    )


def is_unseen(character: str) -> bool:
    """Whether a character is one of control or format (Unicode's categories Cc and Cf), and no line
    break or tab: readers do not see it, or see something else because of it."""
    return unicodedata.category(character) in ("Cc", "Cf") and character not in "\t\n\v\f\r"


def spelt(text: str) -> str:
    r"""A name or an address, its invisible characters put in words: they make it another one.

    >>> spelt("10.1136/bmj.a3\N{SOFT HYPHEN}115"), spelt("10.1136/bmj.a3\x07115")
    ('10.1136/bmj.a3[soft hyphen]115', '10.1136/bmj.a3[U+0007]115')
    """
    if text.isprintable():
        return text
    words = ((c, unicodedata.name(c, "").lower() or f"U+{ord(c):04X}") for c in text)
    return "".join(f"[{word}]" if is_unseen(c) else c for c, word in words)


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
