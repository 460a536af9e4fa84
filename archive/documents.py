"""Reads PDFs with pypdf: their pages, link targets and metadata. Pure.

Read once for the crawl and again for a proof, so that both read the same. All sizes are bounded.
"""

from __future__ import annotations

import io
import logging
import re
from dataclasses import dataclass
from itertools import islice

import pypdf
from pypdf.errors import DependencyError

MAX_PAGES = 150
MAX_CHARACTERS = 2_000_000
MAX_LINKS = 5_000
MAX_ANNOTATIONS = 2_000
"""On one page."""

_XMP_DOI = re.compile(
    rb"<((?:prism|pdfx|crossmark|dc|jav):(?:doi|identifier))>\s*([^<]{5,200}?)\s*<", re.I
)

logging.getLogger("pypdf").setLevel(logging.ERROR)  # it warns of every oddity; we count them


class CannotOpen(Exception):
    """The document cannot be opened; the message says why in a sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        """``pdf_encrypted`` or ``pdf_damaged``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentPage:
    """One page of a document."""

    number: int
    """From 1."""
    text: str
    """Lines as they are laid out."""
    targets: tuple[str, ...]
    """Of its links, as printed, each once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document, as far as it was read."""

    about: dict[str, str]
    """Entries of the information dictionary by lower-case name."""
    language: str
    declared: tuple[tuple[str, str], ...]
    """Identifiers in its packet of metadata (XMP): lower-case name and value."""
    pages: tuple[DocumentPage, ...]
    damaged: int
    """Pages that cannot be read."""
    total: int
    """Pages it has."""


def read_pdf(body: bytes) -> Document:
    """Read a PDF, as far as the limits allow. Raises CannotOpen."""
    reader = _open(body)
    about, language = _information(reader)
    pages: list[DocumentPage] = []
    size = damaged = links = 0
    for number, page in enumerate(islice(reader.pages, MAX_PAGES), 1):
        try:
            text = page.extract_text()
        except Exception:
            damaged += 1
            continue
        size += len(text)
        if size > MAX_CHARACTERS:
            break
        targets = _targets(page) if links < MAX_LINKS else ()
        links += len(targets)
        pages.append(
            DocumentPage(number=number, text=text.replace("\x00", "\ufffd"), targets=targets)
        )
    declared = [
        (name.decode().lower(), value.decode("utf-8", "replace"))
        for name, value in dict.fromkeys(_XMP_DOI.findall(body))
    ]
    return Document(
        about=about,
        language=language,
        declared=tuple(declared),
        pages=tuple(pages),
        damaged=damaged,
        total=len(reader.pages),
    )


def _open(body: bytes) -> pypdf.PdfReader:
    try:
        reader = pypdf.PdfReader(io.BytesIO(body), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotOpen("pdf_encrypted", "The PDF asks for a password.")
        len(reader.pages)
    except CannotOpen:
        raise
    except DependencyError as error:
        message = "The PDF is encrypted in a way we cannot open."
        raise CannotOpen("pdf_encrypted", message) from error
    except Exception as error:
        message = f"The PDF is damaged and cannot be opened ({type(error).__name__})."
        raise CannotOpen("pdf_damaged", message) from error
    return reader


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


def _targets(page: pypdf.PageObject) -> tuple[str, ...]:
    """Targets of the link annotations of one page (ISO 32000-1, 12.6.4.7)."""
    try:
        annotations = [a.get_object() for a in islice(page.get("/Annots") or (), MAX_ANNOTATIONS)]
        targets = [str(a["/A"]["/URI"]) for a in annotations if "/URI" in (a.get("/A") or {})]
    except Exception:
        return ()
    return tuple(dict.fromkeys(targets))
