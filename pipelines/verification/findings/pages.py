"""Findings on the site's own pages, for whoever looks after them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.records import Finding, FindingKind, Severity, UnreadablePage

_WHY = {
    "empty": "The site answers with nothing at all: readers see an empty page.",
    "undecodable": "The site sends this page in a form that cannot be unpacked (its "
    "Content-Encoding does not fit what is sent): readers see an error or nothing.",
}
_KEPT = " Until it can be read again, the archive keeps what the page said before."


def find_in_pages(pages: Iterable[UnreadablePage]) -> Iterator[Finding]:
    """One finding for each page that is empty or cannot be unpacked."""
    for page in pages:
        yield Finding(
            kind=FindingKind.PAGE_UNREADABLE,
            severity=Severity.WARNING,
            page_id=page.id,
            subject=page.url,
            says="",
            why=_WHY[page.trouble] + (_KEPT if page.was_read else ""),
        )
