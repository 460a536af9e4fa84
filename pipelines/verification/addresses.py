"""Compares addresses: one in two spellings, one site, a page become the start page.

Pure.
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from urllib.parse import parse_qsl, unquote, unquote_plus, urlsplit

import tldextract

from pipelines.verification import quirks

# The list of public suffixes that comes with the library; nothing is fetched, nothing cached.
_NO_LETTERS = re.compile(r"[^a-z0-9]")
# A token of a mailer or a printed code: figures between letters of both cases, or hexadecimals.
_TOKEN = re.compile(
    r"(?=[^/?&=]*[a-z])(?=[^/?&=]*[A-Z])(?=[^/?&=]*\d[A-Za-z])[\w+~-]{8,}"
    r"|(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{16,}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
    r"|(?=[A-Z-]*\d)[A-Z\d-]{8,}"
)
_RUN = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[^\W\dA-Z_]+|[^\W\d_]+")
"""Letters of one word; capitals and figures begin another (``BackPain2ndEdition`` has four)."""
_OTHER_SCRIPT = re.compile(r"[^\W\d_\x00-\u036f]")
"""A letter of a script in which a word may have one."""
_SCRIPT = re.compile(
    r"(?:.*\.(?:php\d?|aspx?|ashx|jspx?|cfm|cgi|pl|do|dll|exe|fcgi)"
    r"|(?:index|default|home|main|start)(?:\.\w+)?|[a-z]?"
    r"|open|click|track|redir(?:ect)?|go|goto|out|exit|url|link|view|show|page|node|item|get|doc"
    r"|file|download|read|fetch|display|detail|content|article|entry|record|id|ref)",
    re.I,
)
"""The last part of a path that says nothing of what its query is for: a script, an index."""
_DOCUMENT = re.compile(r"\.(?:[sx]?html?|pdf|docx?|odt|rtf|txt|pptx?|epub)", re.I)
_HEXADECIMAL = re.compile(r"[a-f]+", re.I)
_CAPITALS = re.compile(r"[^\W\d_]+(?:(?:19|20)\d\d)?")
_VOWEL = re.compile(r"[aeiouy\x80-\u036f]", re.I)
_LONGER = 6
"""Letters of the longest word in a token that are hardly there by accident."""
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
    is_deep = path.count("/") >= min_depth or "." in path.rpartition("/")[2] or bool(before.query)
    home = quirks.HOME_PATHS.fullmatch(after.path.lower())
    if home is None or after.query:
        return False
    if home["lang"] and home["name"] not in quirks.HOME_WORDS:
        is_language = home["lang"] in quirks.HOME_LANGUAGES or home["lang"] == lang[:2].lower()
        is_deep = is_deep and is_language
    return bool(is_deep and not quirks.OLD_HOME_PATHS.fullmatch(path))


def is_start_page(url: str) -> bool:
    """Whether an address is that of a start page, of a site or of one of its languages.

    >>> is_start_page("https://a.test/en/"), is_start_page("https://a.test/back")
    (True, False)
    """
    parts = urlsplit(url)
    return not parts.query and quirks.HOME_PATHS.fullmatch(parts.path.lower()) is not None


def is_forwarder(url: str) -> bool:
    """Whether an address belongs to a service that only redirects elsewhere."""
    return (urlsplit(url).hostname or "").removeprefix("www.") in quirks.FORWARDERS


def has_own_host(url: str, final_url: str) -> bool:
    """Whether a redirect to another host is likely meant.

    It is when the address asked for ends with the new host's name (a department, a journal, a
    person), when it holds the address it leads to, or when its host only forwards.

    >>> has_own_host("http://uni.test/clinics/spine-care/", "https://spinecare.uni.test/")
    True
    >>> has_own_host("http://a.test/out?url=http%3A%2F%2Fspine.test", "https://www.spine.test/")
    True
    >>> has_own_host("http://uni.test/spine/leaflets/7.htm", "https://spine.uni.test/")
    False
    >>> has_own_host("http://painclinic.test/exercises/spine.html", "https://spinehealth.test/")
    False
    """
    host, end, name = _hosts_and_name(url, final_url)
    if not end or host == end:
        return False
    before, is_elsewhere = urlsplit(url), site_of(url) != site_of(final_url)
    if is_elsewhere and (host in quirks.FORWARDERS or quirks.SHORT_WAYS_OUT.search(before.path)):
        return True
    if any(is_one_address(value, final_url) for value in _addresses_in(before.query)):
        return True
    if is_elsewhere and _names_host(url, end):
        return True
    own = _bare(site_of(url).removeprefix("www.").partition(".")[0])
    whole = {name, name + own, own + name} if name else set()
    return not whole.isdisjoint(_labels(end))


def may_have_own_host(url: str, final_url: str) -> bool:
    """Whether that may be, and may not: the host has the name within its own, or the path has a
    word of addresses that lead elsewhere, which is a word of leaflets, too.

    >>> may_have_own_host("http://painclinic.test/exercises/spine.html", "https://spinehealth.test")
    True
    >>> may_have_own_host("http://uni.test/spine/leaflets/7.htm", "https://spine.uni.test/")
    False
    """
    host, end, name = _hosts_and_name(url, final_url)
    if not end or host == end:
        return False
    if host in quirks.FORWARDERS:
        return True
    if site_of(url) != site_of(final_url) and quirks.WAYS_OUT.search(urlsplit(url).path.lower()):
        return True
    return bool(name) and any(name in label for label in _labels(end))


def is_opaque(url: str) -> bool:
    """Whether an address says nothing about its page, as those of mailers, printed codes and
    counters: its query is numbers and tokens or, where it has none or names a document, its last
    part is.

    >>> is_opaque("https://a.test/c/eJwVjUsOgyAUAE8DO8n7"), is_opaque("https://a.test/BackPain2020")
    (True, False)
    """
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2])
    stem, ending = posixpath.splitext(last)
    fields = [field for field in parts.query.split("&") if field and field[:4] != "utm_"]
    if not fields or _is_document(stem, ending):
        return not _says_something(stem)
    values = (value if mark else name for name, mark, value in (f.partition("=") for f in fields))
    said = (unquote_plus(value).rstrip("=/").rpartition("/")[2] for value in values)
    return not any(map(_says_something, said))


def _is_document(stem: str, ending: str) -> bool:
    """Whether the last part of a path names what is meant though a query stands behind it: a file
    to read, or two words. One word (``watch``, ``weiterleitung``) is as likely a script's."""
    if _SCRIPT.fullmatch(stem + ending):
        return False
    words = [run for run in _RUN.findall(stem) if len(run) > 2]
    is_name = len(words) > 1 and not _TOKEN.fullmatch(stem)
    return is_name or _DOCUMENT.fullmatch(ending) is not None or bool(_OTHER_SCRIPT.search(stem))


