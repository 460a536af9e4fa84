"""Groups things that belong together, pair by pair (union-find). Pure."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T", bound=Hashable)


class Groups(Generic[T]):
    """A partition that only ever gets coarser."""

    def __init__(self) -> None:
        self._above: dict[T, T] = {}

    def _top(self, thing: T) -> T:
        self._above.setdefault(thing, thing)
        while self._above[thing] != thing:
            self._above[thing] = self._above[self._above[thing]]
            thing = self._above[thing]
        return thing

    def join(self, one: T, other: T) -> None:
        """Say that two things belong together. Joining a thing with itself just adds it."""
        self._above[self._top(one)] = self._top(other)

    def all(self) -> list[list[T]]:
        """The groups, each in the order in which its things were first named."""
        found: dict[T, list[T]] = {}
        for thing in list(self._above):
            found.setdefault(self._top(thing), []).append(thing)
        return list(found.values())
