"""A bounded memory for pure rules, which read the same lines several times over."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

MOST_REMEMBERED = 4096
"""Texts."""
LONGEST_REMEMBERED = 1500
"""Characters of a text; longer ones are no lines of a reference, and are read anew."""


def remembering(read: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """The same function of a text, that knows what it said last; for results nobody changes."""
    remembered = lru_cache(maxsize=MOST_REMEMBERED)(read)

    @wraps(read)
    def recalled(text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        known = remembered if len(text) <= LONGEST_REMEMBERED else read
        return known(text, *args, **kwargs)  # type: ignore[arg-type]

    return recalled
