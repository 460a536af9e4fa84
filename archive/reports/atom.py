"""The findings as an Atom feed (RFC 4287): put the file where a feed reader can fetch it.

What is wrong in the same words on many pages is one entry, the worst come first. The id of an
entry (RFC 4151) is that of the finding that was there first and the run that found it: a reader
sees each of them once, whatever pages join it, and once more when it comes back after it had
been right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from urllib.parse import urlsplit
from xml.etree import ElementTree

from archive.reports.items import SEVERITIES, Item
from archive.reports.plain import single_line
from archive.reports.report import Report
from archive.reports.xml import add, document

NAMESPACE = "http://www.w3.org/2005/Atom"
ENTRIES = 200
"""Entries of one feed; the worst ones have their place first."""
ADDRESSES = 10
"""Pages that an entry names."""


def render(report: Report) -> str:
    """What is new or standing: the worst first, and of equals the latest."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in report.items:
        if item.change in ("new", "open"):
            groups[item.group].append(item)
    entries = [sorted(same, key=lambda item: (item.since, item.id)) for same in groups.values()]
    entries.sort(key=lambda same: (same[-1].since, same[0].id), reverse=True)
    entries.sort(key=lambda same: SEVERITIES.index(same[0].severity))
    feed = ElementTree.Element("feed", xmlns=NAMESPACE)
    add(feed, "id", _tag("", report.site))
    add(feed, "title", f"{report.site}: broken references and links")
    add(feed, "updated", report.finished or report.started)
    add(add(feed, "author"), "name", report.software)
    for same in entries[:ENTRIES]:
        _entry(feed, same, report.site)
    return document(feed)


def _entry(feed: ElementTree.Element, same: Sequence[Item], site: str) -> None:
    """One thing that is wrong, on however many pages; ``same`` by when they were found."""
    first = same[0]
    pages = list(dict.fromkeys(item.page_url for item in same))
    where = single_line(first.page_name) if len(pages) == 1 else f"{len(pages)} pages"
    entry = add(feed, "entry")
    finding = f"{first.id}/{first.since}/{first.returns}"
    add(entry, "id", f"{_tag(first.page_url, site)}/{finding}")
    title = f"{first.severity_label}: {first.label} on {where}"
    add(entry, "title", f"{title}: {single_line(first.said, 120)}" if first.says else title)
    add(entry, "updated", same[-1].since)
    add(entry, "link", href=first.place_url)
    add(entry, "category", term=first.kind, label=first.label)
    add(entry, "category", term=first.severity, label=first.severity_label)
    more = " …" if len(pages) > ADDRESSES else ""
    on = f" On {', '.join(pages[:ADDRESSES])}{more}" if len(pages) > 1 else ""
    add(entry, "summary", single_line(f"{first.why}{first.advised}{on}"))


def _tag(url: str, site: str) -> str:
    """What the ids of a site begin with; of the feed itself without an address, since the site's
    hosts may change."""
    return f"tag:{urlsplit(url).hostname or 'archive.invalid'},2026:{site}/findings"
