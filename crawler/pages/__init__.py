"""Reads pages: bytes in, a ``PageRecord`` out. No network, no Scrapy, no clock.

``read`` picks the page class by the kind that the profile gives, else by the page itself. A
class that does not fit a page says so (``PageChanged``); the page is then read as one of any
site, and that is an issue. What cannot be read at all is a record of kind ``unread``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

from archive.decoding import decode
from archive.records import Issue, PageKind, PageRecord, Source
from crawler.pages.article import Article, News
from crawler.pages.base import Page, PageChanged
from crawler.pages.css import read_style_sheet
from crawler.pages.generic import Generic, decide_kind
from crawler.pages.glossary import Glossary
from crawler.pages.listing import Landing, Listing
from crawler.pages.markup import Markup
from crawler.pages.sniffing import Form, media_type, sniff

PDF = "application/pdf"
"""The media type of a PDF (RFC 8118)."""

PAGE_CLASSES: dict[PageKind, type[Page]] = {
    PageKind.ARTICLE: Article,
    PageKind.NEWS: News,
    PageKind.GLOSSARY: Glossary,
    PageKind.LISTING: Listing,
    PageKind.LANDING: Landing,
}


def read(source: Source) -> PageRecord:
    """All that can be read from one capture."""
    if source.is_requisite:
        return read_style_sheet(source)
    form = sniff(source.body, source.content_type)
    if form is Form.PDF:
        from crawler.pages.document import read_document

        return read_document(source)
    if form is Form.EMPTY:
        return source.unread("empty_page", "The page is empty.")
    if form is Form.OTHER:
        declared = media_type(source.content_type) or "of no declared type"
        if declared == PDF:
            message = "The page is served as a PDF, but it cannot be read as one: %PDF- is missing."
            return source.unread("pdf_damaged", message)
        return source.unread("not_html", f"The page is {declared}, not HTML or PDF.")
    return _read_html(source, form)


def _read_html(source: Source, form: Form) -> PageRecord:
    issues: list[Issue] = []
    decoded = decode(source.body, source.content_type, source.language)
    if form is Form.TEXT:
        decoded = replace(decoded, text=_marked_up(decoded.text))
    elif media_type(source.content_type) not in ("text/html", "application/xhtml+xml"):
        declared = source.content_type or "without a type"
        issues.append(source.issue("type_conflict", f"HTML served as {declared!r}."))
    markup = Markup(source, decoded)
    record = _read_as_kind(source, markup, issues)
    markup.done()
    codes = {issue.code for issue in markup.issues}
    if "page_cut" in codes:
        # What was read stays, but half an article must not become a version of it.
        record = replace(record, kind=PageKind.UNREAD)
    # What was not read may well show something.
    if not codes & {"page_cut", "parser_rejected"} and _shows_nothing(source, record):
        return source.unread("empty_page", "The page shows no words, pictures or links.")
    place = {"url": source.url, "capture_id": source.capture_id}
    return replace(record, issues=tuple(replace(i, **place) for i in (*issues, *record.issues)))


def _shows_nothing(source: Source, record: PageRecord) -> bool:
    """Whether a reader sees a blank page; one that a script may fill is none."""
    is_blank = not (record.blocks or record.links or record.refresh_url)
    return is_blank and 200 <= source.status < 300 and b"<script" not in source.body.lower()


def _read_as_kind(source: Source, markup: Markup, issues: list[Issue]) -> PageRecord:
    """By the class of the profile's kind, else of the kind that the page shows, else generic."""
    stands_for_another = markup.refresh.target is not None or not 200 <= source.status < 300
    promised = None if stands_for_another else source.kind
    article = Article(source, markup)  # what the kind is told by; often it is one
    page_class = PAGE_CLASSES.get(promised or decide_kind(article), Generic)
    try:
        return (article if page_class is Article else page_class(source, markup)).to_record()
    except PageChanged as changed:
        if promised is not None:
            issues.append(source.issue("page_changed", str(changed)))
    return Generic(source, markup).to_record()


def _marked_up(text: str) -> str:
    """Plain text in the simplest markup: paragraphs where empty lines stand, line breaks kept."""
    paragraphs = re.split(r"\r?\n[ \t]*\r?\n", escape(text, quote=False))
    lines = (re.sub(r"\r?\n", "<br>", one.strip()) for one in paragraphs if one.strip())
    return "\n".join(f"<p>{one}</p>" for one in lines)
