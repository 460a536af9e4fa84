"""Landing pages: entry pages made of teasers and links."""

from __future__ import annotations

from archive.records import PageKind
from crawler.pages.base import Page


class Landing(Page):
    """An entrance to other pages; may have no title of its own, and then no text is invented."""

    kind = PageKind.LANDING
