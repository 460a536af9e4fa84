"""What changed, as Atom (RFC 4287): ``/changes.atom`` and ``/findings.atom``.

One entry a change, with an id (RFC 4151) made of the change itself, so that a feed reader sees it
once however often the archive is published.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from datasette import Response, hookimpl
from datasette.utils import tilde_encode

NAMESPACE = "http://www.w3.org/2005/Atom"
ENTRIES = 100
TITLES = {
    "page_new": "New page: {title}",
    "page_gone": "Page gone: {title}",
    "text_changed": "Text changed: {title}",
    "finding_new": "{severity} on {title}: {detail}",
    "finding_repaired": "Resolved on {title}: {detail}",
}
FEEDS = {
    "changes": ("everything that changed", tuple(TITLES)),
    "findings": ("what broke and what was resolved", ("finding_new", "finding_repaired")),
}


@hookimpl
def register_routes() -> list[tuple[str, Any]]:
    """Both feeds."""
    return [(r"/(?P<feed>changes|findings)\.atom$", show_feed)]


async def show_feed(datasette: Any, request: Any) -> Any:
    """The latest changes as Atom, newest first."""
    name = request.url_vars["feed"]
    subtitle, kinds = FEEDS[name]
    marks = ", ".join("?" * len(kinds))
    result = await datasette.get_database("archive").execute(
        "SELECT changes.*, findings.why, findings.severity, findings.kind "
        "FROM changes LEFT JOIN findings "
        f"ON findings.id = changes.finding_id WHERE what IN ({marks}) "
        f"ORDER BY changes.at DESC, changes.id DESC LIMIT {ENTRIES}",
        kinds,
    )
    rows = [dict(row) for row in result]
    publication = getattr(datasette, "site_settings", {}).get("publication", {})
    host = urlsplit(publication.get("source_url", "")).hostname or "archive.invalid"

    def address(path: str) -> str:
        return str(datasette.absolute_url(request, datasette.urls.path(path)))

    feed = ElementTree.Element("feed", xmlns=NAMESPACE)
    _add(feed, "id", f"tag:{host},2026:archive/{name}")
    _add(feed, "title", f"{publication.get('title', 'Archive')}: {subtitle}")
    _add(feed, "updated", rows[0]["at"] if rows else "1970-01-01T00:00:00Z")
    author = publication.get("title", "Archive").removesuffix(" archive")
    _add(_add(feed, "author"), "name", f"{author} archive")
    if publication.get("licence"):
        _add(feed, "rights", publication["licence"])
    ElementTree.SubElement(feed, "link", rel="self", href=address(f"/{name}.atom"))
    ElementTree.SubElement(feed, "link", href=address("/"))
    for row in rows:
        _entry(feed, row, host, address)
    body = ElementTree.tostring(feed, encoding="unicode", xml_declaration=True)
    return Response(
        body,
        content_type="application/atom+xml; charset=utf-8",
        headers={"Cache-Control": "max-age=300"},
    )


def _entry(feed: ElementTree.Element, row: dict[str, Any], host: str, address: Any) -> None:
    table, key = next(
        (table, row[column])
        for table, column in (
            ("findings", "finding_id"),
            ("article_versions", "article_version_id"),
            ("pages", "page_id"),
        )
        if row[column]
    )
    entry = _add(feed, "entry")
    _add(entry, "id", f"tag:{host},2026:{row['what']}/{key}/{row['at']}")
    title = TITLES[row["what"]].format(
        title=row["title"] or "a page",
        detail=row["detail"] or "the page itself",
        severity=_severity(row),
    )
    _add(entry, "title", title[:300])
    _add(entry, "updated", row["at"])
    link = address(f"/archive/{table}/{tilde_encode(str(key))}")
    ElementTree.SubElement(entry, "link", href=link)
    _add(entry, "summary", row["why"] or title)


def _severity(row: dict[str, Any]) -> str:
    if row["severity"] == "warning":
        return "Ageing"
    return "Retracted" if row["kind"] == "work_retracted" else "Broken"


def _add(parent: ElementTree.Element, name: str, text: str = "") -> ElementTree.Element:
    """A child element; characters that XML 1.0 forbids are left out of its text."""
    child = ElementTree.SubElement(parent, name)
    child.text = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
    return child
