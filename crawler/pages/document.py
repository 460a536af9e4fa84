"""Documents that are not HTML: the text, title and links of a PDF, through pypdf. Pure.

A PDF knows no paragraphs: a block is a paragraph as far as line lengths tell, its lines kept,
since a DOI may be broken over two. All sizes are bounded; what is left out is an issue.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from itertools import islice

import pypdf
from pypdf.errors import DependencyError, PyPdfError

from archive.records import Block, BlockKind, Issue, Link, PageKind, PageRecord, Source
from crawler.pages.addresses import resolve
from crawler.pages.language import choose_language
from crawler.pages.titles import fold_title, title_of_url

MAX_PAGES = 150
MAX_CHARACTERS = 2_000_000
MAX_LINKS = 5_000
MAX_ANNOTATIONS = 2_000
"""On one page."""
SHORT_LINE = 0.85
"""A line shorter than this share of the longest that ends a sentence ends its paragraph."""

_NO_TITLE = re.compile(
    r"\s*(?:untitled.*|microsoft \w+ - .*|.*\.(?:docx?|pdf|indd|qxp|tex|dvi|pptx?)|\W*)\s*", re.I
)
_XMP_DOI = re.compile(
    rb"<((?:prism|pdfx|crossmark|dc|jav):(?:doi|identifier))>\s*([^<]{5,200}?)\s*<", re.I
)
_SENTENCE_END = re.compile(r"[.!?:][\"”’)\]]?$")

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every oddity; we keep issues


def read_document(source: Source) -> PageRecord:
    """The record of a PDF; one that cannot be opened has an issue and no text."""
    issues: list[Issue] = []
    texts: list[str] = []
    links: list[Link] = []
    info: dict[str, str] = {}
    language = ""
    reader = _open(source, issues)
    if reader is not None:
        info, language = _information(reader)
        texts, links = _read_pages(reader, source, issues)
    blocks = tuple(b for text in texts for b in _blocks(text))
    title = _title(info.get("title", ""), blocks, source.url)
    if blocks and fold_title(blocks[0].text) == fold_title(title):
        blocks = (Block(kind=BlockKind.HEADING, level=1, text=blocks[0].text), *blocks[1:])
    if reader is not None and not blocks:
        issues.append(_issue(source, "no_content", "The PDF has no text, perhaps only images."))
    meta = [(f"pdf:{name}", value) for name, value in info.items()]
    meta += [
        (name.decode().lower(), value.decode("utf-8", "replace"))
        for name, value in dict.fromkeys(_XMP_DOI.findall(source.body))
    ]
    return PageRecord(
        url=source.url,
        capture_id=source.capture_id,
        fetched_at=source.fetched_at,
        status=source.status,
        kind=PageKind.DOCUMENT if reader is not None else PageKind.UNREAD,
        generation=source.generation,
        language=choose_language(language or source.language, source.url, "\n".join(texts)),
        title=title,
        html_title=info.get("title", ""),
        authors=(info["author"],) if info.get("author") else (),
        blocks=blocks,
        links=tuple(links),
        anchors=() if reader is None else (f"page={len(reader.pages)}",),
        meta=tuple(meta),
        issues=tuple(issues),
    )


def _open(source: Source, issues: list[Issue]) -> pypdf.PdfReader | None:
    try:
        reader = pypdf.PdfReader(io.BytesIO(source.body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            issues.append(_issue(source, "pdf_encrypted", "The PDF asks for a password."))
            return None
        len(reader.pages)
    except DependencyError:
        issues.append(
            _issue(source, "pdf_encrypted", "The PDF is encrypted in a way we cannot open.")
        )
    except Exception as error:
        message = f"The PDF is damaged and cannot be opened ({type(error).__name__})."
        issues.append(_issue(source, "pdf_damaged", message))
    else:
        return reader
    return None


def _information(reader: pypdf.PdfReader) -> tuple[dict[str, str], str]:
    """Entries of the information dictionary, lower-case names, and the language."""
    try:
        found = {
            str(name).lstrip("/").lower(): " ".join(str(value).split())[:1000]
            for name, value in islice((reader.metadata or {}).items(), 50)
        }
        return {n: v for n, v in found.items() if v}, str(reader.root_object.get("/Lang") or "")
    except Exception:
        return {}, ""


def _read_pages(
    reader: pypdf.PdfReader, source: Source, issues: list[Issue]
) -> tuple[list[str], list[Link]]:
    """Text of each page and all links, within the bounds."""
    texts: list[str] = []
    links: list[Link] = []
    size, damaged, total = 0, 0, len(reader.pages)
    for page in islice(reader.pages, MAX_PAGES):
        try:
            text = page.extract_text()
        except (PyPdfError, Exception):
            damaged += 1
            continue
        size += len(text)
        if size > MAX_CHARACTERS:
            break
        texts.append(text.replace("\x00", "�"))
        if len(links) < MAX_LINKS:
            links.extend(_links(page, source.url))
    if damaged:
        issues.append(_issue(source, "pdf_damaged", f"{damaged} pages of the PDF cannot be read."))
    if len(texts) + damaged < total:
        message = f"The PDF has {total} pages; only the first {len(texts) + damaged} were read."
        issues.append(_issue(source, "page_cut", message))
    return texts, links


def _links(page: pypdf.PageObject, url: str) -> Iterator[Link]:
    """Link annotations of one page (ISO 32000-1, 12.6.4.7)."""
    try:
        annotations = [a.get_object() for a in islice(page.get("/Annots") or (), MAX_ANNOTATIONS)]
        targets = [str(a["/A"]["/URI"]) for a in annotations if "/URI" in (a.get("/A") or {})]
    except Exception:
        return
    for printed in dict.fromkeys(targets):
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


def _issue(source: Source, code: str, message: str) -> Issue:
    return Issue(
        code=code, message=message, url=source.url, capture_id=source.capture_id, stage="read"
    )
