"""Numbers and lists of things in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, what: str) -> str:
    """A number of things, one or several.

    >>> counted(1, "link"), counted(0, "URL"), counted(2, "new capture")
    ('1 link', '0 URLs', '2 new captures')
    """
    return f"{number} {what}" + ("s" if number != 1 else "")


def listed(words: Sequence[str]) -> str:
    """Several things in one sentence.

    >>> listed(["title", "year", "volume"]), listed(["title"]), listed([])
    ('title, year and volume', 'title', '')
    """
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
