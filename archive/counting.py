"""A number of things in words. Pure."""

from __future__ import annotations


def counted(number: int, what: str) -> str:
    """A number of things, one or several.

    >>> counted(1, "link"), counted(0, "URL"), counted(2, "new capture")
    ('1 link', '0 URLs', '2 new captures')
    """
    return f"{number} {what}" + ("s" if number != 1 else "")