def _says_something(text: str) -> bool:
    """Whether a part of an address has a word in it. In what looks like a token short words stand
    by accident: there has to be a longer one, and words have to be half of it."""
    if _OTHER_SCRIPT.search(text):
        return True
    if not _TOKEN.fullmatch(text):
        runs = _RUN.findall(text)
        return any(len(run) > 2 and not _HEXADECIMAL.fullmatch(run) for run in runs)
    words = [run for part in re.split("[_-]", text) for run in _words_of_token(part)]
    is_said = any(len(word) > _LONGER for word in words)
    return is_said and 2 * len("".join(words)) >= len(re.sub(r"[\W_]", "", text))


def _words_of_token(part: str) -> list[str]:
    """What may be words: with vowels, no hexadecimals, and in capitals only alone or before a
    year."""
    runs = _RUN.findall(part) if not part.isupper() or _CAPITALS.fullmatch(part) else []
    return [
        run
        for run in runs
        if len(run) > 3
        and not _HEXADECIMAL.fullmatch(run)
        and 4 * len(_VOWEL.findall(run)) >= len(run)
    ]


def _names_host(url: str, host: str) -> bool:
    """Whether a host stands in path or query of an address that was made safe: as it is, or with
    its signs as hexadecimals behind dashes."""
    parts = urlsplit(url)
    said = unquote(f"{parts.path}?{parts.query}").lower()
    return any(
        re.search(rf"(?<![\w.-])(?:www\.)?{re.escape(host)}(?![\w.-])", text)
        for text in (said, said.replace("-2d", "-").replace("-3a", ":").replace("_", "/"))
    )


def _hosts_and_name(url: str, final_url: str) -> tuple[str, str, str]:
    """Both hosts without ``www.``, and the last part of the path, in letters and figures; empty
    where it is short, or a part of the host's own name."""
    try:
        before, after = urlsplit(url), urlsplit(final_url)
        hosts = [(parts.hostname or "").removeprefix("www.") for parts in (before, after)]
    except ValueError:
        return "", "", ""
    folder = quirks.INDEX_FILE.sub("", before.path.lower()).rstrip("/")
    name = _bare(posixpath.splitext(folder)[0].rpartition("/")[2])
    is_telling = len(name) >= _TELLING and name not in _bare(hosts[0])
    return hosts[0], hosts[1], name if is_telling else ""


def _labels(host: str) -> list[str]:
    return [_bare(label) for label in host.split(".")[:-1]]


def _bare(text: str) -> str:
    return _NO_LETTERS.sub("", text.lower())


def _addresses_in(query: str) -> list[str]:
    return [value for _, value in parse_qsl(query) if value.startswith(("http://", "https://"))]


def is_one_address(url: str, other: str) -> bool:
    """Whether two addresses are the same but for scheme, ``www.``, letter case, a final slash, an
    index file or a fragment.

    >>> is_one_address("http://www.a.test/back/index.html", "https://a.test/Back#causes")
    True
    >>> is_one_address("https://a.test/back?p=1", "https://a.test/back")
    False
    """

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
