"""Which file stands for which address of the served archive. Pure.

An address is a path of the served archive with its query, without fragment and host, in one form:
``/broken?severity=&kind=link_gone&page=1`` and ``/broken?kind=link_gone`` are the same.
"""

from __future__ import annotations

import functools
import hashlib
import posixpath
import re
from collections.abc import Callable
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from datasette.utils import tilde_encode

HOST = "localhost"
"""What Datasette takes itself for when it is asked in-process."""
LONGEST_NAME = 120
"""Characters of a file's name, far below what file systems take (255 bytes)."""
_ALL_ROWS = re.compile(r"/archive/\w+\.(?:csv|json)")
_SAME_ROWS = {"_size", "_stream", "_next", "_shape", "_labels"}

Resolve = Callable[[str], str | None]
"""From what an attribute holds to the file that stands for it; None = no file does."""


@functools.lru_cache(maxsize=10_000)
def address_of(link: str) -> str | None:
    """The address a link of the served archive leads to; None when it leads elsewhere.

    >>> address_of("/broken?severity=&kind=link_gone&page=1#top")
    '/broken?kind=link_gone'
    >>> address_of("/doi/10.1000/ABC"), address_of("https://doi.org/10.1000/abc")
    ('/archive/dois/10~2E1000~2Fabc', None)
    """
    try:
        parts = urlsplit(link)
    except ValueError:  # a link of the archived site, misspelt
        return None
    if parts.scheme not in ("", "http", "https") or parts.netloc not in ("", HOST):
        return None
    if not parts.path.startswith("/"):
        return None
    path = parts.path
    if path.startswith("/doi/"):
        path = "/archive/dois/" + tilde_encode(unquote(path[5:]).lower())
    query = [(k, v) for k, v in parse_qsl(parts.query) if (k, v) != ("page", "1")]
    if _ALL_ROWS.fullmatch(path) and {name for name, _ in query} <= _SAME_ROWS:
        query = []  # a file of rows has them all
    return f"{path}?{urlencode(sorted(query))}" if query else path


def file_of(address: str) -> str:
    """The file of an address, relative to the folder; names are short and fit every system.

    >>> file_of("/"), file_of("/about"), file_of("/archive/articles.csv")
    ('index.html', 'about.html', 'archive/articles.csv')
    >>> file_of("/broken?kind=link_gone")
    'broken.kind-link_gone.1e0755.html'
    >>> file_of("/archive/bibliography.ris?page_id=1")
    'archive/bibliography.page_id-1.960de8.ris'
    """
    path, _, query = address.partition("?")
    found = re.fullmatch(r"(.*?)(\.[a-z]{2,7})?", path.strip("/") or "index")
    name, ending = found.groups() if found else (path, None)
    if query:
        words = re.sub(r"[^a-z0-9_]+", "-", query.lower())[:60].strip("-")
        name += f".{words}.{hashlib.sha256(query.encode()).hexdigest()[:6]}"
    folder, _, last = name.rpartition("/")
    if len(last) > LONGEST_NAME:
        last = f"{last[:80]}-{hashlib.sha256(last.encode()).hexdigest()[:16]}"
    return (f"{folder}/{last}" if folder else last) + (ending or ".html")


@functools.lru_cache(maxsize=10_000)
def relative(file: str, target: str) -> str:
    """The link from one file to another, both relative to the folder.

    >>> relative("archive/articles/1.html", "about.html")
    '../../about.html'
    """
    start = posixpath.dirname(file)
    return quote(posixpath.relpath(target, start or "."), safe="/~")
