"""Where a reference differs from the registered record, in a short sentence. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from archive.counting import field_named, listed

_NAMED = ("title", "container")
"""Fields that stand in the reference, and in the name of the work, which is told before."""
_LONGEST = 40


def differing_in_words(differing: Mapping[str, tuple[str, str]]) -> str:
    """What differs: of title and journal only that they do, of the rest how.

    >>> differing_in_words({"title": ("A", "B"), "year": ("2016", "2012"), "page": ("", "87-95")})
    'title, year (here 2016, registered 2012) and page (registered 87-95)'
    """
    return listed([_differing(name, *values) for name, values in differing.items()])


def _differing(name: str, printed: str, registered: str) -> str:
    if name in _NAMED:
        return field_named(name)
    here = f"here {_cut(printed)}, " if printed else ""  # not read, which is not: not printed
    return f"{field_named(name)} ({here}registered {_cut(registered) or 'none'})"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip(' ,;')}…"
