"""Addresses beside each other: the same place, the same site, a page that became the start page.

Pure.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

import tldextract

from pipelines.verification import quirks

# The list of public suffixes that comes with the library; nothing is fetched, nothing cached.
_NO_LETTERS = re.compile(r"[^a-z0-9]")
_TELLING = 4
"""Letters of a name from which a host of that name is no accident."""
_EXTRACT = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def leads_home(url: str, final_url: str | None, min_depth: int = 1, lang: str = "") -> bool:
    """Whether redirects led from a deep page to a start page: the politest way to say "gone".

    ``lang``: the language that the final page says it is in, if it is known.
    """
    if not final_url:
        return False
    before, after = urlsplit(url), urlsplit(final_url)
    path = before.path.rstrip("/").lower()
    if quirks.ACTIONS.search(path) or quirks.FRONT_NODE.fullmatch(path):
        return False
    is_deep = path.count("/") >= min_depth or "." in path.rpartition("/")[2] or bool(before.query)
    home = quirks.HOME_PATHS.fullmatch(after.path.lower())
    if home is None or after.query or has_own_host(url, final_url):
        return False
    if home["lang"] and home["name"] not in quirks.HOME_WORDS:
        is_language = home["lang"] in quirks.HOME_LANGUAGES or home["lang"] == lang[:2].lower()
        is_deep = is_deep and is_language
    return bool(is_deep and not quirks.OLD_HOME_PATHS.fullmatch(path))


def has_own_host(url: str, final_url: str) -> bool:
    """Whether a redirect to another host may be what was meant: what was asked for has the name of
    that host (a department, a journal, a person), or its address says where it leads, or it stands
    at a service that only leads elsewhere.

    >>> has_own_host("http://uni.test/clinics/spine-care/", "https://spinecare.uni.test/")
    True
    >>> has_own_host("http://a.test/out?url=http%3A%2F%2Fspine.test", "https://www.spine.test/")
    True
    >>> has_own_host("http://uni.test/spine/leaflets/7.htm", "https://spine.uni.test/")
    False
    """
    try:
        before, after = urlsplit(url), urlsplit(final_url)
        host, end = before.hostname or "", after.hostname or ""
    except ValueError:
        return False
    if not end or host.removeprefix("www.") == end.removeprefix("www."):
        return False
    if host.removeprefix("www.") in quirks.FORWARDERS:
        return True
    if quirks.WAYS_OUT.search(before.path.lower()) and site_of(url) != site_of(final_url):
        return True
    if any(
        value.startswith(("http://", "https://")) and is_same_place(value, final_url)
        for _, value in parse_qsl(before.query)
    ):
        return True
    folder = quirks.INDEX_FILE.sub("", before.path.lower()).rstrip("/")
    folder = posixpath.splitext(folder)[0]
    name = _NO_LETTERS.sub("", folder.rpartition("/")[2])
    labels = [_NO_LETTERS.sub("", label) for label in end.split(".")[:-1]]
    return len(name) >= _TELLING and any(name in label for label in labels) and name not in host


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
