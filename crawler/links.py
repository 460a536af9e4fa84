"""Turns the links of a page or style sheet into the URLs to ask for. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from archive.frontier import LeasedUrl
from archive.records import REQUISITE, Link, PageRecord
from crawler.scope import Found, is_file

# What a browser loads by itself to show a page (WHATWG HTML; MDN, "Web resources").
_LOADING_ELEMENTS = frozenset({
    "audio", "body", "image", "img", "input", "script", "source", "style", "table", "td", "track",
    "use", "video",
})  # fmt: skip
_LOADING_ATTRIBUTES = frozenset({"background", "imagesrcset", "poster", "srcset", "style"})
_LOADING_RELS = frozenset({
    "apple-touch-icon", "apple-touch-icon-precomposed", "icon", "mask-icon", "modulepreload",
    "preload", "stylesheet",
})  # fmt: skip
_PAGE_TYPES = frozenset({"", "text/html", "application/xhtml+xml"})


def links_of(record: PageRecord, row: LeasedUrl, max_requisites: int) -> list[Found]:
    """Every URL that a page shows, each once in its most visible form.

    ``row`` is the URL the page answered under. An immediate refresh counts as a redirect. Of
    the requisites the first ``max_requisites`` are taken as such.
    """
    directives = {
        word.strip().lower()
        for name, content in record.meta
        if name.lower() == "robots"
        for word in content.split(",")
    }
    nofollow = " nofollow" if directives & {"nofollow", "none"} else ""
    found: dict[str, Found] = {}
    parts: set[str] = set()
    for link in record.links:
        if not link.url:
            continue
        is_refresh = (link.element, link.attribute) == ("meta", "content")
        is_part = is_requisite(link) and (link.url in parts or len(parts) < max_requisites)
        new = Found(
            url=link.url,
            via="refresh" if is_refresh else REQUISITE if is_part else "link",
            source=record.url,
            depth=0 if is_part else row.depth + (not is_refresh),
            hops=row.hops + 1 if is_refresh else 0,
            element=link.element,
            rel=_rel_of(link) + nofollow,
            hidden=link.hidden,
        )
        if is_part:
            parts.add(link.url)
        known = found.get(link.url)
        if known is None or _rank(new) > _rank(known):
            found[link.url] = new
    return list(found.values())


def _rel_of(link: Link) -> str:
    """What the crawl is told of a link's ``rel``: an ``alternate`` is the page in another language
    or for another device, unless it says that it is a feed, data, or a style of it."""
    rels = link.rel.lower().split()
    kind = link.media_type.partition(";")[0].strip().lower()
    if link.element != "link" or "alternate" not in rels:
        return link.rel
    is_page = kind in _PAGE_TYPES and "stylesheet" not in rels
    return link.rel if is_page else " ".join(rel for rel in rels if rel != "alternate")


def _rank(found: Found) -> tuple[int, bool, bool]:
    """How good a reason a place is to ask for its URL: as a page, openly, by a plain link."""
    is_hint = found.element == "link" and found.via != REQUISITE
    use = 0 if is_hint else 1 if found.via == REQUISITE else 2
    return use, not found.hidden, found.element in ("a", "area")


def is_requisite(link: Link) -> bool:
    """Whether a link is a part of its page: what browsers load with it, and files it links to."""
    if is_file((link.url or "").partition("?")[0]):
        return True
    if link.element == "link":
        return not _LOADING_RELS.isdisjoint(link.rel.lower().split())
    loads = link.element in _LOADING_ELEMENTS or link.attribute in _LOADING_ATTRIBUTES
    return loads and link.attribute not in ("json-ld", "formaction")


def links_of_style(links: Sequence[Link], row: LeasedUrl) -> list[Found]:
    """What a style sheet loads; ``row`` is the sheet itself."""
    return [
        Found(url=link.url, via=REQUISITE, source=row.url, depth=row.depth + 1, element="style")
        for link in links
        if link.url
    ]
