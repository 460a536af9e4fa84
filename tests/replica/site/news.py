"""News items as they are announced on other pages: the Latest News box and the lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tests.replica.site.nodes import Teaser
from tests.replica.site.pages import LINE, Page, pages
from tests.replica.site.printing import print_date, print_short

FIRST_BOX = date(2022, 12, 20)
"""Newest item of the box in generation 0; what is newer appears one step at a time."""


@dataclass(frozen=True, slots=True)
class Item:
    """One announcement."""

    day: date
    title: str
    text: str
    href: str


@cache
def _written() -> tuple[Item, ...]:
    """English items with a page of their own, newest first."""
    found = [
        Item(day, page.title, page.teaser, _address(page))
        for page in pages()
        if page.kind == "news" and page.teaser and (day := page.published or page.event)
    ]
    return tuple(sorted(found, key=lambda item: item.day, reverse=True))


def _address(page: Page) -> str:
    """Where the old site leads: its own old address, which redirects, or the new page."""
    return f"https://{LINE}{page.menu}" if page.menu.endswith(".htm") else page.url


def news_items(generation: int) -> tuple[Item, ...]:
    """What the box may show in a generation, newest first; a later one adds items on top."""
    old = [item for item in _written() if item.day <= FIRST_BOX]
    newer = [item for item in reversed(_written()) if item.day > FIRST_BOX]
    while len(newer) < generation:
        number = len(newer) + 1
        day = (newer[-1].day if newer else FIRST_BOX) + timedelta(days=31)
        text = "A short announcement that has no page of its own and is cut ..."
        newer.append(
            Item(day, f"Announcement number {number}", text, "https://www.eurospine.test/")
        )
    return (*reversed(newer[:generation]), *old)


def all_items() -> tuple[Item, ...]:
    """Every written item, newest first, as the list of the new site shows them."""
    return _written()


def teaser_of(item: Item, language: str = "en", *, short: bool = False) -> Teaser:
    """The item as a page prints it, its date in that page's language."""
    day = print_short(item.day) if short else print_date(item.day, language)
    return Teaser(day, item.title, item.text, item.href)
