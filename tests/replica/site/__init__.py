"""The sample site: two hosts with aliases, three generations of pages, three markups.

``content/*.toml`` says what the pages are, ``frames.py`` puts them into the frame of their
generation, ``markup/`` writes them, ``answers.py`` sends them.
"""

from __future__ import annotations

from tests.replica.site.answers import answer
from tests.replica.site.pages import ALIASES, LINE, SOCIETY

__all__ = ["HOSTS", "TRAPS", "answer", "is_trap"]

HOSTS = (LINE, SOCIETY, *ALIASES)
TRAPS = ("/dont-click.htm",)
"""Paths that only hidden links lead to: a request for one is a fault of the client."""


def is_trap(host: str, path: str) -> bool:
    """Whether a request is one that no reader could have made."""
    return host in HOSTS and path.partition("?")[0] in TRAPS
