"""Turns a served page into a file: links lead to files, what needs a server goes. Pure."""

from __future__ import annotations

from typing import Any

from lxml import etree, html

from archive.publishing.static.addresses import Resolve, address_of, relative

POLICY = (
    "default-src 'none'; script-src 'self' file:; style-src 'self' file:; "
    "img-src 'self' file: data:; base-uri 'none'"
)
"""The policy of the served archive as far as a page can state it. ``file:`` is for folders that are
opened without a web server, where not every browser takes ``'self'`` for a file beside."""
# What answers a choice may be indexed where it is a file; what the site wants out stays out.
_NEEDS_A_SERVER = (
    "//form[not(@role='search')] | //div[@class='facets'] | //head/link[contains(@type, 'json')]"
    " | //head/meta[@name='robots'][@content='noindex']"
)
_EMPTIED = "//p[contains(@class, 'take-along')][not(.//a)]"
"""Forms of which none is a file."""
_DATA = (".json", ".csv", ".ris", ".bib", ".csljson")
_OF_A_LINK = ("href", "rel", "data-originalurl", "data-versiondate", "data-versionurl")


def rewrite_page(page: bytes, file: str, resolve: Resolve, scripts: tuple[str, ...] = ()) -> bytes:
    """The page as it is written to ``file``; ``scripts`` are files that it loads besides.

    A link for which ``resolve`` knows no file becomes plain text, or goes with the punctuation
    behind it when it is the name of a format.
    """
    document = _parsed(page)
    for element in document.xpath(_NEEDS_A_SERVER):
        element.drop_tree()
    for element in document.xpath("//*[@href or @src or @action]"):
        _lead(element, file, resolve)
    for element in document.xpath(_EMPTIED):
        element.drop_tree()
    head = document.find("head")
    policy = etree.Element("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY})
    head.insert(1, policy)
    for script in scripts:
        etree.SubElement(head, "script", src=relative(file, script), defer="defer")
    return bytes(html.tostring(document, doctype="<!DOCTYPE html>", encoding="utf-8")) + b"\n"


def _parsed(page: bytes) -> Any:
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
    return html.document_fromstring(page, parser=parser)


def _lead(element: Any, file: str, resolve: Resolve) -> None:
    """Make a link lead to a file, or make an end of it."""
    attribute = next(name for name in ("href", "src", "action") if name in element.attrib)
    link = element.get(attribute)
    address = address_of(link)
    if address is None:
        return
    target = resolve(link)
    if target is not None:
        _, _, fragment = link.partition("#")
        element.set(attribute, relative(file, target) + (f"#{fragment}" if fragment else ""))
    elif element.tag != "a":
        element.drop_tree()
    elif address.partition("?")[0].endswith(_DATA):
        element.tail = (element.tail or "").lstrip(" ·,")
        element.drop_tree()
    else:
        element.tag = "span"
        for name in _OF_A_LINK:
            element.attrib.pop(name, None)


def next_of(page: bytes) -> str | None:
    """The link to the next page of a list, if the page names one."""
    if b'rel="next"' not in page:  # spares reading nearly all pages twice
        return None
    found = _parsed(page).xpath("//a[@rel='next']/@href")
    return str(found[0]) if found else None


def rewrite_feed(feed: bytes, file: str, resolve: Resolve) -> bytes:
    """An Atom feed whose links are relative to itself (RFC 4287 §2: references are resolved)."""
    root = etree.fromstring(feed)
    for link in root.iter("{http://www.w3.org/2005/Atom}link"):
        target = resolve(link.get("href", ""))
        if target is not None:
            link.set("href", relative(file, target))
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
