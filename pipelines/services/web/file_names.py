"""What the name of a file in an address promises. Pure."""

from __future__ import annotations

import posixpath
from urllib.parse import urlsplit

# Names of files that are no web pages.
_FILES = {
    "picture": frozenset({"png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "ico", "tif"}),
    "PDF": frozenset({"pdf"}),
    "document": frozenset({"doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "epub", "zip"}),
    "film": frozenset({"mp4", "webm", "mp3", "m4a", "mov", "ogg"}),
}


def promised_by(url: str) -> str:
    """What the name of a file promises: picture, PDF, document, film; '' = a page or anything."""
    ending = posixpath.splitext(urlsplit(url).path)[1].removeprefix(".").lower()
    return next((word for word, endings in _FILES.items() if ending in endings), "")
