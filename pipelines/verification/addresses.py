"""Addresses beside each other: the same place, the same site, a page that became the start page.

Pure.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

import tldextract

from pipelines.verification import quirks

# The list of public suffixes that comes with the library; nothing is fetched, nothing cached.
_EXTRACT = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def leads_home(url: str, final_url: str | None, min_depth: int = 1, lang: str = "") -> bool:
    """Whether redirects led from a deep page to a start page: the politest way to say "gone".

    ``lang``: the language that the final page says it is in, if it is known.
    """
    if not final_url:
        return False
    before, after = urlsplit(url), urlsplit(final_url)
    path = before.path.rstrip("/").lower()
    is_deep = path.count("/") >= min_depth or "." in path.rpartition("/")[2] or bool(before.query)
    home = quirks.HOME_PATHS.fullmatch(after.path.lower())
    if home is None or after.query:
        return False
    if home["lang"] and home["name"] not in quirks.HOME_WORDS:
        is_language = home["lang"] in quirks.HOME_LANGUAGES or home["lang"] == lang[:2].lower()
        is_deep = is_deep and is_language
    return bool(is_deep and not quirks.OLD_HOME_PATHS.fullmatch(path))


def is_same_place(url: str, other: str) -> bool:
    """Whether two addresses differ only in scheme, ``www.``, a final slash or letter case."""

    def bare(address: str) -> tuple[str, str, str]:
        parts = urlsplit(address)
        host = (parts.hostname or "").removeprefix("www.")
        path = parts.path.rstrip("/")
        for name in ("/index.html", "/index.htm", "/index.php"):
            path = path.removesuffix(name)
        return host, path.lower(), parts.query

    try:
        return bare(url) == bare(other)
    except ValueError:
        return False


@lru_cache(maxsize=4096)
def site_of(url: str) -> str:
    """The registrable domain of a URL (``www.bmj.com`` gives ``bmj.com``), or its host."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return url
    return _EXTRACT(host).top_domain_under_public_suffix or host
