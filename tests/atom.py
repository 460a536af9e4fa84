"""What RFC 4287 asks of an Atom feed, for tests: what is missing, doubled or misspelt."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml import etree

NAMESPACE = "{http://www.w3.org/2005/Atom}"
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
_ONCE = ("id", "title", "updated")


def atom_faults(feed: bytes) -> list[str]:
    """The faults of a feed document (§4.1 and §4.2), in words; none when it is valid."""
    root = etree.fromstring(feed)
    if root.tag != f"{NAMESPACE}feed":
        return [f"the root is {root.tag} (§4.1.1)"]
    return list(_faults(root))


def _faults(root: etree._Element) -> Iterator[str]:
    entries = root.findall(f"{NAMESPACE}entry")
    if any(not authors(entry) for entry in entries) and not authors(root):
        yield "an entry has no author and the feed neither (§4.1.1)"
    selves = [e for e in root.findall(f"{NAMESPACE}link") if e.get("rel") == "self"]
    if len(selves) != 1:
        yield f"{len(selves)} links to itself (§4.1.1)"
    ids = Counter(entry.findtext(f"{NAMESPACE}id") for entry in entries)
    for doubled in (name for name, times in ids.items() if times > 1):
        yield f"two entries have the id {doubled} (§4.1.2)"
    for element in (root, *entries):
        name = element.findtext(f"{NAMESPACE}id") or "?"
        for fault in _of(element):
            yield f"{fault}, in {name}"
    for entry in entries:
        name = entry.findtext(f"{NAMESPACE}id")
        content = entry.find(f"{NAMESPACE}content")
        links = {e.get("rel", "alternate") for e in entry.findall(f"{NAMESPACE}link")}
        if content is None and "alternate" not in links:
            yield f"neither content nor a link to it (§4.1.2), in {name}"


def authors(element: etree._Element) -> list[str]:
    """Names of the authors of a feed or an entry."""
    found = element.findall(f"{NAMESPACE}author/{NAMESPACE}name")
    return [name.text for name in found if name.text]


def _of(element: etree._Element) -> Iterator[str]:
    """Faults of a feed or an entry by itself."""
    for name in _ONCE:
        found = element.findall(f"{NAMESPACE}{name}")
        if len(found) != 1 or not (found[0].text or "").strip():
            yield f"{len(found)} {name}, or an empty one (§4.1)"
    if not _IRI.fullmatch(element.findtext(f"{NAMESPACE}id") or ""):
        yield "the id is no IRI (§4.2.6)"
    for moment in ("updated", "published"):
        for found in element.findall(f"{NAMESPACE}{moment}"):
            if not _MOMENT.fullmatch(found.text or ""):
                yield f"{moment} is no moment: {found.text} (§3.3)"
    for link in element.findall(f"{NAMESPACE}link"):
        if not re.fullmatch(r"[^\s<>\"]+", link.get("href") or ""):
            yield f"a link to {link.get('href')!r} (§4.2.7.1)"
