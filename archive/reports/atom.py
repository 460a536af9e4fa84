"""New findings as an Atom feed (RFC 4287): put the file where a feed reader can fetch it.

The id of an entry (RFC 4151) is that of the finding and the run that found it: a reader sees each
of them once, and once more when it comes back after it had been right.
"""

from __future__ import annotations

from urllib.parse import urlsplit
from xml.etree import ElementTree

from archive.reports.elements import add, document
from archive.reports.items import Item
from archive.reports.plain import single_line
from archive.reports.report import Report

NAMESPACE = "http://www.w3.org/2005/Atom"
ENTRIES = 200


def render(report: Report) -> str:
    """What is new or standing, the latest first."""
    standing = [item for item in report.items if item.change in ("new", "open")]
    standing.sort(key=lambda item: (item.since, item.id), reverse=True)
    host = urlsplit(standing[0].page_url).hostname if standing else None
    tag = f"tag:{host or 'archive.invalid'},2026:{report.site}"
    feed = ElementTree.Element("feed", xmlns=NAMESPACE)
    add(feed, "id", f"{tag}/findings")
    add(feed, "title", f"{report.site}: broken references and links")
    add(feed, "updated", report.finished or report.started)
    add(add(feed, "author"), "name", report.software)
    for item in standing[:ENTRIES]:
        _entry(feed, item, tag)
    return document(feed)


def _entry(feed: ElementTree.Element, item: Item, tag: str) -> None:
    entry = add(feed, "entry")
    add(entry, "id", f"{tag}/findings/{item.id}/{item.since}/{item.returns}")
    says = single_line(item.says, 120)
    add(entry, "title", f"{item.label} on {single_line(item.page_title)}: {says}")
    add(entry, "updated", item.since)
    add(entry, "link", href=item.place_url)
    add(entry, "category", term=item.kind, label=item.label)
    advice = f" {item.advice.capitalize()}: {item.should_say}" if item.should_say else ""
    add(entry, "summary", single_line(f"{item.why}{advice}"))
