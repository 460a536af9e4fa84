"""Sitemaps: XML in, URLs out (sitemaps.org protocol 0.9). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from archive.warc.codings import UndecodableBody, unzip

MAX_ENTRIES = 50_000  # sitemaps.org: as many as one file may have
_ROOT = re.compile(rb"<\s*(?:[\w.-]+:)?(urlset|sitemapindex)[\s>]")


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one sitemap file lists."""

    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    """Further sitemap files, of an index."""


def read_sitemap(body: bytes) -> Sitemap | None:
    """The entries of a sitemap or sitemap index, gzipped or not; None if it is something else.

    Broken XML gives what could be read of it. No entity is expanded and nothing is fetched.
    """
    if body[:2] == b"\x1f\x8b":
        try:
            body = unzip(body)
        except UndecodableBody:
            return None
    if not _ROOT.search(body[:2048]):
        return None
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return None
    if root is None or not isinstance(root.tag, str):
        return None
    pages: list[str] = []
    files: list[str] = []
    found = files if etree.QName(root).localname == "sitemapindex" else pages
    for entry in root.iterchildren("{*}url", "{*}sitemap"):
        location = entry.findtext("{*}loc")
        if location and location.strip() and len(found) < MAX_ENTRIES:
            found.append(location.strip())
    return Sitemap(tuple(pages), tuple(files))
