"""The sample site: two hosts with aliases, three generations of pages, three markups.

``content/*.toml`` says what the pages are, ``frames.py`` puts them into the frame of their
generation, ``markup/`` writes them, ``sending.py`` sends them, ``generated/`` makes the rest.
"""

from __future__ import annotations

from tests.replica.site.answers import answer
from tests.replica.site.generated import neighbours
from tests.replica.site.pages import ALIASES, LINE, SOCIETY

__all__ = ["HOSTS", "answer", "is_trap"]

HOSTS = (LINE, SOCIETY, *ALIASES, *neighbours.HOSTS)


def is_trap(host: str, path: str) -> bool:
    """Whether only a hidden link leads there: a request for it is a fault of the client."""
    return host in HOSTS and path.startswith(("/dont-click.htm", "/not-for-you/"))
