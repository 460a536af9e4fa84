"""PDF documents read as pages: text, title and links. Pure.

A PDF knows no paragraphs: a block is a paragraph as far as line lengths tell, its lines kept,
since a DOI may be broken over two. What is left out is an issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from archive.documents import CannotOpen, Document, read_pdf
from archive.keeping.prose import fold
from archive.records import Block, BlockKind, Issue, Link, PageKind, PageRecord, Source
from crawler.pages.addresses import resolve
from crawler.pages.language import choose_language
from crawler.pages.titles import title_of_url

SHORT_LINE = 0.85
"""A line shorter than this share of the longest that ends a sentence ends its paragraph."""

_NO_TITLE = re.compile(
    r"\s*(?:untitled.*|microsoft \w+ - .*|.*\.(?:docx?|pdf|indd|qxp|tex|dvi|pptx?)|\W*)\s*", re.I
)
_SENTENCE_END = re.compile(r"[.!?:][\"”’)\]]?$")


def read_document(source: Source) -> PageRecord:
    """The record of a PDF; one that cannot be opened has an issue and no text."""
    try:
        document = read_pdf(source.body)
    except CannotOpen as error:
        return replace(
            source.record(PageKind.UNREAD),
            language=choose_language(source.language, source.url, ""),
            title=title_of_url(source.url),
            issues=(source.issue(error.code, str(error)),),
        )
    blocks = tuple(block for page in document.pages for block in _blocks(page.text))
    title = _title(document.about.get("title", ""), blocks, source.url)
    if blocks and fold(blocks[0].text) == fold(title):
        blocks = (Block(kind=BlockKind.HEADING, level=1, text=blocks[0].text), *blocks[1:])
    text = "\n".join(page.text for page in document.pages)
    author = document.about.get("author")
    return replace(
        source.record(PageKind.DOCUMENT),
        title=title,
        issues=tuple(_issues(document, source, bool(blocks))),
        language=choose_language(document.language or source.language, source.url, text),
        html_title=document.about.get("title", ""),
        authors=(author,) if author else (),
        blocks=blocks,
        links=tuple(_links(document, source.url)),
        anchors=(f"page={document.total}",),
        meta=(
            *((f"pdf:{name}", value) for name, value in document.about.items()),
            *document.declared,
        ),
    )


def _issues(document: Document, source: Source, has_text: bool) -> list[Issue]:
    """What of a document was not read."""
    issues: list[Issue] = []
    read = len(document.pages) + document.damaged
    if document.damaged:
        message = f"{document.damaged} pages of the PDF cannot be read."
        issues.append(source.issue("pdf_damaged", message))
    if read < document.total:
        message = f"The PDF has {document.total} pages; only the first {read} were read."
        issues.append(source.issue("page_cut", message))
    if not has_text:
        issues.append(source.issue("no_content", "The PDF has no text, perhaps only images."))
    return issues


def _links(document: Document, url: str) -> Iterator[Link]:
    """The links of all pages."""
    for printed in (target for page in document.pages for target in page.targets):
        address = resolve(printed, url)
        yield Link(
            printed=printed,
            url=address.url,
            fragment=address.fragment,
            element="pdf",
            attribute="uri",
            problem=address.problem,
        )


def _blocks(text: str) -> Iterator[Block]:
    """Paragraphs of one page."""
    lines = [" ".join(line.split()) for line in text.split("\n")]
    longest = max(map(len, lines), default=0)
    paragraph: list[str] = []
    for line in lines:
        if line:
            paragraph.append(line)
        ends = bool(_SENTENCE_END.search(line)) and len(line) < SHORT_LINE * longest
        if paragraph and (not line or ends):
            yield Block(kind=BlockKind.PARAGRAPH, text="\n".join(paragraph))
            paragraph = []
    if paragraph:
        yield Block(kind=BlockKind.PARAGRAPH, text="\n".join(paragraph))


def _title(declared: str, blocks: tuple[Block, ...], url: str) -> str:
    """The declared title unless it is a file name; else the first line; else the address."""
    if declared and not _NO_TITLE.fullmatch(declared):
        return declared
    first = blocks[0].text.split("\n")[0] if blocks else ""
    return first if 3 < len(first) <= 200 else title_of_url(url)
