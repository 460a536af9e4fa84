"""What the file name in an address promises. Pure."""

from __future__ import annotations

# Names of files that are no web pages.
_FILES = {
    "picture": frozenset({"png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "ico", "tif"}),
    "PDF": frozenset({"pdf"}),
    "document": frozenset({"doc", "docx", "xls", "xlsx", "ppt", "pptx", "odt", "epub", "zip"}),
    "film": frozenset({"mp4", "webm", "mp3", "m4a", "mov", "ogg"}),
}
_PROMISES = {ending: word for word, endings in _FILES.items() for ending in endings}


def promised_by(url: str) -> str:
    """What the name of a file promises: picture, PDF, document, film; '' = a page or anything.

    >>> promised_by("http://a.test/x/back.PDF?page=2"), promised_by("http://a.png"), promised_by("")
    ('PDF', '', '')
    """
    path = url.partition("://")[2].partition("?")[0].partition("#")[0].partition("/")[2]
    name, _, ending = path.rpartition("/")[2].rpartition(".")
    return _PROMISES.get(ending.lower(), "") if name.strip(".") else ""
