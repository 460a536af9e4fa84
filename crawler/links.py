"""From a page record to the URLs it shows. Pure."""

from __future__ import annotations

from archive.frontier import LeasedUrl
from archive.records import PageRecord
from crawler.scope import Found


def links_of(record: PageRecord, row: LeasedUrl) -> list[Found]:
    """Every URL that a page shows, each once in its most visible form.

    ``row`` is the URL the page answered under. An immediate refresh counts as a redirect.
    """
    directives = {
        word.strip().lower()
        for name, content in record.meta
        if name.lower() == "robots"
        for word in content.split(",")
    }
    nofollow = " nofollow" if directives & {"nofollow", "none"} else ""
    found: dict[str, Found] = {}
    for link in record.links:
        if not link.url:
            continue
        is_refresh = (link.element, link.attribute) == ("meta", "content")
        new = Found(
            url=link.url,
            via="refresh" if is_refresh else "link",
            source=record.url,
            depth=row.depth + (not is_refresh),
            hops=row.hops + 1 if is_refresh else 0,
            element=link.element,
            rel=link.rel + nofollow,
            hidden=link.hidden,
        )
        known = found.get(link.url)
        if known is None or known.hidden > new.hidden or known.element not in ("a", "area"):
            found[link.url] = new
    return list(found.values())
