"""Mends text that was encoded twice (``Ã¶`` for ``ö``), where that is beyond doubt. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable

# What UTF-8 continuation bytes look like when read as windows-1252.
_REST = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_DOUBLE = re.compile(rf"[ÃÅÄÎÏ]{_REST}|Â[\xa0-\xbf]|â€{_REST}")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
FEWEST = 3
"""Double-encoded characters a page must have; one may be a quotation of the mistake."""


def find_mender(text: str) -> Callable[[str], str] | None:
    """A function that mends the texts of a page; None when the page was encoded once.

    Most of what is beyond ASCII must be double-encoded, or three characters at least.
    """
    doubled = 0 if text.isascii() else len(_DOUBLE.findall(text))
    if not doubled:
        return None
    if doubled < FEWEST and 3 * doubled < len(_BEYOND_ASCII.findall(text)):
        return None
    return mend


def mend(text: str) -> str:
    """The text as it was before it was encoded twice; other texts come back unchanged."""
    if not _DOUBLE.search(text):
        return str(text)
    from ftfy import fix_encoding

    return fix_encoding(str(text))
